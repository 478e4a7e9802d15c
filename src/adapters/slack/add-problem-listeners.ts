/** The buttons of messages about problems: a modal asks what is needed, and the message then says who decided what. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { refuseRole } from '../../domain/access.ts'
import type { ChatPerson } from '../../domain/chat-access.ts'
import type { Language } from '../../domain/language.ts'
import type { Failure } from '../../domain/result.ts'
import { drawFailure, drawSaid } from './draw-answer.ts'
import {
  ADDRESS,
  ADDRESS_VIEW,
  DECISION_VIEW,
  drawAddressView,
  drawDecisionView,
  NOTE,
  readAddressMeta,
  readDecisionMeta,
} from './draw-problem-view.ts'
import { type Entered, enterChat, enterMerchant, refuseInChat, visitorOf } from './enter-chat.ts'
import type { SlackDeps } from './slack-deps.ts'
import { tellPerson } from './tell-person.ts'
import { readLanguage } from './user-language.ts'
import { readField } from './view-kit.ts'

/** Buttons about a payment; their value is its id. */
const decisions = { 'accept-payment': 'accept', 'refund-payment': 'refunded' } as const

export const addProblemListeners = (app: App, deps: SlackDeps): void => {
  for (const action of ['accept-payment', 'refund-payment'] as const) addDecision(app, deps, action)
  addAddress(app, deps)
  addLift(app, deps)
  addSubmissions(app, deps)
}

type Press = {
  readonly client: WebClient
  readonly body: BlockAction<ButtonAction>
  readonly button: ButtonAction
}

const addDecision = (app: App, deps: SlackDeps, action: keyof typeof decisions): void => {
  listen(app, deps, action, async ({ client, body, button }, entered) => {
    const refused = await refuseInChat(deps, entered, 'manager')
    if (refused !== undefined) return tell(client, body, refused)
    const { merchant } = entered
    const payment = await deps.store.payment(button.value ?? '')
    if (payment?.merchantId !== merchant.id)
      return tell(client, body, drawFailure(notFound('payment', button)))
    const meta = { merchantId: merchant.id, paymentId: payment.id, decision: decisions[action] }
    const invoice = payment.invoiceId === undefined ? undefined : await deps.store.invoice(payment.invoiceId)
    const view = drawDecisionView(meta, payment, invoice, await languageOf(deps, client, body))
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
}

const addAddress = (app: App, deps: SlackDeps): void => {
  listen(app, deps, 'mend-mail', async ({ client, body, button }, { merchant }) => {
    const delivery = await deps.store.delivery(button.value ?? '')
    if (delivery?.merchantId !== merchant.id) return tell(client, body, drawFailure(notFound('mail', button)))
    const meta = { merchantId: merchant.id, deliveryId: delivery.id }
    const view = drawAddressView(meta, delivery, await languageOf(deps, client, body))
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
}

/** Asked once more by the button itself. */
const addLift = (app: App, deps: SlackDeps): void => {
  listen(app, deps, 'lift-address', async ({ client, body, button }, { merchant, person }) => {
    const delivery = await deps.store.delivery(button.value ?? '')
    if (delivery?.merchantId !== merchant.id || !('to' in delivery.message))
      return tell(client, body, drawFailure(notFound('mail', button)))
    const request = { merchantId: merchant.id, address: delivery.message.to, actor: actorOf(person) }
    const lifted = await deps.story.liftSuppression(request, deps.clock.now())
    await tell(client, body, lifted.ok ? drawSaid(liftedText) : drawFailure(lifted.failure))
  })
}

const liftedText = {
  ja: '✉️ この宛先に、また送れるようにしました。',
  en: 'Mails may go to this address again.',
}

const listen = (
  app: App,
  deps: SlackDeps,
  action: string,
  work: (press: Press, entered: Entered) => Promise<void>,
): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, client }) => {
    await ack()
    const entered = await enterChat(deps, client, visitorOf(body), deps.clock.now())
    if (!entered.ok) return tell(client, body, entered.failure)
    await work({ client, body, button }, entered.value)
  })
}

const addSubmissions = (app: App, deps: SlackDeps): void => {
  app.view(DECISION_VIEW, async ({ ack, body, view, client }) => {
    const meta = readDecisionMeta(view.private_metadata)
    if (meta === undefined) return ack()
    const now = deps.clock.now()
    const language = await keptLanguage(deps, body.user.id)
    const refuse = (words: string) => ack({ response_action: 'errors', errors: { [NOTE]: words } })
    const entered = await enterMerchant(deps, client, meta.merchantId, visitorOf(body), now)
    if (!entered.ok) return refuse(entered.failure.text)
    const { person } = entered.value
    const refused = refuseRole(person.role, 'manager')
    const note = readField(view.state, NOTE) ?? ''
    const request = { ...meta, note, actor: actorOf(person) }
    const decided = refused === undefined ? await deps.story.resolvePayment(request, now) : undefined
    const failure = refused ?? (decided?.ok === false ? decided.failure : undefined)
    await (failure === undefined ? ack() : refuse(wordsOf(failure, language)))
  })
  app.view(ADDRESS_VIEW, async ({ ack, body, view, client }) => {
    const meta = readAddressMeta(view.private_metadata)
    if (meta === undefined) return ack()
    const language = await keptLanguage(deps, body.user.id)
    const to = readField(view.state, ADDRESS)?.trim() ?? ''
    const now = deps.clock.now()
    const refuse = (words: string) => ack({ response_action: 'errors', errors: { [ADDRESS]: words } })
    const entered = await enterMerchant(deps, client, meta.merchantId, visitorOf(body), now)
    if (!entered.ok) return refuse(entered.failure.text)
    const sent = await deps.story.sendAgain({ ...meta, to, actor: actorOf(entered.value.person) }, now)
    await (sent.ok ? ack() : refuse(wordsOf(sent.failure, language)))
  })
}

const actorOf = ({ name }: ChatPerson) => ({ kind: 'slack', name }) as const

const notFound = (what: 'payment' | 'mail', { value }: ButtonAction): Failure => ({
  kind: 'not-found',
  what,
  id: value ?? '',
})

const tell = async (
  client: WebClient,
  { user, channel }: BlockAction<ButtonAction>,
  drawn: ReturnType<typeof drawFailure>,
): Promise<void> => tellPerson(client, user.id, { channel: channel?.id ?? '' }, drawn)

const languageOf = (
  deps: SlackDeps,
  client: WebClient,
  { user }: BlockAction<ButtonAction>,
): Promise<Language> => readLanguage(deps.store, client, user.id, deps.clock.now())

/** Asked of the store alone: a submission must be answered in a moment. */
const keptLanguage = async ({ store }: SlackDeps, userId: string): Promise<Language> =>
  (await store.setting(`slack-language:${userId}`))?.startsWith('en') === true ? 'en' : 'ja'

/** Beside the field: what is wrong and what to do. */
const wordsOf = (failure: Failure, language: Language): string => {
  if (failure.kind === 'invalid-input')
    return failure.problems.map(({ message }) => message[language]).join(' ')
  if ('message' in failure) return failure.message[language]
  return language === 'ja'
    ? 'いまはできません。少し待ってからもう一度お試しください。'
    : 'Not possible right now; try again in a moment.'
}
