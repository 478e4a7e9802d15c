-- How often somebody asked within a window of time; keys are hashed, and a row is forgotten when its window is over.
create table request_counts (
  key text primary key,
  count integer not null,
  ends_at text not null
) without rowid;
create index request_counts_ends on request_counts (ends_at);
