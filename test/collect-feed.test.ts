import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../src/adapters/store/sqlite-database.ts'
import { describeFeeds } from './contract/feed-contract.ts'

describeFeeds('SQLite', async () => {
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  return database
})
