/** Sheets printed by the worker through Browser Rendering: what they look like, and what happens when browsers fail. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toSheetContent } from '../../src/domain/sheet.ts'
import { openPrinter, printOne } from '../adapters/print/open-printer.ts'
import { ownBrowsers } from '../support/own-browsers.ts'
import { openPage, rasterize } from '../support/pdf-page.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

const BASE_URL = 'https://pay.example.jp'
/** Levels of 255 by which a pixel may differ, at the resolution of a good office printer. */
const MAX_DIFFERENCE = 32
const DPI = 300

let world: EdgeWorld
beforeAll(async () => {
  world = await openEdgeWorld({
    BASE_URL,
    BROWSERS_AT_ONCE: '2',
    AGENCY_CODE: '912345',
    CLIENT_CODE: '01234',
  })
})
afterAll(() => world?.close())

type Registered = { readonly id: string; readonly number: string }

const register = async (changes: Readonly<Record<string, unknown>>): Promise<Registered> => {
  const answer = await world.api('/invoices', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({
      customer: { name: '髙橋 花子' },
      subject: '12月分 月謝',
      amount: 13_200,
      tax: 1_200,
      due: '+30日',
      deliver: 'none',
      ...changes,
    }),
  })
  expect(answer.status).toBe(201)
  return (await answer.json()) as Registered
}

const sheetOf = async ({ id }: Registered): Promise<Uint8Array> => {
  const answer = await world.api(`/invoices/${id}/sheet.pdf`)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return new Uint8Array(await answer.arrayBuffer())
}

const slots = async () => {
  const { results } = await world.db
    .prepare('select number, holder, session_id from browser_slots order by number')
    .all<{ number: number; holder: string | null; session_id: string | null }>()
  return results
}

const largestDifference = (one: Uint8Array, two: Uint8Array): number => {
  const [a, b] = [one, two].map((pdf) => rasterize(openPage(pdf), DPI))
  if (a === undefined || b === undefined || a.width !== b.width || a.height !== b.height) return 255
  let largest = 0
  for (const [at, pixel] of a.pixels.entries())
    largest = Math.max(largest, Math.abs(pixel - (b.pixels[at] ?? 0)))
  return largest
}

const bills = [
  { reference: 'E-1' },
  {
    reference: 'E-2',
    customer: {
      name: '株式会社𠮷野家﨑製作所 東京本社 総務部',
      kana: 'ヨシノヤサキセイサクショ',
      honorific: '御中',
    },
    amount: 109_600,
    lines: [
      {
        description: 'ビジネス英会話研修（全8回）',
        quantity: 8,
        unit_price: 11_000,
        amount: 88_000,
        tax_rate: 10,
      },
      { description: 'お弁当とお茶', quantity: 20, unit_price: 1_080, amount: 21_600, tax_rate: 8 },
    ],
    tax: undefined,
    note: '年末は28日まで、年始は4日から開いています。\nご不明な点は①受付②お電話でお問い合わせください。',
  },
]

test.each(bills)('sheet $reference looks the same from the worker as from one machine', async (bill) => {
  const invoice = await register(bill)
  const fromEdge = await sheetOf(invoice)
  const { store } = world
  const [kept] = await store.invoicesById([invoice.id])
  const merchant = kept && (await store.merchant(kept.merchantId))
  if (kept === undefined || merchant === undefined) throw new Error('it is not in D1')
  const printer = await openPrinter()
  try {
    const content = toSheetContent(kept, merchant, `${BASE_URL}/s/${kept.token}`, undefined)
    const fromNode = await printOne(printer, content)
    const otherwise = await printOne(printer, { ...content, subject: `${content.subject}。` })
    expect(largestDifference(fromEdge, fromNode)).toBeLessThanOrEqual(MAX_DIFFERENCE)
    // The measure sees a full stop.
    expect(largestDifference(otherwise, fromNode)).toBeGreaterThan(MAX_DIFFERENCE)
  } finally {
    await printer.close()
  }
})

test('one browser prints for one request after the other, and is left open for the next', async () => {
  await sheetOf(await register({ reference: 'E-3' }))
  const before = await slots()
  await sheetOf(await register({ reference: 'E-4' }))
  const session = before.find(({ session_id }) => session_id !== null)?.session_id
  expect(session).toBeDefined()
  expect((await slots()).map(({ session_id }) => session_id)).toContain(session)
})

test('no more browsers print at once than the setting says; whoever finds none gets a sheet later', async () => {
  const invoices = await Promise.all(
    Array.from({ length: 6 }, (_, n) => register({ reference: `E-many-${n}` })),
  )
  await Promise.all(invoices.map(({ id }) => world.api(`/invoices/${id}/sheet.pdf`)))
  expect(await slots()).toHaveLength(2)
  expect(ownBrowsers().length).toBeLessThanOrEqual(2)
  for (const invoice of invoices) {
    await expect.poll(async () => (await world.api(`/invoices/${invoice.id}/sheet.pdf`)).status).toBe(200)
  }
  expect((await slots()).map(({ holder }) => holder)).toEqual([null, null])
})

test('a browser that is killed between two sheets is replaced', async () => {
  const browsers = ownBrowsers()
  expect(browsers.length).toBeGreaterThan(0)
  for (const pid of browsers) process.kill(pid, 'SIGKILL')
  await sheetOf(await register({ reference: 'E-killed' }))
})

test('a bundle of sheets is one file with a page for each', async () => {
  const invoices = await Promise.all(
    Array.from({ length: 25 }, (_, n) => register({ reference: `E-bundle-${n}` })),
  )
  const answer = await world.api('/sheets', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ invoice_ids: invoices.map(({ id }) => id) }),
  })
  expect(answer.status).toBe(200)
  const pdf = new Uint8Array(await answer.arrayBuffer())
  expect(rasterize(openPage(pdf, 24), 30).width).toBeGreaterThan(200)
  expect(() => openPage(pdf, 25)).toThrow()
})
