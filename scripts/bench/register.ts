/** How long it takes to register files of invoices: parsed, checked, numbered, committed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTable } from '../../src/adapters/feed/read-table.ts'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { acceptFile } from '../../src/application/accept-file.ts'
import { setUpCentre } from '../../src/application/set-up-centre.ts'
import type { World } from '../../src/application/world.ts'
import { type Config, parseConfig } from '../../src/config.ts'

export const measures = 'files of 50 (target 200 ms), 1,000 and 4,000 invoices into SQLite on disk, medians'

/** Doors that registering never opens. */
const unused = (): never => {
  throw new Error('registering opens no other door')
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const makeFile = (rows: number, round: number): Uint8Array => {
  const header = '請求番号,顧客名,メールアドレス,件名,請求金額,うち消費税,支払期限'
  const lines = Array.from(
    { length: rows },
    (_, n) => `B-${round}-${n},髙橋 花子${n},hanako${n}@example.com,12月分 月謝,13200,1200,+30日`,
  )
  return new TextEncoder().encode([header, ...lines].join('\r\n'))
}

const got = (parsed: ReturnType<typeof parseConfig>): Config => {
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return parsed.config
}

export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const database = openSqlite(join(folder, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  const random = createRandom()
  const now = Temporal.Now.instant()
  const surroundings = {
    baseUrl: 'http://localhost',
    numberPrefix: '29',
    proofOneIn: 100,

    isHoliday: () => false,
    faxAddress: () => undefined,
  }
  const { centre, merchant } = got(parseConfig({}))
  const setUp = { centre, merchant, apiKey: undefined }
  const { id: merchantId } = await setUpCentre({ store, random, surroundings }, setUp, now)
  const world: World = {
    store,
    random,
    surroundings,
    readTable,
    log: { info: () => undefined, error: console.error },
    vault: { put: unused, get: unused },
    printer: {
      printSheets: unused,
      printTogether: unused,
      printDocument: unused,
      status: unused,
      close: unused,
    },
    prover: { readCodes: unused, lookAt: unused, toPng: unused, sizeOf: unused },
    readArtwork: unused,
    render: () => '',
    sheetLook: '',
    drawBarcode: () => '',
    readLogo: unused,
    mailer: { send: unused, status: unused, close: unused },
    chat: { post: unused, status: unused },
  }
  const register = async (bytes: Uint8Array): Promise<number> => {
    const start = performance.now()
    const actor = { kind: 'staff', name: 'bench' } as const
    const result = await acceptFile(
      world,
      { merchantId, fileName: 'b.csv', bytes, mode: 'all_or_nothing', actor },
      now,
    )
    if (!result.ok || result.value.status !== 'registered') throw new Error('the file was refused')
    return performance.now() - start
  }
  const sample = readFileSync(new URL('../../test/samples/invoices-50.utf8.csv', import.meta.url))
  console.log(`  sample of 50, cold      ${(await register(sample)).toFixed(0)} ms`)
  let round = 0
  for (const rows of [50, 1_000, 4_000]) {
    const times: number[] = []
    for (let n = 0; n < 5; n += 1) {
      round += 1
      times.push(await register(makeFile(rows, round)))
    }
    console.log(`  ${String(rows).padStart(5)} invoices         ${median(times).toFixed(0)} ms`)
  }
  database.close()
  rmSync(folder, { recursive: true, force: true })
}
