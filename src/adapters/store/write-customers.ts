/** Statements that remember customers: as they were last written, by the key they are recognised by. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { query, type Statement } from './database.ts'
import type { CustomerRow } from './tables.ts'

/** Rows of one statement, so that its JSON stays well under D1's 2 MB for one value. */
const ROWS_PER_STATEMENT = 500

/** A customer as a bill or a card names it. */
export type SeenCustomer = Omit<CustomerRow, 'id' | 'first_seen_at' | 'name_key' | 'kana_key'>

/** Later rows of one customer win; what they do not say stays as it was. */
export const rememberCustomers = (seen: readonly SeenCustomer[]): readonly Statement[] => {
  const statements: Statement[] = []
  for (let start = 0; start < seen.length; start += ROWS_PER_STATEMENT)
    statements.push(upsert(JSON.stringify(seen.slice(start, start + ROWS_PER_STATEMENT).map(withKeys))))
  return statements
}

const withKeys = (row: SeenCustomer) => ({
  ...row,
  name_key: toSearchKey(row.name),
  kana_key: row.kana === null ? null : toSearchKey(row.kana),
})

const upsert = (rows: string): Statement =>
  sql`with given as materialized (select value from json_each(${rows}))
      insert into customers (id, merchant_id, customer_key, name, kana, honorific, email, phone, language, last_subject,
        last_amount_yen, first_seen_at, seen_at, name_key, kana_key)
      select 'cus_' || lower(hex(randomblob(13))), value->>'merchant_id', value->>'customer_key', value->>'name',
        value->>'kana', value->>'honorific', value->>'email', value->>'phone', value->>'language',
        value->>'last_subject', value->>'last_amount_yen', value->>'seen_at', value->>'seen_at', value->>'name_key', value->>'kana_key'
      from given where true
      on conflict (merchant_id, customer_key) do update set
        name = excluded.name, kana = coalesce(excluded.kana, kana),
        honorific = coalesce(excluded.honorific, honorific), email = coalesce(excluded.email, email),
        phone = coalesce(excluded.phone, phone), language = coalesce(excluded.language, language),
        last_subject = coalesce(excluded.last_subject, last_subject),
        last_amount_yen = coalesce(excluded.last_amount_yen, last_amount_yen),
        seen_at = max(seen_at, excluded.seen_at), name_key = excluded.name_key,
        kana_key = coalesce(excluded.kana_key, kana_key)`.compile(query)
