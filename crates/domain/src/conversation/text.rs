//! Words as they are kept and shown: trimmed, clipped, without marks.

use crate::refusal::Refusal;
use crate::speech;
use protocol::{Attachment, Author, MAX_MESSAGE_CHARS, Message, Notice, Say};

/// What the assistant says: Baton's own sentences, or the words of an article, a team or a model.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Words {
    /// Baton's own.
    Own(Notice),
    /// Somebody else's.
    Given(String),
}

impl From<Say> for Words {
    fn from(say: Say) -> Self {
        Self::Own(say.into())
    }
}

impl From<Notice> for Words {
    fn from(notice: Notice) -> Self {
        Self::Own(notice)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::Given(text.to_owned())
    }
}

impl Words {
    /// These, then a question of the team's in a paragraph of its own.
    pub(super) fn then(self, question: String) -> Self {
        match self {
            Self::Own(notice) => Self::Own(notice.then(question)),
            Self::Given(text) if text.is_empty() => Self::Given(question),
            Self::Given(text) => Self::Given(format!("{text}\n\n{question}")),
        }
    }

    /// These, then a notice.
    pub(super) fn then_say(self, notice: Notice) -> Self {
        match self {
            Self::Own(mut first) => {
                first.says.extend(notice.says);
                first.with.extend(notice.with);
                Self::Own(first.then(notice.rest))
            }
            Self::Given(text) if text.is_empty() => Self::Own(notice),
            Self::Given(text) => Self::Given(format!("{text}\n\n{}", speech::english(&notice))),
        }
    }

    /// As somebody says them.
    pub(super) fn by(self, author: Author) -> Message {
        match self {
            Self::Own(notice) => Message {
                notice: Some(notice.clone()),
                ..Message::new(author, speech::english(&notice))
            },
            Self::Given(text) => Message::new(author, text),
        }
    }
}

/// Names of files, in one line.
pub(super) fn names(attachments: &[Attachment]) -> String {
    let names: Vec<&str> = attachments.iter().map(|it| it.name.as_str()).collect();
    names.join(", ")
}

/// What somebody says, trimmed; nothing at all only beside attachments.
pub(super) fn said(text: &str, has_attachments: bool) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() && !has_attachments {
        Err(Refusal::Empty)
    } else if text.chars().count() > MAX_MESSAGE_CHARS {
        Err(Refusal::TooLong)
    } else {
        Ok(text.to_owned())
    }
}

/// Markdown without its marks, in one line: for a list that shows a message's beginning.
pub(super) fn unmarked(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        // A link keeps its words, a citation nothing.
        let bracket = (c == '[').then(|| after.split_once(']')).flatten();
        rest = match bracket {
            Some((label, after)) => {
                if !label.bytes().all(|byte| byte.is_ascii_digit()) {
                    plain.push_str(label);
                }
                match after
                    .strip_prefix('(')
                    .and_then(|target| target.split_once(')'))
                {
                    Some((_, after)) => after,
                    None => after,
                }
            }
            None => {
                if !matches!(c, '*' | '`' | '#' | '\\') {
                    plain.push(c);
                }
                after
            }
        };
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `chars` characters, with an ellipsis if any were left out.
pub(super) fn clipped(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

pub(super) fn keep_newest<T>(items: &mut Vec<T>, most: usize) {
    let extra = items.len().saturating_sub(most);
    items.drain(..extra);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_shows_words_and_no_marks() {
        assert_eq!(
            unmarked(
                "Select **Forgot *password*?** [1]\n\n1. See [Take a quiz](take-a-quiz.md) [2]."
            ),
            "Select Forgot password? 1. See Take a quiz ."
        );
        assert_eq!(unmarked("[open"), "[open");
    }
}
