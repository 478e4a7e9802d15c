/** What every store guarantees to the chat: one writer a channel, lines in order, sums to the yen, digests kept. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createStore } from '../../src/adapters/store/create-store.ts'
import type { Database } from '../../src/adapters/store/database.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import { toDelivery } from '../../src/application/to-delivery.ts'
import type { StoredDigest } from '../../src/domain/digest.ts'
import { toYen } from '../../src/domain/yen.ts'
import type { Store } from '../../src/ports.ts'
import { makeInvoice, makeMerchant, makePayment, someDay, someInstant } from '../support/make-invoice.ts'

const actor = { kind: 'system', name: 'test' } as const
const later = (seconds: number): Temporal.Instant => someInstant.add({ seconds })

export const describeChatStore = (name: string, open: () => Promise<Database>): void => {
  describe(`the chat's part of a store over ${name}`, () => {
    let store: Store
    const merchant = makeMerchant({ id: 'mer_chat' })
    const merchantId = merchant.id
    beforeAll(async () => {
      store = createStore(await open())
      await store.commit([{ kind: 'add-merchant', merchant }])
    })

    it('lends a channel to one writer at a time, and not before its time', async () => {
      const tries = await Promise.all(
        Array.from({ length: 8 }, () => store.takeLane('bills', someInstant, 60_000)),
      )
      expect(tries.filter(({ taken }) => taken)).toEqual([{ taken: true, failures: 0 }])
      expect(tries.find(({ taken }) => !taken)).toEqual({ taken: false, freeAt: later(60) })
      await store.commit([{ kind: 'free-lane', channel: 'bills', freeAt: later(1), failures: 3 }])
      expect((await store.takeLane('bills', someInstant, 60_000)).taken).toBe(false)
      expect(await store.takeLane('bills', later(1), 60_000)).toEqual({ taken: true, failures: 3 })
      // Whoever held it died: the lease runs out.
      expect((await store.takeLane('bills', later(61), 60_000)).taken).toBe(true)
      expect((await store.takeLane('other', someInstant, 60_000)).taken).toBe(true)
    })

    it('hands lines out by kind and merchant, takes them back in their old order, and finds them by key', async () => {
      const random = createRandom()
      const lines = [1, 2, 3].map((n) =>
        toDelivery(random, { merchantId }, { kind: 'payment-line', paymentId: `pay_${n}` }, someInstant),
      )
      const line = { kind: 'invoice-line', invoiceId: 'inv_x' } as const
      const edit = toDelivery(random, { merchantId }, { kind: 'line-edit', line, cause: 'v2' }, someInstant)
      await store.commit([{ kind: 'queue-deliveries', deliveries: [edit, ...lines] }])
      expect(await store.chatMerchants(someInstant, 10)).toEqual([merchantId])
      const claim = (of: object, limit: number) =>
        store.claimDeliveries(
          { status: 'ready', channel: 'chat', merchantIds: [merchantId], ...of },
          someInstant,
          60_000,
          limit,
        )
      const news = await claim({ butKind: 'line-edit' }, 10)
      expect(news.map(({ key }) => key)).toEqual(lines.map(({ key }) => key))
      expect(await claim({ kind: 'payment-line' }, 10)).toEqual([])
      expect((await claim({ kind: 'line-edit' }, 10)).map(({ id }) => id)).toEqual([edit.id])
      expect(await store.chatMerchants(someInstant, 10)).toEqual([])
      const ids = lines.map(({ id }) => id)
      await store.commit([
        { kind: 'pack-deliveries', parcel: 'prc_1', ids: ids.slice(0, 2) },
        { kind: 'hand-back-deliveries', ids, keepParcel: true, error: 'Slack is down' },
      ])
      // What was packed comes together, however few are asked for.
      const again = await claim({ butKind: 'line-edit' }, 1)
      expect(again.map(({ id, parcel, attempts }) => [id, parcel, attempts])).toEqual([
        [ids[0], 'prc_1', 1],
        [ids[1], 'prc_1', 1],
      ])
      expect((await store.deliveryByKey(lines[0]?.key ?? ''))?.lastError).toBe('Slack is down')
      await store.commit([{ kind: 'hand-back-deliveries', ids, keepParcel: false }])
      expect((await store.deliveryByKey(lines[0]?.key ?? ''))?.parcel).toBeUndefined()
    })

    it('knows when the next line may leave: its time has come, and its channel is free', async () => {
      const of = async () => (await store.waitingWork(later(90))).find(({ work }) => work === 'chat')?.dueAt
      await store.commit([{ kind: 'free-lane', channel: '', freeAt: later(0), failures: 0 }])
      expect((await store.takeLane('', later(90), 300_000)).taken).toBe(true)
      expect(await of()).toEqual(later(390))
      await store.commit([{ kind: 'free-lane', channel: '', freeAt: later(95), failures: 0 }])
      expect(await of()).toEqual(later(95))
    })

    it('sums a day to the yen: no money that was undone, or waits for a person', async () => {
      const invoice = makeInvoice({ merchantId, registeredAt: someInstant.subtract({ hours: 72 }) })
      const payments = [
        makePayment({ merchantId, invoiceId: invoice.id, amountYen: toYen(1_000) }),
        makePayment({ merchantId, invoiceId: invoice.id, amountYen: toYen(20), chain: '030' }),
        makePayment({ merchantId, invoiceId: invoice.id, amountYen: toYen(300), state: 'cancelled' }),
        makePayment({ merchantId, invoiceId: invoice.id, amountYen: toYen(4_000), problem: 'late' }),
      ]
      await store.commit([
        {
          kind: 'issue-numbers',
          numbers: [{ number: invoice.number, merchantId, kind: 'notice', issuedAt: someInstant }],
        },
        { kind: 'add-invoices', invoices: [invoice], actor },
        ...payments.map((payment) => ({ kind: 'add-payment', payment, actor }) as const),
      ])
      expect(await store.collectedByChain(merchantId, someDay, someDay)).toEqual([
        { chain: '020', count: 1, yen: 1_000 },
        { chain: '030', count: 1, yen: 20 },
      ])
      expect(await store.undecided(merchantId)).toEqual({ count: 1, yen: 4_000 })
      expect(await store.dueOn(merchantId, invoice.dueDay)).toEqual({ count: 1, yen: invoice.amountYen })
      expect(await store.expiredIn(merchantId, someDay, someDay)).toEqual({ count: 0, yen: 0 })
      expect(await store.bouncesIn(merchantId, someInstant, later(60))).toBe(0)
      const first = someDay.with({ day: 1 })
      const month = [first, someDay.with({ day: 30 })] as const
      expect(await store.collectedByMonth(merchantId, ...month)).toEqual(
        new Map([['2026-11', { count: 2, yen: 1_020 }]]),
      )
      expect(await store.billedByMonth(merchantId, ...month)).toEqual(
        new Map([['2026-11', { count: 1, yen: invoice.amountYen }]]),
      )
      expect(await store.daysToPayment(merchantId, ...month)).toEqual([{ days: 3, count: 2 }])
    })

    it('keeps a digest as it was said last, and finds it by its days', async () => {
      const zero = { count: 0, yen: toYen(0) }
      const figures = { collected: zero, byChain: [], due: zero, expired: zero, bounced: 0, problems: zero }
      const digest: StoredDigest = {
        ...{ key: 'k1', merchantId, kind: 'morning', from: someDay.subtract({ days: 2 }), to: someDay },
        ...{ figures, pictures: [] },
      }
      await store.commit([{ kind: 'keep-digest', digest }])
      const said = { ...digest, figures: { ...figures, bounced: 2 }, pictures: [{ fileId: 'F1', alt: 'x' }] }
      await store.commit([{ kind: 'keep-digest', digest: said }])
      expect(await store.digest('k1')).toEqual(said)
      expect(await store.digestOfDay(merchantId, 'morning', someDay.subtract({ days: 1 }))).toEqual(said)
      expect(await store.digestOfDay(merchantId, 'morning', someDay.add({ days: 1 }))).toBeUndefined()
      expect(await store.digestOfDay(merchantId, 'month', someDay)).toBeUndefined()
    })
  })
}
