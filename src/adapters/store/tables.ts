/** The tables as Kysely sees them; the truth is in `migrations/`. */
import type { Actor, Role } from '../../domain/access.ts'
import type { CollectionKind } from '../../domain/collection-record.ts'
import type { FeedOutcome, FeedReason } from '../../domain/feed.ts'
import type { Language } from '../../domain/language.ts'
import type { SettingsAction, SettingsTopic } from '../../domain/settings-change.ts'

export type InvoiceRow = {
  id: string
  merchant_id: string
  number: string
  reference: string | null
  customer_name: string
  kana: string | null
  honorific: '様' | '御中'
  email: string | null
  phone: string | null
  subject: string
  amount_yen: number
  tax_yen: number | null
  lines: string
  due_day: string
  note: string | null
  repeats: number
  deliver: 'customer' | 'merchant' | 'both' | 'none'
  status: 'open' | 'paid' | 'confirmed' | 'expired' | 'cancelled'
  version: number
  token: string
  registered_at: string
  registered_day: string
  paid_at: string | null
  ended_day: string | null
  ended_settlement_id: string | null
  batch_id: string | null
  replaces: string | null
  replaced_by: string | null
  barcode_reference: string | null
  reissue_count: number
  paid_payment_id: string | null
  search_key: string
  customer_key: string | null
  language: 'ja' | 'en'
  remind: number
}

export type CustomerRow = {
  id: string
  merchant_id: string
  customer_key: string
  name: string
  kana: string | null
  honorific: '様' | '御中' | null
  email: string | null
  phone: string | null
  language: 'ja' | 'en' | null
  last_subject: string | null
  last_amount_yen: number | null
  first_seen_at: string
  seen_at: string
  name_key: string
  kana_key: string | null
}

export type PaymentRow = {
  id: string
  merchant_id: string
  invoice_id: string | null
  number: string | null
  told: string | null
  receipt: string
  line: number
  chain: string
  store: string
  amount_yen: number
  paid_at: string
  collected_day: string
  recorded_at: string
  state: 'preliminary' | 'confirmed' | 'cancelled'
  problem: 'late' | 'duplicate' | 'amount-mismatch' | 'unknown' | 'after-cancel' | null
  resolution: 'accept' | 'refunded' | null
  resolved_at: string | null
  resolved_by: string | null
  resolution_note: string | null
  confirmed_at: string | null
  settlement_id: string | null
  version: number
}

export type DeliveryRow = {
  id: string
  key: string
  merchant_id: string
  invoice_id: string | null
  batch_id: string | null
  kind: string
  channel: 'mail' | 'chat'
  message: string
  status: 'printing' | 'ready' | 'sent' | 'parked'
  attempts: number
  next_at: string
  locked_until: string | null
  provider_id: string | null
  last_error: string | null
  sent_at: string | null
  parcel: string | null
  outcome: 'delayed' | 'delivered' | 'bounced' | 'complained' | null
  outcome_at: string | null
  outcome_detail: string | null
  mended_by: string | null
  mended_name: string | null
  dropped: string | null
  stop_id: string | null
}

export type MerchantRow = {
  id: string
  name: string
  email: string | null
  phone: string | null
  registration_number: string | null
  slack_channel: string | null
  plan: 'plan-120' | 'plan-130'
  cycle: '5-days' | '10-days' | 'half-month' | 'month-end'
  since: string
  fax: string | null
  file_option: number
  agency_code: string | null
  client_code: string | null
  address: string | null
  logo: string | null
}

export type AssignmentRow = {
  merchant_id: string
  number: string
  customer_key: string
  customer_name: string
  kana: string | null
  email: string | null
  phone: string | null
  assigned_at: string
}

type AccessRow = {
  token_hash: string
  merchant_id: string
  /** As they were then; read from `staff` instead. */
  staff_name: string
  role: Role
  expires_at: string
  /** Null: from before people were kept. */
  staff_id: string | null
}

export type StaffRow = {
  id: string
  merchant_id: string
  name: string
  email: string | null
  email_key: string | null
  role: Role
  slack_team: string | null
  slack_user: string | null
  language: Language
  active: number
  since: string
}

export type SettlementRow = {
  id: string
  merchant_id: string
  closing_day: string
  status: 'closed' | 'fixed' | 'paid'
  body: string
  closed_at: string
  fixed_at: string | null
  paid_at: string | null
}

export type FeedRow = {
  id: string
  owner_id: string
  sha256: string
  file_name: string
  layout: 'dsk' | 'fixed-a' | 'fixed-b'
  bytes: number
  records: number
  sum_yen: number
  summary: string
  actor_kind: 'staff' | 'api-key' | 'slack' | 'store' | 'feed' | 'system'
  actor_name: string
  received_at: string
}

export type FeedItemRow = {
  feed_id: string
  row: number
  kind: CollectionKind
  outcome: FeedOutcome
  reason: FeedReason | null
  barcode: string
  amount_yen: number
  chain: string
  store: string
  collected_at: string
  receipt: string
  merchant_id: string
  invoice_id: string | null
  payment_id: string | null
  done_at: string | null
  done_by: string | null
}

