-- Mails held back because a sheet among them would not have scanned.
create table proof_stops (
  id text primary key,
  merchant_id text not null references merchants (id),
  batch_id text,
  invoice_id text not null,
  reason text not null,
  stopped_at text not null,
  resumed_at text,
  resumed_by text
) without rowid;
create index proof_stops_of_merchant on proof_stops (merchant_id, id);
create index proof_stops_of_batch on proof_stops (batch_id) where batch_id is not null;

alter table deliveries add column stop_id text;
create index deliveries_of_stop on deliveries (stop_id) where stop_id is not null;
