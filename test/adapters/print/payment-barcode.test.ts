/** The payment barcode as it is printed: its measures, taken from the PDF, and whether scanners read it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawPaymentBarcode } from '../../../src/adapters/print/draw-barcode.ts'
import { isPaymentBarcode } from '../../../src/domain/gs1-barcode.ts'
import type { Printer } from '../../../src/ports.ts'
import { type MeasuredBarcode, measureBarcodes } from '../../support/measure-bars.ts'
import { openPage, widen } from '../../support/pdf-page.ts'
import { listMisreads, scanBarcodes } from '../../support/scan-barcodes.ts'
import { got, openPrinter, renderAlso } from './open-printer.ts'

/** The vectors of domain.md section 5, with their check digits. */
const barcodes = [
  '91912345012345678901234567890101033101230003',
  '91942386178953917853935692730103073110312903',
  '91929023252070000010123499900399999911066327',
].filter(isPaymentBarcode)

/** 288 modules and two quiet zones of 15, each 4 dots of a 600 dpi printer. */
const WIDTH_MM = ((288 + 30) * 4 * 25.4) / 600
const HEIGHT_MM = 11

let printer: Printer
let pdf: Uint8Array
let measured: readonly MeasuredBarcode[]

beforeAll(async () => {
  const box = `position:absolute;left:30mm;width:${WIDTH_MM}mm;height:${HEIGHT_MM}mm`
  const markup = barcodes
    .map((barcode, n) =>
      drawPaymentBarcode(barcode).replace('<svg', `<svg style="${box};top:${20 + n * 20}mm"`),
    )
    .join('')
  printer = await openPrinter({
    render: renderAlso({ barcodes: markup, 'barcodes.css': '@page { size: A4; margin: 0 }' }),
  })
  const job = {
    template: 'barcodes',
    model: {},
    style: 'barcodes.css',
    lang: 'ja',
    title: 'x',
    outline: false,
  } as const
  pdf = got(await printer.printDocument(job))
  measured = measureBarcodes(openPage(pdf))
})
afterAll(() => printer.close())

test('has 288 modules of 4 dots at 600 dpi and quiet zones within 60 mm', () => {
  expect(measured).toHaveLength(barcodes.length)
  for (const { modules, moduleMm, errorMm, area } of measured) {
    expect(modules).toBe(288)
    expect(moduleMm).toBeCloseTo((4 * 25.4) / 600, 4)
    expect(errorMm).toBeLessThan(0.005)
    expect(area.width + 2 * 2.54).toBeLessThanOrEqual(60)
    expect(area.height).toBeGreaterThanOrEqual(10)
  }
})

test.each(barcodes.map((barcode, n) => [n, barcode] as const))(
  '%i reads as %s after every hardship',
  async (n, barcode) => {
    const area = measured[n]?.area
    if (area === undefined) throw new Error('it was not found')
    expect(listMisreads(await scanBarcodes(pdf, widen(area, 2.5)), [barcode])).toEqual([])
  },
)
