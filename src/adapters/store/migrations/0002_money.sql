-- Merchants and their terms, assigned numbers, payment barcodes, FAX notices, and who carried an invoice.

alter table merchants add column fax text;
alter table merchants add column file_option integer not null default 1 check (file_option in (0, 1));
-- 請求書発行企業コード (6 digits) and client code (5 digits) of a contract with a collection agency.
alter table merchants add column agency_code text;
alter table merchants add column client_code text;

-- Plan and cycle from a day on; the first terms are the merchant's own columns.
create table merchant_terms (
  merchant_id text not null references merchants (id),
  position integer not null,
  plan text not null check (plan in ('plan-120', 'plan-130')),
  cycle text not null check (cycle in ('5-days', '10-days', 'half-month', 'month-end')),
  effective_day text not null,
  requested_at text not null,
  actor_kind text not null,
  actor_name text not null,
  primary key (merchant_id, position)
) without rowid;

-- A number that a merchant gave to one of its customers for good.
create table number_assignments (
  merchant_id text not null references merchants (id),
  number text not null references numbers (number),
  customer_key text not null,
  customer_name text not null,
  kana text,
  email text,
  phone text,
  assigned_at text not null,
  primary key (merchant_id, number)
) without rowid;
create unique index number_assignments_customer on number_assignments (merchant_id, customer_key);
create index numbers_of_merchant on numbers (merchant_id, kind, number);

-- The 16 digits by which a collection data file names an invoice, and how often the bill was issued again.
alter table invoices add column barcode_reference text;
alter table invoices add column reissue_count integer not null default 0;
-- The payment that made the invoice paid.
alter table invoices add column paid_payment_id text;
update invoices set paid_payment_id = (
  select id from payments where payments.invoice_id = invoices.id and problem is null and state <> 'cancelled'
) where status in ('paid', 'confirmed');
create unique index invoices_barcode on invoices (barcode_reference) where barcode_reference is not null;

-- Money that nobody claims is the centre's, which is a merchant of its own.
update payments set merchant_id = 'mer_centre' where merchant_id is null;
update ledger_entries set merchant_id = 'mer_centre' where merchant_id is null;
-- What the till named when nobody knows whose money it is: number, invoice or barcode, as it came.
alter table payments add column told text;
create index payments_undecided on payments (merchant_id, id)
  where problem is not null and resolution is null and state <> 'cancelled';

-- Collection notices sent by FAX; each is charged once.
create table faxes (
  key text primary key,
  merchant_id text not null references merchants (id),
  day text not null,
  settlement_id text
) without rowid;
create index faxes_unsettled on faxes (merchant_id, day) where settlement_id is null;
