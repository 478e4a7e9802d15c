/** A delivery: one message to one person or channel, written in the same commit as its cause. */
import type { Instant } from './jst-day.ts'
import type { Outcome } from './mail-report.ts'

/** What is to be said, by reference: the words are made when it leaves, from what is true then. */
export type Message =
  | {
      readonly kind: 'notice'
      readonly invoiceId: string
      readonly to: string
      readonly audience: 'customer' | 'merchant'
      /** False: the sheet is behind a link, so nothing is printed before it leaves. Absent means attached. */
      readonly attach?: boolean
    }
  /** `daysBefore` the due day; 0 on the due day itself. */
  | {
      readonly kind: 'reminder'
      readonly invoiceId: string
      readonly daysBefore: number
      readonly to: string
    }
  | { readonly kind: 'receipt'; readonly invoiceId: string; readonly paymentId: string; readonly to: string }
  | {
      readonly kind: 'payment-undone'
      readonly invoiceId: string
      readonly paymentId: string
      readonly to: string
    }
  | { readonly kind: 'invoice-expired'; readonly invoiceId: string; readonly to: string }
  | { readonly kind: 'invoice-cancelled'; readonly invoiceId: string; readonly to: string }
  /** 収納のお知らせ of one payment, or of all that were collected on a JST day (`YYYY-MM-DD`). */
  | ({ readonly kind: 'collection-notice'; readonly to: string } & CollectionScope)
  /** The same on paper: `fax` is the number it goes to. */
  | ({ readonly kind: 'collection-fax'; readonly fax: string } & CollectionScope)
  /** A mail to a customer that came back. */
  | { readonly kind: 'bounce-notice'; readonly deliveryId: string; readonly to: string }
  | { readonly kind: 'settlement-statement'; readonly settlementId: string; readonly to: string }
  /** What is open on a JST day (`YYYY-MM-DD`). */
  | { readonly kind: 'open-items'; readonly day: string; readonly to: string }
  /** Asked for on the sign-in page; whether anybody has the address is looked up when it leaves. */
  | { readonly kind: 'sign-in'; readonly request: string; readonly askedAt: string; readonly to: string }
  | {
      readonly kind: 'slack-removed'
      readonly tenant: string
      readonly teamName: string
      readonly at: string
      readonly to: string
    }
  | { readonly kind: 'invoice-line'; readonly invoiceId: string }
  | { readonly kind: 'batch-line'; readonly batchId: string }
  /** What a collection data file brought to one merchant, or to whoever brought the file. */
  | { readonly kind: 'feed-line'; readonly feedId: string; readonly merchantId: string }
  | { readonly kind: 'payment-line'; readonly paymentId: string }
  | { readonly kind: 'proof-line'; readonly stopId: string }
  | { readonly kind: 'settlement-closed'; readonly settlementId: string }
  | { readonly kind: 'settlement-digest'; readonly settlementId: string }
  /** What the days from one to another brought (`YYYY-MM-DD`, both included), told on a `day`. */
  | { readonly kind: 'morning-digest'; readonly from: string; readonly to: string; readonly day: string }
  /** A month: `2026-10`. */
  | { readonly kind: 'month-report'; readonly month: string }
  /** Pictures of a digest, and files in its thread; `of` is the digest's key. */
  | { readonly kind: 'digest-pictures' | 'digest-files'; readonly of: string }
  /** In a digest's thread: it was amended. */
  | { readonly kind: 'digest-note'; readonly of: string; readonly was: TellableSum; readonly is: TellableSum }
  /** Money of a day that was told of already; `slot` gathers what comes within minutes. */
  | {
      readonly kind: 'digest-late'
      readonly digest: 'morning' | 'month'
      readonly day: string
      readonly slot: string
    }
  /** A mail to a customer that came back, or was unwelcome. */
  | { readonly kind: 'bounce-line'; readonly deliveryId: string }
  /** What a line of the chat is about has moved on: the message is changed to what is true when this leaves. */
  | LineEdit

/** `cause` is why, unique among the edits of one line. */
export type LineEdit = { readonly kind: 'line-edit'; readonly line: EditableLine; readonly cause: string }

