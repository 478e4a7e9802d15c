-- Whose a payment was at each of its versions, and what a settlement holds: for whoever checks the books.

alter table payment_history add column merchant_id text;
alter table payment_history add column invoice_id text;
update payment_history set
  merchant_id = (select merchant_id from payments where payments.id = payment_history.payment_id),
  invoice_id = (select invoice_id from payments where payments.id = payment_history.payment_id);
-- Until a person named its invoice, unknown money was whose number it was, or the centre's.
update payment_history set
  invoice_id = null,
  merchant_id = coalesce(
    (select numbers.merchant_id from payments join numbers on numbers.number = payments.number
      where payments.id = payment_history.payment_id),
    'mer_centre')
where exists (
  select 1 from payments join payment_history later on later.payment_id = payments.id
  where payments.id = payment_history.payment_id and payments.problem = 'unknown'
    and later.resolution = 'accept' and later.version > payment_history.version
);

create index payments_settled on payments (settlement_id, collected_day, id) where settlement_id is not null;
create index invoices_settled on invoices (ended_settlement_id, ended_day, id) where ended_settlement_id is not null;
create index faxes_settled on faxes (settlement_id, day, key) where settlement_id is not null;
-- What every tick looks for: settlements that are not paid out.
create index settlements_to_come on settlements (merchant_id, closing_day) where status <> 'paid';
