/** Takes what the stores report: slips, payments, their reversal (速報取消) and their confirmation (確報). */
import type { Actor } from '../domain/access.ts'
import type { Message } from '../domain/delivery.ts'
import type { Invoice, InvoiceStatus } from '../domain/invoice.ts'
import { endOfDay, type Instant, isEarlier, toJstDay } from '../domain/jst-day.ts'
import { postCollection, postConfirmation, postProblemPayment, postReversal } from '../domain/ledger.ts'
import { judgePayment, type Payment, type Slip } from '../domain/payment.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { SmartPitNumber } from '../domain/smart-pit-number.ts'
import type { Yen } from '../domain/yen.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { toDelivery } from './to-delivery.ts'
import type { World } from './world.ts'

export type Till = {
  readonly receipt: string
  readonly paidAt: Instant
  readonly chain: string
  readonly store: string
}

/** What was paid: a slip as it was printed, or one invoice of a number. */
export type PaymentRequest = Till &
  (
    | { readonly slip: string }
    | { readonly number: SmartPitNumber; readonly invoiceId: string; readonly amountYen: Yen }
  )

export type Collected = { readonly payments: readonly Payment[]; readonly replayed: boolean }

/** Records money that reached a till; a receipt seen before gives the first answer. What does not fit is recorded too. */
export const collectPayment = (
  world: World,
  request: PaymentRequest,
  now: Instant,
): Promise<Result<Collected>> =>
  commitWithRetry<Collected>(world.store, async () => {
    const earlier = await world.store.paymentsOfReceipt(request.receipt)
    if (earlier.length > 0) return ok({ changes: [], value: { payments: earlier, replayed: true } })
    const slip = 'slip' in request ? await world.store.slip(request.slip) : undefined
    if ('slip' in request && slip === undefined)
      return fail({ kind: 'not-found', what: 'slip', id: request.slip })
    const claims = claimsOf(request, slip)
    const taken = await Promise.all(
      claims.map((claim, line) => takeOne(world, request, claim, line, slip, now)),
    )
    return ok({
      changes: taken.flatMap(({ changes }) => changes),
      value: { payments: taken.map(({ payment }) => payment), replayed: false },
    })
  })

type Claim = { readonly invoiceId: string; readonly amountYen: Yen; readonly number: SmartPitNumber }

const claimsOf = (request: PaymentRequest, slip: Slip | undefined): readonly Claim[] => {
  if (slip !== undefined) return slip.invoices.map((invoice) => ({ ...invoice, number: slip.number }))
  if ('slip' in request) return []
  return [{ invoiceId: request.invoiceId, amountYen: request.amountYen, number: request.number }]
}

const storeActor = (till: Till): Actor => ({ kind: 'store', name: `${till.chain}-${till.store}` })

const takeOne = async (
  world: World,
  till: Till,
  claim: Claim,
  line: number,
  slip: Slip | undefined,
  now: Instant,
): Promise<{ readonly payment: Payment; readonly changes: readonly Change[] }> => {
  const found = await world.store.invoice(claim.invoiceId)
  const invoice = found?.number === claim.number ? found : undefined
  const payment: Payment = {
    id: world.random.id('pay'),
    merchantId: invoice?.merchantId ?? (await world.store.issuedNumber(claim.number))?.merchantId,
    invoiceId: invoice?.id,
    number: claim.number,
    receipt: till.receipt,
    line,
    chain: till.chain,
    store: till.store,
    amountYen: claim.amountYen,
    paidAt: till.paidAt,
    recordedAt: now,
    state: 'preliminary',
    problem: invoice === undefined ? 'unknown' : judgePayment(invoice, claim.amountYen, till.paidAt, slip),
    resolution: undefined,
    confirmedAt: undefined,
    settlementId: undefined,
    version: 1,
  }
  return { payment, changes: changesOf(world, payment, invoice, storeActor(till), now) }
}

