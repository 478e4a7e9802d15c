/** The buttons of messages about problems: a modal asks what is needed, and the message then says who decided what. */
import type { App, BlockAction, ButtonAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { type Role, refuseRole } from '../../domain/access.ts'
import type { Language } from '../../domain/language.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Failure } from '../../domain/result.ts'
import { drawFailure, drawHint, drawSaid } from './draw-answer.ts'
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
import { findChannelMerchant, noMerchant } from './run-command.ts'
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
  listen(app, deps, action, async ({ client, body, button }, merchant) => {
    const refused = refuseRole(roleOf(), 'manager')
    if (refused !== undefined) return tell(client, body, drawFailure(refused))
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
  listen(app, deps, 'mend-mail', async ({ client, body, button }, merchant) => {
    const delivery = await deps.store.delivery(button.value ?? '')
    if (delivery?.merchantId !== merchant.id) return tell(client, body, drawFailure(notFound('mail', button)))
    const meta = { merchantId: merchant.id, deliveryId: delivery.id }
    const view = drawAddressView(meta, delivery, await languageOf(deps, client, body))
    await client.views.open({ trigger_id: body.trigger_id, view })
  })
}

/** Asked once more by the button itself. */
const addLift = (app: App, deps: SlackDeps): void => {
  listen(app, deps, 'lift-address', async ({ client, body, button }, merchant) => {
    const delivery = await deps.store.delivery(button.value ?? '')
    if (delivery?.merchantId !== merchant.id || !('to' in delivery.message))
      return tell(client, body, drawFailure(notFound('mail', button)))
    const request = { merchantId: merchant.id, address: delivery.message.to, actor: actorOf(body.user) }
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
  work: (press: Press, merchant: Merchant) => Promise<void>,
): void => {
  app.action<BlockAction<ButtonAction>>(action, async ({ ack, body, action: button, client }) => {
    await ack()
    const merchant = await findChannelMerchant(deps.store, body.channel?.id ?? '')
    if (merchant === undefined) return tell(client, body, drawHint(noMerchant))
    await work({ client, body, button }, merchant)
  })
}

const addSubmissions = (app: App, deps: SlackDeps): void => {
  app.view(DECISION_VIEW, async ({ ack, body, view }) => {
    const meta = readDecisionMeta(view.private_metadata)
    if (meta === undefined) return ack()
    const now = deps.clock.now()
    const language = await keptLanguage(deps, body.user.id)
    const refused = refuseRole(roleOf(), 'manager')
    const note = readField(view.state, NOTE) ?? ''
    const request = { ...meta, note, actor: actorOf(body.user) }
    const decided = refused === undefined ? await deps.story.resolvePayment(request, now) : undefined
    const failure = refused ?? (decided?.ok === false ? decided.failure : undefined)
    await (failure === undefined
      ? ack()
      : ack({ response_action: 'errors', errors: { [NOTE]: wordsOf(failure, language) } }))
  })
  app.view(ADDRESS_VIEW, async ({ ack, body, view }) => {
    const meta = readAddressMeta(view.private_metadata)
    if (meta === undefined) return ack()
    const language = await keptLanguage(deps, body.user.id)
    const to = readField(view.state, ADDRESS)?.trim() ?? ''
    const sent = await deps.story.sendAgain({ ...meta, to, actor: actorOf(body.user) }, deps.clock.now())
    await (sent.ok
      ? ack()
      : ack({ response_action: 'errors', errors: { [ADDRESS]: wordsOf(sent.failure, language) } }))
  })
}

/** Slack members are not told apart by role yet: whoever is in the merchant's channel decides as its managers do. */
const roleOf = (): Role => 'manager'

type User = {
  readonly id: string
  readonly name?: string | undefined
  readonly username?: string | undefined
}

const actorOf = (user: User) => ({ kind: 'slack', name: user.name ?? user.username ?? user.id }) as const

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
