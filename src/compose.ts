/** Hands the doors to the story and yields what every runtime needs: `fetch(request)` and `tick(now)`. */
import { Hono } from 'hono'
import { createRowReader } from './adapters/feed/read-rows.ts'
import { readTable } from './adapters/feed/read-table.ts'
import { drawBarcode } from './adapters/print/draw-barcode.ts'
import { drawChart } from './adapters/print/draw-chart.ts'
import { readLogo } from './adapters/print/read-logo.ts'
import { createSlackChat } from './adapters/slack/create-slack-chat.ts'
import { createSlackHandler, type SlackHandler } from './adapters/slack/create-slack-handler.ts'
import type { SlackSignInDeps } from './adapters/slack/create-slack-sign-in.ts'
import { createFileFollower, type FileFollower } from './adapters/slack/follow-files.ts'
import { createStore } from './adapters/store/create-store.ts'
import type { Database } from './adapters/store/database.ts'
import { createRowMover } from './adapters/store/move-rows.ts'
import { createRandom } from './adapters/system/create-random.ts'
import { createSeal } from './adapters/system/create-seal.ts'
import { createSummer } from './adapters/system/create-summer.ts'
import { hashTemplates } from './adapters/view/hash-templates.ts'
import { createRenderer } from './adapters/view/render-template.ts'
import { createEventWriter } from './adapters/web/api/create-event-writer.ts'
import { customerUrl } from './application/bill-customers.ts'
import { composeDigests } from './application/compose-digests.ts'
import { createLinks } from './application/create-links.ts'
import { dunCustomers } from './application/dun-customers.ts'
import { expireInvoices } from './application/expire-invoices.ts'
import { findMerchantToken } from './application/find-bot-token.ts'
import { informMerchants } from './application/inform-merchants.ts'
import { type ChatPace, createOutbox, workOff } from './application/run-outbox.ts'
import { settleCycle } from './application/settle-cycle.ts'
import { createStory, type Story } from './application/story.ts'
import { summarizeSettlement } from './application/summarize-settlement.ts'
import type { World } from './application/world.ts'
import type { Config } from './config.ts'
import type { Instant } from './domain/jst-day.ts'
import type { NetworkSecret } from './domain/network-client.ts'
import type { Work } from './domain/work.ts'
import { openDoors } from './open-doors.ts'
import type {
  CallWebhook,
  Clock,
  Limiter,
  Log,
  Mailer,
  Printer,
  Prover,
  ReadArtwork,
  ReadAsset,
  ReadRows,
  Render,
  SlackSignIn,
  Store,
  Vault,
  WriteDueEntry,
  WriteMail,
} from './ports.ts'
import { surroundingsOf } from './surroundings-of.ts'

export type SandboxInside = {
  readonly world: World
  readonly render: Render
  readonly writeMail: WriteMail
}

/** Slack takes one message a second in a channel. */
const CHAT_PACE_MS = 1_000
/** The sandbox's Slack takes more, and nobody wants to wait for it. */
const SANDBOX_CHAT_PACE_MS = 20

/** Doors that only the sandbox has, below `/sandbox`. */
export type SandboxParts = { openDoors(inside: SandboxInside): Hono }

/** Asks workers elsewhere to do what waits, each kind after a time in ms. */
export type WakeWorkers = (
  wakes: readonly { readonly work: Work; readonly afterMs: number }[],
) => Promise<void>

/** What a runtime plugs in. */
export type Parts = {
  readonly config: Config
  readonly database: Database
  readonly vault: Vault
  readonly printer: (render: Render) => Printer
  readonly prover: Prover
  readonly readArtwork: ReadArtwork
  readonly clock: Clock
  readonly limiter: Limiter
  readonly callWebhook: CallWebhook
  readonly log: Log
  readonly templates: Readonly<Record<string, string>>
  readonly readAsset: ReadAsset
  /** Heavy and seldom needed: a runtime may load them when they are. */
  readonly readWorkbook: ReadRows
  readonly createSlackSignIn: (deps: SlackSignInDeps) => SlackSignIn
  readonly writeDueEntry: WriteDueEntry
  /** Keeps work alive after an answer: `waitUntil` on Workers, a drained set on Node. */
  readonly background: (work: Promise<void>) => void
  /** Asks workers elsewhere to do what waits; without it the outbox is emptied here. */
  readonly wake?: WakeWorkers
  readonly mailer: (render: Render) => Mailer
  readonly slack: {
    readonly botToken: string
    readonly signingSecret: string
    readonly apiUrl: string
    readonly channel: string
  }
  /** The Slack app itself, for "Sign in with Slack"; absent where it is not configured. */
  readonly slackApp?: NonNullable<Config['slackApp']>
  readonly networkSecrets: readonly NetworkSecret[]
  /** `whsec_…` of the reports about mails. */
  readonly mailWebhookSecret: string | undefined
  /** The sandbox's own doors; absent in production. */
  readonly sandbox?: SandboxParts
}

