/** Plan, cycle, file option and forecast, over the API and the console of a real sandbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { initialFeeReference } from '../src/application/sign-up-merchant.ts'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { bill, createStaffClient, firstMerchantClient, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let client: StaffClient
let merchantId: string

beforeAll(async () => {
  sandbox = await startTestSandbox({ FILE_OPTION: '0', PLAN: '120', CYCLE: '10-days' })
  client = await firstMerchantClient(sandbox)
  merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
})

afterAll(async () => {
  await sandbox?.close()
})

const contract = '契約事務手数料（初期費用）'
const fileOption = 'ファイル登録オプション（初期費用）'

const csv = '顧客名,件名,請求金額,支払期限,通知先\n山田 太郎,月謝,3300,+10日,なし\n'
const upload = () => client.post('/files', csv, { 'content-type': 'text/csv' })

const feesBilled = async () => {
  const { items } = await sandbox.pitpost.store.invoices(CENTRE_ID, {}, 50)
  return items.map(({ subject }) => subject).toSorted()
}

const pay = async (invoice: { id: string; number: string; amount: number }, receipt: string) => {
  const answer = await client.network('/payments', {
    number: invoice.number,
    invoice_id: invoice.id,
    amount: invoice.amount,
    receipt,
    paid_at: (await sandbox.now()).toString(),
    chain: '020',
    store: '000123',
  })
  expect(answer.status).toBe(201)
}

describe('the merchant', () => {
  it('sees itself, and changes only what it names', async () => {
    const before = (await client.get('/merchant')).body
    expect(before).toMatchObject({ plan: 'plan-120', cycle: '10-days', file_option: false, scheduled: null })
    const changed = await client.put('/merchant', {
      address: '東京都千代田区千代田１-２-３',
      fax: '03-1111-2222',
      registration_number: 'T1234567890123',
    })
    expect(changed.body).toEqual({
      ...before,
      address: '東京都千代田区千代田１-２-３',
      fax: '03-1111-2222',
      registration_number: 'T1234567890123',
    })
    expect((await client.put('/merchant', { fax: null })).body.fax).toBeNull()
    expect((await client.get('/merchant')).body.registration_number).toBe('T1234567890123')
  })

  it('is told everything that is wrong at once, by name, and nothing is changed', async () => {
    const answer = await client.put('/merchant', {
      name: '',
      address: '東京タワー🗼',
      email: 'nope',
      registration_number: '123',
      agency_code: '912345',
      plan: 'plan-140',
    })
    expect(answer.status).toBe(422)
    expect(answer.body.problems.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'address',
      'client_code',
      'email',
      'name',
      'plan',
      'registration_number',
    ])
    expect((await client.get('/merchant')).body.name).not.toBe('')
  })

  it('changes plan and cycle from the next settlement period, once however often it is asked', async () => {
    const today = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
    const wanted = { plan: 'plan-130', cycle: 'month-end' }
    const changed = (await client.put('/merchant', wanted)).body
    expect(changed).toMatchObject({ plan: 'plan-120', cycle: '10-days', scheduled: wanted })
    const start = Temporal.PlainDate.from(changed.scheduled.effective_day)
    expect([1, 11, 21]).toContain(start.day)
    expect(Temporal.PlainDate.compare(start, today)).toBe(1)
    expect((await client.put('/merchant', wanted)).body).toEqual(changed)
    const merchant = await sandbox.pitpost.store.merchant(merchantId)
    expect(merchant && (await sandbox.pitpost.store.terms(merchant)).changes).toHaveLength(1)
    const page = await client.page('/settings')
    expect(page.text).toContain('プラン120・10日ごと')
    expect(page.text).toContain('プラン130・月末')
    // Taken back before it counts.
    const back = await client.put('/merchant', { plan: 'plan-120', cycle: '10-days' })
    expect(back.body.scheduled).toBeNull()
  })

  it('is changed by managers only', async () => {
    const { story } = sandbox.pitpost
    const link = await story.createSignInLink(
      { merchantId, staffName: '新人', role: 'staff' },
      Temporal.Now.instant(),
    )
    const signedIn = await sandbox.fetch(link, {
      method: 'POST',
      headers: { origin: sandbox.url },
      redirect: 'manual',
    })
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const newcomer = createStaffClient(sandbox, { apiKey: sandbox.apiKey, cookie })
    const answer = await newcomer.submit('/settings/terms', { plan: 'plan-130', cycle: 'month-end' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('責任者だけができます')
    expect((await newcomer.page('/settings')).text).not.toContain('変更を申し込む')
    expect((await client.get('/merchant')).body.scheduled).toBeNull()
  })
})

describe('the file option', () => {
  it('is asked for with a clear message while it is off, billed once when it is switched on, and works at once', async () => {
    expect(await feesBilled()).toEqual([contract])
    const refused = await upload()
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    expect(refused.body.detail).toContain('3,000')
    expect((await client.page('/files/new')).text).toContain('ファイル登録オプションが入っていません')
    expect((await client.submit('/settings/file-option', {})).status).toBe(303)
    expect(await feesBilled()).toEqual([fileOption, contract])
    const fee = await sandbox.pitpost.store.invoiceByReference(
      CENTRE_ID,
      initialFeeReference('file-option', { id: merchantId }),
    )
    expect(fee).toMatchObject({ amountYen: 3_300, taxYen: 300, status: 'open' })
    expect((await upload()).status).toBe(202)
    await client.put('/merchant', { file_option: false })
    expect((await upload()).status).toBe(403)
    await client.put('/merchant', { file_option: true })
    expect(await feesBilled()).toEqual([fileOption, contract])
  })

  it('is billed once when two people switch it on at the same moment', async () => {
    const other = await sandbox.pitpost.story.signUpMerchant(
      {
        name: 'もみじ教室',
        email: undefined,
        phone: undefined,
        address: undefined,
        logo: undefined,
        fax: undefined,
        slackChannel: undefined,
        registrationNumber: undefined,
        agencyCode: undefined,
        clientCode: undefined,
        fileOption: false,
        plan: 'plan-130',
        cycle: 'month-end',
      },
      await sandbox.now(),
    )
    const now = await sandbox.now()
    const change = () =>
      sandbox.pitpost.story.changeMerchant(
        {
          merchantId: other.id,
          changes: { file_option: true },
          actor: { kind: 'staff', name: '田中' },
          role: 'manager',
        },
        now,
      )
    const both = await Promise.all([change(), change()])
    expect(both.map(({ ok }) => ok)).toEqual([true, true])
    const { items } = await sandbox.pitpost.store.invoices(CENTRE_ID, { text: other.name }, 50)
    expect(items.map(({ subject }) => subject).toSorted()).toEqual([fileOption, contract])
  })
})

describe('the forecast', () => {
  it('says what the next payout will be, on which bank day, minus which fees, and what the other plan would cost', async () => {
    const paid = (await client.post('/invoices', bill({ amount: 66_000, tax: 6_000 }))).body
    await pay(paid, 'forecast-1')
    for (const amount of [13_200, 5_500]) {
      await pay(
        (await client.post('/invoices', bill({ amount, tax: amount / 11 }))).body,
        `forecast-${amount}`,
      )
    }
    const unpaid = (await client.post('/invoices', bill())).body
    await client.post(`/invoices/${unpaid.id}/cancel`)
    const forecast = (await client.get('/forecast')).body
    expect(forecast.settlements).toHaveLength(1)
    const [next] = forecast.settlements
    // 84,700 collected; 3 × 120 + 20 and 1,500 for the payout, 10 % tax on 1,880, a stamp of 200 for the 60,000 net.
    expect(next).toMatchObject({
      gross: 84_700,
      paid_count: 3,
      unpaid_count: 1,
      fees: { paid: 360, unpaid: 20, fax: 0, payout: 1_500, tax: 188 },
      stamp_equivalent: 200,
      payout: 84_700 - 360 - 20 - 1_500 - 188 - 200,
    })
    const closing = Temporal.PlainDate.from(next.closing_day)
    expect(closing.day === 10 || closing.day === 20 || closing.day === closing.daysInMonth).toBe(true)
    for (const day of [next.notice_day, next.payout_day]) {
      expect(Temporal.PlainDate.from(day).dayOfWeek).toBeLessThanOrEqual(5)
    }
    // 380 and its tax, against 3 × 130 and its tax.
    expect(forecast.this_month).toMatchObject({
      paid: 3,
      unpaid: 1,
      plan: 'plan-120',
      cost: 418,
      other_plan: 'plan-130',
      other_cost: 429,
      saving: -11,
    })
    const page = await client.page('/forecast?lang=en')
    expect(page.text).toContain('¥82,432')
    expect(page.text).toContain('Plan 130 would have cost ¥11 more this month.')
  })

  it('turns when more bills end unpaid: Plan 130 would have cost less', async () => {
    for (let n = 0; n < 2; n += 1) {
      const { id } = (await client.post('/invoices', bill())).body
      await client.post(`/invoices/${id}/cancel`)
    }
    expect((await client.get('/forecast')).body.this_month).toMatchObject({
      cost: 462,
      other_cost: 429,
      saving: 33,
    })
    expect((await client.page('/forecast?lang=en')).text).toContain(
      'Plan 130 would have cost ¥33 less this month.',
    )
  })
})

describe('settlements over the API', () => {
  it('come as they were forecast, with every line, also as CSV', async () => {
    const forecast = (await client.get('/forecast')).body.settlements[0]
    const after = Temporal.PlainDate.from(forecast.payout_day).add({ days: 1 })
    await sandbox.fetch('/sandbox/clock', {
      method: 'POST',
      body: JSON.stringify({ now: after.toString() }),
      headers: { 'content-type': 'application/json' },
    })
    const list = (await client.get('/settlements')).body
    const settled = list.data.find(
      ({ closing_day }: { closing_day: string }) => closing_day === forecast.closing_day,
    )
    expect(settled).toMatchObject({
      status: 'paid',
      gross: forecast.gross,
      payout: forecast.payout,
      payout_day: forecast.payout_day,
    })
    const detail = (await client.get(`/settlements/${settled.id}`)).body
    const sum = detail.lines.reduce((total: number, { amount }: { amount: number }) => total + amount, 0)
    expect(sum).toBe(settled.payout)
    expect(detail.lines.filter(({ kind }: { kind: string }) => kind === 'collected')).toHaveLength(3)
    const file = await client.get(`/settlements/${settled.id}.csv`)
    expect(file.headers.get('content-type')).toContain('text/csv')
    expect(String(file.body).trim().split('\r\n')).toHaveLength(detail.lines.length + 1)
    expect((await client.get('/settlements/set_none')).status).toBe(404)
  })
})
