/** How long it takes to take collection data files: read, decided, committed. */
import { join } from 'node:path'
import { createFileVault } from '../../src/adapters/store/file-vault.ts'
import { acceptFile } from '../../src/application/accept-file.ts'
import { collectFeed } from '../../src/application/collect-feed.ts'
import type { World } from '../../src/application/world.ts'
import type { CollectionKind, CollectionRecord } from '../../src/domain/collection-record.ts'
import { writeFixedFeed } from '../../src/domain/feed-layout-fixed-write.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import { toInvoiceBarcode } from '../../src/domain/invoice-barcode.ts'
import { atTime, toJstDay } from '../../src/domain/jst-day.ts'
import { CENTRE_ID, type Merchant } from '../../src/domain/merchant.ts'
import type { Store } from '../../src/ports.ts'
import { openBenchWorld } from '../bench-world.ts'

export const measures =
  'files of 20,000 records into SQLite on disk: all 速報, all 確報, 確報 without 速報, doubled'

const RECORDS = 20_000
const FILES = 10
const actor = { kind: 'staff', name: 'bench' } as const

/** Registers two invoices for each record. */
const register = async (world: World, merchantId: string, now: Temporal.Instant): Promise<void> => {
  const rows = (RECORDS * 2) / FILES
  for (let file = 0; file < FILES; file += 1) {
    const header = '顧客名,件名,請求金額,うち消費税,支払期限,通知先'
    const lines = Array.from({ length: rows }, (_, n) => `髙橋 花子${n},月謝,13200,1200,+30日,なし`)
    const bytes = new TextEncoder().encode([header, ...lines].join('\r\n'))
    const request = { merchantId, fileName: 'b.csv', bytes, mode: 'all_or_nothing', actor } as const
    const result = await acceptFile(world, request, now)
    if (!result.ok || result.value.status !== 'registered') throw new Error('the file was refused')
  }
}

const allInvoices = async (store: Store, merchantId: string): Promise<readonly Invoice[]> => {
  const invoices: Invoice[] = []
  let cursor: string | undefined
  do {
    const page = await store.invoices(merchantId, {}, 200, cursor)
    invoices.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return invoices
}

const toRecords = (
  kind: CollectionKind,
  invoices: readonly Invoice[],
  merchant: Merchant,
  now: Temporal.Instant,
): readonly CollectionRecord[] =>
  invoices.map((invoice, n) => {
    const barcode = toInvoiceBarcode(invoice, merchant)
    if (barcode === undefined) throw new Error('an invoice without a barcode')
    const collectedAt = atTime(toJstDay(now), n % 24, n % 60)
    return {
      ...{ row: 0, kind, collectedAt, barcode, amountYen: invoice.amountYen },
      ...{ chain: '020', store: String(n % 9_000), userFields: ['', ''], ageBand: '' },
      ...{ transferDay: undefined, createdDay: undefined, fetchedDay: undefined, bookingDay: undefined },
    }
  })

export const run = async (): Promise<void> => {
  const now = Temporal.Now.instant()
  const bench = await openBenchWorld(now, { AGENCY_CODE: '912345', CLIENT_CODE: '77' }, (folder) => ({
    vault: createFileVault(join(folder, 'vault')),
  }))
  const { store, world, merchant } = bench
  await register(world, merchant.id, now)
  const invoices = await allInvoices(store, merchant.id)
  const take = async (what: string, records: readonly CollectionRecord[]): Promise<void> => {
    const bytes = writeFixedFeed({ createdDay: toJstDay(now), client: undefined, records }, 'fixed-a')
    const start = performance.now()
    const before = process.cpuUsage()
    const taken = await collectFeed(world, { ownerId: CENTRE_ID, fileName: what, bytes, actor }, now)
    if (!taken.ok) throw new Error('the file was refused')
    const outcomes = Object.entries(taken.value.feed.summary.outcomes).flatMap(([name, { count }]) =>
      count === 0 ? [] : [`${name} ${count}`],
    )
    const { user, system } = process.cpuUsage(before)
    const times = `${(performance.now() - start).toFixed(0)} ms (${((user + system) / 1e3).toFixed(0)} ms of CPU)`
    console.log(`  ${what.padEnd(20)} ${times}  ${outcomes.join(', ')}`)
  }
  const [first, second] = [invoices.slice(0, RECORDS), invoices.slice(RECORDS)]
  await take('preliminary', toRecords('preliminary', first, merchant, now))
  await take('confirmed', toRecords('confirmed', first, merchant, now))
  await take('confirmed at once', toRecords('confirmed', second, merchant, now))
  await take('doubled', [...toRecords('confirmed', second, merchant, now)].reverse())
  console.log(`  memory                   ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`)
  bench.close()
}
