/** Bank business days and the settlement calendar. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addBusinessDays,
  closingDays,
  isBusinessDay,
  nextBusinessDay,
  noticeDayOf,
  payoutDayOf,
} from '../../src/domain/calendar.ts'
import type { CycleName } from '../../src/domain/merchant.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

/** National holidays around the days tested; 2026-09-22 is a 国民の休日 between two holidays. */
const holidays = new Set([
  ...[
    '2026-04-29',
    '2026-05-03',
    '2026-05-04',
    '2026-05-05',
    '2026-05-06',
    '2026-09-21',
    '2026-09-22',
    '2026-09-23',
  ],
  ...[
    '2026-10-12',
    '2026-11-03',
    '2026-11-23',
    '2027-01-01',
    '2027-01-11',
    '2028-01-10',
    '2028-02-11',
    '2028-02-23',
  ],
  ...['2028-03-20', '2028-04-29', '2028-05-03', '2028-05-04', '2028-05-05'],
])
const isHoliday = (date: Temporal.PlainDate): boolean => holidays.has(date.toString())

describe('banks are closed on weekends, holidays and from 12-31 to 01-03', () => {
  test.each([
    ['2026-11-20', true, 'Friday'],
    ['2026-11-21', false, 'Saturday'],
    ['2026-11-22', false, 'Sunday'],
    ['2026-11-23', false, '勤労感謝の日'],
    ['2026-09-22', false, '国民の休日'],
    ['2026-12-30', true, 'last business day of the year'],
    ['2026-12-31', false, 'year end'],
    ['2027-01-01', false, 'New Year'],
    ['2029-01-02', false, 'a Tuesday'],
    ['2029-01-03', false, 'a Wednesday'],
    ['2029-01-04', true, 'first business day of the year'],
    ['2028-02-29', true, 'leap day'],
  ])('%s: %s (%s)', (text, open) => {
    expect(isBusinessDay(day(text), isHoliday)).toBe(open)
  })
})

describe('a day on which banks are closed moves to the next business day', () => {
  test.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-21', '2026-11-24'],
    ['2026-09-19', '2026-09-24'],
    ['2026-05-02', '2026-05-07'],
    ['2026-12-31', '2027-01-04'],
  ])('%s moves to %s', (from, to) => {
    expect(nextBusinessDay(day(from), isHoliday).toString()).toBe(to)
  })

  test('a calendar without business days throws instead of searching for ever', () => {
    expect(() => nextBusinessDay(day('2026-11-20'), () => true)).toThrow(RangeError)
  })
})

describe('each cycle closes on its days of the month, whatever the holidays', () => {
  test.each<[CycleName, string, string, string]>([
    ['5-days', '2028-02-01', '2028-02-29', '02-05 02-10 02-15 02-20 02-25 02-29'],
    ['5-days', '2027-02-01', '2027-02-28', '02-05 02-10 02-15 02-20 02-25 02-28'],
    ['5-days', '2026-12-21', '2027-01-07', '12-25 12-31 01-05'],
    ['10-days', '2028-02-01', '2028-03-10', '02-10 02-20 02-29 03-10'],
    ['10-days', '2026-12-11', '2027-01-10', '12-20 12-31 01-10'],
    ['half-month', '2028-02-01', '2028-03-31', '02-15 02-29 03-15 03-31'],
    ['half-month', '2026-12-16', '2027-01-15', '12-31 01-15'],
    ['month-end', '2028-01-31', '2028-04-29', '01-31 02-29 03-31'],
    ['month-end', '2026-12-31', '2027-01-30', '12-31'],
    ['month-end', '2026-11-01', '2026-11-29', ''],
  ])('%s from %s to %s: %s', (cycle, from, to, expected) => {
    const found = closingDays(cycle, day(from), day(to)).map((date) => date.toString().slice(5))
    expect(found.join(' ')).toBe(expected)
  })

  test.each<[CycleName, number]>([
    ['5-days', 6],
    ['10-days', 3],
    ['half-month', 2],
    ['month-end', 1],
  ])('%s closes %i times in every month', (cycle, times) => {
    for (let month = 1; month <= 12; month += 1) {
      const from = Temporal.PlainDate.from({ year: 2028, month, day: 1 })
      expect(closingDays(cycle, from, from.with({ day: from.daysInMonth }))).toHaveLength(times)
    }
  })
})

describe('notice is closing + 8 days, payout 5 bank business days later', () => {
  test.each([
    ['2026-11-30', '2026-12-08', '2026-12-15', 'an ordinary month'],
    ['2026-11-15', '2026-11-24', '2026-12-01', 'notice would fall on 勤労感謝の日'],
    ['2026-12-20', '2026-12-28', '2027-01-06', 'New Year between notice and payout'],
    ['2026-12-25', '2027-01-04', '2027-01-12', 'notice would fall on 01-02; 成人の日 before the payout'],
    ['2026-12-31', '2027-01-08', '2027-01-18', 'the closing of the year end'],
    ['2026-04-20', '2026-04-28', '2026-05-11', 'Golden Week between notice and payout'],
    ['2026-04-25', '2026-05-07', '2026-05-14', 'notice would fall in Golden Week'],
    ['2026-09-10', '2026-09-18', '2026-09-30', '敬老の日, 国民の休日, 秋分の日 between'],
    ['2026-09-15', '2026-09-24', '2026-10-01', 'notice would fall on 秋分の日'],
    ['2028-02-20', '2028-02-28', '2028-03-06', 'over 29 February'],
    ['2028-02-29', '2028-03-08', '2028-03-15', 'closing on 29 February'],
  ])('closing %s: notice %s, payout %s (%s)', (closing, notice, payout) => {
    const noticeDay = noticeDayOf(day(closing), isHoliday)
    expect(noticeDay.toString()).toBe(notice)
    expect(payoutDayOf(noticeDay, isHoliday).toString()).toBe(payout)
  })

  test('adding business days counts exactly the open days passed', () => {
    const days = fc.integer({ min: 0, max: 1500 }).map((count) => day('2026-01-01').add({ days: count }))
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 20 }), (from, count) => {
        const reached = addBusinessDays(from, count, isHoliday)
        let open = 0
        for (
          let date = from.add({ days: 1 });
          Temporal.PlainDate.compare(date, reached) <= 0;
          date = date.add({ days: 1 })
        ) {
          if (isBusinessDay(date, isHoliday)) open += 1
        }
        expect(open).toBe(count)
        expect(isBusinessDay(reached, isHoliday)).toBe(true)
      }),
    )
  })
})
