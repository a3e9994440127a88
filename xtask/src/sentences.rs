//! The inbox's sentences: written in English where they are used, and in `inbox/words` in its other languages.
//!
//! A sentence is what `say!` and `count!` are given, and every other text of the program that reads as one and is not
//! handed to something that shows nothing (`.class(…)`, `.on(…)`). Each language has each of them, with the same
//! blanks, and none that is not used.

use crate::files_under;
use crate::root;
use anyhow::{Context as _, Result};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Lit, Token};

/// Languages of the inbox beside English, with the forms of their plural
/// (<https://cldr.unicode.org/index/cldr-spec/plural-rules>); `many` of Romance languages is for millions.
pub(crate) const LANGUAGES: [(&str, &[&str]); 5] = [
    ("es", &["one", "other"]),
    ("de", &["one", "other"]),
    ("fr", &["one", "other"]),
    ("pt", &["one", "other"]),
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
];

/// What reads as a sentence and is none: names of browsers and systems, of languages in themselves, and of the program's own.
const NAMES: &[&str] = &[
    "Android",
    "ArrowDown",
    "ArrowUp",
    "Chrom",
    "Chrome",
    "ChromeOS",
    "CrOS",
    "Ctrl K",
    "Deutsch",
    "Edg",
    "Edge",
    "English",
    "Español",
    "Esc",
    "Firefox",
    "Français",
    "Fri",
    "Intl",
    "Linux",
    "Mac OS",
    "Mon",
    "Opera",
    "Português",
    "Safari",
    "Sat",
    "Sun",
    "Thu",
    "Tue",
    "Wed",
    "Windows",
    "button primary",
    "desk has-thread",
    "kid ",
    // The end of a holiday, as it is typed and read again.
    "to ",
    "row attention",
    "row attention unread",
    "row unread",
];

/// Attributes whose value people read or hear, as `ui::dom` has them.
const SPOKEN: [&str; 3] = ["aria-label", "title", "placeholder"];

/// Sentences of the inbox, each with whether it is about a number.
#[derive(Default)]
struct Sentences {
    all: BTreeMap<String, bool>,
    /// Texts with blanks that `format!` fills: they would be in English for everybody.
    formatted: BTreeSet<String>,
    /// Whether it is the server's code that is read: what `format!` fills is a sentence there.
    of_server: bool,
    /// Where only refusals count: how many calls that make one are open around what is read. `None` where all texts count.
    refusing: Option<usize>,
}

/// Files with the reasons for a handoff and the suggested next steps.
const REASONS: [&str; 2] = [
    "crates/domain/src/speech/team.rs",
    "crates/domain/src/escalation.rs",
];

/// Files of what notifications say.
const ALERTS: [&str; 1] = ["worker/src/notify/words.rs"];

/// Files with refusals and nothing else that agents read.
const REFUSALS: [&str; 6] = [
    "crates/domain/src/refusal.rs",
    "crates/domain/src/inbox_search.rs",
    "crates/domain/src/article/web.rs",
    "crates/protocol/src/settings",
    "crates/protocol/src/tag.rs",
    "crates/protocol/src/id.rs",
];

/// Files where refusals stand among other texts.
const WITH_REFUSALS: [&str; 1] = ["worker/src"];

/// What a macro is given: expressions, and values by name.
struct Arguments(Vec<Expr>);

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let list = Punctuated::<Expr, Token![,]>::parse_terminated(input)?;
        Ok(Self(list.into_iter().collect()))
    }
}

