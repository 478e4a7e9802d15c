/** Webhooks over the API: endpoints, their log, tests and sending again. */
import type { Hono } from 'hono'
import { toStamp } from '../../../domain/jst-day.ts'
import type { WebhookDelivery, WebhookEndpoint } from '../../../domain/webhook.ts'
import { answerOnce } from './idempotency.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import type {
  NewWebhookJson,
  WebhookDeliveryDetailJson,
  WebhookDeliveryJson,
  WebhookJson,
} from './schemas/webhook-answers.ts'
import { webhookBody, webhookChangeBody } from './schemas/webhook-schemas.ts'
import type { StaffContext, StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/webhooks` and `/webhook-deliveries` routes. */
export const addWebhookRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  const ofCaller = (c: StaffContext) => ({ merchantId: c.get('key').merchantId, role: c.get('key').role })
  const one = (c: StaffContext) => ({ ...ofCaller(c), id: c.req.param('id') ?? '' })
  const shown = { status: 202, toBody: toDeliveryJson } as const
  api.post('/webhooks', async (c) => {
    const body = await readJson(c, webhookBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { url, events = [] } = body.value
    return answerOnce(c, deps, { status: 201, toBody: toNewJson }, (remember) =>
      story.addWebhook({ ...ofCaller(c), url, events, alongside: remember }, clock.now()),
    )
  })
  api.get('/webhooks', async (c) => {
    const items = await store.webhooks(c.get('key').merchantId)
    return answerPage(c, { items, nextCursor: undefined }, toWebhookJson)
  })
  api.put('/webhooks/:id', async (c) => {
    const body = await readJson(c, webhookChangeBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const changed = await story.changeWebhook({ ...one(c), ...body.value })
    return changed.ok ? c.json(toWebhookJson(changed.value)) : answerFailure(c, changed.failure)
  })
  api.delete('/webhooks/:id', async (c) => {
    const removed = await story.removeWebhook(one(c))
    return removed.ok ? c.body(null, 204) : answerFailure(c, removed.failure)
  })
  api.post('/webhooks/:id/secret', (c) =>
    answerOnce(c, deps, { status: 200, toBody: toNewJson }, (remember) =>
      story.rotateWebhookSecret({ ...one(c), alongside: remember }, clock.now()),
    ),
  )
  api.post('/webhooks/:id/test', (c) =>
    answerOnce(c, deps, shown, (remember) =>
      story.testWebhook({ ...one(c), alongside: remember }, clock.now()),
    ),
  )
  api.post('/webhook-deliveries/:id/send-again', (c) =>
    answerOnce(c, deps, shown, (remember) =>
      story.resendWebhook({ ...one(c), alongside: remember }, clock.now()),
    ),
  )
  addWebhookReads(api, deps)
}

const addWebhookReads = (api: Hono<StaffEnv>, { store }: StaffDeps): void => {
  api.get('/webhooks/:id', async (c) => {
    const endpoint = await store.webhook(c.req.param('id'))
    return endpoint?.merchantId === c.get('key').merchantId ? c.json(toWebhookJson(endpoint)) : notFound(c)
  })
  api.get('/webhooks/:id/deliveries', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const endpoint = await store.webhook(c.req.param('id'))
    if (endpoint?.merchantId !== c.get('key').merchantId) return notFound(c)
    const { limit, cursor } = paging.value
    return answerPage(c, await store.webhookDeliveries(endpoint.id, limit, cursor), toDeliveryJson)
  })
  api.get('/webhook-deliveries/:id', async (c) => {
    const delivery = await store.webhookDelivery(c.req.param('id'))
    if (delivery?.merchantId !== c.get('key').merchantId) return notFound(c)
    const tries = await store.webhookAttempts(delivery.id)
    const json: WebhookDeliveryDetailJson = {
      ...toDeliveryJson(delivery),
      body: delivery.body ?? null,
      tries: tries.map(({ attempt, at, status, error, answer, tookMs }) => ({
        ...{ attempt, at: toStamp(at), status: status ?? null, error: error ?? null },
        ...{ answer: answer ?? null, took_ms: tookMs },
      })),
    }
    return c.json(json)
  })
}

const toWebhookJson = (endpoint: WebhookEndpoint): WebhookJson => ({
  id: endpoint.id,
  url: endpoint.url,
  events: [...endpoint.events],
  enabled: endpoint.enabled,
  failing_since: stampOf(endpoint.failingSince),
  given_up_at: stampOf(endpoint.givenUpAt),
  old_secret_until: stampOf(endpoint.oldUntil),
  created_at: toStamp(endpoint.createdAt),
})

const toNewJson = (endpoint: WebhookEndpoint): NewWebhookJson => ({
  ...toWebhookJson(endpoint),
  secret: endpoint.secret,
})

const toDeliveryJson = (delivery: WebhookDelivery): WebhookDeliveryJson => ({
  id: delivery.id,
  event: delivery.event,
  subject_id: delivery.subjectId,
  happened_at: toStamp(delivery.happenedAt),
  status: delivery.status,
  attempts: delivery.attempts,
  next_at: delivery.status === 'waiting' ? toStamp(delivery.nextAt) : null,
})

const stampOf = (at: Temporal.Instant | undefined): string | null => (at === undefined ? null : toStamp(at))

const notFound = (c: StaffContext): Response =>
  answerFailure(c, { kind: 'not-found', what: 'webhook', id: c.req.param('id') ?? '' })
