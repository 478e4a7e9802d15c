/** The markup of one Smart Pit sheet. */
import { payingGuides } from '../../domain/chain.ts'
import type { SheetContent } from '../../domain/sheet.ts'
import { toTaxTotals } from '../../domain/tax-totals.ts'
import type { Render } from '../../ports.ts'
import { drawBarcode } from './draw-barcode.ts'

/** Numbers the steps; signs of their own print the same in black and white and cost no drawing. */
const MARKS = ['①', '②', '③', '④', '⑤', '⑥', '⑦', '⑧', '⑨', '⑩'] as const

/** HTML of a sheet, everything from people escaped. */
export const drawSheet = (render: Render, content: SheetContent): string => {
  const barcode = drawBarcode(content.number)
  return render('sheet/sheet', {
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
    hasReducedRate: content.lines.some(({ taxRate }) => taxRate === 8),
    density: densityOf(content),
    nameSize: sizeOf(content.customer.name),
    subjectSize: sizeOf(content.subject),
    merchantSize: sizeOf(content.merchant.name),
    guides: payingGuides,
    marks: MARKS,
    barcode,
    stubBarcode: barcode,
  })
}

/** Long texts are set smaller so that they keep their place. */
const sizeOf = (text: string): 'short' | 'long' | 'longest' => {
  const { length } = [...text]
  if (length <= 16) return 'short'
  return length <= 32 ? 'long' : 'longest'
}

/** Full-width characters on one line of the table and of the note. */
const LINE_WIDTH = 40
const NOTE_WIDTH = 51

type Density = 'roomy' | 'normal' | 'dense' | 'tight'

/** Millimetres that `sheet.css` leaves below the steps, and what table and note take of them: heading, each row. */
const room: readonly {
  readonly density: Density
  readonly left: number
  readonly table: readonly [number, number]
  readonly note: readonly [number, number]
}[] = [
  { density: 'roomy', left: 32, table: [26, 5.8], note: [14, 5.1] },
  { density: 'normal', left: 60, table: [24, 5.8], note: [12, 4.7] },
  { density: 'dense', left: 94, table: [15, 4.6], note: [7, 4.1] },
]

/** The largest setting in which everything has its place; `tight` holds whatever a registration lets through. */
const densityOf = ({ lines, note }: SheetContent): Density => {
  const tableRows = sumOf(lines.map(({ description }) => rowsOf(description, LINE_WIDTH)))
  const noteRows = note === undefined ? 0 : sumOf(note.split('\n').map((text) => rowsOf(text, NOTE_WIDTH)))
  const heightOf = (rows: number, [heading, row]: readonly [number, number]): number =>
    rows === 0 ? 0 : heading + rows * row
  const fitting = room.find(
    (setting) => heightOf(tableRows, setting.table) + heightOf(noteRows, setting.note) <= setting.left,
  )
  return fitting?.density ?? 'tight'
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** An empty paragraph takes a row, too. */
const rowsOf = (text: string, width: number): number => Math.max(1, Math.ceil([...text].length / width))
