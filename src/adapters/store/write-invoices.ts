/** Statements that register and move invoices; each leaves a row in the history under the next version. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull } from './rows.ts'
import type { InvoiceRow } from './tables.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const insertInvoices = ({ invoices, actor }: Of<'add-invoices'>): readonly Statement[] => {
  const rows = invoices.map((invoice): InvoiceRow => {
    const { customer, reference, number } = invoice
    return {
      id: invoice.id,
      merchant_id: invoice.merchantId,
      number,
      reference: orNull(reference),
      customer_name: customer.name,
      kana: orNull(customer.kana),
      honorific: customer.honorific,
      email: orNull(customer.email),
      phone: orNull(customer.phone),
      subject: invoice.subject,
      amount_yen: invoice.amountYen,
      tax_yen: orNull(invoice.taxYen),
      lines: JSON.stringify(invoice.lines),
      due_day: invoice.dueDay.toString(),
      note: orNull(invoice.note),
      repeats: invoice.repeat ? 1 : 0,
      deliver: invoice.deliver,
      status: invoice.status,
      version: invoice.version,
      token: invoice.token,
      registered_at: toStamp(invoice.registeredAt),
      registered_day: toJstDay(invoice.registeredAt).toString(),
      paid_at: null,
      ended_day: null,
      ended_settlement_id: null,
      batch_id: orNull(invoice.batchId),
      replaces: orNull(invoice.replaces),
      replaced_by: orNull(invoice.replacedBy),
      barcode_reference: orNull(invoice.barcodeReference),
      reissue_count: invoice.reissueCount,
      paid_payment_id: null,
      search_key: [customer.name, customer.kana, reference, number]
        .map((text) => toSearchKey(text ?? ''))
        .join(' '),
      language: customer.language,
      remind: invoice.remind ? 1 : 0,
    }
  })
  const history = rows.map((row) => ({
    invoice_id: row.id,
    version: row.version,
    at: row.registered_at,
    actor_kind: actor.kind,
    actor_name: actor.name,
    action: 'register',
    from_status: null,
    to_status: row.status,
    detail: JSON.stringify(row.replaces === null ? {} : { replaces: row.replaces }),
  }))
  return [...insertRows('invoices', rows), ...insertRows('invoice_history', history)]
}

/** The history row comes first: its key is the guard against a second mover. */
export const moveInvoice = (move: Of<'move-invoice'>): readonly Statement[] => {
  const { invoice, to, at, actor } = move
  const version = invoice.version + 1
  const ended = to === 'expired' || to === 'cancelled'
  const today = toJstDay(at).toString()
  // An invoice that runs out ends on its due day, unless an undone payment brings that about later.
  const endedDay = to === 'expired' && invoice.status === 'open' ? invoice.dueDay.toString() : today
  const history = query.insertInto('invoice_history').values({
    invoice_id: invoice.id,
    version,
    at: toStamp(at),
    actor_kind: actor.kind,
    actor_name: actor.name,
    action: move.action,
    from_status: invoice.status,
    to_status: to,
    detail: JSON.stringify(move.detail ?? {}),
  })
  const update = query
    .updateTable('invoices')
    .set({
      status: to,
      version,
      ended_day: ended ? unlessPaid(endedDay) : null,
      ...(move.paid && { paid_at: toStamp(move.paid.at), paid_payment_id: move.paid.paymentId }),
      ...(move.action === 'undo-payment' ? { paid_at: null, paid_payment_id: null } : {}),
      ...(move.replacedBy === undefined ? {} : { replaced_by: move.replacedBy }),
    })
    .where('id', '=', invoice.id)
    .where('version', '=', invoice.version)
  const statements = [history.compile(), update.compile(), guard()]
  return move.action === 'expire' ? [...statements, noLiveSlip(invoice.id, toStamp(at))] : statements
}

/** Nothing that was billed changes: only where the letters go, and by whose hand. */
export const mendAddress = ({ invoice, email, at, actor }: Of<'mend-address'>): readonly Statement[] => {
  const version = invoice.version + 1
  const history = query.insertInto('invoice_history').values({
    invoice_id: invoice.id,
    version,
    at: toStamp(at),
    actor_kind: actor.kind,
    actor_name: actor.name,
    action: 'mend-address',
    from_status: invoice.status,
    to_status: invoice.status,
    detail: JSON.stringify({ reason: `${invoice.customer.email ?? ''} → ${email}` }),
  })
  const update = query
    .updateTable('invoices')
    .set({ email, version })
    .where('id', '=', invoice.id)
    .where('version', '=', invoice.version)
  return [history.compile(), update.compile(), guard()]
}

/** A repeat invoice that was paid, be it once, did not end unpaid. */
const unlessPaid = (day: string) =>
  sql<string | null>`case when repeats = 1 and exists (
        select 1 from payments where invoice_id = invoices.id and state <> 'cancelled'
          and (problem is null or resolution = 'accept')
      ) then null else ${day} end`

/** A slip that was printed meanwhile keeps its invoice payable. */
const noLiveSlip = (invoiceId: string, at: string): Statement =>
  sql`select case when exists (
        select 1 from slip_invoices where invoice_id = ${invoiceId} and expires_at >= ${at}
      ) then json('a slip is alive') end`.compile(query)

/** As a move, without a change of state. */
export const renewLink = ({ invoice, token, at, actor }: Of<'renew-link'>): readonly Statement[] => {
  const version = invoice.version + 1
  const history = query.insertInto('invoice_history').values({
    invoice_id: invoice.id,
    version,
    at: toStamp(at),
    actor_kind: actor.kind,
    actor_name: actor.name,
    action: 'renew-link',
    from_status: invoice.status,
    to_status: invoice.status,
    detail: '{}',
  })
  const update = query
    .updateTable('invoices')
    .set({ token, version })
    .where('id', '=', invoice.id)
    .where('version', '=', invoice.version)
  const forget = query.deleteFrom('sheets').where('invoice_id', '=', invoice.id)
  return [history.compile(), update.compile(), guard(), forget.compile()]
}

/** Fails the whole commit when the statement before it changed no row. */
export const guard = (): Statement =>
  sql`select case when changes() = 0 then json('nothing was changed') end`.compile(query)
