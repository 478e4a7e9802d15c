/** A delivery: one message to one person or channel, written in the same commit as its cause. */
import type { Instant } from './jst-day.ts'

/** What is to be said, by reference: the words are made when it leaves, from what is true then. */
export type Message =
  | {
      readonly kind: 'notice'
      readonly invoiceId: string
      readonly to: string
      readonly audience: 'customer' | 'merchant'
    }
  | { readonly kind: 'receipt'; readonly invoiceId: string; readonly paymentId: string; readonly to: string }
  | { readonly kind: 'invoice-line'; readonly invoiceId: string }
  | { readonly kind: 'batch-line'; readonly batchId: string }
  | { readonly kind: 'payment-line'; readonly paymentId: string }
  | { readonly kind: 'settlement-closed'; readonly settlementId: string }
  | { readonly kind: 'settlement-digest'; readonly settlementId: string }

export type MessageKind = Message['kind']

/** The door a message leaves by. */
export type Channel = 'mail' | 'chat'

export const channelOf = (kind: MessageKind): Channel =>
  kind === 'notice' || kind === 'receipt' ? 'mail' : 'chat'

/** `printing` until its sheet is stored, then `ready`; `parked` when it keeps failing and waits for a person. */
export type DeliveryStatus = 'printing' | 'ready' | 'sent' | 'parked'

export type Delivery = {
  readonly id: string
  /** Derived from the cause: the same cause never makes a second delivery. Also the provider's idempotency key. */
  readonly key: string
  readonly merchantId: string
  readonly invoiceId: string | undefined
  readonly batchId: string | undefined
  /** Names the deliveries that leave in one call; absent while it travels alone. */
  readonly parcel: string | undefined
  readonly message: Message
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly nextAt: Instant
  readonly providerId: string | undefined
  readonly lastError: string | undefined
}

/** A delivery that failed this often, over some nine hours, is parked. */
export const MAX_ATTEMPTS = 20
/** How long a claimed delivery belongs to its claimer, in ms: longer than the slowest round of any channel. */
export const LEASE_MS = 300_000

/** Wait before the next try, in ms: 1 s, 2 s, 4 s … up to an hour; a provider's own wish wins. */
export const backoffMs = (attempts: number, askedMs: number | undefined): number =>
  askedMs ?? Math.min(3_600_000, 1_000 * 2 ** Math.max(0, attempts - 1))
