/** Cards as they are handed out: their size, what stands on them, and barcodes that both readers read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawBarcode } from '../../src/adapters/print/draw-barcode.ts'
import { drawCardSvg } from '../../src/application/draw-cards.ts'
import { layOutCard, layOutCards } from '../../src/application/lay-out-cards.ts'
import {
  BARCODE_MODULES,
  cardPlaces,
  cardSizes,
  GOOD_MODULE_MM,
  MIN_BAR_HEIGHT_MM,
  MIN_MODULE_MM,
  QUIET_MODULES,
} from '../../src/domain/card.ts'
import { composeNumber, formatNumber } from '../../src/domain/smart-pit-number.ts'
import type { Printer, Printout } from '../../src/ports.ts'
import { got, openPrinter, render } from '../adapters/print/open-printer.ts'
import { compareWithGolden } from '../support/golden.ts'
import { measureBarcodes } from '../support/measure-bars.ts'
import { openPage, rasterize, widen } from '../support/pdf-page.ts'
import { readPdf } from '../support/read-pdf.ts'
import { listMisreads, readPicture, scanBarcodes } from '../support/scan-barcodes.ts'

const press = { render, drawBarcode }
const merchant = { name: 'さくら学習塾', phone: '03-0000-0000', email: 'office@sakura-juku.example.jp' }
const number = composeNumber('29', '1234567890')
const numbers = Array.from({ length: 12 }, (_, n) =>
  composeNumber('29', String(1_000_000_000 + n * 7_654_321)),
)
const card = { kind: 'standard', size: 'card' } as const
const postcard = { kind: 'standard', size: 'postcard' } as const

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())
const print = async (printout: Printout): Promise<Uint8Array> => got(await printer.printDocument(printout))

describe('the standard card', () => {
  test.each([
    ['card', card, cardSizes.card],
    ['postcard', postcard, cardSizes.postcard],
  ] as const)(
    'as a %s is one page of its size, looks as it should, and scans everywhere',
    async (name, style, size) => {
      const pdf = await print(layOutCard(press, style, number, merchant, 'trimmed'))
      const {
        pages,
        size: [width, height],
        texts,
      } = readPdf(pdf)
      expect(pages).toBe(1)
      expect(Math.abs(width - size.widthMm)).toBeLessThan(0.3)
      expect(Math.abs(height - size.heightMm)).toBeLessThan(0.3)
      for (const part of [formatNumber(number), merchant.name, 'Loppi', 'ファミリーマート'])
        expect(texts[0]?.normalize('NFKC')).toContain(part.normalize('NFKC'))
      expect(compareWithGolden(pdf, `card-standard-${name}`, { dpi: 200 })).toBeUndefined()
      const [bars] = measureBarcodes(openPage(pdf))
      if (bars === undefined) throw new Error('no barcode')
      expect(listMisreads(await scanBarcodes(pdf, widen(bars.area, 6)), [number])).toEqual([])
    },
  )

  test('has bars and quiet zones of the measures it promises', async () => {
    const [bars] = measureBarcodes(
      openPage(await print(layOutCard(press, card, number, merchant, 'trimmed'))),
    )
    if (bars === undefined) throw new Error('no barcode')
    expect(bars.moduleMm).toBeCloseTo(GOOD_MODULE_MM, 2)
    expect(bars.moduleMm).toBeGreaterThanOrEqual(MIN_MODULE_MM)
    expect(bars.area.height).toBeGreaterThanOrEqual(MIN_BAR_HEIGHT_MM)
    const quietMm = QUIET_MODULES * bars.moduleMm - 0.01
    expect(bars.quietLeftMm).toBeGreaterThanOrEqual(quietMm)
    expect(bars.quietRightMm).toBeGreaterThanOrEqual(quietMm)
  })

  test('holds a merchant’s name of sixty characters', async () => {
    const long = { ...merchant, name: '髙橋﨑山'.repeat(15) }
    const pdf = await print(layOutCard(press, card, number, long, 'trimmed'))
    expect(readPdf(pdf).texts[0]?.replaceAll('\n', '')).toContain(long.name)
    expect(compareWithGolden(pdf, 'card-standard-long-name', { dpi: 200 })).toBeUndefined()
  })

  test('is drawn as SVG that needs nothing but itself, and escapes what people wrote', () => {
    const svg = drawCardSvg(press, card, number, { ...merchant, name: '<script>x</script>' })
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="91mm" height="55mm"/)
    expect(svg).toContain('&lt;script&gt;')
    expect(svg).not.toMatch(/<script|href=|url\(|<foreignObject/i)
  })
})

describe('a sheet of cards', () => {
  test('holds ten on A4, goes on on the next page, and each barcode is its own', async () => {
    const pdf = await print(layOutCards(press, card, numbers, merchant))
    const {
      pages,
      size: [width, height],
    } = readPdf(pdf)
    expect([pages, Math.round(width), Math.round(height)]).toEqual([2, 210, 297])
    expect(compareWithGolden(pdf, 'card-sheet')).toBeUndefined()
    for (const [index, place] of cardPlaces.entries()) {
      const area = { x: place.xMm, y: place.yMm, width: place.widthMm, height: place.heightMm }
      for (const reader of ['zxing', 'zbar'] as const) {
        expect(await readPicture(rasterize(openPage(pdf), 203, area), reader)).toEqual([numbers[index]])
      }
    }
    const later = await readPicture(rasterize(openPage(pdf, 1), 203), 'zxing')
    expect(later).toEqual(numbers.slice(10).toSorted())
  })

  test('of postcards gives each a page of its own', async () => {
    const {
      pages,
      size: [width, height],
      texts,
    } = readPdf(await print(layOutCards(press, postcard, numbers.slice(0, 2), merchant)))
    expect([pages, Math.round(width), Math.round(height)]).toEqual([2, 100, 148])
    expect(texts[1]).toContain(formatNumber(numbers[1] ?? number))
  })

  test('leaves no gap and keeps to the page', () => {
    const last = cardPlaces.at(-1)
    if (last === undefined) throw new Error('no place')
    expect(last.xMm + last.widthMm + 14).toBe(210)
    expect(last.yMm + last.heightMm + 11).toBe(297)
  })
})

test('the modules of a number’s barcode are as many as the measures count', () => {
  for (const each of numbers) {
    expect(drawBarcode(each)).toContain(`viewBox="0 0 ${BARCODE_MODULES} `)
  }
})
