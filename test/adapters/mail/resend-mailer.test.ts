import { createEmulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createResendMailer } from '../../../src/adapters/mail/create-resend-mailer.ts'
import { writeLetter } from '../../../src/adapters/mail/write-letter.ts'
import { createResendApi } from '../../../src/adapters/sandbox/resend-api.ts'
import type { Mailer, Render } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import { createMailboxMemory } from '../sandbox/mailbox-memory.ts'
import { makeNotice, makeReceipt, makeRender, pdf, sender } from './letters.ts'
import { listenWith } from './listen.ts'

type SeenMail = {
  readonly id: string
  readonly from: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** A server that speaks Resend's language, and what it has taken, oldest first. */
type Provider = {
  readonly url: string
  mails(): Promise<readonly SeenMail[]>
  close(): Promise<void>
}

const API_KEY = 're_test'

const startEmulator = async (): Promise<Provider> => {
  const emulator = await createEmulator({
    service: 'resend',
    port: 0,
    seed: { tokens: { [API_KEY]: { login: 'pitpost' } } },
  })
  return {
    url: emulator.url,
    mails: async () => {
      const answer = await fetch(`${emulator.url}/emails`, {
        headers: { authorization: `Bearer ${API_KEY}` },
      })
      return ((await answer.json()) as { data: SeenMail[] }).data
    },
    close: () => emulator.close(),
  }
}

const mailbox = createMailboxMemory()

const startSandbox = async (): Promise<Provider> => {
  const api = createResendApi({ mailbox, clock: { now: () => someInstant }, apiKey: API_KEY })
  const server = await listenWith(api.fetch)
  return {
    ...server,
    mails: async () => {
      const entries = (await mailbox.list(1_000, 0)).toReversed()
      const mails = await Promise.all(entries.map(({ id }) => mailbox.read(id)))
      return mails.flatMap((mail) => (mail === undefined ? [] : [mail]))
    },
  }
}

describe.each([
  ["emulate's Resend", startEmulator],
  ["the sandbox's mailbox", startSandbox],
] as const)('the mailer over %s', (name, start) => {
  let provider: Provider
  let render: Render
  let mailer: Mailer
  beforeAll(async () => {
    render = await makeRender()
    provider = await start()
    mailer = createResendMailer({ apiKey: API_KEY, baseUrl: provider.url, from: sender, render })
  })
  afterAll(() => provider.close())

  const newest = async (): Promise<SeenMail | undefined> => (await provider.mails()).at(-1)

  it('sends a letter as it was written', async () => {
    const letter = makeNotice()
    const sent = await mailer.send(letter, 'one')
    const { from, to, subject, html, text } = writeLetter(render, sender, letter)
    const seen = await newest()
    expect(seen).toMatchObject({ from, to, subject, html, text })
    expect(sent).toEqual({ ok: true, value: { providerId: seen?.id } })
    expect(await mailer.status()).toBe('ok')
  })

  it('sends once however often the same key comes, side by side or later', async () => {
    const before = (await provider.mails()).length
    const letter = makeReceipt()
    const first = await mailer.send(letter, 'same')
    const again = await Promise.all([1, 2, 3].map(() => mailer.send(letter, 'same')))
    expect(again).toEqual([first, first, first])
    expect(await provider.mails()).toHaveLength(before + 1)
  })

  it('sends the same letter twice under two keys', async () => {
    const before = (await provider.mails()).length
    const letter = makeNotice()
    const ids = await Promise.all(['left', 'right'].map((key) => mailer.send(letter, key)))
    expect(new Set(ids.map((sent) => sent.ok && sent.value.providerId)).size).toBe(2)
    expect(await provider.mails()).toHaveLength(before + 2)
  })

  it('parks other words under a key that was used: the mail has already left', async () => {
    const before = (await provider.mails()).length
    await mailer.send(makeNotice(), 'used')
    const other = await mailer.send(makeNotice({ invoice: { subject: '別の件' } }), 'used')
    expect(other).toMatchObject({ ok: false, failure: { retry: false } })
    expect(await provider.mails()).toHaveLength(before + 1)
  })

  it('takes old mobile addresses and Japanese domains', async () => {
    expect(await mailer.send(makeNotice({ to: 'hanako..s.@docomo.example.jp' }), 'old')).toMatchObject({
      ok: true,
    })
    expect((await newest())?.to).toEqual(['"hanako..s."@docomo.example.jp'])
    expect(await mailer.send(makeNotice({ to: 'info@日本語.jp' }), 'idn')).toMatchObject({ ok: true })
    expect((await newest())?.to).toEqual(['info@xn--wgv71a119e.jp'])
  })

  it('lets no name or subject become a header', async () => {
    const hostile = 'A"\r\nBcc: evil@example.com\r\n<evil@example.com>'
    const letter = makeNotice({ invoice: { subject: hostile }, merchant: { name: hostile } })
    expect(await mailer.send(letter, 'hostile')).toMatchObject({ ok: true })
    const seen = await newest()
    expect(seen?.to).toEqual(['hanako@example.com'])
    expect(seen?.subject).not.toMatch(/[\r\n]/)
    expect(seen?.from).toBe(`"A＂ Bcc: evil@example.com ＜evil@example.com＞（スマートピット）" <${sender}>`)
  })

  it('gives up at once on what is no address, without asking the provider', async () => {
    const before = (await provider.mails()).length
    const sent = await mailer.send(makeNotice({ to: 'hanako@example.com\r\nBcc: evil@example.com' }), 'bad')
    expect(sent).toMatchObject({ ok: false, failure: { retry: false } })
    expect(await provider.mails()).toHaveLength(before)
  })

  // The emulator drops attachments and takes any key.
  if (name.startsWith('emulate')) return

  it('hands over attachments, reply address and headers', async () => {
    const sent = await mailer.send(makeNotice(), 'complete')
    const kept = await mailbox.read(sent.ok ? sent.value.providerId : '')
    expect(kept?.attachments).toEqual([
      { filename: 'スマートピットシート_2612-0001.pdf', contentType: 'application/pdf', bytes: pdf },
    ])
    expect(kept?.replyTo).toBe('office@sakura.example.jp')
    expect(kept?.headers).toEqual({ 'Auto-Submitted': 'auto-generated' })
  })

  it('says that its key is refused, until a mail goes through again', async () => {
    const wrong = createResendMailer({ apiKey: 're_wrong', baseUrl: provider.url, from: sender, render })
    expect(await wrong.send(makeNotice(), 'k')).toMatchObject({ ok: false, failure: { retry: false } })
    expect(await wrong.status()).toContain('invalid_api_key (403)')
  })
})
