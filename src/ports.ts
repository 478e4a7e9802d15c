/** What the story needs of the world: the smallest types its use cases ask for. */
import type { Actor, ApiKey, KeyEntry, Session, SignInLink } from './domain/access.ts'
import type { Batch, BatchProgress } from './domain/batch.ts'
import type { SizeMm } from './domain/card.ts'
import type { CardLook } from './domain/card-check.ts'
import type { ArtworkType, CardDesign } from './domain/card-design.ts'
import type { ConnectedChannel, SlackProfile, SlackTicket } from './domain/chat-access.ts'
import type { ChatJob } from './domain/chat-job.ts'
import type { ChatSettings } from './domain/chat-settings.ts'
import type { InvoiceRecord } from './domain/check-invoice.ts'
import type { PaymentRecord } from './domain/check-payment.ts'
import type { CollectionKind } from './domain/collection-record.ts'
import type { EntryRecord } from './domain/compare-posting.ts'
import type { Channel, Delivery, DeliveryStatus, MessageKind, TellableSum } from './domain/delivery.ts'
import type {
  ChainCount,
  DaysCount,
  MonthFigures,
  MorningFigures,
  StoredDigest,
  Sum,
} from './domain/digest.ts'
import type { Feed, FeedItem } from './domain/feed.ts'
import type { Customer, Invoice, InvoiceStatus } from './domain/invoice.ts'
import type { Day, Instant } from './domain/jst-day.ts'
import type { KnownCustomer } from './domain/known-customer.ts'
import type { Language } from './domain/language.ts'
import type { Account, Posting } from './domain/ledger.ts'
import type { Logo } from './domain/logo.ts'
import type { MailReport, Suppression, Trouble } from './domain/mail-report.ts'
import type { MailLook, MailSettings, Wording } from './domain/mail-settings.ts'
import type { Merchant } from './domain/merchant.ts'
import type { Payment, PaymentProblem, PaymentState, Slip } from './domain/payment.ts'
import type { ProofStop } from './domain/proof.ts'
import type { RequestLimit } from './domain/request-limit.ts'
import type { Result, Text } from './domain/result.ts'
import type { SettingsChange } from './domain/settings-change.ts'
import type { Settlement, SettlementPayment, UnpaidInvoice } from './domain/settlement.ts'
import type { SettlementLine } from './domain/settlement-line.ts'
import type { SheetContent } from './domain/sheet.ts'
import type { SlackInstallation } from './domain/slack-installation.ts'
import type { SmartPitNumber } from './domain/smart-pit-number.ts'
import type { SlackPerson, Staff } from './domain/staff.ts'
import type { TermsChange, TermsHistory } from './domain/terms.ts'
import type { WebhookAttempt, WebhookChange, WebhookDelivery, WebhookEndpoint } from './domain/webhook.ts'
import type { DeadLetter, Work } from './domain/work.ts'
import type { Yen } from './domain/yen.ts'

/** The only source of the present; in the sandbox it can be moved. */
export type Clock = { now(): Instant }

/** Randomness of cryptographic quality. */
export type Random = {
  /** Opaque, unguessable, URL-safe text of at least 128 bits. */
  token(): string
  /** An id such as `inv_…`, unique and roughly in order of time. */
  id(prefix: string): string
  /** That many decimal digits. */
  digits(count: number): string
}

/** The numbers a customer can be given, as the store keeps them. */
export type IssuedNumber = {
  readonly number: SmartPitNumber
  readonly merchantId: string
  readonly kind: 'notice' | 'card'
  readonly issuedAt: Instant
}

/** What makes a bill the same as another: who pays how much for what. */
export type RepeatedBill = { readonly customerKey: string; readonly subject: string; readonly amountYen: Yen }

/** A number that a merchant gave to one of its customers for good; other merchants may give it to theirs. */
export type NumberAssignment = {
  readonly merchantId: string
  readonly number: SmartPitNumber
  readonly customer: Pick<Customer, 'name' | 'kana' | 'email' | 'phone'>
  readonly assignedAt: Instant
}

/** A number of a merchant's pool, and to whom the merchant gave it. */
export type PooledNumber = IssuedNumber & { readonly assignment: NumberAssignment | undefined }

export type NumberFilter = {
  readonly kind?: IssuedNumber['kind']
  readonly isFree?: boolean
  /** Part of the number, or of the name of the customer who has it. */
  readonly text?: string
}

export type StoredSheet = {
  readonly invoiceId: string
  readonly sha256: string
  readonly bytes: number
  readonly printedAt: Instant
}

export type SettlementStatus = 'closed' | 'fixed' | 'paid'
export type StoredSettlement = {
  readonly id: string
  readonly status: SettlementStatus
  readonly settlement: Settlement
}

/** One move of an invoice: what it was, what it becomes, who moved it and why. */
export type InvoiceMove = {
  readonly invoice: Invoice
  readonly to: InvoiceStatus
  readonly action: string
  readonly at: Instant
  readonly actor: Actor
  readonly detail?: Readonly<Record<string, string | number>>
  /** With action `pay`: the payment that made it paid, and when that reached the till. */
  readonly paid?: { readonly paymentId: string; readonly at: Instant }
  /** With action `replace`: the invoice that takes its place. */
  readonly replacedBy?: string
}

