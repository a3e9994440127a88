//! The trigger matrix: real learner language, what has to become of it, and what only looks like it
//! (B1–B17). The same files as `baton simulate tests/simulate/…` plays.
#![allow(clippy::unwrap_used, reason = "it is a test")]

use baton::{Extractor, Played, Simulator, TeamFile, folder, simulate};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn simulator(team: TeamFile) -> Simulator {
    let articles = folder(&root().join("demo/articles"), "", &Extractor::None).unwrap();
    Simulator::new(team, &articles.articles).unwrap()
}

/// Plays a folder; each handoff is held to the published schema.
fn played(team: TeamFile, name: &str) -> Played {
    let played = simulate(&simulator(team), &root().join("tests/simulate").join(name)).unwrap();
    let schema = include_str!("../../protocol/src/handoff_packet.schema.json");
    let schema = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
    for packet in &played.handoffs {
        let packet = serde_json::to_value(packet).unwrap();
        let problem = schema.validate(&packet).err().map(|it| it.to_string());
        assert_eq!(problem, None, "{packet}");
    }
    played
}

#[test]
fn what_every_team_begins_with() {
    let played = played(TeamFile::default(), "defaults");
    assert!(played.surprises.is_empty(), "{:#?}", played.surprises);
    assert!(played.handoffs.len() >= 20, "{}", played.handoffs.len());
}

#[test]
fn a_team_with_rules_of_its_own() {
    let team = std::fs::read_to_string(root().join("tests/simulate/rules/team.json")).unwrap();
    let played = played(serde_json::from_str(&team).unwrap(), "rules");
    assert!(played.surprises.is_empty(), "{:#?}", played.surprises);
    assert!(played.handoffs.len() >= 12, "{}", played.handoffs.len());
}

#[test]
fn forms_leads_and_a_team_that_is_away() {
    let team = std::fs::read_to_string(root().join("tests/simulate/actions/team.json")).unwrap();
    let played = played(serde_json::from_str(&team).unwrap(), "actions");
    assert!(played.surprises.is_empty(), "{:#?}", played.surprises);
    assert!(played.handoffs.len() >= 8, "{}", played.handoffs.len());
}

#[test]
fn quizzes_and_homework() {
    let played = played(TeamFile::default(), "assessment");
    assert!(played.surprises.is_empty(), "{:#?}", played.surprises);
    assert!(played.handoffs.len() >= 4, "{}", played.handoffs.len());
}

#[test]
fn a_surprise_is_named_with_its_line() {
    let mut played = Played::default();
    let script = "# A remark.\n\nanswer: I want a refund\n";
    simulator(TeamFile::default())
        .play("a.txt", script, &mut played)
        .unwrap();
    let (file, surprise) = &played.surprises[0];
    assert_eq!((file.as_str(), surprise.line), ("a.txt", 3));
    assert!(
        surprise.came.starts_with("hand_off topic +billing"),
        "{surprise:?}"
    );
    for wrong in ["no colon", "dance: hello there my friend"] {
        let mut played = Played::default();
        let play = simulator(TeamFile::default()).play("a.txt", wrong, &mut played);
        assert!(play.is_err(), "{wrong}");
    }
}

#[test]
fn rules_outside_their_limits_are_refused() {
    let rule = |when: &str| {
        let text = format!(
            "{{\"rules\": [{{\"name\": \"x\", \"when\": {when}, \"then\": {{\"confirm\": false}}}}]}}"
        );
        serde_json::from_str::<TeamFile>(&text)
            .map(|team| Simulator::new(team, &Default::default()).is_ok())
    };
    assert!(rule("{\"phrase\": [\"refund\"]}").unwrap());
    for outside in [
        "{\"phrase\": []}",
        "{\"phrase\": [\" \"]}",
        "{\"confidence_below\": 2.0}",
        "{\"all\": []}",
        "{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":{\"not\":\"complex\"}}}}}}}",
    ] {
        assert!(!rule(outside).unwrap(), "{outside}");
    }
    assert!(rule("{\"made_up\": 1}").is_err());
}
