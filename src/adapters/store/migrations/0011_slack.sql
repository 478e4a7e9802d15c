-- Who people in Slack are, as Slack said when it was asked last.
create table slack_people (
  team text not null,
  user text not null,
  name text not null,
  email text,
  checked_at text not null,
  primary key (team, user)
) without rowid;

-- Whose bills are typed in which channel.
create table slack_channels (
  team text not null,
  channel text not null,
  name text not null,
  merchant_id text not null references merchants (id),
  connected_at text not null,
  connected_by text not null,
  primary key (team, channel)
) without rowid;
create index slack_channels_of_merchant on slack_channels (merchant_id);

-- What is made in the console and comes back from Slack once: codes that connect a channel, states of an installation.
create table slack_tickets (
  hash text primary key,
  kind text not null,
  merchant_id text not null references merchants (id),
  made_by text not null,
  expires_at text not null,
  used_at text
) without rowid;

-- Workspaces (or organisations) that pitpost was installed in; the token is sealed with a key that is not in here.
create table slack_installations (
  tenant text primary key,
  enterprise text,
  team_name text not null,
  merchant_id text not null references merchants (id),
  bot_id text not null,
  bot_user text not null,
  sealed_token text not null,
  scopes text not null,
  installed_at text not null,
  installed_by text not null
) without rowid;
create index slack_installations_of_merchant on slack_installations (merchant_id);
