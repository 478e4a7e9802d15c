/** What a screen reader makes of a sheet, and in which order. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatNumber } from '../../../src/domain/smart-pit-number.ts'
import { formatYen } from '../../../src/domain/yen.ts'
import type { Printer } from '../../../src/ports.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { readStructure } from '../../support/read-structure.ts'
import { got, openPrinter, printOne } from './open-printer.ts'
import { fullestSheet, plainSheet, richSheet } from './sheets.ts'

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())

describe.each([
  ['plain', plainSheet],
  ['rich', richSheet],
  ['fullest', fullestSheet],
])('the %s sheet', (_, makeContent) => {
  test('is read in the order in which it is drawn', async () => {
    const { pieces } = readStructure(await printOne(printer, makeContent()))
    expect(pieces.length).toBeGreaterThan(30)
    expect(pieces).toEqual(pieces.toSorted((a, b) => a - b))
  })

  test('says who, what, how much, until when, the number, the steps, the details, the contact, the stub', async () => {
    const content = makeContent()
    const text = (readPdf(await printOne(printer, content)).texts[0] ?? '').replace(/\s/g, '')
    const order = [
      'コンビニお支払いシート',
      content.customer.name,
      content.merchant.name,
      content.subject,
      formatYen(content.amountYen),
      '2026年12月23日',
      formatNumber(content.number),
      'コンビニでのお支払いのしかた',
      ...content.lines.slice(0, 1).map(({ description }) => description),
      'お問い合わせ',
      'きりとり線',
      formatYen(content.amountYen),
    ].map((part) => part.replace(/\s/g, ''))
    let from = 0
    for (const part of order) {
      const at = text.indexOf(part, from)
      expect(at, part).toBeGreaterThanOrEqual(from)
      from = at + part.length
    }
  })
})

test('headings, lists, the table and the codes are marked as such', async () => {
  const content = richSheet()
  const { roles, alternatives } = readStructure(await printOne(printer, content))
  const count = (role: string): number => roles.filter((each) => each === role).length
  expect(roles.filter((role) => /^H\d/.test(role)).slice(0, 3)).toEqual(['H1', 'H2', 'H2'])
  expect([count('H1'), count('H3'), count('L'), count('LI'), count('Table')]).toEqual([1, 2, 2, 12, 1])
  expect([count('TH'), count('TD')]).toEqual([5, 20])
  expect(alternatives).toEqual([content.number, 'お客さまのページのQRコード', content.paymentBarcode])
})

test('a sheet that was cut from a job keeps its own structure', async () => {
  const sheets = [plainSheet(), richSheet(), fullestSheet()]
  const alone = await Promise.all(sheets.map((sheet) => printOne(printer, sheet)))
  const together = got(await printer.printSheets(sheets))
  expect(together.map((pdf) => readStructure(pdf).roles)).toEqual(
    alone.map((pdf) => readStructure(pdf).roles),
  )
})
