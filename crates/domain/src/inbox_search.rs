//! The inbox's search: what of a conversation is searched, and what an agent's words ask for.

use crate::retrieval::spelling;
use crate::schedule::{DAY_MS, day_number};
use crate::words::is_unspaced;
use protocol::{AgentEvent, Author, LearnerProfile, Seq, Sequenced, Status, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest text that is searched of one event, in characters: the rest of a longer one is not found.
const MAX_CHARS: usize = 4_000;
/// Words that are searched for, at most.
const MAX_WORDS: usize = 8;
/// Longest query, in characters.
const MAX_QUERY: usize = 200;

/// What is searched of one event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchLine {
    /// Its number in the agents' stream.
    pub seq: Seq,
    /// Its words.
    pub text: String,
}

/// What is searched of an event: what people and the assistant said, notes, what forms collected, names of
/// files. Nothing of what Baton itself says, which every conversation has.
#[must_use]
pub fn line(entry: &Sequenced<AgentEvent>) -> Option<SearchLine> {
    let mut parts: Vec<&str> = Vec::new();
    let files = match &entry.event {
        AgentEvent::Message(message) => {
            if message.author != Author::System && message.notice.is_none() {
                parts.push(&message.text);
            }
            message.attachments.as_slice()
        }
        AgentEvent::Note(note) => {
            parts.push(&note.text);
            note.attachments.as_slice()
        }
        AgentEvent::Collected(collected) => {
            parts.extend(collected.fields.iter().map(|(_, value)| value.as_str()));
            &[]
        }
        AgentEvent::Changed(_) | AgentEvent::Handoff(_) | AgentEvent::Tagged(_) => &[],
    };
    parts.extend(files.iter().map(|file| file.name.as_str()));
    parts.retain(|part| !part.trim().is_empty());
    (!parts.is_empty()).then(|| SearchLine {
        seq: entry.seq,
        text: parts.join("\n").chars().take(MAX_CHARS).collect(),
    })
}

/// What is searched besides events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Who the learner is: name and e-mail address.
    pub who: String,
    /// Where they are, and the tags.
    pub what: String,
}

/// What is searched of a conversation besides its events.
#[must_use]
pub fn about(learner: &LearnerProfile, tags: &[Tag]) -> About {
    let joined = |parts: Vec<&str>| -> String {
        let parts: Vec<&str> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        parts.join("\n").chars().take(MAX_CHARS).collect()
    };
    let who = [learner.name.as_deref(), learner.email.as_deref()];
    let page = learner.page.as_ref().map(|page| page.title.as_str());
    let place = [learner.course.as_deref(), page].into_iter().flatten();
    let what = place.chain(tags.iter().map(Tag::as_str)).collect();
    About {
        who: joined(who.into_iter().flatten().collect()),
        what: joined(what),
    }
}

/// What an agent looks for: all of it has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Words as they were typed, each somewhere in the conversation.
    pub words: Vec<String>,
    /// Whether the last word may go on: it is still being typed.
    pub is_open: bool,
    /// A word of the learner's name or address, or its beginning.
    pub from: Option<String>,
    /// A tag it has.
    pub tag: Option<Tag>,
    /// It last changed before this.
    pub before: Option<Timestamp>,
    /// It last changed at this, or after.
    pub after: Option<Timestamp>,
    /// Who it waits for.
    pub status: Option<Status>,
}

/// A word as the index keeps it: in small letters without accents.
#[must_use]
pub fn folded(word: &str) -> String {
    let word = word.to_lowercase();
    word.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Whether a word is long enough for a slip in it to be forgiven.
#[must_use]
pub fn may_slip(word: &str) -> bool {
    spelling::forgiven(&folded(word)) > 0
}

/// Words as the index keeps them that may be meant by one that nobody has: the nearest first, at most 30. A slip in the
/// first letter is not looked for, so that a part of the index is read and not all of it.
#[must_use]
pub fn meant<'t>(typed: &str, terms: impl Iterator<Item = &'t str>) -> Vec<String> {
    let typed = folded(typed);
    let most = spelling::forgiven(&typed);
    let near = terms.filter_map(|term| {
        let slips = spelling::slips(&typed, term, most)?;
        (slips > 0).then(|| (slips, term.to_owned()))
    });
    let mut near: Vec<(u32, String)> = near.collect();
    near.sort();
    near.truncate(30);
    near.into_iter().map(|(_, term)| term).collect()
}

/// A query that cannot be read: what is wrong with it, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear(pub String);

