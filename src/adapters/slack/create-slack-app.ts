/** The Bolt app: which command, button, view and event is answered by what. */
import { App, type BlockAction, type ButtonAction, type Receiver } from '@slack/bolt'
import { toJstDay } from '../../domain/jst-day.ts'
import { addBillListeners, openBillView } from './add-bill-listeners.ts'
import { addCardListeners } from './add-card-listeners.ts'
import { addFileListeners } from './add-file-listeners.ts'
import { addProblemListeners } from './add-problem-listeners.ts'
import { drawHint } from './draw-answer.ts'
import { parseCommand } from './parse-command.ts'
import { ACTIONS, runAction } from './run-action.ts'
import { findChannelMerchant, noMerchant, runCommand } from './run-command.ts'
import type { SlackDeps } from './slack-deps.ts'
import { slackFetch } from './slack-fetch.ts'

/** Handed requests one by one; there is nothing to start or stop. */
export const createSlackApp = (deps: SlackDeps): App => {
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
  addCommand(app, deps)
  for (const name of ACTIONS) addAction(app, deps, name)
  addBillListeners(app, deps)
  addFileListeners(app, deps)
  addCardListeners(app, deps)
  addProblemListeners(app, deps)
  // Buttons that only open a page still send an action; Slack wants it acknowledged.
  app.action(/^open-/, async ({ ack }) => ack())
  app.error(async (error) => deps.log.error('slack listener failed', { error: String(error) }))
  return app
}

const addCommand = (app: App, deps: SlackDeps): void => {
  app.command(/^\/pit/, async ({ command, ack, respond, client }) => {
    await ack()
    const { text: line, user_id: userId, user_name: userName, channel_id: channel } = command
    const now = deps.clock.now()
    const { trigger_id: triggerId } = command
    if (parseCommand(line, toJstDay(now)).kind === 'new') {
      await openBillView(deps, client, { userId, channel, triggerId })
      return
    }
    const typed = { line, userId, userName, channel, triggerId }
    const { audience, text, blocks } = await runCommand(deps, typed, now)
    await respond({ response_type: audience === 'channel' ? 'in_channel' : 'ephemeral', text, blocks })
  })
}

const addAction = (app: App, deps: SlackDeps, action: (typeof ACTIONS)[number]): void => {
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
