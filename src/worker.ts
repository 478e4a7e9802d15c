/** pitpost on Cloudflare Workers: D1, R2, cron; sheets wait until printing comes to the edge. */
import 'temporal-polyfill/global'
import type {
  D1Database,
  ExecutionContext,
  Fetcher,
  R2Bucket,
  ScheduledController,
} from '@cloudflare/workers-types'
import { createResendMailer } from './adapters/mail/create-resend-mailer.ts'
import { createD1Database } from './adapters/store/d1-database.ts'
import { createR2Vault } from './adapters/store/r2-vault.ts'
import { createStoreLimiter } from './adapters/store/store-limiter.ts'
import { systemClock } from './adapters/system/create-clock.ts'
import { createLog } from './adapters/system/create-log.ts'
import { compose, type Pitpost } from './compose.ts'
import { type Config, parseConfig } from './config.ts'
import { fail } from './domain/result.ts'
import type { Printer, Prover } from './ports.ts'

/** Bindings of wrangler.toml; everything else is a variable or a secret. */
type Env = {
  readonly DB: D1Database
  readonly SHEETS: R2Bucket
  /** `.build/assets/`: templates and fonts. */
  readonly ASSETS: Fetcher
} & Readonly<Record<string, unknown>>

/** Printing on the edge has its own place to come; until then notices wait and the number alone can be paid. */
const later = async () => fail({ kind: 'unavailable', part: 'printer', detail: 'printed later' } as const)
const laterPrinter: Printer = {
  printSheets: later,
  printTogether: later,
  printDocument: later,
  status: async () => 'printed later',
  close: async () => undefined,
}

const noProof = async () => fail({ kind: 'unavailable', part: 'prover', detail: 'proved later' } as const)
/** Nothing is printed here yet, so there is nothing to prove either. */
const laterProver: Prover = { readCodes: noProof, lookAt: noProof, toPng: noProof, sizeOf: noProof }

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

const textsOf = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

/** A pitpost for one request: on Workers a client shared between requests is cut off with the first of them. */
const open = async (env: Env, context: Pick<ExecutionContext, 'waitUntil'>): Promise<Pitpost> => {
  const parsed = parseConfig({ SANDBOX: '0', ...textsOf(env) })
  if (!parsed.ok) throw new Error(`configuration: ${parsed.problems.join('; ')}`)
  const { config } = parsed
  const { mail, slack } = config
  if (mail === undefined || slack === undefined) throw new Error('configuration: mail and Slack are needed')
  if (mail.via === 'smtp')
    throw new Error('configuration: SMTP_URL: Workers open no mail connections; use RESEND_API_KEY')
  const database = createD1Database(env.DB)
  const pitpost = compose({
    config,
    database,
    vault: createR2Vault(env.SHEETS),
    printer: () => laterPrinter,
    prover: laterProver,
    readArtwork: noProof,
    clock: systemClock,
    limiter: createStoreLimiter(database, systemClock),
    log: createLog((line) => console.log(line)),
    templates: await readTemplates(env),
    background: (work) => context.waitUntil(work),
    mailer: (render) => createResendMailer({ ...mail, render }),
    slack,
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
}
