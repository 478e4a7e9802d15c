/** The queues of the worker: messages only wake, so that lost, doubled and poisonous ones change nothing. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEASE_MS } from '../../src/domain/delivery.ts'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

/** Notices of the file; `EDGE_NOTICES=4000` sends a whole one. */
const NOTICES = Number(process.env['EDGE_NOTICES'] ?? 60)
/** Of so many, the sheets are behind links: what is tried here is the sending, and printing 4,000 takes a quiet machine. */
const MAX_ATTACHED = 500
const DEADLINE_MS = 150_000 + NOTICES * 100
/** Longer than a consumer of the mortal worker lives, in ms. */
const LIFE_MS = 5_000

let world: EdgeWorld
beforeAll(async () => {
  world = await openEdgeWorld({}, { main: './test/edge/mortal-worker.ts' })
})
afterAll(() => world?.close())

const toCsv = (count: number): string =>
  [
    '請求番号,顧客名,メールアドレス,件名,請求金額,うち消費税,支払期限',
    ...Array.from(
      { length: count },
      (_, n) => `Q-${n},顧客${n},customer-${n}@example.com,12月分 月謝,${11_000 + n},1000,+30日`,
    ),
  ].join('\r\n')

const ask = async (sql: string): Promise<readonly { readonly count: number }[]> => {
  const answer = await world.fetch('/test/sql', { method: 'POST', body: sql })
  return (await answer.json()) as readonly { readonly count: number }[]
}

const count = async (sql: string): Promise<number> => (await ask(sql))[0]?.count ?? -1

test(
  `${NOTICES} notices are each in the mailbox once, though consumers die and messages get lost or doubled`,
  async () => {
    if (NOTICES > MAX_ATTACHED) {
      const chosen = await world.api('/merchant/mail', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ sheet: 'link' }),
      })
      expect(chosen.status, await chosen.clone().text()).toBe(200)
    }
    const taken = await world.api('/files?name=many.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': crypto.randomUUID() },
      body: toCsv(NOTICES),
    })
    expect(taken.status).toBe(202)
    const end = Date.now() + DEADLINE_MS
    let deaths = 0
    const open =
      "select count(*) count from deliveries where channel = 'mail' and status in ('printing', 'ready')"
    while ((await count(open)) > 0 && Date.now() < end) {
      // What a consumer has held for longer than any lives is free again: the lease is over sooner than in life.
      const over = new Date(Date.now() + LEASE_MS - LIFE_MS).toISOString()
      deaths += await count(`select count(*) count from deliveries where locked_until < '${over}'`)
      await ask(`update deliveries set locked_until = null where locked_until < '${over}'`)
      await ask(`update browser_slots set held_until = null where held_until < '${over}'`)
      await world.fetch('/test/tick')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    expect(await count(open)).toBe(0)
    const mails = (await world.mails()).filter(({ to }) => to.startsWith('customer-')).map(({ to }) => to)
    expect(mails).toHaveLength(NOTICES)
    expect(new Set(mails).size).toBe(NOTICES)
    // Otherwise nothing has happened that this test is about.
    expect(deaths).toBeGreaterThan(0)
  },
  DEADLINE_MS + 10_000,
)

test('a message that cannot be worked off goes to the dead letters, shows in the console, and is settled there', async () => {
  await world.queues.SENDING.send({ work: 'nonsense<script>' })
  const cookie = await world.signIn(CENTRE_ID)
  const page = async (): Promise<string> => (await world.fetch('/merchants', { headers: { cookie } })).text()
  const letters = async () =>
    (await world.store.deadLetters()).filter(({ work }) => work.includes('nonsense'))
  await expect.poll(letters, { timeout: 90_000, interval: 500 }).toHaveLength(1)
  expect(await page()).toContain('nonsense&lt;script&gt;')
  for (const { id } of await world.store.deadLetters()) {
    const settled = await world.fetch(`/merchants/dead-letters/${encodeURIComponent(id)}`, {
      method: 'POST',
      headers: { cookie, origin: world.url.origin },
      redirect: 'manual',
    })
    expect(settled.status).toBe(303)
  }
  expect(await world.store.deadLetters()).toEqual([])
  expect(await page()).not.toContain('nonsense')
}, 120_000)
