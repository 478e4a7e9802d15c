/** Slack's way in: `/slack/events` hands signed requests to a Bolt app; acknowledged first, worked on afterwards. */
import { App, type BlockAction, type ButtonAction, type Receiver } from '@slack/bolt'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Clock, Log } from '../../ports.ts'
import { drawHint } from './draw-answer.ts'
import type { BillDeps } from './register-bill.ts'
import { ACTIONS, runAction } from './run-action.ts'
import { findChannelMerchant, noMerchant, runCommand } from './run-command.ts'
import { slackFetch } from './slack-fetch.ts'
import { isFromSlack } from './verify-slack.ts'

export type SlackDoorDeps = BillDeps & {
  readonly clock: Clock
  readonly log: Log
  readonly signingSecret: string
  readonly botToken: string
  /** Ends in `/api/`. */
  readonly apiUrl: string
  /** Keeps work alive after the answer: `waitUntil` on Workers, a drained set on Node. */
  readonly background: (work: Promise<void>) => void
}

/** Bytes of a request from Slack. */
const MAX_BODY_BYTES = 1024 * 1024

type Body = Record<string, string>

/** Routes below `/slack`. */
export const createSlackDoor = (deps: SlackDoorDeps): Hono => {
  const door = new Hono()
  const app = createApp(deps)
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
    deps.background(
      app
        .processEvent({ body, ack: async (answer?: unknown) => resolve(answer) })
        .catch((error: unknown) => deps.log.error('slack request failed', { error: String(error) }))
        .finally(() => resolve(undefined)),
    )
    const answer = await promise
    if (answer === undefined || answer === '') return c.body(null, 200)
    return typeof answer === 'string' ? c.text(answer) : c.json(JSON.parse(JSON.stringify(answer)))
  })
  return door
}

const createApp = (deps: SlackDoorDeps): App => {
  // Requests are handed over one by one; there is nothing to start or stop.
  const receiver: Receiver = {
    init: () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
  }
  const app = new App({
    receiver,
    token: deps.botToken,
    botId: 'B0PITPOST',
    botUserId: 'U0PITPOST',
    tokenVerificationEnabled: false,
    clientOptions: { slackApiUrl: deps.apiUrl, fetch: slackFetch, retryConfig: { retries: 2 } },
  })
  app.command(/^\/pit/, async ({ command, ack, respond }) => {
    await ack()
    const { text: line, user_id: userId, user_name: userName, channel_id: channel } = command
    const typed = { line, userId, userName, channel, triggerId: command.trigger_id }
    const { audience, text, blocks } = await runCommand(deps, typed, deps.clock.now())
    await respond({ response_type: audience === 'channel' ? 'in_channel' : 'ephemeral', text, blocks })
  })
  for (const name of ACTIONS) addAction(app, deps, name)
  // Buttons that only open a page still send an action; Slack wants it acknowledged.
  app.action(/^open-/, async ({ ack }) => ack())
  app.error(async (error) => deps.log.error('slack listener failed', { error: String(error) }))
  return app
}

const addAction = (app: App, deps: SlackDoorDeps, action: (typeof ACTIONS)[number]): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, respond }) => {
    await ack()
    const merchant = await findChannelMerchant(deps.store, body.channel?.id ?? '')
    if (merchant === undefined) {
      const { text, blocks } = drawHint(noMerchant)
      await respond({ response_type: 'ephemeral', replace_original: false, text, blocks })
      return
    }
    const { id: userId, username, name } = { name: undefined, ...body.user }
    const pressed = { action, value: button.value ?? '', userId, userName: name ?? username ?? userId }
    const { replaces, text, blocks } = await runAction(deps, merchant, pressed, deps.clock.now())
    await respond({ response_type: 'ephemeral', replace_original: replaces, text, blocks })
  })
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
