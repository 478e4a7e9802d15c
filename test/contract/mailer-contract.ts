/** What every mailer guarantees, over Resend, a relay and the sandbox's mailbox. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeLetter } from '../../src/adapters/mail/write-letter.ts'
import type { Letter, Mailer, OutgoingLetter, Render } from '../../src/ports.ts'
import { makeNotice, makeReceipt, makeRender, pdf, sender } from '../adapters/mail/letters.ts'

/** A mail as it arrived. */
export type ArrivedMail = {
  /** `Name <address>`, decoded. */
  readonly from: { readonly name: string; readonly address: string }
  /** As it stood on the wire. */
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
  /** Absent where the provider's double does not show them. */
  readonly replyTo?: string | undefined
  readonly autoSubmitted?: string | undefined
  readonly attachments?: readonly { readonly filename: string; readonly bytes: Uint8Array }[]
}

export type MailerCase = {
  readonly name: string
  /** Whether a key that comes again mails nothing. */
  readonly honoursKeys: boolean
  start(render: Render): Promise<{
    readonly mailer: Mailer
    /** Oldest first. */
    mails(): Promise<readonly ArrivedMail[]>
    close(): Promise<void>
  }>
}

export const outgoing = (key: string, letter: Letter): OutgoingLetter => ({
  deliveryId: `dlv_${key}`,
  key,
  letter,
})

/** Line ends are the wire's own matter. */
const lines = (text: string): string => text.replaceAll('\r\n', '\n').trimEnd()

export const describeMailer = ({ name, honoursKeys, start }: MailerCase): void => {
  describe(`the mailer over ${name}`, () => {
    let running: Awaited<ReturnType<MailerCase['start']>>
    let render: Render
    beforeAll(async () => {
      render = await makeRender()
      running = await start(render)
    })
    afterAll(async () => {
      await running?.mailer.close()
      await running?.close()
    })
    const send = (key: string, letter: Letter) => running.mailer.send(outgoing(key, letter))
    const newest = async (): Promise<ArrivedMail> => {
      const mail = (await running.mails()).at(-1)
      if (mail === undefined) throw new Error('nothing arrived')
      return mail
    }
    const count = async (): Promise<number> => (await running.mails()).length

    it.each<readonly [string, Letter]>([
      ['a notice', makeNotice()],
      ['a receipt', makeReceipt()],
      [
        "a merchant's notice",
        makeNotice({ audience: 'merchant', invoice: { subject: '髙橋﨑𠮷①㈱ 👩‍👧 月謝' } }),
      ],
    ])('sends %s as it was written', async (key, letter) => {
      const sent = await send(key, letter)
      expect(sent).toMatchObject({ ok: true, value: { providerId: expect.stringMatching(/./) } })
      const { to, subject, html, text } = writeLetter(render, sender, letter)
      const arrived = await newest()
      expect(arrived.to).toEqual(to)
      expect(arrived.subject).toBe(subject)
      expect(arrived.from).toEqual({ name: 'さくら学習塾（スマートピット）', address: sender })
      expect(lines(arrived.html)).toBe(lines(html))
      expect(lines(arrived.text)).toBe(lines(text))
      if (arrived.attachments !== undefined && letter.kind === 'notice') {
        expect(arrived.attachments).toEqual([{ filename: 'スマートピットシート_2612-0001.pdf', bytes: pdf }])
      }
      if (arrived.autoSubmitted !== undefined) expect(arrived.autoSubmitted).toBe('auto-generated')
      expect(await running.mailer.status()).toBe('ok')
    })

    it('takes plus addresses, old mobile addresses and Japanese domains', async () => {
      for (const [address, wire] of [
        ['hanako+juku@example.com', 'hanako+juku@example.com'],
        ['hanako..s.@docomo.example.jp', '"hanako..s."@docomo.example.jp'],
        ['info@日本語.jp', 'info@xn--wgv71a119e.jp'],
      ] as const) {
        expect(await send(wire, makeNotice({ to: address }))).toMatchObject({ ok: true })
        expect((await newest()).to).toEqual([wire])
      }
    })

    it('lets no name or subject become a header or another recipient', async () => {
      const hostile = 'A"\r\nBcc: evil@example.com\r\n<evil@example.com>, evil@example.com'
      const letter = makeNotice({ invoice: { subject: hostile }, merchant: { name: hostile } })
      expect(await send('hostile', letter)).toMatchObject({ ok: true })
      const arrived = await newest()
      expect(arrived.to).toEqual(['hanako@example.com'])
      expect(arrived.from.address).toBe(sender)
      expect(arrived.from.name).toBe(
        'A＂ Bcc: evil@example.com ＜evil@example.com＞, evil@example.com（スマートピット）',
      )
      expect(arrived.subject).not.toMatch(/[\r\n]/)
    })

    it('gives up at once on what is no address, without asking the provider', async () => {
      const before = await count()
      const bad = await send('bad', makeNotice({ to: 'hanako@example.com\r\nBcc: evil@example.com' }))
      expect(bad).toMatchObject({ ok: false, failure: { retry: false } })
      expect(await count()).toBe(before)
    })

    it('sends the same letter twice under two keys', async () => {
      const before = await count()
      const ids = await Promise.all(['left', 'right'].map((key) => send(key, makeNotice())))
      expect(new Set(ids.map((sent) => sent.ok && sent.value.providerId)).size).toBe(2)
      expect(await count()).toBe(before + 2)
    })

    it.runIf(honoursKeys)('sends once however often the same key comes, side by side or later', async () => {
      const before = await count()
      const letter = makeReceipt()
      const first = await send('same', letter)
      const again = await Promise.all([1, 2, 3].map(() => send('same', letter)))
      expect(again).toEqual([first, first, first])
      expect(await count()).toBe(before + 1)
    })

    it.runIf(honoursKeys)('sends once although the words have changed since the key was used', async () => {
      const before = await count()
      await send('used', makeNotice())
      expect(await send('used', makeNotice({ invoice: { subject: '別の件' } }))).toMatchObject({ ok: true })
      expect(await count()).toBe(before + 1)
    })

    it('sends a parcel whole and once, where the provider has a call for it', async () => {
      const { together } = running.mailer
      if (together === undefined) return
      const letters = Array.from({ length: together.limit }, (_, n) =>
        outgoing(`parcel-${n}`, makeReceipt({ to: `customer-${n}@example.com` })),
      )
      expect(letters.every(({ letter }) => together.takes(letter))).toBe(true)
      expect(together.takes(makeNotice())).toBe(false)
      const before = await count()
      const first = await together.send(letters, 'parcel:1')
      expect(await together.send(letters, 'parcel:1')).toEqual(first)
      expect(first.ok && new Set(first.value).size).toBe(letters.length)
      const arrived = (await running.mails()).slice(before)
      expect(arrived.map(({ to }) => to.join())).toEqual(letters.map(({ letter }) => letter.to))
    })
  })
}
