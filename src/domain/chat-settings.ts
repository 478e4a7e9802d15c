/** Which digests a merchant reads in the chat: when, in which channel, and who is called. */
import { type IsHoliday, isBusinessDay } from './calendar.ts'
import type { Day } from './jst-day.ts'

export const digestNames = ['morning', 'settlement', 'month'] as const
export type DigestName = (typeof digestNames)[number]

/** `here`, `channel`, or a member (`U…`) or group (`S…`) by its Slack id. */
export type Mention = string

export type DigestChoice = {
  readonly isOn: boolean
  /** By id or name; undefined for the merchant's own channel. */
  readonly channel: string | undefined
  /** Who is called; undefined for nobody. */
  readonly mention: Mention | undefined
}

/** A JST time of day. */
export type TimeOfDay = { readonly hour: number; readonly minute: number }

export type ChatSettings = {
  readonly morning: DigestChoice & { readonly time: TimeOfDay; readonly days: 'business' | 'every' }
  /** Leaves on the notice day, as soon as the settlement is fixed. */
  readonly settlement: DigestChoice
  /** Leaves on the first bank business day of the month. */
  readonly month: DigestChoice & { readonly time: TimeOfDay }
}

const on: DigestChoice = { isOn: true, channel: undefined, mention: undefined }
const nine: TimeOfDay = { hour: 9, minute: 0 }

/** What holds until a merchant says otherwise: everything, at nine, on bank business days, in its own channel. */
export const defaultChatSettings: ChatSettings = {
  morning: { ...on, time: nine, days: 'business' },
  settlement: on,
  month: { ...on, time: nine },
}

/** Whether the morning digest leaves on a day; what closed days brought is told on the next one. */
export const isMorning = ({ morning }: ChatSettings, day: Day, isHoliday: IsHoliday): boolean =>
  morning.isOn && (morning.days === 'every' || isBusinessDay(day, isHoliday))
