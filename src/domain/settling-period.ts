/** Which settlement a fact belongs to, by nothing but its own days: the proof that settlements part what was collected. */
import { type Day, type Instant, isBefore, isEarlier } from './jst-day.ts'
import type { Payment } from './payment.ts'

/** A settlement whose amount is fixed, as far as it decides what belongs to it. */
export type FixedPeriod = {
  readonly settlementId: string
  readonly closingDay: Day
  /** The start of its notice day: what became certain later rolls on. */
  readonly certainBefore: Instant
}

/** The settlement that holds what ended, or was sent, on a day; undefined while none is fixed. `periods`: oldest first. */
export const settlementOfDay = (periods: readonly FixedPeriod[], day: Day): string | undefined =>
  periods[firstClosing(periods, day)]?.settlementId

/** The settlement that holds a payment; undefined for money that is not certain, has a problem, or waits for the next. */
export const settlementOfPayment = (
  periods: readonly FixedPeriod[],
  payment: Payment,
  collectedDay: Day,
  resolvedAt: Instant | undefined,
): string | undefined => {
  const { confirmedAt, problem, resolution, state } = payment
  if (state !== 'confirmed' || confirmedAt === undefined) return undefined
  if (problem !== undefined && (resolution !== 'accept' || resolvedAt === undefined)) return undefined
  const certainAt =
    problem !== undefined && resolvedAt !== undefined && isEarlier(confirmedAt, resolvedAt)
      ? resolvedAt
      : confirmedAt
  for (let index = firstClosing(periods, collectedDay); index < periods.length; index += 1) {
    const period = periods[index]
    if (period !== undefined && isEarlier(certainAt, period.certainBefore)) return period.settlementId
  }
  return undefined
}

/** The first period that closes on the day or after it, by halving: a merchant of ten years has 700 periods. */
const firstClosing = (periods: readonly FixedPeriod[], day: Day): number => {
  let low = 0
  let high = periods.length
  while (low < high) {
    const middle = (low + high) >> 1
    const period = periods[middle]
    if (period !== undefined && isBefore(period.closingDay, day)) low = middle + 1
    else high = middle
  }
  return low
}
