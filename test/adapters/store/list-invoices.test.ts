/** The list of invoices: for any filters the same rows as looking at each, page after page, and never by a scan. */
import { beforeAll, describe, expect, it } from 'vitest'
import { fillInvoices, NEWEST_DAY } from '../../../scripts/bench-invoices.ts'
import { createStore } from '../../../src/adapters/store/create-store.ts'
import type { Database, Statement } from '../../../src/adapters/store/database.ts'
import { listInvoices } from '../../../src/adapters/store/list-invoices.ts'
import { migrateSqlite } from '../../../src/adapters/store/migrate-sqlite.ts'
import { createRowMover } from '../../../src/adapters/store/move-rows.ts'
import { openSqlite, type SqliteDatabase } from '../../../src/adapters/store/sqlite-database.ts'
import type { Invoice } from '../../../src/domain/invoice.ts'
import { toSearchKey } from '../../../src/domain/japanese-text.ts'
import { toJstDay } from '../../../src/domain/jst-day.ts'
import type { InvoiceFilter, MovingRow, Store } from '../../../src/ports.ts'
import { makeMerchant } from '../../support/make-invoice.ts'

const ROWS = 3_000
const merchant = makeMerchant()
let sqlite: SqliteDatabase
let store: Store
let all: readonly Invoice[]
const plans: string[] = []

/** Asks SQLite, before each statement, how it will be done. */
const watch = (database: Database): Database => ({
  ...database,
  all: async (statement) => {
    const explain: Statement = {
      sql: `explain query plan ${statement.sql}`,
      parameters: statement.parameters,
    }
    const steps = await database.all(explain as Parameters<Database['all']>[0])
    plans.push(...(steps as readonly { readonly detail: string }[]).map(({ detail }) => detail))
    return database.all(statement)
  },
})

