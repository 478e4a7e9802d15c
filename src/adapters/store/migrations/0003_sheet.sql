-- What the sheet shows of a merchant besides its name: postal address, and the vault's key of its logo.

alter table merchants add column address text;
alter table merchants add column logo text;
