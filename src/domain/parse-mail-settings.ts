/** From what a person or program wrote to checked mail settings, every problem at once. */
import { contrastOf, MIN_CONTRAST, readColour } from './colour.ts'
import { isMailAddress } from './mail-address.ts'
import { defaultMailSettings, type MailSettings, type Weekday } from './mail-settings.ts'
import { type RawWordings, type Refuse, readText, readWordings } from './parse-wordings.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** As the API and the store spell them; absent or empty means the default. */
export type RawMailSettings = {
  readonly accent?: string | undefined
  readonly ground?: string | undefined
  readonly logo_url?: string | undefined
  readonly sender_name?: string | undefined
  readonly reply_to?: string | undefined
  readonly sheet?: string | undefined
  readonly mobile_sheet?: boolean | undefined
  readonly reminder_days?: readonly number[] | undefined
  readonly last_day_reminder?: boolean | undefined
  readonly hour?: number | undefined
  readonly collection_pace?: string | undefined
  readonly collection_channel?: string | undefined
  readonly open_items_day?: string | undefined
  readonly merchant_language?: string | undefined
  readonly wording?: RawWordings | undefined
}

/** Longest texts, in characters. */
const MAX = { sender_name: 60, logo_url: 500 } as const
/** Reminders of one invoice before its last day. */
const MAX_REMINDERS = 3
/** As early as a reminder can be: the longest term is 60 days. */
const MAX_REMINDER_DAYS = 30
const WHITE = '#ffffff'
const INK = '#15211c'

/** Monday first. */
export const weekdayNames: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The settings, or everything that is wrong with them. */
export const parseMailSettings = (raw: RawMailSettings): Result<MailSettings, readonly Problem[]> => {
  const problems: Problem[] = []
  const refuse: Refuse = (field, value, rule, ja, en) => {
    problems.push({ field, value: String(value).slice(0, 80), rule, message: { ja, en } })
  }
  const base = defaultMailSettings
  const pick = <T extends string>(field: keyof RawMailSettings, choices: readonly T[], otherwise: T): T => {
    const text = String(raw[field] ?? '')
    const found = choices.find((choice) => choice === text)
    if (found !== undefined || text === '') return found ?? otherwise
    refuse(
      field,
      text,
      'choice',
      `「${choices.join('」「')}」のどれかにしてください。`,
      `must be one of ${choices.join(', ')}.`,
    )
    return otherwise
  }
  const settings: MailSettings = {
    look: {
      accent: readAccent(raw, refuse),
      ground: readGround(raw, refuse),
      logoUrl: readLogo(raw, refuse),
      senderName: readText('sender_name', raw.sender_name, MAX.sender_name, refuse),
      replyTo: readReplyTo(raw, refuse),
    },
    wordings: readWordings(raw.wording ?? {}, refuse),
    sheet: pick('sheet', ['attach', 'link'], base.sheet),
    mobileSheet: raw.mobile_sheet ?? base.mobileSheet,
    reminderDays: readReminderDays(raw, refuse),
    lastDayReminder: raw.last_day_reminder ?? base.lastDayReminder,
    hour: readHour(raw, refuse),
    collectionPace: pick('collection_pace', ['each', 'daily', 'none'], base.collectionPace),
    collectionChannel: pick('collection_channel', ['mail', 'fax'], base.collectionChannel),
    openItemsWeekday: toWeekday(pick('open_items_day', [...weekdayNames, 'none'], 'mon')),
    merchantLanguage: pick('merchant_language', ['ja', 'en'], base.merchantLanguage),
  }
  return problems.length > 0 ? fail(problems) : ok(settings)
}

/** The settings as they are stored and shown; parsing this gives the same settings. */
export const toRawMailSettings = ({ look, wordings, ...settings }: MailSettings): RawMailSettings => ({
  accent: look.accent,
  ground: look.ground,
  logo_url: look.logoUrl,
  sender_name: look.senderName,
  reply_to: look.replyTo,
  sheet: settings.sheet,
  mobile_sheet: settings.mobileSheet,
  reminder_days: settings.reminderDays,
  last_day_reminder: settings.lastDayReminder,
  hour: settings.hour,
  collection_pace: settings.collectionPace,
  collection_channel: settings.collectionChannel,
  open_items_day:
    settings.openItemsWeekday === undefined
      ? 'none'
      : (weekdayNames[settings.openItemsWeekday - 1] ?? 'none'),
  merchant_language: settings.merchantLanguage,
  // The same shape, less precisely typed.
  wording: wordings as RawWordings,
})

