/** What scanners meet on a sheet: its barcodes by the PDF's own geometry, and what two readers make of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toBarcodeText } from '../../../src/domain/gs1-barcode.ts'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import type { Printer } from '../../../src/ports.ts'
import { measureBarcodes } from '../../support/measure-bars.ts'
import { openPage, widen } from '../../support/pdf-page.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { listMisreads, scanBarcodes } from '../../support/scan-barcodes.ts'
import { openPrinter, printOne } from './open-printer.ts'
import { fullestSheet, plainSheet, richSheet } from './sheets.ts'

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())

/** Start, six pairs, the change of code set, one digit, check: 11 modules each; stop: 13. */
const NUMBER_MODULES = 123
const PAYMENT_MODULES = 288
/** Where the QR code stands, in mm. */
const QR = { x: 13, y: 260, width: 26, height: 26 }

const sheets: readonly (readonly [string, () => SheetContent])[] = [
  ['plain', plainSheet],
  ['rich', richSheet],
  ['fullest', fullestSheet],
]

describe.each(sheets)('every barcode of the %s sheet', (_, makeContent) => {
  test('has its measures, and nothing in its quiet zones', async () => {
    const content = makeContent()
    const bars = measureBarcodes(openPage(await printOne(printer, content)))
    const second = content.paymentBarcode === undefined ? NUMBER_MODULES : PAYMENT_MODULES
    expect(bars.map(({ modules }) => modules)).toEqual([NUMBER_MODULES, second])
    for (const { modules, moduleMm, errorMm, area, quietLeftMm, quietRightMm } of bars) {
      expect(errorMm).toBeLessThan(0.005)
      expect(area.height).toBeGreaterThanOrEqual(10)
      const quiet = Math.min(quietLeftMm, quietRightMm)
      if (modules === NUMBER_MODULES) {
        // Three dots of a 203 dpi printer a module, and ten modules beside it.
        expect(moduleMm).toBeCloseTo(0.375, 3)
        expect(quiet).toBeGreaterThanOrEqual(10 * moduleMm)
      } else {
        // Four dots of a 600 dpi printer; domain.md section 5.
        expect(moduleMm).toBeCloseTo((4 * 25.4) / 600, 4)
        expect(quiet).toBeGreaterThanOrEqual(2.54)
        expect(area.width + 2 * 2.54).toBeLessThanOrEqual(60)
      }
    }
  })

  test('is read by ZXing and ZBar at 203, 300 and 600 dpi, turned, blurred and copied', {
    timeout: 120_000,
  }, async () => {
    const content = makeContent()
    const pdf = await printOne(printer, content)
    const [first, second] = measureBarcodes(openPage(pdf))
    if (first === undefined || second === undefined) throw new Error('a barcode is missing')
    const places = [
      [widen(first.area, 3), content.number],
      [widen(second.area, 2.5), content.paymentBarcode ?? content.number],
      [QR, content.customerUrl],
    ] as const
    for (const [area, text] of places) expect(listMisreads(await scanBarcodes(pdf, area), [text])).toEqual([])
  })
})

test('the payment barcode stands over its digits in two lines, and a sheet without an agency has none', async () => {
  const rich = richSheet()
  if (rich.paymentBarcode === undefined) throw new Error('there is an agency')
  const text = readPdf(await printOne(printer, rich)).texts[0] ?? ''
  for (const line of toBarcodeText(rich.paymentBarcode)) expect(text.split('\n')).toContain(line)
  expect(readPdf(await printOne(printer, plainSheet())).texts[0]).not.toContain('コンビニ用バーコード')
})
