/** The receipt of money that a collection data file reports: bill, minute, chain and store tell it from other money. */
import type { CollectionRecord } from './collection-record.ts'
import { writeFeedTime } from './feed-layout-fields.ts'
import type { PaymentBarcode } from './gs1-barcode.ts'
import type { Instant } from './jst-day.ts'
import type { Payment } from './payment.ts'

/** Till and file may say different minutes for the same money: up to this many apart. */
const TILL_MINUTES = 3

/** Whose a barcode is and which bill it means: agency 6, client 5, reference 16. A bill issued again keeps them. */
export const billOf = (barcode: PaymentBarcode): string => barcode.slice(2, 29)

/** Agency, client and reference of a barcode; the client without the zeros before it. */
export const readBill = (
  barcode: PaymentBarcode,
): { readonly agency: string; readonly client: string; readonly reference: string } => ({
  agency: barcode.slice(2, 8),
  client: toPlainCode(barcode.slice(8, 13)),
  reference: barcode.slice(13, 29),
})

/** A code of digits without leading zeros: layouts pad them differently. */
export const toPlainCode = (code: string): string =>
  /^\d+$/.test(code) ? code.replace(/^0+(?=\d)/, '') : code

/**
 * `feed:<bill>:<yyyymmddhhmm>:<chain>:<store>`. What a merchant's own file says of bills that are not its own has a scope:
 * it never stands in the way of the centre's file.
 */
export const toFeedReceipt = (
  {
    barcode,
    collectedAt,
    chain,
    store,
  }: Pick<CollectionRecord, 'barcode' | 'collectedAt' | 'chain' | 'store'>,
  scope: string | undefined,
): string => {
  const { day, time } = writeFeedTime(collectedAt)
  return [scopeName(scope), billOf(barcode), day + time, chain, toPlainCode(store)].join(':')
}

const scopeName = (scope: string | undefined): string => (scope === undefined ? 'feed' : `feed-${scope}`)

const PARTS = /^(feed(?:-[^:]+)?):(\d{27}):(\d{4})(\d{2})(\d{2})(\d{2})(\d{2}):(\d{3}):(\d+)$/

/** Whether a receipt came from a file; a till's cannot look like one by chance. */
export const isFeedReceipt = (receipt: string): boolean => PARTS.test(receipt)

/** What the money of a bill that belongs to no invoice is kept under. */
export const toUnknownBill = (barcode: PaymentBarcode, scope: string | undefined): string =>
  `${scopeName(scope)}:${billOf(barcode)}`

/** The same of a payment that a file reported; undefined for those of tills. */
export const unknownBillOf = ({ receipt }: Pick<Payment, 'receipt'>): string | undefined => {
  const parts = PARTS.exec(receipt)
  return parts === null ? undefined : `${parts[1]}:${parts[2]}`
}

/** A receipt for people: one of a file is told by its bill and time. */
export const toReceiptText = (receipt: string): string => {
  const parts = PARTS.exec(receipt)
  if (parts === null) return receipt
  const [, , bill = '', year, month, day, hour, minute] = parts
  return `収納データ ${bill.slice(11)} ${year}-${month}-${day} ${hour}:${minute}`
}

/** How far a till's payment is from a record in time, in ms; undefined when it cannot be the same money. */
export const distanceFromTill = (
  payment: Pick<Payment, 'receipt' | 'chain' | 'store' | 'paidAt'>,
  record: { readonly collectedAt: Instant; readonly chain: string; readonly store: string },
): number | undefined => {
  if (isFeedReceipt(payment.receipt)) return undefined
  if (payment.chain !== record.chain || toPlainCode(payment.store) !== toPlainCode(record.store))
    return undefined
  const minute = (at: Instant): number => Math.floor(at.epochMilliseconds / 60_000)
  const distance = Math.abs(minute(payment.paidAt) - minute(record.collectedAt))
  return distance <= TILL_MINUTES ? distance * 60_000 : undefined
}