/// Reads a query: words, and `from:name`, `tag:billing`, `is:open`, `before:2026-11-30`,
/// `after:2026-11-01`. What has several words stands in quotes: `tag:"live class"`. Days are UTC's.
///
/// # Errors
/// [`Unclear`] for nothing to look for, a query that is too long, or a filter that is none.
pub fn wanted(query: &str) -> Result<Wanted, Unclear> {
    if query.chars().count() > MAX_QUERY {
        return Err(Unclear(format!(
            "a search has at most {MAX_QUERY} characters"
        )));
    }
    let mut wanted = Wanted::default();
    for (filter, value) in terms(query) {
        // Only what was typed last may go on.
        wanted.is_open = filter.is_empty() && query.ends_with(char::is_alphanumeric);
        match filter.as_str() {
            "" => wanted.words.extend(words(&value)),
            "from" => wanted.from = Some(value),
            "tag" => {
                let tag = Tag::new(&value).map_err(|wrong| Unclear(wrong.to_string()))?;
                wanted.tag = Some(tag);
            }
            "before" => wanted.before = Some(day(&value)?),
            "after" => wanted.after = Some(day(&value)?),
            _ => wanted.status = Some(status(&value)?),
        }
    }
    if wanted.words.len() > MAX_WORDS {
        return Err(Unclear(format!("a search has at most {MAX_WORDS} words")));
    }
    match wanted == Wanted::default() {
        true => Err(Unclear("there is nothing to look for".to_owned())),
        false => Ok(wanted),
    }
}

/// What has a letter or digit in it, between spaces. Each is read as a phrase by the index, which splits
/// words its own way.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .map(str::to_owned)
}

/// The letters of scripts without spaces, each for itself: a word is found inside a run of them.
#[must_use]
pub fn apart(text: &str) -> String {
    let letters = text.chars().filter(|c| is_unspaced(*c));
    let letters: Vec<String> = letters.map(String::from).collect();
    letters.join(" ")
}

const FILTERS: [&str; 5] = ["from", "tag", "before", "after", "is"];

/// The parts of a query: the filter, empty for words, and what it is to be.
fn terms(query: &str) -> Vec<(String, String)> {
    let mut terms = Vec::new();
    let mut rest = query.trim_start();
    while !rest.is_empty() {
        let filter = FILTERS.iter().find_map(|name| {
            let start = rest.get(..name.len())?;
            let value = rest[start.len()..].strip_prefix(':')?;
            start.eq_ignore_ascii_case(name).then_some((*name, value))
        });
        let (name, value) = filter.unwrap_or(("", rest));
        let quoted = value
            .strip_prefix('"')
            .and_then(|value| value.split_once('"'));
        let (value, after) = match quoted {
            Some(split) => split,
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        if !value.trim().is_empty() {
            terms.push((name.to_owned(), value.trim().to_owned()));
        }
        rest = after.trim_start();
    }
    terms
}

fn day(text: &str) -> Result<Timestamp, Unclear> {
    let number = day_number(text)
        .ok_or_else(|| Unclear(format!("“{text}” is no day: write it as 2026-11-30")))?;
    Ok(Timestamp(number * DAY_MS))
}

fn status(text: &str) -> Result<Status, Unclear> {
    match text.to_lowercase().as_str() {
        "assistant" | "pending" => Ok(Status::Pending),
        "open" => Ok(Status::Open),
        "snoozed" => Ok(Status::Snoozed),
        "resolved" => Ok(Status::Resolved),
        _ => Err(Unclear(
            "is: takes open, snoozed, resolved or assistant".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_words_and_filters() {
        let read =
            wanted("Resit FROM:maria tag:\"Live Class\" before:2026-11-30 is:open exam").unwrap();
        assert_eq!(read.words, ["Resit", "exam"]);
        assert!(read.is_open);
        assert_eq!(read.from.as_deref(), Some("maria"));
        assert_eq!(read.tag, Tag::new("live class").ok());
        assert_eq!(read.before, Some(Timestamp(1_795_996_800_000)));
        assert_eq!(read.status, Some(Status::Open));
        assert!(!wanted("exam ").unwrap().is_open);
        // Not a filter of ours: words.
        assert_eq!(wanted("re:exam").unwrap().words, ["re:exam"]);
        assert_eq!(wanted("\"two words\"").unwrap().words, ["two", "words"]);
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        for unclear in [
            "",
            "   ",
            "from:",
            "before:yesterday",
            "before:2026-13-01",
            "is:lost",
            "a b c d e f g h i",
            &"x".repeat(201),
        ] {
            let Err(Unclear(why)) = wanted(unclear) else {
                panic!("{unclear}");
            };
            assert!(!why.is_empty());
        }
    }

    #[test]
    fn letters_of_any_length_are_cut_where_they_end() {
        for query in [
            "frö:x",
            "fro",
            "ta",
            "ß:",
            "\"",
            "tag:\"open",
            "日本語 from:日本",
        ] {
            let _read = wanted(query);
        }
    }
}
