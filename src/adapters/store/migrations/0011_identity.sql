-- People of a merchant: one identity for the console and the chat. Who left stays on file, for the history.
create table staff (
  id text primary key,
  merchant_id text not null references merchants (id),
  name text not null,
  email text,
  email_key text,
  role text not null,
  slack_team text,
  slack_user text,
  language text not null,
  active integer not null,
  since text not null
) without rowid;
create index staff_of_merchant on staff (merchant_id, since);
create unique index staff_email on staff (merchant_id, email_key) where active = 1 and email_key is not null;
create index staff_by_email on staff (email_key);
create unique index staff_slack on staff (merchant_id, slack_user, slack_team) where active = 1 and slack_user is not null;
create index staff_by_slack on staff (slack_user);

-- What was changed in the settings of a merchant, by whom and when; rows are never changed.
create table settings_history (
  id text primary key,
  merchant_id text not null,
  at text not null,
  actor_kind text not null,
  actor_name text not null,
  topic text not null,
  action text not null,
  subject text not null,
  fields text not null
) without rowid;
create index settings_history_of_merchant on settings_history (merchant_id, at, id);

-- Links and sessions belong to a person from now on; name and role are read from there.
alter table sign_in_links add column staff_id text;
alter table sessions add column staff_id text;
alter table sessions add column id text;
alter table sessions add column device text;
alter table sessions add column created_at text;
alter table sessions add column last_seen_at text;
create index sessions_of_staff on sessions (staff_id);
create unique index sessions_id on sessions (id);
