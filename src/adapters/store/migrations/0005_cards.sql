-- A merchant's own card design; the artwork itself is in the vault under its SHA-256.
create table card_designs (
  merchant_id text primary key references merchants (id),
  layout text not null,
  type text not null check (type in ('image/png', 'image/svg+xml')),
  sha256 text not null,
  saved_at text not null,
  saved_by text not null
) without rowid;
