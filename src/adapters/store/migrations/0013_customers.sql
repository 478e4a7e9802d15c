-- The customers a merchant has billed or given a number to, as they were last written; by name and address (customer-key.ts).
create table customers (
  id text primary key,
  merchant_id text not null references merchants (id),
  customer_key text not null,
  name text not null,
  kana text,
  honorific text,
  email text,
  phone text,
  language text,
  last_subject text,
  last_amount_yen integer,
  first_seen_at text not null,
  seen_at text not null,
  -- Folded copies for searching; those of the addresses are made on the way.
  name_key text not null,
  kana_key text
);
create unique index customers_by_key on customers (merchant_id, customer_key);
create index customers_seen on customers (merchant_id, seen_at, id);

alter table invoices add column customer_key text;
-- The search key starts with the folded name, which has no space in it.
update invoices set customer_key =
  substr(search_key, 1, instr(search_key, ' ') - 1) || '|' || lower(coalesce(email, phone, ''));
create index invoices_of_customer on invoices (merchant_id, customer_key, id);

insert into customers
select 'cus_' || lower(hex(randomblob(13))), merchant_id, customer_key, customer_name, kana, honorific, email, phone,
  language, subject, amount_yen, registered_at, registered_at,
  substr(search_key, 1, instr(search_key, ' ') - 1),
  nullif(substr(substr(search_key, instr(search_key, ' ') + 1), 1, instr(substr(search_key, instr(search_key, ' ') + 1), ' ') - 1), '')
from invoices where true order by id
on conflict (merchant_id, customer_key) do update set
  name = excluded.name, kana = coalesce(excluded.kana, kana), honorific = excluded.honorific,
  email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone), language = excluded.language,
  last_subject = excluded.last_subject, last_amount_yen = excluded.last_amount_yen, seen_at = excluded.seen_at,
  kana_key = coalesce(excluded.kana_key, kana_key);

insert into customers
select 'cus_' || lower(hex(randomblob(13))), merchant_id, customer_key, customer_name, kana, null, email, phone,
  null, null, null, assigned_at, assigned_at, substr(customer_key, 1, instr(customer_key, '|') - 1), null
from number_assignments where true
on conflict (merchant_id, customer_key) do nothing;
