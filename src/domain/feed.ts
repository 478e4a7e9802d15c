/** A collection data file (収納データ) that was taken, and what became of each of its records. */
import type { Actor } from './access.ts'
import type { CollectionKind, FeedLayout } from './collection-record.ts'
import type { FeedSummary } from './feed-summary.ts'
import type { PaymentBarcode } from './gs1-barcode.ts'
import type { Instant } from './jst-day.ts'
import type { PaymentProblem } from './payment.ts'
import type { Text } from './result.ts'
import type { Yen } from './yen.ts'

/**
 * `recorded`: a new payment; `problem`: a new payment that a person has to decide about; `confirmed`, `cancelled`: an earlier
 * one is certain, or undone (a 速報取消 before its 速報 too); `corrected`: undone and recorded anew with another amount;
 * `unchanged`: known already.
 */
export type FeedOutcome = 'recorded' | 'problem' | 'confirmed' | 'cancelled' | 'corrected' | 'unchanged'

export const feedOutcomes = [
  'recorded',
  'confirmed',
  'cancelled',
  'corrected',
  'unchanged',
  'problem',
] as const satisfies readonly FeedOutcome[]

/** Why a person should look at a record. */
export type FeedReason =
  | PaymentProblem
  | 'confirmed-after-cancel'
  | 'cancelled-after-confirm'
  | 'corrected'
  | 'corrected-after-confirm'
  | 'correction-alone'
  | 'amount-differs'
  | 'ambiguous'

export type FeedItem = {
  /** Line of the file as a person counts it. */
  readonly row: number
  readonly kind: CollectionKind
  readonly outcome: FeedOutcome
  readonly reason: FeedReason | undefined
  readonly barcode: PaymentBarcode
  readonly amountYen: Yen
  readonly chain: string
  readonly store: string
  readonly collectedAt: Instant
  /** What tells this money from other money: barcode, minute, chain and store. */
  readonly receipt: string
  readonly merchantId: string
  readonly invoiceId: string | undefined
  readonly paymentId: string | undefined
  /** When and by whom it was ticked off the list for a person. */
  readonly doneAt: Instant | undefined
  readonly doneBy: string | undefined
}

export type Feed = {
  readonly id: string
  /** Whoever brought it: a merchant, or the centre. */
  readonly ownerId: string
  readonly fileName: string
  readonly layout: FeedLayout
  /** Of the bytes as they came; they are kept unchanged under it. */
  readonly sha256: string
  readonly bytes: number
  readonly receivedAt: Instant
  readonly actor: Actor
  readonly summary: FeedSummary
}

/** What a person is told about a record, and what can be done. */
export const feedReasonTexts: Readonly<Record<FeedReason, Text>> = {
  unknown: {
    ja: 'どの請求か分かりません。請求が分かれば「入金」で受け入れ、分からなければ返金してください。',
    en: 'No invoice has this reference. Accept it for the right invoice under payments, or refund it.',
  },
  duplicate: {
    ja: 'すでに支払い済みの請求です。返金するか受け入れるかを「入金」で決めてください。',
    en: 'The invoice was paid already. Decide under payments: refund, or accept.',
  },
  late: {
    ja: '期限切れの請求への入金です。受け入れるか返金するかを「入金」で決めてください。',
    en: 'The invoice has run out. Decide under payments: accept, or refund.',
  },
  'amount-mismatch': {
    ja: '請求と金額が違います。受け入れるか返金するかを「入金」で決めてください。',
    en: 'The amount is not that of the invoice. Decide under payments: accept, or refund.',
  },
  'after-cancel': {
    ja: '取り消した請求への入金です。返金するか受け入れるかを「入金」で決めてください。',
    en: 'The invoice was cancelled. Decide under payments: refund, or accept.',
  },
  'confirmed-after-cancel': {
    ja: '速報取消のあとに確報が届きました。新しい入金として記録しました。代行会社に確かめてください。',
    en: 'Confirmed after it had been undone: recorded as new money. Ask the agency.',
  },
  'cancelled-after-confirm': {
    ja: '確報のあとに速報取消が届きました。入金は変えていません。代行会社に確かめてください。',
    en: 'Undone after it had been confirmed: nothing was changed. Ask the agency.',
  },
  corrected: {
    ja: '郵便振替の訂正です。前の入金を取り消し、訂正後の金額で記録しました。',
    en: 'Postal correction: the earlier payment was undone and the corrected amount recorded.',
  },
  'corrected-after-confirm': {
    ja: '確報のあとに郵便振替の訂正が届きました。入金は変えていません。代行会社に確かめてください。',
    en: 'Postal correction of a confirmed payment: nothing was changed. Ask the agency.',
  },
  'correction-alone': {
    ja: '訂正する前の入金が見つかりません。訂正後の金額で記録しました。',
    en: 'A correction of a payment that never came: the corrected amount was recorded.',
  },
  'amount-differs': {
    ja: 'さきに届いた入金と金額が違います。代行会社に確かめてください。',
    en: 'The amount is not that of the payment told before. Ask the agency.',
  },
  ambiguous: {
    ja: '同じ日に同じチェーンで何度か支払われていて、どの入金のことか分かりません。代行会社に確かめてください。',
    en: 'The bill was paid several times that day in that chain; which payment is meant is not clear. Ask the agency.',
  },
}
