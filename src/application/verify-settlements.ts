/** Computes every fixed settlement anew from what it holds, and sees that none is missing whose notice day has passed. */
import { noticeDayOf } from '../domain/calendar.ts'
import type { ExpectedPosting } from '../domain/check-payment.ts'
import { checkLine, checkSettlement } from '../domain/check-settlement.ts'
import { compare } from '../domain/difference.ts'
import { type Day, type Instant, isBefore, startOfDay, toJstDay } from '../domain/jst-day.ts'
import { postPayout, postSettlement } from '../domain/ledger.ts'
import type { Merchant } from '../domain/merchant.ts'
import type { Settlement } from '../domain/settlement.ts'
import { type FixedPeriod, settlementOfDay } from '../domain/settling-period.ts'
import { periodsUntil, type SettlementPeriod, type TermsHistory } from '../domain/terms.ts'
import { zeroYen } from '../domain/yen.ts'
import type { StoredSettlement } from '../ports.ts'
import { settleFacts, settlementIdOf } from './settle-cycle.ts'
import { eachPage, type Tally } from './tally-differences.ts'
import type { AuditWorld, FixedPeriods } from './verify-books.ts'

export type CheckedSettlements = {
  readonly count: number
  readonly faxes: number
  readonly settledYen: number
  readonly paidOutYen: number
  readonly fixed: FixedPeriods
}

export const verifySettlements = async (
  world: AuditWorld,
  tally: Tally,
  now: Instant,
): Promise<CheckedSettlements> => {
  const fixed = new Map<string, readonly FixedPeriod[]>()
  const sums = { count: 0, settledYen: 0, paidOutYen: 0 }
  for (const merchant of await world.store.merchants()) {
    const kept = (await world.store.settlements(merchant.id)).toReversed()
    sums.count += kept.length
    for (const { status, settlement } of kept) {
      if (status !== 'closed') sums.settledYen += settlement.totals.grossYen
      if (status === 'paid') sums.paidOutYen += settlement.totals.payoutYen
    }
    fixed.set(merchant.id, await verifyMerchant(world, tally, merchant, kept, toJstDay(now)))
  }
  const faxes = await verifyFaxes(world, tally, fixed)
  return { ...sums, faxes, fixed }
}

/** The merchant's fixed settlements, oldest first. */
const verifyMerchant = async (
  world: AuditWorld,
  tally: Tally,
  merchant: Merchant,
  kept: readonly StoredSettlement[],
  today: Day,
): Promise<readonly FixedPeriod[]> => {
  const terms = await world.store.terms(merchant)
  const periods = periodsUntil(terms, merchant.since, today.subtract({ days: 1 }))
  const byId = new Map(kept.map((stored) => [stored.id, stored]))
  const fixed: FixedPeriod[] = []
  let earlier: StoredSettlement | undefined
  for (const period of periods) {
    const id = settlementIdOf(merchant.id, period)
    const stored = byId.get(id)
    byId.delete(id)
    const noticeDay = noticeDayOf(period.closingDay, world.surroundings.isHoliday)
    checkProgress(tally, id, stored, noticeDay, today)
    if (stored === undefined || stored.status === 'closed') continue
    fixed.push({ settlementId: id, closingDay: period.closingDay, certainBefore: startOfDay(noticeDay) })
    await verifyOne(world, tally, { merchant, terms, period, stored, earlier })
    earlier = stored
  }
  for (const id of byId.keys()) {
    tally.add([{ where: `settlement ${id}`, rule: 'settlement-period', expected: '–', found: id }])
  }
  return fixed
}

