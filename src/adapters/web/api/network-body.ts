/** What stores send over the network interface as the use case takes it, and what they are answered. */
import type * as z from 'zod'
import type { PaymentRequest } from '../../../application/collect-payments.ts'
import { toKeptReceipt } from '../../../domain/network-client.ts'
import type { Payment } from '../../../domain/payment.ts'
import { toYen } from '../../../domain/yen.ts'
import type { TakenJson } from './schemas/network-answers.ts'
import type { paymentBody } from './schemas/network-schemas.ts'

/** A payment as the use case takes it; the receipt is the client's own. */
export const toPaymentRequest = (body: z.infer<typeof paymentBody>, client: string): PaymentRequest => {
  const { chain, store } = body
  const receipt = toKeptReceipt(client, body.receipt)
  const common = { receipt, chain, store, paidAt: Temporal.Instant.from(body.paid_at) }
  if ('slip' in body) return { ...common, slip: body.slip }
  // A number that was never issued is no reason to lose money that a till has taken: it is recorded as unknown.
  const number = body.number.replace(/[-\s]/g, '')
  return { ...common, number, invoiceId: body.invoice_id, amountYen: toYen(body.amount) }
}

export const toPaymentsJson = (payments: readonly Payment[]): TakenJson => ({
  payment_ids: payments.map(({ id }) => id),
  state: payments[0]?.state ?? 'preliminary',
  problems: payments.flatMap(({ id, problem }) =>
    problem === undefined ? [] : [{ payment_id: id, problem }],
  ),
})
