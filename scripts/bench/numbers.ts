/** How long it takes to issue ten million numbers, and whether the last million is slower than the first. */
import { issueNumbers } from '../../src/application/issue-numbers.ts'
import { openBenchWorld } from '../bench-world.ts'

export const measures = 'numbers issued for a pool into SQLite on disk, a million at a time'

const MILLION = 1_000_000
/** Numbers of one commit. */
const LOT = 10_000
const MILLIONS = Number(process.env['BENCH_MILLIONS'] ?? 10)

export const run = async (): Promise<void> => {
  const issuedAt = Temporal.Now.instant()
  const bench = await openBenchWorld(issuedAt)
  const { store, world } = bench
  const merchantId = bench.merchant.id
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
  bench.close()
}
