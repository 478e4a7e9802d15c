/** Inserts many rows with one parameter: D1 allows a hundred, a file of invoices needs thousands. */
import { sql } from 'kysely'
import { query, type Statement } from './database.ts'
import type { Tables } from './tables.ts'

/** Rows of one statement, so that its JSON stays well under D1's 2 MB for one value. */
const ROWS_PER_STATEMENT = 500

/** All rows must have the same columns; `otherwise` says what to do with a row that exists already. */
export const insertRows = <T extends keyof Tables>(
  table: T,
  rows: readonly Tables[T][],
  otherwise: 'fail' | 'keep-first' = 'fail',
): readonly Statement[] => {
  const columns = Object.keys(rows[0] ?? {})
  const statements: Statement[] = []
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const json = JSON.stringify(rows.slice(start, start + ROWS_PER_STATEMENT))
    const values = columns.map((column) => sql`value->>${sql.lit(column)}`)
    // `where true` keeps SQLite from reading `on conflict` as a join condition.
    const conflict = otherwise === 'keep-first' ? sql` where true on conflict do nothing` : sql``
    statements.push(
      // Materialised: otherwise each row's JSON is written out anew for each of its columns.
      sql`with given as materialized (select value from json_each(${json}))
          insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
          select ${sql.join(values)} from given${conflict}`.compile(query),
    )
  }
  return statements
}
