/** What a customer holds: asserted on the finished PDF. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InvoiceLine } from '../../../src/domain/invoice.ts'
import { formatNumber } from '../../../src/domain/smart-pit-number.ts'
import { toYen } from '../../../src/domain/yen.ts'
import type { Printer } from '../../../src/ports.ts'
import { decodeBarcodes } from '../../support/decode-barcode.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { got, makeSheet, openPrinter, printOne } from './open-printer.ts'

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())

const OUR_FONTS = /^(B612-Bold|BIZUDPGothic-(Regular|Bold)|NotoSansJP(Thin)?-(Regular|Bold))$/

/** Text as it reads, whatever the lines it was broken into. */
const flat = (text: string | undefined): string => (text ?? '').replace(/\s+/g, '')

const customer = (name: string) =>
  ({
    name,
    kana: 'タカハシ ハナコ',
    honorific: '様',
    email: undefined,
    phone: undefined,
    language: 'ja',
  }) as const

const lines: readonly InvoiceLine[] = Array.from({ length: 10 }, (_, index) => ({
  description: `${index + 1}回目の授業料と教材費、`.padEnd(60, '説明が長くつづく'),
  quantity: 2,
  unitPriceYen: toYen(15_000),
  amountYen: toYen(30_000),
  taxRate: index % 3 === 0 ? 8 : 10,
}))

const fullest = () =>
  makeSheet(
    {
      customer: {
        ...customer('髙橋﨑山德永邊見濵田齋藤神谷'.repeat(5).slice(0, 60)),
        kana: 'タカハシ'.repeat(20),
      },
      subject: '冬期講習の受講料、'.repeat(10).slice(0, 60),
      amountYen: toYen(300_000),
      lines,
      note: `${'年末年始の休校日のお知らせです。'.repeat(20).slice(0, 299)}終`,
      reference: '2612-0001-ABCDEFG-0000000001',
    },
    { name: '学校法人さくら国際教育総合学園'.repeat(4).slice(0, 60) },
  )

describe('a sheet', () => {
  test('is one A4 page that says who, what, how much, until when, and the number', async () => {
    const sheet = makeSheet({ reference: '2612-0001', note: '年末は28日までです。' })
    const pdf = readPdf(await printOne(printer, sheet))
    expect(pdf.pages).toBe(1)
    expect(pdf.size[0]).toBeCloseTo(210, 0)
    expect(pdf.size[1]).toBeCloseTo(297, 0)
    for (const said of [
      '髙橋花子様',
      'タカハシハナコ',
      '12月分月謝',
      '¥13,200',
      '2026年12月23日（水）',
      formatNumber(sheet.number),
      'さくら学習塾',
      'T1234567890123',
      '2612-0001',
      '年末は28日までです。',
      'ローソン・ミニストップ',
      'ファミリーマート',
    ])
      expect(flat(pdf.texts[0])).toContain(said)
  })

  test('has title, language and structure', async () => {
    const pdf = readPdf(await printOne(printer, makeSheet()))
    expect(pdf.title).toBe('スマートピットシート さくら学習塾 髙橋 花子様 12月分 月謝')
    expect(pdf.language).toBe('ja')
    expect(pdf.isTagged).toBe(true)
  })

  test('stays one page with everything at its longest, and loses none of it', async () => {
    const sheet = fullest()
    const pdf = readPdf(await printOne(printer, sheet))
    const text = flat(pdf.texts[0])
    expect(pdf.pages).toBe(1)
    expect(text).toContain(`${sheet.customer.name}様`)
    expect(text).toContain(sheet.subject)
    expect(text).toContain('¥300,000')
    for (const { description } of lines) expect(text).toContain(description)
    expect(text).toContain(flat(sheet.note))
    expect(text).toContain('8%対象')
    expect(text).toContain('10%対象')
  })

  test.each([203, 300])('carries barcodes that a scanner at %i dpi reads as the number', async (dpi) => {
    for (const sheet of [makeSheet(), makeSheet({ lines: lines.slice(0, 3) }), fullest()]) {
      const found = await decodeBarcodes(readPdf(await printOne(printer, sheet)).picture(dpi))
      expect(found).toEqual([
        { format: 'Code128', text: sheet.number },
        { format: 'Code128', text: sheet.number },
      ])
    }
  })

  test('prints rare characters of names, each with a glyph of our own fonts', async () => {
    const rare = '髙﨑德邊濵齋神𠮷①㈱祈塚瀨栁彅'
    const pdf = readPdf(
      await printOne(printer, makeSheet({ customer: customer(rare), subject: rare, note: rare })),
    )
    expect(flat(pdf.texts[0]).split(rare).length - 1).toBeGreaterThanOrEqual(3)
    for (const font of pdf.fonts) expect(font).toMatch(OUR_FONTS)
  })

  test('weighs at most 60 kB', async () => {
    expect((await printOne(printer, makeSheet())).length).toBeLessThanOrEqual(60_000)
  })
})

