/** Single words of letters that the templates do not hold: days, names, subjects' parts, in both languages. */
import type { MessageKind } from '../../domain/delivery.ts'
import type { Customer } from '../../domain/invoice.ts'
import { type Day, formatDay, formatJstTime, type Instant, toJstDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { PaymentProblem } from '../../domain/payment.ts'

/** `12月23日（水）` / `Wed, 23 Dec`. */
export const formatShortDay = (day: Day, language: Language): string =>
  language === 'ja' ? formatDay(day, 'ja').replace(/^\d+年/, '') : formatDay(day, 'en').replace(/ \d+$/, '')

/** `2026年12月23日（水） 14:05`. */
export const formatMoment = (instant: Instant, language: Language): string =>
  `${formatDay(toJstDay(instant), language)} ${formatJstTime(instant).slice(-5)}`

/** `髙橋 花子 様`; an English letter addresses by the name alone. */
export const toAddressee = ({ name, honorific }: Customer, language: Language): string =>
  language === 'ja' ? `${name} ${honorific}` : name

const problems: Readonly<Record<PaymentProblem, Readonly<Record<Language, string>>>> = {
  late: { ja: '期限後', en: 'late' },
  duplicate: { ja: '二重', en: 'double' },
  'amount-mismatch': { ja: '金額違い', en: 'wrong amount' },
  unknown: { ja: '請求不明', en: 'unknown' },
  'after-cancel': { ja: '取消後', en: 'after cancellation' },
}

/** What is wrong with a payment; empty when nothing is. */
export const nameProblem = (problem: PaymentProblem | undefined, language: Language): string =>
  problem === undefined ? '' : problems[problem][language]

const messages: Readonly<Partial<Record<MessageKind, Readonly<Record<Language, string>>>>> = {
  notice: { ja: 'お支払いのご案内', en: 'the notice' },
  reminder: { ja: '期限前のお知らせ', en: 'the reminder' },
  receipt: { ja: 'お支払いの確認', en: 'the receipt' },
  'payment-undone': { ja: 'お支払い取消のお知らせ', en: 'the payment that was undone' },
  'invoice-expired': { ja: '期限切れのお知らせ', en: 'the expiry' },
  'invoice-cancelled': { ja: '請求取消のお知らせ', en: 'the cancellation' },
}

/** What a letter to a customer is called. */
export const nameMessage = (kind: MessageKind, language: Language): string =>
  messages[kind]?.[language] ?? (language === 'ja' ? 'お知らせ' : 'a message')
