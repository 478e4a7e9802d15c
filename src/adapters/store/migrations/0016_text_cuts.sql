-- Rows of a file whose texts are too wide for some place: how many cuts there are, and the first of them as JSON.
ALTER TABLE batches ADD COLUMN cut_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batches ADD COLUMN cuts TEXT NOT NULL DEFAULT '[]';
