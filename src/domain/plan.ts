/** The two tariffs, Plan 120 and Plan 130 (S14), and what each costs. */
import type { PlanName } from './merchant.ts'
import { toYen, type Yen } from './yen.ts'

/** Tax-exclusive fees of one invoice: paid, or unpaid (due day passed, or deleted). */
export type Tariff = { readonly paidYen: Yen; readonly unpaidYen: Yen }

export const tariffs: Readonly<Record<PlanName, Tariff>> = {
  'plan-120': { paidYen: toYen(120), unpaidYen: toYen(20) },
  'plan-130': { paidYen: toYen(130), unpaidYen: toYen(0) },
}

/** Invoice fees of a plan, tax excluded. */
export const planCostYen = (plan: PlanName, paidCount: number, unpaidCount: number): Yen =>
  toYen(tariffs[plan].paidYen * paidCount + tariffs[plan].unpaidYen * unpaidCount)

/** The plan with the lower invoice fees: Plan 120 above a payment rate of 2/3; undefined when both cost the same. */
export const cheaperPlan = (paidCount: number, unpaidCount: number): PlanName | undefined => {
  const difference =
    planCostYen('plan-120', paidCount, unpaidCount) - planCostYen('plan-130', paidCount, unpaidCount)
  if (difference === 0) return undefined
  return difference < 0 ? 'plan-120' : 'plan-130'
}

export const otherPlan = (plan: PlanName): PlanName => (plan === 'plan-120' ? 'plan-130' : 'plan-120')
