/** A merchant's console with something on every page: bills in each state, payments to decide, files, mails, settlements. */
import { AGENCY, CLIENT, strangeBarcode, tell, toFile } from './feed-files.ts'
import { bill, firstMerchantClient, type Json, type StaffClient } from './staff-client.ts'
import { startTestSandbox, type TestSandbox } from './start-sandbox.ts'

export type SeededConsole = {
  readonly sandbox: TestSandbox
  readonly cookie: string
  readonly merchantId: string
  /** What addresses name: `invoice`, `batch`, `payment` and so on. */
  readonly ids: Readonly<Record<string, string>>
  /** The token of an open bill's customer, and of a paid one's. */
  readonly tokens: { readonly open: string; readonly paid: string }
}

export const openSeededConsole = async (): Promise<SeededConsole> => {
  const sandbox = await startTestSandbox({ CYCLE: '5-days', AGENCY_CODE: AGENCY, CLIENT_CODE: CLIENT })
  const client = await firstMerchantClient(sandbox)
  const merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
  const paid = (await client.post('/invoices', bill({ subject: '11月分 月謝' }))).body
  await pay(sandbox, client, paid, 'r-1')
  const payment = await pay(sandbox, client, paid, 'r-2')
  await client.post('/numbers', { count: 2 })
  const csv = { 'content-type': 'text/csv' }
  const header = '顧客名,件名,請求金額,支払期限,通知先'
  const batch = await client.post('/files?name=a.csv', `${header}\n佐藤 太郎,年会費,1100,+40日,なし\n`, csv)
  const refused = await client.post('/files?name=b.csv', `${header}\n佐藤 太郎,年会費,0,+40日,なし\n`, csv)
  await moveClock(sandbox, 24 * 8)
  const feed = await takeFeed(sandbox)
  const invoice = (await client.post('/invoices', bill({ deliver: 'customer' }))).body
  const cancelled = (await client.post('/invoices', bill({ subject: '取り消す' }))).body
  await client.post(`/invoices/${cancelled.id}/cancel`, { reason: '誤り' })
  const details = (await client.get(`/invoices/${invoice.id}`)).body
  const settlements = (await client.get('/settlements')).body.data
  const webhook = (await client.post('/webhooks', { url: 'http://127.0.0.1:9/' })).body
  const message = (await client.post(`/webhooks/${webhook.id}/test`, {})).body
  const tokens = { open: tokenOf(invoice), paid: tokenOf(paid) }
  const ids = {
    ...{ invoice: invoice.id, payment, feed, batch: batch.body.id, refused: refused.body.batch },
    mail: details.deliveries.find(({ to }: Json) => to?.includes('@')).id,
    ...{ settlement: settlements[0].id, webhook: webhook.id, message: message.id },
    stop: await stopProof(sandbox, merchantId, invoice.id),
  }
  return { sandbox, cookie: await sandbox.signIn(), merchantId, ids, tokens }
}

const tokenOf = (invoice: Json): string => new URL(invoice.customer_url).pathname.split('/')[2] ?? ''

const pay = async (
  sandbox: TestSandbox,
  client: StaffClient,
  invoice: Json,
  receipt: string,
): Promise<string> => {
  const answer = await client.network('/payments', {
    ...{ number: invoice.number, invoice_id: invoice.id, amount: invoice.amount, receipt },
    ...{ paid_at: (await sandbox.now()).toString(), chain: '020', store: '000123' },
  })
  return answer.body.payment_ids[0]
}

const moveClock = async (sandbox: TestSandbox, hours: number): Promise<void> => {
  await sandbox.fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: (await sandbox.now()).add({ hours }).toString() }),
  })
}

/** Money of the merchant that nobody knows. */
const takeFeed = async (sandbox: TestSandbox): Promise<string> => {
  const today = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
  const told = tell('preliminary', strangeBarcode(700), `${today.subtract({ days: 1 })} 10:00`)
  const answer = await sandbox.fetch('/api/v1/feeds?name=a.csv', {
    method: 'POST',
    body: toFile([told]),
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv' },
  })
  return ((await answer.json()) as { id: string }).id
}

const stopProof = async (sandbox: TestSandbox, merchantId: string, invoiceId: string): Promise<string> => {
  const stop = {
    ...{ id: 'stp_1', merchantId, invoiceId, batchId: undefined },
    reason: { ja: 'バーコードが読めません。', en: 'The barcode cannot be read.' },
    ...{ stoppedAt: await sandbox.now(), resumedAt: undefined, resumedBy: undefined },
  }
  await sandbox.pitpost.store.commit([{ kind: 'stop-notices', stop, deliveryIds: [] }])
  return stop.id
}
