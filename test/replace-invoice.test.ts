/** 訂正して出し直す, over the API and the console of a real sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bill, firstMerchantClient, type StaffClient } from './support/staff-client.ts'
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

const register = async (changes: Record<string, unknown> = {}) => {
  const answer = await client.post('/invoices', bill(changes))
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}

describe('cancel and replace over the API', () => {
  it('cancels the old one and registers the new one with the same number, linked both ways, each with its history', async () => {
    const old = await register({ reference: 'R-1' })
    const answer = await client.post(`/invoices/${old.id}/replace`, {
      amount: 11_000,
      tax: 1_000,
      reason: '金額の誤り',
    })
    expect(answer.status).toBe(201)
    const next = answer.body
    expect(next).toMatchObject({
      number: old.number,
      amount: 11_000,
      tax: 1_000,
      subject: old.subject,
      due: old.due,
      customer: old.customer,
      reference: 'R-1-2',
      replaces: old.id,
      status: 'open',
    })
    const before = (await client.get(`/invoices/${old.id}`)).body
    expect(before).toMatchObject({ status: 'cancelled', replaced_by: next.id })
    expect(before.history).toMatchObject([
      { action: 'register', from: null, to: 'open', actor: { kind: 'api-key' } },
      {
        action: 'replace',
        from: 'open',
        to: 'cancelled',
        detail: { replaced_by: next.id, reason: '金額の誤り' },
      },
    ])
    const after = (await client.get(`/invoices/${next.id}`)).body
    expect(after.history).toMatchObject([{ action: 'register', detail: { replaces: old.id } }])
    const inquiry = await client.network('/inquiries', { number: old.number })
    expect(inquiry.body.invoices).toMatchObject([{ id: next.id, amount: 11_000 }])
  })

  it('counts up to -10 and nine times, then says what to do instead', async () => {
    let { id } = await register({ reference: 'R-9' })
    for (let count = 1; count <= 9; count += 1) {
      const { status, body } = await client.post(`/invoices/${id}/replace`, { note: `${count}回目` })
      expect(status).toBe(201)
      expect(body.reference).toBe(`R-9-${count + 1}`)
      expect((await sandbox.pitpost.store.invoice(body.id))?.reissueCount).toBe(count)
      id = body.id
    }
    const tenth = await client.post(`/invoices/${id}/replace`, { note: '10回目' })
    expect(tenth).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect((await client.get(`/invoices/${id}`)).body.status).toBe('open')
  })

  it('passes over a reference that is in use, and takes another number when one is given', async () => {
    await register({ reference: 'R-2-2' })
    const issued = (await client.post('/numbers', { count: 1, kind: 'card' })).body.numbers[0]
    const old = await register({ reference: 'R-2' })
    const next = (await client.post(`/invoices/${old.id}/replace`, { number: issued })).body
    expect(next).toMatchObject({ reference: 'R-2-3', number: issued })
  })

  it('keeps the lines, and changes nothing when a rule is broken', async () => {
    const lines = [
      { description: '月謝', amount: 11_000, tax_rate: 10 },
      { description: '教材', amount: 2_200, tax_rate: 10 },
    ]
    const old = await register({ lines })
    const refused = await client.post(`/invoices/${old.id}/replace`, { amount: 300_001, tax: 1, due: '-1日' })
    expect(refused.status).toBe(422)
    expect(refused.body.problems.map(({ rule }: { rule: string }) => rule)).toEqual([
      'amount-range',
      'due-past',
    ])
    // The tax is part of the amount: a new amount without it is not guessed.
    const untaxed = await client.post(`/invoices/${old.id}/replace`, { amount: 12_000, lines: null })
    expect(untaxed.body.problems).toMatchObject([{ field: 'tax', rule: 'tax-with-amount' }])
    expect((await client.get(`/invoices/${old.id}`)).body.status).toBe('open')
    const kept = (await client.post(`/invoices/${old.id}/replace`, { subject: '1月分 月謝' })).body
    expect(kept.lines).toEqual(old.lines)
    const halved = await client.post(`/invoices/${kept.id}/replace`, { lines: [lines[0]], tax: 1_000 })
    expect(halved.body).toMatchObject({ amount: 11_000, tax: 1_000 })
    expect(halved.body.lines).toHaveLength(1)
  })

  it('replaces once when the same request comes twice, also at the same moment', async () => {
    const old = await register()
    const headers = { 'idempotency-key': 'replace-once' }
    const twice = await Promise.all([
      client.post(`/invoices/${old.id}/replace`, { note: '一度だけ' }, headers),
      client.post(`/invoices/${old.id}/replace`, { note: '一度だけ' }, headers),
    ])
    const again = await client.post(`/invoices/${old.id}/replace`, { note: '一度だけ' }, headers)
    expect([...twice, again].map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set([...twice, again].map(({ body }) => body.id)).size).toBe(1)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const other = await client.post(`/invoices/${old.id}/replace`, { note: '別の内容' }, headers)
    expect(other).toMatchObject({ status: 409, body: { code: 'idempotency_conflict' } })
  })

  it('refuses what is not open', async () => {
    const old = await register()
    await client.post(`/invoices/${old.id}/cancel`)
    const answer = await client.post(`/invoices/${old.id}/replace`, { note: 'x' })
    expect(answer).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect((await client.post('/invoices/inv_none/replace', { note: 'x' })).status).toBe(404)
  })
})

describe('cancel and replace in the console', () => {
  it('starts from what the old bill says, replaces once, and each page leads to the other', async () => {
    const old = await register({ reference: 'W-1' })
    const form = await client.page(`/invoices/${old.id}/replace`)
    expect(form.text).toContain('value="髙橋 花子"')
    expect(form.text).toContain('value="W-1-2"')
    const key = /name="form_key" value="([^"]+)"/.exec(form.text)?.[1] ?? ''
    const fields = {
      form_key: key,
      customer_name: '髙橋 花子',
      email: 'hanako@example.com',
      subject: '12月分 月謝',
      amount: '9,900円',
      tax: '900',
      due: old.due,
      reference: 'W-1-2',
      number: old.number,
      deliver: 'none',
      reason: '半額でよい月でした',
    }
    const faulty = await client.submit(`/invoices/${old.id}/replace`, { ...fields, amount: '0' })
    expect(faulty.status).toBe(422)
    expect(faulty.text).toContain('1円から300,000円')
    const done = await client.submit(`/invoices/${old.id}/replace`, fields)
    expect(done.status).toBe(303)
    const reloaded = await client.submit(`/invoices/${old.id}/replace`, fields)
    expect(reloaded.location).toBe(done.location)
    const next = await client.page(done.location)
    expect(next.text).toContain(`/invoices/${old.id}"`)
    expect(next.text).toContain('¥9,900')
    const before = await client.page(`/invoices/${old.id}`)
    expect(before.text).toContain(new URL(done.location, sandbox.url).pathname)
    expect(before.text).toContain('訂正して出し直し')
    expect(before.text).toContain('理由：半額でよい月でした')
    expect(before.text).toContain('コンソール')
  })

  it('leads the customer to the bill that counts, but nobody whose bill it never was', async () => {
    const { store, story } = sandbox.pitpost
    const first = await register({ reference: 'S-1' })
    const second = (await client.post(`/invoices/${first.id}/replace`, { note: '訂正' })).body
    const third = (await client.post(`/invoices/${second.id}/replace`, { note: '再訂正' })).body
    const old = await store.invoice(first.id)
    expect(old && (await story.findSuccessor(old))?.id).toBe(third.id)
    const wrong = await register({ customer: { name: '別の人', email: 'wrong@example.com' } })
    await client.post(`/invoices/${wrong.id}/replace`, {
      customer: { name: '正しい人', email: 'right@example.com' },
    })
    const mistaken = await store.invoice(wrong.id)
    expect(mistaken && (await story.findSuccessor(mistaken))).toBeUndefined()
  })
})
