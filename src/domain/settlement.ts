/** A settlement (精算): what was collected, less the fees and their tax, line by line, and what is paid out (section 4). */
import { closingDayOnOrAfter, type IsHoliday, noticeDayOf, payoutDayOf } from './calendar.ts'
import { FAX_FEE_YEN, feeTaxYen, PAYOUT_FEE_YEN } from './fee.ts'
import { type Day, isAfter } from './jst-day.ts'
import type { CycleName, PlanName } from './merchant.ts'
import { tariffs } from './plan.ts'
import type { SettlementLine } from './settlement-line.ts'
import {
  type ChainSum,
  type SettlementTotals,
  sumChains,
  sumKinds,
  sumLines,
  taxableOf,
} from './settlement-totals.ts'
import { stampDutyOn } from './stamp-duty.ts'
import { negateYen, toYen, type Yen, zeroYen } from './yen.ts'

/** A confirmed payment that no earlier settlement holds; collected on or before the closing day. */
export type SettlementPayment = {
  readonly paymentId: string
  readonly invoiceId: string
  readonly reference: string | undefined
  readonly customerName: string
  readonly subject: string
  readonly amountYen: Yen
  readonly taxYen: Yen | undefined
  readonly collectedDay: Day
  readonly chain: string
}

/** An invoice that ended unpaid: `day` is its due day when it expired, the day of the cancellation when it was cancelled. */
export type UnpaidInvoice = {
  readonly invoiceId: string
  readonly day: Day
  readonly reason: 'expired' | 'cancelled'
  readonly reference?: string | undefined
  readonly customerName?: string | undefined
  readonly subject?: string | undefined
}

export type SettlementInput = {
  readonly merchantId: string
  readonly cycle: CycleName
  /** First day of the period: the day of sign-up, or the day after the last closing. */
  readonly from: Day
  readonly closingDay: Day
  readonly isHoliday: IsHoliday
  readonly payments: readonly SettlementPayment[]
  readonly unpaid: readonly UnpaidInvoice[]
  /** The plan in force on a day. */
  readonly planOn: (day: Day) => PlanName
  /** Collection notices sent by FAX in the period. */
  readonly faxCount: number
  /** What the last settlement carried over; negative when the merchant owes it. */
  readonly carriedInYen: Yen
}

export type Settlement = {
  readonly merchantId: string
  readonly cycle: CycleName
  readonly from: Day
  readonly closingDay: Day
  readonly noticeDay: Day
  /** Undefined when nothing is paid out. */
  readonly payoutDay: Day | undefined
  readonly lines: readonly SettlementLine[]
  readonly totals: SettlementTotals
  /** By chain code. */
  readonly byChain: readonly ChainSum[]
}

/**
 * Settles a period. When nothing would be left after the payout fee and its tax, there is no payout and no payout fee,
 * and the balance, be it negative, zero or too small, is carried over.
 */
export const settlePeriod = (input: SettlementInput): Settlement => {
  assertInput(input)
  const { merchantId, cycle, from, closingDay, isHoliday, carriedInYen } = input
  const lines = linesOfInvoices(input)
  const taxableYen = taxableOf(lines)
  const withPayout = closingLines(input, taxableYen, 'payout')
  const paysOut = sumLines(lines) + sumLines(withPayout) > 0
  lines.push(...(paysOut ? withPayout : closingLines(input, taxableYen, 'no-payout')))
  const netYen = sumLines(lines)
  const noticeDay = noticeDayOf(closingDay, isHoliday)
  return {
    merchantId,
    cycle,
    from,
    closingDay,
    noticeDay,
    payoutDay: paysOut ? payoutDayOf(noticeDay, isHoliday) : undefined,
    lines,
    totals: {
      ...sumKinds(lines),
      faxCount: input.faxCount,
      taxableYen: taxableOf(lines),
      netBeforeCarryYen: toYen(netYen - carriedInYen),
      carriedInYen,
      netYen,
      payoutYen: paysOut ? netYen : zeroYen,
      carriedOutYen: paysOut ? zeroYen : netYen,
    },
    byChain: sumChains(input.payments),
  }
}

const assertInput = ({ cycle, closingDay, payments, unpaid, faxCount }: SettlementInput): void => {
  if (!closingDayOnOrAfter(cycle, closingDay).equals(closingDay))
    throw new RangeError(`${closingDay.toString()} is not a closing day of ${cycle}`)
  if (!Number.isSafeInteger(faxCount) || faxCount < 0) throw new RangeError(`not a count of FAX: ${faxCount}`)
  if (new Set(payments.map(({ paymentId }) => paymentId)).size !== payments.length)
    throw new RangeError('a payment twice')
  if (new Set(unpaid.map(({ invoiceId }) => invoiceId)).size !== unpaid.length)
    throw new RangeError('an unpaid invoice twice')
  const tooLate = payments.some(({ collectedDay }) => isAfter(collectedDay, closingDay))
  if (tooLate || unpaid.some(({ day }) => isAfter(day, closingDay))) {
    throw new RangeError(`a payment or unpaid invoice after the closing day ${closingDay.toString()}`)
  }
}

/** Of payments and unpaid invoices, in one list: a month can have 300,000 of them. */
const linesOfInvoices = ({ payments, unpaid, planOn }: SettlementInput): SettlementLine[] => {
  const tariffOn = memoByDay((day) => tariffs[planOn(day)])
  const stampOn = memoByDay(stampDutyOn)
  const lines: SettlementLine[] = []
  for (const { amountYen, taxYen, collectedDay: day, ...about } of payments) {
    const stampYen = stampOn(day)(amountYen, taxYen)
    lines.push({ kind: 'collected', day, ...about, amountYen })
    lines.push({ kind: 'paid-fee', day, ...about, amountYen: negateYen(tariffOn(day).paidYen) })
    if (stampYen > 0) lines.push({ kind: 'stamp-equivalent', day, ...about, amountYen: negateYen(stampYen) })
  }
  // Under Plan 130 the fee is ¥0; the line still shows the invoice.
  for (const { invoiceId, day, reason, reference, customerName, subject } of unpaid) {
    const about = { invoiceId, reason, reference, customerName, subject }
    lines.push({ kind: 'unpaid-fee', day, ...about, amountYen: negateYen(tariffOn(day).unpaidYen) })
  }
  return lines
}

/** What follows from a day, worked out once for all rows of that day. */
const memoByDay = <T>(of: (day: Day) => T): ((day: Day) => T) => {
  const known = new Map<Day, T>()
  return (day) => {
    const before = known.get(day)
    if (before !== undefined) return before
    const value = of(day)
    known.set(day, value)
    return value
  }
}

const closingLines = (
  { closingDay: day, faxCount, carriedInYen }: SettlementInput,
  taxableYen: Yen,
  payout: 'payout' | 'no-payout',
): readonly SettlementLine[] => {
  const lines: SettlementLine[] = []
  if (faxCount > 0)
    lines.push({ kind: 'fax-fee', day, count: faxCount, amountYen: toYen(-FAX_FEE_YEN * faxCount) })
  if (payout === 'payout')
    lines.push({ kind: 'payout-fee', day, count: 1, amountYen: negateYen(PAYOUT_FEE_YEN) })
  const taxYen = feeTaxYen(toYen(taxableYen + taxableOf(lines)), day)
  if (taxYen > 0) lines.push({ kind: 'tax', day, count: 1, amountYen: negateYen(taxYen) })
  if (carriedInYen !== 0) lines.push({ kind: 'carried-in', day, count: 1, amountYen: carriedInYen })
  return lines
}
