/** Which letters leave when: each once, and none that is no longer true. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dueReminder } from '../../src/application/dun-customers.ts'
import { toDelivery } from '../../src/application/to-delivery.ts'
import { atTime } from '../../src/domain/jst-day.ts'
import type { Letter } from '../../src/ports.ts'
import { makeInvoice, someDay } from '../support/make-invoice.ts'
import { type MailWorld, openMailWorld } from '../support/open-mail-world.ts'

const on = (days: number): Temporal.PlainDate => someDay.add({ days })
const hanako = 'hanako@example.com'
const office = 'office@sakura.example.jp'

let mails: MailWorld
beforeEach(async () => {
  mails = await openMailWorld({ fax: '03-1234-5678' })
  await mails.choose({})
})
afterEach(() => mails.close())

const last = <K extends Letter['kind']>(kind: K): Letter & { readonly kind: K } => {
  const found = mails.sent.findLast((letter): letter is Letter & { readonly kind: K } => letter.kind === kind)
  if (found === undefined) throw new Error(`no ${kind} was sent`)
  return found
}

describe('a notice', () => {
  it('carries its sheet, and speaks the language of the customer', async () => {
    await mails.register({ language: '英語' })
    await mails.tick()
    expect(last('notice')).toMatchObject({
      language: 'en',
      attach: true,
      form: 'full',
      ownNumber: false,
      audience: 'customer',
    })
  })

  it('says that it is the customer’s own number when the customer had it before', async () => {
    const first = await mails.register()
    await mails.goTo(someDay, 9)
    await mails.register({ number: first.number, reference: 'second' })
    await mails.tick()
    expect(last('notice').ownNumber).toBe(true)
  })

  it.each(['a..b@docomo.ne.jp', 'x@ezweb.ne.jp', 'x@i.softbank.jp', 'x@t.vodafone.ne.jp', 'X@YMOBILE.NE.JP'])(
    'is short and without a sheet for %s',
    async (email) => {
      await mails.register({ email })
      await mails.tick()
      expect(last('notice')).toMatchObject({ form: 'short', attach: false, pdf: undefined })
    },
  )

  it('is short with the sheet where the merchant asks for that', async () => {
    await mails.choose({ mobileSheet: true })
    await mails.register({ email: 'x@docomo.ne.jp' })
    await mails.tick()
    expect(last('notice')).toMatchObject({ form: 'short', attach: true })
  })

  it('links to the sheet where the merchant chose so, but the merchant’s own copy carries it', async () => {
    await mails.choose({ sheet: 'link' })
    await mails.register({ deliver: 'both' })
    await mails.tick()
    const notices = mails.sent.map((letter) => ({ to: letter.to, attach: letter.attach }))
    expect(notices).toContainEqual({ to: hanako, attach: false })
    expect(notices).toContainEqual({ to: office, attach: true })
  })

  it('does not leave any more once the invoice was paid, and says why', async () => {
    const invoice = await mails.register()
    await mails.pay(invoice)
    await mails.tick()
    expect(mails.news()).toEqual([`receipt ${hanako}`])
    const [notice] = await mails.store.deliveriesOfInvoice(invoice.id)
    expect(notice).toMatchObject({ status: 'dropped', lastError: expect.stringContaining('paid') })
  })
})

describe('reminders', () => {
  it('leave three days before the due day and on it, at nine, each once', async () => {
    await mails.register()
    await mails.goTo(on(6), 23)
    expect(mails.news()).toEqual([`notice ${hanako}`])
    await mails.goTo(on(7), 8)
    expect(mails.news()).toEqual([])
    await mails.goTo(on(7), 9)
    expect(mails.news()).toEqual([`reminder ${hanako}`])
    expect(last('reminder').daysLeft).toBe(3)
    await mails.goTo(on(10), 8)
    expect(mails.news()).toEqual([])
    await mails.goTo(on(10), 23)
    expect(mails.news()).toEqual([`reminder ${hanako}`])
    expect(last('reminder').daysLeft).toBe(0)
  })

  it('keep the days and the hour that the merchant chose', async () => {
    await mails.choose({ reminderDays: [7, 1], lastDayReminder: false, hour: 18 })
    await mails.register()
    await mails.goTo(on(3), 18)
    expect(mails.news()).toEqual([`notice ${hanako}`, `reminder ${hanako}`])
    await mails.goTo(on(9), 17)
    expect(mails.news()).toEqual([])
    await mails.goTo(on(10), 23)
    expect(mails.news()).toEqual([`reminder ${hanako}`])
  })

  it('are off where the invoice says so, and for customers who are not written to', async () => {
    await mails.register({ remind: 'しない' })
    await mails.register({ deliver: 'merchant' })
    await mails.goTo(on(10), 23)
    expect(mails.news().filter((line) => line.startsWith('reminder'))).toEqual([])
  })

  it('are never sent about what was paid or cancelled, even if they were queued before', async () => {
    const paid = await mails.register({ email: 'paid@example.com' })
    const cancelled = await mails.register({ email: 'cancelled@example.com' })
    await mails.goTo(on(7), 8)
    mails.news()
    const reminders = [paid, cancelled].map(({ id, customer }) => ({
      kind: 'reminder' as const,
      invoiceId: id,
      daysBefore: 5,
      to: customer.email ?? '',
    }))
    await mails.store.commit([
      {
        kind: 'queue-deliveries',
        deliveries: reminders.map((message) =>
          toDelivery(mails.world.random, { merchantId: 'mer_1' }, message, mails.now()),
        ),
      },
    ])
    await mails.pay(paid)
    const actor = { kind: 'staff', name: 'test' } as const
    const request = { merchantId: 'mer_1', invoiceId: cancelled.id, reason: undefined, actor }
    await mails.story.cancelInvoice(request, mails.now())
    await mails.goTo(on(10), 23)
    expect(mails.news().filter((line) => line.startsWith('reminder'))).toEqual([])
  })

  it('do not repeat the notice of the same day', async () => {
    await mails.register({ due: '+2日' })
    await mails.register({ due: '+3日', email: 'three@example.com' })
    await mails.goTo(on(1), 23)
    expect(mails.news()).toEqual([`notice ${hanako}`, 'notice three@example.com'])
    await mails.goTo(on(2), 23)
    expect(mails.news()).toEqual([`reminder ${hanako}`])
  })

  it.each([
    // days before the due day on which the service is up, registered that many days before: the reminder
    [9, 20, undefined],
    [7, 20, 7],
    [5, 20, 7],
    [3, 20, 3],
    [1, 20, 3],
    [0, 20, 0],
    [0, 2, 0],
    [2, 2, undefined],
    [1, 2, undefined],
    [0, 0, undefined],
  ])('after a pause, %i days before, registered %i before: %s', (left, registered, reminder) => {
    const dueDay = on(30)
    const registeredAt = atTime(dueDay.subtract({ days: registered }), 10)
    const invoice = makeInvoice({ dueDay, registeredAt })
    expect(dueReminder(invoice, [7, 3, 0], dueDay.subtract({ days: left }))).toBe(reminder)
  })
})

describe('what becomes of an invoice', () => {
  it('is told: paid, undone, paid again', async () => {
    const invoice = await mails.register()
    await mails.tick()
    const receipt = await mails.pay(invoice)
    await mails.tick()
    await mails.story.cancelPayment(receipt, mails.now())
    await mails.tick()
    expect(mails.news()).toEqual([`notice ${hanako}`, `payment-undone ${hanako}`, `receipt ${hanako}`])
    expect(last('payment-undone').payable).toBe(true)
    await mails.pay(invoice, 'r-second')
    await mails.tick()
    expect(mails.news()).toEqual([`receipt ${hanako}`])
  })

  it('is not told of a payment that was undone before its receipt left', async () => {
    const invoice = await mails.register()
    await mails.tick()
    const receipt = await mails.pay(invoice)
    await mails.story.cancelPayment(receipt, mails.now())
    await mails.tick()
    expect(mails.news()).toEqual([`notice ${hanako}`])
  })

  it('is told when it expires, once', async () => {
    await mails.choose({ reminderDays: [], lastDayReminder: false })
    await mails.register()
    await mails.goTo(on(12), 12)
    expect(mails.news()).toEqual([`invoice-expired ${hanako}`, `notice ${hanako}`])
  })

  it('is told when it is cancelled, unless the customer never heard of it', async () => {
    const actor = { kind: 'staff', name: 'test' } as const
    const known = await mails.register()
    await mails.tick()
    const unknown = await mails.register({ email: 'unknown@example.com' })
    for (const { id } of [known, unknown]) {
      const request = { merchantId: 'mer_1', invoiceId: id, reason: undefined, actor }
      await mails.story.cancelInvoice(request, mails.now())
    }
    await mails.tick()
    expect(mails.news()).toEqual([`invoice-cancelled ${hanako}`, `notice ${hanako}`])
    expect(last('invoice-cancelled').replacedByUrl).toBeUndefined()
  })
})

describe('the merchant', () => {
  it('hears the next morning what a day collected, once', async () => {
    const invoice = await mails.register()
    await mails.pay(invoice)
    await mails.goTo(on(1), 8)
    mails.news()
    await mails.goTo(on(1), 9)
    expect(mails.news()).toEqual([`collection-notice ${office}`])
    expect(last('collection-notice')).toMatchObject({ pace: 'daily', count: 1, totalYen: 13_200 })
    await mails.goTo(on(4), 23)
    expect(mails.news()).toEqual([])
  })

  it('domain.md section 4, Pace of a digest: sums by collection day in JST; what arrives later amends its day and is marked', async () => {
    const invoice = await mails.register()
    await mails.pay(await mails.register({ reference: 'in time' }))
    const paidAt = atTime(someDay, 23, 50)
    await mails.goTo(on(2), 9)
    mails.news()
    await mails.pay(invoice, 'late-report', paidAt)
    await mails.goTo(on(3), 9)
    expect(mails.news()).toEqual([`collection-notice ${office}`, `receipt ${hanako}`])
    const notice = last('collection-notice')
    expect(notice).toMatchObject({ pace: 'amended', count: 2, totalYen: 26_400 })
    expect(notice.day.toString()).toBe(someDay.toString())
    await mails.goTo(on(5), 9)
    expect(mails.news()).toEqual([])
    await mails.story.cancelPayment('late-report', mails.now())
    await mails.goTo(on(6), 9)
    expect(mails.news()).toContain(`collection-notice ${office}`)
    expect(last('collection-notice')).toMatchObject({ pace: 'amended', count: 1, totalYen: 13_200 })
  })

  it('hears of each payment at once where it chose so', async () => {
    await mails.choose({ collectionPace: 'each' })
    await mails.pay(await mails.register())
    await mails.tick()
    expect(mails.news()).toEqual([`collection-notice ${office}`, `receipt ${hanako}`])
    await mails.goTo(on(2), 12)
    expect(mails.news()).toEqual([])
  })

  it('hears by FAX where it chose so, and is charged for each once', async () => {
    await mails.choose({ collectionPace: 'each', collectionChannel: 'fax' })
    await mails.pay(await mails.register())
    await mails.tick()
    await mails.tick()
    expect(mails.news()).toContain('collection-fax 03-1234-5678@fax.example.jp')
    expect(last('collection-fax').pdf).toBeDefined()
    await mails.goTo(on(16), 12)
    const [stored] = await mails.store.settlements('mer_1')
    expect(stored?.settlement.totals.faxCount).toBe(1)
  })

  it('hears by FAX when its mail is refused, and of mails to its customers that are', async () => {
    await mails.choose({ collectionPace: 'each' })
    mails.refuse(office)
    await mails.pay(await mails.register())
    await mails.tick()
    expect(mails.news()).toEqual(['collection-fax 03-1234-5678@fax.example.jp', `receipt ${hanako}`])
  })

  it('is told of a customer’s address that was refused', async () => {
    mails.refuse(hanako)
    await mails.register()
    await mails.tick()
    expect(mails.news()).toEqual([`bounce-notice ${office}`])
    expect(last('bounce-notice')).toMatchObject({ address: hanako, reason: '550 no such mailbox' })
  })

  it('gets a statement with PDF and CSV when a settlement is fixed, and each Monday what is open', async () => {
    await mails.choose({ openItemsWeekday: 1, collectionPace: 'none' })
    const receipt = await mails.pay(await mails.register())
    await mails.story.confirmPayment(receipt, mails.now())
    await mails.register({ email: 'open@example.com', due: '+40日' })
    await mails.goTo(on(6), 23)
    mails.news()
    await mails.goTo(on(7), 9)
    expect(mails.news()).toEqual([`open-items ${office}`])
    expect(last('open-items')).toMatchObject({ count: 1, totalYen: 13_200 })
    await mails.goTo(on(18), 12)
    expect(mails.news()).toContain(`settlement-statement ${office}`)
    const { csv, pdf } = last('settlement-statement')
    expect(csv).toContain('13200')
    expect(pdf.length).toBeGreaterThan(0)
  })
})
