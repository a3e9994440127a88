//! The team's forms, which the assistant runs in the chat.

use super::address::check_webhook;
use super::{Settings, Wrong, rules};
use crate::{Action, FieldKind, MAX_TAGS};
use std::collections::HashSet;

/// Forms of a team, and fields of one: more than a dozen questions are not answered in a chat.
const MAX_ACTIONS: usize = 30;
const MAX_FIELDS: usize = 12;
/// Choices of one field.
const MAX_CHOICES: usize = 20;
/// Characters of a name, and of a text.
const MAX_NAME_CHARS: usize = 60;
const MAX_TEXT_CHARS: usize = 500;
/// Bounds of a number: beyond them its digits are not all kept.
const MAX_BOUND: f64 = 1e15;

/// Rules run forms, so they are looked at again.
pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    check_forms(&settings.actions)?;
    rules::check(settings)
}

/// Checks actions that somebody wrote.
///
/// # Errors
/// What is outside its limits, in words for the admin.
fn check_forms(actions: &[Action]) -> Result<(), Wrong> {
    if actions.len() > MAX_ACTIONS {
        return Err(Wrong(format!("at most {MAX_ACTIONS} forms")));
    }
    let (mut names, mut ids) = (HashSet::new(), HashSet::new());
    for action in actions {
        let of_action = |why: Wrong| Wrong(format!("form “{}”: {why}", action.name));
        check_length(&action.name, "a form's name", MAX_NAME_CHARS)?;
        if !names.insert(action.name.as_str()) {
            return Err(of_action(Wrong("the name is taken".to_owned())));
        }
        if !ids.insert(&action.id) {
            return Err(Wrong(format!(
                "two forms have the id {}: give “{}” another id",
                action.id, action.name
            )));
        }
        check_action(action).map_err(of_action)?;
    }
    Ok(())
}

fn check_action(action: &Action) -> Result<(), Wrong> {
    if !(1..=MAX_FIELDS).contains(&action.fields.len()) {
        return Err(Wrong(format!("1 to {MAX_FIELDS} questions")));
    }
    for text in [&action.description, &action.opening, &action.then.reply] {
        if text.chars().count() > MAX_TEXT_CHARS {
            return Err(Wrong(format!(
                "a text has at most {MAX_TEXT_CHARS} characters"
            )));
        }
    }
    let mut names = HashSet::new();
    for field in &action.fields {
        check_length(&field.name, "a question's name", MAX_NAME_CHARS)?;
        check_length(&field.question, "a question", MAX_TEXT_CHARS)?;
        if !names.insert(field.name.as_str()) {
            return Err(Wrong(format!("two questions are called “{}”", field.name)));
        }
        match &field.kind {
            FieldKind::Choice(choices) => {
                if !(2..=MAX_CHOICES).contains(&choices.len()) {
                    return Err(Wrong(format!("2 to {MAX_CHOICES} choices")));
                }
                let known: HashSet<String> = choices.iter().map(|it| it.to_lowercase()).collect();
                if known.len() < choices.len() {
                    return Err(Wrong(format!("“{}” offers a choice twice", field.name)));
                }
                for choice in choices {
                    check_length(choice, "a choice", MAX_NAME_CHARS)?;
                }
            }
            FieldKind::Number {
                least: Some(least),
                most: Some(most),
            } if least > most => {
                return Err(Wrong(format!("“{}” has no number between", field.name)));
            }
            FieldKind::Number { least, most }
                if [least, most]
                    .into_iter()
                    .flatten()
                    .any(|it| it.abs() > MAX_BOUND) =>
            {
                return Err(Wrong(format!(
                    "“{}” has a bound that is no number",
                    field.name
                )));
            }
            _ => {}
        }
    }
    if action.then.tags.len() > MAX_TAGS {
        return Err(Wrong("too many tags".to_owned()));
    }
    check_webhook(action.then.webhook.as_ref())
}

fn check_length(text: &str, what: &str, most: usize) -> Result<(), Wrong> {
    if (1..=most).contains(&text.trim().chars().count()) {
        Ok(())
    } else {
        Err(Wrong(format!("{what} has 1 to {most} characters")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActionId, Completion, Field};

    fn field(kind: FieldKind) -> Field {
        Field {
            name: "Order number".to_owned(),
            question: "Which order is it?".to_owned(),
            kind,
            optional: false,
        }
    }

    #[test]
    fn what_an_admin_writes_is_checked() {
        let action = Action {
            id: ActionId::named("Refund"),
            name: "Refund".to_owned(),
            description: String::new(),
            opening: String::new(),
            fields: vec![field(FieldKind::Text)],
            confirm: false,
            then: Completion::default(),
        };
        let with = |change: &dyn Fn(&mut Action)| {
            let mut action = action.clone();
            change(&mut action);
            check_forms(&[action])
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
        assert!(check_forms(&[action.clone(), action.clone()]).is_err());
    }
}
