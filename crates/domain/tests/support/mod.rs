//! The team of the domain's tests.

use domain::Team;
use protocol::settings::{Alert, PromiseSettings, Section, Settings};
use protocol::{Action, Rule};
use serde::Deserialize;
use std::rc::Rc;

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
        promises: Rc::new(PromiseSettings {
            // Two days of open hours.
            resolve_minutes: Some(2_880),
            ..PromiseSettings::default()
        }),
        ..Team::new(threshold, Some(rules))
    }
}
