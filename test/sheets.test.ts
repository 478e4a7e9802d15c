/** Many sheets in one file, from outside: over the API and in the console. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Invoice } from '../src/domain/invoice.ts'
import { readPdf } from './support/read-pdf.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox
let cookie: string
let batchId: string
/** Of the batch, in the order of its rows. */
let invoices: readonly Invoice[]

beforeAll(async () => {
  sandbox = await startTestSandbox()
  cookie = await sandbox.signIn()
  const answer = await sandbox.fetch('/api/v1/files', {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
    body: readFileSync(new URL('./samples/invoices-50.utf8.csv', import.meta.url)),
  })
  batchId = ((await answer.json()) as { id: string }).id
  invoices = await sandbox.pitpost.store.invoicesOfBatch(batchId, 0, 200)
})
afterAll(() => sandbox?.close())

const ask = (body: unknown): Promise<Response> =>
  sandbox.fetch('/api/v1/sheets', {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const get = (path: string): Promise<Response> => sandbox.fetch(path, { headers: { cookie } })
const pdfOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  return readPdf(await answer.bytes())
}
const entriesOf = (those: readonly Invoice[]) =>
  those.map(({ customer, subject }, page) => [`${customer.name}${customer.honorific} ${subject}`, page])

test('a batch comes in the order of its rows, with one outline entry a sheet', async () => {
  expect(invoices).toHaveLength(50)
  const pdf = await pdfOf(await ask({ batch: batchId }))
  expect(pdf.pages).toBe(50)
  expect(pdf.outline).toEqual(entriesOf(invoices))
  expect(pdf.title).toContain('50枚')
  expect(pdf.isTagged).toBe(true)
  expect(pdf.language).toBe('ja')
})

test('a selection comes in the order in which it was given', async () => {
  const chosen = [7, 3, 41].flatMap((index) => invoices.slice(index, index + 1))
  const pdf = await pdfOf(await ask({ invoice_ids: chosen.map(({ id }) => id) }))
  expect(pdf.outline).toEqual(entriesOf(chosen))
})

test('the console prints what was ticked, and a part of a batch', async () => {
  expect(await (await get(`/files/${batchId}`)).text()).toContain(`/files/${batchId}/sheets/1`)
  expect((await pdfOf(await get(`/files/${batchId}/sheets/1`))).pages).toBe(50)
  const [first, second] = invoices
  for (const list of ['/invoices', `/files/${batchId}`])
    expect(await (await get(list)).text()).toContain('name="id"')
  const pdf = await pdfOf(await get(`/invoices/sheets?id=${second?.id}&id=${first?.id}`))
  expect(pdf.outline).toEqual(entriesOf(invoices.slice(0, 2)))
  expect((await get('/invoices/sheets')).status).toBe(422)
})

test.each([
  ['none', { invoice_ids: [] }, 422, 'count'],
  ['more than a hundred', { invoice_ids: Array.from({ length: 101 }, () => 'inv_x') }, 422, 'count'],
  ['neither ids nor a batch', {}, 422, 'one-of'],
  ['ids and a batch', { invoice_ids: ['inv_x'], batch: 'bat_x' }, 422, 'one-of'],
  ['an unknown invoice', { invoice_ids: ['inv_x'] }, 404, undefined],
  ['an unknown batch', { batch: 'bat_x' }, 404, undefined],
])('%s is refused with its reason', async (_, body, status, rule) => {
  const answer = await ask(body)
  expect(answer.status).toBe(status)
  const { problems } = (await answer.json()) as { problems?: readonly { rule: string }[] }
  expect(problems?.[0]?.rule).toBe(rule)
})

test('a part that the batch does not have is refused', async () => {
  expect((await ask({ batch: batchId, part: 2 })).status).toBe(422)
  expect((await get(`/files/${batchId}/sheets/2`)).status).toBe(422)
})

test('what can no longer be paid is named in a selection and left out of a batch', async () => {
  const [, cancelled] = invoices
  const { merchantId = '', id: invoiceId = '' } = cancelled ?? {}
  await sandbox.pitpost.story.cancelInvoice(
    { merchantId, invoiceId, reason: undefined, actor: { kind: 'staff', name: '田中' } },
    Temporal.Now.instant(),
  )
  const answer = await ask({ invoice_ids: invoices.slice(0, 3).map(({ id }) => id) })
  expect(answer.status).toBe(422)
  const { problems } = (await answer.json()) as { problems: readonly { field: string; value: string }[] }
  expect(problems).toEqual([expect.objectContaining({ field: 'invoice_ids[1]', value: invoiceId })])
  expect((await pdfOf(await ask({ batch: batchId }))).pages).toBe(49)
})
