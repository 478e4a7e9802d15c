/** A payment: money that reached a till. Its state and what is wrong with it are two separate things. */

import type { Invoice } from './invoice.ts'
import { endOfDay, type Instant } from './jst-day.ts'
import type { SmartPitNumber } from './smart-pit-number.ts'
import type { Yen } from './yen.ts'

/** 速報 → `preliminary`, 確報 → `confirmed`, 速報取消 → `cancelled`. */
export type PaymentState = 'preliminary' | 'confirmed' | 'cancelled'

/** Why a person has to decide about a payment before it may be settled. */
export type PaymentProblem = 'late' | 'duplicate' | 'amount-mismatch' | 'unknown' | 'after-cancel'

export type Payment = {
  readonly id: string
  /** The centre's id while nobody knows whose money it is. */
  readonly merchantId: string
  readonly invoiceId: string | undefined
  readonly number: SmartPitNumber | undefined
  /** What the till named when no invoice could be found for it: number, invoice or barcode, as it came. */
  readonly told: string | undefined
  /** The store's receipt; several payments of one slip share it and differ by `line`. */
  readonly receipt: string
  readonly line: number
  /** Headquarters code, `020` = ローソン. */
  readonly chain: string
  readonly store: string
  readonly amountYen: Yen
  readonly paidAt: Instant
  readonly recordedAt: Instant
  readonly state: PaymentState
  readonly problem: PaymentProblem | undefined
  readonly resolution: 'accept' | 'refunded' | undefined
  readonly confirmedAt: Instant | undefined
  readonly settlementId: string | undefined
  readonly version: number
}

/** A slip (申込券) printed by the terminal: payable at the register for 30 minutes. */
export type Slip = {
  readonly id: string
  readonly number: SmartPitNumber
  readonly invoices: readonly { readonly invoiceId: string; readonly amountYen: Yen }[]
  readonly totalYen: Yen
  readonly printedAt: Instant
  readonly expiresAt: Instant
}

export const SLIP_MINUTES = 30

export const slipExpiry = (printedAt: Instant): Instant => printedAt.add({ minutes: SLIP_MINUTES })

/** What is wrong with money that arrives for an invoice, given the slip it came with; undefined when nothing is. */
export const judgePayment = (
  invoice: Invoice,
  amountYen: Yen,
  paidAt: Instant,
  slip: Slip | undefined,
): PaymentProblem | undefined => {
  if (invoice.status === 'paid' || invoice.status === 'confirmed') return 'duplicate'
  if (invoice.status === 'cancelled') return 'after-cancel'
  if (invoice.status === 'expired') return 'late'
  if (!isPayable(invoice, paidAt) && !isSlipAlive(slip, paidAt)) return 'late'
  return amountYen === invoice.amountYen ? undefined : 'amount-mismatch'
}

/** Open, and its due day (until 23:59:59 JST) has not ended. */
export const isPayable = (invoice: Invoice, at: Instant): boolean =>
  invoice.status === 'open' && Temporal.Instant.compare(at, endOfDay(invoice.dueDay)) < 0

export const isSlipAlive = (slip: Slip | undefined, at: Instant): boolean =>
  slip !== undefined && Temporal.Instant.compare(at, slip.expiresAt) <= 0
