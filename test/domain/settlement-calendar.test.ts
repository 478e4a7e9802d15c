/** Worked examples of every cycle: a leap year, Golden Week, 国民の休日, the year end; and two whole years against a model. */
import { describe, expect, test } from 'vitest'
import { createIsHoliday } from '../../src/adapters/system/is-holiday.ts'
import { noticeDayOf, payoutDayOf } from '../../src/domain/calendar.ts'
import type { CycleName } from '../../src/domain/merchant.ts'
import { periodsUntil } from '../../src/domain/terms.ts'
import { closingFrom, fromDate, noticeAfter, payoutAfter, toDate } from '../support/model-calendar.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)
const isHoliday = createIsHoliday([])

/** `from closing notice payout` of every period that begins on a day or later and closes by another. */
const rowsOf = (cycle: CycleName, from: string, until: string): readonly string[] =>
  periodsUntil({ initial: { plan: 'plan-120', cycle }, changes: [] }, day(from), day(until)).map(
    ({ from: first, closingDay }) => {
      const notice = noticeDayOf(closingDay, isHoliday)
      return [first, closingDay, notice, payoutDayOf(notice, isHoliday)].join(' ')
    },
  )

describe('every cycle over', () => {
  test.each<[string, CycleName, string, string, readonly string[]]>([
    [
      'Golden Week 2026 (holidays 04-29 and 05-03 to 05-06)',
      '5-days',
      '2026-04-11',
      '2026-05-05',
      [
        '2026-04-11 2026-04-15 2026-04-23 2026-05-01',
        '2026-04-16 2026-04-20 2026-04-28 2026-05-11',
        '2026-04-21 2026-04-25 2026-05-07 2026-05-14',
        '2026-04-26 2026-04-30 2026-05-08 2026-05-15',
        '2026-05-01 2026-05-05 2026-05-13 2026-05-20',
      ],
    ],
    [
      '敬老の日, 国民の休日 (2026-09-22) and 秋分の日',
      '10-days',
      '2026-09-01',
      '2026-09-30',
      [
        '2026-09-01 2026-09-10 2026-09-18 2026-09-30',
        '2026-09-11 2026-09-20 2026-09-28 2026-10-05',
        '2026-09-21 2026-09-30 2026-10-08 2026-10-16',
      ],
    ],
    [
      '国民の休日 (2026-09-22) on what would be the notice day',
      '5-days',
      '2026-09-11',
      '2026-09-15',
      ['2026-09-11 2026-09-15 2026-09-24 2026-10-01'],
    ],
    [
      'the year end 2026–27 (banks closed 12-31 to 01-03)',
      'half-month',
      '2026-12-01',
      '2027-01-15',
      [
        '2026-12-01 2026-12-15 2026-12-23 2026-12-30',
        '2026-12-16 2026-12-31 2027-01-08 2027-01-18',
        '2027-01-01 2027-01-15 2027-01-25 2027-02-01',
      ],
    ],
    [
      'the year end, every five days',
      '5-days',
      '2026-12-16',
      '2026-12-31',
      [
        '2026-12-16 2026-12-20 2026-12-28 2027-01-06',
        '2026-12-21 2026-12-25 2027-01-04 2027-01-12',
        '2026-12-26 2026-12-31 2027-01-08 2027-01-18',
      ],
    ],
    [
      'February of the leap year 2028, every five days',
      '5-days',
      '2028-02-16',
      '2028-03-05',
      [
        '2028-02-16 2028-02-20 2028-02-28 2028-03-06',
        '2028-02-21 2028-02-25 2028-03-06 2028-03-13',
        '2028-02-26 2028-02-29 2028-03-08 2028-03-15',
        '2028-03-01 2028-03-05 2028-03-13 2028-03-21',
      ],
    ],
    [
      'the leap year 2028, month by month',
      'month-end',
      '2028-01-01',
      '2028-12-31',
      [
        '2028-01-01 2028-01-31 2028-02-08 2028-02-16',
        '2028-02-01 2028-02-29 2028-03-08 2028-03-15',
        '2028-03-01 2028-03-31 2028-04-10 2028-04-17',
        '2028-04-01 2028-04-30 2028-05-08 2028-05-15',
        '2028-05-01 2028-05-31 2028-06-08 2028-06-15',
        '2028-06-01 2028-06-30 2028-07-10 2028-07-18',
        '2028-07-01 2028-07-31 2028-08-08 2028-08-16',
        '2028-08-01 2028-08-31 2028-09-08 2028-09-15',
        '2028-09-01 2028-09-30 2028-10-10 2028-10-17',
        '2028-10-01 2028-10-31 2028-11-08 2028-11-15',
        '2028-11-01 2028-11-30 2028-12-08 2028-12-15',
        '2028-12-01 2028-12-31 2029-01-09 2029-01-16',
      ],
    ],
  ])('%s (%s)', (_, cycle, from, until, rows) => {
    expect(rowsOf(cycle, from, until)).toEqual(rows)
  })

  test.each<[CycleName, number]>([
    ['5-days', 72],
    ['10-days', 36],
    ['half-month', 24],
    ['month-end', 12],
  ])('a leap year: %s closes %i times and covers all its 366 days once', (cycle, times) => {
    const periods = periodsUntil(
      { initial: { plan: 'plan-120', cycle }, changes: [] },
      day('2028-01-01'),
      day('2028-12-31'),
    )
    expect(periods).toHaveLength(times)
    const days = periods.map(({ from, closingDay }) => from.until(closingDay).days + 1)
    expect(days.reduce((sum, count) => sum + count, 0)).toBe(366)
  })

  test.each<CycleName>(['5-days', '10-days', 'half-month', 'month-end'])(
    'all of 2026 and 2027: %s as a calendar worked out another way',
    (cycle) => {
      const rows: string[] = []
      const end = fromDate('2027-11-30')
      for (let from = fromDate('2026-01-01'); closingFrom(cycle, from) <= end; ) {
        const closing = closingFrom(cycle, from)
        const notice = noticeAfter(closing)
        rows.push([from, closing, notice, payoutAfter(notice)].map(toDate).join(' '))
        from = closing + 1
      }
      expect(rowsOf(cycle, '2026-01-01', '2027-11-30')).toEqual(rows)
    },
  )
})
