import { readFileSync } from 'node:fs'
import { simpleParser } from 'mailparser'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { writeEml } from '../../../src/adapters/sandbox/write-eml.ts'
import { toYen } from '../../../src/domain/yen.ts'
import type { Letter, Mail, Render } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import { compileMails } from './compile-mails.ts'
import { customerUrl, makeNotice, makeReceipt, makeRender, sender } from './letters.ts'

/** Gmail clips a mail at 102 kB; ours stay well below. */
const MAX_HTML_BYTES = 60_000

let render: Render
beforeAll(async () => {
  render = await makeRender()
})

const write = (letter: Letter): Mail => writeLetter(render, sender, letter)

const tenLines = Array.from({ length: 10 }, (_, i) => ({
  description: `とても長い明細の説明 <b>その${i}</b> & 続き`.padEnd(60, '長'),
  quantity: 1,
  unitPriceYen: undefined,
  amountYen: toYen(30_000),
  taxRate: i % 2 === 0 ? (8 as const) : (10 as const),
}))

const letters = {
  'a notice to the customer': () => makeNotice(),
  'a notice to the merchant': () => makeNotice({ audience: 'merchant' }),
  'a notice with everything on it': () =>
    makeNotice({
      invoice: {
        lines: tenLines,
        note: '備考\n'.repeat(75),
        amountYen: toYen(300_000),
        subject: '件'.repeat(60),
      },
      merchant: { name: '㈱'.repeat(60) },
    }),
  'a notice with the least on it': () =>
    makeNotice({
      invoice: { reference: undefined, taxYen: undefined },
      merchant: { phone: undefined, email: undefined },
    }),
  'a receipt': () => makeReceipt(),
} satisfies Record<string, () => Letter>

describe.each(Object.entries(letters))('%s', (_, make) => {
  it('is under 60 kB and loads nothing from anywhere', () => {
    const { html } = write(make())
    expect(Buffer.byteLength(html)).toBeLessThan(MAX_HTML_BYTES)
    expect(html).not.toMatch(/<(script|img|link|iframe|form)\b|@import|url\(/i)
    expect(html).not.toMatch(/\{\{|\{%/)
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
  })

  it('says in plain text all that the HTML says about paying', () => {
    const letter = make()
    const { text, html } = write(letter)
    const { number, merchant } = letter.sheet
    const digits = `${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8, 12)}-${number.slice(12)}`
    const amount = `¥${letter.sheet.amountYen === 300_000 ? '300,000' : '13,200'}`
    for (const part of [amount, digits, customerUrl, merchant.name, '広告は含みません', 'In English'])
      expect(text).toContain(part)
    for (const part of [amount, digits, customerUrl, merchant.name, '広告は含みません'])
      expect(html).toContain(part)
    if (letter.kind === 'notice') {
      for (const part of ['2026年12月23日（水）', 'Wed, 23 Dec 2026', 'Loppi', 'マルチコピー機']) {
        expect(text).toContain(part)
        expect(html).toContain(part)
      }
    }
    expect(text).not.toMatch(/&[a-z]+;|\{\{|\{%|undefined|null/i)
    expect(text).not.toMatch(/\n{4}/)
  })
})

describe('what people typed', () => {
  const typed = '<script>alert(1)</script>&"\'{{ 7 | yen }}'

  it('is shown as typed, and is markup in neither part', () => {
    const mail = write(
      makeNotice({ invoice: { subject: typed, note: typed }, merchant: { name: typed, phone: typed } }),
    )
    expect(mail.html).not.toContain('<script')
    expect(mail.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(mail.html).toContain('{{ 7 | yen }}')
    expect(mail.text).toContain(`■ ご請求内容　　${typed}`)
    const receipt = write(makeReceipt({ invoice: { subject: typed }, merchant: { name: typed } }))
    expect(receipt.html).not.toContain('<script')
    expect(receipt.text).toContain(typed)
  })

  it('keeps every character of a name: 髙 﨑 ① ㈱ 神 𠮷', async () => {
    const name = '㈱髙﨑①神𠮷'
    const mail = write(makeNotice({ merchant: { name } }))
    const read = await simpleParser(Buffer.from(await writeEml(mail, someInstant)))
    expect(read.subject).toContain(`【${name}】`)
    expect(read.text).toContain(name)
    expect(read.html).toContain(name)
  })
})

it('the build ships exactly these templates, shared pieces included', async () => {
  const built = JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>
  for (const [name, template] of Object.entries(await compileMails()))
    expect(built[name] === template, `${name} of .build/templates.json is what templates/mail says`).toBe(
      true,
    )
})
