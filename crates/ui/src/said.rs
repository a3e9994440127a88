//! Sentences of a page in the language of whoever works with it: written in English where they are
//! used, and shown in another language by what the page has fetched for it (`inbox/words`).
//!
//! Text that lives as long as the program is ours and is shown in that language by [`crate::dom`];
//! text that people wrote is a `String`, and is shown as it is.

use js_sys::{Array, Function, Intl, Reflect};
use protocol::{Code, Notice, Problem, Say};
use std::collections::HashMap;
use std::fmt::Write as _;
use wasm_bindgen::{JsCast as _, JsValue};

thread_local! {
    /// What the server refuses, if the page is not in English: each sentence with what stands for it, those with most
    /// words of their own first.
    static REFUSALS: Sentences = listed("batonServer");
    /// The same of why people took over, and what to do next.
    static REASONS: Sentences = listed("batonReasons");
    /// What is said to learners, if the page is not in English.
    static NOTICES: Option<HashMap<Say, String>> = {
        let all = Reflect::get(&js_sys::global(), &"batonNotices".into()).ok();
        all.filter(JsValue::is_object).and_then(crate::from_js)
    };

    /// Sentences by their English form, if the page is not in English: a text each, or one for each form
    /// of the plural that the language has.
    static SENTENCES: Option<JsValue> = {
        let all = Reflect::get(&js_sys::global(), &"batonSentences".into()).ok();
        all.filter(JsValue::is_object)
    };
}

/// English sentences with blanks, each with what stands for it.
type Sentences = Vec<(String, String)>;

fn listed(name: &str) -> Sentences {
    let all = Reflect::get(&js_sys::global(), &name.into()).ok();
    all.and_then(crate::from_js).unwrap_or_default()
}

/// What stands for an English sentence in the page's language.
fn found(english: &str) -> Option<JsValue> {
    SENTENCES.with(|all| Reflect::get(all.as_ref()?, &english.into()).ok())
}

/// A sentence of ours in the page's language; in English if there is none.
#[must_use]
pub fn said(english: &str) -> String {
    let own = found(english).and_then(|own| own.as_string());
    own.unwrap_or_else(|| english.to_owned())
}

/// The same, with values for its blanks: `{name}` is filled by the value of that name.
#[must_use]
pub fn filled(english: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    fill(&said(english), values)
}

/// A sentence about so many: `one` of one in English, else `many`; in another language the form of the plural
/// that it has for this number.
#[must_use]
pub fn counted(
    count: usize,
    one: &str,
    many: &str,
    values: &[(&str, &dyn std::fmt::Display)],
) -> String {
    let own = found(many).and_then(|forms| {
        let own = Reflect::get(&forms, &form(count)?).ok()?;
        let other = || Reflect::get(&forms, &"other".into()).ok()?.as_string();
        own.as_string().or_else(other)
    });
    let english = || if count == 1 { one } else { many }.to_owned();
    fill(&own.unwrap_or_else(english), values)
}

/// The name of a number's form in the page's language: `one`, `few`, `other`.
fn form(count: usize) -> Option<JsValue> {
    // The page's own locale names a region, which decides nothing here.
    let language = Array::of1(&crate::language().into());
    let rules = Intl::PluralRules::new(&language, &js_sys::Object::new());
    let select: Function = Reflect::get(&rules, &"select".into())
        .ok()?
        .dyn_into()
        .ok()?;
    select.call1(&rules, &(count as f64).into()).ok()
}

/// Why something was refused, as a sentence; where the page has no words for it, what its code says there, with the
/// server's English beside it.
#[must_use]
pub fn refused(problem: &Problem) -> String {
    let words = crate::words();
    let is_slow = problem.code == Code::TooFast && problem.retry_after.is_some();
    if is_slow || REFUSALS.with(Vec::is_empty) {
        return words.problem(problem);
    }
    match refusal(&problem.message) {
        Some(message) => client::polite(&Problem {
            message,
            ..problem.clone()
        }),
        None => format!("{} ({})", words.problem(problem), problem.message),
    }
}

/// What the server or this page refuses, in the page's language; as it is if there are no words for it.
#[must_use]
pub fn from_server(text: &str) -> String {
    refusal(text).unwrap_or_else(|| text.to_owned())
}

fn refusal(text: &str) -> Option<String> {
    let own = found(text).and_then(|own| own.as_string());
    own.or_else(|| REFUSALS.with(|all| matched(all, text)))
}

/// Why people took over, or what to do next, in the page's language; as it is if there are no words for it.
#[must_use]
pub fn reason(text: &str) -> String {
    let own = REASONS.with(|all| matched(all, text));
    own.unwrap_or_else(|| text.to_owned())
}

/// What stands for a text: for the sentence of these whose words it has. People's words in its blanks stay as they
/// are; a blank that holds a part of ours (`why`, `what`, `of`) is one of these sentences too.
fn matched(all: &[(String, String)], text: &str) -> Option<String> {
    let one = |text: &str| {
        all.iter().find_map(|(english, own)| {
            let mut values = Vec::new();
            for (name, value) in blanks(english, text)? {
                let value = match name {
                    "what" | "of" => matched(all, value)?,
                    "why" => matched(all, value).unwrap_or_else(|| value.to_owned()),
                    _ => value.to_owned(),
                };
                values.push((name, value));
            }
            let values: Vec<(&str, &dyn std::fmt::Display)> = values
                .iter()
                .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
                .collect();
            Some(fill(own, &values))
        })
    };
    // Several reasons stand with semicolons between.
    let parts: Option<Vec<String>> = text.split("; ").map(one).collect();
    parts.map(|parts| parts.join("; ")).or_else(|| one(text))
}

