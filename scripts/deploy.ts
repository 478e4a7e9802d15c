/** Puts pitpost onto Cloudflare: makes what is missing, migrates, sets secrets, deploys; `--dry-run` only says so. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createStore } from '../src/adapters/store/create-store.ts'
import { createRandom } from '../src/adapters/system/create-random.ts'
import { createSignInLink } from '../src/application/sign-in.ts'
import { parseConfig } from '../src/config.ts'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { createRemoteDatabase } from './remote-database.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** With the ids of what was made; only while a deployment runs. */
const CONFIG = 'wrangler.deploy.toml'
const PLACEHOLDER = '00000000-0000-0000-0000-000000000000'

/** Set by `wrangler secret put`, from the environment to its standard input; never written anywhere. */
const SECRETS = [
  'NETWORK_SECRETS',
  'API_KEY',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
]
/** Of one machine only. */
const NOT_HERE = ['PORT', 'HOST', 'DATA_DIR', 'CHROME_PATH', 'SLACK_EMULATOR_PORT', 'SANDBOX', 'SMTP_URL']

const HELP = `scripts/deploy preview|production [--dry-run]
scripts/deploy sign-in preview|production [--merchant ID|centre]

  Cloudflare に pitpost を置きます。足りないもの（D1・R2・Queues）を作り、表を移し、シークレットを設定して配置します。
  Puts pitpost onto Cloudflare: makes what is missing (D1, R2, queues), migrates, sets secrets, deploys.

  --dry-run   実行することを示すだけです（オフラインで動きます） / says what it would do; works offline

  sign-in     動いている側のコンソールに一度だけ入れるリンクを出します / prints a one-time link into the console there

  設定は環境変数か .env から読みます（.env.example）。シークレットはファイルに書かれません。
  Settings come from the environment or .env (see .env.example). Secrets are written to no file.
  Cloudflare: wrangler login, または / or CLOUDFLARE_API_TOKEN と / and CLOUDFLARE_ACCOUNT_ID.`

type Steps = {
  /** Asks wrangler for something that changes nothing; undefined in a dry run. */
  readonly ask: (args: readonly string[]) => string | undefined
  readonly run: (what: string, args: readonly string[], input?: string) => void
}

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      merchant: { type: 'string' },
    },
  })
  const isSignIn = positionals[0] === 'sign-in'
  const [environment, another] = isSignIn ? positionals.slice(1) : positionals
  if (values.help || another !== undefined || (environment !== 'preview' && environment !== 'production')) {
    console.log(HELP)
    process.exit(values.help ? 0 : 2)
  }
  if (existsSync('.env')) process.loadEnvFile('.env')
  if (isSignIn) return signIn(realRun(), environment, values.merchant)
  const settings = readSettings()
  deploy(values['dry-run'] ? dryRun() : realRun(), environment, settings)
}

const nameOf = (environment: string): string => (environment === 'production' ? 'pitpost' : 'pitpost-preview')

/** Runs with the ids filled in; nothing of that is left afterwards. */
const withConfig = <T>(id: string, work: () => T): T => {
  writeFileSync(`${ROOT}${CONFIG}`, readFileSync(`${ROOT}wrangler.toml`, 'utf8').replaceAll(PLACEHOLDER, id))
  try {
    return work()
  } finally {
    rmSync(`${ROOT}${CONFIG}`, { force: true })
  }
}

/** A link into the console of what runs there: the first person has no other way in. */
const signIn = async ({ ask }: Steps, environment: string, wanted: string | undefined): Promise<void> => {
  const name = nameOf(environment)
  const id = idOf(name, ask(['d1', 'list', '--json']))
  const at = ['--env', environment, '--config', CONFIG]
  const execute = (sql: string): string =>
    withConfig(
      id,
      () => ask(['d1', 'execute', name, '--remote', '--json', '--yes', ...at, '--command', sql]) ?? '[]',
    )
  const world = { store: createStore(createRemoteDatabase(execute)), random: createRandom() }
  const merchantId = wanted === 'centre' ? CENTRE_ID : (wanted ?? (await world.store.merchants())[0]?.id)
  if (merchantId === undefined || (await world.store.merchant(merchantId)) === undefined) {
    console.error(
      `加盟店がありません。先に一度 BASE_URL を開いてください（はじめの要求が作ります）。 / No such merchant: ${wanted ?? 'none yet'}. Open BASE_URL once: the first request makes the first one.`,
    )
    process.exit(1)
  }
  const path = await createSignInLink(world, { merchantId }, Temporal.Now.instant())
  console.log(`${(process.env['BASE_URL'] ?? '').replace(/\/$/, '')}${path}`)
}

type Settings = {
  readonly secrets: readonly (readonly [string, string])[]
  readonly variables: readonly (readonly [string, string])[]
}