/** One change of the store. A commit is a list of them: all of them happen, or none. */
export type Change =
  | WebhookChange
  | { readonly kind: 'add-merchant'; readonly merchant: Merchant }
  /** All but its id, first terms and day of sign-up can change. */
  | { readonly kind: 'update-merchant'; readonly merchant: Merchant }
  /** `logo` is the vault's key; undefined takes it away. */
  | { readonly kind: 'set-logo'; readonly merchantId: string; readonly logo: string | undefined }
  /** `position` counts a merchant's changes from 0: two at once collide. */
  | {
      readonly kind: 'add-terms'
      readonly merchantId: string
      readonly position: number
      readonly change: TermsChange
      readonly at: Instant
      readonly actor: Actor
    }
  | { readonly kind: 'issue-numbers'; readonly numbers: readonly IssuedNumber[] }
  | { readonly kind: 'assign-number'; readonly assignment: NumberAssignment }
  | { readonly kind: 'release-number'; readonly merchantId: string; readonly number: SmartPitNumber }
  | { readonly kind: 'add-invoices'; readonly invoices: readonly Invoice[]; readonly actor: Actor }
  | ({ readonly kind: 'move-invoice' } & InvoiceMove)
  /** A new address of the customer's page; the sheet that shows the old one is no longer handed out. */
  | {
      readonly kind: 'renew-link'
      readonly invoice: Invoice
      readonly token: string
      readonly at: Instant
      readonly actor: Actor
    }
  | { readonly kind: 'add-batch'; readonly batch: Batch }
  /** Conflicts for a file whose progress is told already. */
  | { readonly kind: 'add-chat-job'; readonly job: ChatJob }
  | { readonly kind: 'save-chat-job'; readonly job: ChatJob }
  | { readonly kind: 'add-slip'; readonly slip: Slip }
  | { readonly kind: 'add-payment'; readonly payment: Payment; readonly actor: Actor }
  | {
      readonly kind: 'move-payment'
      readonly payment: Payment
      readonly to: PaymentState
      readonly at: Instant
      readonly actor: Actor
    }
  | {
      readonly kind: 'resolve-payment'
      /** As it was; `invoiceId` and `merchantId` below are those it has from now on. */
      readonly payment: Payment
      readonly invoiceId: string | undefined
      readonly merchantId: string
      readonly decision: 'accept' | 'refunded'
      readonly note: string
      readonly at: Instant
      readonly actor: Actor
    }
  | { readonly kind: 'queue-deliveries'; readonly deliveries: readonly Delivery[] }
  | {
      readonly kind: 'finish-delivery'
      readonly id: string
      readonly providerId: string | undefined
      readonly at: Instant
    }
  | {
      readonly kind: 'postpone-delivery'
      readonly id: string
      readonly status: Exclude<DeliveryStatus, 'dropped'>
      readonly nextAt: Instant
      readonly error: string
      /** Takes it out of its parcel: from now on it travels alone. */
      readonly alone?: true
    }
  /** They were claimed and not tried, or nobody was there to take them: ready again, in their old order. */
  | {
      readonly kind: 'hand-back-deliveries'
      readonly ids: readonly string[]
      readonly error?: string
      /** Whether what was packed stays packed. */
      readonly keepParcel: boolean
    }
  /** The next message of a channel of the chat may leave then; `failures` in a row so far. */
  | {
      readonly kind: 'free-lane'
      readonly channel: string
      readonly freeAt: Instant
      readonly failures: number
    }
  | { readonly kind: 'pack-deliveries'; readonly parcel: string; readonly ids: readonly string[] }
  /** Ends a delivery that is no longer true, unsent. */
  | {
      readonly kind: 'drop-delivery'
      readonly id: string
      readonly reason: string
    }
  | { readonly kind: 'release-deliveries' }
  | { readonly kind: 'keep-dead-letters'; readonly letters: readonly DeadLetter[] }
  | { readonly kind: 'settle-dead-letter'; readonly id: string; readonly by: string; readonly at: Instant }
  /** A customer's address, put right; the history says by whom. */
  | {
      readonly kind: 'mend-address'
      readonly invoice: Invoice
      readonly email: string
      readonly at: Instant
      readonly actor: Actor
    }
  /** A person had the notice sent once more. */
  | {
      readonly kind: 'note-notice'
      readonly invoice: Invoice
      readonly to: string
      readonly at: Instant
      readonly actor: Actor
    }
  /** No more reminders of this invoice. */
  | {
      readonly kind: 'stop-reminders'
      readonly invoice: Invoice
      readonly at: Instant
      readonly actor: Actor
    }
  /** Lets a parked delivery try anew, alone; all parked ones of a batch where none is named. */
  | { readonly kind: 'retry-deliveries'; readonly of: RetriedDeliveries; readonly at: Instant }
  /** Who put right what a mail had come to nothing by. */
  | { readonly kind: 'name-mender'; readonly id: string; readonly name: string }
  /** Another delivery takes the place of one that came to nothing; once. */
  | { readonly kind: 'mend-delivery'; readonly id: string; readonly mendedBy: string }
  /** Once for each report, whatever was known of the delivery before. */
  | { readonly kind: 'report-delivery'; readonly deliveryId: string; readonly report: MailReport }
  | { readonly kind: 'suppress-address'; readonly suppression: Suppression }
  | {
      readonly kind: 'lift-suppression'
      readonly address: string
      readonly at: Instant
      readonly actor: Actor
    }
  | { readonly kind: 'repeat-chat'; readonly latest: number }
  | { readonly kind: 'store-sheets'; readonly sheets: readonly StoredSheet[] }
  | { readonly kind: 'add-settlement'; readonly stored: StoredSettlement; readonly at: Instant }
  | {
      readonly kind: 'move-settlement'
      readonly stored: StoredSettlement
      readonly to: SettlementStatus
      readonly at: Instant
    }
  | {
      readonly kind: 'settle-payments'
      readonly settlementId: string
      readonly paymentIds: readonly string[]
    }
  | { readonly kind: 'settle-faxes'; readonly settlementId: string; readonly keys: readonly string[] }
  /** A collection notice went out by FAX: charged once for each key. */
  | { readonly kind: 'count-fax'; readonly key: string; readonly merchantId: string; readonly day: Day }
  | { readonly kind: 'settle-unpaid'; readonly settlementId: string; readonly invoiceIds: readonly string[] }
  | { readonly kind: 'post-entries'; readonly cause: string; readonly day: Day; readonly posting: Posting }
  | {
      readonly kind: 'add-sign-in-link'
      readonly tokenHash: string
      readonly link: SignInLink
    }
  | { readonly kind: 'use-sign-in-link'; readonly tokenHash: string; readonly at: Instant }
  | { readonly kind: 'add-session'; readonly session: Session }
  | { readonly kind: 'add-staff'; readonly staff: Staff }
  /** All but its id and merchant can change; conflicts when no admin would be left. */
  | { readonly kind: 'change-staff'; readonly staff: Staff }
  | { readonly kind: 'keep-slack-profile'; readonly profile: SlackProfile }
  /** Conflicts with a channel that is connected already. */
  | { readonly kind: 'connect-channel'; readonly connected: ConnectedChannel }
  | { readonly kind: 'disconnect-channel'; readonly team: string; readonly channel: string }
  | { readonly kind: 'add-slack-ticket'; readonly ticket: SlackTicket }
  | { readonly kind: 'use-slack-ticket'; readonly hash: string; readonly at: Instant }
  /** Takes the place of the same merchant's older one; conflicts with another merchant's. */
  | { readonly kind: 'save-installation'; readonly installation: SlackInstallation }
  | { readonly kind: 'remove-installation'; readonly tenant: string }
  /** All sessions and unused links of a person; `except` is the token hash of one session that stays. */
  | { readonly kind: 'end-sessions'; readonly staffId: string; readonly except?: string }
  /** A line of the history of settings; in the same commit as what it tells of. */
  | { readonly kind: 'note-change'; readonly change: SettingsChange }
  | { readonly kind: 'end-session'; readonly tokenHash: string }
  /** It was seen, and lives on. */
  | {
      readonly kind: 'touch-session'
      readonly tokenHash: string
      readonly at: Instant
      readonly expiresAt: Instant
    }
  | { readonly kind: 'add-api-key'; readonly key: ApiKey; readonly at: Instant; readonly madeBy?: string }
  | { readonly kind: 'touch-api-key'; readonly hash: string; readonly at: Instant }
  | { readonly kind: 'revoke-api-key'; readonly hash: string; readonly at: Instant }
  | { readonly kind: 'remember-answer'; readonly answer: RememberedAnswer }
  | { readonly kind: 'add-feed'; readonly feed: Feed; readonly items: readonly FeedItem[] }
  /** Ticked off the list for a person; once. */
  | {
      readonly kind: 'finish-feed-item'
      readonly feedId: string
      readonly row: number
      readonly at: Instant
      readonly by: string
    }
  | {
      readonly kind: 'stop-notices'
      readonly stop: ProofStop
      /** Besides those of the same file. */
      readonly deliveryIds: readonly string[]
    }
  | { readonly kind: 'resume-notices'; readonly stopId: string; readonly at: Instant; readonly by: string }
  | { readonly kind: 'save-card-design'; readonly design: CardDesign }
  | { readonly kind: 'set-setting'; readonly name: string; readonly value: string }
  /** Keeps the key that signs customers' links, and whether links went out before it; one that is there stays. */
  | { readonly kind: 'keep-link-key'; readonly name: string; readonly key: string }
  /** What a digest says now. */
  | { readonly kind: 'keep-digest'; readonly digest: StoredDigest }
  | { readonly kind: 'set-chat-settings'; readonly merchantId: string; readonly settings: ChatSettings }
  | { readonly kind: 'set-mail-settings'; readonly merchantId: string; readonly settings: MailSettings }

