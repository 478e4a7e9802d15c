/** Mails that came to nothing over the API: list them, send them again, lift what holds an address back. */
import type { Hono } from 'hono'
import type { Delivery } from '../../../domain/delivery.ts'
import { toStamp } from '../../../domain/jst-day.ts'
import type { Suppression } from '../../../domain/mail-report.ts'
import { answerOnce } from './idempotency.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readOptionalJson, readQuery } from './read-json.ts'
import type { DeliveryJson, SuppressionJson } from './schemas/delivery-answers.ts'
import { againBody, deliveryQuery } from './schemas/delivery-schemas.ts'
import { callerOf, type StaffDeps, type StaffEnv } from './staff-env.ts'

const MAX_SUPPRESSIONS = 200

/** Adds `/deliveries`, `/files/:id/retry` and `/suppressions`. */
export const addDeliveryRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.get('/deliveries', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const query = readQuery(c, deliveryQuery)
    if (!query.ok) return answerFailure(c, query.failure)
    const { state, batch } = query.value
    const filter = {
      ...(state === undefined ? {} : { trouble: state }),
      ...(batch === undefined ? {} : { batchId: batch }),
    }
    const { limit, cursor } = paging.value
    const page = await store.troubledMails(c.get('key').merchantId, filter, limit, cursor)
    return answerPage(c, page, toDeliveryJson)
  })
  api.post('/deliveries/:id/send-again', async (c) => {
    const body = await readOptionalJson(c, againBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { ...callerOf(c), deliveryId: c.req.param('id'), to: body.value.to }
    return answerOnce(c, deps, { status: 202, toBody: toDeliveryJson }, (remember) =>
      story.sendAgain({ ...request, alongside: remember }, clock.now()),
    )
  })
  api.post('/files/:id/retry', async (c) => {
    const { merchantId } = callerOf(c)
    const request = { merchantId, batchId: c.req.param('id') }
    return answerOnce(c, deps, { status: 202, toBody: () => ({ result: 'queued' }) }, (remember) =>
      story.retryBatch({ ...request, alongside: () => remember(undefined) }, clock.now()),
    )
  })
  api.get('/suppressions', async (c) => {
    const items = await store.suppressions(c.get('key').merchantId, MAX_SUPPRESSIONS)
    return answerPage(c, { items, nextCursor: undefined }, toSuppressionJson)
  })
  api.delete('/suppressions/:address', async (c) => {
    const result = await story.liftSuppression(
      { ...callerOf(c), address: c.req.param('address') },
      clock.now(),
    )
    return result.ok ? c.body(null, 204) : answerFailure(c, result.failure)
  })
}

/** A delivery as the HTTP surface shows it; `outcome` is what the provider reported last. */
export const toDeliveryJson = (delivery: Delivery): DeliveryJson => {
  const { id, message, status, attempts, lastError, outcome, invoiceId, batchId, mendedBy } = delivery
  return {
    id,
    kind: message.kind,
    ...('to' in message ? { to: message.to } : {}),
    status,
    attempts,
    last_error: lastError ?? null,
    outcome:
      outcome === undefined
        ? null
        : { kind: outcome.kind, at: toStamp(outcome.at), detail: outcome.detail ?? null },
    ...(invoiceId === undefined ? {} : { invoice_id: invoiceId }),
    ...(batchId === undefined ? {} : { batch: batchId }),
    ...(mendedBy === undefined ? {} : { mended_by: mendedBy }),
  }
}

const toSuppressionJson = ({ address, reason, detail, deliveryId, since }: Suppression): SuppressionJson => ({
  address,
  reason,
  detail: detail ?? null,
  delivery_id: deliveryId,
  since: toStamp(since),
})
