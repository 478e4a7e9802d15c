import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'
import { createStoreLimiter } from '../../../src/adapters/store/store-limiter.ts'
import { describeLimiter } from '../../contract/limiter-contract.ts'

const database = openSqlite(':memory:')
await migrateSqlite(database)

describeLimiter('over a database', () => {
  let now = Temporal.Instant.from('2026-11-25T00:00:00Z')
  // Each test has people of its own in the one table.
  const run = crypto.randomUUID()
  const limiter = createStoreLimiter(database, { now: () => now })
  return {
    limiter: { ...limiter, take: (limit, who) => limiter.take(limit, run + who) },
    wait: (seconds) => {
      now = now.add({ seconds })
    },
  }
})
