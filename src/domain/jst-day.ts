/** Business days: a day is a JST calendar day, an instant is UTC; this file is where the two meet. */

export type Day = Temporal.PlainDate
export type Instant = Temporal.Instant

const JST = 'Asia/Tokyo'
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const
const MONTHS_EN = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const
const WEEKDAYS = ['月', '火', '水', '木', '金', '土', '日'] as const

/** Remembers what was worked out for an instant: a file asks for the same ones tens of thousands of times. */
const rememberByInstant = <T extends WeakKey | string>(workOut: (instant: Instant) => T) => {
  const known = new WeakMap<Instant, T>()
  return (instant: Instant): T => {
    const found = known.get(instant)
    if (found !== undefined) return found
    const value = workOut(instant)
    known.set(instant, value)
    return value
  }
}

/** The JST day on which an instant falls. */
export const toJstDay: (instant: Instant) => Day = rememberByInstant((instant) =>
  instant.toZonedDateTimeISO(JST).toPlainDate(),
)

/** 00:00:00 JST of a day. */
export const startOfDay = (day: Day): Instant => day.toZonedDateTime(JST).toInstant()

/** The first instant after 23:59:59.999 JST of a day. */
export const endOfDay = (day: Day): Instant => startOfDay(day.add({ days: 1 }))

/** A JST wall-clock time on a day. */
export const atTime = (day: Day, hour: number, minute = 0): Instant =>
  day.toZonedDateTime({ timeZone: JST, plainTime: Temporal.PlainTime.from({ hour, minute }) }).toInstant()

export const isBefore = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) < 0
export const isAfter = (a: Day, b: Day): boolean => Temporal.PlainDate.compare(a, b) > 0
export const isEarlier = (a: Instant, b: Instant): boolean => Temporal.Instant.compare(a, b) < 0

export const endOfMonth = (day: Day): Day => day.with({ day: day.daysInMonth })

/** RFC 3339 UTC with exactly three decimals, so that stored instants sort as text. */
export const toStamp: (instant: Instant) => string = rememberByInstant((instant) =>
  instant.toString({ fractionalSecondDigits: 3 }),
)

/** `2026年12月31日（木）` / `Thu, 31 Dec 2026`. */
export const formatDay = (day: Day, language: 'ja' | 'en'): string =>
  language === 'ja'
    ? `${day.year}年${day.month}月${day.day}日（${WEEKDAYS[day.dayOfWeek - 1]}）`
    : `${WEEKDAYS_EN[day.dayOfWeek - 1]}, ${day.day} ${MONTHS_EN[day.month - 1]} ${day.year}`

/** `2026-11-23 14:05` in JST. */
export const formatJstTime = (instant: Instant): string => {
  const at = instant.toZonedDateTimeISO(JST)
  return `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
