/** How a merchant's mails look, what they say in its own words, and which of them leave when. */
import type { Colour } from './colour.ts'
import type { Language } from './language.ts'

/** The letters to customers, each of which a merchant may word anew. */
export const customerLetters = [
  'notice',
  'new-invoice',
  'short-notice',
  'reminder',
  'last-day',
  'receipt',
  'payment-undone',
  'invoice-expired',
  'invoice-cancelled',
] as const

export type CustomerLetter = (typeof customerLetters)[number]

/** A merchant's own words for a letter: plain text with placeholders, never markup. */
export type Wording = {
  readonly subject?: string
  /** Instead of the sentence under the salutation. */
  readonly lead?: string
  /** Added above the address for questions. */
  readonly closing?: string
}

export type Wordings = Readonly<Partial<Record<CustomerLetter, Readonly<Partial<Record<Language, Wording>>>>>>

/** What a wording may name; each is replaced by what it stands for. */
export const wordingPlaceholders = ['name', 'merchant', 'subject', 'amount', 'due', 'number'] as const
export type WordingPlaceholder = (typeof wordingPlaceholders)[number]

export type MailLook = {
  /** Buttons, links and frames; readable on white. */
  readonly accent: Colour
  /** Around the paper; light. */
  readonly ground: Colour
  /** An https address; in the mail beside its alternative text, the merchant's name. */
  readonly logoUrl: string | undefined
  /** Instead of the merchant's name in From. */
  readonly senderName: string | undefined
  /** Instead of the merchant's address in Reply-To. */
  readonly replyTo: string | undefined
}

export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

export type MailSettings = {
  readonly look: MailLook
  readonly wordings: Wordings
  /** Whether notices carry the sheet, or only the way to it. */
  readonly sheet: 'attach' | 'link'
  /** Whether mobile addresses get the sheet attached, too (S7). */
  readonly mobileSheet: boolean
  /** Days before the due day on which unpaid invoices are reminded of; largest first. */
  readonly reminderDays: readonly number[]
  readonly lastDayReminder: boolean
  /** Hour in JST from which reminders, the daily notice and the weekly list leave. */
  readonly hour: number
  /** 収納のお知らせ: for each payment, once a day for the day before, or not at all. */
  readonly collectionPace: 'each' | 'daily' | 'none'
  readonly collectionChannel: 'mail' | 'fax'
  /** Day of the weekly list of open items, Monday 1 to Sunday 7; undefined for never. */
  readonly openItemsWeekday: Weekday | undefined
  /** What the merchant itself is written to in. */
  readonly merchantLanguage: Language
}

/** What holds until a merchant says otherwise. */
export const defaultMailSettings: MailSettings = {
  look: {
    accent: '#0b5d3b',
    ground: '#f3f6f4',
    logoUrl: undefined,
    senderName: undefined,
    replyTo: undefined,
  },
  wordings: {},
  sheet: 'attach',
  mobileSheet: false,
  reminderDays: [3],
  lastDayReminder: true,
  hour: 9,
  collectionPace: 'daily',
  collectionChannel: 'mail',
  openItemsWeekday: 1,
  merchantLanguage: 'ja',
}
