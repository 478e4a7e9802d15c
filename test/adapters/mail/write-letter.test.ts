import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { writeEml } from '../../../src/adapters/sandbox/write-eml.ts'
import type { Letter, Mail, Render } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import {
  customerUrl,
  makeExpired,
  makeNotice,
  makeReceipt,
  makeReminder,
  makeRender,
  pdf,
  sender,
} from './letters.ts'

let render: Render
beforeAll(async () => {
  render = await makeRender()
})

const write = (letter: Letter): Mail => writeLetter(render, sender, letter)

/** What a mail program reads out of the mail as it goes over the wire. */
const readBack = async (mail: Mail) => simpleParser(Buffer.from(await writeEml(mail, someInstant)))

describe('a letter', () => {
  it('comes from the merchant by way of the sender, and answers go to the merchant', () => {
    const mail = write(makeNotice())
    expect(mail.from).toBe(`"さくら学習塾（スマートピット）" <${sender}>`)
    expect(mail.to).toEqual(['hanako@example.com'])
    expect(mail.replyTo).toBe('office@sakura.example.jp')
    expect(mail.headers).toEqual({ 'Auto-Submitted': 'auto-generated' })
  })

  it('has no address for answers when the merchant has none, or is itself the reader', () => {
    expect(write(makeNotice({ merchant: { email: undefined } }))).not.toHaveProperty('replyTo')
    expect(write(makeNotice({ merchant: { email: 'x@y.jp\r\nBcc: z@y.jp' } }))).not.toHaveProperty('replyTo')
    expect(write(makeNotice({ audience: 'merchant' }))).not.toHaveProperty('replyTo')
  })

  it('names merchant, amount and due day in its subject', () => {
    expect(write(makeNotice()).subject).toBe(
      '【さくら学習塾】お支払いのご案内 ¥13,200・12月23日（水）まで／12月分 月謝',
    )
    expect(write(makeNotice({ audience: 'merchant' })).subject).toBe(
      '【お支払いシート】髙橋 花子 様（2612-0001） ¥13,200・12月23日（水）まで／12月分 月謝',
    )
    expect(write(makeReceipt()).subject).toBe('【さくら学習塾】お支払いを確認しました ¥13,200／12月分 月謝')
  })

  it('carries the sheet as it was printed, under a name that is safe everywhere', () => {
    expect(write(makeNotice()).attachments).toEqual([
      { filename: 'スマートピットシート_2612-0001.pdf', contentType: 'application/pdf', bytes: pdf },
    ])
    const hostile = write(makeNotice({ invoice: { reference: '../../a\r\nb:"c"\u202E.exe' } }))
    expect(hostile.attachments[0]?.filename).toBe('スマートピットシート__a_b_c_exe.pdf')
    expect(write(makeReceipt()).attachments).toEqual([])
  })

  it('is the same mail each time, so that a provider recognises the repeat', () => {
    const letter = makeNotice()
    expect(write(letter)).toEqual(write(letter))
  })

  it('is read back to the same words by a mail program, with an old mobile address', async () => {
    const mail = write(makeNotice({ to: 'hanako..s.@docomo.example.jp' }))
    expect(mail.to).toEqual(['"hanako..s."@docomo.example.jp'])
    const read = await readBack(mail)
    expect(read.subject).toBe(mail.subject)
    expect(read.from?.value).toEqual([{ name: 'さくら学習塾（スマートピット）', address: sender }])
    expect([read.to].flat().flatMap((to) => to?.value ?? [])).toEqual([
      { name: '', address: '"hanako..s."@docomo.example.jp' },
    ])
    expect(read.text?.trim()).toBe(mail.text.trim())
    expect(read.html).toBe(mail.html)
    expect(read.headers.get('auto-submitted')).toBe('auto-generated')
    expect(read.date).toEqual(new Date(someInstant.epochMilliseconds))
    expect(read.attachments.map(({ filename }) => filename)).toEqual(['スマートピットシート_2612-0001.pdf'])
    expect(new Uint8Array(read.attachments[0]?.content ?? [])).toEqual(pdf)
  })

  it('has no more headers than it should, whatever name, subject and reference were typed', async () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        'さくら\r\nBcc: evil@example.com',
        '"\\"<evil@example.com>"',
        'a"; b <c@d.jp>, e@f.jp',
        '=?utf-8?B?ZXZpbA==?=',
        '\u2028Bcc: evil@example.com',
        '\ud800髙\udfff',
        '㈱神塚①﨑 祈',
      ),
    )
    await fc.assert(
      fc.asyncProperty(typed, typed, typed, typed, async (name, subject, customer, reference) => {
        const base = makeNotice()
        const mail = write({
          ...base,
          sheet: {
            ...base.sheet,
            subject,
            reference,
            customer: { ...base.sheet.customer, name: customer },
            merchant: { ...base.sheet.merchant, name },
          },
        })
        expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
        expect(mail.from).toMatch(/^"[^"\\<>\p{Cc}]*" <notice@pitpost\.example>$/u)
        const read = await readBack(mail)
        expect(read.headers.has('bcc')).toBe(false)
        expect(read.from?.value.map(({ address }) => address)).toEqual([sender])
        expect([read.to].flat().flatMap((to) => to?.value.map(({ address }) => address))).toEqual([base.to])
        expect(read.attachments).toHaveLength(1)
      }),
      { numRuns: 200 },
    )
  })
})

describe('the headers of a letter', () => {
  it('let a reminder be unsubscribed from with one click, and nothing else', () => {
    expect(write(makeReminder(3)).headers).toEqual({
      'Auto-Submitted': 'auto-generated',
      'List-Unsubscribe': `<${customerUrl}/reminders>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    })
    for (const letter of [makeNotice(), makeReceipt(), makeExpired()]) {
      expect(write(letter).headers).toEqual({ 'Auto-Submitted': 'auto-generated' })
    }
  })
})
