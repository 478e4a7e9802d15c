/** Takes what the stores report: slips, payments, their reversal (速報取消) and their confirmation (確報). */
import type { Actor } from '../domain/access.ts'
import type { Invoice } from '../domain/invoice.ts'
import { type Instant, toStamp } from '../domain/jst-day.ts'
import type { Payment, Slip } from '../domain/payment.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { isSmartPitNumber } from '../domain/smart-pit-number.ts'
import type { Yen } from '../domain/yen.ts'
import type { Change } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { tellCollections } from './inform-merchants.ts'
import { cancelOne, confirmOne } from './move-payment.ts'
import { type Recorded, recordPayment } from './record-payment.ts'
import type { World } from './world.ts'

export type Till = {
  readonly receipt: string
  readonly paidAt: Instant
  readonly chain: string
  readonly store: string
}

/** What was paid: a slip as it was printed, or one invoice of a number, both as the till named them. */
export type PaymentRequest = Till & {
  /** Changes that must happen together with the recording, such as remembering the answer. */
  readonly alongside?: Alongside
} & (
    | { readonly slip: string }
    | { readonly number: string; readonly invoiceId: string; readonly amountYen: Yen }
  )

/** What must happen together with a change of payments. */
export type Alongside = (payments: readonly Payment[]) => Promise<readonly Change[]>

export type Collected = { readonly payments: readonly Payment[]; readonly replayed: boolean }

/**
 * Records money that reached a till; what does not fit is recorded with its problem. A receipt seen before gives the first
 * answer; the same receipt for something else is refused.
 */
export const collectPayment = (
  world: World,
  request: PaymentRequest,
  now: Instant,
): Promise<Result<Collected>> =>
  commitWithRetry<Collected>(world.store, async () => {
    const slip = 'slip' in request ? await world.store.slip(request.slip) : undefined
    if ('slip' in request && slip === undefined)
      return fail({ kind: 'not-found', what: 'slip', id: request.slip })
    const claims = claimsOf(request, slip)
    const earlier = await world.store.paymentsOfReceipt(request.receipt)
    if (earlier.length > 0) {
      return isRepeat(earlier, request, claims)
        ? ok({ changes: [], value: { payments: earlier, replayed: true } })
        : fail(receiptTaken)
    }
    const recorded = await recordAll(world, request, claims, slip, now)
    const payments = recorded.map(({ payment }) => payment)
    const changes = recorded.flatMap((one) => one.changes)
    changes.push(...(await tellCollections(world, payments, now)))
    changes.push(...((await request.alongside?.(payments)) ?? []))
    return ok({ changes, value: { payments, replayed: false } })
  })

type Claim = { readonly invoiceId: string; readonly amountYen: Yen; readonly number: string }

const claimsOf = (request: PaymentRequest, slip: Slip | undefined): readonly Claim[] => {
  if (slip !== undefined) return slip.invoices.map((invoice) => ({ ...invoice, number: slip.number }))
  if ('slip' in request) return []
  return [{ invoiceId: request.invoiceId, amountYen: request.amountYen, number: request.number }]
}

/** The same money told again: same time, till, amounts and (where they were found) invoices. */
const isRepeat = (earlier: readonly Payment[], till: Till, claims: readonly Claim[]): boolean =>
  earlier.length === claims.length &&
  earlier.every((payment, index) => {
    const claim = claims[index]
    return (
      claim !== undefined &&
      payment.amountYen === claim.amountYen &&
      toStamp(payment.paidAt) === toStamp(till.paidAt) &&
      payment.chain === till.chain &&
      payment.store === till.store &&
      (payment.told === undefined ? payment.invoiceId === claim.invoiceId : payment.told === toldOf(claim))
    )
  })

const receiptTaken = {
  kind: 'wrong-state',
  message: {
    ja: 'このレシート番号は別のお支払いに使われています。お支払いごとに違う番号で送ってください。このお支払いは記録していません。',
    en: 'This receipt was used for another payment. Send each payment with its own receipt; this one was not recorded.',
  },
} as const

const storeActor = ({ chain, store }: Pick<Till, 'chain' | 'store'>): Actor => ({
  kind: 'store',
  name: `${chain}-${store}`,
})

const toldOf = ({ number, invoiceId }: Claim): string => `${number} ${invoiceId}`

const recordAll = async (
  world: World,
  till: Till,
  claims: readonly Claim[],
  slip: Slip | undefined,
  now: Instant,
): Promise<readonly Recorded[]> =>
  Promise.all(
    claims.map(async (claim, line) => {
      const invoice = await invoiceOf(world, claim)
      const number = isSmartPitNumber(claim.number) ? claim.number : undefined
      const issued = number === undefined ? undefined : await world.store.issuedNumber(number)
      const { receipt, chain, store, paidAt } = till
      const facts = {
        ...{ receipt, line, chain, store, paidAt },
        merchantId: issued?.merchantId,
        number,
        told: invoice === undefined ? toldOf(claim) : undefined,
        amountYen: claim.amountYen,
        state: 'preliminary',
      } as const
      return recordPayment(world, facts, invoice, slip, storeActor(till), now)
    }),
  )

const invoiceOf = async (world: World, claim: Claim): Promise<Invoice | undefined> => {
  const found = await world.store.invoice(claim.invoiceId)
  return found?.number === claim.number ? found : undefined
}

/** 速報取消: the clerk undid it. The invoice is open again, or expired if its due day has passed. */
export const cancelPayment = (
  world: World,
  receipt: string,
  now: Instant,
  alongside?: Alongside,
): Promise<Result<readonly Payment[]>> =>
  movePayments(world, receipt, 'cancelled', alongside, async (payment, invoice) => {
    const hasLiveSlip = invoice !== undefined && (await world.store.hasLiveSlip(invoice.id, now))
    return cancelOne(world, payment, invoice, hasLiveSlip, storeActor(payment), now)
  })

/** 確報: settled and certain. */
export const confirmPayment = (
  world: World,
  receipt: string,
  now: Instant,
  alongside?: Alongside,
): Promise<Result<readonly Payment[]>> =>
  movePayments(world, receipt, 'confirmed', alongside, async (payment, invoice) =>
    confirmOne(world, payment, invoice, storeActor(payment), now),
  )

const movePayments = (
  world: World,
  receipt: string,
  to: 'cancelled' | 'confirmed',
  alongside: Alongside | undefined,
  move: (payment: Payment, invoice: Invoice | undefined) => Promise<Recorded>,
): Promise<Result<readonly Payment[]>> =>
  commitWithRetry(world.store, async () => {
    const payments = await world.store.paymentsOfReceipt(receipt)
    if (payments.length === 0) return fail({ kind: 'not-found', what: 'payment', id: receipt })
    const due = payments.filter(({ state }) => state !== to)
    if (due.some(({ state }) => state !== 'preliminary')) return fail(alreadyFinal)
    const moved = await Promise.all(
      due.map(async (payment) => {
        const { invoiceId } = payment
        return move(payment, invoiceId === undefined ? undefined : await world.store.invoice(invoiceId))
      }),
    )
    const after = new Map(moved.map(({ payment }) => [payment.id, payment]))
    const value = payments.map((payment) => after.get(payment.id) ?? payment)
    const changes = moved.flatMap((one) => one.changes)
    if (changes.length > 0) changes.push(...((await alongside?.(value)) ?? []))
    return ok({ changes, value })
  })

const alreadyFinal = {
  kind: 'wrong-state',
  message: {
    ja: 'この入金はすでに確報または取消になっています。',
    en: 'This payment has already been confirmed or cancelled.',
  },
} as const
