/** Looks invoices up: by id, by the customer's link, by number, by what a person remembers of them. */
import { sql } from 'kysely'
import type { Invoice, InvoiceStatus } from '../../domain/invoice.ts'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { InvoiceFilter, Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { findOpenRepeats } from './find-open-repeats.ts'
import { inLots } from './in-lots.ts'
import { listed } from './listed.ts'
import { toInstant, toInvoice } from './rows.ts'

type InvoiceReads = Pick<
  Store,
  | 'invoice'
  | 'invoicesById'
  | 'invoiceByToken'
  | 'invoiceByReference'
  | 'invoices'
  | 'invoicesAnywhere'
  | 'invoicesByBarcode'
  | 'invoicesOfBatch'
  | 'openInvoicesOfNumber'
  | 'overdueInvoices'
  | 'takenReferences'
  | 'openRepeats'
  | 'customerNameOf'
  | 'history'
  | 'statusCounts'
>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

const all = query.selectFrom('invoices').selectAll()

export const readInvoices = (database: Database): InvoiceReads => {
  const one = async (statement: { compile: () => ReturnType<typeof all.compile> }) => {
    const row = await first(database, statement.compile())
    return row && toInvoice(row)
  }
  const many = async (statement: { compile: () => ReturnType<typeof all.compile> }) =>
    (await database.all(statement.compile())).map(toInvoice)
  return {
    invoice: (id) => one(all.where('id', '=', id)),
    invoicesById: (ids) => many(all.where('id', 'in', listed(ids))),
    invoiceByToken: (token) => one(all.where('token', '=', token)),
    invoiceByReference: (merchantId, reference) =>
      one(all.where('merchant_id', '=', merchantId).where('reference', '=', reference)),
    invoices: async (merchantId, filter, limit, cursor) => {
      const size = Math.min(Math.max(1, limit), MAX_PAGE)
      const found = await many(pageOf(merchantId, filter, cursor).limit(size + 1))
      const items = found.slice(0, size)
      return { items, nextCursor: found.length > size ? items.at(-1)?.id : undefined }
    },
    invoicesAnywhere: (text, limit) =>
      many(
        all
          .where(sql<number>`instr(search_key, ${toSearchKey(text)})`, '>', 0)
          .orderBy('id', 'desc')
          .limit(Math.min(Math.max(1, limit), MAX_PAGE)),
      ),
    invoicesByBarcode: (references) =>
      inLots(references, (lot) => many(all.where('barcode_reference', 'in', listed(lot)))),
    // Ids are given out in the order of the rows.
    invoicesOfBatch: (batchId, offset, limit) =>
      many(all.where('batch_id', '=', batchId).orderBy('id').limit(Math.min(limit, MAX_PAGE)).offset(offset)),
    // Sorted here: SQLite would sort by the index of due days, and look through every open invoice for it.
    openInvoicesOfNumber: async (number) =>
      (await many(all.where('number', '=', number).where('status', '=', 'open'))).toSorted(byDueDay),
    overdueInvoices: (now, limit) => many(overdue(now).limit(limit)),
    takenReferences: async (merchantId, references) => {
      const rows = await database.all(
        query
          .selectFrom('invoices')
          .select('reference')
          .where('merchant_id', '=', merchantId)
          .where('reference', 'in', listed(references))
          .compile(),
      )
      return new Set(rows.flatMap(({ reference }) => (reference === null ? [] : [reference])))
    },
    openRepeats: (merchantId, wanted) => findOpenRepeats(database, merchantId, wanted),
    customerNameOf: async (merchantId, email) => {
      const invoices = all.where('merchant_id', '=', merchantId).where('email', '=', email)
      return (await one(invoices.orderBy('id', 'desc').limit(1)))?.customer.name
    },
    history: (invoiceId) => readHistory(database, invoiceId),
    statusCounts: (merchantId) => countByStatus(database, merchantId),
  }
}

const byDueDay = (a: Invoice, b: Invoice): number =>
  Temporal.PlainDate.compare(a.dueDay, b.dueDay) || (a.id < b.id ? -1 : 1)

const pageOf = (merchantId: string, filter: InvoiceFilter, cursor: string | undefined) => {
  let page = all.where('merchant_id', '=', merchantId)
  if (cursor !== undefined) page = page.where('id', '<', cursor)
  if (filter.status !== undefined) page = page.where('status', '=', filter.status)
  if (filter.customerKey !== undefined) page = page.where('customer_key', '=', filter.customerKey)
  if (filter.batchId !== undefined) page = page.where('batch_id', '=', filter.batchId)
  if (filter.dueFrom !== undefined) page = page.where('due_day', '>=', filter.dueFrom.toString())
  if (filter.dueTo !== undefined) page = page.where('due_day', '<=', filter.dueTo.toString())
  if (filter.registeredFrom !== undefined)
    page = page.where('registered_day', '>=', filter.registeredFrom.toString())
  if (filter.registeredTo !== undefined)
    page = page.where('registered_day', '<=', filter.registeredTo.toString())
  if (filter.amountMin !== undefined) page = page.where('amount_yen', '>=', filter.amountMin)
  if (filter.amountMax !== undefined) page = page.where('amount_yen', '<=', filter.amountMax)
  const text = toSearchKey(filter.text ?? '')
  // instr, not LIKE: D1 limits the length of patterns, and `%` is a character people type.
  if (text !== '') page = page.where(sql<number>`instr(search_key, ${text})`, '>', 0)
  return page.orderBy('id', 'desc')
}

/** A slip that was printed in time holds its invoices up until it runs out. */
const overdue = (now: Temporal.Instant) =>
  all
    .where('status', '=', 'open')
    .where('due_day', '<', toJstDay(now).toString())
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('slip_invoices')
            .select('slip_id')
            .whereRef('slip_invoices.invoice_id', '=', 'invoices.id')
            .where('expires_at', '>=', toStamp(now)),
        ),
      ),
    )
    .orderBy('due_day')
    .orderBy('id')

const readHistory = async (database: Database, invoiceId: string) => {
  const rows = await database.all(
    query
      .selectFrom('invoice_history')
      .selectAll()
      .where('invoice_id', '=', invoiceId)
      .orderBy('version')
      .compile(),
  )
  return rows.map((row) => ({
    version: row.version,
    at: toInstant(row.at),
    actor: { kind: row.actor_kind, name: row.actor_name },
    action: row.action,
    from: row.from_status ?? undefined,
    to: row.to_status,
    // Written by moveInvoice from the same type.
    detail: JSON.parse(row.detail) as Readonly<Record<string, string | number>>,
  }))
}

const countByStatus = async (database: Database, merchantId: string) => {
  const rows = await database.all(
    query
      .selectFrom('invoices')
      .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
      .where('merchant_id', '=', merchantId)
      .groupBy('status')
      .compile(),
  )
  const counts: Record<InvoiceStatus, number> = { open: 0, paid: 0, confirmed: 0, expired: 0, cancelled: 0 }
  for (const { status, count } of rows) counts[status] = count
  return counts
}
