-- When somebody said that a quarantined message may stay as it is; NULL: open.
ALTER TABLE message ADD COLUMN released_at INTEGER;
DROP INDEX message_quarantined;
CREATE INDEX message_quarantined ON message (id)
  WHERE state = 2 AND released_at IS NULL;
