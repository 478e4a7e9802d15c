import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it, vi } from 'vitest'
import { createResendMailer, type ResendMailerDeps } from '../src/adapters/mail/create-resend-mailer.ts'
import { createSmtpMailer } from '../src/adapters/mail/create-smtp-mailer.ts'
import { apiKey, type Front, faults, startFaultyResend } from './adapters/mail/faulty-resend.ts'
import { startSmtpSink } from './adapters/mail/smtp-sink.ts'
import { openOutboxWorld } from './support/outbox-world.ts'
import { createQuickTiming } from './support/quick-timing.ts'

const CHILD = fileURLToPath(new URL('./support/send-outbox.ts', import.meta.url))

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  vi.unstubAllGlobals()
  for (const close of closers.splice(0).toReversed()) await close()
})

/** The same numbers at every run. */
const createDice = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const mailerFor = (front: Front, deps: Partial<ResendMailerDeps> = {}) =>
  createResendMailer({
    apiKey,
    baseUrl: front.url,
    from: 'notice@pitpost.example',
    render: (name) => name,
    perSecond: 1_000,
    timeoutMs: 500,
    timing: createQuickTiming(),
    ...deps,
  })

const startFront = async (options: Parameters<typeof startFaultyResend>[0] = {}): Promise<Front> => {
  const front = await startFaultyResend(options)
  closers.push(front.close)
  return front
}

it('mails 10,000 deliveries once each, whatever fails and however often the process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-outbox-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'pitpost.db')
  const dice = createDice(7)
  let child: ChildProcess | undefined
  let kills = 0
  const front = await startFront({
    fault: () => (dice() < 0.15 ? (faults[Math.floor(dice() * faults.length)] ?? 'none') : 'none'),
    // Before the provider has seen a call, and after it took it: every hundredth or so.
    onStage: () => {
      if (child?.exitCode !== null || child.killed || dice() > 1 / 200) return
      kills += 1
      child.kill('SIGKILL')
    },
  })
  const filled = await openOutboxWorld(path, mailerFor(front))
  const addresses = await filled.fill(500, 9_500)
  for (let ended = false; !ended; ) {
    child = spawn(process.execPath, [CHILD, path, front.url], { stdio: 'inherit' })
    const [code] = await once(child, 'exit')
    ended = code === 0
  }
  expect(await filled.countByStatus()).toEqual({ sent: 10_000 })
  filled.close()
  expect((await front.recipients()).toSorted()).toEqual(addresses.toSorted())
  expect(kills).toBeGreaterThan(2)
  // Two hundred parcels at most, and the tries that failed: nothing was hammered.
  expect(front.requests).toBeLessThan(4_000)
}, 240_000)

it('stays under ten requests a second from the second request on, and sends no notice twice', async () => {
  const timing = createQuickTiming()
  const departures: number[] = []
  const real = globalThis.fetch
  const front = await startFront({ headers: { 'ratelimit-limit': '10', 'ratelimit-reset': '1' } })
  vi.stubGlobal('fetch', (input: string, init?: RequestInit) => {
    if (String(input).startsWith(front.url)) departures.push(timing.now())
    return real(input, init)
  })
  const mailer = mailerFor(front, { perSecond: 2, timing })
  const { fill, sendAll, countByStatus, close } = await openOutboxWorld(':memory:', mailer)
  closers.push(close)
  const addresses = await fill(400, 3_600)
  await sendAll()
  expect(await countByStatus()).toEqual({ sent: 4_000 })
  expect((await front.recipients()).toSorted()).toEqual(addresses.toSorted())
  const busiest = Math.max(
    ...departures.map((start) => departures.filter((each) => each >= start && each < start + 1_000).length),
  )
  expect(busiest).toBeLessThanOrEqual(10)
  // And uses what it may: four hundred notices alone and 36 parcels take less than a minute.
  expect(timing.now()).toBeLessThan(60_000)
}, 120_000)

it('unpacks a call that is refused: one bad address is parked with its reason, everybody else is mailed', async () => {
  const front = await startFront({
    refuse: (_, body) =>
      body.includes('receipt-42@') ? { status: 422, name: 'validation_error' } : undefined,
  })
  const { fill, sendAll, countByStatus, store, close } = await openOutboxWorld(':memory:', mailerFor(front))
  closers.push(close)
  const addresses = await fill(0, 250)
  await sendAll()
  expect(await countByStatus()).toEqual({ sent: 249, parked: 1 })
  const bad = 'receipt-42@example.com'
  expect((await front.recipients()).toSorted()).toEqual(addresses.filter((to) => to !== bad).toSorted())
  const parked = (await store.deliveriesOfInvoice('inv_1')).filter(({ status }) => status === 'parked')
  expect(parked).toMatchObject([
    { message: { to: bad }, lastError: expect.stringContaining('validation_error (422)') },
  ])
})

it('parks what nobody would take for nine hours, with the last reason', async () => {
  const front = await startFront({ fault: () => '500-before' })
  const { fill, sendAll, countByStatus, store, close } = await openOutboxWorld(':memory:', mailerFor(front))
  closers.push(close)
  await fill(1, 3)
  await sendAll()
  expect(await countByStatus()).toEqual({ parked: 4 })
  const deliveries = await store.deliveriesOfInvoice('inv_1')
  expect(deliveries.every(({ lastError }) => lastError?.includes('application_error (500)'))).toBe(true)
})

it('brings every mail to a relay that fails at every point; a repeat has the same Message-ID', async () => {
  const dice = createDice(3)
  const refusal = (code: number) => Object.assign(new Error('not now'), { responseCode: code })
  const ids = new Map<string, Set<string>>()
  const sink = await startSmtpSink({
    onConnect: (_, done) => done(dice() < 0.05 ? refusal(421) : null),
    onMailFrom: (_, __, done) => done(dice() < 0.05 ? refusal(451) : null),
    onRcptTo: (_, __, done) => done(dice() < 0.05 ? refusal(450) : null),
    onData: (stream, session, done) => {
      let raw = ''
      stream.on('data', (part: Buffer) => {
        raw += part.toString()
      })
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join()
        const id = /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? ''
        ids.set(to, (ids.get(to) ?? new Set()).add(id))
        // Taken, and yet the client hears that it was not.
        done(dice() < 0.1 ? refusal(451) : null)
      })
    },
  })
  closers.push(sink.close)
  const from = 'notice@pitpost.example'
  const mailer = createSmtpMailer({ url: sink.url, dkim: undefined, from, render: (name) => name })
  closers.push(mailer.close)
  const { fill, sendAll, countByStatus, close } = await openOutboxWorld(':memory:', mailer)
  closers.push(close)
  const addresses = await fill(300, 300)
  await sendAll()
  expect(await countByStatus()).toEqual({ sent: 600 })
  expect([...ids.keys()].toSorted()).toEqual(addresses.toSorted())
  expect([...ids.values()].every(({ size }) => size === 1)).toBe(true)
}, 120_000)
