/** Changes many rows, each to values of its own, with one parameter a statement; each row is found by id and version. */
import { type RawBuilder, sql } from 'kysely'
import { query, type Statement } from './database.ts'
import type { Tables } from './tables.ts'

/** Rows of one statement, so that its JSON stays well under D1's 2 MB for one value. */
const ROWS_PER_STATEMENT = 500

export type VersionedRow = { readonly id: string; readonly version: number } & Readonly<
  Record<string, string | number | null>
>

/**
 * `set` names the columns and what they become; `given('x')` stands for a row's own `x`. A row that is no longer at its
 * version fails the whole commit.
 */
export const updateRows = (
  table: keyof Tables,
  rows: readonly VersionedRow[],
  set: Readonly<Record<string, RawBuilder<unknown>>>,
): readonly Statement[] => {
  const statements: Statement[] = []
  const assignments = Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const lot = rows.slice(start, start + ROWS_PER_STATEMENT)
    statements.push(
      sql`with given as materialized (select value from json_each(${JSON.stringify(lot)}))
          update ${sql.table(table)} set version = ${sql.table(table)}.version + 1, ${sql.join(assignments)}
          from given
          where ${sql.table(table)}.id = given.value->>'id'
            and ${sql.table(table)}.version = given.value->>'version'`.compile(query),
      sql`select case when changes() <> ${lot.length} then json('one was changed before') end`.compile(query),
    )
  }
  return statements
}

/** A value that the row brings along. */
export const given = (name: string): RawBuilder<unknown> => sql`given.value->>${sql.lit(name)}`
