/** Closing is idempotent: a machine that ticked every day and one that was down for two months settle the same. */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { query } from '../src/adapters/store/database.ts'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import type { CycleName } from '../src/domain/merchant.ts'
import { at, got, newMerchant, openStory } from './support/open-story.ts'

const folder = mkdtempSync(join(tmpdir(), 'pitpost-late-'))
const actor = { kind: 'staff', name: '田中' } as const

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Three weeks before Golden Week: paid and not, confirmed early, late and never, cancelled, doubled, by FAX. */
const liveThrough = async (database: SqliteDatabase, cycle: CycleName): Promise<void> => {
  const open = openStory(database)
  const { story, store } = open
  const centre = { name: 'センター', email: undefined, phone: undefined }
  const setup = { centre, merchant: newMerchant({ cycle }), apiKey: undefined }
  const { id: merchantId } = await story.setUpCentre(setup, at('2026-04-07 09:00'))
  for (let n = 0; n < 60; n += 1) {
    const day = String(7 + Math.floor(n / 3)).padStart(2, '0')
    const raw = {
      ...{ customer_name: `顧客${n}`, subject: '月謝', amount: 1_000 * (n + 1), tax: 0, deliver: 'none' },
      ...{ due: `+${(n * 7) % 40}日`, repeat: n % 10 === 0 },
    }
    const invoice = got(await story.acceptInvoice({ merchantId, raw, actor }, at(`2026-04-${day} 10:00`)))
    const till = { receipt: `r-${n}`, paidAt: at(`2026-04-${day} 23:50`), chain: '020', store: '000001' }
    const request = { ...till, number: invoice.number, invoiceId: invoice.id, amountYen: invoice.amountYen }
    if (n % 3 !== 0) got(await story.collectPayment(request, till.paidAt))
    if (n % 6 === 1) got(await story.collectPayment({ ...request, receipt: `again-${n}` }, till.paidAt))
    if (n % 3 === 1) got(await story.confirmPayment(till.receipt, at(`2026-04-${day} 23:55`)))
    const cancel = { merchantId, invoiceId: invoice.id, reason: undefined, actor }
    if (n % 12 === 6) got(await story.cancelInvoice(cancel, at(`2026-04-${day} 23:56`)))
    const sent = Temporal.PlainDate.from(`2026-04-${day}`)
    if (n % 5 === 0) await store.commit([{ kind: 'count-fax', key: `f-${n}`, merchantId, day: sent }])
    await open.tick(at(`2026-04-${day} 23:58`))
  }
}

/** Everything about settlements and the ledger but the moments at which it was written. */
const booksOf = async (database: SqliteDatabase) => ({
  settlements: await database.all(
    sql`select id, status, body from settlements order by merchant_id, closing_day`.compile(query),
  ),
  lines: await database.all(
    sql`select * from settlement_lines order by settlement_id, position`.compile(query),
  ),
  claims: await database.all(
    sql`select id, settlement_id as settlement from payments union all select id, ended_settlement_id from invoices
      union all select key, settlement_id from faxes order by id`.compile(query),
  ),
  ledger: await database.all(sql`select * from ledger_entries order by cause, position`.compile(query)),
})

const openCopy = (from: string, name: string): SqliteDatabase => {
  const path = join(folder, name)
  copyFileSync(from, path)
  return openSqlite(path)
}

describe.each<CycleName>(['5-days', '10-days', 'half-month', 'month-end'])('%s', (cycle) => {
  it('ticked daily, ticked twice each time, or started two months later: the same settlements', async () => {
    const path = join(folder, `${cycle}.db`)
    const database = openSqlite(path)
    await migrateSqlite(database)
    await liveThrough(database, cycle)
    database.runScript('pragma wal_checkpoint(truncate)')
    database.close()
    const [daily, twice, late] = ['daily', 'twice', 'late'].map((name) =>
      openCopy(path, `${cycle}-${name}.db`),
    )
    if (daily === undefined || twice === undefined || late === undefined) throw new Error('no copies')
    const end = Temporal.PlainDate.from('2026-06-30')
    for (
      let day = Temporal.PlainDate.from('2026-04-27');
      Temporal.PlainDate.compare(day, end) <= 0;
      day = day.add({ days: 1 })
    ) {
      await openStory(daily).tick(at(`${day} 00:10`))
      await openStory(twice).tick(at(`${day} 06:00`))
      await Promise.all([
        openStory(twice).tick(at(`${day} 06:01`)),
        openStory(twice).tick(at(`${day} 06:01`)),
      ])
    }
    await openStory(late).tick(at('2026-06-30 12:00'))
    const books = await booksOf(daily)
    expect(books.settlements.length).toBeGreaterThan(1)
    expect(await booksOf(twice)).toEqual(books)
    expect(await booksOf(late)).toEqual(books)
    for (const copy of [daily, twice, late]) {
      expect((await openStory(copy).verify(at('2026-06-30 13:00'))).differences).toEqual([])
      copy.close()
    }
  })
})
