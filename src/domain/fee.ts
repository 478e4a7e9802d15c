/** Fees besides those of the plan, and the consumption tax on fees (S13, S15, S17; domain.md section 4). */
import type { Day } from './jst-day.ts'
import { legalRatesOn } from './rates.ts'
import { percentOfYen, toYen, type Yen } from './yen.ts'

/** 精算入金手数料, for each payout, tax excluded. */
export const PAYOUT_FEE_YEN = toYen(1_500)
/** A collection notice by FAX, each, tax excluded. */
export const FAX_FEE_YEN = toYen(10)

/** Fees paid once, through a Smart Pit invoice to the merchant itself. */
export type InitialFeeName = 'contract' | 'file-option'

/** Tax-exclusive initial fees: 契約事務手数料 and ファイル登録オプション. */
export const initialFeesYen: Readonly<Record<InitialFeeName, Yen>> = {
  contract: toYen(5_000),
  'file-option': toYen(3_000),
}

/** Consumption tax on a sum of fees at the rate of a day; taken once for the sum, fractions of a yen dropped. */
export const feeTaxYen = (taxableYen: Yen, day: Day): Yen =>
  percentOfYen(taxableYen, legalRatesOn(day).taxPercent)

/** Amount (tax included) and tax of the invoice for an initial fee, at the rate of the day it is billed. */
export const toInitialFee = (
  name: InitialFeeName,
  day: Day,
): { readonly amountYen: Yen; readonly taxYen: Yen } => {
  const netYen = initialFeesYen[name]
  const taxYen = feeTaxYen(netYen, day)
  return { amountYen: toYen(netYen + taxYen), taxYen }
}
