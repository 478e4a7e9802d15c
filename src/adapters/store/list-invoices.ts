/**
 * One page of invoices for any combination of filters, newest registration first. Filters that most rows pass are checked in
 * the order of the list until the page is full; where one of them lets few rows through, those are fetched and sorted.
 */
import { type RawBuilder, sql } from 'kysely'
import { type InvoiceStatus, MAX_DUE_DAYS } from '../../domain/invoice.ts'
import { toSearchKey } from '../../domain/japanese-text.ts'
import type { Day } from '../../domain/jst-day.ts'
import type { InvoiceFilter } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { isFindable, toPieceQuery } from './search-pieces.ts'
import type { InvoiceRow } from './tables.ts'

/** How far each way of finding a page pays, in rows. */
export type ListLimits = {
  /** Fetched and sorted rather than looked for in the order of the list. */
  readonly few: number
  /** The same of a text search, where each row costs more. */
  readonly fewFound: number
  /** Looked at in the order of the list before another way is taken. */
  readonly lookedAt: number
}
const LIMITS: ListLimits = { few: 8_000, fewFound: 4_000, lookedAt: 40_000 }

const statuses: readonly InvoiceStatus[] = ['open', 'paid', 'confirmed', 'expired', 'cancelled']

/** A place of the list: day of registration and position. */
export type ListPlace = { readonly day: number; readonly doc: number }
export type ListedRow = InvoiceRow & { readonly doc: number }

/** Rows after `place`, at most `limit`. */
export const listInvoices = async (
  database: Database,
  merchantId: string,
  filter: InvoiceFilter,
  limit: number,
  place: ListPlace | undefined,
  limits = LIMITS,
): Promise<readonly ListedRow[]> => {
  const asked = toAsked(merchantId, filter, place, limits)
  if (asked === undefined || !isFindable(asked.text)) return []
  const ways = await chooseWays(database, asked)
  const [way = 'in-order', otherwise] = ways
  if (otherwise === undefined) return database.all(pageBy(way, asked, limit).compile(query))
  const found = await database.all(pageWithin(asked, limit).compile(query))
  if (found.length === limit || (await isWithin(database, asked))) return found
  return database.all(pageBy(otherwise, asked, limit).compile(query))
}

/** Written by `toCursor`; undefined for anything else. */
export const toListPlace = (cursor: string | undefined): ListPlace | undefined => {
  const [, day, doc] = /^(\d{8})\.(\d{1,15})$/.exec(cursor ?? '') ?? []
  return day === undefined || doc === undefined ? undefined : { day: Number(day), doc: Number(doc) }
}

export const toCursor = ({ registered_day: day, doc }: ListedRow): string =>
  `${day.replaceAll('-', '')}.${doc}`

/** A filter with its consequences: an invoice is due within 60 days, so its due days say when it was registered. */
type Asked = {
  readonly merchantId: string
  readonly filter: InvoiceFilter
  readonly place: ListPlace | undefined
  readonly limits: ListLimits
  readonly text: string
  readonly registered: Range
  readonly due: Range
  readonly amount: Range
}
type Range = { readonly from: number | undefined; readonly to: number | undefined }

const toAsked = (
  merchantId: string,
  filter: InvoiceFilter,
  place: ListPlace | undefined,
  limits: ListLimits,
): Asked | undefined => {
  const { registeredFrom, registeredTo, dueFrom, dueTo } = filter
  const earliest = dueFrom?.subtract({ days: MAX_DUE_DAYS - 1 })
  const registered = {
    from: toNumber(latestOf(registeredFrom, earliest)),
    to: toNumber(earliestOf(registeredTo, dueTo)),
  }
  if (registered.from !== undefined && registered.to !== undefined && registered.from > registered.to)
    return undefined
  return {
    ...{ merchantId, filter, place, limits, registered },
    text: toSearchKey(filter.text ?? ''),
    due: { from: toNumber(dueFrom), to: toNumber(dueTo) },
    amount: { from: filter.amountMin, to: filter.amountMax },
  }
}

