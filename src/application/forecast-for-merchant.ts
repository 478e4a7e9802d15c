/** What a merchant's next payouts will be, and what this month would have cost under the other plan. */
import { comparePlans, type Forecast, forecastPayouts, type PlanComparison } from '../domain/forecast.ts'
import { type Day, endOfMonth, type Instant, toJstDay } from '../domain/jst-day.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import { termsOn } from '../domain/terms.ts'
import { zeroYen } from '../domain/yen.ts'
import type { World } from './world.ts'

export type MerchantForecast = {
  readonly today: Day
  readonly settlements: Forecast['settlements']
  readonly thisMonth: MonthComparison
}

/** Fees of a calendar month so far, settled or not, under the plan in force and under the other. */
export type MonthComparison = PlanComparison & {
  readonly from: Day
  readonly to: Day
  readonly paid: number
  readonly unpaid: number
}

/** `not-found` for the centre, which is never paid out. */
export const forecastForMerchant = async (
  { store, surroundings }: Pick<World, 'store' | 'surroundings'>,
  merchantId: string,
  now: Instant,
): Promise<Result<MerchantForecast>> => {
  const merchant = await store.merchant(merchantId)
  if (merchant === undefined || merchantId === CENTRE_ID)
    return fail({ kind: 'not-found', what: 'settlement', id: merchantId })
  const today = toJstDay(now)
  const month = { from: today.with({ day: 1 }), to: endOfMonth(today) }
  const [terms, settlements, facts, counts] = await Promise.all([
    store.terms(merchant),
    store.settlements(merchantId),
    store.settlementFacts(merchantId, { to: today }),
    store.dailyCounts(merchantId, month.from, month.to),
  ])
  // What is closed but not fixed can still change: it is forecast like the rest.
  const last = settlements.find(({ status }) => status !== 'closed')?.settlement
  const forecast = forecastPayouts({
    merchantId,
    terms,
    today,
    unsettledFrom: last?.closingDay.add({ days: 1 }) ?? merchant.since,
    isHoliday: surroundings.isHoliday,
    payments: facts.payments,
    unpaid: facts.unpaid,
    faxCount: facts.faxes.length,
    carriedInYen: last?.totals.carriedOutYen ?? zeroYen,
  })
  const paidDays = counts.flatMap(({ day, paid }) =>
    Array.from({ length: paid }, () => ({ collectedDay: day })),
  )
  const unpaidDays = counts.flatMap(({ day, unpaid }) => Array.from({ length: unpaid }, () => ({ day })))
  const comparison = comparePlans(paidDays, unpaidDays, (day) => termsOn(terms, day).plan, today)
  const thisMonth = { ...comparison, ...month, paid: paidDays.length, unpaid: unpaidDays.length }
  return ok({ today, settlements: forecast.settlements, thisMonth })
}
