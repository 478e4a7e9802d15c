/** Payments over the API: find them, and decide about those with a problem. */
import type { Hono } from 'hono'
import { refuseRole } from '../../../domain/access.ts'
import { toJstDay } from '../../../domain/jst-day.ts'
import type { Payment } from '../../../domain/payment.ts'
import { exportPayments } from '../export-tables.ts'
import { readPaymentFilter } from '../read-filter.ts'
import { answerOnce } from './idempotency.ts'
import { toPaymentJson } from './invoice-json.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readJson, readQuery } from './read-json.ts'
import { paymentExportQuery, paymentQuery, resolveBody } from './schemas/payment-schemas.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `/payments` routes. */
export const addPaymentRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/payments', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const query = readQuery(c, paymentQuery)
    const filter = query.ok ? readPaymentFilter(query.value, toJstDay(clock.now())) : query
    if (!filter.ok) return answerFailure(c, filter.failure)
    const { limit, cursor } = paging.value
    const page = await store.payments(c.get('key').merchantId, filter.value, limit, cursor)
    const decisions = await store.decisions(page.items.map(({ id }) => id))
    return answerPage(c, page, (payment) => toPaymentJson(payment, decisions.get(payment.id)))
  })

  api.get('/payments.csv', (c) => {
    const query = readQuery(c, paymentExportQuery)
    const filter = query.ok ? readPaymentFilter(query.value, toJstDay(clock.now())) : query
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