const toNumber = (day: Day | undefined): number | undefined =>
  day === undefined ? undefined : day.year * 10_000 + day.month * 100 + day.day
const latestOf = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && Temporal.PlainDate.compare(a, b) < 0) ? b : a
const earliestOf = (a: Day | undefined, b: Day | undefined): Day | undefined =>
  a === undefined || (b !== undefined && Temporal.PlainDate.compare(a, b) > 0) ? b : a

/** How a page is found. */
type Way = 'in-order' | 'by-due' | 'by-amount' | 'by-text' | 'by-batch' | 'by-customer'

/** Looks, no further than it pays, how many rows each filter lets through. The second way is for when the first leads too far. */
const chooseWays = async (database: Database, asked: Asked): Promise<readonly Way[]> => {
  const { filter, text, due, amount, limits } = asked
  if (filter.batchId !== undefined) return ['by-batch']
  if (filter.customerKey !== undefined) return ['by-customer']
  const probes = [
    ...(text === '' ? [] : [{ way: 'by-text', few: limits.fewFound } as const]),
    ...(isGiven(due) ? [{ way: 'by-due', few: limits.few } as const] : []),
    ...(isGiven(amount) ? [{ way: 'by-amount', few: limits.few } as const] : []),
  ]
  if (probes.length === 0) return ['in-order']
  const columns = probes.map(
    ({ way, few }) => sql`(select count(*) from (${rowsBy(way, asked)} limit ${few})) as ${sql.ref(way)}`,
  )
  const counts = await first(
    database,
    sql<Readonly<Record<string, number>>>`select ${sql.join(columns)}`.compile(query),
  )
  const byShare = probes
    .map(({ way, few }) => ({ way, share: (counts?.[way] ?? few) / few }))
    .toSorted((a, b) => a.share - b.share)
  const [best] = byShare
  if (best !== undefined && best.share < 1) return [best.way]
  // Money and days are in the list's own index; a text is looked at row by row.
  const otherwise = byShare.find(({ way }) => way !== 'by-text') ?? best
  return otherwise === undefined ? ['in-order'] : ['in-order', otherwise.way]
}

const isGiven = ({ from, to }: Range): boolean => from !== undefined || to !== undefined

const statusesOf = ({ filter: { status } }: Asked) =>
  status === undefined ? sql`in (${sql.join(statuses)})` : sql`= ${status}`

/** The rows that the one filter of a way lets through. */
const rowsBy = (way: 'by-due' | 'by-amount' | 'by-text', asked: Asked): RawBuilder<unknown> => {
  switch (way) {
    case 'by-text':
      return sql`select rowid from invoice_search where invoice_search match ${toPieceQuery(asked.text)}`
    case 'by-due':
      return sql`select 1 from invoice_list l indexed by invoice_list_due where l.merchant_id = ${asked.merchantId}
        and l.status ${statusesOf(asked)} ${within('due_day', asked.due)}`
    case 'by-amount':
      return sql`select 1 from invoice_list l indexed by invoice_list_amount where l.merchant_id = ${asked.merchantId}
        and l.status ${statusesOf(asked)} ${within('amount_yen', asked.amount)}`
  }
}

/** One value is looked up in the order of the list; a range is not. */
const within = (column: string, { from, to }: Range): RawBuilder<unknown> => {
  if (from !== undefined && from === to) return sql`and l.${sql.ref(column)} = ${from}`
  return sql`${from === undefined ? sql`` : sql`and l.${sql.ref(column)} >= ${from}`}
    ${to === undefined ? sql`` : sql`and l.${sql.ref(column)} <= ${to}`}`
}

