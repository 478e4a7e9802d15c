-- Who sent a mail again that had come back, or allowed its address again.
alter table deliveries add column mended_name text;
