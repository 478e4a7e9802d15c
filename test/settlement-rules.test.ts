/** The rules of domain.md about fees and settlements, each by its name, on the whole story. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateSqlite } from '../src/adapters/store/migrate-sqlite.ts'
import { openSqlite, type SqliteDatabase } from '../src/adapters/store/sqlite-database.ts'
import { changeTerms } from '../src/application/change-terms.ts'
import { initialFeeReference } from '../src/application/sign-up-merchant.ts'
import type { Invoice } from '../src/domain/invoice.ts'
import { CENTRE_ID, type Merchant } from '../src/domain/merchant.ts'
import { toSettlementCsv } from '../src/domain/settlement-table.ts'
import type { Terms } from '../src/domain/terms.ts'
import { toYen } from '../src/domain/yen.ts'
import { at, got, newMerchant, type OpenStory, openStory } from './support/open-story.ts'

const actor = { kind: 'staff', name: '田中' } as const
let database: SqliteDatabase
let open: OpenStory
let receipts = 0

beforeEach(async () => {
  database = openSqlite(':memory:')
  await migrateSqlite(database)
  open = openStory(database)
})

afterEach(() => database.close())

const signUp = async (changes: Partial<Merchant>, now: string): Promise<Merchant> => {
  const centre = { name: 'センター', email: undefined, phone: undefined }
  return open.story.setUpCentre({ centre, merchant: newMerchant(changes), apiKey: undefined }, at(now))
}

const bill = async (
  merchant: Merchant,
  now: string,
  changes: Record<string, unknown> = {},
): Promise<Invoice> => {
  const raw = {
    customer_name: '神谷 健',
    subject: '月謝',
    amount: 11_000,
    tax: 1_000,
    due: '+30日',
    deliver: 'none',
  }
  return got(
    await open.story.acceptInvoice({ merchantId: merchant.id, raw: { ...raw, ...changes }, actor }, at(now)),
  )
}

/** Paid at a till, and confirmed when a time is given; answers the payment's id. */
const pay = async (invoice: Invoice, paidAt: string, confirmedAt?: string, amountYen = invoice.amountYen) => {
  receipts += 1
  const till = { receipt: `rule-${receipts}`, paidAt: at(paidAt), chain: '020', store: '000001' }
  const request = { ...till, number: invoice.number, invoiceId: invoice.id, amountYen }
  const [payment] = got(await open.story.collectPayment(request, at(paidAt))).payments
  if (confirmedAt !== undefined) got(await open.story.confirmPayment(till.receipt, at(confirmedAt)))
  return { id: payment?.id ?? '', receipt: till.receipt }
}

const agree = async (merchant: Merchant, wanted: Partial<Terms>, now: string): Promise<void> => {
  const history = await open.store.terms(merchant)
  await open.store.commit(changeTerms({ merchant, history, wanted, actor }, at(now)))
}

/** Settlements by closing day, after a tick. */
const settled = async ({ id }: Merchant, now: string) => {
  await open.tick(at(now))
  const all = (await open.store.settlements(id)).toReversed()
  return new Map(all.map((stored) => [stored.settlement.closingDay.toString(), stored]))
}

const totalsOf = async (merchant: Merchant, closing: string, now: string) =>
  (await settled(merchant, now)).get(closing)?.settlement.totals

