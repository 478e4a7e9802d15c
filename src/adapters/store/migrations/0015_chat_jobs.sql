-- Files registered from the chat: whose message is edited as their notices go, and how many sheet files it has got.
create table chat_jobs (
  batch_id text primary key,
  merchant_id text not null,
  channel text not null,
  ts text not null,
  thread_ts text not null,
  language text not null check (language in ('ja', 'en')),
  shown text not null,
  parts_sent integer not null default 0,
  failures integer not null default 0,
  done integer not null default 0,
  next_at text not null,
  created_at text not null
);

create index chat_jobs_waiting on chat_jobs (next_at) where done = 0;
