import { afterAll } from 'vitest'
import { createD1Database } from '../../src/adapters/store/d1-database.ts'
import { describeChatStore } from '../contract/chat-contract.ts'
import { describeStore } from '../contract/store-contract.ts'
import { type Edge, openEdge } from './open-edge.ts'

let edge: Edge | undefined

describeStore('D1 in workerd', async () => {
  edge = await openEdge({})
  return createD1Database(edge.db)
})

// In the same workerd, which takes longest to start.
describeChatStore('D1 in workerd', async () => {
  edge ??= await openEdge({})
  return createD1Database(edge.db)
})

afterAll(async () => {
  await edge?.harness.close()
})