const sources = (asked: Asked): Readonly<Record<Way, RawBuilder<unknown>>> => ({
  'in-order':
    asked.filter.status === undefined
      ? sql`invoice_list l indexed by invoice_list_all`
      : sql`invoice_list l indexed by invoice_list_status`,
  'by-due': sql`invoice_list l indexed by invoice_list_due`,
  'by-amount': sql`invoice_list l indexed by invoice_list_amount`,
  'by-batch': sql`invoice_list l indexed by invoice_list_batch`,
  'by-customer': sql`invoice_list l indexed by invoice_list_customer`,
  'by-text': sql`invoice_search s cross join invoice_list l on l.doc = s.rowid`,
})

const pageBy = (way: Way, asked: Asked, limit: number): RawBuilder<ListedRow> => {
  const { filter, text } = asked
  const status = way === 'by-due' || way === 'by-amount' || filter.status !== undefined
  return withInvoices(sql`
    select l.registered_day, l.doc, l.invoice_id from ${sources(asked)[way]}
    where l.merchant_id = ${asked.merchantId}
      ${way === 'by-text' ? sql`and invoice_search match ${toPieceQuery(text)}` : sql``}
      ${status ? sql`and l.status ${statusesOf(asked)}` : sql``}
      ${filter.batchId === undefined ? sql`` : sql`and l.batch_id = ${filter.batchId}`}
      ${filter.customerKey === undefined ? sql`` : sql`and l.customer_key = ${filter.customerKey}`}
      ${within('registered_day', asked.registered)} ${within('due_day', asked.due)} ${within('amount_yen', asked.amount)}
      ${behind(asked)} ${mentions(asked)}
    order by l.registered_day desc, l.doc desc limit ${limit}`)
}

/** The page as far as it is among the next rows of the list. */
const pageWithin = (asked: Asked, limit: number): RawBuilder<ListedRow> =>
  withInvoices(sql`
    select l.registered_day, l.doc, row.invoice_id from (
      select l.registered_day, l.doc, l.due_day, l.amount_yen from ${sources(asked)['in-order']}
      where l.merchant_id = ${asked.merchantId}
        ${asked.filter.status === undefined ? sql`` : sql`and l.status ${statusesOf(asked)}`}
        ${within('registered_day', asked.registered)} ${behind(asked)}
      order by l.registered_day desc, l.doc desc limit ${asked.limits.lookedAt}
    ) l cross join invoice_list row on row.doc = l.doc
    where true ${within('due_day', asked.due)} ${within('amount_yen', asked.amount)}
      ${asked.text === '' ? sql`` : sql`and instr(row.search_key, ${asked.text}) > 0`}
    limit ${limit}`)

/** Whether all that the page can be made of was among the rows looked at. */
const isWithin = async (database: Database, asked: Asked): Promise<boolean> => {
  const counted = sql<{ readonly rows: number }>`select count(*) as rows from (
    select 1 from ${sources(asked)['in-order']} where l.merchant_id = ${asked.merchantId}
      ${asked.filter.status === undefined ? sql`` : sql`and l.status ${statusesOf(asked)}`}
      ${within('registered_day', asked.registered)} ${behind(asked)}
    limit ${asked.limits.lookedAt})`
  return (
    ((await first(database, counted.compile(query)))?.rows ?? asked.limits.lookedAt) < asked.limits.lookedAt
  )
}

const behind = ({ place }: Asked): RawBuilder<unknown> =>
  place === undefined ? sql`` : sql`and (l.registered_day, l.doc) < (${place.day}, ${place.doc})`

const mentions = ({ text }: Asked): RawBuilder<unknown> =>
  text === '' ? sql`` : sql`and instr(l.search_key, ${text}) > 0`

const withInvoices = (page: RawBuilder<unknown>): RawBuilder<ListedRow> => sql<ListedRow>`
  select invoices.*, page.doc from (${page}) page
  cross join invoices on invoices.id = page.invoice_id
  order by page.registered_day desc, page.doc desc`
