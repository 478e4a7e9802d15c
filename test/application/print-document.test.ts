/** The documents to download: each looks as it should, and its figures are those of the rules. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawBarcode } from '../../src/adapters/print/draw-barcode.ts'
import { createIsHoliday } from '../../src/adapters/system/is-holiday.ts'
import { createDocumentPress, layOutDocument } from '../../src/application/print-document.ts'
import { specimenOf } from '../../src/application/save-card-design.ts'
import { exampleLayout } from '../../src/domain/card-example.ts'
import { type DocumentName, documentNames, documentTitles } from '../../src/domain/document.ts'
import { initialFeesYen, PAYOUT_FEE_YEN } from '../../src/domain/fee.ts'
import { exampleSettlement } from '../../src/domain/fee-table.ts'
import { fileColumns } from '../../src/domain/file-columns.ts'
import { amountSamples, daySamples, faultSamples, sampleRows } from '../../src/domain/file-guide.ts'
import { parseAmount } from '../../src/domain/parse-amount.ts'
import { tariffs } from '../../src/domain/plan.ts'
import { formatYen, toYen } from '../../src/domain/yen.ts'
import type { Printer } from '../../src/ports.ts'
import { got, openPrinter, render } from '../adapters/print/open-printer.ts'
import { compareWithGolden } from '../support/golden.ts'
import { makeMerchant } from '../support/make-invoice.ts'
import { measureBarcodes } from '../support/measure-bars.ts'
import { openPage, widen } from '../support/pdf-page.ts'
import { readPdf } from '../support/read-pdf.ts'
import { listMisreads, scanBarcodes } from '../support/scan-barcodes.ts'

const day = Temporal.PlainDate.from('2026-11-25')
const world = {
  render,
  drawBarcode,
  surroundings: {
    isHoliday: createIsHoliday([]),
    baseUrl: '',
    numberPrefix: '29',
    faxAddress: () => undefined,
  },
}
const merchant = {
  ...makeMerchant({ registrationNumber: 'T1234567890123', email: 'office@sakura-juku.example.jp' }),
  id: 'mer_1',
}

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())
const print = async (name: DocumentName, filled = true): Promise<Uint8Array> =>
  got(await printer.printDocument(layOutDocument(world, { name, merchant, filled }, day)))

describe.each(documentNames)('the %s', (name) => {
  test('is a tagged Japanese A4 document with its title, and looks as it should', async () => {
    const pdf = await print(name)
    const { pages, size, title, language, isTagged, texts } = readPdf(pdf)
    expect(size.map(Math.round)).toEqual([210, 297])
    expect([language, isTagged]).toEqual(['ja', true])
    expect(title).toContain(documentTitles[name].ja)
    expect(texts.join('\n')).toContain(documentTitles[name].ja)
    for (let page = 0; page < pages; page += 1) {
      expect(compareWithGolden(pdf, `document-${name}-${page + 1}`, { page })).toBeUndefined()
    }
  })

  test('is set in our own fonts only', async () => {
    for (const font of readPdf(await print(name)).fonts)
      expect(font).toMatch(/^(BIZUDPGothic|NotoSansJP|B612)/)
  })
})

const flat = (pdf: Uint8Array): string => readPdf(pdf).texts.join('\n').normalize('NFKC')

test('the fee table names every fee of the rules', async () => {
  const text = flat(await print('fee-table'))
  const fees = [
    ...Object.values(tariffs).flatMap(({ paidYen, unpaidYen }) => [paidYen, unpaidYen]),
    ...Object.values(initialFeesYen),
    PAYOUT_FEE_YEN,
  ]
  for (const fee of fees) expect(text).toContain(formatYen(fee))
})

test('the example of a settlement adds up', () => {
  const lines = exampleSettlement('plan-120', day)
  const total = lines.filter(({ isTotal }) => isTotal).map(({ amountYen }) => amountYen)
  const parts = lines.filter(({ isTotal }) => !isTotal).reduce((sum, { amountYen }) => sum + amountYen, 0)
  expect(total).toEqual([parts])
})

test('the file guide’s examples are right, and its faults are faults', () => {
  for (const text of amountSamples) expect(parseAmount(text)).toEqual({ ok: true, value: toYen(13_200) })
  expect(daySamples(day).length).toBe(6)
  expect(faultSamples(day).length).toBe(7)
  for (const row of sampleRows) expect(row.length).toBe(fileColumns.length)
})

test('the application form holds the merchant’s data only when it is asked for', async () => {
  const filled = flat(await print('application-form'))
  const empty = flat(await print('application-form', false))
  for (const part of [merchant.name, merchant.email ?? '', merchant.phone ?? '']) {
    expect(filled).toContain(part)
    expect(empty).not.toContain(part)
  }
  expect(filled.replace(/\s/g, '')).toContain('T1234567890123')
})

test('the card specification shows its example at its true size, and it scans everywhere', async () => {
  const pdf = await print('card-design')
  const [bars, ...others] = measureBarcodes(openPage(pdf))
  if (bars === undefined) throw new Error('no barcode')
  expect(others).toEqual([])
  expect(bars.moduleMm).toBeCloseTo(exampleLayout().barcode.moduleMm, 3)
  expect(bars.area.height).toBeCloseTo(exampleLayout().barcode.heightMm, 1)
  expect(listMisreads(await scanBarcodes(pdf, widen(bars.area, 3)), [specimenOf('29')])).toEqual([])
})

test('a document that was printed is printed once a day, and a failure is not kept', async () => {
  let prints = 0
  const flaky = {
    printDocument: async () => {
      prints += 1
      return prints === 1
        ? ({ ok: false, failure: { kind: 'unavailable', part: 'printer', detail: 'x' } } as const)
        : ({ ok: true, value: new Uint8Array([prints]) } as const)
    },
  }
  const press = createDocumentPress({ ...world, printer: { ...printer, ...flaky } })
  const request = { name: 'fee-table', merchant, filled: false } as const
  const at = Temporal.Instant.from('2026-11-25T00:00:00Z')
  expect((await press(request, at)).ok).toBe(false)
  const first = got(await press(request, at))
  expect(got(await press(request, at.add({ hours: 2 })))).toBe(first)
  expect(got(await press(request, at.add({ hours: 24 })))).not.toBe(first)
})
