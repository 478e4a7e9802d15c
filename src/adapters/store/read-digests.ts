/** Sums for the chat's digests: of days, and of months. */
import { sql } from 'kysely'
import type { ChainCount, Sum } from '../../domain/digest.ts'
import { type Day, toStamp } from '../../domain/jst-day.ts'
import { toYen } from '../../domain/yen.ts'
import type { DigestReads } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { readKeptDigests } from './kept-digests.ts'

type SumRow = { readonly count: number; readonly yen: number | null }
const toSum = (row: SumRow | undefined): Sum => ({ count: row?.count ?? 0, yen: toYen(row?.yen ?? 0) })
const sumOf = [sql<number>`count(*)`.as('count'), sql<number | null>`sum(amount_yen)`.as('yen')] as const

/** What settlements may hold: the same money as `settlementFacts`, settled or not. */
const countable = (merchantId: string, from: Day, to: Day) =>
  query
    .selectFrom('payments')
    .where('payments.merchant_id', '=', merchantId)
    .where('payments.collected_day', '>=', from.toString())
    .where('payments.collected_day', '<=', to.toString())
    .where('payments.state', '<>', 'cancelled')
    .where(({ or, eb }) => or([eb('payments.problem', 'is', null), eb('payments.resolution', '=', 'accept')]))

export const readDigests = (database: Database): DigestReads => ({
  ...readDays(database),
  ...readMonths(database),
  ...readKeptDigests(database),
})

const readDays = (
  database: Database,
): Pick<DigestReads, 'collectedByChain' | 'dueOn' | 'expiredIn' | 'bouncesIn' | 'undecided'> => ({
  collectedByChain: async (merchantId, from, to) => {
    const rows = await database.all(
      countable(merchantId, from, to)
        .select(['chain', ...sumOf])
        .groupBy('chain')
        .orderBy('chain')
        .compile(),
    )
    return rows.map((row): ChainCount => ({ chain: row.chain, ...toSum(row) }))
  },
  dueOn: async (merchantId, day) => {
    const open = query
      .selectFrom('invoices')
      .where('merchant_id', '=', merchantId)
      .where('status', '=', 'open')
      .where('due_day', '=', day.toString())
    return toSum(await first(database, open.select([...sumOf]).compile()))
  },
  expiredIn: async (merchantId, from, to) => {
    const ended = query
      .selectFrom('invoices')
      .where('merchant_id', '=', merchantId)
      .where('status', '=', 'expired')
      .where('ended_day', '>=', from.toString())
      .where('ended_day', '<=', to.toString())
    return toSum(await first(database, ended.select([...sumOf]).compile()))
  },
  bouncesIn: async (merchantId, from, to) => {
    const bounced = query
      .selectFrom('deliveries')
      .select(sql<number>`count(*)`.as('count'))
      .where('merchant_id', '=', merchantId)
      .where('channel', '=', 'mail')
      .where('outcome', 'in', ['bounced', 'complained'])
      .where('outcome_at', '>=', toStamp(from))
      .where('outcome_at', '<', toStamp(to))
    return (await first(database, bounced.compile()))?.count ?? 0
  },
  undecided: async (merchantId) => {
    const waiting = query
      .selectFrom('payments')
      .where('merchant_id', '=', merchantId)
      .where('problem', 'is not', null)
      .where('resolution', 'is', null)
      .where('state', '<>', 'cancelled')
    return toSum(await first(database, waiting.select([...sumOf]).compile()))
  },
})

const readMonths = (
  database: Database,
): Pick<DigestReads, 'billedByMonth' | 'collectedByMonth' | 'daysToPayment'> => ({
  billedByMonth: async (merchantId, from, to) => {
    const month = sql<string>`substr(registered_day, 1, 7)`
    const rows = await database.all(
      query
        .selectFrom('invoices')
        .where('merchant_id', '=', merchantId)
        .where('registered_day', '>=', from.toString())
        .where('registered_day', '<=', to.toString())
        .where('status', '<>', 'cancelled')
        .select([month.as('month'), ...sumOf])
        .groupBy(month)
        .compile(),
    )
    return new Map(rows.map((row) => [row.month, toSum(row)]))
  },
  collectedByMonth: async (merchantId, from, to) => {
    const month = sql<string>`substr(collected_day, 1, 7)`
    const rows = await database.all(
      countable(merchantId, from, to)
        .select([month.as('month'), ...sumOf])
        .groupBy(month)
        .compile(),
    )
    return new Map(rows.map((row) => [row.month, toSum(row)]))
  },
  daysToPayment: async (merchantId, from, to) => {
    const days = sql<number>`cast(julianday(payments.collected_day) - julianday(invoices.registered_day) as integer)`
    const rows = await database.all(
      countable(merchantId, from, to)
        .innerJoin('invoices', 'invoices.id', 'payments.invoice_id')
        .select([days.as('days'), sql<number>`count(*)`.as('count')])
        .groupBy(days)
        .orderBy('days')
        .compile(),
    )
    return rows.map(({ days: after, count }) => ({ days: Math.max(0, after), count }))
  },
})
