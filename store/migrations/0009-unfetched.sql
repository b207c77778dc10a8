-- What a server listed and did not hand over, and when it is asked for again.
CREATE TABLE unfetched (
  folder_id INTEGER NOT NULL REFERENCES folder (id),
  uid INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, -- how often it was asked for again
  next_at INTEGER,                  -- NULL: not any more
  PRIMARY KEY (folder_id, uid)
) STRICT, WITHOUT ROWID;
INSERT INTO unfetched (folder_id, uid, next_at)
  SELECT a.folder_id, a.uid, a.arrived_at + 86400
  FROM message m JOIN arrival a ON a.message_id = m.id
  WHERE m.state = 2 AND m.error = 'unfetched';
