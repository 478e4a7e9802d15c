/** Settings → Webhooks: where the merchant's own systems are told what happens, and what became of each message. */
import { Hono } from 'hono'
import type { Text } from '../../../domain/result.ts'
import {
  type SentEvent,
  type WebhookEndpoint,
  type WebhookEvent,
  webhookEvents,
} from '../../../domain/webhook.ts'
import { wordsOf } from './failure-words.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Messages of the log on one page. */
const LOG_SIZE = 50

const eventNames: Readonly<Record<SentEvent, Text>> = {
  'invoice.registered': { ja: '請求を登録した', en: 'Invoice registered' },
  'invoice.expired': { ja: '請求の期限が切れた', en: 'Invoice expired' },
  'invoice.cancelled': { ja: '請求を取り消した', en: 'Invoice cancelled' },
  'payment.preliminary': { ja: '入金があった（速報）', en: 'Payment told' },
  'payment.confirmed': { ja: '入金が確定した（確報）', en: 'Payment confirmed' },
  'payment.cancelled': { ja: '入金が取り消された', en: 'Payment undone' },
  'payment.problem': { ja: '決める必要のある入金', en: 'Payment with a problem' },
  'settlement.closed': { ja: '精算を締めた', en: 'Settlement closed' },
  'settlement.paid': { ja: '精算を振り込んだ', en: 'Settlement paid out' },
  'webhook.test': { ja: 'テスト', en: 'Test' },
}
const statusNames = {
  waiting: { ja: '送信待ち', en: 'Waiting' },
  sent: { ja: '届いた', en: 'Arrived' },
  failed: { ja: '届かない', en: 'Given up' },
} as const
const doneTexts: Readonly<Record<string, Text>> = {
  changed: { ja: '変更しました。', en: 'Changed.' },
  tested: {
    ja: 'テストを送ります。結果は下の記録に出ます。',
    en: 'A test is on its way; the log below shows what becomes of it.',
  },
  again: { ja: 'もう一度送ります。', en: 'Sent again.' },
  removed: { ja: '消しました。', en: 'Removed.' },
}

/** Routes below `/settings/webhooks`. */
export const createWebhookPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, store, clock, render } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showList(c, deps, { wrong: [] }))
  pages.post('/', async (c) => {
    const { url, events } = await readForm(c)
    const added = await story.addWebhook({ ...callerOf(c), url, events }, clock.now())
    if (!added.ok) return showList(c, deps, { wrong: wordsOf(added.failure), url, events })
    return showOne(c, deps, added.value, { secret: added.value.secret })
  })
  pages.get('/messages/:message', async (c) => showMessageOf(c, deps))
  pages.post('/messages/:message/send-again', async (c) => {
    const again = await story.resendWebhook({ ...callerOf(c), id: c.req.param('message') }, clock.now())
    if (again.ok) return c.redirect(`/settings/webhooks/${again.value.endpointId}?done=again`, 303)
    return showMessage(c, render, 404, notFoundMessage)
  })
  pages.get('/:id', async (c) => {
    const endpoint = await ownEndpoint(c, deps)
    return endpoint === undefined
      ? showMessage(c, render, 404, notFoundMessage)
      : showOne(c, deps, endpoint, {})
  })
  pages.post('/:id', async (c) => {
    const form = await readForm(c)
    const request = { ...callerOf(c), id: c.req.param('id'), ...form }
    return answer(c, deps, await story.changeWebhook(request), 'changed')
  })
  pages.post('/:id/test', async (c) => {
    const sent = await story.testWebhook({ ...callerOf(c), id: c.req.param('id') }, clock.now())
    return answer(c, deps, sent, 'tested')
  })
  pages.post('/:id/secret', async (c) => {
    const rotated = await story.rotateWebhookSecret({ ...callerOf(c), id: c.req.param('id') }, clock.now())
    if (!rotated.ok) return answer(c, deps, rotated, 'changed')
    return showOne(c, deps, rotated.value, { secret: rotated.value.secret })
  })
  pages.post('/:id/remove', async (c) => {
    const removed = await story.removeWebhook({ ...callerOf(c), id: c.req.param('id') })
    return removed.ok
      ? c.redirect('/settings/webhooks?done=removed', 303)
      : answer(c, deps, removed, 'removed')
  })
  return pages

  async function answer(
    c: WebContext,
    pageDeps: PageDeps,
    result: Awaited<
      ReturnType<typeof story.changeWebhook | typeof story.testWebhook | typeof story.removeWebhook>
    >,
    done: string,
  ) {
    const endpoint = await ownEndpoint(c, { store })
    if (endpoint === undefined) return showMessage(c, render, 404, notFoundMessage)
    if (result.ok) return c.redirect(`/settings/webhooks/${endpoint.id}?done=${done}`, 303)
    return showOne(c, pageDeps, endpoint, { wrong: wordsOf(result.failure) })
  }
}