/** A sum as it was said. */
export type TellableSum = { readonly count: number; readonly yen: number }

/** Lines that live on in the chat. */
export type EditableLine =
  | { readonly kind: 'invoice-line'; readonly invoiceId: string }
  | { readonly kind: 'payment-line'; readonly paymentId: string }
  | { readonly kind: 'bounce-line'; readonly deliveryId: string }

/** Of one payment, or of a day; `amendedOn` when money of that day became known after its notice had left. */
export type CollectionScope =
  | { readonly paymentId: string }
  | { readonly day: string; readonly amendedOn?: string }

export type MessageKind = Message['kind']

/** The door a message leaves by. */
export type Channel = 'mail' | 'chat'

const chatKinds = [
  'invoice-line',
  'batch-line',
  'payment-line',
  'proof-line',
  'settlement-closed',
  'settlement-digest',
  'bounce-line',
  'feed-line',
  'line-edit',
  'morning-digest',
  'month-report',
  'digest-pictures',
  'digest-files',
  'digest-note',
  'digest-late',
] as const satisfies readonly MessageKind[]

export type ChatMessage = Extract<Message, { readonly kind: (typeof chatKinds)[number] }>
/** What is posted by itself; an edit is of one of them. */
export type LineMessage = Exclude<
  ChatMessage,
  | LineEdit
  | { readonly kind: 'digest-pictures' | 'digest-files' | 'digest-late' | 'digest-note' }
  | DigestMessage
>
export type DigestMessage = Extract<
  ChatMessage,
  { readonly kind: 'morning-digest' | 'month-report' | 'settlement-digest' }
>
export type MailMessage = Exclude<Message, ChatMessage>

export const isChatMessage = (message: Message): message is ChatMessage => channelOf(message.kind) === 'chat'

/** A FAX leaves by mail, too: through a gateway. */
export const channelOf = (kind: MessageKind): Channel =>
  chatKinds.some((chatKind) => chatKind === kind) ? 'chat' : 'mail'

/**
 * `printing` until its sheet is stored, then `ready`; `parked` when it keeps failing and waits for a person;
 * `dropped` when it was no longer true as its turn came, such as a reminder of an invoice that had been paid.
 */
export type DeliveryStatus = 'printing' | 'ready' | 'sent' | 'parked' | 'dropped'

export type Delivery = {
  readonly id: string
  /** Derived from the cause: the same cause never makes a second delivery. Also the provider's idempotency key. */
  readonly key: string
  readonly merchantId: string
  readonly invoiceId: string | undefined
  readonly batchId: string | undefined
  /** Names the deliveries that leave in one call; absent while it travels alone. */
  readonly parcel: string | undefined
  readonly message: Message
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly nextAt: Instant
  readonly providerId: string | undefined
  /** What went wrong last, or why it was dropped. */
  readonly lastError: string | undefined
  /** What became of it after it was sent, as far as the provider reported. */
  readonly outcome:
    | { readonly kind: Outcome; readonly at: Instant; readonly detail: string | undefined }
    | undefined
  /** The delivery that a person sent in its place. */
  readonly mendedBy: string | undefined
  /** Who did so, or allowed its address again. */
  readonly mendedName?: string | undefined
  /** The failed proof that holds it back until somebody resumes it; nothing else lets it go. */
  readonly stopId: string | undefined
}

/** Whether a mail came to nothing and nobody has put it right yet. */
export const isTroubled = ({ status, outcome, mendedBy, stopId }: Delivery): boolean =>
  mendedBy === undefined &&
  stopId === undefined &&
  (outcome === undefined ? status === 'parked' : outcome.kind === 'bounced' || outcome.kind === 'complained')

/** A delivery that failed this often, over some nine hours, is parked. */
export const MAX_ATTEMPTS = 20
/** How long a claimed delivery belongs to its claimer, in ms: longer than the slowest round of any channel. */
export const LEASE_MS = 300_000

/** Wait before the next try, in ms: 1 s, 2 s, 4 s … up to an hour; a provider's own wish wins. */
export const backoffMs = (attempts: number, askedMs: number | undefined): number =>
  askedMs ?? Math.min(3_600_000, 1_000 * 2 ** Math.max(0, attempts - 1))