describe('domain.md section 2', () => {
  it('S13, initial fees: the contract is billed at sign-up as ¥5,000 and tax, the file option as ¥3,000 and tax, through Smart Pit itself', async () => {
    const merchant = await signUp({ fileOption: true }, '2026-11-02 09:00')
    const bills = await Promise.all(
      (['contract', 'file-option'] as const).map((fee) =>
        open.store.invoiceByReference(CENTRE_ID, initialFeeReference(fee, merchant)),
      ),
    )
    expect(bills.map((one) => [one?.amountYen, one?.taxYen, one?.status])).toEqual([
      [5_500, 500, 'open'],
      [3_300, 300, 'open'],
    ])
    const [contract] = bills
    if (contract === undefined) throw new Error('no bill')
    await pay(contract, '2026-11-03 12:00', '2026-11-04 04:00')
    await settled(merchant, '2027-02-01 00:10')
    expect(await open.store.settlements(CENTRE_ID)).toEqual([])
    const sums = await open.books.balances()
    expect(sums.find(({ account }) => account === 'fee-income')?.amountYen).toBe(-5_000)
    expect(sums.find(({ account }) => account === 'tax-payable')?.amountYen).toBe(-500)
  })

  it.each([
    ['plan-120', 360, 40],
    ['plan-130', 390, 0],
  ] as const)(
    'S14, %s: three paid cost ¥%i, an expired and a deleted one ¥%i',
    async (plan, paidFeeYen, unpaidFeeYen) => {
      const merchant = await signUp({ plan, cycle: 'month-end' }, '2026-11-02 09:00')
      for (let n = 0; n < 3; n += 1)
        await pay(await bill(merchant, '2026-11-02 10:00'), '2026-11-03 12:00', '2026-11-04 04:00')
      await bill(merchant, '2026-11-02 10:00', { due: '2026-11-10' })
      const deleted = await bill(merchant, '2026-11-02 10:00')
      const request = { merchantId: merchant.id, invoiceId: deleted.id, reason: undefined, actor }
      got(await open.story.cancelInvoice(request, at('2026-11-05 10:00')))
      const totals = await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')
      expect(totals).toMatchObject({ paidCount: 3, paidFeeYen, unpaidCount: 2, unpaidFeeYen })
    },
  )

  it('S15, S16: each payout costs ¥1,500; the stamp of ¥200 comes with ¥50,000 tax-exclusive', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    for (const [amount, tax] of [
      [54_998, 4_999],
      [55_000, 5_000],
      [53_998, 3_999],
      [54_000, 4_000],
    ] as const)
      await pay(
        await bill(merchant, '2026-11-02 10:00', { amount, tax }),
        '2026-11-03 12:00',
        '2026-11-04 04:00',
      )
    const totals = await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')
    expect(totals).toMatchObject({ stampCount: 2, stampYen: 400, payoutFeeYen: 1_500 })
  })

  it('S18, four cycles: a month brings 6, 3, 2 and 1 settlements, and the cycle can be changed', async () => {
    const merchant = await signUp({ cycle: '5-days' }, '2026-11-01 09:00')
    await agree(merchant, { cycle: '10-days' }, '2026-11-28 10:00')
    await agree(merchant, { cycle: 'half-month' }, '2026-12-28 10:00')
    await agree(merchant, { cycle: 'month-end' }, '2027-01-28 10:00')
    const closings = [...(await settled(merchant, '2027-03-01 00:10')).keys()]
    const months = ['2026-11', '2026-12', '2027-01', '2027-02']
    const counts = months.map((month) => closings.filter((day) => day.startsWith(month)).length)
    expect(counts).toEqual([6, 3, 2, 1])
  })

  it('S20, repeat: each payment is a paid invoice, and the invoice that was paid costs no unpaid fee when it ends', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    const parking = await bill(merchant, '2026-11-02 10:00', { repeat: true, due: '2026-11-20' })
    await pay(parking, '2026-11-03 12:00', '2026-11-04 04:00')
    await pay(parking, '2026-11-13 12:00', '2026-11-14 04:00')
    await bill(merchant, '2026-11-02 10:00', { repeat: true, due: '2026-11-20' })
    const totals = await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')
    expect(totals).toMatchObject({ paidCount: 2, paidFeeYen: 240, unpaidCount: 1, unpaidFeeYen: 20 })
  })
})

