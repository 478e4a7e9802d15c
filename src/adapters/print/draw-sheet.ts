/** The markup of one Smart Pit sheet. */
import { payingGuides } from '../../domain/chain.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import { toTaxTotals } from '../../domain/tax-totals.ts'
import type { Render } from '../../ports.ts'
import { drawBarcode } from './draw-barcode.ts'

/** HTML of a sheet, everything from people escaped. */
export const drawSheet = (render: Render, content: SheetContent): string =>
  render('sheet/sheet', {
    ...content,
    kana: content.customer.kana ?? '',
    reference: content.reference ?? '',
    note: content.note ?? '',
    taxYen: content.taxYen ?? null,
    phone: content.merchant.phone ?? '',
    email: content.merchant.email ?? '',
    registrationNumber: content.merchant.registrationNumber ?? '',
    lines: content.lines.map((line) => ({ ...line, quantity: line.quantity ?? '' })),
    totals: toTaxTotals(content.lines),
    dense: content.lines.length > 4 || [...(content.note ?? '')].length > 120,
    nameSize: sizeOf(content.customer.name),
    subjectSize: sizeOf(content.subject),
    guides: payingGuides,
    barcode: drawBarcode(content.number),
  })

/** Long texts are set smaller so that they keep their place. */
const sizeOf = (text: string): 'normal' | 'long' | 'longest' => {
  const { length } = [...text]
  if (length <= 16) return 'normal'
  return length <= 32 ? 'long' : 'longest'
}
