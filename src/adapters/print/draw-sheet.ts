/** The markup of one Smart Pit sheet. */
import { payingGuides } from '../../domain/chain.ts'
import { toBarcodeText } from '../../domain/gs1-barcode.ts'
import type { InvoiceLine } from '../../domain/invoice.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import { toTaxTotals } from '../../domain/tax-totals.ts'
import { SHEET_KANA_EM, STUB_SUBJECT_EM } from '../../domain/text-cuts.ts'
import { cutToEm } from '../../domain/text-width.ts'
import { formatYen } from '../../domain/yen.ts'
import type { Render } from '../../ports.ts'
import { BLACK_ON_PAPER, drawBarcode, drawPaymentBarcode } from './draw-barcode.ts'
import { drawQr } from './draw-qr.ts'

/** Numbers the steps; signs of their own print the same in black and white and cost no drawing. */
const MARKS = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩'] as const

/** HTML of a sheet, everything from people escaped. */
export const drawSheet = (render: Render, content: SheetContent): string => {
  const { lines, merchant, paymentBarcode } = content
  return render('sheet/sheet', {
    ...content,
    kana: cutToEm(content.customer.kana ?? '', SHEET_KANA_EM),
    stubSubject: cutToEm(content.subject, STUB_SUBJECT_EM),
    reference: content.reference ?? '',
    note: content.note ?? '',
    taxYen: content.taxYen ?? null,

    logo: content.logo ?? '',
    address: merchant.address ?? '',
    contact: contactOf(merchant),
    registrationNumber: merchant.registrationNumber ?? '',
    lines: lines.map((line) => ({ ...line, quantity: line.quantity ?? '', unitPrice: unitPriceOf(line) })),
    hasUnitPrice: lines.some(({ unitPriceYen }) => unitPriceYen !== undefined),
    totals: toTaxTotals(lines),
    hasReducedRate: lines.some(({ taxRate }) => taxRate === 8),
    density: densityOf(content),
    metaSize: sizeOf(content.reference ?? '') === 'short' ? 'short' : 'long',
    nameSize: sizeOf(content.customer.name),
    subjectSize: sizeOf(content.subject),
    merchantSize: sizeOf(merchant.name),
    guides: drawGuides(render),
    barcode: drawBarcode(content.number, BLACK_ON_PAPER),
    paymentBarcode: paymentBarcode === undefined ? '' : drawPaymentBarcode(paymentBarcode),
    paymentText: paymentBarcode === undefined ? [] : toBarcodeText(paymentBarcode),
    qr: drawQr(content.customerUrl, 'お客さまのページのQRコード'),
  })
}

const guidesOf = new WeakMap<Render, string>()

/** The steps are the same on every sheet: drawn once. */
const drawGuides = (render: Render): string => {
  const known = guidesOf.get(render)
  if (known !== undefined) return known
  const drawn = render('sheet/guides', { guides: payingGuides, marks: MARKS })
  guidesOf.set(render, drawn)
  return drawn
}

const contactOf = ({ phone, email }: SheetContent['merchant']): string =>
  [phone === undefined ? [] : `電話 ${phone}`, email ?? []].flat().join('　')

const unitPriceOf = ({ unitPriceYen }: InvoiceLine): string =>
  unitPriceYen === undefined ? '' : formatYen(unitPriceYen)

/** Long texts are set smaller so that they keep their place. */
const sizeOf = (text: string): 'short' | 'long' | 'longest' => {
  const { length } = [...text]
  if (length <= 16) return 'short'
  return length <= 32 ? 'long' : 'longest'
}

type Density = 'roomy' | 'normal' | 'dense' | 'tight'

/**
 * Millimetres that `sheet.css` leaves below the steps, and what comes there takes of them: the line for the register, the
 * table's heading and totals, each further total, each row and each further line in it, the note's heading and each line.
 */
const room: readonly {
  readonly density: Density
  readonly left: number
  readonly register: number
  readonly table: readonly [frame: number, total: number, row: number, line: number]
  readonly note: readonly [frame: number, line: number]
}[] = [
  { density: 'roomy', left: 32, register: 9.3, table: [24.6, 4.1, 5.8, 4.2], note: [14.6, 5.2] },
  { density: 'normal', left: 56, register: 9.3, table: [22.6, 4.1, 5.8, 4.2], note: [12.6, 4.7] },
  { density: 'dense', left: 93, register: 5.6, table: [17.9, 3.7, 4.6, 3.6], note: [8.9, 4] },
]

/** Full-width characters on one line of the table and of the note, at the largest setting. */
const TABLE_WIDTH = 33
const NOTE_WIDTH = 52

/** The largest setting in which everything has its place; `tight` holds whatever a registration lets through. */
const densityOf = ({ lines, note, paymentBarcode }: SheetContent): Density => {
  const noteLines = note === undefined ? 0 : sumOf(note.split('\n').map((text) => linesOf(text, NOTE_WIDTH)))
  const moreLines = sumOf(lines.map(({ description }) => linesOf(description, TABLE_WIDTH) - 1))
  const totals = toTaxTotals(lines).length + (lines.some(({ taxRate }) => taxRate === 8) ? 1 : 0)
  const fitting = room.find(({ left, register, table: [frame, total, row, line], note: [heading, text] }) => {
    const table =
      lines.length === 0 ? 0 : frame + (totals - 1) * total + lines.length * row + moreLines * line
    const below = noteLines === 0 ? 0 : heading + noteLines * text
    return (paymentBarcode === undefined ? 0 : register) + table + below <= left
  })
  return fitting?.density ?? 'tight'
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** An empty paragraph takes a line, too. */
const linesOf = (text: string, width: number): number => Math.max(1, Math.ceil([...text].length / width))
