/** The one dated table of rates and thresholds that the law sets (domain.md sections 2, 4 and 5). */
import type { Day } from './jst-day.ts'
import { toYen, type Yen } from './yen.ts'

/** What the law says from a day on, until the next row. */
export type LegalRates = {
  /** First JST day, `YYYY-MM-DD`. */
  readonly from: string
  /** Consumption tax, percent. */
  readonly taxPercent: number
  /** A receipt bears a stamp from this amount on, tax excluded. */
  readonly stampFromNetYen: Yen
  /** The same, tax included, for amounts whose tax is not itemised. */
  readonly stampFromGrossYen: Yen
}

/** Oldest first; a new law is a new row. */
export const legalRates = [
  { from: '1997-04-01', taxPercent: 5, stampFromNetYen: toYen(30_000), stampFromGrossYen: toYen(31_500) },
  { from: '2014-04-01', taxPercent: 8, stampFromNetYen: toYen(50_000), stampFromGrossYen: toYen(54_000) },
  { from: '2019-10-01', taxPercent: 10, stampFromNetYen: toYen(50_000), stampFromGrossYen: toYen(55_000) },
] as const satisfies readonly LegalRates[]

/** The row in force on a day; days before the first row take the first. */
export const legalRatesOn = (day: Day): LegalRates => {
  const date = day.toString()
  return legalRates.findLast(({ from }) => from <= date) ?? legalRates[0]
}
