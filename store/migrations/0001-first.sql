-- Times are seconds since 1970 UTC. Enumerations are the small integers of the
-- headers beside this folder. Text is clean UTF-8 without NUL.

-- What the program knows about itself.
CREATE TABLE secret (
  purpose TEXT PRIMARY KEY,
  key BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TABLE epoch (
  role TEXT PRIMARY KEY,
  epoch INTEGER NOT NULL
) STRICT;

-- How far a stage has come.
CREATE TABLE mark (
  name TEXT PRIMARY KEY,        -- grouped: messages that patterns have seen
  value INTEGER NOT NULL
) STRICT;

-- Ingest: what came, from where, and how far each folder is read.
CREATE TABLE mailbox_status (
  mailbox TEXT PRIMARY KEY,
  tried_at INTEGER NOT NULL,    -- end of the last poll, good or bad
  complete_until INTEGER,       -- start of the last poll that read everything
  failing_since INTEGER,        -- NULL while it works
  error TEXT                    -- of the last poll
) STRICT;

CREATE TABLE folder (
  id INTEGER PRIMARY KEY,
  mailbox TEXT NOT NULL,
  name TEXT NOT NULL,
  uidvalidity INTEGER NOT NULL,
  cursor_uid INTEGER NOT NULL DEFAULT 0, -- every UID up to here has its outcome
  opened_at INTEGER NOT NULL,
  UNIQUE (mailbox, name, uidvalidity)
) STRICT;

CREATE TABLE raw (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,  -- hex, of the bytes as they came
  size_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE raw_chunk (
  raw_id INTEGER NOT NULL REFERENCES raw (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  bytes BLOB NOT NULL,          -- one zstd frame
  PRIMARY KEY (raw_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  content_key TEXT NOT NULL UNIQUE, -- hex
  raw_id INTEGER NOT NULL REFERENCES raw (id),
  size_bytes INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  arrived_at INTEGER NOT NULL,  -- when Tribune first had it
  imported INTEGER NOT NULL DEFAULT 0, -- 1: by `import`, never "new" nor escalated
  answer INTEGER NOT NULL DEFAULT 0,   -- 1: it came from a Sent folder
  state INTEGER NOT NULL DEFAULT 0,    -- 0 queued, 1 done, 2 quarantined
  claim_epoch INTEGER,          -- of role "filter"
  claim_until INTEGER,
  tries INTEGER NOT NULL DEFAULT 0,
  error TEXT,                   -- why it is quarantined
  -- from here on: what reading found; NULL while queued or where unknown
  message_id TEXT,
  date_at INTEGER,
  from_name TEXT,
  from_address TEXT,
  subject TEXT,
  origin INTEGER,
  origin_reason TEXT,
  source TEXT,
  forwarded_by TEXT,
  verified INTEGER,
  language TEXT,
  bounce_status TEXT,
  bounce_hard INTEGER,
  filtered_at INTEGER,
  contact_id INTEGER REFERENCES contact (id),
  conversation_id INTEGER REFERENCES conversation (id),
  pattern_id INTEGER REFERENCES pattern (id)
) STRICT;
CREATE INDEX message_queue ON message (id) WHERE state = 0;
CREATE INDEX message_finished ON message (id) WHERE state > 0;
CREATE INDEX message_quarantined ON message (id) WHERE state = 2;
CREATE INDEX message_by_filtered ON message (filtered_at)
  WHERE filtered_at IS NOT NULL;
CREATE INDEX message_by_received ON message (received_at);
CREATE INDEX message_by_message_id ON message (message_id);
CREATE INDEX message_by_contact ON message (contact_id, received_at);
CREATE INDEX message_by_conversation ON message (conversation_id, received_at);
CREATE INDEX message_by_pattern ON message (pattern_id, received_at);
CREATE INDEX message_by_raw ON message (raw_id);

CREATE TABLE arrival (
  id INTEGER PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folder (id),
  uid INTEGER NOT NULL,
  outcome INTEGER NOT NULL,     -- 0 new, 1 duplicate, 2 vanished, 3 skipped
  raw_id INTEGER REFERENCES raw (id),
  message_id INTEGER REFERENCES message (id),
  arrived_at INTEGER NOT NULL,
  UNIQUE (folder_id, uid)
) STRICT;
CREATE INDEX arrival_by_message ON arrival (message_id);
CREATE INDEX arrival_by_raw ON arrival (raw_id, folder_id);

-- Filters: what it says, by whom, about what.
CREATE TABLE message_text (
  message_id INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
  text TEXT NOT NULL,
  own_words TEXT NOT NULL
) STRICT;

CREATE TABLE message_address (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  role INTEGER NOT NULL,        -- 0 to, 1 cc, 2 reply-to, 3 bounced recipient
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (message_id, role, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE message_reference (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,        -- 0 In-Reply-To, 1 References
  number INTEGER NOT NULL,
  reference TEXT NOT NULL,
  PRIMARY KEY (message_id, kind, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_reference_by_reference ON message_reference (reference);

CREATE TABLE attachment (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  PRIMARY KEY (message_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE flag (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  flag TEXT NOT NULL,
  PRIMARY KEY (message_id, flag)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  by INTEGER NOT NULL,          -- 0 rule; later 1 person, 2 model
  rule TEXT,
  urgency INTEGER NOT NULL,     -- 0 none, 1 high, 2 now
  spans TEXT NOT NULL,          -- JSON array of the words that matched
  PRIMARY KEY (message_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_by_tag ON tag (tag, message_id);
CREATE INDEX tag_now ON tag (message_id) WHERE urgency = 2;

CREATE TABLE routing (
  message_id INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
  department TEXT NOT NULL,
  PRIMARY KEY (message_id, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX routing_by_department ON routing (department, message_id);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE, -- lower case
  name TEXT NOT NULL,
  type TEXT,                    -- customer, prospect, journalist, ...
  stage TEXT,                   -- know, like, trust, try, buy, repeat, refer
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pattern (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  typical_id INTEGER REFERENCES message (id), -- its most typical message
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pattern_by_typical ON pattern (typical_id);

-- Digest: what was frozen, for whom, and what became of it.
CREATE TABLE digest (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,           -- department, escalation
  subject TEXT NOT NULL,        -- the department's id, or the escalation's
  period TEXT NOT NULL,         -- 2026-W46; of an escalation its key
  revision INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at INTEGER NOT NULL,
  built_at INTEGER NOT NULL,
  headline TEXT NOT NULL,       -- the Subject
  html TEXT NOT NULL,           -- as shown, for previews
  text TEXT NOT NULL,
  UNIQUE (kind, subject, period, revision)
) STRICT;

CREATE TABLE digest_item (
  digest_id INTEGER NOT NULL REFERENCES digest (id),
  number INTEGER NOT NULL,
  pattern_id INTEGER REFERENCES pattern (id),
  message_id INTEGER REFERENCES message (id),
  title TEXT NOT NULL,
  mails INTEGER NOT NULL,
  customers INTEGER NOT NULL,
  PRIMARY KEY (digest_id, number),
  CHECK (pattern_id IS NOT NULL OR message_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_item_by_message ON digest_item (message_id);
CREATE INDEX digest_item_by_pattern ON digest_item (pattern_id);

-- Every message a digest counted, so that none is counted twice or forgotten.
CREATE TABLE digest_message (
  digest_id INTEGER NOT NULL REFERENCES digest (id),
  message_id INTEGER NOT NULL REFERENCES message (id),
  late INTEGER NOT NULL,
  PRIMARY KEY (digest_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_message_by_message ON digest_message (message_id);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  digest_id INTEGER NOT NULL REFERENCES digest (id),
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  period TEXT NOT NULL,
  revision INTEGER NOT NULL,
  recipient TEXT NOT NULL,      -- of the envelope
  message_id TEXT NOT NULL UNIQUE, -- without <>
  bytes BLOB NOT NULL,          -- the finished mail, CRLF
  state INTEGER NOT NULL DEFAULT 0, -- 0 ready, 1 sending, 2 sent, 3 deferred,
                                -- 4 failed, 5 in doubt, 6 expired, 7 cancelled
  dot_sent INTEGER NOT NULL DEFAULT 0,
  claim_epoch INTEGER,          -- of role "digest"
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  code INTEGER,                 -- the server's last answer
  answer TEXT,
  sent_at INTEGER,
  UNIQUE (kind, subject, period, revision, recipient)
) STRICT;
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN (0, 1, 3, 5);
CREATE INDEX outbox_by_digest ON outbox (digest_id);

CREATE TABLE reply_token (
  token_sha256 TEXT PRIMARY KEY, -- hex; the token itself is only in the mail
  outbox_id INTEGER NOT NULL REFERENCES outbox (id),
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reply_token_by_outbox ON reply_token (outbox_id);

CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  digest_id INTEGER NOT NULL REFERENCES digest (id),
  number INTEGER,               -- the item; NULL: the whole digest
  outbox_id INTEGER NOT NULL REFERENCES outbox (id), -- who was asked
  message_id INTEGER NOT NULL REFERENCES message (id), -- who answered
  verb TEXT NOT NULL,
  words TEXT NOT NULL,
  answered_at INTEGER NOT NULL
) STRICT;
CREATE INDEX answer_by_digest ON answer (digest_id, number);
CREATE INDEX answer_by_outbox ON answer (outbox_id);
CREATE INDEX answer_by_message ON answer (message_id);
