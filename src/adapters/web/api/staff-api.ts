/** The staff API under `/api/v1`: bearer keys, idempotent posts, problem documents. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { MAX_FILE_BYTES } from '../../../application/accept-file.ts'
import type { Story } from '../../../application/story.ts'
import type { ApiKey } from '../../../domain/access.ts'
import type { Invoice, InvoiceStatus } from '../../../domain/invoice.ts'
import type { Clock, InvoiceFilter, Store } from '../../../ports.ts'
import { addCardRoutes } from './card-api.ts'
import { addFileRoutes } from './file-api.ts'
import { rememberAnswer, replayAnswer } from './idempotency.ts'
import { invoiceBody, toInvoiceJson, toPaymentJson, toRawInvoice, toRequestField } from './invoice-json.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'

export type StaffEnv = { Variables: { key: ApiKey } }
export type StaffDeps = {
  readonly story: Story
  readonly store: Store
  readonly clock: Clock
  readonly baseUrl: string
}

/** Longest note of a decision, in characters. */
const MAX_NOTE = 300
const resolveBody = z.strictObject({
  decision: z.enum(['accept', 'refunded']),
  note: z.string().min(1).max(MAX_NOTE),
})

/** Bytes of a JSON request. */
const MAX_JSON_BYTES = 256 * 1024

/** Routes below `/api/v1`. */
export const createStaffApi = (deps: StaffDeps): Hono<StaffEnv> => {
  const { story, store, clock } = deps
  const api = new Hono<StaffEnv>()
  api.use(requireKey(story))
  api.use('/files', bodyLimit({ maxSize: MAX_FILE_BYTES + 64 * 1024, onError: tooLarge }))
  api.use('/invoices/*', bodyLimit({ maxSize: MAX_JSON_BYTES, onError: tooLarge }))

  api.post('/invoices', async (c) => {
    const key = c.get('key')
    const body = await readJson(c, invoiceBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const replay = await replayAnswer(c, store, key)
    if (replay !== undefined) return replay
    const result = await story.acceptInvoice(
      {
        merchantId: key.merchantId,
        raw: toRawInvoice(body.value),
        actor: { kind: 'api-key', name: key.name },
        alongside: (invoice) => rememberAnswer(c, key, 201, toJson(deps, invoice), clock.now()),
      },
      clock.now(),
    )
    // Lost against the same request sent twice at once: the other one's answer is ours too.
    if (!result.ok)
      return (await replayAnswer(c, store, key)) ?? answerFailure(c, result.failure, toRequestField)
    return c.json(toJson(deps, result.value), 201)
  })

  api.get('/invoices', async (c) => {
    const page = await store.invoices(c.get('key').merchantId, toFilter(c), limitOf(c), c.req.query('cursor'))
    return c.json({
      data: page.items.map((invoice) => toJson(deps, invoice)),
      next_cursor: page.nextCursor ?? null,
    })
  })

  addInvoiceRoutes(api, deps)
  addFileRoutes(api, deps)
  addCardRoutes(api, deps)
  api.get('/payments', async (c) => {
    const page = await store.payments(c.get('key').merchantId, {}, limitOf(c), c.req.query('cursor'))
    return c.json({ data: page.items.map(toPaymentJson), next_cursor: page.nextCursor ?? null })
  })
  api.post('/payments/:id/resolve', async (c) => {
    const body = await readJson(c, resolveBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { merchantId, name } = c.get('key')
    const actor = { kind: 'api-key', name } as const
    const request = { merchantId, paymentId: c.req.param('id'), actor, ...body.value }
    const result = await story.resolvePayment(request, clock.now())
    return result.ok ? c.json(toPaymentJson(result.value)) : answerFailure(c, result.failure)
  })
  return api
}

/** One invoice: look at it, cancel it, send its notice again, fetch its sheet. */
const addInvoiceRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/invoices/:id', async (c) => {
    const invoice = await ownInvoice(c, store)
    if (invoice === undefined) return invoiceNotFound(c)
    const [history, payments, deliveries] = await Promise.all([
      store.history(invoice.id),
      store.paymentsOfInvoice(invoice.id),
      store.deliveriesOfInvoice(invoice.id),
    ])
    return c.json({
      ...toJson(deps, invoice),
      history: history.map((row) => ({ ...row, at: row.at.toString(), from: row.from ?? null })),
      payments: payments.map(toPaymentJson),
      deliveries: deliveries.map(({ id, message, status, attempts, lastError }) => ({
        id,
        kind: message.kind,
        status,
        attempts,
        last_error: lastError ?? null,
      })),
    })
  })

  api.post('/invoices/:id/cancel', async (c) => {
    const { merchantId, name } = c.get('key')
    const { reason } = await optionalJson(c)
    const request = {
      merchantId,
      invoiceId: c.req.param('id'),
      reason,
      actor: { kind: 'api-key', name } as const,
    }
    const result = await story.cancelInvoice(request, clock.now())
    return result.ok ? c.json(toJson(deps, result.value)) : answerFailure(c, result.failure)
  })

  api.post('/invoices/:id/notify', async (c) => {
    const { to } = await optionalJson(c)
    const request = { merchantId: c.get('key').merchantId, invoiceId: c.req.param('id'), to }
    const result = await story.notifyAgain(request, clock.now())
    return result.ok ? c.json(toJson(deps, result.value), 202) : answerFailure(c, result.failure)
  })

  api.get('/invoices/:id/sheet.pdf', async (c) => {
    const invoice = await ownInvoice(c, store)
    if (invoice === undefined) return invoiceNotFound(c)
    const pdf = await story.fetchSheet(invoice, clock.now())
    if (pdf === undefined)
      return answerFailure(c, { kind: 'unavailable', part: 'printer', detail: 'sheet not printed' })
    return c.body(new Uint8Array(pdf), 200, { 'content-type': 'application/pdf' })
  })
}

