/** A person decides about money that was kept out of settlements: it is the merchant's, or it was given back. */
import type { Actor } from '../domain/access.ts'
import { type Instant, toJstDay } from '../domain/jst-day.ts'
import { postAcceptance, postRefund } from '../domain/ledger.ts'
import type { Payment } from '../domain/payment.ts'
import { fail, ok, type Result, type Text } from '../domain/result.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import type { World } from './world.ts'

export type ResolveRequest = {
  readonly merchantId: string
  readonly paymentId: string
  readonly decision: 'accept' | 'refunded'
  readonly note: string
  readonly actor: Actor
}

/** The decided payment; `wrong-state` when there is nothing to decide or it cannot be decided so. */
export const resolvePayment = (
  world: World,
  request: ResolveRequest,
  now: Instant,
): Promise<Result<Payment>> =>
  commitWithRetry(world.store, async () => {
    const payment = await world.store.payment(request.paymentId)
    if (payment?.merchantId !== request.merchantId) {
      return fail({ kind: 'not-found', what: 'payment', id: request.paymentId })
    }
    const obstacle = obstacleTo(payment, request.decision)
    if (obstacle !== undefined) return fail({ kind: 'wrong-state', message: obstacle })
    const { decision, note, actor, merchantId } = request
    const posting = decision === 'accept' ? postAcceptance(payment, merchantId) : postRefund(payment)
    return ok({
      changes: [
        { kind: 'resolve-payment', payment, decision, note, at: now, actor },
        { kind: 'post-entries', cause: `${decision}:${payment.id}`, day: toJstDay(now), posting },
      ],
      value: { ...payment, resolution: decision, version: payment.version + 1 },
    })
  })

const obstacleTo = (payment: Payment, decision: ResolveRequest['decision']): Text | undefined => {
  if (payment.problem === undefined || payment.state === 'cancelled') {
    return { ja: 'この入金に決めることはありません。', en: 'There is nothing to decide about this payment.' }
  }
  if (payment.resolution !== undefined) {
    return { ja: 'この入金はもう決まっています。', en: 'This payment has been decided already.' }
  }
  if (decision === 'accept' && payment.invoiceId === undefined) {
    return {
      ja: 'どの請求か分からない入金は受け入れられません。お客さまに返金してから「返金済み」にしてください。',
      en: 'A payment that belongs to no invoice cannot be accepted; refund it and say so.',
    }
  }
  return undefined
}
