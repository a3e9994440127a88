//! The tables of each object, as numbered steps. Append only: an object that was last
//! awake a year ago takes every step it missed (architecture, invariant 7).

use super::{Sql, crawl, int, outbox, unanswered, versions};
use crate::error::Error;
use serde::Deserialize;
use worker::SqlStorage;

/// Tables of a `Conversation` object.
pub(crate) const CONVERSATION: &[&str] = &[
    // 1: an index is a row written with every row. The learner's numbers follow the agents', and
    // the senders' ids are read whole when the object wakes.
    "CREATE TABLE entry (
        seq INTEGER PRIMARY KEY,
        learner_seq INTEGER,
        at INTEGER NOT NULL,
        client_id TEXT,
        event TEXT NOT NULL
    ) STRICT;
    CREATE TABLE attachment (
        id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        for_learner INTEGER NOT NULL,
        attachment TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        team TEXT NOT NULL,
        snapshot TEXT NOT NULL,
        told INTEGER NOT NULL,
        told_lines INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE settings (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        settings TEXT NOT NULL
    ) STRICT;
    -- One row, once its learner is erased.
    CREATE TABLE gone (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT;",
    outbox::TABLE,
    // 3: what was given up is kept, to be sent again by hand.
    "ALTER TABLE outbox ADD COLUMN given_up INTEGER;",
];

/// Tables of a `Team` object.
pub(crate) const TEAM: &[&str] = &[
    // 1
    "CREATE TABLE section (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE assistant_day (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        day INTEGER NOT NULL,
        conversations INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE agent (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE COLLATE NOCASE,
        role TEXT NOT NULL,
        password_hash TEXT NOT NULL,
        is_inactive INTEGER NOT NULL DEFAULT 0,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE session (
        token_hash TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        agent TEXT NOT NULL REFERENCES agent (id),
        device TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE session_conversation (
        token_hash TEXT NOT NULL,
        conversation TEXT NOT NULL,
        PRIMARY KEY (token_hash, conversation)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE sign_in_failure (
        bucket TEXT PRIMARY KEY COLLATE NOCASE,
        failures INTEGER NOT NULL,
        since INTEGER NOT NULL,
        before INTEGER NOT NULL
    ) STRICT;
    -- Browsers that an agent has signed in with: a digest of the mark in their cookie.
    CREATE TABLE known_browser (
        agent TEXT NOT NULL REFERENCES agent (id),
        mark TEXT NOT NULL,
        seen_at INTEGER NOT NULL,
        PRIMARY KEY (agent, mark)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE second_factor (
        agent TEXT PRIMARY KEY REFERENCES agent (id),
        secret TEXT NOT NULL,
        is_confirmed INTEGER NOT NULL,
        last_step INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE recovery_code (
        hash TEXT PRIMARY KEY,
        agent TEXT NOT NULL REFERENCES agent (id)
    ) STRICT, WITHOUT ROWID;
    -- Who an organization's provider says somebody is.
    CREATE TABLE agent_subject (
        subject TEXT PRIMARY KEY,
        agent TEXT NOT NULL REFERENCES agent (id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE seen_on (origin TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE client_secret (id INTEGER PRIMARY KEY CHECK (id = 1), secret TEXT NOT NULL) STRICT;
    CREATE TABLE invite (
        token_hash TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        role TEXT NOT NULL,
        invited_by TEXT NOT NULL,
        issuer TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE password_link (
        agent TEXT PRIMARY KEY,
        token_hash TEXT NOT NULL,
        issuer TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE api_key (
        id TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        scopes TEXT NOT NULL,
        secret_hash TEXT NOT NULL,
        created_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE identity_secret (
        id TEXT PRIMARY KEY,
        secret TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        ends_at INTEGER
    ) STRICT;
    CREATE TABLE webhook_secret (
        secret TEXT PRIMARY KEY,
        created_at INTEGER NOT NULL,
        ends_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE identity (
        learner TEXT PRIMARY KEY,
        subject TEXT NOT NULL
    ) STRICT;
    CREATE INDEX identity_by_subject ON identity (subject);
    CREATE TABLE learner (
        id TEXT PRIMARY KEY,
        generation INTEGER NOT NULL,
        is_blocked INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        action TEXT NOT NULL,
        target TEXT,
        network TEXT
    ) STRICT;
    CREATE TABLE token_use (
        token_hash TEXT PRIMARY KEY,
        browser TEXT NOT NULL,
        ends_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;",
    // 2: who has the inbox open and is not away, as the inbox says.
    "ALTER TABLE agent ADD COLUMN is_here INTEGER NOT NULL DEFAULT 0;",
    // 3: alerts that were given up (undelivered.rs).
    "CREATE TABLE undelivered (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation TEXT NOT NULL,
        event TEXT NOT NULL,
        kind TEXT NOT NULL,
        address TEXT NOT NULL,
        status INTEGER,
        at INTEGER NOT NULL,
        UNIQUE (event, kind, address)
    ) STRICT;",
    // 4: agents' browsers that are told (push.rs).
    "CREATE TABLE push (
        endpoint TEXT PRIMARY KEY,
        agent TEXT NOT NULL REFERENCES agent (id),
        token_hash TEXT NOT NULL,
        address TEXT NOT NULL,
        choices TEXT NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE push_key (id INTEGER PRIMARY KEY CHECK (id = 1), key TEXT NOT NULL) STRICT;",
    // 5: who made a key, and when it was used last.
    "ALTER TABLE api_key ADD COLUMN made_by TEXT;
    ALTER TABLE api_key ADD COLUMN last_used_at INTEGER;",
    // 6: the count of every day, not of today alone.
    "CREATE TABLE day_used (day INTEGER PRIMARY KEY, conversations INTEGER NOT NULL) STRICT;
    INSERT INTO day_used (day, conversations) SELECT day, conversations FROM assistant_day;
    DROP TABLE assistant_day;",
    // 7: browsers whose learner's session was ended, and since when what the LMS signed counts (learner.rs).
    // Links for a new password that agents asked for themselves (account.rs).
    "CREATE TABLE ended (what TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE mailed_link (agent TEXT PRIMARY KEY, token_hash TEXT NOT NULL, expires_at INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;",
];

/// Tables of an `Inbox` object.
pub(crate) const INBOX: &[&str] = &[
    // 1
    "CREATE TABLE summary (
        number INTEGER PRIMARY KEY,
        conversation TEXT NOT NULL UNIQUE,
        learner TEXT NOT NULL,
        ordinal INTEGER NOT NULL,
        version INTEGER NOT NULL,
        status TEXT NOT NULL,
        owner TEXT,
        waiting_since INTEGER,
        updated_at INTEGER NOT NULL,
        summary TEXT NOT NULL
    ) STRICT;
    CREATE TABLE forgotten (conversation TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE INDEX summary_by_update ON summary (updated_at DESC);
    CREATE INDEX summary_by_learner ON summary (learner, ordinal);
    -- What people have is read whenever an inbox opens.
    CREATE INDEX summary_with_people ON summary (waiting_since)
        WHERE status IN ('open', 'snoozed');
    -- What is searched (found.rs): a line's id is its conversation's number and its own.
    CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT NOT NULL, apart TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE said USING fts5 (
        text, apart, content = 'line', content_rowid = 'id', prefix = '2 3',
        tokenize = 'unicode61 remove_diacritics 2'
    );
    -- What is erased leaves the index at once, not when it is next merged.
    INSERT INTO said (said, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER line_put AFTER INSERT ON line BEGIN
        INSERT INTO said (rowid, text, apart) VALUES (new.id, new.text, new.apart);
    END;
    CREATE TRIGGER line_gone AFTER DELETE ON line BEGIN
        INSERT INTO said (said, rowid, text, apart) VALUES ('delete', old.id, old.text, old.apart);
    END;
    CREATE TRIGGER summary_gone AFTER DELETE ON summary BEGIN
        DELETE FROM line WHERE id BETWEEN old.number << 20 AND (old.number << 20) + 1048575;
    END;",
    // 2: what routing goes by (routing.rs).
    "CREATE TABLE agent_state (agent TEXT PRIMARY KEY, availability TEXT, given_at INTEGER)
        STRICT, WITHOUT ROWID;
    CREATE TABLE let_go (conversation TEXT NOT NULL, agent TEXT NOT NULL, PRIMARY KEY (conversation, agent))
        STRICT, WITHOUT ROWID;
    CREATE TABLE mention (agent TEXT NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (agent, conversation))
        STRICT, WITHOUT ROWID;
    CREATE TABLE routing (id INTEGER PRIMARY KEY CHECK (id = 1), known TEXT NOT NULL) STRICT;
    CREATE TRIGGER summary_let_go AFTER DELETE ON summary BEGIN
        DELETE FROM let_go WHERE conversation = old.conversation;
        DELETE FROM mention WHERE conversation = old.conversation;
    END;",
    // 3: when learners waited (waits.rs).
    "CREATE TABLE wait (
        number INTEGER PRIMARY KEY,
        waits INTEGER NOT NULL,
        ended INTEGER NOT NULL,
        waited_ms INTEGER NOT NULL
    ) STRICT;",
    // 4: pages of the list by what is due (`Summary::rank`), how many there are, and agents' filters.
    "ALTER TABLE summary ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
    UPDATE summary SET rank = CASE
        WHEN status = 'open' AND waiting_since IS NOT NULL THEN
            (CASE WHEN summary ->> '$.urgent' THEN 0 ELSE 2 END + (summary ->> '$.reply_by' IS NULL))
            * 17592186044416 + coalesce(summary ->> '$.reply_by', waiting_since)
        ELSE 87960930222079 - updated_at END;
    DROP INDEX summary_with_people;
    CREATE INDEX summary_with_people ON summary (rank, conversation)
        WHERE status IN ('open', 'snoozed');
    CREATE TABLE tally (status TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO tally SELECT status, count(*) FROM summary GROUP BY status;
    CREATE TRIGGER summary_more AFTER INSERT ON summary BEGIN
        INSERT INTO tally VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER summary_other AFTER UPDATE OF status ON summary WHEN old.status <> new.status BEGIN
        UPDATE tally SET count = count - 1 WHERE status = old.status;
        INSERT INTO tally VALUES (new.status, 1) ON CONFLICT (status) DO UPDATE SET count = count + 1;
    END;
    CREATE TRIGGER summary_less AFTER DELETE ON summary BEGIN
        UPDATE tally SET count = count - 1 WHERE status = old.status;
    END;
    CREATE TABLE saved_filter (agent TEXT PRIMARY KEY, filters TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    // 5: when the team is next reminded of what waits (review.rs).
    "CREATE TABLE review (id INTEGER PRIMARY KEY CHECK (id = 1), team TEXT NOT NULL, due INTEGER NOT NULL)
        STRICT;",
    // 6: the words that are searched (found.rs).
    "CREATE VIRTUAL TABLE said_word USING fts5vocab(said, row);",
    // 7: what learners said of the help, by day (ratings.rs).
    "CREATE TABLE rating (day INTEGER PRIMARY KEY, good INTEGER NOT NULL, bad INTEGER NOT NULL) STRICT;",
    unanswered::TABLE,
];

/// Tables of an `Erasure` object.
pub(crate) const ERASURE: &[&str] = &[
    // 1
    "CREATE TABLE team (id INTEGER PRIMARY KEY CHECK (id = 1), team TEXT NOT NULL) STRICT;
    CREATE TABLE erasure (learner TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;",
    // 2: systems that are told of it.
    outbox::TABLE,
    "ALTER TABLE outbox ADD COLUMN given_up INTEGER;",
];

/// Tables of a `Knowledge` object.
pub(crate) const KNOWLEDGE: &[&str] = &[
    // 1: passages overlap, and some of them divide their article. Vectors of several spaces stand
    // side by side while passages are embedded anew.
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
        is_tile INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX passage_by_article ON passage (article);
    CREATE TABLE vector (
        space TEXT NOT NULL,
        passage INTEGER NOT NULL,
        tier INTEGER NOT NULL,
        vector BLOB NOT NULL,
        PRIMARY KEY (space, passage)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    versions::TABLE,
    crawl::TABLES,
    // 4: the vectors of a passage's pieces, where questions are compared word by word.
    "ALTER TABLE vector ADD COLUMN pieces BLOB",
    // 5: the vectors of an article's synonyms, with its first passage: those that have some are embedded anew.
    "ALTER TABLE vector ADD COLUMN synonyms BLOB;
    UPDATE vector SET tier = 0 WHERE passage IN (
        SELECT min(passage.id) FROM passage JOIN article ON article.id = passage.article
        WHERE json_array_length(article.article, '$.synonyms') > 0 GROUP BY article.id
    );",
];

const MAKE_TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY) STRICT";
const FIND_TABLE: &str = "SELECT name FROM sqlite_master WHERE name = 'migration'";
const LAST: &str = "SELECT coalesce(max(number), 0) AS number FROM migration";
const DONE: &str = "INSERT INTO migration (number) VALUES (?)";

#[derive(Deserialize)]
struct Name {
    #[serde(rename = "name")]
    _name: String,
}

/// Whether the database has tables.
pub(super) fn is_begun(storage: &SqlStorage) -> Result<bool, Error> {
    let found: Vec<Name> = storage.exec(FIND_TABLE, None)?.to_array()?;
    Ok(!found.is_empty())
}

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
