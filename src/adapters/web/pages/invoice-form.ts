/** The form of one invoice: its fields, what was typed, and every problem beside its field. */
import { toHalfWidth } from '../../../domain/japanese-text.ts'
import { questionAddress } from '../../../domain/question-address.ts'
import { fieldLabels, type RawField, type RawInvoice } from '../../../domain/raw-invoice.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import { listCuts } from '../../../domain/text-cuts.ts'

type FormField = Exclude<RawField, 'lines' | 'repeat'>

type Layout = {
  readonly required?: boolean
  readonly hint?: Text
  readonly mode?: string
  readonly long?: boolean
  readonly pair?: 'start' | 'end'
  readonly choices?: readonly { readonly value: string; readonly name: Text }[]
}

const layouts: readonly (readonly [FormField, Layout])[] = [
  [
    'customer_name',
    {
      required: true,
      pair: 'start',
      hint: {
        ja: '60文字まで。印刷される通りに入れてください。',
        en: 'At most 60 characters, as it is to be printed.',
      },
    },
  ],
  [
    'honorific',
    {
      pair: 'end',
      choices: [
        { value: '', name: { ja: '自動（会社は御中）', en: 'by itself (御中 for companies)' } },
        { value: '様', name: { ja: '様', en: '様 (person)' } },
        { value: '御中', name: { ja: '御中', en: '御中 (company)' } },
      ],
    },
  ],
  [
    'email',
    {
      pair: 'start',
      mode: 'email',
      hint: {
        ja: 'ここにお支払いのご案内とシートを送ります。',
        en: 'The payment notice and the sheet go here.',
      },
    },
  ],
  ['kana', { pair: 'end' }],
  [
    'subject',
    {
      required: true,
      hint: {
        ja: 'シートとメールに出ます（例：12月分 月謝）。',
        en: 'On the sheet and in the mail, such as 12月分 月謝.',
      },
    },
  ],
  [
    'amount',
    {
      required: true,
      pair: 'start',
      mode: 'numeric',
      hint: { ja: '税込、300,000円まで。', en: 'With tax, at most ¥300,000.' },
    },
  ],
  [
    'tax',
    {
      pair: 'end',
      mode: 'numeric',
      hint: { ja: '分かれば入れてください（空欄でもかまいません）。', en: 'If you know it; may be empty.' },
    },
  ],
  [
    'due',
    {
      required: true,
      pair: 'start',
      hint: {
        ja: '例：翌月末、+30日、12/25。今日を含めて60日以内。',
        en: 'Such as 12/25, +30日, 翌月末 (end of next month); within 60 days counting today.',
      },
    },
  ],
  [
    'reference',
    {
      pair: 'end',
      hint: {
        ja: '自社で使う番号。同じ番号は2度使えません。',
        en: 'Your own number; each can be used once.',
      },
    },
  ],
  [
    'number',
    {
      pair: 'start',
      mode: 'numeric',
      hint: {
        ja: 'カードをお持ちのお客さまの番号。空欄なら新しく発行します。',
        en: 'Of a customer with a card. Empty: a new one is issued.',
      },
    },
  ],
  ['phone', { pair: 'end', mode: 'tel' }],
  [
    'deliver',
    {
      choices: [
        { value: 'customer', name: { ja: '顧客にメールで送る', en: 'by mail to the customer' } },
        {
          value: 'merchant',
          name: { ja: '自社に送る（商品に同梱など）', en: 'to us (to enclose with goods)' },
        },
        { value: 'both', name: { ja: '顧客と自社の両方', en: 'to both' } },
        { value: 'none', name: { ja: '送らない', en: 'to nobody' } },
      ],
    },
  ],
  [
    'language',
    {
      pair: 'start',
      choices: [
        { value: 'ja', name: { ja: '日本語', en: '日本語' } },
        { value: 'en', name: { ja: 'English', en: 'English' } },
      ],
      hint: { ja: 'メールの言語。', en: 'Of the mails.' },
    },
  ],
  [
    'remind',
    {
      pair: 'end',
      choices: [
        { value: 'yes', name: { ja: 'する', en: 'yes' } },
        { value: 'no', name: { ja: 'しない', en: 'no' } },
      ],
      hint: {
        ja: '支払いがまだのとき、期限の前にメールします。',
        en: 'A mail before the due day while it is unpaid.',
      },
    },
  ],
  ['note', { long: true, hint: { ja: 'シートに印刷されます。', en: 'Printed on the sheet.' } }],
]

/** What was typed, by the form's own fields. */
export const readForm = (text: (name: string) => string): RawInvoice => ({
  ...Object.fromEntries(layouts.map(([name]) => [name, text(name)])),
  repeat: text('repeat') === '1',
})

/** What is asked once before a form is registered: whoever sends the same again means it. */
export type FormQuestions = {
  /** Empty when all has been asked before. */
  readonly messages: readonly Text[]
  /** Of the address that looks like a slip, and of the texts that will be cut; sent back with the form. */
  readonly asked: string
}

/** `asked` is what the form says it was asked before. */
export const questionForm = (raw: RawInvoice, asked: string): FormQuestions => {
  const address = questionAddress(toHalfWidth(raw.email ?? '').trim())
  const [subject, kana] = [(raw.subject ?? '').trim(), (raw.kana ?? '').trim()]
  const cuts = listCuts({ subject, customer: { kana } })
  const messages = [address === undefined ? [] : [address.message], cuts.map(({ message }) => message)].flat()
  const about = [address?.address ?? '', ...(cuts.length === 0 ? [] : [subject, kana])].join('|')
  return { messages: asked === about ? [] : messages, asked: about }
}

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
