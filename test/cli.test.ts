import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../src/adapters/store/sqlite-database.ts'
import { runCli } from '../src/cli/run-cli.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

const root = new URL('..', import.meta.url).pathname

/** npm says nothing of its own and asks nobody for a newer one of itself. */
const quiet = {
  npm_config_update_notifier: 'false',
  npm_config_loglevel: 'error',
  npm_config_offline: 'true',
}

type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

const run = (file: string, args: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((resolve) => {
    execFile(file, [...args], { cwd, env: { ...process.env, ...quiet } }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })

let dataDir: string
let sandbox: TestSandbox

const pitpost = async (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> => {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(args, {
    env: { DATA_DIR: dataDir, SANDBOX: '1', BASE_URL: sandbox.url, ...env },
    cwd: root,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pitpost-cli-'))
  sandbox = await startTestSandbox({ DATA_DIR: dataDir })
})

afterAll(async () => {
  await sandbox?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the command line', () => {
  it('adds, lists and removes staff, and never the last admin', async () => {
    const added = await pitpost([
      'staff',
      'add',
      '--name',
      '山本',
      '--email',
      'y@example.jp',
      '--role',
      'manager',
    ])
    expect(added).toMatchObject({ code: 0, err: '' })
    const twice = await pitpost(['staff', 'add', '--name', '別人', '--email', 'Y@example.jp'])
    expect(twice.code).toBe(1)
    expect(twice.err).toContain('「山本」さんに登録されています')
    const { out } = await pitpost(['staff', 'list'])
    expect(out).toMatch(/山本\tmanager 責任者\ty@example\.jp/)
    const adminId = /^(stf_\w+)\t\S+\tadmin/m.exec(out)?.[1] ?? ''
    const refused = await pitpost(['staff', 'remove', adminId])
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('最後の管理者')
    expect((await pitpost(['staff', 'remove', 'y@example.jp'])).code).toBe(0)
    expect((await pitpost(['staff', 'list'])).out).not.toContain('山本')
    expect((await pitpost(['staff', 'remove'])).code).toBe(2)
    expect((await pitpost(['staff', 'list', '--merchant', 'mer_none'])).code).toBe(1)
  })

  // npm takes its time on a busy machine.
  const patience = 120_000

  it(
    'answers to npx pitpost in a checkout, from any folder below it',
    async () => {
      const ran = await run('npx', ['pitpost', '--help'], join(root, 'docs'))
      expect(ran.err).toBe('')
      expect(ran.code).toBe(0)
      expect(ran.out).toContain('npx pitpost merchant add')
      expect(ran.out).toContain('終了コード / exit codes')
    },
    patience,
  )

  it(
    'runs from a folder elsewhere as scripts/pitpost',
    async () => {
      const ran = await run(join(root, 'scripts/pitpost'), ['sign-in', '--help'], tmpdir())
      expect(ran.out).toContain('--merchant')
    },
    patience,
  )

  it('ends with 2 and the usage for what it does not understand', async () => {
    expect((await pitpost([])).code).toBe(2)
    expect((await pitpost(['pay'])).code).toBe(2)
    const option = await pitpost(['sign-in', '--nope'])
    expect(option.code).toBe(2)
    expect(option.err).toContain('npx pitpost sign-in')
    expect((await pitpost(['sign-in', '--role', 'king'])).err).toContain('--role')
  })

  it('names every problem of the configuration and ends with 1', async () => {
    const ran = await pitpost(['merchant', 'list'], { PORT: 'x', CYCLE: 'weekly' })
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('PORT')
    expect(ran.err).toContain('CYCLE')
  })
})

describe('merchants by the command line, while the server runs', () => {
  it('signs one up with every field, bills the initial fees, and its link opens its own console once', async () => {
    const ran = await pitpost([
      ...['merchant', 'add', '--name', '青葉書店', '--email', 'aoba@example.jp', '--phone', '03-1111-2222'],
      ...['--fax', '03-1111-2223', '--plan', '120', '--cycle', '10-days', '--file-option', '1'],
      ...['--registration-number', 'T1234567890123', '--agency-code', '923456', '--client-code', '42'],
      ...['--slack-channel', 'aoba'],
    ])
    expect(ran.err).toBe('')
    expect(ran.code).toBe(0)
    const id = /id {2}(mer_\w+)/.exec(ran.out)?.[1] ?? ''
    expect(await sandbox.pitpost.store.merchant(id)).toMatchObject({
      name: '青葉書店',
      fax: '03-1111-2223',
      plan: 'plan-120',
      cycle: '10-days',
      registrationNumber: 'T1234567890123',
      agencyCode: '923456',
      clientCode: '42',
      slackChannel: 'aoba',
    })
    expect(ran.out).toMatch(/29\d{11} {2}¥5,500 {2}契約事務手数料/)
    expect(ran.out).toMatch(/29\d{11} {2}¥3,300 {2}ファイル登録オプション/)
    const link = /http:\S+\/sign-in\/\S+/.exec(ran.out)?.[0] ?? ''
    const use = () => fetch(link, { method: 'POST', headers: { origin: sandbox.url }, redirect: 'manual' })
    const opened = await use()
    expect(opened.status).toBe(303)
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(await (await sandbox.fetch('/', { headers: { cookie } })).text()).toContain('青葉書店')
    expect((await use()).status).toBe(401)
    expect((await pitpost(['merchant', 'list'])).out).toMatch(
      new RegExp(`mer_centre\\t.*センター[^]*${id}\\t青葉書店\\tplan-120\\t10-days`),
    )
  })

  it('refuses with every problem named, and signs nobody up', async () => {
    const before = (await sandbox.pitpost.store.merchants()).length
    const ran = await pitpost(['merchant', 'add', '--email', 'nope', '--plan', '140', '--agency-code', '12'])
    expect(ran.code).toBe(1)
    for (const field of ['name', 'email', 'plan', 'agency-code', 'client-code'])
      expect(ran.err).toContain(`${field}:`)
    expect(await sandbox.pitpost.store.merchants()).toHaveLength(before)
  })
})

describe('sign-in by the command line', () => {
  it('lets the centre in: its console shows the initial fees it bills', async () => {
    const ran = await pitpost(['sign-in', '--merchant', 'centre', '--name', '佐藤'])
    expect(ran.code).toBe(0)
    const answer = await fetch(/http:\S+/.exec(ran.out)?.[0] ?? '', {
      method: 'POST',
      headers: { origin: sandbox.url },
      redirect: 'manual',
    })
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect(await (await sandbox.fetch('/invoices', { headers: { cookie } })).text()).toContain(
      '契約事務手数料',
    )
  })

  it('says how to find the right id when there is no such merchant', async () => {
    const ran = await pitpost(['sign-in', '--merchant', 'mer_nobody'])
    expect(ran.code).toBe(1)
    expect(ran.err).toContain('merchant list')
  })

  it('proves the books beside a running server, and names a yen that was put in', async () => {
    const whole = await pitpost(['verify'])
    expect(whole.out).toContain('違いはありません。 / No differences.')
    expect(whole.code).toBe(0)
    const database = openSqlite(join(dataDir, 'pitpost.db'))
    database.runScript(`insert into ledger_entries values ('gift', 0, 'mer_centre', 'bank', 1, '2026-11-25')`)
    const broken = await pitpost(['verify'])
    expect(broken.out).toContain('ledger gift')
    expect(broken.code).toBe(1)
    const report = JSON.parse((await pitpost(['verify', '--json'])).out) as { differenceCount: number }
    expect(report.differenceCount).toBeGreaterThan(0)
    database.runScript(`delete from ledger_entries where cause = 'gift'`)
    database.close()
  })
})
