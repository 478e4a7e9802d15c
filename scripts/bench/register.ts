/** How long it takes to register files of invoices: parsed, checked, numbered, committed. */
import { readFileSync } from 'node:fs'
import { acceptFile } from '../../src/application/accept-file.ts'
import { openBenchWorld } from '../bench-world.ts'

export const measures = 'files of 50 (target 200 ms), 1,000 and 4,000 invoices into SQLite on disk, medians'

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

export const run = async (): Promise<void> => {
  const now = Temporal.Now.instant()
  const bench = await openBenchWorld(now)
  const { world } = bench
  const merchantId = bench.merchant.id
  const register = async (bytes: Uint8Array): Promise<number> => {
    const start = performance.now()
    const actor = { kind: 'staff', name: 'bench' } as const
    const result = await acceptFile(
      world,
      { merchantId, fileName: 'b.csv', bytes, mode: 'all_or_nothing', actor, confirmDuplicates: true },
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
  bench.close()
}
