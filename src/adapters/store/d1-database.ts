/** Cloudflare D1 as the database: a batch is the transaction. */
import type { D1Database } from '@cloudflare/workers-types'
import type { Database, Statement } from './database.ts'

/** Wraps a D1 binding. */
export const createD1Database = (d1: Pick<D1Database, 'prepare' | 'batch'>): Database => {
  const bind = ({ sql, parameters }: Statement) => d1.prepare(sql).bind(...parameters)
  return {
    all: async <T>(query: Statement) => (await bind(query).all<T>()).results,
    atomic: async (statements) => {
      const bound = Array.from(statements, bind)
      if (bound.length > 0) await d1.batch(bound)
    },
  }
}
