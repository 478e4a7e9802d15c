/** Looks up slips and payments. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Slip } from '../../domain/payment.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { toYen } from '../../domain/yen.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant, toPayment } from './rows.ts'
import type { Tables } from './tables.ts'

type PaymentReads = Pick<
  Store,
  'slip' | 'hasLiveSlip' | 'payment' | 'paymentsOfReceipt' | 'paymentsOfInvoice' | 'payments'
>

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
  paymentsOfReceipt: async (receipt) =>
    (await database.all(all.where('receipt', '=', receipt).orderBy('line').compile())).map(toPayment),
  paymentsOfInvoice: async (invoiceId) =>
    (await database.all(all.where('invoice_id', '=', invoiceId).orderBy('id').compile())).map(toPayment),
  payments: async (merchantId, filter, limit, cursor) => {
    let page = all.where('merchant_id', '=', merchantId)
    if (cursor !== undefined) page = page.where('id', '<', cursor)
    if (filter.from !== undefined) page = page.where('collected_day', '>=', filter.from.toString())
    if (filter.to !== undefined) page = page.where('collected_day', '<=', filter.to.toString())
    if (filter.state !== undefined) page = page.where('state', '=', filter.state)
    if (filter.problem === 'any') page = page.where('problem', 'is not', null)
    else if (filter.problem !== undefined) page = page.where('problem', '=', filter.problem)
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    const rows = await database.all(
      page
        .orderBy('id', 'desc')
        .limit(size + 1)
        .compile(),
    )
    const items = rows.slice(0, size).map(toPayment)
    return { items, nextCursor: rows.length > size ? items.at(-1)?.id : undefined }
  },
})

const toSlip = (row: Tables['slips']): Slip => ({
  id: row.id,
  number: row.number as SmartPitNumber,
  // Written by insertSlip from the same type.
  invoices: JSON.parse(row.invoices) as Slip['invoices'],
  totalYen: toYen(row.total_yen),
  printedAt: toInstant(row.printed_at),
  expiresAt: toInstant(row.expires_at),
})
