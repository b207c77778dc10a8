-- What people said of messages. No row is ever changed: the last word on a tag
-- of a message, and the last on its departments, holds over what rules find.
CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  tag TEXT,                     -- NULL: it is about the departments
  holds INTEGER NOT NULL,       -- 0: it has not that tag; its tags route it
  departments TEXT NOT NULL,    -- JSON array: where that sends it
  author TEXT NOT NULL,
  labelled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX label_by_message ON label (message_id, id);
CREATE INDEX label_by_tag ON label (tag, message_id, id);

-- Where a tag sends the message, and how sure a model is of it (0..1). A tag by
-- a person keeps beside it what a rule or model found, too.
ALTER TABLE tag ADD COLUMN departments TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tag ADD COLUMN probability REAL;
UPDATE tag SET departments = (SELECT json_group_array(r.department)
  FROM routing r WHERE r.message_id = tag.message_id);

-- What was found and a person said no to: in no count, but known.
CREATE TABLE denied_tag (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  rule TEXT,
  urgency INTEGER NOT NULL,
  spans TEXT NOT NULL,
  departments TEXT NOT NULL,
  probability REAL,
  PRIMARY KEY (message_id, tag)
) STRICT, WITHOUT ROWID;

-- A fingerprint of the rules that found its tags; NULL: not known.
ALTER TABLE message ADD COLUMN rules INTEGER;
