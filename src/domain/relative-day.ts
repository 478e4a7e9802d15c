/** Days as people write them: absolute (domain.md section 7) or relative to today (section 8); one parser for every door. */
import { toHalfWidth } from './japanese-text.ts'
import { type Day, endOfMonth } from './jst-day.ts'
import { fail, ok, type Result, type Text } from './result.ts'

/** Why a text is not a day: `day-format` (cannot be read), `day-missing` (the month has no such day), `day-weekday`. */
export type DayFault = { readonly rule: 'day-format' | 'day-missing' | 'day-weekday'; readonly message: Text }

type DayResult = Result<Day, DayFault>

/** Reads `2026/11/23`, `R8.11.23`, `12/25` (the next one), `+30日`, `翌月末`, `翌月10日`, `in 30 days`, …; days past parse too. */
export const parseDay = (text: string, today: Day): DayResult => {
  const folded = foldDayText(text)
  const weekday = /\(([月火水木金土日])曜?日?\)$/.exec(folded)
  const plain = weekday === null ? folded : folded.slice(0, weekday.index)
  for (const { pattern, read } of shapes) {
    const match = pattern.exec(plain)
    if (match === null) continue
    const found = read(match.groups ?? {}, today)
    return weekday === null || !found.ok ? found : checkWeekday(found.value, weekday[1] ?? '')
  }
  return /^\d{1,2}日$/.test(plain) ? failBareDay(plain.slice(0, -1)) : failFormat
}

/** Whether a text is meant as a day, be it a wrong one (`2/30`, `25日`): then `parseDay` says what is wrong with it. */
export const isDayText = (text: string): boolean => {
  const folded = foldDayText(text).replace(/\([月火水木金土日]曜?日?\)$/, '')
  return /^\d{1,2}日$/.test(folded) || shapes.some(({ pattern }) => pattern.test(folded))
}

/** For reading only: half width, lower case, no spaces around signs and kanji, one space elsewhere. */
const foldDayText = (text: string): string =>
  toHalfWidth(text)
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?([+\-/.()]|[^\x20-\x7e]) ?/gu, '$1')

type Groups = { readonly [name: string]: string | undefined }
type Shape = { readonly pattern: RegExp; readonly read: (groups: Groups, today: Day) => DayResult }

/** A group of digits that the pattern guarantees. */
const toNumber = (groups: Groups, name: string): number => Number(groups[name])

const readAbsolute = (groups: Groups): DayResult =>
  toDay(toNumber(groups, 'y'), toNumber(groups, 'm'), toNumber(groups, 'd'))

const REIWA_YEAR_ZERO = 2018

const readReiwa = (groups: Groups): DayResult => {
  const year = groups.y === '元' ? 1 : toNumber(groups, 'y')
  return toDay(REIWA_YEAR_ZERO + year, toNumber(groups, 'm'), toNumber(groups, 'd'))
}

/** The next such day, today included; a 29 February is looked for in that one year only, so that it never means years ahead. */
const readMonthDay = (groups: Groups, today: Day): DayResult => {
  const [month, day] = [toNumber(groups, 'm'), toNumber(groups, 'd')]
  const passed = month < today.month || (month === today.month && day < today.day)
  return toDay(today.year + (passed ? 1 : 0), month, day)
}

const readOffset = (groups: Groups, today: Day): DayResult => {
  const days = toNumber(groups, 'n')
  return ok(today.add({ days: groups.sign === '-' ? -days : days }))
}

const monthsAhead: Readonly<Record<string, number>> = { 今: 0, 当: 0, 翌: 1, 来: 1, 翌々: 2, 再来: 2 }

const monthOf = (groups: Groups, today: Day): Day =>
  today.add({ months: monthsAhead[groups.month ?? '今'] ?? 0 })

const readMonthEnd = (groups: Groups, today: Day): DayResult => ok(endOfMonth(monthOf(groups, today)))

const readDayOfMonth = (groups: Groups, today: Day): DayResult => {
  const { year, month } = monthOf(groups, today)
  return toDay(year, month, toNumber(groups, 'd'))
}

