/** Looks up webhooks: endpoints, their log, and what waits to be sent. */
import { type RawBuilder, sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type {
  SentEvent,
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEvent,
} from '../../domain/webhook.ts'
import type { Store } from '../../ports.ts'
import { type Database, query } from './database.ts'
import { toInstant } from './rows.ts'

type WebhookReads = Pick<
  Store,
  'webhooks' | 'webhook' | 'webhookDeliveries' | 'webhookDelivery' | 'webhookAttempts' | 'claimWebhooks'
>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

type EndpointRow = {
  readonly id: string
  readonly merchant_id: string
  readonly url: string
  readonly events: string
  readonly secret: string
  readonly old_secret: string | null
  readonly old_until: string | null
  readonly enabled: number
  readonly failing_since: string | null
  readonly given_up_at: string | null
  readonly created_at: string
}
type DeliveryRow = {
  readonly id: string
  readonly endpoint_id: string
  readonly merchant_id: string
  readonly event: SentEvent
  readonly subject_id: string
  readonly happened_at: string
  readonly body: string | null
  readonly status: WebhookDelivery['status']
  readonly attempts: number
  readonly next_at: string
}
type AttemptRow = {
  readonly attempt: number
  readonly at: string
  readonly status: number | null
  readonly error: string | null
  readonly answer: string | null
  readonly took_ms: number
}

export const readWebhooks = (database: Database): WebhookReads => {
  const all = <T>(statement: RawBuilder<T>) => database.all(statement.compile(query))
  return {
    webhooks: async (merchantId) =>
      (
        await all(
          sql<EndpointRow>`select * from webhook_endpoints where merchant_id = ${merchantId} order by id`,
        )
      ).map(toEndpoint),
    webhook: async (id) => {
      const [row] = await all(sql<EndpointRow>`select * from webhook_endpoints where id = ${id}`)
      return row && toEndpoint(row)
    },
    webhookDeliveries: async (endpointId, limit, cursor) => {
      const size = Math.min(Math.max(1, limit), MAX_PAGE)
      const before =
        cursor === undefined
          ? sql``
          : sql`and rowid < (select rowid from webhook_deliveries where id = ${cursor})`
      const rows = await all(
        sql<DeliveryRow>`select * from webhook_deliveries where endpoint_id = ${endpointId} ${before} order by rowid desc limit ${size + 1}`,
      )
      const items = rows.slice(0, size).map(toDelivery)
      return { items, nextCursor: rows.length > size ? items.at(-1)?.id : undefined }
    },
    webhookDelivery: async (id) => {
      const [row] = await all(sql<DeliveryRow>`select * from webhook_deliveries where id = ${id}`)
      return row && toDelivery(row)
    },
    webhookAttempts: async (deliveryId) =>
      (
        await all(
          sql<AttemptRow>`select * from webhook_attempts where delivery_id = ${deliveryId} order by attempt`,
        )
      ).map(toAttempt),
    claimWebhooks: async (now, leaseMs, limit) => {
      const [from, until] = [toStamp(now), toStamp(now.add({ milliseconds: leaseMs }))]
      const rows = await all(
        sql<
          DeliveryRow & { readonly place: number }
        >`update webhook_deliveries set locked_until = ${until} where id in (
          select id from webhook_deliveries where status = 'waiting' and next_at <= ${from}
            and (locked_until is null or locked_until <= ${from}) order by next_at, rowid limit ${limit}) returning *, rowid as place`,
      )
      return rows.toSorted((a, b) => a.place - b.place).map(toDelivery)
    },
  }
}

const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: row.id,
  merchantId: row.merchant_id,
  url: row.url,
  // Written by saveWebhook from the same type.
  events: JSON.parse(row.events) as readonly WebhookEvent[],
  secret: row.secret,
  oldSecret: row.old_secret ?? undefined,
  oldUntil: instantOf(row.old_until),
  enabled: row.enabled === 1,
  failingSince: instantOf(row.failing_since),
  givenUpAt: instantOf(row.given_up_at),
  createdAt: toInstant(row.created_at),
})

const instantOf = (stamp: string | null) => (stamp === null ? undefined : toInstant(stamp))

const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.id,
  endpointId: row.endpoint_id,
  merchantId: row.merchant_id,
  event: row.event,
  subjectId: row.subject_id,
  happenedAt: toInstant(row.happened_at),
  body: row.body ?? undefined,
  status: row.status,
  attempts: row.attempts,
  nextAt: toInstant(row.next_at),
})

const toAttempt = (row: AttemptRow): WebhookAttempt => ({
  attempt: row.attempt,
  at: toInstant(row.at),
  status: row.status ?? undefined,
  error: row.error ?? undefined,
  answer: row.answer ?? undefined,
  tookMs: row.took_ms,
})
