/** The link that a customer holds: it can be revoked, and it knows what became of the invoice. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually } from './contract/journey-contract.ts'
import { readPdf } from './support/read-pdf.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await startTestSandbox()
})
afterAll(() => sandbox.close())

const api = (path: string, body?: unknown): Promise<Response> =>
  sandbox.fetch(`/api/v1${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
  })

type InvoiceJson = { readonly id: string; readonly customer_url: string }

const register = async (email: string): Promise<InvoiceJson> => {
  const bill = { customer: { name: '髙橋 花子', email }, subject: '12月分 月謝', amount: 13_200, due: '+9日' }
  return (await (await api('/invoices', bill)).json()) as InvoiceJson
}

const mailsTo = (email: string) => async () => (await sandbox.mails()).filter(({ to }) => to === email)

const textOf = async (pdf: Response): Promise<string> =>
  readPdf(new Uint8Array(await pdf.arrayBuffer()))
    .texts.join('')
    .replace(/\s/g, '')

it('leads nowhere once it was revoked; page, sheet and the next mail have the new one', async () => {
  const email = 'revoked@example.com'
  const { id, customer_url: before } = await register(email)
  const token = new URL(before).pathname.split('/')[2] ?? ''
  expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128)
  await eventually(mailsTo(email), ({ length }) => length === 1)
  const oldSheet = await textOf(await sandbox.fetch(`${new URL(before).pathname}/sheet.pdf`))
  expect(oldSheet).toContain(token)
  const renewed = (await (await api(`/invoices/${id}/link`, {})).json()) as InvoiceJson
  expect(renewed.customer_url).not.toBe(before)
  for (const part of ['', '/sheet.pdf', '/barcode.svg'])
    expect((await sandbox.fetch(`${new URL(before).pathname}${part}`)).status).toBe(404)
  const page = new URL(renewed.customer_url).pathname
  expect((await sandbox.fetch(page)).status).toBe(200)
  const newSheet = await textOf(await sandbox.fetch(`${page}/sheet.pdf`))
  expect(newSheet).toContain(page.split('/')[2])
  expect(newSheet).not.toContain(token)
  await api(`/invoices/${id}/notify`, {})
  const mail = (await eventually(mailsTo(email), ({ length }) => length === 2)).at(-1)
  expect(await (await sandbox.fetch(`/sandbox/mail/${mail?.id}/html`)).text()).toContain(page)
  const { history } = (await (await api(`/invoices/${id}`)).json()) as { history: { action: string }[] }
  expect(history.map(({ action }) => action)).toEqual(['register', 'renew-link', 'notify'])
})

it('is renewed from the console, and not by another merchant’s hand', async () => {
  const cookie = await sandbox.signIn()
  const { id, customer_url: before } = await register('console@example.com')
  const press = (invoice: string): Promise<Response> =>
    sandbox.fetch(`/invoices/${invoice}/link`, { method: 'POST', headers: { cookie, origin: sandbox.url } })
  expect(await (await press(id)).text()).toContain('リンクを新しくしました')
  expect((await sandbox.fetch(new URL(before).pathname)).status).toBe(404)
  expect((await press('inv_nobody')).status).toBe(404)
})

it('shows the way to the bill that took its place, and a mail says so; a stranger is only told that it is off', async () => {
  const email = 'replaced@example.com'
  const old = await register(email)
  await eventually(mailsTo(email), ({ length }) => length === 1)
  const replace = async (id: string, changes: unknown): Promise<InvoiceJson> =>
    (await (await api(`/invoices/${id}/replace`, changes)).json()) as InvoiceJson
  const successor = await replace(old.id, { amount: 14_300 })
  const way = new URL(successor.customer_url).pathname
  const page = await (await sandbox.fetch(new URL(old.customer_url).pathname)).text()
  expect(page).toContain('新しい請求に替わりました')
  expect(page).toContain(`href="${way}"`)
  expect(page).not.toContain('class="digits"')
  const english = await (await sandbox.fetch(`${new URL(old.customer_url).pathname}?lang=en`)).text()
  expect(english).toContain(`href="${way}?lang=en"`)
  const mails = await eventually(mailsTo(email), ({ length }) => length === 3)
  const subjects = mails.map(({ subject }) => subject).slice(1)
  expect(subjects.filter((subject) => subject.includes('ご請求を差し替えました ¥13,200'))).toHaveLength(1)
  expect(subjects.filter((subject) => subject.includes('新しいご請求 ¥14,300'))).toHaveLength(1)
  const other = await replace(successor.id, { customer: { name: '別 の人', email: 'other@example.com' } })
  const last = await (await sandbox.fetch(new URL(old.customer_url).pathname)).text()
  expect(last).toContain('この請求は取り消されました')
  expect(last).not.toContain(new URL(other.customer_url).pathname)
})
