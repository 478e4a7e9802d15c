-- The tables of pitpost, for SQLite and D1 alike. Days are YYYY-MM-DD in JST, instants RFC 3339 UTC, money whole yen.

create table merchants (
  id text primary key,
  name text not null,
  email text,
  phone text,
  registration_number text,
  slack_channel text,
  plan text not null,
  cycle text not null,
  since text not null
);

create table numbers (
  number text primary key,
  merchant_id text not null references merchants (id),
  kind text not null check (kind in ('notice', 'card')),
  issued_at text not null
) without rowid;

create table invoices (
  id text primary key,
  merchant_id text not null references merchants (id),
  number text not null references numbers (number),
  reference text,
  customer_name text not null,
  kana text,
  honorific text not null,
  email text,
  phone text,
  subject text not null,
  amount_yen integer not null check (amount_yen between 1 and 300000),
  tax_yen integer,
  lines text not null,
  due_day text not null,
  note text,
  repeats integer not null check (repeats in (0, 1)),
  deliver text not null,
  status text not null check (status in ('open', 'paid', 'confirmed', 'expired', 'cancelled')),
  version integer not null,
  token text not null unique,
  registered_at text not null,
  registered_day text not null,
  paid_at text,
  -- The day the unpaid fee falls on: the due day of an expired invoice, the day of a cancellation.
  ended_day text,
  -- The settlement that charged that fee.
  ended_settlement_id text,
  batch_id text,
  replaces text,
  replaced_by text,
  search_key text not null
);
create unique index invoices_reference on invoices (merchant_id, reference) where reference is not null;
create index invoices_of_merchant on invoices (merchant_id, id);
create index invoices_of_status on invoices (merchant_id, status, id);
create index invoices_of_number on invoices (number, status);
create index invoices_due on invoices (status, due_day);
create index invoices_ended on invoices (merchant_id, ended_day) where ended_day is not null and ended_settlement_id is null;
create index invoices_of_batch on invoices (batch_id, id) where batch_id is not null;
create index invoices_of_email on invoices (merchant_id, email, id) where email is not null;

-- One row for each change of an invoice. Two racers collide on its key, and the loser's whole commit is undone.
create table invoice_history (
  invoice_id text not null references invoices (id),
  version integer not null,
  at text not null,
  actor_kind text not null,
  actor_name text not null,
  action text not null,
  from_status text,
  to_status text not null,
  detail text not null,
  primary key (invoice_id, version)
) without rowid;

create table batches (
  id text primary key,
  merchant_id text not null references merchants (id),
  file_name text not null,
  status text not null,
  mode text not null,
  row_count integer not null,
  accepted integer not null,
  total_yen integer not null,
  problems text not null,
  refused_rows text not null,
  registered_at text not null
);

create table slips (
  id text primary key,
  number text not null references numbers (number),
  invoices text not null,
  total_yen integer not null,
  printed_at text not null,
  expires_at text not null
);
create table slip_invoices (
  invoice_id text not null,
  slip_id text not null,
  expires_at text not null,
  primary key (invoice_id, slip_id)
) without rowid;

create table payments (
  id text primary key,
  merchant_id text,
  invoice_id text,
  number text,
  receipt text not null,
  line integer not null,
  chain text not null,
  store text not null,
  amount_yen integer not null,
  paid_at text not null,
  collected_day text not null,
  recorded_at text not null,
  state text not null check (state in ('preliminary', 'confirmed', 'cancelled')),
  problem text,
  resolution text check (resolution in ('accept', 'refunded')),
  resolved_at text,
  resolved_by text,
  resolution_note text,
  confirmed_at text,
  settlement_id text,
  version integer not null,
  unique (receipt, line)
);
create index payments_of_merchant on payments (merchant_id, id);
create index payments_of_day on payments (merchant_id, collected_day);
create index payments_of_invoice on payments (invoice_id) where invoice_id is not null;
create index payments_unsettled on payments (merchant_id, collected_day) where settlement_id is null and state <> 'cancelled';

create table payment_history (
  payment_id text not null references payments (id),
  version integer not null,
  at text not null,
  actor_kind text not null,
  actor_name text not null,
  to_state text not null,
  resolution text,
  primary key (payment_id, version)
) without rowid;

-- The outbox: everything that leaves, written together with its cause.
create table deliveries (
  id text primary key,
  key text not null unique,
  merchant_id text not null,
  invoice_id text,
  batch_id text,
  kind text not null,
  channel text not null check (channel in ('mail', 'chat')),
  message text not null,
  status text not null check (status in ('printing', 'ready', 'sent', 'parked')),
  attempts integer not null default 0,
  next_at text not null,
  locked_until text,
  provider_id text,
  last_error text,
  sent_at text
);
create index deliveries_waiting on deliveries (status, channel, next_at, id) where status in ('printing', 'ready');
create index deliveries_of_invoice on deliveries (invoice_id, id) where invoice_id is not null;
create index deliveries_of_batch on deliveries (batch_id, status) where batch_id is not null;

create table sheets (
  invoice_id text primary key references invoices (id),
  sha256 text not null,
  bytes integer not null,
  printed_at text not null
);

create table settlements (
  id text primary key,
  merchant_id text not null references merchants (id),
  closing_day text not null,
  status text not null check (status in ('closed', 'fixed', 'paid')),
  body text not null,
  closed_at text not null,
  fixed_at text,
  paid_at text,
  unique (merchant_id, closing_day)
);
create table settlement_lines (
  settlement_id text not null references settlements (id),
  position integer not null,
  body text not null,
  primary key (settlement_id, position)
) without rowid;

create table ledger_entries (
  cause text not null,
  position integer not null,
  merchant_id text,
  account text not null,
  amount_yen integer not null,
  day text not null,
  primary key (cause, position)
) without rowid;

create table sign_in_links (
  token_hash text primary key,
  merchant_id text not null,
  staff_name text not null,
  role text not null,
  expires_at text not null,
  used_at text
) without rowid;

create table sessions (
  token_hash text primary key,
  merchant_id text not null,
  staff_name text not null,
  role text not null,
  expires_at text not null
) without rowid;

create table api_keys (
  hash text primary key,
  merchant_id text not null,
  name text not null,
  role text not null,
  created_at text not null
) without rowid;

create table remembered_answers (
  scope text not null,
  key text not null,
  body_hash text not null,
  status integer not null,
  body text not null,
  at text not null,
  primary key (scope, key)
) without rowid;

create table settings (
  name text primary key,
  value text not null
) without rowid;

-- The sandbox's mailbox: mails as a provider would have delivered them.
create table mailbox (
  id text primary key,
  key text unique,
  received_at text not null,
  search_key text not null,
  attachments integer not null,
  mail text not null
);
create table mailbox_attachments (
  mail_id text not null references mailbox (id),
  position integer not null,
  filename text not null,
  content_type text not null,
  bytes blob not null,
  primary key (mail_id, position)
);
