//! The rows of a website that is read: which, and what became of each of its addresses.

use super::{Sql, Value, int, json, text};
use crate::error::Error;
use protocol::ArticleId;
use protocol::Timestamp;
use protocol::crawl::{Crawl, CrawlSite, LeftOut};
use serde::{Deserialize, Serialize};

/// Its tables. An address that its site does not list any more is of an earlier run.
pub(super) const TABLES: &str = "CREATE TABLE crawl (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    run INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE crawl_page (
    url TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    run INTEGER NOT NULL,
    is_sitemap INTEGER NOT NULL,
    is_waiting INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    is_gone INTEGER NOT NULL DEFAULT 0,
    why TEXT,
    article TEXT,
    said TEXT
) STRICT, WITHOUT ROWID;";

/// How many times an address is tried if the object stops in the middle of it.
const TRIES: u32 = 2;

const LAST: &str = "SELECT run, state FROM crawl";
const PUT: &str = "INSERT INTO crawl (id, run, state) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET run = excluded.run, state = excluded.state";
const LIST: &str = "INSERT INTO crawl_page (url, site, run, is_sitemap, is_waiting)
    VALUES (?1, ?2, ?3, ?4, 1)
    ON CONFLICT (url) DO UPDATE SET site = ?2, run = ?3, is_sitemap = ?4, is_waiting = 1, tries = 0,
    is_gone = 0, why = NULL WHERE run < ?3";
const NEXT: &str = "SELECT url, is_sitemap, tries FROM crawl_page WHERE run = ? AND is_waiting
    ORDER BY is_sitemap DESC, url LIMIT 1";
const TRY: &str = "UPDATE crawl_page SET tries = tries + 1 WHERE url = ?";
const DONE: &str = "UPDATE crawl_page SET is_waiting = 0, is_gone = ?2, why = ?3 WHERE url = ?1";
const TAKEN: &str = "UPDATE crawl_page SET article = ?2, said = ?3 WHERE url = ?1";
const BEFORE: &str = "SELECT article, said FROM crawl_page WHERE url = ? AND article IS NOT NULL";
const COUNTS: &str = "SELECT
    count(*) FILTER (WHERE is_waiting) AS waiting,
    count(*) FILTER (WHERE NOT is_waiting AND NOT is_sitemap AND why IS NULL) AS taken,
    count(*) FILTER (WHERE why IS NOT NULL) AS skipped,
    count(*) FILTER (WHERE is_sitemap AND why IS NOT NULL) AS unread,
    count(*) FILTER (WHERE NOT is_sitemap) AS pages,
    count(*) FILTER (WHERE is_sitemap) AS sitemaps
    FROM crawl_page WHERE run = ?";
const LEFT_OUT: &str = "SELECT url, why FROM crawl_page WHERE run = ? AND why IS NOT NULL
    ORDER BY is_sitemap DESC, url LIMIT 100";
// Of this site alone: another that was read keeps its articles. If a sitemap of it could not be read, what that lists is
// unknown, and only what the site says is gone is.
const GONE: &str = "SELECT article FROM crawl_page
    WHERE article IS NOT NULL AND site = ?1 AND ((run < ?2 AND ?3) OR is_gone)
    AND article NOT IN (SELECT article FROM crawl_page
        WHERE article IS NOT NULL AND run = ?2 AND NOT is_gone)";
const FORGET_GONE: &str = "DELETE FROM crawl_page WHERE site = ?1 AND ((run < ?2 AND ?3) OR (is_gone AND article IS NOT NULL))";
const FORGET_ARTICLE: &str = "UPDATE crawl_page SET article = NULL, said = NULL WHERE article = ?";
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

/// What tells a site from another: its sitemap, and under what its pages are.
fn name(site: &CrawlSite) -> String {
    format!(
        "{} {}",
        site.sitemap,
        site.under.as_deref().unwrap_or_default()
    )
}

