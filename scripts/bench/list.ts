/** How long a page of invoices takes, out of a million, for every combination of filters. */
import type { InvoiceFilter } from '../../src/ports.ts'
import { fillInvoices, NEWEST_DAY } from '../bench-invoices.ts'
import { type BenchWorld, openBenchWorld } from '../bench-world.ts'

export const measures = 'a page of 50 of 1,000,000 invoices by any combination of filters (target: p99 20 ms)'

const ROWS = Number(process.env['BENCH_ROWS'] ?? 1_000_000)
const PAGE = 50
/** Pages of each combination: the first, the next ones, and ones from deep within. */
const PAGES = 3

const day = (daysAgo: number) => NEWEST_DAY.subtract({ days: daysAgo })

/** Of each filter: absent, what most rows pass, few, or none. */
const choices: { readonly [K in string]: readonly InvoiceFilter[] } = {
  status: [{}, { status: 'confirmed' }, { status: 'cancelled' }, { status: 'open' }],
  text: [
    {},
    { text: 'タナカ' },
    { text: '林' },
    { text: '勅使河原' },
    { text: '東海林 陽菜' },
    { text: 'R-0512345' },
    { text: '2900000' },
    { text: '鷲' },
    { text: 'zzz' },
    { text: 'r' },
  ],
  due: [
    {},
    { dueFrom: day(900), dueTo: day(0) },
    { dueFrom: day(500), dueTo: day(500) },
    { dueTo: day(1_000) },
    { dueFrom: day(-30) },
  ],
  registered: [
    {},
    { registeredFrom: day(800), registeredTo: day(30) },
    { registeredFrom: day(501), registeredTo: day(500) },
  ],
  amount: [
    {},
    { amountMin: 1_000, amountMax: 50_000 },
    { amountMin: 250_000 },
    { amountMin: 13_200, amountMax: 13_200 },
    { amountMin: 299_999, amountMax: 299_999 },
  ],
}

type Timed = { readonly ms: number; readonly cpuMs: number; readonly filter: InvoiceFilter }

const combine = (lists: readonly (readonly InvoiceFilter[])[]): readonly InvoiceFilter[] =>
  lists.reduce<readonly InvoiceFilter[]>(
    (all, list) => all.flatMap((one) => list.map((choice) => ({ ...one, ...choice }))),
    [{}],
  )

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

export const run = async (): Promise<void> => {
  const bench = await openBenchWorld(Temporal.Now.instant())
  const start = performance.now()
  await fillInvoices(bench.database, bench.merchant.id, ROWS)
  console.log(
    `  ${ROWS.toLocaleString('en')} invoices made in ${((performance.now() - start) / 1_000).toFixed(0)} s`,
  )
  const combinations = combine(Object.values(choices))
  const times: Timed[] = []
  for (const filter of combinations) times.push(...(await timePages(bench, filter)))
  report('all combinations', times)
  for (const [name, list] of Object.entries(choices))
    for (const choice of list.slice(1))
      report(
        `with ${name} ${Object.values(choice).join(' – ')}`,
        times.filter(({ filter }) => includes(filter, choice)),
      )
  console.log('  most work:')
  for (const { cpuMs, filter } of times.toSorted((a, b) => b.cpuMs - a.cpuMs).slice(0, 10))
    console.log(
      `    ${cpuMs.toFixed(1).padStart(6)} ms  ${Object.entries(filter)
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}`,
    )
  bench.close()
}

const timePages = async ({ store, merchant }: BenchWorld, filter: InvoiceFilter) => {
  const times: Timed[] = []
  // From the middle of the years, too.
  const cursors: (string | undefined)[] = [undefined, `${day(520).toString().replaceAll('-', '')}.0`]
  for (let page = 0; page < PAGES && cursors.length > 0; page += 1) {
    const cursor = cursors.shift()
    const [start, cpu] = [performance.now(), process.cpuUsage()]
    const { nextCursor } = await store.invoices(merchant.id, filter, PAGE, cursor)
    const { user, system } = process.cpuUsage(cpu)
    times.push({ ms: performance.now() - start, cpuMs: (user + system) / 1_000, filter })
    if (nextCursor !== undefined && page === 0) cursors.push(nextCursor)
  }
  return times
}

const includes = (filter: InvoiceFilter, choice: InvoiceFilter): boolean =>
  Object.entries(choice).every(([key, value]) => String(filter[key as keyof InvoiceFilter]) === String(value))

/** Time on the clock, and of the processor: what it would be if nothing else ran on the machine. */
const report = (name: string, times: readonly Timed[]): void => {
  const sorted = times.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const cpu = times.map(({ cpuMs }) => cpuMs).toSorted((a, b) => a - b)
  const shown = [at(sorted, 0.5), at(sorted, 0.99), at(cpu, 0.99), sorted.at(-1) ?? 0]
  const [median, p99, p99Cpu, max] = shown.map((ms) => ms.toFixed(1).padStart(5))
  console.log(
    `  p50 ${median}  p99 ${p99} (cpu ${p99Cpu})  max ${max} ms  ${String(times.length).padStart(5)} pages  ${name}`,
  )
}
