/** What a provider reports about a mail after it was sent, and what that makes of its delivery. */
import type { Instant } from './jst-day.ts'

/** How a mail ended, as far as is known, lightest first: a heavier one replaces a lighter one, never the reverse. */
export const outcomes = ['delayed', 'delivered', 'bounced', 'complained'] as const
export type Outcome = (typeof outcomes)[number]

export type MailReport = {
  /** The provider's own, the same at every repeat. */
  readonly id: string
  /** As the mail's tag told; absent where the tag was lost. */
  readonly deliveryId: string | undefined
  readonly providerId: string | undefined
  readonly outcome: Outcome
  /** Whether writing to the address again is useless, or unwelcome. */
  readonly isFinal: boolean
  readonly at: Instant
  /** The reason in the words of the mail server. */
  readonly detail: string | undefined
}

/** An address that is not written to until a person says so. */
export type Suppression = {
  /** On the wire, in small letters. */
  readonly address: string
  readonly merchantId: string
  readonly reason: 'bounced' | 'complained'
  readonly detail: string | undefined
  readonly deliveryId: string
  readonly since: Instant
}

/** Mails that a person has to look at: not taken by the provider, come back, or unwelcome. */
export type Trouble = 'parked' | 'bounced' | 'complained'
