import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string

beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
})

afterAll(async () => {
  await sandbox?.close()
})

const get = (path: string): Promise<Response> =>
  sandbox.fetch(path, { headers: { cookie }, redirect: 'manual' })

const post = (path: string, body: FormData | URLSearchParams): Promise<Response> =>
  sandbox.fetch(path, { method: 'POST', body, headers: { cookie, origin: sandbox.url }, redirect: 'manual' })

const upload = async (name: string): Promise<Response> => {
  const body = new FormData()
  body.set('file', new File([readFileSync(new URL(`./samples/${name}`, import.meta.url))], name))
  body.set('mode', 'all_or_nothing')
  const answer = await post('/files/new', body)
  expect(answer.status).toBe(303)
  return get(answer.headers.get('location') ?? '')
}

const form = (changes: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    form_key: crypto.randomUUID(),
    customer_name: '髙橋 花子',
    email: 'hanako@example.com',
    subject: '12月分 月謝',
    amount: '13,200円',
    due: '+30日',
    deliver: 'customer',
    ...changes,
  })

describe('the door to the console', () => {
  it('stays shut without a session, and a link opens it once', async () => {
    expect((await sandbox.fetch('/')).status).toBe(401)
    expect((await sandbox.fetch('/invoices/new')).status).toBe(401)
    const link = sandbox.signInPath
    expect((await sandbox.fetch(link)).status).toBe(200)
    const use = () =>
      sandbox.fetch(link, { method: 'POST', headers: { origin: sandbox.url }, redirect: 'manual' })
    expect((await use()).status).toBe(303)
    expect((await use()).status).toBe(401)
  })

  it('takes no form from another site', async () => {
    const answer = await sandbox.fetch('/invoices/new', {
      method: 'POST',
      body: form(),
      headers: { cookie, origin: 'https://evil.example' },
    })
    expect(answer.status).toBe(403)
  })

  it('lets no page run inline code or load from elsewhere', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
  })
})

describe('the form', () => {
  it('registers, and the same form sent twice registers once', async () => {
    const body = form()
    const one = await post('/invoices/new', body)
    const two = await post('/invoices/new', body)
    expect(one.status).toBe(303)
    expect(two.headers.get('location')).toBe(one.headers.get('location'))
    const page = await (await get(one.headers.get('location') ?? '')).text()
    expect(page).toContain('登録しました')
    expect(page).toContain('¥13,200')
  })

  it('keeps what was typed and names each problem at its field', async () => {
    const hostile = '"><script>alert(1)</script>'
    const answer = await post(
      '/invoices/new',
      form({ amount: '300001', due: '-1日', note: hostile, email: 'nope' }),
    )
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('3か所を直してください')
    expect(page).toContain('value="300001"')
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;script&gt;')
  })
})

describe('a file in the browser', () => {
  it('registers 50 of 50 in UTF-8, and the same references are refused when they come again in CP932', async () => {
    const page = await (await upload('invoices-50.utf8.csv')).text()
    expect(page).toContain('50件を登録しました')
    const again = await (await upload('invoices-50.utf8.csv')).text()
    expect(again).toContain('50行のうち50行に問題があります')
    expect(again).toContain('reference-in-use')
  })

  it('registers none of a file with 12 faulty rows and names each with field, value, rule and remedy', async () => {
    const answer = await upload('invoices-12-broken.utf8.csv')
    const page = await answer.text()
    expect(page).toContain('12行のうち12行に問題があります')
    for (let row = 2; row <= 13; row += 1) expect(page).toContain(`<td class="num">${row}</td>`)
    expect(page).toMatch(/11行目にもあります/)
    expect(page).toMatch(/10行目にもあります/)
    const csv = await get(`${new URL(answer.url).pathname}/problems.csv`)
    const bytes = new Uint8Array(await csv.arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes).split('\r\n')[0]).toMatch(/,理由$/)
  })

  it.each([
    ['a PDF named .csv', new TextEncoder().encode('%PDF-1.7 …'), 'PDF'],
    [
      'a file cut off in a quote',
      new TextEncoder().encode('顧客名,件名,請求金額,支払期限\r\n"山田,月謝'),
      '引用符',
    ],
    [
      'a file without the amount',
      new TextEncoder().encode('顧客名,件名,支払期限\r\n山田,月謝,翌月末'),
      '請求金額',
    ],
    [
      'an empty file of headers',
      new TextEncoder().encode('顧客名,件名,請求金額,支払期限\r\n'),
      '1件もありません',
    ],
  ])('says what is wrong with %s', async (_, bytes, said) => {
    const body = new FormData()
    body.set('file', new File([bytes], 'x.csv'))
    const answer = await post('/files/new', body)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(said)
  })
})

