/** The form of one invoice: its fields, what was typed, and every problem beside its field. */
import { fieldLabels, type RawField, type RawInvoice } from '../../../domain/raw-invoice.ts'
import type { Problem } from '../../../domain/result.ts'

type FormField = Exclude<RawField, 'lines' | 'repeat'>

type Layout = {
  readonly required?: boolean
  readonly hint?: string
  readonly mode?: string
  readonly long?: boolean
  readonly pair?: 'start' | 'end'
  readonly choices?: readonly { readonly value: string; readonly name: string }[]
}

const layouts: readonly (readonly [FormField, Layout])[] = [
  ['customer_name', { required: true, pair: 'start', hint: '60文字まで。印刷される通りに入れてください。' }],
  [
    'honorific',
    {
      pair: 'end',
      choices: [
        { value: '', name: '自動（会社は御中）' },
        { value: '様', name: '様' },
        { value: '御中', name: '御中' },
      ],
    },
  ],
  ['email', { pair: 'start', mode: 'email', hint: 'ここにお支払いのご案内とシートを送ります。' }],
  ['kana', { pair: 'end' }],
  ['subject', { required: true, hint: 'シートとメールに出ます（例：12月分 月謝）。' }],
  ['amount', { required: true, pair: 'start', mode: 'numeric', hint: '税込、300,000円まで。' }],
  ['tax', { pair: 'end', mode: 'numeric', hint: '分かれば入れてください（空欄でもかまいません）。' }],
  ['due', { required: true, pair: 'start', hint: '例：翌月末、+30日、12/25。今日を含めて60日以内。' }],
  ['reference', { pair: 'end', hint: '自社で使う番号。同じ番号は2度使えません。' }],
  [
    'number',
    { pair: 'start', mode: 'numeric', hint: 'カードをお持ちのお客さまの番号。空欄なら新しく発行します。' },
  ],
  ['phone', { pair: 'end', mode: 'tel' }],
  [
    'deliver',
    {
      choices: [
        { value: 'customer', name: '顧客にメールで送る' },
        { value: 'merchant', name: '自社に送る（商品に同梱など）' },
        { value: 'both', name: '顧客と自社の両方' },
        { value: 'none', name: '送らない' },
      ],
    },
  ],
  [
    'language',
    {
      pair: 'start',
      choices: [
        { value: 'ja', name: '日本語' },
        { value: 'en', name: 'English' },
      ],
      hint: 'メールの言語。',
    },
  ],
  [
    'remind',
    {
      pair: 'end',
      choices: [
        { value: 'yes', name: 'する' },
        { value: 'no', name: 'しない' },
      ],
      hint: '支払いがまだのとき、期限の前にメールします。',
    },
  ],
  ['note', { long: true, hint: 'シートに印刷されます。' }],
]

/** What was typed, by the form's own fields. */
export const readForm = (text: (name: string) => string): RawInvoice => ({
  ...Object.fromEntries(layouts.map(([name]) => [name, text(name)])),
  repeat: text('repeat') === '1',
})

/** The template's fields with values and problems. */
export const toFormModel = (raw: RawInvoice, problems: readonly Problem[]) =>
  layouts.map(([name, layout]) => ({
    name,
    ...fieldLabels[name],
    value: String(raw[name] ?? ''),
    problems: problems.filter(({ field }) => field === name).map(({ message }) => message),
    required: layout.required ?? false,
    hint: layout.hint ?? null,
    mode: layout.mode ?? null,
    long: layout.long ?? false,
    pair: layout.pair ?? null,
    choices: layout.choices ?? null,
  }))
