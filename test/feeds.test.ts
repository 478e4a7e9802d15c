/** Collection data files through every door: API, console, command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../src/cli/run-cli.ts'
import type { CollectionKind } from '../src/domain/collection-record.ts'
import type { Invoice } from '../src/domain/invoice.ts'
import { CENTRE_ID } from '../src/domain/merchant.ts'
import { eventually } from './contract/journey-contract.ts'
import { AGENCY, barcodeOf, CLIENT, strangeBarcode, tell, toFile } from './support/feed-files.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let dataDir: string
let sandbox: TestSandbox
let merchantId: string
let merchantCookie: string
let centreCookie: string

const staff = { kind: 'staff', name: '田中' } as const

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pitpost-feeds-'))
  sandbox = await startTestSandbox({ DATA_DIR: dataDir, AGENCY_CODE: AGENCY, CLIENT_CODE: CLIENT })
  merchantId = (await sandbox.pitpost.store.merchants())[0]?.id ?? ''
  merchantCookie = await sandbox.signIn()
  const answer = await sandbox.fetch(sandbox.centreSignInPath, {
    method: 'POST',
    headers: { origin: sandbox.url },
    redirect: 'manual',
  })
  centreCookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
})

afterAll(async () => {
  await sandbox?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const register = async (): Promise<Invoice> => {
  const raw = {
    customer_name: '神谷 健',
    subject: '月謝',
    amount: 11_000,
    tax: 1_000,
    due: '+30日',
    deliver: 'none',
  }
  const result = await sandbox.pitpost.story.acceptInvoice(
    { merchantId, raw, actor: staff },
    await sandbox.now(),
  )
  if (!result.ok) throw new Error('refused')
  return result.value
}

const yesterday = (time: string): string =>
  `${Temporal.Now.plainDateISO('Asia/Tokyo').subtract({ days: 1 })} ${time}`

const say = (kind: CollectionKind, invoice: Invoice, time: string) =>
  tell(kind, barcodeOf(invoice), yesterday(time))

const post = (body: Uint8Array<ArrayBuffer>, query = '', headers: Record<string, string> = {}) =>
  sandbox.fetch(`/api/v1/feeds${query}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'text/csv', ...headers },
  })

const get = (path: string, cookie = centreCookie) =>
  sandbox.fetch(path, { headers: { cookie }, redirect: 'manual' })

const submit = (path: string, body: FormData | URLSearchParams, cookie = centreCookie) =>
  sandbox.fetch(path, { method: 'POST', body, headers: { cookie, origin: sandbox.url }, redirect: 'manual' })

describe('POST /api/v1/feeds', () => {
  it('takes a file and answers counts, sums, differences and the list for a person', async () => {
    const invoice = await register()
    const bytes = toFile([
      say('preliminary', invoice, '10:00'),
      tell('preliminary', strangeBarcode(700), yesterday('10:01')),
    ])
    const dry = await post(bytes, '?dry_run=true')
    expect(dry.status).toBe(200)
    expect(await dry.json()).toMatchObject({ dry_run: true, outcomes: { recorded: { count: 1 } } })
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('open')
    const answer = await post(bytes, '?name=sokuho.csv', { 'idempotency-key': 'feed-1' })
    expect(answer.status).toBe(201)
    const feed = (await answer.json()) as { id: string; items: { row: number; message: string }[] }
    expect(feed).toMatchObject({
      file_name: 'sokuho.csv',
      layout: 'dsk',
      replayed: false,
      records: 2,
      total: 11_700,
      kinds: { preliminary: { count: 2, total: 11_700 } },
      outcomes: { recorded: { count: 1, total: 11_000 }, problem: { count: 1, total: 700 } },
      for_person: { count: 1, total: 700 },
      differences: { told: 11_700, taken: 11_000, difference: 700 },
      items: [{ row: 3, reason: 'unknown', outcome: 'problem', amount: 700 }],
    })
    expect(feed.items[0]?.message).toContain('どの請求か分かりません')
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('paid')

    const key = await post(bytes, '?name=sokuho.csv', { 'idempotency-key': 'feed-1' })
    expect(key.headers.get('idempotent-replayed')).toBe('true')
    expect(await key.json()).toMatchObject({ id: feed.id, replayed: false })
    const again = await post(bytes)
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ id: feed.id, replayed: true, records: 2 })
    expect((await post(toFile([]), '', { 'idempotency-key': 'feed-1' })).status).toBe(409)

    const bearer = { headers: { authorization: `Bearer ${sandbox.apiKey}`, 'accept-language': 'en' } }
    const shown = await (await sandbox.fetch(`/api/v1/feeds/${feed.id}`, bearer)).json()
    expect(shown).toMatchObject({ id: feed.id, items: [{ row: 3 }] })
    const done = await sandbox.fetch(`/api/v1/feeds/${feed.id}/items/3/done`, { ...bearer, method: 'POST' })
    expect(done.status).toBe(204)
    const left = await (await sandbox.fetch(`/api/v1/feeds/${feed.id}/items?filter=to-do`, bearer)).json()
    expect(left).toEqual({ data: [], next_cursor: null })
    const original = await sandbox.fetch(`/api/v1/feeds/${feed.id}/file`, bearer)
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(bytes)
    expect((await sandbox.fetch('/api/v1/feeds/fed_nothing', bearer)).status).toBe(404)
  })

  it('takes multipart and every layout by name; a wrong name is refused', async () => {
    const invoice = await register()
    const body = new FormData()
    body.set('file', new File([toFile([say('confirmed', invoice, '10:10')], 'fixed-b')], '確報.txt'))
    const answer = await sandbox.fetch('/api/v1/feeds?format=fixed-b', {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${sandbox.apiKey}` },
    })
    expect(await answer.json()).toMatchObject({ file_name: '確報.txt', layout: 'fixed-b' })
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('confirmed')
    expect((await post(toFile([]), '?format=xml')).status).toBe(422)
  })

  it('refuses a file whole, each problem with row, field, value, rule and remedy, in either language', async () => {
    const bad = new TextEncoder().encode(
      new TextDecoder()
        .decode(toFile([tell('preliminary', strangeBarcode(1), yesterday('11:00'))]))
        .replace('\n01,', '\n1x,'),
    )
    const answer = await post(bad, '', { 'accept-language': 'en' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      code: 'file_refused',
      problems: [
        {
          row: 2,
          field: '種別',
          value: '1x',
          rule: 'feed-kind',
          message: expect.stringContaining('none of 01'),
        },
      ],
    })
  })

  it('needs a key', async () => {
    expect((await post(toFile([]), '', { authorization: 'Bearer nope' })).status).toBe(401)
  })
})

describe('the console', () => {
  it('shows what would happen, takes it, lists what a person has to do, and keeps the history', async () => {
    const invoice = await register()
    const bytes = toFile([
      say('preliminary', invoice, '12:00'),
      say('preliminary', invoice, '18:00'),
      tell('confirmed', strangeBarcode(800, CLIENT, '8888'), yesterday('12:01')),
    ])
    const body = new FormData()
    body.set('file', new File([bytes], '<b>速報.csv'))
    body.set('layout', '')
    const preview = await (await submit('/feeds/preview', body)).text()
    expect(preview).toContain('まだ取り込んでいません')
    expect(preview).toContain('すでに支払い済みの請求です')
    expect(preview).not.toContain('<b>速報')
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('open')
    const sha256 = /name="sha256" value="([0-9a-f]{64})"/.exec(preview)?.[1] ?? ''
    const fields = new URLSearchParams({ sha256, file_name: '速報.csv', layout: '' })
    const taken = await submit('/feeds/take', fields)
    expect(taken.status).toBe(303)
    const path = taken.headers.get('location') ?? ''
    const page = await (await get(path)).text()
    expect(page).toContain('3件（¥22,800）を取り込みました')
    expect(page).toContain('どの請求か分かりません')
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('paid')
    expect((await submit('/feeds/take', fields)).headers.get('location')).toBe(`${path}?replayed=1`)
    expect((await submit(`${path}/items/3/done`, new URLSearchParams())).status).toBe(303)
    expect(await (await get(path)).text()).not.toContain(`${path}/items/3/done`)
    expect(await (await get(`${path}?list=all`)).text()).toContain('済 管理者')
    expect(await (await get('/feeds')).text()).toContain('速報.csv')
    const original = await get(`${path}/file`)
    expect(new Uint8Array(await original.arrayBuffer())).toEqual(bytes)
    // A merchant does not see the centre's files, only the money in them.
    expect((await get(path, merchantCookie)).status).toBe(404)
    expect(await (await get('/payments', merchantCookie)).text()).toContain('二重の入金')
  })

  it('says what is wrong with a file that is none', async () => {
    const body = new FormData()
    body.set('file', new File(['hello'], 'x.csv'))
    const answer = await submit('/feeds/preview', body)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('収納データの形式')
    expect((await submit('/feeds/preview', new FormData())).status).toBe(422)
    const nothing = new URLSearchParams({ sha256: '../../etc/passwd', file_name: 'x', layout: '' })
    expect((await submit('/feeds/take', nothing)).status).toBe(422)
  })
})

describe('npx pitpost feed', () => {
  const pitpost = async (...args: readonly string[]) => {
    const [out, err]: string[][] = [[], []]
    const code = await runCli(args, {
      env: {
        DATA_DIR: dataDir,
        SANDBOX: '1',
        BASE_URL: sandbox.url,
        AGENCY_CODE: AGENCY,
        CLIENT_CODE: CLIENT,
      },
      cwd: dataDir,
      print: (text) => out?.push(text),
      complain: (text) => err?.push(text),
    })
    return { code, out: (out ?? []).join('\n'), err: (err ?? []).join('\n') }
  }

  it('takes a file for the centre while the server runs, and the server tells the channel', async () => {
    const invoice = await register()
    const records = [
      say('preliminary', invoice, '13:00'),
      tell('preliminary', strangeBarcode(900), yesterday('13:01')),
    ]
    writeFileSync(join(dataDir, 'sokuho.dat'), toFile(records, 'fixed-a'))
    const dry = await pitpost('feed', 'sokuho.dat', '--dry-run')
    expect(dry.out).toContain('Dry run')
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('open')
    const ran = await pitpost('feed', 'sokuho.dat', '--format', 'fixed-a')
    expect(ran).toMatchObject({ code: 0, err: '' })
    expect(ran.out).toMatch(/recorded +1 +¥11,000/)
    expect(ran.out).toMatch(/3行目 01 ¥900/)
    expect((await sandbox.pitpost.store.invoice(invoice.id))?.status).toBe('paid')
    const again = await pitpost('feed', 'sokuho.dat')
    expect(again.code).toBe(0)
    expect(again.out).toContain('Taken before')
    const [feed] = (await sandbox.pitpost.store.feeds(CENTRE_ID, 1)).items
    expect(again.out).toContain(`/feeds/${feed?.id}`)
    await eventually(sandbox.chatTexts, (texts) =>
      texts.some((text) => text.startsWith('収納データを取り込みました：sokuho.dat 2件 ¥11,900')),
    )
    await eventually(sandbox.chatTexts, (texts) =>
      texts.some((text) => text.startsWith('収納データが届きました：新しい入金 1件 ¥11,000')),
    )
  })

  it('ends with 1 for a bad file, with 2 for a bad call', async () => {
    writeFileSync(join(dataDir, 'bad.csv'), 'hello')
    const bad = await pitpost('feed', 'bad.csv')
    expect(bad.code).toBe(1)
    expect(bad.err).toContain('is no collection data file')
    expect((await pitpost('feed', 'missing.csv')).code).toBe(1)
    expect((await pitpost('feed')).code).toBe(2)
    expect((await pitpost('feed', 'bad.csv', '--format', 'xml')).code).toBe(2)
  })
})