export type Pitpost = {
  /** Answers a request from an IP address; what it caused to be sent leaves in the background. */
  fetch(request: Request, from?: { readonly address: string | undefined }): Promise<Response>
  /** What the passing of time brings: expiry, closings, digests, payouts, and everything that waits to be sent. */
  tick(now: Instant): Promise<void>
  /** Does what waits of one kind, and wakes what that has made possible or had no time for. */
  work(work: Work): Promise<void>
  /** A request of Slack that came another way than over HTTP. */
  readonly handleSlack: SlackHandler
  readonly story: Story
  readonly store: Store
  readonly printer: Printer
  /** Every address there is, as the doors name it. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  readonly mailer: Mailer
}

/** What the passing of time brings, sent by whoever comes next. */
const passTime = async (world: World, now: Instant): Promise<void> => {
  await expireInvoices(world, now)
  await dunCustomers(world, now)
  await informMerchants(world, now)
  await composeDigests(world, now)
  await settleCycle(world, now)
  await summarizeSettlement(world, now)
}

const paceOf = ({ sandbox }: Config): ChatPace => ({
  everyMs: sandbox ? SANDBOX_CHAT_PACE_MS : CHAT_PACE_MS,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
})

/** A running pitpost out of its parts. */
export const compose = (parts: Parts): Pitpost => {
  const { config, clock, log } = parts
  const render = createRenderer(parts.templates)
  const store = createStore(parts.database)
  const world = toWorld(parts, render, store)
  const story = createStory(world)
  const pace = paceOf(config)
  const outbox = createOutbox(world, clock, pace)
  const follower = createFileFollower({
    ...{ story, store, clock, log, ...parts.slack, baseUrl: config.baseUrl },
    tokenOf: tokenFinder(parts, world),
  })
  const send = (): Promise<void> => followed(follower, outbox.run())
  const empty = parts.wake === undefined ? send : () => wakeDue(store, clock, parts.wake, 0)
  const tick = async (now: Instant): Promise<void> => {
    await passTime(world, now)
    await parts.limiter.forget()
    await empty()
  }
  const runOutbox = (): Promise<void> =>
    empty().catch((error: unknown) => log.error('outbox failed', { error: String(error) }))
  const app = new Hono()
  app.use(async (c, next) => {
    await next()
    // Whatever was changed may have something to say; the chat's requests have been taken, but not worked on yet.
    if (c.req.method !== 'GET' && !c.req.path.startsWith('/slack/')) parts.background(runOutbox())
  })
  // What is worked on after an answer, such as a command from the chat, has something to say only then.
  const background = (work: Promise<void>): void => parts.background(work.then(runOutbox))
  const handleSlack = createSlackHandler({
    ...{ story, store, clock, log, background, ...parts.slack },
    baseUrl: config.baseUrl,
    limits: config.billLimits,
    strangers: config.slackStrangers,
  })
  app.route('/', openDoors({ parts: { ...parts, background }, world, story, render, handleSlack }))
  return {
    fetch: async (request, from = { address: undefined }) => app.fetch(request, from),
    tick,
    work: async (work) => {
      await followed(follower, workOff(world, clock, pace, work))
      await wakeDue(store, clock, parts.wake, SOON_MS)
    },
    handleSlack,
    story,
    store,
    printer: world.printer,
    mailer: world.mailer,
    routes: app.routes.map(({ method, path }) => ({ method, path })),
  }
}

/** While things are being sent, the chat is told how far they are. */
const followed = async (follower: FileFollower, sending: Promise<void>): Promise<void> => {
  await Promise.all([sending, follower.during(sending)])
}

/** What is due within this time, in ms, is woken by whoever put it off; the next tick finds the rest. */
const SOON_MS = 60_000

const wakeDue = async (
  store: Store,
  clock: Clock,
  wake: WakeWorkers | undefined,
  withinMs: number,
): Promise<void> => {
  const now = clock.now()
  const waiting = (await store.waitingWork(now)).map(({ work, dueAt }) => ({
    work,
    afterMs: Math.max(0, dueAt.epochMilliseconds - now.epochMilliseconds),
  }))
  const wakes = waiting.filter(({ afterMs }) => afterMs <= withinMs)
  if (wakes.length > 0) await wake?.(wakes)
}

/** With which token a merchant's workspace is spoken to. */
const tokenFinder =
  ({ slack }: Parts, world: Pick<World, 'store' | 'seal'>) =>
  async (merchantId: string): Promise<string> =>
    (await findMerchantToken(world, merchantId)) ?? slack.botToken

/** Everything the use cases are handed. */
const toWorld = (parts: Parts, render: Render, store: Store): World => {
  const { config } = parts
  // Without a key nothing is sealed: a fresh one opens nothing that was.
  const seal = createSeal(config.tokenKey ?? crypto.getRandomValues(new Uint8Array(32)).toBase64())
  const world: World = {
    store,
    links: createLinks({ store, random: createRandom() }),
    printer: parts.printer(render),
    prover: parts.prover,
    readArtwork: parts.readArtwork,
    render,
    drawBarcode,
    drawChart,
    readLogo,
    vault: parts.vault,
    mailer: parts.mailer(render),
    chat: createSlackChat({
      token: parts.slack.botToken,
      tokenOf: tokenFinder(parts, { store, seal }),
      apiUrl: parts.slack.apiUrl,
      defaultChannel: parts.slack.channel,
      baseUrl: config.baseUrl,
    }),
    random: createRandom(),
    ...{ readTable, readRows: createRowReader(parts.readWorkbook) },
    surroundings: surroundingsOf(config),
    sheetLook: hashTemplates(parts.templates, /^(sheet|print)\//),
    limiter: parts.limiter,
    seal,
    mover: createRowMover(parts.database),
    createSummer,
    callWebhook: parts.callWebhook,
    writeEvent: createEventWriter(config.baseUrl, (invoice) => customerUrl(world, invoice)),
    log: parts.log,
  }
  return world
}
