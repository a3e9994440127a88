//! The team's rules.

use super::address::check_webhook;
use super::{Settings, Wrong};
use crate::{Action, Condition, MAX_TAGS, Route, Rule};
use std::collections::HashSet;

/// Rules of a team, and conditions within conditions, at most.
const MAX_RULES: usize = 50;
const MAX_DEPTH: usize = 6;
/// Texts of one condition, and characters of each.
const MAX_TEXTS: usize = 200;
const MAX_TEXT_CHARS: usize = 300;

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let rules = settings.rules.as_deref().unwrap_or_default();
    check_rules(rules, &settings.actions)
}

/// Checks rules that somebody wrote.
///
/// # Errors
/// What is outside its limits, in words for the admin.
fn check_rules(rules: &[Rule], actions: &[Action]) -> Result<(), Wrong> {
    if rules.len() > MAX_RULES {
        return Err(Wrong(format!("at most {MAX_RULES} rules")));
    }
    let mut ids = HashSet::new();
    for rule in rules {
        if !ids.insert(&rule.id) {
            return Err(Wrong(format!(
                "two rules have the id {}: give “{}” another id",
                rule.id, rule.name
            )));
        }
        let length = rule.name.trim().chars().count();
        if !(1..=80).contains(&length) {
            return Err(Wrong("a rule's name has 1 to 80 characters".to_owned()));
        }
        let of_rule = |why: Wrong| Wrong(format!("rule “{}”: {why}", rule.name));
        check_condition(&rule.when, 0).map_err(of_rule)?;
        if rule.then.confirm && rule.then.hand_off.is_none() {
            return Err(of_rule(Wrong(
                "there is nothing to confirm without hand_off".to_owned(),
            )));
        }
        let then = &rule.then;
        if let Some(id) = &then.run
            && !actions.iter().any(|action| action.id == *id)
        {
            return Err(of_rule(Wrong(format!("there is no form with the id {id}"))));
        }
        if then.confirm && then.run.is_some() {
            return Err(of_rule(Wrong(
                "a form asks by itself: leave out confirm".to_owned(),
            )));
        }
        let is_of_people = then.urgent || then.assign.is_some() || then.alert.is_some();
        let mut run = actions
            .iter()
            .filter(|action| Some(&action.id) == then.run.as_ref());
        let is_handed_over =
            then.hand_off.is_some() || run.any(|action| action.then.route != Route::Assistant);
        if !is_handed_over && is_of_people {
            return Err(of_rule(Wrong(
                "nobody takes over: urgent, assign and alert need hand_off, or a form that ends \
                 with people"
                    .to_owned(),
            )));
        }
        check_webhook(then.alert.as_ref()).map_err(of_rule)?;
        let looks = |it: &Condition| matches!(it, Condition::Collected { .. });
        let asks = then.confirm || then.run.is_some() || then.ask_back.is_some();
        if asks && rule.when.has(&looks) {
            return Err(of_rule(Wrong(
                "what a form collected leads to people and tags, not to more questions".to_owned(),
            )));
        }
        if let Some(question) = &then.ask_back {
            if then.hand_off.is_some() || then.run.is_some() {
                return Err(of_rule(Wrong(
                    "it asks back, hands over or runs a form: one of them".to_owned(),
                )));
            }
            check_texts(std::slice::from_ref(question)).map_err(of_rule)?;
        }
        if then
            .assign
            .as_ref()
            .is_some_and(|to| to.name.chars().count() > 80)
        {
            return Err(of_rule(Wrong("an agent's name is too long".to_owned())));
        }
        if rule.then.tags.len() > MAX_TAGS {
            return Err(of_rule(Wrong("too many tags".to_owned())));
        }
    }
    Ok(())
}

fn check_texts(texts: &[String]) -> Result<(), Wrong> {
    let is_long = |text: &String| text.chars().count() > MAX_TEXT_CHARS;
    let is_outside = |text: &String| text.trim().is_empty() || is_long(text);
    if texts.is_empty() || texts.len() > MAX_TEXTS {
        Err(Wrong(format!("1 to {MAX_TEXTS} texts")))
    } else if texts.iter().any(is_outside) {
        Err(Wrong(format!(
            "a text has 1 to {MAX_TEXT_CHARS} characters"
        )))
    } else {
        Ok(())
    }
}

fn check_condition(condition: &Condition, depth: usize) -> Result<(), Wrong> {
    if depth >= MAX_DEPTH {
        return Err(Wrong(format!(
            "conditions are nested at most {MAX_DEPTH} deep"
        )));
    }
    match condition {
        Condition::All(all) | Condition::Any(all) => {
            if all.is_empty() || all.len() > MAX_TEXTS {
                return Err(Wrong(format!("1 to {MAX_TEXTS} conditions in all or any")));
            }
            all.iter().try_for_each(|it| check_condition(it, depth + 1))
        }
        Condition::Not(it) => check_condition(it, depth + 1),
        Condition::Phrase(phrases) | Condition::Topic(phrases) => check_texts(phrases),
        Condition::Page(part) => check_texts(std::slice::from_ref(part)),
        Condition::Collected { field, is } => {
            check_texts(std::slice::from_ref(field))?;
            is.iter()
                .try_for_each(|it| check_texts(std::slice::from_ref(it)))
        }
        Condition::ConfidenceBelow(least) if !(0.0..=1.0).contains(least) => {
            Err(Wrong("a confidence is between 0 and 1".to_owned()))
        }
        _ => Ok(()),
    }
}
