-- What lists of invoices are found by, in a table of its own: narrow, in the order of registration, kept by triggers. Days are
-- whole numbers (20261125), because their indexes are read by the ten thousand.
create table invoice_list (
  doc integer primary key,
  invoice_id text not null,
  merchant_id text not null,
  status text not null,
  registered_day integer not null,
  due_day integer not null,
  amount_yen integer not null,
  batch_id text,
  customer_key text,
  search_key text not null
);

insert into invoice_list (invoice_id, merchant_id, status, registered_day, due_day, amount_yen, batch_id, customer_key, search_key)
select id, merchant_id, status, replace(registered_day, '-', '') + 0, replace(due_day, '-', '') + 0, amount_yen, batch_id,
  customer_key, search_key
from invoices order by registered_day, id;

create unique index invoice_list_ids on invoice_list (invoice_id);
-- In the order of the list, for filters that most rows pass.
create index invoice_list_all on invoice_list (merchant_id, registered_day, doc, status, amount_yen, due_day);
create index invoice_list_status on invoice_list (merchant_id, status, registered_day, doc, amount_yen, due_day);
-- By what few rows pass.
create index invoice_list_due on invoice_list (merchant_id, status, due_day, registered_day, doc, amount_yen);
create index invoice_list_amount on invoice_list (merchant_id, status, amount_yen, registered_day, doc, due_day);
create index invoice_list_batch on invoice_list (batch_id, doc) where batch_id is not null;
create index invoice_list_customer on invoice_list (merchant_id, customer_key, doc);

drop index invoices_registered;
drop index invoices_due_of_merchant;
drop index invoices_amount;
drop index invoices_of_customer;

-- The pieces of up to three characters that start at each place of the search key, so that any part of it is found by them.
create virtual table invoice_search using fts5 (
  pieces, content = '', detail = none, columnsize = 0, prefix = '1 2',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co Cf Cn'"
);
with recursive places (place) as (select 1 union all select place + 1 from places where place < 400)
insert into invoice_search (rowid, pieces)
select doc, (
  select group_concat(case when instr(piece, ' ') > 0 then substr(piece, 1, instr(piece, ' ') - 1) else piece end, ' ')
  from (select substr(search_key, place, 3) as piece from places where place <= length(search_key))
) from invoice_list order by doc;

create trigger invoice_list_add after insert on invoices begin
  insert into invoice_list (invoice_id, merchant_id, status, registered_day, due_day, amount_yen, batch_id, customer_key, search_key)
  values (new.id, new.merchant_id, new.status, replace(new.registered_day, '-', '') + 0, replace(new.due_day, '-', '') + 0,
    new.amount_yen, new.batch_id, new.customer_key, new.search_key);
end;
create trigger invoice_list_move after update of status, customer_key on invoices begin
  update invoice_list set status = new.status, customer_key = new.customer_key where invoice_id = new.id;
end;
