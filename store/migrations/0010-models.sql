-- What was learnt from labels: a model a tag, and how well it did on labels
-- that it had not seen.
CREATE TABLE model (
  tag TEXT PRIMARY KEY,
  labels INTEGER NOT NULL,      -- when it was trained
  examples_for INTEGER NOT NULL,
  examples_against INTEGER NOT NULL,
  precision REAL NOT NULL,
  recall REAL NOT NULL,
  slope REAL NOT NULL,          -- from a score to a probability
  offset REAL NOT NULL,
  trained_at INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
