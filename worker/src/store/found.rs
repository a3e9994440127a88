//! The inbox's search: lines of what was said, in an index of SQLite's (FTS5).
//!
//! A line's id holds its conversation's row number in the upper bits and the event's number in the lower 20; two
//! numbers that no event has stand for the learner and the tags. So the index alone tells which conversations have
//! a word.

use super::{Sql, Value, int, text};
use crate::error::Error;
use domain::inbox_search::{About, SearchLine, Wanted, apart, folded, may_slip, meant};
use protocol::http::{ConversationFound, Excerpt};
use protocol::{ConversationId, Seq, Summary, Timestamp};
use serde::Deserialize;
use std::fmt::Write as _;

/// Bits of a line's own number: more events than a conversation ever has.
const BITS: u32 = 20;
/// The line of who the learner is.
const WHO: Seq = 0;
/// The line of where they are, and of tags.
const WHAT: Seq = (1 << BITS) - 1;

const NUMBER: &str = "SELECT number FROM summary WHERE conversation = ?";
const TEXT: &str = "SELECT text FROM line WHERE id = ?";
const DELETE: &str = "DELETE FROM line WHERE id = ?";
const PUT: &str = "INSERT INTO line (id, text, apart) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";

/// Which words of a line are the ones looked for stands between these.
const MARK: (char, char) = ('\u{2}', '\u{3}');
const EXCERPT: &str = "SELECT snippet(said, 0, char(2), char(3), '…', 24) AS text FROM said
    WHERE said MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT 1";

#[derive(Deserialize)]
struct Text {
    text: String,
}

fn id(number: i64, line: Seq) -> i64 {
    (number << BITS) | i64::from(line)
}

/// Puts lines of a conversation that is listed; one that is there already stays as it is. With `about`, what
/// is known of its learner too.
pub(crate) fn put(
    sql: &Sql,
    conversation: &ConversationId,
    about: Option<&About>,
    lines: &[SearchLine],
) -> Result<(), Error> {
    #[derive(Deserialize)]
    struct Row {
        number: i64,
    }
    let Some(Row { number }) = sql.row(NUMBER, vec![text(conversation.as_str())])? else {
        // Erased.
        return Ok(());
    };
    let put = |line: Seq, words: &str| {
        let values = vec![int(id(number, line)), text(words), text(apart(words))];
        sql.run(PUT, values)
    };
    if let Some(about) = about {
        for (line, words) in [(WHO, &about.who), (WHAT, &about.what)] {
            let at = id(number, line);
            let before = sql.row::<Text>(TEXT, vec![int(at)])?;
            let before = before.map(|row| row.text).unwrap_or_default();
            if before != *words {
                sql.run(DELETE, vec![int(at)])?;
                if !words.is_empty() {
                    put(line, words)?;
                }
            }
        }
    }
    for line in lines
        .iter()
        .filter(|line| (WHO + 1..WHAT).contains(&line.seq))
    {
        put(line.seq, &line.text)?;
    }
    Ok(())
}

/// A word as FTS5 matches it: a phrase, so that nothing in it is an operator.
fn phrase(word: &str, is_open: bool) -> String {
    let word: String = word.chars().filter(|c| *c != '"').collect();
    // One letter begins most words there are.
    let star = if is_open && word.chars().count() > 1 {
        "*"
    } else {
        ""
    };
    let letters = apart(&word);
    match letters.is_empty() {
        true => format!("text : \"{word}\" {star}"),
        false => format!("(text : \"{word}\" {star} OR apart : \"{letters}\")"),
    }
}

/// What a word of a search asks the index.
struct Asked {
    phrase: String,
    /// Whether only who the learner is counts.
    is_name: bool,
}

impl Asked {
    fn word(word: &str, is_open: bool) -> Self {
        Self {
            phrase: phrase(word, is_open),
            is_name: false,
        }
    }

    fn name(word: &str) -> Self {
        Self {
            phrase: phrase(word, true),
            is_name: true,
        }
    }

    /// Where it was said.
    fn clause(&self) -> &'static str {
        match self.is_name {
            true => "SELECT rowid >> 20 FROM said WHERE said MATCH ? AND rowid & 1048575 = 0",
            false => "SELECT rowid >> 20 FROM said WHERE said MATCH ?",
        }
    }

    /// The same; if nobody has it, names that are a slip away from what was typed.
    fn or_near(self, sql: &Sql, typed: &str) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct There {}
        let there = format!("{} LIMIT 1", self.clause());
        if sql
            .row::<There>(&there, vec![text(&self.phrase)])?
            .is_some()
        {
            return Ok(self);
        }
        let mut names = Vec::new();
        for word in near(sql, typed)? {
            let name = Self::name(&word);
            let there = format!("{} LIMIT 1", name.clause());
            let is_there = sql.row::<There>(&there, vec![text(&name.phrase)])?;
            names.extend(is_there.map(|_| phrase(&word, false)));
            if names.len() == NEAR_NAMES {
                break;
            }
        }
        Ok(match names.is_empty() {
            true => self,
            false => Self {
                phrase: names.join(" OR "),
                is_name: true,
            },
        })
    }
}

/// Names that a word may be a slip in, at most.
const NEAR_NAMES: usize = 3;