export type RetriedDeliveries =
  | { readonly id: string }
  | { readonly merchantId: string; readonly batchId: string }

/** The first answer to a request that carried an idempotency key, kept so that a repeat gets it again. */
export type RememberedAnswer = {
  readonly scope: string
  readonly key: string
  /** SHA-256 of the request's body. */
  readonly bodyHash: string
  readonly status: number
  readonly body: string
  readonly at: Instant
}

/** How many, and how much in yen. */
export type Tally = { readonly count: number; readonly yen: number }

/** What a day of a merchant comes to. */
export type Figures = {
  /** Collected on the day and not undone. */
  readonly collected: Tally
  readonly registered: Tally
  /** Open, and due on the day. */
  readonly due: Tally
  /** Expired within the last 30 days. */
  readonly overdue: Tally
  readonly open: Tally
}

export type InvoiceFilter = {
  readonly status?: InvoiceStatus
  /** Name, kana, reference or number, in any width. */
  readonly text?: string
  readonly dueFrom?: Day
  readonly dueTo?: Day
  readonly registeredFrom?: Day
  readonly registeredTo?: Day
  readonly amountMin?: number
  readonly amountMax?: number
  readonly batchId?: string
  /** Of one customer, by `customerKeyOf`. */
  readonly customerKey?: string
}

export type TroubleFilter = { readonly trouble?: Trouble; readonly batchId?: string }

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | undefined }

export type HistoryRow = {
  readonly version: number
  readonly at: Instant
  readonly actor: Actor
  readonly action: string
  readonly from: InvoiceStatus | undefined
  readonly to: InvoiceStatus
  readonly detail: Readonly<Record<string, string | number>>
}

export type PaymentFilter = {
  readonly from?: Day
  readonly to?: Day
  readonly state?: PaymentState
  /** `undecided`: one that waits for a person. */
  readonly problem?: PaymentProblem | 'any' | 'undecided'
  readonly amountMin?: number
  readonly amountMax?: number
  /** Receipt or number of the payment; customer, reference or number of its invoice; in any width. */
  readonly text?: string
}

/** Who decided about a payment with a problem, when, and why. */
export type PaymentDecision = { readonly at: Instant; readonly by: string; readonly note: string }

/** What a collection notice tells of. */
export type CollectionPace = 'daily' | 'each' | 'amended'

/** What a settlement of a merchant may hold. */
export type FactsQuery = {
  /** Days after this one only. */
  readonly after?: Day
  /** The closing day. */
  readonly to: Day
  /** Only payments that were confirmed, and problems that were decided, before an instant. */
  readonly confirmedBefore?: Instant
}

/** What no settlement of a merchant holds yet, up to a closing day: collected, ended unpaid, sent by FAX. */
export type SettlementFacts = {
  readonly payments: readonly SettlementPayment[]
  readonly unpaid: readonly UnpaidInvoice[]
  /** Keys of the collection notices sent by FAX. */
  readonly faxes: readonly string[]
}

/** Payments collected on a day, and invoices that ended unpaid on it. */
export type DailyCount = { readonly day: Day; readonly paid: number; readonly unpaid: number }

/** Which deliveries a claimer works on: chat lines never queue behind thousands of mails. */
export type ClaimedKind = {
  readonly status: 'printing' | 'ready'
  readonly channel: Channel
  /** Of these merchants only. */
  readonly merchantIds?: readonly string[]
  /** Of this kind only, or of any but it. */
  readonly kind?: MessageKind
  readonly butKind?: MessageKind
}

/** Whether a channel of the chat was free: it is now taken; or when it will be. */
export type LaneTaken =
  | { readonly taken: true; readonly failures: number }
  | { readonly taken: false; readonly freeAt: Instant }

/** A record of an earlier file: what it said, and which payment it was taken for. */
export type FeedTrace = {
  readonly receipt: string
  readonly kind: CollectionKind
  readonly amountYen: number
  readonly paymentId: string | undefined
}

/** Sums for the chat's digests, and the digests as they were said last. */
export type DigestReads = {
  /** Money that settlements may hold, settled or not: without a problem, or accepted; by day of collection. */
  collectedByChain(merchantId: string, from: Day, to: Day): Promise<readonly ChainCount[]>
  /** Open invoices whose last day it is. */
  dueOn(merchantId: string, day: Day): Promise<Sum>
  expiredIn(merchantId: string, from: Day, to: Day): Promise<Sum>
  /** Mails that came back or were unwelcome, from an instant up to another. */
  bouncesIn(merchantId: string, from: Instant, to: Instant): Promise<number>
  /** Payments that wait for a person. */
  undecided(merchantId: string): Promise<Sum>
  /** By month (`2026-10`): registered and not taken back. */
  billedByMonth(merchantId: string, from: Day, to: Day): Promise<ReadonlyMap<string, Sum>>
  collectedByMonth(merchantId: string, from: Day, to: Day): Promise<ReadonlyMap<string, Sum>>
  /** Payments by how many days after the registration of their invoice they came. */
  daysToPayment(merchantId: string, from: Day, to: Day): Promise<readonly DaysCount[]>
  digest(key: string): Promise<StoredDigest | undefined>
  /** The one that told of a day. */
  digestOfDay(merchantId: string, kind: StoredDigest['kind'], day: Day): Promise<StoredDigest | undefined>
}