const pageThrough = async (filter: InvoiceFilter, size: number): Promise<readonly Invoice[]> => {
  const found: Invoice[] = []
  let cursor: string | undefined
  do {
    const page = await store.invoices(merchant.id, filter, size, cursor)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

beforeAll(async () => {
  sqlite = openSqlite(':memory:')
  await migrateSqlite(sqlite)
  store = createStore(watch(sqlite))
  await store.commit([{ kind: 'add-merchant', merchant }])
  await fillInvoices(sqlite, merchant.id, ROWS)
  all = await pageThrough({}, 200)
}, 60_000)

const day = (daysAgo: number) => NEWEST_DAY.subtract({ days: daysAgo })
const number = (value: { toString(): string }): string => value.toString()

const keyOf = ({ customer, reference, number: digits }: Invoice): string =>
  [customer.name, customer.kana, reference, digits].map((text) => toSearchKey(text ?? '')).join(' ')

type Facts = { readonly key: string; readonly registered: string; readonly due: string }
const facts = new Map<string, Facts>()
const factsOf = (invoice: Invoice): Facts => {
  const known = facts.get(invoice.id) ?? {
    key: keyOf(invoice),
    registered: number(toJstDay(invoice.registeredAt)),
    due: number(invoice.dueDay),
  }
  facts.set(invoice.id, known)
  return known
}

/** What the filter means, looked at one by one. */
const fits = (invoice: Invoice, filter: InvoiceFilter): boolean => {
  const { key, registered, due } = factsOf(invoice)
  return (
    (filter.status === undefined || invoice.status === filter.status) &&
    (filter.text === undefined || key.includes(toSearchKey(filter.text))) &&
    (filter.dueFrom === undefined || due >= number(filter.dueFrom)) &&
    (filter.dueTo === undefined || due <= number(filter.dueTo)) &&
    (filter.registeredFrom === undefined || registered >= number(filter.registeredFrom)) &&
    (filter.registeredTo === undefined || registered <= number(filter.registeredTo)) &&
    (filter.amountMin === undefined || invoice.amountYen >= filter.amountMin) &&
    (filter.amountMax === undefined || invoice.amountYen <= filter.amountMax)
  )
}

const choices: readonly (readonly InvoiceFilter[])[] = [
  [{}, { status: 'confirmed' }, { status: 'cancelled' }],
  [{}, ...['たなか', '林', '勅使河原', '𠮷', '-', 'r-0002', '*"'].map((text) => ({ text }))],
  [{}, { dueFrom: day(500), dueTo: day(490) }],
  [{}, { registeredFrom: day(600), registeredTo: day(400) }],
  [
    {},
    { amountMin: 1_000, amountMax: 20_000 },
    { amountMin: 13_200, amountMax: 13_200 },
    { amountMin: 299_000 },
  ],
]
const combinations = choices.reduce<readonly InvoiceFilter[]>(
  (made, list) => made.flatMap((one) => list.map((choice) => ({ ...one, ...choice }))),
  [{}],
)

describe('a list of invoices', () => {
  it('holds all of them, newest registration first', () => {
    expect(all).toHaveLength(ROWS)
    const order = all.map(({ registeredAt, id }) => `${registeredAt} ${id}`)
    expect(order).toEqual(order.toSorted().toReversed())
  })

  it('answers every combination of filters with the rows that fit, in the order of the list', async () => {
    for (const filter of combinations) {
      const expected: Invoice[] = []
      for (const invoice of all) {
        if (expected.length < 60 && fits(invoice, filter)) expected.push(invoice)
      }
      const { items } = await store.invoices(merchant.id, filter, 60)
      expect([filter, items.map(({ id }) => id)]).toEqual([filter, expected.map(({ id }) => id)])
    }
  }, 60_000)

  it('does so whichever way pays, and also where the first way leads nowhere', async () => {
    const limits = { few: 40, fewFound: 30, lookedAt: 200 }
    for (const filter of combinations) {
      const expected: string[] = []
      for (const invoice of all) if (expected.length < 20 && fits(invoice, filter)) expected.push(invoice.id)
      const found = await listInvoices(sqlite, merchant.id, filter, 20, undefined, limits)
      expect([filter, found.map(({ id }) => id)]).toEqual([filter, expected])
    }
  }, 60_000)

  it('goes on where a page ended, whatever way the page was found by', async () => {
    for (const filter of [
      {},
      { text: '林' },
      { text: '勅使河原' },
      { amountMin: 250_000 },
      { dueFrom: day(500), dueTo: day(490) },
    ]) {
      const expected = all.filter((invoice) => fits(invoice, filter)).map(({ id }) => id)
      expect((await pageThrough(filter, 37)).map(({ id }) => id)).toEqual(expected)
    }
  })

  it('never scans a table, and never sorts more than a few rows of it', () => {
    const scans = plans.filter(
      (step) =>
        step.startsWith('SCAN') &&
        !/^SCAN (page|found|l$|\(|s VIRTUAL|invoice_search VIRTUAL|\d+ CONSTANT|CONSTANT)/.test(step),
    )
    expect(plans.some((step) => step.includes('invoice_list_amount'))).toBe(true)
    expect(plans.some((step) => step.includes('invoice_list_due'))).toBe(true)
    expect(plans.some((step) => step.includes('invoice_list_status'))).toBe(true)
    expect(plans.some((step) => step.includes('VIRTUAL TABLE INDEX'))).toBe(true)
    expect([...new Set(scans)]).toEqual([])
  })
})

describe('a search of words', () => {
  it('finds an invoice at once after it was registered, by any part, and by its new state after a move', async () => {
    const cancelled = all.find(({ status }) => status === 'open')
    if (cancelled === undefined) throw new Error('none is open')
    const at = Temporal.Instant.from('2026-11-25T01:00:00Z')
    const actor = { kind: 'staff', name: '田中' } as const
    const move = {
      kind: 'move-invoice',
      invoice: cancelled,
      to: 'cancelled',
      action: 'cancel',
      at,
      actor,
    } as const
    expect(await store.commit([move])).toBe('done')
    const filter = { text: cancelled.reference ?? '', status: 'cancelled' } as const
    expect((await store.invoices(merchant.id, filter, 5)).items.map(({ id }) => id)).toEqual([cancelled.id])
    expect((await store.invoices(merchant.id, { ...filter, status: 'open' }, 5)).items).toEqual([])
    expect((await store.invoicesAnywhere(cancelled.number.slice(2, 12), 5)).map(({ id }) => id)).toContain(
      cancelled.id,
    )
  })

  it('finds the invoices of a merchant that has moved to another database', async () => {
    const elsewhere = openSqlite(':memory:')
    await migrateSqlite(elsewhere)
    const rows: MovingRow[] = []
    for await (const row of createRowMover(sqlite).read(merchant.id)) rows.push(row)
    // As the bench's rows are: without their numbers.
    elsewhere.runScript('pragma foreign_keys = off')
    const mover = createRowMover(elsewhere)
    await mover.stage('mov_1', 0, rows)
    expect(await mover.land('mov_1')).toEqual({ kind: 'done' })
    const moved = createStore(elsewhere)
    const filter = { text: '勅使河原' }
    const here = (await store.invoices(merchant.id, filter, 50)).items
    expect(here.length).toBeGreaterThan(0)
    expect((await moved.invoices(merchant.id, filter, 50)).items).toEqual(here)
    elsewhere.close()
  })
})
