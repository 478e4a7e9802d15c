/** How long it takes to issue ten million numbers, and whether the last million is slower than the first. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { issueNumbers } from '../../src/application/issue-numbers.ts'
import { setUpCentre } from '../../src/application/set-up-centre.ts'
import { type Config, parseConfig } from '../../src/config.ts'

export const measures = 'numbers issued for a pool into SQLite on disk, a million at a time'

const MILLION = 1_000_000
/** Numbers of one commit. */
const LOT = 10_000
const MILLIONS = Number(process.env['BENCH_MILLIONS'] ?? 10)

const got = (parsed: ReturnType<typeof parseConfig>): Config => {
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return parsed.config
}

export const run = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'pitpost-bench-'))
  const database = openSqlite(join(folder, 'pitpost.db'))
  await migrateSqlite(database)
  const store = createStore(database)
  const surroundings = {
    baseUrl: 'http://localhost',
    numberPrefix: '29',
    proofOneIn: 100,
    isHoliday: () => false,
    faxAddress: () => undefined,
  }
  const world = { store, random: createRandom(), surroundings }
  const issuedAt = Temporal.Now.instant()
  const { centre, merchant } = got(parseConfig({}))
  const { id: merchantId } = await setUpCentre(world, { centre, merchant, apiKey: undefined }, issuedAt)
  const rates: number[] = []
  for (let million = 1; million <= MILLIONS; million += 1) {
    const start = performance.now()
    for (let issued = 0; issued < MILLION; issued += LOT) {
      const numbers = (await issueNumbers(world, LOT)).map((number) => ({
        ...({ number, merchantId, kind: 'card', issuedAt } as const),
      }))
      // Somebody else may have taken one meanwhile: draw anew.
      while ((await store.commit([{ kind: 'issue-numbers', numbers }])) === 'conflict');
    }
    const seconds = (performance.now() - start) / 1_000
    rates.push(seconds)
    const memory = (process.resourceUsage().maxRSS / 1_024).toFixed(0)
    console.log(
      `  million ${String(million).padStart(2)}   ${seconds.toFixed(1).padStart(6)} s   ${(MILLION / seconds).toFixed(0).padStart(8)} a second   ${memory} MB`,
    )
  }
  const slowdown = (rates.at(-1) ?? 1) / (rates[0] ?? 1)
  console.log(`  last / first   ${slowdown.toFixed(2)}`)
  database.close()
  rmSync(folder, { recursive: true, force: true })
}
