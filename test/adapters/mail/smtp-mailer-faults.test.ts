import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSmtpMailer, type SmtpMailerDeps } from '../../../src/adapters/mail/create-smtp-mailer.ts'
import type { Mailer, Render } from '../../../src/ports.ts'
import { outgoing } from '../../contract/mailer-contract.ts'
import { makeNotice, makeRender, sender } from './letters.ts'
import { type SmtpSink, startSmtpSink } from './smtp-sink.ts'

let render: Render
let sink: SmtpSink | undefined
let mailer: Mailer | undefined
beforeAll(async () => {
  render = await makeRender()
})
afterEach(async () => {
  await mailer?.close()
  await sink?.close()
})

const open = async (
  options: Parameters<typeof startSmtpSink>[0],
  deps: Partial<SmtpMailerDeps> = {},
): Promise<Mailer> => {
  sink = await startSmtpSink(options)
  mailer = createSmtpMailer({ url: sink.url, dkim: undefined, from: sender, render, ...deps })
  return mailer
}

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code })

describe('what a relay says', () => {
  it.each<readonly [number, boolean]>([
    [421, true],
    [450, true],
    [452, true],
    [550, false],
    [553, false],
  ])('%i to a recipient: tried again %s', async (code, retry) => {
    const relay = await open({ onRcptTo: (_, __, done) => done(refusal(code, 'no such mailbox')) })
    const sent = await relay.send(outgoing('k', makeNotice()))
    expect(sent).toMatchObject({
      ok: false,
      failure: { retry, detail: expect.stringContaining(`(${code})`) },
    })
    // A mailbox that is not there is a bounce, told at once.
    expect(!sent.ok && sent.failure.bounced).toBe(retry ? undefined : true)
    expect(await relay.status()).toContain('no such mailbox')
  })

  it('tries again when it hangs up, is silent or is not there, and says ok once it works', async () => {
    let mood: 'busy' | 'silent' | 'well' = 'busy'
    const relay = await open({
      onMailFrom: (_, __, done) => {
        if (mood === 'silent') return
        done(mood === 'busy' ? refusal(421, 'busy') : null)
      },
    })
    expect(await relay.send(outgoing('k', makeNotice()))).toMatchObject({ failure: { retry: true } })
    mood = 'silent'
    // Only here is time part of the matter: whoever is patient would wait for ever.
    const hasty = createSmtpMailer({
      url: sink?.url ?? '',
      dkim: undefined,
      from: sender,
      render,
      timeoutMs: 300,
    })
    expect(await hasty.send(outgoing('k', makeNotice()))).toMatchObject({ failure: { retry: true } })
    await hasty.close()
    mood = 'well'
    expect(await relay.send(outgoing('k', makeNotice()))).toMatchObject({ ok: true })
    expect(await relay.status()).toBe('ok')
    const gone = createSmtpMailer({ url: 'smtp://127.0.0.1:9', dkim: undefined, from: sender, render })
    expect(await gone.send(outgoing('k', makeNotice()))).toMatchObject({ failure: { retry: true } })
    await gone.close()
  })

  it('leaves a refused password to a person', async () => {
    const relay = await open({ onAuth: (_, __, done) => done(refusal(535, 'wrong')) })
    const port = new URL(sink?.url ?? '').port
    const locked = createSmtpMailer({
      url: `smtp://user:wrong@127.0.0.1:${port}`,
      dkim: undefined,
      from: sender,
      render,
    })
    expect(await locked.send(outgoing('k', makeNotice()))).toMatchObject({ failure: { retry: false } })
    await locked.close()
    await relay.close()
  })
})

describe('what is on the wire', () => {
  it('repeats a mail under the same Message-ID, with the bounce address of the sender', async () => {
    const relay = await open({})
    const letter = makeNotice()
    const first = await relay.send(outgoing('notice:inv_1:customer', letter))
    expect(await relay.send(outgoing('notice:inv_1:customer', letter))).toEqual(first)
    expect(first).toEqual({ ok: true, value: { providerId: '<notice.inv.1.customer@pitpost.example>' } })
    expect(sink?.mails.map(({ from }) => from)).toEqual([sender, sender])
    expect(sink?.mails[0]?.raw.toString()).toMatch(/^Date: \w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000\r$/m)
  })

  it('crosses no network in clear: without STARTTLS only a relay on this machine is talked to', async () => {
    const relay = await open({}, {})
    expect(await relay.send(outgoing('k', makeNotice()))).toMatchObject({ ok: true })
    const port = new URL(sink?.url ?? '').port
    const remote = createSmtpMailer({
      // An address of this machine that does not look like one.
      url: `smtp://0.0.0.0:${port}`,
      dkim: undefined,
      from: sender,
      render,
    })
    expect(await remote.send(outgoing('k', makeNotice()))).toMatchObject({ ok: false })
    expect(sink?.mails).toHaveLength(1)
    await remote.close()
  })

  it('uses STARTTLS where the relay offers it', async () => {
    const secured: boolean[] = []
    sink = await startSmtpSink({
      disabledCommands: [],
      onMailFrom: (_, session, done) => {
        secured.push(session.secure)
        done()
      },
    })
    mailer = createSmtpMailer({
      url: `${sink.url}?tls.rejectUnauthorized=false`,
      dkim: undefined,
      from: sender,
      render,
    })
    expect(await mailer.send(outgoing('k', makeNotice()))).toMatchObject({ ok: true })
    expect(secured).toEqual([true])
  })

  it('is signed for the domain and selector, when a key was given', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const relay = await open({}, { dkim: { domain: 'pitpost.example', selector: 'mail', privateKey: pem } })
    await relay.send(outgoing('k', makeNotice()))
    const raw = sink?.mails[0]?.raw.toString() ?? ''
    expect(raw).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; [\s\S]*?d=pitpost\.example;[\s\S]*?s=mail;/)
  })
})
