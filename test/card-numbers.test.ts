/** Numbers: the pool, numbers given for good, several bills on one, over API, file and console of a real sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isSmartPitNumber } from '../src/domain/smart-pit-number.ts'
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

const issue = async (count: number): Promise<readonly string[]> => {
  const answer = await client.post('/numbers', { count, kind: 'card' })
  expect(answer.status).toBe(201)
  return answer.body.numbers
}

const assign = (number: string, customer: Record<string, string>) =>
  client.post(`/numbers/${number}/assign`, { customer })

describe('the pool', () => {
  it('is filled with ten thousand numbers at once, all different, each with a right check digit', async () => {
    const numbers = await issue(10_000)
    expect(new Set(numbers).size).toBe(10_000)
    expect(numbers.every((number) => /^29\d{11}$/.test(number) && isSmartPitNumber(number))).toBe(true)
  })

  it.each([0, -1, 10_001, 1.5, '10'])('refuses an order of %s by name and issues none', async (count) => {
    const answer = await client.post('/numbers', { count, kind: 'card' })
    expect(answer.status).toBe(422)
    expect(answer.body.problems[0].field).toBe('count')
  })

  it('issues once when the same order comes twice', async () => {
    const headers = { 'idempotency-key': 'cards-1' }
    const order = () => client.post('/numbers', { count: 3, kind: 'card' }, headers)
    const [one, two] = await Promise.all([order(), order()])
    expect(two.body).toEqual(one.body)
    expect((await order()).headers.get('idempotent-replayed')).toBe('true')
  })

  it('is listed by kind and by whether a number is free, page after page', async () => {
    const [number = ''] = await issue(1)
    await assign(number, { name: '青木 一', email: 'aoki@example.com' })
    const given = await client.get('/numbers?free=false&kind=card')
    expect(given.body.data).toContainEqual(
      expect.objectContaining({ number, customer: expect.objectContaining({ name: '青木 一' }) }),
    )
    const free = await client.get('/numbers?free=true&kind=card&limit=200')
    expect(free.body.data).toHaveLength(200)
    expect(free.body.data.every(({ customer }: { customer: unknown }) => customer === null)).toBe(true)
    const next = await client.get(`/numbers?free=true&kind=card&limit=200&cursor=${free.body.next_cursor}`)
    expect(next.body.data[0].number > free.body.data.at(-1).number).toBe(true)
    expect((await client.get('/numbers?kind=plastic')).body.problems[0].field).toBe('kind')
    expect((await client.get('/numbers?limit=0')).body.problems[0].field).toBe('limit')
  })
})

describe('a number given to a customer for good', () => {
  it('is taken by itself for bills from the API, the form and a file, until it is released', async () => {
    const [number = ''] = await issue(1)
    const given = await assign(number, { name: '佐藤　健', email: 'Sato@example.com' })
    expect(given).toMatchObject({ status: 200, body: { number, customer: { name: '佐藤　健' } } })
    // The same customer, written in another width and case.
    const customer = { name: '佐藤 健', email: 'sato@example.com' }
    const byApi = await client.post('/invoices', bill({ customer }))
    expect(byApi.body.number).toBe(number)
    const byForm = await client.submit('/invoices/new', {
      form_key: 'assigned-1',
      customer_name: '佐藤 健',
      email: 'sato@example.com',
      subject: '教材費',
      amount: '2200',
      due: '+10日',
      deliver: 'none',
    })
    expect(byForm.status).toBe(303)
    const csv =
      '顧客名,メールアドレス,件名,請求金額,支払期限,通知先\n佐藤 健,sato@example.com,模試,3300,+10日,なし\n'
    const byFile = await client.post('/files', csv, { 'content-type': 'text/csv' })
    expect(byFile.status).toBe(202)
    const inquiry = await client.network('/inquiries', { number })
    expect(inquiry.body.invoices.map(({ subject }: { subject: string }) => subject).toSorted()).toEqual(
      ['12月分 月謝', '教材費', '模試'].toSorted(),
    )
    expect((await client.post(`/numbers/${number}/release`)).body).toEqual({ number, customer: null })
    const afterwards = await client.post('/invoices', bill({ customer }))
    expect(afterwards.body.number).not.toBe(number)
    // What was billed on it stays payable.
    expect((await client.network('/inquiries', { number })).body.invoices).toHaveLength(3)
  })

  it('belongs to one customer, and a customer has one; each refusal says which', async () => {
    const [one = '', two = ''] = await issue(2)
    const customer = { name: '鈴木 次郎', phone: '090-1111-2222' }
    expect((await assign(one, customer)).status).toBe(200)
    expect((await assign(one, customer)).status).toBe(200)
    const taken = await assign(one, { name: '別の人', phone: '090-3333-4444' })
    expect(taken).toMatchObject({ status: 409, body: { code: 'wrong_state' } })
    expect(taken.body.detail).toContain('鈴木 次郎')
    const second = await assign(two, customer)
    expect(second.status).toBe(409)
    expect(second.body.detail).toContain(one.slice(0, 4))
    const nameless = await assign(two, { name: '' })
    expect(nameless).toMatchObject({ status: 422, body: { problems: [{ field: 'customer.name' }] } })
  })

  it('is refused when this centre never issued it, in all doors, with a clear message', async () => {
    const unknown = '2900000000001'
    const answer = await assign(unknown, { name: '田中 三郎', phone: '1' })
    expect(answer).toMatchObject({ status: 404, body: { code: 'number_not_found' } })
    const refused = await client.post('/invoices', bill({ number: '2900000000018' }))
    expect(refused.body.problems).toMatchObject([{ field: 'number', rule: 'number-unknown' }])
    const mistyped = await client.post('/invoices', bill({ number: '2900000000011' }))
    expect(mistyped.body.problems).toMatchObject([{ field: 'number', rule: 'number-check' }])
    expect((await client.network('/inquiries', { number: '2900000000018' })).status).toBe(404)
    expect((await client.post('/numbers/2900000000018/release')).status).toBe(404)
  })
})

describe('flow B', () => {
  it('pays several open bills of one number with one slip, and leaves the one not ticked', async () => {
    const [number = ''] = await issue(1)
    const ids: string[] = []
    for (const amount of [1_100, 2_200, 3_300]) {
      ids.push((await client.post('/invoices', bill({ number, amount, tax: amount / 11 }))).body.id)
    }
    const slip = await client.network('/slips', { number, invoice_ids: ids.slice(0, 2) })
    expect(slip.body.total).toBe(3_300)
    const paid = await client.network('/payments', {
      slip: slip.body.slip,
      receipt: 'flow-b',
      paid_at: (await sandbox.now()).toString(),
      chain: '030',
      store: '000777',
    })
    expect(paid.body.payment_ids).toHaveLength(2)
    const states = await Promise.all(ids.map(async (id) => (await client.get(`/invoices/${id}`)).body.status))
    expect(states).toEqual(['paid', 'paid', 'open'])
  })
})

describe('the page of numbers', () => {
  it('issues, assigns and releases, and says why something is refused', async () => {
    const issued = await client.submit('/numbers', { form_key: 'pool-1', count: '2' })
    expect(issued.status).toBe(303)
    expect((await client.submit('/numbers', { form_key: 'pool-2', count: '0' })).text).toContain(
      '1から10,000',
    )
    const number = (await issue(1))[0] ?? ''
    const given = await client.submit(`/numbers/${number}/assign`, {
      customer_name: '渡邉 さくら',
      email: 'sakura@example.com',
      phone: '',
    })
    expect(given.status).toBe(303)
    const page = await client.page(given.location)
    expect(page.text).toContain('渡邉 さくら')
    const byName = await client.page(`/numbers?number=${encodeURIComponent('渡邉')}`)
    expect(byName.text).toContain(`/numbers/${number}/release`)
    const again = await client.submit(`/numbers/${number}/assign`, {
      customer_name: '誰か',
      email: 'other@example.com',
      phone: '',
    })
    expect(again.status).toBe(422)
    expect(again.text).toContain('に割り当てられています')
    expect((await client.submit(`/numbers/${number}/release`, {})).status).toBe(303)
  })
})
