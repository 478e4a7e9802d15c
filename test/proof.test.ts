/** Nothing leaves with a barcode that does not scan: real sheets, a real scanner, a template that somebody broke. */

import { readFileSync } from 'node:fs'
import { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createProver } from '../src/adapters/print/create-prover.ts'
import { checkBlocks } from '../src/adapters/sandbox/check-blocks.ts'
import { startSlackEmulator } from '../src/adapters/sandbox/slack-emulator.ts'
import { createSlackSignIn } from '../src/adapters/slack/create-slack-sign-in.ts'
import { drawLine } from '../src/adapters/slack/draw-line.ts'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../src/adapters/store/sqlite-database.ts'
import { createMemoryLimiter } from '../src/adapters/system/create-memory-limiter.ts'
import { callOverNode } from '../src/adapters/webhook/call-over-node.ts'
import { ensureApiKey } from '../src/application/sign-in.ts'
import { compose } from '../src/compose.ts'
import { parseConfig } from '../src/config.ts'
import type { Batch } from '../src/domain/batch.ts'
import { judgeSheet } from '../src/domain/proof.ts'
import { fail, ok } from '../src/domain/result.ts'
import { composeNumber } from '../src/domain/smart-pit-number.ts'
import { toYen } from '../src/domain/yen.ts'
import type { Letter, Printer, Prover, Render } from '../src/ports.ts'
import { got, makeSheet, openPrinter, render } from './adapters/print/open-printer.ts'
import { makeMerchant } from './support/make-invoice.ts'
import { readPdf } from './support/read-pdf.ts'

const now = Temporal.Instant.from('2026-11-25T01:00:00Z')
const merchant = { ...makeMerchant(), id: 'mer_1' }

/** Somebody has edited the style of the sheet. */
const breaking =
  (css: string): Render =>
  (name, model) =>
    name === 'sheet/sheet.css' ? `${render(name, model)}\n${css}` : render(name, model)

// Real browsers, several a test: on a busy machine they take their time.
vi.setConfig({ testTimeout: 120_000 })

const API_KEY = 'pk_test_abcdefghijklmnopqrstuvwxyz'

const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A pitpost with an outbox that can be looked into; `render` draws the sheets until it is mended. */
const open = async (draw: Render, settings: Record<string, string> = {}) => {
  const parsed = parseConfig({ SANDBOX: '1', PORT: '0', ...settings })
  if (!parsed.ok) throw new Error(parsed.problems.join())
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  const slack = await startSlackEmulator(0)
  const good = await openPrinter()
  let printer: Printer = await openPrinter({ render: draw })
  const first = printer
  const own = createProver()
  ends.push(own.close, good.close, first.close, slack.close)
  const looks: number[] = []
  let isBlind = false
  let passed: Temporal.DurationLike = { minutes: 0 }
  const prover: Prover = {
    ...own,
    readCodes: async (pdf) => {
      looks.push(pdf.length)
      return isBlind ? fail({ kind: 'unavailable', part: 'prover', detail: 'gone' }) : own.readCodes(pdf)
    },
  }
  const kept = new Map<string, Uint8Array>()
  const letters: Letter[] = []
  const pitpost = compose({
    config: parsed.config,
    database,
    vault: {
      put: async (key, bytes) => {
        kept.set(key, bytes)
      },
      get: async (key) => kept.get(key),
    },
    printer: () => ({ ...first, printSheets: (sheets) => printer.printSheets(sheets) }),
    prover,
    readArtwork: async () => fail({ kind: 'unavailable', part: 'prover', detail: 'not here' }),
    clock: { now: () => now.add(passed) },
    limiter: createMemoryLimiter(),
    log: { info: () => undefined, error: () => undefined },
    readAsset: async () => undefined,
    readWorkbook: async () => fail({ kind: 'unavailable', part: 'workbook', detail: 'not here' }),
    writeDueEntry: async () => '',
    createSlackSignIn,
    templates: JSON.parse(readFileSync('.build/templates.json', 'utf8')) as Record<string, string>,
    background: () => undefined,
    mailer: () => ({
      send: async ({ letter, deliveryId }) => {
        letters.push(letter)
        return ok({ providerId: deliveryId })
      },
      status: async () => 'ok',
      close: async () => undefined,
    }),
    slack: { ...slack, signingSecret: 'x'.repeat(32) },
    networkSecrets: [],
    mailWebhookSecret: undefined,
    callWebhook: callOverNode(true),
  })
  await pitpost.store.commit([{ kind: 'add-merchant', merchant }])
  await ensureApiKey({ store: pitpost.store }, API_KEY, merchant.id, now)
  const chat = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl })
  return {
    ...pitpost,
    letters,
    api: (path: string, method = 'GET') =>
      pitpost.fetch(
        new Request(`http://localhost/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${API_KEY}`, 'accept-language': 'en' },
        }),
      ),
    chatTexts: async (): Promise<string> => {
      const { channels = [] } = await chat.conversations.list()
      const channel = channels.find(({ name }) => name === slack.channel)?.id ?? ''
      const { messages = [] } = await chat.conversations.history({ channel })
      return messages.map(({ text = '' }) => text).join('\n')
    },
    looks,
    blind: (is: boolean) => {
      isBlind = is
    },
    pass: (time: Temporal.DurationLike) => {
      passed = time
    },
    mend: () => {
      printer = good
    },
  }
}

