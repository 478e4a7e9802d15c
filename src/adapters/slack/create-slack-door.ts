/** Slack's way in: `/slack/events` hands signed requests to a Bolt app; acknowledged first, worked on afterwards. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { claimRequest } from './claim-request.ts'
import { createSlackApp } from './create-slack-app.ts'
import type { SlackDeps } from './slack-deps.ts'
import { isFromSlack } from './verify-slack.ts'
import { createWorkQueue } from './work-queue.ts'

/** Bytes of a request from Slack. */
const MAX_BODY_BYTES = 1024 * 1024

type Body = Readonly<Record<string, unknown>>

/** Requests whose answer is what the person sees next: they are worked on first. All others are acknowledged at once. */
const ANSWERED: readonly unknown[] = ['view_submission', 'block_suggestion']

/** Routes below `/slack`. */
export const createSlackDoor = (deps: SlackDeps): Hono => {
  const door = new Hono()
  const app = createSlackApp(deps)
  const queue = createWorkQueue()
  door.post('/events', bodyLimit({ maxSize: MAX_BODY_BYTES }), async (c) => {
    const text = await c.req.text()
    const request = {
      timestamp: c.req.header('x-slack-request-timestamp') ?? '',
      signature: c.req.header('x-slack-signature') ?? '',
      body: text,
    }
    if (!(await isFromSlack(request, deps.signingSecret, deps.clock.now())))
      return c.text('not signed by Slack', 401)
    const body = parseBody(text, c.req.header('content-type') ?? '')
    if (body === undefined) return c.text('not understood', 400)
    if (body['type'] === 'url_verification') return c.json({ challenge: body['challenge'] })
    const { promise, resolve } = Promise.withResolvers<unknown>()
    const isAnswered = ANSWERED.includes(body['type'])
    const work = async (): Promise<void> => {
      // What is answered changes nothing by itself, and must be answered alike when it comes again.
      if (!isAnswered && !(await claimRequest(deps.store, body, deps.clock.now()))) return
      await app.processEvent({ body, ack: async (answer?: unknown) => resolve(answer) })
    }
    const working = isAnswered ? work() : queue.add(work, opensView(body) ? 'urgent' : 'soon')
    // Nothing is promised that cannot be kept: Slack tells the person, or sends it again.
    if (working === undefined) return c.text('too much at once', 503)
    deps.background(
      working
        .catch((error: unknown) => deps.log.error('slack request failed', { error: String(error) }))
        .finally(() => resolve(undefined)),
    )
    const answer = isAnswered ? await promise : undefined
    if (answer === undefined || answer === '') return c.body(null, 200)
    return typeof answer === 'string' ? c.text(answer) : c.json(JSON.parse(JSON.stringify(answer)))
  })
  return door
}

/** Whether the person waits for a modal: its trigger runs out within three seconds. */
const opensView = (body: Body): boolean =>
  body['type'] === 'shortcut' ||
  body['view'] !== undefined ||
  /^\s*(new|新規|登録)/i.test(String(body['text'] ?? ''))

const parseBody = (text: string, contentType: string): Body | undefined => {
  try {
    if (contentType.startsWith('application/json')) return JSON.parse(text) as Body
    const form = new URLSearchParams(text)
    const payload = form.get('payload')
    return payload === null ? Object.fromEntries(form) : (JSON.parse(payload) as Body)
  } catch {
    return undefined
  }
}
