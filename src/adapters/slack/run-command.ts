/** Does what a `/pit` line asks and answers the person who typed it. */
import type { Story } from '../../application/story.ts'
import { type Instant, toJstDay } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import type { Failure, Text } from '../../domain/result.ts'
import { isSmartPitNumber } from '../../domain/smart-pit-number.ts'
import type { Store } from '../../ports.ts'
import type { Drawn } from './block-kit.ts'
import { drawHelp, drawHint, drawProblems, drawRegistered, drawToday, drawUnpaid } from './draw-answer.ts'
import { parseCommand } from './parse-command.ts'

export type CommandDeps = {
  readonly story: Story
  readonly store: Store
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
}

export type TypedCommand = {
  readonly line: string
  readonly userName: string
  readonly channel: string
  /** The same for every repeat of one command. */
  readonly triggerId: string
}

/** Invoices that `unpaid` lists. */
const MAX_LISTED = 20

/** The answer to a command; what it registers is registered once however often it comes. */
export const runCommand = async (deps: CommandDeps, typed: TypedCommand, now: Instant): Promise<Drawn> => {
  const merchant = await merchantOf(deps.store, typed.channel)
  if (merchant === undefined) {
    return drawHint({
      ja: 'このチャンネルはどの加盟店のものか決まっていません。管理者に設定を頼んでください。',
      en: 'This channel belongs to no merchant yet; ask your administrator.',
    })
  }
  const command = parseCommand(typed.line, toJstDay(now))
  switch (command.kind) {
    case 'help':
      return drawHelp()
    case 'hint':
      return drawHint(command.text)
    case 'unpaid': {
      const { items } = await deps.store.invoices(merchant.id, { status: 'open' }, MAX_LISTED)
      const { open } = await deps.store.statusCounts(merchant.id)
      return drawUnpaid(items, open)
    }
    case 'today': {
      const today = toJstDay(now)
      return drawToday((await deps.store.payments(merchant.id, { from: today, to: today }, 200)).items)
    }
    case 'show':
      return show(deps, merchant, command.reference)
    case 'register':
      return register(deps, merchant, command.raw, typed, now)
  }
}

/** The merchant of the channel, else the only one there is. */
const merchantOf = async (store: Store, channel: string): Promise<Merchant | undefined> => {
  const merchants = await store.merchants()
  return (
    merchants.find(({ slackChannel }) => slackChannel === channel) ??
    (merchants.length === 1 ? merchants[0] : undefined)
  )
}

const show = async (
  { story, store, baseUrl }: CommandDeps,
  merchant: Merchant,
  text: string,
): Promise<Drawn> => {
  const digits = text.replaceAll('-', '')
  const byNumber = isSmartPitNumber(digits) ? await store.openInvoicesOfNumber(digits) : []
  const invoice =
    (await store.invoiceByReference(merchant.id, text)) ??
    byNumber.find(({ merchantId }) => merchantId === merchant.id)
  if (invoice === undefined) {
    return drawHint({ ja: `「${text}」という請求は見つかりません`, en: `there is no invoice “${text}”` })
  }
  const links = { invoice: `${baseUrl}/invoices/${invoice.id}`, customer: story.customerUrl(invoice) }
  return drawRegistered(invoice, links, '請求')
}

const register = async (
  { story, store, baseUrl }: CommandDeps,
  merchant: Merchant,
  raw: Parameters<Story['acceptInvoice']>[0]['raw'],
  typed: TypedCommand,
  now: Instant,
): Promise<Drawn> => {
  const { email } = raw
  const known = email === undefined ? undefined : await store.customerNameOf(merchant.id, email)
  const key = { scope: 'slack', key: typed.triggerId }
  const result = await story.acceptInvoice(
    {
      merchantId: merchant.id,
      // Without a name the customer is addressed by the name used before, or by the address itself.
      raw: { ...raw, customer_name: raw.customer_name ?? known ?? email },
      actor: { kind: 'slack', name: typed.userName },
      alongside: async ({ id }) => [
        { kind: 'remember-answer', answer: { ...key, bodyHash: '', status: 200, body: id, at: now } },
      ],
    },
    now,
  )
  const repeated = result.ok ? undefined : await store.rememberedAnswer(key.scope, key.key)
  const invoice = result.ok ? result.value : repeated && (await store.invoice(repeated.body))
  if (invoice === undefined) return result.ok ? drawHelp() : drawFailure(result.failure)
  const links = { invoice: `${baseUrl}/invoices/${invoice.id}`, customer: story.customerUrl(invoice) }
  return drawRegistered(invoice, links, '✅ 登録しました')
}

const drawFailure = (failure: Failure): Drawn => {
  if (failure.kind === 'invalid-input') return drawProblems(failure.problems)
  const text: Text =
    'message' in failure
      ? failure.message
      : {
          ja: 'いまは登録できません。少し待ってからもう一度お試しください',
          en: 'not possible right now; try again in a moment',
        }
  return drawHint(text)
}
