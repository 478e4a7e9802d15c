import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'
import { describeChatStore } from '../../contract/chat-contract.ts'

describeChatStore('better-sqlite3', async () => {
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  return database
})
