/** The story over a real database, with the doors that move no money left shut. */
import { createStore } from '../../src/adapters/store/create-store.ts'
import type { Database } from '../../src/adapters/store/database.ts'
import { readBooks } from '../../src/adapters/store/read-books.ts'
import { expireInvoices } from '../../src/application/expire-invoices.ts'
import { settleCycle } from '../../src/application/settle-cycle.ts'
import { createStory, type Story } from '../../src/application/story.ts'
import { summarizeSettlement } from '../../src/application/summarize-settlement.ts'
import { type BooksReport, verifyBooks } from '../../src/application/verify-books.ts'
import type { World } from '../../src/application/world.ts'
import type { Merchant } from '../../src/domain/merchant.ts'
import type { Books, Store, Vault } from '../../src/ports.ts'
import { closedWorld } from './closed-world.ts'

export type OpenStory = {
  readonly world: World
  readonly story: Story
  readonly store: Store
  readonly books: Books
  readonly vault: Vault
  /** What the passing of time brings, without sending anything. */
  tick(now: Temporal.Instant): Promise<void>
  verify(now: Temporal.Instant): Promise<BooksReport>
}

export const openStory = (database: Database, vault: Vault = createMemoryVault()): OpenStory => {
  const store = createStore(database)
  const books = readBooks(database)
  const world = closedWorld(store, { vault })
  return {
    ...{ world, store, books, vault, story: createStory(world) },
    tick: async (now) => {
      await expireInvoices(world, now)
      await settleCycle(world, now)
      await summarizeSettlement(world, now)
    },
    verify: (now) => verifyBooks({ ...world, books }, now),
  }
}

export const createMemoryVault = (): Vault => {
  const kept = new Map<string, Uint8Array>()
  return {
    put: async (key, bytes) => {
      kept.set(key, bytes)
    },
    get: async (key) => kept.get(key),
  }
}

/** A merchant as it signs up. */
export const newMerchant = (changes: Partial<Merchant> = {}): Omit<Merchant, 'id' | 'since'> => ({
  name: 'さくら学習塾',
  email: undefined,
  phone: undefined,
  fax: undefined,
  address: undefined,
  logo: undefined,
  registrationNumber: undefined,
  slackChannel: undefined,
  plan: 'plan-120',
  cycle: '5-days',
  fileOption: false,
  agencyCode: undefined,
  clientCode: undefined,
  ...changes,
})

/** The value of a result that has one; a failure fails the test. */
export const got = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result))
  return result.value
}

/** An instant by its JST wall clock: `2026-11-05 09:30`. */
export const at = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime('Asia/Tokyo').toInstant()
