/** Looks remembered customers up: by id, and by what a person types of their name, kana, address or phone number. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import type { KnownCustomer } from '../../domain/known-customer.ts'
import type { SmartPitNumber } from '../../domain/smart-pit-number.ts'
import { toYen } from '../../domain/yen.ts'
import type { Store } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant } from './rows.ts'

type CustomerReads = Pick<Store, 'customers' | 'customer'>

/** Rows a list answers at the most. */
const MAX_PAGE = 200

const known = query
  .selectFrom('customers')
  .leftJoin('number_assignments', (join) =>
    join
      .onRef('number_assignments.merchant_id', '=', 'customers.merchant_id')
      .onRef('number_assignments.customer_key', '=', 'customers.customer_key'),
  )
  .selectAll('customers')
  .select('number_assignments.number')

type KnownRow = Awaited<ReturnType<typeof known.executeTakeFirstOrThrow>>

export const readCustomers = (database: Database): CustomerReads => ({
  customers: async (merchantId, text, limit, cursor) => {
    const size = Math.min(Math.max(1, limit), MAX_PAGE)
    let page = known.where('customers.merchant_id', '=', merchantId)
    if (text.trim() !== '') page = page.where(mentions(toSearchKey(text)))
    const [seenAt, id] = cursor?.split(' ') ?? []
    if (seenAt !== undefined)
      page = page.where(sql<boolean>`(customers.seen_at, customers.id) < (${seenAt}, ${id ?? ''})`)
    const ordered = page.orderBy('customers.seen_at', 'desc').orderBy('customers.id', 'desc')
    const rows = await database.all(ordered.limit(size + 1).compile())
    const last = rows[size - 1]
    return {
      items: rows.slice(0, size).map(toKnown),
      nextCursor: rows.length > size && last !== undefined ? `${last.seen_at} ${last.id}` : undefined,
    }
  },
  customer: async (id) => {
    const row = await first(database, known.where('customers.id', '=', id).compile())
    return row && toKnown(row)
  },
})

/** Name and kana as they are folded; phone and number without their hyphens. */
const mentions = (key: string) => {
  const digits = key.replaceAll('-', '') || key
  return sql<boolean>`(instr(name_key, ${key}) > 0 or instr(kana_key, ${key}) > 0
    or instr(lower(customers.email), ${key}) > 0 or instr(replace(customers.phone, '-', ''), ${digits}) > 0
    or instr(number_assignments.number, ${digits}) > 0)`
}

const toKnown = (row: KnownRow): KnownCustomer => ({
  id: row.id,
  merchantId: row.merchant_id,
  key: row.customer_key,
  customer: {
    name: row.name,
    kana: row.kana ?? undefined,
    email: row.email ?? undefined,
    phone: row.phone ?? undefined,
    ...(row.honorific === null ? {} : { honorific: row.honorific }),
    ...(row.language === null ? {} : { language: row.language }),
  },
  // Only issued numbers can be assigned.
  number: (row.number ?? undefined) as SmartPitNumber | undefined,
  lastSubject: row.last_subject ?? undefined,
  lastAmountYen: row.last_amount_yen === null ? undefined : toYen(row.last_amount_yen),
  firstSeenAt: toInstant(row.first_seen_at),
  seenAt: toInstant(row.seen_at),
})
