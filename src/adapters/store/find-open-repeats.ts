/** Finds open invoices that bill the same to the same customer as others that are to be registered. */
import { sql } from 'kysely'
import type { RepeatedBill, Store } from '../../ports.ts'
import { type Database, query } from './database.ts'
import { toInvoice } from './rows.ts'

/** One statement for thousands of rows; each goes by the index of its customer's invoices. */
export const findOpenRepeats = async (
  database: Database,
  merchantId: string,
  wanted: readonly RepeatedBill[],
): ReturnType<Store['openRepeats']> => {
  if (wanted.length === 0) return []
  const rows = JSON.stringify(
    wanted.map(({ customerKey, subject, amountYen }) => [customerKey, subject, amountYen]),
  )
  // A cross join keeps the order: the list first, then the index.
  const same = sql<string>`(select i.id from json_each(${rows}) w cross join invoices i
    on i.merchant_id = ${merchantId} and i.customer_key = w.value->>0 and i.status = 'open'
    and i.subject = w.value->>1 and i.amount_yen = w.value->>2)`
  const found = await database.all(
    query.selectFrom('invoices').selectAll().where('id', 'in', same).orderBy('id').compile(),
  )
  return found.map((row) => {
    const { number, dueDay, subject, amountYen } = toInvoice(row)
    return { customerKey: row.customer_key ?? '', subject, amountYen, number, dueDay }
  })
}