/** Where everything is kept. `commit` is the only way to change it. */
export type Store = DigestReads & {
  /** All changes or none; `conflict` when what they expected was no longer true: read again and decide anew. */
  commit(changes: readonly Change[]): Promise<'done' | 'conflict'>

  /** All but the centre, in the order of their sign-up. */
  merchants(): Promise<readonly Merchant[]>
  /** A merchant, or the centre. */
  merchant(id: string): Promise<Merchant | undefined>
  terms(merchant: Merchant): Promise<TermsHistory>
  /** The defaults until the merchant has said otherwise. */
  mailSettings(merchantId: string): Promise<MailSettings>
  chatSettings(merchantId: string): Promise<ChatSettings>

  invoice(id: string): Promise<Invoice | undefined>
  invoicesById(ids: readonly string[]): Promise<readonly Invoice[]>
  invoiceByToken(token: string): Promise<Invoice | undefined>
  invoiceByReference(merchantId: string, reference: string): Promise<Invoice | undefined>
  /** Newest first; `limit` at most 200. */
  invoices(merchantId: string, filter: InvoiceFilter, limit: number, cursor?: string): Promise<Page<Invoice>>
  /** Newest first, of every merchant: for the centre alone, which looks for whom money was meant. */
  invoicesAnywhere(text: string, limit: number): Promise<readonly Invoice[]>
  /** By the 16 digits of their payment barcodes. */
  invoicesByBarcode(references: readonly string[]): Promise<readonly Invoice[]>
  openInvoicesOfNumber(number: SmartPitNumber): Promise<readonly Invoice[]>
  /** Open invoices whose due day ended before `now` and that no live slip holds up, oldest first. */
  overdueInvoices(now: Instant, limit: number): Promise<readonly Invoice[]>
  takenReferences(merchantId: string, references: readonly string[]): Promise<ReadonlySet<string>>
  /** The name the merchant last billed under that e-mail address. */
  customerNameOf(merchantId: string, email: string): Promise<string | undefined>
  /** Those seen last first, by part of name, kana, e-mail, phone or number; `limit` at most 200. */
  customers(merchantId: string, text: string, limit: number, cursor?: string): Promise<Page<KnownCustomer>>
  customer(id: string): Promise<KnownCustomer | undefined>
  /** A merchant's endpoints, oldest first. */
  webhooks(merchantId: string): Promise<readonly WebhookEndpoint[]>
  webhook(id: string): Promise<WebhookEndpoint | undefined>
  /** Newest first; `limit` at most 200. */
  webhookDeliveries(endpointId: string, limit: number, cursor?: string): Promise<Page<WebhookDelivery>>
  webhookDelivery(id: string): Promise<WebhookDelivery | undefined>
  webhookAttempts(deliveryId: string): Promise<readonly WebhookAttempt[]>
  /** Hands out those whose time has come, each to one caller until the lease ends. */
  claimWebhooks(now: Instant, leaseMs: number, limit: number): Promise<readonly WebhookDelivery[]>
  history(invoiceId: string): Promise<readonly HistoryRow[]>
  figuresOf(merchantId: string, day: Day): Promise<Figures>
  statusCounts(merchantId: string): Promise<Readonly<Record<InvoiceStatus, number>>>

  takenNumbers(candidates: readonly SmartPitNumber[]): Promise<ReadonlySet<SmartPitNumber>>
  issuedNumber(number: SmartPitNumber): Promise<IssuedNumber | undefined>
  issuedNumbers(candidates: readonly SmartPitNumber[]): Promise<readonly IssuedNumber[]>

  /** A merchant's pool, in the order of the numbers; `limit` at most 200. */
  numbers(
    merchantId: string,
    filter: NumberFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<PooledNumber>>
  /** The numbers that a merchant gave to these customers, by `customerKeyOf`. */
  assignments(merchantId: string, customerKeys: readonly string[]): Promise<readonly NumberAssignment[]>
  /** To whom a merchant gave a number. */
  assignmentOf(merchantId: string, number: SmartPitNumber): Promise<NumberAssignment | undefined>

  batch(id: string): Promise<Batch | undefined>
  /** Open invoices that bill the same to the same customer. */
  openRepeats(
    merchantId: string,
    wanted: readonly RepeatedBill[],
  ): Promise<readonly (RepeatedBill & Pick<Invoice, 'number' | 'dueDay'>)[]>
  batchProgress(id: string): Promise<BatchProgress>
  /** Files whose progress is to be told again, each to one caller until the lease ends. */
  claimChatJobs(now: Instant, leaseMs: number, limit: number): Promise<readonly ChatJob[]>
  /** In the order of the file's rows; `limit` at most 200. */
  invoicesOfBatch(batchId: string, offset: number, limit: number): Promise<readonly Invoice[]>

  /** Whether a slip over the invoice can still be paid. */
  hasLiveSlip(invoiceId: string, now: Instant): Promise<boolean>
  slip(id: string): Promise<Slip | undefined>
  payment(id: string): Promise<Payment | undefined>
  paymentsById(ids: readonly string[]): Promise<readonly Payment[]>
  paymentsOfReceipt(receipt: string): Promise<readonly Payment[]>
  paymentsOfInvoice(invoiceId: string): Promise<readonly Payment[]>
  paymentsOfReceipts(receipts: readonly string[]): Promise<readonly Payment[]>
  paymentsOfInvoices(invoiceIds: readonly string[]): Promise<readonly Payment[]>
  /** Money that a barcode was told for, by the barcode's 27 digits of agency, client and reference. */
  paymentsOfBills(bills: readonly string[]): Promise<readonly Payment[]>
  /** Of these merchants, collected on these days in these chains. */
  preliminaryPayments(
    merchantIds: readonly string[],
    days: readonly Day[],
    chains: readonly string[],
  ): Promise<readonly Payment[]>
  /** Those of the invoices that a slip holds payable. */
  invoicesWithLiveSlip(invoiceIds: readonly string[], now: Instant): Promise<ReadonlySet<string>>
  /** Days of collection before a day of which money was recorded or undone since an instant, oldest first. */
  lateCollectionDays(merchantId: string, since: Instant, before: Day): Promise<readonly Day[]>
  payments(merchantId: string, filter: PaymentFilter, limit: number, cursor?: string): Promise<Page<Payment>>
  /** What people decided about payments with a problem, by payment. */
  decisions(paymentIds: readonly string[]): Promise<ReadonlyMap<string, PaymentDecision>>

  /**
   * Hands out deliveries of a status whose time has come, each to one caller until the lease ends. Those of a parcel
   * come together, also where that is more than `limit`.
   */
  claimDeliveries(of: ClaimedKind, now: Instant, leaseMs: number, limit: number): Promise<readonly Delivery[]>
  /** Kinds of work that something waits of and nobody holds, and when the first of it is due. */
  waitingWork(now: Instant): Promise<readonly { readonly work: Work; readonly dueAt: Instant }[]>
  /** Messages of queues that could not be worked off and that nobody has seen to, newest first. */
  deadLetters(): Promise<readonly DeadLetter[]>
  /** Takes a channel of the chat for one message, until the lease ends: one writer at a time, at its pace. */
  takeLane(channel: string, now: Instant, leaseMs: number): Promise<LaneTaken>
  /** Merchants with something to say in the chat now, those that wait longest first. */
  chatMerchants(now: Instant, limit: number): Promise<readonly string[]>
  delivery(id: string): Promise<Delivery | undefined>
  deliveryByKey(key: string): Promise<Delivery | undefined>
  /** What has not left yet, by channel and status; `oldest`: when the first of them could have left. */
  waitingDeliveries(): Promise<
    readonly {
      readonly channel: Channel
      readonly status: 'printing' | 'ready'
      readonly count: number
      readonly oldest: Instant
    }[]
  >
  deliveryByProviderId(providerId: string): Promise<Delivery | undefined>
  /** Mails that came to nothing and were not sent again, newest first; `limit` at most 200. */
  troubledMails(
    merchantId: string,
    filter: TroubleFilter,
    limit: number,
    cursor?: string,
  ): Promise<Page<Delivery>>
  /** Those of the addresses (as on the wire) that are not to be written to. */
  suppressed(addresses: readonly string[]): Promise<ReadonlyMap<string, Suppression>>
  /** Newest first. */
  suppressions(merchantId: string, limit: number): Promise<readonly Suppression[]>
  deliveriesOfInvoice(invoiceId: string): Promise<readonly Delivery[]>
  sheet(invoiceId: string): Promise<StoredSheet | undefined>

  feed(id: string): Promise<Feed | undefined>
  feedByHash(ownerId: string, sha256: string): Promise<Feed | undefined>
  /** Newest first; `limit` at most 200. */
  feeds(ownerId: string, limit: number, cursor?: string): Promise<Page<Feed>>
  /** In the order of their rows, after a row; `limit` at most 200. */
  feedItems(
    feedId: string,
    filter: 'all' | 'for-person' | 'to-do',
    limit: number,
    after?: number,
  ): Promise<readonly FeedItem[]>
  /** What earlier files said under these receipts, or was taken for these payments. */
  feedTraces(receipts: readonly string[], paymentIds: readonly string[]): Promise<readonly FeedTrace[]>

  /** Newest first, without their lines. */
  settlements(merchantId: string): Promise<readonly StoredSettlement[]>
  /** The newest one, of those that closed before a day when given; without its lines. */
  lastSettlement(merchantId: string, before?: Day): Promise<StoredSettlement | undefined>
  /** Those that are not fixed yet or wait for their payout, oldest first, without their lines. */
  settlementsToCome(merchantId: string): Promise<readonly StoredSettlement[]>
  settlement(id: string): Promise<StoredSettlement | undefined>
  settlementFacts(merchantId: string, query: FactsQuery): Promise<SettlementFacts>
  /** Paid and ended unpaid day by day, settled or not: what the fees of these days are counted by. */
  dailyCounts(merchantId: string, from: Day, to: Day): Promise<readonly DailyCount[]>

  signInLink(tokenHash: string): Promise<SignInLink | undefined>
  /** Also those who left, in the order they came. */
  staff(merchantId: string): Promise<readonly Staff[]>
  staffMember(id: string): Promise<Staff | undefined>
  /** Active ones, of all merchants that have somebody with this address. */
  staffByEmail(email: string): Promise<readonly Staff[]>
  /** Active ones, of all merchants that this person works for. */
  staffBySlack(person: SlackPerson): Promise<readonly Staff[]>
  /** The history of a merchant's settings, newest first; `limit` at most 200. */
  settingsChanges(merchantId: string, limit: number, cursor?: string): Promise<Page<SettingsChange>>
  slackProfile(person: SlackPerson): Promise<SlackProfile | undefined>
  merchantOfChannel(place: { readonly team: string; readonly channel: string }): Promise<string | undefined>
  connectedChannels(merchantId: string): Promise<readonly ConnectedChannel[]>
  /** Unused ones only. */
  slackTicket(hash: string): Promise<SlackTicket | undefined>
  /** By the id of a workspace or an organisation. */
  slackInstallation(tenant: string): Promise<SlackInstallation | undefined>
  slackInstallations(merchantId: string): Promise<readonly SlackInstallation[]>
  /** Latest seen first. */
  sessionsOf(staffId: string): Promise<readonly Session[]>
  session(tokenHash: string): Promise<Session | undefined>
  /** A live one. */
  apiKey(hash: string): Promise<KeyEntry | undefined>
  /** Live ones, newest first. */
  apiKeys(merchantId: string): Promise<readonly KeyEntry[]>
  rememberedAnswer(scope: string, key: string): Promise<RememberedAnswer | undefined>
  setting(name: string): Promise<string | undefined>
  proofStop(id: string): Promise<ProofStop | undefined>
  /** Those that nobody has resumed yet, newest first. */
  proofStops(merchantId: string): Promise<readonly ProofStop[]>
  /** How many mails a stop holds back. */
  proofStopSize(id: string): Promise<number>
  /** Whether every sheet of a file is to be looked at: it is the merchant's first, or was stopped before. */
  needsFullProof(merchantId: string, batchId: string): Promise<boolean>
  cardDesign(merchantId: string): Promise<CardDesign | undefined>
}

/** What an account holds for a merchant, debits positive. */
export type Balance = { readonly account: Account; readonly merchantId: string; readonly amountYen: number }

/** A collection notice by FAX as it is kept. */
export type FaxRecord = {
  readonly key: string
  readonly merchantId: string
  readonly day: Day
  readonly settlementId: string | undefined
}

/** Lines of a settlement from a position on. */
export type LotOfLines = { readonly position: number; readonly lines: readonly SettlementLine[] }

/** Everything that is kept, page by page in the order of its ids, for whoever checks the books. `after`: '' for the first. */
export type Books = {
  invoiceRecords(after: string, limit: number): Promise<readonly InvoiceRecord[]>
  paymentRecords(after: string, limit: number): Promise<readonly PaymentRecord[]>
  paymentRecordsOf(invoiceIds: readonly string[]): Promise<readonly PaymentRecord[]>
  faxRecords(after: string, limit: number): Promise<readonly FaxRecord[]>
  sheetRecords(after: string, limit: number): Promise<readonly StoredSheet[]>
  /** Collection data files as they came. */
  feedRecords(after: string, limit: number): Promise<readonly Pick<Feed, 'id' | 'sha256' | 'bytes'>[]>
  /** What a settlement holds, in the order of its lines. */
  heldFacts(settlementId: string): Promise<SettlementFacts>
  /** The next lot of lines from a position on; undefined behind the last. */
  settlementLines(settlementId: string, from: number): Promise<LotOfLines | undefined>
  entriesOf(causes: readonly string[]): Promise<readonly EntryRecord[]>
  balances(): Promise<readonly Balance[]>
  /** Causes whose entries do not sum to zero. */
  unbalancedCauses(limit: number): Promise<readonly { readonly cause: string; readonly amountYen: number }[]>
  /** Rows that belong to nothing, by table and key; entries by their cause. */
  strayRows(limit: number): Promise<readonly { readonly table: string; readonly key: string }[]>
}

/** Bytes that are kept unchanged: sheets, later files. */
export type Vault = {
  put(key: string, bytes: Uint8Array): Promise<void>
  get(key: string): Promise<Uint8Array | undefined>
}

/** A document to print: what stands on it, and in which style. */
export type Printout = {
  /** Template of what stands on its pages, such as `documents/fee-table`, and what it is filled with. */
  readonly template: string
  readonly model: Readonly<Record<string, unknown>>
  /** Template of its CSS, such as `documents/document.css`; `@page` in it says size and margins. */
  readonly style: string
  readonly lang: keyof Text
  readonly title: string
  /** Whether its headings become the outline of the PDF. */
  readonly outline: boolean
}

/** Takes in a logo from people: a safe picture, or why it cannot be taken. */
export type ReadLogo = (bytes: Uint8Array) => Result<Logo>

/** A chart by its figures: columns upright, or rows for long names; up to two series, told apart without colours, too. */
export type Chart = {
  readonly kind: 'columns' | 'rows'
  readonly title: string
  readonly names: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** A value in full, and where there is little room. */
  readonly format: (value: number) => string
  readonly short: (value: number) => string
}
/** Sizes in CSS pixels. */
export type DrawnChart = { readonly svg: string; readonly width: number; readonly height: number }
export type DrawChart = (chart: Chart) => DrawnChart

/** Prints sheets and documents; `too-busy` when its queue is full. */
export type Printer = {
  /** One single-page PDF for each, in the same order. */
  printSheets(sheets: readonly SheetContent[]): Promise<Result<readonly Uint8Array[]>>
  /** One PDF of at most `MAX_SHEETS_TOGETHER` pages, with an outline of one entry a sheet. */
  printTogether(sheets: readonly SheetContent[]): Promise<Result<Uint8Array>>
  /** One PDF of as many pages as the document takes; pictures in it are `data:` addresses. */
  printDocument(document: Printout): Promise<Result<Uint8Array>>
  /** A PNG of twice as many pixels, with our own fonts. */
  picture(drawing: DrawnChart): Promise<Result<Uint8Array>>
  /** `ok`, or why not. */
  status(): Promise<string>
  close(): Promise<void>
}

/** Looks at finished PDFs with eyes of its own: what a page looks like, and what a register's scanner reads off it. */
export type Prover = {
  /** The codes on each page. */
  readCodes(pdf: Uint8Array): Promise<Result<readonly (readonly string[])[]>>
  /** The first page and its codes. */
  lookAt(pdf: Uint8Array): Promise<Result<CardLook>>
  /** The first page as a picture. */
  toPng(pdf: Uint8Array, dpi: number): Promise<Result<Uint8Array>>
  /** The first page's size, and how many pages there are. */
  sizeOf(
    pdf: Uint8Array,
  ): Promise<Result<{ readonly widthPt: number; readonly heightPt: number; readonly pages: number }>>
}

/** Takes in an artwork from people: a safe picture that fills the size, or why it cannot be taken. */
export type ReadArtwork = (
  bytes: Uint8Array,
  size: SizeMm,
) => Promise<Result<{ readonly type: ArtworkType; readonly bytes: Uint8Array }>>

/** Why something did not go out, and whether trying again can help. */
export type SendFailure = {
  readonly detail: string
  readonly retry: boolean
  readonly retryAfterMs?: number
  /** The mailbox does not exist: a bounce, told at once. */
  readonly bounced?: true
  /** It may have gone out all the same: nobody answered. */
  readonly doubtful?: true
  /** The message that was to be changed is no longer there, or can no longer be changed. */
  readonly gone?: true
}
/** The provider's id is absent where all that is known is that it has the message already. */
export type Sent = Result<{ readonly providerId: string | undefined }, SendFailure>

/** What every letter knows: whom it goes to, how it looks, whether it carries files. */
type LetterFrame = {
  readonly to: string
  readonly language: Language
  readonly look: MailLook
  /** The merchant's own words for it. */
  readonly wording: Wording | undefined
  /** Carries files, so that it cannot travel in a batch. */
  readonly attach: boolean
}

/** A payment and what it was for, as the merchant is told. */
export type CollectedItem = { readonly payment: Payment; readonly invoice: Invoice | undefined }

/** A mail by its facts; the adapter finds the words. Addresses are absolute. */
export type Letter = LetterFrame &
  (
    | {
        readonly kind: 'notice'
        readonly audience: 'customer' | 'merchant'
        /** `short` for mobile phones (S7). */
        readonly form: 'full' | 'short'
        /** The customer had the number before (flow B). */
        readonly ownNumber: boolean
        readonly sheet: SheetContent
        /** There when the sheet is attached. */
        readonly pdf: Uint8Array | undefined
      }
    | { readonly kind: 'reminder'; readonly sheet: SheetContent; readonly daysLeft: number }
    | { readonly kind: 'receipt'; readonly sheet: SheetContent; readonly payment: Payment }
    | {
        readonly kind: 'payment-undone'
        readonly sheet: SheetContent
        readonly payment: Payment
        /** Whether it can still be paid. */
        readonly payable: boolean
      }
    | { readonly kind: 'invoice-expired'; readonly sheet: SheetContent }
    | {
        readonly kind: 'invoice-cancelled'
        readonly sheet: SheetContent
        /** The page of the invoice that took its place. */
        readonly replacedByUrl: string | undefined
      }
    | {
        readonly kind: 'collection-notice' | 'collection-fax'
        readonly merchant: Merchant
        readonly day: Day
        /** Of a whole day, of one payment, or of a day again, as money of it became known later. */
        readonly pace: CollectionPace
        /** The latest; there may be more than are listed. */
        readonly items: readonly CollectedItem[]
        readonly count: number
        readonly totalYen: Yen
        readonly url: string
        /** The same on paper, for the FAX. */
        readonly pdf: Uint8Array | undefined
      }
    | {
        readonly kind: 'bounce-notice'
        readonly merchant: Merchant
        readonly invoice: Invoice | undefined
        readonly what: MessageKind
        readonly address: string
        readonly reason: string
        readonly url: string
      }
    | {
        readonly kind: 'settlement-statement'
        readonly merchant: Merchant
        readonly stored: StoredSettlement
        readonly csv: string
        readonly pdf: Uint8Array
        readonly url: string
      }
    /** A way into the console for each merchant that the person works for; each link works once. */
    | {
        readonly kind: 'sign-in'
        readonly merchant: Merchant
        readonly personName: string
        readonly links: readonly { readonly merchantName: string; readonly url: string }[]
        readonly minutes: number
      }
    /** Slack said that it took its connection away. */
    | {
        readonly kind: 'slack-removed'
        readonly merchant: Merchant
        readonly teamName: string
        readonly url: string
      }
    | {
        readonly kind: 'open-items'
        readonly merchant: Merchant
        readonly day: Day
        /** Those due first; there may be more than are listed. */
        readonly items: readonly Invoice[]
        readonly count: number
        readonly totalYen: Yen
        readonly url: string
      }
  )

/** A letter of a delivery; `key` is the same at every try, so that a provider that honours it mails once. */
export type OutgoingLetter = { readonly deliveryId: string; readonly key: string; readonly letter: Letter }

export type Mailer = {
  send(outgoing: OutgoingLetter): Promise<Sent>
  /** One call for many letters; absent where the provider has none. */
  readonly together?: {
    /** Letters of one call. */
    readonly limit: number
    /** Whether a letter may be in such a call: one with an attachment may not. */
    takes(letter: Letter): boolean
    /** All of them are taken, in order, or none. */
    send(outgoing: readonly OutgoingLetter[], key: string): Promise<SentTogether>
  }
  status(): Promise<string>
  close(): Promise<void>
}
export type SentTogether = Result<readonly (string | undefined)[], SendFailure>

type DigestFrame = {
  readonly merchant: Merchant
  /** Whom it calls: `here`, `channel`, or the chat's id of a member or group. */
  readonly mention: string | undefined
  /** As it is kept when it has been said. */
  readonly digest: StoredDigest
}

/** A line in the chat by its facts; the adapter draws it. */
export type ChatLine =
  | {
      readonly kind: 'invoice'
      readonly invoice: Invoice
      /** What was done to it last. */
      readonly last?: HistoryRow | undefined
    }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | ({ readonly kind: 'payment'; readonly decision?: PaymentDecision | undefined } & CollectedItem)
  /** Several payments in one message, oldest first. */
  | { readonly kind: 'payments'; readonly items: readonly CollectedItem[] }
  | {
      readonly kind: 'bounce'
      readonly delivery: Delivery
      readonly invoice: Invoice | undefined
      /** What a person sent in its place. */
      readonly again?: Delivery | undefined
      /** Whether nothing is sent to its address. */
      readonly isHeld: boolean
    }
  /** What a file brought to a merchant; all of it for whoever brought the file. */
  | { readonly kind: 'feed'; readonly feed: Feed; readonly merchantId: string }
  | {
      readonly kind: 'proof'
      readonly stop: ProofStop
      readonly batch: Batch | undefined
      readonly held: number
    }
  | { readonly kind: 'settlement-closed'; readonly stored: StoredSettlement; readonly merchant: Merchant }
  | (DigestFrame & {
      readonly kind: 'settlement-digest'
      readonly stored: StoredSettlement
      /** The one before it. */
      readonly earlier: StoredSettlement | undefined
    })
  | (DigestFrame & { readonly kind: 'morning-digest'; readonly figures: MorningFigures; readonly day: Day })
  | (DigestFrame & { readonly kind: 'month-report'; readonly figures: MonthFigures; readonly month: string })
  | {
      readonly kind: 'digest-note'
      readonly digest: StoredDigest
      readonly was: TellableSum
      readonly is: TellableSum
    }
  | { readonly kind: 'no-pictures' }

/** What is to be said where; `key` travels with the message so that it can be found again. */
export type OutgoingLine = {
  /** Whose line it is: the workspace follows from it. */
  readonly merchantId: string
  /** Undefined for the channel of the installation. */
  readonly channel: string | undefined
  readonly line: ChatLine
  readonly language: Language
  readonly key: string
  /** The message in whose thread it is said. */
  readonly thread?: string | undefined
}

/** A file for the chat; names are unique, so that it is found again. */
export type ChatFile = {
  readonly name: string
  readonly title: string
  readonly alt?: string
  readonly bytes: Uint8Array
}

/** The provider's id of a message says where it stands: channel and message. */
export type Chat = {
  post(outgoing: OutgoingLine): Promise<Sent>
  /** Changes a message; `gone` when it is no longer there. */
  edit(providerId: string, outgoing: OutgoingLine): Promise<Sent>
  /** Looks for a message by its key, among the latest of the channel; without an id when it is not there. */
  find(place: Pick<OutgoingLine, 'merchantId' | 'channel' | 'key' | 'thread'>): Promise<Sent>
  /** Hands pictures over without showing them; their ids, in order. */
  upload(merchantId: string, files: readonly ChatFile[]): Promise<Result<readonly string[], SendFailure>>
  /** Shows files in a message's thread; those that are there already are left out. */
  share(merchantId: string, providerId: string, files: readonly ChatFile[]): Promise<Sent>
  /** How many of these payments one message holds. */
  countFitting(items: readonly CollectedItem[], language: Language): number
  status(): Promise<string>
}

/** A mail as it was handed to the provider. */
export type Mail = {
  readonly from: string
  readonly to: readonly string[]
  readonly replyTo?: string
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments: readonly {
    readonly filename: string
    readonly contentType: string
    readonly bytes: Uint8Array
  }[]
}

/** The mail of a letter, as it would leave. */
export type WriteMail = (letter: Letter) => Mail

/** The sandbox's mailbox: what a provider would have delivered, once for each idempotency key. */
export type Mailbox = {
  /** Keeps the mail; a key seen before gives the first mail's id again and keeps nothing. */
  keep(
    mail: Mail,
    key: string | undefined,
    at: Instant,
  ): Promise<{ readonly id: string; readonly replayed: boolean }>
  /** Newest first, without attachments' bytes; `text` filters by address or subject. */
  list(limit: number, offset: number, text?: string): Promise<readonly MailboxEntry[]>
  read(id: string): Promise<(Mail & { readonly id: string; readonly receivedAt: Instant }) | undefined>
  count(): Promise<number>
}

export type MailboxEntry = {
  readonly id: string
  readonly to: readonly string[]
  readonly subject: string
  readonly receivedAt: Instant
  readonly attachments: number
}

/** The rows of a file as text, or why it cannot be read as a table. */
export type Table = { readonly header: readonly string[]; readonly rows: readonly TableRow[] }
/** `line` is the row number a person sees in a spreadsheet: the header is 1. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] }
export type TableReader = (bytes: Uint8Array) => Result<Table>
/** The same for workbooks, too. */
export type ReadRows = (bytes: Uint8Array) => Promise<Result<Table>>

/** Writes the due day of an invoice as the text of an .ics file. */
export type WriteDueEntry = (entry: {
  readonly invoice: Pick<Invoice, 'id' | 'dueDay' | 'amountYen' | 'subject' | 'number'>
  readonly merchantName: string
  /** What has to be done, in the reader's language. */
  readonly heading: string
  readonly url: string
  readonly now: Instant
}) => Promise<string>

/** Bytes of a file in `public/` by its name, such as an icon or a font of the pages. */
export type ReadAsset = (name: string) => Promise<Uint8Array | undefined>

/** Fills a template; everything put in is escaped unless it was drawn by us. */
export type Render = (name: string, model: Readonly<Record<string, unknown>>) => string

/** SVG of a number's CODE 128 barcode, black on white unless colours are given. */
export type DrawBarcode = (
  number: SmartPitNumber,
  colours?: { readonly ink: string; readonly ground: string },
) => string

/** What came of calling a merchant's own system. */
export type WebhookAnswer = {
  /** Undefined when there was no answer; `error` says why. */
  readonly status: number | undefined
  readonly error: string | undefined
  /** The beginning of the answer. */
  readonly answer: string | undefined
  readonly tookMs: number
}
/** Posts to an address of a merchant's; it follows no redirect and enters no private net. Never throws. */
export type CallWebhook = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<WebhookAnswer>

/** What an event is about, as the API shows it. */
export type WriteEvent = (
  subject:
    | { readonly kind: 'invoice'; readonly invoice: Invoice | undefined }
    | { readonly kind: 'payment'; readonly payment: Payment | undefined }
    | { readonly kind: 'settlement'; readonly settlement: StoredSettlement | undefined }
    | { readonly kind: 'test' },
) => unknown

/** Where the outside finds us, and what the day is like. */
export type Surroundings = {
  /** Nothing real happens here. */
  readonly sandbox: boolean
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
  readonly numberPrefix: string
  /** One of so many sheets of a job is looked at before its mail leaves; 0 where nothing can look. */
  readonly proofOneIn: number
  /** Deliveries of one claim at most. */
  readonly claimAtMost: number
  readonly isHoliday: (day: Day) => boolean
  /** Mail address that a FAX to a number leaves by; undefined without a gateway. */
  readonly faxAddress: (fax: string) => string | undefined
}

/** What Slack says of a person who signed in there. */
export type SlackIdentity = SlackPerson & {
  readonly name: string
  /** Only one that Slack has verified. */
  readonly email: string | undefined
}

/** "Sign in with Slack": leads there and understands what comes back. */
export type SlackSignIn = {
  /** Where the browser goes, and what must be remembered until it is back; all of it for this one try. */
  begin(): Promise<Result<{ readonly url: string; readonly tries: SignInTry }>>
  /** The person, or why the answer is not believed. */
  finish(answer: URL, tries: SignInTry): Promise<Result<SlackIdentity>>
}
export type SignInTry = { readonly state: string; readonly nonce: string; readonly verifier: string }

/** Keeps secrets that must be read again; what is closed for one purpose opens for that one only. */
export type Seal = {
  close(text: string, purpose: string): Promise<string>
  /** Undefined for what this key, or this purpose, does not open. */
  open(sealed: string, purpose: string): Promise<string | undefined>
}

/** What Slack grants when somebody installs the app. */
export type SlackGrant = Pick<
  SlackInstallation,
  'tenant' | 'enterprise' | 'teamName' | 'botId' | 'botUser' | 'scopes'
> & {
  /** The bot's token: sealed at once, never logged. */
  readonly token: string
}

/** Installs the app in workspaces of Slack. */
export type SlackInstall = {
  /** Where the browser goes; `state` comes back with it. */
  authorizeUrl(state: string): string
  /** What Slack grants for a code; undefined when it does not take it. */
  redeem(code: string): Promise<SlackGrant | undefined>
}

/** Counts requests, so that nobody asks too often. */
export type Limiter = {
  /** Counts one of `who`: undefined lets it through, else ms until the next one may come. */
  take(limit: RequestLimit, who: string): Promise<number | undefined>
  /** Drops what is over; nothing is missed when it never runs. */
  forget(): Promise<void>
}

export type Log = {
  info(event: string, facts?: Readonly<Record<string, unknown>>): void
  error(event: string, facts?: Readonly<Record<string, unknown>>): void
}

/** A row of a table (`kind`), or with `*bytes` the name and hash of something in the vault. */
export type MovingRow = {
  readonly kind: string
  readonly body: Readonly<Record<string, string | number | null>>
}

/** Carries all rows of a merchant from one database to another, whichever they are. */
export type RowMover = {
  /** All of them, parents before their children, in the order of their keys. */
  read(merchantId: string): AsyncIterable<MovingRow>
  /** Keeps rows aside from a position on, those that came before once; answers how many there are by now. */
  stage(moveId: string, from: number, rows: readonly MovingRow[]): Promise<number>
  /** What is kept aside, in order. */
  staged(moveId: string): AsyncIterable<MovingRow>
  /** Puts all that was kept aside into its tables, or nothing: when some of it is there already, or not known here. */
  land(
    moveId: string,
  ): Promise<{ readonly kind: 'done' } | { readonly kind: 'taken' | 'newer'; readonly what: string }>
  /** Throws away what was kept aside. */
  forget(moveId: string): Promise<void>
}

/** Hashes a text that comes in pieces (SHA-256, in hexadecimal). */
export type Summer = { add(text: string): void; digest(): string }
