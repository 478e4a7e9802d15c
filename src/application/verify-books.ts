/** Recomputes every balance and settlement from the history and reports whatever is not as it follows from it. */
import type { Difference } from '../domain/difference.ts'
import type { Instant } from '../domain/jst-day.ts'
import type { Account } from '../domain/ledger.ts'
import type { FixedPeriod } from '../domain/settling-period.ts'
import type { Books } from '../ports.ts'
import { createTally, type Tally } from './tally-differences.ts'
import { verifyBytes } from './verify-bytes.ts'
import { verifyInvoices } from './verify-invoices.ts'
import { verifyPayments } from './verify-payments.ts'
import { verifySettlements } from './verify-settlements.ts'
import type { World } from './world.ts'

/** What checking the books needs of the world. */
export type AuditWorld = Pick<World, 'store' | 'vault' | 'surroundings'> & { readonly books: Books }

/** The fixed settlements of each merchant, oldest first. */
export type FixedPeriods = ReadonlyMap<string, readonly FixedPeriod[]>

/** One account as it should be and as it is, over all merchants; debits positive. */
export type AccountCheck = {
  readonly account: Account
  readonly expectedYen: number
  readonly foundYen: number
}

export type BooksReport = {
  readonly checkedAt: Instant
  /** How many of each were checked. */
  readonly counts: {
    readonly invoices: number
    readonly payments: number
    readonly settlements: number
    readonly faxes: number
    readonly causes: number
    readonly sheets: number
    /** Collection data files. */
    readonly feeds: number
  }
  readonly sums: {
    readonly collectedYen: number
    readonly settledYen: number
    readonly paidOutYen: number
  }
  readonly accounts: readonly AccountCheck[]
  /** All of them are counted, the first ones kept. */
  readonly differenceCount: number
  readonly differences: readonly Difference[]
}

/** Stray rows and causes out of balance that are looked for, of each kind. */
const STRAY_LIMIT = 1_000

/** Reads everything once, page by page; changes nothing. */
export const verifyBooks = async (world: AuditWorld, now: Instant): Promise<BooksReport> => {
  const tally = createTally()
  const settlements = await verifySettlements(world, tally, now)
  const invoices = await verifyInvoices(world, tally, settlements.fixed)
  const payments = await verifyPayments(world, tally, settlements.fixed)
  const faxes = settlements.faxes
  const kept = await verifyBytes(world, tally)
  await verifyLooseEnds(world.books, tally)
  const accounts = await verifyBalances(world.books, tally)
  return {
    checkedAt: now,
    counts: {
      ...{ invoices, payments: payments.count, settlements: settlements.count, faxes, ...kept },
      causes: tally.causes(),
    },
    sums: {
      collectedYen: payments.collectedYen,
      settledYen: settlements.settledYen,
      paidOutYen: settlements.paidOutYen,
    },
    accounts,
    differenceCount: tally.count(),
    differences: tally.kept(),
  }
}

const verifyLooseEnds = async (books: Books, tally: Tally): Promise<void> => {
  for (const { table, key } of await books.strayRows(STRAY_LIMIT)) {
    const rule = table === 'ledger_entries' ? 'ledger-stray' : 'stray'
    tally.add([{ where: `${table} ${key}`, rule, expected: '–', found: key }])
  }
  for (const { cause, amountYen } of await books.unbalancedCauses(STRAY_LIMIT)) {
    tally.add([{ where: `ledger ${cause}`, rule: 'ledger-sum', expected: '0', found: String(amountYen) }])
  }
}

/** The balance of each account and merchant against the sum of what their events must have posted. */
const verifyBalances = async (books: Books, tally: Tally): Promise<readonly AccountCheck[]> => {
  const expected = tally.balances()
  const found = await books.balances()
  const kept = new Map(
    found.map((balance) => [`${balance.account} ${balance.merchantId}`, balance.amountYen]),
  )
  const accounts = new Map<Account, { expectedYen: number; foundYen: number }>()
  for (const key of new Set([...expected.keys(), ...kept.keys()])) {
    const [expectedYen, foundYen] = [expected.get(key) ?? 0, kept.get(key) ?? 0]
    if (expectedYen !== foundYen) {
      const difference = { expected: String(expectedYen), found: String(foundYen) }
      tally.add([{ where: `account ${key}`, rule: 'ledger-balance', ...difference }])
    }
    // Keys begin with an account.
    const account = key.slice(0, key.indexOf(' ')) as Account
    const sum = accounts.get(account) ?? { expectedYen: 0, foundYen: 0 }
    accounts.set(account, { expectedYen: sum.expectedYen + expectedYen, foundYen: sum.foundYen + foundYen })
  }
  return [...accounts].map(([account, sums]) => ({ account, ...sums })).toSorted(byAccount)
}

const byAccount = (a: AccountCheck, b: AccountCheck): number => (a.account < b.account ? -1 : 1)