const requireKey =
  (story: Story): MiddlewareHandler<StaffEnv> =>
  async (c, next) => {
    const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const key = bearer === undefined ? undefined : await story.findApiKey(bearer)
    if (key === undefined) return answerFailure(c, { kind: 'not-signed-in' })
    c.set('key', key)
    return next()
  }

const tooLarge = (c: Context): Response =>
  answerFailure(c, {
    kind: 'invalid-input',
    problems: [
      {
        field: 'body',
        rule: 'body-size',
        message: {
          ja: '送られた内容が大きすぎます。分けて送ってください。',
          en: 'The body is too large; split it.',
        },
      },
    ],
  })

const toJson = ({ story, baseUrl }: StaffDeps, invoice: Invoice) =>
  toInvoiceJson(invoice, {
    customer: story.customerUrl(invoice),
    sheet: `${baseUrl}/api/v1/invoices/${invoice.id}/sheet.pdf`,
  })

const ownInvoice = async (c: Context<StaffEnv>, store: Store): Promise<Invoice | undefined> => {
  const invoice = await store.invoice(c.req.param('id') ?? '')
  return invoice?.merchantId === c.get('key').merchantId ? invoice : undefined
}

const invoiceNotFound = (c: Context): Response =>
  answerFailure(c, { kind: 'not-found', what: 'invoice', id: c.req.param('id') ?? '' })

const limitOf = (c: Context): number => Number(c.req.query('limit') ?? '50') || 50

const statuses: readonly string[] = ['open', 'paid', 'confirmed', 'expired', 'cancelled']
const isStatus = (value: string): value is InvoiceStatus => statuses.includes(value)

const toFilter = (c: Context): InvoiceFilter => {
  const { status, q, batch } = c.req.query()
  return {
    ...(status !== undefined && isStatus(status) ? { status } : {}),
    ...(q === undefined ? {} : { text: q }),
    ...(batch === undefined ? {} : { batchId: batch }),
  }
}

const optionalJson = async (
  c: Context,
): Promise<{ readonly reason: string | undefined; readonly to: string | undefined }> => {
  const body: unknown = await c.req.json().catch(() => ({}))
  const field = (name: string): string | undefined => {
    const value: unknown =
      typeof body === 'object' && body !== null && name in body ? Reflect.get(body, name) : undefined
    return typeof value === 'string' ? value.slice(0, 300) : undefined
  }
  return { reason: field('reason'), to: field('to') }
}
