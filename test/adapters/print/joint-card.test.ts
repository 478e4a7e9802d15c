/** Joint cards, printed and looked at: what passes scans everywhere, what would not scan is refused with its reason. */
import { deflateSync } from 'node:zlib'
import { encode } from 'fast-png'
import * as mupdf from 'mupdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProver } from '../../../src/adapters/print/create-prover.ts'
import { drawBarcode } from '../../../src/adapters/print/draw-barcode.ts'
import { createArtworkReader } from '../../../src/adapters/print/read-artwork.ts'
import type { CardStyle } from '../../../src/application/draw-cards.ts'
import { layOutCard, layOutCards } from '../../../src/application/lay-out-cards.ts'
import { toDataUrl } from '../../../src/application/save-card-design.ts'
import { cardSizes, MIN_ARTWORK_DPI, type SizeMm } from '../../../src/domain/card.ts'
import { checkCard } from '../../../src/domain/card-check.ts'
import { exampleLayoutJson } from '../../../src/domain/card-example.ts'
import { artworkSize, barcodeBox, type CardLayout, parseCardLayout } from '../../../src/domain/card-layout.ts'
import { composeNumber } from '../../../src/domain/smart-pit-number.ts'
import type { Printer, Printout } from '../../../src/ports.ts'
import { compareWithGolden } from '../../support/golden.ts'
import { widen } from '../../support/pdf-page.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { listMisreads, scanBarcodes } from '../../support/scan-barcodes.ts'
import { got, openPrinter, render } from './open-printer.ts'

const press = { render, drawBarcode }
const merchant = { name: 'さくら学習塾', phone: undefined, email: undefined }
const number = composeNumber('29', '1234567890')
const prover = createProver()
const readArtwork = createArtworkReader(prover)

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(async () => {
  await printer.close()
  await prover.close()
})

const layoutOf = (input: unknown): CardLayout => {
  const parsed = parseCardLayout(input)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.failure))
  return parsed.value
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const exampleArtwork = bytesOf(render('cards/example.svg', {}))
const print = async (printout: Printout): Promise<Uint8Array> => got(await printer.printDocument(printout))

const makeStyle = async (layout: CardLayout, artwork: Uint8Array): Promise<CardStyle> => {
  const { type, bytes } = got(await readArtwork(artwork, artworkSize(layout)))
  return { kind: 'joint', design: { layout, artwork: toDataUrl(type, bytes) } }
}
const printCard = async (layout: CardLayout, artwork: Uint8Array): Promise<Uint8Array> =>
  print(layOutCard(press, await makeStyle(layout, artwork), number, merchant, 'trimmed'))
/** What the check says of a card. */
const check = async (layout: CardLayout, artwork: Uint8Array): Promise<readonly string[]> => {
  const look = got(await prover.lookAt(await printCard(layout, artwork)))
  return checkCard(layout, number, look).map(({ field, rule }) => `${field} ${rule}`)
}

/** A drawing that fills a card with its bleed. */
const drawing = (
  inside: string,
  { widthMm, heightMm }: SizeMm = artworkSize(layoutOf(exampleLayoutJson)),
): Uint8Array =>
  bytesOf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthMm} ${heightMm}">${inside}</svg>`)
const filled = (colour: string): Uint8Array => drawing(`<rect width="97" height="61" fill="${colour}"/>`)

const bare = layoutOf({
  ...exampleLayoutJson,
  barcode: { ...exampleLayoutJson.barcode, ground: 'none' },
})

