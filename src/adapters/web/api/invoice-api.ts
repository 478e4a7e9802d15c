/** Invoices over the API: register, find, look at, cancel, replace, send the notice again, fetch the sheet. */
import type { Hono } from 'hono'
import type { Invoice } from '../../../domain/invoice.ts'
import { toJstDay, toStamp } from '../../../domain/jst-day.ts'
import type { HistoryRow } from '../../../ports.ts'
import { exportInvoices } from '../export-tables.ts'
import { readInvoiceFilter } from '../read-filter.ts'
import { toDeliveryJson } from './delivery-api.ts'
import { answerOnce } from './idempotency.ts'
import { toInvoiceJson, toPaymentJson, toRawChanges, toRawInvoice, toRequestField } from './invoice-json.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readJson, readOptionalJson, readQuery } from './read-json.ts'
import type { InvoiceDetailJson } from './schemas/invoice-answers.ts'
import {
  cancelBody,
  invoiceBody,
  invoiceExportQuery,
  invoiceQuery,
  notifyBody,
  replaceBody,
} from './schemas/invoice-schemas.ts'
import { callerOf, type StaffContext, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `/invoices` routes. */
export const addInvoiceRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  const created = { status: 201, toBody: (invoice: Invoice) => toJson(deps, invoice) } as const

  api.post('/invoices', async (c) => {
    const body = await readJson(c, invoiceBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { ...callerOf(c), raw: toRawInvoice(body.value) }
    return answerOnce(c, deps, { ...created, renamed: toRequestField }, (remember) =>
      story.acceptInvoice({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.get('/invoices', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const query = readQuery(c, invoiceQuery)
    const filter = query.ok ? readInvoiceFilter(query.value, toJstDay(clock.now())) : query
    if (!filter.ok) return answerFailure(c, filter.failure)
    const { limit, cursor } = paging.value
    const page = await store.invoices(c.get('key').merchantId, filter.value, limit, cursor)
    return answerPage(c, page, (invoice) => toJson(deps, invoice))
  })

  api.get('/invoices.csv', (c) => {
    const query = readQuery(c, invoiceExportQuery)
    const filter = query.ok ? readInvoiceFilter(query.value, toJstDay(clock.now())) : query
    if (!filter.ok) return answerFailure(c, filter.failure)
    return exportInvoices(store, c.get('key').merchantId, filter.value)
  })

  api.post('/invoices/:id/replace', async (c) => {
    const body = await readJson(c, replaceBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { reason, ...changes } = body.value
    const request = {
      ...callerOf(c),
      invoiceId: c.req.param('id'),
      changes: toRawChanges(changes),
      reason: reason ?? undefined,
    }
    return answerOnce(c, deps, { ...created, renamed: toRequestField }, (remember) =>
      story.replaceInvoice({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.post('/invoices/:id/cancel', async (c) => {
    const body = await readOptionalJson(c, cancelBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { ...callerOf(c), invoiceId: c.req.param('id'), reason: body.value.reason }
    return answerOnce(c, deps, { ...created, status: 200 }, (remember) =>
      story.cancelInvoice({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.post('/invoices/:id/notify', async (c) => {
    const body = await readOptionalJson(c, notifyBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { ...callerOf(c), invoiceId: c.req.param('id'), to: body.value.to }
    return answerOnce(c, deps, { ...created, status: 202 }, (remember) =>
      story.notifyAgain({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.post('/invoices/:id/link', async (c) => {
    const request = { ...callerOf(c), invoiceId: c.req.param('id') }
    return answerOnce(c, deps, { ...created, status: 200 }, (remember) =>
      story.renewLink({ ...request, alongside: remember }, clock.now()),
    )
  })
  addInvoiceReads(api, deps)
}

const addInvoiceReads = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/invoices/:id', async (c) => {
    const invoice = await ownInvoice(c, deps)
    if (invoice === undefined) return invoiceNotFound(c)
    const [history, payments, deliveries, sheet] = await Promise.all([
      store.history(invoice.id),
      store.paymentsOfInvoice(invoice.id),
      store.deliveriesOfInvoice(invoice.id),
      store.sheet(invoice.id),
    ])
    const detail: InvoiceDetailJson = {
      ...toJson(deps, invoice),
      sheet:
        sheet === undefined
          ? null
          : { sha256: sheet.sha256, bytes: sheet.bytes, printed_at: toStamp(sheet.printedAt) },
      history: history.map(toHistoryJson),
      payments: payments.map((payment) => toPaymentJson(payment)),
      deliveries: deliveries.map(toDeliveryJson),
    }
    return c.json(detail)
  })

  api.get('/invoices/:id/sheet.pdf', async (c) => {
    const invoice = await ownInvoice(c, deps)
    if (invoice === undefined) return invoiceNotFound(c)
    const pdf = await story.fetchSheet(invoice, clock.now())
    if (pdf === undefined)
      return answerFailure(c, { kind: 'unavailable', part: 'printer', detail: 'sheet not printed' })
    const sheet = await store.sheet(invoice.id)
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      ...(sheet && { 'repr-digest': `sha-256=:${Uint8Array.fromHex(sheet.sha256).toBase64()}:` }),
    })
  })
}

const toHistoryJson = ({ version, at, actor, action, from, to, detail }: HistoryRow) => ({
  version,
  at: at.toString(),
  actor,
  action,
  from: from ?? null,
  to,
  detail,
})

const toJson = ({ story, baseUrl }: StaffDeps, invoice: Invoice) =>
  toInvoiceJson(invoice, {
    customer: story.customerUrl(invoice),
    sheet: `${baseUrl}/api/v1/invoices/${invoice.id}/sheet.pdf`,
  })

const ownInvoice = async (c: StaffContext, { store }: StaffDeps): Promise<Invoice | undefined> => {
  const invoice = await store.invoice(c.req.param('id') ?? '')
  return invoice?.merchantId === c.get('key').merchantId ? invoice : undefined
}

const invoiceNotFound = (c: StaffContext): Response =>
  answerFailure(c, { kind: 'not-found', what: 'invoice', id: c.req.param('id') ?? '' })
