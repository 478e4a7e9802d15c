/** Several merchants in one installation: whatever address there is, nobody sees or changes anything of another's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { AGENCY, CLIENT, strangeBarcode, tell, toFile } from './support/feed-files.ts'
import { type Guest, letIn, signUpSecond } from './support/second-merchant.ts'
import { bill, firstMerchantClient, type Json, type StaffClient } from './support/staff-client.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let first: StaffClient
let firstId: string
let firstCookie: string
let second: Guest
/** What of the first merchant an address may name, and what must never be seen by the second. */
let ids: readonly string[]
const marks = ['秘密花子', 'himitsu@example.com', '秘密の件名', 'SECRET-REF', 'secret-receipt', '秘密.csv']

const pay = async (invoice: Json, receipt: string): Promise<string> => {
  const answer = await first.network('/payments', {
    number: invoice.number,
    invoice_id: invoice.id,
    amount: invoice.amount,
    receipt,
    paid_at: (await sandbox.now()).toString(),
    chain: '020',
    store: '000123',
  })
  return answer.body.payment_ids[0]
}

const secret = (reference: string) =>
  bill({
    customer: { name: '秘密花子', email: 'himitsu@example.com' },
    subject: '秘密の件名',
    reference: `SECRET-REF-${reference}`,
    deliver: 'customer',
  })

/** A failed proof of a sheet of the first merchant's. */
const stopProof = async (invoiceId: string): Promise<string> => {
  const stop = {
    id: 'stp_secret',
    merchantId: firstId,
    batchId: undefined,
    invoiceId,
    reason: { ja: '秘密の件名', en: 'unreadable' },
    stoppedAt: await sandbox.now(),
    resumedAt: undefined,
    resumedBy: undefined,
  }
  const stopped = await sandbox.pitpost.store.commit([{ kind: 'stop-notices', stop, deliveryIds: [] }])
  expect(stopped).toBe('done')
  return stop.id
}

/** A collection data file that the first merchant sent in, with money of its own that nobody knows. */
const takeFeed = async (): Promise<string> => {
  const yesterday = (await sandbox.now())
    .subtract({ hours: 24 })
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
  const answer = await sandbox.fetch('/api/v1/feeds?name=秘密.csv', {
    method: 'POST',
    body: toFile([tell('preliminary', strangeBarcode(700), `${yesterday} 10:00`)]),
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
  })
  expect(answer.status).toBe(201)
  const { id } = (await answer.json()) as { id: string }
  return id
}

beforeAll(async () => {
  sandbox = await startTestSandbox({ CYCLE: '5-days', AGENCY_CODE: AGENCY, CLIENT_CODE: CLIENT })
  first = await firstMerchantClient(sandbox)
  firstCookie = await sandbox.signIn()
  firstId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
  const paid = (await first.post('/invoices', secret('paid'))).body
  const payments = [await pay(paid, 'secret-receipt-1'), await pay(paid, 'secret-receipt-2')]
  const [number] = (await first.post('/numbers', { count: 1 })).body.numbers
  await first.post(`/numbers/${number}/assign`, {
    customer: { name: '秘密花子', email: 'himitsu@example.com' },
  })
  const csv = '顧客名,件名,請求金額,支払期限,通知先\n秘密花子,秘密の件名,1100,+40日,なし\n'
  const batch = await first.post('/files?name=秘密.csv', csv, { 'content-type': 'text/csv' })
  const faulty = '顧客名,件名,請求金額,支払期限,通知先\n秘密花子,秘密の件名,0,+40日,なし\n'
  const refused = await first.post('/files?name=秘密.csv', faulty, { 'content-type': 'text/csv' })
  await sandbox.fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: (await sandbox.now()).add({ hours: 24 * 8 }).toString() }),
  })
  const feed = await takeFeed()
  const open = (await first.post('/invoices', secret('open'))).body
  const replaced = (await first.post('/invoices', secret('replaced'))).body
  await first.post(`/invoices/${replaced.id}/replace`, { note: '訂正' })
  await first.get(`/invoices/${open.id}/sheet.pdf`)
  const settlements = (await first.get('/settlements')).body.data.map(({ id }: Json) => id)
  const deliveries = (await first.get(`/invoices/${open.id}`)).body.deliveries.map(({ id }: Json) => id)
  const hook = (await first.post('/webhooks', { url: 'http://127.0.0.1:9/秘密の件名' })).body.id
  const message = (await first.post(`/webhooks/${hook}/test`)).body.id
  second = await signUpSecond(sandbox)
  ids = [
    ...[open.id, paid.id, replaced.id, batch.body.id, refused.body.batch, number, firstId],
    ...[feed, await stopProof(open.id), ...payments, ...settlements, ...deliveries],
    ...[hook, message],
    (await first.get('/customers?q=秘密花子')).body.data[0].id,
  ]
  expect(ids.every((id) => typeof id === 'string' && id !== '')).toBe(true)
}, 120_000)

