/** Records money that reached a till: judged against its invoice, posted, announced. Decides only; nothing is stored here. */
import type { Actor } from '../domain/access.ts'
import type { Message } from '../domain/delivery.ts'
import type { Invoice } from '../domain/invoice.ts'
import { type Instant, toJstDay, toStamp } from '../domain/jst-day.ts'
import { asCentreIncome, postCollection, postProblemPayment } from '../domain/ledger.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import { judgePayment, type Payment, type PaymentState, type Slip } from '../domain/payment.ts'
import { zeroYen } from '../domain/yen.ts'
import type { Change } from '../ports.ts'
import { amendDigests } from './amend-digests.ts'
import { moveInvoiceTo } from './move-payment.ts'
import { tellCards } from './tell-line.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

/** What a store or an agency says; `merchantId` is whose the number or barcode is, if that is known. */
export type PaymentFacts = Pick<
  Payment,
  'number' | 'told' | 'receipt' | 'line' | 'chain' | 'store' | 'amountYen' | 'paidAt'
> & {
  readonly merchantId: string | undefined
  /** `cancelled`: a 速報取消 that came before its 速報; it moves no money. */
  readonly state: PaymentState
}

/** The payment, its invoice as it is from now on, and the changes that make it so. */
export type Recorded = {
  readonly payment: Payment
  readonly invoice: Invoice | undefined
  readonly changes: readonly Change[]
}

/** Whatever is wrong with it, money is recorded; `invoice` is as the store (or an earlier record of a file) has left it. */
export const recordPayment = (
  world: Pick<World, 'random'>,
  facts: PaymentFacts,
  invoice: Invoice | undefined,
  slip: Slip | undefined,
  actor: Actor,
  now: Instant,
): Recorded => {
  const payment = toPayment(world, facts, invoice, slip, now)
  const added: Change = { kind: 'add-payment', payment, actor }
  if (payment.state === 'cancelled') return { payment, invoice, changes: [added] }
  const posting = payment.problem === undefined ? postCollection(payment) : postProblemPayment(payment)
  const paid =
    invoice === undefined || payment.problem !== undefined
      ? { invoice, changes: [] }
      : payInvoice(invoice, payment, actor, now)
  return {
    payment,
    invoice: paid.invoice,
    changes: [
      added,
      {
        kind: 'post-entries',
        cause: `collected:${payment.id}`,
        day: toJstDay(payment.paidAt),
        posting: asCentreIncome(posting, invoice?.taxYen ?? zeroYen),
      },
      ...paid.changes,
      ...(paid.changes.length > 0 ? tellCards(world, [paid.invoice], now) : []),
      announce(world, payment, invoice, now),
      ...amendDigests(world, payment, now),
    ],
  }
}

/** The invoice is paid by a payment without (or no longer with) a problem; a repeat invoice stays open (S20). */
export const payInvoice = (
  invoice: Invoice,
  payment: Payment,
  actor: Actor,
  now: Instant,
): { readonly invoice: Invoice; readonly changes: readonly Change[] } => {
  const detail = {
    payment: payment.id,
    receipt: payment.receipt,
    amount: payment.amountYen,
    paid_at: toStamp(payment.paidAt),
  }
  const move = { action: 'pay', at: now, actor, detail, paid: { paymentId: payment.id, at: payment.paidAt } }
  const paid = moveInvoiceTo(invoice, invoice.repeat ? 'open' : 'paid', move)
  if (payment.state !== 'confirmed' || invoice.repeat) return paid
  const confirmed = moveInvoiceTo(paid.invoice, 'confirmed', {
    action: 'confirm',
    at: now,
    actor,
    detail: { payment: payment.id, receipt: payment.receipt },
  })
  return { invoice: confirmed.invoice, changes: [...paid.changes, ...confirmed.changes] }
}

const toPayment = (
  world: Pick<World, 'random'>,
  { merchantId, ...facts }: PaymentFacts,
  invoice: Invoice | undefined,
  slip: Slip | undefined,
  now: Instant,
): Payment => ({
  ...facts,
  id: world.random.id('pay'),
  merchantId: invoice?.merchantId ?? merchantId ?? CENTRE_ID,
  invoiceId: invoice?.id,
  recordedAt: now,
  problem: problemOf(facts, invoice, slip),
  resolution: undefined,
  confirmedAt: facts.state === 'confirmed' ? now : undefined,
  settlementId: undefined,
  version: 1,
})

const problemOf = (
  { state, amountYen, paidAt }: Pick<PaymentFacts, 'state' | 'amountYen' | 'paidAt'>,
  invoice: Invoice | undefined,
  slip: Slip | undefined,
): Payment['problem'] => {
  if (state === 'cancelled') return undefined
  return invoice === undefined ? 'unknown' : judgePayment(invoice, amountYen, paidAt, slip)
}

const announce = (
  { random }: Pick<World, 'random'>,
  payment: Payment,
  invoice: Invoice | undefined,
  now: Instant,
): Change => {
  const messages: Message[] = [{ kind: 'payment-line', paymentId: payment.id }]
  const email = invoice?.customer.email
  if (
    invoice !== undefined &&
    payment.problem === undefined &&
    email !== undefined &&
    invoice.deliver !== 'none'
  )
    messages.push({ kind: 'receipt', invoiceId: invoice.id, paymentId: payment.id, to: email })
  const { merchantId } = payment
  return {
    kind: 'queue-deliveries',
    deliveries: messages.map((message) => toDelivery(random, { merchantId }, message, now)),
  }
}