/// What fills the blanks of a template in a text, by their names; `None` if the text is another.
fn blanks<'t>(template: &'t str, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let Some((begin, mut template)) = template.split_once('{') else {
        return (template == text).then(Vec::new);
    };
    let mut text = text.strip_prefix(begin)?;
    let mut values = Vec::new();
    loop {
        let (name, rest) = template.split_once('}')?;
        match rest.split_once('{') {
            Some((between, next)) => {
                let (value, after) = text.split_once(between)?;
                values.push((name, value));
                (text, template) = (after, next);
            }
            None => {
                values.push((name, text.strip_suffix(rest)?));
                return Some(values);
            }
        }
    }
}

/// A notice in the page's language; `None` if it is English, or has no words for all of it.
#[must_use]
pub fn notice(notice: &Notice) -> Option<String> {
    NOTICES.with(|all| {
        let all = all.as_ref()?;
        notice.in_words(|say| all.get(&say).map(String::as_str))
    })
}

fn fill(template: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        text.push_str(before);
        if let Some((_, value)) = values.iter().find(|it| it.0 == name) {
            let _written = write!(text, "{value}");
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A sentence of the page's own as a `String`, with its values: `say!("{by} took over", by = name)`.
#[macro_export]
macro_rules! say {
    ($english:literal) => { $crate::said($english) };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::filled($english, &[$((stringify!($name), &$value as &dyn std::fmt::Display)),+])
    };
}

/// A sentence about a number, which fills `{count}`: `count!(n, "1 article", "{count} articles")`.
#[macro_export]
macro_rules! count {
    ($count:expr, $one:literal, $many:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let count = usize::try_from($count).unwrap_or(0);
        $crate::counted(
            count,
            $one,
            $many,
            &[("count", &count as &dyn std::fmt::Display) $(, (stringify!($name), &$value as &dyn std::fmt::Display))*],
        )
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_known_by_its_words() {
        let found = |template, text| blanks(template, text);
        let named = "rule “{name}”: {why}.";
        assert_eq!(
            found(named, "rule “a: b”: no.").unwrap(),
            [("name", "a: b"), ("why", "no")]
        );
        assert_eq!(found("plain", "plain").unwrap(), []);
        assert_eq!(found("{all}", "all of it").unwrap(), [("all", "all of it")]);
        for (template, text) in [
            ("plain", "plainer"),
            (named, "rule “a”: no"),
            (named, "a rule"),
        ] {
            assert_eq!(found(template, text), None, "{template}: {text}");
        }
    }

    #[test]
    fn what_people_wrote_stays_as_they_wrote_it() {
        let all: Sentences = [
            (
                "Check whether “{title}” applies, then reply.",
                "Prüfen: „{title}“.",
            ),
            ("Rule “{name}”: {why}.", "Regel „{name}“: {why}."),
            (
                "the message has “{found}”",
                "die Nachricht enthält „{found}“",
            ),
            (
                "{what} has 1 to {most} characters",
                "{what} hat 1 bis {most} Zeichen",
            ),
            ("no such {what}", "nicht gefunden: {what}"),
            ("the team's name", "der Name des Teams"),
            ("{name} is one of {takes}", "{name} ist eins von {takes}"),
            ("link", "Link"),
        ]
        .map(|(english, own)| (english.to_owned(), own.to_owned()))
        .into();
        let said = |text| matched(&all, text);
        assert_eq!(
            said("Check whether “link” applies, then reply.").unwrap(),
            "Prüfen: „link“."
        );
        assert_eq!(
            said("Rule “link”: the message has “a”; the message has “b”.").unwrap(),
            "Regel „link“: die Nachricht enthält „a“; die Nachricht enthält „b“."
        );
        assert_eq!(
            said("Rule “x”: otherwise; the message has “a; b”.").unwrap(),
            "Regel „x“: otherwise; the message has “a; b”."
        );
        assert_eq!(
            said("the team's name has 1 to 60 characters").unwrap(),
            "der Name des Teams hat 1 bis 60 Zeichen"
        );
        assert_eq!(said("no such link").unwrap(), "nicht gefunden: Link");
        assert_eq!(said("my thing has 1 to 60 characters"), None);
        assert_eq!(said("something else"), None);
    }

    #[test]
    fn blanks_are_filled_by_name_wherever_they_stand() {
        let filled = |template| fill(template, &[("by", &"Ana {to}"), ("to", &"Bo")]);
        assert_eq!(filled("{by} gave it to {to}"), "Ana {to} gave it to Bo");
        assert_eq!(filled("{to}: {by} {to}"), "Bo: Ana {to} Bo");
        assert_eq!(filled("{other} none, no end {by"), " none, no end {by");
        assert_eq!(filled("plain"), "plain");
    }
}
