/** The bank calendar and the settlement calendar: closing, notice and payout days (domain.md sections 4 and 7). */
import { type Day, endOfMonth, isAfter, isBefore } from './jst-day.ts'
import type { CycleName } from './merchant.ts'

/** National holidays, and whatever the settings add to them; data from outside. */
export type IsHoliday = (day: Day) => boolean

/** Notice of the fixed amount: closing + 8 days, moved to the next bank business day. */
export const NOTICE_DAYS = 8
/** Payout: notice + 5 bank business days. */
export const PAYOUT_BUSINESS_DAYS = 5
/** Banks are never closed this long; a calendar that says so is broken, and the search for an open day throws. */
const MAX_CLOSED_DAYS = 60

/** Closing days before the last of the month, which closes every cycle. */
const closingDates: Readonly<Record<CycleName, readonly number[]>> = {
  '5-days': [5, 10, 15, 20, 25],
  '10-days': [10, 20],
  'half-month': [15],
  'month-end': [],
}

/** The closing day of the period a day falls in: that day itself or the next; never moved for holidays. */
export const closingDayOnOrAfter = (cycle: CycleName, day: Day): Day => {
  const date = closingDates[cycle].find((candidate) => candidate >= day.day)
  return date === undefined ? endOfMonth(day) : day.with({ day: date })
}

/** Every closing day from one day to another, both included, oldest first. */
export const closingDays = (cycle: CycleName, from: Day, to: Day): readonly Day[] => {
  const days: Day[] = []
  for (let day = closingDayOnOrAfter(cycle, from); !isAfter(day, to); day = nextClosingDay(cycle, day))
    days.push(day)
  return days
}

const nextClosingDay = (cycle: CycleName, closingDay: Day): Day =>
  closingDayOnOrAfter(cycle, closingDay.add({ days: 1 }))

/** Banks are closed on Saturdays, Sundays, national holidays and from 12-31 to 01-03. */
export const isBusinessDay = (day: Day, isHoliday: IsHoliday): boolean =>
  day.dayOfWeek < 6 && !isYearEnd(day) && !isHoliday(day)

const isYearEnd = (day: Day): boolean =>
  (day.month === 12 && day.day === 31) || (day.month === 1 && day.day <= 3)

/** The day itself when banks are open, else the next day on which they are. */
export const nextBusinessDay = (day: Day, isHoliday: IsHoliday): Day => {
  const limit = day.add({ days: MAX_CLOSED_DAYS })
  for (let open = day; isBefore(open, limit); open = open.add({ days: 1 })) {
    if (isBusinessDay(open, isHoliday)) return open
  }
  throw new RangeError(`no bank business day within ${MAX_CLOSED_DAYS} days of ${day.toString()}`)
}

/** That many bank business days later; the day itself is not counted. */
export const addBusinessDays = (day: Day, count: number, isHoliday: IsHoliday): Day => {
  let reached = day
  for (let i = 0; i < count; i += 1) reached = nextBusinessDay(reached.add({ days: 1 }), isHoliday)
  return reached
}

/** The day on which the amount of a settlement is fixed and told. */
export const noticeDayOf = (closingDay: Day, isHoliday: IsHoliday): Day =>
  nextBusinessDay(closingDay.add({ days: NOTICE_DAYS }), isHoliday)

/** The day on which the money of a settlement reaches the merchant's bank. */
export const payoutDayOf = (noticeDay: Day, isHoliday: IsHoliday): Day =>
  addBusinessDays(noticeDay, PAYOUT_BUSINESS_DAYS, isHoliday)
