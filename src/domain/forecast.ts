/** What the next payouts will be, from the payments so far, and what the other plan would have cost. */
import { closingDayOnOrAfter, type IsHoliday, nextClosingDay, noticeDayOf } from './calendar.ts'
import { feeTaxYen } from './fee.ts'
import { type Day, isAfter, isBefore } from './jst-day.ts'
import type { CycleName, PlanName } from './merchant.ts'
import { otherPlan, planCostYen, tariffs } from './plan.ts'
import { type Settlement, type SettlementPayment, settlePeriod, type UnpaidInvoice } from './settlement.ts'
import { sumYen, toYen, type Yen } from './yen.ts'

/** Payments and unpaid invoices that no settlement holds; those not confirmed yet are taken as if they will be. */
export type ForecastInput = {
  readonly merchantId: string
  readonly cycle: CycleName
  readonly today: Day
  /** Closing day of the last settlement whose amount is fixed; undefined when there is none. */
  readonly settledThrough: Day | undefined
  readonly isHoliday: IsHoliday
  readonly payments: readonly SettlementPayment[]
  readonly unpaid: readonly UnpaidInvoice[]
  readonly planOn: (day: Day) => PlanName
  /** Notices by FAX so far; they are charged with the first settlement. */
  readonly faxCount: number
  readonly carriedInYen: Yen
}

export type Forecast = {
  /** As the settlements would be closed, oldest first; always one at least. */
  readonly settlements: readonly Settlement[]
  readonly comparison: PlanComparison
}

/** Invoice fees with their tax; `savingYen` is what the other plan would have cost less, negative when it costs more. */
export type PlanComparison = {
  readonly plan: PlanName
  readonly costYen: Yen
  readonly otherPlan: PlanName
  readonly otherCostYen: Yen
  readonly savingYen: Yen
}

/** The settlements still to come for what is known today. */
export const forecastPayouts = (input: ForecastInput): Forecast => {
  const { cycle, today, payments, unpaid, planOn } = input
  const first = firstClosing(input)
  const fallsOn = (day: Day): Day => (isAfter(day, first) ? closingDayOnOrAfter(cycle, day) : first)
  const days = [...payments.map(({ collectedDay }) => collectedDay), ...unpaid.map(({ day }) => day)]
  const last = days.map(fallsOn).reduce((latest, day) => (isAfter(day, latest) ? day : latest), first)
  const settlements: Settlement[] = []
  let carriedInYen = input.carriedInYen
  for (let closingDay = first; !isAfter(closingDay, last); closingDay = nextClosingDay(cycle, closingDay)) {
    const settlement = settlePeriod({
      ...input,
      closingDay,
      payments: payments.filter(({ collectedDay }) => fallsOn(collectedDay).equals(closingDay)),
      unpaid: unpaid.filter(({ day }) => fallsOn(day).equals(closingDay)),
      faxCount: closingDay === first ? input.faxCount : 0,
      carriedInYen,
    })
    settlements.push(settlement)
    carriedInYen = settlement.totals.carriedOutYen
  }
  return { settlements, comparison: comparePlans(payments, unpaid, planOn, today) }
}

/** The first closing whose amount is still open: not settled, and its notice day has not passed. */
const firstClosing = ({ cycle, today, settledThrough, isHoliday }: ForecastInput): Day => {
  // No closing this long ago can still await its notice day.
  let closingDay = closingDayOnOrAfter(
    cycle,
    settledThrough?.add({ days: 1 }) ?? today.subtract({ days: 31 }),
  )
  while (isBefore(noticeDayOf(closingDay, isHoliday), today)) closingDay = nextClosingDay(cycle, closingDay)
  return closingDay
}

/** The invoice fees of these payments and unpaid invoices, as they were, and all under the plan not in force today. */
export const comparePlans = (
  payments: readonly Pick<SettlementPayment, 'collectedDay'>[],
  unpaid: readonly Pick<UnpaidInvoice, 'day'>[],
  planOn: (day: Day) => PlanName,
  today: Day,
): PlanComparison => {
  const plan = planOn(today)
  const other = otherPlan(plan)
  const feesYen = sumYen([
    ...payments.map(({ collectedDay }) => tariffs[planOn(collectedDay)].paidYen),
    ...unpaid.map(({ day }) => tariffs[planOn(day)].unpaidYen),
  ])
  const costYen = withTax(feesYen, today)
  const otherCostYen = withTax(planCostYen(other, payments.length, unpaid.length), today)
  return { plan, costYen, otherPlan: other, otherCostYen, savingYen: toYen(costYen - otherCostYen) }
}

const withTax = (feesYen: Yen, day: Day): Yen => toYen(feesYen + feeTaxYen(feesYen, day))