describe('a joint card', () => {
  const smallest = { x_mm: 6, y_mm: 38, module_mm: 0.25, height_mm: 10 }
  const turned = { x_mm: 74, y_mm: 30, module_mm: 0.375, height_mm: 18, turned: true, ink: '#0b2f6b' }
  test.each([
    ['example', exampleLayoutJson],
    ['smallest', { ...exampleLayoutJson, barcode: smallest, number: { x_mm: 6, y_mm: 31, digit_mm: 2.5 } }],
    [
      'plastic',
      { ...exampleLayoutJson, size: 'plastic', barcode: { ...exampleLayoutJson.barcode, x_mm: 16 } },
    ],
    ['postcard', { size: 'postcard', barcode: turned, number: { x_mm: 8, y_mm: 120, digit_mm: 4.4 } }],
  ])('(%s) passes its check, looks as it should, and scans everywhere', async (name, json) => {
    const layout = layoutOf(json)
    const size = artworkSize(layout)
    const artwork = name === 'example' || name === 'smallest' ? exampleArtwork : drawing(backdrop(size), size)
    expect(await check(layout, artwork)).toEqual([])
    const pdf = await printCard(layout, artwork)
    expect(compareWithGolden(pdf, `card-joint-${name}`, { dpi: 150 })).toBeUndefined()
    const { size: measured } = readPdf(pdf)
    expect(Math.abs(measured[0] - cardSizes[layout.size].widthMm)).toBeLessThan(0.3)
    const box = barcodeBox(layout)
    const area = widen({ x: box.xMm, y: box.yMm, width: box.widthMm, height: box.heightMm }, 2)
    expect(listMisreads(await scanBarcodes(pdf, area), [number])).toEqual([])
  })

  test('gets bleed and trim marks for a printer’s shop, and ten to an A4 sheet', async () => {
    const style = await makeStyle(layoutOf(exampleLayoutJson), exampleArtwork)
    const marked = await print(layOutCard(press, style, number, merchant, 'marks'))
    expect(readPdf(marked).size.map(Math.round)).toEqual([111, 75])
    expect(compareWithGolden(marked, 'card-joint-marks', { dpi: 120 })).toBeUndefined()
    const numbers = Array.from({ length: 10 }, (_, n) => composeNumber('29', String(2_000_000_000 + n)))
    const sheet = await print(layOutCards(press, style, numbers, merchant))
    expect(got(await prover.readCodes(sheet))[0]?.toSorted()).toEqual(numbers.toSorted())
    expect(compareWithGolden(sheet, 'card-joint-sheet')).toBeUndefined()
  })
})

const backdrop = ({ widthMm, heightMm }: SizeMm): string =>
  `<rect width="${widthMm}" height="${heightMm}" fill="#fff8e1"/><rect width="${widthMm}" height="16" fill="#0b2f6b"/>` +
  `<circle cx="12" cy="8" r="5" fill="#ffd54f"/><circle cx="22" cy="8" r="3" fill="#ef8fa3"/>`

describe('the check', () => {
  test('lets a light ground pass without a field beneath the bars', async () => {
    expect(await check(bare, filled('#fff3b0'))).toEqual([])
  })

  test.each([
    ['a blue ground', filled('#4a90c4'), 'barcode.ground contrast'],
    ['a dark ground', filled('#16211b'), 'barcode.ground contrast'],
    ['a green ground that looks light to the eye', filled('#7fd69a'), 'barcode.ground contrast'],
    [
      'a line left of the bars',
      drawing('<rect width="97" height="61" fill="#fff"/><rect x="23" y="36" width="1" height="20"/>'),
      'barcode.ground quiet-zone-left',
    ],
    [
      'a line right of the bars',
      drawing('<rect width="97" height="61" fill="#fff"/><rect x="72" y="36" width="1" height="20"/>'),
      'barcode.ground quiet-zone-right',
    ],
    [
      'stripes between the bars',
      drawing(
        `<rect width="97" height="61" fill="#fff"/>${Array.from({ length: 60 }, (_, n) => `<rect x="${n * 1.6}" y="36" width=".5" height="24"/>`).join('')}`,
      ),
      'barcode.ground bars-disturbed',
    ],
  ])('names %s', async (_, artwork, expected) => {
    expect(await check(bare, artwork)).toContain(expected)
  })

  test('names digits that cannot be told from what is behind them', async () => {
    expect(await check(layoutOf(exampleLayoutJson), filled('#22302a'))).toEqual(['number.ink digits-legible'])
    const backed = { ...exampleLayoutJson, number: { ...exampleLayoutJson.number, ground: '#ffffff' } }
    expect(await check(layoutOf(backed), filled('#22302a'))).toEqual([])
  })

  test('names another barcode in the artwork', async () => {
    const other = composeNumber('29', '7777777777')
    const layout = layoutOf({
      size: 'postcard',
      barcode: { x_mm: 20, y_mm: 100, module_mm: 0.375, height_mm: 12 },
      number: { x_mm: 20, y_mm: 90, digit_mm: 4 },
    })
    const bars = drawBarcode(other).replace(/^<svg[^>]*>|<\/svg>$/g, '')
    const artwork = drawing(
      `<rect width="100" height="148" fill="#fff"/><g transform="translate(20 20) scale(.375 .3)">${bars}</g>`,
      cardSizes.postcard,
    )
    expect(await check(layout, artwork)).toEqual(['artwork other-code'])
  })

  test('says what to change, in both languages', async () => {
    const look = got(await prover.lookAt(await printCard(bare, filled('#4a90c4'))))
    const [problem] = checkCard(bare, number, look)
    expect(problem?.message.ja).toMatch(/赤い光.*白・うすい黄/)
    expect(problem?.message.en).toMatch(/red light.*white, light yellow/)
  })
})

