/** An invoice as it was written, field by field, before any rule has been checked. */
import type { RawLine } from './invoice-lines.ts'
import type { Text } from './result.ts'

/** The fields as they come; text everywhere, but programs may send numbers and booleans. */
export type RawInvoice = {
  readonly reference?: string | undefined
  readonly customer_name?: string | undefined
  readonly kana?: string | undefined
  readonly honorific?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly language?: string | undefined
  readonly subject?: string | undefined
  readonly amount?: string | number | undefined
  readonly tax?: string | number | undefined
  readonly due?: string | undefined
  readonly number?: string | undefined
  readonly deliver?: string | undefined
  readonly note?: string | undefined
  readonly repeat?: boolean | undefined
  readonly remind?: string | boolean | undefined
  readonly lines?: readonly RawLine[] | undefined
}

export type RawField = keyof RawInvoice

/** Longest text of each field, in characters (api.md). */
export const MAX_LENGTHS = {
  customer_name: 60,
  kana: 80,
  subject: 60,
  reference: 40,
  email: 254,
  phone: 20,
  note: 300,
} as const

/** What each field is called in front of people. */
export const fieldLabels: Readonly<Record<RawField, Text>> = {
  reference: { ja: '請求番号', en: 'reference' },
  customer_name: { ja: '顧客名', en: 'customer name' },
  kana: { ja: 'フリガナ', en: 'kana' },
  honorific: { ja: '敬称', en: 'honorific' },
  email: { ja: 'メールアドレス', en: 'e-mail' },
  phone: { ja: '電話番号', en: 'phone' },
  language: { ja: '言語', en: 'language' },
  subject: { ja: '件名', en: 'subject' },
  amount: { ja: '請求金額', en: 'amount' },
  tax: { ja: 'うち消費税', en: 'tax' },
  due: { ja: '支払期限', en: 'due day' },
  number: { ja: 'スマートピット番号', en: 'Smart Pit number' },
  deliver: { ja: '通知先', en: 'deliver' },
  note: { ja: '備考', en: 'note' },
  repeat: { ja: 'くり返し', en: 'repeat' },
  remind: { ja: '期限前のお知らせ', en: 'remind' },
  lines: { ja: '明細', en: 'lines' },
}
