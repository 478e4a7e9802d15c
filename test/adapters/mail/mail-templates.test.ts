import { readFileSync } from 'node:fs'
import { simpleParser } from 'mailparser'
import { beforeAll, describe, expect, it } from 'vitest'
import { letterNameOf } from '../../../src/adapters/mail/letter-name.ts'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { writeEml } from '../../../src/adapters/sandbox/write-eml.ts'
import type { Language } from '../../../src/domain/language.ts'
import { customerLetters } from '../../../src/domain/mail-settings.ts'
import { toYen } from '../../../src/domain/yen.ts'
import type { Letter, Mail, Render } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import {
  compileTemplates,
  customerLettersOf,
  customerUrl,
  type LetterChanges,
  makeNotice,
  makeReceipt,
  makeRender,
  merchantLettersOf,
  sender,
} from './letters.ts'

/** Gmail clips a mail at 102 kB; ours stay well below. */
const MAX_HTML_BYTES = 60_000

let render: Render
beforeAll(async () => {
  render = await makeRender()
})

const write = (letter: Letter): Mail => writeLetter(render, sender, letter)

/** As much as a registration lets through, in characters that take three bytes. */
const fullest: LetterChanges = {
  invoice: {
    lines: Array.from({ length: 10 }, (_, i) => ({
      description: `とても長い明細の説明 <b>その${i}</b> & 続き`.padEnd(60, '長'),
      quantity: 1,
      unitPriceYen: undefined,
      amountYen: toYen(30_000),
      taxRate: i % 2 === 0 ? (8 as const) : (10 as const),
    })),
    note: '備考\n'.repeat(75),
    amountYen: toYen(300_000),
    subject: '件'.repeat(60),
    reference: '番'.repeat(40),
  },
  merchant: { name: '㈱'.repeat(60) },
  look: { logoUrl: 'https://www.sakura.example.jp/logo.png' },
  wording: { lead: '挨拶'.repeat(150), closing: '結び'.repeat(300) },
}
const barest: LetterChanges = {
  invoice: { reference: undefined, taxYen: undefined },
  merchant: { phone: undefined, email: undefined },
}

const languages: readonly Language[] = ['ja', 'en']
const every = languages.flatMap((language) =>
  Object.entries({ usual: {}, fullest, barest }).flatMap(([how, changes]) =>
    Object.entries({
      ...customerLettersOf({ ...changes, language }),
      ...merchantLettersOf({ ...changes, language }, how === 'fullest' ? 50 : 3),
    }).map(([name, letter]) => ({ name: `${name} (${how}, ${language})`, letter })),
  ),
)

/** Text as a person takes it in: signs of the layout and spaces left out. */
const plain = (text: string): string => text.replace(/[\s　■●・:：]/gu, '')

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

