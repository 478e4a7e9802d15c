/**
 * The stores' interface under `/network/v1`: inquire, slip, pay, cancel, confirm. Requests are signed as Standard Webhooks;
 * the `webhook-id` is the idempotency key: what changes something is answered once, and the same id gets that answer again.
 */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Alongside } from '../../../application/collect-payments.ts'
import type { Story } from '../../../application/story.ts'
import { toSha256 } from '../../../application/to-sha256.ts'
import { toStamp } from '../../../domain/jst-day.ts'
import { type NetworkSecret, toKeptReceipt } from '../../../domain/network-client.ts'
import type { Payment, Slip } from '../../../domain/payment.ts'
import type { Failure, Result } from '../../../domain/result.ts'
import type { Clock, Store } from '../../../ports.ts'
import { limitBody } from './limit-body.ts'
import { toPaymentRequest, toPaymentsJson } from './network-body.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { type RequestKey, rememberFirst, replayFirst } from './remembered-answers.ts'
import type { InquiryJson, SlipJson } from './schemas/network-answers.ts'
import { inquiryBody, paymentBody, slipBody } from './schemas/network-schemas.ts'
import { findSigner } from './verify-signature.ts'

export type NetworkDeps = {
  readonly story: Story
  readonly store: Pick<Store, 'rememberedAnswer'>
  readonly clock: Clock
  /** Of each chain or agency; several of one name while they change theirs. */
  readonly secrets: readonly NetworkSecret[]
}

type NetworkEnv = { Variables: { client: string; requestKey: RequestKey } }
type NetworkContext = Context<NetworkEnv>

/** Bytes of a request from a store. */
const MAX_BODY_BYTES = 64 * 1024

/** Routes below `/network/v1`. */
export const createNetworkApi = (deps: NetworkDeps): Hono<NetworkEnv> => {
  const { story, clock } = deps
  const api = new Hono<NetworkEnv>()
  api.use(limitBody(MAX_BODY_BYTES), requireSignature(deps))

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
    const json: InquiryJson = { number: inquiry.value.number, invoices }
    return c.json(json)
  })

  api.use(replay(deps))
  api.post('/slips', async (c) => {
    const body = await readJson(c, slipBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { number, invoice_ids: invoiceIds } = body.value
    const remember = (slip: Slip) => [rememberFirst(c.get('requestKey'), 201, toSlipJson(slip), clock.now())]
    const slip = await story.printSlip({ number, invoiceIds, alongside: remember }, clock.now())
    return slip.ok ? c.json(toSlipJson(slip.value), 201) : refuse(c, deps, slip.failure)
  })

  api.post('/payments', async (c) => {
    const body = await readJson(c, paymentBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = toPaymentRequest(body.value, c.get('client'))
    const result = await story.collectPayment({ ...request, alongside: remember(c, deps, 201) }, clock.now())
    if (!result.ok) return refuse(c, deps, result.failure)
    if (result.value.replayed) c.header('idempotent-replayed', 'true')
    return c.json(toPaymentsJson(result.value.payments), 201)
  })

  const receiptOf = (c: NetworkContext): string =>
    toKeptReceipt(c.get('client'), c.req.param('receipt') ?? '')
  api.post('/payments/:receipt/cancel', (c) =>
    moved(c, deps, story.cancelPayment(receiptOf(c), clock.now(), remember(c, deps, 200))),
  )
  api.post('/payments/:receipt/confirm', (c) =>
    moved(c, deps, story.confirmPayment(receiptOf(c), clock.now(), remember(c, deps, 200))),
  )
  return api
}

const toSlipJson = ({ id, totalYen, expiresAt }: Slip): SlipJson => ({
  slip: id,
  total: totalYen,
  expires_at: toStamp(expiresAt),
})

const requireSignature =
  ({ secrets, clock }: NetworkDeps): MiddlewareHandler<NetworkEnv> =>
  async (c, next) => {
    const id = c.req.header('webhook-id') ?? ''
    const body = await c.req.text()
    const timestamp = c.req.header('webhook-timestamp') ?? ''
    const signature = c.req.header('webhook-signature') ?? ''
    const client = await findSigner({ id, timestamp, signature, body }, secrets, clock.now())
    if (client === undefined) return answerFailure(c, { kind: 'not-signed-in' })
    c.set('client', client)
    // One id for one message: the same id for another address is another message.
    const bodyHash = await toSha256(`${c.req.path}\n${body}`)
    c.set('requestKey', { scope: `network:${client}`, key: id, bodyHash })
    return next()
  }

const replay =
  ({ store }: NetworkDeps): MiddlewareHandler<NetworkEnv> =>
  async (c, next) =>
    (await replayFirst(c, store, c.get('requestKey'))) ?? next()

const remember =
  (c: NetworkContext, { clock }: NetworkDeps, status: number): Alongside =>
  async (payments) => [rememberFirst(c.get('requestKey'), status, toPaymentsJson(payments), clock.now())]

/** Lost against the same message sent twice at once: the other one's answer is ours too. */
const refuse = async (c: NetworkContext, { store }: NetworkDeps, failure: Failure): Promise<Response> =>
  (await replayFirst(c, store, c.get('requestKey'))) ?? answerFailure(c, failure)

const moved = async (
  c: NetworkContext,
  deps: NetworkDeps,
  moving: Promise<Result<readonly Payment[]>>,
): Promise<Response> => {
  const result = await moving
  return result.ok ? c.json(toPaymentsJson(result.value)) : refuse(c, deps, result.failure)
}
