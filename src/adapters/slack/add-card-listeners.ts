/** The buttons of an invoice's card. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import { drawHint } from './draw-answer.ts'
import { CARD_ACTIONS, type CardAction, runCardAction } from './run-card-action.ts'
import { findChannelMerchant, noMerchant } from './run-command.ts'
import type { SlackDeps } from './slack-deps.ts'

export const addCardListeners = (app: App, deps: SlackDeps): void => {
  for (const action of CARD_ACTIONS) addCardAction(app, deps, action)
}

/** What comes of it is told to whoever pressed; the card itself follows by the outbox. */
const addCardAction = (app: App, deps: SlackDeps, action: CardAction): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, respond }) => {
    await ack()
    const merchant = await findChannelMerchant(deps.store, body.channel?.id ?? '')
    const { id: userId, username, name } = { name: undefined, ...body.user }
    const pressed = { action, invoiceId: button.value ?? '', userName: name ?? username ?? userId }
    const drawn =
      merchant === undefined
        ? drawHint(noMerchant)
        : await runCardAction(deps, merchant, pressed, deps.clock.now())
    await respond({ response_type: 'ephemeral', replace_original: false, ...drawn })
  })
}