type Opened = Awaited<ReturnType<typeof open>>

const actor = { kind: 'staff', name: '田中' } as const

/** Registers a file of so many rows. */
const register = async ({ story }: Opened, rows: number, fileName = '月謝.csv'): Promise<Batch> => {
  const lines = Array.from(
    { length: rows },
    (_, n) => `生徒${n + 1},s${n + 1}@example.com,月謝${fileName},${1_000 + n},翌月末`,
  )
  const bytes = new TextEncoder().encode(
    ['顧客名,メールアドレス,件名,請求金額,支払期限', ...lines].join('\r\n'),
  )
  const mode = 'all_or_nothing'
  return got(await story.acceptFile({ merchantId: merchant.id, fileName, bytes, mode, actor }, now))
}

describe('a template that was broken', () => {
  test.each([
    ['hides the bars', '.bars, .stub-bars { visibility: hidden }'],
    ['shrinks the bars', '.bars svg, .stub-bars svg { width: 5mm }'],
    ['cuts the bars off', '.bars, .stub-bars { clip-path: inset(0 30% 0 0) }'],
  ])('(%s) stops the file before a mail leaves, and says so in the chat', async (_, css) => {
    const pitpost = await open(breaking(css))
    const batch = await register(pitpost, 3)
    await pitpost.tick(now)
    expect(pitpost.letters.length).toBe(0)
    const [stop, ...others] = await pitpost.store.proofStops(merchant.id)
    expect(others).toEqual([])
    expect(stop?.batchId).toBe(batch.id)
    expect(await pitpost.store.proofStopSize(stop?.id ?? '')).toBe(3)
    expect(await pitpost.store.batchProgress(batch.id)).toMatchObject({ notices: 3, sent: 0, parked: 3 })
    const invoice = await pitpost.store.invoice(stop?.invoiceId ?? '')
    expect(await pitpost.store.sheet(invoice?.id ?? '')).toBeUndefined()
    // A message a second: the file's own line went first.
    pitpost.pass({ seconds: 2 })
    await pitpost.tick(now)
    expect(await pitpost.chatTexts()).toContain('お知らせメール 3通を送っていません')
  })

  test('is mended, resumed once, and then every sheet is looked at before it leaves', async () => {
    const pitpost = await open(breaking('.bars, .stub-bars { visibility: hidden }'))
    await register(pitpost, 3)
    await pitpost.tick(now)
    const [stop] = await pitpost.store.proofStops(merchant.id)
    const request = { merchantId: merchant.id, stopId: stop?.id ?? '', by: '田中' }
    // Without mending it stops again, in a stop of its own.
    got(await pitpost.story.resumeNotices(request, now))
    await pitpost.tick(now)
    expect(pitpost.letters.length).toBe(0)
    const [again] = await pitpost.store.proofStops(merchant.id)
    expect(again?.id).not.toBe(stop?.id)
    expect((await pitpost.story.resumeNotices(request, now)).ok).toBe(false)
    expect((await pitpost.story.resumeNotices({ ...request, merchantId: 'mer_2' }, now)).ok).toBe(false)
    pitpost.mend()
    pitpost.looks.length = 0
    got(await pitpost.story.resumeNotices({ ...request, stopId: again?.id ?? '' }, now))
    await pitpost.tick(now)
    expect(pitpost.looks.length).toBe(3)
    const notices = pitpost.letters.filter((letter) => letter.kind === 'notice')
    expect(notices.length).toBe(3)
    for (const letter of notices) {
      const text = readPdf(letter.pdf ?? new Uint8Array()).texts[0] ?? ''
      expect(text).toContain(letter.sheet.subject)
    }
    expect(await pitpost.store.proofStops(merchant.id)).toEqual([])
  })

  test('also stops an invoice that was registered alone', async () => {
    const pitpost = await open(breaking('.bars, .stub-bars { visibility: hidden }'))
    const raw = { customer_name: '山田', email: 'y@example.com', subject: '月謝', amount: 100, due: '翌月末' }
    const invoice = got(await pitpost.story.acceptInvoice({ merchantId: merchant.id, raw, actor }, now))
    await pitpost.tick(now)
    expect(pitpost.letters.length).toBe(0)
    const [stop] = await pitpost.store.proofStops(merchant.id)
    expect([stop?.batchId, stop?.invoiceId]).toEqual([undefined, invoice.id])
    pitpost.mend()
    got(
      await pitpost.story.resumeNotices({ merchantId: merchant.id, stopId: stop?.id ?? '', by: '田中' }, now),
    )
    await pitpost.tick(now)
    expect(pitpost.letters.length).toBe(1)
  })
})

