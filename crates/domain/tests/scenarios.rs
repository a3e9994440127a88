//! Readable scripts: who does what at which second, and the effects expected.
//!
//! Each `tests/scenarios/*.txt` is a conversation. A line `@12 learner: text` feeds an
//! input at second 12; the indented lines under it are the effects, in order. One `check`
//! touches the domain, so a change of its shape is a change here alone. To write what is
//! decided now into the files: `BLESS=1 cargo test -p domain --test scenarios`.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod effects;
mod packet;
mod script;
mod support;

use domain::schedule::Schedule;
use domain::{Conversation, Effect, Team};
use effects::shown;
use protocol::{AgentId, ConversationId, LearnerId, Timestamp};
use script::input;
use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

const THRESHOLD: f32 = 0.5;

fn team() -> Team {
    support::team(THRESHOLD)
}

fn conversation() -> Conversation {
    let learner = LearnerId::new("l").unwrap();
    let id = ConversationId::of(&learner, 1).unwrap();
    Conversation::new(id, learner)
}

/// Plays a script, and answers it with the effects that are decided now.
fn played(script: &str) -> String {
    played_with(script, |_| ())
}

/// The same; `see` is shown the conversation after each input.
fn played_with(script: &str, mut see: impl FnMut(&Conversation)) -> String {
    let mut conversation = conversation();
    let mut team = team();
    let actions = Rc::clone(&team.actions);
    let mut out = String::new();
    for line in script.lines() {
        let Some(rest) = line.strip_prefix('@') else {
            // Effects are written anew; comments and blank lines stay.
            if line.is_empty() || line.starts_with('#') {
                writeln!(out, "{line}").unwrap();
            }
            continue;
        };
        writeln!(out, "{line}").unwrap();
        let (second, words) = rest.split_once(' ').unwrap();
        let at: i64 = second.parse().unwrap();
        let before = conversation.clone();
        if words.starts_with("found ") {
            let is = |flag: &str| words.split(' ').any(|it| it == flag);
            team.is_crowded = is("crowded");
            // Once it is said that the team can send e-mail, it can.
            team.has_mail |= is("mail");
            // And once it asks whether people helped, it does.
            team.asks_rating |= is("rated");
            let here = is("bo-here").then_some("bo");
            team.here = here.map(|id| [AgentId::new(id).unwrap()].into());
            team.schedule = match is("away") {
                true => Schedule::never(),
                false => Schedule::always(),
            };
        }
        let decided = conversation.handle(Timestamp(at * 1_000), &team, input(words, at, &actions));
        see(&conversation);
        match decided {
            Ok(effects) => {
                for effect in &effects {
                    if let Effect::Store(logged) = effect {
                        packet::check_packet(&logged.entry);
                    }
                    writeln!(out, "    {}", shown(effect)).unwrap();
                }
                if effects.is_empty() {
                    writeln!(out, "    nothing").unwrap();
                }
            }
            Err(refusal) => {
                assert_eq!(conversation, before, "a refusal changes nothing");
                writeln!(out, "    refused: {refusal:?}").unwrap();
            }
        }
    }
    out
}

fn check(name: &str) {
    script::check(&format!("tests/scenarios/{name}.txt"), played);
}

/// Who reads a stored conversation of today's, years from now: each shape stands in a file that is
/// never written again. A form that is new gets a file of its own by `BLESS=1`; one that cannot be
/// read any more fails here, and so it would in every deployment.
#[test]
fn every_stored_form_is_read_for_ever() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("../../tests/kept");
    let mut shapes = std::collections::BTreeMap::new();
    for script in std::fs::read_dir(root.join("tests/scenarios")).unwrap() {
        let script = std::fs::read_to_string(script.unwrap().path()).unwrap();
        played_with(&script, |conversation| {
            let json = serde_json::to_value(conversation.snapshot()).unwrap();
            let (part, status) = (&json["part"]["is"], &json["hands"]["status"]);
            let name = format!("{}-{}", status.as_str().unwrap(), part.as_str().unwrap());
            // The one that says most of its shape.
            let length = |it: &serde_json::Value| it.to_string().len();
            let longest = shapes.entry(name).or_insert_with(|| json.clone());
            if length(&json) > length(longest) {
                *longest = json;
            }
        });
    }
    for (name, json) in shapes {
        let path = folder.join(format!("{name}.json"));
        if std::env::var_os("BLESS").is_some() && !path.exists() {
            std::fs::create_dir_all(&folder).unwrap();
            let text = serde_json::to_string_pretty(&json).unwrap();
            std::fs::write(&path, format!("{text}\n")).unwrap();
        }
        let text = std::fs::read_to_string(&path).expect(&name);
        let kept: serde_json::Value = serde_json::from_str(&text).unwrap();
        let snapshot: domain::Snapshot = serde_json::from_value(kept.clone()).expect(&name);
        let conversation = Conversation::restore(snapshot, Vec::new());
        let again = serde_json::to_value(conversation.snapshot()).unwrap();
        assert_holds(&again, &kept, &name);
    }
}

/// Whether everything that was kept is still there; what is new may stand beside it.
fn assert_holds(now: &serde_json::Value, kept: &serde_json::Value, at: &str) {
    match (now, kept) {
        (serde_json::Value::Object(now), serde_json::Value::Object(kept)) => {
            for (name, value) in kept {
                let at = format!("{at}.{name}");
                assert_holds(now.get(name).expect(&at), value, &at);
            }
        }
        _ => assert_eq!(now, kept, "{at}"),
    }
}

macro_rules! scenarios {
    ($($name:ident,)+) => {
        $(#[test] fn $name() { check(stringify!($name)); })+

        #[test]
        fn every_scenario_is_played() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
            let there = std::fs::read_dir(folder).unwrap().count();
            assert_eq!(there, [$(stringify!($name)),+].len());
        }
    };
}

scenarios! {
    answered,
    asked_whether_it_helped,
    asked_for_a_person,
    nobody_guesses,
    the_model_fails,
    taken_over_in_the_middle,
    one_owner,
    back_to_the_assistant,
    the_object_slept_through_a_turn,
    an_owner_who_left,
    routed,
    a_note_names_a_colleague,
    returned_with_a_question,
    notes_are_the_teams,
    given_to_another,
    put_off,
    files_are_said_with_words,
    who_has_read_it,
    tagged_by_hand,
    asks_back_once,
    may_be_it,
    taps,
    danger_in_a_form,
    typed_in_another_language,
    rules_decide,
    confirms_once,
    confirmed,
    asked_for_while_ruled,
    an_action_is_filled_in,
    an_action_is_left,
    an_action_nobody_answers,
    a_buyer_goes_to_sales,
    a_reply_is_late,
    not_resolved_in_time,
    told_when_tagged,
    consent_is_not_given,
    what_was_collected_decides,
    nobody_is_there,
    nobody_is_there_at_the_button,
    closed_for_a_learner,
    danger_while_they_wait,
    too_many_newcomers,
    too_many_newcomers_for_a_rule,
    who_the_lms_says,
    replies_by_mail,
    an_address_is_left,
    a_form_asks_for_the_address,
    meanwhile,
    nobody_comes,
    taken_from_a_colleague,
    the_lms_knows_the_address,
}
