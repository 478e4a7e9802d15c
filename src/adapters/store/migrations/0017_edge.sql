-- Places for browsers of Browser Rendering: no more run at once than there are places, whichever workers print.
create table browser_slots (
  number integer primary key,
  -- Who prints in it, until when it is theirs at the latest; null while it is free.
  holder text,
  held_until text,
  -- The session that lives in it, and since when.
  session_id text,
  started_at text
);

-- Messages of the queues that could not be worked off; what they were to wake is still in `deliveries`.
create table dead_letters (
  id text primary key,
  work text not null,
  attempts integer not null,
  died_at text not null,
  -- Who woke the work again, and when; null until then.
  settled_at text,
  settled_by text
);
create index dead_letters_open on dead_letters (died_at) where settled_at is null;