const callerOf = (c: WebContext) => {
  const { merchantId, role } = c.get('session')
  return { merchantId, role }
}

const readForm = async (c: WebContext) => {
  const body = await c.req.parseBody({ all: true })
  const events = [body['events'] ?? []].flat().filter((event): event is string => typeof event === 'string')
  const { url } = body
  return { url: typeof url === 'string' ? url : '', events, enabled: body['enabled'] !== 'no' }
}

const ownEndpoint = async (
  c: WebContext,
  { store }: Pick<PageDeps, 'store'>,
): Promise<WebhookEndpoint | undefined> => {
  const endpoint = await store.webhook(c.req.param('id') ?? '')
  return endpoint?.merchantId === c.get('session').merchantId ? endpoint : undefined
}

const choices = (chosen: readonly string[]) =>
  webhookEvents.map((event: WebhookEvent) => ({
    event,
    name: eventNames[event],
    isChosen: chosen.includes(event),
  }))

const showList = async (
  c: WebContext,
  deps: PageDeps,
  {
    wrong,
    url = '',
    events = webhookEvents,
  }: { readonly wrong: readonly Text[]; readonly url?: string; readonly events?: readonly string[] },
) =>
  showPage(
    c,
    deps,
    'web/webhooks',
    {
      title: { ja: 'Webhook', en: 'Webhooks' },
      ...{ wrong, url, choices: choices(events), done: doneTexts[c.req.query('done') ?? ''] ?? null },
      endpoints: (await deps.store.webhooks(c.get('session').merchantId)).map(toShown),
    },
    wrong.length === 0 ? 200 : 422,
  )

const toShown = (endpoint: WebhookEndpoint) => ({
  ...{ id: endpoint.id, url: endpoint.url, enabled: endpoint.enabled, oldUntil: endpoint.oldUntil ?? null },
  ...{ failingSince: endpoint.failingSince ?? null, givenUpAt: endpoint.givenUpAt ?? null },
  names: endpoint.events.map((event) => eventNames[event]),
})

const showOne = async (
  c: WebContext,
  deps: PageDeps,
  endpoint: WebhookEndpoint,
  { secret, wrong = [] }: { readonly secret?: string; readonly wrong?: readonly Text[] },
) => {
  const log = await deps.store.webhookDeliveries(endpoint.id, LOG_SIZE, c.req.query('cursor'))
  return showPage(
    c,
    deps,
    'web/webhook',
    {
      title: { ja: 'Webhook', en: 'Webhook' },
      ...{ wrong, secret: secret ?? null, endpoint: toShown(endpoint), choices: choices(endpoint.events) },
      done: doneTexts[c.req.query('done') ?? ''] ?? null,
      messages: log.items.map(({ id, event, happenedAt, status, attempts }) => ({
        ...{ id, name: eventNames[event], happenedAt, attempts, status, statusName: statusNames[status] },
      })),
      next:
        log.nextCursor === undefined ? null : `/settings/webhooks/${endpoint.id}?cursor=${log.nextCursor}`,
    },
    wrong.length === 0 ? 200 : 422,
  )
}

const showMessageOf = async (c: WebContext, deps: PageDeps) => {
  const message = await deps.store.webhookDelivery(c.req.param('message') ?? '')
  if (message?.merchantId !== c.get('session').merchantId)
    return showMessage(c, deps.render, 404, notFoundMessage)
  const tries = await deps.store.webhookAttempts(message.id)
  return showPage(c, deps, 'web/webhook-message', {
    title: { ja: '送信の記録', en: 'Message' },
    message: {
      ...{
        id: message.id,
        name: eventNames[message.event],
        happenedAt: message.happenedAt,
        body: message.body ?? null,
      },
      ...{ endpointId: message.endpointId, statusName: statusNames[message.status], status: message.status },
    },
    tries: tries.map((one) => ({
      ...one,
      status: one.status ?? null,
      error: one.error ?? null,
      answer: one.answer ?? null,
    })),
  })
}
