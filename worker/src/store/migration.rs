//! The tables of each object, as numbered steps. Append only: an object that was last
//! awake a year ago takes every step it missed (architecture, invariant 7).

use super::{Sql, int};
use crate::error::Error;
use serde::Deserialize;

/// Tables of a `Conversation` object.
pub(crate) const CONVERSATION: &[&str] = &[
    // 1
    "CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        learner_seq INTEGER UNIQUE,
        at INTEGER NOT NULL,
        client_id TEXT UNIQUE,
        event TEXT NOT NULL
    ) STRICT;
    CREATE TABLE state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        team TEXT NOT NULL,
        snapshot TEXT NOT NULL
    ) STRICT;
    CREATE TABLE untold (
        version INTEGER PRIMARY KEY,
        summary TEXT NOT NULL
    ) STRICT;",
    // 2: an index is a row written with every row. The learner's numbers follow the agents', and
    // the senders' ids are read whole when the object wakes. What the inbox has heard is a number.
    "CREATE TABLE log (
        seq INTEGER PRIMARY KEY,
        learner_seq INTEGER,
        at INTEGER NOT NULL,
        client_id TEXT,
        event TEXT NOT NULL
    ) STRICT;
    INSERT INTO log SELECT seq, learner_seq, at, client_id, event FROM entry;
    DROP TABLE entry;
    ALTER TABLE log RENAME TO entry;
    CREATE TABLE attachment (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        for_learner INTEGER NOT NULL,
        attachment TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    ALTER TABLE state ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
    DROP TABLE untold;",
    // 3
    "CREATE TABLE delivery (
        seq INTEGER PRIMARY KEY,
        address TEXT NOT NULL,
        body TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        due INTEGER NOT NULL
    ) STRICT;",
    // 4: what the team decided, as the conversation last saw it.
    "CREATE TABLE settings (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        settings TEXT NOT NULL
    ) STRICT;",
];

/// Tables of an `Inbox` object.
pub(crate) const INBOX: &[&str] = &[
    // 1
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE agent (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE COLLATE NOCASE,
        role TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE session (
        token_hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL REFERENCES agent (id),
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE sign_in_failure (
        email TEXT PRIMARY KEY COLLATE NOCASE,
        failures INTEGER NOT NULL,
        since INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE invite (
        token_hash TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        expires_at INTEGER NOT NULL,
        used_at INTEGER
    ) STRICT;
    CREATE TABLE api_key (
        id TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        secret_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE summary (
        conversation TEXT PRIMARY KEY,
        version INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        summary TEXT NOT NULL
    ) STRICT;
    CREATE INDEX summary_by_update ON summary (updated_at DESC);",
    // 2: what people have is read whole whenever an inbox opens.
    "CREATE INDEX summary_with_people ON summary (conversation)
        WHERE json_extract(summary, '$.status') IN ('open', 'snoozed');",
];

/// Tables of a `Knowledge` object.
pub(crate) const KNOWLEDGE: &[&str] = &[
    // 1
    "CREATE TABLE article (
        id TEXT PRIMARY KEY,
        digest TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        article TEXT NOT NULL
    ) STRICT;
    CREATE TABLE passage (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article TEXT NOT NULL REFERENCES article (id),
        heading TEXT NOT NULL,
        text TEXT NOT NULL,
        vector BLOB NOT NULL
    ) STRICT;
    CREATE INDEX passage_by_article ON passage (article);",
    // 2: vectors of several spaces stand side by side while passages are embedded anew. Those of
    // before are of a space that nothing embeds questions in any more.
    "ALTER TABLE passage DROP COLUMN vector;
    CREATE TABLE vector (
        space TEXT NOT NULL,
        passage INTEGER NOT NULL,
        tier INTEGER NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (space, passage)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    // 3: passages overlap; some of them divide their article. Articles are cut anew when they are
    // put next.
    "ALTER TABLE passage ADD COLUMN is_tile INTEGER NOT NULL DEFAULT 1;
    UPDATE article SET digest = '';",
];

const MAKE_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY) STRICT";
const LAST: &str = "SELECT coalesce(max(number), 0) AS number FROM migration";
const DONE: &str = "INSERT INTO migration (number) VALUES (?)";

/// Takes the steps that this database has not taken.
pub(super) fn run(sql: &Sql, steps: &[&str]) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Last {
        number: i64,
    }
    sql.run(MAKE_TABLE, vec![])?;
    let last = sql.row::<Last>(LAST, vec![])?.map_or(0, |last| last.number);
    for (number, step) in (1_i64..).zip(steps) {
        if number > last {
            sql.run(step, vec![])?;
            sql.run(DONE, vec![int(number)])?;
        }
    }
    Ok(())
}
