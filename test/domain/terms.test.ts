/** What was agreed with a merchant, and the periods that follow from it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CycleName } from '../../src/domain/merchant.ts'
import { periodsUntil, scheduleTerms, type TermsHistory, termsOn } from '../../src/domain/terms.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)
const agreed = (cycle: CycleName, ...changes: TermsHistory['changes']): TermsHistory => ({
  initial: { plan: 'plan-130', cycle },
  changes,
})

describe('a change of plan counts from the next settlement period', () => {
  test.each<[CycleName, string, string]>([
    ['5-days', '2026-11-23', '2026-11-26'],
    ['5-days', '2026-11-25', '2026-11-26'],
    ['5-days', '2026-11-26', '2026-12-01'],
    ['10-days', '2026-12-31', '2027-01-01'],
    ['half-month', '2026-11-15', '2026-11-16'],
    ['month-end', '2028-02-29', '2028-03-01'],
    ['month-end', '2026-11-01', '2026-12-01'],
  ])('%s, asked for on %s: from %s', (cycle, asked, from) => {
    expect(scheduleTerms(agreed(cycle), { plan: 'plan-120' }, day(asked))).toEqual({
      plan: 'plan-120',
      cycle,
      effectiveDay: day(from),
    })
  })

  test.each([
    ['2026-11-30', 'plan-130'],
    ['2026-12-01', 'plan-120'],
    ['2026-12-31', 'plan-120'],
    ['2027-01-01', 'plan-130'],
  ])('on %s %s is in force', (date, plan) => {
    const changes = [
      { plan: 'plan-130', cycle: 'month-end', effectiveDay: day('2027-01-01') },
      { plan: 'plan-120', cycle: 'month-end', effectiveDay: day('2026-12-01') },
    ] as const
    expect(termsOn(agreed('month-end', ...changes), day(date)).plan).toBe(plan)
  })

  test('asked for twice in one period, the last word counts', () => {
    const first = scheduleTerms(agreed('month-end'), { plan: 'plan-120' }, day('2026-11-05'))
    const second = scheduleTerms(agreed('month-end', first), { plan: 'plan-130' }, day('2026-11-06'))
    expect(termsOn(agreed('month-end', first, second), day('2026-12-01')).plan).toBe('plan-130')
  })

  test('plan and cycle asked for one after the other both count', () => {
    const plan = scheduleTerms(agreed('month-end'), { plan: 'plan-120' }, day('2026-11-05'))
    const cycle = scheduleTerms(agreed('month-end', plan), { cycle: '5-days' }, day('2026-11-06'))
    expect(termsOn(agreed('month-end', plan, cycle), day('2026-12-01'))).toMatchObject({
      plan: 'plan-120',
      cycle: '5-days',
    })
  })
})

describe('periods', () => {
  test('the first begins with the sign-up, each next on the day after a closing', () => {
    const periods = periodsUntil(agreed('10-days'), day('2026-11-14'), day('2026-12-10'))
    expect(periods.map(({ from, closingDay }) => `${from} ${closingDay}`)).toEqual([
      '2026-11-14 2026-11-20',
      '2026-11-21 2026-11-30',
      '2026-12-01 2026-12-10',
    ])
  })

  test('a change of cycle takes over where the old one closed', () => {
    const terms = agreed('5-days', scheduleTerms(agreed('5-days'), { cycle: 'month-end' }, day('2026-12-12')))
    const periods = periodsUntil(terms, day('2026-12-06'), day('2027-01-31'))
    expect(periods.map(({ from, closingDay, cycle }) => `${from} ${closingDay} ${cycle}`)).toEqual([
      '2026-12-06 2026-12-10 5-days',
      '2026-12-11 2026-12-15 5-days',
      '2026-12-16 2026-12-31 month-end',
      '2027-01-01 2027-01-31 month-end',
    ])
  })

  test('whatever is agreed whenever, every day lies in one period', () => {
    const cycles = fc.constantFrom<CycleName>('5-days', '10-days', 'half-month', 'month-end')
    fc.assert(
      fc.property(cycles, fc.array(fc.tuple(fc.nat(40), cycles), { maxLength: 8 }), (first, wishes) => {
        let terms = agreed(first)
        let asked = day('2027-12-20')
        for (const [days, cycle] of wishes) {
          asked = asked.add({ days })
          terms = { ...terms, changes: [...terms.changes, scheduleTerms(terms, { cycle }, asked)] }
        }
        let next = day('2027-12-20')
        for (const { from, closingDay } of periodsUntil(terms, next, day('2028-12-31'))) {
          expect(from.toString()).toBe(next.toString())
          expect(Temporal.PlainDate.compare(from, closingDay)).toBeLessThanOrEqual(0)
          next = closingDay.add({ days: 1 })
        }
      }),
    )
  })
})
