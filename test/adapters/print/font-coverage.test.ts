/** Every character that Japanese names and texts are written with has a glyph in the bundled fonts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isPrintable } from '../../../src/domain/printable.ts'
import type { Printer } from '../../../src/ports.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { readRanges } from '../../support/read-ranges.ts'
import { fontsCss, got, openPrinter, renderAlso } from './open-printer.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** All characters of two bytes, or of three after 0x8f, that a decoder knows. */
const decodeAll = (encoding: string, leads: readonly number[][]): ReadonlySet<number> => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const found = new Set<number>()
  for (const lead of leads) {
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      try {
        const [character = '', ...more] = decoder.decode(Uint8Array.from([...lead, trail]))
        if (more.length === 0) found.add(character.codePointAt(0) ?? 0)
      } catch {
        // No character has these bytes.
      }
    }
  }
  return found
}

const between = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n)
const isPrivate = (code: number): boolean => code >= 0xe000 && code < 0xf900

/** Characters of each standard that no bundled font has, and that are therefore named at registration. */
const standards = [
  [
    'JIS X 0208 with the NEC and IBM extensions',
    decodeAll(
      'shift_jis',
      between(0x81, 0xfc).map((lead) => [lead]),
    ),
    '',
  ],
  [
    'JIS X 0212',
    decodeAll(
      'euc-jp',
      between(0xa1, 0xfe).map((lead) => [0x8f, lead]),
    ),
    'ǵ',
  ],
  [
    'JIS X 0213: levels 1 to 4',
    new Set(readRanges(readFileSync(join(root, 'test/samples/jis-x-0213.txt'), 'utf8'))),
    '\u00ad⦅⦆',
  ],
] as const

describe.each(standards)('%s', (_, codes, missing) => {
  test('can be printed', () => {
    expect(codes.size).toBeGreaterThan(6_000)
    const absent = [...codes].filter((code) => !isPrivate(code) && !isPrintable(String.fromCodePoint(code)))
    expect(String.fromCodePoint(...absent.sort((a, b) => a - b))).toBe(missing)
  })
})

type Rule = { readonly weight: string; readonly file: string; readonly codes: readonly number[] }
const rules: readonly Rule[] = [
  ...fontsCss.matchAll(
    /font-family:'([^']+)';font-weight:(\d+);[^}]*?url\(([^)]+)\)[^}]*?unicode-range:([^}]+)\}/g,
  ),
].map(([, , weight = '', file = '', range = '']) => ({
  weight,
  file,
  codes: readRanges(range.replaceAll('U+', '')),
}))

test('every file has the glyphs that the style sheet promises of it, and none of them is empty', () => {
  const blank = /[\p{Z}\u2800\u3164\uffa0\u00ad\p{Cf}]/u
  const wrong = rules.flatMap(({ file, codes }) => {
    const font = fontkit.create(readFileSync(join(root, 'fonts', file)))
    if (!('glyphForCodePoint' in font)) return [file]
    return codes.flatMap((code) => {
      const glyph = font.glyphForCodePoint(code)
      const isThere =
        glyph.id !== 0 && (blank.test(String.fromCodePoint(code)) || glyph.path.commands.length > 0)
      return isThere ? [] : [`${file} U+${code.toString(16)}`]
    })
  })
  expect(wrong).toEqual([])
})

test('what can be printed is what both weights have, but for some marks', () => {
  const known = (weight: string) =>
    new Set(rules.filter((rule) => rule.weight === weight).flatMap(({ codes }) => codes))
  const [regular, bold] = [known('400'), known('700')]
  const all = between(0x20, 0x3ffff).filter((code) => code < 0xd800 || code > 0xdfff)
  const expected = all.filter(
    (code) => regular.has(code) && bold.has(code) && !/[\p{C}\p{M}]/u.test(String.fromCodePoint(code)),
  )
  const printable = all.filter((code) => isPrintable(String.fromCodePoint(code)))
  expect(printable.filter((code) => !/\p{M}/u.test(String.fromCodePoint(code)))).toEqual(expected)
})

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['{', '&#123;'],
])

describe('a print of all of them', () => {
  let printer: Printer
  const everything = between(0x20, 0x3ffff)
    .map((code) => String.fromCodePoint(code))
    .filter((character) => isPrintable(character))
  beforeAll(async () => {
    const markup = `<p>${everything.map((sign) => escapes.get(sign) ?? sign).join(' ')}</p>`
    printer = await openPrinter({
      render: renderAlso({
        everything: markup,
        'everything.css': "@page { size: A4 } html { font: 8pt 'Pitpost Sans', 'Pitpost Fallback' }",
      }),
    })
  })
  afterAll(() => printer.close())

  test('uses no other font than the bundled ones', { timeout: 120_000 }, async () => {
    const job = {
      template: 'everything',
      model: {},
      style: 'everything.css',
      lang: 'ja',
      title: 'x',
      outline: false,
    } as const
    const pdf = readPdf(got(await printer.printDocument(job)))
    for (const font of pdf.fonts) expect(font).toMatch(/^(BIZUDPGothic|NotoSansJP)/)
    const printed = new Set(pdf.texts.join('').normalize('NFKC'))
    const lost = everything.filter(
      (character) => ![...character.normalize('NFKC')].every((part) => printed.has(part) || /\s/u.test(part)),
    )
    expect(lost.join('')).toBe('')
  })
})
