/**
 * The migrations up to version 10, as SQL. A database of version N has had the first N applied. A released
 * migration is never edited.
 */
export const OLDER_VERSIONS: readonly string[] = [
  `
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
  `,
  `
  -- Two children of one name, or one child with two parents, are two rows.
  CREATE TABLE known_players (
    mode        TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    player      TEXT NOT NULL,
    team        TEXT NOT NULL,
    phone       TEXT NOT NULL,
    season      TEXT NOT NULL,
    seen_at     TEXT NOT NULL,
    seen_by     TEXT NOT NULL,
    source_file TEXT NOT NULL,
    PRIMARY KEY (mode, player, team, phone)
  ) STRICT;

  CREATE TABLE answers (
    mode        TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    id          TEXT NOT NULL,
    answer      TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TEXT NOT NULL,
    PRIMARY KEY (mode, id)
  ) STRICT;
  `,
  `
  -- More states than SQLite's own ALTER can put into a CHECK: the table is made anew
  -- (sqlite.org/lang_altertable.html, section 7), in the order of the rows.
  CREATE TABLE attempts_3 (
    id                TEXT PRIMARY KEY,
    mode              TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    message_key       TEXT NOT NULL,
    invitee_key       TEXT NOT NULL,
    state             TEXT NOT NULL
                      CHECK (state IN ('approved', 'lapsed', 'sending', 'accepted', 'refused',
                                       'unreachable', 'unknown', 'resent')),
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
    doubt             TEXT,
    sending_at        TEXT,
    sought_at         TEXT,
    delivery          TEXT
                      CHECK (delivery IN ('accepted', 'scheduled', 'queued', 'sending', 'sent',
                                          'delivered', 'read', 'canceled', 'failed', 'undelivered')),
    delivery_code     INTEGER,
    delivery_at       TEXT
  ) STRICT;
  INSERT INTO attempts_3
    SELECT attempts.*, (SELECT min(at) FROM events WHERE attempt_id = attempts.id), NULL, NULL, NULL, NULL
    FROM attempts ORDER BY rowid;
  DROP TABLE attempts;
  ALTER TABLE attempts_3 RENAME TO attempts;

  CREATE UNIQUE INDEX one_open_attempt_per_message ON attempts (mode, message_key)
    WHERE state NOT IN ('refused', 'unreachable', 'lapsed', 'resent');
  CREATE INDEX attempts_by_message ON attempts (mode, message_key);
  CREATE INDEX attempts_by_invitee ON attempts (mode, invitee_key);
  CREATE INDEX attempts_by_sid ON attempts (mode, message_sid);
  CREATE INDEX attempts_by_sending ON attempts (mode, sending_at);

  -- Which run holds the ledger. Whether it still does is told by a lock, never by this row.
  CREATE TABLE holder (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    operator TEXT NOT NULL,
    since    TEXT NOT NULL,
    pid      INTEGER NOT NULL
  ) STRICT;
  `,
  `
  -- People who must not be written to. The number goes when it is to be forgotten; its hash stays, so
  -- that nobody who said stop is written to again because they also asked to be forgotten.
  CREATE TABLE opt_outs (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    mode       TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    phone_hash TEXT NOT NULL,
    phone      TEXT,
    last_two   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('stopped', 'pending')),
    source     TEXT NOT NULL CHECK (source IN ('operator', 'import', 'reply', 'twilio')),
    added_by   TEXT NOT NULL,
    added_at   TEXT NOT NULL,
    removed_by TEXT,
    removed_at TEXT,
    CHECK ((removed_by IS NULL) = (removed_at IS NULL))
  ) STRICT;
  CREATE UNIQUE INDEX one_standing_opt_out_per_phone ON opt_outs (mode, phone_hash)
    WHERE removed_at IS NULL;
  `,
  `
  -- What parents wrote back. From a user id alone where WhatsApp hides the number.
  CREATE TABLE replies (
    sid      TEXT NOT NULL,
    mode     TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    sender   TEXT NOT NULL,
    user_id  TEXT,
    text     TEXT NOT NULL,
    button   TEXT,
    media    TEXT NOT NULL,
    answers  TEXT,
    at       TEXT NOT NULL,
    PRIMARY KEY (mode, sid)
  ) STRICT;
  CREATE INDEX replies_by_sender ON replies (mode, sender, at);
  `,
  `
  -- Messages to the operator's own phones, told apart from invites, and what came of them.
  ALTER TABLE attempts ADD COLUMN purpose TEXT NOT NULL DEFAULT 'invite'
    CHECK (purpose IN ('invite', 'test'));
  CREATE TABLE test_findings (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    mode        TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    message_sid TEXT NOT NULL,
    is_right    INTEGER NOT NULL CHECK (is_right IN (0, 1)),
    reason      TEXT,
    found_by    TEXT NOT NULL,
    found_at    TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- When the names, the number and the text of a message were erased: they are empty from then on, and
  -- the keys go on keeping it from being sent twice.
  ALTER TABLE attempts ADD COLUMN forgotten_at TEXT;
  `,
  `
  -- Answers to what parents wrote, in free text. The same text goes once in answer to one message.
  CREATE TABLE reply_attempts (
    id           TEXT PRIMARY KEY,
    mode         TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    recipient    TEXT NOT NULL,
    body         TEXT NOT NULL,
    answers      TEXT NOT NULL,
    state        TEXT NOT NULL
                 CHECK (state IN ('approved', 'lapsed', 'sending', 'accepted', 'refused',
                                  'unreachable', 'unknown')),
    changed_at   TEXT NOT NULL,
    digest       TEXT NOT NULL,
    approved_by  TEXT NOT NULL,
    approved_at  TEXT NOT NULL,
    sending_at   TEXT,
    sought_at    TEXT,
    message_sid  TEXT,
    twilio_code  INTEGER,
    doubt        TEXT,
    forgotten_at TEXT
  ) STRICT;
  CREATE UNIQUE INDEX one_open_attempt_per_reply ON reply_attempts (mode, digest)
    WHERE state NOT IN ('refused', 'unreachable', 'lapsed');
  `,
  `
  -- What Twilio told of messages whose SID nobody here knew yet, and of which attempt it said they are.
  CREATE TABLE early_callbacks (
    mode       TEXT NOT NULL CHECK (mode IN ('live', 'stand_in', 'rehearsal')),
    sid        TEXT NOT NULL,
    state      TEXT NOT NULL,
    error_code INTEGER,
    attempt_id TEXT,
    at         TEXT NOT NULL,
    PRIMARY KEY (mode, sid, state)
  ) STRICT;
  CREATE INDEX early_callbacks_by_attempt ON early_callbacks (mode, attempt_id);
  CREATE INDEX replies_by_user ON replies (mode, user_id);
  `,
  `
  -- What Twilio has that may be a message of unknown outcome, and why nobody can say whether it is.
  CREATE TABLE candidates (
    attempt_id TEXT PRIMARY KEY REFERENCES attempts (id),
    sid        TEXT NOT NULL,
    at         TEXT NOT NULL,
    doubt      TEXT NOT NULL CHECK (doubt IN ('text_hidden', 'text_differs', 'number_hidden'))
  ) STRICT;
  `,
];
