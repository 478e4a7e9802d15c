/** The columns of an invoice file: which header means which field. */

import { toHalfWidth } from './japanese-text.ts'
import type { RawField, RawInvoice } from './raw-invoice.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

type FileField = Exclude<RawField, 'lines' | 'repeat'>

/** Header names of api.md, in the order of the template file. */
export const fileColumns: readonly {
  readonly field: FileField
  readonly ja: string
  readonly required: boolean
}[] = [
  { field: 'reference', ja: '請求番号', required: false },
  { field: 'customer_name', ja: '顧客名', required: true },
  { field: 'kana', ja: 'フリガナ', required: false },
  { field: 'honorific', ja: '敬称', required: false },
  { field: 'email', ja: 'メールアドレス', required: false },
  { field: 'phone', ja: '電話番号', required: false },
  { field: 'subject', ja: '件名', required: true },
  { field: 'amount', ja: '請求金額', required: true },
  { field: 'tax', ja: 'うち消費税', required: false },
  { field: 'due', ja: '支払期限', required: true },
  { field: 'number', ja: 'スマートピット番号', required: false },
  { field: 'deliver', ja: '通知先', required: false },
  { field: 'note', ja: '備考', required: false },
  { field: 'language', ja: '言語', required: false },
  { field: 'remind', ja: '期限前のお知らせ', required: false },
]

/** The column of the reasons in a file of refused rows; ignored when that file comes back mended. */
export const REASON_COLUMN = '理由'

/** How to read a row's cells, from the header; required columns that are missing or doubled are named. */
export const readColumns = (
  header: readonly string[],
): Result<(cells: readonly string[]) => RawInvoice, readonly Problem[]> => {
  const fieldOf = new Map(
    fileColumns.flatMap(({ field, ja }) => [[foldHeader(ja), field] as const, [field, field] as const]),
  )
  const fields = header.map((name) => fieldOf.get(foldHeader(name)))
  const problems: Problem[] = []
  for (const { field, ja, required } of fileColumns) {
    const count = fields.filter((found) => found === field).length
    if (count > 1 || (required && count === 0)) {
      problems.push({
        row: 1,
        field,
        value: header.join(',').slice(0, 200),
        rule: count > 1 ? 'column-repeated' : 'column-missing',
        message:
          count > 1
            ? {
                ja: `見出し「${ja}」が${count}つあります。1つにしてください。`,
                en: `there are ${count} columns “${field}”; keep one.`,
              }
            : {
                ja: `見出し「${ja}」の列がありません。1行目に見出しを入れてください。`,
                en: `there is no column “${field}” (${ja}); put the headers in row 1.`,
              },
      })
    }
  }
  if (problems.length > 0) return fail(problems)
  return ok((cells) => {
    const raw: { -readonly [K in FileField]?: string } = {}
    fields.forEach((field, index) => {
      if (field !== undefined) raw[field] = cells[index] ?? ''
    })
    return raw
  })
}

const foldHeader = (name: string): string =>
  toHalfWidth(name).trim().toLowerCase().replace(/\s+/g, '_').replace(/\*$/, '')
