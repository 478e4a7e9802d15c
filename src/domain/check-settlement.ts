/** Compares a settlement as it was fixed with the same settlement computed anew from what it holds. */
import { compare, type Difference } from './difference.ts'
import type { Settlement } from './settlement.ts'
import type { SettlementLine } from './settlement-line.ts'
import type { SettlementTotals } from './settlement-totals.ts'

/** All but the lines, which are compared as they are read. */
export const checkSettlement = (
  id: string,
  expected: Settlement,
  found: Settlement,
): readonly Difference[] => {
  const where = `settlement ${id}`
  // The keys of the totals are exactly these.
  const names = Object.keys(expected.totals) as readonly (keyof SettlementTotals)[]
  return [
    ...names.flatMap((name) =>
      compare(where, 'settlement-amount', name, expected.totals[name], found.totals[name]),
    ),
    ...compare(where, 'settlement-amount', 'byChain', expected.byChain, found.byChain),
    ...compare(where, 'settlement-amount', 'noticeDay', expected.noticeDay, found.noticeDay),
    ...compare(where, 'settlement-amount', 'payoutDay', expected.payoutDay, found.payoutDay),
  ]
}

/** The difference between the lines at one position; undefined where there is none. */
export const checkLine = (
  id: string,
  position: number,
  expected: SettlementLine | undefined,
  found: SettlementLine | undefined,
): readonly Difference[] =>
  compare(
    `settlement ${id} line ${position + 1}`,
    'settlement-amount',
    'line',
    textOf(expected),
    textOf(found),
  )

const textOf = (line: SettlementLine | undefined): string | undefined => {
  if (line === undefined) return undefined
  const about =
    'count' in line
      ? [line.count]
      : [
          'paymentId' in line ? line.paymentId : line.reason,
          line.invoiceId,
          line.reference,
          line.customerName,
          line.subject,
          'chain' in line ? line.chain : undefined,
        ]
  return [line.kind, line.day, line.amountYen, ...about].map((cell) => cell ?? '–').join(' ')
}
