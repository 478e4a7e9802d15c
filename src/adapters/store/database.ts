/** The two things a runtime's database must do, and the builder that writes statements for it. */
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Tables } from './tables.ts'

export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>

/** better-sqlite3 or D1: reads, and lists of statements of which all happen or none. */
export type Database = {
  all<T>(query: CompiledQuery<T>): Promise<readonly T[]>
  /** Throws what the database throws, with nothing changed. */
  atomic(statements: Iterable<Statement>): Promise<void>
}

/** Builds statements only; it is connected to nothing. */
export const query = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

export const first = async <T>(database: Database, statement: CompiledQuery<T>): Promise<T | undefined> =>
  (await database.all(statement))[0]
