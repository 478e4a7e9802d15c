/** Reads the fields of a collection data file, row by row, and gathers every problem before the file is refused. */
import { type CollectionKind, findCollectionKind } from './collection-record.ts'
import { type PaymentBarcode, parseBarcode } from './gs1-barcode.ts'
import { atTime, type Day, type Instant } from './jst-day.ts'
import type { Problem } from './result.ts'
import { toYen, type Yen } from './yen.ts'

/** Why a file is refused names at most this many problems. */
export const MAX_FEED_PROBLEMS = 200

/** The reader of one row: each method gives the value, or notes a problem and gives undefined. */
export type FeedRow = {
  kind(text: string): CollectionKind | undefined
  collectedAt(day: string, time: string): Instant | undefined
  barcode(text: string): { readonly barcode: PaymentBarcode; readonly amountYen: Yen } | undefined
  amount(text: string): Yen | undefined
  /** `undefined` in the answer = the file leaves it out (blank or zeros). */
  day(field: string, text: string): { readonly day: Day | undefined } | undefined
  code(field: string, text: string, length: number): string | undefined
  refuse(field: string, value: string, rule: string, ja: string, en: string): undefined
}

type Refuse = FeedRow['refuse']

export const openFeedRow = (row: number, problems: Problem[]): FeedRow => {
  const refuse: Refuse = (field, value, rule, ja, en) => {
    if (problems.length < MAX_FEED_PROBLEMS) {
      const message = { ja: `${row}行目 ${field}：${ja}`, en: `row ${row}, ${field}: ${en}` }
      problems.push({ row, field, value: value.slice(0, 80), rule, message })
    }
    return undefined
  }
  return {
    refuse,
    kind: (text) =>
      findCollectionKind(text.padStart(2, '0')) ??
      refuse(
        '種別',
        text,
        'feed-kind',
        '01・02・03・12・22・81のどれでもありません。',
        'is none of 01, 02, 03, 12, 22, 81.',
      ),
    collectedAt: (day, time) => readInstant(day, time, refuse),
    barcode: (text) => readBarcode(text, refuse),
    amount: (text) =>
      /^\d{1,9}$/.test(text)
        ? toYen(Number(text))
        : refuse(
            '金額',
            text,
            'feed-amount',
            '数字だけの金額ではありません。',
            'is not an amount in plain digits.',
          ),
    day: (field, text) => {
      if (/^[0\s]*$/.test(text)) return { day: undefined }
      const day = readDay(text)
      if (day !== undefined) return { day }
      return refuse(
        field,
        text,
        'feed-day',
        'YYYYMMDDの日付でも0でもありません。',
        'is neither a day of the form YYYYMMDD nor 0.',
      )
    },
    code: (field, text, length) =>
      /^\d+$/.test(text) && text.length <= length
        ? text.padStart(length, '0')
        : refuse(
            field,
            text,
            'feed-code',
            `${length}けたまでの数字ではありません。`,
            `is not up to ${length} digits.`,
          ),
  }
}

const readInstant = (dayText: string, timeText: string, refuse: Refuse): Instant | undefined => {
  const day = readDay(dayText)
  const time = /^([01]\d|2[0-3])([0-5]\d)$/.exec(timeText.padStart(4, '0'))
  if (day === undefined) {
    refuse(
      '収納日',
      dayText,
      'feed-day',
      'YYYYMMDDの日付ではありません。',
      'is not a day of the form YYYYMMDD.',
    )
  }
  if (time === null) {
    refuse('収納時刻', timeText, 'feed-time', 'HHMMの時刻ではありません。', 'is not a time of the form HHMM.')
  }
  return day === undefined || time === null ? undefined : atTime(day, Number(time[1]), Number(time[2]))
}

/** The agency's file holds bare digits, so what `parseBarcode` would skip is refused here. */
const readBarcode = (text: string, refuse: Refuse): ReturnType<FeedRow['barcode']> => {
  const parsed = parseBarcode(/^\d*$/.test(text) ? text : '')
  if (parsed.ok) return parsed.value
  return refuse(
    'バーコード情報',
    text,
    parsed.failure.rule,
    parsed.failure.message.ja,
    parsed.failure.message.en,
  )
}

/** `20261231` as a day; undefined when there is no such day. */
const readDay = (text: string): Day | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (match === null) return undefined
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (month < 1 || month > 12 || day < 1) return undefined
  const first = Temporal.PlainDate.from({ year, month, day: 1 })
  return day > first.daysInMonth ? undefined : first.with({ day })
}

/** `20261231`; zeros when there is no day. */
export const writeFeedDay = (day: Day | undefined): string =>
  day?.toString().replaceAll('-', '') ?? '00000000'

/** Day `20261231` and time `2359` of an instant, in JST. */
export const writeFeedTime = (at: Instant): { readonly day: string; readonly time: string } => {
  const local = at.toZonedDateTimeISO('Asia/Tokyo')
  return {
    day: writeFeedDay(local.toPlainDate()),
    time: `${local.hour}`.padStart(2, '0') + `${local.minute}`.padStart(2, '0'),
  }
}
