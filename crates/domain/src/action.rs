//! Admin-defined forms: which answers a field takes, what is offered, and what is said.
//!
//! Pure: the conversation asks (`conversation/action.rs`), this says what an answer is worth.

use crate::day::day;
use crate::phrases::Phrases;
use crate::speech;
use email_address::{EmailAddress, Options};
use protocol::{Field, FieldKind, LearnerProfile, Notice, QuickReply, Say, Tap};

/// Characters of an answer.
const MAX_ANSWER_CHARS: usize = 2_000;

/// What is kept of consent that was given.
pub(crate) const CONSENT: &str = "Yes";

/// What an answer is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// The value to keep.
    Value(String),
    /// The question is left out, and may be.
    Skipped,
    /// Consent was asked for and not given.
    Refused,
    /// It is no answer; what the learner is told.
    No(Notice),
}

/// Whether a word ends the action.
#[must_use]
pub fn cancels(text: &str) -> bool {
    is_one_of(
        text,
        &["cancel", "stop", "never mind", "nevermind", "quit", "exit"],
    )
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    let text = text.trim().trim_end_matches(['.', '!', '…']).to_lowercase();
    words.iter().any(|word| word.to_lowercase() == text)
}

/// Whether a text is one of the field's choices, to the letter.
#[must_use]
pub(crate) fn is_choice(field: &Field, text: &str) -> bool {
    let FieldKind::Choice(choices) = &field.kind else {
        return false;
    };
    choices.iter().any(|choice| is_one_of(text, &[choice]))
}

/// Reads an answer to a field; `files` are the names of what came with it.
#[must_use]
pub fn read(field: &Field, text: &str, files: &[String]) -> Read {
    let text = text.trim();
    // "No" may be a choice, and no consent.
    let leaves_out: &[&str] = match field.kind {
        FieldKind::Choice(_) | FieldKind::Consent => &["skip"],
        _ => &["skip", "no", "none", "-"],
    };
    if field.optional && !is_choice(field, text) && is_one_of(text, leaves_out) {
        return Read::Skipped;
    }
    let no = |why: Say| Read::No(why.into());
    if text.chars().count() > MAX_ANSWER_CHARS {
        let why = Notice::from(Say::TooManyCharacters);
        return Read::No(why.with(MAX_ANSWER_CHARS));
    }
    match &field.kind {
        FieldKind::File if files.is_empty() => no(Say::AddAFile),
        FieldKind::File => Read::Value(files.join(", ")),
        _ if text.is_empty() => no(Say::InWordsToo),
        FieldKind::Text => Read::Value(text.to_owned()),
        FieldKind::Number { least, most } => number(text, *least, *most),
        FieldKind::Choice(choices) => choice(text, choices),
        FieldKind::Email if is_address(text) => Read::Value(text.to_owned()),
        FieldKind::Email => no(Say::NotAnAddress),
        FieldKind::Date => match day(text) {
            Some(date) => Read::Value(date.to_string()),
            None => no(Say::NotADay),
        },
        FieldKind::Consent => match crate::intent::consent(text) {
            _ if is_one_of(text, &["i do not agree", "i disagree", "disagree"]) => Read::Refused,
            _ if is_one_of(text, &["i agree", "agree", "agreed", "i accept", "accept"]) => {
                Read::Value(CONSENT.to_owned())
            }
            Some(true) => Read::Value(CONSENT.to_owned()),
            Some(false) => Read::Refused,
            None => no(Say::AgreeOrNot),
        },
    }
}

fn number(text: &str, least: Option<f64>, most: Option<f64>) -> Read {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    // "12,5" is a number in half of the world. "1,250" and "1.250" are each two numbers.
    let parts: Vec<&str> = digits.split([',', '.']).collect();
    let may_be_two = match parts.as_slice() {
        [whole, part] => part.len() == 3 && !matches!(*whole, "0" | "-0" | ""),
        [_] => false,
        _ => true,
    };
    if may_be_two {
        return Read::No(Say::NoSeparators.into());
    }
    let plain = digits.replace(',', ".");
    let number = plain.parse::<f64>().ok().filter(|it| it.is_finite());
    let wanted = || match (least, most) {
        (Some(least), Some(most)) => Notice::from(Say::ANumberBetween).with(least).with(most),
        (Some(least), None) => Notice::from(Say::ANumberFrom).with(least),
        (None, Some(most)) => Notice::from(Say::ANumberTo).with(most),
        (None, None) => Say::ANumber.into(),
    };
    let is_within =
        |it: &f64| least.is_none_or(|least| *it >= least) && most.is_none_or(|most| *it <= most);
    match number.filter(is_within) {
        Some(_) => Read::Value(plain),
        None => Read::No(wanted()),
    }
}

fn choice(text: &str, choices: &[String]) -> Read {
    let exact = choices.iter().find(|choice| is_one_of(text, &[choice]));
    // "The second", by its number in the list.
    let by_number = text
        .trim_end_matches('.')
        .parse::<usize>()
        .ok()
        .and_then(|number| choices.get(number.checked_sub(1)?));
    let phrases = Phrases::of(text);
    let mut within = choices.iter().filter(|choice| phrases.has(choice));
    let named = within.next().filter(|_| within.next().is_none());
    match exact.or(by_number).or(named) {
        Some(choice) => Read::Value(choice.clone()),
        None => Read::No(Say::ChooseOne.into()),
    }
}

