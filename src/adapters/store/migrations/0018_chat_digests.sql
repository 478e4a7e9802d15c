-- What the chat's digests said, so that what comes later can amend them, and how each merchant wants them.

create table chat_digests (
  -- The key of the delivery that posted it.
  key text primary key,
  merchant_id text not null,
  kind text not null,
  -- The days it tells of, both included.
  from_day text not null,
  to_day text not null,
  figures text not null,
  -- Pictures that Slack holds for it: their ids and what they show.
  pictures text not null default '[]'
) without rowid;
create index chat_digests_of_day on chat_digests (merchant_id, kind, to_day);

-- One JSON document for each merchant that has changed something; parsed and checked on the way in.
create table chat_settings (
  merchant_id text primary key,
  settings text not null
) without rowid;


-- Months of bills and of money, for the report of a month.
create index invoices_of_merchant_by_end on invoices (merchant_id, ended_day) where ended_day is not null;
