-- Collection data files (収納データ) and what became of each of their records.

create table feeds (
  id text primary key,
  -- Whoever brought it: a merchant, or the centre. The same bytes are taken once from each.
  owner_id text not null references merchants (id),
  sha256 text not null,
  file_name text not null,
  layout text not null check (layout in ('dsk', 'fixed-a', 'fixed-b')),
  bytes integer not null,
  records integer not null,
  sum_yen integer not null,
  summary text not null,
  actor_kind text not null,
  actor_name text not null,
  received_at text not null,
  unique (owner_id, sha256)
);
create index feeds_of_owner on feeds (owner_id, id);

create table feed_items (
  feed_id text not null references feeds (id),
  row integer not null,
  kind text not null,
  outcome text not null,
  -- Why a person should look at it; null when nobody needs to.
  reason text,
  barcode text not null,
  amount_yen integer not null,
  chain text not null,
  store text not null,
  collected_at text not null,
  receipt text not null,
  merchant_id text not null,
  invoice_id text,
  payment_id text,
  done_at text,
  done_by text,
  primary key (feed_id, row)
) without rowid;
create index feed_items_for_person on feed_items (feed_id, row) where reason is not null;
create index feed_items_receipt on feed_items (receipt, kind);
create index feed_items_payment on feed_items (payment_id) where payment_id is not null;

-- Money of an unknown barcode, by the digits that name whose it is: agency, client, reference.
create index payments_told on payments (substr(told, 3, 27)) where told is not null;
create index payments_preliminary on payments (merchant_id, collected_day, chain) where state = 'preliminary';
