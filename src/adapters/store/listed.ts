/** A list of any length as one bound parameter. */
import { type RawBuilder, sql } from 'kysely'

/** For `where … in`: D1 allows a hundred parameters a statement. */
export const listed = (values: readonly string[]): RawBuilder<string> =>
  sql<string>`(select value from json_each(${JSON.stringify(values)}))`
