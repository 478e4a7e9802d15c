-- One row for each channel of the chat: one writer at a time, and no message before `free_at`.
create table chat_lanes (
  channel text primary key,
  free_at text not null,
  failures integer not null default 0
) without rowid;
