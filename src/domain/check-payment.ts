/** Walks a payment through its history anew: what it must be now, and what each step must have posted. */
import { compare, type Difference } from './difference.ts'
import type { Invoice } from './invoice.ts'
import { type Day, type Instant, toJstDay } from './jst-day.ts'
import {
  asCentreIncome,
  type LedgerPayment,
  type Posting,
  postAcceptance,
  postCollection,
  postConfirmation,
  postProblemPayment,
  postRefund,
  postReversal,
} from './ledger.ts'
import type { Payment, PaymentState } from './payment.ts'
import { type Yen, zeroYen } from './yen.ts'

/** What a payment became with a version, and whose it was from then on. */
export type PaymentMoveRecord = Pick<Payment, 'merchantId' | 'invoiceId'> & {
  readonly version: number
  readonly at: Instant
  readonly state: PaymentState
  /** The decision that was taken with this version. */
  readonly resolution: Payment['resolution']
}

/** A payment as it is kept, with every move it made. */
export type PaymentRecord = {
  readonly payment: Payment
  readonly collectedDay: Day
  readonly resolvedAt: Instant | undefined
  readonly history: readonly PaymentMoveRecord[]
}

/** The entries that belong under a cause, and their day. */
export type ExpectedPosting = { readonly cause: string; readonly day: Day; readonly posting: Posting }

export type CheckedPayment = {
  readonly differences: readonly Difference[]
  readonly postings: readonly ExpectedPosting[]
}

/** `invoice` is the one the payment belongs to, if any. */
export const checkPayment = (record: PaymentRecord, invoice: Invoice | undefined): CheckedPayment => {
  const { payment, history } = record
  const where = `payment ${payment.id}`
  const wanted = Array.from({ length: Math.max(payment.version, 1) }, (_, index) => index + 1)
  const gaps = compare(
    where,
    'payment-history',
    'versions',
    wanted.join(),
    history.map(({ version }) => version).join(),
  )
  if (gaps.length > 0) return { differences: gaps, postings: [] }
  const { moved, postings, differences } = replay(record, invoice?.taxYen ?? zeroYen)
  return {
    postings,
    differences: [
      ...differences,
      ...compare(where, 'payment-state', 'state', moved.state, payment.state),
      ...compare(where, 'payment-state', 'resolution', moved.resolution, payment.resolution),
      ...compare(where, 'payment-state', 'merchant_id', moved.merchantId, payment.merchantId),
      ...compare(where, 'payment-state', 'invoice_id', history.at(-1)?.invoiceId, payment.invoiceId),
      ...compare(where, 'payment-state', 'confirmed_at', atOf(history, isConfirmation), payment.confirmedAt),
      ...compare(where, 'payment-state', 'resolved_at', atOf(history, isDecision), record.resolvedAt),
      ...compare(where, 'payment-state', 'collected_day', toJstDay(payment.paidAt), record.collectedDay),
      ...checkInvoiceOf(where, payment, invoice),
    ],
  }
}

/** Whether a payment counted as its invoice's at an instant: not undone, and without a problem or accepted. */
export const countedAt = ({ payment, history }: PaymentRecord, at: Instant): boolean => {
  const until = history.filter((move) => Temporal.Instant.compare(move.at, at) <= 0)
  const isAccepted = until.some(({ resolution }) => resolution === 'accept')
  const state = until.at(-1)?.state
  return state !== undefined && state !== 'cancelled' && (payment.problem === undefined || isAccepted)
}

const isConfirmation = (move: PaymentMoveRecord): boolean => move.state === 'confirmed'
const isDecision = (move: PaymentMoveRecord): boolean => move.resolution !== undefined
const atOf = (
  history: readonly PaymentMoveRecord[],
  is: (move: PaymentMoveRecord) => boolean,
): Instant | undefined => history.find(is)?.at

type Replay = {
  readonly moved: LedgerPayment
  readonly postings: readonly ExpectedPosting[]
  readonly differences: readonly Difference[]
}