/** What the HTML shows, piece by piece, its preview line left out. */
const piecesOf = (html: string): readonly string[] =>
  html
    .replace(/<head>.*?<\/head>/s, '')
    .replace(/<!--.*?-->/gs, '')
    .replace(/<div\s+style="display:none[^>]*>.*?<\/div>/s, '')
    .split(/<[^>]*>/)
    .map((piece) =>
      piece
        .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
        .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
    )
    .filter((piece) => plain(piece) !== '')

describe.each(every)('$name', ({ letter }) => {
  it('is under 60 kB, follows dark mode, and loads nothing but a logo', () => {
    const { html } = write(letter)
    expect(Buffer.byteLength(html)).toBeLessThan(MAX_HTML_BYTES)
    expect(html).not.toMatch(/<(script|link|iframe|form)\b|@import|url\(/i)
    expect([...html.matchAll(/<img\b[^>]*>/g)].every(([tag]) => /\balt="[^"]+"/.test(tag))).toBe(true)
    if (letter.look.logoUrl === undefined) expect(html).not.toContain('<img')
    expect(html).not.toMatch(/\{\{|\{%|\[\[|\[%/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain(`<html lang="${letter.language}"`)
  })

  it('says in plain text everything that its HTML shows', () => {
    const { text, html } = write(letter)
    const said = plain(text)
    expect(piecesOf(html).filter((piece) => !said.includes(plain(piece)))).toEqual([])
    for (const [, url = ''] of html.matchAll(/href="(https:[^"]+)"/g)) expect(text).toContain(url)
    expect(text).not.toMatch(/&[a-z]+;|\{\{|\{%|\[\[|\[%|\bundefined\b|\bnull\b/)
    expect(text).not.toMatch(/\n{4}/)
  })
})

describe('a letter to a customer', () => {
  it.each(languages)('names amount, due day and number in the %s text and HTML', (language) => {
    const due = language === 'ja' ? '2026年12月23日（水）' : 'Wed, 23 Dec 2026'
    for (const letter of Object.values(customerLettersOf({ language }))) {
      const { text, html } = write(letter)
      const number = 'sheet' in letter ? letter.sheet.number : ''
      const digits = `${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8, 12)}-${number.slice(12)}`
      for (const part of ['¥13,200', due, digits]) {
        expect(text).toContain(part)
        expect(html).toContain(part)
      }
    }
  })

  it('leads an English reader to the English page, and names no Japanese sentence', () => {
    for (const letter of Object.values(customerLettersOf({ language: 'en' }))) {
      const { text } = write(letter)
      expect(text).toContain(`${customerUrl}?lang=en`)
      expect(text).not.toMatch(/です|ます|ください/)
    }
  })

  it('is there for every name that a merchant may word anew', () => {
    const names = new Set<string>(Object.values(customerLettersOf()).map(letterNameOf))
    expect([...names].filter((name) => name !== 'sheet').toSorted()).toEqual([...customerLetters].toSorted())
  })
})

describe('what a merchant changes', () => {
  it('is its colours, its logo and its words', () => {
    const mail = write(
      makeNotice({
        look: { accent: '#7a1f3d', ground: '#fff5f0', logoUrl: 'https://sakura.example.jp/l.png' },
        wording: {
          subject: '{merchant}より {amount} {due} <b>',
          lead: '{name}、いつもありがとうございます。\n<i>{subject}</i> の {unknown} です。',
          closing: '番号は {number} です。',
        },
      }),
    )
    expect(mail.subject).toBe('さくら学習塾より ¥13,200 12月23日（水） <b>')
    expect(mail.html).toContain('#7a1f3d')
    expect(mail.html).not.toContain('#0b5d3b')
    expect(mail.html).toContain('background-color:#fff5f0')
    expect(mail.html).toContain('src="https://sakura.example.jp/l.png"')
    expect(mail.html).toContain('髙橋 花子 様、いつもありがとうございます。\n&lt;i&gt;12月分 月謝&lt;/i&gt;')
    expect(mail.text).toContain('<i>12月分 月謝</i> の {unknown} です。')
    expect(mail.text).toMatch(/番号は 2900-\d{4}-\d{4}-\d です。/)
  })

  it('cannot be filled a second time by what stands in an invoice', () => {
    const mail = write(makeNotice({ invoice: { subject: '{number}' }, wording: { lead: '「{subject}」' } }))
    expect(mail.text).toContain('「{number}」')
  })
})

describe('what people typed', () => {
  const typed = '<script>alert(1)</script>&"\'{{ 7 | yen }}[[ lang ]]'

  it('is shown as typed, and is markup in neither part', () => {
    const changes = {
      invoice: { subject: typed, note: typed },
      merchant: { name: typed, phone: typed },
      wording: { lead: typed, closing: typed },
    }
    for (const letter of [
      ...Object.values(customerLettersOf(changes)),
      ...Object.values(merchantLettersOf(changes)),
    ]) {
      const mail = write(letter)
      expect(mail.html).not.toContain('<script')
      expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      expect(mail.html).toContain('{{ 7 | yen }}[[ lang ]]')
      expect(mail.text).toContain(typed)
    }
  })

  it('keeps every character of a name: 髙 﨑 ① ㈱ 神 𠮷', async () => {
    const name = '㈱髙﨑①神𠮷'
    const mail = write(makeReceipt({ merchant: { name } }))
    const read = await simpleParser(Buffer.from(await writeEml(mail, someInstant)))
    expect(read.subject).toContain(`【${name}】`)
    expect(read.text).toContain(name)
    expect(read.html).toContain(name)
  })
})

it('the build ships exactly these templates', async () => {
  const built = JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>
  for (const [name, template] of Object.entries(await compileTemplates()))
    expect(built[name] === template, `${name} of .build/templates.json is what templates/mail says`).toBe(
      true,
    )
})
