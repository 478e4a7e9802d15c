/** What became of mails: counts, those that came to nothing, and addresses that are not written to. */
import { sql } from 'kysely'
import type { BatchProgress } from '../../domain/batch.ts'
import type { Suppression } from '../../domain/mail-report.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toDelivery, toInstant } from './rows.ts'
import type { Tables } from './tables.ts'

type ReportReads = Pick<
  Store,
  | 'delivery'
  | 'deliveryByKey'
  | 'deliveryByProviderId'
  | 'troubledMails'
  | 'batchProgress'
  | 'suppressed'
  | 'suppressions'
>

const MAX_LIMIT = 200

export const readReports = (database: Database): ReportReads => ({
  delivery: async (id) => {
    const one = query.selectFrom('deliveries').selectAll().where('id', '=', id)
    const row = await first(database, one.compile())
    return row && toDelivery(row)
  },
  deliveryByKey: async (key) => {
    const one = query.selectFrom('deliveries').selectAll().where('key', '=', key)
    const row = await first(database, one.compile())
    return row && toDelivery(row)
  },
  deliveryByProviderId: async (providerId) => {
    const one = query.selectFrom('deliveries').selectAll().where('provider_id', '=', providerId)
    const row = await first(database, one.compile())
    return row && toDelivery(row)
  },
  troubledMails: async (merchantId, { trouble, batchId }, limit, cursor) => {
    let mails = query
      .selectFrom('deliveries')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('channel', '=', 'mail')
      .where('mended_by', 'is', null)
    // Parked, and yet it had arrived: nothing to do. What a failed proof holds back has its own way on.
    const parked = sql<boolean>`(status = 'parked' and outcome is null and stop_id is null)`
    if (trouble === 'parked') mails = mails.where(parked)
    else if (trouble !== undefined) mails = mails.where('outcome', '=', trouble)
    else mails = mails.where(({ or, eb }) => or([parked, eb('outcome', 'in', ['bounced', 'complained'])]))
    if (batchId !== undefined) mails = mails.where('batch_id', '=', batchId)
    if (cursor !== undefined) mails = mails.where('id', '<', cursor)
    const wanted = Math.min(Math.max(limit, 1), MAX_LIMIT)
    const rows = await database.all(
      mails
        .orderBy('id', 'desc')
        .limit(wanted + 1)
        .compile(),
    )
    const items = rows.slice(0, wanted).map(toDelivery)
    return { items, nextCursor: rows.length > wanted ? items.at(-1)?.id : undefined }
  },
  batchProgress: (id) => countNotices(database, id),
  suppressed: async (addresses) => {
    if (addresses.length === 0) return new Map()
    const rows = await database.all(
      query
        .selectFrom('suppressions')
        .selectAll()
        .where('address', 'in', sql<string>`(select value from json_each(${JSON.stringify(addresses)}))`)
        .where('lifted_at', 'is', null)
        .compile(),
    )
    return new Map(rows.map((row) => [row.address, toSuppression(row)]))
  },
  suppressions: async (merchantId, limit) => {
    const mine = query
      .selectFrom('suppressions')
      .selectAll()
      .where('merchant_id', '=', merchantId)
      .where('lifted_at', 'is', null)
    const rows = await database.all(mine.orderBy('since', 'desc').limit(limit).compile())
    return rows.map(toSuppression)
  },
})

const countNotices = async (database: Database, batchId: string): Promise<BatchProgress> => {
  const when = (condition: string) => sql<number>`coalesce(sum(${sql.raw(condition)}), 0)`
  const counted = query
    .selectFrom('deliveries')
    .select(({ fn }) => [
      fn.countAll<number>().as('notices'),
      when(`status = 'sent'`).as('sent'),
      when(`outcome = 'delivered'`).as('delivered'),
      when(`outcome = 'delayed'`).as('delayed'),
      when(`outcome = 'bounced'`).as('bounced'),
      when(`outcome = 'complained'`).as('complained'),
      when(`status = 'parked' and outcome is null`).as('parked'),
    ])
    .where('batch_id', '=', batchId)
    .where('kind', '=', 'notice')
    .where('mended_by', 'is', null)
    .where('dropped', 'is', null)
  const none = { notices: 0, sent: 0, delivered: 0, delayed: 0, bounced: 0, complained: 0, parked: 0 }
  return (await first(database, counted.compile())) ?? none
}

const toSuppression = (row: Tables['suppressions']): Suppression => ({
  address: row.address,
  merchantId: row.merchant_id,
  reason: row.reason,
  detail: row.detail ?? undefined,
  deliveryId: row.delivery_id,
  since: toInstant(row.since),
})
