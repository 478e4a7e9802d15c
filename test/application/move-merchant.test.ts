/** What a merchant takes along when it moves: every table there is has been thought of. */
import { expect, test } from 'vitest'
import { readMerchantTables } from '../../src/adapters/store/merchant-tables.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'

test('of every table it is known whose its rows are, or that they stay; parents come before their children', async () => {
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  // Throws for a table that nobody has thought of.
  const names = (await readMerchantTables(database)).map(({ name }) => name)
  const later = (child: string, parent: string): boolean => names.indexOf(child) > names.indexOf(parent)
  expect(names).toEqual(
    expect.arrayContaining(['merchants', 'ledger_entries', 'settlement_lines', 'sheets', 'feed_items']),
  )
  expect(later('invoices', 'numbers') && later('invoices', 'merchants') && later('sheets', 'invoices')).toBe(
    true,
  )
  for (const secret of ['sessions', 'sign_in_links']) expect(names).not.toContain(secret)
  database.runScript('create table strangers (id text primary key)')
  await expect(readMerchantTables(database)).rejects.toThrow('strangers')
})
