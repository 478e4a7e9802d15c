/** What becomes of a place for a browser when Cloudflare says no, and when a session is gone. */
import { expect, test } from 'vitest'
import { BrowserBusy } from '../../../src/adapters/print/browser-busy.ts'
import { type BrowserBinding, openBrowserSession } from '../../../src/adapters/print/browser-session.ts'
import { createBrowserSlots } from '../../../src/adapters/store/browser-slots.ts'
import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'

const start = Temporal.Instant.from('2026-11-23T01:00:00Z')

const openSlots = async (count: number) => {
  let now = start
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  const clock = { now: () => now }
  const slots = createBrowserSlots({ database, clock, count, newToken: () => crypto.randomUUID() })
  return {
    clock,
    slots,
    pass: (seconds: number) => {
      now = now.add({ seconds })
    },
  }
}

/** Answers as Browser Rendering does, and remembers what it was asked. */
const binding = (answer: (call: string) => Response) => {
  const calls: string[] = []
  const fetch = async (url: string, init: { readonly method?: string } = {}): Promise<Response> => {
    const call = `${init.method ?? 'GET'} ${new URL(url).pathname}`
    calls.push(call)
    return answer(call)
  }
  // The type of Workers has more in it than a test needs.
  return { calls, binding: { fetch } as unknown as BrowserBinding }
}

test('429 is not a fault: the caller learns when to come back, and the place is free again', async () => {
  const { slots, clock } = await openSlots(1)
  const { binding: busy } = binding(() => new Response('', { status: 429, headers: { 'retry-after': '7' } }))
  const error = await openBrowserSession({ binding: busy, slots, clock }).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(BrowserBusy)
  expect(error).toMatchObject({ retryAfterMs: 7_000 })
  expect(await slots.take()).toBeDefined()
})

test('a place is held by one printer; one that died gives it back in time', async () => {
  const { slots, pass } = await openSlots(2)
  const held = [await slots.take(), await slots.take()]
  expect(held.map((slot) => slot?.number)).toEqual([1, 2])
  expect(await slots.take()).toBeUndefined()
  pass(301)
  const taken = await slots.take()
  expect(taken?.number).toBe(1)
  // Whoever comes back from the dead takes nothing away from its successor.
  const [dead] = held
  if (dead === undefined || taken === undefined) throw new Error('no place')
  await slots.leave(dead, undefined)
  await slots.take()
  expect(await slots.take()).toBeUndefined()
})

test('a session that cannot be taken up any more is ended, so that it does not count as a browser', async () => {
  const { slots, clock } = await openSlots(1)
  const slot = await slots.take()
  if (slot === undefined) throw new Error('no place')
  await slots.leave(slot, { id: 'gone', startedAt: start.toString() })
  const { binding: lost, calls } = binding(
    (call) => new Response('', { status: call.startsWith('POST') ? 500 : 404 }),
  )
  await expect(openBrowserSession({ binding: lost, slots, clock })).rejects.toThrow('500')
  expect(calls).toEqual([
    'GET /v1/devtools/browser/gone',
    'DELETE /v1/devtools/browser/gone',
    'POST /v1/devtools/browser',
  ])
})

test('a session is replaced when it has lived long enough, without being asked', async () => {
  const { slots, clock, pass } = await openSlots(1)
  const slot = await slots.take()
  if (slot === undefined) throw new Error('no place')
  await slots.leave(slot, { id: 'old', startedAt: start.toString() })
  pass(601)
  const { binding: any, calls } = binding(() => new Response('', { status: 500 }))
  await expect(openBrowserSession({ binding: any, slots, clock })).rejects.toThrow('500')
  expect(calls[0]).toBe('DELETE /v1/devtools/browser/old')
})