describe('what is held back', () => {
  test('is listed by the API and let go by it, once', async () => {
    const pitpost = await open(breaking('.bars, .stub-bars { visibility: hidden }'))
    const batch = await register(pitpost, 2)
    await pitpost.tick(now)
    const { data } = (await (await pitpost.api('/proofs')).json()) as { data: { id: string }[] }
    expect(data).toMatchObject([
      { batch: batch.id, held: 2, reason: expect.stringContaining('cannot be read') },
    ])
    pitpost.mend()
    const resume = () => pitpost.api(`/proofs/${data[0]?.id}/resume`, 'POST')
    expect((await resume()).status).toBe(202)
    expect((await resume()).status).toBe(409)
    expect((await pitpost.api('/proofs/prf_x/resume', 'POST')).status).toBe(404)
    await pitpost.tick(now)
    expect((await pitpost.store.batchProgress(batch.id)).sent).toBe(2)
  })

  test('is shown in the console, with the way to go on', async () => {
    const pitpost = await open(breaking('.bars, .stub-bars { visibility: hidden }'))
    const batch = await register(pitpost, 2)
    await pitpost.tick(now)
    const [stop] = await pitpost.store.proofStops(merchant.id)
    const link = await pitpost.story.createSignInLink(
      { merchantId: merchant.id, staffName: '田中', role: 'admin' },
      Temporal.Now.instant(),
    )
    const signedIn = await pitpost.fetch(
      new Request(`http://localhost${link}`, { method: 'POST', headers: { origin: 'http://localhost' } }),
    )
    const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const look = async (path: string, method = 'GET'): Promise<string> => {
      const headers = { cookie, origin: 'http://localhost' }
      const answer = await pitpost.fetch(new Request(`http://localhost${path}`, { method, headers }))
      return `${answer.status} ${await answer.text()}`
    }
    for (const path of ['/', `/files/${batch.id}`]) expect(await look(path)).toContain(`/proofs/${stop?.id}`)
    expect(await look(`/proofs/${stop?.id}`)).toContain('お知らせメール 2通を止めています')
    expect(await look('/proofs/prf_x')).toMatch(/^404/)
    expect(await look(`/proofs/${stop?.id}/resume`, 'POST')).toMatch(/^303/)
    expect(await look(`/proofs/${stop?.id}`)).toContain('田中 が再開しました')
  })
})

