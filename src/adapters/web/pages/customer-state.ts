/** What a customer is told about an invoice: never an offer that cannot be paid. */
import type { Invoice } from '../../../domain/invoice.ts'
import type { Instant } from '../../../domain/jst-day.ts'
import { isPayable } from '../../../domain/payment.ts'

export type CustomerState = 'open' | 'paid' | 'expired' | 'cancelled' | 'replaced'

/** An open invoice whose day has ended is already expired to them. */
export const stateOf = (invoice: Invoice, now: Instant): CustomerState => {
  if (invoice.status === 'paid' || invoice.status === 'confirmed') return 'paid'
  if (invoice.replacedBy !== undefined) return 'replaced'
  if (invoice.status === 'cancelled') return 'cancelled'
  return isPayable(invoice, now) ? 'open' : 'expired'
}
