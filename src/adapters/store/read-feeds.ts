/** Looks up collection data files, their records, and the payments they may be about. */
import { sql } from 'kysely'
import type { Feed, FeedItem } from '../../domain/feed.ts'
import type { FeedSummary } from '../../domain/feed-summary.ts'
import type { PaymentBarcode } from '../../domain/gs1-barcode.ts'
import { toStamp } from '../../domain/jst-day.ts'
import { toYen } from '../../domain/yen.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { inLots } from './in-lots.ts'
import { listed } from './listed.ts'
import { toInstant, toPayment } from './rows.ts'
import type { FeedItemRow, FeedRow } from './tables.ts'

type FeedReads = Pick<
  Store,
  | 'feed'
  | 'feedByHash'
  | 'feeds'
  | 'feedItems'
  | 'feedTraces'
  | 'paymentsOfReceipts'
  | 'paymentsOfInvoices'
  | 'paymentsOfBills'
  | 'preliminaryPayments'
  | 'invoicesWithLiveSlip'
>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

const feeds = query.selectFrom('feeds').selectAll()
const payments = query.selectFrom('payments').selectAll()
const traces = query.selectFrom('feed_items').select(['receipt', 'kind', 'amount_yen', 'payment_id'])

export const readFeeds = (database: Database): FeedReads => ({
  feed: async (id) => {
    const row = await first(database, feeds.where('id', '=', id).compile())
    return row && toFeed(row)
  },
  feedByHash: async (ownerId, sha256) => {
    const found = feeds.where('owner_id', '=', ownerId).where('sha256', '=', sha256)
    const row = await first(database, found.compile())
    return row && toFeed(row)
  },
  feeds: async (ownerId, limit, cursor) => {
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    let page = feeds.where('owner_id', '=', ownerId)
    if (cursor !== undefined) page = page.where('id', '<', cursor)
    const rows = await database.all(
      page
        .orderBy('id', 'desc')
        .limit(size + 1)
        .compile(),
    )
    const items = rows.slice(0, size).map(toFeed)
    return { items, nextCursor: rows.length > size ? items.at(-1)?.id : undefined }
  },
  feedItems: async (feedId, filter, limit, after = 0) => {
    let items = query
      .selectFrom('feed_items')
      .selectAll()
      .where('feed_id', '=', feedId)
      .where('row', '>', after)
    if (filter !== 'all') items = items.where('reason', 'is not', null)
    if (filter === 'to-do') items = items.where('done_at', 'is', null)
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    return (await database.all(items.orderBy('row').limit(size).compile())).map(toItem)
  },
  feedTraces: async (receipts, paymentIds) => {
    const told = await inLots(receipts, (lot) =>
      database.all(traces.where('receipt', 'in', listed(lot)).compile()),
    )
    const taken = await inLots(paymentIds, (lot) =>
      database.all(traces.where('payment_id', 'in', listed(lot)).compile()),
    )
    return [...told, ...taken].map((row) => ({
      receipt: row.receipt,
      kind: row.kind,
      amountYen: row.amount_yen,
      paymentId: row.payment_id ?? undefined,
    }))
  },
  ...readFeedPayments(database),
})

const readFeedPayments = (
  database: Database,
): Pick<
  FeedReads,
  | 'paymentsOfReceipts'
  | 'paymentsOfInvoices'
  | 'paymentsOfBills'
  | 'preliminaryPayments'
  | 'invoicesWithLiveSlip'
> => ({
  paymentsOfReceipts: async (receipts) =>
    (
      await inLots(receipts, (lot) => database.all(payments.where('receipt', 'in', listed(lot)).compile()))
    ).map(toPayment),
  paymentsOfInvoices: async (invoiceIds) =>
    (
      await inLots(invoiceIds, (lot) =>
        database.all(payments.where('invoice_id', 'in', listed(lot)).compile()),
      )
    ).map(toPayment),
  paymentsOfBills: async (bills) => {
    const told = payments.where('told', 'is not', null)
    return (
      await inLots(bills, (lot) =>
        database.all(told.where(sql<string>`substr(told, 3, 27)`, 'in', listed(lot)).compile()),
      )
    ).map(toPayment)
  },
  preliminaryPayments: async (merchantIds, days, chains) =>
    (
      await database.all(
        payments
          .where('state', '=', 'preliminary')
          .where('merchant_id', 'in', listed(merchantIds))
          .where('collected_day', 'in', listed(days.map(String)))
          .where('chain', 'in', listed(chains))
          .orderBy('collected_day')
          .orderBy('id')
          .compile(),
      )
    ).map(toPayment),
  invoicesWithLiveSlip: async (invoiceIds, now) => {
    const slips = query
      .selectFrom('slip_invoices')
      .select('invoice_id')
      .where('expires_at', '>=', toStamp(now))
    const rows = await inLots(invoiceIds, (lot) =>
      database.all(slips.where('invoice_id', 'in', listed(lot)).compile()),
    )
    return new Set(rows.map(({ invoice_id }) => invoice_id))
  },
})

const toFeed = (row: FeedRow): Feed => ({
  id: row.id,
  ownerId: row.owner_id,
  fileName: row.file_name,
  layout: row.layout,
  sha256: row.sha256,
  bytes: row.bytes,
  receivedAt: toInstant(row.received_at),
  actor: { kind: row.actor_kind, name: row.actor_name },
  // Written by insertFeed from the same type.
  summary: JSON.parse(row.summary) as FeedSummary,
})

const toItem = (row: FeedItemRow): FeedItem => ({
  row: row.row,
  kind: row.kind,
  outcome: row.outcome,
  reason: row.reason ?? undefined,
  // Only barcodes that were parsed ever get into the table.
  barcode: row.barcode as PaymentBarcode,
  amountYen: toYen(row.amount_yen),
  chain: row.chain,
  store: row.store,
  collectedAt: toInstant(row.collected_at),
  receipt: row.receipt,
  merchantId: row.merchant_id,
  invoiceId: row.invoice_id ?? undefined,
  paymentId: row.payment_id ?? undefined,
  doneAt: row.done_at === null ? undefined : toInstant(row.done_at),
  doneBy: row.done_by ?? undefined,
})