/** Fixed once its notice day is over, paid once its payout day is. */
const checkProgress = (
  tally: Tally,
  id: string,
  stored: StoredSettlement | undefined,
  noticeDay: Day,
  today: Day,
): void => {
  const where = `settlement ${id}`
  if (isBefore(noticeDay, today) && (stored === undefined || stored.status === 'closed')) {
    const found = stored === undefined ? '–' : stored.status
    tally.add([{ where, rule: 'settlement-missing', expected: `fixed on ${noticeDay}`, found }])
  }
  if (stored === undefined || stored.status === 'closed') return
  const { payoutDay } = stored.settlement
  const wasDue = payoutDay !== undefined && isBefore(payoutDay, today)
  const isEarly = stored.status === 'paid' && (payoutDay === undefined || isBefore(today, payoutDay))
  if (wasDue || isEarly)
    tally.add(compare(where, 'settlement-state', 'status', isEarly ? 'fixed' : 'paid', stored.status))
}

type Kept = {
  readonly merchant: Merchant
  readonly terms: TermsHistory
  readonly period: SettlementPeriod
  readonly stored: StoredSettlement
  readonly earlier: StoredSettlement | undefined
}

const verifyOne = async (world: AuditWorld, tally: Tally, kept: Kept): Promise<void> => {
  const { stored, period } = kept
  const { id, settlement: found } = stored
  const where = `settlement ${id}`
  const periodDays = [period.from, period.closingDay, period.cycle].join(' ')
  const foundDays = [found.from, found.closingDay, found.cycle].join(' ')
  tally.add(compare(where, 'settlement-period', 'period', periodDays, foundDays))
  const expected = await computeAnew(world, kept)
  if (expected === undefined) {
    // What it holds is told one by one; a settlement of what came after its closing cannot be computed.
    tally.add([{ where, rule: 'settlement-amount', expected: `until ${period.closingDay}`, found: 'later' }])
    return
  }
  tally.add(checkSettlement(id, expected, found))
  await verifyLines(world, tally, id, expected)
  const entries = await world.books.entriesOf([`settled:${id}`, `paid-out:${id}`])
  tally.post(postingsOf(stored, expected), entries)
}

/** Undefined when it holds what came after its closing day. */
const computeAnew = async (world: AuditWorld, kept: Kept): Promise<Settlement | undefined> => {
  const facts = await world.books.heldFacts(kept.stored.id)
  const isLate = (day: Day): boolean => isBefore(kept.period.closingDay, day)
  if (facts.payments.some((payment) => isLate(payment.collectedDay))) return undefined
  if (facts.unpaid.some(({ day }) => isLate(day))) return undefined
  const carriedInYen = kept.earlier?.settlement.totals.carriedOutYen ?? zeroYen
  return settleFacts(world, kept, facts, carriedInYen)
}

const postingsOf = ({ id, status }: StoredSettlement, expected: Settlement): readonly ExpectedPosting[] => {
  const { noticeDay, payoutDay } = expected
  const settled = { cause: `settled:${id}`, day: noticeDay, posting: postSettlement(expected) }
  const paidOut =
    status === 'paid' && payoutDay !== undefined
      ? [{ cause: `paid-out:${id}`, day: payoutDay, posting: postPayout(expected) }]
      : []
  return [settled, ...paidOut].filter(({ posting }) => posting.length > 0)
}

const verifyLines = async (
  { books }: AuditWorld,
  tally: Tally,
  id: string,
  { lines }: Settlement,
): Promise<void> => {
  let from = 0
  for (;;) {
    const lot = await books.settlementLines(id, from)
    const found = lot?.position === from ? lot.lines : []
    const expected = lines.slice(from, from + Math.max(found.length, 1))
    const length = Math.max(found.length, expected.length)
    for (let n = 0; n < length; n += 1) tally.add(checkLine(id, from + n, expected[n], found[n]))
    // Nothing more, or a gap: what stands behind it cannot be told line by line.
    if (found.length === 0) return
    from += found.length
  }
}

const verifyFaxes = ({ books }: AuditWorld, tally: Tally, fixed: FixedPeriods): Promise<number> =>
  eachPage(
    books.faxRecords,
    ({ key }) => key,
    (faxes) => {
      for (const { key, merchantId, day, settlementId } of faxes) {
        const expected = settlementOfDay(fixed.get(merchantId) ?? [], day)
        tally.add(compare(`fax ${key}`, 'settlement-claim', 'settlement_id', expected, settlementId))
      }
    },
  )
