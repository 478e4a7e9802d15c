/** A sandbox in which every call of the API has something to act on, and the values that fill its addresses. */
import type { Delivery } from '../../src/domain/delivery.ts'
import type { WebhookEndpoint } from '../../src/domain/webhook.ts'
import { AGENCY, CLIENT, strangeBarcode, tell, toFile } from './feed-files.ts'
import { bill, firstMerchantClient, type Json, type StaffClient } from './staff-client.ts'
import { startTestSandbox, type TestSandbox } from './start-sandbox.ts'

export type ApiWorld = {
  readonly sandbox: TestSandbox
  readonly client: StaffClient
  /** By shell variable: `INVOICE_ID`, `NUMBER` and so on. */
  readonly known: Readonly<Record<string, string>>
  /** A bill of its own for a call that uses one up. */
  freshInvoice(): Promise<Json>
  pay(invoice: Json, receipt: string): Promise<string>
  /** A payment that waits for a decision. */
  problemPayment(): Promise<string>
  /** A mail that was never taken. */
  parkedMail(): Promise<string>
  /** A webhook that nobody listens to. */
  webhook(): Promise<string>
  /** A failed proof that holds mails back. */
  proofStop(): Promise<string>
  close(): Promise<void>
}

const CSV = '顧客名,件名,請求金額,支払期限,通知先\n山田 花子,12月分 月謝,1100,+40日,なし\n'

export const openApiWorld = async (settings: Readonly<Record<string, string>> = {}): Promise<ApiWorld> => {
  const sandbox = await startTestSandbox({
    ...{ CYCLE: '5-days', AGENCY_CODE: AGENCY, CLIENT_CODE: CLIENT },
    ...settings,
  })
  const client = await firstMerchantClient(sandbox)
  const merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
  const freshInvoice = async () => (await client.post('/invoices', bill())).body
  const pay = async (invoice: Json, receipt: string): Promise<string> => {
    const answer = await client.network('/payments', {
      ...{ number: invoice.number, invoice_id: invoice.id, amount: invoice.amount, receipt },
      ...{ paid_at: (await sandbox.now()).toString(), chain: '020', store: '000123' },
    })
    return answer.body.payment_ids[0]
  }
  const problemPayment = async (): Promise<string> => {
    const paid = await freshInvoice()
    await pay(paid, `once-${paid.id}`)
    return pay(paid, `twice-${paid.id}`)
  }
  let mails = 0
  const parkedMail = async (): Promise<string> => {
    mails += 1
    const { id } = await freshInvoice()
    const message = { kind: 'notice', invoiceId: id, to: 'a@example.com', audience: 'customer' } as const
    const delivery: Delivery = {
      ...{ id: `dlv_${mails}`, key: `parked-${mails}`, merchantId, invoiceId: id, message, status: 'parked' },
      ...{
        attempts: 20,
        nextAt: await sandbox.now(),
        lastError: 'no',
        batchId: undefined,
        parcel: undefined,
      },
      ...{ providerId: undefined, outcome: undefined, mendedBy: undefined, stopId: undefined },
    }
    await sandbox.pitpost.store.commit([{ kind: 'queue-deliveries', deliveries: [delivery] }])
    return delivery.id
  }
  let webhooks = 0
  const webhook = async (): Promise<string> => {
    webhooks += 1
    const endpoint: WebhookEndpoint = {
      ...{ id: `whk_${webhooks}`, merchantId, url: 'http://127.0.0.1:9/', events: ['settlement.paid'] },
      ...{ secret: `whsec_${new Uint8Array(32).toBase64()}`, oldSecret: undefined, oldUntil: undefined },
      ...{ enabled: true, failingSince: undefined, givenUpAt: undefined, createdAt: await sandbox.now() },
    }
    await sandbox.pitpost.store.commit([{ kind: 'save-webhook', endpoint }])
    return endpoint.id
  }
  let stops = 0
  const proofStop = async (): Promise<string> => {
    stops += 1
    const stop = {
      ...{ id: `stp_${stops}`, merchantId, batchId: undefined, invoiceId: (await freshInvoice()).id },
      ...{ reason: { ja: '読めません', en: 'unreadable' }, stoppedAt: await sandbox.now() },
      ...{ resumedAt: undefined, resumedBy: undefined },
    }
    await sandbox.pitpost.store.commit([{ kind: 'stop-notices', stop, deliveryIds: [] }])
    return stop.id
  }
  await pay(await freshInvoice(), 'first')
  const [number] = (await client.post('/numbers', { count: 1 })).body.numbers
  const batch = (await client.post('/files?name=a.csv', CSV, { 'content-type': 'text/csv' })).body
  const week = (await sandbox.now()).add({ hours: 24 * 8 })
  await sandbox.fetch('/sandbox/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: week.toString() }),
  })
  const yesterday = (await sandbox.now())
    .subtract({ hours: 24 })
    .toZonedDateTimeISO('Asia/Tokyo')
    .toPlainDate()
  const feed = toFile([tell('preliminary', strangeBarcode(700), `${yesterday} 10:00`)])
  const taken = await sandbox.fetch('/api/v1/feeds?name=f.csv', {
    method: 'POST',
    body: feed,
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
  })
  const open = await freshInvoice()
  await client.get(`/invoices/${open.id}/sheet.pdf`)
  const hook = await webhook()
  return {
    ...{ sandbox, client, freshInvoice, pay, problemPayment, parkedMail, proofStop, webhook },
    known: {
      INVOICE_ID: open.id,
      PAYMENT_ID: await problemPayment(),
      NUMBER: number,
      FILE_ID: batch.id,
      SETTLEMENT_ID: (await client.get('/settlements')).body.data[0].id,
      CUSTOMER_ID: (await client.get('/customers')).body.data[0].id,
      FEED_ID: ((await taken.json()) as Json).id,
      DELIVERY_ID: await parkedMail(),
      PROOF_ID: await proofStop(),
      WEBHOOK_ID: hook,
      MESSAGE_ID: (await client.post(`/webhooks/${hook}/test`)).body.id,
      ROW: '2',
      ADDRESS: 'nobody@example.com',
      RECEIPT: 'first',
    },
    close: () => sandbox.close(),
  }
}
