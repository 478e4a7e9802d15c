-- What a settlement may hold is read page by page in the order of its lines; without the id in the index, each page sorts
-- all that fell on one day.
drop index invoices_ended;
create index invoices_ended on invoices (merchant_id, ended_day, id) where ended_day is not null and ended_settlement_id is null;
drop index payments_unsettled;
create index payments_unsettled on payments (merchant_id, collected_day, id) where settlement_id is null and state <> 'cancelled';
