/** Registers a typed bill: at once when all is clear, after a person's yes when not, after a second person's above a limit. */
import type { Story } from '../../application/story.ts'
import { type Instant, toJstDay } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { questionAddress } from '../../domain/question-address.ts'
import { parseDay } from '../../domain/relative-day.ts'
import type { Text } from '../../domain/result.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import type { Store } from '../../ports.ts'
import type { Drawn } from './block-kit.ts'
import { drawFailure, drawRegistered } from './draw-answer.ts'
import { drawApproval, drawQuestion } from './draw-question.ts'
import type { TypedBill } from './parse-bill.ts'
import { amountOf, MAX_BUTTON_VALUE, type PendingBill, writePending } from './pending-bill.ts'

export type BillDeps = {
  readonly story: Story
  readonly store: Store
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
  readonly limits: BillLimits
}

/** Amounts in yen from which a bill is confirmed by the one who typed it, and approved by somebody else. */
export type BillLimits = { readonly confirmFromYen: number; readonly approveFromYen: number | undefined }

/** An answer, and who sees it. */
export type Answer = Drawn & { readonly audience: 'typist' | 'channel' }

/** Open invoices looked through for one alike. */
const MAX_ALIKE = 50

/** Asks, or registers; a relative day is fixed to the day it means today. */
export const askOrRegister = async (
  deps: BillDeps,
  merchant: Merchant,
  { raw, questions }: TypedBill,
  person: Pick<PendingBill, 'userId' | 'userName' | 'key'>,
  now: Instant,
): Promise<Answer> => {
  const due = parseDay(raw.due ?? '', toJstDay(now))
  const known = raw.email === undefined ? undefined : await deps.store.customerNameOf(merchant.id, raw.email)
  const bill: PendingBill = {
    ...person,
    raw: {
      ...raw,
      ...(due.ok ? { due: due.value.toString() } : {}),
      // Without a name the customer is addressed by the name used before, or by the address itself.
      customer_name: raw.customer_name ?? known ?? raw.email,
    },
  }
  const doubt = await examineBill(deps, merchant, bill)
  if (doubt.kind === 'approve') return askApproval(deps, bill, doubt.fromYen, now)
  const asked = [...questions, ...doubt.questions]
  if (asked.length === 0) return registerBill(deps, merchant, bill, person.userName, now)
  const value = await writePending(deps.store, bill, MAX_BUTTON_VALUE, now)
  return { ...drawQuestion(bill, value, asked), audience: 'typist' }
}

/** What has to be said to a bill before it is registered; no questions when all is clear. */
export type Doubt =
  | { readonly kind: 'approve'; readonly fromYen: number }
  | { readonly kind: 'ask'; readonly questions: readonly Text[] }

export const examineBill = async (
  deps: Pick<BillDeps, 'store' | 'limits'>,
  merchant: Merchant,
  bill: PendingBill,
): Promise<Doubt> => {
  const yen = amountOf(bill.raw) ?? 0
  const { approveFromYen } = deps.limits
  return approveFromYen !== undefined && yen >= approveFromYen
    ? { kind: 'approve', fromYen: approveFromYen }
    : { kind: 'ask', questions: await doubts(deps, merchant, bill, yen) }
}

/** The question to a second person, for everybody in the channel. */
export const askApproval = async (
  { store }: Pick<BillDeps, 'store'>,
  bill: PendingBill,
  fromYen: number,
  now: Instant,
): Promise<Answer> => {
  const value = await writePending(store, bill, MAX_BUTTON_VALUE, now)
  return { ...drawApproval(bill, value, fromYen), audience: 'channel' }
}

/** Registers; the same bill pressed or sent again gives the same invoice. */
export const registerBill = async (
  { story, store, baseUrl }: BillDeps,
  merchant: Merchant,
  { raw, key }: PendingBill,
  actorName: string,
  now: Instant,
): Promise<Answer> => {
  const scope = 'slack'
  const result = await story.acceptInvoice(
    {
      merchantId: merchant.id,
      raw,
      actor: { kind: 'slack', name: actorName },
      alongside: async ({ id }) => [
        { kind: 'remember-answer', answer: { scope, key, bodyHash: '', status: 200, body: id, at: now } },
      ],
    },
    now,
  )
  const repeated = result.ok ? undefined : await store.rememberedAnswer(scope, key)
  const invoice = result.ok ? result.value : repeated && (await store.invoice(repeated.body))
  if (invoice === undefined) {
    return { ...drawFailure(result.ok ? { kind: 'not-signed-in' } : result.failure), audience: 'typist' }
  }
  const links = { invoice: `${baseUrl}/invoices/${invoice.id}`, customer: story.customerUrl(invoice) }
  return { ...drawRegistered(invoice, links, '✅ 登録しました'), audience: 'typist' }
}

const doubts = async (
  { store, limits }: Pick<BillDeps, 'store' | 'limits'>,
  merchant: Merchant,
  { raw }: PendingBill,
  yen: number,
): Promise<readonly Text[]> => {
  const found: Text[] = []
  const question = questionAddress(raw.email ?? '')
  if (question !== undefined) found.push(question.message)
  if (yen >= limits.confirmFromYen) {
    const amount = formatYen(toYen(yen))
    found.push({ ja: `金額は ${amount} でよいですか`, en: `is the amount really ${amount}?` })
  }
  const filter = { status: 'open', amountMin: yen, amountMax: yen, text: raw.customer_name ?? '' } as const
  const { items } = await store.invoices(merchant.id, filter, MAX_ALIKE)
  const alike = items.find(
    ({ customer, subject }) =>
      customer.name === raw.customer_name && customer.email === raw.email && subject === raw.subject,
  )
  if (alike !== undefined) {
    found.push({
      ja: `同じお客さま・件名・金額の未払いの請求がもうあります（${alike.dueDay.toString()}まで）`,
      en: `the same customer already has an open bill for this subject and amount (due ${alike.dueDay.toString()})`,
    })
  }
  return found
}
