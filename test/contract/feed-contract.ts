/** What collection data files do, over SQLite and over D1 in workerd (domain.md section 6, and section 4 where it is named). */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/adapters/store/database.ts'
import type { CollectionRecord, FeedLayout } from '../../src/domain/collection-record.ts'
import type { Invoice } from '../../src/domain/invoice.ts'
import { defaultMailSettings } from '../../src/domain/mail-settings.ts'
import { CENTRE_ID } from '../../src/domain/merchant.ts'
import { toYen } from '../../src/domain/yen.ts'
import { AGENCY, barcodeOf, CLIENT, strangeBarcode, tell, toFile } from '../support/feed-files.ts'
import { at, got, newMerchant, type OpenStory, openStory } from '../support/open-story.ts'

const actor = { kind: 'staff', name: '田中' } as const
const NOW = '2026-11-25 09:00'
const TODAY = '2026-11-24'

export const describeFeeds = (name: string, open: () => Promise<Database>): void => {
  describe(`collection data files over ${name}`, () => {
    let house: OpenStory
    let merchantId: string
    let otherId: string
    let count = 0

    beforeAll(async () => {
      house = openStory(await open())
      const { story } = house
      const centre = { name: 'センター', email: undefined, phone: undefined }
      const merchant = newMerchant({ agencyCode: AGENCY, clientCode: CLIENT })
      merchantId = (await story.setUpCentre({ centre, merchant, apiKey: undefined }, at('2026-11-01 09:00')))
        .id
      const other = newMerchant({ name: 'もみじ歯科', agencyCode: AGENCY, clientCode: '88' })
      otherId = (await story.signUpMerchant(other, at('2026-11-01 09:00'))).id
    })

    const register = async (changes: Record<string, unknown> = {}, owner = merchantId): Promise<Invoice> => {
      const raw = {
        ...{ customer_name: '神谷 健', subject: '月謝', amount: 11_000, tax: 1_000, due: '2026-12-20' },
        ...{ deliver: 'none', email: 'ken@example.jp', ...changes },
      }
      return got(await house.story.acceptInvoice({ merchantId: owner, raw, actor }, at('2026-11-20 09:00')))
    }

    /** A file of the centre, unlike any before. */
    const take = async (
      records: readonly CollectionRecord[],
      more: { readonly layout?: FeedLayout; readonly ownerId?: string; readonly dryRun?: boolean } = {},
      now = NOW,
    ) => {
      count += 1
      const { ownerId = CENTRE_ID, layout, dryRun = false } = more
      const bytes = toFile(records, layout, `file ${count}`)
      const request = { ownerId, fileName: `file-${count}`, bytes, layout, actor, dryRun }
      return got(await house.story.collectFeed(request, at(now)))
    }

    const outcomes = async (...records: CollectionRecord[]) =>
      (await take(records)).items.map(({ outcome, reason }) =>
        reason === undefined ? outcome : `${outcome}: ${reason}`,
      )

    const statusOf = async ({ id }: Invoice) => (await house.store.invoice(id))?.status
    const paymentsOf = async ({ id }: Invoice) =>
      (await house.store.paymentsOfInvoice(id)).map(({ state, problem, amountYen }) =>
        [state, problem, amountYen].filter((part) => part !== undefined).join(' '),
      )

    describe('速報, 確報 and 速報取消 in any order', () => {
      it('速報 then 確報: open → paid → confirmed, one payment', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        expect(await outcomes(tell('preliminary', bar, `${TODAY} 10:31`))).toEqual(['recorded'])
        expect(await statusOf(invoice)).toBe('paid')
        expect(await outcomes(tell('confirmed', bar, `${TODAY} 10:31`))).toEqual(['confirmed'])
        expect(await statusOf(invoice)).toBe('confirmed')
        expect(await paymentsOf(invoice)).toEqual(['confirmed 11000'])
        const history = await house.store.history(invoice.id)
        expect(history.map(({ action, to }) => `${action} ${to}`)).toEqual([
          'register open',
          'pay paid',
          'confirm confirmed',
        ])
        expect(history.at(-1)?.actor.kind).toBe('feed')
      })

      it('速報 told twice, in one file or in two, is one payment', async () => {
        const invoice = await register()
        const told = tell('preliminary', barcodeOf(invoice), `${TODAY} 10:32`)
        expect(await outcomes(told, told)).toEqual(['recorded', 'unchanged'])
        expect(await outcomes(told)).toEqual(['unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['preliminary 11000'])
      })

      it('two different 速報 for one invoice: the second is a duplicate', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        expect(
          await outcomes(
            tell('preliminary', bar, `${TODAY} 10:33`),
            tell('preliminary', bar, `${TODAY} 18:02`),
          ),
        ).toEqual(['recorded', 'problem: duplicate'])
        expect(await paymentsOf(invoice)).toEqual(['preliminary 11000', 'preliminary duplicate 11000'])
        expect(await statusOf(invoice)).toBe('paid')
      })

      it('確報 without 速報 is a payment that is certain at once, and a late 速報 changes nothing', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        expect(await outcomes(tell('confirmed', bar, `${TODAY} 10:34`))).toEqual(['recorded'])
        expect(await statusOf(invoice)).toBe('confirmed')
        expect(await outcomes(tell('preliminary', bar, `${TODAY} 10:34`))).toEqual(['unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['confirmed 11000'])
      })

      it('確報 before 速報 within one file comes to the same', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        expect(
          await outcomes(
            tell('confirmed', bar, `${TODAY} 10:35`),
            tell('preliminary', bar, `${TODAY} 10:35`),
          ),
        ).toEqual(['recorded', 'unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['confirmed 11000'])
      })

      it('確報 that tells another minute finds the only 速報 of that bill, day and chain; told again, nothing', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:36`))
        const confirmed = tell('confirmed', bar, `${TODAY} 10:59`, { store: '0012399' })
        expect(await outcomes(confirmed)).toEqual(['confirmed'])
        expect(await outcomes(confirmed)).toEqual(['unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['confirmed 11000'])
      })

      it('確報 of another amount and minute is other money', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:44`))
        expect(await outcomes(tell('confirmed', bar, `${TODAY} 10:45`, { amountYen: toYen(500) }))).toEqual([
          'problem: duplicate',
        ])
        expect(await paymentsOf(invoice)).toEqual(['preliminary 11000', 'confirmed duplicate 500'])
      })

      it('確報 that could mean two 速報 is kept apart for a person', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:37`), tell('preliminary', bar, `${TODAY} 11:37`))
        expect(await outcomes(tell('confirmed', bar, `${TODAY} 12:37`))).toEqual(['problem: ambiguous'])
        expect(await paymentsOf(invoice)).toEqual([
          'preliminary 11000',
          'preliminary duplicate 11000',
          'confirmed duplicate 11000',
        ])
      })

      it('速報取消 opens the invoice again; told again, and the 速報 told again, change nothing', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        const [first, undone] = [
          tell('preliminary', bar, `${TODAY} 10:38`),
          tell('cancelled', bar, `${TODAY} 10:38`),
        ]
        expect(await outcomes(first)).toEqual(['recorded'])
        expect(await outcomes(undone)).toEqual(['cancelled'])
        expect(await statusOf(invoice)).toBe('open')
        expect(await outcomes(undone, first)).toEqual(['unchanged', 'unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['cancelled 11000'])
        expect(await outcomes(tell('preliminary', bar, `${TODAY} 10:50`))).toEqual(['recorded'])
        expect(await statusOf(invoice)).toBe('paid')
      })

      it('速報取消 after the due day leaves the invoice expired', async () => {
        const invoice = await register({ due: '2026-11-24' })
        const bar = barcodeOf(invoice)
        await take([tell('preliminary', bar, `${TODAY} 23:59`)], {}, '2026-11-25 00:10')
        expect(await statusOf(invoice)).toBe('paid')
        await take([tell('cancelled', bar, `${TODAY} 23:59`)], {}, '2026-11-25 00:20')
        expect(await statusOf(invoice)).toBe('expired')
      })

      it('速報取消 before its 速報: the late 速報 changes nothing', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        expect(await outcomes(tell('cancelled', bar, `${TODAY} 10:39`))).toEqual(['cancelled'])
        expect(await outcomes(tell('preliminary', bar, `${TODAY} 10:39`))).toEqual(['unchanged'])
        expect(await statusOf(invoice)).toBe('open')
        expect(await paymentsOf(invoice)).toEqual(['cancelled 11000'])
      })

      it('確報 after 速報取消 is new money, for a person to look at', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        const confirmed = tell('confirmed', bar, `${TODAY} 10:40`)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:40`), tell('cancelled', bar, `${TODAY} 10:40`))
        expect(await outcomes(confirmed)).toEqual(['recorded: confirmed-after-cancel'])
        expect(await outcomes(confirmed)).toEqual(['unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['cancelled 11000', 'confirmed 11000'])
        expect(await statusOf(invoice)).toBe('confirmed')
      })

      it('速報取消 after 確報 changes nothing and goes to a person', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:41`), tell('confirmed', bar, `${TODAY} 10:41`))
        expect(await outcomes(tell('cancelled', bar, `${TODAY} 10:41`))).toEqual([
          'unchanged: cancelled-after-confirm',
        ])
        expect(await statusOf(invoice)).toBe('confirmed')
      })

      it('確報 of another amount undoes the 速報 and keeps the certain amount for a person', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('preliminary', bar, `${TODAY} 10:42`))
        const { items, feed } = await take([
          tell('confirmed', bar, `${TODAY} 10:42`, { amountYen: toYen(9_000) }),
        ])
        expect(items[0]).toMatchObject({ outcome: 'corrected', reason: 'amount-differs' })
        expect(feed.summary.differences.amounts).toEqual([{ row: 2, toldYen: 9_000, expectedYen: 11_000 }])
        expect(await paymentsOf(invoice)).toEqual(['cancelled 11000', 'confirmed amount-mismatch 9000'])
        expect(await statusOf(invoice)).toBe('open')
      })

      it('a repeat invoice is paid by each', async () => {
        const invoice = await register({ repeat: true })
        const bar = barcodeOf(invoice)
        expect(
          await outcomes(
            tell('preliminary', bar, `${TODAY} 10:43`),
            tell('confirmed', bar, `${TODAY} 15:00`),
          ),
        ).toEqual(['recorded', 'confirmed'])
        expect(await outcomes(tell('preliminary', bar, '2026-11-25 08:00'))).toEqual(['recorded'])
        expect(await statusOf(invoice)).toBe('open')
      })
    })

    describe('post and real time', () => {
      it('81 is a 速報, 12 a preliminary payment', async () => {
        const [one, two] = [await register(), await register()]
        expect(
          await outcomes(
            tell('real-time', barcodeOf(one), `${TODAY} 11:00`),
            tell('postal', barcodeOf(two), `${TODAY} 11:00`),
          ),
        ).toEqual(['recorded', 'recorded'])
        expect([await statusOf(one), await statusOf(two)]).toEqual(['paid', 'paid'])
      })

      it('22 undoes the earlier payment and records the corrected amount, for a person', async () => {
        const invoice = await register()
        const bar = barcodeOf(invoice)
        await outcomes(tell('postal', bar, `${TODAY} 11:01`, { amountYen: toYen(1_100) }))
        expect(await paymentsOf(invoice)).toEqual(['preliminary amount-mismatch 1100'])
        const corrected = tell('postal-correction', bar, `${TODAY} 11:01`)
        expect(await outcomes(corrected)).toEqual(['corrected: corrected'])
        expect(await outcomes(corrected)).toEqual(['unchanged'])
        expect(await paymentsOf(invoice)).toEqual(['cancelled amount-mismatch 1100', 'preliminary 11000'])
        expect(await statusOf(invoice)).toBe('paid')
        expect(await outcomes(tell('confirmed', bar, `${TODAY} 11:01`))).toEqual(['confirmed'])
      })

      it('22 of a confirmed payment changes nothing, 22 alone is recorded; both go to a person', async () => {
        const [one, two] = [await register(), await register()]
        const bar = barcodeOf(one)
        await outcomes(tell('postal', bar, `${TODAY} 11:02`), tell('confirmed', bar, `${TODAY} 11:02`))
        expect(
          await outcomes(tell('postal-correction', bar, `${TODAY} 11:02`, { amountYen: toYen(500) })),
        ).toEqual(['unchanged: corrected-after-confirm'])
        expect(await outcomes(tell('postal-correction', barcodeOf(two), `${TODAY} 11:03`))).toEqual([
          'recorded: correction-alone',
        ])
      })
    })

    describe('what awaits no payment (section 4: late, double, wrong or unknown payments are never dropped)', () => {
      it('is recorded with what is wrong, kept out of the settlement, and put on the list', async () => {
        const [cancelled, expired, wrong] = [
          await register(),
          await register({ due: '2026-11-21' }),
          await register(),
        ]
        got(
          await house.story.cancelInvoice(
            { merchantId, invoiceId: cancelled.id, reason: '誤り', actor },
            at('2026-11-20 10:00'),
          ),
        )
        const { items, feed } = await take([
          tell('preliminary', barcodeOf(cancelled), `${TODAY} 12:00`),
          tell('preliminary', barcodeOf(expired), `${TODAY} 12:00`),
          tell('preliminary', barcodeOf(wrong), `${TODAY} 12:00`, { amountYen: toYen(1) }),
          tell('preliminary', strangeBarcode(4_000), `${TODAY} 12:00`),
          tell('preliminary', strangeBarcode(5_000, '66'), `${TODAY} 12:00`),
        ])
        expect(items.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
          'problem: after-cancel',
          'problem: late',
          'problem: amount-mismatch',
          'problem: unknown',
          'problem: unknown',
        ])
        // Unknown money is whose the barcode is, else the centre's; what was told stays readable.
        expect(items.map((item) => item.merchantId)).toEqual([
          ...[merchantId, merchantId, merchantId, merchantId],
          CENTRE_ID,
        ])
        const unknown = await house.store.payment(items[3]?.paymentId ?? '')
        expect(unknown).toMatchObject({
          told: strangeBarcode(4_000),
          problem: 'unknown',
          invoiceId: undefined,
        })
        const list = await house.store.feedItems(feed.id, 'to-do', 200)
        expect(list.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6])
        expect(feed.summary.forPerson).toEqual({ count: 5, sumYen: 11_000 + 11_000 + 1 + 4_000 + 5_000 })
        expect(feed.summary.differences).toMatchObject({ toldYen: 31_001, takenYen: 0 })
      })

      it('an item is ticked off once, by a name, and only by whose file it is', async () => {
        const { feed } = await take([tell('preliminary', strangeBarcode(4_100), `${TODAY} 12:01`)])
        const finish = (ownerId: string) =>
          house.story.finishFeedItem({ ownerId, feedId: feed.id, row: 2, actor }, at(NOW))
        expect((await finish(merchantId)).ok).toBe(false)
        expect((await finish(CENTRE_ID)).ok).toBe(true)
        expect((await finish(CENTRE_ID)).ok).toBe(true)
        expect(await house.store.feedItems(feed.id, 'to-do', 200)).toEqual([])
        const [item] = await house.store.feedItems(feed.id, 'for-person', 200)
        expect(item?.doneBy).toBe('田中')
      })

      it('unknown money is confirmed, undone and told again like any other', async () => {
        const bar = strangeBarcode(4_200, '66', '123')
        const [pre, sure] = [
          tell('preliminary', bar, `${TODAY} 12:02`),
          tell('confirmed', bar, `${TODAY} 12:20`),
        ]
        expect(await outcomes(pre, pre, sure)).toEqual(['problem: unknown', 'unchanged', 'confirmed'])
        expect(await outcomes(sure)).toEqual(['unchanged'])
      })
    })

    describe('money that a till told over the network', () => {
      it('is the same money in the file when bill, chain, store and minute agree', async () => {
        const invoice = await register()
        const till = { receipt: 'T-1', chain: '020', store: '12345', paidAt: at(`${TODAY} 13:00`) }
        const request = {
          ...till,
          number: invoice.number,
          invoiceId: invoice.id,
          amountYen: invoice.amountYen,
        }
        got(await house.story.collectPayment(request, at(`${TODAY} 13:00`)))
        const bar = barcodeOf(invoice)
        expect(
          await outcomes(
            tell('preliminary', bar, `${TODAY} 13:02`),
            tell('confirmed', bar, `${TODAY} 13:02`),
          ),
        ).toEqual(['unchanged', 'confirmed'])
        expect(await paymentsOf(invoice)).toEqual(['confirmed 11000'])
        // Another minute further on it is another payment, even though the till's is there.
        expect(await outcomes(tell('preliminary', bar, `${TODAY} 13:03`))).toEqual(['problem: duplicate'])
      })

      it('is other money at another store', async () => {
        const invoice = await register()
        const till = { receipt: 'T-2', chain: '020', store: '1', paidAt: at(`${TODAY} 13:10`) }
        const request = {
          ...till,
          number: invoice.number,
          invoiceId: invoice.id,
          amountYen: invoice.amountYen,
        }
        got(await house.story.collectPayment(request, at(`${TODAY} 13:10`)))
        expect(await outcomes(tell('preliminary', barcodeOf(invoice), `${TODAY} 13:10`))).toEqual([
          'problem: duplicate',
        ])
      })
    })

    describe('a file', () => {
      it.each(['dsk', 'fixed-a', 'fixed-b'] as const)(
        'is taken in layout %s, recognised or told',
        async (layout) => {
          const [one, two] = [await register(), await register()]
          const records = [
            tell('preliminary', barcodeOf(one), `${TODAY} 14:00`),
            tell('confirmed', barcodeOf(two), `${TODAY} 14:01`),
          ]
          const bytes = toFile(records, layout)
          const request = { ownerId: CENTRE_ID, fileName: '', bytes, actor }
          const dry = got(await house.story.collectFeed({ ...request, layout, dryRun: true }, at(NOW)))
          expect(await statusOf(one)).toBe('open')
          const taken = got(await house.story.collectFeed(request, at(NOW)))
          expect(taken.feed.layout).toBe(layout)
          expect(taken.feed.summary.outcomes).toEqual(dry.feed.summary.outcomes)
          expect(taken.items.length).toBe(dry.items.length)
          expect([await statusOf(one), await statusOf(two)]).toEqual(['paid', 'confirmed'])
          // The bytes are kept as they came.
          expect(await house.vault.get(`feeds/${taken.feed.sha256}`)).toEqual(bytes)
        },
      )

      it('that comes again changes nothing and gives the first summary, even under another name', async () => {
        const invoice = await register()
        const bytes = toFile([tell('preliminary', barcodeOf(invoice), `${TODAY} 14:10`)])
        const request = { ownerId: CENTRE_ID, fileName: 'first', bytes, actor }
        const [one, two] = await Promise.all([
          house.story.collectFeed(request, at(NOW)),
          house.story.collectFeed({ ...request, fileName: 'second' }, at(NOW)),
        ])
        const three = got(await house.story.collectFeed({ ...request, fileName: 'third' }, at(NOW)))
        expect([got(one).replayed, got(two).replayed].sort()).toEqual([false, true])
        expect(three).toMatchObject({ replayed: true, feed: { id: got(one).feed.id } })
        expect(three.feed.summary).toEqual(got(one).feed.summary)
        expect(await paymentsOf(invoice)).toEqual(['preliminary 11000'])
      })

      it('with one bad row is refused whole, with row, field, value, rule and remedy', async () => {
        const invoice = await register()
        const good = tell('preliminary', barcodeOf(invoice), `${TODAY} 14:20`)
        const text = new TextDecoder().decode(toFile([good, good, good]))
        const lines = text.split('\r\n')
        const bad = [
          lines[0],
          lines[1],
          lines[2]?.replace('01,', '09,'),
          lines[3]?.replace(/(EAN\d{43})\d/, (_, most: string) => `${most}x`),
        ].join('\r\n')
        const refused = await house.story.collectFeed(
          { ownerId: CENTRE_ID, fileName: 'bad', bytes: new TextEncoder().encode(bad), actor },
          at(NOW),
        )
        expect(refused).toMatchObject({
          ok: false,
          failure: {
            kind: 'invalid-input',
            problems: [
              { row: 3, field: '種別', value: '09', rule: 'feed-kind' },
              { row: 4, field: 'バーコード情報', rule: 'barcode-format' },
            ],
          },
        })
        expect(await statusOf(invoice)).toBe('open')
      })

      it('sums up counts, sums and differences, and names what it did not confirm', async () => {
        const [one, two, three] = [await register(), await register(), await register()]
        await take([
          tell('preliminary', barcodeOf(one), '2026-11-23 15:00', { chain: '050' }),
          tell('preliminary', barcodeOf(two), '2026-11-23 15:01', { chain: '050' }),
          tell('preliminary', barcodeOf(three), '2026-11-23 15:02', { chain: '080' }),
        ])
        const { feed } = await take([tell('confirmed', barcodeOf(one), '2026-11-23 15:00', { chain: '050' })])
        expect(feed.summary).toMatchObject({
          records: 1,
          sumYen: 11_000,
          kinds: { confirmed: { count: 1, sumYen: 11_000 } },
          outcomes: { confirmed: { count: 1, sumYen: 11_000 }, recorded: { count: 0, sumYen: 0 } },
          forPerson: { count: 0 },
          differences: { toldYen: 11_000, takenYen: 11_000, unconfirmed: { count: 1, sumYen: 11_000 } },
        })
        expect(feed.summary.differences.unconfirmed.first[0]).toMatchObject({
          invoiceId: two.id,
          day: '2026-11-23',
          chain: '050',
        })
      })

      it('of a merchant touches no other merchant’s invoices, and never stands in the way of the centre’s file', async () => {
        const [mine, theirs] = [await register(), await register({}, otherId)]
        const records = [
          tell('preliminary', barcodeOf(mine), `${TODAY} 16:00`),
          tell('preliminary', barcodeOf(theirs, '88'), `${TODAY} 16:01`),
          tell('preliminary', strangeBarcode(700), `${TODAY} 16:02`),
        ]
        const { items } = await take(records, { ownerId: merchantId })
        expect(items.map((item) => [item.outcome, item.merchantId])).toEqual([
          ['recorded', merchantId],
          ['problem', CENTRE_ID],
          ['problem', merchantId],
        ])
        expect(await statusOf(theirs)).toBe('open')
        expect((await take(records)).items.map(({ outcome }) => outcome)).toEqual([
          'unchanged',
          'recorded',
          'unchanged',
        ])
        expect(await statusOf(theirs)).toBe('paid')
      })

      it('leaves the books whole', async () => {
        await house.tick(at(NOW))
        const { differences } = await house.verify(at(NOW))
        expect(differences).toEqual([])
      })
    })

    it('a merchant that wants a notice of each payment is told of those of a file, once', async () => {
      const merchant = newMerchant({
        name: 'けやき',
        email: 'keyaki@example.jp',
        agencyCode: AGENCY,
        clientCode: '66',
      })
      const { id } = await house.story.signUpMerchant(merchant, at('2026-11-02 09:00'))
      const settings = { ...defaultMailSettings, collectionPace: 'each' } as const
      await house.store.commit([{ kind: 'set-mail-settings', merchantId: id, settings }])
      const bar = barcodeOf(await register({}, id), '66')
      await take([tell('preliminary', bar, `${TODAY} 12:12`)])
      await take([tell('confirmed', bar, `${TODAY} 12:12`)])
      const ready = { status: 'ready', channel: 'mail' } as const
      const queued = await house.store.claimDeliveries(ready, at(NOW), 1_000, 200)
      const notices = queued.filter(
        ({ message, merchantId }) => merchantId === id && message.kind === 'collection-notice',
      )
      expect(notices).toHaveLength(1)
    })
  })
}
