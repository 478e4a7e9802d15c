import fc from 'fast-check'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { expect, it } from 'vitest'
import { toSmtpMessage } from '../../../src/adapters/mail/to-smtp-message.ts'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { isMailAddress, toWireAddress } from '../../../src/domain/mail-address.ts'
import { makeNotice, sender } from './letters.ts'

const RUNS = 10_000

/** What is no text but a command to the line or to the direction of reading becomes a space. */
const toOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
/** In a name, the signs that have a meaning in an address are read as their full-width sisters. */
const toName = (text: string): string =>
  toOneLine(text).replace(/["\\<>]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0))

/** Line ends are the wire's own matter. */
const toLines = (text: string): string => text.replace(/\r\n?/g, '\n').trimEnd()

const japanese = fc
  .array(
    fc.constantFrom(
      ...'髙﨑①㈱𠮷神塚祈ヴｶﾞ㌢葛󠄀👩‍👧ｱ　 、。・"\\<>@,;:()[]=?_%&\'`',
      'Bcc: evil@example.com',
      '=?UTF-8?B?gqA=?=',
      '\r\n',
      '\t',
      '\u202e',
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))
const typed = fc.oneof(
  japanese,
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.lorem({ maxCount: 12 }),
)
const address = fc
  .oneof(
    fc.emailAddress(),
    fc
      .tuple(
        fc.stringMatching(/^[a-z0-9.+_'/=!-]{1,30}$/),
        fc.constantFrom('docomo.ne.jp', 'ezweb.ne.jp', '日本語.jp', '例え.テスト', 'ｅｘａｍｐｌｅ．ｃｏｍ'),
      )
      .map(([local, domain]) => `${local}@${domain}`),
  )
  .filter(isMailAddress)

it('10,000 names, subjects and addresses are read back from the wire as they were typed', async () => {
  const transport = createTransport({ streamTransport: true, buffer: true })
  await fc.assert(
    fc.asyncProperty(typed, typed, typed, address, async (name, subject, reference, to) => {
      const letter = makeNotice({ to, invoice: { subject, reference }, merchant: { name } })
      const mail = writeLetter((template) => `${template}\n${subject}`.toWellFormed(), sender, letter)
      const { message, envelope } = await transport.sendMail(toSmtpMessage(mail, sender, 'notice:1'))
      if (!Buffer.isBuffer(message)) throw new Error('the message is no buffer')
      const read = await simpleParser(message, {
        skipHtmlToText: true,
        skipTextToHtml: true,
        skipImageLinks: true,
      })
      expect(envelope).toEqual({ from: sender, to: [toWireAddress(to)] })
      expect(read.subject).toBe(mail.subject)
      expect(mail.subject.endsWith(toOneLine(`／${subject}`))).toBe(true)
      expect(read.from?.value).toEqual([{ name: toName(`${name}（スマートピット）`), address: sender }])
      const [recipient, ...others] = [read.to ?? []].flat().flatMap(({ value }) => value)
      expect(others).toEqual([])
      // The reader shows Japanese domains in Japanese and drops the quotes of old mobile addresses.
      expect(toWireAddress(recipient?.address ?? '')).toBe(toWireAddress(to))
      expect([...read.headers.keys()].toSorted()).toEqual([
        'auto-submitted',
        'content-type',
        'date',
        'from',
        'message-id',
        'mime-version',
        'reply-to',
        'subject',
        'to',
      ])
      expect(read.attachments.map(({ filename }) => filename)).toEqual(
        mail.attachments.map(({ filename }) => filename),
      )
      expect(toLines(read.text ?? '')).toBe(toLines(mail.text))
    }),
    { numRuns: RUNS, seed: 20_261_125 },
  )
}, 600_000)