const toWeekday = (name: string): Weekday | undefined => {
  const index = weekdayNames.indexOf(name)
  // An index into seven names, counted from one.
  return index < 0 ? undefined : ((index + 1) as Weekday)
}

const readAccent = (raw: RawMailSettings, refuse: Refuse): MailSettings['look']['accent'] => {
  const colour = readColourField('accent', raw.accent, defaultMailSettings.look.accent, refuse)
  if (contrastOf(colour, WHITE) >= MIN_CONTRAST) return colour
  refuse(
    'accent',
    colour,
    'contrast',
    '白い紙の上で読みにくい色です。もっと濃い色にしてください。',
    'cannot be read on white; choose a darker colour.',
  )
  return defaultMailSettings.look.accent
}

const readGround = (raw: RawMailSettings, refuse: Refuse): MailSettings['look']['ground'] => {
  const colour = readColourField('ground', raw.ground, defaultMailSettings.look.ground, refuse)
  if (contrastOf(colour, INK) >= MIN_CONTRAST) return colour
  refuse(
    'ground',
    colour,
    'contrast',
    '文字が読みにくくなる背景です。もっと明るい色にしてください。',
    'is too dark for text; choose a lighter colour.',
  )
  return defaultMailSettings.look.ground
}

const readColourField = (
  field: string,
  text: string | undefined,
  otherwise: MailSettings['look']['accent'],
  refuse: Refuse,
): MailSettings['look']['accent'] => {
  if (text === undefined || text === '') return otherwise
  const colour = readColour(text)
  if (colour === undefined)
    refuse(field, text, 'colour', '#0b5d3b のように6けたで書いてください。', 'must be written like #0b5d3b.')
  return colour ?? otherwise
}

const readLogo = ({ logo_url: text = '' }: RawMailSettings, refuse: Refuse): string | undefined => {
  if (text === '') return undefined
  const url = URL.parse(text)
  if (url?.protocol === 'https:' && url.username === '' && url.href.length <= MAX.logo_url) return url.href
  refuse(
    'logo_url',
    text,
    'https-url',
    `https:// で始まる画像のアドレス（${MAX.logo_url}文字まで）にしてください。`,
    `must be an https address of at most ${MAX.logo_url} characters.`,
  )
  return undefined
}

const readReplyTo = ({ reply_to: text = '' }: RawMailSettings, refuse: Refuse): string | undefined => {
  if (text === '' || isMailAddress(text)) return text === '' ? undefined : text
  refuse(
    'reply_to',
    text,
    'email-format',
    'メールアドレスの形ではありません（例：office@example.jp）。',
    'is not an e-mail address (for example office@example.jp).',
  )
  return undefined
}

const readReminderDays = (raw: RawMailSettings, refuse: Refuse): readonly number[] => {
  const days = [...new Set(raw.reminder_days ?? defaultMailSettings.reminderDays)].toSorted((a, b) => b - a)
  const isRight = (day: number): boolean => Number.isInteger(day) && day >= 1 && day <= MAX_REMINDER_DAYS
  if (days.every(isRight) && days.length <= MAX_REMINDERS) return days
  refuse(
    'reminder_days',
    days.join(','),
    'reminder-days',
    `期限の1日前から${MAX_REMINDER_DAYS}日前までを、${MAX_REMINDERS}回まで選べます。`,
    `choose at most ${MAX_REMINDERS} days, 1 to ${MAX_REMINDER_DAYS} before the due day.`,
  )
  return defaultMailSettings.reminderDays
}

const readHour = ({ hour = defaultMailSettings.hour }: RawMailSettings, refuse: Refuse): number => {
  if (Number.isInteger(hour) && hour >= 7 && hour <= 20) return hour
  refuse('hour', hour, 'hour-range', '7時から20時までにしてください。', 'must be 7 to 20.')
  return defaultMailSettings.hour
}
