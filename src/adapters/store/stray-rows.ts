/** Finds rows that belong to nothing: what a deletion leaves behind, or a hand put in. */
import { sql } from 'kysely'
import { type Database, query } from './database.ts'

type Stray = { readonly table: string; readonly key: string }

/** Of each kind at most `limit`. */
export const strayRows = async (database: Database, limit: number): Promise<readonly Stray[]> => {
  const kinds = await Promise.all(
    [
      // The part of a cause before the colon says what happened, the part behind it to which payment or settlement.
      sql<Stray>`select distinct 'ledger_entries' as "table", cause as "key" from ledger_entries
        where case
          when substr(cause, 1, instr(cause, ':') - 1) in ('collected', 'confirmed', 'cancelled', 'accept', 'refunded')
            then not exists (select 1 from payments where id = substr(cause, instr(cause, ':') + 1))
          when substr(cause, 1, instr(cause, ':') - 1) in ('settled', 'paid-out')
            then not exists (select 1 from settlements where id = substr(cause, instr(cause, ':') + 1))
          else 1 end limit ${limit}`,
      sql<Stray>`select distinct 'invoice_history' as "table", invoice_id as "key" from invoice_history
        where not exists (select 1 from invoices where id = invoice_id) limit ${limit}`,
      sql<Stray>`select distinct 'payment_history' as "table", payment_id as "key" from payment_history
        where not exists (select 1 from payments where id = payment_id) limit ${limit}`,
      sql<Stray>`select distinct 'settlement_lines' as "table", settlement_id as "key" from settlement_lines
        where not exists (select 1 from settlements where id = settlement_id) limit ${limit}`,
      sql<Stray>`select 'invoices' as "table", id as "key" from invoices
        where status in ('paid', 'confirmed') and not exists (
          select 1 from payments where id = paid_payment_id and invoice_id = invoices.id) limit ${limit}`,
      sql<Stray>`select 'sheets' as "table", invoice_id as "key" from sheets
        where not exists (select 1 from invoices where id = invoice_id) limit ${limit}`,
    ].map((kind) => database.all(kind.compile(query))),
  )
  return kinds.flat()
}
