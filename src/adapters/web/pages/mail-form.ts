/** The form of the mail settings: what was chosen, and what a browser sends back. */
import { customerLetters, type MailSettings, wordingPlaceholders } from '../../../domain/mail-settings.ts'
import { type RawMailSettings, toRawMailSettings, weekdayNames } from '../../../domain/parse-mail-settings.ts'
import type { RawWordings } from '../../../domain/parse-wordings.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import { toText } from './language-pages.ts'

/** The letter whose words the form shows. */
export type ShownLetter = { readonly letter: string; readonly language: string }

type Fields = Readonly<Record<string, unknown>>

const letterNames: Readonly<Record<string, Text>> = {
  notice: { ja: 'お支払いのご案内', en: 'Payment notice' },
  'new-invoice': { ja: '新しいご請求（お持ちの番号）', en: 'New bill (own number)' },
  'short-notice': { ja: '携帯電話あて', en: 'To mobile phones' },
  reminder: { ja: '期限前のお知らせ', en: 'Reminder' },
  'last-day': { ja: '期限当日のお知らせ', en: 'On the due day' },
  receipt: { ja: 'お支払いの確認', en: 'Receipt' },
  'payment-undone': { ja: 'お支払いの取消', en: 'Payment undone' },
  'invoice-expired': { ja: '期限切れ', en: 'Expired' },
  'invoice-cancelled': { ja: '請求の取消', en: 'Invoice cancelled' },
}

const inEnglish = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const choices = (pairs: readonly (readonly [string, Text])[]) =>
  pairs.map(([value, name]) => ({ value, name }))

/** What the template needs; `raw` is as typed. */
export const toMailForm = (raw: RawMailSettings, shown: ShownLetter, problems: readonly Problem[]) => {
  const words = raw.wording?.[shown.letter]?.[shown.language] ?? {}
  return {
    raw: {
      accent: raw.accent ?? '',
      ground: raw.ground ?? '',
      logo_url: raw.logo_url ?? '',
      sender_name: raw.sender_name ?? '',
      reply_to: raw.reply_to ?? '',
      mobile_sheet: raw.mobile_sheet ?? false,
      reminder_days: (raw.reminder_days ?? []).join(', '),
      last_day_reminder: raw.last_day_reminder ?? true,
    },
    words: { subject: words['subject'] ?? '', lead: words['lead'] ?? '', closing: words['closing'] ?? '' },
    shown,
    letters: customerLetters.map((value) => ({ value, name: letterNames[value] ?? toText(value) })),
    placeholders: wordingPlaceholders.map((name) => `{${name}}`).join(' '),
    selects: toSelects(raw),
    problems: problems.map(({ field, message }) => ({ field, ...message })),
  }
}

const toSelects = (raw: RawMailSettings) => [
  {
    name: 'sheet',
    label: { ja: 'お支払いシート', en: 'Payment sheet' },
    value: raw.sheet,
    choices: choices([
      ['attach', { ja: '添付する', en: 'attach it' }],
      ['link', { ja: 'リンクだけ（大量の通知が速くなります）', en: 'only a link (faster for many notices)' }],
    ]),
  },
  {
    name: 'collection_pace',
    label: { ja: '収納のお知らせ', en: 'Collection notices' },
    value: raw.collection_pace,
    choices: choices([
      ['daily', { ja: '1日分をまとめて（翌朝）', en: 'once a day (next morning)' }],
      ['each', { ja: '1件ごとにすぐ', en: 'each at once' }],
      ['none', { ja: '送らない', en: 'none' }],
    ]),
  },
  {
    name: 'collection_channel',
    label: { ja: '収納のお知らせの送り方', en: 'Collection notices by' },
    value: raw.collection_channel,
    choices: choices([
      ['mail', { ja: 'メール（届かないときはFAX）', en: 'mail (FAX when it bounces)' }],
      ['fax', { ja: 'FAX（1通10円）', en: 'FAX (¥10 each)' }],
    ]),
  },
  {
    name: 'open_items_day',
    label: { ja: '未入金の一覧', en: 'List of open items' },
    value: raw.open_items_day,
    choices: choices([
      ...weekdayNames.map(
        (day, n) =>
          [day, { ja: `毎週${'月火水木金土日'[n] ?? ''}曜日`, en: `every ${inEnglish[n] ?? ''}` }] as const,
      ),
      ['none', { ja: '送らない', en: 'none' }],
    ]),
  },
  {
    name: 'hour',
    label: { ja: '送る時刻', en: 'From what time' },
    value: String(raw.hour ?? ''),
    choices: choices(
      Array.from(
        { length: 14 },
        (_, n) => [String(n + 7), { ja: `${n + 7}時から`, en: `${n + 7}:00` }] as const,
      ),
    ),
  },
  {
    name: 'merchant_language',
    label: { ja: '自社あてメールの言語', en: 'Language of mails to you' },
    value: raw.merchant_language,
    choices: choices([
      ['ja', { ja: '日本語', en: '日本語' }],
      ['en', { ja: 'English', en: 'English' }],
    ]),
  },
]

/** The settings as the form sends them; words of the letters that it does not show stay as they were. */
export const readMailForm = (fields: Fields, stored: MailSettings): RawMailSettings => {
  const text = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value : ''
  }
  const before = toRawMailSettings(stored).wording ?? {}
  const letter = text('letter')
  const language = text('language')
  const words = { subject: text('subject'), lead: text('lead'), closing: text('closing') }
  const wording: RawWordings =
    letter === '' ? before : { ...before, [letter]: { ...before[letter], [language]: words } }
  const days = text('reminder_days')
    .split(/[\s,、，]+/)
    .filter((part) => part !== '')
  return {
    accent: text('accent'),
    ground: text('ground'),
    logo_url: text('logo_url'),
    sender_name: text('sender_name'),
    reply_to: text('reply_to'),
    sheet: text('sheet'),
    mobile_sheet: text('mobile_sheet') === '1',
    reminder_days: days.map(Number),
    last_day_reminder: text('last_day_reminder') === '1',
    hour: Number(text('hour')),
    collection_pace: text('collection_pace'),
    collection_channel: text('collection_channel'),
    open_items_day: text('open_items_day'),
    merchant_language: text('merchant_language'),
    wording,
  }
}
