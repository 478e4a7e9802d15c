/** Payments over the API: find them, and decide about those with a problem. */
import type { Hono } from 'hono'
import * as z from 'zod'
import { refuseRole } from '../../../domain/access.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import type { Payment } from '../../../domain/payment.ts'
import { exportPayments } from '../export-tables.ts'
import { readPaymentFilter } from '../read-filter.ts'
import { answerOnce } from './idempotency.ts'
import { toPaymentJson } from './invoice-json.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Longest note of a decision, in characters. */
const MAX_NOTE = 300
const resolveBody = z.strictObject({
  decision: z.enum(['accept', 'refunded']),
  note: z.string().min(1).max(MAX_NOTE),
  invoice_id: z.string().max(64).optional(),
})

/** Adds `/payments` routes. */
export const addPaymentRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/payments', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const filter = readPaymentFilter(c.req.query(), toJstDay(clock.now()))
    if (!filter.ok) return answerFailure(c, filter.failure)
    const { limit, cursor } = paging.value
    const page = await store.payments(c.get('key').merchantId, filter.value, limit, cursor)
    const decisions = await store.decisions(page.items.map(({ id }) => id))
    return answerPage(c, page, (payment) => toPaymentJson(payment, decisions.get(payment.id)))
  })

  api.get('/payments.csv', (c) => {
    const filter = readPaymentFilter(c.req.query(), toJstDay(clock.now()))
    if (!filter.ok) return answerFailure(c, filter.failure)
    return exportPayments(store, c.get('key').merchantId, filter.value)
  })

  api.get('/payments/:id', async (c) => {
    const payment = await store.payment(c.req.param('id'))
    if (payment?.merchantId !== c.get('key').merchantId)
      return answerFailure(c, { kind: 'not-found', what: 'payment', id: c.req.param('id') })
    const decisions = await store.decisions([payment.id])
    return c.json(toPaymentJson(payment, decisions.get(payment.id)))
  })

  api.post('/payments/:id/resolve', async (c) => {
    const refused = refuseRole(c.get('key').role, 'manager')
    if (refused !== undefined) return answerFailure(c, refused)
    const body = await readJson(c, resolveBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { decision, note, invoice_id: invoiceId } = body.value
    const request = { ...callerOf(c), paymentId: c.req.param('id'), decision, note, invoiceId }
    return answerOnce(
      c,
      deps,
      { status: 200, toBody: (payment: Payment) => toPaymentJson(payment) },
      (remember) => story.resolvePayment({ ...request, alongside: remember }, clock.now()),
    )
  })
}