describe('the customer', () => {
  it('sees the bill, gets the sheet, and is told when it was cancelled', async () => {
    const registered = await post('/invoices/new', form({ reference: 'C-1', deliver: 'none' }))
    const id = (registered.headers.get('location') ?? '').replace(/^\/invoices\/|\?.*$/g, '')
    const invoice = await sandbox.pitpost.store.invoice(id)
    const path = `/s/${invoice?.token}`
    const open = await sandbox.fetch(path)
    expect(open.headers.get('x-robots-tag')).toContain('noindex')
    const page = await open.text()
    expect(page).toContain('¥13,200')
    expect(page).toContain('Loppi')
    expect(await (await sandbox.fetch(`${path}?lang=en`)).text()).toContain('Pay at a convenience store')
    const sheets = await Promise.all([1, 2, 3].map(() => sandbox.fetch(`${path}/sheet.pdf`)))
    sheets.push(await sandbox.fetch(`${path}/sheet.pdf`))
    const kept = await sandbox.pitpost.store.sheet(id)
    for (const sheet of sheets) {
      expect(sheet.headers.get('content-type')).toBe('application/pdf')
      // Also those who came at the same time get the one sheet that is kept.
      expect(
        createHash('sha256')
          .update(await sheet.bytes())
          .digest('hex'),
      ).toBe(kept?.sha256)
    }
    await post(`/invoices/${id}/cancel`, new URLSearchParams({ reason: '金額の誤り' }))
    const after = await (await sandbox.fetch(path)).text()
    expect(after).toContain('取り消されました')
    expect(after).not.toContain('お支払いシート')
    expect((await sandbox.fetch(`${path}/sheet.pdf`)).status).toBe(404)
    expect((await sandbox.fetch('/s/not-a-token')).status).toBe(404)
  })
})

describe('the sandbox', () => {
  it('shows the chat, sends what is typed signed, and the answer comes back', async () => {
    const body = new URLSearchParams({ text: '/pit 13200 翌月末 chat@example.com チャット分' })
    expect((await post('/sandbox/chat', body)).status).toBe(303)
    const page = await (await get('/sandbox/chat')).text()
    expect(page).toContain('登録しました')
    const hint = new URLSearchParams({ text: '/pit こんにちは' })
    await post('/sandbox/chat', hint)
    expect(await (await get('/sandbox/chat')).text()).toContain('金額がありません')
    // Every sheet of the file above is looked at before this one's turn comes.
    const isThere = (mails: readonly { readonly to: string }[]) =>
      mails.some(({ to }) => to === 'chat@example.com')
    await eventually(sandbox.mails, isThere, 80_000)
  }, 100_000)

  it('pays at the terminal what the number finds, and undoes it', async () => {
    const [invoice] = await sandbox.pitpost.store
      .invoices((await sandbox.pitpost.store.merchants())[0]?.id ?? '', { status: 'open' }, 1)
      .then(({ items }) => items)
    const number = invoice?.number ?? ''
    const step = async (path: string, fields: Record<string, string>): Promise<string> =>
      (await post(`/sandbox/terminal/${path}`, new URLSearchParams({ chain: '030', ...fields }))).text()
    expect(await step('inquire', { number: '2900000000001' })).toContain('番号は使えません')
    expect(await step('inquire', { number })).toContain(invoice?.subject ?? '?')
    const slipPage = await step('slip', { number, invoice: invoice?.id ?? '' })
    const slip = /name="slip" value="([^"]+)"/.exec(slipPage)?.[1] ?? ''
    const receiptPage = await step('pay', { slip })
    const receipt = /name="receipt" value="([^"]+)"/.exec(receiptPage)?.[1] ?? ''
    expect((await sandbox.pitpost.store.invoice(invoice?.id ?? ''))?.status).toBe('paid')
    // The same slip at another till: kept apart, shown with its buttons, and decided with a note.
    const second = /name="receipt" value="([^"]+)"/.exec(await step('pay', { slip }))?.[1] ?? ''
    const [kept] = await sandbox.pitpost.store.paymentsOfReceipt(second)
    const toDecide = `<a class="button" href="/payments/${kept?.id}">決める`
    expect(await (await get('/payments')).text()).toContain(toDecide)
    expect(await (await get(`/payments/${kept?.id}`)).text()).toContain(`/payments/${kept?.id}/resolve`)
    const decide = (fields: Record<string, string>) =>
      post(`/payments/${kept?.id}/resolve`, new URLSearchParams(fields))
    expect((await decide({ decision: 'refunded', note: ' ' })).status).toBe(422)
    expect((await decide({ decision: 'refunded', note: '店頭で返金' })).status).toBe(303)
    expect(await (await get('/payments')).text()).not.toContain(toDecide)
    expect(await (await get(`/payments/${kept?.id}`)).text()).toContain('店頭で返金')
    await step('cancel', { receipt })
    expect((await sandbox.pitpost.store.invoice(invoice?.id ?? ''))?.status).toBe('open')
    await eventually(sandbox.chatTexts, (texts) => texts.some((text) => text.startsWith('入金取消')))
  })
})
