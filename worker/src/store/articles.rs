//! The knowledge's rows: articles, their passages, and the passages' vectors.

use super::{Sql, int, json, text};
use crate::error::Error;
use domain::answer::Kept;
use domain::article::Piece;
use domain::retrieval::{Head, InContext, PassageKey, Vector};
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
const TITLE_AND_TEXT: &str = "SELECT json_extract(article, '$.title') AS title,
    json_extract(article, '$.text') AS text FROM article WHERE id = ?";
const DIGEST: &str = "SELECT digest FROM article WHERE id = ?";
const DELETE: &str = "DELETE FROM article WHERE id = ?";
const LIST: &str = "SELECT article, digest FROM article WHERE id > ? ORDER BY id LIMIT ?";
const ADD_PASSAGE: &str =
    "INSERT INTO passage (article, heading, text, is_tile) VALUES (?, ?, ?, ?) RETURNING id";
const KEYS: &str = "SELECT id FROM passage WHERE article = ? ORDER BY id";
const DELETE_PASSAGES: &str = "DELETE FROM passage WHERE article = ?";
const DELETE_VECTORS: &str =
    "DELETE FROM vector WHERE passage IN (SELECT id FROM passage WHERE article = ?)";
const HEADS: &str = "SELECT id, json_extract(article, '$.title') AS title,
    json_extract(article, '$.audience') AS audience,
    json_extract(article, '$.language') AS language,
    json_extract(article, '$.tags') AS tags,
    json_extract(article, '$.synonyms') AS synonyms FROM article";
const PASSAGES_PAGE: &str =
    "SELECT passage.id, article, heading, text, is_tile, tier, vector, synonyms FROM passage
    LEFT JOIN vector ON vector.space = ? AND vector.passage = passage.id
    WHERE passage.id > ? ORDER BY passage.id LIMIT 500";
const WAITING: &str = "SELECT passage.id, passage.article, heading, text,
    json_extract(article.article, '$.title') AS title,
    json_extract(article.article, '$.audience') AS audience,
    json_extract(article.article, '$.language') AS language,
    CASE WHEN passage.id = (SELECT min(id) FROM passage AS other WHERE other.article = passage.article)
        THEN json_extract(article.article, '$.synonyms') END AS synonyms
    FROM passage JOIN article ON article.id = passage.article
    WHERE passage.id > ? AND NOT EXISTS (SELECT 1 FROM vector
        WHERE vector.space = ? AND vector.passage = passage.id AND vector.tier >= ?)
    ORDER BY passage.id LIMIT ?";
// Only of a passage that is still there: an article may go while it is embedded.
const PUT_VECTOR: &str =
    "INSERT OR REPLACE INTO vector (space, passage, tier, vector, pieces, synonyms)
    SELECT ?, id, ?, ?, ?, ? FROM passage WHERE id = ?";
const DIMS: &str =
    "SELECT length(vector) AS dims FROM vector WHERE space = ? AND length(vector) > 0 LIMIT 1";
const FORGET_OTHER_SPACES: &str = "DELETE FROM vector WHERE space <> ?";
const COUNT: &str = "SELECT (SELECT count(*) FROM article) AS articles,
    (SELECT count(*) FROM passage) AS passages,
    (SELECT count(*) FROM vector WHERE space = ? AND tier >= ?) AS embedded";
const SETTING: &str = "SELECT value FROM setting WHERE name = ?";
const PUT_SETTING: &str = "INSERT INTO setting (name, value) VALUES (?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

/// Which space the vectors that questions are compared with are of.
pub(crate) const SERVING: &str = "serving_space";
/// Whose articles these are.
pub(crate) const TEAM: &str = "team";
/// Why passages could not be embedded lately; empty if they could.
pub(crate) const PROBLEM: &str = "problem";

#[derive(Deserialize)]
struct ArticleRow {
    article: String,
    #[serde(default)]
    digest: String,
}

/// A stored passage with its vector; empty if it has none in the space asked for.
pub(crate) struct StoredPassage {
    pub(crate) key: PassageKey,
    pub(crate) article: ArticleId,
    pub(crate) heading: String,
    pub(crate) text: String,
    /// Whether it is one of those that divide its article.
    pub(crate) is_tile: bool,
    pub(crate) vector: Vector,
    /// Those of its article's synonyms, one after another, if it is its first.
    pub(crate) synonyms: Vector,
    /// How well it is embedded, here or in a store of vectors; 0 if it is not.
    pub(crate) tier: u8,
}

fn signed(bytes: Vec<u8>) -> Vector {
    bytes.into_iter().map(u8::cast_signed).collect()
}

