/** What stores send over the network interface, and what they are answered. */
import * as z from 'zod'
import type { PaymentRequest } from '../../../application/collect-payments.ts'
import { toKeptReceipt } from '../../../domain/network-client.ts'
import type { Payment } from '../../../domain/payment.ts'
import { toYen } from '../../../domain/yen.ts'

/** Invoices on one slip. */
const MAX_SLIP_INVOICES = 20

const till = {
  receipt: z.string().min(1).max(64),
  paid_at: z.iso.datetime({ offset: true }),
  chain: z.string().regex(/^\d{3}$/),
  store: z.string().min(1).max(20),
}
export const inquiryBody = z.object({ number: z.string().max(40) })
export const slipBody = z.object({
  number: z.string().max(40),
  invoice_ids: z.array(z.string().max(64)).min(1).max(MAX_SLIP_INVOICES),
})
export const paymentBody = z.union([
  z.object({ slip: z.string().max(64), ...till }),
  z.object({
    number: z.string().max(40),
    invoice_id: z.string().max(64),
    amount: z.int().min(1).max(99_999_999),
    ...till,
  }),
])

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

export const toPaymentsJson = (payments: readonly Payment[]) => ({
  payment_ids: payments.map(({ id }) => id),
  state: payments[0]?.state ?? 'preliminary',
  problems: payments.flatMap(({ id, problem }) =>
    problem === undefined ? [] : [{ payment_id: id, problem }],
  ),
})
