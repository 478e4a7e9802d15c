/** The model's own calendar, in plain numbers: days count from 1970-01-01 in JST, nothing is shared with `src/`. */

export const DAY_MS = 86_400_000
const JST_MS = 9 * 3_600_000

/** The JST day of an instant in ms. */
export const dayOf = (ms: number): number => Math.floor((ms + JST_MS) / DAY_MS)
/** 00:00 JST of a day, in ms. */
export const startOf = (day: number): number => day * DAY_MS - JST_MS

export const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
export const fromDate = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS

/** National holidays as the Cabinet Office lists them, substitutes and the 国民の休日 of 2026-09-22 among them. */
export const holidays2026to2027: ReadonlySet<string> = new Set(
  [
    '2026: 01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
    '2027: 01-01 01-11 02-11 02-23 03-21 03-22 04-29 05-03 05-04 05-05 07-19 08-11 09-20 09-23 10-11 11-03 11-23',
  ].flatMap((line) => {
    const [year, days = ''] = line.split(': ')
    return days.split(' ').map((day) => `${year}-${day}`)
  }),
)

const isOpen = (day: number): boolean => {
  const date = toDate(day)
  // 1970-01-01 was a Thursday.
  const weekday = (day + 4) % 7
  const isYearEnd = /-(12-31|01-0[123])$/.test(date)
  return weekday !== 0 && weekday !== 6 && !isYearEnd && !holidays2026to2027.has(date)
}

const openOnOrAfter = (day: number): number => (isOpen(day) ? day : openOnOrAfter(day + 1))

/** The bank business day eight days after a closing, or the next one. */
export const noticeAfter = (closing: number): number => openOnOrAfter(closing + 8)

/** Five bank business days after a notice. */
export const payoutAfter = (notice: number): number => {
  let day = notice
  for (let open = 0; open < 5; ) {
    day += 1
    if (isOpen(day)) open += 1
  }
  return day
}

const marks: Readonly<Record<string, readonly number[]>> = {
  '5-days': [5, 10, 15, 20, 25],
  '10-days': [10, 20],
  'half-month': [15],
  'month-end': [],
}

/** Whether a cycle closes on a day. */
const closes = (cycle: string, day: number): boolean => {
  const isLast = toDate(day).slice(0, 7) !== toDate(day + 1).slice(0, 7)
  return isLast || (marks[cycle] ?? []).includes(Number(toDate(day).slice(8)))
}

/** The day of the month's marks, or its end, that comes next. */
export const closingFrom = (cycle: string, day: number): number =>
  closes(cycle, day) ? day : closingFrom(cycle, day + 1)
