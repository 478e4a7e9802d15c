/** How long 4,000 notices take from the file to a relay, sheets and all; and how Resend's limit is kept. */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEmulator } from 'emulate'
import { parseConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/run-server.ts'
import { apiKey as resendKey, startFaultyResend } from '../../test/adapters/mail/faulty-resend.ts'
import { buildTemplates } from '../build-templates.ts'

export const measures =
  '4,000 notices registered by a file, printed and sent to a relay with their sheets (target 60 s); ' +
  '200 through Resend at ten requests a second, none twice'

const apiKey = 'pk_bench_0123456789abcdef0123456789'
const LIMIT_PER_SECOND = 10

/** Every sheet of a merchant's first file is scanned before its mails leave; what is measured is a later one. */
const FIRST_FILE = 10

const makeFile = (rows: number, name = 'B'): string =>
  [
    '請求番号,顧客名,メールアドレス,件名,請求金額,うち消費税,支払期限',
    ...Array.from(
      { length: rows },
      (_, n) => `${name}-${n},髙橋 花子${n},${name}-${n}@example.com,12月分 月謝,13200,1200,+30日`,
    ),
  ].join('\r\n')

/** A production server by its environment, with a Slack of its own. */
const withServer = async (
  variables: Readonly<Record<string, string>>,
  use: (server: RunningServer) => Promise<void>,
): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const slack = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { slack: { channels: [{ name: 'bills' }] } },
  })
  const parsed = parseConfig({
    SANDBOX: '0',
    PORT: '0',
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    API_KEY: apiKey,
    BASE_URL: 'http://127.0.0.1:0',
    NETWORK_SECRETS: new Uint8Array(32).toBase64(),
    MAIL_FROM: 'notice@pitpost.example',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: 'bench',
    SLACK_CHANNEL: 'bills',
    SLACK_API_URL: `${slack.url}/api/`,
    MERCHANT_NAME: 'さくら学習塾',
    ...variables,
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed))
  const server = await startServer(parsed.config, process.env)
  try {
    await use(server)
  } finally {
    await server.close()
    await slack.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Registers a file; answers when `until` says that its mails have left, with the ms since the file came. */
const sendFile = async (
  server: RunningServer,
  file: string,
  until: () => boolean,
): Promise<readonly number[]> => {
  const start = performance.now()
  const answer = await fetch(new URL('/api/v1/files', server.url), {
    method: 'POST',
    body: file,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'text/csv' },
  })
  if (answer.status !== 202) throw new Error(await answer.text())
  const registered = performance.now() - start
  while (!until()) await new Promise((resolve) => setTimeout(resolve, 50))
  return [registered, performance.now() - start]
}

const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1_000).toFixed(1)} s`

type SinkNews = {
  readonly url?: string
  readonly mails?: number
  readonly people?: number
  readonly bytes?: number
}

const overRelay = async (rows: number): Promise<void> => {
  const sink = fork(fileURLToPath(new URL('../../test/support/run-smtp-sink.ts', import.meta.url)))
  const url = new Promise<string>((resolve) => {
    sink.once('message', (news: SinkNews) => resolve(news.url ?? ''))
  })
  let seen: SinkNews = {}
  sink.on('message', (news: SinkNews) => {
    seen = news
  })
  await withServer({ SMTP_URL: await url }, async (server) => {
    await sendFile(server, makeFile(FIRST_FILE, 'A'), () => (seen.mails ?? 0) >= FIRST_FILE)
    const all = FIRST_FILE + rows
    const [registered, sent] = await sendFile(server, makeFile(rows), () => (seen.mails ?? 0) >= all)
    const { people, mails, bytes = 0 } = seen
    console.log(
      `  relay    ${rows} notices: registered ${seconds(registered)}, last one sent ${seconds(sent)}`,
    )
    console.log(`           ${people} people, ${mails} mails, ${(bytes / all / 1_000).toFixed(0)} kB each`)
  })
  sink.disconnect()
}

const overResend = async (rows: number): Promise<void> => {
  const starts: number[] = []
  let refused = 0
  const resend = await startFaultyResend({
    refuse: () => {
      const now = performance.now()
      const recent = starts.filter((start) => start > now - 1_000).length
      if (recent >= LIMIT_PER_SECOND) {
        refused += 1
        return { status: 429, name: 'rate_limit_exceeded', headers: { 'retry-after': '1' } }
      }
      starts.push(now)
      return undefined
    },
    headers: { 'ratelimit-limit': String(LIMIT_PER_SECOND), 'ratelimit-reset': '1' },
  })
  await withServer({ RESEND_API_KEY: resendKey, RESEND_BASE_URL: resend.url }, async (server) => {
    await sendFile(server, makeFile(FIRST_FILE, 'A'), () => starts.length >= FIRST_FILE)
    const all = FIRST_FILE + rows
    const [, sent] = await sendFile(server, makeFile(rows), () => starts.length >= all)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const arrived = await resend.recipients()
    console.log(
      `  Resend   ${rows} notices in ${seconds(sent)}: ${arrived.length} mails to ${new Set(arrived).size} people`,
    )
    console.log(`           ${resend.requests} requests, ${refused} refused as too many`)
  })
  await resend.close()
}

export const run = async (): Promise<void> => {
  await buildTemplates()
  await overRelay(4_000)
  await overResend(200)
}