describe('the share that is looked at', () => {
  test('is all of a merchant’s first file, and one in so many of those after it', async () => {
    const pitpost = await open(render, { PROOF_ONE_IN: '5' })
    await register(pitpost, 6, 'first.csv')
    await pitpost.tick(now)
    expect(pitpost.looks.length).toBe(6)
    pitpost.looks.length = 0
    await register(pitpost, 6, 'second.csv')
    await pitpost.tick(now)
    expect(pitpost.looks.length).toBe(2)
    expect(pitpost.letters.filter(({ kind }) => kind === 'notice').length).toBe(12)
  })

  test('raises no false alarm', async () => {
    const printer = await openPrinter()
    const prover = createProver()
    ends.push(prover.close, printer.close)
    const sheets = Array.from({ length: 12 }, (_, n) => {
      const agency = n % 2 === 0 ? { agencyCode: '123456', clientCode: '12345' } : {}
      const number = composeNumber('29', String(1_234_567_890 + n * 98_765_431).slice(0, 10))
      const note = n % 3 === 0 ? '備考です。'.repeat(3 * n) : undefined
      const lines = Array.from({ length: n % 11 }, (__, line) => ({
        description: `教材${line}`.repeat(1 + (n % 5)),
        quantity: 1,
        unitPriceYen: undefined,
        amountYen: toYen(1_000 + n),
        taxRate: 10 as const,
      }))
      return makeSheet({ number, note, lines, amountYen: toYen(1_000 + 7 * n) }, agency)
    })
    const pdfs = got(await printer.printSheets(sheets))
    for (const [index, sheet] of sheets.entries()) {
      const pages = got(await prover.readCodes(pdfs[index] ?? new Uint8Array()))
      expect(judgeSheet(sheet, pages)).toBeUndefined()
    }
  })

  test('lets nothing leave while nobody can look, and everything afterwards', async () => {
    const pitpost = await open(render)
    pitpost.blind(true)
    const batch = await register(pitpost, 2)
    await pitpost.tick(now)
    expect(await pitpost.store.batchProgress(batch.id)).toMatchObject({ sent: 0, parked: 0 })
    pitpost.blind(false)
    pitpost.pass({ minutes: 5 })
    await pitpost.tick(now)
    expect(await pitpost.store.batchProgress(batch.id)).toMatchObject({ sent: 2, parked: 0 })
  })

  test('is all of a job again when the sheet’s template has changed', async () => {
    const pitpost = await open(render)
    await register(pitpost, 2, 'first.csv')
    await pitpost.tick(now)
    await pitpost.store.commit([{ kind: 'set-setting', name: 'proved-sheet-look', value: 'an older one' }])
    pitpost.looks.length = 0
    await register(pitpost, 3, 'second.csv')
    await pitpost.tick(now)
    expect(pitpost.looks.length).toBe(3)
    await register(pitpost, 3, 'third.csv')
    await pitpost.tick(now)
    expect(pitpost.looks.length).toBe(4)
  })
})

test('the chat says what is held back and why, and leads to where it is let go', () => {
  const line = drawLine(
    {
      kind: 'proof',
      held: 12,
      batch: { fileName: '<月謝>.csv' } as Batch,
      stop: {
        id: 'prf_1',
        merchantId: merchant.id,
        batchId: 'bat_1',
        invoiceId: 'inv_1',
        reason: { ja: 'バーコード 1 を読み取れません。', en: 'the barcode 1 cannot be read.' },
        stoppedAt: now,
        resumedAt: undefined,
        resumedBy: undefined,
      },
    },
    { baseUrl: 'https://pay.example.jp', language: 'ja' },
  )
  expect(checkBlocks(line.blocks)).toEqual([])
  const said = JSON.stringify(line)
  for (const part of ['&lt;月謝&gt;.csv', '12通', '読み取れません', 'cannot be read', '/proofs/prf_1'])
    expect(said).toContain(part)
})
