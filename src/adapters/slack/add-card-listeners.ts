/** The buttons of an invoice's card. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import type { Drawn } from './block-kit.ts'
import { type Entered, enterChat, visitorOf } from './enter-chat.ts'
import { CARD_ACTIONS, type CardAction, runCardAction } from './run-card-action.ts'
import type { SlackDeps } from './slack-deps.ts'

export const addCardListeners = (app: App, deps: SlackDeps): void => {
  for (const action of CARD_ACTIONS) addCardAction(app, deps, action)
}

/** What comes of it is told to whoever pressed; the card itself follows by the outbox. */
const addCardAction = (app: App, deps: SlackDeps, action: CardAction): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, respond, client }) => {
    await ack()
    const now = deps.clock.now()
    const entered = await enterChat(deps, client, visitorOf(body), now)
    const press = async ({ merchant, person }: Entered): Promise<Drawn> => {
      const pressed = { action, invoiceId: button.value ?? '', userName: person.name }
      return runCardAction(deps, merchant, pressed, now)
    }
    const drawn = entered.ok ? await press(entered.value) : entered.failure
    await respond({ response_type: 'ephemeral', replace_original: false, ...drawn })
  })
}
