/** The forecast: the settlements to come, as they would be closed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comparePlans, type ForecastInput, forecastPayouts } from '../../src/domain/forecast.ts'
import type { CycleName } from '../../src/domain/merchant.ts'
import type { SettlementPayment } from '../../src/domain/settlement.ts'
import type { TermsHistory } from '../../src/domain/terms.ts'
import { sumYen, toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

let count = 0
const payment = (collected: string, amount = 13_200): SettlementPayment => {
  count += 1
  return {
    paymentId: `pay_${count}`,
    invoiceId: `inv_${count}`,
    reference: undefined,
    customerName: '神谷 健',
    subject: '月謝',
    amountYen: toYen(amount),
    taxYen: undefined,
    collectedDay: day(collected),
    chain: '020',
  }
}

const agreed = (cycle: CycleName): TermsHistory => ({ initial: { plan: 'plan-120', cycle }, changes: [] })

const forecast = (changes: Partial<ForecastInput>) =>
  forecastPayouts({
    merchantId: 'mer_1',
    terms: agreed('10-days'),
    today: day('2026-11-23'),
    unsettledFrom: day('2026-11-11'),
    isHoliday: (date) => date.toString() === '2026-11-23',
    payments: [],
    unpaid: [],
    faxCount: 0,
    carriedInYen: toYen(0),
    ...changes,
  })

describe('the next payouts by closing day', () => {
  test('payments fall to their closing, with notice and bank day and fees', () => {
    const { settlements } = forecast({
      payments: [payment('2026-11-12'), payment('2026-11-23'), payment('2026-11-22')],
    })
    expect(
      settlements.map(({ closingDay, noticeDay, payoutDay, totals }) => [
        `${closingDay}`,
        `${noticeDay}`,
        `${payoutDay}`,
        totals.payoutYen,
      ]),
    ).toEqual([
      ['2026-11-20', '2026-11-30', '2026-12-07', 13_200 - 1_620 - 162],
      ['2026-11-30', '2026-12-08', '2026-12-15', 26_400 - 1_740 - 174],
    ])
  })

  test('a payment confirmed too late for its closing falls to the first one still open', () => {
    const { settlements } = forecast({ payments: [payment('2026-11-05')] })
    expect(settlements.map(({ closingDay, totals }) => [`${closingDay}`, totals.grossYen])).toEqual([
      ['2026-11-20', 13_200],
    ])
  })

  test('a closing whose notice day has passed is over, even when nothing was settled', () => {
    const { settlements } = forecast({ unsettledFrom: day('2026-10-01'), payments: [payment('2026-11-05')] })
    expect(settlements.map(({ closingDay }) => `${closingDay}`)).toEqual(['2026-11-20'])
  })

  test('a debt is carried from one settlement to the next', () => {
    const { settlements } = forecast({
      payments: [payment('2026-11-12', 1_000), payment('2026-11-23')],
      carriedInYen: toYen(-5_000),
    })
    expect(
      settlements.map(({ totals }) => [totals.carriedInYen, totals.payoutYen, totals.carriedOutYen]),
    ).toEqual([
      [-5_000, 0, -4_132],
      [-4_132, 13_200 - 1_620 - 162 - 4_132, 0],
    ])
  })

  test('nothing known yet: one settlement, empty', () => {
    const { settlements, comparison } = forecast({})
    expect(settlements.map(({ totals }) => totals.payoutYen)).toEqual([0])
    expect(comparison.savingYen).toBe(0)
  })

  test('no payment is forgotten or counted twice', () => {
    const collected = fc
      .integer({ min: 0, max: 60 })
      .map((days) => payment(day('2026-10-01').add({ days }).toString()))
    const cycles = fc.constantFrom<CycleName>('5-days', '10-days', 'half-month', 'month-end')
    fc.assert(
      fc.property(fc.array(collected, { maxLength: 20 }), cycles, fc.nat(9), (payments, cycle, faxCount) => {
        const { settlements } = forecast({
          payments,
          terms: agreed(cycle),
          faxCount,
          unsettledFrom: day('2026-10-01'),
        })
        const ids = settlements.flatMap(({ lines }) =>
          lines.flatMap((line) => (line.kind === 'collected' ? [line.paymentId] : [])),
        )
        expect(ids.toSorted()).toEqual(payments.map(({ paymentId }) => paymentId).toSorted())
        expect(settlements.reduce((sum, { totals }) => sum + totals.faxCount, 0)).toBe(faxCount)
        const left = settlements.at(-1)?.totals.carriedOutYen ?? 0
        const before = sumYen(settlements.map(({ totals }) => totals.netBeforeCarryYen))
        expect(sumYen(settlements.map(({ totals }) => totals.payoutYen)) + left).toBe(before)
      }),
    )
  })
})

describe('the other plan would have cost', () => {
  const on = day('2026-11-23')
  test.each([
    ['plan-120', 10, 10, 'plan-130', 1_540, 1_430, 110],
    ['plan-120', 20, 10, 'plan-130', 2_860, 2_860, 0],
    ['plan-130', 30, 5, 'plan-120', 4_290, 4_070, 220],
    ['plan-130', 1, 9, 'plan-120', 143, 330, -187],
  ] as const)('%s, %i paid, %i unpaid: %s', (plan, paid, unpaid, other, costYen, otherCostYen, savingYen) => {
    const payments = Array.from({ length: paid }, () => ({ collectedDay: on }))
    const ended = Array.from({ length: unpaid }, () => ({ day: on }))
    expect(comparePlans(payments, ended, () => plan, on)).toEqual({
      plan,
      costYen,
      otherPlan: other,
      otherCostYen,
      savingYen,
    })
  })
})