const replay = ({ payment, history }: PaymentRecord, taxYen: Yen): Replay => {
  const { id, amountYen, problem } = payment
  const first = history[0]
  let moved: LedgerPayment = {
    amountYen,
    problem,
    resolution: undefined,
    merchantId: first?.merchantId ?? payment.merchantId,
    state: first?.state ?? payment.state,
  }
  const postings: ExpectedPosting[] = []
  const differences: Difference[] = []
  const post = (cause: string, day: Day, posting: Posting): void => {
    const all = asCentreIncome(posting, taxYen)
    if (all.length > 0) postings.push({ cause: `${cause}:${id}`, day, posting: all })
  }
  // A 速報取消 that came before its 速報 moves no money.
  if (moved.state !== 'cancelled') {
    const posting = problem === undefined ? postCollection(moved) : postProblemPayment(moved)
    post('collected', toJstDay(payment.paidAt), posting)
  }
  for (const { version, at, state, resolution, merchantId } of history.slice(1)) {
    const day = toJstDay(at)
    const step = stepOf(moved, state, resolution)
    if (step === 'accept') post(step, day, postAcceptance(moved, merchantId))
    else if (step === 'refunded') post(step, day, postRefund(moved))
    else if (step === 'confirmed') post(step, day, postConfirmation(moved))
    else if (step === 'cancelled') post(step, day, postReversal(moved))
    else {
      const found = `${moved.state} → ${state}${resolution === undefined ? '' : ` (${resolution})`} (version ${version})`
      const expected = `a move from ${moved.state} that the states know`
      differences.push({ where: `payment ${id}`, rule: 'payment-move', expected, found })
    }
    moved = { ...moved, state, merchantId, resolution: resolution ?? moved.resolution }
  }
  return { moved, postings, differences }
}

const stepOf = (
  before: LedgerPayment,
  state: PaymentState,
  resolution: Payment['resolution'],
): 'accept' | 'refunded' | 'confirmed' | 'cancelled' | undefined => {
  if (resolution !== undefined) {
    const mayDecide = before.problem !== undefined && before.resolution === undefined
    return mayDecide && state === before.state && state !== 'cancelled' ? resolution : undefined
  }
  return before.state === 'preliminary' && state !== 'preliminary' ? state : undefined
}

/** Money without a problem has paid its invoice, to the yen; and what paid an invoice is as certain as the invoice. */
const checkInvoiceOf = (
  where: string,
  payment: Payment,
  invoice: Invoice | undefined,
): readonly Difference[] => {
  if (payment.state === 'cancelled') {
    return invoice?.paidPaymentId === payment.id && !invoice.repeat
      ? compare(where, 'invoice-payment', 'payment of the invoice', undefined, payment.id)
      : []
  }
  const counts = payment.problem === undefined || payment.resolution === 'accept'
  if (invoice === undefined) {
    if (!counts && payment.invoiceId === undefined) return []
    return [
      {
        where,
        rule: 'invoice-payment',
        expected: 'an invoice that it pays',
        found: payment.invoiceId ?? '–',
      },
    ]
  }
  const paidIt = invoice.paidPaymentId === payment.id
  const isFirst = payment.problem === undefined && !invoice.repeat
  return [
    ...compare(
      where,
      'invoice-payment',
      'merchant_id of the invoice',
      payment.merchantId,
      invoice.merchantId,
    ),
    ...(payment.problem === undefined
      ? compare(where, 'invoice-payment', 'amount of the invoice', payment.amountYen, invoice.amountYen)
      : []),
    ...(isFirst && !paidIt
      ? compare(where, 'invoice-payment', 'payment of the invoice', payment.id, invoice.paidPaymentId)
      : []),
    ...(paidIt && !invoice.repeat
      ? compare(where, 'invoice-payment', 'status of the invoice', statusFor(payment, counts), invoice.status)
      : []),
  ]
}

const statusFor = ({ state }: Payment, counts: boolean): Invoice['status'] => {
  if (!counts) return 'open'
  return state === 'confirmed' ? 'confirmed' : 'paid'
}