/// Terms of the index that begin with a letter, at most: more are no inbox's.
const TERMS: &str = "SELECT term FROM said_word WHERE term >= ?1 AND term < ?2 LIMIT 20000";

/// Words of the index that may be meant.
fn near(sql: &Sql, typed: &str) -> Result<Vec<String>, Error> {
    #[derive(Deserialize)]
    struct Row {
        term: String,
    }
    let first = folded(typed).chars().next();
    let Some(first) = first.filter(|_| may_slip(typed)) else {
        return Ok(Vec::new());
    };
    let Some(next) = char::from_u32(u32::from(first) + 1) else {
        return Ok(Vec::new());
    };
    let terms: Vec<Row> = sql.rows(TERMS, vec![text(first), text(next)])?;
    Ok(meant(typed, terms.iter().map(|row| row.term.as_str())))
}

/// Conversations that are all of what is wanted, the most recently changed first, after the one named if one
/// is: each with where a word of it was said. A word that nobody has may be a slip in a name.
pub(crate) fn find(
    sql: &Sql,
    wanted: &Wanted,
    before: Option<(Timestamp, ConversationId)>,
    limit: u32,
) -> Result<Vec<ConversationFound>, Error> {
    #[derive(Deserialize)]
    struct Row {
        number: i64,
        summary: String,
    }
    let count = wanted.words.len();
    let words = wanted.words.iter().zip(1..).map(|(word, place)| {
        Asked::word(word, wanted.is_open && place == count).or_near(sql, word)
    });
    let words: Vec<Asked> = words.collect::<Result<_, Error>>()?;
    let from = wanted.from.as_ref();
    let from = from.map(|name| Asked::name(name).or_near(sql, name));
    let from = from.transpose()?;
    let phrases: Vec<&str> = words.iter().map(|it| it.phrase.as_str()).collect();
    let mut query = "SELECT number, summary FROM summary WHERE true".to_owned();
    let mut values: Vec<Value> = Vec::new();
    for asked in words.iter().chain(&from) {
        // One of the two above.
        let _infallible = write!(query, " AND number IN ({})", asked.clause());
        values.push(text(&asked.phrase));
    }
    if let Some(tag) = &wanted.tag {
        query += " AND EXISTS (SELECT 1 FROM json_each(summary, '$.tags') WHERE value = ?)";
        values.push(text(tag.to_string()));
    }
    if let Some(status) = wanted.status {
        query += " AND status = ?";
        values.push(text(super::list::status(status)));
    }
    for (bound, at) in [("<", wanted.before), (">=", wanted.after)] {
        if let Some(at) = at {
            // The bound is one of the two above.
            let _infallible = write!(query, " AND updated_at {bound} ?");
            values.push(int(at.0));
        }
    }
    if let Some((at, id)) = before {
        query += " AND (updated_at, conversation) < (?, ?)";
        values.extend([int(at.0), text(id.as_str())]);
    }
    query += " ORDER BY updated_at DESC, conversation DESC LIMIT ?";
    values.push(int(limit));
    let any = phrases.join(" OR ");
    let rows: Vec<Row> = sql.rows(&query, values)?;
    rows.into_iter()
        .map(|row| {
            let summary: Summary = crate::json::read(&row.summary)?;
            let excerpt = match any.is_empty() {
                true => Vec::new(),
                false => {
                    // Who and what stand in the row anyway: what was said comes first.
                    let lines = [(WHO + 1, WHAT - 1), (WHO, WHO), (WHAT, WHAT)];
                    let mut excerpt = Vec::new();
                    for (first, last) in lines {
                        if excerpt.is_empty() {
                            let bounds = [first, last].map(|line| int(id(row.number, line)));
                            let values = std::iter::once(text(&any)).chain(bounds).collect();
                            let best = sql.row::<Text>(EXCERPT, values)?;
                            excerpt = best.map(|it| self::excerpt(&it.text)).unwrap_or_default();
                        }
                    }
                    excerpt
                }
            };
            Ok(ConversationFound { summary, excerpt })
        })
        .collect()
}

/// The parts of a text between marks and beside them.
fn excerpt(text: &str) -> Vec<Excerpt> {
    let mut parts: Vec<Excerpt> = Vec::new();
    let mut is_match = false;
    for part in text.split_inclusive([MARK.0, MARK.1]) {
        let end = part.chars().next_back();
        let words = part.trim_end_matches([MARK.0, MARK.1]);
        if !words.is_empty() {
            parts.push(Excerpt {
                text: words.to_owned(),
                is_match,
            });
        }
        is_match = end == Some(MARK.0);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_an_operator() {
        assert_eq!(phrase("a\"OR\"b", false), "text : \"aORb\" ");
        assert_eq!(phrase("NEAR(", true), "text : \"NEAR(\" *");
        assert_eq!(
            phrase("密码", true),
            "(text : \"密码\" * OR apart : \"密 码\")"
        );
    }

    #[test]
    fn an_excerpt_marks_what_was_found() {
        let parts = excerpt("…my \u{2}resit\u{3} of \u{2}week\u{3}");
        let words: Vec<_> = parts
            .iter()
            .map(|it| (it.text.as_str(), it.is_match))
            .collect();
        assert_eq!(
            words,
            [
                ("…my ", false),
                ("resit", true),
                (" of ", false),
                ("week", true)
            ]
        );
    }
}
