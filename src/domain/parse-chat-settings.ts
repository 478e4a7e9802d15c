/** From what a person or program wrote to checked chat settings, every problem at once; and back. */
import {
  type ChatSettings,
  type DigestChoice,
  type DigestName,
  defaultChatSettings,
  type TimeOfDay,
} from './chat-settings.ts'
import { fail, ok, type Problem, type Result } from './result.ts'

/** As the API and the store spell one digest; absent or empty means the default. */
export type RawDigest = {
  readonly on?: boolean | undefined
  readonly channel?: string | undefined
  readonly mention?: string | undefined
  /** `09:00`. */
  readonly time?: string | undefined
  readonly days?: string | undefined
}
export type RawChatSettings = Readonly<Partial<Record<DigestName, RawDigest | undefined>>>

/** Slack's own limit for the name of a channel. */
const MAX_CHANNEL = 80

/** The settings, or everything that is wrong with them. */
export const parseChatSettings = (raw: RawChatSettings): Result<ChatSettings, readonly Problem[]> => {
  const problems: Problem[] = []
  const choice = (name: DigestName): DigestChoice => readChoice(name, raw[name] ?? {}, problems)
  const time = (name: 'morning' | 'month'): TimeOfDay => readTime(name, raw[name] ?? {}, problems)
  const settings: ChatSettings = {
    morning: { ...choice('morning'), time: time('morning'), days: readDays(raw.morning ?? {}, problems) },
    settlement: choice('settlement'),
    month: { ...choice('month'), time: time('month') },
  }
  return problems.length > 0 ? fail(problems) : ok(settings)
}

/** The settings as they are stored and shown; parsing this gives the same settings. */
export const toRawChatSettings = ({ morning, settlement, month }: ChatSettings): RawChatSettings => ({
  morning: { ...toRawChoice(morning), time: formatTime(morning.time), days: morning.days },
  settlement: toRawChoice(settlement),
  month: { ...toRawChoice(month), time: formatTime(month.time) },
})

const toRawChoice = ({ isOn, channel = '', mention = 'none' }: DigestChoice): RawDigest => ({
  on: isOn,
  channel,
  mention,
})

export const formatTime = ({ hour, minute }: TimeOfDay): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

const readChoice = (name: DigestName, raw: RawDigest, problems: Problem[]): DigestChoice => ({
  isOn: raw.on ?? true,
  channel: readChannel(name, (raw.channel ?? '').trim().replace(/^#/, ''), problems),
  mention: readMention(name, (raw.mention ?? '').trim().replace(/^@/, ''), problems),
})

const readChannel = (name: DigestName, text: string, problems: Problem[]): string | undefined => {
  if (text === '') return undefined
  if (text.length <= MAX_CHANNEL && /^[\p{L}\p{N}_-]+$/u.test(text)) return text
  problems.push({
    field: `${name}.channel`,
    value: text.slice(0, MAX_CHANNEL),
    rule: 'slack-channel',
    message: {
      ja: `Slack のチャンネルの名前かID（例：keiri、C0123ABCD）にしてください。${MAX_CHANNEL}文字までです。`,
      en: `must be the name or id of a Slack channel (keiri, C0123ABCD), at most ${MAX_CHANNEL} characters.`,
    },
  })
  return undefined
}

const readMention = (name: DigestName, text: string, problems: Problem[]): string | undefined => {
  if (text === '' || text === 'none') return undefined
  if (/^(here|channel|[UWS][A-Z0-9]{5,20})$/.test(text)) return text
  problems.push({
    field: `${name}.mention`,
    value: text.slice(0, MAX_CHANNEL),
    rule: 'slack-mention',
    message: {
      ja: 'none・here・channel か、メンバーID（U…）かグループID（S…）にしてください。',
      en: 'must be none, here, channel, or the id of a member (U…) or of a group (S…).',
    },
  })
  return undefined
}

const readTime = (name: 'morning' | 'month', { time = '' }: RawDigest, problems: Problem[]): TimeOfDay => {
  const otherwise = defaultChatSettings[name].time
  if (time === '') return otherwise
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? []
  const told = { hour: Number(hour), minute: Number(minute) }
  if (told.hour >= 0 && told.hour < 24 && told.minute >= 0 && told.minute < 60) return told
  problems.push({
    field: `${name}.time`,
    value: time.slice(0, 20),
    rule: 'time-of-day',
    message: { ja: '09:00 のように書いてください。', en: 'must be a time of day such as 09:00.' },
  })
  return otherwise
}

const readDays = ({ days = '' }: RawDigest, problems: Problem[]): 'business' | 'every' => {
  if (days === 'every') return 'every'
  if (days === '' || days === 'business') return 'business'
  problems.push({
    field: 'morning.days',
    value: days.slice(0, 20),
    rule: 'choice',
    message: { ja: 'business か every にしてください。', en: 'must be business or every.' },
  })
  return 'business'
}
