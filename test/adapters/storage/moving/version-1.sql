-- The tables of a ledger as the first version of the tool made them. Never edited.
CREATE TABLE attempts (
  id                TEXT PRIMARY KEY,
  mode              TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
  message_key       TEXT NOT NULL,
  invitee_key       TEXT NOT NULL,
  state             TEXT NOT NULL
                    CHECK (state IN ('sending', 'accepted', 'refused', 'unreachable', 'unknown')),
  changed_at        TEXT NOT NULL,
  digest            TEXT NOT NULL,
  approved_by       TEXT NOT NULL,
  approved_at       TEXT NOT NULL,
  recipient         TEXT NOT NULL,
  content_sid       TEXT NOT NULL,
  content_variables TEXT NOT NULL,
  body              TEXT NOT NULL,
  player            TEXT NOT NULL,
  parent            TEXT NOT NULL,
  team              TEXT NOT NULL,
  season            TEXT NOT NULL,
  source_file       TEXT NOT NULL,
  source_row        INTEGER NOT NULL,
  message_sid       TEXT,
  twilio_code       INTEGER,
  doubt             TEXT
) STRICT;

-- The promise that nobody gets it twice, kept by the database itself: a second attempt is only
-- possible where the first proves that nothing went out.
CREATE UNIQUE INDEX one_open_attempt_per_message ON attempts (mode, message_key)
  WHERE state NOT IN ('refused', 'unreachable');
CREATE INDEX attempts_by_message ON attempts (mode, message_key);
CREATE INDEX attempts_by_invitee ON attempts (mode, invitee_key);

CREATE TABLE events (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  attempt_id TEXT NOT NULL REFERENCES attempts (id),
  at         TEXT NOT NULL,
  state      TEXT NOT NULL,
  operator   TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_attempt ON events (attempt_id);

PRAGMA user_version = 1;
