import { afterAll } from 'vitest'
import { createD1Database } from '../../src/adapters/store/d1-database.ts'
import { describeFeeds } from '../contract/feed-contract.ts'
import { type Edge, openEdge } from './open-edge.ts'

let edge: Edge | undefined

describeFeeds('D1 in workerd', async () => {
  edge = await openEdge({})
  return createD1Database(edge.db)
})

afterAll(async () => {
  await edge?.harness.close()
})
