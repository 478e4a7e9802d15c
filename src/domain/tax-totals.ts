/** Totals and tax for each rate, as a qualified invoice (適格請求書) shows them. */
import type { InvoiceLine } from './invoice.ts'
import { sumYen, toYen, type Yen } from './yen.ts'

export type TaxTotal = {
  readonly taxRate: InvoiceLine['taxRate']
  readonly totalYen: Yen
  readonly taxYen: Yen
}

/** Tax-inclusive totals by rate, highest first; the tax within each is rounded once, fractions dropped. */
export const toTaxTotals = (lines: readonly InvoiceLine[]): readonly TaxTotal[] =>
  ([10, 8, 0] as const).flatMap((taxRate): TaxTotal[] => {
    const ofRate = lines.filter((line) => line.taxRate === taxRate)
    if (ofRate.length === 0) return []
    const totalYen = sumYen(ofRate.map(({ amountYen }) => amountYen))
    return [{ taxRate, totalYen, taxYen: toYen(Math.trunc((totalYen * taxRate) / (100 + taxRate))) }]
  })
