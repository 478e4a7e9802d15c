/** What the schemas of the HTTP surface are put together from: days, instants, yen, ids, pages and problem documents. */
import * as z from 'zod'

/** Longest texts that are read at all, in characters; what fits a field is said by the rules behind it. */
const MAX_TEXT = 10_000
const MAX_SHORT = 300
/** Longest id, in characters. */
const MAX_ID = 64
/** Rows of a page at the most. */
export const MAX_LIMIT = 200

/** A schema with what is said about it in both languages. */
export const say = <S extends z.ZodType>(schema: S, ja: string, en: string, example?: unknown): S =>
  schema.meta({ description: en, 'x-ja': ja, ...(example === undefined ? {} : { examples: [example] }) })

export const text = z.string().max(MAX_TEXT)
export const shortText = z.string().max(MAX_SHORT)
export const anId = z.string().min(1).max(MAX_ID)
/** As a program may send it: a number, or text such as `13,200円`. */
export const money = z.union([z.number(), z.string().max(40)])
/** Null clears a field of a change. */
export const clearable = text.nullish()

export const day = z.iso
  .date()
  .meta({ id: 'Day', description: 'A day in Asia/Tokyo.', 'x-ja': '日本の日付', examples: ['2026-12-31'] })
export const instant = z.iso.datetime({ offset: true }).meta({
  id: 'Instant',
  description: 'An instant, RFC 3339, UTC.',
  'x-ja': '時刻（UTC）',
  examples: ['2026-11-25T03:04:05.678Z'],
})
export const yen = z
  .int()
  .meta({ id: 'Yen', description: 'Whole yen.', 'x-ja': '円（整数）', examples: [13_200] })
export const smartPitNumber = z.string().meta({
  id: 'SmartPitNumber',
  description: '13 digits.',
  'x-ja': 'スマートピット番号（13けた）',
  examples: ['2912345678907'],
})
export const count = z.int().min(0)

/** `limit` and `cursor` of every list. */
export const pagingQuery = {
  limit: say(
    z.string().optional(),
    `1ページの件数（1〜${MAX_LIMIT}、既定50）`,
    `Rows of a page, 1 to ${MAX_LIMIT}; 50.`,
    '50',
  ),
  cursor: say(
    z.string().max(MAX_SHORT).optional(),
    '前のページの next_cursor',
    'next_cursor of the page before.',
  ),
}

export const pageOf = <S extends z.ZodType>(row: S, name: string) =>
  z
    .strictObject({
      data: z.array(row),
      next_cursor: say(
        z.string().nullable(),
        'つぎのページ。なければnull',
        'The next page; null on the last one.',
      ),
    })
    .meta({ id: name })

const problem = z.strictObject({
  row: z.int().optional(),
  field: z.string(),
  value: z.string().optional(),
  rule: say(z.string(), '変わらない規則の名前', 'Stable name of the rule.'),
  message: z.string(),
})

export const problemList = z.array(problem)

/** RFC 9457: what every failure is answered with. */
export const problemDocument = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: say(z.string(), '変わらないコード', 'Stable.', 'invalid_input'),
    detail: say(
      z.string(),
      '人が読む文（Accept-Languageの言語）',
      'For people, in the language of Accept-Language.',
    ),
    request_id: z.string(),
    problems: problemList.optional(),
  })
  .meta({ id: 'Problem' })