export type Tables = {
  customers: CustomerRow
  feeds: FeedRow
  feed_items: FeedItemRow
  merchants: MerchantRow
  merchant_terms: {
    merchant_id: string
    position: number
    plan: MerchantRow['plan']
    cycle: MerchantRow['cycle']
    effective_day: string
    requested_at: string
    actor_kind: string
    actor_name: string
  }
  number_assignments: AssignmentRow
  faxes: { key: string; merchant_id: string; day: string; settlement_id: string | null }
  numbers: { number: string; merchant_id: string; kind: 'notice' | 'card'; issued_at: string }
  invoices: InvoiceRow
  invoice_history: {
    invoice_id: string
    version: number
    at: string
    actor_kind: 'staff' | 'api-key' | 'slack' | 'store' | 'feed' | 'system'
    actor_name: string
    action: string
    from_status: InvoiceRow['status'] | null
    to_status: InvoiceRow['status']
    detail: string
  }
  batches: {
    id: string
    merchant_id: string
    file_name: string
    status: 'registered' | 'refused'
    mode: 'all_or_nothing' | 'valid_rows'
    row_count: number
    accepted: number
    total_yen: number
    problems: string
    refused_rows: string
    cut_count: number
    cuts: string
    registered_at: string
  }
  chat_jobs: {
    batch_id: string
    merchant_id: string
    channel: string
    ts: string
    thread_ts: string
    language: 'ja' | 'en'
    shown: string
    parts_sent: number
    failures: number
    done: number
    next_at: string
    created_at: string
  }
  slips: {
    id: string
    number: string
    invoices: string
    total_yen: number
    printed_at: string
    expires_at: string
  }
  slip_invoices: { invoice_id: string; slip_id: string; expires_at: string }
  payments: PaymentRow
  payment_history: {
    payment_id: string
    version: number
    at: string
    actor_kind: string
    actor_name: string
    to_state: PaymentRow['state']
    resolution: PaymentRow['resolution']
    merchant_id: string | null
    invoice_id: string | null
  }
  deliveries: DeliveryRow
  delivery_events: {
    id: string
    delivery_id: string
    kind: 'sent' | 'delayed' | 'delivered' | 'bounced' | 'complained'
    at: string
    detail: string | null
  }
  suppressions: {
    address: string
    merchant_id: string
    reason: 'bounced' | 'complained'
    detail: string | null
    delivery_id: string
    since: string
    lifted_at: string | null
    lifted_by: string | null
  }
  sheets: { invoice_id: string; sha256: string; bytes: number; printed_at: string }
  settlements: SettlementRow
  settlement_lines: { settlement_id: string; position: number; body: string }
  ledger_entries: {
    cause: string
    position: number
    merchant_id: string | null
    account: string
    amount_yen: number
    day: string
  }
  sign_in_links: AccessRow & { used_at: string | null }
  sessions: AccessRow & {
    id: string | null
    device: string | null
    created_at: string | null
    last_seen_at: string | null
  }
  staff: StaffRow
  slack_people: { team: string; user: string; name: string; email: string | null; checked_at: string }
  slack_channels: {
    team: string
    channel: string
    name: string
    merchant_id: string
    connected_at: string
    connected_by: string
  }
  slack_tickets: {
    hash: string
    kind: 'channel' | 'install'
    merchant_id: string
    made_by: string
    expires_at: string
    used_at: string | null
  }
  slack_installations: {
    tenant: string
    enterprise: string | null
    team_name: string
    merchant_id: string
    bot_id: string
    bot_user: string
    sealed_token: string
    scopes: string
    installed_at: string
    installed_by: string
  }
  settings_history: {
    id: string
    merchant_id: string
    at: string
    actor_kind: Actor['kind']
    actor_name: string
    topic: SettingsTopic
    action: SettingsAction
    subject: string
    fields: string
  }
  api_keys: {
    hash: string
    merchant_id: string
    name: string
    role: Role
    created_at: string
    made_by: string | null
    last_used_at: string | null
    revoked_at: string | null
  }
  remembered_answers: {
    scope: string
    key: string
    body_hash: string
    status: number
    body: string
    at: string
  }
  settings: { name: string; value: string }
  request_counts: { key: string; count: number; ends_at: string }
  browser_slots: {
    number: number
    holder: string | null
    held_until: string | null
    session_id: string | null
    started_at: string | null
  }
  dead_letters: {
    id: string
    work: string
    attempts: number
    died_at: string
    settled_at: string | null
    settled_by: string | null
  }
  chat_lanes: { channel: string; free_at: string; failures: number }
  chat_settings: { merchant_id: string; settings: string }
  chat_digests: {
    key: string
    merchant_id: string
    kind: 'morning' | 'month' | 'settlement'
    from_day: string
    to_day: string
    figures: string
    pictures: string
  }
  mail_settings: { merchant_id: string; settings: string }
  proof_stops: {
    id: string
    merchant_id: string
    batch_id: string | null
    invoice_id: string
    reason: string
    stopped_at: string
    resumed_at: string | null
    resumed_by: string | null
  }
  card_designs: {
    merchant_id: string
    layout: string
    type: 'image/png' | 'image/svg+xml'
    sha256: string
    saved_at: string
    saved_by: string
  }
  mailbox: {
    id: string
    key: string | null
    received_at: string
    search_key: string
    attachments: number
    mail: string
  }
  mailbox_attachments: {
    mail_id: string
    position: number
    filename: string
    content_type: string
    bytes: Uint8Array
  }
}
