/** The sums of a settlement, taken from its lines. */
import type { SettlementLine } from './settlement-line.ts'
import { negateYen, sumYen, toYen, type Yen } from './yen.ts'

/** What one chain collected. */
export type ChainSum = { readonly chain: string; readonly count: number; readonly amountYen: Yen }

/** Counts and sums by kind of line; fees and tax as positive amounts. */
export type KindSums = {
  readonly grossYen: Yen
  readonly paidCount: number
  readonly paidFeeYen: Yen
  readonly unpaidCount: number
  readonly unpaidFeeYen: Yen
  readonly stampCount: number
  readonly stampYen: Yen
  readonly faxFeeYen: Yen
  readonly payoutFeeYen: Yen
  readonly taxYen: Yen
}

/** `netYen` is the sum of all lines and equals `payoutYen + carriedOutYen`. */
export type SettlementTotals = KindSums & {
  readonly faxCount: number
  /** Sum of the taxable fees: all but the stamp-duty equivalent. */
  readonly taxableYen: Yen
  readonly netBeforeCarryYen: Yen
  readonly carriedInYen: Yen
  readonly netYen: Yen
  readonly payoutYen: Yen
  readonly carriedOutYen: Yen
}

/** Sum of the signed amounts. */
export const sumLines = (lines: readonly SettlementLine[]): Yen => {
  let sum = 0
  for (const { amountYen } of lines) sum += amountYen
  return toYen(sum)
}

const taxableKinds: ReadonlySet<SettlementLine['kind']> = new Set([
  'paid-fee',
  'unpaid-fee',
  'fax-fee',
  'payout-fee',
])

/** The taxable fees among lines, as a positive amount. */
export const taxableOf = (lines: readonly SettlementLine[]): Yen => {
  let sum = 0
  for (const { kind, amountYen } of lines) if (taxableKinds.has(kind)) sum += amountYen
  return negateYen(toYen(sum))
}

/** Counts and sums by kind of line; in one pass, for a month can have 300,000 lines. */
export const sumKinds = (lines: readonly SettlementLine[]): KindSums => {
  const sums = new Map<SettlementLine['kind'], { count: number; yen: number }>()
  for (const { kind, amountYen } of lines) {
    const sum = sums.get(kind)
    if (sum === undefined) {
      sums.set(kind, { count: 1, yen: amountYen })
    } else {
      sum.count += 1
      sum.yen += amountYen
    }
  }
  const yenOf = (kind: SettlementLine['kind']): Yen => toYen(sums.get(kind)?.yen ?? 0)
  const countOf = (kind: SettlementLine['kind']): number => sums.get(kind)?.count ?? 0
  return {
    grossYen: yenOf('collected'),
    paidCount: countOf('paid-fee'),
    paidFeeYen: negateYen(yenOf('paid-fee')),
    unpaidCount: countOf('unpaid-fee'),
    unpaidFeeYen: negateYen(yenOf('unpaid-fee')),
    stampCount: countOf('stamp-equivalent'),
    stampYen: negateYen(yenOf('stamp-equivalent')),
    faxFeeYen: negateYen(yenOf('fax-fee')),
    payoutFeeYen: negateYen(yenOf('payout-fee')),
    taxYen: negateYen(yenOf('tax')),
  }
}

/** What each chain collected, by chain code. */
export const sumChains = (
  payments: readonly { readonly chain: string; readonly amountYen: Yen }[],
): readonly ChainSum[] =>
  [...Map.groupBy(payments, ({ chain }) => chain)]
    .map(([chain, group]) => ({
      chain,
      count: group.length,
      amountYen: sumYen(group.map(({ amountYen }) => amountYen)),
    }))
    .toSorted((a, b) => (a.chain < b.chain ? -1 : 1))
