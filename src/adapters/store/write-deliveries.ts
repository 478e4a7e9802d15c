/** Statements of the outbox: queue once for each cause, tick off, put off. */
import { sql } from 'kysely'
import { channelOf } from '../../domain/delivery.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change } from '../../ports.ts'
import { releaseLanes } from './chat-lanes.ts'
import { query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { listed } from './listed.ts'
import { orNull } from './rows.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

/** A cause that has been queued before is kept as it was. */
export const queueDeliveries = ({ deliveries }: Of<'queue-deliveries'>): readonly Statement[] =>
  insertRows(
    'deliveries',
    deliveries.map((delivery) => ({
      id: delivery.id,
      key: delivery.key,
      merchant_id: delivery.merchantId,
      invoice_id: orNull(delivery.invoiceId),
      batch_id: orNull(delivery.batchId),
      kind: delivery.message.kind,
      channel: channelOf(delivery.message.kind),
      message: JSON.stringify(delivery.message),
      // A dropped one is never queued.
      status: delivery.status === 'dropped' ? 'sent' : delivery.status,
      attempts: delivery.attempts,
      next_at: toStamp(delivery.nextAt),
      locked_until: null,
      provider_id: null,
      last_error: null,
      sent_at: null,
      parcel: null,
      outcome: null,
      outcome_at: null,
      outcome_detail: null,
      mended_by: null,
      mended_name: null,
      dropped: null,
      stop_id: null,
    })),
    'keep-first',
  )

export const finishDelivery = ({ id, providerId, at }: Of<'finish-delivery'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({
      status: 'sent',
      provider_id: orNull(providerId),
      sent_at: toStamp(at),
      locked_until: null,
      last_error: null,
    })
    .where('id', '=', id)
    .compile(),
]

/** Never touches a delivery that has been sent meanwhile. */
export const postponeDelivery = (change: Of<'postpone-delivery'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({
      status: change.status,
      next_at: toStamp(change.nextAt),
      locked_until: null,
      last_error: change.error === '' ? null : change.error.slice(0, 500),
      // Printing and sending each have their own count of tries.
      attempts: sql`case when status = ${change.status} or ${change.status} = 'parked' then attempts else 0 end`,
      ...(change.alone === true ? { parcel: null } : {}),
    })
    .where('id', '=', change.id)
    .where('status', '<>', 'sent')
    // What a failed proof holds back stays held.
    .where('stop_id', 'is', null)
    .compile(),
]

/** Written before the call is made: whoever tries again makes the same call. */
export const packDeliveries = ({ parcel, ids }: Of<'pack-deliveries'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({ parcel })
    .where('id', 'in', listed(ids))
    .where('status', '=', 'ready')
    .compile(),
]

/** As if they had not been claimed, but for what went wrong. */
export const handBackDeliveries = (change: Of<'hand-back-deliveries'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({
      locked_until: null,
      attempts: sql`max(0, attempts - 1)`,
      ...(change.error === undefined ? {} : { last_error: change.error.slice(0, 500) }),
      ...(change.keepParcel ? {} : { parcel: null }),
    })
    .where('id', 'in', listed(change.ids))
    .where('status', '=', 'ready')
    .compile(),
]

/** Done as far as the outbox is concerned, with the reason why nothing left. */
export const dropDelivery = ({ id, reason }: Of<'drop-delivery'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({ status: 'sent', dropped: reason, locked_until: null, last_error: null })
    .where('id', '=', id)
    .where('status', '<>', 'sent')
    .compile(),
]

/** Takes back what a process that is gone had claimed; only for a database that one process works on. */
export const releaseDeliveries = (): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({ locked_until: null })
    .where('status', 'in', ['printing', 'ready'])
    .where('locked_until', 'is not', null)
    .compile(),
  ...releaseLanes(),
]

/** Lets the latest lines of the chat leave once more: the sandbox's Slack forgets them when it ends. */
export const repeatChat = ({ latest }: Of<'repeat-chat'>): readonly Statement[] => [
  query
    .updateTable('deliveries')
    .set({ status: 'ready', attempts: 0, locked_until: null, parcel: null, provider_id: null })
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('deliveries')
        .select('id')
        .where('channel', '=', 'chat')
        .where('status', '=', 'sent')
        .orderBy('id', 'desc')
        .limit(latest),
    )
    .compile(),
]

export const storeSheets = ({ sheets }: Of<'store-sheets'>): readonly Statement[] =>
  insertRows(
    'sheets',
    sheets.map(({ invoiceId, sha256, bytes, printedAt }) => ({
      invoice_id: invoiceId,
      sha256,
      bytes,
      printed_at: toStamp(printedAt),
    })),
    'keep-first',
  )
