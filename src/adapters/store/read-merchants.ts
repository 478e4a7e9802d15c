/** Looks up merchants, what is agreed with them, and their numbers. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { CENTRE_ID } from '../../domain/merchant.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import type { IssuedNumber, NumberFilter, Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { listed } from './listed.ts'
import { toAssignment, toDay, toInstant, toMerchant } from './rows.ts'
import type { Tables } from './tables.ts'

type MerchantReads = Pick<
  Store,
  | 'merchants'
  | 'merchant'
  | 'terms'
  | 'takenNumbers'
  | 'issuedNumber'
  | 'issuedNumbers'
  | 'numbers'
  | 'assignments'
  | 'assignmentOf'
>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

const merchants = query.selectFrom('merchants').selectAll()
const numbers = query.selectFrom('numbers').selectAll()
const assignments = query.selectFrom('number_assignments').selectAll()

export const readMerchants = (database: Database): MerchantReads => ({
  merchants: async () => {
    const signedUp = merchants.where('id', '<>', CENTRE_ID).orderBy('since').orderBy('id')
    return (await database.all(signedUp.compile())).map(toMerchant)
  },
  merchant: async (id) => {
    const row = await first(database, merchants.where('id', '=', id).compile())
    return row && toMerchant(row)
  },
  terms: async ({ id, plan, cycle }) => {
    const terms = query.selectFrom('merchant_terms').selectAll().where('merchant_id', '=', id)
    const rows = await database.all(terms.orderBy('position').compile())
    const changes = rows.map((row) => ({
      plan: row.plan,
      cycle: row.cycle,
      effectiveDay: toDay(row.effective_day),
    }))
    return { initial: { plan, cycle }, changes }
  },
  takenNumbers: async (candidates) => {
    const rows = await database.all(numbers.where('number', 'in', listed(candidates)).compile())
    return new Set(rows.map((row) => toIssued(row).number))
  },
  issuedNumber: async (number) => {
    const row = await first(database, numbers.where('number', '=', number).compile())
    return row && toIssued(row)
  },
  issuedNumbers: async (candidates) =>
    (await database.all(numbers.where('number', 'in', listed(candidates)).compile())).map(toIssued),
  numbers: async (merchantId, filter, limit, cursor) => {
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    const found = await database.all(
      poolOf(merchantId, filter, cursor)
        .limit(size + 1)
        .compile(),
    )
    const items = found.slice(0, size)
    const ids = items.map(({ number }) => number)
    const assigned = await database.all(
      assignments.where('merchant_id', '=', merchantId).where('number', 'in', listed(ids)).compile(),
    )
    const byNumber = new Map(assigned.map((row) => [row.number, toAssignment(row)]))
    return {
      items: items.map((row) => ({ ...toIssued(row), assignment: byNumber.get(row.number) })),
      nextCursor: found.length > size ? items.at(-1)?.number : undefined,
    }
  },
  assignments: async (merchantId, customerKeys) => {
    const given = assignments
      .where('merchant_id', '=', merchantId)
      .where('customer_key', 'in', listed(customerKeys))
    return (await database.all(given.compile())).map(toAssignment)
  },
  assignmentOf: async (merchantId, number) => {
    const given = assignments.where('merchant_id', '=', merchantId).where('number', '=', number)
    const row = await first(database, given.compile())
    return row && toAssignment(row)
  },
})

const poolOf = (merchantId: string, filter: NumberFilter, cursor: string | undefined) => {
  let pool = numbers.where(({ or, eb, selectFrom }) =>
    or([
      eb('merchant_id', '=', merchantId),
      // A card of another merchant that a customer of this one brought along.
      eb(
        'number',
        'in',
        selectFrom('number_assignments')
          .select('number_assignments.number')
          .where('number_assignments.merchant_id', '=', merchantId),
      ),
    ]),
  )
  if (cursor !== undefined) pool = pool.where('number', '>', cursor)
  if (filter.kind !== undefined) pool = pool.where('kind', '=', filter.kind)
  if (filter.isFree !== undefined) {
    const { isFree } = filter
    pool = pool.where(({ not, exists, selectFrom }) => {
      const given = exists(
        selectFrom('number_assignments')
          .select('number_assignments.number')
          .whereRef('number_assignments.number', '=', 'numbers.number')
          .where('number_assignments.merchant_id', '=', merchantId),
      )
      return isFree ? not(given) : given
    })
  }
  const text = toSearchKey(filter.text ?? '')
  if (text !== '') pool = pool.where(mentions(merchantId, text))
  return pool.orderBy('number')
}

/** The key starts with the name, folded the same way. */
const mentions = (merchantId: string, text: string) =>
  sql<boolean>`(instr(number, ${text.replaceAll('-', '')}) > 0 or number in (
    select a.number from number_assignments a where a.merchant_id = ${merchantId} and instr(a.customer_key, ${text}) > 0))`

const toIssued = (row: Tables['numbers']): IssuedNumber => ({
  // Only numbers with a right check digit are ever issued.
  number: row.number as SmartPitNumber,
  merchantId: row.merchant_id,
  kind: row.kind,
  issuedAt: toInstant(row.issued_at),
})
