/** `scripts/deploy`: what it asks wrangler to do, in which order, and that no secret is ever written down. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

const root = new URL('..', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'pitpost-deploy-'))
const record = join(folder, 'calls.jsonl')
const config = join(root, 'wrangler.deploy.toml')

/** Writes down what it is asked, and answers as if the account had what `$HAVE` says. */
const FAKE = `#!${process.execPath}
const { appendFileSync, readFileSync, existsSync } = require('node:fs')
const args = process.argv.slice(2)
const input = args[0] === 'secret' ? readFileSync(0, 'utf8') : ''
const have = (process.env.HAVE ?? '').split(' ')
const made = existsSync(${JSON.stringify(record)}) ? readFileSync(${JSON.stringify(record)}, 'utf8') : ''
const id = existsSync('wrangler.deploy.toml') ? /database_id = "([^"]+)"/.exec(readFileSync('wrangler.deploy.toml', 'utf8'))[1] : ''
appendFileSync(${JSON.stringify(record)}, JSON.stringify({ args, input, id }) + '\\n')
const call = args.join(' ')
if (call === process.env.FAIL) { console.error('it does not work'); process.exit(1) }
if (call === 'd1 list --json') {
  const is = have.includes('pitpost') || made.includes('"d1","create"')
  console.log(JSON.stringify(is ? [{ name: 'pitpost', uuid: 'aaaaaaaa-0000-4000-8000-000000000001' }] : []))
}
if (call === 'r2 bucket list') console.log(have.join('\\n'))
if (call === 'queues list') console.log(have.map((name) => '│ ' + name + ' │').join('\\n'))
if (call.startsWith('d1 execute')) {
  const sql = args.at(-1)
  const merchant = { id: 'mer_1', name: 'さくら', plan: 'plan-130', cycle: 'month-end', since: '2026-11-01' }
  console.log(JSON.stringify([{ results: sql.includes('from "merchants"') ? [merchant] : [] }]))
}
if (call.startsWith('d1 time-travel info')) console.log('{"bookmark": "00000001-abc"}')
`
writeFileSync(join(folder, 'wrangler'), FAKE, { mode: 0o755 })

const secrets: Readonly<Record<string, string>> = {
  RESEND_API_KEY: 're_secret_1',
  SLACK_BOT_TOKEN: 'xoxb-secret-2',
  SLACK_SIGNING_SECRET: 'signing-secret-3',
  NETWORK_SECRETS: `lawson:${Buffer.alloc(32, 7).toString('base64')}`,
  API_KEY: 'pk_secret_4_0123456789abcdef',
}
const settings = {
  BASE_URL: 'https://pay.example.jp',
  MAIL_FROM: 'noreply@example.jp',
  SLACK_CHANNEL: 'bills',
  MERCHANT_NAME: 'さくら 学習塾',
}

type Call = { readonly args: readonly string[]; readonly input: string; readonly id: string }

const deploy = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const run = spawnSync(process.execPath, ['scripts/deploy.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: `${folder}:/usr/bin:/bin`, ...settings, ...secrets, ...env },
  })
  const calls: readonly Call[] = existsSync(record)
    ? readFileSync(record, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Call)
    : []
  return { ...run, calls }
}

const namesOf = (calls: readonly Call[]): readonly string[] =>
  calls.map(({ args }) => args.slice(0, 3).join(' ')).filter((name) => !/list|time-travel/.test(name))

