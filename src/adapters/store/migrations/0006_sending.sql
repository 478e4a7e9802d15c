-- Mails that leave in one call, what became of each mail, and addresses that are not written to any more.

-- Deliveries of one batch call: they are claimed, sent and retried together, under one key.
alter table deliveries add column parcel text;
-- What the provider reported last, by weight: delayed, delivered, bounced, complained.
alter table deliveries add column outcome text;
alter table deliveries add column outcome_at text;
alter table deliveries add column outcome_detail text;
-- The delivery that a person sent in place of this one.
alter table deliveries add column mended_by text;
create index deliveries_of_parcel on deliveries (parcel) where parcel is not null;
create index deliveries_of_provider on deliveries (provider_id) where provider_id is not null;
create index deliveries_troubled on deliveries (merchant_id, id)
  where channel = 'mail' and (status = 'parked' or outcome in ('bounced', 'complained'));

-- Reports as they came, each once however often it is sent.
create table delivery_events (
  id text primary key,
  delivery_id text not null references deliveries (id),
  kind text not null check (kind in ('sent', 'delayed', 'delivered', 'bounced', 'complained')),
  at text not null,
  detail text
) without rowid;
create index events_of_delivery on delivery_events (delivery_id, at);

-- By address as it goes over the wire, in small letters. A row stays when a person lifts it.
create table suppressions (
  address text primary key,
  merchant_id text not null,
  reason text not null check (reason in ('bounced', 'complained')),
  detail text,
  delivery_id text not null,
  since text not null,
  lifted_at text,
  lifted_by text
) without rowid;
create index suppressions_of_merchant on suppressions (merchant_id, since);
