/** What a printed Smart Pit sheet says. */
import type { PaymentBarcode } from './gs1-barcode.ts'
import type { Customer, Invoice, InvoiceLine } from './invoice.ts'
import { toInvoiceBarcode } from './invoice-barcode.ts'
import { type Day, toJstDay } from './jst-day.ts'
import type { Merchant } from './merchant.ts'
import type { SmartPitNumber } from './smart-pit-number.ts'
import type { Yen } from './yen.ts'

/** Sheets of one file (S9). */
export const MAX_SHEETS_TOGETHER = 100

export type SheetContent = {
  readonly invoiceId: string
  readonly number: SmartPitNumber
  readonly customer: Customer
  readonly subject: string
  readonly amountYen: Yen
  readonly taxYen: Yen | undefined
  readonly lines: readonly InvoiceLine[]
  readonly dueDay: Day
  readonly registeredDay: Day
  readonly reference: string | undefined
  /** The 44 digits of the payment barcode, when the merchant has an agency. */
  readonly paymentBarcode: PaymentBarcode | undefined
  /** How often the bill was issued again; 0 the first time. */
  readonly reissueCount: number
  readonly note: string | undefined
  readonly merchant: Pick<Merchant, 'name' | 'email' | 'phone' | 'address' | 'registrationNumber'>
  /** The customer's page, absolute. */
  readonly customerUrl: string
  /** The merchant's logo as a `data:` address. */
  readonly logo: string | undefined
}

/** The sheet of an invoice; `customerUrl` is absolute, `logo` a `data:` address. */
export const toSheetContent = (
  invoice: Invoice,
  merchant: Merchant,
  customerUrl: string,
  logo?: string,
): SheetContent => ({
  invoiceId: invoice.id,
  number: invoice.number,
  customer: invoice.customer,
  subject: invoice.subject,
  amountYen: invoice.amountYen,
  taxYen: invoice.taxYen,
  lines: invoice.lines,
  dueDay: invoice.dueDay,
  registeredDay: toJstDay(invoice.registeredAt),
  reference: invoice.reference,
  paymentBarcode: toInvoiceBarcode(invoice, merchant),
  reissueCount: invoice.reissueCount,
  note: invoice.note,
  merchant,
  customerUrl,
  logo,
})
