/** Plugs in what one machine has, listens, ticks, and drains on Ctrl-C. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readWorkbook } from './adapters/feed/read-workbook.ts'
import { createProver } from './adapters/print/create-prover.ts'
import { createArtworkReader } from './adapters/print/read-artwork.ts'
import { createReporter } from './adapters/sandbox/create-reporter.ts'
import { writeEml } from './adapters/sandbox/write-eml.ts'
import { createSlackSignIn } from './adapters/slack/create-slack-sign-in.ts'
import { openSocket, type SlackSocket } from './adapters/slack/open-socket.ts'
import { createStore } from './adapters/store/create-store.ts'
import { createFileVault } from './adapters/store/file-vault.ts'
import { createMailbox } from './adapters/store/mailbox-store.ts'
import { migrateSqlite } from './adapters/store/migrate-sqlite.ts'
import { openSqlite } from './adapters/store/sqlite-database.ts'
import { createMovableClock, type MovableClock, systemClock } from './adapters/system/create-clock.ts'
import { createLog } from './adapters/system/create-log.ts'
import { createMemoryLimiter } from './adapters/system/create-memory-limiter.ts'
import { createRandom } from './adapters/system/create-random.ts'
import { writeDueEntry } from './adapters/web/write-due-entry.ts'
import { callOverNode } from './adapters/webhook/call-over-node.ts'
import { chooseMailer, type SandboxMail } from './choose-mailer.ts'
import { compose, type Pitpost, type SandboxParts } from './compose.ts'
import { type Config, parseConfig } from './config.ts'
import type { Instant } from './domain/jst-day.ts'
import { CENTRE_ID } from './domain/merchant.ts'
import { openSandbox } from './open-sandbox.ts'
import type { Log, Mailbox } from './ports.ts'
import {
  announce,
  chooseDoors,
  choosePrinter,
  createBackground,
  listen,
  type SandboxServices,
  startSandbox,
  startTicking,
  withPort,
} from './server-parts.ts'

/** Between two looks at what time has brought, in ms. */
const TICK_MS = 1_000
/** What is under way when Ctrl-C comes may take this long, in ms. */
const DRAIN_MS = 15_000
/** Lines of the chat that a sandbox's new Slack is given. */
const REPEATED_LINES = 40
const ROOT = fileURLToPath(new URL('..', import.meta.url))

export type RunningServer = {
  readonly url: string
  readonly pitpost: Pitpost
  readonly config: Config
  /** A link that signs one person in once. */
  readonly signInPath: string
  /** The same for the centre's console: initial fees, money that nobody claims. */
  readonly centreSignInPath: string
  /** The sandbox's services; undefined in production. */
  readonly services: SandboxServices | undefined
  close(): Promise<void>
}

/** Starts pitpost by the environment; ends the process with a message when that cannot be. */
export const runServer = async (env: NodeJS.ProcessEnv): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const parsed = parseConfig(env)
  if (!parsed.ok) {
    console.error('設定に問題があります。 / The configuration has problems:')
    for (const problem of parsed.problems) console.error(`  ${problem}`)
    process.exit(1)
  }
  const running = await startServer(parsed.config, env).catch((error: unknown) => {
    console.error(explainStart(error, parsed.config))
    process.exit(1)
  })
  announce(running.config, running, running.services)
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    console.error('終了しています… / stopping …')
    await running.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

