/** The columns of an invoice file: which header means which field. */

import { toHalfWidth } from './japanese-text.ts'
import type { RawField, RawInvoice } from './raw-invoice.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

export type FileField = Exclude<RawField, 'lines' | 'repeat'>

export type FileColumn = {
  readonly field: FileField
  readonly ja: string
  readonly required: boolean
  /** Other headers that mean the same. */
  readonly also: readonly string[]
}

/** Header names of api.md, in the order of the template file. */
export const fileColumns: readonly FileColumn[] = [
  {
    field: 'reference',
    ja: '請求番号',
    required: false,
    also: ['請求書番号', '管理番号', '伝票番号', 'invoice no', 'invoice number'],
  },
  {
    field: 'customer_name',
    ja: '顧客名',
    required: true,
    also: ['氏名', '名前', 'お名前', '得意先名', '会員名', '請求先', '宛名', 'name', 'customer'],
  },
  { field: 'kana', ja: 'フリガナ', required: false, also: ['カナ', 'ふりがな', '氏名カナ', '顧客名カナ'] },
  { field: 'honorific', ja: '敬称', required: false, also: [] },
  {
    field: 'email',
    ja: 'メールアドレス',
    required: false,
    also: ['メール', 'eメール', 'mail', 'e-mail', 'email address'],
  },
  { field: 'phone', ja: '電話番号', required: false, also: ['電話', '携帯電話', 'tel', 'telephone'] },
  {
    field: 'subject',
    ja: '件名',
    required: true,
    also: ['請求内容', '内容', '品名', '摘要', '名目', 'description', 'title'],
  },
  {
    field: 'amount',
    ja: '請求金額',
    required: true,
    also: ['金額', '請求額', '合計', '合計金額', '税込金額', 'total'],
  },
  { field: 'tax', ja: 'うち消費税', required: false, also: ['消費税', '消費税額', '内消費税'] },
  {
    field: 'due',
    ja: '支払期限',
    required: true,
    also: ['期限', '支払期日', '期日', '納付期限', 'due date'],
  },
  {
    field: 'number',
    ja: 'スマートピット番号',
    required: false,
    also: ['スマートピット', 'smart pit number'],
  },
  { field: 'deliver', ja: '通知先', required: false, also: [] },
  { field: 'note', ja: '備考', required: false, also: ['メモ', 'お知らせ', 'memo'] },
  { field: 'language', ja: '言語', required: false, also: [] },
  { field: 'remind', ja: '期限前のお知らせ', required: false, also: [] },
]

/** The column of the reasons in a file of refused rows; ignored when that file comes back mended. */
export const REASON_COLUMN = '理由'

/** What each column of a file holds, in its order; undefined is left out. */
export type ColumnChoice = readonly (FileField | undefined)[]

/** What the headers say by themselves. */
export const guessColumns = (header: readonly string[]): ColumnChoice =>
  header.map((name) => fieldOfHeader.get(foldHeader(name)))

/** Headers without regard to width, case and spaces: files with the same ones are read the same way. */
export const headerKey = (header: readonly string[]): string => JSON.stringify(header.map(foldHeader))

/** How to read a row's cells; required columns that are missing or doubled are named. */
export const readColumns = (
  header: readonly string[],
  fields: ColumnChoice = guessColumns(header),
): Result<(cells: readonly string[]) => RawInvoice, readonly Problem[]> => {
  const problems: Problem[] = []
  for (const column of fileColumns) {
    const count = fields.filter((found) => found === column.field).length
    if (count > 1 || (column.required && count === 0)) problems.push(faultOf(column, count, header))
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

const faultOf = ({ field, ja }: FileColumn, count: number, header: readonly string[]): Problem => ({
  row: 1,
  field,
  value: header.join(',').slice(0, 200),
  rule: count > 1 ? 'column-repeated' : 'column-missing',
  message:
    count > 1
      ? {
          ja: `見出し「${ja}」の列が${count}つあります。1つにしてください。`,
          en: `there are ${count} columns “${field}”; keep one.`,
        }
      : {
          ja: `見出し「${ja}」の列がありません。1行目に見出しを入れてください。`,
          en: `there is no column “${field}” (${ja}); put the headers in row 1.`,
        },
})

const foldHeader = (name: string): string =>
  toHalfWidth(name).trim().toLowerCase().replace(/\s+/g, '_').replace(/\*$/, '')

const fieldOfHeader: ReadonlyMap<string, FileField> = new Map(
  fileColumns.flatMap(({ field, ja, also }) =>
    [ja, field, ...also].map((name) => [foldHeader(name), field] as const),
  ),
)