describe('domain.md section 4', () => {
  it('Fee day: the plan of the day of collection, expiry or cancellation counts; a change takes effect with the next period', async () => {
    const merchant = await signUp({ plan: 'plan-120', cycle: '10-days' }, '2026-11-01 09:00')
    await agree(merchant, { plan: 'plan-130' }, '2026-11-05 10:00')
    // Paid under Plan 120, but confirmed only after the next period began.
    await pay(await bill(merchant, '2026-11-02 10:00'), '2026-11-10 23:59', '2026-11-12 04:00')
    await pay(await bill(merchant, '2026-11-02 10:00'), '2026-11-11 00:00', '2026-11-12 04:00')
    await bill(merchant, '2026-11-02 10:00', { due: '2026-11-10' })
    await bill(merchant, '2026-11-02 10:00', { due: '2026-11-11' })
    const all = await settled(merchant, '2026-12-20 00:10')
    expect(all.get('2026-11-10')?.settlement.totals).toMatchObject({ paidFeeYen: 120, unpaidFeeYen: 20 })
    expect(all.get('2026-11-20')?.settlement.totals).toMatchObject({ paidFeeYen: 130, unpaidFeeYen: 0 })
  })

  it('Closing dates: no shift on holidays', async () => {
    const merchant = await signUp({ cycle: '5-days' }, '2026-09-19 09:00')
    const all = await settled(merchant, '2026-11-01 00:10')
    // A Sunday, a Friday, and days around 敬老の日, 国民の休日 and 秋分の日.
    expect([...all.keys()].slice(0, 3)).toEqual(['2026-09-20', '2026-09-25', '2026-09-30'])
  })

  it('What a settlement holds: collected up to the closing day and confirmed before the notice day; the rest rolls on', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    const inTime = await pay(await bill(merchant, '2026-11-10 10:00'), '2026-11-30 23:59', '2026-12-07 23:59')
    const late = await pay(await bill(merchant, '2026-11-10 10:00'), '2026-11-30 23:59')
    const after = await pay(await bill(merchant, '2026-11-10 10:00'), '2026-12-01 00:00', '2026-12-02 04:00')
    await open.tick(at('2026-12-08 00:10'))
    got(await open.story.confirmPayment(late.receipt, at('2026-12-08 00:20')))
    await open.tick(at('2027-01-08 00:10'))
    const of = async (id: string) => (await open.store.payment(id))?.settlementId?.slice(-10)
    expect([await of(inTime.id), await of(late.id), await of(after.id)]).toEqual([
      '2026-11-30',
      '2026-12-31',
      '2026-12-31',
    ])
  })

  it('Late, double, wrong or unknown payments: kept out of the settlement until a person accepts them', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    const invoice = await bill(merchant, '2026-11-10 10:00')
    await pay(invoice, '2026-11-11 12:00', '2026-11-12 04:00')
    const double = await pay(invoice, '2026-11-11 12:01', '2026-11-12 04:00')
    const wrong = await pay(
      await bill(merchant, '2026-11-10 10:00'),
      '2026-11-11 12:01',
      '2026-11-12 04:00',
      toYen(10_000),
    )
    expect(await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')).toMatchObject({ grossYen: 11_000 })
    const decide = (paymentId: string, decision: 'accept' | 'refunded') =>
      open.story.resolvePayment(
        { merchantId: merchant.id, paymentId, decision, note: '電話で確認', actor },
        at('2026-12-09 10:00'),
      )
    got(await decide(double.id, 'accept'))
    got(await decide(wrong.id, 'refunded'))
    expect(await totalsOf(merchant, '2026-12-31', '2027-01-08 00:10')).toMatchObject({
      grossYen: 11_000,
      paidCount: 1,
    })
  })

  it('Notice and payout days: fixed on the notice day, paid on the payout day, not a day earlier', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    await pay(await bill(merchant, '2026-11-10 10:00'), '2026-11-11 12:00', '2026-11-12 04:00')
    const statuses: (string | undefined)[] = []
    for (const now of [
      '2026-12-01 00:00',
      '2026-12-07 23:59',
      '2026-12-08 00:00',
      '2026-12-14 23:59',
      '2026-12-15 00:00',
    ])
      statuses.push((await settled(merchant, now)).get('2026-11-30')?.status)
    expect(statuses).toEqual(['closed', 'closed', 'fixed', 'fixed', 'paid'])
  })

  it('Tax on fees: 10 % of the sum, taken once, fractions dropped; the stamp is not taxed', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    for (let n = 0; n < 3; n += 1)
      await pay(
        await bill(merchant, '2026-11-10 10:00', { amount: 55_000, tax: 5_000 }),
        '2026-11-11 12:00',
        '2026-11-12 04:00',
      )
    const day = Temporal.PlainDate.from('2026-11-11')
    await open.store.commit([{ kind: 'count-fax', key: 'f', merchantId: merchant.id, day }])
    // 3 × 120 + 10 + 1,500 = 1,870 → 187; the three stamps are outside of it.
    expect(await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')).toMatchObject({
      taxableYen: 1_870,
      taxYen: 187,
      stampYen: 600,
      payoutYen: 165_000 - 1_870 - 187 - 600,
    })
  })

  it('Negative settlement: no payout and no payout fee; the balance is carried into the next one', async () => {
    const merchant = await signUp({ cycle: 'half-month' }, '2026-11-01 09:00')
    for (let n = 0; n < 5; n += 1) await bill(merchant, '2026-11-02 10:00', { due: '2026-11-03' })
    await pay(await bill(merchant, '2026-11-16 10:00'), '2026-11-17 12:00', '2026-11-18 04:00')
    const all = await settled(merchant, '2026-12-20 00:10')
    const [first, second] = ['2026-11-15', '2026-11-30'].map((day) => all.get(day))
    expect(first?.settlement.totals).toMatchObject({ carriedOutYen: -110, payoutYen: 0, payoutFeeYen: 0 })
    expect(first?.settlement.payoutDay).toBeUndefined()
    expect(first?.status).toBe('fixed')
    expect(second?.settlement.totals).toMatchObject({
      carriedInYen: -110,
      payoutYen: 11_000 - 110 - 1_620 - 162,
    })
    expect(second?.status).toBe('paid')
  })

  it('FAX: ¥10 for each notice sent, however often the same one is counted', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    const day = Temporal.PlainDate.from('2026-11-20')
    for (const key of ['a', 'b', 'a'])
      await open.store.commit([{ kind: 'count-fax', key, merchantId: merchant.id, day }])
    expect(await totalsOf(merchant, '2026-11-30', '2026-12-08 00:10')).toMatchObject({
      faxCount: 2,
      faxFeeYen: 20,
    })
    expect(await totalsOf(merchant, '2026-12-31', '2027-01-08 00:10')).toMatchObject({
      faxCount: 0,
      faxFeeYen: 0,
    })
  })

  it('a settlement lists every invoice and fee line it is made of, and its CSV sums to what is paid out', async () => {
    const merchant = await signUp({ cycle: 'month-end' }, '2026-11-02 09:00')
    const paid = await bill(merchant, '2026-11-10 10:00', { customer_name: '=1+1' })
    await pay(paid, '2026-11-11 12:00', '2026-11-12 04:00')
    await bill(merchant, '2026-11-10 10:00', { due: '2026-11-12' })
    const all = await settled(merchant, '2026-12-08 00:10')
    const stored = await open.store.settlement(all.get('2026-11-30')?.id ?? '')
    if (stored === undefined) throw new Error('no settlement')
    expect(stored.settlement.lines.map(({ kind }) => kind)).toEqual([
      'collected',
      'paid-fee',
      'unpaid-fee',
      'payout-fee',
      'tax',
    ])
    const rows = toSettlementCsv(stored.settlement).split('\r\n').slice(1, -1)
    expect(rows[0]).toContain(`'=1+1`)
    const sum = rows.reduce((total, row) => total + Number(row.split(',').at(-1)), 0)
    expect(sum).toBe(stored.settlement.totals.payoutYen)
  })
})
