/** Slack's way in: `/slack/events` takes what Slack has signed, and answers what the app answers. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock } from '../../ports.ts'
import { type SlackHandler, TOO_MUCH } from './create-slack-handler.ts'
import { isFromSlack } from './verify-slack.ts'

/** Bytes of a request from Slack. */
const MAX_BODY_BYTES = 1024 * 1024

type Body = Readonly<Record<string, unknown>>

export type SlackDoorDeps = {
  readonly handle: SlackHandler
  /** Empty where Slack is asked over a socket only: then nobody is believed here. */
  readonly signingSecret: string
  readonly clock: Clock
}

/** Routes below `/slack`. */
export const createSlackDoor = ({ handle, signingSecret, clock }: SlackDoorDeps): Hono => {
  const door = new Hono()
  door.post('/events', bodyLimit({ maxSize: MAX_BODY_BYTES }), async (c) => {
    const text = await c.req.text()
    const request = {
      timestamp: c.req.header('x-slack-request-timestamp') ?? '',
      signature: c.req.header('x-slack-signature') ?? '',
      body: text,
    }
    if (!(await isFromSlack(request, signingSecret, clock.now()))) return c.text('not signed by Slack', 401)
    const body = parseBody(text, c.req.header('content-type') ?? '')
    if (body === undefined) return c.text('not understood', 400)
    if (body['type'] === 'url_verification') return c.json({ challenge: body['challenge'] })
    const answer = await handle(body)
    // Nothing is promised that cannot be kept: Slack tells the person, or sends it again.
    if (answer === TOO_MUCH) return c.text('too much at once', 503)
    if (answer === undefined) return c.body(null, 200)
    return typeof answer === 'string' ? c.text(answer) : c.json(JSON.parse(JSON.stringify(answer)))
  })
  return door
}

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
