/** Two groups of merchants on one worker, each with a D1 database of its own; and lists read near the reader. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signForNetwork } from '../support/sign.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

const groups = [
  { name: 'east', host: 'east.pay.example', numbers: '291', database: 'DB' },
  { name: 'west', host: 'west.pay.example', numbers: '292', database: 'DB_WEST' },
] as const
type Group = (typeof groups)[number]
const [east, west] = groups

let world: EdgeWorld
beforeAll(async () => {
  world = await openEdgeWorld(
    { GROUPS: JSON.stringify(groups), BASE_URL: 'http://pay.example' },
    { databases: ['DB_WEST'] },
  )
})
afterAll(() => world?.close())

const at = (host: string, path: string, init: RequestInit = {}): Promise<Response> =>
  // The name of a host is the address's own, which a URL of this machine has not.
  world.harness.fetch(`http://${host}${path}`, init as never) as unknown as Promise<Response>

const register = async ({ host }: Group, reference: string) => {
  const answer = await at(host, '/api/v1/invoices', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${world.apiKey}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({
      customer: { name: '髙橋 花子' },
      ...{ subject: '月謝', amount: 5_500, due: '+30日', deliver: 'none', reference },
    }),
  })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return {
    invoice: (await answer.json()) as { id: string; number: string; customer_url: string },
    seen: answer.headers.get('x-pitpost-seen'),
  }
}

const network = async (path: string, body: unknown): Promise<Response> => {
  const text = JSON.stringify(body)
  const headers = await signForNetwork(world.networkSecret, text, Temporal.Now.instant())
  return at('stores.pay.example', `/network/v1${path}`, { method: 'POST', body: text, headers })
}

const count = async ({ database }: Group, sql: string): Promise<number> =>
  (await world.database(database).prepare(sql).first<{ count: number }>())?.count ?? -1

test('each group has its own address, numbers, links and rows', async () => {
  const one = await register(east, 'G-1')
  const two = await register(west, 'G-2')
  expect(one.invoice.number.startsWith('291')).toBe(true)
  expect(two.invoice.number.startsWith('292')).toBe(true)
  expect(new URL(two.invoice.customer_url).host).toBe('west.pay.example')
  const rows = "select count(*) count from invoices where reference in ('G-1', 'G-2')"
  expect(await count(east, rows)).toBe(1)
  expect(await count(west, rows)).toBe(1)
  const page = new URL(two.invoice.customer_url).pathname
  expect((await at(west.host, page)).status).toBe(200)
  expect((await at(east.host, page)).status).toBe(404)
  expect((await at('other.pay.example', '/healthz')).status).toBe(421)
})

test('stores pay bills of both groups at one address, by number and by slip', async () => {
  for (const group of groups) {
    const { invoice } = await register(group, `G-pay-${group.name}`)
    const inquiry = await network('/inquiries', { number: invoice.number })
    expect(await inquiry.json()).toMatchObject({ invoices: [{ id: invoice.id, amount: 5_500 }] })
    const slip = (await (
      await network('/slips', { number: invoice.number, invoice_ids: [invoice.id] })
    ).json()) as {
      slip: string
    }
    const till = { paid_at: Temporal.Now.instant().toString(), chain: '020', store: '000123' }
    const receipt = `G-receipt-${group.name}`
    expect((await network('/payments', { slip: slip.slip, receipt, ...till })).status).toBe(201)
    expect(await count(group, 'select count(*) count from payments')).toBe(1)
    const confirmed = await network(`/payments/${receipt}/confirm`, {})
    expect(confirmed.status, await confirmed.clone().text()).toBe(200)
    expect(await count(group, "select count(*) count from payments where state = 'confirmed'")).toBe(1)
  }
})

test('whoever has changed something is told the place, and the next list from there shows it', async () => {
  const { invoice, seen } = await register(east, 'G-seen')
  expect(seen).toMatch(/^[0-9a-f]{8}-/)
  const list = await at(east.host, '/api/v1/invoices?limit=200', {
    headers: { authorization: `Bearer ${world.apiKey}`, 'x-pitpost-seen': seen ?? '' },
  })
  const { data } = (await list.json()) as { data: { id: string }[] }
  expect(data.map(({ id }) => id)).toContain(invoice.id)
  // A place that nobody could have been told is not believed.
  const odd = await at(east.host, '/api/v1/invoices', {
    headers: { authorization: `Bearer ${world.apiKey}`, 'x-pitpost-seen': "first'; drop" },
  })
  expect(odd.status).toBe(200)
})
