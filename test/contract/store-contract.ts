/** What every store guarantees, over better-sqlite3 and over D1 in workerd. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createStore } from '../../src/adapters/store/create-store.ts'
import type { Database } from '../../src/adapters/store/database.ts'
import { createMailbox } from '../../src/adapters/store/mailbox-store.ts'
import { createRandom } from '../../src/adapters/system/create-random.ts'
import type { Session } from '../../src/domain/access.ts'
import type { Delivery } from '../../src/domain/delivery.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import type { Outcome } from '../../src/domain/mail-report.ts'
import { slipExpiry } from '../../src/domain/payment.ts'
import type { SettingsChange } from '../../src/domain/settings-change.ts'
import type { Staff } from '../../src/domain/staff.ts'
import type { WebhookEndpoint } from '../../src/domain/webhook.ts'
import type { Change, Store } from '../../src/ports.ts'
import {
  makeInvoice,
  makeMerchant,
  makeNumber,
  makePayment,
  someDay,
  someInstant,
} from '../support/make-invoice.ts'

const actor = { kind: 'staff', name: '田中' } as const

const registration = (invoices: readonly Invoice[]): readonly Change[] => [
  {
    kind: 'issue-numbers',
    numbers: [...new Map(invoices.map((invoice) => [invoice.number, invoice])).values()].map(
      ({ number, merchantId }) => ({
        number,
        merchantId,
        kind: 'notice',
        issuedAt: someInstant,
      }),
    ),
  },
  { kind: 'add-invoices', invoices, actor },
]

const makeDelivery = (
  changes: Partial<Delivery> & { readonly key: string; readonly merchantId: string },
): Delivery => ({
  id: `dlv_${changes.key}`,
  invoiceId: undefined,
  batchId: undefined,
  parcel: undefined,
  message: { kind: 'notice', invoiceId: 'inv_x', to: 'a@example.com', audience: 'customer' },
  status: 'ready',
  attempts: 0,
  nextAt: someInstant,
  providerId: undefined,
  lastError: undefined,
  outcome: undefined,
  mendedBy: undefined,
  stopId: undefined,
  ...changes,
})

export const describeStore = (name: string, open: () => Promise<Database>): void => {
  describe(`the store over ${name}`, () => {
    let store: Store
    let database: Database
    const merchant = makeMerchant()
    const merchantId = merchant.id

    beforeAll(async () => {
      database = await open()
      store = createStore(database)
      expect(await store.commit([{ kind: 'add-merchant', merchant }])).toBe('done')
    })

    it('gives back a merchant and an invoice as they were put in', async () => {
      const invoice = makeInvoice({
        merchantId,
        reference: '2612-0001',
        note: '=1+1 <b>\n二行目',
        repeat: true,
        lines: [
          {
            description: '月謝',
            quantity: 1,
            unitPriceYen: undefined,
            amountYen: makeInvoice().amountYen,
            taxRate: 10,
          },
        ],
      })
      expect(await store.commit(registration([invoice]))).toBe('done')
      expect(await store.merchant(merchantId)).toEqual(merchant)
      expect(await store.invoice(invoice.id)).toEqual(invoice)
      expect(await store.invoiceByToken(invoice.token)).toEqual(invoice)
      expect(await store.invoiceByReference(merchantId, '2612-0001')).toEqual(invoice)
      expect(await store.customerNameOf(merchantId, 'hanako@example.com')).toBe(invoice.customer.name)
    })

    it('registers 4,000 invoices in one commit and pages through them newest first', async () => {
      const batchId = 'bat_big'
      const invoices = Array.from({ length: 4_000 }, () => makeInvoice({ merchantId, batchId }))
      expect(await store.commit(registration(invoices))).toBe('done')
      const rows = await store.invoicesOfBatch(batchId, 3_900, 200)
      expect(rows.map(({ id }) => id)).toEqual(invoices.slice(3_900).map(({ id }) => id))
      const one = await store.invoices(merchantId, { batchId }, 200)
      const two = await store.invoices(merchantId, { batchId }, 200, one.nextCursor)
      expect(one.items.map(({ id }) => id)).toEqual(
        invoices
          .slice(-200)
          .map(({ id }) => id)
          .toReversed(),
      )
      expect(two.items[0]?.id).toBe(invoices.at(-201)?.id)
    })

    it('remembers whom a merchant bills or gives a number to, and finds them by part of what is known', async () => {
      const other = makeMerchant()
      const own = makeMerchant()
      const changes = [own, other].map((added): Change => ({ kind: 'add-merchant', merchant: added }))
      expect(await store.commit(changes)).toBe('done')
      const { customer } = makeInvoice()
      const dealings = { merchantId: own.id, customer: { ...customer, name: 'わたなべ 一' } }
      const first = makeInvoice({ ...dealings, subject: '11月分' })
      const later = makeInvoice({
        ...dealings,
        subject: '12月分',
        customer: { ...dealings.customer, kana: undefined, phone: '090-1234-5678' },
        registeredAt: someInstant.add({ hours: 1 }),
      })
      const foreign = makeInvoice({ ...dealings, merchantId: other.id })
      const card = makeNumber()
      const assign: Change = {
        kind: 'assign-number',
        assignment: {
          merchantId: own.id,
          number: card,
          customer: { name: '森', kana: undefined, email: undefined, phone: '03-1111-2222' },
          assignedAt: someInstant.add({ hours: 2 }),
        },
      }
      const issue: Change = {
        kind: 'issue-numbers',
        numbers: [{ number: card, merchantId: own.id, kind: 'card', issuedAt: someInstant }],
      }
      const registered = registration([first, later, foreign])
      expect(await store.commit([...registered, issue, assign])).toBe('done')
      const all = (await store.customers(own.id, '', 10)).items
      expect(all.map((known) => known.customer.name)).toEqual(['森', 'わたなべ 一'])
      expect(all[0]).toMatchObject({ number: card, lastSubject: undefined })
      expect(all[1]).toMatchObject({
        customer: { kana: 'タカハシ ハナコ', phone: '090-1234-5678', email: 'hanako@example.com' },
        lastSubject: '12月分',
        lastAmountYen: 13_200,
        number: undefined,
      })
      for (const text of ['ワタナベ', 'たかはし', 'HANAKO@', '0901234', '090-1234', 'なべ一']) {
        const found = (await store.customers(own.id, text, 10)).items
        expect([text, ...found.map(({ customer: { name } }) => name)]).toEqual([text, 'わたなべ 一'])
      }
      expect((await store.customers(own.id, card.slice(3), 10)).items).toEqual([all[0]])
      expect((await store.customers(own.id, '%', 10)).items).toEqual([])
      expect(await store.customer(all[1]?.id ?? '')).toEqual(all[1])
      const page = await store.customers(own.id, '', 1)
      expect((await store.customers(own.id, '', 1, page.nextCursor)).items).toEqual([all[1]])
      const bills = (await store.invoices(own.id, { customerKey: all[1]?.key ?? '' }, 10)).items
      expect(bills.map(({ id }) => id)).toEqual([later.id, first.id])
    })

    it('writes what webhooks are to be told in the commit of its cause, once, and hands it to one caller', async () => {
      const own = makeMerchant()
      const endpoint: WebhookEndpoint = {
        ...{
          id: 'whk_a',
          merchantId: own.id,
          url: 'https://example.com/',
          events: ['invoice.registered', 'invoice.cancelled'],
        },
        ...{ secret: 'whsec_AAAA', oldSecret: undefined, oldUntil: undefined, enabled: true },
        ...{ failingSince: undefined, givenUpAt: undefined, createdAt: someInstant },
      }
      const invoice = makeInvoice({ merchantId: own.id })
      const clash = makeInvoice({ merchantId: own.id, token: invoice.token })
      const save: Change = { kind: 'save-webhook', endpoint }
      expect(await store.commit([{ kind: 'add-merchant', merchant: own }, save])).toBe('done')
      expect(await store.commit(registration([invoice]))).toBe('done')
      expect(await store.commit(registration([clash]))).toBe('conflict')
      const cancel = {
        kind: 'move-invoice',
        invoice,
        to: 'cancelled',
        action: 'cancel',
        at: someInstant,
        actor,
      } as const
      expect(await store.commit([cancel])).toBe('done')
      const later = someInstant.add({ seconds: 1 })
      const claimed = await store.claimWebhooks(later, 1_000, 10)
      expect(claimed.map(({ event, subjectId }) => [event, subjectId])).toEqual([
        ['invoice.registered', invoice.id],
        ['invoice.cancelled', invoice.id],
      ])
      expect(await store.claimWebhooks(later, 1_000, 10)).toEqual([])
      expect(await store.claimWebhooks(later.add({ seconds: 2 }), 1_000, 10)).toHaveLength(2)
      const [delivery] = claimed
      if (delivery === undefined) throw new Error('nothing was claimed')
      const attempt = { attempt: 1, at: later, status: 500, error: undefined, answer: 'no', tookMs: 3 }
      const failed = {
        kind: 'record-webhook-try',
        delivery,
        body: '{}',
        attempt,
        status: 'failed',
        nextAt: later,
      } as const
      expect(await store.commit([failed])).toBe('done')
      expect(await store.webhookAttempts(delivery.id)).toEqual([attempt])
      expect(await store.webhook(endpoint.id)).toMatchObject({
        enabled: false,
        failingSince: later,
        givenUpAt: later,
      })
      expect((await store.webhookDeliveries(endpoint.id, 1)).items[0]?.event).toBe('invoice.cancelled')
      expect(await store.commit([{ kind: 'remove-webhook', id: endpoint.id }])).toBe('done')
      expect(await store.webhooks(own.id)).toEqual([])
    })

    it('does all changes of a commit or none', async () => {
      const good = makeInvoice({ merchantId })
      const clash = makeInvoice({ merchantId, token: good.token })
      expect(await store.commit([...registration([good]), ...registration([clash])])).toBe('conflict')
      expect(await store.invoice(good.id)).toBeUndefined()
      expect(await store.issuedNumber(good.number)).toBeUndefined()
    })

    it('lets one of two racing moves of an invoice win', async () => {
      const invoice = makeInvoice({ merchantId })
      await store.commit(registration([invoice]))
      const move = (to: 'paid' | 'cancelled'): Change => ({
        kind: 'move-invoice',
        invoice,
        to,
        action: to === 'paid' ? 'pay' : 'cancel',
        at: someInstant,
        actor,
      })
      const outcomes = await Promise.all([store.commit([move('paid')]), store.commit([move('cancelled')])])
      expect(outcomes.toSorted()).toEqual(['conflict', 'done'])
      const after = await store.invoice(invoice.id)
      expect(after?.version).toBe(2)
      const history = await store.history(invoice.id)
      expect(history.map(({ to }) => to)).toEqual(['open', after?.status])
      expect(history[0]?.actor).toEqual(actor)
    })

    it('refuses a number that was issued before, and a reference used twice by one merchant', async () => {
      const first = makeInvoice({ merchantId, reference: 'same' })
      await store.commit(registration([first]))
      expect(await store.commit(registration([makeInvoice({ merchantId, number: first.number })]))).toBe(
        'conflict',
      )
      expect(await store.commit(registration([makeInvoice({ merchantId, reference: 'same' })]))).toBe(
        'conflict',
      )
      expect(await store.takenReferences(merchantId, ['same', 'other'])).toEqual(new Set(['same']))
      const unknown = makeNumber()
      expect(await store.takenNumbers([first.number, unknown])).toEqual(new Set([first.number]))
    })

    it('finds invoices by name in any width, by status, amount and day', async () => {
      const invoice = makeInvoice({
        merchantId,
        customer: { ...makeInvoice().customer, name: '株式会社ﾊﾞﾅﾅ', kana: 'かぶしきがいしゃばなな' },
      })
      await store.commit(registration([invoice]))
      const found = async (text: string) =>
        (await store.invoices(merchantId, { text }, 10)).items.map(({ id }) => id)
      expect(await found('バナナ')).toEqual([invoice.id])
      expect(await found('カブシキガイシャ')).toEqual([invoice.id])
      expect(await found(invoice.number)).toEqual([invoice.id])
      expect(await found('100%')).toEqual([])
      const none = await store.invoices(merchantId, { amountMin: 200_000, registeredFrom: someDay }, 10)
      expect(none.items).toEqual([])
    })

    it('holds an overdue invoice up while a slip on it lives', async () => {
      const invoice = makeInvoice({ merchantId, dueDay: someDay })
      const printedAt = Temporal.Instant.from('2026-11-23T14:50:00Z')
      const slip = {
        id: 'slip_1',
        number: invoice.number,
        invoices: [{ invoiceId: invoice.id, amountYen: invoice.amountYen }],
        totalYen: invoice.amountYen,
        printedAt,
        expiresAt: slipExpiry(printedAt),
      }
      await store.commit([...registration([invoice]), { kind: 'add-slip', slip }])
      expect(await store.slip('slip_1')).toEqual(slip)
      const overdueAt = async (at: string) =>
        (await store.overdueInvoices(Temporal.Instant.from(at), 100)).some(({ id }) => id === invoice.id)
      expect(await overdueAt('2026-11-23T14:59:59Z')).toBe(false)
      expect(await overdueAt('2026-11-23T15:10:00Z')).toBe(false)
      expect(await overdueAt('2026-11-23T15:20:00.001Z')).toBe(true)
    })

    it('records a receipt once, and moves its payment only from the version it was read at', async () => {
      const payment = makePayment({ merchantId })
      expect(await store.commit([{ kind: 'add-payment', payment, actor }])).toBe('done')
      const again = { ...payment, id: 'pay_again' }
      expect(await store.commit([{ kind: 'add-payment', payment: again, actor }])).toBe('conflict')
      const confirm: Change = { kind: 'move-payment', payment, to: 'confirmed', at: someInstant, actor }
      expect(await store.commit([confirm])).toBe('done')
      expect(await store.commit([confirm])).toBe('conflict')
      expect(await store.payment(payment.id)).toEqual({
        ...payment,
        state: 'confirmed',
        confirmedAt: someInstant,
        version: 2,
      })
    })

    it('settles a payment with a problem only after a person accepted it, and lets that be decided once', async () => {
      const merchant = makeMerchant()
      const invoice = makeInvoice({ merchantId: merchant.id })
      const confirmedAt = someInstant
      const problem = {
        merchantId: merchant.id,
        invoiceId: invoice.id,
        state: 'confirmed',
        confirmedAt,
      } as const
      const payment = makePayment({ ...problem, problem: 'duplicate' })
      await store.commit([
        { kind: 'add-merchant', merchant },
        ...registration([invoice]),
        { kind: 'add-payment', payment, actor },
      ])
      const facts = async () => {
        const confirmedBefore = someInstant.add({ hours: 24 })
        const found = await store.settlementFacts(merchant.id, { to: someDay, confirmedBefore })
        return found.payments.map(({ paymentId }) => paymentId)
      }
      expect(await facts()).toEqual([])
      const accept: Change = {
        kind: 'resolve-payment',
        payment,
        invoiceId: invoice.id,
        merchantId: merchant.id,
        decision: 'accept',
        note: '電話で確認',
        at: someInstant,
        actor,
      }
      expect(await store.commit([accept])).toBe('done')
      expect(await store.commit([accept])).toBe('conflict')
      expect((await store.payment(payment.id))?.resolution).toBe('accept')
      expect(await facts()).toEqual([payment.id])
    })

    it('queues a cause once and hands each delivery to one claimer', async () => {
      const deliveries = Array.from({ length: 60 }, (_, n) => makeDelivery({ key: `claim-${n}`, merchantId }))
      const queue: Change = { kind: 'queue-deliveries', deliveries }
      expect(await store.commit([queue])).toBe('done')
      const repeat = deliveries.map((delivery) => ({ ...delivery, id: `${delivery.id}-b` }))
      expect(await store.commit([{ kind: 'queue-deliveries', deliveries: repeat }])).toBe('done')
      const claims = await Promise.all(
        Array.from({ length: 8 }, () =>
          store.claimDeliveries({ status: 'ready', channel: 'mail' }, someInstant, 60_000, 10),
        ),
      )
      const keys = claims.flat().map(({ key }) => key)
      expect(keys).toHaveLength(60)
      expect(new Set(keys).size).toBe(60)
      const later = someInstant.add({ milliseconds: 60_001 })
      const [reclaimed] = await store.claimDeliveries({ status: 'ready', channel: 'mail' }, later, 60_000, 1)
      expect(reclaimed?.attempts).toBe(2)
    })

    it('claims the deliveries of a parcel together, whatever the limit, until they are unpacked', async () => {
      const batch = Array.from({ length: 7 }, (_, n) => makeDelivery({ key: `parcel-${n}`, merchantId }))
      const ids = batch.map(({ id }) => id)
      await store.commit([
        { kind: 'queue-deliveries', deliveries: batch },
        { kind: 'pack-deliveries', parcel: 'parcel:1', ids: ids.slice(0, 6) },
      ])
      const claim = (at: Temporal.Instant) =>
        store.claimDeliveries({ status: 'ready', channel: 'mail' }, at, 1_000, 2)
      const first = await claim(someInstant)
      expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 6))
      expect(first.every(({ parcel, attempts }) => parcel === 'parcel:1' && attempts === 1)).toBe(true)
      const last = await claim(someInstant)
      expect(last.map(({ id }) => id)).toEqual(ids.slice(6))
      await store.commit(
        last.map(({ id }) => ({ kind: 'finish-delivery', id, providerId: 'p', at: someInstant })),
      )
      const at = someInstant.add({ seconds: 2 })
      const [sent, ...left] = await claim(at)
      await store.commit([
        { kind: 'finish-delivery', id: sent?.id ?? '', providerId: undefined, at },
        ...left.map(({ id }, index): Change => {
          const unpacked = index === 0 ? { alone: true as const } : {}
          return { kind: 'postpone-delivery', id, status: 'ready', nextAt: at, error: 'no', ...unpacked }
        }),
      ])
      const again = await claim(at)
      expect(again.map(({ parcel }) => parcel)).toEqual([undefined, ...Array(4).fill('parcel:1')])
      expect(again.every(({ attempts }) => attempts === 3)).toBe(true)
      await store.commit(ids.map((id) => ({ kind: 'finish-delivery', id, providerId: 'p', at })))
    })

    it('keeps of each mail the heaviest report, each report once', async () => {
      const delivery = makeDelivery({ key: 'reported', merchantId, batchId: 'bat_r' })
      await store.commit([{ kind: 'queue-deliveries', deliveries: [delivery] }])
      await store.commit([
        { kind: 'finish-delivery', id: delivery.id, providerId: 'prov_r', at: someInstant },
      ])
      const report = (id: string, outcome: Outcome) => {
        const facts = { providerId: undefined, isFinal: true, at: someInstant, detail: `by ${id}` }
        const one = { id, deliveryId: delivery.id, outcome, ...facts }
        return store.commit([{ kind: 'report-delivery', deliveryId: delivery.id, report: one }])
      }
      expect(await report('r1', 'bounced')).toBe('done')
      expect(await report('r1', 'complained')).toBe('conflict')
      expect(await report('r2', 'delivered')).toBe('done')
      const known = await store.deliveryByProviderId('prov_r')
      expect(known).toMatchObject({ id: delivery.id, outcome: { kind: 'bounced', detail: 'by r1' } })
      const filter = { trouble: 'bounced', batchId: 'bat_r' } as const
      expect((await store.troubledMails(merchantId, filter, 10)).items).toEqual([known])
      const mended = { kind: 'mend-delivery', id: delivery.id, mendedBy: 'dlv_other' } as const
      expect(await store.commit([mended])).toBe('done')
      expect(await store.commit([mended])).toBe('conflict')
      expect((await store.troubledMails(merchantId, filter, 10)).items).toEqual([])
    })

    it('suppresses an address until it is lifted, and anew when it comes back again', async () => {
      const suppression = {
        address: 'gone@example.com',
        merchantId,
        reason: 'bounced',
        detail: undefined,
        deliveryId: 'dlv_1',
        since: someInstant,
      } as const
      const suppress: Change = { kind: 'suppress-address', suppression }
      const lift: Change = { kind: 'lift-suppression', address: 'gone@example.com', at: someInstant, actor }
      const found = () => store.suppressed(['gone@example.com', 'other@example.com'])
      await store.commit([suppress])
      expect(await found()).toEqual(new Map([['gone@example.com', suppression]]))
      await store.commit([lift])
      expect((await found()).size).toBe(0)
      await store.commit([suppress])
      expect(await store.suppressions(merchantId, 10)).toEqual([suppression])
      await store.commit([lift])
    })

    it('lets a parked delivery try again, alone, and nothing that is not parked', async () => {
      const delivery = makeDelivery({ key: 'again', merchantId })
      const { id } = delivery
      await store.commit([
        { kind: 'queue-deliveries', deliveries: [delivery] },
        { kind: 'pack-deliveries', parcel: 'parcel:a', ids: [id] },
      ])
      const retry: Change = { kind: 'retry-deliveries', of: { id }, at: someInstant }
      expect(await store.commit([retry])).toBe('conflict')
      const parked = { status: 'parked', nextAt: someInstant, error: 'no' } as const
      await store.commit([{ kind: 'postpone-delivery', id, ...parked }])
      expect(await store.commit([retry])).toBe('done')
      expect(await store.delivery(id)).toMatchObject({ status: 'ready', attempts: 1, parcel: undefined })
      await store.commit([{ kind: 'finish-delivery', id, providerId: 'p', at: someInstant }])
    })

    it('never sends a finished delivery again, and counts tries anew after printing', async () => {
      const delivery = makeDelivery({ key: 'printing', merchantId, status: 'printing', batchId: 'bat_9' })
      await store.commit([{ kind: 'queue-deliveries', deliveries: [delivery] }])
      await store.claimDeliveries({ status: 'printing', channel: 'mail' }, someInstant, 1, 10)
      const ready: Change = {
        kind: 'postpone-delivery',
        id: delivery.id,
        status: 'ready',
        nextAt: someInstant,
        error: '',
      }
      await store.commit([ready])
      const far = someInstant.add({ hours: 1 })
      const claimed = await store.claimDeliveries({ status: 'ready', channel: 'mail' }, far, 1, 100)
      expect(claimed.find(({ id }) => id === delivery.id)?.attempts).toBe(1)
      await store.commit([{ kind: 'finish-delivery', id: delivery.id, providerId: 'p1', at: far }])
      await store.commit([ready])
      expect(await store.batchProgress('bat_9')).toMatchObject({ notices: 1, sent: 1, parked: 0 })
    })

    it('keeps people; the last admin of a merchant cannot go, and an address belongs to one of them', async () => {
      const person = (id: string, changes: Partial<Staff> = {}): Staff => ({
        ...{ id, merchantId, name: id, email: `${id}@Example.jp`, role: 'staff', language: 'ja' },
        ...{ slack: undefined, isActive: true, since: someInstant, ...changes },
      })
      const admin = person('stf_a', { role: 'admin', slack: { team: 'T1', user: 'U1' } })
      const other = person('stf_b', { slack: { team: '', user: 'U2' } })
      const add = (staff: Staff) => store.commit([{ kind: 'add-staff', staff }])
      expect([await add(admin), await add(other)]).toEqual(['done', 'done'])
      expect(await add(person('stf_c', { email: 'STF_A@example.jp' }))).toBe('conflict')
      expect(await add(person('stf_d', { slack: { team: 'T1', user: 'U1' } }))).toBe('conflict')
      expect(await store.staff(merchantId)).toEqual([admin, other])
      expect(await store.staffMember('stf_b')).toEqual(other)
      expect(await store.staffByEmail('stf_A@EXAMPLE.jp')).toEqual([admin])
      expect(await store.staffBySlack({ team: 'T1', user: 'U1' })).toEqual([admin])
      expect(await store.staffBySlack({ team: 'T2', user: 'U1' })).toEqual([])
      expect(await store.staffBySlack({ team: 'T9', user: 'U2' })).toEqual([other])
      const change = (staff: Staff) => store.commit([{ kind: 'change-staff', staff }])
      expect(await change({ ...admin, role: 'manager' })).toBe('conflict')
      expect(await change({ ...admin, isActive: false })).toBe('conflict')
      expect(await change({ ...other, merchantId: 'mer_none' })).toBe('conflict')
      expect(await change({ ...other, role: 'admin' })).toBe('done')
      expect(await change({ ...admin, isActive: false })).toBe('done')
      expect(await store.staffByEmail('stf_a@example.jp')).toEqual([])
      expect(await add(person('stf_e', { email: 'stf_a@example.jp' }))).toBe('done')
    })

    it('lets a sign-in link be used once, and reads of a session who the person is now', async () => {
      const staff: Staff = {
        ...{ id: 'stf_s', merchantId, name: '田中', email: undefined, role: 'admin', slack: undefined },
        ...{ language: 'ja', isActive: true, since: someInstant },
      }
      const link = {
        ...{ merchantId, staffId: staff.id, staffName: staff.name, role: staff.role },
        expiresAt: someInstant.add({ hours: 1 }),
      }
      const session: Omit<Session, 'id' | 'tokenHash'> = {
        ...{ ...link, language: 'ja', device: 'Firefox', createdAt: someInstant, lastSeenAt: someInstant },
      }
      await store.commit([
        { kind: 'add-staff', staff },
        { kind: 'add-sign-in-link', tokenHash: 'link', link },
      ])
      expect(await store.signInLink('link')).toEqual(link)
      const use = (tokenHash: string): readonly Change[] => [
        { kind: 'use-sign-in-link', tokenHash: 'link', at: someInstant },
        { kind: 'add-session', session: { ...session, id: `ses_${tokenHash}`, tokenHash } },
      ]
      expect(await store.commit(use('s1'))).toBe('done')
      expect(await store.commit(use('s2'))).toBe('conflict')
      expect(await store.session('s1')).toEqual({ ...session, id: 'ses_s1', tokenHash: 's1' })
      expect(await store.session('s2')).toBeUndefined()
      await store.commit([{ kind: 'change-staff', staff: { ...staff, name: '田中花子', role: 'staff' } }])
      expect(await store.session('s1')).toMatchObject({ staffName: '田中花子', role: 'staff' })
      const more = { ...session, id: 'ses_s3', tokenHash: 's3' }
      await store.commit([{ kind: 'add-session', session: more }])
      await store.commit([{ kind: 'end-sessions', staffId: staff.id, except: 's3' }])
      expect((await store.sessionsOf(staff.id)).map(({ id }) => id)).toEqual(['ses_s3'])
      await store.commit([{ kind: 'change-staff', staff: { ...staff, role: 'staff', isActive: false } }])
      expect(await store.session('s3')).toBeUndefined()
    })

    it('keeps the history of the settings, newest first, a page at a time', async () => {
      for (const id of ['chg_1', 'chg_2', 'chg_3']) {
        const change: SettingsChange = {
          ...{
            id,
            merchantId: 'mer_hist',
            at: someInstant,
            topic: 'staff',
            action: 'change',
            subject: '田中',
          },
          actor: { kind: 'staff', name: '佐藤' },
          fields: [{ field: 'role', from: 'staff', to: 'admin' }],
        }
        await store.commit([{ kind: 'note-change', change }])
      }
      const page = await store.settingsChanges('mer_hist', 2)
      expect(page.items.map(({ id }) => id)).toEqual(['chg_3', 'chg_2'])
      expect(page.items[0]).toMatchObject({ subject: '田中', fields: [{ to: 'admin' }] })
      const rest = await store.settingsChanges('mer_hist', 2, page.nextCursor)
      expect(rest).toMatchObject({ items: [{ id: 'chg_1' }], nextCursor: undefined })
    })

    it('remembers an answer and a setting', async () => {
      const answer = { scope: 'api', key: 'k1', bodyHash: 'h', status: 201, body: '{}', at: someInstant }
      expect(await store.commit([{ kind: 'remember-answer', answer }])).toBe('done')
      expect(await store.commit([{ kind: 'remember-answer', answer }])).toBe('conflict')
      expect(await store.rememberedAnswer('api', 'k1')).toEqual(answer)
      await store.commit([{ kind: 'set-setting', name: 'a', value: '1' }])
      await store.commit([{ kind: 'set-setting', name: 'a', value: '2' }])
      expect(await store.setting('a')).toBe('2')
    })

    it('keeps the first key of links, and whether there were invoices before it', async () => {
      for (const key of ['first', 'second']) await store.commit([{ kind: 'keep-link-key', name: 'k', key }])
      const kept = JSON.parse((await store.setting('k')) ?? '') as { key: string; unsigned: number }
      expect(kept.key).toBe('first')
      expect([0, 1]).toContain(kept.unsigned)
      await store.commit(registration([makeInvoice({ merchantId: merchant.id })]))
      await store.commit([{ kind: 'keep-link-key', name: 'later', key: 'x' }])
      expect(await store.setting('later')).toBe('{"key":"x","unsigned":1}')
    })

    it('keeps a mail once for each key, with the bytes of its attachments', async () => {
      const mailbox = createMailbox(database, createRandom())
      const mail = {
        from: 'a@example.com',
        to: ['b@example.com'],
        subject: '【さくら学習塾】お支払い',
        html: '<p>',
        text: '',
        attachments: [
          { filename: 'シート.pdf', contentType: 'application/pdf', bytes: new Uint8Array([0, 255, 37]) },
        ],
      }
      const kept = await mailbox.keep(mail, 'notice:1', someInstant)
      expect(await mailbox.keep(mail, 'notice:1', someInstant)).toEqual({ id: kept.id, replayed: true })
      expect(await mailbox.count()).toBe(1)
      expect((await mailbox.read(kept.id))?.attachments).toEqual(mail.attachments)
      expect((await mailbox.list(10, 0, 'さくら'))[0]?.id).toBe(kept.id)
    })
  })
}
