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
import { callOverFetch } from './adapters/webhook/call-over-fetch.ts'
import { compose, type Parts, type Pitpost } from './compose.ts'
import { type Config, parseConfig } from './config.ts'
import { consumeQueue, createWake, keepDead, type Queues } from './consume-queues.ts'
import { fail } from './domain/result.ts'
import { answerInGroups, type MerchantGroup, parseGroups } from './merchant-groups.ts'
import type { Prover, ReadRows, SlackSignIn, WriteDueEntry } from './ports.ts'
import { answerNearby, type Readable } from './read-nearby.ts'

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

/** A module of its own (scripts/build-assets.ts): it is no part of the script that each start of an isolate reads. */
const loadLazily = async <T>(name: string): Promise<T> => {
  const path = `./${name}.js`
  return (await import(path)) as T
}

/** OpenID Connect weighs more than anything else that most requests never need. */
const lazySlackSignIn: Parts['createSlackSignIn'] = (deps) => {
  const open = async (): Promise<SlackSignIn> => {
    const { createSlackSignIn } = await loadLazily<Pick<Parts, 'createSlackSignIn'>>('create-slack-sign-in')
    return createSlackSignIn(deps)
  }
  return {
    begin: async () => (await open()).begin(),
    finish: async (answer, tries) => (await open()).finish(answer, tries),
  }
}

const textsOf = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )

/** The groups that `GROUPS` names; undefined where all merchants share one database. */
const groupsOf = (env: Env): readonly MerchantGroup[] | undefined => {
  const parsed = parseGroups(env['GROUPS'])
  if (!parsed.ok) throw new Error(`configuration: ${parsed.problems.join('; ')}`)
  return parsed.groups
}

const isDatabase = (binding: unknown): binding is D1Database =>
  typeof binding === 'object' && binding !== null && 'prepare' in binding && 'withSession' in binding

const databaseOf = (env: Env, group: MerchantGroup | undefined): D1Database => {
  const binding = group === undefined ? env.DB : env[group.database]
  if (!isDatabase(binding)) throw new Error(`configuration: GROUPS: ${group?.database} is no D1 binding`)
  return binding
}

/** Deliveries that one round takes: a letter asks the database some ten times, and an invocation may ask a thousand times. */
const CLAIM_ON_WORKERS = 25

type Place = {
  readonly env: Env
  readonly context: Pick<ExecutionContext, 'waitUntil'>
  readonly group: MerchantGroup | undefined
  /** The group's database, or a session of it. */
  readonly from?: Readable
}

/** A pitpost for one request: on Workers a client shared between requests is cut off with the first of them. */
const open = async ({ env, context, group, from }: Place): Promise<Pitpost> => {
  const parsed = parseConfig({ SANDBOX: '0', ...textsOf(env), ...ownOf(env, group) })
  if (!parsed.ok) throw new Error(`configuration: ${parsed.problems.join('; ')}`)
  const config = { ...parsed.config, proofOneIn: 0, claimAtMost: CLAIM_ON_WORKERS }
  const { mail, slack } = config
  if (mail === undefined || slack === undefined) throw new Error('configuration: mail and Slack are needed')
  if (mail.via === 'smtp')
    throw new Error('configuration: SMTP_URL: Workers open no mail connections; use RESEND_API_KEY')
  const database = createD1Database(from ?? databaseOf(env, group))
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
          // One account, one number of browsers, however many groups.
          database: createD1Database(env.DB),
          clock: systemClock,
          count: config.browsersAtOnce,
          newToken: createRandom().token,
        }),
      }),
    prover: absentProver,
    readArtwork: noProver,
    clock: systemClock,
    limiter: createStoreLimiter(database, systemClock),
    callWebhook: callOverFetch,
    log,
    templates: await readTemplates(env),
    readAsset: (name) => readAsset(env, name),
    readWorkbook: async (bytes) =>
      (await loadLazily<{ readWorkbook: ReadRows }>('read-workbook')).readWorkbook(bytes),
    createSlackSignIn: lazySlackSignIn,
    writeDueEntry: async (entry) =>
      (await loadLazily<{ writeDueEntry: WriteDueEntry }>('write-due-entry')).writeDueEntry(entry),
    background: (work) => context.waitUntil(work),
    wake: createWake(env, group?.name),
    mailer: (render) => createResendMailer({ ...mail, render }),
    slack,
    ...(config.slackApp && { slackApp: config.slackApp }),
    networkSecrets: config.networkSecrets,
    mailWebhookSecret: mail.webhookSecret,
  })
  await ensureCentre(group?.name ?? '', config, pitpost)
  return pitpost
}

/** What a group has of its own. */
const ownOf = ({ BASE_URL }: Env, group: MerchantGroup | undefined): Record<string, string> =>
  group === undefined
    ? {}
    : { BASE_URL: `${new URL(String(BASE_URL)).protocol}//${group.host}`, NUMBER_PREFIX: group.numbers }

const setUp = new Set<string>()

/** Once in the life of an isolate; doing it again changes nothing. */
const ensureCentre = async (
  group: string,
  { centre, merchant, apiKey }: Config,
  { story }: Pitpost,
): Promise<void> => {
  if (setUp.has(group)) return
  await story.setUpCentre({ centre, merchant, apiKey }, systemClock.now())
  setUp.add(group)
}

export default {
  fetch: async (request: Request, env: Env, context: ExecutionContext): Promise<Response> => {
    const answer = (group: MerchantGroup | undefined, asked: Request): Promise<Response> =>
      answerNearby(databaseOf(env, group), asked, async (from) =>
        (await open({ env, context, group, from })).fetch(asked, {
          address: asked.headers.get('cf-connecting-ip') ?? undefined,
        }),
      )
    const [first, ...others] = groupsOf(env) ?? []
    return first === undefined
      ? answer(undefined, request)
      : answerInGroups([first, ...others], request, answer)
  },
  scheduled: async (_: ScheduledController, env: Env, context: ExecutionContext): Promise<void> => {
    for (const group of groupsOf(env) ?? [undefined])
      await (await open({ env, context, group })).tick(systemClock.now())
  },
  queue: async (batch: MessageBatch<unknown>, env: Env, context: ExecutionContext): Promise<void> => {
    const groups = groupsOf(env)
    const openFor = (name: string | undefined): Promise<Pitpost> =>
      open({ env, context, group: groups?.find((group) => group.name === name) ?? groups?.[0] })
    await (batch.queue.endsWith('-dead')
      ? keepDead(batch, openFor, systemClock, log)
      : consumeQueue(batch, openFor, log))
  },
}
