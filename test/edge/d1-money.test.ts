import { afterAll, describe } from 'vitest'
import { createD1Database } from '../../src/adapters/store/d1-database.ts'
import { describeMoney } from '../contract/money-contract.ts'
import { type Edge, openEdge } from './open-edge.ts'

let edge: Edge | undefined

afterAll(async () => {
  await edge?.harness.close()
})

describe('the money, against a simple model', () => {
  describeMoney({
    name: 'D1 in workerd',
    steps: Number(process.env['PROPERTY_STEPS_D1'] ?? 120),
    // One: the database is not empty afterwards.
    runs: 1,
    open: async () => {
      edge = await openEdge({})
      const { db } = edge
      return { reopen: async () => createD1Database(db), close: async () => undefined }
    },
  })
})
