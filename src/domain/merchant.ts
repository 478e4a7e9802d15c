/** A merchant (加盟店): who bills, and how its money is settled. */
import type { Day } from './jst-day.ts'

/** Plan 120 charges ¥120 a paid and ¥20 an unpaid invoice, Plan 130 ¥130 and ¥0 (S14). */
export type PlanName = 'plan-120' | 'plan-130'

/** Every 5 days, every 10 days, half month, month end (S18). */
export type CycleName = '5-days' | '10-days' | 'half-month' | 'month-end'

/**
 * The centre (スマートピットセンター) runs the installation. It is a merchant of its own: it bills the initial fees and keeps
 * money that nobody claims; it pays no fees and is never settled.
 */
export const CENTRE_ID = 'mer_centre'

export type Merchant = {
  readonly id: string
  readonly name: string
  readonly email: string | undefined
  readonly phone: string | undefined
  /** Postal address, as it stands on the sheet. */
  readonly address: string | undefined
  /** The vault's key of the logo that stands on the sheet. */
  readonly logo: string | undefined
  /** Where collection notices go by FAX (S17). */
  readonly fax: string | undefined
  /** 適格請求書発行事業者の登録番号: `T` and 13 digits. */
  readonly registrationNumber: string | undefined
  /** Channel of the merchant's chat lines. */
  readonly slackChannel: string | undefined
  /** Plan and cycle at sign-up; later changes are terms (`terms.ts`). */
  readonly plan: PlanName
  readonly cycle: CycleName
  /** ファイル登録オプション (S8). */
  readonly fileOption: boolean
  /** 請求書発行企業コード, 6 digits, and client code, up to 5: of a contract with a collection agency (section 5). */
  readonly agencyCode: string | undefined
  readonly clientCode: string | undefined
  readonly since: Day
}
