/** Hands deliveries out under a lease, and tells how they and their batches are getting on. */

import type { Batch } from '../../domain/batch.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { listed } from './listed.ts'
import { toDelivery, toInstant } from './rows.ts'
import type { Tables } from './tables.ts'

type DeliveryReads = Pick<
  Store,
  'claimDeliveries' | 'waitingDeliveries' | 'deliveriesOfInvoice' | 'sheet' | 'batch'
>

export const readDeliveries = (database: Database): DeliveryReads => ({
  claimDeliveries: async ({ status, channel, merchantIds, kind, butKind }, now, leaseMs, limit) => {
    const at = toStamp(now)
    let due = query
      .selectFrom('deliveries')
      .where('status', '=', status)
      .where('channel', '=', channel)
      .where('next_at', '<=', at)
      .where(({ or, eb }) => or([eb('locked_until', 'is', null), eb('locked_until', '<=', at)]))
      .orderBy('next_at')
      .orderBy('id')
      .limit(limit)
    if (merchantIds !== undefined) due = due.where('merchant_id', 'in', listed(merchantIds))
    if (kind !== undefined) due = due.where('kind', '=', kind)
    if (butKind !== undefined) due = due.where('kind', '<>', butKind)
    const claim = query
      .updateTable('deliveries')
      .set(({ eb }) => ({
        locked_until: toStamp(now.add({ milliseconds: leaseMs })),
        attempts: eb('attempts', '+', 1),
      }))
      .where(({ or, and, eb }) =>
        or([
          eb('id', 'in', due.select('id')),
          and([
            eb('parcel', 'in', query.selectFrom(due.select('parcel').as('due')).select('parcel')),
            eb('status', '=', status),
          ]),
        ]),
      )
      .returningAll()
    const rows = await database.all(claim.compile())
    return rows
      .map(toDelivery)
      .toSorted((a, b) => Temporal.Instant.compare(a.nextAt, b.nextAt) || (a.id < b.id ? -1 : 1))
  },
  waitingDeliveries: () => countWaiting(database),
  deliveriesOfInvoice: async (invoiceId) => {
    const rows = await database.all(
      query.selectFrom('deliveries').selectAll().where('invoice_id', '=', invoiceId).orderBy('id').compile(),
    )
    return rows.map(toDelivery)
  },
  sheet: async (invoiceId) => {
    const row = await first(
      database,
      query.selectFrom('sheets').selectAll().where('invoice_id', '=', invoiceId).compile(),
    )
    return row && { invoiceId, sha256: row.sha256, bytes: row.bytes, printedAt: toInstant(row.printed_at) }
  },
  batch: async (id) => {
    const row = await first(database, query.selectFrom('batches').selectAll().where('id', '=', id).compile())
    return row && toBatch(row)
  },
})

const countWaiting = async (database: Database): ReturnType<Store['waitingDeliveries']> => {
  const rows = await database.all(
    query
      .selectFrom('deliveries')
      .select(({ fn }) => [
        'channel',
        'status',
        fn.countAll<number>().as('count'),
        fn.min('next_at').as('oldest'),
      ])
      .where('status', 'in', ['printing', 'ready'])
      .groupBy(['channel', 'status'])
      .compile(),
  )
  return rows.map(({ channel, status, count, oldest }) => ({
    ...{ channel, count, oldest: toInstant(oldest) },
    status: status === 'printing' ? ('printing' as const) : ('ready' as const),
  }))
}

const toBatch = (row: Tables['batches']): Batch => ({
  id: row.id,
  merchantId: row.merchant_id,
  fileName: row.file_name,
  status: row.status,
  mode: row.mode,
  rows: row.row_count,
  accepted: row.accepted,
  totalYen: row.total_yen,
  // All three written by insertBatch from the same type.
  problems: JSON.parse(row.problems) as Batch['problems'],
  refusedRows: JSON.parse(row.refused_rows) as Batch['refusedRows'],
  cutCount: row.cut_count,
  cuts: JSON.parse(row.cuts) as Batch['cuts'],
  registeredAt: toInstant(row.registered_at),
})
