/** Sends what waits to merchants' own systems, signed, each endpoint in the order of its events. */
import type { Instant } from '../domain/jst-day.ts'
import { nextWebhookTry, type WebhookDelivery, type WebhookEndpoint } from '../domain/webhook.ts'
import { signWebhook } from './sign-webhook.ts'
import type { World } from './world.ts'

/** Deliveries of one round. */
const ROUND = 20
/** How long a claimed one belongs to its claimer, in ms: longer than all of a round's timeouts. */
const LEASE_MS = 300_000

type WebhookWorld = Pick<World, 'store' | 'callWebhook' | 'writeEvent' | 'log'>

/** How many were claimed; 0 when nothing is due. */
export const deliverWebhooks = async (world: WebhookWorld, now: Instant): Promise<number> => {
  const claimed = await world.store.claimWebhooks(now, LEASE_MS, ROUND)
  const byEndpoint = Map.groupBy(claimed, ({ endpointId }) => endpointId)
  await Promise.all([...byEndpoint].map(([id, deliveries]) => deliverTo(world, id, deliveries, now)))
  return claimed.length
}

const deliverTo = async (
  world: WebhookWorld,
  id: string,
  deliveries: readonly WebhookDelivery[],
  now: Instant,
): Promise<void> => {
  for (const delivery of deliveries) {
    const endpoint = await world.store.webhook(id)
    if (endpoint !== undefined) await deliver(world, endpoint, delivery, now)
  }
}

const deliver = async (
  world: WebhookWorld,
  endpoint: WebhookEndpoint,
  delivery: WebhookDelivery,
  now: Instant,
): Promise<void> => {
  const body = delivery.body ?? (await writeBody(world, delivery))
  const isOver = endpoint.oldUntil === undefined || Temporal.Instant.compare(now, endpoint.oldUntil) > 0
  const secrets = [
    endpoint.secret,
    ...(isOver || endpoint.oldSecret === undefined ? [] : [endpoint.oldSecret]),
  ]
  const headers = await signWebhook(secrets, delivery.id, now, body)
  const answer = await world.callWebhook(endpoint.url, headers, body)
  const attempts = delivery.attempts + 1
  const hasArrived = answer.status !== undefined && answer.status >= 200 && answer.status < 300
  const nextAt = hasArrived ? undefined : nextWebhookTry(attempts, now)
  const status = hasArrived ? 'sent' : nextAt === undefined ? 'failed' : 'waiting'
  if (status === 'failed')
    world.log.error('webhook given up', { endpoint: endpoint.id, delivery: delivery.id })
  await world.store.commit([
    {
      ...{ kind: 'record-webhook-try', delivery, body, status, nextAt: nextAt ?? now },
      attempt: { attempt: attempts, at: now, ...answer },
    },
  ])
}

/** What happened and the thing it happened to, as the API shows it. */
const writeBody = async (
  { store, writeEvent }: WebhookWorld,
  { event, subjectId, happenedAt }: WebhookDelivery,
): Promise<string> => {
  const [what] = event.split('.')
  const subject =
    what === 'invoice'
      ? ({ kind: 'invoice', invoice: await store.invoice(subjectId) } as const)
      : what === 'payment'
        ? ({ kind: 'payment', payment: await store.payment(subjectId) } as const)
        : what === 'settlement'
          ? ({ kind: 'settlement', settlement: await store.settlement(subjectId) } as const)
          : ({ kind: 'test' } as const)
  return JSON.stringify({ type: event, timestamp: happenedAt.toString(), data: writeEvent(subject) })
}
