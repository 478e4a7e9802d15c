/** A customer as a merchant's earlier bills remember it, so that nobody types it twice. */
import type { Customer } from './invoice.ts'
import type { Instant } from './jst-day.ts'
import type { SmartPitNumber } from './smart-pit-number.ts'
import type { Yen } from './yen.ts'

/** `key` is that of `customerKeyOf`; the rest is what was written last. */
export type KnownCustomer = {
  readonly id: string
  readonly merchantId: string
  readonly key: string
  readonly customer: Pick<Customer, 'name' | 'kana' | 'email' | 'phone'> &
    Partial<Pick<Customer, 'honorific' | 'language'>>
  /** The number that is the customer's own at this merchant. */
  readonly number: SmartPitNumber | undefined
  /** Of the last bill; undefined when none was written yet. */
  readonly lastSubject: string | undefined
  readonly lastAmountYen: Yen | undefined
  readonly firstSeenAt: Instant
  readonly seenAt: Instant
}
