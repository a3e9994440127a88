//! What Baton itself says, by what it says and not by how: words stand in `domain::speech`, a file
//! per language, and nothing is decided by them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Declares an enum of names: on the wire in snake case, with the list of all of them. Read and
/// written by hand, as what serde derives for it is some kilobytes of the chat.
macro_rules! names {
    ($(#[$outer:meta])* $name:ident or $(#[$last:meta])* $other:ident {
        $($(#[$inner:meta])* $variant:ident,)*
    }) => {
        $(#[$outer])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$inner])* $variant,)*
            $(#[$last])*
            $other,
        }

        impl $name {
            /// All of them but the last, in order.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Their names in camel case, in the same order.
            const NAMES: &[&str] = &[$(stringify!($variant),)*];
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names = Self::NAMES.iter().map(|name| snake(name));
                let names: Vec<String> = names.chain([snake(stringify!($other))]).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let name = Self::NAMES.get(*self as usize);
                serializer.serialize_str(&snake(name.unwrap_or(&stringify!($other))))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let named = String::deserialize(deserializer)?;
                Ok(place(Self::NAMES, &named).map_or(Self::$other, |at| Self::ALL[at]))
            }
        }
    };
}

/// A name in camel case in snake case.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

/// Where a name in snake case stands among names in camel case.
fn place(names: &[&str], named: &str) -> Option<usize> {
    names.iter().position(|name| snake(name) == named)
}

names! {
    /// A sentence of Baton's, or what stands on a button of its own. `{}` in its words stands for
    /// the next of [`Notice::with`].
    Say or
    /// One that this client does not know yet.
    Unknown {
        /// The button that brings a person.
        TalkToAPerson,
        /// The button under what was offered.
        ThatHelped,
        /// Agreeing that a person comes.
        YesPlease,
        /// Declining it.
        NoThankYou,
        /// Consent in a form.
        Agree,
        /// No consent.
        DoNotAgree,
        /// Leaves an optional question out.
        Skip,
        /// Ends a form.
        Cancel,
        /// Sends a form that was shown once more.
        SendIt,
        /// Fills it in anew.
        StartAgain,
        /// To a greeting.
        Hello,
        /// To who was helped.
        Glad,
        /// To a goodbye.
        Goodbye,
        /// To "ok".
        AnythingElse,
        /// To who wants no person after all.
        WhatElse,
        /// To "are you a bot?" (M2).
        AProgram,
        /// To abuse, once, before a person comes.
        Calm,
        /// To somebody in danger, at once (M1).
        Heard,
        /// Whom somebody in danger may call, where the team names nobody.
        Crisis,
        /// To a file without a word.
        CannotReadFiles,
        /// To who has said too little to look for (A9).
        TooShort,
        /// To who wants a quiz or homework done.
        OwnWork,
        /// To what is not the articles' subject.
        Outside,
        /// To who asks for a person while too many do: not passed on.
        Crowded,
        /// Before what is only likely (M4).
        MayBeIt,
        /// Before what an article says to what was added while a person is waited for.
        Meanwhile,
        /// Whether a person shall come (B12).
        ShallIBringOne,
        /// A form was ended.
        NothingSent,
        /// Consent was not given.
        ThenNothingSent,
        /// A form is filled in anew.
        GoThroughAgain,
        /// After an answer that was neither yes nor no to the review.
        ShallISend,
        /// A form is done, where the team says nothing of its own.
        AllINeeded,
        /// Above everything that was answered.
        IsThisRight,
        /// An answer is too long; with the most characters.
        TooManyCharacters,
        /// A file is asked for.
        AddAFile,
        /// A file came where words are asked for.
        InWordsToo,
        /// Not an e-mail address.
        NotAnAddress,
        /// Not a day.
        NotADay,
        /// None of the choices.
        ChooseOne,
        /// Neither consent nor its refusal.
        AgreeOrNot,
        /// A number that may be two.
        NoSeparators,
        /// Not a number.
        ANumber,
        /// Not between two; with both.
        ANumberBetween,
        /// Below the least; with it.
        ANumberFrom,
        /// Above the most; with it.
        ANumberTo,
        /// The articles do not answer.
        NotFound,
        /// The assistant cannot answer now.
        CannotNow,
        /// What a form collected is kept.
        Noted,
        /// People take over: a person, whoever is there.
        BringPerson,
        /// The person named.
        BringNamed,
        /// The person named, who had it before.
        BringBack,
        /// Sales.
        BringSales,
        /// Nobody of the team is there now, by its hours or because nobody has the inbox open: somebody answers later.
        NobodyNow,
        /// An agent gave it back unanswered; with their name.
        GaveBack,
        /// The time that was promised has come without a reply.
        Late,
        /// Nothing was promised, and nobody has answered for hours.
        StillWaiting,
        /// Asks for the e-mail address that replies are sent to as well.
        LeaveAddress,
        /// Replies are sent there as well; with the address.
        WillMail,
        /// No e-mail reaches an address; with it.
        NotMailed,
        /// What a waiting learner added reaches the team with the rest.
        Added,
        /// The subject of an e-mail with a reply; with the team's name.
        MailSubject,
        /// Under the replies in an e-mail: it may be answered.
        MailReply,
        /// The link back into the conversation.
        MailLink,
        /// The link that ends these e-mails.
        MailStop,
        /// What separates a reply by e-mail from what it quotes.
        MailAbove,
        /// Asked once people are done: whether they helped.
        DidWeHelp,
        /// The button that they did.
        YesYouDid,
        /// The button that they did not.
        NotReally,
        /// To who said so.
        ThankYou,
        /// To who was not helped: they may go on.
        WriteAgain,
    }
}

/// Writes a sentence, each `{}` of it filled with the next value. By its brace alone: looking for
/// two letters at once brings the standard library's search, a kilobyte of the chat.
pub fn fill<'v>(text: &mut String, sentence: &str, values: &mut impl Iterator<Item = &'v String>) {
    for (at, part) in sentence.split('{').enumerate() {
        let part = if at == 0 {
            part
        } else {
            if let Some(value) = values.next() {
                text.push_str(value);
            }
            part.strip_prefix('}').unwrap_or(part)
        };
        text.push_str(part);
    }
}

/// What Baton says: sentences, what they are filled with, and what follows in words that are no
/// sentence of Baton's (an article's, the team's).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// The sentences, in order.
    pub says: Vec<Say>,
    /// What fills their `{}`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// What follows in a paragraph of its own, Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rest: String,
}

