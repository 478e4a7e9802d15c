/** What the file format guide shows: examples that are right, and faults with the very words they are answered with. */
import { fileColumns } from './file-columns.ts'
import type { Day } from './jst-day.ts'
import { parseAmount } from './parse-amount.ts'
import type { RawField, RawInvoice } from './raw-invoice.ts'
import { parseRegistration } from './registration.ts'
import { parseDay } from './relative-day.ts'
import type { Yen } from './yen.ts'

type FileField = (typeof fileColumns)[number]['field']

/** What goes into each column. */
export const columnGuides: Readonly<Record<FileField, string>> = {
  reference: '貴社の管理番号。重ならない値',
  customer_name: 'お客さまの氏名・会社名',
  kana: '氏名の読み',
  honorific: '様 または 御中。空欄なら会社名は御中',
  email: 'お知らせメールの宛先',
  phone: 'お客さまの電話番号',
  subject: '何の代金か。シートの見出しになります',
  amount: '税込の金額（円）',
  tax: '金額のうちの消費税（円）',
  due: '支払期限。日付か、今日からの言い方',
  number: 'お客さまがすでにお持ちの番号。空欄なら新しく発行',
  deliver: '顧客・自社・両方・なし。空欄なら顧客',
  note: 'シートに載せるお知らせ。改行できます',
  language: 'メールの言語。日本語・英語。空欄なら日本語',
  remind: '期限前のメール。する・しない。空欄ならする',
}

const samples: readonly Readonly<Record<FileField, string>>[] = [
  {
    reference: '2612-0001',
    customer_name: '山田 花子',
    kana: 'ヤマダ ハナコ',
    honorific: '様',
    email: 'hanako@example.com',
    phone: '090-0000-0000',
    subject: '12月分 月謝',
    amount: '13200',
    tax: '1200',
    due: '翌月末',
    number: '',
    deliver: '顧客',
    note: '',
    language: '日本語',
    remind: 'する',
  },
  {
    reference: '2612-0002',
    customer_name: '株式会社さくら商店',
    kana: '',
    honorific: '御中',
    email: 'keiri@example.co.jp',
    phone: '',
    subject: '12月分 卸代金',
    amount: '55000',
    tax: '5000',
    due: '30日後',
    number: '',
    deliver: '両方',
    note: '毎度ありがとうございます',
    language: '',
    remind: '',
  },
]

/** Rows of the template file, in the order of `fileColumns`. */
export const sampleRows: readonly (readonly string[])[] = samples.map((sample) =>
  fileColumns.map(({ field }) => sample[field]),
)

/** An example for each column. */
export const sampleOf = (field: FileField): string =>
  samples.map((sample) => sample[field]).find((value) => value !== '') ?? ''

/** Ways to write one amount. */
export const amountSamples = ['13200', '13,200', '¥13,200', '１３２００円'] as const

/** What all of `amountSamples` mean. */
export const amountOfSamples = (): Yen => {
  const parsed = parseAmount(amountSamples[0])
  if (!parsed.ok) throw new Error('the sample of an amount cannot be read')
  return parsed.value
}

/** Ways to write a day, and the day they mean on `today`. */
export const daySamples = (today: Day): readonly { readonly text: string; readonly day: Day }[] =>
  ['2026/12/31', '12/31', '令和8年12月31日', '+30日', '今月末', '翌月10日'].flatMap((text) => {
    const parsed = parseDay(text, today)
    return parsed.ok ? [{ text, day: parsed.value }] : []
  })

const faults: readonly { readonly field: RawField; readonly value: string }[] = [
  { field: 'amount', value: '1.32E+04' },
  { field: 'amount', value: '350000' },
  { field: 'due', value: '2月30日' },
  { field: 'due', value: '+90日' },
  { field: 'number', value: '2912345678901' },
  { field: 'email', value: 'hanako＠example' },
  { field: 'deliver', value: 'メール' },
]

/** Common faults in the words of the registration itself. */
export const faultSamples = (today: Day): readonly { readonly value: string; readonly message: string }[] => {
  const [sample] = samples
  return faults.flatMap(({ field, value }) => {
    const raw: RawInvoice = { ...sample, [field]: value }
    const parsed = parseRegistration(raw, today)
    const message = parsed.ok ? undefined : parsed.failure.find((problem) => problem.field === field)?.message
    return message === undefined ? [] : [{ value, message: message.ja }]
  })
}
