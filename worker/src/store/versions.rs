//! What articles said before: the last versions of each, with who wrote them. They go with their article.

use super::{Sql, int, json, text};
use crate::error::Error;
use protocol::audit::Actor;
use protocol::{Article, ArticleId, ArticleVersion, Timestamp};
use serde::Deserialize;

/// Its table. The newest version is what the article says now.
pub(super) const TABLE: &str = "CREATE TABLE version (
    article TEXT NOT NULL,
    number INTEGER NOT NULL,
    at INTEGER NOT NULL,
    by TEXT,
    version TEXT NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;";

/// Versions of an article that are kept: a folder that is synced each night leaves three weeks.
const KEPT: u32 = 20;

const ADD: &str = "INSERT INTO version (article, number, at, by, version)
    SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4 FROM version WHERE article = ?1";
const FORGET: &str = "DELETE FROM version WHERE article = ?1 AND number <=
    (SELECT max(number) FROM version WHERE article = ?1) - ?2";
const ANY: &str = "SELECT count(*) AS count FROM version WHERE article = ?";
const LIST: &str = "SELECT number, at, by, json_extract(version, '$.title') AS title
    FROM version WHERE article = ? ORDER BY number DESC";
const GET: &str = "SELECT version FROM version WHERE article = ? AND number = ?";
const DROP: &str = "DELETE FROM version WHERE article = ?";

/// Keeps what an article says from now on; `before` it, if that was never kept.
pub(crate) fn add(
    sql: &Sql,
    before: Option<&Article>,
    article: &Article,
    by: &Actor,
) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        count: u32,
    }
    let id = || text(article.id.as_str());
    let is_first = sql
        .row::<Row>(ANY, vec![id()])?
        .is_none_or(|row| row.count == 0);
    if let Some(before) = before.filter(|_| is_first) {
        let values = vec![
            id(),
            int(before.updated_at.0),
            super::Value::Null,
            json(before)?,
        ];
        sql.run(ADD, values)?;
    }
    let values = vec![id(), int(article.updated_at.0), json(by)?, json(article)?];
    sql.run(ADD, values)?;
    sql.run(FORGET, vec![id(), int(KEPT)]).map(|_| ())
}

/// An article's versions, the newest first.
pub(crate) fn list(sql: &Sql, id: &ArticleId) -> Result<Vec<ArticleVersion>, Error> {
    #[derive(Deserialize)]
    struct Row {
        number: u32,
        at: i64,
        by: Option<String>,
        title: String,
    }
    let rows: Vec<Row> = sql.rows(LIST, vec![text(id.as_str())])?;
    let versions = rows.into_iter().map(|row| {
        let by = row.by.map(|by| crate::json::read(&by)).transpose()?;
        Ok(ArticleVersion {
            number: row.number,
            at: Timestamp(row.at),
            by,
            title: row.title,
        })
    });
    versions.collect()
}

/// A version of an article.
pub(crate) fn get(sql: &Sql, id: &ArticleId, number: u32) -> Result<Option<Article>, Error> {
    #[derive(Deserialize)]
    struct Row {
        version: String,
    }
    let row = sql.row::<Row>(GET, vec![text(id.as_str()), int(number)])?;
    row.map(|row| Ok(crate::json::read(&row.version)?))
        .transpose()
}

/// Forgets an article's versions.
pub(crate) fn drop(sql: &Sql, id: &ArticleId) -> Result<(), Error> {
    sql.run(DROP, vec![text(id.as_str())]).map(|_| ())
}