const explainStart = (error: unknown, { port, dataDir }: Config): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE') {
    return `ポート ${port} は使われています。PORT=8790 scripts/start のように別の番号を指定してください。 / Port ${port} is taken; set PORT.`
  }
  if (code === 'EACCES' || code === 'EROFS') {
    return `${dataDir} に書き込めません。DATA_DIR を変えてください。 / Cannot write to ${dataDir}; set DATA_DIR.`
  }
  return `起動できません。 / Cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

/** Starts pitpost and answers once it takes requests. */
export const startServer = async (given: Config, env: NodeJS.ProcessEnv): Promise<RunningServer> => {
  mkdirSync(given.dataDir, { recursive: true })
  const log = createLog((line) => console.error(line))
  const background = createBackground()
  const database = openSqlite(join(given.dataDir, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  await store.commit([{ kind: 'release-deliveries' }])
  const prover = createProver()
  const { promise: ready, resolve: setReady } = Promise.withResolvers<Pitpost>()
  const server = await listen(given, async (request, from) => (await ready).fetch(request, from))
  const config = withPort(given, server)
  const movable = config.sandbox ? await createMovableClock(store) : undefined
  const clock = movable ?? systemClock
  const services = config.sandbox ? await startSandbox(config) : undefined
  if (config.sandbox) await store.commit([{ kind: 'repeat-chat', latest: REPEATED_LINES }])
  const mailbox = createMailbox(database, createRandom())
  const tick = async (now: Instant): Promise<void> => (await ready).tick(now)
  const pitpost = compose({
    config,
    database,
    vault: createFileVault(join(config.dataDir, 'vault')),
    printer: await choosePrinter(env, log),
    prover,
    readArtwork: createArtworkReader(prover),
    clock,
    limiter: createMemoryLimiter(),
    callWebhook: callOverNode(config.sandbox),
    log,
    templates: readTemplates(),
    ...{ readAsset, readWorkbook, writeDueEntry, createSlackSignIn },
    background: background.add,
    mailer: chooseMailer(config, services && movable && sandboxMail(mailbox, movable, services)),
    ...chooseDoors(config, services),
    ...(services && movable && { sandbox: sandboxParts(config, mailbox, movable, services, tick) }),
  })
  const links = await welcome(config, pitpost, services?.apiKey ?? config.apiKey, clock.now())
  setReady(pitpost)
  const socket = openSlackSocket(config, pitpost, log)
  const ticking = startTicking(pitpost, clock, log, TICK_MS)
  return {
    url: config.baseUrl,
    pitpost,
    config,
    services,
    ...links,
    close: async () => {
      await ticking.stop()
      await socket?.close()
      server.close()
      await background.drain(DRAIN_MS)
      await pitpost.printer.close()
      await pitpost.mailer.close()
      await prover.close()
      await services?.emulator.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      database.close()
    },
  }
}

/** Slack over a connection of our own, where the configuration says so. */
const openSlackSocket = (
  { sandbox, slack }: Config,
  { handleSlack: handle }: Pitpost,
  log: Log,
): SlackSocket | undefined =>
  sandbox || slack?.appToken === undefined
    ? undefined
    : openSocket({ appToken: slack.appToken, apiUrl: slack.apiUrl, handle, log })

/** The centre and the merchant of the configuration, its key, and links to sign in with. */
const welcome = async (
  config: Config,
  { story }: Pitpost,
  apiKey: string | undefined,
  now: Instant,
): Promise<Pick<RunningServer, 'signInPath' | 'centreSignInPath'>> => {
  const { centre, merchant } = config
  const { id } = await story.setUpCentre({ centre, merchant, apiKey }, now)
  const link = (merchantId: string): Promise<string> =>
    story.createSignInLink({ merchantId }, systemClock.now())
  return { signInPath: await link(id), centreSignInPath: await link(CENTRE_ID) }
}

const sandboxParts = (
  config: Config,
  mailbox: Mailbox,
  clock: MovableClock,
  services: SandboxServices,
  tick: (now: Instant) => Promise<void>,
): SandboxParts =>
  openSandbox({
    ...services,
    ...{ mailbox, clock, tick, toEml: writeEml },
    cycle: config.merchant.cycle,
    baseUrl: config.baseUrl,
  })

const sandboxMail = (mailbox: Mailbox, clock: MovableClock, services: SandboxServices): SandboxMail => {
  const { selfUrl, mailWebhookSecret: secret } = services
  return { mailbox, clock, onKept: createReporter({ selfUrl, secret, clock }) }
}

/** Names are one file's own: nothing outside the folder. */
const readAsset = async (name: string): Promise<Uint8Array | undefined> => {
  const path = join(ROOT, 'public', name)
  return /^[\w-]+(\.[\w-]+)+$/.test(name) && existsSync(path)
    ? new Uint8Array(await readFile(path))
    : undefined
}

const readTemplates = (): Readonly<Record<string, string>> =>
  // Written by scripts/build-templates.ts: names and texts.
  JSON.parse(readFileSync(join(ROOT, '.build', 'templates.json'), 'utf8')) as Readonly<Record<string, string>>
