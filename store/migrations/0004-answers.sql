-- Mails of persons and answers that are read but in no conversation: what such
-- a mail left that turned out to be another than it was taken for.
CREATE INDEX message_apart ON message (id)
  WHERE state = 1 AND conversation_id IS NULL AND origin IN (0, 5);