fn text_of(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(it) => match &it.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a text reads as one for people: it begins as a sentence does, or has several words.
fn is_sentence(text: &str) -> bool {
    let letters = |word: &str| word.chars().filter(|it| it.is_alphabetic()).count();
    let begins = text
        .trim_start_matches(['“', '…'])
        .starts_with(char::is_uppercase)
        && text.contains(char::is_lowercase);
    let has_words = text.contains(' ') && text.split(' ').any(|word| letters(word) > 1);
    (begins || has_words) && !NAMES.contains(&text)
}

/// Texts of a macro of the inbox's own: names of its screens.
fn texts(tokens: proc_macro2::TokenStream) -> impl Iterator<Item = String> {
    tokens.into_iter().filter_map(|token| match token {
        proc_macro2::TokenTree::Literal(it) => match Lit::new(it) {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

impl<'ast> Visit<'ast> for Sentences {
    fn visit_expr_lit(&mut self, it: &'ast syn::ExprLit) {
        if let Lit::Str(text) = &it.lit
            && is_sentence(&text.value())
            && self.refusing != Some(0)
        {
            self.all.entry(text.value()).or_insert(false);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        let is_silent = match call.method.to_string().as_str() {
            "class" => return,
            "on" | "expect" | "starts_with" | "ends_with" | "strip_prefix" | "contains"
            | "split" | "replace" | "matches" | "closest" | "query_selector"
            | "query_selector_all" | "split_once" | "join" => true,
            "attr" => {
                let name = call.args.first().and_then(text_of);
                !name.is_some_and(|name| SPOKEN.contains(&name.as_str()))
            }
            _ => false,
        };
        for argument in &call.args {
            if !(is_silent && text_of(argument).is_some()) {
                self.visit_expr(argument);
            }
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let called = match &*call.func {
            Expr::Path(it) => it.path.segments.last().map(|it| it.ident.to_string()),
            _ => None,
        };
        let called = called.unwrap_or_default();
        if self.of_server && called == "bug" {
            return;
        }
        if self.of_server && ["not_found", "when"].contains(&called.as_str()) {
            let what = call.args.iter().find_map(text_of);
            self.all.extend(what.map(|it| (it, false)));
        }
        let has_code = call.args.first().is_some_and(|it| match it {
            Expr::Path(it) => it
                .path
                .segments
                .first()
                .is_some_and(|it| it.ident == "Code"),
            _ => false,
        });
        let makes = ["invalid", "without", "LeftOut", "Gone"];
        let is_refusal = makes.contains(&called.as_str()) || has_code;
        if let Some(depth) = self.refusing.as_mut().filter(|_| is_refusal) {
            *depth += 1;
        }
        for argument in &call.args {
            self.visit_expr(argument);
        }
        if let Some(depth) = self.refusing.as_mut().filter(|_| is_refusal) {
            *depth -= 1;
        }
    }

    fn visit_expr_binary(&mut self, it: &'ast syn::ExprBinary) {
        // What is compared is not shown.
        for side in [&it.left, &it.right] {
            if text_of(side).is_none() {
                self.visit_expr(side);
            }
        }
    }

    fn visit_expr_array(&mut self, it: &'ast syn::ExprArray) {
        // The server's lists are of what learners write.
        if !self.of_server {
            visit::visit_expr_array(self, it);
        }
    }

    fn visit_pat(&mut self, _: &'ast syn::Pat) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, it: &'ast syn::ItemMod) {
        if it.ident != "tests" {
            visit::visit_item_mod(self, it);
        }
    }

    fn visit_macro(&mut self, it: &'ast syn::Macro) {
        let name = it.path.segments.last().map(|it| it.ident.to_string());
        let Ok(Arguments(arguments)) = it.parse_body() else {
            let texts = texts(it.tokens.clone()).filter(|it| !self.of_server && is_sentence(it));
            self.all.extend(texts.map(|it| (it, false)));
            return;
        };
        let name = name.unwrap_or_default();
        let mut rest = arguments.iter();
        match name.as_str() {
            "say" => {
                let text = rest.next().and_then(text_of);
                self.all.extend(text.map(|it| (it, false)));
            }
            "count" => {
                rest.next().into_iter().for_each(|it| self.visit_expr(it));
                let text = rest.nth(1).and_then(text_of);
                self.all.extend(text.map(|it| (it, true)));
            }
            "format" => {
                let text = rest.next().and_then(text_of).unwrap_or_default();
                let plain: String = text
                    .split('{')
                    .map(|it| it.split('}').next_back().unwrap_or(it))
                    .collect();
                let says = match self.of_server {
                    true => plain.contains('“') || is_sentence(&plain),
                    false => is_sentence(&plain),
                };
                // What machines read.
                let is_markup = text.contains("=\"");
                if says && !is_markup && self.refusing != Some(0) {
                    match self.of_server {
                        true => drop(self.all.insert(named(&text), false)),
                        false => drop(self.formatted.insert(text)),
                    }
                }
            }
            "matches" => return,
            _ => {}
        }
        for argument in rest {
            match argument {
                Expr::Assign(value) => self.visit_expr(&value.right),
                other => self.visit_expr(other),
            }
        }
    }
}

/// A text of `format!` with a name in each blank: a number where it has none.
fn named(text: &str) -> String {
    let mut parts = text.split('{');
    let mut named = parts.next().unwrap_or_default().to_owned();
    for (number, part) in parts.enumerate() {
        let (blank, rest) = part.split_once('}').unwrap_or(("", part));
        let name = blank.split(':').next().unwrap_or_default();
        let name = if name.is_empty() {
            (number + 1).to_string()
        } else {
            name.to_owned()
        };
        named.push_str(&format!("{{{name}}}{rest}"));
    }
    named
}

/// The inbox's own.
fn sentences() -> Result<Sentences> {
    read(&["inbox/src"], Sentences::default())
}

/// Why people take over.
fn reasons() -> Result<Sentences> {
    read(&REASONS, of_server())
}

/// What notifications say.
fn alerts() -> Result<Sentences> {
    read(&ALERTS, of_server())
}

/// What the server refuses.
fn refusals() -> Result<Sentences> {
    let mut sentences = read(&REFUSALS, of_server())?;
    sentences.refusing = Some(0);
    read(&WITH_REFUSALS, sentences)
}

fn of_server() -> Sentences {
    Sentences {
        of_server: true,
        ..Sentences::default()
    }
}

fn read(folders: &[&str], mut sentences: Sentences) -> Result<Sentences> {
    let mut sources = Vec::new();
    for folder in folders {
        files_under(&root().join(folder), &mut sources)?;
    }
    for path in sources
        .iter()
        .filter(|it| it.extension().is_some_and(|it| it == "rs"))
    {
        let file = syn::parse_file(&fs::read_to_string(path)?)
            .with_context(|| path.display().to_string())?;
        sentences.visit_file(&file);
    }
    Ok(sentences)
}

/// A language's sentences, by their English form.
pub(crate) fn of(language: &str) -> Result<Map<String, Value>> {
    let path = root().join(format!("inbox/words/{language}.json"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    serde_json::from_str(&text).with_context(|| path.display().to_string())
}

/// The blanks of a text: `{name}`, in order of the alphabet.
fn blanks(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts
        .filter_map(|it| it.split_once('}'))
        .map(|it| it.0)
        .collect()
}

/// What of a file of words is checked: a part of it, and what has to be in it.
struct Part {
    name: &'static str,
    of: Sentences,
}

/// Says of each language what it lacks, has without use, and fills otherwise.
pub(crate) fn check(wrong: &mut Vec<String>) -> Result<()> {
    let own = sentences()?;
    for text in &own.formatted {
        wrong.push(format!(
            "inbox: “{text}” is in English for everybody: use ui::say!"
        ));
    }
    let parts = [
        Part {
            name: "inbox",
            of: own,
        },
        Part {
            name: "reasons",
            of: reasons()?,
        },
        Part {
            name: "server",
            of: refusals()?,
        },
        Part {
            name: "alerts",
            of: alerts()?,
        },
    ];
    for (language, forms) in LANGUAGES {
        let all = of(language)?;
        for Part { name, of } in &parts {
            let own = all
                .get(*name)
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default();
            let at = format!("inbox/words/{language}.json, {name}");
            check_part(&of.all, &own, forms, &at, wrong);
        }
    }
    Ok(())
}

fn check_part(
    all: &BTreeMap<String, bool>,
    own: &Map<String, Value>,
    forms: &[&str],
    at: &str,
    wrong: &mut Vec<String>,
) {
    for (english, is_counted) in all {
        let Some(said) = own.get(english) else {
            wrong.push(format!("{at} lacks “{english}”"));
            continue;
        };
        let said: Vec<Option<&str>> = match is_counted {
            true => forms
                .iter()
                .map(|form| said.get(form).and_then(Value::as_str))
                .collect(),
            false => vec![said.as_str()],
        };
        for text in said {
            let Some(text) = text.filter(|it| !it.is_empty()) else {
                wrong.push(format!("{at} lacks a form of “{english}”"));
                continue;
            };
            let (has, of) = (blanks(text), blanks(english));
            // A form for one, two or none may name its number in a word.
            let is_same = if *is_counted {
                has.is_subset(&of) && of.iter().all(|it| *it == "count" || has.contains(it))
            } else {
                has == of
            };
            if !is_same {
                wrong.push(format!("{at}: “{text}” has other blanks than “{english}”"));
            }
        }
    }
    for english in own.keys().filter(|it| !all.contains_key(*it)) {
        wrong.push(format!("{at} has “{english}”, which is not said"));
    }
}

/// The server's sentences of a language as the inbox looks through them: those with most words of their own first.
pub(crate) fn in_order(server: &Map<String, Value>) -> Vec<(&str, &str)> {
    let mut all: Vec<(&str, &str)> = server
        .iter()
        .filter_map(|(english, own)| Some((english.as_str(), own.as_str()?)))
        .collect();
    let own_letters =
        |text: &str| text.len() - blanks(text).iter().map(|it| it.len() + 2).sum::<usize>();
    all.sort_by_key(|(english, _)| std::cmp::Reverse(own_letters(english)));
    all
}

/// Prints every sentence, for whoever translates: JSON, by their English form, with whether it is about a number.
pub(crate) fn print() -> Result<()> {
    let list = |of: Sentences| -> Map<String, Value> {
        let all = of.all.into_iter();
        all.map(|(english, is_counted)| (english, Value::Bool(is_counted)))
            .collect()
    };
    let all = serde_json::json!({ "inbox": list(sentences()?), "reasons": list(reasons()?), "server": list(refusals()?), "alerts": list(alerts()?) });
    println!("{}", serde_json::to_string_pretty(&all)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(code: &str) -> Vec<(String, bool)> {
        let mut sentences = Sentences::default();
        sentences.visit_file(&syn::parse_file(code).unwrap());
        sentences.all.into_iter().collect()
    }

    #[test]
    fn sentences_are_what_is_shown() {
        let code = r#"
            fn a() -> El {
                el("p").class("Not this one").attr("title", "Shown at rest").attr("rel", "no opener").child("Hello").child("two words")
            }
            fn b(n: usize, by: &str) -> String {
                if by == "Nobody" { return format!("{by}: {}", ui::say!("{by} left", by = by)); }
                match by { "Some One" => ui::count!(n, "1 row", "{count} rows"), _ => "lower".to_owned() }
            }
        "#;
        let expected = [
            ("Hello", false),
            ("Shown at rest", false),
            ("two words", false),
            ("{by} left", false),
            ("{count} rows", true),
        ];
        assert_eq!(
            found(code),
            expected.map(|(text, is_counted)| (text.to_owned(), is_counted))
        );
    }

    #[test]
    fn blanks_are_names() {
        assert_eq!(
            blanks("{by} gave it to {to}")
                .into_iter()
                .collect::<Vec<_>>(),
            ["by", "to"]
        );
    }
}
