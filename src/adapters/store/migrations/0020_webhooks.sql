-- Webhooks to merchants' own systems: where they go, what waits to go there, and what became of each try.
create table webhook_endpoints (
  id text primary key,
  merchant_id text not null references merchants (id),
  url text not null,
  -- JSON list of event names.
  events text not null,
  secret text not null,
  -- Signs beside the new one until then.
  old_secret text,
  old_until text,
  enabled integer not null check (enabled in (0, 1)),
  -- Since when nothing has arrived; null after anything did.
  failing_since text,
  -- When it was switched off because nothing arrived any more.
  given_up_at text,
  created_at text not null
);
create index webhook_endpoints_of_merchant on webhook_endpoints (merchant_id, id);

-- Written in the commit of their cause; the id is the webhook-id of every try.
create table webhook_deliveries (
  id text primary key,
  key text not null unique,
  endpoint_id text not null references webhook_endpoints (id),
  merchant_id text not null,
  event text not null,
  subject_id text not null,
  happened_at text not null,
  -- What is sent, as it was at the first try.
  body text,
  status text not null check (status in ('waiting', 'sent', 'failed')),
  attempts integer not null,
  next_at text not null,
  locked_until text
);
create index webhook_deliveries_waiting on webhook_deliveries (next_at, id) where status = 'waiting';
create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id);

create table webhook_attempts (
  delivery_id text not null references webhook_deliveries (id),
  attempt integer not null,
  at text not null,
  status integer,
  error text,
  answer text,
  took_ms integer not null,
  primary key (delivery_id, attempt)
) without rowid;