/** A PNG in one colour, as large as a card needs. */
const png = (dpi: number, [red, green, blue]: readonly [number, number, number]): Uint8Array => {
  const { widthMm, heightMm } = artworkSize(layoutOf(exampleLayoutJson))
  const [width, height] = [Math.ceil((widthMm / 25.4) * dpi), Math.ceil((heightMm / 25.4) * dpi)]
  const data = new Uint8Array(width * height * 3)
  for (let at = 0; at < data.length; at += 3) data.set([red, green, blue], at)
  return encode({ width, height, data, channels: 3, depth: 8 })
}

/** A one-page PDF in one colour, with something in it that would like to run. */
const pdfArtwork = (pages = 1): Uint8Array => {
  const document = new mupdf.PDFDocument()
  for (let page = 0; page < pages; page += 1) {
    const content = '0.99 0.85 0.7 rg 0 0 275 173 re f'
    document.insertPage(-1, document.addPage([0, 0, 274.96, 172.91], 0, document.newDictionary(), content))
  }
  const script = document.addObject({ S: '/JavaScript', JS: 'app.alert(1)' })
  document.getTrailer().get('Root').put('OpenAction', script)
  return document.saveToBuffer('').asUint8Array().slice()
}

describe('an artwork', () => {
  const size = artworkSize(layoutOf(exampleLayoutJson))
  const colourAt = async (artwork: Uint8Array): Promise<readonly number[]> => {
    const { picture } = got(await prover.lookAt(await printCard(layoutOf(exampleLayoutJson), artwork)))
    const at = (20 * picture.width + 20) * 4
    return [...picture.data.slice(at, at + 3)]
  }

  test('of each kind is printed in its colour, time after time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const seen = await colourAt(png(350 + round, [250, 200, 120]))
      for (const [channel, level] of [250, 200, 120].entries())
        expect(Math.abs((seen[channel] ?? 0) - level)).toBeLessThan(4)
    }
    expect(await colourAt(filled('#fac878'))).toEqual([250, 200, 120])
    const [red = 0, green = 0] = await colourAt(pdfArtwork())
    expect(red).toBeGreaterThan(245)
    expect(Math.abs(green - 217)).toBeLessThan(6)
  })

  test.each<[string, () => Uint8Array, string]>([
    ['is something else', () => bytesOf('GIF89a...'), 'artwork-type'],
    ['is HTML', () => bytesOf('<html><body>x</body></html>'), 'artwork-type'],
    ['is a broken PNG', () => png(MIN_ARTWORK_DPI, [9, 9, 9]).slice(0, 400), 'artwork-broken'],
    ['is coarse', () => png(200, [9, 9, 9]), 'artwork-resolution'],
    ['has other proportions', () => drawing('<rect/>', { widthMm: 91, heightMm: 55 }), 'artwork-proportions'],
    ['is a broken PDF', () => bytesOf('%PDF-1.7 nothing'), 'artwork-broken'],
    ['has two pages', () => pdfArtwork(2), 'artwork-broken'],
    ['holds a script', () => drawing('<script/>'), 'svg-element'],
  ])('that %s is refused', async (_, make, rule) => {
    const read = await readArtwork(make(), size)
    const problems = !read.ok && read.failure.kind === 'invalid-input' ? read.failure.problems : []
    expect(problems.map((problem) => problem.rule)).toContain(rule)
  })

  test('that claims to be immense is refused before it is unpacked', async () => {
    const head = png(MIN_ARTWORK_DPI, [9, 9, 9]).slice(0, 33)
    new DataView(head.buffer).setUint32(16, 100_000)
    const read = await readArtwork(new Uint8Array([...head, ...deflateSync(Buffer.alloc(10))]), size)
    expect(!read.ok && read.failure.kind === 'invalid-input' && read.failure.problems[0]?.rule).toBe(
      'artwork-pixels',
    )
  })
})

describe('the prover', () => {
  test('says so when a file is no PDF, and goes on', async () => {
    expect((await prover.readCodes(bytesOf('no PDF'))).ok).toBe(false)
    const pdf = await printCard(layoutOf(exampleLayoutJson), exampleArtwork)
    expect(got(await prover.readCodes(pdf))).toEqual([[number]])
  })

  test('can be closed and asked again', async () => {
    const second = createProver()
    await second.close()
    const pdf = await printCard(layoutOf(exampleLayoutJson), exampleArtwork)
    expect(got(await second.readCodes(pdf))).toEqual([[number]])
    await second.close()
  })
})
