/** Settlements: worked examples to the yen, and what holds for all of them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PlanName } from '../../src/domain/merchant.ts'
import {
  type SettlementInput,
  type SettlementPayment,
  settlePeriod,
  type UnpaidInvoice,
} from '../../src/domain/settlement.ts'
import { toSettlementCsv, toSettlementRows } from '../../src/domain/settlement-table.ts'
import { sumLines } from '../../src/domain/settlement-totals.ts'
import { termsOn } from '../../src/domain/terms.ts'
import { sumYen, toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

let count = 0
const payment = (amount: number, changes: Partial<SettlementPayment> = {}): SettlementPayment => {
  count += 1
  return {
    paymentId: `pay_${count}`,
    invoiceId: `inv_${count}`,
    reference: `R-${count}`,
    customerName: '神谷 健',
    subject: '11月分 月謝',
    amountYen: toYen(amount),
    taxYen: undefined,
    collectedDay: day('2026-11-20'),
    chain: '020',
    ...changes,
  }
}

const unpaid = (changes: Partial<UnpaidInvoice> = {}): UnpaidInvoice => {
  count += 1
  return { invoiceId: `inv_${count}`, day: day('2026-11-25'), reason: 'expired', ...changes }
}

const settle = (changes: Partial<SettlementInput> & { readonly plan?: PlanName }) =>
  settlePeriod({
    merchantId: 'mer_1',
    cycle: 'month-end',
    from: day('2026-11-01'),
    closingDay: day('2026-11-30'),
    isHoliday: (date) => date.toString() === '2026-11-23',
    payments: [],
    unpaid: [],
    planOn: () => changes.plan ?? 'plan-120',
    faxCount: 0,
    carriedInYen: toYen(0),
    ...changes,
  })

describe('a worked example comes out to the yen', () => {
  test('Plan 120: three payments, two unpaid, one stamp, three FAX', () => {
    const settlement = settle({
      payments: [
        payment(13_200, { taxYen: toYen(1_200) }),
        payment(55_000, { taxYen: toYen(5_000), chain: '030' }),
        payment(9_900, { taxYen: toYen(900) }),
      ],
      unpaid: [unpaid(), unpaid({ reason: 'cancelled' })],
      faxCount: 3,
    })
    expect(settlement.totals).toEqual({
      grossYen: 78_100,
      paidCount: 3,
      paidFeeYen: 360,
      unpaidCount: 2,
      unpaidFeeYen: 40,
      stampCount: 1,
      stampYen: 200,
      faxCount: 3,
      faxFeeYen: 30,
      payoutFeeYen: 1_500,
      taxableYen: 1_930,
      taxYen: 193,
      netBeforeCarryYen: 75_777,
      carriedInYen: 0,
      netYen: 75_777,
      payoutYen: 75_777,
      carriedOutYen: 0,
    })
    expect(settlement.byChain).toEqual([
      { chain: '020', count: 2, amountYen: 23_100 },
      { chain: '030', count: 1, amountYen: 55_000 },
    ])
    const days = [settlement.from, settlement.closingDay, settlement.noticeDay, settlement.payoutDay].map(
      String,
    )
    expect(days).toEqual(['2026-11-01', '2026-11-30', '2026-12-08', '2026-12-15'])
    expect(settlement.lines).toHaveLength(3 * 2 + 1 + 2 + 3)
  })

  test('Plan 130: unpaid invoices cost nothing, but their lines are there', () => {
    const { totals, lines } = settle({ plan: 'plan-130', payments: [payment(10_000)], unpaid: [unpaid()] })
    expect(totals).toMatchObject({
      paidFeeYen: 130,
      unpaidFeeYen: 0,
      unpaidCount: 1,
      taxYen: 163,
      payoutYen: 8_207,
    })
    expect(lines.find(({ kind }) => kind === 'unpaid-fee')?.amountYen).toBe(0)
  })

  test('the stamp-duty equivalent is not taxed', () => {
    const { totals } = settle({ payments: [payment(55_000)] })
    expect(totals).toMatchObject({
      stampYen: 200,
      taxableYen: 1_620,
      taxYen: 162,
      payoutYen: 55_000 - 200 - 1_620 - 162,
    })
  })

  test('the tax is taken once, of the sum, fractions dropped', () => {
    const { totals } = settle({
      payments: [payment(10_000, { collectedDay: day('2014-04-01') })],
      closingDay: day('2014-04-30'),
      faxCount: 1,
    })
    expect(totals).toMatchObject({ taxableYen: 1_630, taxYen: 130 })
  })
})

describe('the plan in force on the fee day counts', () => {
  const planOn = (date: Temporal.PlainDate): PlanName =>
    termsOn(
      {
        initial: { plan: 'plan-120', cycle: 'month-end' },
        changes: [{ plan: 'plan-130', cycle: 'month-end', effectiveDay: day('2026-11-01') }],
      },
      date,
    ).plan

  test.each([
    ['2026-10-31', 120],
    ['2026-11-01', 130],
    ['2026-11-30', 130],
  ])('collected on %s, confirmed later: ¥%i', (collected, fee) => {
    expect(
      settle({ planOn, payments: [payment(10_000, { collectedDay: day(collected) })] }).totals.paidFeeYen,
    ).toBe(fee)
  })

  test.each([
    ['2026-10-31', 20],
    ['2026-11-01', 0],
  ])('expired or cancelled on %s: ¥%i', (date, fee) => {
    expect(settle({ planOn, unpaid: [unpaid({ day: day(date) })] }).totals.unpaidFeeYen).toBe(fee)
  })
})

describe('no payout and no payout fee when nothing would be left after it; the balance is carried over', () => {
  test.each([
    ['an empty period', 0, 0, 0, 0],
    ['only unpaid invoices', 0, 10, 0, -220],
    ['a debt and nothing collected', 0, 0, -500, -500],
    ['a debt larger than what was collected', 10_000, 0, -20_000, -10_132],
    ['what the payout fee would eat to the last yen', 1_782, 0, 0, 1_650],
    ['one yen less than the payout fee', 1_781, 0, 0, 1_649],
    ['a small balance', 0, 0, 1_650, 1_650],
  ])('%s', (_case, collected, unpaidCount, carriedIn, carriedOut) => {
    const { totals, payoutDay, lines } = settle({
      payments: collected > 0 ? [payment(collected)] : [],
      unpaid: Array.from({ length: unpaidCount }, () => unpaid()),
      carriedInYen: toYen(carriedIn),
    })
    expect(totals).toMatchObject({ payoutYen: 0, payoutFeeYen: 0, carriedOutYen: carriedOut })
    expect(payoutDay).toBeUndefined()
    expect(lines.some(({ kind }) => kind === 'payout-fee')).toBe(false)
  })

  test.each([
    ['one yen more than the payout fee', 1_783, 0, 1],
    ['a carried balance alone', 0, 1_651, 1],
    ['a debt smaller than what was collected', 10_000, -500, 7_718],
  ])('%s is paid out', (_case, collected, carriedIn, payout) => {
    const { totals, payoutDay } = settle({
      payments: collected > 0 ? [payment(collected)] : [],
      carriedInYen: toYen(carriedIn),
    })
    expect(totals).toMatchObject({ payoutYen: payout, payoutFeeYen: 1_500, carriedOutYen: 0 })
    expect(payoutDay).toBeDefined()
  })

  test('an empty period has no lines at all', () => {
    expect(settle({}).lines).toEqual([])
  })
})

describe('what cannot be settled is a bug and throws', () => {
  const twice = payment(100)
  const unpaidTwice = unpaid()
  test.each<[string, Partial<SettlementInput>]>([
    ['a payment twice', { payments: [twice, twice] }],
    ['an unpaid invoice twice', { unpaid: [unpaidTwice, unpaidTwice] }],
    [
      'a payment collected after the closing day',
      { payments: [payment(100, { collectedDay: day('2026-12-01') })] },
    ],
    ['an invoice that ended after the closing day', { unpaid: [unpaid({ day: day('2026-12-01') })] }],
    ['a day that closes nothing', { closingDay: day('2026-11-29') }],
    ['a negative count of FAX', { faxCount: -1 }],
  ])('%s', (_case, changes) => {
    expect(() => settle(changes)).toThrow(RangeError)
  })
})

const novemberDays = fc.integer({ min: 1, max: 30 }).map((date) => day('2026-11-01').with({ day: date }))
const payments = fc.array(
  fc
    .record({
      amount: fc.integer({ min: 1, max: 300_000 }),
      collectedDay: novemberDays,
      chain: fc.constantFrom('010', '020', '030'),
    })
    .map(({ amount, ...rest }) =>
      payment(amount, { ...rest, taxYen: amount % 3 === 0 ? undefined : toYen(Math.trunc(amount / 11)) }),
    ),
  { maxLength: 40 },
)
const inputs = fc.record({
  payments,
  unpaid: fc.array(
    novemberDays.map((date) => unpaid({ day: date })),
    { maxLength: 40 },
  ),
  faxCount: fc.nat(50),
  carriedInYen: fc.integer({ min: -100_000, max: 100_000 }).map(toYen),
  planOn: fc
    .func(fc.constantFrom<PlanName>('plan-120', 'plan-130'))
    .map((choose) => (date: Temporal.PlainDate) => choose(date.day)),
})

describe('for every settlement', () => {
  test('the lines sum to the net, and the net is paid out or carried over, never both, never a yen more', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { totals, lines, byChain, payoutDay } = settle(input)
        expect(sumLines(lines)).toBe(totals.netYen)
        expect(totals.payoutYen + totals.carriedOutYen).toBe(totals.netYen)
        expect(totals.netBeforeCarryYen).toBe(
          totals.grossYen - totals.taxableYen - totals.stampYen - totals.taxYen,
        )
        expect(totals.netBeforeCarryYen + totals.carriedInYen).toBe(totals.netYen)
        expect(totals.payoutYen === 0 || totals.carriedOutYen === 0).toBe(true)
        expect(totals.payoutYen).toBeGreaterThanOrEqual(0)
        expect(payoutDay !== undefined).toBe(totals.payoutYen > 0)
        expect(sumYen(byChain.map(({ amountYen }) => amountYen))).toBe(totals.grossYen)
        expect(totals.grossYen).toBe(sumYen(input.payments.map(({ amountYen }) => amountYen)))
        expect([totals.paidCount, totals.unpaidCount]).toEqual([input.payments.length, input.unpaid.length])
      }),
    )
  })

  test('every payment and every unpaid invoice has its lines exactly once', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const { lines } = settle(input)
        const ids = (kind: string) =>
          lines.flatMap((line) => (line.kind === kind && 'invoiceId' in line ? [line.invoiceId] : []))
        expect(ids('collected')).toEqual(input.payments.map(({ invoiceId }) => invoiceId))
        expect(ids('paid-fee')).toEqual(ids('collected'))
        expect(ids('unpaid-fee')).toEqual(input.unpaid.map(({ invoiceId }) => invoiceId))
      }),
    )
  })

  test('the order in which facts arrive changes no total', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const turned = { ...input, payments: input.payments.toReversed(), unpaid: input.unpaid.toReversed() }
        expect(settle(turned).totals).toEqual(settle(input).totals)
      }),
    )
  })
})

describe('as a table', () => {
  const rows = toSettlementRows(
    settle({
      payments: [
        payment(55_000, {
          paymentId: 'p',
          invoiceId: 'i',
          reference: '=1+1',
          customerName: '@花子',
          subject: 'a,"b"',
        }),
      ],
      unpaid: [unpaid({ invoiceId: 'u' })],
      carriedInYen: toYen(-300),
    }),
  )

  test('it has a Japanese header and one row for each line', () => {
    expect(rows[0]).toEqual([
      '締日',
      '区分',
      '日付',
      '請求ID',
      '請求番号',
      '顧客名',
      '件名',
      '収納先',
      '件数',
      '金額',
    ])
    expect(rows.slice(1)).toEqual([
      ['2026-11-30', '収納', '2026-11-20', 'i', '=1+1', '@花子', 'a,"b"', 'ローソン', 1, 55_000],
      [
        '2026-11-30',
        '利用料金（収納あり）',
        '2026-11-20',
        'i',
        '=1+1',
        '@花子',
        'a,"b"',
        'ローソン',
        1,
        -120,
      ],
      ['2026-11-30', '収入印紙相当額', '2026-11-20', 'i', '=1+1', '@花子', 'a,"b"', 'ローソン', 1, -200],
      ['2026-11-30', '利用料金（収納なし）', '2026-11-25', 'u', '', '', '', '', 1, -20],
      ['2026-11-30', '精算入金手数料', '2026-11-30', '', '', '', '', '', 1, -1_500],
      ['2026-11-30', '消費税', '2026-11-30', '', '', '', '', '', 1, -164],
      ['2026-11-30', '前回繰越', '2026-11-30', '', '', '', '', '', 1, -300],
    ])
  })

  test('the CSV has a BOM and CRLF, defuses formulas, and keeps negative numbers as numbers', () => {
    const csv = toSettlementCsv(
      settle({
        payments: [
          payment(55_000, {
            paymentId: 'p',
            invoiceId: 'i',
            reference: '=1+1',
            customerName: '@花子',
            subject: 'a,"b"',
          }),
        ],
      }),
    )
    const lines = csv.split('\r\n')
    expect(csv.startsWith('\ufeff締日,')).toBe(true)
    expect(lines[1]).toBe(`2026-11-30,収納,2026-11-20,i,'=1+1,'@花子,"a,""b""",ローソン,1,55000`)
    expect(lines[2]?.endsWith(',-120')).toBe(true)
    expect(lines.at(-1)).toBe('')
  })

  test('its amounts sum to the net', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const settlement = settle(input)
        const amounts = toSettlementRows(settlement)
          .slice(1)
          .map((row) => Number(row.at(-1)))
        expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(settlement.totals.netYen)
      }),
    )
  })
})
