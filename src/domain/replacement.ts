/** An invoice issued again: what it takes over from the one whose place it takes. */
import type { Invoice } from './invoice.ts'
import { MAX_LENGTHS, type RawInvoice } from './raw-invoice.ts'

/** A bill can be issued again this often; the payment barcode has one digit for it. */
export const MAX_REISSUES = 9
/** References tried before the person has to choose one. */
const MAX_CANDIDATES = 30

/** The invoice as it would be written anew, without a reference: that one stays with the old invoice. */
export const toReplacementRaw = ({ customer, ...invoice }: Invoice): RawInvoice => ({
  customer_name: customer.name,
  kana: customer.kana,
  honorific: customer.honorific,
  email: customer.email,
  phone: customer.phone,
  language: customer.language,
  subject: invoice.subject,
  amount: invoice.amountYen,
  tax: invoice.taxYen,
  due: invoice.dueDay.toString(),
  number: invoice.number,
  deliver: invoice.deliver,
  note: invoice.note,
  repeat: invoice.repeat,
  remind: invoice.remind ? 'yes' : 'no',
  lines: invoice.lines.map(({ description, quantity, unitPriceYen, amountYen, taxRate }) => ({
    description,
    quantity,
    unit_price: unitPriceYen,
    amount: amountYen,
    tax_rate: taxRate,
  })),
})

/** References for the new invoice, best first: `A-1` → `A-1-2`, `A-1-3` …; `A-1-2` issued again → `A-1-3` …. */
export const nextReferences = ({ reference, reissueCount }: Invoice): readonly string[] => {
  if (reference === undefined) return []
  const suffix = `-${reissueCount + 1}`
  const base = reissueCount > 0 && reference.endsWith(suffix) ? reference.slice(0, -suffix.length) : reference
  return Array.from({ length: MAX_CANDIDATES }, (_, n) => `${base}-${reissueCount + 2 + n}`).filter(
    (candidate) => [...candidate].length <= MAX_LENGTHS.reference,
  )
}