const inDays =
  (days: number): Shape['read'] =>
  (_groups, today) =>
    ok(today.add({ days }))

const shapes: readonly Shape[] = [
  {
    pattern: /^(?<y>\d{4})(?:([-/.])(?<m>\d{1,2})\2|年(?<m>\d{1,2})月)(?<d>\d{1,2})日?$/,
    read: readAbsolute,
  },
  { pattern: /^(?<y>(?:19|20)\d{2})(?<m>\d{2})(?<d>\d{2})$/, read: readAbsolute },
  {
    pattern: /^(?:令和|r|㋿)(?<y>\d{1,2}|元)(?:年(?<m>\d{1,2})月|([-/.])(?<m>\d{1,2})\3)(?<d>\d{1,2})日?$/,
    read: readReiwa,
  },
  { pattern: /^(?<m>\d{1,2})(?:\/(?<d>\d{1,2})|月(?<d>\d{1,2})日?)$/, read: readMonthDay },
  { pattern: /^(?<sign>[+-])(?<n>\d{1,4})日後?$/, read: readOffset },
  { pattern: /^(?<n>\d{1,4})日後$/, read: readOffset },
  { pattern: /^(?:in |(?<sign>[+-]))?(?<n>\d{1,4}) ?d(?:ays?)?$/, read: readOffset },
  { pattern: /^(?<month>今|当|翌々|翌|来|再来)?月末日?$/, read: readMonthEnd },
  { pattern: /^(?<month>今|当|翌々|翌|来|再来)月(?<d>\d{1,2})日$/, read: readDayOfMonth },
  { pattern: /^(?:今日|本日|today)$/, read: inDays(0) },
  { pattern: /^(?:明日|tomorrow)$/, read: inDays(1) },
  { pattern: /^(?:明後日|day after tomorrow)$/, read: inDays(2) },
  {
    pattern: /^(?:(?:the )?end of (?:the |this )?month|eom)$/,
    read: (_groups, today) => ok(endOfMonth(today)),
  },
  {
    pattern: /^(?:the )?end of (?:the )?next month$/,
    read: (_groups, today) => ok(endOfMonth(today.add({ months: 1 }))),
  },
]

const toDay = (year: number, month: number, day: number): DayResult => {
  if (month < 1 || month > 12) {
    return failWith(
      'day-missing',
      `${month}月はありません。「12/25」のように月/日の順で入力してください。`,
      `there is no month ${month}; write month/day, for example 12/25.`,
    )
  }
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  if (day >= 1 && day <= first.daysInMonth) return ok(first.with({ day }))
  const last = `${year}/${month}/${first.daysInMonth}`
  return failWith(
    'day-missing',
    `${year}年${month}月に${day}日はありません。月末なら「${last}」と入力してください。`,
    `${year}/${month} has no day ${day}; for the end of that month enter ${last}.`,
  )
}

const WEEKDAYS = '月火水木金土日'

const checkWeekday = (day: Day, written: string): DayResult => {
  const actual = WEEKDAYS[day.dayOfWeek - 1] ?? ''
  if (actual === written) return ok(day)
  return failWith(
    'day-weekday',
    `${day.year}/${day.month}/${day.day}は${written}曜日ではなく${actual}曜日です。日付か曜日を直してください。`,
    `${day.toString()} is not the weekday written (${written}, it is ${actual}); correct the day or leave the weekday out.`,
  )
}

const failWith = (rule: DayFault['rule'], ja: string, en: string): Result<never, DayFault> =>
  fail({ rule, message: { ja, en } })

const failFormat = failWith(
  'day-format',
  '日付として読めません（例：2026/12/25、12/25、+30日、翌月末、翌月10日）。',
  'cannot be read as a day (for example 2026-12-25, 12/25, +30 days, end of next month).',
)

const failBareDay = (digits: string): Result<never, DayFault> =>
  failWith(
    'day-format',
    `「${digits}日」は日付とも日数とも読めます。「今月${digits}日」か「+${digits}日」のように入力してください。`,
    `could be a day of the month or a number of days; enter 今月${digits}日 or +${digits} days.`,
  )