const changesOf = (
  world: World,
  payment: Payment,
  invoice: Invoice | undefined,
  actor: Actor,
  now: Instant,
): readonly Change[] => {
  const posting = payment.problem === undefined ? postCollection(payment) : postProblemPayment(payment)
  const changes: Change[] = [
    { kind: 'add-payment', payment, actor },
    { kind: 'post-entries', cause: `collected:${payment.id}`, day: toJstDay(payment.paidAt), posting },
  ]
  const messages: Message[] = [{ kind: 'payment-line', paymentId: payment.id }]
  if (invoice !== undefined && payment.problem === undefined) {
    const detail = { payment: payment.id, receipt: payment.receipt, amount: payment.amountYen }
    const to: InvoiceStatus = invoice.repeat ? 'open' : 'paid'
    changes.push({ kind: 'move-invoice', invoice, to, action: 'pay', at: payment.paidAt, actor, detail })
    const { email } = invoice.customer
    if (email !== undefined && invoice.deliver !== 'none') {
      messages.push({ kind: 'receipt', invoiceId: invoice.id, paymentId: payment.id, to: email })
    }
  }
  const { merchantId } = payment
  if (merchantId !== undefined) {
    const deliveries = messages.map((message) => toDelivery(world.random, { merchantId }, message, now))
    changes.push({ kind: 'queue-deliveries', deliveries })
  }
  return changes
}

/** 速報取消: the clerk undid it. The invoice is open again, or expired if its due day has passed. */
export const cancelPayment = (
  world: World,
  receipt: string,
  now: Instant,
): Promise<Result<readonly Payment[]>> => movePayments(world, receipt, 'cancelled', now)

/** 確報: settled and certain. */
export const confirmPayment = (
  world: World,
  receipt: string,
  now: Instant,
): Promise<Result<readonly Payment[]>> => movePayments(world, receipt, 'confirmed', now)

const movePayments = (
  world: World,
  receipt: string,
  to: 'cancelled' | 'confirmed',
  now: Instant,
): Promise<Result<readonly Payment[]>> =>
  commitWithRetry(world.store, async () => {
    const payments = await world.store.paymentsOfReceipt(receipt)
    if (payments.length === 0) return fail({ kind: 'not-found', what: 'payment', id: receipt })
    const due = payments.filter(({ state }) => state !== to)
    if (due.some(({ state }) => state !== 'preliminary')) return fail(alreadyFinal)
    const changes = await Promise.all(due.map((payment) => moveOne(world, payment, to, now)))
    return ok({
      changes: changes.flat(),
      value: payments.map((payment) => ({
        ...payment,
        state: to,
        confirmedAt: to === 'confirmed' ? (payment.confirmedAt ?? now) : payment.confirmedAt,
      })),
    })
  })

const alreadyFinal = {
  kind: 'wrong-state',
  message: {
    ja: 'この入金はすでに確報または取消になっています。',
    en: 'This payment has already been confirmed or cancelled.',
  },
} as const

const moveOne = async (
  world: World,
  payment: Payment,
  to: 'cancelled' | 'confirmed',
  now: Instant,
): Promise<readonly Change[]> => {
  const actor = storeActor(payment)
  const posting = to === 'cancelled' ? postReversal(payment) : postConfirmation(payment)
  const changes: Change[] = [{ kind: 'move-payment', payment, to, at: now, actor }]
  if (posting.length > 0) {
    changes.push({ kind: 'post-entries', cause: `${to}:${payment.id}`, day: toJstDay(now), posting })
  }
  const invoice = payment.invoiceId === undefined ? undefined : await world.store.invoice(payment.invoiceId)
  if (invoice === undefined || payment.problem !== undefined || invoice.repeat || invoice.status !== 'paid')
    return changes
  const detail = { payment: payment.id, receipt: payment.receipt }
  const back: InvoiceStatus = isEarlier(now, endOfDay(invoice.dueDay)) ? 'open' : 'expired'
  const status = to === 'confirmed' ? 'confirmed' : back
  const action = to === 'confirmed' ? 'confirm' : 'undo-payment'
  changes.push({ kind: 'move-invoice', invoice, to: status, action, at: now, actor, detail })
  if (to === 'cancelled' && payment.merchantId !== undefined) {
    const line = toDelivery(
      world.random,
      { merchantId: payment.merchantId },
      { kind: 'payment-line', paymentId: payment.id },
      now,
      1,
    )
    changes.push({ kind: 'queue-deliveries', deliveries: [line] })
  }
  return changes
}
