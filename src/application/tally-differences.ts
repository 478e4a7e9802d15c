/** Collects what a check of the books finds, within bounds, and what the accounts must hold. */
import type { ExpectedPosting } from '../domain/check-payment.ts'
import { comparePostings, type EntryRecord } from '../domain/compare-posting.ts'
import type { Difference } from '../domain/difference.ts'

/** Differences that are kept to be shown; more are only counted. */
const MAX_KEPT = 1_000

export type Tally = {
  add(differences: readonly Difference[]): void
  /** Takes what must have been posted into the balances, and compares it with what was. */
  post(expected: readonly ExpectedPosting[], found: readonly EntryRecord[]): void
  count(): number
  kept(): readonly Difference[]
  /** Events that posted. */
  causes(): number
  /** What each account must hold, by `account merchant`. */
  balances(): ReadonlyMap<string, number>
}

export const createTally = (): Tally => {
  const kept: Difference[] = []
  const balances = new Map<string, number>()
  let count = 0
  let causes = 0
  const add = (differences: readonly Difference[]): void => {
    count += differences.length
    kept.push(...differences.slice(0, Math.max(0, MAX_KEPT - kept.length)))
  }
  return {
    add,
    post: (expected, found) => {
      add(comparePostings(expected, found))
      causes += expected.length
      for (const { account, merchantId, amountYen } of expected.flatMap(({ posting }) => posting)) {
        const key = `${account} ${merchantId}`
        balances.set(key, (balances.get(key) ?? 0) + amountYen)
      }
    },
    count: () => count,
    kept: () => kept,
    causes: () => causes,
    balances: () => balances,
  }
}

/** Rows in memory at a time. */
const ROWS_PER_PAGE = 500

/** Calls `check` with page after page until there are no more rows; answers how many rows there were. */
export const eachPage = async <T>(
  read: (after: string, limit: number) => Promise<readonly T[]>,
  keyOf: (row: T) => string,
  check: (rows: readonly T[]) => Promise<void> | void,
): Promise<number> => {
  let after = ''
  let count = 0
  for (;;) {
    const rows = await read(after, ROWS_PER_PAGE)
    const last = rows.at(-1)
    if (last === undefined) return count
    await check(rows)
    count += rows.length
    after = keyOf(last)
  }
}
