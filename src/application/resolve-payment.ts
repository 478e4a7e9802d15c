/** A person decides about money that was kept out of settlements: it is the merchant's, or it was given back. */
import type { Actor } from '../domain/access.ts'
import type { Invoice } from '../domain/invoice.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { asCentreIncome, postAcceptance, postRefund } from '../domain/ledger.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import type { Payment } from '../domain/payment.ts'
import { fail, ok, type Result, refuse, type Text } from '../domain/result.ts'
import { zeroYen } from '../domain/yen.ts'
import type { Change } from '../ports.ts'
import { amendDigests } from './amend-digests.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { payInvoice } from './record-payment.ts'
import { tellCards, tellLine } from './tell-line.ts'
import type { World } from './world.ts'

export type ResolveRequest = {
  readonly merchantId: string
  readonly paymentId: string
  readonly decision: 'accept' | 'refunded'
  /** Why, in the person's words; needed. */
  readonly note: string
  /** To accept money that belongs to no invoice yet: the invoice it was meant for. The centre may name any merchant's. */
  readonly invoiceId?: string | undefined
  readonly actor: Actor
  /** Changes that must happen together with it, such as remembering the answer. */
  readonly alongside?: (payment: Payment) => Promise<readonly Change[]> | readonly Change[]
}

/** The decided payment; `wrong-state` when there is nothing to decide or it cannot be decided so. */
export const resolvePayment = (
  world: World,
  request: ResolveRequest,
  now: Instant,
): Promise<Result<Payment>> =>
  commitWithRetry(world.store, async () => {
    const payment = await world.store.payment(request.paymentId)
    if (payment?.merchantId !== request.merchantId) {
      return fail({ kind: 'not-found', what: 'payment', id: request.paymentId })
    }
    if (request.note.trim() === '') return refuse(noteMissing)
    const obstacle = obstacleTo(payment)
    if (obstacle !== undefined) return fail({ kind: 'wrong-state', message: obstacle })
    const invoiceId = payment.invoiceId ?? request.invoiceId
    const invoice = invoiceId === undefined ? undefined : await world.store.invoice(invoiceId)
    if (invoiceId !== undefined && !mayTouch(request, invoice))
      return fail({ kind: 'not-found', what: 'invoice', id: invoiceId })
    if (request.decision === 'accept' && invoice === undefined)
      return fail({ kind: 'wrong-state', message: invoiceNeeded })
    const { changes, value } =
      request.decision === 'refunded' || invoice === undefined
        ? refund(request, payment, now)
        : accept(world, request, payment, invoice, now)
    const edits = [...tellDecided(world, payment, now), ...amendDigests(world, value, now)]
    return ok({ changes: [...changes, ...edits, ...((await request.alongside?.(value)) ?? [])], value })
  })

type Decided = { readonly changes: readonly Change[]; readonly value: Payment }

const refund = (request: ResolveRequest, payment: Payment, now: Instant): Decided => ({
  changes: [decide(request, payment, now), postDecision(request, payment, postRefund(payment), now)],
  value: { ...payment, resolution: 'refunded', version: payment.version + 1 },
})

/** An invoice that still waits for its money is paid by it. */
const accept = (
  world: Pick<World, 'random'>,
  request: ResolveRequest,
  payment: Payment,
  invoice: Invoice,
  now: Instant,
): Decided => {
  const { id: invoiceId, merchantId } = invoice
  const posting = asCentreIncome(postAcceptance(payment, merchantId), invoice.taxYen ?? zeroYen)
  const value: Payment = {
    ...payment,
    invoiceId,
    merchantId,
    resolution: 'accept',
    version: payment.version + 1,
  }
  const paid = invoice.status === 'open' ? payInvoice(invoice, value, request.actor, now) : undefined
  return {
    changes: [
      decide(request, payment, now, invoice),
      postDecision(request, payment, posting, now),
      ...(paid?.changes ?? []),
      ...tellCards(world, [paid?.invoice], now),
    ],
    value,
  }
}

/** The message about it says from now on who decided what; it stands where it was posted. */
const tellDecided = (
  world: Pick<World, 'random'>,
  { id, merchantId }: Payment,
  now: Instant,
): readonly Change[] => [tellLine(world, merchantId, { kind: 'payment-line', paymentId: id }, 'decided', now)]

const decide = (
  { decision, note, actor }: ResolveRequest,
  payment: Payment,
  now: Instant,
  invoice?: Invoice,
): Change => ({
  kind: 'resolve-payment',
  payment,
  invoiceId: invoice?.id ?? payment.invoiceId,
  merchantId: invoice?.merchantId ?? payment.merchantId,
  decision,
  note: note.trim(),
  at: now,
  actor,
})

const postDecision = (
  { decision }: ResolveRequest,
  payment: Payment,
  posting: ReturnType<typeof postRefund>,
  now: Instant,
): Change => ({ kind: 'post-entries', cause: `${decision}:${payment.id}`, day: toJstDay(now), posting })

const mayTouch = ({ merchantId }: ResolveRequest, invoice: Invoice | undefined): boolean =>
  invoice !== undefined && (invoice.merchantId === merchantId || merchantId === CENTRE_ID)

const noteMissing = {
  field: 'note',
  rule: 'required',
  message: {
    ja: 'メモ：決めた理由（返金した日や相手など）を書いてください。',
    en: 'note: say why (for example when and to whom it was refunded).',
  },
} as const

const invoiceNeeded: Text = {
  ja: 'どの請求か分からない入金です。受け入れるには請求を指定してください。返したときは「返金済み」にしてください。',
  en: 'Nobody knows which invoice this payment is for: name one to accept it, or say that it was refunded.',
}

const obstacleTo = (payment: Payment): Text | undefined => {
  if (payment.problem === undefined || payment.state === 'cancelled') {
    return { ja: 'この入金に決めることはありません。', en: 'There is nothing to decide about this payment.' }
  }
  if (payment.resolution !== undefined) {
    return { ja: 'この入金はもう決まっています。', en: 'This payment has been decided already.' }
  }
  return undefined
}
