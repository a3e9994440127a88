//! The knowledge's rows: articles and their passages.

use super::{Sql, int, json, text};
use crate::error::Error;
use domain::retrieval::{PassageKey, Piece, Vector};
use protocol::{Article, ArticleId, ArticleSummary, Audience};
use serde::Deserialize;
use worker::SqlStorageValue as Value;

/// Most bound parameters one SQL statement may carry.
/// Source: <https://developers.cloudflare.com/durable-objects/platform/limits/>.
const MAX_BOUND_PARAMS: usize = 100;

const PUT: &str = "INSERT INTO article (id, digest, updated_at, article) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
    digest = excluded.digest, updated_at = excluded.updated_at, article = excluded.article";
const SET_DIGEST: &str = "UPDATE article SET digest = ? WHERE id = ?";
const GET: &str = "SELECT article FROM article WHERE id = ?";
const DIGEST: &str = "SELECT digest FROM article WHERE id = ?";
const DELETE: &str = "DELETE FROM article WHERE id = ?";
const LIST: &str = "SELECT article, digest FROM article WHERE id > ? ORDER BY id LIMIT ?";
const ADD_PASSAGE: &str =
    "INSERT INTO passage (article, heading, text, vector) VALUES (?, ?, ?, ?) RETURNING id";
const DELETE_PASSAGES: &str = "DELETE FROM passage WHERE article = ?";
const HEADS: &str = "SELECT id, json_extract(article, '$.title') AS title,
    json_extract(article, '$.audience') AS audience FROM article";
const PASSAGES_PAGE: &str =
    "SELECT id, article, heading, text, vector FROM passage WHERE id > ? ORDER BY id LIMIT 500";

#[derive(Deserialize)]
struct ArticleRow {
    article: String,
    #[serde(default)]
    digest: String,
}

/// A stored passage with its vector.
pub(crate) struct StoredPassage {
    pub(crate) key: PassageKey,
    pub(crate) article: ArticleId,
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) vector: Vector,
}

/// Writes an article in place of what stood under its id; answers its passages' keys.
///
/// No `await` inside: a question sees the old text or the new, never half.
pub(crate) fn put(
    sql: &Sql,
    article: &Article,
    digest: &str,
    pieces: &[(Piece, Vector)],
) -> Result<Vec<PassageKey>, Error> {
    #[derive(Deserialize)]
    struct Row {
        id: PassageKey,
    }
    let id = article.id.as_str();
    // Its digest last: if a write fails in between, the next put finds another digest and
    // does all of it again.
    sql.run(
        PUT,
        vec![
            text(id),
            text(""),
            int(article.updated_at.0),
            json(article)?,
        ],
    )?;
    sql.run(DELETE_PASSAGES, vec![text(id)])?;
    let keys: Result<Vec<PassageKey>, Error> = pieces
        .iter()
        .map(|(piece, vector)| {
            let bytes = vector.iter().map(|place| place.cast_unsigned()).collect();
            sql.row::<Row>(
                ADD_PASSAGE,
                vec![
                    text(id),
                    text(&piece.heading),
                    text(&piece.text),
                    Value::Blob(bytes),
                ],
            )?
            .map(|row| row.id)
            .ok_or_else(|| Error::bug("an insert returned no id"))
        })
        .collect();
    let keys = keys?;
    sql.run(SET_DIGEST, vec![text(digest), text(id)])?;
    Ok(keys)
}

/// Deletes an article and its passages; whether there was one.
pub(crate) fn delete(sql: &Sql, id: &ArticleId) -> Result<bool, Error> {
    sql.run(DELETE_PASSAGES, vec![text(id.as_str())])?;
    Ok(sql.run(DELETE, vec![text(id.as_str())])? > 0)
}

/// The article.
pub(crate) fn get(sql: &Sql, id: &ArticleId) -> Result<Option<Article>, Error> {
    sql.row::<ArticleRow>(GET, vec![text(id.as_str())])?
        .map(|row| Ok(serde_json::from_str(&row.article)?))
        .transpose()
}

/// Digest of the draft the article was made from.
pub(crate) fn digest(sql: &Sql, id: &ArticleId) -> Result<Option<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        digest: String,
    }
    let row = sql.row::<Row>(DIGEST, vec![text(id.as_str())])?;
    Ok(row.map(|row| row.digest))
}

/// Articles in order of id after `after`, at most `limit`.
pub(crate) fn list(sql: &Sql, after: &str, limit: u32) -> Result<Vec<ArticleSummary>, Error> {
    sql.rows::<ArticleRow>(LIST, vec![text(after), int(limit)])?
        .into_iter()
        .map(|row| {
            let article: Article = serde_json::from_str(&row.article)?;
            Ok(ArticleSummary {
                id: article.id,
                title: article.title,
                audience: article.audience,
                digest: row.digest,
                updated_at: article.updated_at,
            })
        })
        .collect()
}

/// What the index wants of an article besides its passages.
#[derive(Deserialize)]
pub(crate) struct Head {
    pub(crate) id: ArticleId,
    pub(crate) title: String,
    pub(crate) audience: Audience,
}

/// Every article's head: all their texts at once would not fit the memory objects share.
pub(crate) fn heads(sql: &Sql) -> Result<Vec<Head>, Error> {
    sql.rows(HEADS, vec![])
}

/// Passages in order of key after `after`, a page at a time; empty at the end.
pub(crate) fn passages(sql: &Sql, after: PassageKey) -> Result<Vec<StoredPassage>, Error> {
    sql.raw(PASSAGES_PAGE, vec![int(after)])?
        .into_iter()
        .map(stored)
        .collect()
}

/// The passages with these keys, in no order; absent keys are left out.
pub(crate) fn passages_by_key(sql: &Sql, keys: &[PassageKey]) -> Result<Vec<StoredPassage>, Error> {
    let mut found = Vec::with_capacity(keys.len());
    for keys in keys.chunks(MAX_BOUND_PARAMS) {
        let places = vec!["?"; keys.len()].join(", ");
        let statement = format!(
            "SELECT id, article, heading, text, vector FROM passage WHERE id IN ({places})"
        );
        for row in sql.raw(&statement, keys.iter().map(|key| int(*key)).collect())? {
            found.push(stored(row)?);
        }
    }
    Ok(found)
}

fn stored(row: Vec<Value>) -> Result<StoredPassage, Error> {
    match <[Value; 5]>::try_from(row) {
        Ok(
            [
                Value::Integer(key),
                Value::String(article),
                Value::String(heading),
                Value::String(text),
                Value::Blob(vector),
            ],
        ) => Ok(StoredPassage {
            key,
            article: ArticleId::new(article).map_err(|_| Error::bug("a stored id is malformed"))?,
            heading,
            text,
            vector: vector.into_iter().map(u8::cast_signed).collect(),
        }),
        _ => Err(Error::bug("a passage row has another shape")),
    }
}
