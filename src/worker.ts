/** pitpost on Cloudflare Workers: D1, R2, Queues, Browser Rendering, cron. */
import 'temporal-polyfill/global'
import type {
  D1Database,
  ExecutionContext,
  Fetcher,
  MessageBatch,
  R2Bucket,
  ScheduledController,
} from '@cloudflare/workers-types'
import { createResendMailer } from './adapters/mail/create-resend-mailer.ts'
import { createEdgePrinter } from './adapters/print/create-edge-printer.ts'
import { createBrowserSlots } from './adapters/store/browser-slots.ts'
import { createD1Database } from './adapters/store/d1-database.ts'
import { createR2Vault } from './adapters/store/r2-vault.ts'
import { createStoreLimiter } from './adapters/store/store-limiter.ts'
import { systemClock } from './adapters/system/create-clock.ts'
import { createLog } from './adapters/system/create-log.ts'
import { createRandom } from './adapters/system/create-random.ts'
import { compose, type Pitpost } from './compose.ts'
import { type Config, parseConfig } from './config.ts'
import { consumeQueue, createWake, keepDead, type Queues } from './consume-queues.ts'
import { fail } from './domain/result.ts'
import type { Prover } from './ports.ts'

/** Bindings of wrangler.toml; everything else is a variable or a secret. */
type Env = {
  readonly DB: D1Database
  readonly SHEETS: R2Bucket
  /** `.build/assets/`: templates and fonts. */
  readonly ASSETS: Fetcher
  readonly BROWSER: Fetcher
} & Queues &
  Readonly<Record<string, unknown>>

const noProver = async () =>
  fail({ kind: 'unavailable', part: 'prover', detail: 'Workers have no eyes for finished PDFs' } as const)
/** PDFium and ZXing weigh five times what a Worker's script may: what needs them is Node's (README). */
const absentProver: Prover = { readCodes: noProver, lookAt: noProver, toPng: noProver, sizeOf: noProver }

let templates: Readonly<Record<string, string>> | undefined

/** Read once in the life of an isolate: as part of the script they would slow its start. */
const readTemplates = async ({ ASSETS }: Env): Promise<Readonly<Record<string, string>>> => {
  if (templates !== undefined) return templates
  const answer = await ASSETS.fetch('https://assets.local/templates.json')
  if (!answer.ok) throw new Error(`templates.json is not among the assets: ${answer.status}`)
  // Written by scripts/build-assets.ts: names and texts.
  templates = (await answer.json()) as Readonly<Record<string, string>>
  return templates
}

/** Fonts and icons of the pages. */
const readAsset = async ({ ASSETS }: Env, name: string): Promise<Uint8Array | undefined> => {
  const answer = await ASSETS.fetch(`https://assets.local/public/${name}`)
  return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined
}

const log = createLog((line) => console.log(line))

const textsOf = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

/** A pitpost for one request: on Workers a client shared between requests is cut off with the first of them. */
const open = async (env: Env, context: Pick<ExecutionContext, 'waitUntil'>): Promise<Pitpost> => {
  const parsed = parseConfig({ SANDBOX: '0', ...textsOf(env) })
  if (!parsed.ok) throw new Error(`configuration: ${parsed.problems.join('; ')}`)
  const config = { ...parsed.config, proofOneIn: 0 }
  const { mail, slack } = config
  if (mail === undefined || slack === undefined) throw new Error('configuration: mail and Slack are needed')
  if (mail.via === 'smtp')
    throw new Error('configuration: SMTP_URL: Workers open no mail connections; use RESEND_API_KEY')
  const database = createD1Database(env.DB)
  const pitpost = compose({
    config,
    database,
    vault: createR2Vault(env.SHEETS),
    printer: (render) =>
      createEdgePrinter({
        render,
        log,
        clock: systemClock,
        assets: env.ASSETS,
        binding: env.BROWSER,
        slots: createBrowserSlots({
          database,
          clock: systemClock,
          count: config.browsersAtOnce,
          newToken: createRandom().token,
        }),
      }),
    prover: absentProver,
    readArtwork: noProver,
    clock: systemClock,
    limiter: createStoreLimiter(database, systemClock),
    log,
    templates: await readTemplates(env),
    readAsset: (name) => readAsset(env, name),
    background: (work) => context.waitUntil(work),
    wake: createWake(env),
    mailer: (render) => createResendMailer({ ...mail, render }),
    slack,
    ...(config.slackApp && { slackApp: config.slackApp }),
    networkSecrets: config.networkSecrets,
    mailWebhookSecret: mail.webhookSecret,
  })
  await ensureCentre(config, pitpost)
  return pitpost
}

let isSetUp = false

/** Once in the life of an isolate; doing it again changes nothing. */
const ensureCentre = async ({ centre, merchant, apiKey }: Config, { story }: Pitpost): Promise<void> => {
  if (isSetUp) return
  await story.setUpCentre({ centre, merchant, apiKey }, systemClock.now())
  isSetUp = true
}

export default {
  fetch: async (request: Request, env: Env, context: ExecutionContext): Promise<Response> =>
    (await open(env, context)).fetch(request, {
      address: request.headers.get('cf-connecting-ip') ?? undefined,
    }),
  scheduled: async (_: ScheduledController, env: Env, context: ExecutionContext): Promise<void> =>
    (await open(env, context)).tick(systemClock.now()),
  queue: async (batch: MessageBatch<unknown>, env: Env, context: ExecutionContext): Promise<void> => {
    const pitpost = await open(env, context)
    await (batch.queue.endsWith('-dead')
      ? keepDead(batch, pitpost, systemClock, log)
      : consumeQueue(batch, pitpost, log))
  },
}
