/** Looks up slips and payments. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Slip } from '../../domain/payment.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { toYen } from '../../domain/yen.ts'
import type { PaymentFilter, Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { listed } from './listed.ts'
import { toDay, toInstant, toPayment } from './rows.ts'
import type { Tables } from './tables.ts'

type PaymentReads = Pick<
  Store,
  | 'slip'
  | 'hasLiveSlip'
  | 'lateCollectionDays'
  | 'payment'
  | 'paymentsById'
  | 'paymentsOfReceipt'
  | 'paymentsOfInvoice'
  | 'payments'
  | 'decisions'
>

/** What was collected longer ago than this is news for nobody's digest. */
const MAX_LATE_DAYS = 90
/** Rows a list answers at the most. */
const MAX_PAGE = 200

const all = query.selectFrom('payments').selectAll()

export const readPayments = (database: Database): PaymentReads => ({
  hasLiveSlip: async (invoiceId, now) => {
    const slips = query.selectFrom('slip_invoices').select('slip_id').where('invoice_id', '=', invoiceId)
    return (await first(database, slips.where('expires_at', '>=', toStamp(now)).compile())) !== undefined
  },
  slip: async (id) => {
    const row = await first(database, query.selectFrom('slips').selectAll().where('id', '=', id).compile())
    return row && toSlip(row)
  },
  payment: async (id) => {
    const row = await first(database, all.where('id', '=', id).compile())
    return row && toPayment(row)
  },
  paymentsById: async (ids) =>
    (await database.all(all.where('id', 'in', listed(ids)).compile())).map(toPayment),
  paymentsOfReceipt: async (receipt) =>
    (await database.all(all.where('receipt', '=', receipt).orderBy('line').compile())).map(toPayment),
  paymentsOfInvoice: async (invoiceId) =>
    (await database.all(all.where('invoice_id', '=', invoiceId).orderBy('id').compile())).map(toPayment),
  lateCollectionDays: async (merchantId, since, before) => {
    const late = query
      .selectFrom('payments')
      .select('collected_day')
      .distinct()
      .where('merchant_id', '=', merchantId)
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('recorded_at', '>=', toStamp(since)),
          exists(
            selectFrom('payment_history')
              .select('payment_history.version')
              .whereRef('payment_history.payment_id', '=', 'payments.id')
              .where('payment_history.to_state', '=', 'cancelled')
              .where('payment_history.at', '>=', toStamp(since)),
          ),
        ]),
      )
      .where('collected_day', '<', before.toString())
      .where('collected_day', '>=', before.subtract({ days: MAX_LATE_DAYS }).toString())
    const rows = await database.all(late.orderBy('collected_day').compile())
    return rows.map((row) => toDay(row.collected_day))
  },
  payments: async (merchantId, filter, limit, cursor) => {
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    const page = pageOf(merchantId, filter, cursor).limit(size + 1)
    const rows = await database.all(page.compile())
    const items = rows.slice(0, size).map(toPayment)
    return { items, nextCursor: rows.length > size ? items.at(-1)?.id : undefined }
  },
  decisions: async (paymentIds) => {
    const decided = query
      .selectFrom('payments')
      .select(['id', 'resolved_at', 'resolved_by', 'resolution_note'])
      .where('id', 'in', listed(paymentIds))
      .where('resolved_at', 'is not', null)
    const rows = await database.all(decided.compile())
    return new Map(
      rows.map((row) => [
        row.id,
        { at: toInstant(row.resolved_at ?? ''), by: row.resolved_by ?? '', note: row.resolution_note ?? '' },
      ]),
    )
  },
})

const pageOf = (merchantId: string, filter: PaymentFilter, cursor: string | undefined) => {
  let page = all.where('merchant_id', '=', merchantId)
  if (cursor !== undefined) page = page.where('id', '<', cursor)
  if (filter.from !== undefined) page = page.where('collected_day', '>=', filter.from.toString())
  if (filter.to !== undefined) page = page.where('collected_day', '<=', filter.to.toString())
  if (filter.state !== undefined) page = page.where('state', '=', filter.state)
  if (filter.amountMin !== undefined) page = page.where('amount_yen', '>=', filter.amountMin)
  if (filter.amountMax !== undefined) page = page.where('amount_yen', '<=', filter.amountMax)
  if (filter.problem === 'any') page = page.where('problem', 'is not', null)
  else if (filter.problem === 'undecided')
    page = page
      .where('problem', 'is not', null)
      .where('resolution', 'is', null)
      .where('state', '<>', 'cancelled')
  else if (filter.problem !== undefined) page = page.where('problem', '=', filter.problem)
  const text = toSearchKey(filter.text ?? '')
  if (text !== '') page = page.where(mentions(merchantId, text))
  return page.orderBy('id', 'desc')
}

/** By the payment itself, or by the invoice it is for. */
const mentions = (merchantId: string, text: string) =>
  sql<boolean>`(instr(lower(receipt), ${text}) > 0 or instr(coalesce(number, ''), ${text}) > 0
    or instr(lower(coalesce(told, '')), ${text}) > 0 or invoice_id in (
      select id from invoices where merchant_id = ${merchantId} and instr(search_key, ${text}) > 0))`

const toSlip = (row: Tables['slips']): Slip => ({
  id: row.id,
  number: row.number as SmartPitNumber,
  // Written by insertSlip from the same type.
  invoices: JSON.parse(row.invoices) as Slip['invoices'],
  totalYen: toYen(row.total_yen),
  printedAt: toInstant(row.printed_at),
  expiresAt: toInstant(row.expires_at),
})
