/** What people do on one machine, done on the worker: a whole file, the console, the clock's work. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

const ROWS = 4_000

let world: EdgeWorld
beforeAll(async () => {
  world = await openEdgeWorld({ CYCLE: '5-days' })
})
afterAll(() => world?.close())

const page = async (path: string, cookie: string): Promise<string> => {
  const answer = await world.fetch(path, { headers: { cookie } })
  expect(answer.status, path).toBe(200)
  return answer.text()
}

test('a file of 4,000 rows is registered whole, or refused with every fault', async () => {
  const rows = Array.from(
    { length: ROWS },
    (_, n) => `P-${n},顧客${n},12月分 月謝,${11_000 + n},1000,+30日,なし`,
  )
  const send = (lines: readonly string[]): Promise<Response> =>
    world.api('/files?name=all.csv', {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'idempotency-key': crypto.randomUUID() },
      body: ['請求番号,顧客名,件名,請求金額,うち消費税,支払期限,通知先', ...lines].join('\r\n'),
    })
  const refused = await send([...rows.slice(1), 'P-x,,月謝,400000,0,+90日,なし'])
  expect(refused.status).toBe(422)
  const stored = 'select count(*) count from invoices where merchant_id <> ?'
  const count = async (): Promise<number> =>
    (await world.db.prepare(stored).bind(CENTRE_ID).first<{ count: number }>())?.count ?? -1
  expect(await count()).toBe(0)
  expect((await send(rows)).status).toBe(202)
  expect(await count()).toBe(ROWS)
}, 60_000)

test('the console opens by a one-time link, and shows what there is to nobody else', async () => {
  const cookie = await world.signIn()
  expect(await page('/invoices', cookie)).toContain('12月分 月謝')
  for (const path of [
    '/',
    '/payments',
    '/settlements',
    '/files/new',
    '/numbers',
    '/mails',
    '/settings',
    '/forecast',
    '/feeds',
  ])
    await page(path, cookie)
  expect(await page('/assets/app.css', '')).toContain('{')
  const without = await world.fetch('/invoices', { redirect: 'manual' })
  expect(await without.text()).not.toContain('12月分')
})

test('the minute’s tick works off everything that time brings', async () => {
  await world.db.prepare("update invoices set due_day = '2026-11-01' where reference = 'P-0'").run()
  await world.tick()
  const state = await world.db
    .prepare("select status from invoices where reference = 'P-0'")
    .first<{ status: string }>()
  expect(state?.status).toBe('expired')
  const ready = (await (await world.fetch('/readyz')).json()) as Record<string, string>
  expect(ready).toMatchObject({ database: 'ok', printer: 'ok' })
})
