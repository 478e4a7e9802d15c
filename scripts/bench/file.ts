/** How long a person waits for a file of 4,000 invoices: looked at, and registered. */
import writeXlsxFile from 'write-excel-file/node'
import { acceptFile } from '../../src/application/accept-file.ts'
import { previewFile } from '../../src/application/preview-file.ts'
import { openBenchWorld } from '../bench-world.ts'

export const measures =
  '4,000 rows on disk, as CSV and Excel: preview (target 400 ms), registered (checked, numbered, committed; target 1,000 ms), medians of 5'

const ROWS = 4_000
const ROUNDS = 5

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const makeRows = (round: string): readonly (readonly string[])[] => [
  ['請求番号', '顧客名', 'メールアドレス', '件名', '請求金額', 'うち消費税', '支払期限'],
  ...Array.from({ length: ROWS }, (_, n) => [
    `B-${round}-${n}`,
    `髙橋 花子${n}`,
    `hanako${n}@example.com`,
    `12月分 月謝 ${round}`,
    '13200',
    '1200',
    '+30日',
  ]),
]

const toCsv = (rows: readonly (readonly string[])[]): Uint8Array =>
  new TextEncoder().encode(rows.map((cells) => cells.join(',')).join('\r\n'))

const toXlsx = async (rows: readonly (readonly string[])[]): Promise<Uint8Array> =>
  new Uint8Array(
    await writeXlsxFile(rows.map((cells) => cells.map((value) => ({ value, type: String })))).toBuffer(),
  )

export const run = async (): Promise<void> => {
  const now = Temporal.Now.instant()
  const vault = new Map<string, Uint8Array>()
  const bench = await openBenchWorld(now, {}, () => ({
    vault: {
      put: async (key, bytes) => {
        vault.set(key, bytes)
      },
      get: async (key) => vault.get(key),
    },
  }))
  const { world, merchant } = bench
  const request = { merchantId: merchant.id, fileName: 'b', actor: { kind: 'staff', name: 'bench' } as const }
  for (const [kind, write] of [
    ['CSV', toCsv],
    ['Excel', toXlsx],
  ] as const) {
    const previews: number[] = []
    const registrations: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const bytes = await write(makeRows(`${kind}${round}`))
      const start = performance.now()
      const looked = await previewFile(world, { ...request, bytes }, now)
      const seen = performance.now()
      const taken = await acceptFile(world, { ...request, bytes, mode: 'all_or_nothing' }, now)
      const done = performance.now()
      if (!looked.ok || looked.value.batch?.accepted !== ROWS) throw new Error('the preview refused it')
      if (!taken.ok || taken.value.status !== 'registered') throw new Error('the file was refused')
      previews.push(seen - start)
      registrations.push(done - seen)
    }
    console.log(
      `  ${kind.padEnd(6)} preview ${median(previews).toFixed(0).padStart(4)} ms   registered ${median(registrations).toFixed(0).padStart(4)} ms`,
    )
  }
  bench.close()
}
