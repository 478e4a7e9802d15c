/** The Bolt app: which command, button, view and event is answered by what. */
import { App, type BlockAction, type ButtonAction, type Receiver } from '@slack/bolt'
import { toJstDay } from '../../domain/jst-day.ts'
import { addBillListeners, openBillView } from './add-bill-listeners.ts'
import { addCardListeners } from './add-card-listeners.ts'
import { addFileListeners } from './add-file-listeners.ts'
import { addHomeListeners } from './add-home-listeners.ts'
import { addProblemListeners } from './add-problem-listeners.ts'
import { addRemovalListeners } from './add-removal-listeners.ts'
import { connectHere } from './connect-here.ts'
import { enterChat, visitorOf } from './enter-chat.ts'
import { parseCommand } from './parse-command.ts'
import { ACTIONS, runAction } from './run-action.ts'
import { runCommand } from './run-command.ts'
import { sendSheetOf } from './send-sheet.ts'
import { refreshHome } from './show-home.ts'
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
    // Each workspace has a token of its own; one that was not installed by OAuth has that of the configuration.
    authorize: async ({ teamId, enterpriseId }) => {
      const bot = await deps.story.findBot([teamId, enterpriseId])
      const {
        botToken,
        botId,
        botUser: botUserId,
      } = bot ?? {
        botToken: deps.botToken,
        ...{ botId: 'B0PITPOST', botUser: 'U0PITPOST' },
      }
      return { botToken, botId, botUserId }
    },
    tokenVerificationEnabled: false,
    clientOptions: { slackApiUrl: deps.apiUrl, fetch: slackFetch, retryConfig: { retries: 2 } },
  })
  addCommand(app, deps)
  for (const name of ACTIONS) addAction(app, deps, name)
  addBillListeners(app, deps)
  addFileListeners(app, deps)
  addRemovalListeners(app, deps)
  addCardListeners(app, deps)
  addProblemListeners(app, deps)
  addHomeListeners(app, deps)
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
    const team = command.team_id ?? command.enterprise_id ?? ''
    const visitor = { team, userId, userName, channel, channelName: command.channel_name }
    const wish = /^\s*connect(?:\s+(.*))?$/is.exec(line)
    if (wish !== null) {
      await respond({ response_type: 'ephemeral', ...(await connectHere(deps, visitor, wish[1] ?? '', now)) })
      return
    }
    // The modal asks who it is when it is submitted: its trigger does not wait.
    const asked = parseCommand(line, toJstDay(now))
    if (asked.kind === 'new') {
      await openBillView(deps, client, { userId, channel, triggerId })
      return
    }
    const entered = await enterChat(deps, client, visitor, now)
    if (!entered.ok) {
      await respond({ response_type: 'ephemeral', ...entered.failure })
      return
    }
    const { merchant, person } = entered.value
    const typed = { line, userId, userName: person.name, channel, triggerId }
    const { audience, text, blocks } =
      asked.kind === 'sheet'
        ? await sendSheetOf(deps, client, merchant, channel, asked.reference)
        : await runCommand(deps, merchant, typed, now)
    await respond({ response_type: audience === 'channel' ? 'in_channel' : 'ephemeral', text, blocks })
    await refreshHome(deps, client, visitor)
  })
}

const addAction = (app: App, deps: SlackDeps, action: (typeof ACTIONS)[number]): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, respond, client }) => {
    await ack()
    const entered = await enterChat(deps, client, visitorOf(body), deps.clock.now())
    if (!entered.ok) {
      await respond({ response_type: 'ephemeral', replace_original: false, ...entered.failure })
      return
    }
    const { merchant, person } = entered.value
    const pressed = { action, value: button.value ?? '', userId: body.user.id, userName: person.name }
    const { replaces, text, blocks } = await runAction(deps, merchant, pressed, deps.clock.now())
    await respond({ response_type: 'ephemeral', replace_original: replaces, text, blocks })
    await refreshHome(deps, client, visitorOf(body))
  })
}
