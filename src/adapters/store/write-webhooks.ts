/** Statements about webhooks: endpoints, what is to be told them, and what became of each try. */
import { sql } from 'kysely'
import { toStamp } from '../../domain/jst-day.ts'
import type { WebhookEvent } from '../../domain/webhook.ts'
import type { Change } from '../../ports.ts'
import { query, type Statement } from './database.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const saveWebhook = ({ endpoint: e }: Of<'save-webhook'>): readonly Statement[] => [
  sql`insert into webhook_endpoints (id, merchant_id, url, events, secret, old_secret, old_until, enabled, failing_since,
      given_up_at, created_at)
    values (${e.id}, ${e.merchantId}, ${e.url}, ${JSON.stringify(e.events)}, ${e.secret}, ${e.oldSecret ?? null},
      ${stampOf(e.oldUntil)}, ${e.enabled ? 1 : 0}, ${stampOf(e.failingSince)}, ${stampOf(e.givenUpAt)}, ${toStamp(e.createdAt)})
    on conflict (id) do update set url = excluded.url, events = excluded.events, secret = excluded.secret,
      old_secret = excluded.old_secret, old_until = excluded.old_until, enabled = excluded.enabled,
      failing_since = excluded.failing_since, given_up_at = excluded.given_up_at`.compile(query),
]

const stampOf = (at: Temporal.Instant | undefined): string | null => (at === undefined ? null : toStamp(at))

export const removeWebhook = ({ id }: Of<'remove-webhook'>): readonly Statement[] => [
  sql`delete from webhook_attempts where delivery_id in (select id from webhook_deliveries where endpoint_id = ${id})`.compile(
    query,
  ),
  sql`delete from webhook_deliveries where endpoint_id = ${id}`.compile(query),
  sql`delete from webhook_endpoints where id = ${id}`.compile(query),
]

export const queueWebhook = ({ delivery: d, key }: Of<'queue-webhook'>): readonly Statement[] => [
  sql`insert into webhook_deliveries (id, key, endpoint_id, merchant_id, event, subject_id, happened_at, status, attempts, next_at)
    values (${d.id}, ${key}, ${d.endpointId}, ${d.merchantId}, ${d.event}, ${d.subjectId}, ${toStamp(d.happenedAt)},
      ${d.status}, 0, ${toStamp(d.nextAt)})`.compile(query),
]

/** The endpoint is told to be well after any success, and ailing since the first of its failures. */
export const recordWebhookTry = (change: Of<'record-webhook-try'>): readonly Statement[] => {
  const { delivery, body, attempt, status, nextAt } = change
  const at = toStamp(attempt.at)
  const wellness = status === 'sent' ? sql`null` : sql`coalesce(failing_since, ${at})`
  return [
    sql`insert into webhook_attempts (delivery_id, attempt, at, status, error, answer, took_ms) values (${delivery.id},
      ${attempt.attempt}, ${at}, ${attempt.status ?? null}, ${attempt.error ?? null}, ${attempt.answer ?? null},
      ${attempt.tookMs})`.compile(query),
    sql`update webhook_deliveries set body = coalesce(body, ${body}), status = ${status}, attempts = ${attempt.attempt},
      next_at = ${toStamp(nextAt)}, locked_until = null where id = ${delivery.id}`.compile(query),
    sql`update webhook_endpoints set failing_since = ${wellness},
      enabled = case when ${status} = 'failed' then 0 else enabled end,
      given_up_at = case when ${status} = 'failed' then ${at} else given_up_at end
      where id = ${delivery.endpointId}`.compile(query),
  ]
}

/** Once more from the beginning, under the same id and with the same body. */
export const retryWebhook = ({ id, at }: Of<'retry-webhook'>): readonly Statement[] => [
  sql`update webhook_deliveries set status = 'waiting', next_at = ${toStamp(at)} where id = ${id}`.compile(
    query,
  ),
]

type Happening = {
  readonly event: WebhookEvent
  readonly merchant: string
  readonly subject: string
  readonly at: string
  /** Tells it from what happens to the same subject later. */
  readonly version: number | string
}

/** What a change is told about; nothing for most. */
const happeningsOf = (change: Change): readonly Happening[] => {
  switch (change.kind) {
    case 'add-invoices':
      return change.invoices.map(({ id, merchantId, registeredAt }) => ({
        ...{
          event: 'invoice.registered',
          merchant: merchantId,
          subject: id,
          at: toStamp(registeredAt),
          version: 1,
        },
      }))
    case 'move-invoice': {
      const { invoice, to, at } = change
      if (to !== 'expired' && to !== 'cancelled') return []
      const event = to === 'expired' ? 'invoice.expired' : 'invoice.cancelled'
      return [
        {
          event,
          merchant: invoice.merchantId,
          subject: invoice.id,
          at: toStamp(at),
          version: invoice.version + 1,
        },
      ]
    }
    case 'add-payment': {
      const { id, merchantId, state, problem, recordedAt, version } = change.payment
      const event = problem !== undefined ? 'payment.problem' : (`payment.${state}` as const)
      return [{ event, merchant: merchantId, subject: id, at: toStamp(recordedAt), version }]
    }
    case 'move-payment': {
      const { payment, to, at } = change
      const { id, merchantId, version } = payment
      return [
        { event: `payment.${to}`, merchant: merchantId, subject: id, at: toStamp(at), version: version + 1 },
      ]
    }
    case 'add-settlement':
    case 'move-settlement': {
      const { stored, at } = change
      const event = change.kind === 'add-settlement' ? 'settlement.closed' : 'settlement.paid'
      if (change.kind === 'move-settlement' && change.to !== 'paid') return []
      return [
        {
          event,
          merchant: stored.settlement.merchantId,
          subject: stored.id,
          at: toStamp(at),
          version: event,
        },
      ]
    }
    default:
      return []
  }
}

/** Happenings of one statement, so that its JSON stays well under D1's 2 MB for one value. */
const ROWS_PER_STATEMENT = 2_000

/** What is to be told of a commit's changes, to every endpoint that wants it; part of that very commit. */
export const tellWebhooks = (changes: readonly Change[]): readonly Statement[] => {
  const happenings = changes.flatMap(happeningsOf)
  const statements: Statement[] = []
  for (let start = 0; start < happenings.length; start += ROWS_PER_STATEMENT) {
    const rows = JSON.stringify(happenings.slice(start, start + ROWS_PER_STATEMENT))
    statements.push(
      sql`insert into webhook_deliveries (id, key, endpoint_id, merchant_id, event, subject_id, happened_at, status, attempts, next_at)
        select printf('msg_%s%06d', replace(replace(value->>'at', '-', ''), ':', ''), key) || lower(hex(randomblob(8))),
          value->>'event' || ':' || (value->>'subject') || ':' || (value->>'version') || ':' || e.id, e.id, e.merchant_id,
          value->>'event', value->>'subject', value->>'at', 'waiting', 0, value->>'at'
        from webhook_endpoints e cross join json_each(${rows})
        where e.enabled = 1 and e.merchant_id = value->>'merchant' and instr(e.events, '"' || (value->>'event') || '"') > 0`.compile(
        query,
      ),
    )
  }
  return statements
}
