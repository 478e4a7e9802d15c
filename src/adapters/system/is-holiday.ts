/** Japan's national holidays, with those the settings add. */
import holidayJp from '@holiday-jp/holiday_jp'
import type { Day } from '../../domain/jst-day.ts'

/** `extra` days are `YYYY-MM-DD`: holidays decreed after the library's release. */
export const createIsHoliday = (extra: readonly string[]): ((day: Day) => boolean) => {
  const added = new Set(extra)
  const known: Readonly<Record<string, unknown>> = holidayJp.holidays
  return (day) => {
    const text = day.toString()
    return added.has(text) || text in known
  }
}
