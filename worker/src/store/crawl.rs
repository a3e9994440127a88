//! The rows of a website that is read: which, and what became of each of its addresses.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::ArticleId;
use protocol::Timestamp;
use protocol::crawl::{Crawl, CrawlSite, LeftOut};
use serde::{Deserialize, Serialize};

/// Its tables. An address that was listed before and is not any more has an earlier run.
pub(super) const TABLES: &str = "CREATE TABLE crawl (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    run INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE crawl_page (
    url TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    is_sitemap INTEGER NOT NULL,
    is_waiting INTEGER NOT NULL,
    is_gone INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    article TEXT
) STRICT, WITHOUT ROWID;";

const LAST: &str = "SELECT run, state FROM crawl";
const PUT: &str = "INSERT INTO crawl (id, run, state) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET run = excluded.run, state = excluded.state";
const LIST: &str = "INSERT INTO crawl_page (url, run, is_sitemap, is_waiting) VALUES (?1, ?2, ?3, 1)
    ON CONFLICT (url) DO UPDATE SET run = ?2, is_sitemap = ?3, is_waiting = 1, is_gone = 0, why = NULL
    WHERE run < ?2";
const NEXT: &str = "SELECT url, is_sitemap FROM crawl_page WHERE run = ? AND is_waiting
    ORDER BY is_sitemap DESC, url LIMIT 1";
const DONE: &str = "UPDATE crawl_page SET is_waiting = 0, is_gone = ?2, why = ?3,
    article = coalesce(?4, article) WHERE url = ?1";
const COUNTS: &str = "SELECT
    count(*) FILTER (WHERE is_waiting) AS waiting,
    count(*) FILTER (WHERE NOT is_waiting AND NOT is_sitemap AND why IS NULL) AS taken,
    count(*) FILTER (WHERE why IS NOT NULL) AS skipped,
    count(*) FILTER (WHERE NOT is_sitemap) AS pages,
    count(*) FILTER (WHERE is_sitemap) AS sitemaps
    FROM crawl_page WHERE run = ?";
const LEFT_OUT: &str = "SELECT url, why FROM crawl_page WHERE run = ? AND why IS NOT NULL
    ORDER BY url LIMIT 100";
const GONE: &str = "SELECT article FROM crawl_page
    WHERE article IS NOT NULL AND (run < ?1 OR is_gone)
    AND article NOT IN (SELECT article FROM crawl_page
        WHERE article IS NOT NULL AND run = ?1 AND NOT is_gone)";
const FORGET_GONE: &str =
    "DELETE FROM crawl_page WHERE run < ?1 OR (is_gone AND article IS NOT NULL)";
// An article stays known to be the site's; what was never read is not.
const STOP_WAITING: &str = "UPDATE crawl_page SET is_waiting = 0, run = 0 WHERE is_waiting";
const FORGET_UNREAD: &str = "DELETE FROM crawl_page WHERE run = 0 AND article IS NULL";

/// What is kept of a website that is read.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) site: CrawlSite,
    pub(crate) began_at: Timestamp,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) is_stopped: bool,
    pub(crate) removed: u32,
}

/// The website that was read last, and the number of that run.
pub(crate) fn last(sql: &Sql) -> Result<Option<(u32, Kept)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        run: u32,
        state: String,
    }
    let row = sql.row::<Row>(LAST, vec![])?;
    row.map(|row| Ok((row.run, crate::json::read(&row.state)?)))
        .transpose()
}

/// Keeps how it goes.
pub(crate) fn put(sql: &Sql, run: u32, kept: &Kept) -> Result<(), Error> {
    sql.run(PUT, vec![int(run), json(kept)?]).map(|_| ())
}

/// Lists an address to be read, once in a run.
pub(crate) fn list(sql: &Sql, run: u32, url: &str, is_sitemap: bool) -> Result<(), Error> {
    let values = vec![text(url), int(run), int(u8::from(is_sitemap))];
    sql.run(LIST, values).map(|_| ())
}

/// The next address to be read, and whether it is a sitemap.
pub(crate) fn next(sql: &Sql, run: u32) -> Result<Option<(String, bool)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        url: String,
        is_sitemap: u8,
    }
    let row = sql.row::<Row>(NEXT, vec![int(run)])?;
    Ok(row.map(|row| (row.url, row.is_sitemap != 0)))
}

/// What became of an address.
pub(crate) enum Became {
    /// Read.
    Read(Option<ArticleId>),
    /// No article, and why. What it was before stays.
    LeftOut(String),
    /// The site says that it is not there.
    Gone(String),
}

/// Keeps what became of an address.
pub(crate) fn done(sql: &Sql, url: &str, became: &Became) -> Result<(), Error> {
    let (is_gone, why, article) = match became {
        Became::Read(article) => (false, None, article.as_ref()),
        Became::LeftOut(why) => (false, Some(why), None),
        Became::Gone(why) => (true, Some(why), None),
    };
    let values = vec![
        text(url),
        int(u8::from(is_gone)),
        why.map_or(Value::Null, text),
        article.map_or(Value::Null, |id| text(id.as_str())),
    ];
    sql.run(DONE, values).map(|_| ())
}

/// How many addresses of each kind a run has.
#[derive(Deserialize)]
pub(crate) struct Counts {
    pub(crate) waiting: u32,
    pub(crate) taken: u32,
    pub(crate) skipped: u32,
    pub(crate) pages: u32,
    pub(crate) sitemaps: u32,
}

/// The same, of a run.
pub(crate) fn counts(sql: &Sql, run: u32) -> Result<Counts, Error> {
    let counts = sql.row(COUNTS, vec![int(run)])?;
    counts.ok_or_else(|| Error::bug("a count has no row"))
}

/// How far it has come; `None`, if none was ever read.
pub(crate) fn state(sql: &Sql) -> Result<Option<Crawl>, Error> {
    let Some((run, kept)) = last(sql)? else {
        return Ok(None);
    };
    let counts = counts(sql, run)?;
    Ok(Some(Crawl {
        site: kept.site,
        began_at: kept.began_at,
        ended_at: kept.ended_at,
        is_stopped: kept.is_stopped,
        waiting: counts.waiting,
        taken: counts.taken,
        removed: kept.removed,
        skipped: counts.skipped,
        left_out: sql.rows::<LeftOut>(LEFT_OUT, vec![int(run)])?,
    }))
}

/// Articles whose pages are gone: not listed any more, or not there any more.
pub(crate) fn gone(sql: &Sql, run: u32) -> Result<Vec<ArticleId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        article: ArticleId,
    }
    let rows: Vec<Row> = sql.rows(GONE, vec![int(run)])?;
    Ok(rows.into_iter().map(|row| row.article).collect())
}

/// Forgets addresses of earlier runs.
pub(crate) fn forget_gone(sql: &Sql, run: u32) -> Result<(), Error> {
    sql.run(FORGET_GONE, vec![int(run)]).map(|_| ())
}

/// Nothing waits any more.
pub(crate) fn stop_waiting(sql: &Sql) -> Result<(), Error> {
    sql.run(STOP_WAITING, vec![])?;
    sql.run(FORGET_UNREAD, vec![]).map(|_| ())
}
