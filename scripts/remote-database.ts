/** The database of a deployed worker, asked through wrangler: for the few things that are done from outside. */
import type { Database, Statement } from '../src/adapters/store/database.ts'

/** `run` executes SQL text there, and answers what wrangler prints: a list of answers as JSON. */
export const createRemoteDatabase = (run: (sql: string) => string): Database => {
  const execute = (sql: string): readonly { readonly results: readonly unknown[] }[] =>
    // As wrangler prints it with `--json`.
    JSON.parse(run(sql)) as readonly { readonly results: readonly unknown[] }[]
  return {
    all: async <T>(query: Statement) => (execute(inline(query))[0]?.results ?? []) as readonly T[],
    atomic: async (statements) => {
      const texts = Array.from(statements, inline)
      if (texts.length > 0) execute(texts.join(';\n'))
    },
  }
}

/** wrangler binds no parameters: each is written as a literal. */
const inline = ({ sql, parameters }: Statement): string => {
  const values = [...parameters]
  return sql.replaceAll(/'(?:[^']|'')*'|\?/g, (found) => (found === '?' ? toLiteral(values.shift()) : found))
}

const toLiteral = (value: unknown): string => {
  if (value === null) return 'null'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  throw new TypeError(`not a value for D1: ${typeof value}`)
}
