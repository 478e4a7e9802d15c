/** Statements that keep collection data files and tick off their lists. */
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull } from './rows.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** The same bytes of the same owner collide: they are taken once. */
export const insertFeed = ({ feed, items }: Of<'add-feed'>): readonly Statement[] => [
  ...insertRows('feeds', [
    {
      id: feed.id,
      owner_id: feed.ownerId,
      sha256: feed.sha256,
      file_name: feed.fileName,
      layout: feed.layout,
      bytes: feed.bytes,
      records: feed.summary.records,
      sum_yen: feed.summary.sumYen,
      summary: JSON.stringify(feed.summary),
      actor_kind: feed.actor.kind,
      actor_name: feed.actor.name,
      received_at: toStamp(feed.receivedAt),
    },
  ]),
  ...insertRows(
    'feed_items',
    items.map((item) => ({
      feed_id: feed.id,
      row: item.row,
      kind: item.kind,
      outcome: item.outcome,
      reason: orNull(item.reason),
      barcode: item.barcode,
      amount_yen: item.amountYen,
      chain: item.chain,
      store: item.store,
      collected_at: toStamp(item.collectedAt),
      receipt: item.receipt,
      merchant_id: item.merchantId,
      invoice_id: orNull(item.invoiceId),
      payment_id: orNull(item.paymentId),
      done_at: null,
      done_by: null,
    })),
  ),
]

export const finishFeedItem = ({ feedId, row, at, by }: Of<'finish-feed-item'>): readonly Statement[] => [
  query
    .updateTable('feed_items')
    .set({ done_at: toStamp(at), done_by: by })
    .where('feed_id', '=', feedId)
    .where('row', '=', row)
    .where('reason', 'is not', null)
    .where('done_at', 'is', null)
    .compile(),
  guard(),
]
