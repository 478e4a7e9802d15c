/** better-sqlite3 as the database of one machine: WAL, one process, statements prepared once. */
import BetterSqlite3 from 'better-sqlite3'
import type { Database, Statement } from './database.ts'

export type SqliteDatabase = Database & {
  /** Runs a migration file's statements. */
  runScript(sql: string): void
  close(): void
}

/** What D1 allows a statement; refused here as well, so that whatever runs on one machine runs on Workers. */
const MAX_PARAMETERS = 100
const MAX_SQL_BYTES = 100_000

/** Throws for a statement that D1 would refuse. */
const checkLimits = ({ sql, parameters }: Statement): void => {
  if (parameters.length > MAX_PARAMETERS)
    throw new RangeError(`${parameters.length} parameters: D1 takes ${MAX_PARAMETERS}`)
  // No letter takes more than three bytes a unit.
  if (sql.length * 3 >= MAX_SQL_BYTES && Buffer.byteLength(sql) >= MAX_SQL_BYTES)
    throw new RangeError(`a statement of ${sql.length} letters: D1 takes less than ${MAX_SQL_BYTES} bytes`)
}

/** Opens (or makes) the file; `:memory:` for tests. */
export const openSqlite = (path: string): SqliteDatabase => {
  const sqlite = new BetterSqlite3(path)
  sqlite.pragma('journal_mode = WAL')
  // A commit answered to a store must survive a power cut.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('busy_timeout = 5000')
  // KiB of pages kept: the indexes of a large list are read again and again.
  sqlite.pragma('cache_size = -16384')
  const prepared = new Map<string, BetterSqlite3.Statement<unknown[], unknown>>()
  const prepare = (sql: string): BetterSqlite3.Statement<unknown[], unknown> => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const fresh = sqlite.prepare<unknown[], unknown>(sql)
    prepared.set(sql, fresh)
    return fresh
  }
  const run = (one: Statement): unknown[] => {
    const { sql, parameters } = one
    checkLimits(one)
    const statement = prepare(sql)
    if (statement.reader) return statement.all(...parameters)
    statement.run(...parameters)
    return []
  }
  const runAll = sqlite.transaction((statements: Iterable<Statement>) => {
    for (const statement of statements) run(statement)
  })
  return {
    all: async <T>(query: Statement) => run(query) as T[],
    atomic: async (statements) => runAll.immediate(statements),
    runScript: (sql) => {
      sqlite.exec(sql)
    },
    close: () => {
      sqlite.close()
    },
  }
}
