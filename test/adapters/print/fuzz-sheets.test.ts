/** A thousand sheets of whatever people may type: each is refused with its reason, or one page that does nothing. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as mupdf from 'mupdf'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRINTABLE_RUNS } from '../../../src/domain/printable-runs.ts'
import type { RawInvoice } from '../../../src/domain/raw-invoice.ts'
import { parseRegistration } from '../../../src/domain/registration.ts'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import { formatNumber } from '../../../src/domain/smart-pit-number.ts'
import type { Printer } from '../../../src/ports.ts'
import { someDay } from '../../support/make-invoice.ts'
import { got, makeSheet, openPrinter } from './open-printer.ts'

const SHEETS = 1_000
const AT_A_TIME = 100
const SEED = 20_261_125

let printer: Printer
let server: Server
let url: string
let asked = 0
beforeAll(async () => {
  printer = await openPrinter()
  server = createServer((_, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`
})
afterAll(async () => {
  await printer.close()
  server.close()
})

/** The same numbers in each run, from 0 to below 1 (mulberry32). */
const createDice = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Every character that can be printed. */
const printable = (): readonly string[] => {
  const codes: string[] = []
  let next = 0
  for (const run of PRINTABLE_RUNS.split(',')) {
    const [gap = 0, length = 1] = run.split('.').map((part) => Number.parseInt(part, 36))
    for (let code = next + gap; code < next + gap + length; code += 1) codes.push(String.fromCodePoint(code))
    next += gap + length
  }
  return codes
}

const words = [
  '月謝',
  '冬期講習',
  'ｶﾀｶﾅ',
  'サーバー利用料',
  '１２月分',
  '髙橋',
  '﨑',
  '①②',
  '㈱',
  '（税込）',
  '🍣',
  ' ',
  '　',
]

const createTexts = (dice: () => number) => {
  const characters = printable()
  const pick = (from: readonly string[]): string => from[Math.floor(dice() * from.length)] ?? ''
  const hostile: readonly (() => string)[] = [
    () => String.fromCharCode(Math.floor(dice() * 32)),
    () =>
      pick([
        '\u007f',
        '\u0085',
        '\u2028',
        '\u200b',
        '\ufeff',
        '\u202e',
        '\u2066',
        '\ud800',
        '\udfff',
        '\uffff',
      ]),
    () =>
      pick(['مرحبا بالعالم', 'שלום', '\u202eesrever\u202c', 'e\u0301\u0301\u0301\u0301', 'が\u3099\u3099']),
    () => pick(['👨‍👩‍👧‍👦', '🇯🇵', '👍🏽', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '©️']),
    () => `<script>document.title='x';fetch('${url}')</script><img src="${url}" onerror="fetch('${url}')">`,
    () =>
      `<style>@import url(${url});*{display:none}</style><iframe src="${url}"></iframe><svg onload="fetch('${url}')">`,
    () =>
      `"><link rel="stylesheet" href="${url}"></section></main><base href="${url}"><meta http-equiv="refresh" content="0;url=${url}">`,
    () =>
      pick([
        '{{ customer.name }}',
        '{% render "/etc/passwd" %}',
        `$${'{1}'}`,
        '&lt;&#60;&amp;',
        '<!--',
        ']]>',
        '</style>',
      ]),
    () =>
      pick([
        '5 0 R',
        ') /K [1 0 R] endobj',
        'stream\nxref',
        '/P 4 0 R',
        '\\(',
        '<FEFF>',
        'endstream endobj',
        '>>',
      ]),
    () => pick(['W', '長', '。', 'ー', 'ﾞ', '\n']).repeat(10_000),
  ]
  /** Mostly what the fonts have; the rest is what nobody should type. */
  return (length: number, risk: number): string => {
    let text = ''
    while (text.length < length) {
      const chance = dice()
      if (chance < risk) text += hostile[Math.floor(dice() * hostile.length)]?.() ?? ''
      else text += chance < 0.5 ? pick(words) : pick(characters)
    }
    return text.length <= 200 ? text : text.slice(0, 10_000)
  }
}

type Fuzzed = { readonly raw: RawInvoice; readonly sheet: SheetContent }

const createSheets = (): readonly Fuzzed[] => {
  const dice = createDice(SEED)
  const textOf = createTexts(dice)
  return Array.from({ length: SHEETS }, (_, n) => {
    const risk = n % 2 === 0 ? 0 : 0.15
    const name = textOf(2 + dice() * 25, risk)
    const subject = `${n} ${textOf(2 + dice() * 25, risk)}`
    const note = dice() < 0.5 ? textOf(dice() * 150, risk) : undefined
    const raw = { customer_name: name, subject, amount: 1_000 + n, due: '翌月末', deliver: 'なし', note }
    const customer = { ...makeSheet().customer, name, kana: textOf(dice() * 40, risk) }
    return { raw, sheet: makeSheet({ customer, subject, note, reference: `2612-${n}` }) }
  })
}

test('each of 1,000 is refused with its reason or printed on one page; nothing runs, nothing is fetched', async () => {
  const fuzzed = createSheets()
  const refused = fuzzed.flatMap(({ raw }) => {
    const parsed = parseRegistration(raw, someDay)
    return parsed.ok ? [] : [parsed.failure]
  })
  expect(refused.length).toBeGreaterThan(SHEETS / 5)
  expect(refused.length).toBeLessThan((SHEETS * 4) / 5)
  for (const { field, rule, message } of refused.flat()) {
    expect([field, rule]).not.toContain('')
    expect(message.ja.length).toBeGreaterThan(5)
    expect(message.en.length).toBeGreaterThan(5)
  }
  // The printer is given also what was refused: it must not lean on those who ask it.
  for (let from = 0; from < SHEETS; from += AT_A_TIME) {
    const part = fuzzed.slice(from, from + AT_A_TIME).map(({ sheet }) => sheet)
    const pdfs = got(await printer.printSheets(part))
    for (const [index, pdf] of pdfs.entries()) {
      const document = mupdf.Document.openDocument(pdf, 'application/pdf')
      expect(document.countPages()).toBe(1)
      const title = document.getMetaData(mupdf.Document.META_INFO_TITLE) ?? ''
      expect(title.startsWith('スマートピットシート さくら学習塾 ')).toBe(true)
      const text = document.loadPage(0).toStructuredText('preserve-whitespace').asText()
      expect(text).toContain(formatNumber(part[index]?.number ?? makeSheet().number))
      expect(text).toContain(`2612-${from + index}`)
    }
  }
  expect(asked).toBe(0)
}, 300_000)
