/** A merchant moves from one machine to the edge and back, and not a row is lost. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { payMonth, registerMonth } from '../../scripts/bench-month.ts'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { createFileVault } from '../../src/adapters/store/file-vault.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { readBooks } from '../../src/adapters/store/read-books.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { sheetKey } from '../../src/application/bill-customers.ts'
import { expireInvoices } from '../../src/application/expire-invoices.ts'
import { setUpCentre } from '../../src/application/set-up-centre.ts'
import { settleCycle } from '../../src/application/settle-cycle.ts'
import { summarizeSettlement } from '../../src/application/summarize-settlement.ts'
import { toSha256 } from '../../src/application/to-sha256.ts'
import { verifyBooks } from '../../src/application/verify-books.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import type { MoveEnd } from '../../src/domain/move-file.ts'
import { closedWorld } from '../support/closed-world.ts'
import { newMerchant } from '../support/open-story.ts'
import { type EdgeWorld, openEdgeWorld } from './open-edge-world.ts'

const INVOICES = 1_000
const SHEETS = 40
const folder = mkdtempSync(join(tmpdir(), 'pitpost-moves-'))
const here = join(folder, 'here')
const back = join(folder, 'back')
const centreKey = 'pk_test_centre_0123456789abcdef0123'

const settledAt = Temporal.Instant.from('2026-12-20T00:00:00Z')

let world: EdgeWorld
let merchantId: string

const cli = async (args: readonly string[], dataDir: string) => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(args, {
    env: { DATA_DIR: dataDir, SANDBOX: '1', PITPOST_KEY: centreKey },
    cwd: folder,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const endOf = (file: string): MoveEnd => {
  const last = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(last) as { end: MoveEnd }).end
}

/** A month of invoices, four of five paid and settled, with sheets in the vault. */
const liveHere = async (): Promise<string> => {
  // The first command makes the data folder.
  await cli(['merchant', 'list'], here)
  const database = openSqlite(join(here, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  const vault = createFileVault(join(here, 'vault'))
  const inside = closedWorld(store, { vault })
  const first = Temporal.Instant.from('2026-10-31T00:00:00Z')
  const centre = { name: 'センター', email: undefined, phone: undefined }
  const { id } = await setUpCentre(inside, { centre, merchant: newMerchant({}), apiKey: undefined }, first)
  await registerMonth(inside, id, INVOICES)
  payMonth(database)
  await expireInvoices(inside, settledAt)
  await settleCycle(inside, settledAt)
  await summarizeSettlement(inside, settledAt)
  const { items } = await store.invoices(id, {}, SHEETS)
  const sheets = await Promise.all(
    items.map(async ({ id: invoiceId }) => {
      const bytes = new TextEncoder().encode(`%PDF-1.7 ${invoiceId} 髙橋`)
      const sheet = { invoiceId, sha256: await toSha256(bytes), bytes: bytes.length, printedAt: first }
      await vault.put(sheetKey(sheet), bytes)
      return sheet
    }),
  )
  await store.commit([{ kind: 'store-sheets', sheets }])
  database.runScript("update deliveries set status = 'sent'")
  database.close()
  return id
}

/** What is not as the history has it, on the last day of this month's life. */
const differences = async (dataDir: string) => {
  const database = openSqlite(join(dataDir, 'pitpost.db'))
  const vault = createFileVault(join(dataDir, 'vault'))
  const inside = closedWorld(createStore(database), { vault })
  // The first merchant of a new installation lives through its first month as well.
  await settleCycle(inside, settledAt)
  await summarizeSettlement(inside, settledAt)
  const report = await verifyBooks({ ...inside, books: readBooks(database) }, settledAt)
  database.close()
  return report.differences
}

beforeAll(async () => {
  merchantId = await liveHere()
  world = await openEdgeWorld()
  // The centre is there from the first request on.
  expect((await world.fetch('/healthz')).status).toBe(200)
  const key = {
    hash: await toSha256(centreKey),
    merchantId: CENTRE_ID,
    name: '引っ越し',
    role: 'admin' as const,
  }
  await world.store.commit([{ kind: 'add-api-key', key, at: Temporal.Now.instant() }])
}, 120_000)
afterAll(async () => {
  await world?.close()
  rmSync(folder, { recursive: true, force: true })
})

test('from SQLite to D1 and back: every row and every byte, and the books are still proved', async () => {
  const at = world.url.origin
  expect(await cli(['export', '--merchant', merchantId, 'a.jsonl'], here)).toMatchObject({ code: 0, err: '' })
  expect(await cli(['import', '--at', at, 'a.jsonl'], here)).toMatchObject({ code: 0, err: '' })
  expect(await cli(['export', '--merchant', merchantId, '--at', at, 'b.jsonl'], here)).toMatchObject({
    code: 0,
    err: '',
  })
  expect(await cli(['import', 'b.jsonl'], back)).toMatchObject({ code: 0, err: '' })
  expect(await cli(['export', '--merchant', merchantId, 'c.jsonl'], back)).toMatchObject({ code: 0, err: '' })
  const [first, edge, last] = ['a.jsonl', 'b.jsonl', 'c.jsonl'].map(endOf)
  expect(first?.rows).toBeGreaterThan(INVOICES * 5)
  expect(first?.files).toBe(SHEETS)
  expect(edge).toEqual(first)
  expect(last).toEqual(first)
  expect(await differences(here)).toEqual([])
  expect(await differences(back)).toEqual([])
}, 120_000)

test('what is here already is not taken in a second time', async () => {
  const again = await cli(['import', 'b.jsonl'], back)
  expect(again.code).toBe(1)
  expect(again.err).toContain('すでにここにあります')
  const there = await cli(['import', '--at', world.url.origin, 'a.jsonl'], here)
  expect(there.code).toBe(1)
  expect(there.err).toContain('すでにここにあります')
})

test('a file that was cut short or altered takes nothing in; an import that broke off goes on', async () => {
  const other = join(folder, 'other')
  const whole = readFileSync(join(folder, 'a.jsonl'), 'utf8')
  const lines = whole.trimEnd().split('\n')
  writeFileSync(join(folder, 'cut.jsonl'), `${lines.slice(0, 2_000).join('\n')}\n`)
  expect((await cli(['import', 'cut.jsonl'], other)).err).toContain('cut short')
  expect((await cli(['export', '--merchant', merchantId, 'none.jsonl'], other)).code).toBe(1)
  // The parts of the broken try are there already.
  expect(await cli(['import', 'a.jsonl'], other)).toMatchObject({ code: 0, err: '' })
  writeFileSync(
    join(folder, 'altered.jsonl'),
    whole.replace('11月分 月謝', '12月分 月謝').replace(/"id":"mov_\w/, '"id":"mov_x'),
  )
  const altered = await cli(['import', 'altered.jsonl'], join(folder, 'third'))
  expect(altered.code).toBe(1)
  expect(altered.err).toContain('damaged')
  expect((await cli(['export', '--merchant', merchantId, 'none.jsonl'], join(folder, 'third'))).code).toBe(1)
}, 60_000)

test('only an admin of the centre moves merchants in; a merchant takes nothing but its own out', async () => {
  const post = await world.api('/moves/mov_1/lines?from=0', {
    method: 'POST',
    headers: { 'idempotency-key': crypto.randomUUID() },
    body: '',
  })
  expect(post.status).toBe(403)
  expect((await world.api(`/moves/${merchantId}`)).status).toBe(403)
})
