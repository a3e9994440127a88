//! Admin-defined forms: which answers a field takes, what is offered, and what is said.
//!
//! Pure: the conversation asks (`conversation/action.rs`), this says what an answer is worth.

use crate::phrases::Phrases;
use crate::speech;
use chrono::NaiveDate;
use email_address::{EmailAddress, Options};
use protocol::{Action, Field, FieldKind, LearnerProfile, Notice, QuickReply, Say, Tap};
use std::collections::HashSet;

/// Actions of a team, and fields of one: more than a dozen questions are not answered in a chat.
const MAX_ACTIONS: usize = 30;
const MAX_FIELDS: usize = 12;
/// Choices of one field.
const MAX_CHOICES: usize = 20;
/// Characters of a name, of a text, and of an answer.
const MAX_NAME_CHARS: usize = 60;
const MAX_TEXT_CHARS: usize = 500;
const MAX_ANSWER_CHARS: usize = 2_000;

/// What is kept of consent that was given.
pub(crate) const CONSENT: &str = "Yes";

/// Bounds of a number: beyond them its digits are not all kept.
const MAX_BOUND: f64 = 1e15;

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
        FieldKind::Email => {
            let options = Options::default()
                .with_required_tld()
                .without_display_text();
            match EmailAddress::parse_with_options(text, options) {
                Ok(address) => Read::Value(address.to_string()),
                Err(_) => no(Say::NotAnAddress),
            }
        }
        FieldKind::Date => match date(text) {
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

/// A day in the ways people write one. What may be two days, such as 3/4/2026, is none.
fn date(text: &str) -> Option<NaiveDate> {
    const FORMATS: &[&str] = &[
        "%Y-%m-%d",
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%d %B %Y",
        "%d %b %Y",
        "%B %d, %Y",
        "%b %d, %Y",
        "%B %d %Y",
        "%b %d %Y",
    ];
    let text = text.trim().trim_end_matches('.');
    let read = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    let by_slashes = || {
        let day_first = NaiveDate::parse_from_str(text, "%d/%m/%Y").ok();
        let month_first = NaiveDate::parse_from_str(text, "%m/%d/%Y").ok();
        match (day_first, month_first) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        }
    };
    // "26" is no year of ours.
    let is_year = |it: &NaiveDate| chrono::Datelike::year(it) >= 1_900;
    FORMATS
        .iter()
        .find_map(read)
        .or_else(by_slashes)
        .filter(is_year)
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

/// Checks actions that somebody wrote.
///
/// # Errors
/// What is outside its limits, in words for the admin.
pub fn check(actions: &[Action]) -> Result<(), String> {
    if actions.len() > MAX_ACTIONS {
        return Err(format!("at most {MAX_ACTIONS} actions"));
    }
    let mut names = HashSet::new();
    for action in actions {
        let of_action = |why: String| format!("action “{}”: {why}", action.name);
        within(&action.name, "an action's name", MAX_NAME_CHARS)?;
        if !names.insert(action.name.as_str()) {
            return Err(of_action("the name is taken".to_owned()));
        }
        check_action(action).map_err(of_action)?;
    }
    Ok(())
}

fn check_action(action: &Action) -> Result<(), String> {
    if !(1..=MAX_FIELDS).contains(&action.fields.len()) {
        return Err(format!("1 to {MAX_FIELDS} questions"));
    }
    for text in [&action.description, &action.opening, &action.then.reply] {
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err(format!("a text has at most {MAX_TEXT_CHARS} characters"));
        }
    }
    let mut names = HashSet::new();
    for field in &action.fields {
        within(&field.name, "a question's name", MAX_NAME_CHARS)?;
        within(&field.question, "a question", MAX_TEXT_CHARS)?;
        if !names.insert(field.name.as_str()) {
            return Err(format!("two questions are called “{}”", field.name));
        }
        match &field.kind {
            FieldKind::Choice(choices) => {
                if !(2..=MAX_CHOICES).contains(&choices.len()) {
                    return Err(format!("2 to {MAX_CHOICES} choices"));
                }
                let known: HashSet<String> = choices.iter().map(|it| it.to_lowercase()).collect();
                if known.len() < choices.len() {
                    return Err(format!("“{}” offers a choice twice", field.name));
                }
                for choice in choices {
                    within(choice, "a choice", MAX_NAME_CHARS)?;
                }
            }
            FieldKind::Number {
                least: Some(least),
                most: Some(most),
            } if least > most => return Err(format!("“{}” has no number between", field.name)),
            FieldKind::Number { least, most }
                if [least, most]
                    .into_iter()
                    .flatten()
                    .any(|it| it.abs() > MAX_BOUND) =>
            {
                return Err(format!("“{}” has a bound that is no number", field.name));
            }
            _ => {}
        }
    }
    if action.then.tags.len() > protocol::MAX_TAGS {
        return Err("too many tags".to_owned());
    }
    check_webhook(action.then.webhook.as_ref())
}

