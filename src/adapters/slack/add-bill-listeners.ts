/** The modal in Slack: opened by `/pit new` or the shortcut, filled in with suggestions, submitted, asked about. */
import type { App, BlockAction, ExternalSelectAction } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { MAX_LINES } from '../../domain/invoice-lines.ts'
import { type Instant, toJstDay } from '../../domain/jst-day.ts'
import type { Result } from '../../domain/result.ts'
import type { Drawn } from './block-kit.ts'
import { drawFailure, drawHint } from './draw-answer.ts'
import {
  ADD_LINE,
  BILL_VIEW,
  type BillMeta,
  DROP_LINE,
  drawBillView,
  PICK_CUSTOMER,
  readBillMeta,
} from './draw-bill-view.ts'
import { QUESTION_VIEW } from './draw-question.ts'
import { type Entered, enterChat, visitorOf } from './enter-chat.ts'
import { type PendingBill, readPending } from './pending-bill.ts'
import { findPicked } from './read-bill-view.ts'
import { type Answer, registerBill } from './register-bill.ts'
import { findChannelMerchant, noMerchant } from './run-command.ts'
import { refreshHome } from './show-home.ts'
import type { SlackDeps } from './slack-deps.ts'
import { readCarried, submitBill } from './submit-bill.ts'
import { suggestCustomers } from './suggest-customers.ts'
import type { ShortcutId } from './surfaces.ts'
import { tellPerson } from './tell-person.ts'
import { readLanguage } from './user-language.ts'

export type Opening = { readonly userId: string; readonly channel: string; readonly triggerId: string }

/** Opens the modal for a person; the trigger lives three seconds. */
export const openBillView = async (
  deps: SlackDeps,
  client: WebClient,
  { userId, channel, triggerId }: Opening,
): Promise<void> => {
  const now = deps.clock.now()
  const language = await readLanguage(deps.store, client, userId, now)
  const meta: BillMeta = { channel, lines: 0, round: 0, key: `modal:${triggerId}` }
  const view = drawBillView({ meta, today: toJstDay(now), language })
  await client.views.open({ trigger_id: triggerId, view })
}

export const addBillListeners = (app: App, deps: SlackDeps): void => {
  const global: ShortcutId = 'new-bill'
  app.shortcut(global, async ({ ack, body, client }) => {
    await ack()
    const channel = (await findChannelMerchant(deps, visitorOf(body, '')))?.slackChannel ?? deps.channel
    await openBillView(deps, client, { userId: body.user.id, channel, triggerId: body.trigger_id })
  })
  app.options<'block_suggestion'>(PICK_CUSTOMER, async ({ ack, body, options: { value } }) => {
    const meta = readBillMeta(body.view?.private_metadata ?? '')
    const merchant = await findChannelMerchant(deps, visitorOf(body, meta?.channel ?? ''))
    // Asked of the store alone: an answer must be there in a moment.
    const kept = await deps.store.setting(`slack-language:${body.user.id}`)
    const language = kept?.startsWith('en') === true ? 'en' : 'ja'
    await ack({ options: await suggestCustomers(deps.story, merchant, value, language) })
  })
  app.action<BlockAction>(ADD_LINE, async ({ ack, body, client }) => {
    await ack()
    await redraw(deps, client, body, ({ lines, ...meta }) => ({
      ...meta,
      lines: Math.min(MAX_LINES, lines + 1),
    }))
  })
  app.action<BlockAction>(DROP_LINE, async ({ ack, body, client }) => {
    await ack()
    await redraw(deps, client, body, ({ lines, ...meta }) => ({ ...meta, lines: Math.max(0, lines - 1) }))
  })
  app.action<BlockAction<ExternalSelectAction>>(PICK_CUSTOMER, async ({ ack, body, client, action }) => {
    await ack()
    const { channel } = readBillMeta(body.view?.private_metadata ?? '') ?? { channel: '' }
    const merchant = await findChannelMerchant(deps, visitorOf(body, channel))
    const picked = action.selected_option?.value ?? ''
    const known = merchant && (await findPicked(deps.store, merchant.id, picked))
    // A new name has no address to fill in; what was typed there stays.
    if (known === undefined) return
    const bump = ({ round, ...meta }: BillMeta): BillMeta => ({ ...meta, round: round + 1 })
    await redraw(deps, client, body, bump, known.customer.email)
  })
  addSubmissions(app, deps)
}

/** Draws the view anew; what was typed stays in fields that keep their ids. */
const redraw = async (
  deps: SlackDeps,
  client: WebClient,
  { view, user }: BlockAction,
  change: (meta: BillMeta) => BillMeta,
  email?: string,
): Promise<void> => {
  const meta = readBillMeta(view?.private_metadata ?? '')
  if (view === undefined || meta === undefined) return
  const now = deps.clock.now()
  const language = await readLanguage(deps.store, client, user.id, now)
  const drawn = drawBillView({ meta: change(meta), today: toJstDay(now), language, email })
  await client.views.update({ view_id: view.id, hash: view.hash, view: drawn })
}

const addSubmissions = (app: App, deps: SlackDeps): void => {
  app.view(BILL_VIEW, async ({ ack, body, view, client }) => {
    const now = deps.clock.now()
    const meta = readBillMeta(view.private_metadata)
    const entered = await enterChat(deps, client, visitorOf(body, meta?.channel ?? ''), now)
    if (meta === undefined || !entered.ok) {
      await ack()
      const drawn = entered.ok ? drawHint(noMerchant) : entered.failure
      await tellPerson(client, body.user.id, { channel: meta?.channel ?? '' }, drawn)
      return
    }
    const { merchant } = entered.value
    const person = { userId: body.user.id, userName: entered.value.person.name }
    const kept = await deps.store.setting(`slack-language:${person.userId}`)
    const language = kept?.startsWith('en') === true ? 'en' : 'ja'
    const submitted = await submitBill(deps, { merchant, state: view.state, meta, person, language }, now)
    if (submitted.answer === undefined) await ack()
    else await ack(submitted.answer)
    if (submitted.work !== undefined) await tell(client, person.userId, meta.channel, await submitted.work())
  })
  app.view(QUESTION_VIEW, async ({ ack, body, view, client }) => {
    await ack({ response_action: 'clear' })
    const carried = readCarried(view.private_metadata)
    const bill = carried && (await readPending(deps.store, carried.bill))
    const now = deps.clock.now()
    const entered = await enterChat(deps, client, visitorOf(body, carried?.channel ?? ''), now)
    const answer = await settle(deps, entered, bill, now)
    await tell(client, body.user.id, carried?.channel ?? '', answer)
    await refreshHome(deps, client, visitorOf(body, ''))
  })
}

const settle = async (
  deps: SlackDeps,
  entered: Result<Entered, Drawn>,
  bill: PendingBill | undefined,
  now: Instant,
): Promise<Answer> => {
  if (!entered.ok) return { ...entered.failure, audience: 'typist' }
  if (bill === undefined)
    return { ...drawFailure({ kind: 'not-found', what: 'invoice', id: '' }), audience: 'typist' }
  const { merchant, person } = entered.value
  return registerBill(deps, merchant, bill, person.name, now)
}

/** To everybody in the channel, or to the one who typed. */
const tell = async (
  client: WebClient,
  userId: string,
  channel: string,
  { audience, text, blocks }: Answer,
): Promise<void> => {
  if (audience === 'channel') await client.chat.postMessage({ channel, text, blocks })
  else await tellPerson(client, userId, { channel }, { text, blocks })
}
