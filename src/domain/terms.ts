/** What was agreed with a merchant, plan and cycle, and from which day on (S14, S18; domain.md section 4, fee day). */
import { closingDayOnOrAfter } from './calendar.ts'
import { type Day, isAfter, isBefore } from './jst-day.ts'
import type { CycleName, PlanName } from './merchant.ts'

export type Terms = { readonly plan: PlanName; readonly cycle: CycleName }

/** Terms and the first day on which they count; always the day after a closing. */
export type TermsChange = Terms & { readonly effectiveDay: Day }

/** Terms from sign-up on, and what was agreed since, in the order it was asked for. */
export type TermsHistory = { readonly initial: Terms; readonly changes: readonly TermsChange[] }

/** The terms that count on a day; of changes that count from the same day the one asked for last wins. */
export const termsOn = ({ initial, changes }: TermsHistory, day: Day): Terms => {
  let latest: TermsChange | undefined
  for (const change of changes) {
    if (isAfter(change.effectiveDay, day)) continue
    if (latest === undefined || !isBefore(change.effectiveDay, latest.effectiveDay)) latest = change
  }
  return latest ?? initial
}

/**
 * A change asked for on a day: it counts from the first day of the next settlement period, and what it does not name stays
 * as agreed for that day.
 */
export const scheduleTerms = (
  history: TermsHistory,
  wanted: Partial<Terms>,
  requestedDay: Day,
): TermsChange => {
  const effectiveDay = closingDayOnOrAfter(termsOn(history, requestedDay).cycle, requestedDay).add({
    days: 1,
  })
  return { ...termsOn(history, effectiveDay), ...wanted, effectiveDay }
}

/** A settlement period; `from` and `closingDay` belong to it. */
export type SettlementPeriod = { readonly from: Day; readonly closingDay: Day; readonly cycle: CycleName }

/** The period that begins on a day: the day of sign-up, or the day after a closing. */
export const periodFrom = (history: TermsHistory, from: Day): SettlementPeriod => {
  const { cycle } = termsOn(history, from)
  return { from, closingDay: closingDayOnOrAfter(cycle, from), cycle }
}

/** Every period from a day on that closes on a day or before, oldest first. */
export const periodsUntil = (history: TermsHistory, from: Day, until: Day): readonly SettlementPeriod[] => {
  const periods: SettlementPeriod[] = []
  let period = periodFrom(history, from)
  while (!isAfter(period.closingDay, until)) {
    periods.push(period)
    period = periodFrom(history, period.closingDay.add({ days: 1 }))
  }
  return periods
}