beforeEach(() => rmSync(record, { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('scripts/deploy', () => {
  it('makes what is missing, migrates, sets secrets, then deploys, with the id of the database', () => {
    const { status, calls, stdout, stderr } = deploy(['production'])
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(namesOf(calls)).toEqual([
      'd1 create pitpost',
      'r2 bucket create',
      'queues create pitpost-printing',
      'queues create pitpost-sending',
      'queues create pitpost-dead',
      'd1 migrations apply',
      ...Object.keys(secrets)
        .toSorted((a, b) => secretOrder.indexOf(a) - secretOrder.indexOf(b))
        .map((name) => `secret put ${name}`),
      'deploy --minify --env',
    ])
    const last = calls.at(-1)
    expect(last?.id).toBe('aaaaaaaa-0000-4000-8000-000000000001')
    expect(last?.args).toContain('MERCHANT_NAME:さくら 学習塾')
    expect(stdout).toContain('wrangler rollback --env production')
    expect(stdout).toContain('--bookmark=00000001-abc')
    expect(existsSync(config)).toBe(false)
  })

  it('gives secrets on standard input only: they stand in no argument, no file and no line of its own', () => {
    const { calls, stdout, stderr } = deploy(['production'])
    const put = calls.filter(({ args }) => args[0] === 'secret')
    expect(Object.fromEntries(put.map(({ args, input }) => [args[2], input]))).toEqual(secrets)
    for (const value of Object.values(secrets)) {
      expect(JSON.stringify(calls.map(({ args }) => args))).not.toContain(value)
      expect(stdout + stderr).not.toContain(value)
    }
  })

  it('makes nothing a second time', () => {
    const have = 'pitpost pitpost-sheets pitpost-printing pitpost-sending pitpost-dead'
    const { calls } = deploy(['production'], { HAVE: have })
    expect(namesOf(calls).filter((name) => name.includes('create'))).toEqual([])
    expect(namesOf(calls)).toContain('d1 migrations apply')
  })

  it('stops at the first step that fails, and does nothing after it', () => {
    const { status, calls, stderr } = deploy(['production'], { FAIL: 'queues create pitpost-sending' })
    expect(status).not.toBe(0)
    expect(stderr).toContain('it does not work')
    expect(namesOf(calls).at(-1)).toBe('queues create pitpost-sending')
    expect(existsSync(config)).toBe(false)
  })

  it('says in a dry run what it would do, and asks nobody', () => {
    const { status, calls, stdout } = deploy(['preview', '--dry-run'])
    expect(status).toBe(0)
    expect(calls).toEqual([])
    for (const step of [
      'd1 create pitpost-preview',
      'r2 bucket create pitpost-preview-sheets',
      'queues create pitpost-preview-dead',
      'd1 migrations apply pitpost-preview --remote',
      'secret put SLACK_BOT_TOKEN',
      'deploy --minify --env preview',
    ])
      expect(stdout).toContain(step)
    for (const value of Object.values(secrets)) expect(stdout).not.toContain(value)
  })

  it('makes a one-time link into the console of what runs there', () => {
    const { status, calls, stdout, stderr } = deploy(['sign-in', 'production'], { HAVE: 'pitpost' })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    const token = /https:\/\/pay\.example\.jp\/sign-in\/([\w-]{20,})/.exec(stdout)?.[1]
    expect(token).toBeDefined()
    const written = calls.map(({ args }) => args.at(-1) ?? '').filter((sql) => sql.includes('sign_in_links'))
    expect(written).toHaveLength(1)
    // Only its hash leaves this machine.
    expect(written.join()).not.toContain(token)
    expect(calls.find(({ args }) => args[1] === 'execute')?.id).toBe('aaaaaaaa-0000-4000-8000-000000000001')
  })

  it('names all that is missing at once, before anything is done', () => {
    const { status, calls, stderr } = deploy(['production'], { BASE_URL: '', SLACK_CHANNEL: '' })
    expect(status).toBe(1)
    expect(stderr).toContain('BASE_URL')
    expect(stderr).toContain('SLACK_CHANNEL')
    expect(calls).toEqual([])
  })
})

/** As .env.example lists them. */
const secretOrder = readFileSync(join(root, '.env.example'), 'utf8')
  .split('\n')
  .flatMap((line) => /^#? ?([A-Z_]+)=/.exec(line)?.[1] ?? [])
