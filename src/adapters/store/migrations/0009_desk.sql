-- Searches by day over years of invoices and payments (電子帳簿保存法), newest first.
create index invoices_registered on invoices (merchant_id, registered_day, id);
create index invoices_due_of_merchant on invoices (merchant_id, due_day, id);
create index invoices_amount on invoices (merchant_id, amount_yen, id);
create index payments_amount on payments (merchant_id, amount_yen, id);
