/** The papers that go with a merchant's letters, read back from the PDF: printed once, sent again as they were. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printCollection, printStatement } from '../../src/application/print-papers.ts'
import { type SampleLetter, sampleInvoice } from '../../src/application/sample-facts.ts'
import { sampleLetters } from '../../src/application/sample-letters.ts'
import type { World } from '../../src/application/world.ts'
import type { Language } from '../../src/domain/language.ts'
import { defaultMailSettings } from '../../src/domain/mail-settings.ts'
import { toYen } from '../../src/domain/yen.ts'
import type { CollectedItem, Letter, Printer } from '../../src/ports.ts'
import { got, openPrinter } from '../adapters/print/open-printer.ts'
import { makeMerchant, makePayment, someDay } from '../support/make-invoice.ts'
import { readPdf } from '../support/read-pdf.ts'

let printer: Printer
let prints = 0
beforeAll(async () => {
  printer = await openPrinter()
})
afterAll(() => printer.close())

const merchant = makeMerchant({ name: '㈱髙﨑書店' })
const request = (language: Language) => ({
  ...{ merchant, settings: defaultMailSettings, today: someDay, language },
  baseUrl: 'https://pay.example.jp',
})

/** Only what printing a paper touches. */
const openPress = (): World => {
  const kept = new Map<string, Uint8Array>()
  const press: Pick<World, 'vault' | 'printer'> = {
    vault: {
      put: async (key, bytes) => {
        kept.set(key, bytes)
      },
      get: async (key) => kept.get(key),
    },
    printer: {
      ...printer,
      printDocument: (paper) => {
        prints += 1
        return printer.printDocument(paper)
      },
    },
  }
  return press as World
}

const letterOf = <K extends Letter['kind']>(samples: readonly SampleLetter[], kind: K) => {
  const found = samples.find(({ letter }) => letter.kind === kind)?.letter
  if (found?.kind !== kind) throw new Error(`no ${kind}`)
  return found as Letter & { readonly kind: K }
}

const flat = (texts: readonly string[]): string => texts.join('').replace(/\s+/g, '')

describe.each(['ja', 'en'] as const)('a settlement statement in %s', (language) => {
  it('is one A4 page with every sum, and is printed once', async () => {
    const world = openPress()
    const { stored } = letterOf(sampleLetters(request(language)), 'settlement-statement')
    const pdf = got(await printStatement(world, merchant, stored, language))
    const { pages, size, texts } = readPdf(pdf)
    expect(pages).toBe(1)
    expect(size.map(Math.round)).toEqual([210, 297])
    const { totals } = stored.settlement
    const sums = [totals.grossYen, totals.payoutYen, totals.paidFeeYen, totals.taxYen, totals.faxFeeYen]
    for (const sum of sums) expect(flat(texts)).toContain(`¥${sum.toLocaleString('en-US')}`)
    expect(flat(texts)).toContain('㈱髙﨑書店')
    expect(flat(texts)).toContain(language === 'ja' ? '精算書' : 'Settlementstatement')
    const before = prints
    expect(got(await printStatement(world, merchant, stored, language))).toEqual(pdf)
    expect(prints).toBe(before)
  })
})

describe('a collection notice for the FAX', () => {
  const items = (count: number): readonly CollectedItem[] =>
    Array.from({ length: count }, (_, n) => ({
      payment: makePayment(),
      invoice:
        n === 1 ? undefined : { ...sampleInvoice(request('ja'), n), subject: `${n}件目 ${'長'.repeat(50)}` },
    }))

  it.each([
    [1, 1],
    [50, 6],
  ])('lists %i payments on at most %i pages, black on white', async (count, most) => {
    const facts = {
      key: `k-${count}`,
      day: someDay,
      pace: 'daily',
      count,
      totalYen: toYen(13_200 * count),
    } as const
    const pdf = got(await printCollection(openPress(), merchant, { ...facts, items: items(count) }, 'ja'))
    const read = readPdf(pdf)
    expect(read.pages).toBeLessThanOrEqual(most)
    expect(flat(read.texts)).toContain('収納のお知らせ')
    expect(flat(read.texts)).toContain('0件目')
    if (count > 1) {
      expect(flat(read.texts)).toContain('請求が分からない入金')
      expect(flat(read.texts)).toContain(`${count - 1}件目`)
    }
    const { data } = read.picture(50)
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) throw new Error('there is a colour')
    }
  })
})
