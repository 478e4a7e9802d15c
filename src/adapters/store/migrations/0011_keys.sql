-- Who made a key of a program, when it was used last, and since when it lets nobody in.
alter table api_keys add column made_by text;
alter table api_keys add column last_used_at text;
alter table api_keys add column revoked_at text;
create index api_keys_of_merchant on api_keys (merchant_id);
