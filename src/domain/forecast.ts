/** What the next payouts will be, from the payments so far, and what the other plan would have cost. */
import { type IsHoliday, noticeDayOf } from './calendar.ts'
import { feeTaxYen } from './fee.ts'
import { type Day, isAfter, isBefore } from './jst-day.ts'
import type { PlanName } from './merchant.ts'
import { otherPlan, planCostYen, tariffs } from './plan.ts'
import { type Settlement, type SettlementPayment, settlePeriod, type UnpaidInvoice } from './settlement.ts'
import { periodFrom, type SettlementPeriod, type TermsHistory, termsOn } from './terms.ts'
import { sumYen, toYen, type Yen } from './yen.ts'

/** Payments and unpaid invoices that no settlement holds; those not confirmed yet are taken as if they will be. */
export type ForecastInput = {
  readonly merchantId: string
  readonly terms: TermsHistory
  readonly today: Day
  /** The day after the closing of the last settlement whose amount is fixed, else the day of sign-up. */
  readonly unsettledFrom: Day
  readonly isHoliday: IsHoliday
  readonly payments: readonly SettlementPayment[]
  readonly unpaid: readonly UnpaidInvoice[]
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
  const { terms, today, payments, unpaid } = input
  const planOn = (day: Day): PlanName => termsOn(terms, day).plan
  const days = [...payments.map(({ collectedDay }) => collectedDay), ...unpaid.map(({ day }) => day)]
  const periods = periodsToCome(input, days)
  // What is older than the first period rolls into it.
  const periodOf = (day: Day): SettlementPeriod | undefined =>
    periods.find(({ closingDay }) => !isAfter(day, closingDay))
  const paymentsOf = Map.groupBy(payments, ({ collectedDay }) => periodOf(collectedDay))
  const unpaidOf = Map.groupBy(unpaid, ({ day }) => periodOf(day))
  const settlements: Settlement[] = []
  let carriedInYen = input.carriedInYen
  for (const period of periods) {
    const settlement = settlePeriod({
      ...input,
      ...period,
      planOn,
      payments: paymentsOf.get(period) ?? [],
      unpaid: unpaidOf.get(period) ?? [],
      faxCount: period === periods[0] ? input.faxCount : 0,
      carriedInYen,
    })
    settlements.push(settlement)
    carriedInYen = settlement.totals.carriedOutYen
  }
  return { settlements, comparison: comparePlans(payments, unpaid, planOn, today) }
}

/** From the first period whose amount is still open to the one that holds the last of these days; one at least. */
const periodsToCome = (
  { terms, today, unsettledFrom, isHoliday }: ForecastInput,
  days: readonly Day[],
): readonly SettlementPeriod[] => {
  let period = periodFrom(terms, unsettledFrom)
  while (isBefore(noticeDayOf(period.closingDay, isHoliday), today))
    period = periodFrom(terms, period.closingDay.add({ days: 1 }))
  const periods = [period]
  while (days.some((day) => isAfter(day, period.closingDay))) {
    period = periodFrom(terms, period.closingDay.add({ days: 1 }))
    periods.push(period)
  }
  return periods
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
