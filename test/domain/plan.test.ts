/** Plan 120 and Plan 130, and the fees beside them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAX_FEE_YEN, feeTaxYen, PAYOUT_FEE_YEN, toInitialFee } from '../../src/domain/fee.ts'
import { cheaperPlan, otherPlan, planCostYen } from '../../src/domain/plan.ts'
import { toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

describe('a plan charges for paid and unpaid invoices', () => {
  test.each([
    ['plan-120', 1, 0, 120],
    ['plan-120', 0, 1, 20],
    ['plan-120', 10, 5, 1_300],
    ['plan-130', 1, 0, 130],
    ['plan-130', 0, 1, 0],
    ['plan-130', 10, 5, 1_300],
  ] as const)('%s, %i paid, %i unpaid: ¥%i', (plan, paid, unpaid, expected) => {
    expect(planCostYen(plan, paid, unpaid)).toBe(expected)
  })
})

describe('the plans break even at a payment rate of 2/3', () => {
  test.each([
    [2, 1, undefined],
    [200, 100, undefined],
    [201, 100, 'plan-120'],
    [200, 101, 'plan-130'],
    [0, 0, undefined],
    [1, 0, 'plan-120'],
    [0, 1, 'plan-130'],
  ] as const)('%i paid, %i unpaid: %s', (paid, unpaid, expected) => {
    expect(cheaperPlan(paid, unpaid)).toBe(expected)
  })

  test('above 2/3 Plan 120 is cheaper, below it Plan 130', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(100_000), (paid, unpaid) => {
        const rate = Math.sign(3 * paid - 2 * (paid + unpaid))
        expect(cheaperPlan(paid, unpaid)).toBe(rate === 0 ? undefined : rate > 0 ? 'plan-120' : 'plan-130')
      }),
    )
  })
})

describe('the other plan', () => {
  test('the other of the other plan is the plan itself', () => {
    expect(otherPlan(otherPlan('plan-120'))).toBe('plan-120')
  })
})

describe('fees beside the plan', () => {
  test('payout ¥1,500, FAX ¥10, both tax-exclusive', () => {
    expect([PAYOUT_FEE_YEN, FAX_FEE_YEN]).toEqual([1_500, 10])
  })

  test.each([
    [0, '2026-11-23', 0],
    [9, '2026-11-23', 0],
    [19, '2026-11-23', 1],
    [1_630, '2026-11-23', 163],
    [1_635, '2026-11-23', 163],
    [1_630, '2019-09-30', 130],
  ])('tax on ¥%i on %s is ¥%i, fractions dropped', (fees, date, expected) => {
    expect(feeTaxYen(toYen(fees), day(date))).toBe(expected)
  })

  test.each([
    ['contract', 5_500, 500],
    ['file-option', 3_300, 300],
  ] as const)('the initial fee %s is billed as ¥%i with ¥%i tax in it', (name, amountYen, taxYen) => {
    expect(toInitialFee(name, day('2026-11-23'))).toEqual({ amountYen, taxYen })
  })
})
