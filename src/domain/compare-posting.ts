/** Compares the entries kept under a cause with those that its event must have posted. */
import type { ExpectedPosting } from './check-payment.ts'
import type { Difference } from './difference.ts'
import type { Day } from './jst-day.ts'
import type { Entry } from './ledger.ts'

/** An entry as it is kept. */
export type EntryRecord = { readonly cause: string; readonly day: Day; readonly entry: Entry }

/** One difference for each cause that has other entries than it should, or none of those it should have. */
export const comparePostings = (
  expected: readonly ExpectedPosting[],
  found: readonly EntryRecord[],
): readonly Difference[] => {
  const kept = Map.groupBy(found, ({ cause }) => cause)
  const wanted = new Map(expected.map((posting) => [posting.cause, posting]))
  return [...new Set([...wanted.keys(), ...kept.keys()])].flatMap((cause): readonly Difference[] => {
    const posting = wanted.get(cause)
    const should = posting?.posting.map((entry) => toText(posting.day, entry)) ?? []
    const is = (kept.get(cause) ?? []).map(({ day, entry }) => toText(day, entry))
    if (should.join('\n') === is.join('\n')) return []
    const where = `ledger ${cause}`
    return [{ where, rule: 'ledger-entry', expected: listOf(should), found: listOf(is) }]
  })
}

const toText = (day: Day, { account, merchantId, amountYen }: Entry): string =>
  `${day} ${account} ${merchantId} ${amountYen}`

const listOf = (entries: readonly string[]): string => (entries.length === 0 ? '–' : entries.join(', '))
