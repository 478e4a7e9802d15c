/** Applies the migration files that a SQLite file has not seen yet; on D1 wrangler does this with the same files. */
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { query } from './database.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

/** The names of the files it applied, in order; a file that fails leaves nothing behind. */
export const migrateSqlite = async (database: SqliteDatabase): Promise<readonly string[]> => {
  database.runScript(
    'create table if not exists migrations (name text primary key, applied_at text not null)',
  )
  const rows = await database.all(sql<{ name: string }>`select name from migrations`.compile(query))
  const done = new Set(rows.map(({ name }) => name))
  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql') && !done.has(name))
    .sort()
  for (const name of files) {
    const text = readFileSync(new URL(name, FOLDER), 'utf8')
    try {
      database.runScript(
        `begin immediate;\n${text}\ninsert into migrations values ('${name}', datetime());\ncommit;`,
      )
    } catch (error) {
      database.runScript('rollback')
      throw new Error(`migration ${name} failed`, { cause: error })
    }
  }
  return files
}
