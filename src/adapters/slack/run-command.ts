/** Does what a `/pit` line asks and answers the person who typed it. */
import type { Invoice } from '../../domain/invoice.ts'
import { type Instant, toJstDay } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Text } from '../../domain/result.ts'
import { termsOn } from '../../domain/terms.ts'
import type { InvoiceFilter } from '../../ports.ts'
import type { Drawn } from './block-kit.ts'
import {
  drawFailure,
  drawFileHelp,
  drawHelp,
  drawHint,
  drawInvoices,
  drawRegistered,
  drawSaid,
  drawToday,
} from './draw-answer.ts'
import { drawPlan, drawSettlements } from './draw-money.ts'
import { drawCancelQuestion } from './draw-question.ts'
import type { Visitor } from './enter-chat.ts'
import { findInvoice } from './find-invoice.ts'
import { type Command, parseCommand } from './parse-command.ts'
import { type Answer, askOrRegister, type BillDeps } from './register-bill.ts'
import { sentTo } from './run-action.ts'
import type { SlackDeps } from './slack-deps.ts'

export type TypedCommand = {
  readonly line: string
  readonly userId: string
  readonly userName: string
  readonly channel: string
  /** The same for every repeat of one command. */
  readonly triggerId: string
}

/** Invoices that a list shows. */
const MAX_LISTED = 20
/** Days that `due` looks ahead. */
const DUE_DAYS = 7
/** Settlements that `settlement` shows. */
const MAX_SETTLEMENTS = 3

/** The answer to a command; what it registers is registered once however often it comes. */
export const runCommand = async (
  deps: BillDeps,
  merchant: Merchant,
  typed: TypedCommand,
  now: Instant,
): Promise<Answer> => {
  const command = parseCommand(typed.line, toJstDay(now))
  if (command.kind !== 'register') return toTypist(await answer(deps, merchant, command, typed, now))
  const { userId, userName, triggerId: key } = typed
  return askOrRegister(deps, merchant, command, { userId, userName, key }, now)
}

const toTypist = (drawn: Drawn): Answer => ({ ...drawn, audience: 'typist' })

export const noMerchant: Text = {
  ja: 'このチャンネルはどの加盟店のものか決まっていません。コンソールの「設定 → Slack」でコードを作り、ここで「/pit connect コード」と打ってください',
  en: 'this channel belongs to no merchant yet; make a code in the console under Settings → Slack and type “/pit connect CODE” here',
}

const answer = async (
  deps: BillDeps,
  merchant: Merchant,
  command: Exclude<Command, { kind: 'register' }>,
  typed: TypedCommand,
  now: Instant,
): Promise<Drawn> => {
  const { store } = deps
  const today = toJstDay(now)
  switch (command.kind) {
    case 'help':
    // Opened as a modal where there is a trigger for it; the help tells of the one line.
    case 'new':
      return drawHelp()
    case 'file':
      return drawFileHelp(`${deps.baseUrl}/files/new`)
    case 'hint':
      return drawHint(command.text)
    case 'unpaid': {
      const { open } = await store.statusCounts(merchant.id)
      return list(deps, merchant, { status: 'open' }, `未払い ${open}件`)
    }
    case 'due': {
      const filter = { status: 'open', dueTo: today.add({ days: DUE_DAYS }) } as const
      return list(deps, merchant, filter, `${DUE_DAYS}日以内に期限が来る未払い`)
    }
    case 'find':
      return list(deps, merchant, { text: command.text }, `「${command.text}」の請求`)
    case 'today':
      return drawToday((await store.payments(merchant.id, { from: today, to: today }, 200)).items)
    case 'settlement':
      return drawSettlements((await store.settlements(merchant.id)).slice(0, MAX_SETTLEMENTS), deps.baseUrl)
    case 'plan':
      return drawPlan(termsOn(await store.terms(merchant), today), today)
    case 'show':
    case 'sheet':
    case 'cancel':
    case 'send':
      return aboutInvoice(deps, merchant, command, typed, now)
  }
}

const list = async (
  { store }: BillDeps,
  merchant: Merchant,
  filter: InvoiceFilter,
  title: string,
): Promise<Drawn> => {
  const { items, nextCursor } = await store.invoices(merchant.id, filter, MAX_LISTED)
  return drawInvoices(items, title, nextCursor !== undefined)
}

type AboutInvoice = Extract<Command, { kind: 'show' | 'sheet' | 'cancel' | 'send' }>

const aboutInvoice = async (
  deps: BillDeps,
  merchant: Merchant,
  command: AboutInvoice,
  { userName }: TypedCommand,
  now: Instant,
): Promise<Drawn> => {
  const found = await findInvoice(deps.store, merchant.id, command.reference)
  if (!found.ok) return drawHint(found.failure)
  const invoice = found.value
  switch (command.kind) {
    case 'show':
      return show(deps, invoice, '請求')
    // Put into the chat as a file where there is a client for it; the card leads to the customer's page.
    case 'sheet':
      return show(deps, invoice, 'シートは「お客さまのページ」から印刷できます')
    case 'cancel':
      return invoice.status === 'open'
        ? drawCancelQuestion(invoice, command.reason)
        : drawHint({
            ja: '取り消せるのは未払いの請求だけです',
            en: 'only an open bill can be cancelled',
          })
    case 'send': {
      const actor = { kind: 'slack', name: userName } as const
      const request = { merchantId: merchant.id, invoiceId: invoice.id, to: command.to, actor }
      const sent = await deps.story.notifyAgain(request, now)
      return sent.ok ? drawSaid(sentTo(command.to ?? invoice.customer.email)) : drawFailure(sent.failure)
    }
  }
}

const show = ({ story, baseUrl }: BillDeps, invoice: Invoice, title: string): Drawn => {
  const links = { invoice: `${baseUrl}/invoices/${invoice.id}`, customer: story.customerUrl(invoice) }
  return drawRegistered(invoice, links, title)
}

/** Whose channel it is; a place without a channel is the workspace's. */
export const findChannelMerchant = (
  deps: Pick<SlackDeps, 'story' | 'channel'>,
  { team, channel, channelName }: Pick<Visitor, 'team' | 'channel' | 'channelName'>,
): Promise<Merchant | undefined> =>
  deps.story.findChannelMerchant({ team, channel, channelName, defaultChannel: deps.channel })
