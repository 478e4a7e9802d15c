/** From what a person or program wrote to a checked invoice draft: the one set of rules behind every door. */
import {
  type Customer,
  type Deliver,
  type Honorific,
  type InvoiceDraft,
  latestDueDay,
  MAX_AMOUNT_YEN,
  MAX_DUE_DAYS,
} from './invoice.ts'
import { parseLines } from './invoice-lines.ts'
import { toHalfWidth } from './japanese-text.ts'
import { type Day, formatDay, isAfter, isBefore } from './jst-day.ts'
import type { Language } from './language.ts'
import { isMailAddress } from './mail-address.ts'
import { parseAmount } from './parse-amount.ts'
import { fieldLabels, type RawField, type RawInvoice } from './raw-invoice.ts'
import { type Fault, type Form, openForm, shown } from './registration-form.ts'
import { parseDay } from './relative-day.ts'
import { fail, ok, type Problem, type Result } from './result.ts'
import { isSmartPitNumber, type SmartPitNumber } from './smart-pit-number.ts'
import type { Yen } from './yen.ts'

/** Checks every rule and answers every problem at once; `today` is the registration day in JST. */
export const parseRegistration = (
  raw: RawInvoice,
  today: Day,
  row?: number,
): Result<InvoiceDraft, readonly Problem[]> => {
  const form = openForm(raw, row)
  const lines = raw.lines === undefined ? [] : form.take(parseLines(raw.lines), [])
  const amountYen = form.take(readAmount(raw, lines), undefined)
  const email = readEmail(form)
  const draft = {
    customer: {
      name: form.text('customer_name', 'required') ?? '',
      kana: form.text('kana'),
      honorific: readHonorific(form),
      email,
      phone: readPhone(form),
      language: readLanguage(form),
    },
    subject: form.text('subject', 'required') ?? '',
    taxYen: readTax(form, amountYen),
    lines,
    dueDay: readDue(form, today),
    reference: readReference(form),
    ownNumber: readNumber(form),
    deliver: readDeliver(form, email),
    note: form.text('note', 'lines'),
    repeat: raw.repeat ?? false,
    remind: readRemind(form),
  }
  const { dueDay } = draft
  if (form.problems.length > 0 || amountYen === undefined || dueDay === undefined) return fail(form.problems)
  return ok({ ...draft, amountYen, dueDay })
}

/** A customer by itself, such as one who is given a number: name needed, kana, e-mail and phone checked. */
export const parseCustomer = (
  raw: Pick<RawInvoice, 'customer_name' | 'kana' | 'email' | 'phone'>,
): Result<Pick<Customer, 'name' | 'kana' | 'email' | 'phone'>, readonly Problem[]> => {
  const form = openForm(raw, undefined)
  const customer = {
    name: form.text('customer_name', 'required') ?? '',
    kana: form.text('kana'),
    email: readEmail(form),
    phone: readPhone(form),
  }
  return form.problems.length > 0 ? fail(form.problems) : ok(customer)
}

const readAmount = (raw: RawInvoice, lines: InvoiceDraft['lines']): Result<Yen, readonly Fault[]> => {
  const sum = lines.reduce((total, line) => total + line.amountYen, 0)
  const parsed = parseAmount(raw.amount ?? (lines.length > 0 ? sum : ''))
  const fault = (rule: string, ja: string, en: string): Result<never, readonly Fault[]> =>
    fail([
      {
        field: 'amount',
        value: shown(raw.amount),
        rule,
        message: { ja: `${fieldLabels.amount.ja}：${ja}`, en: `${fieldLabels.amount.en}: ${en}` },
      },
    ])
  if (!parsed.ok) return fault(parsed.failure.rule, parsed.failure.message.ja, parsed.failure.message.en)
  if (parsed.value < 1 || parsed.value > MAX_AMOUNT_YEN) {
    return fault(
      'amount-range',
      '1円から300,000円（税込）までです。超えるときは請求を分けてください。',
      'must be ¥1 to ¥300,000, tax included; split a larger bill.',
    )
  }
  if (lines.length > 0 && sum !== parsed.value) {
    return fault(
      'lines-sum',
      `明細の合計（${sum}円）と合いません。`,
      `differs from the sum of the lines (¥${sum}).`,
    )
  }
  return ok(parsed.value)
}

const readTax = (form: Form, amountYen: Yen | undefined): Yen | undefined => {
  const text = form.read('tax')
  if (text === '') return undefined
  const parsed = parseAmount(text)
  if (!parsed.ok)
    return form.refuse('tax', parsed.failure.rule, parsed.failure.message.ja, parsed.failure.message.en)
  if (amountYen === undefined) return parsed.value
  // Ten yen of room: taxes rounded up line by line add at most one yen for each of ten lines.
  if (parsed.value < 0 || parsed.value * 10 > amountYen - parsed.value + 100) {
    return form.refuse(
      'tax',
      'tax-range',
      '税抜金額の10%を超えています。請求金額は税込、うち消費税はその内数で入れてください。',
      'is more than 10 % of the net amount; the amount includes tax, and tax is the part of it.',
    )
  }
  return parsed.value
}