/// What may be tapped as an answer: the choices, or what is known of the learner already.
#[must_use]
pub fn offers(field: &Field, learner: &LearnerProfile) -> Vec<QuickReply> {
    let say = |labels: &[String]| labels.iter().cloned().map(QuickReply::say).collect();
    let known = |it: &Option<String>| it.iter().cloned().map(QuickReply::say).collect();
    let mut offers: Vec<QuickReply> = match &field.kind {
        FieldKind::Choice(choices) => say(choices),
        FieldKind::Consent => vec![speech::reply(Tap::Agree), speech::reply(Tap::Disagree)],
        FieldKind::Email => known(&learner.email),
        FieldKind::Text if is_one_of(&field.name, &["name", "your name", "full name"]) => {
            known(&learner.name)
        }
        _ => Vec::new(),
    };
    if field.optional {
        offers.push(speech::reply(Tap::Skip));
    }
    offers.push(speech::reply(Tap::Cancel));
    offers
}

/// Text as it is, in one line, where Markdown is read: what a learner types is no link of the
/// assistant's.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
    {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Everything that was answered, for the learner to look at once more.
#[must_use]
pub(crate) fn review(fields: &[(String, String)]) -> Notice {
    let lines: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("- **{}**: {}", escaped(name), escaped(value)))
        .collect();
    Notice::from(Say::IsThisRight).then(lines.join("\n"))
}

/// Whether a text is an e-mail address, and nothing else.
pub(crate) fn is_address(text: &str) -> bool {
    let options = Options::default()
        .with_required_tld()
        .without_display_text();
    EmailAddress::parse_with_options(text, options).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        Field {
            name: "It".to_owned(),
            question: "Which?".to_owned(),
            kind,
            optional: false,
        }
    }

    fn value(kind: &FieldKind, text: &str) -> Option<String> {
        match read(&field(kind.clone()), text, &[]) {
            Read::Value(value) => Some(value),
            _ => None,
        }
    }

    #[test]
    fn answers_are_read_as_people_write_them() {
        let number = FieldKind::Number {
            least: Some(1.0),
            most: Some(2_000.0),
        };
        for (text, kept) in [
            ("12", "12"),
            ("1250", "1250"),
            ("12,5", "12.5"),
            ("1.25", "1.25"),
            (" 1 000 ", "1000"),
        ] {
            assert_eq!(value(&number, text).as_deref(), Some(kept), "{text}");
        }
        for text in [
            "1,250", "1.250", "1,2,3", "twelve", "0", "2001", "", "NaN", "inf", "1e999",
        ] {
            assert_eq!(value(&number, text), None, "{text}");
        }
        for text in [
            "2026-03-31",
            "31.03.2026",
            "31/03/2026",
            "03/31/2026",
            "31 March 2026",
            "Mar 31, 2026",
        ] {
            assert_eq!(
                value(&FieldKind::Date, text).as_deref(),
                Some("2026-03-31"),
                "{text}"
            );
        }
        for text in ["3/4/2026", "2026-02-30", "31.03.26", "yesterday", ""] {
            assert_eq!(value(&FieldKind::Date, text), None, "{text}");
        }
        assert_eq!(
            value(&FieldKind::Email, " mia@example.org ").as_deref(),
            Some("mia@example.org")
        );
        for text in [
            "mia",
            "mia@",
            "mia@example",
            "Mia <mia@example.org>",
            "a@b@c.org",
            "mia@exa mple.org",
        ] {
            assert_eq!(value(&FieldKind::Email, text), None, "{text}");
        }
        let choices = FieldKind::Choice(vec!["Chrome".to_owned(), "Safari on iPhone".to_owned()]);
        for (text, kept) in [
            ("chrome.", "Chrome"),
            ("2", "Safari on iPhone"),
            ("I use Chrome at home", "Chrome"),
        ] {
            assert_eq!(value(&choices, text).as_deref(), Some(kept), "{text}");
        }
        for text in ["3", "0", "Firefox", "Chrome and Safari on iPhone"] {
            assert_eq!(value(&choices, text), None, "{text}");
        }
        for (text, kept) in [
            ("I agree", true),
            ("yes please", true),
            ("I do not agree", false),
            ("no", false),
        ] {
            assert_eq!(value(&FieldKind::Consent, text).is_some(), kept, "{text}");
        }
        assert_eq!(read(&field(FieldKind::Consent), "no", &[]), Read::Refused);
    }

    #[test]
    fn what_a_learner_types_is_no_markdown_of_the_assistants() {
        let fields = [(
            "What".to_owned(),
            "[Sign in](https://evil.example)\n\n# *Hi* <b>".to_owned(),
        )];
        assert_eq!(
            review(&fields).rest,
            "- **What**: \\[Sign in\\](https://evil.example) \\# \\*Hi\\* \\<b>"
        );
    }

    #[test]
    fn files_answer_for_files_and_nothing_else_does() {
        let shot = ["shot.png".to_owned()];
        assert_eq!(
            read(&field(FieldKind::File), "here", &shot),
            Read::Value("shot.png".to_owned())
        );
        assert!(matches!(
            read(&field(FieldKind::File), "here", &[]),
            Read::No(_)
        ));
        assert!(matches!(
            read(&field(FieldKind::Text), "", &shot),
            Read::No(_)
        ));
        let optional = Field {
            optional: true,
            ..field(FieldKind::File)
        };
        assert_eq!(read(&optional, "Skip", &[]), Read::Skipped);
        assert!(cancels("never mind.") && !cancels("cancel my subscription"));
    }
}
