/** Lines of domain.md section 4, each by its name, on a real sandbox whose clock is moved. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { computeCheckDigit } from '../src/domain/smart-pit-number.ts'
import { openPage, rasterize } from './support/pdf-page.ts'
import { readPicture } from './support/scan-barcodes.ts'
import { bill, firstMerchantClient, type Json, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let client: StaffClient

beforeAll(async () => {
  sandbox = await startTestSandbox()
  client = await firstMerchantClient(sandbox)
})

afterAll(async () => {
  await sandbox?.close()
})

const register = async (changes: Record<string, unknown> = {}): Promise<Json> => {
  const answer = await client.post('/invoices', bill(changes))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const today = async (): Promise<Temporal.PlainDate> =>
  (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()

const moveTo = async (day: Temporal.PlainDate, time: string): Promise<void> => {
  const answer = await sandbox.fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: `${day}T${time}+09:00` }),
  })
  expect(answer.status).toBe(200)
}

const till = async (receipt: string) => ({
  receipt,
  paid_at: (await sandbox.now()).toString(),
  chain: '020',
  store: '000123',
})

const pay = async (invoice: Json, receipt: string, amount: number = invoice.amount) =>
  client.network('/payments', {
    ...{ number: invoice.number, invoice_id: invoice.id, amount },
    ...(await till(receipt)),
  })

const slipFor = async (invoice: Json): Promise<string> =>
  (await client.network('/slips', { number: invoice.number, invoice_ids: [invoice.id] })).body.slip

const problemOf = async (invoice: Json): Promise<Json> =>
  (await client.get(`/invoices/${invoice.id}`)).body.payments.at(-1).problem

const statusOf = async ({ id }: Json): Promise<string> => (await client.get(`/invoices/${id}`)).body.status

const historyOf = async ({ id }: Json): Promise<readonly string[]> =>
  (await client.get(`/invoices/${id}`)).body.history.map(({ from, to }: Json) => `${from ?? ''}>${to}`)

describe('Number format', () => {
  it('is 13 digits: prefix 29, random digits, check digit; never sequential, never twice', async () => {
    const numbers: string[] = []
    for (let n = 0; n < 20; n += 1) numbers.push((await register()).number)
    for (const number of numbers) {
      expect(number).toMatch(/^29\d{11}$/)
      expect(computeCheckDigit(number.slice(0, -1))).toBe(number.at(-1))
    }
    expect(new Set(numbers).size).toBe(20)
    const bodies = numbers.map((number) => Number(number.slice(2, 12)))
    const steps = bodies.slice(1).map((body, index) => body - (bodies[index] ?? 0))
    expect(new Set(steps).size).toBe(19)
    expect(Math.min(...steps.map(Math.abs))).toBeGreaterThan(1)
  })
})

describe('Number barcode', () => {
  it('is CODE 128 of the 13 digits, on sheet, card and customer page', async () => {
    const { number, id, customer_url: url } = await register()
    const print = async (path: string): Promise<readonly string[]> => {
      const answer = await sandbox.fetch(`/api/v1${path}`, {
        headers: { authorization: `Bearer ${sandbox.apiKey}` },
      })
      expect(answer.status).toBe(200)
      const page = openPage(new Uint8Array(await answer.arrayBuffer()))
      return readPicture(rasterize(page, 300), 'zxing')
    }
    expect(await print(`/invoices/${id}/sheet.pdf`)).toContain(number)
    const [card] = (await client.post('/numbers', { count: 1 })).body.numbers
    expect(await print(`/numbers/${card}/card.pdf`)).toContain(card)
    const svg = await (await sandbox.fetch(`${new URL(url).pathname}/barcode.svg`)).text()
    expect(await readPicture(drawn(svg), 'zxing')).toEqual([number])
  })

  /** The bars of an SVG of ours, four pixels a module. */
  const drawn = (svg: string) => {
    const [, width = '0'] = /viewBox="0 0 (\d+) /.exec(svg) ?? []
    const [scale, height] = [4, 200]
    const row = new Uint8ClampedArray(Number(width) * scale).fill(255)
    for (const [, x = '0', bar = '0'] of svg.matchAll(/M(\d+) 0h(\d+)/g))
      row.fill(0, Number(x) * scale, (Number(x) + Number(bar)) * scale)
    const pixels = new Uint8ClampedArray(row.length * height)
    for (let y = 0; y < height; y += 1) pixels.set(row, y * row.length)
    return { pixels, width: row.length, height }
  }
})

describe('Numbers that pay', () => {
  it('are those of this centre: a wrong digit and a number never issued are refused with a message', async () => {
    for (const number of ['2900000000018', '2900000000011', '123']) {
      const answer = await client.network('/inquiries', { number })
      expect(answer).toMatchObject({ status: 404, body: { code: 'number_not_found' } })
      expect(answer.body.detail.length).toBeGreaterThan(10)
    }
  })
})

describe('Repeat customers', () => {
  it('keep a number once it is assigned; otherwise each notice gets a fresh one', async () => {
    const customer = { name: '常連 太郎', email: 'joren@example.com' }
    const fresh = [(await register({ customer })).number, (await register({ customer })).number]
    expect(new Set(fresh).size).toBe(2)
    const [card] = (await client.post('/numbers', { count: 1 })).body.numbers
    await client.post(`/numbers/${card}/assign`, { customer })
    expect([(await register({ customer })).number, (await register({ customer })).number]).toEqual([
      card,
      card,
    ])
  })
})

