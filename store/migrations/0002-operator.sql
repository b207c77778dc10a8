-- What marks the file as ours, for file(1) and `tribune restore`: "Trib".
PRAGMA application_id = 1416784226;

-- Since when the login is refused or has no password; NULL once it works.
ALTER TABLE mailbox_status ADD COLUMN refused_since INTEGER;
