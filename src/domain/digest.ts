/** What the chat's digests tell: sums of days and months, as the store had them when they were said. */
import type { Day } from './jst-day.ts'
import type { Yen } from './yen.ts'

export type Sum = { readonly count: number; readonly yen: Yen }

/** By chain code. */
export type ChainCount = Sum & { readonly chain: string }

/** Of the days a morning digest covers, and of its own day. */
export type MorningFigures = {
  /** Money of these days that settlements may hold: without a problem, or accepted. */
  readonly collected: Sum
  readonly byChain: readonly ChainCount[]
  /** Open invoices whose last day is the digest's. */
  readonly due: Sum
  /** Invoices that ended unpaid on these days. */
  readonly expired: Sum
  /** Mails of these days that came back or were unwelcome. */
  readonly bounced: number
  /** Payments that wait for a person, of whatever day. */
  readonly problems: Sum
}

/** A month against the one before it. */
export type MonthFigures = {
  /** The months up to the report's, oldest first. */
  readonly months: readonly MonthSums[]
  readonly byChain: readonly ChainCount[]
  /** Payments of the month by how many days after the registration they came. */
  readonly days: readonly DaysCount[]
}

export type MonthSums = {
  /** `2026-10`. */
  readonly month: string
  /** Registered in the month and not taken back. */
  readonly billed: Sum
  readonly collected: Sum
}

export type DaysCount = { readonly days: number; readonly count: number }

/** A picture that the chat holds for a digest. */
export type DigestPicture = { readonly fileId: string; readonly alt: string }

/** A digest as it was said last. */
export type StoredDigest = {
  /** The key of the delivery that posted it. */
  readonly key: string
  readonly merchantId: string
  readonly kind: 'morning' | 'month' | 'settlement'
  readonly from: Day
  readonly to: Day
  /** Undefined for a settlement, which is kept by itself. */
  readonly figures: MorningFigures | MonthFigures | undefined
  readonly pictures: readonly DigestPicture[]
}

/** Groups of days that a distribution is shown in; the last one has no end. */
export const dayGroups = [
  { from: 0, to: 0 },
  { from: 1, to: 1 },
  { from: 2, to: 3 },
  { from: 4, to: 7 },
  { from: 8, to: 14 },
  { from: 15, to: 30 },
  { from: 31, to: Number.POSITIVE_INFINITY },
] as const

/** Nothing happened: there is nothing to say. */
export const isQuiet = ({ collected, due, expired, bounced, problems }: MorningFigures): boolean =>
  collected.count + due.count + expired.count + bounced + problems.count === 0
