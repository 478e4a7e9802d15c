/** Looks invoices up: by id, by the customer's link, by number, by what a person remembers of them. */
import { sql } from 'kysely'
import type { Invoice, InvoiceStatus } from '../../domain/invoice.ts'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { findOpenRepeats } from './find-open-repeats.ts'
import { inLots } from './in-lots.ts'
import { listInvoices, toCursor, toListPlace } from './list-invoices.ts'
import { listed } from './listed.ts'
import { toInstant, toInvoice } from './rows.ts'
import { isFindable, toPieceQuery } from './search-pieces.ts'
import type { InvoiceRow } from './tables.ts'

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
      const found = await listInvoices(database, merchantId, filter, size + 1, toListPlace(cursor))
      const last = found.length > size ? found[size - 1] : undefined
      return { items: found.slice(0, size).map(toInvoice), nextCursor: last && toCursor(last) }
    },
    invoicesAnywhere: (text, limit) =>
      findAnywhere(database, toSearchKey(text), Math.min(Math.max(1, limit), MAX_PAGE)),
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

/** Of every merchant, newest first. */
const findAnywhere = async (database: Database, text: string, limit: number) => {
  if (text === '')
    return (await database.all(all.orderBy('id', 'desc').limit(limit).compile())).map(toInvoice)
  if (!isFindable(text)) return []
  const rows = sql<InvoiceRow>`
    select invoices.* from (
      select l.doc, l.invoice_id from invoice_search s cross join invoice_list l on l.doc = s.rowid
      where invoice_search match ${toPieceQuery(text)} and instr(l.search_key, ${text}) > 0
      order by s.rowid desc limit ${limit}
    ) found cross join invoices on invoices.id = found.invoice_id order by found.doc desc`
  return (await database.all(rows.compile(query))).map(toInvoice)
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
