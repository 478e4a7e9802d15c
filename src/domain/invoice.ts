/** An invoice (請求情報) and the only moves its state can make. */
import type { Day, Instant } from './jst-day.ts'
import type { Language } from './language.ts'
import type { SmartPitNumber } from './smart-pit-number.ts'
import type { Yen } from './yen.ts'

/** `open → paid → confirmed`; `paid → open|expired` by 速報取消; `open → expired`; `open → cancelled`. */
export type InvoiceStatus = 'open' | 'paid' | 'confirmed' | 'expired' | 'cancelled'

export type Honorific = '様' | '御中'

/** Who gets the notice: the customer, the merchant itself (S6), both, or nobody. */
export type Deliver = 'customer' | 'merchant' | 'both' | 'none'

export type Customer = {
  readonly name: string
  readonly kana: string | undefined
  readonly honorific: Honorific
  readonly email: string | undefined
  readonly phone: string | undefined
  /** What the customer is written to in. */
  readonly language: Language
}

export type InvoiceLine = {
  readonly description: string
  readonly quantity: number | undefined
  readonly unitPriceYen: Yen | undefined
  /** Tax-inclusive. */
  readonly amountYen: Yen
  /** Percent. */
  readonly taxRate: 10 | 8 | 0
}

/** What a door hands to `accept-invoices` once every rule has been checked. */
export type InvoiceDraft = {
  readonly customer: Customer
  readonly subject: string
  /** Tax-inclusive, 1 to 300,000. */
  readonly amountYen: Yen
  /** Consumption tax within the amount; undefined when the merchant did not say. */
  readonly taxYen: Yen | undefined
  readonly lines: readonly InvoiceLine[]
  /** The last JST day on which it can be paid, until 23:59:59. */
  readonly dueDay: Day
  /** The merchant's own reference (請求番号), unique per merchant. */
  readonly reference: string | undefined
  /** The customer's own Smart Pit number (flow B); undefined when a fresh one is to be issued (flow A). */
  readonly ownNumber: SmartPitNumber | undefined
  readonly deliver: Deliver
  readonly note: string | undefined
  /** Stays open after each payment (S20). */
  readonly repeat: boolean
  /** Whether the customer is reminded before the due day, if the merchant does so at all. */
  readonly remind: boolean
}

export type Invoice = Omit<InvoiceDraft, 'ownNumber'> & {
  readonly id: string
  readonly merchantId: string
  readonly number: SmartPitNumber
  readonly status: InvoiceStatus
  /** Count of changes; the history holds one row for each. */
  readonly version: number
  /** Unguessable part of the customer's page address, 128 bits or more. */
  readonly token: string
  readonly registeredAt: Instant
  readonly paidAt: Instant | undefined
  /** The payment that made it paid; only its 確報 and 速報取消 move the invoice. */
  readonly paidPaymentId: string | undefined
  /** 16 digits by which a collection data file names it; undefined on invoices older than that. */
  readonly barcodeReference: string | undefined
  /** How often the bill was issued again (cancel and replace), 0 to 9. */
  readonly reissueCount: number
  readonly batchId: string | undefined
  /** Ids of the invoice it took the place of, and of the one that took its place. */
  readonly replaces: string | undefined
  readonly replacedBy: string | undefined
}

/** Ceiling of one invoice, tax-inclusive. */
export const MAX_AMOUNT_YEN = 300_000
/** The due day is at most the 60th day, the registration day being the first. */
export const MAX_DUE_DAYS = 60

/** Latest due day of an invoice registered on a day: that day + 59. */
export const latestDueDay = (registeredDay: Day): Day => registeredDay.add({ days: MAX_DUE_DAYS - 1 })

const moves: Readonly<Record<InvoiceStatus, readonly InvoiceStatus[]>> = {
  open: ['paid', 'expired', 'cancelled'],
  paid: ['confirmed', 'open', 'expired'],
  confirmed: [],
  expired: [],
  cancelled: [],
}

export const canMove = (from: InvoiceStatus, to: InvoiceStatus): boolean => moves[from].includes(to)
