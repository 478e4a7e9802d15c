/** JSON that remembers which of its texts are days. */

/** Days become `{"$day":"2026-11-30"}`. */
export const writeDayJson = (value: unknown): string => JSON.stringify(markDays(value))

/** The value as it was written; the caller knows its type, since it wrote it. */
export const readDayJson = (json: string): unknown =>
  JSON.parse(json, (_, value: unknown) =>
    typeof value === 'object' && value !== null && '$day' in value
      ? Temporal.PlainDate.from(String(value.$day))
      : value,
  )

const markDays = (value: unknown): unknown => {
  if (value instanceof Temporal.PlainDate) return { $day: value.toString() }
  if (Array.isArray(value)) return value.map(markDays)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, markDays(entry)]))
}
