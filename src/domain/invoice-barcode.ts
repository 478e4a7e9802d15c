/** The 44-digit payment barcode of an invoice, when its merchant has a contract with a collection agency (section 5). */
import { buildBarcode, type PaymentBarcode, toFreeUse } from './gs1-barcode.ts'
import type { Invoice } from './invoice.ts'
import { toJstDay } from './jst-day.ts'
import type { Merchant } from './merchant.ts'
import { needsStampFlag } from './stamp-duty.ts'

/** Digits of an invoice's reference within the barcode's free-use field. */
export const BARCODE_REFERENCE_LENGTH = 16

/** Undefined without an agency, and for what a barcode cannot say, such as a bill issued again more than 9 times. */
export const toInvoiceBarcode = (
  invoice: Invoice,
  { agencyCode, clientCode }: Pick<Merchant, 'agencyCode' | 'clientCode'>,
): PaymentBarcode | undefined => {
  const { barcodeReference, reissueCount, dueDay, amountYen, taxYen } = invoice
  if (agencyCode === undefined || clientCode === undefined || barcodeReference === undefined) return undefined
  const built = buildBarcode({
    agency: agencyCode,
    freeUse: toFreeUse(clientCode, barcodeReference),
    reissueCount,
    dueDay,
    stampFlag: needsStampFlag(amountYen, taxYen, toJstDay(invoice.registeredAt)),
    amountYen,
  })
  return built.ok ? built.value : undefined
}
