-- Rows of a merchant that is moving in: kept here until all have come, then put into their tables in one commit.
create table moving_rows (
  move_id text not null,
  position integer not null,
  kind text not null,
  body text not null,
  primary key (move_id, position)
) without rowid;
