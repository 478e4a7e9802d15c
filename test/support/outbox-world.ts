/** A world with a full outbox: one invoice, one payment, and thousands of mails about them to thousands of people. */
import { createStore } from '../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { createOutbox } from '../../src/application/run-outbox.ts'
import { toDelivery } from '../../src/application/to-delivery.ts'
import { toSha256 } from '../../src/application/to-sha256.ts'
import type { World } from '../../src/application/world.ts'
import type { Mailer, Store } from '../../src/ports.ts'
import { closedWorld } from './closed-world.ts'
import { makeInvoice, makeMerchant, makePayment, someInstant } from './make-invoice.ts'

const pdf = new TextEncoder().encode('%PDF-1.7\n%%EOF\n')
export type OutboxWorld = {
  readonly world: World
  readonly store: Store
  /** Queues mails: notices with a sheet to `notice-N@…`, receipts without one to `receipt-N@…`. */
  fill(notices: number, receipts: number): Promise<readonly string[]>
  /** Sends, and lets an hour pass whenever nothing is due, until nothing waits any more. */
  sendAll(): Promise<void>
  countByStatus(): Promise<Readonly<Record<string, number>>>
  close(): void
}

/** Over a file that may hold an outbox already, or `:memory:`. */
export const openOutboxWorld = async (path: string, mailer: Mailer): Promise<OutboxWorld> => {
  const database = openSqlite(path)
  await migrateSqlite(database)
  const store = createStore(database)
  await store.commit([{ kind: 'release-deliveries' }])
  const world = closedWorld(store, {
    mailer,
    vault: {
      put: async () => undefined,
      get: async (key) => (key.startsWith('sheets/inv_1') ? pdf : undefined),
    },
    log: { info: () => undefined, error: () => undefined },
  })
  let now = someInstant
  const countByStatus = async (): Promise<Readonly<Record<string, number>>> => {
    const rows = await database.all<{ status: string; count: number }>({
      sql: 'select status, count(*) as count from deliveries group by status',
      parameters: [],
    } as never)
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
  }
  return {
    world,
    store,
    countByStatus,
    fill: async (notices, receipts) => {
      const merchant = makeMerchant({ id: 'mer_1' })
      const invoice = makeInvoice({ id: 'inv_1', merchantId: merchant.id })
      const payment = makePayment({ id: 'pay_1', merchantId: merchant.id, invoiceId: invoice.id })
      const issued = {
        number: invoice.number,
        merchantId: merchant.id,
        kind: 'notice',
        issuedAt: someInstant,
      } as const
      const sheet = {
        invoiceId: 'inv_1',
        sha256: await toSha256(pdf),
        bytes: pdf.length,
        printedAt: someInstant,
      }
      const actor = { kind: 'system', name: 'test' } as const
      await store.commit([
        { kind: 'add-merchant', merchant },
        { kind: 'issue-numbers', numbers: [issued] },
        { kind: 'add-invoices', invoices: [invoice], actor },
        { kind: 'add-payment', payment, actor },
        { kind: 'store-sheets', sheets: [sheet] },
      ])
      const noticesTo = Array.from({ length: notices }, (_, n) => `notice-${n}@example.com`)
      const receiptsTo = Array.from({ length: receipts }, (_, n) => `receipt-${n}@example.com`)
      const deliveries = [
        ...noticesTo.map((to, n) => ({
          ...toDelivery(
            world.random,
            invoice,
            { kind: 'notice', invoiceId: 'inv_1', audience: 'customer', to },
            now,
            n + 1,
          ),
          status: 'ready' as const,
        })),
        ...receiptsTo.map((to, n) =>
          toDelivery(
            world.random,
            invoice,
            { kind: 'receipt', invoiceId: 'inv_1', paymentId: 'pay_1', to },
            now,
            n + 1,
          ),
        ),
      ]
      await store.commit([{ kind: 'queue-deliveries', deliveries }])
      return [...noticesTo, ...receiptsTo]
    },
    sendAll: async () => {
      const outbox = createOutbox(world, { now: () => now }, { everyMs: 0, sleep: async () => undefined })
      for (;;) {
        await outbox.run()
        const { ready = 0, printing = 0 } = await countByStatus()
        if (ready + printing === 0) return
        now = now.add({ hours: 1 })
      }
    },
    close: () => database.close(),
  }
}
