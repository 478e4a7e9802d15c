/** The buttons of an invoice's card. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import { fail } from '../../domain/result.ts'
import type { Drawn } from './block-kit.ts'
import { drawHint } from './draw-answer.ts'
import { type Entered, enterChat, visitorOf } from './enter-chat.ts'
import { CARD_ACTIONS, type CardAction, runCardAction } from './run-card-action.ts'
import { noMerchant } from './run-command.ts'
import { sendSheet } from './send-sheet.ts'
import type { SlackDeps } from './slack-deps.ts'

export const addCardListeners = (app: App, deps: SlackDeps): void => {
  for (const action of CARD_ACTIONS) addCardAction(app, deps, action)
  // The sheet goes into the card's thread; only why it could not is told.
  app.action<BlockAction<ButtonAction>>('card-sheet', async ({ ack, body, action, respond, client }) => {
    await ack()
    const entered = await enterChat(deps, client, visitorOf(body), deps.clock.now())
    if (!entered.ok) {
      await respond({ response_type: 'ephemeral', replace_original: false, ...entered.failure })
      return
    }
    const invoice = await deps.store.invoice(action.value ?? '')
    const isOwn = invoice !== undefined && invoice.merchantId === entered.value.merchant.id
    const place = { channel: body.channel?.id ?? '', threadTs: body.message?.thread_ts ?? body.message?.ts }
    const sent = isOwn ? await sendSheet(deps, client, invoice, place) : fail(noMerchant)
    if (!sent.ok)
      await respond({ response_type: 'ephemeral', replace_original: false, ...drawHint(sent.failure) })
  })
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
