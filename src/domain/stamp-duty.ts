/** Stamp duty: the ¥200 equivalent charged to the merchant (S16), and the stamp flag of the barcode (section 5). */
import type { Day } from './jst-day.ts'
import { legalRatesOn } from './rates.ts'
import { toYen, type Yen, zeroYen } from './yen.ts'

/** 収入印紙相当額 of one payment; not taxed. */
export const STAMP_EQUIVALENT_YEN = toYen(200)

/**
 * ¥200 when the tax-exclusive amount (本体価格) reaches the threshold of that day, else ¥0. `amountYen` includes tax;
 * a tax that nobody stated is not guessed (never divide by 1.1): the whole amount then counts.
 */
export const stampDutyYen = (amountYen: Yen, taxYen: Yen | undefined, day: Day): Yen =>
  stampDutyOn(day)(amountYen, taxYen)

/** The same for many amounts of one day. */
export const stampDutyOn = (day: Day): ((amountYen: Yen, taxYen: Yen | undefined) => Yen) => {
  const { stampFromNetYen } = legalRatesOn(day)
  return (amountYen, taxYen) =>
    amountYen - (taxYen ?? 0) >= stampFromNetYen ? STAMP_EQUIVALENT_YEN : zeroYen
}

/** Whether the barcode's stamp flag is 1: by the tax-exclusive amount when the tax is itemised, else by the inclusive one. */
export const needsStampFlag = (amountYen: Yen, taxYen: Yen | undefined, day: Day): boolean => {
  const rates = legalRatesOn(day)
  return taxYen === undefined
    ? amountYen >= rates.stampFromGrossYen
    : amountYen - taxYen >= rates.stampFromNetYen
}
