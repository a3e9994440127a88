//! What is wrong with a body: which field, and what it takes, without a word of what somebody wrote.

use crate::error::Error;
use protocol::Code;
use serde_json::error::Category;

/// Why a body could not be read.
pub(super) fn unreadable(body: &[u8], error: &serde_json::Error) -> Error {
    match error.classify() {
        Category::Data => Error::invalid(refusal(body, error)),
        Category::Io | Category::Syntax | Category::Eof => {
            Error::new(Code::BadRequest, "the body is no JSON")
        }
    }
}

/// The field's path and what it takes.
fn refusal(body: &[u8], error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or("", |(said, _)| said);
    // What comes before "expected" may repeat what somebody wrote.
    let wanted = text.rsplit_once("expected ").map(|(_, wanted)| wanted);
    let is_ours = |wanted: &&str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " `,:_-.".contains(c);
        wanted.len() <= 600 && wanted.chars().all(is_plain)
    };
    // What a message repeats stands between marks before it, and has to end there.
    let wanted = wanted
        .filter(is_ours)
        .filter(|_| text.matches("expected ").count() == 1);
    let path = path(body, offset(body, error.line(), error.column()));
    let named = |what: &str| match path.as_str() {
        "" => format!("the body {what}"),
        path => format!("the field {path} {what}"),
    };
    if let Some(missing) = text.strip_prefix("missing field ") {
        // It is noticed behind the last field that is there.
        let owner = owner_of(&path);
        let named = |what: &str| match owner {
            "" => format!("the body {what}"),
            owner => format!("the field {owner} {what}"),
        };
        named(&format!("lacks {}", missing.replace('`', "")))
    } else if text.starts_with("duplicate field") {
        named("has a field twice")
    } else {
        match wanted {
            Some(wanted) => named(&format!("takes {}", wanted.replace('`', ""))),
            None => named("has another shape than this address takes"),
        }
    }
}

/// The object that a field is in: `rules[1]` of `rules[1].name`, and of itself.
fn owner_of(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((owner, _)) => owner,
        None if path.ends_with(']') => path,
        None => "",
    }
}

/// Bytes before a line and column, both counted from 1.
fn offset(body: &[u8], line: usize, column: usize) -> usize {
    let lines = body.split(|byte| *byte == b'\n');
    let before: usize = lines
        .take(line.saturating_sub(1))
        .map(|it| it.len() + 1)
        .sum();
    (before + column).min(body.len())
}

/// The path of what stands before a place in JSON: `profile.suggestions[2]`. Names that are no plain
/// word are somebody's own and left out.
fn path(body: &[u8], end: usize) -> String {
    enum Step {
        Field(String),
        Item(usize),
    }
    let mut steps: Vec<Step> = Vec::new();
    let (mut at, mut is_key) = (0, false);
    while at < end {
        match body[at] {
            b'{' => {
                steps.push(Step::Field(String::new()));
                is_key = true;
            }
            b'[' => {
                steps.push(Step::Item(0));
                is_key = false;
            }
            b'}' | b']' => {
                // The place is right behind the value that is refused.
                if at + 1 < end {
                    steps.pop();
                }
                is_key = false;
            }
            b',' => match steps.last_mut() {
                Some(Step::Item(number)) => *number += 1,
                Some(Step::Field(_)) => is_key = true,
                None => {}
            },
            b':' => is_key = false,
            b'"' => {
                let start = at + 1;
                at = start;
                while at < body.len() && body[at] != b'"' {
                    at += if body[at] == b'\\' { 2 } else { 1 };
                }
                if let (true, Some(Step::Field(name))) = (is_key, steps.last_mut()) {
                    let written = body.get(start..at).unwrap_or_default();
                    *name = String::from_utf8_lossy(written).into_owned();
                }
            }
            _ => {}
        }
        at += 1;
    }
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(name) => {
                let is_plain = |c: char| c.is_ascii_lowercase() || c == '_';
                if name.is_empty() || name.len() > 40 || !name.chars().all(is_plain) {
                    break;
                }
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&name);
            }
            Step::Item(number) => path.push_str(&format!("[{number}]")),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::http::{NewApiKey, SignIn};
    use protocol::settings::Settings;
    use serde::de::DeserializeOwned;

    fn refused<T: DeserializeOwned>(body: &str) -> String {
        match serde_json::from_str::<T>(body) {
            Ok(_) => "taken".to_owned(),
            Err(error) => match unreadable(body.as_bytes(), &error) {
                Error::Problem(problem) => problem.message,
                Error::Bug(bug) => bug,
            },
        }
    }

    #[test]
    fn a_field_is_named_with_what_it_takes() {
        assert_eq!(refused::<SignIn>("{"), "the body is no JSON");
        assert_eq!(
            refused::<SignIn>(r#"{"email":"a@b.c"}"#),
            "the body lacks password"
        );
        assert_eq!(
            refused::<SignIn>("{\n \"email\": 7,\n \"password\": \"x\"}"),
            "the field email takes a string"
        );
        assert_eq!(
            refused::<NewApiKey>(r#"{"label":"x","scopes":["articles:read","my secret"]}"#),
            "the field scopes[1] takes articles:read or articles:write"
        );
        let form = r#"{"profile":{"name":"a","suggestions":[]}}"#;
        assert_eq!(
            refused::<Settings>(form),
            "the field profile lacks greeting"
        );
        let profile = r#"{"profile":{"name":"a","greeting":"","suggestions":["ok", {"a":1}]}}"#;
        assert!(
            refused::<Settings>(profile).starts_with("the field profile.suggestions[1]"),
            "{}",
            refused::<Settings>(profile)
        );
    }

    #[test]
    fn a_value_that_reads_as_a_message_is_not_repeated() {
        let body = r#"{"label":"x","scopes":["expected my secret at line 1"]}"#;
        assert!(
            !refused::<NewApiKey>(body).contains("secret"),
            "{}",
            refused::<NewApiKey>(body)
        );
    }

    #[test]
    fn nothing_that_somebody_wrote_is_repeated() {
        for body in [
            r#"{"email":{"my secret":"my secret"},"password":"x"}"#,
            r#"{"my secret":"my secret"}"#,
            r#"["my secret"]"#,
            r#""my secret""#,
            r#"{"email":["my secret expected my secret"],"password":1}"#,
            r#"{"email":"a","password":"b","team":{"expected my secret at line 1":1}}"#,
        ] {
            assert!(
                !refused::<SignIn>(body).contains("secret"),
                "{}",
                refused::<SignIn>(body)
            );
        }
    }
}