const readDue = (form: Form, today: Day): Day | undefined => {
  const text = form.read('due')
  if (text === '')
    return form.refuse(
      'due',
      'required',
      '入力してください（例：翌月末、+30日）。',
      'is required (for example 翌月末 or +30日).',
    )
  const parsed = parseDay(text, today)
  if (!parsed.ok)
    return form.refuse('due', parsed.failure.rule, parsed.failure.message.ja, parsed.failure.message.en)
  const latest = latestDueDay(today)
  if (isBefore(parsed.value, today)) {
    return form.refuse(
      'due',
      'due-past',
      `過ぎた日（${formatDay(parsed.value, 'ja')}）です。今日から${formatDay(latest, 'ja')}までにしてください。`,
      `${parsed.value} is in the past; choose ${today} to ${latest}.`,
    )
  }
  if (isAfter(parsed.value, latest)) {
    return form.refuse(
      'due',
      'due-too-late',
      `登録日を含めて${MAX_DUE_DAYS}日以内、${formatDay(latest, 'ja')}までにしてください。`,
      `${parsed.value} is beyond ${MAX_DUE_DAYS} days (counting today); choose a day up to ${latest}.`,
    )
  }
  return parsed.value
}

const readEmail = (form: Form): string | undefined => {
  const text = toHalfWidth(form.read('email'))
  if (text === '') return undefined
  if (isMailAddress(text)) return text
  return form.refuse(
    'email',
    'email-format',
    'メールアドレスの形ではありません（例：hanako@example.com）。',
    'is not an e-mail address (for example hanako@example.com).',
  )
}

const readDeliver = (form: Form, email: string | undefined): Deliver => {
  const text = form.read('deliver').toLowerCase()
  const deliver = deliverWords[text]
  if (deliver === undefined) {
    form.refuse(
      'deliver',
      'deliver-choice',
      '「顧客」「自社」「両方」「なし」のどれかにしてください。',
      'must be customer (顧客), merchant (自社), both (両方) or none (なし).',
    )
    return 'none'
  }
  if ((deliver === 'customer' || deliver === 'both') && email === undefined && form.read('email') === '') {
    form.refuse(
      'email',
      'email-required',
      '顧客に通知するには必要です。入力するか、通知先を「自社」か「なし」にしてください。',
      'is needed to notify the customer; fill it in or set deliver to merchant or none.',
    )
  }
  return deliver
}

const deliverWords: Readonly<Record<string, Deliver>> = {
  '': 'customer',
  customer: 'customer',
  顧客: 'customer',
  merchant: 'merchant',
  自社: 'merchant',
  both: 'both',
  両方: 'both',
  none: 'none',
  なし: 'none',
}

const languageWords: Readonly<Record<string, Language>> = {
  '': 'ja',
  ja: 'ja',
  日本語: 'ja',
  japanese: 'ja',
  en: 'en',
  英語: 'en',
  english: 'en',
}

const readLanguage = (form: Form): Language => {
  const language = languageWords[toHalfWidth(form.read('language')).toLowerCase()]
  if (language !== undefined) return language
  form.refuse(
    'language',
    'language-choice',
    '「日本語」か「英語」（ja、en）にしてください。',
    'must be ja (日本語) or en (英語).',
  )
  return 'ja'
}

const remindWords: Readonly<Record<string, boolean>> = {
  '': true,
  true: true,
  する: true,
  yes: true,
  false: false,
  しない: false,
  no: false,
}

const readRemind = (form: Form): boolean => {
  const remind = remindWords[toHalfWidth(form.read('remind')).toLowerCase()]
  if (remind !== undefined) return remind
  form.refuse(
    'remind',
    'remind-choice',
    '「する」か「しない」にしてください。',
    'must be yes (する) or no (しない).',
  )
  return true
}

const COMPANY =
  /株式会社|有限会社|合同会社|合資会社|合名会社|法人|組合|㈱|㈲|\(株\)|（株）|\(有\)|（有）|学校$|協会$/

const readHonorific = (form: Form): Honorific => {
  const text = form.read('honorific')
  if (text === '様' || text === '御中') return text
  if (text !== '')
    form.refuse('honorific', 'honorific-choice', '「様」か「御中」にしてください。', 'must be 様 or 御中.')
  return COMPANY.test(form.read('customer_name')) ? '御中' : '様'
}

const EXCEL_NUMBER = /^\d(\.\d+)?[eE]\+?\d+$/

const readPhone = (form: Form): string | undefined => {
  const text = form.text('phone')
  if (text === undefined) return undefined
  const plain = toHalfWidth(text)
  if (EXCEL_NUMBER.test(plain)) return refuseExcelNumber(form, 'phone')
  // A spreadsheet drops the leading zero of a number: 9012345678 was 090-1234-5678.
  return /^[1-9]\d{8,9}$/.test(plain) ? `0${plain}` : plain
}

const readReference = (form: Form): string | undefined => {
  const text = form.text('reference')
  return text !== undefined && EXCEL_NUMBER.test(text) ? refuseExcelNumber(form, 'reference') : text
}

const readNumber = (form: Form): SmartPitNumber | undefined => {
  const text = toHalfWidth(form.read('number')).replace(/[-\s]/g, '')
  if (text === '') return undefined
  if (EXCEL_NUMBER.test(text)) return refuseExcelNumber(form, 'number')
  if (isSmartPitNumber(text)) return text
  return form.refuse(
    'number',
    'number-check',
    '13けたのスマートピット番号ではないか、打ち間違いです。カードの番号を確かめてください（空欄なら新しい番号を発行します）。',
    'is not a Smart Pit number of 13 digits, or is mistyped; check the card (leave it empty to get a new one).',
  )
}

const refuseExcelNumber = (form: Form, field: RawField): undefined =>
  form.refuse(
    field,
    'excel-number',
    '表計算ソフトが指数表示に変えた値です。列を「文字列」にしてから入れ直してください。',
    'was turned into an exponent by a spreadsheet; format the column as text and enter it again.',
  )