fn within(text: &str, what: &str, most: usize) -> Result<(), String> {
    if (1..=most).contains(&text.trim().chars().count()) {
        Ok(())
    } else {
        Err(format!("{what} has 1 to {most} characters"))
    }
}

/// What is wrong with an address that something is to be posted to.
pub(crate) fn check_webhook(address: Option<&String>) -> Result<(), String> {
    match address {
        Some(address) if !is_webhook(address) => {
            Err("a webhook's address begins with https://".to_owned())
        }
        _ => Ok(()),
    }
}

/// Whether something may be posted there: encrypted, or to the machine the worker runs on, which a
/// deployment at the edge cannot reach.
fn is_webhook(address: &str) -> bool {
    let is_host = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.contains(['@', ' '])
            && rest.len() <= 500
            && !rest.contains(char::is_whitespace)
    };
    let local = ["http://localhost:", "http://127.0.0.1:"];
    let port = local.iter().find_map(|start| address.strip_prefix(start));
    match (address.strip_prefix("https://"), port) {
        (Some(rest), _) => is_host(rest),
        (None, Some(rest)) => rest.starts_with(|c: char| c.is_ascii_digit()) && is_host(rest),
        (None, None) => false,
    }
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

    #[test]
    fn what_an_admin_writes_is_checked() {
        let action = Action {
            name: "Refund".to_owned(),
            description: String::new(),
            opening: String::new(),
            fields: vec![field(FieldKind::Text)],
            confirm: false,
            then: protocol::Completion::default(),
        };
        let with = |change: &dyn Fn(&mut Action)| {
            let mut action = action.clone();
            change(&mut action);
            check(&[action])
        };
        assert_eq!(with(&|_| {}), Ok(()));
        let long = "x".repeat(501);
        let bad: [&dyn Fn(&mut Action); 9] = [
            &|it| it.name.clear(),
            &|it| it.fields.clear(),
            &|it| it.fields = vec![field(FieldKind::Text), field(FieldKind::Date)],
            &|it| it.fields[0].question.clear(),
            &|it| it.opening.clone_from(&long),
            &|it| it.fields[0].kind = FieldKind::Choice(vec!["One".to_owned()]),
            &|it| it.fields[0].kind = FieldKind::Choice(vec!["One".to_owned(), "one".to_owned()]),
            &|it| {
                it.fields[0].kind = FieldKind::Number {
                    least: Some(2.0),
                    most: Some(1.0),
                }
            },
            &|it| it.then.webhook = Some("http://crm.example.org/hook".to_owned()),
        ];
        for (number, change) in bad.iter().enumerate() {
            assert!(with(*change).is_err(), "{number}");
        }
        assert!(check(&[action.clone(), action.clone()]).is_err());
        for address in [
            "https://crm.example.org/hook?a=b",
            "http://127.0.0.1:9000/hook",
        ] {
            assert!(is_webhook(address), "{address}");
        }
        for address in [
            "https://",
            "http://10.0.0.1/",
            "http://localhost.evil.org/",
            "https://user@host/",
            "file:///etc/passwd",
        ] {
            assert!(!is_webhook(address), "{address}");
        }
    }
}
