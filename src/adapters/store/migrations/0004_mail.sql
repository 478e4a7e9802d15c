-- What customers are written in, whether they are reminded, and how a merchant's mails look and when they leave.

alter table invoices add column language text not null default 'ja' check (language in ('ja', 'en'));
alter table invoices add column remind integer not null default 1 check (remind in (0, 1));

-- One JSON document for each merchant that has changed something; parsed and checked on the way in.
create table mail_settings (
  merchant_id text primary key references merchants (id),
  settings text not null
) without rowid;

-- Why a delivery was not sent after all: its invoice was paid, cancelled or over when its turn came.
alter table deliveries add column dropped text;
