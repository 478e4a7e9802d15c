/** The stores' interface under `/network/v1`: inquire, slip, pay, cancel, confirm; Standard Webhooks signatures. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Story } from '../../../application/story.ts'
import { type Instant, toStamp } from '../../../domain/jst-day.ts'
import type { Payment } from '../../../domain/payment.ts'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import { toYen } from '../../../domain/yen.ts'
import type { Clock } from '../../../ports.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { isRightSignature } from './verify-signature.ts'

export type NetworkDeps = {
  readonly story: Story
  readonly clock: Clock
  /** Base64 secrets, one for each chain or agency. */
  readonly secrets: readonly string[]
}

/** Bytes of a request from a store. */
const MAX_BODY_BYTES = 64 * 1024
/** Invoices on one slip. */
const MAX_SLIP_INVOICES = 20

const till = {
  receipt: z.string().min(1).max(64),
  paid_at: z.iso.datetime({ offset: true }),
  chain: z.string().regex(/^\d{3}$/),
  store: z.string().min(1).max(20),
}
const inquiryBody = z.object({ number: z.string().max(40) })
const slipBody = z.object({
  number: z.string().max(40),
  invoice_ids: z.array(z.string().max(64)).min(1).max(MAX_SLIP_INVOICES),
})
const paymentBody = z.union([
  z.object({ slip: z.string().max(64), ...till }),
  z.object({
    number: z.string().max(40),
    invoice_id: z.string().max(64),
    amount: z.int().min(1).max(99_999_999),
    ...till,
  }),
])

/** Routes below `/network/v1`. */
export const createNetworkApi = ({ story, clock, secrets }: NetworkDeps): Hono => {
  const api = new Hono()
  api.use(bodyLimit({ maxSize: MAX_BODY_BYTES }), requireSignature(secrets, clock))

  api.post('/inquiries', async (c) => {
    const body = await readJson(c, inquiryBody)
    const inquiry = body.ok ? await story.inquireNumber(body.value.number, clock.now()) : body
    if (!inquiry.ok) return answerFailure(c, inquiry.failure)
    const invoices = inquiry.value.invoices.map(({ invoice, merchantName }) => ({
      id: invoice.id,
      merchant: merchantName,
      subject: invoice.subject,
      amount: invoice.amountYen,
      due: invoice.dueDay.toString(),
    }))
    return c.json({ number: inquiry.value.number, invoices })
  })

  api.post('/slips', async (c) => {
    const body = await readJson(c, slipBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { number, invoice_ids: invoiceIds } = body.value
    const slip = await story.printSlip({ number, invoiceIds }, clock.now())
    if (!slip.ok) return answerFailure(c, slip.failure)
    const { id, totalYen, expiresAt } = slip.value
    return c.json({ slip: id, total: totalYen, expires_at: toStamp(expiresAt) }, 201)
  })

  api.post('/payments', async (c) => {
    const body = await readJson(c, paymentBody)
    const request = body.ok ? toPaymentRequest(body.value) : body
    const result = request.ok ? await story.collectPayment(request.value, clock.now()) : request
    if (!result.ok) return answerFailure(c, result.failure)
    const { payments, replayed } = result.value
    if (replayed) c.header('idempotent-replayed', 'true')
    return c.json(toPaymentsJson(payments), 201)
  })

  api.post('/payments/:receipt/cancel', (c) =>
    moved(c, story.cancelPayment(c.req.param('receipt'), clock.now())),
  )
  api.post('/payments/:receipt/confirm', (c) =>
    moved(c, story.confirmPayment(c.req.param('receipt'), clock.now())),
  )
  return api
}

const requireSignature =
  (secrets: readonly string[], clock: Clock): MiddlewareHandler =>
  async (c, next) => {
    const signed = await isRightSignature(
      {
        id: c.req.header('webhook-id') ?? '',
        timestamp: c.req.header('webhook-timestamp') ?? '',
        signature: c.req.header('webhook-signature') ?? '',
        body: await c.req.text(),
      },
      secrets,
      clock.now(),
    )
    return signed ? next() : answerFailure(c, { kind: 'not-signed-in' })
  }

const toPaymentRequest = (
  body: z.infer<typeof paymentBody>,
): Result<Parameters<Story['collectPayment']>[0]> => {
  const { receipt, chain, store } = body
  const at: Instant = Temporal.Instant.from(body.paid_at)
  const common = { receipt, chain, store, paidAt: at }
  if ('slip' in body) return ok({ ...common, slip: body.slip })
  // A number that was never issued is no reason to lose money that a till has taken: it is recorded as unknown.
  const number = body.number.replace(/[-\s]/g, '')
  if (!Number.isSafeInteger(body.amount)) {
    return refuse({
      field: 'amount',
      rule: 'whole-yen',
      message: { ja: '金額は円単位の整数です。', en: 'Whole yen only.' },
    })
  }
  return ok({ ...common, number, invoiceId: body.invoice_id, amountYen: toYen(body.amount) })
}

const toPaymentsJson = (payments: readonly Payment[]) => ({
  payment_ids: payments.map(({ id }) => id),
  state: payments[0]?.state ?? 'preliminary',
  problems: payments.flatMap(({ id, problem }) =>
    problem === undefined ? [] : [{ payment_id: id, problem }],
  ),
})

const moved = async (c: Context, moving: Promise<Result<readonly Payment[]>>): Promise<Response> => {
  const result = await moving
  return result.ok ? c.json(toPaymentsJson(result.value)) : answerFailure(c, result.failure)
}