/// Lists an address to be read, once in a run.
pub(crate) fn list(
    sql: &Sql,
    run: u32,
    site: &CrawlSite,
    url: &str,
    is_sitemap: bool,
) -> Result<(), Error> {
    let values = vec![
        text(url),
        text(name(site)),
        int(run),
        int(u8::from(is_sitemap)),
    ];
    sql.run(LIST, values).map(|_| ())
}

/// The next address to be read, and whether it is a sitemap. One at which the object has stopped twice is left out.
pub(crate) fn next(sql: &Sql, run: u32) -> Result<Option<(String, bool)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        url: String,
        is_sitemap: u8,
        tries: u32,
    }
    while let Some(row) = sql.row::<Row>(NEXT, vec![int(run)])? {
        if row.tries < TRIES {
            sql.run(TRY, vec![text(&row.url)])?;
            return Ok(Some((row.url, row.is_sitemap != 0)));
        }
        let why = "it could not be read".to_owned();
        done(sql, &row.url, &Became::LeftOut(why))?;
    }
    Ok(None)
}

/// The article that a page was before, and the digest of what it said then.
pub(crate) fn before(sql: &Sql, url: &str) -> Result<Option<(ArticleId, Option<String>)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        article: ArticleId,
        said: Option<String>,
    }
    let row = sql.row::<Row>(BEFORE, vec![text(url)])?;
    Ok(row.map(|row| (row.article, row.said)))
}

/// Keeps which article a page is, and the digest of what it says.
pub(crate) fn taken(sql: &Sql, url: &str, article: &ArticleId, said: &str) -> Result<(), Error> {
    let values = [url, article.as_str(), said].map(text).into();
    sql.run(TAKEN, values).map(|_| ())
}

/// An article was deleted: it is no site's any more.
pub(crate) fn forget_article(sql: &Sql, article: &ArticleId) -> Result<(), Error> {
    sql.run(FORGET_ARTICLE, vec![text(article.as_str())])
        .map(|_| ())
}

/// What became of an address.
pub(crate) enum Became {
    /// Read.
    Read,
    /// No article, and why. What it was before stays.
    LeftOut(String),
    /// The site says that it is not there.
    Gone(String),
}

/// Keeps what became of an address.
pub(crate) fn done(sql: &Sql, url: &str, became: &Became) -> Result<(), Error> {
    let (is_gone, why) = match became {
        Became::Read => (false, None),
        Became::LeftOut(why) => (false, Some(why)),
        Became::Gone(why) => (true, Some(why)),
    };
    let values = vec![
        text(url),
        int(u8::from(is_gone)),
        why.map_or(Value::Null, text),
    ];
    sql.run(DONE, values).map(|_| ())
}

/// How many addresses of each kind a run has.
#[derive(Deserialize)]
pub(crate) struct Counts {
    pub(crate) waiting: u32,
    pub(crate) taken: u32,
    pub(crate) skipped: u32,
    /// Sitemaps that could not be read, or not whole.
    pub(crate) unread: u32,
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

/// Articles of a site whose pages are gone: not there any more, or, if all of its sitemaps were read, not listed any more.
pub(crate) fn gone(
    sql: &Sql,
    run: u32,
    site: &CrawlSite,
    is_whole: bool,
) -> Result<Vec<ArticleId>, Error> {
    #[derive(Deserialize)]
    struct Row {
        article: ArticleId,
    }
    let values = vec![text(name(site)), int(run), int(u8::from(is_whole))];
    let rows: Vec<Row> = sql.rows(GONE, values)?;
    Ok(rows.into_iter().map(|row| row.article).collect())
}

/// Forgets the same addresses.
pub(crate) fn forget_gone(
    sql: &Sql,
    run: u32,
    site: &CrawlSite,
    is_whole: bool,
) -> Result<(), Error> {
    let values = vec![text(name(site)), int(run), int(u8::from(is_whole))];
    sql.run(FORGET_GONE, values).map(|_| ())
}

/// Nothing waits any more.
pub(crate) fn stop_waiting(sql: &Sql) -> Result<(), Error> {
    sql.run(STOP_WAITING, vec![])?;
    sql.run(FORGET_UNREAD, vec![]).map(|_| ())
}
