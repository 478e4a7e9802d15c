/** Looks up numbers, slips and payments. */
import { sql } from 'kysely'
import type { Slip } from '../../domain/payment.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { toYen } from '../../domain/yen.ts'
import type { IssuedNumber, Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant, toPayment } from './rows.ts'
import type { Tables } from './tables.ts'

type PaymentReads = Pick<
  Store,
  | 'takenNumbers'
  | 'issuedNumber'
  | 'issuedNumbers'
  | 'slip'
  | 'payment'
  | 'paymentsOfReceipt'
  | 'paymentsOfInvoice'
  | 'payments'
>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

const numbers = query.selectFrom('numbers').selectAll()
const all = query.selectFrom('payments').selectAll()
const listed = (values: readonly string[]) =>
  sql<string>`(select value from json_each(${JSON.stringify(values)}))`

export const readPayments = (database: Database): PaymentReads => ({
  takenNumbers: async (candidates) => {
    const rows = await database.all(numbers.where('number', 'in', listed(candidates)).compile())
    return new Set(rows.map((row) => toIssued(row).number))
  },
  issuedNumber: async (number) => {
    const row = await first(database, numbers.where('number', '=', number).compile())
    return row && toIssued(row)
  },
  issuedNumbers: async (candidates) =>
    (await database.all(numbers.where('number', 'in', listed(candidates)).compile())).map(toIssued),
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

const toIssued = (row: Tables['numbers']): IssuedNumber => ({
  // Only numbers with a right check digit are ever issued.
  number: row.number as SmartPitNumber,
  merchantId: row.merchant_id,
  kind: row.kind,
  issuedAt: toInstant(row.issued_at),
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
