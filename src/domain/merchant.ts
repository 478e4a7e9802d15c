/** A merchant (加盟店): who bills, and how its money is settled. */
import type { Day } from './jst-day.ts'

/** Plan 120 charges ¥120 a paid and ¥20 an unpaid invoice, Plan 130 ¥130 and ¥0 (S14). */
export type PlanName = 'plan-120' | 'plan-130'

/** Every 5 days, every 10 days, half month, month end (S18). */
export type CycleName = '5-days' | '10-days' | 'half-month' | 'month-end'

export type Merchant = {
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  readonly phone: string | undefined
  /** 適格請求書発行事業者の登録番号: `T` and 13 digits. */
  readonly registrationNumber: string | undefined
  /** Channel of the merchant's chat lines. */
  readonly slackChannel: string | undefined
  readonly plan: PlanName
  readonly cycle: CycleName
  readonly since: Day
}