afterAll(async () => {
  await sandbox?.close()
})

/** Everything the first merchant has, as it stands. */
const snapshot = async () => {
  const { store } = sandbox.pitpost
  const invoices = (await store.invoices(firstId, {}, 200)).items
  return {
    merchant: await store.merchant(firstId),
    invoices,
    histories: await Promise.all(invoices.map(({ id }) => store.history(id))),
    payments: (await store.payments(firstId, {}, 200)).items,
    numbers: (await store.numbers(firstId, {}, 200)).items,
    settlements: await store.settlements(firstId),
  }
}

const isStaff = (path: string): boolean =>
  path.startsWith('/api/v1/') ||
  !/^\/(network|slack|webhooks|assets|sandbox|s|documents|sign-in|sign-out|healthz|readyz|metrics)(\/|$)/.test(
    path,
  )

type Route = { readonly method: string; readonly path: string }

const routes = (): readonly Route[] => {
  const staff = sandbox.pitpost.routes.filter(({ method, path }) => method !== 'ALL' && isStaff(path))
  return [...new Map(staff.map((route) => [`${route.method} ${route.path}`, route])).values()]
}

/** The address with an id in each of its places. */
const fill = (path: string, id: string): string =>
  path
    .replace(':row', '2')
    .replace(/:part\{.*\}$/, '1')
    .replace(/:\w+\{[^}]*\\\.csv\}/g, `${id}.csv`)
    .replace(/:\w+\{[^}]*\\\.pdf\}/g, `${id}.pdf`)
    .replace(/:\w+(\{[^}]*\})?/g, id)

/** What a hostile caller would send: right for every form there is, and naming what is not theirs. */
const hostile = (): Record<string, string> => ({
  customer_name: '乙',
  name: 'もみじ音楽教室',
  email: 'otsu@example.com',
  to: 'otsu@example.com',
  subject: '乗っ取り',
  amount: '1',
  due: '+5日',
  deliver: 'none',
  note: '乗っ取り',
  reason: '乗っ取り',
  decision: 'refunded',
  invoice_id: ids[0] ?? '',
  count: '1',
  plan: 'plan-130',
  cycle: 'month-end',
  form_key: crypto.randomUUID(),
})

/** Bodies of the API by the last word of the address. */
const bodies: Readonly<Record<string, unknown>> = {
  replace: { note: '乗っ取り' },
  cancel: { reason: '乗っ取り' },
  notify: { to: 'otsu@example.com' },
  resolve: { decision: 'refunded', note: '乗っ取り' },
  assign: { customer: { name: '乙', email: 'otsu@example.com' } },
  release: {},
}

const call = async (
  who: { readonly apiKey: string; readonly cookie: string },
  method: string,
  path: string,
  query = '',
): Promise<{ readonly status: number; readonly text: string }> => {
  const isApi = path.startsWith('/api/')
  const isWrite = method !== 'GET'
  const headers: Record<string, string> = isApi
    ? { authorization: `Bearer ${who.apiKey}`, ...(isWrite ? { 'content-type': 'application/json' } : {}) }
    : { cookie: who.cookie, origin: sandbox.url }
  const word = path.split('/').at(-1) ?? ''
  const everything = { invoice_ids: ids.filter((id) => id.startsWith('inv_')), batch: ids[3] }
  const json = JSON.stringify(
    bodies[word] ?? (word === 'sheets' ? { invoice_ids: everything.invoice_ids } : {}),
  )
  const body = isApi ? json : new URLSearchParams(hostile())
  const answer = await sandbox.fetch(`${path}${query}`, {
    method,
    headers,
    redirect: 'manual',
    ...(isWrite ? { body } : {}),
  })
  return { status: answer.status, text: `${await answer.text()} ${answer.headers.get('location') ?? ''}` }
}

