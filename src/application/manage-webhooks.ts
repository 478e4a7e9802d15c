/** A merchant's webhooks: added with a secret that is shown once, changed, tried, sent again, taken away. */
import { type Role, refuseRole } from '../domain/access.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result, refuse } from '../domain/result.ts'
import {
  isWebhookEvent,
  MAX_WEBHOOKS,
  parseWebhookUrl,
  SECRET_OVERLAP_HOURS,
  type WebhookDelivery,
  type WebhookEndpoint,
  type WebhookEvent,
  webhookEvents,
} from '../domain/webhook.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import type { World } from './world.ts'

type Alongside<T> = (value: T) => Promise<readonly Change[]> | readonly Change[]
type Of = { readonly merchantId: string; readonly role: Role }
export type AddWebhookRequest = Of & {
  readonly url: string
  /** All of them when none is named. */
  readonly events: readonly string[]
  readonly alongside?: Alongside<WebhookEndpoint>
}
export type WebhookRequest = Of & { readonly id: string; readonly alongside?: Alongside<WebhookEndpoint> }
export type ChangeWebhookRequest = WebhookRequest & {
  readonly url?: string | undefined
  readonly events?: readonly string[] | undefined
  readonly enabled?: boolean | undefined
}

/** The endpoint with its secret, which is not shown again. */
export const addWebhook = (
  world: World,
  request: AddWebhookRequest,
  now: Instant,
): Promise<Result<WebhookEndpoint>> =>
  commitWithRetry(world.store, async () => {
    const refused = refuseRole(request.role, 'admin')
    if (refused !== undefined) return fail(refused)
    const url = parseWebhookUrl(request.url, world.surroundings.sandbox)
    const events = readEvents(request.events)
    if (!url.ok) return url
    if (!events.ok) return events
    const { merchantId } = request
    if ((await world.store.webhooks(merchantId)).length >= MAX_WEBHOOKS) return fail(tooMany)
    const endpoint: WebhookEndpoint = {
      ...{ id: world.random.id('whk'), merchantId, url: url.value, events: events.value },
      ...{ secret: newSecret(), oldSecret: undefined, oldUntil: undefined, enabled: true },
      ...{ failingSince: undefined, givenUpAt: undefined, createdAt: now },
    }
    return ok({
      changes: [{ kind: 'save-webhook', endpoint }, ...((await request.alongside?.(endpoint)) ?? [])],
      value: endpoint,
    })
  })

/** Switching it on again makes it well: it is tried as if nothing had failed. */
export const changeWebhook = (
  world: World,
  request: ChangeWebhookRequest,
): Promise<Result<WebhookEndpoint>> =>
  edit(world, request, (endpoint) => {
    const url =
      request.url === undefined ? ok(endpoint.url) : parseWebhookUrl(request.url, world.surroundings.sandbox)
    const events = request.events === undefined ? ok(endpoint.events) : readEvents(request.events)
    if (!url.ok) return url
    if (!events.ok) return events
    const enabled = request.enabled ?? endpoint.enabled
    const isWell = enabled && !endpoint.enabled ? { failingSince: undefined, givenUpAt: undefined } : {}
    return ok({ ...endpoint, url: url.value, events: events.value, enabled, ...isWell })
  })

/** A new secret; both sign for a day, so that the other side can change in its own time. */
export const rotateWebhookSecret = (
  world: World,
  request: WebhookRequest,
  now: Instant,
): Promise<Result<WebhookEndpoint>> =>
  edit(world, request, (endpoint) =>
    ok({
      ...endpoint,
      secret: newSecret(),
      oldSecret: endpoint.secret,
      oldUntil: now.add({ hours: SECRET_OVERLAP_HOURS }),
    }),
  )

export const removeWebhook = (world: World, request: WebhookRequest): Promise<Result<void>> =>
  commitWithRetry(world.store, async () => {
    const found = await ownWebhook(world, request)
    return found.ok
      ? ok({ changes: [{ kind: 'remove-webhook', id: found.value.id }], value: undefined })
      : found
  })

