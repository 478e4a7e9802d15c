import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

type Shown = {
  readonly id: string
  readonly to: string
  readonly status: string
  readonly last_error: string | null
  readonly outcome: { readonly kind: string; readonly detail: string | null } | null
}
type ShownInvoice = {
  readonly id: string
  readonly customer: { readonly email: string }
  readonly deliveries: readonly (Shown & { readonly kind: string })[]
}

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox?.close())

const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: T }> => {
  const answer = await sandbox.fetch(`/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, json: (text === '' ? undefined : JSON.parse(text)) as T }
}

const register = async (email: string): Promise<ShownInvoice> => {
  const customer = { name: '山田 花子', email }
  const body = { customer, subject: '12月分 月謝', amount: 13_200, due: '+30日' }
  return (await call<ShownInvoice>('POST', '/invoices', body)).json
}

const noticeOf = async (invoiceId: string): Promise<Shown | undefined> => {
  const { json } = await call<ShownInvoice>('GET', `/invoices/${invoiceId}`)
  return json.deliveries.findLast(({ kind }) => kind === 'notice')
}

const report = async (
  id: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
  secret = sandbox.services?.mailWebhookSecret ?? '',
): Promise<{ readonly status: number; readonly result: string | undefined }> => {
  const body = JSON.stringify({ type, created_at: '2026-11-24T01:02:03.456Z', data })
  const at = new Date()
  const answer = await sandbox.fetch('/webhooks/resend', {
    method: 'POST',
    body,
    headers: {
      'svix-id': id,
      'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'svix-signature': new Webhook(secret).sign(id, at, body),
    },
  })
  const { result } = (await answer.json()) as { result?: string }
  return { status: answer.status, result }
}

it('tells the merchant of a mail that came back, writes to the address no more, and mends it once', async () => {
  const { id } = await register('bounced-hanako@example.com')
  const bounced = await eventually(
    () => noticeOf(id),
    (notice) => notice?.outcome?.kind === 'bounced',
  )
  expect(bounced?.outcome?.detail).toContain('550 5.1.1')
  await eventually(
    () => sandbox.chatTexts(),
    (texts) => texts.some((text) => text === 'メール不達：bounced-hanako@example.com（山田 花子 様）'),
  )
  const listed = await call<{ data: Shown[] }>('GET', '/deliveries?state=bounced')
  expect(listed.json.data).toMatchObject([{ id: bounced?.id, to: 'bounced-hanako@example.com' }])

  // Another invoice to the same address waits for a person, with the reason.
  const second = await register('Bounced-Hanako@example.com')
  const parked = await eventually(
    () => noticeOf(second.id),
    (notice) => notice?.status === 'parked',
  )
  expect(parked?.last_error).toMatch(/^suppressed since .*came back/)

  const path = `/deliveries/${bounced?.id}/send-again`
  expect((await call('POST', path, { to: 'hanako@@example.com' })).status).toBe(422)
  const again = await call<Shown>('POST', path, { to: 'hanako@example.com' })
  expect(again).toMatchObject({ status: 202, json: { to: 'hanako@example.com' } })
  expect((await call('POST', path, { to: 'hanako@example.com' })).status).toBe(409)
  const delivered = await eventually(
    () => noticeOf(id),
    (notice) => notice?.outcome?.kind === 'delivered',
  )
  expect(delivered?.id).toBe(again.json.id)
  const { json } = await call<ShownInvoice & { history: { action: string }[] }>('GET', `/invoices/${id}`)
  expect(json.customer.email).toBe('hanako@example.com')
  expect(json.history.map(({ action }) => action)).toContain('mend-address')
  const mails = (await sandbox.mails()).filter(({ to }) => /hanako@example.com$/i.test(to))
  expect(mails.map(({ to }) => to)).toEqual(['bounced-hanako@example.com', 'hanako@example.com'])

  const suppressed = await call<{ data: { address: string }[] }>('GET', '/suppressions')
  expect(suppressed.json.data.map(({ address }) => address)).toEqual(['bounced-hanako@example.com'])
  expect((await call('DELETE', '/suppressions/bounced-hanako@example.com')).status).toBe(204)
  expect((await call('DELETE', '/suppressions/bounced-hanako@example.com')).status).toBe(404)
  // Whoever lifted it says when what was parked goes out.
  expect((await noticeOf(second.id))?.status).toBe('parked')
  expect((await call('POST', `/deliveries/${parked?.id}/send-again`)).status).toBe(202)
  await eventually(
    () => noticeOf(second.id),
    (notice) => notice?.outcome?.kind === 'bounced',
  )
})

it('takes a signed report once, in any order, and nobody else’s', async () => {
  const { id } = await register('taro@example.com')
  const notice = await eventually(
    () => noticeOf(id),
    (shown) => shown?.outcome?.kind === 'delivered',
  )
  const tags = { delivery: notice?.id ?? '' }
  const bounce = { type: 'Permanent', subType: 'General', message: 'gone' }
  expect(await report('msg_1', 'email.bounced', { tags, bounce })).toEqual({
    status: 200,
    result: 'recorded',
  })
  expect(await report('msg_1', 'email.bounced', { tags, bounce })).toEqual({
    status: 200,
    result: 'repeated',
  })
  expect(await report('msg_2', 'email.delivered', { tags })).toEqual({ status: 200, result: 'recorded' })
  expect((await noticeOf(id))?.outcome).toMatchObject({ kind: 'bounced', detail: 'gone' })
  expect((await report('msg_3', 'email.opened', { tags })).result).toBe('ignored')
  expect((await report('msg_4', 'email.delivered', { tags: { delivery: 'dlv_0' } })).result).toBe('unknown')
  expect((await report('msg_5', 'email.bounced', { tags, bounce }, 'whsec_c2VjcmV0')).status).toBe(401)
  const lines = (await sandbox.chatTexts()).filter((text) => text.includes('taro@example.com'))
  expect(lines.filter((text) => text.startsWith('メール不達'))).toHaveLength(1)
})

it('a mailbox that was full is told of, and written to again', async () => {
  const { id } = await register('jiro@example.com')
  const notice = await eventually(
    () => noticeOf(id),
    (shown) => shown?.outcome?.kind === 'delivered',
  )
  const bounce = { type: 'Transient', subType: 'MailboxFull', message: 'full' }
  await report('msg_6', 'email.bounced', { tags: { delivery: notice?.id ?? '' }, bounce })
  const { json } = await call<{ data: { address: string }[] }>('GET', '/suppressions')
  expect(json.data.map(({ address }) => address)).not.toContain('jiro@example.com')
  expect((await call('POST', `/deliveries/${notice?.id}/send-again`)).status).toBe(202)
  await eventually(
    () => noticeOf(id),
    (shown) => shown?.id !== notice?.id && shown?.outcome?.kind === 'delivered',
  )
})

it('counts a file: sent, delivered, bounced, with the bounced ones as a list that can be mended on the page', async () => {
  const rows = Array.from({ length: 30 }, (_, n) => {
    const email = n % 10 === 3 ? `bounced-${n}@example.com` : `customer-${n}@example.com`
    return `F-${n},顧客${n},${email},会費,3000,+30日`
  })
  const file = ['請求番号,顧客名,メールアドレス,件名,請求金額,支払期限', ...rows].join('\r\n')
  const answer = await sandbox.fetch('/api/v1/files', {
    method: 'POST',
    body: file,
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
  })
  const { id } = (await answer.json()) as { id: string }
  type Counted = { readonly notices: Readonly<Record<string, number>> }
  const counts = async () => (await call<Counted>('GET', `/files/${id}`)).json.notices
  const counted = await eventually(counts, (seen) => (seen['delivered'] ?? 0) + (seen['bounced'] ?? 0) === 30)
  expect(counted).toMatchObject({ queued: 30, sent: 30, delivered: 27, bounced: 3, parked: 0 })

  const cookie = await sandbox.signIn()
  const page = async (path: string): Promise<string> =>
    (await sandbox.fetch(path, { headers: { cookie } })).text()
  expect(await page(`/files/${id}`)).toMatch(/届かなかった<\/dt><dd data-count="bounced">3</)
  const { json } = await call<{ data: Shown[] }>('GET', `/deliveries?batch=${id}`)
  expect(json.data.map(({ to }) => to)).toEqual(
    ['bounced-23', 'bounced-13', 'bounced-3'].map((to) => `${to}@example.com`),
  )
  for (const { id: mail, to } of json.data) {
    expect(await page(`/mails/${mail}`)).toContain(`value="${to}"`)
    const mended = await sandbox.fetch(`/mails/${mail}/send-again`, {
      method: 'POST',
      headers: { cookie, origin: sandbox.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ to: to.replace('bounced', 'mended') }),
      redirect: 'manual',
    })
    expect(mended.headers.get('location')).toBe('/mails?done=sent')
  }
  const mendedCounts = await eventually(counts, (seen) => seen['delivered'] === 30)
  expect(mendedCounts).toMatchObject({ queued: 30, sent: 30, delivered: 30, bounced: 0 })
  expect(await page('/mails')).toContain('bounced-13@example.com')
})
