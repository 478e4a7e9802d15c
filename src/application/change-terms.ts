/** Plan and cycle can be changed (S14): what is agreed anew counts from the next settlement period. */
import type { Actor } from '../domain/access.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import type { Merchant } from '../domain/merchant.ts'
import { scheduleTerms, type Terms, type TermsChange, type TermsHistory, termsOn } from '../domain/terms.ts'
import type { Change } from '../ports.ts'

export type TermsRequest = {
  readonly merchant: Merchant
  readonly history: TermsHistory
  readonly wanted: Partial<Terms>
  readonly actor: Actor
}

/** The change that agrees on new terms; none when they are what counts from then on anyway. */
export const changeTerms = (
  { merchant, history, wanted, actor }: TermsRequest,
  now: Instant,
): readonly Change[] => {
  const change = scheduleTerms(history, wanted, toJstDay(now))
  const agreed = termsOn(history, change.effectiveDay)
  if (agreed.plan === change.plan && agreed.cycle === change.cycle) return []
  const position = history.changes.length
  return [{ kind: 'add-terms', merchantId: merchant.id, position, change, at: now, actor }]
}

/** Terms as they stand on a day: in force, and what comes next, if anything. */
export type TermsView = { readonly inForce: Terms; readonly scheduled: TermsChange | undefined }

export const viewTerms = (history: TermsHistory, now: Instant): TermsView => {
  const inForce = termsOn(history, toJstDay(now))
  const next = scheduleTerms(history, {}, toJstDay(now))
  const isSame = next.plan === inForce.plan && next.cycle === inForce.cycle
  return { inForce, scheduled: isSame ? undefined : next }
}