/** Sends an event that says nothing but that it is a test. */
export const testWebhook = (
  world: World,
  request: Omit<WebhookRequest, 'alongside'> & { readonly alongside?: Alongside<WebhookDelivery> },
  now: Instant,
): Promise<Result<WebhookDelivery>> =>
  commitWithRetry(world.store, async () => {
    const found = await ownWebhook(world, request)
    if (!found.ok) return found
    const { id: endpointId, merchantId } = found.value
    const stamp = now.toString().replaceAll(/[-:]/g, '')
    const delivery: WebhookDelivery = {
      ...{
        id: `msg_${stamp}_${world.random.token().slice(0, 12)}`,
        endpointId,
        merchantId,
        event: 'webhook.test',
      },
      ...{
        subjectId: endpointId,
        happenedAt: now,
        body: undefined,
        status: 'waiting',
        attempts: 0,
        nextAt: now,
      },
    }
    const queue: Change = { kind: 'queue-webhook', delivery, key: delivery.id }
    return ok({ changes: [queue, ...((await request.alongside?.(delivery)) ?? [])], value: delivery })
  })

/** The same message once more: same id, same body. */
export const resendWebhook = (
  world: World,
  request: Of & { readonly id: string; readonly alongside?: Alongside<WebhookDelivery> },
  now: Instant,
): Promise<Result<WebhookDelivery>> =>
  commitWithRetry(world.store, async () => {
    const refused = refuseRole(request.role, 'admin')
    if (refused !== undefined) return fail(refused)
    const delivery = await world.store.webhookDelivery(request.id)
    if (delivery?.merchantId !== request.merchantId) return fail(notFound(request.id))
    const retry: Change = { kind: 'retry-webhook', id: delivery.id, at: now }
    const value: WebhookDelivery = { ...delivery, status: 'waiting', nextAt: now }
    return ok({ changes: [retry, ...((await request.alongside?.(value)) ?? [])], value })
  })

const edit = (
  world: World,
  request: WebhookRequest,
  change: (endpoint: WebhookEndpoint) => Result<WebhookEndpoint>,
): Promise<Result<WebhookEndpoint>> =>
  commitWithRetry(world.store, async () => {
    const found = await ownWebhook(world, request)
    const changed = found.ok ? change(found.value) : found
    if (!changed.ok) return changed
    const endpoint = changed.value
    return ok({
      changes: [{ kind: 'save-webhook', endpoint }, ...((await request.alongside?.(endpoint)) ?? [])],
      value: endpoint,
    })
  })

const ownWebhook = async (
  world: Pick<World, 'store'>,
  { merchantId, role, id }: Of & { readonly id: string },
): Promise<Result<WebhookEndpoint>> => {
  const refused = refuseRole(role, 'admin')
  const endpoint = await world.store.webhook(id)
  if (endpoint?.merchantId !== merchantId) return fail(notFound(id))
  return refused === undefined ? ok(endpoint) : fail(refused)
}

const notFound = (id: string) => ({ kind: 'not-found', what: 'webhook', id }) as const

/** 32 bytes, as Standard Webhooks writes them. */
const newSecret = (): string => `whsec_${crypto.getRandomValues(new Uint8Array(32)).toBase64()}`

const readEvents = (events: readonly string[]): Result<readonly WebhookEvent[]> => {
  const wrong = events.find((event) => !isWebhookEvent(event))
  if (wrong === undefined)
    return ok(events.length === 0 ? webhookEvents : webhookEvents.filter((event) => events.includes(event)))
  const list = webhookEvents.join(', ')
  const message = { ja: `できごと：${list} から選んでください。`, en: `events: choose from ${list}.` }
  return refuse({ field: 'events', value: wrong.slice(0, 80), rule: 'choice', message })
}

const tooMany = {
  kind: 'wrong-state',
  message: {
    ja: `Webhookは${MAX_WEBHOOKS}件までです。使わないものを消してください。`,
    en: `There can be ${MAX_WEBHOOKS} webhooks; remove one that is not used.`,
  },
} as const
