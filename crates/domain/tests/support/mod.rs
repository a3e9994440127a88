//! What the domain's tests share.

use domain::Team;
use jsonschema::Validator;
use protocol::settings::{Alert, Section, Settings};
use protocol::{Action, Rule};
use protocol::{AgentEvent, HANDOFF_PACKET_SCHEMA, Sequenced};
use serde::Deserialize;
use std::sync::LazyLock;

static PACKET: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(HANDOFF_PACKET_SCHEMA).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

/// A handoff is what its published schema says; any other event passes.
pub(crate) fn check_packet(entry: &Sequenced<AgentEvent>) {
    if let AgentEvent::Handoff(packet) = &entry.event {
        let packet = serde_json::to_value(packet).unwrap();
        if let Err(error) = PACKET.validate(&packet) {
            panic!("{error}: {packet}");
        }
        // And the schema is one that can fail.
        let mut wrong = packet;
        wrong["reason"] = "because".into();
        assert!(!PACKET.is_valid(&wrong));
    }
}

/// A team's own, in `team.json`.
#[derive(Deserialize)]
struct TeamFile {
    rules: Vec<Rule>,
    actions: Vec<Action>,
    alerts: Vec<Alert>,
}

/// What every team begins with, and its own.
pub(crate) fn team(threshold: f32) -> Team {
    let team: TeamFile = serde_json::from_str(include_str!("team.json")).unwrap();
    let mut rules = domain::escalation::defaults();
    rules.extend(team.rules);
    let mut settings = Settings::new("Riverside".to_owned());
    settings.rules = Some(rules.clone());
    settings.actions.clone_from(&team.actions);
    settings.check(Section::Rules).unwrap();
    settings.check(Section::Actions).unwrap();
    Team {
        actions: team.actions.into(),
        alerts: team.alerts.into(),
        ..Team::new(threshold, Some(rules))
    }
}