/// Writes an article in place of what stood under its id; answers its passages' keys.
///
/// No `await` inside: a question sees the old text or the new, never half.
pub(crate) fn put(
    sql: &Sql,
    article: &Article,
    digest: &str,
    pieces: &[Piece],
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
    sql.run(DELETE_VECTORS, vec![text(id)])?;
    sql.run(DELETE_PASSAGES, vec![text(id)])?;
    let keys: Result<Vec<PassageKey>, Error> = pieces
        .iter()
        .map(|piece| {
            let is_tile = int(u8::from(piece.is_tile));
            let values = vec![text(id), text(&piece.heading), text(&piece.text), is_tile];
            sql.row::<Row>(ADD_PASSAGE, values)?
                .map(|row| row.id)
                .ok_or_else(|| Error::bug("an insert returned no id"))
        })
        .collect();
    let keys = keys?;
    sql.run(SET_DIGEST, vec![text(digest), text(id)])?;
    Ok(keys)
}

/// Deletes an article, its passages and their vectors; the passages' keys, if there was one.
pub(crate) fn delete(sql: &Sql, id: &ArticleId) -> Result<Option<Vec<PassageKey>>, Error> {
    let keys = keys(sql, id)?;
    sql.run(DELETE_VECTORS, vec![text(id.as_str())])?;
    sql.run(DELETE_PASSAGES, vec![text(id.as_str())])?;
    let was_there = sql.run(DELETE, vec![text(id.as_str())])? > 0;
    Ok(was_there.then_some(keys))
}