const seen = (text: string): readonly string[] => marks.filter((mark) => text.includes(mark))

/** A number is the centre's: any merchant may give it to a customer of its own, and take that back. */
const mayTake = ({ path }: Route): boolean => /\/numbers\/:number\/(assign|release)$/.test(path)
/** Named by a word, not by an id of anybody. */
const isNamed = ({ path }: Route): boolean => /\/documents\/|\/settings\/|\/mails\/preview/.test(path)

describe('the second merchant, at every address of the staff API and the console', () => {
  it('gets nothing and changes nothing with the ids of the first', async () => {
    const before = await snapshot()
    const walked = routes().filter(({ path }) => path.includes(':'))
    expect(walked.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const route of walked) {
      for (const id of ids) {
        const path = fill(route.path, id)
        const { status, text } = await call(second, route.method, path)
        if (status < 400 && !mayTake(route) && !isNamed(route))
          wrong.push(`${route.method} ${path}: ${status}`)
        if (seen(text).length > 0) wrong.push(`${route.method} ${path} shows ${seen(text).join()}`)
        if (status >= 500) wrong.push(`${route.method} ${path}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
    expect(await snapshot()).toEqual(before)
  }, 120_000)

  it('sees nothing of the first in any list, search or export', async () => {
    const before = await snapshot()
    const wrong: string[] = []
    const queries = [
      '',
      '?q=秘密',
      `?q=${marks[3]}`,
      `?batch=${ids[3]}`,
      '?cursor=inv_zzz&limit=200',
      `?numbers=${ids[5]}`,
      '?problem=any',
    ]
    for (const { method, path } of routes().filter((route) => !route.path.includes(':'))) {
      for (const query of method === 'GET' ? queries : ['']) {
        const { text, status } = await call(second, method, path, query)
        // A search field repeats what was looked for.
        const shown = seen(text.replaceAll(/value="[^"]*"/g, '').replaceAll(/(q|numbers)=[^"&]*/g, ''))
        if (shown.length > 0 && !query.includes('q='))
          wrong.push(`${method} ${path}${query} shows ${shown.join()}`)
        if (query.includes('q=') && /himitsu@|secret-receipt/.test(text))
          wrong.push(`${method} ${path}${query}`)
        if (status >= 500 && path !== '/metrics') wrong.push(`${method} ${path}${query}: ${status}`)
      }
    }
    expect(wrong).toEqual([])
    expect(await snapshot()).toEqual(before)
  }, 120_000)

  it('while the first is answered at each of these addresses, so that the walk proves something', async () => {
    const owner = { apiKey: sandbox.apiKey, cookie: firstCookie }
    const reads = routes().filter(
      (route) => route.method === 'GET' && route.path.includes(':') && !isNamed(route),
    )
    const unanswered: string[] = []
    for (const route of reads) {
      const statuses = await Promise.all(
        ids.map(async (id) => (await call(owner, 'GET', fill(route.path, id))).status),
      )
      if (!statuses.includes(200)) unanswered.push(route.path)
    }
    expect(unanswered).toEqual([])
  }, 120_000)
})

describe("the customers' pages", () => {
  it('open by nothing but their own unguessable address', async () => {
    const invoice = await sandbox.pitpost.store.invoice(ids[0] ?? '')
    expect(invoice?.token.length).toBeGreaterThanOrEqual(22)
    for (const id of [...ids, invoice?.number ?? '']) {
      for (const path of ['', '/sheet.pdf', '/barcode.svg']) {
        const answer = await sandbox.fetch(`/s/${id}${path}`)
        expect(answer.status).toBe(404)
        expect(seen(await answer.text())).toEqual([])
      }
    }
  })
})

describe('one card with bills of several merchants', () => {
  it('is inquired as one list with the merchants named, and paid with one slip; each sees its own', async () => {
    const number = (await first.post('/numbers', { count: 1 })).body.numbers[0]
    const own = (await first.post('/invoices', bill({ number, subject: '月謝', reference: 'CARD-A' }))).body
    const other = await second.client.post(
      '/invoices',
      bill({ number, subject: '発表会', amount: 3_300, tax: 300, reference: 'CARD-B' }),
    )
    expect(other.status).toBe(201)
    const inquiry = await first.network('/inquiries', { number })
    expect(
      inquiry.body.invoices.map(({ merchant, subject }: Json) => `${merchant} ${subject}`).toSorted(),
    ).toEqual(['さくら学習塾 月謝', 'もみじ音楽教室 発表会'].toSorted())
    const slip = await first.network('/slips', { number, invoice_ids: [own.id, other.body.id] })
    expect(slip.body.total).toBe(16_500)
    const paid = await first.network('/payments', {
      slip: slip.body.slip,
      receipt: 'one-card',
      paid_at: (await sandbox.now()).toString(),
      chain: '030',
      store: '000777',
    })
    expect(paid.body.payment_ids).toHaveLength(2)
    for (const [client, amount] of [
      [first, 13_200],
      [second.client, 3_300],
    ] as const) {
      const { data } = (await client.get('/payments?q=one-card')).body
      expect(data.map((payment: Json) => payment.amount)).toEqual([amount])
    }
    expect((await first.get(`/invoices/${own.id}`)).body.status).toBe('paid')
    expect((await second.client.get(`/invoices/${other.body.id}`)).body.status).toBe('paid')
  })
})

describe('the centre', () => {
  it('has a console of its own: merchants, sign-up with a link, initial fees; no merchant has that page', async () => {
    const centre = await letIn(sandbox, CENTRE_ID)
    const page = await centre.client.page('/merchants')
    expect(page.text).toContain('さくら学習塾')
    expect(page.text).toContain('もみじ音楽教室')
    expect((await second.client.page('/merchants')).status).toBe(404)
    expect((await centre.client.page('/invoices')).text).toContain('契約事務手数料')
    const faulty = await centre.client.submit('/merchants', {
      name: '',
      plan: 'plan-130',
      cycle: 'month-end',
    })
    expect(faulty.status).toBe(422)
    const signedUp = await centre.client.submit('/merchants', {
      name: 'かえで塾',
      email: 'kaede@example.jp',
      phone: '',
      plan: 'plan-120',
      cycle: '10-days',
    })
    const link = /\/sign-in\/[\w-]+/.exec(signedUp.text)?.[0] ?? ''
    const entered = await sandbox.fetch(link, {
      method: 'POST',
      headers: { origin: sandbox.url },
      redirect: 'manual',
    })
    expect(entered.status).toBe(303)
    const merchant = (await sandbox.pitpost.store.merchants()).find(({ name }) => name === 'かえで塾')
    expect(merchant).toMatchObject({ plan: 'plan-120', cycle: '10-days', fileOption: false })
  })

  it('gives money that nobody claims to the merchant it was meant for', async () => {
    const centre = await letIn(sandbox, CENTRE_ID)
    const invoice = (await second.client.post('/invoices', bill({ reference: 'CLAIM-1' }))).body
    const paymentId = await pay({ number: '2900000000018', id: 'inv_none', amount: 13_200 }, 'nobody-knows')
    expect((await centre.client.page('/payments')).text).toContain(paymentId)
    const search = await centre.client.page(`/payments/${paymentId}?q=CLAIM-1`)
    expect(search.text).toContain(`value="${invoice.id}"`)
    const decided = await centre.client.submit(`/payments/${paymentId}/resolve`, {
      decision: 'accept',
      note: 'お客さまの控えで確認',
      invoice_id: invoice.id,
    })
    expect(decided.status).toBe(303)
    expect((await second.client.get(`/invoices/${invoice.id}`)).body.status).toBe('paid')
    expect((await second.client.get(`/payments/${paymentId}`)).body.note).toBe('お客さまの控えで確認')
  })

  it('asks for the right role: staff register, managers decide and change terms', async () => {
    const staff = await letIn(sandbox, second.merchantId, 'staff')
    expect((await staff.client.post('/invoices', bill({ reference: 'ROLE-1' }))).status).toBe(201)
    expect(await staff.client.put('/merchant', { plan: 'plan-120' })).toMatchObject({
      status: 403,
      body: { code: 'not_allowed' },
    })
    const payment = (await second.client.get('/payments')).body.data[0]
    const body = { decision: 'refunded', note: 'x' }
    expect((await staff.client.post(`/payments/${payment.id}/resolve`, body)).status).toBe(403)
    const manager = await letIn(sandbox, second.merchantId, 'manager')
    expect((await manager.client.put('/merchant', { plan: 'plan-120' })).status).toBe(200)
  })
})
