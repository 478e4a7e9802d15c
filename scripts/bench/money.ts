/** How long a month of 100,000 invoices and 80,000 payments takes to close, fix and prove, and what a till waits. */
import { readBooks } from '../../src/adapters/store/read-books.ts'
import { expireInvoices } from '../../src/application/expire-invoices.ts'
import { inquireNumber } from '../../src/application/serve-terminal.ts'
import { settleCycle } from '../../src/application/settle-cycle.ts'
import { summarizeSettlement } from '../../src/application/summarize-settlement.ts'
import { verifyBooks } from '../../src/application/verify-books.ts'
import { payMonth, registerMonth } from '../bench-month.ts'
import { openBenchWorld } from '../bench-world.ts'

export const measures =
  '100,000 invoices, 80,000 paid: close + fix a month (target 3 s), inquiry p99 (target 5 ms), below 300 MB'

const INVOICES = Number(process.env['BENCH_INVOICES'] ?? 100_000)
const INQUIRIES = 5_000

const at = (text: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(text).toZonedDateTime('Asia/Tokyo').toInstant()

const timed = async (what: string, act: () => Promise<unknown>): Promise<void> => {
  const start = performance.now()
  const value = await act()
  const ms = (performance.now() - start).toFixed(0).padStart(7)
  console.log(`  ${what.padEnd(34)} ${ms} ms   ${String(value)}   peak ${memory()} MB`)
}

const memory = (): string => (process.resourceUsage().maxRSS / 1_024).toFixed(0)

export const run = async (): Promise<void> => {
  const open = () => ({ vault: { put: async () => undefined, get: async () => undefined } })
  const bench = await openBenchWorld(at('2026-11-01T00:00'), { CYCLE: 'month-end' }, open)
  const { database, store, world } = bench
  const { id } = bench.merchant
  const numbers: string[] = []
  await timed('a month lived through', async () => {
    numbers.push(...(await registerMonth(world, id, INVOICES)))
    payMonth(database)
    return `${numbers.length} invoices`
  })
  await timed('inquiries', async () => {
    const times: number[] = []
    for (let n = 0; n < INQUIRIES; n += 1) {
      const number = numbers[(n * 7_919) % numbers.length] ?? ''
      const start = performance.now()
      const found = await inquireNumber(world, number, at('2026-11-25T12:00'))
      times.push(performance.now() - start)
      if (!found.ok) throw new Error('a number was not found')
    }
    const p99 = times.toSorted((a, b) => a - b)[Math.floor(INQUIRIES * 0.99)] ?? 0
    return `p99 ${p99.toFixed(2)} ms`
  })
  await timed(
    'expire the unpaid',
    async () => `${await expireInvoices(world, at('2026-12-01T00:10'))} expired`,
  )
  await timed('close the month', async () => `${await settleCycle(world, at('2026-12-01T00:10'))} closed`)
  await timed(
    'fix it on the notice day',
    async () => `${await summarizeSettlement(world, at('2026-12-08T00:10'))} fixed`,
  )
  await timed('a tick with nothing to do', async () => `${await settleCycle(world, at('2026-12-08T00:11'))}`)
  await timed('prove the books', async () => {
    const report = await verifyBooks({ ...world, books: readBooks(database) }, at('2026-12-08T00:20'))
    return `${report.differenceCount} differences in ${report.counts.causes} postings`
  })
  const [stored] = await store.settlements(id)
  const totals = stored?.settlement.totals
  console.log(
    `  ${totals?.paidCount} paid, ${totals?.unpaidCount} unpaid, ¥${totals?.payoutYen.toLocaleString('en')} to be paid out`,
  )
  bench.close()
}
