-- What `tribune search` looks in: the folded words of each message that is
-- read, by store/search-text.c. It keeps no copy of them; a row goes by FTS5's
-- 'delete' with the same words again. The tokenizer parts words at blanks.
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = '', columnsize = 0,
  tokenize = "ascii tokenchars '!#$%&()*+,-./:;<=>?@[\]^_`{|}~'"
);
-- Many small segments may wait until filter is idle and merges them.
INSERT INTO search (search, rank) VALUES ('automerge', 16);
INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
-- Its row there: received_at * 8 and a little more, so that the order of rows
-- is that of time. NULL: not in it (yet).
ALTER TABLE message ADD COLUMN search_key INTEGER;
CREATE UNIQUE INDEX message_by_search_key ON message (search_key)
  WHERE search_key IS NOT NULL;
CREATE INDEX message_unsearchable ON message (id)
  WHERE state = 1 AND search_key IS NULL;