/// Keys of an article's passages.
pub(crate) fn keys(sql: &Sql, id: &ArticleId) -> Result<Vec<PassageKey>, Error> {
    #[derive(Deserialize)]
    struct Row {
        id: PassageKey,
    }
    let rows: Vec<Row> = sql.rows(KEYS, vec![text(id.as_str())])?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// The article.
pub(crate) fn get(sql: &Sql, id: &ArticleId) -> Result<Option<Article>, Error> {
    sql.row::<ArticleRow>(GET, vec![text(id.as_str())])?
        .map(|row| Ok(crate::json::read(&row.article)?))
        .transpose()
}

/// An article's title and text.
pub(crate) fn title_and_text(sql: &Sql, id: &ArticleId) -> Result<Option<(String, String)>, Error> {
    #[derive(Deserialize)]
    struct Row {
        title: String,
        text: String,
    }
    let row = sql.row::<Row>(TITLE_AND_TEXT, vec![text(id.as_str())])?;
    Ok(row.map(|row| (row.title, row.text)))
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
            let article: Article = crate::json::read(&row.article)?;
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

/// Every article's head: all their texts at once would not fit the memory objects share.
pub(crate) fn heads(sql: &Sql) -> Result<Vec<Head>, Error> {
    #[derive(Deserialize)]
    struct Row {
        id: ArticleId,
        title: String,
        audience: Audience,
        language: Option<String>,
        tags: Option<String>,
        synonyms: Option<String>,
    }
    let words = |list: Option<String>| -> Result<Vec<String>, Error> {
        Ok(list
            .map(|list| crate::json::read(&list))
            .transpose()?
            .unwrap_or_default())
    };
    sql.rows::<Row>(HEADS, vec![])?
        .into_iter()
        .map(|row| {
            Ok(Head::new(
                row.id,
                row.audience,
                row.language,
                &row.title,
                &words(row.tags)?,
                &words(row.synonyms)?,
            ))
        })
        .collect()
}

/// Passages in order of key after `after` with their vectors in `space`, a page at a time;
/// empty at the end.
pub(crate) fn passages(
    sql: &Sql,
    space: &str,
    after: PassageKey,
) -> Result<Vec<StoredPassage>, Error> {
    sql.raw(PASSAGES_PAGE, vec![text(space), int(after)])?
        .into_iter()
        .map(stored)
        .collect()
}

/// The windows with these keys, in no order; absent keys are left out. With the vectors of their pieces, of
/// `in_context`'s space, if that is given.
pub(crate) fn windows(
    sql: &Sql,
    keys: &[PassageKey],
    in_context: Option<&str>,
) -> Result<Vec<Kept>, Error> {
    let mut found = Vec::with_capacity(keys.len());
    for keys in keys.chunks(MAX_BOUND_PARAMS - 1) {
        let places = vec!["?"; keys.len()].join(", ");
        let (pieces, join) = match in_context {
            Some(_) => (
                "pieces",
                "LEFT JOIN vector ON vector.space = ? AND vector.passage = passage.id",
            ),
            None => ("NULL", ""),
        };
        let statement = format!(
            "SELECT passage.id, heading, text, {pieces} FROM passage {join} WHERE passage.id IN ({places})"
        );
        let values = in_context.map(text).into_iter();
        let values = values.chain(keys.iter().map(|key| int(*key))).collect();
        for row in sql.raw(&statement, values)? {
            let Ok(
                [
                    Value::Integer(passage),
                    Value::String(heading),
                    Value::String(text),
                    pieces,
                ],
            ) = <[Value; 4]>::try_from(row)
            else {
                return Err(Error::bug("a passage row has another shape"));
            };
            found.push(Kept {
                passage,
                heading,
                text,
                pieces: match pieces {
                    Value::Blob(bytes) => signed(bytes),
                    _ => Vec::new(),
                },
            });
        }
    }
    Ok(found)
}

fn stored(row: Vec<Value>) -> Result<StoredPassage, Error> {
    let vector = |value: Value| match value {
        Value::Blob(bytes) => signed(bytes),
        _ => Vector::new(),
    };
    match <[Value; 8]>::try_from(row) {
        Ok(
            [
                Value::Integer(key),
                Value::String(article),
                Value::String(heading),
                Value::String(text),
                is_tile,
                tier,
                whole,
                synonyms,
            ],
        ) => Ok(StoredPassage {
            key,
            article: ArticleId::new(article).map_err(|_| Error::bug("a stored id is malformed"))?,
            heading,
            text,
            is_tile: matches!(is_tile, Value::Integer(1)),
            tier: match tier {
                Value::Integer(tier) => u8::try_from(tier).unwrap_or_default(),
                _ => 0,
            },
            vector: vector(whole),
            synonyms: vector(synonyms),
        }),
        _ => Err(Error::bug("a passage row has another shape")),
    }
}

/// A passage that waits to be embedded.
#[derive(Clone, Deserialize)]
pub(crate) struct Waiting {
    pub(crate) id: PassageKey,
    pub(crate) article: ArticleId,
    pub(crate) title: String,
    pub(crate) heading: String,
    pub(crate) text: String,
    pub(crate) audience: Audience,
    pub(crate) language: Option<String>,
    /// Its article's synonyms, as JSON, if it is its first passage.
    synonyms: Option<String>,
}

/// The vectors that are kept of a passage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vectors {
    /// Its text's.
    pub(crate) text: InContext,
    /// Those of its article's synonyms, one after another, if it is its first.
    pub(crate) synonyms: Vector,
}

impl Waiting {
    /// What else is embedded with it: its article's synonyms, if it is its first.
    pub(crate) fn synonyms(&self) -> Result<Vec<String>, Error> {
        let list = self.synonyms.as_deref();
        Ok(list.map(crate::json::read).transpose()?.unwrap_or_default())
    }

    /// What is embedded of it.
    pub(crate) fn whole(&self) -> String {
        domain::article::embedded_text(&self.title, &self.heading, &self.text)
    }
}

/// Passages after `after` that have no vector of this tier in `space`, at most `limit`.
pub(crate) fn waiting(
    sql: &Sql,
    space: &str,
    tier: u8,
    after: PassageKey,
    limit: u32,
) -> Result<Vec<Waiting>, Error> {
    sql.rows(
        WAITING,
        vec![int(after), text(space), int(tier), int(limit)],
    )
}

/// Keeps a passage's vectors, if the passage is still there; says whether it is.
pub(crate) fn put_vector(
    sql: &Sql,
    space: &str,
    tier: u8,
    passage: PassageKey,
    vectors: &Vectors,
) -> Result<bool, Error> {
    let bytes = |places: &[i8]| places.iter().map(|place| place.cast_unsigned()).collect();
    let some = |places: &[i8]| match places {
        [] => Value::Null,
        places => Value::Blob(bytes(places)),
    };
    let written = sql.run(
        PUT_VECTOR,
        vec![
            text(space),
            int(tier),
            Value::Blob(bytes(&vectors.text.whole)),
            some(&vectors.text.pieces),
            some(&vectors.synonyms),
            int(passage),
        ],
    )?;
    Ok(written > 0)
}

/// Places of the vectors that are kept here of a space; 0 if none are.
pub(crate) fn dims(sql: &Sql, space: &str) -> Result<usize, Error> {
    #[derive(Deserialize)]
    struct Row {
        dims: usize,
    }
    let row = sql.row::<Row>(DIMS, vec![text(space)])?;
    Ok(row.map_or(0, |row| row.dims))
}

/// Deletes the vectors of every space but one.
pub(crate) fn forget_other_spaces(sql: &Sql, space: &str) -> Result<(), Error> {
    sql.run(FORGET_OTHER_SPACES, vec![text(space)]).map(|_| ())
}

/// How much there is.
#[derive(Clone, Copy, Default, Deserialize)]
pub(crate) struct Count {
    pub(crate) articles: u32,
    pub(crate) passages: u32,
    /// Passages with a vector of the tier in the space that were asked for.
    pub(crate) embedded: u32,
}

/// Counts everything.
pub(crate) fn count(sql: &Sql, space: &str, tier: u8) -> Result<Count, Error> {
    // A team without an article has no tables yet.
    let row = sql.row(COUNT, vec![text(space), int(tier)])?;
    Ok(row.unwrap_or_default())
}

/// A setting of the index; empty if it was never put.
pub(crate) fn setting(sql: &Sql, name: &str) -> Result<String, Error> {
    #[derive(Deserialize)]
    struct Row {
        value: String,
    }
    let row = sql.row::<Row>(SETTING, vec![text(name)])?;
    Ok(row.map(|row| row.value).unwrap_or_default())
}

/// Keeps a setting of the index.
pub(crate) fn put_setting(sql: &Sql, name: &str, value: &str) -> Result<(), Error> {
    if setting(sql, name)? == value {
        return Ok(());
    }
    sql.run(PUT_SETTING, vec![text(name), text(value)])
        .map(|_| ())
}