describe('State and problem', () => {
  it('are two things: the state of the invoice stays right whatever is wrong with a payment', async () => {
    const mismatch = await register()
    await pay(mismatch, 'sp-mismatch', 13_000)
    expect([await statusOf(mismatch), await problemOf(mismatch)]).toEqual(['open', 'amount-mismatch'])
    const twice = await register()
    await pay(twice, 'sp-1')
    await pay(twice, 'sp-2')
    expect([await statusOf(twice), await problemOf(twice)]).toEqual(['paid', 'duplicate'])
    const cancelled = await register()
    await client.post(`/invoices/${cancelled.id}/cancel`)
    await pay(cancelled, 'sp-cancelled')
    expect([await statusOf(cancelled), await problemOf(cancelled)]).toEqual(['cancelled', 'after-cancel'])
  })
})

describe('States', () => {
  it('go open → paid → confirmed, and back to open by 速報取消; every move is in the history', async () => {
    const invoice = await register()
    await pay(invoice, 'st-1')
    await client.network('/payments/st-1/cancel', {})
    await pay(invoice, 'st-2')
    await client.network('/payments/st-2/confirm', {})
    expect(await historyOf(invoice)).toEqual([
      '>open',
      'open>paid',
      'paid>open',
      'open>paid',
      'paid>confirmed',
    ])
    expect((await client.network('/payments/st-2/cancel', {})).status).toBe(409)
    expect((await client.post(`/invoices/${invoice.id}/cancel`)).status).toBe(409)
    expect(await statusOf(invoice)).toBe('confirmed')
  })

  it('go open → cancelled, and nothing follows', async () => {
    const invoice = await register()
    await client.post(`/invoices/${invoice.id}/cancel`)
    expect((await client.post(`/invoices/${invoice.id}/cancel`)).status).toBe(409)
    expect(await historyOf(invoice)).toEqual(['>open', 'open>cancelled'])
  })

  it('never change amount or due date: cancelled and registered again, linked', async () => {
    const invoice = await register()
    const next = (await client.post(`/invoices/${invoice.id}/replace`, { amount: 11_000, tax: 1_000 })).body
    const old = (await client.get(`/invoices/${invoice.id}`)).body
    expect([old.amount, old.status, old.replaced_by]).toEqual([13_200, 'cancelled', next.id])
    expect([next.amount, next.status, next.replaces]).toEqual([11_000, 'open', invoice.id])
  })
})

describe('Repeat invoice', () => {
  it('stays open after each payment until it is cancelled, and each payment counts as a paid invoice', async () => {
    const before = (await client.get('/forecast')).body.this_month.paid
    const invoice = await register({ repeat: true, reference: 'REPEAT-1' })
    for (const receipt of ['rp-1', 'rp-2', 'rp-3']) {
      expect((await pay(invoice, receipt)).body.problems).toEqual([])
      expect(await statusOf(invoice)).toBe('open')
    }
    expect((await client.get('/forecast')).body.this_month.paid).toBe(before + 3)
    expect((await client.post(`/invoices/${invoice.id}/cancel`)).body.status).toBe('cancelled')
    await pay(invoice, 'rp-4')
    expect(await problemOf(invoice)).toBe('after-cancel')
  })
})

describe('Due date', () => {
  it('is at the latest the registration day + 59 days and at the earliest that day itself', async () => {
    const day = await today()
    expect((await register({ due: day.toString() })).due).toBe(day.toString())
    const latest = day.add({ days: 59 })
    expect((await register({ due: latest.toString() })).due).toBe(latest.toString())
    for (const [due, rule] of [
      [day.subtract({ days: 1 }), 'due-past'],
      [day.add({ days: 60 }), 'due-too-late'],
    ]) {
      const refused = await client.post('/invoices', bill({ due: String(due) }))
      expect(refused.body.problems).toMatchObject([{ field: 'due', rule }])
    }
  })

  it('is payable until 23:59:59 in Tokyo, and a slip printed in time stays payable: expired at 00:30 at the latest', async () => {
    const due = (await today()).add({ days: 1 })
    const inTime = await register({ due: due.toString(), reference: 'DUE-1' })
    const withSlip = await register({ due: due.toString(), reference: 'DUE-2' })
    const late = await register({ due: due.toString(), reference: 'DUE-3' })
    await moveTo(due, '23:59:58')
    expect((await pay(inTime, 'due-in-time')).body.problems).toEqual([])
    const slip = await slipFor(withSlip)
    await moveTo(due.add({ days: 1 }), '00:00:30')
    expect(await statusOf(late)).toBe('expired')
    expect((await client.network('/inquiries', { number: late.number })).body.invoices).toEqual([])
    await pay(late, 'due-late')
    expect([await statusOf(late), await problemOf(late)]).toEqual(['expired', 'late'])
    await moveTo(due.add({ days: 1 }), '00:20:00')
    expect(await statusOf(withSlip)).toBe('open')
    const paid = await client.network('/payments', { slip, ...(await till('due-slip')) })
    expect(paid.body.problems).toEqual([])
    expect(await statusOf(withSlip)).toBe('paid')
    // Undone after its day and after the slip: there is nothing left to pay it with.
    await moveTo(due.add({ days: 1 }), '00:40:00')
    await client.network('/payments/due-slip/cancel', {})
    expect(await statusOf(withSlip)).toBe('expired')
  })
})
