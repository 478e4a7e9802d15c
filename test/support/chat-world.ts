/** A world whose chat is the real client against emulate's Slack, with a clock that passes by waiting. */

import { drawChart } from '../../src/adapters/print/draw-chart.ts'
import { createSlackChat } from '../../src/adapters/slack/create-slack-chat.ts'
import { createStore } from '../../src/adapters/store/create-store.ts'
import { migrateSqlite } from '../../src/adapters/store/migrate-sqlite.ts'
import { openSqlite } from '../../src/adapters/store/sqlite-database.ts'
import { createOutbox } from '../../src/application/run-outbox.ts'
import { createStory, type Story } from '../../src/application/story.ts'
import { toDelivery } from '../../src/application/to-delivery.ts'
import type { World } from '../../src/application/world.ts'
import type { Message } from '../../src/domain/delivery.ts'
import { ok } from '../../src/domain/result.ts'
import { toYen } from '../../src/domain/yen.ts'
import type { Store } from '../../src/ports.ts'
import { closedWorld } from './closed-world.ts'
import type { SlackFront } from './faulty-slack.ts'
import { makeInvoice, makeMerchant, makePayment, someInstant } from './make-invoice.ts'
import { at, createMemoryVault } from './open-story.ts'

export type ChatWorld = {
  readonly world: World
  readonly store: Store
  readonly story: Story
  now(): Temporal.Instant
  pass(duration: Temporal.DurationLike): void
  /** Moves the clock there: `2026-11-24 09:00`, JST. */
  to(time: string): void
  queue(...messages: readonly Message[]): Promise<void>
  /** Payments of one invoice each, and their lines; answers their amounts, each its own. */
  pay(count: number): Promise<readonly number[]>
  run(): Promise<void>
  /** Runs, and lets a second pass, until nothing waits or so many seconds are over. */
  runFor(seconds: number): Promise<void>
  waiting(): Promise<number>
  close(): void
}

const actor = { kind: 'system', name: 'test' } as const

/** A picture of one white point. */
const PNG = Uint8Array.fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP6DwABBQECz6AuzQAAAABJRU5ErkJggg==',
)

export const openChatWorld = async (front: SlackFront, open: Partial<World> = {}): Promise<ChatWorld> => {
  const database = openSqlite(':memory:')
  await migrateSqlite(database)
  const store = createStore(database)
  const chat = createSlackChat({
    tokenOf: async () => front.emulator.botToken,
    token: front.emulator.botToken,
    apiUrl: front.apiUrl,
    defaultChannel: front.emulator.channel,
    baseUrl: 'https://pitpost.example',
  })
  const shut = closedWorld(store)
  const world = closedWorld(store, {
    chat,
    log: { info: () => undefined, error: () => undefined },
    drawChart,
    vault: createMemoryVault(),
    printer: {
      ...shut.printer,
      picture: async () => ok(PNG),
      printDocument: async () => ok(new TextEncoder().encode('%PDF-1.7\n%%EOF\n')),
    },
    ...open,
  })
  let now = someInstant
  const merchant = makeMerchant({
    ...{ id: 'mer_1', email: undefined },
    since: Temporal.PlainDate.from('2026-11-01'),
  })
  await store.commit([{ kind: 'add-merchant', merchant }])
  const sleep = async (ms: number): Promise<void> => {
    now = now.add({ milliseconds: ms })
  }
  const outbox = createOutbox(world, { now: () => now }, { everyMs: 1_000, sleep })
  const queue = async (...messages: readonly Message[]): Promise<void> => {
    const deliveries = messages.map((message) =>
      toDelivery(world.random, { merchantId: 'mer_1' }, message, now),
    )
    await store.commit([{ kind: 'queue-deliveries', deliveries }])
  }
  const waiting = async (): Promise<number> => {
    const rows = await database.all<{ count: number }>({
      sql: "select count(*) as count from deliveries where status = 'ready' and channel = 'chat'",
      parameters: [],
    } as never)
    return rows[0]?.count ?? 0
  }
  let paid = 0
  return {
    ...{ world, store, queue, waiting },
    story: createStory(world),
    now: () => now,
    pass: (duration) => {
      now = now.add(duration)
    },
    to: (time) => {
      now = at(time)
    },
    pay: async (count) => {
      const amounts: number[] = []
      for (let n = 0; n < count; n += 1) {
        paid += 1
        const amountYen = toYen(1_000 + paid)
        const invoice = makeInvoice({ merchantId: 'mer_1', amountYen, batchId: 'bat_1' })
        const payment = makePayment({ merchantId: 'mer_1', invoiceId: invoice.id, amountYen, paidAt: now })
        const issued = { number: invoice.number, merchantId: 'mer_1', kind: 'notice', issuedAt: now } as const
        await store.commit([
          { kind: 'issue-numbers', numbers: [issued] },
          { kind: 'add-invoices', invoices: [invoice], actor },
          { kind: 'add-payment', payment, actor },
        ])
        await queue({ kind: 'payment-line', paymentId: payment.id })
        amounts.push(amountYen)
      }
      return amounts
    },
    run: () => outbox.run(),
    runFor: async (seconds) => {
      const end = now.add({ seconds })
      while (Temporal.Instant.compare(now, end) < 0) {
        await outbox.run()
        if ((await waiting()) === 0) return
        now = now.add({ seconds: 1 })
      }
    },
    close: () => database.close(),
  }
}
