/** The form of the mail settings: what was chosen, and what a browser sends back. */
import { customerLetters, type MailSettings, wordingPlaceholders } from '../../../domain/mail-settings.ts'
import { type RawMailSettings, toRawMailSettings, weekdayNames } from '../../../domain/parse-mail-settings.ts'
import type { RawWordings } from '../../../domain/parse-wordings.ts'
import type { Problem } from '../../../domain/result.ts'

/** The letter whose words the form shows. */
export type ShownLetter = { readonly letter: string; readonly language: string }

type Fields = Readonly<Record<string, unknown>>

const letterNames: Readonly<Record<string, string>> = {
  notice: 'お支払いのご案内',
  'new-invoice': '新しいご請求（お持ちの番号）',
  'short-notice': '携帯電話あて',
  reminder: '期限前のお知らせ',
  'last-day': '期限当日のお知らせ',
  receipt: 'お支払いの確認',
  'payment-undone': 'お支払いの取消',
  'invoice-expired': '期限切れ',
  'invoice-cancelled': '請求の取消',
}

const choices = (pairs: readonly (readonly [string, string])[]) =>
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
    letters: customerLetters.map((value) => ({ value, name: letterNames[value] ?? value })),
    placeholders: wordingPlaceholders.map((name) => `{${name}}`).join(' '),
    selects: [
      {
        name: 'sheet',
        label: 'お支払いシート',
        value: raw.sheet,
        choices: choices([
          ['attach', '添付する'],
          ['link', 'リンクだけ（大量の通知が速くなります）'],
        ]),
      },
      {
        name: 'collection_pace',
        label: '収納のお知らせ',
        value: raw.collection_pace,
        choices: choices([
          ['daily', '1日分をまとめて（翌朝）'],
          ['each', '1件ごとにすぐ'],
          ['none', '送らない'],
        ]),
      },
      {
        name: 'collection_channel',
        label: '収納のお知らせの送り方',
        value: raw.collection_channel,
        choices: choices([
          ['mail', 'メール（届かないときはFAX）'],
          ['fax', 'FAX（1通10円）'],
        ]),
      },
      {
        name: 'open_items_day',
        label: '未入金の一覧',
        value: raw.open_items_day,
        choices: choices([
          ...weekdayNames.map((day, n) => [day, `毎週${'月火水木金土日'[n] ?? ''}曜日`] as const),
          ['none', '送らない'],
        ]),
      },
      {
        name: 'hour',
        label: '送る時刻',
        value: String(raw.hour ?? ''),
        choices: choices(Array.from({ length: 14 }, (_, n) => [String(n + 7), `${n + 7}時から`] as const)),
      },
      {
        name: 'merchant_language',
        label: '自社あてメールの言語',
        value: raw.merchant_language,
        choices: choices([
          ['ja', '日本語'],
          ['en', 'English'],
        ]),
      },
    ],
    problems: problems.map(({ field, message }) => ({ field, ...message })),
  }
}

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
