-- One person behind several addresses, and what somebody said of people.
--
-- Contacts with the same person_id are one person; it is the lowest id of them.
ALTER TABLE contact ADD COLUMN person_id INTEGER REFERENCES contact (id)
  ON DELETE SET NULL;
CREATE INDEX contact_by_person ON contact (person_id)
  WHERE person_id IS NOT NULL;

-- Who joined which two addresses; kept when they were parted again.
CREATE TABLE contact_join (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  author TEXT NOT NULL,
  joined_at INTEGER NOT NULL,
  parted_by TEXT,
  parted_at INTEGER
) STRICT;
CREATE INDEX contact_join_by_contact ON contact_join (contact_id);
CREATE INDEX contact_join_by_other ON contact_join (other_id);

-- Type or stage by hand; the last holds over what the mails show. No row is
-- ever changed.
CREATE TABLE contact_label (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  what INTEGER NOT NULL,        -- 0 type, 1 stage
  value TEXT,                   -- NULL: as the mails show it
  author TEXT NOT NULL,
  labelled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_label_by_contact ON contact_label (contact_id, id);

CREATE INDEX contact_by_last ON contact (last_at);
CREATE INDEX contact_by_name ON contact (name);
