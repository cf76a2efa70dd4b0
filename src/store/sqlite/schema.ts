/**
 * The migrations, in order: migration n (counted from 1) leads from format n - 1 to format n.
 * One that has been released is never edited; a change of the schema is a further one.
 *
 * Rows keep what the port hands over as JSON text, and beside it the columns that queries and comparisons need.
 * `no` is the order of insertion.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE sessions (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL,
    status TEXT NOT NULL,
    strategy TEXT NOT NULL,
    set_hash TEXT NOT NULL,
    chart_hash TEXT NOT NULL,
    callback_id TEXT,
    interaction_id TEXT,
    params TEXT NOT NULL,
    snapshot TEXT,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
  ) STRICT;
  CREATE INDEX sessions_by_callback ON sessions (callback_id) WHERE callback_id IS NOT NULL;
  CREATE INDEX sessions_running ON sessions (no) WHERE status = 'running';

  -- The index also tells which events a session has taken; the step that begins a session has none.
  CREATE TABLE journal (
    no INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    event_id TEXT,
    entry TEXT NOT NULL,
    UNIQUE (session_id, event_id)
  ) STRICT;

  CREATE TABLE inbox (
    no INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    event TEXT NOT NULL,
    UNIQUE (session_id, event_id)
  ) STRICT;

  -- due_at and deadline_at come from documents (delayexpr) and may have a fraction.
  CREATE TABLE timers (
    no INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    key TEXT NOT NULL,
    due_at REAL NOT NULL,
    event TEXT NOT NULL,
    UNIQUE (session_id, key)
  ) STRICT;
  CREATE INDEX timers_by_due ON timers (due_at, no);

  CREATE TABLE actions (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    status TEXT NOT NULL,
    request_id TEXT,
    payload TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    deadline_at REAL,
    node TEXT,
    sent_at INTEGER
  ) STRICT;
  CREATE INDEX actions_open ON actions (session_id, no) WHERE status <> 'done';

  CREATE TABLE callbacks (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    customer_number TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    desired_at INTEGER,
    slot_service TEXT,
    slot_at INTEGER,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX callbacks_by_age ON callbacks (created_at, no);
  CREATE INDEX callbacks_by_state ON callbacks (service, state, created_at, no);
  CREATE INDEX callbacks_active ON callbacks (service, customer_number) WHERE state <> 'COMPLETED';
  CREATE INDEX callbacks_due ON callbacks (desired_at, no) WHERE state = 'SCHEDULED' AND desired_at IS NOT NULL;

  -- The user data of callbacks and their _customer_number, for queries by property.
  CREATE TABLE callback_pairs (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    callback_id TEXT NOT NULL,
    PRIMARY KEY (key, value, callback_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE slots (
    service TEXT NOT NULL,
    slot_at INTEGER NOT NULL,
    taken INTEGER NOT NULL CHECK (taken > 0),
    PRIMARY KEY (service, slot_at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE interactions (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    ended_at INTEGER,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX interactions_by_age ON interactions (arrived_at, no);
  CREATE INDEX interactions_live ON interactions (no) WHERE ended_at IS NULL;

  CREATE TABLE dialog_runs (
    key TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    run TEXT NOT NULL
  ) STRICT;

  CREATE TABLE routing_head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    seq INTEGER NOT NULL
  ) STRICT;
  INSERT INTO routing_head VALUES (1, 0);
  CREATE TABLE routing_agents (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;
  CREATE TABLE routing_entries (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;
  CREATE TABLE routing_stats (no INTEGER PRIMARY KEY, queue TEXT NOT NULL UNIQUE, row TEXT NOT NULL) STRICT;
  CREATE TABLE routing_journal (
    seq INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    message TEXT NOT NULL,
    decisions TEXT NOT NULL
  ) STRICT;

  CREATE TABLE sets (
    hash TEXT PRIMARY KEY,
    published_at INTEGER NOT NULL,
    files TEXT NOT NULL
  ) STRICT;

  CREATE TABLE facts (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    callback_id TEXT,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX facts_by_kind ON facts (kind, at, no);
  CREATE INDEX facts_by_callback ON facts (callback_id, no) WHERE callback_id IS NOT NULL;
  `,
  `
  -- What retention looks for: what is over, by when it was over, and all that goes with a session.
  CREATE INDEX callbacks_over ON callbacks (json_extract(record, '$.completedAt')) WHERE state = 'COMPLETED';
  CREATE INDEX sessions_over ON sessions (finished_at) WHERE status <> 'running';
  CREATE INDEX interactions_over ON interactions (ended_at) WHERE ended_at IS NOT NULL;
  CREATE INDEX actions_done ON actions (session_id) WHERE status = 'done';
  CREATE INDEX dialog_runs_over ON dialog_runs (json_extract(run, '$.sessionId'), json_extract(run, '$.updatedAt'));
  `,
  `
  -- Throttles: each take with the keys it counts in (JSON), and what is counted by key, newest last.
  CREATE TABLE throttle_takes (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    over_at INTEGER NOT NULL,
    keys TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX throttle_takes_over ON throttle_takes (over_at);
  CREATE TABLE throttle_counts (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    take_id TEXT NOT NULL,
    PRIMARY KEY (scope, key, at, take_id)
  ) STRICT, WITHOUT ROWID;

  -- Pages: of a state, of a text of a key, and by the time asked for, each in the order in which it is paged.
  CREATE INDEX callbacks_by_state_alone ON callbacks (state, created_at, no);
  CREATE INDEX callbacks_by_desired ON callbacks (desired_at, no) WHERE desired_at IS NOT NULL;
  CREATE INDEX callbacks_by_service_desired ON callbacks (service, desired_at, no) WHERE desired_at IS NOT NULL;
  ALTER TABLE callback_pairs RENAME TO pairs_without_age;
  CREATE TABLE callback_pairs (
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    no INTEGER NOT NULL,
    PRIMARY KEY (key, value, created_at, no)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO callback_pairs (key, value, created_at, no)
    SELECT key, value, created_at, no FROM pairs_without_age JOIN callbacks ON id = callback_id;
  DROP TABLE pairs_without_age;

  -- Counted with each change, since counting a million rows takes long.
  CREATE TABLE callback_counts (
    service TEXT NOT NULL,
    state TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (service, state)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO callback_counts SELECT service, state, count(*) FROM callbacks GROUP BY service, state;
  CREATE TRIGGER callbacks_counted_in AFTER INSERT ON callbacks BEGIN
    INSERT INTO callback_counts VALUES (new.service, new.state, 1)
      ON CONFLICT (service, state) DO UPDATE SET count = count + 1;
  END;
  CREATE TRIGGER callbacks_counted_out AFTER DELETE ON callbacks BEGIN
    UPDATE callback_counts SET count = count - 1 WHERE service = old.service AND state = old.state;
  END;
  CREATE TRIGGER callbacks_counted_over AFTER UPDATE OF service, state ON callbacks
    WHEN old.service <> new.service OR old.state <> new.state BEGIN
    UPDATE callback_counts SET count = count - 1 WHERE service = old.service AND state = old.state;
    INSERT INTO callback_counts VALUES (new.service, new.state, 1)
      ON CONFLICT (service, state) DO UPDATE SET count = count + 1;
  END;
  `,
  `
  -- Values that one node made and all share.
  CREATE TABLE secrets (
    no INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    value TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- Edits of the configuration, and keys of the API.
  CREATE TABLE revisions (
    no INTEGER PRIMARY KEY,
    revision TEXT NOT NULL
  ) STRICT;
  CREATE TABLE access_keys (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL
  ) STRICT;
  `,
  `
  -- What callers said at dialogs.
  CREATE TABLE utterances (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    base64 TEXT NOT NULL
  ) STRICT;
  CREATE INDEX utterances_by_age ON utterances (at);
  `,
  `
  -- What clients leave until a time.
  CREATE TABLE deposits (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    deposit TEXT NOT NULL
  ) STRICT;
  CREATE INDEX deposits_by_kind ON deposits (kind, no);
  CREATE INDEX deposits_by_end ON deposits (expires_at, no);
  `,
  `
  -- Numbers that are never called; with those that were taken off the list.
  CREATE TABLE do_not_call (
    no INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    listed INTEGER NOT NULL,
    entry TEXT NOT NULL
  ) STRICT;
  CREATE INDEX do_not_call_listed ON do_not_call (number) WHERE listed = 1;
  `,
  `
  -- Sessions that are to begin later.
  CREATE INDEX sessions_planned ON sessions (started_at, no) WHERE status = 'planned';
  `,
  `
  -- Takes of throttles are numbered, so that an archive has them in pages.
  DROP INDEX throttle_takes_over;
  ALTER TABLE throttle_takes RENAME TO takes_without_number;
  CREATE TABLE throttle_takes (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    over_at INTEGER NOT NULL,
    keys TEXT NOT NULL
  ) STRICT;
  INSERT INTO throttle_takes (id, at, over_at, keys)
    SELECT id, at, over_at, keys FROM takes_without_number ORDER BY at;
  DROP TABLE takes_without_number;
  CREATE INDEX throttle_takes_over ON throttle_takes (over_at);
  `,
];
