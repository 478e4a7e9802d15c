/** The story over a real database with a mailer that keeps what it is given, and a clock that walks. */
import { createStore } from '../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { createRowMover } from '../../src/adapters/store/move-rows.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { createMemoryLimiter } from '../../src/adapters/system/create-memory-limiter.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { createSummer } from '../../src/adapters/system/create-summer.ts'
import { createIsHoliday } from '../../src/adapters/system/is-holiday.ts'
import { createLinks } from '../../src/application/create-links.ts'
import { dunCustomers } from '../../src/application/dun-customers.ts'
import { expireInvoices } from '../../src/application/expire-invoices.ts'
import { informMerchants } from '../../src/application/inform-merchants.ts'
import { createOutbox } from '../../src/application/run-outbox.ts'
import { settleCycle } from '../../src/application/settle-cycle.ts'
import { createStory, type Story } from '../../src/application/story.ts'
import { summarizeSettlement } from '../../src/application/summarize-settlement.ts'
import type { World } from '../../src/application/world.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import { atTime } from '../../src/domain/jst-day.ts'
import { defaultMailSettings, type MailSettings } from '../../src/domain/mail-settings.ts'
import type { Merchant } from '../../src/domain/merchant.ts'
import type { RawInvoice } from '../../src/domain/raw-invoice.ts'
import { fail, ok } from '../../src/domain/result.ts'
import type { Letter, Store } from '../../src/ports.ts'
import { makeMerchant, someDay } from './make-invoice.ts'

const shut = (): never => {
  throw new Error('this door is shut')
}

export type MailWorld = {
  readonly world: World
  readonly store: Store
  readonly story: Story
  readonly merchant: Merchant
  /** Everything that was sent, oldest first. */
  readonly sent: readonly Letter[]
  /** Kinds and recipients of what was sent since the last look. */
  news(): readonly string[]
  now(): Temporal.Instant
  /** Moves on to an hour of a day in JST, ticking every four hours on the way and at its end. */
  goTo(day: Temporal.PlainDate, hour: number): Promise<void>
  tick(): Promise<void>
  register(raw?: Partial<RawInvoice>): Promise<Invoice>
  pay(invoice: Invoice, receipt?: string, paidAt?: Temporal.Instant): Promise<string>
  choose(settings: Partial<MailSettings>): Promise<void>
  /** From now on the provider refuses these addresses for good. */
  refuse(address: string): void
  close(): void
}

/** Starts on Monday, 2026-11-23, 08:00 JST. */
export const openMailWorld = async (changes: Partial<Merchant> = {}): Promise<MailWorld> => {
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  const store = createStore(database)
  const sent: Letter[] = []
  const refused = new Set<string>()
  const kept = new Map<string, Uint8Array>()
  const pdf = new TextEncoder().encode('%PDF-1.7\n%%EOF\n')
  const random = createRandom()
  const world: World = {
    store,
    random,
    links: createLinks({ store, random }),
    vault: {
      put: async (key, bytes) => {
        kept.set(key, bytes)
      },
      get: async (key) => kept.get(key),
    },
    surroundings: {
      sandbox: true,
      baseUrl: 'http://localhost',
      numberPrefix: '29',
      proofOneIn: 100,
      claimAtMost: 100,
      isHoliday: createIsHoliday([]),
      faxAddress: (fax) => `${fax}@fax.example.jp`,
    },
    log: { info: () => undefined, error: console.error },
    readTable: shut,
    readRows: shut,
    render: shut,
    drawBarcode: shut,
    drawChart: shut,
    readLogo: shut,
    sheetLook: '',
    prover: {
      readCodes: async (bytes) => ok([new TextDecoder().decode(bytes).split('\n')[1]?.split(' ') ?? []]),
      lookAt: shut,
      toPng: shut,
      sizeOf: shut,
    },
    readArtwork: shut,
    mover: createRowMover(database),
    createSummer,
    limiter: createMemoryLimiter(),
    callWebhook: shut,
    writeEvent: shut,
    seal: { close: shut, open: shut },
    printer: {
      // A sheet that says what a scanner reads off it.
      printSheets: async (sheets) =>
        ok(
          sheets.map(({ number, customerUrl }) =>
            new TextEncoder().encode(`%PDF-1.7\n${number} ${customerUrl}\n%%EOF\n`),
          ),
        ),
      printTogether: shut,
      printDocument: async () => ok(pdf),
      picture: shut,
      status: shut,
      close: shut,
    },
    mailer: {
      send: async ({ letter, key }) => {
        if (refused.has(letter.to))
          return fail({ detail: '550 no such mailbox', retry: false, bounced: true })
        sent.push(letter)
        return ok({ providerId: key })
      },
      status: async () => 'ok',
      close: async () => undefined,
    },
    chat: {
      post: async () => ok({ providerId: 'chat' }),
      edit: async (providerId) => ok({ providerId }),
      find: async () => ok({ providerId: undefined }),
      upload: async (_, files) => ok(files.map(({ name }) => name)),
      share: async (_, providerId) => ok({ providerId }),
      countFitting: (items) => items.length,
      status: async () => 'ok',
    },
  }
  const story = createStory(world)
  let now = atTime(someDay, 8)
  const merchant = makeMerchant({ id: 'mer_1', ...changes })
  await store.commit([{ kind: 'add-merchant', merchant }])
  const outbox = createOutbox(world, { now: () => now }, { everyMs: 0, sleep: async () => undefined })
  const tick = async (): Promise<void> => {
    await expireInvoices(world, now)
    await dunCustomers(world, now)
    await informMerchants(world, now)
    await settleCycle(world, now)
    await summarizeSettlement(world, now)
    await outbox.run()
  }
  let seen = 0
  return {
    ...{ world, store, story, merchant, sent, tick },
    now: () => now,
    news: () => {
      const fresh = sent.slice(seen).map(({ kind, to }) => `${kind} ${to}`)
      seen = sent.length
      return fresh.toSorted()
    },
    goTo: async (day, hour) => {
      const end = atTime(day, hour)
      while (Temporal.Instant.compare(now, end) < 0) {
        const next = now.add({ hours: 4 })
        now = Temporal.Instant.compare(next, end) < 0 ? next : end
        await tick()
      }
    },
    register: async (raw = {}) => {
      const bill = { customer_name: '髙橋 花子', email: 'hanako@example.com', subject: '月謝' }
      const result = await story.acceptInvoice(
        {
          merchantId: merchant.id,
          raw: { ...bill, amount: 13_200, due: '+10日', ...raw },
          actor: { kind: 'staff', name: 'test' },
        },
        now,
      )
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return result.value
    },
    pay: async (invoice, receipt = `r-${invoice.id}`, paidAt = now) => {
      const { number, id: invoiceId, amountYen } = invoice
      const till = { receipt, paidAt, chain: '020', store: '000123' }
      const result = await story.collectPayment({ number, invoiceId, amountYen, ...till }, now)
      if (!result.ok) throw new Error(JSON.stringify(result.failure))
      return receipt
    },
    choose: async (settings) => {
      await store.commit([
        {
          kind: 'set-mail-settings',
          merchantId: merchant.id,
          settings: { ...defaultMailSettings, openItemsWeekday: undefined, ...settings },
        },
      ])
    },
    refuse: (address) => {
      refused.add(address)
    },
    close: () => database.close(),
  }
}
