import { afterAll, beforeAll } from 'vitest'
import { describeJourney, type Running } from '../contract/journey-contract.ts'
import { describeNetwork } from '../contract/network-contract.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

let world: EdgeWorld
let running: Running

beforeAll(async () => {
  world = await openEdgeWorld()
  running = { ...world, prints: true, now: async () => Temporal.Now.instant() }
})

afterAll(() => world?.close())

describeJourney('workerd with D1', () => running)
describeNetwork('workerd with D1', () => running)
