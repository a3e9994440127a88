//! The panel's words, and refusals in them: one file per language.
//!
//! English is a part of the program; another language comes as a list of texts, written by
//! `cargo xtask build` from [`list`], and is spoken once it is here.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod pt;

use protocol::{Code, Problem};

/// Declares the words with the list of all of them.
macro_rules! words {
    ($($word:ident,)*) => {
        /// A text of the panel's own. `{}` stands for a name, a file, a number or a sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "`en.rs` says what each is")]
        pub enum Word { $($word,)* }

        impl Word {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$word,)*];
        }
    };
}

words! {
    Chat,
    CloseChat,
    Conversation,
    Message,
    WriteAMessage,
    Send,
    TalkToAPerson,
    StartAnother,
    MayClose,
    ReplyBy,
    Assistant,
    You,
    KeepsNothing,
    Sending,
    Sent,
    Delivered,
    Seen,
    NotSent,
    TryAgain,
    Faster,
    IsWriting,
    Greeting,
    Looking,
    Closed,
    NotSetUp,
    NoLine,
    AnswersAtOnce,
    TalkingWith,
    WaitingForTeam,
    WriteToReopen,
    EmailAddress,
    AskedFor,
    Joined,
    Left,
    AssistantAgain,
    Resolved,
    Reopened,
    Changed,
    SendFirst,
    NoConnection,
    Article,
    HelpArticle,
    LoadingArticle,
    ArticleNotLoaded,
    ArticleGone,
    OpenOutside,
    BackToChat,
    Source,
    AttachFile,
    Attachments,
    Remove,
    Uploading,
    TooFast,
    TooFastMinutes,
    TooFastHours,
    TooLarge,
    WrongKind,
    TooMany,
    Gone,
    NotTaken,
    WentWrong,
}

/// What a language says for a word.
type Spoken = fn(Word) -> &'static str;

/// The languages of the panel, by their ISO 639-1 codes, and their words.
const LANGUAGES: &[(&str, Spoken)] = &[
    ("en", en::word),
    ("es", es::word),
    ("de", de::word),
    ("fr", fr::word),
    ("pt", pt::word),
    ("ar", ar::word),
];

/// The languages of the panel, by their codes; English first.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|it| it.0)
}

/// Every word of a language, in order; `None` if the panel does not speak it.
#[must_use]
pub fn list(language: &str) -> Option<Vec<&'static str>> {
    let (_, word) = LANGUAGES.iter().find(|it| it.0 == language)?;
    Some(Word::ALL.iter().map(|it| word(*it)).collect())
}

/// What the panel speaks: English, or a language whose words have come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// In the order of [`Word::ALL`]; none for English.
    list: Vec<String>,
}

impl Words {
    /// English.
    pub const ENGLISH: Self = Self { list: Vec::new() };

    /// A language by the list of its words; `None` if some are missing: it is of another version.
    #[must_use]
    pub fn of(list: Vec<String>) -> Option<Self> {
        (list.len() == Word::ALL.len()).then_some(Self { list })
    }

    /// A word of the panel's.
    #[must_use]
    pub fn word(&self, word: Word) -> &str {
        self.list
            .get(word as usize)
            .map_or_else(|| en::word(word), String::as_str)
    }

    /// A word with what fills its `{}`.
    #[must_use]
    pub fn with(&self, word: Word, value: &str) -> String {
        let mut text = String::new();
        let value = value.to_owned();
        protocol::fill(&mut text, self.word(word), &mut std::iter::once(&value));
        text
    }

    /// Why something was refused: in English as the server says it, else by its code.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> String {
        if self.list.is_empty() {
            return polite(problem);
        }
        let seconds = problem.retry_after.unwrap_or(1);
        let (unit, count) = match seconds {
            0..=90 => (Word::TooFast, seconds),
            91..=5_400 => (Word::TooFastMinutes, seconds.div_ceil(60)),
            _ => (Word::TooFastHours, seconds.div_ceil(3_600)),
        };
        let word = match problem.code {
            Code::TooFast => unit,
            Code::TooLarge => Word::TooLarge,
            Code::UnsupportedMedia => Word::WrongKind,
            Code::TooMany => Word::TooMany,
            Code::NotFound => Word::Gone,
            Code::BadRequest | Code::Invalid => Word::NotTaken,
            _ => Word::WentWrong,
        };
        self.with(word, &count.to_string())
    }
}

/// A problem as one or two sentences, without blame.
#[must_use]
pub fn polite(problem: &Problem) -> String {
    match (problem.code, problem.retry_after) {
        (Code::TooFast, Some(seconds)) => {
            format!("That was a lot at once. Try again {}.", within(seconds))
        }
        _ => sentence(&problem.message),
    }
}

/// A time to wait, in round numbers.
fn within(seconds: u32) -> String {
    match seconds {
        0..=1 => "in a second".to_owned(),
        2..=90 => format!("in {seconds} seconds"),
        91..=5_400 => format!("in {} minutes", seconds.div_ceil(60)),
        _ => format!("in {} hours", seconds.div_ceil(3_600)),
    }
}

/// The first letter of a sentence, raised: problems come in lower case, without a full stop.
fn sentence(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut sentence = format!("{text}.");
    // Problems are ours and begin with a plain letter; the tables of all scripts are heavy.
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word_with_the_same_blanks() {
        let english = list("en").unwrap();
        for (language, _) in LANGUAGES {
            let own = list(language).unwrap();
            for ((word, own), english) in Word::ALL.iter().zip(own).zip(&english) {
                let blanks = |text: &str| text.matches("{}").count();
                assert!(!own.is_empty(), "{language}: {word:?}");
                assert_eq!(blanks(own), blanks(english), "{language}: {word:?}");
            }
        }
    }

    #[test]
    fn words_and_refusals_are_said_in_the_language_that_came() {
        let numbered = (0..Word::ALL.len()).map(|it| format!("{it} {{}}"));
        let words = Words::of(numbered.collect()).unwrap();
        assert_eq!(words.with(Word::CloseChat, "x"), "1 x");
        assert_eq!(Words::default().word(Word::CloseChat), "Close chat");
        let large = Problem::new(Code::TooLarge, "too large");
        assert_eq!(words.problem(&large), words.with(Word::TooLarge, "1"));
        assert_eq!(Words::default().problem(&large), "Too large.");
        assert_eq!(Words::of(vec!["x".to_owned()]), None);
    }

    #[test]
    fn a_refusal_says_when_to_try_again() {
        let slow = |seconds| Problem {
            retry_after: Some(seconds),
            ..Problem::new(Code::TooFast, "too many messages within a minute")
        };
        assert!(polite(&slow(12)).ends_with("Try again in 12 seconds."));
        assert!(polite(&slow(600)).ends_with("in 10 minutes."));
        assert!(polite(&slow(80_000)).ends_with("in 23 hours."));
        let plain = Problem::new(Code::Invalid, "the message is empty");
        assert_eq!(polite(&plain), "The message is empty.");
        assert_eq!(polite(&Problem::new(Code::Unknown, "")), "");
    }
}