describe('many sheets', () => {
  test('come as single pages in the order they were given, each with its own title and barcode', async () => {
    const sheets = Array.from({ length: 33 }, (_, n) => makeSheet({ subject: `第${n + 1}回 受講料` }))
    const pdfs = got(await printer.printSheets(sheets)).map(readPdf)
    expect(pdfs.map(({ pages }) => pages)).toEqual(sheets.map(() => 1))
    for (const [index, sheet] of sheets.entries()) {
      expect(pdfs[index]?.title).toContain(sheet.subject)
      expect(flat(pdfs[index]?.texts[0])).toContain(formatNumber(sheet.number))
      expect(pdfs[index]?.isTagged).toBe(true)
    }
    const [last] = pdfs.slice(-1)
    if (last === undefined) throw new Error('no sheet')
    expect((await decodeBarcodes(last.picture(203))).map(({ text }) => text)).toContain(sheets.at(-1)?.number)
  })

  test('weigh at most 60 kB each, although they were printed together', async () => {
    const names = [
      '佐藤 健太',
      '鈴木 美咲',
      '高橋 翔',
      '田中 結衣',
      '伊藤 蓮',
      '渡邉 樹',
      '山本 葵',
      '中村 湊',
    ]
    const sheets = Array.from({ length: 40 }, (_, n) => makeSheet({ customer: customer(names[n % 8] ?? '') }))
    for (const pdf of got(await printer.printSheets(sheets))) expect(pdf.length).toBeLessThanOrEqual(60_000)
  })

  test('fill one file of 100 pages', async () => {
    const sheets = Array.from({ length: 100 }, () => makeSheet())
    const pdf = readPdf(got(await printer.printTogether(sheets)))
    expect(pdf.pages).toBe(100)
    for (const [index, sheet] of sheets.entries())
      expect(flat(pdf.texts[index])).toContain(formatNumber(sheet.number))
  })

  test('of which there are none are no work', async () => {
    expect(got(await printer.printSheets([]))).toEqual([])
  })
})

describe('hostile text', () => {
  test.each([
    ['markup', '<script>document.title="x"</script><h1>x</h1><style>*{display:none}</style>'],
    ['template language', '{{ customer.name }}{% raw %}{{ 1 | plus: 1 }}'],
    ['ten thousand characters', '長い名前'.repeat(2_500)],
    ['a word without end', 'W'.repeat(10_000)],
    ['right to left', 'مرحبا بالعالم \u202e請求書 שלום'],
    ['emoji and marks', '👨‍👩‍👧‍👦🇯🇵e\u0301\u0301\u0301\u0301が\u3099'],
    ['references of a PDF', '5 0 R) /K [1 0 R] endobj stream\nxref'],
    ['lone surrogates and controls', '\ud800\u0000\u0007\u0085'],
  ])('%s is printed as text on one page, with barcodes that still read', async (_, text) => {
    const sheet = makeSheet(
      {
        customer: customer(text),
        subject: text,
        note: text,
        lines: lines.map((line) => ({ ...line, description: text })),
      },
      { name: text },
    )
    const pdf = readPdf(await printOne(printer, sheet))
    expect(pdf.pages).toBe(1)
    expect(flat(pdf.texts[0])).toContain(formatNumber(sheet.number))
    expect((await decodeBarcodes(pdf.picture(203))).map((found) => found.text)).toEqual([
      sheet.number,
      sheet.number,
    ])
  })

  test('shows markup and template language as they were typed', async () => {
    const text = '<b>{{ 7 | times: 6 }}</b>'
    const pdf = readPdf(await printOne(printer, makeSheet({ subject: text })))
    expect(flat(pdf.texts[0])).toContain(flat(text))
  })
})
