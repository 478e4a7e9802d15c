/** The printer with many callers, with a full queue, and over a whole month's sheets. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createStore } from '../../../src/adapters/store/create-store.ts'
import { createFileVault } from '../../../src/adapters/store/file-vault.ts'
import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../../src/adapters/store/sqlite-database.ts'
import { toSha256 } from '../../../src/application/to-sha256.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import type { Store } from '../../../src/ports.ts'
import { makeNextInvoice, makeSheets, merchant, toSheet } from './make-sheets.ts'
import { type Bench, take } from './open-bench.ts'

type Say = (what: string, figures: string) => void

const CALLERS = 20
const SHEETS_EACH = 25
const MONTH = 4_000
/** As `bill-customers` asks for them. */
const AT_A_TIME = 100

const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** 20 callers of single sheets, each asking for the next as soon as it has one; then more than the queue holds. */
export const benchCrowd = async ({ printer }: Bench, say: Say): Promise<void> => {
  const times: number[] = []
  const started = performance.now()
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let n = 0; n < SHEETS_EACH; n += 1) {
        const asked = performance.now()
        take(await printer.printSheets(makeSheets(1)))
        times.push(performance.now() - asked)
      }
    }),
  )
  const seconds = (performance.now() - started) / 1_000
  say(
    `${CALLERS} callers of single sheets`,
    `${(times.length / seconds).toFixed(0)} sheets/s, median ${at(times, 0.5).toFixed(0)} ms, p99 ${at(times, 0.99).toFixed(0)} ms`,
  )
  const crowd = Array.from({ length: 12 }, () => printer.printSheets(makeSheets(AT_A_TIME)))
  const asked = performance.now()
  const turnedAway = await printer.printSheets(makeSheets(AT_A_TIME))
  say(
    'a full queue',
    `${turnedAway.ok ? 'took more' : turnedAway.failure.kind} after ${(performance.now() - asked).toFixed(1)} ms`,
  )
  await Promise.all(crowd)
}

/** Printed, cut, kept in the vault and in the store, as a batch of notices has it. */
export const benchStored = async ({ printer }: Bench, folder: string, say: Say): Promise<void> => {
  const home = join(folder, 'kept')
  mkdirSync(home)
  const database = openSqlite(join(home, 'pitpost.db'))
  await migrateSqlite(database)
  const [store, vault] = [createStore(database), createFileVault(home)]
  const invoices = Array.from({ length: MONTH }, makeNextInvoice)
  await register(store, invoices)
  const sizes: number[] = []
  const keep = async (part: readonly Invoice[]): Promise<void> => {
    const printed = take(await printer.printSheets(part.map(toSheet)))
    const sheets = await Promise.all(
      printed.map(async (bytes, index) => {
        const [sha256, invoiceId] = [await toSha256(bytes), part[index]?.id ?? '']
        await vault.put(`sheets/${invoiceId}-${sha256.slice(0, 16)}.pdf`, bytes)
        sizes.push(bytes.length / 1_000)
        return { invoiceId, sha256, bytes: bytes.length, printedAt: now }
      }),
    )
    await store.commit([{ kind: 'store-sheets', sheets }])
  }
  const now = Temporal.Now.instant()
  const peak = watchMemory()
  const started = performance.now()
  for (let n = 0; n < MONTH; n += AT_A_TIME) await keep(invoices.slice(n, n + AT_A_TIME))
  const seconds = (performance.now() - started) / 1_000
  say(
    `${MONTH} single sheets, cut and kept`,
    `${seconds.toFixed(1)} s, Node at most ${peak().toFixed(0)} MB; median ${at(sizes, 0.5).toFixed(0)} kB, largest ${at(sizes, 1).toFixed(0)} kB`,
  )
  database.close()
}

const register = async (store: Store, invoices: readonly Invoice[]): Promise<void> => {
  const at = Temporal.Now.instant()
  const numbers = invoices.map(
    ({ number, merchantId }) => ({ number, merchantId, kind: 'notice', issuedAt: at }) as const,
  )
  const actor = { kind: 'staff', name: 'bench' } as const
  await store.commit([
    { kind: 'add-merchant', merchant },
    { kind: 'issue-numbers', numbers },
    { kind: 'add-invoices', invoices, actor },
  ])
}

/** Answers the most memory seen since, in MB. */
const watchMemory = (): (() => number) => {
  let most = 0
  const look = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 20)
  return () => {
    clearInterval(look)
    return most / 1e6
  }
}
