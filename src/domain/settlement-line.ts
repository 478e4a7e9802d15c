/** A line of a settlement: one invoice, one fee or one balance, with its sign. */
import type { Day } from './jst-day.ts'
import type { Yen } from './yen.ts'

/** Amounts are signed: collections positive, fees and tax negative or zero, the carried balance either. */
export type SettlementLine = PaymentLine | UnpaidLine | ClosingLine

/** Of one payment: the amount itself, its fee, its stamp-duty equivalent; `day` is the day of collection. */
export type PaymentLine = {
  readonly kind: 'collected' | 'paid-fee' | 'stamp-equivalent'
  readonly day: Day
  readonly paymentId: string
  readonly invoiceId: string
  readonly reference: string | undefined
  readonly customerName: string
  readonly subject: string
  readonly chain: string
  readonly amountYen: Yen
}

/** Of one invoice that ended unpaid; `day` is the day of expiry or cancellation. */
export type UnpaidLine = {
  readonly kind: 'unpaid-fee'
  readonly day: Day
  readonly invoiceId: string
  readonly reason: 'expired' | 'cancelled'
  readonly reference: string | undefined
  readonly customerName: string | undefined
  readonly subject: string | undefined
  readonly amountYen: Yen
}

/** Of the settlement as a whole; `day` is the closing day. */
export type ClosingLine = {
  readonly kind: 'fax-fee' | 'payout-fee' | 'tax' | 'carried-in'
  readonly day: Day
  readonly count: number
  readonly amountYen: Yen
}

/** What each kind is called in lists and exports. */
export const settlementLineNames: Readonly<Record<SettlementLine['kind'], string>> = {
  collected: '収納',
  'paid-fee': '利用料金（収納あり）',
  'stamp-equivalent': '収入印紙相当額',
  'unpaid-fee': '利用料金（収納なし）',
  'fax-fee': 'FAX通信費',
  'payout-fee': '精算入金手数料',
  tax: '消費税',
  'carried-in': '前回繰越',
}
