/** Search as 電子帳簿保存法 asks, exports, kept sheets, and decisions about money, over a real sandbox. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bill,
  createStaffClient,
  firstMerchantClient,
  type Json,
  type StaffClient,
} from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let client: StaffClient

const register = async (changes: Record<string, unknown>): Promise<Json> => {
  const answer = await client.post('/invoices', bill(changes))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

const pay = async (invoice: Json, receipt: string, amount: number = invoice.amount): Promise<string> => {
  const answer = await client.network('/payments', {
    number: invoice.number,
    invoice_id: invoice.id,
    amount,
    receipt,
    paid_at: (await sandbox.now()).toString(),
    chain: '020',
    store: '000123',
  })
  expect(answer.status).toBe(201)
  return answer.body.payment_ids[0]
}

const bills: Record<string, Json> = {}

beforeAll(async () => {
  sandbox = await startTestSandbox()
  client = await firstMerchantClient(sandbox)
  const customers = {
    a: { name: '渡邉 はな子', kana: 'ワタナベ ハナコ', email: 'w@example.com' },
    b: { name: '㈱ヤマダ商店', email: 'y@example.com' },
    c: { name: '=cmd|calc', email: 'c@example.com' },
  }
  bills['a'] = await register({
    customer: customers.a,
    amount: 5_500,
    tax: 500,
    due: '+5日',
    reference: 'AB-1',
  })
  bills['b'] = await register({
    customer: customers.b,
    amount: 66_000,
    tax: 6_000,
    due: '+20日',
    reference: 'AB-2',
  })
  bills['c'] = await register({ customer: customers.c, amount: 13_200, due: '+40日', reference: 'ZZ-9' })
  await pay(bills['a'], 'receipt-a')
  await pay(bills['b'], 'receipt-b')
  await pay(bills['b'], 'receipt-b2')
})

afterAll(async () => {
  await sandbox?.close()
})

const today = async (days = 0): Promise<string> =>
  (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate().add({ days }).toString()

const found = async (query: Record<string, string>): Promise<readonly string[]> => {
  const answer = await client.get(`/invoices?${new URLSearchParams(query)}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.data.map(({ reference }: Json) => reference).toSorted()
}

describe('the search for invoices', () => {
  it('finds by days, by amounts, by counterparty in any width, and by all of them together', async () => {
    expect(await found({ amount_min: '5,500', amount_max: '１３２００円' })).toEqual(['AB-1', 'ZZ-9'])
    expect(await found({ due_from: await today(10), due_to: await today(20) })).toEqual(['AB-2'])
    expect(await found({ registered_from: await today(), registered_to: '今日' })).toHaveLength(3)
    expect(await found({ registered_to: await today(-1) })).toEqual([])
    expect(await found({ q: 'わたなべ' })).toEqual(['AB-1'])
    expect(await found({ q: '（株）ﾔﾏﾀﾞ' })).toEqual(['AB-2'])
    expect(await found({ q: 'ab-' })).toEqual(['AB-1', 'AB-2'])
    expect(await found({ q: bills['c'].number })).toEqual(['ZZ-9'])
    expect(await found({ q: 'ab-', status: 'paid', amount_min: '10000', due_to: await today(30) })).toEqual([
      'AB-2',
    ])
    expect(await found({ q: 'ab-', status: 'open' })).toEqual([])
  })

  it.each([
    ['status', 'closed', 'choice'],
    ['due_from', '2026-02-30', 'day-missing'],
    ['registered_to', 'いつか', 'day-format'],
    ['amount_min', '1.5', 'whole-yen'],
    ['amount_max', 'many', 'amount-format'],
    ['limit', '201', 'limit-range'],
  ])('refuses %s=%s by name', async (field, value, rule) => {
    const answer = await client.get(`/invoices?${new URLSearchParams({ [field]: value })}`)
    expect(answer.status).toBe(422)
    expect(answer.body.problems).toMatchObject([{ field, rule }])
  })

  it('refuses a range that is the wrong way round', async () => {
    const answer = await client.get('/invoices?amount_min=200&amount_max=100')
    expect(answer.body.problems).toMatchObject([{ field: 'amount_min', rule: 'range-order' }])
  })

  it('is a form in the console, which keeps what was asked for and names what it cannot read', async () => {
    const page = await client.page('/invoices?q=AB&amount_min=60000&due_from=&status=')
    expect(page.text).toContain('㈱ヤマダ商店')
    expect(page.text).not.toContain('渡邉 はな子')
    expect(page.text).toContain('value="60000"')
    const wrong = await client.page('/invoices?due_from=2026/13/1')
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('13月はありません')
  })
})

describe('the search for payments', () => {
  const payments = async (query: Record<string, string>): Promise<readonly string[]> => {
    const answer = await client.get(`/payments?${new URLSearchParams(query)}`)
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body.data.map(({ receipt }: Json) => receipt).toSorted()
  }

  it('finds by day, state, problem, amount and counterparty, combined', async () => {
    expect(await payments({ day: await today() })).toHaveLength(3)
    expect(await payments({ day_to: await today(-1) })).toEqual([])
    expect(await payments({ state: 'preliminary', problem: 'any' })).toEqual(['receipt-b2'])
    expect(await payments({ problem: 'undecided' })).toEqual(['receipt-b2'])
    expect(await payments({ problem: 'late' })).toEqual([])
    expect(await payments({ amount_max: '10000' })).toEqual(['receipt-a'])
    expect(await payments({ q: 'やまだ' })).toEqual(['receipt-b', 'receipt-b2'])
    expect(await payments({ q: 'RECEIPT-B2', amount_min: '66000' })).toEqual(['receipt-b2'])
    expect((await client.get('/payments?problem=lost')).body.problems[0].field).toBe('problem')
    expect((await client.page('/payments?q=渡邉')).text).toContain('¥5,500')
  })
})

describe('the exports', () => {
  const rowsOf = (text: string): readonly string[] => text.trim().split('\r\n')

  it('hold all that the search finds, page after page, in UTF-8 with BOM, and no formula', async () => {
    const csv = `顧客名,件名,請求金額,支払期限,通知先\n${'生徒,月謝,1100,+10日,なし\n'.repeat(450)}`
    expect((await client.post('/files', csv, { 'content-type': 'text/csv' })).status).toBe(202)
    const answer = await sandbox.fetch('/api/v1/invoices.csv', {
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
    })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const rows = rowsOf(new TextDecoder().decode(bytes))
    expect(rows).toHaveLength(1 + 3 + 450)
    expect(new Set(rows).size).toBe(rows.length)
    expect(rows.some((row) => row.includes(",'=cmd|calc,"))).toBe(true)
    const some = await client.get('/invoices.csv?q=AB')
    expect(rowsOf(String(some.body))).toHaveLength(3)
    expect((await client.page('/invoices/export.csv?q=AB')).text).toContain('㈱ヤマダ商店')
    expect((await client.get('/invoices.csv?due_to=x')).status).toBe(422)
  })

  it('list payments with the invoice they are for', async () => {
    const answer = await client.get('/payments.csv?q=receipt-a')
    const [header, row] = rowsOf(String(answer.body))
    expect(header).toContain('収納日時')
    expect(row).toContain('渡邉 はな子')
    expect(row).toContain(',5500,')
    expect((await client.page('/payments/export.csv')).text).toContain('二重')
  })
})

describe('a sheet that was made', () => {
  it('is kept as it is with its SHA-256, and is not given out any more once its bytes were changed', async () => {
    const { id } = bills['a']
    const first = await sandbox.fetch(`/api/v1/invoices/${id}/sheet.pdf`, {
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
    })
    const bytes = new Uint8Array(await first.arrayBuffer())
    const hash = createHash('sha256').update(bytes)
    expect(first.headers.get('repr-digest')).toBe(`sha-256=:${hash.copy().digest('base64')}:`)
    const sha256 = hash.digest('hex')
    expect((await client.get(`/invoices/${id}`)).body.sheet).toMatchObject({ sha256, bytes: bytes.length })
    const page = await client.page(`/invoices/${id}`)
    expect(page.text).toContain(sha256)
    const folder = join(sandbox.dataDir, 'vault', 'sheets')
    const [name = ''] = readdirSync(folder).filter((file) => file.startsWith(id))
    const kept = readFileSync(join(folder, name))
    expect(new Uint8Array(kept)).toEqual(bytes)
    kept[100] = (kept[100] ?? 0) ^ 1
    writeFileSync(join(folder, name), kept)
    expect((await client.get(`/invoices/${id}/sheet.pdf`)).status).toBe(503)
    expect(readFileSync(join(folder, name))).toEqual(kept)
  })
})

describe('money with a problem', () => {
  it('is decided with a note and a name, and shows who decided and when', async () => {
    const [duplicate] = (await client.get('/payments?problem=undecided')).body.data
    expect((await client.post(`/payments/${duplicate.id}/resolve`, { decision: 'refunded' })).status).toBe(
      422,
    )
    const headers = { 'idempotency-key': 'decide-1' }
    const body = { decision: 'refunded', note: '11/25 店頭で返金' }
    const decided = await client.post(`/payments/${duplicate.id}/resolve`, body, headers)
    expect(decided).toMatchObject({ status: 200, body: { resolution: 'refunded' } })
    const again = await client.post(`/payments/${duplicate.id}/resolve`, body, headers)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect((await client.post(`/payments/${duplicate.id}/resolve`, body)).status).toBe(409)
    const seen = (await client.get(`/payments/${duplicate.id}`)).body
    expect(seen).toMatchObject({ decided_by: 'API_KEY', note: '11/25 店頭で返金' })
    const page = await client.page(`/payments/${duplicate.id}`)
    expect(page.text).toContain('返金済み')
    expect(page.text).toContain('11/25 店頭で返金')
  })

  it('of unknown purpose is given to the invoice that a person finds for it, which is then paid', async () => {
    const invoice = await register({
      customer: { name: '中村 一', email: 'n@example.com' },
      reference: 'UN-1',
    })
    const paymentId = await pay({ ...invoice, id: 'inv_unknown' }, 'receipt-unknown')
    const page = await client.page(`/payments/${paymentId}`)
    // The number that was typed finds it by itself.
    expect(page.text).toContain(`value="${invoice.id}"`)
    const byReference = await client.page(`/payments/${paymentId}?q=UN-1`)
    expect(byReference.text).toContain('中村 一')
    const resolve = (fields: Record<string, string>) =>
      client.submit(`/payments/${paymentId}/resolve`, fields)
    const unnamed = await resolve({ decision: 'accept', note: '番号を確認' })
    expect(unnamed.status).toBe(422)
    expect(unnamed.text).toContain('請求を指定してください')
    const decided = await resolve({ decision: 'accept', note: '番号を確認', invoice_id: invoice.id })
    expect(decided.location).toBe(`/payments/${paymentId}?done=decided`)
    const after = await client.page(decided.location)
    expect(after.text).toContain('田中')
    expect(after.text).toContain('番号を確認')
    expect((await client.get(`/invoices/${invoice.id}`)).body.status).toBe('paid')
  })

  it('is decided by managers only', async () => {
    const invoice = await register({ reference: 'MG-1' })
    const paymentId = await pay({ ...invoice, id: 'inv_none' }, 'receipt-staff')
    const { store, story } = sandbox.pitpost
    const [merchant] = await store.merchants()
    const request = { merchantId: merchant?.id ?? '', staffName: '新人', role: 'staff' } as const
    const link = await story.createSignInLink(request, Temporal.Now.instant())
    const answer = await sandbox.fetch(link, {
      method: 'POST',
      headers: { origin: sandbox.url },
      redirect: 'manual',
    })
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const newcomer = createStaffClient(sandbox, { apiKey: sandbox.apiKey, cookie })
    const refused = await newcomer.submit(`/payments/${paymentId}/resolve`, {
      decision: 'refunded',
      note: 'x',
    })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('責任者だけができます')
    expect((await client.get(`/payments/${paymentId}`)).body.resolution).toBeUndefined()
  })
})
