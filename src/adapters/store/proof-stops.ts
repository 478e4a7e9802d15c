/** Keeps what was stopped by a failed proof, holds its mails back, and lets them go again. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { ProofStop } from '../../domain/proof.ts'
import type { Text } from '../../domain/result.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull, toInstant } from './rows.ts'
import type { Tables } from './tables.ts'
import { guard } from './write-invoices.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** Stops of a merchant that are shown at once. */
const MAX_SHOWN = 50

const stops = query.selectFrom('proof_stops').selectAll()

export const readProofStops = (
  database: Database,
): Pick<Store, 'proofStop' | 'proofStops' | 'proofStopSize' | 'needsFullProof'> => ({
  proofStop: async (id) => {
    const row = await first(database, stops.where('id', '=', id).compile())
    return row && toStop(row)
  },
  proofStops: async (merchantId) => {
    const open = stops.where('merchant_id', '=', merchantId).where('resumed_at', 'is', null)
    const rows = await database.all(open.orderBy('id', 'desc').limit(MAX_SHOWN).compile())
    return rows.map(toStop)
  },
  proofStopSize: async (id) => {
    const held = query
      .selectFrom('deliveries')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('stop_id', '=', id)
    return (await first(database, held.compile()))?.count ?? 0
  },
  needsFullProof: async (merchantId, batchId) => {
    const stopped = await first(database, stops.where('batch_id', '=', batchId).limit(1).compile())
    if (stopped !== undefined) return true
    const batches = query
      .selectFrom('batches')
      .select('id')
      .where('merchant_id', '=', merchantId)
      .where('status', '=', 'registered')
      .orderBy('registered_at')
      .orderBy('id')
      .limit(1)
    return (await first(database, batches.compile()))?.id === batchId
  },
})

const toStop = (row: Tables['proof_stops']): ProofStop => ({
  id: row.id,
  merchantId: row.merchant_id,
  batchId: row.batch_id ?? undefined,
  invoiceId: row.invoice_id,
  // Written by stopNotices from the same type.
  reason: JSON.parse(row.reason) as Text,
  stoppedAt: toInstant(row.stopped_at),
  resumedAt: row.resumed_at === null ? undefined : toInstant(row.resumed_at),
  resumedBy: row.resumed_by ?? undefined,
})

/** Holds back the notices named, and every other one of the same file that has not left yet. */
export const stopNotices = ({ stop, deliveryIds }: Of<'stop-notices'>): readonly Statement[] => [
  ...insertRows('proof_stops', [
    {
      id: stop.id,
      merchant_id: stop.merchantId,
      batch_id: orNull(stop.batchId),
      invoice_id: stop.invoiceId,
      reason: JSON.stringify(stop.reason),
      stopped_at: toStamp(stop.stoppedAt),
      resumed_at: null,
      resumed_by: null,
    },
  ]),
  query
    .updateTable('deliveries')
    .set({
      status: 'parked',
      stop_id: stop.id,
      locked_until: null,
      last_error: `${stop.reason.ja} / ${stop.reason.en}`,
    })
    .where('kind', '=', 'notice')
    .where('status', 'in', ['printing', 'ready'])
    .where(({ or, eb }) =>
      or([
        eb('id', 'in', sql<string>`(select value from json_each(${JSON.stringify(deliveryIds)}))`),
        ...(stop.batchId === undefined ? [] : [eb('batch_id', '=', stop.batchId)]),
      ]),
    )
    .compile(),
]

/** Lets them be printed anew and then go; a sheet that has left already stays as it is. */
export const resumeNotices = ({ stopId, at, by }: Of<'resume-notices'>): readonly Statement[] => [
  query
    .updateTable('proof_stops')
    .set({ resumed_at: toStamp(at), resumed_by: by })
    .where('id', '=', stopId)
    .where('resumed_at', 'is', null)
    .compile(),
  guard(),
  query
    .deleteFrom('sheets')
    .where('invoice_id', 'in', ({ selectFrom }) =>
      selectFrom('deliveries as held')
        .select(sql<string>`held.invoice_id`.as('invoice_id'))
        .where('held.stop_id', '=', stopId)
        .where('held.invoice_id', 'is not', null),
    )
    .where('invoice_id', 'not in', ({ selectFrom }) =>
      selectFrom('deliveries as gone')
        .innerJoin('deliveries as held', 'held.invoice_id', 'gone.invoice_id')
        .select(sql<string>`gone.invoice_id`.as('invoice_id'))
        .where('held.stop_id', '=', stopId)
        .where('gone.kind', '=', 'notice')
        .where('gone.status', '=', 'sent'),
    )
    .compile(),
  query
    .updateTable('deliveries')
    .set({
      status: 'printing',
      stop_id: null,
      attempts: 0,
      next_at: toStamp(at),
      locked_until: null,
      last_error: null,
    })
    .where('stop_id', '=', stopId)
    .where('status', '=', 'parked')
    .compile(),
]
