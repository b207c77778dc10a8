-- What our answers say will be done, and by when. Whether it was kept shows in
-- the answers that came later.
CREATE TABLE promise (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  text TEXT NOT NULL, -- the sentence
  due_at INTEGER NOT NULL,
  PRIMARY KEY (message_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX promise_by_due ON promise (due_at);
CREATE INDEX conversation_by_last ON conversation (last_at);