impl From<Say> for Notice {
    fn from(say: Say) -> Self {
        Self {
            says: vec![say],
            with: Vec::new(),
            rest: String::new(),
        }
    }
}

impl Notice {
    /// The same, with what fills a `{}`.
    #[must_use]
    pub fn with(mut self, value: impl ToString) -> Self {
        self.with.push(value.to_string());
        self
    }

    /// The same, followed by `rest`.
    #[must_use]
    pub fn then(mut self, rest: impl Into<String>) -> Self {
        self.rest = rest.into();
        self
    }

    /// In a language, whose words `sentence` answers; `None` if it lacks one.
    pub fn in_words<'w>(&self, sentence: impl Fn(Say) -> Option<&'w str>) -> Option<String> {
        let mut text = String::new();
        let mut with = self.with.iter();
        for say in &self.says {
            if !text.is_empty() {
                text.push(' ');
            }
            fill(&mut text, sentence(*say)?, &mut with);
        }
        if !self.rest.is_empty() {
            text.push_str("\n\n");
            text.push_str(&self.rest);
        }
        Some(text)
    }
}

names! {
    /// What a tap on a quick reply does. What a learner types instead is read as words.
    Tap or
    /// Says the label.
    Say {
        /// Brings a person.
        Person,
        /// What was offered was it.
        Helped,
        /// Reads the article whose title the label is.
        Article,
        /// Agrees that a person comes.
        Yes,
        /// Declines it.
        No,
        /// Gives consent.
        Agree,
        /// Refuses it.
        Disagree,
        /// Leaves the question out.
        Skip,
        /// Ends the form.
        Cancel,
        /// Sends the form.
        Send,
        /// Fills the form in anew.
        Again,
        /// Says that people helped.
        Good,
        /// Says that they did not.
        Bad,
    }
}

impl Tap {
    /// What stands on its button, if that is Baton's own to say.
    #[must_use]
    pub fn says(self) -> Option<Say> {
        Some(match self {
            Self::Say | Self::Article => return None,
            Self::Person => Say::TalkToAPerson,
            Self::Helped => Say::ThatHelped,
            Self::Yes => Say::YesPlease,
            Self::No => Say::NoThankYou,
            Self::Agree => Say::Agree,
            Self::Disagree => Say::DoNotAgree,
            Self::Skip => Say::Skip,
            Self::Cancel => Say::Cancel,
            Self::Send => Say::SendIt,
            Self::Again => Say::StartAgain,
            Self::Good => Say::YesYouDid,
            Self::Bad => Say::NotReally,
        })
    }
}

/// What the learner may answer by one tap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuickReply {
    /// What stands on it; in English where it is Baton's own to say ([`Tap::says`]).
    pub label: String,
    /// What it does.
    pub does: Tap,
}

impl QuickReply {
    /// One that says its label.
    #[must_use]
    pub fn say(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            does: Tap::Say,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_said_in_the_words_of_a_language() {
        let notice = Notice {
            says: vec![Say::NotFound, Say::BringNamed],
            with: vec!["Ana".to_owned()],
            rest: "1. x".to_owned(),
        };
        let words = |say: Say| match say {
            Say::NotFound => Some("No lo encontré."),
            Say::BringNamed => Some("Llamo a {}."),
            _ => None,
        };
        let text = notice.in_words(words);
        assert_eq!(
            text.as_deref(),
            Some("No lo encontré. Llamo a Ana.\n\n1. x")
        );
        assert_eq!(Notice::from(Say::Hello).in_words(words), None);
    }

    #[test]
    fn what_is_not_known_yet_is_read_all_the_same() {
        let read: Notice = serde_json::from_str(r#"{"says":["sung","hello"]}"#).unwrap();
        assert_eq!(read.says, [Say::Unknown, Say::Hello]);
        let read: QuickReply = serde_json::from_str(r#"{"label":"X","does":"dance"}"#).unwrap();
        assert_eq!(read.does, Tap::Say);
    }
}
