/** An installation that is older than the table of customers finds its customers in it after the update. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createStore } from '../../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'
import { customerKeyOf } from '../../../src/domain/customer-key.ts'
import { toSearchKey } from '../../../src/domain/japanese-text.ts'

const FOLDER = new URL('../../../src/adapters/store/migrations/', import.meta.url)

it('knows the customers of invoices and numbers that were there before the update', async () => {
  const database = openSqlite(':memory:')
  database.runScript('create table migrations (name text primary key, applied_at text not null)')
  for (const name of readdirSync(FOLDER)
    .filter((file) => file < '0011')
    .sort()) {
    database.runScript(readFileSync(new URL(name, FOLDER), 'utf8'))
    database.runScript(`insert into migrations values ('${name}', '')`)
  }
  const columns =
    'number, merchant_id, customer_name, kana, honorific, email, subject, amount_yen, lines, due_day'
  const rest = 'repeats, deliver, status, version, registered_day, id, token, registered_at, search_key'
  const name = 'ﾀﾅｶ　一郎'
  const searchKey = [name, 'たなか', 'R-1', '2900000000018'].map(toSearchKey).join(' ')
  database.runScript(`
    insert into merchants (id, name, plan, cycle, since) values ('mer_1', 'a', 'plan-130', 'month-end', '2026-01-01');
    insert into numbers values ('2900000000018', 'mer_1', 'card', '2026-01-01T00:00:00.000Z');
    insert into number_assignments values ('mer_1', '2900000000018', '${customerKeyOf({ name: '森', email: undefined, phone: '03-1' })}',
      '森', null, null, '03-1', '2026-01-01T00:00:00.000Z');`)
  for (const [n, subject] of ['11月分', '12月分'].entries())
    database.runScript(`insert into invoices (${columns}, ${rest}) values ('2900000000018', 'mer_1', '${name}', 'たなか', '様',
      'A@example.com', '${subject}', ${100 + n}, '[]', '2026-12-31', 0, 'none', 'open', 1, '2026-11-01', 'inv_${n}', 't${n}',
      '2026-11-01T00:00:0${n}.000Z', '${searchKey}')`)
  expect(await migrateSqlite(database)).toContain('0013_customers.sql')
  const store = createStore(database)
  const [known, holder] = (await store.customers('mer_1', '', 10)).items
  expect(known).toMatchObject({
    key: customerKeyOf({ name, email: 'A@example.com', phone: undefined }),
    customer: { name, kana: 'たなか', email: 'A@example.com' },
    lastSubject: '12月分',
    lastAmountYen: 101,
  })
  expect(holder).toMatchObject({ customer: { name: '森' }, number: '2900000000018' })
  expect((await store.customers('mer_1', 'タナカ一', 10)).items).toEqual([known])
  const bills = (await store.invoices('mer_1', { customerKey: known?.key ?? '' }, 10)).items
  expect(bills.map(({ id }) => id)).toEqual(['inv_1', 'inv_0'])
  database.close()
})
