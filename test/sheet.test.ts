import { readFileSync } from 'node:fs'
import * as mupdf from 'mupdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import { createLog } from '../src/adapters/system/create-log.ts'
import { createRenderer } from '../src/adapters/view/render-template.ts'
import type { SheetContent } from '../src/domain/sheet.ts'
import { toSheetContent } from '../src/domain/sheet.ts'
import { formatNumber } from '../src/domain/smart-pit-number.ts'
import { toYen } from '../src/domain/yen.ts'
import type { Printer } from '../src/ports.ts'
import { choosePrinter } from '../src/server-parts.ts'
import { makeInvoice, makeMerchant } from './support/make-invoice.ts'

const wasm = readFileSync(
  new URL('../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm', import.meta.url),
)
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } })

const merchant = makeMerchant({ registrationNumber: 'T1234567890123' })
const sheetOf = (changes: Parameters<typeof makeInvoice>[0]): SheetContent =>
  toSheetContent(makeInvoice(changes), merchant, 'https://pay.example/s/abcdefghijklmnop')
const named = (name: string) => ({ customer: { ...makeInvoice().customer, name } })

let printer: Printer

beforeAll(async () => {
  const templates = JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>
  const choose = await choosePrinter(
    process.env,
    createLog(() => undefined),
  )
  printer = choose(createRenderer(templates))
})

afterAll(async () => {
  await printer?.close()
})

const print = async (content: SheetContent): Promise<mupdf.Document> => {
  const printed = await printer.printSheets([content])
  const [pdf] = printed.ok ? printed.value : []
  if (pdf === undefined) throw new Error(JSON.stringify(printed))
  return mupdf.Document.openDocument(pdf, 'application/pdf')
}

const textOf = (document: mupdf.Document): string =>
  document.loadPage(0).toStructuredText('preserve-whitespace').asText().normalize('NFKC')

/** What an independent decoder reads off the page at a resolution. */
const decode = async (document: mupdf.Document, dpi: number): Promise<readonly string[]> => {
  const scale = dpi / 72
  const pixels = document
    .loadPage(0)
    .toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceGray, false)
  const found = await readBarcodes(new Uint8Array(pixels.asPNG()), { formats: ['Code128'], tryHarder: true })
  return found.map(({ text }) => text)
}

describe('a printed sheet', () => {
  it('is one A4 page that says who, what, how much, until when and which number', async () => {
    const content = sheetOf({ reference: '2612-0001', note: '駐輪場代を含みます' })
    const document = await print(content)
    expect(document.countPages()).toBe(1)
    const [, , width = 0, height = 0] = document.loadPage(0).getBounds()
    expect(Math.round((width / 72) * 25.4)).toBe(210)
    expect(Math.round((height / 72) * 25.4)).toBe(297)
    const text = textOf(document)
    for (const part of [
      '髙橋 花子',
      '12月分 月謝',
      '¥13,200',
      '2026年12月23日',
      '2612-0001',
      'さくら学習塾',
      'T1234567890123',
    ]) {
      expect(text).toContain(part.normalize('NFKC'))
    }
    expect(text).toContain(formatNumber(content.number))
  })

  it.each([203, 300])('has a barcode that reads as its number at %i dpi', async (dpi) => {
    const content = sheetOf({})
    const found = await decode(await print(content), dpi)
    expect(found.length).toBeGreaterThan(0)
    expect(new Set(found)).toEqual(new Set([content.number]))
  })

  it('has every glyph of rare names, set in its own fonts only', async () => {
    const rare = '髙﨑德邊濵齋神𠮷①㈱'
    const document = await print(sheetOf(named(rare)))
    const text = document.loadPage(0).toStructuredText('preserve-whitespace').asText()
    for (const character of rare) expect(text.normalize('NFKC')).toContain(character.normalize('NFKC'))
    const pdf = document.asPDF()
    const names = new Set<string>()
    for (let object = 1; pdf !== null && object < pdf.countObjects(); object += 1) {
      const font = pdf.newIndirect(object).resolve().get('BaseFont')
      if (font.isName()) names.add(font.asName())
    }
    expect(names.size).toBeGreaterThan(0)
    for (const name of names) expect(name).toMatch(/^[A-Z]{6}\+(BIZUDPGothic|NotoSansJP)/)
  })

  it('stays one page with everything as long as it may be', async () => {
    const content = sheetOf({
      ...named('髙橋﨑山德永邊見濵田齋藤神谷'.repeat(5).slice(0, 60)),
      subject: '冬期講習'.repeat(15),
      amountYen: toYen(300_000),
      note: '備考です。'.repeat(60),
      lines: Array.from({ length: 10 }, (_, n) => ({
        description: `${n}${'長い説明'.repeat(14)}`,
        quantity: 2,
        unitPriceYen: undefined,
        amountYen: toYen(30_000),
        taxRate: n % 2 === 0 ? 10 : 8,
      })),
    })
    const document = await print(content)
    expect(document.countPages()).toBe(1)
    const text = textOf(document)
    for (const part of ['¥300,000', '10%対象', '8%対象', formatNumber(content.number)])
      expect(text).toContain(part)
    expect(new Set(await decode(document, 300))).toEqual(new Set([content.number]))
  })

  it('shows hostile text as text', async () => {
    const document = await print(sheetOf({ ...named('<script>x</script>'), subject: '<img src=x> {{ 1 }}' }))
    const text = textOf(document)
    expect(text).toContain('<script>x</script>')
    expect(text).toContain('<img src=x> {{ 1 }}')
  })
})