/** Every setting that is there; ends with all that is wrong. */
const readSettings = (): Settings => {
  const names = readFileSync(`${ROOT}.env.example`, 'utf8')
    .split('\n')
    .flatMap((line) => /^#? ?([A-Z][A-Z_]+)=/.exec(line)?.[1] ?? [])
  const given = [...new Set(names)]
    .filter((name) => !NOT_HERE.includes(name))
    .flatMap((name): (readonly [string, string])[] => {
      const value = process.env[name]
      return value === undefined || value.trim() === '' ? [] : [[name, value]]
    })
  const parsed = parseConfig({ SANDBOX: '0', ...Object.fromEntries(given) })
  const problems = parsed.ok ? [] : [...parsed.problems]
  if (process.env['SMTP_URL'] !== undefined && process.env['RESEND_API_KEY'] === undefined)
    problems.push('SMTP_URL: Workers open no mail connections; set RESEND_API_KEY')
  if (problems.length > 0) {
    console.error('設定に問題があります。 / The configuration has problems:')
    for (const problem of problems) console.error(`  ${problem}`)
    process.exit(1)
  }
  const isSecret = ([name]: readonly [string, string]): boolean => SECRETS.includes(name)
  return { secrets: given.filter(isSecret), variables: given.filter((one) => !isSecret(one)) }
}

const deploy = ({ ask, run }: Steps, environment: string, { secrets, variables }: Settings): void => {
  const name = nameOf(environment)
  const bucket = `${name}-sheets`
  const queues = ['printing', 'sending', 'dead'].map((queue) => `${name}-${queue}`)
  if (!(ask(['d1', 'list', '--json']) ?? '').includes(`"${name}"`))
    run(`make the database ${name}`, ['d1', 'create', name])
  const id = idOf(name, ask(['d1', 'list', '--json']))
  if (!(ask(['r2', 'bucket', 'list']) ?? '').split(/\s+/).includes(bucket))
    run(`make the bucket ${bucket}`, ['r2', 'bucket', 'create', bucket])
  const known = (ask(['queues', 'list']) ?? '').split(/[\s│|]+/)
  for (const queue of queues)
    if (!known.includes(queue)) run(`make the queue ${queue}`, ['queues', 'create', queue])
  const at = ['--env', environment, '--config', CONFIG]
  withConfig(id, () => {
    const before = ask(['d1', 'time-travel', 'info', name, '--json'])
    run('migrate the database', ['d1', 'migrations', 'apply', name, '--remote', ...at])
    for (const [secret, value] of secrets)
      run(`set the secret ${secret}`, ['secret', 'put', secret, ...at], value)
    const vars = variables.flatMap(([variable, value]) => ['--var', `${variable}:${value}`])
    run('deploy the worker', ['deploy', '--minify', ...at, ...vars])
    sayRollback(environment, name, before)
  })
}

const idOf = (name: string, list: string | undefined): string => {
  if (list === undefined) return PLACEHOLDER
  const found = (JSON.parse(list) as { readonly name: string; readonly uuid: string }[]).find(
    (one) => one.name === name,
  )
  if (found === undefined) throw new Error(`wrangler lists no database ${name} after it was made`)
  return found.uuid
}

const sayRollback = (environment: string, name: string, before: string | undefined): void => {
  const bookmark = /"bookmark": ?"([^"]+)"/.exec(before ?? '')?.[1] ?? 'BOOKMARK'
  console.log(
    [
      '',
      '戻すには / to roll back:',
      `  npx wrangler rollback --env ${environment} --name ${name}`,
      '      ひとつ前のワーカーに戻します。表の移行は前のワーカーでも動く形だけにしています。',
      '      Back to the worker before. Migrations only add, so that it goes on working.',
      `  npx wrangler d1 time-travel restore ${name} --bookmark=${bookmark}`,
      '      データごと、移行の前に戻します。そのあとの登録と入金は失われます。最後の手段です。',
      '      The data as well, to before the migration: what was registered and paid since is lost. A last resort.',
    ].join('\n'),
  )
}

/** What is shown of a command: values of variables may be long, and secrets are not among the arguments. */
const show = (args: readonly string[]): string =>
  `wrangler ${args.map((arg) => (/[\s"]/.test(arg) ? JSON.stringify(arg) : arg)).join(' ')}`

const dryRun = (): Steps => {
  console.log('何も変えません。次のことをします。 / Nothing is changed. This would be done:')
  return {
    ask: () => undefined,
    run: (what, args, input) =>
      console.log(`  ${what}\n      ${show(args)}${input === undefined ? '' : ' < (from the environment)'}`),
  }
}

const realRun = (): Steps => {
  const call = (args: readonly string[], input?: string) =>
    spawnSync('wrangler', [...args], {
      cwd: ROOT,
      encoding: 'utf8',
      input: input ?? '',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1' },
    })
  const give = (args: readonly string[], input?: string): string => {
    const { status, stdout, stderr } = call(args, input)
    if (status === 0) return stdout
    console.error(`${show(args)}\n${stdout}${stderr}`)
    throw new Error(`wrangler ${args[0]} failed; nothing after it was done`)
  }
  return {
    ask: (args) => give(args),
    run: (what, args, input) => {
      console.log(`${what} …`)
      give(args, input)
    },
  }
}

await main()
