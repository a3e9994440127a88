//! How readily the assistant answers, and what somebody in danger is told.

use super::{Settings, Wrong, within};
use serde::{Deserialize, Serialize};

/// When the assistant answers, and when it offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerSettings {
    /// From this confidence on, 0 to 1, the assistant answers (B1).
    pub confidence_threshold: f32,
    /// Below that, and from this probability on that some article answers, 0 to 1, the likeliest is
    /// offered; `null` if people answer then (M4).
    #[serde(default = "offer_threshold")]
    pub offer_threshold: Option<f32>,
    /// What somebody in danger is told besides that a person comes: whom to call (M1). Empty for a
    /// text that holds everywhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub crisis_line: String,
}

/// That of *balanced*, where a team has not chosen.
#[allow(clippy::unnecessary_wraps, reason = "the field may also be null")]
fn offer_threshold() -> Option<f32> {
    Manner::Balanced.thresholds().1
}

impl Default for AnswerSettings {
    /// *Balanced*.
    fn default() -> Self {
        let (confidence_threshold, offer_threshold) = Manner::Balanced.thresholds();
        Self {
            confidence_threshold,
            offer_threshold,
            crisis_line: String::new(),
        }
    }
}

/// How readily the assistant answers, by name. `docs/answers.md` says what each means, measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Answers where it is surest; people answer the rest.
    Careful,
    /// Answers where it is sure, and offers what may be it.
    Balanced,
    /// Answers and offers more.
    Eager,
}

impl Manner {
    /// All of them, from the most careful on.
    pub const ALL: [Self; 3] = [Self::Careful, Self::Balanced, Self::Eager];

    /// From which confidence it answers, and from which probability it offers. Source: `cargo
    /// xtask eval help`.
    #[must_use]
    pub fn thresholds(self) -> (f32, Option<f32>) {
        match self {
            Self::Careful => (0.7, None),
            Self::Balanced => (0.61, Some(0.45)),
            Self::Eager => (0.5, Some(0.4)),
        }
    }

    /// The one with these thresholds, if one has them.
    #[must_use]
    pub fn of(answers: f32, offers: Option<f32>) -> Option<Self> {
        let is_near = |a: f32, b: f32| (a - b).abs() < 0.005;
        Self::ALL.into_iter().find(|manner| {
            let (own, offered) = manner.thresholds();
            let same = match (offered, offers) {
                (None, None) => true,
                (Some(a), Some(b)) => is_near(a, b),
                _ => false,
            };
            is_near(own, answers) && same
        })
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let answers = &mut settings.answers;
    let is_probability = |it: f32| (0.0..=1.0).contains(&it);
    if !is_probability(answers.confidence_threshold) {
        let wrong = "the confidence from which the assistant answers is between 0 and 1";
        return Err(Wrong(wrong.to_owned()));
    }
    if !answers.offer_threshold.is_none_or(is_probability) {
        let wrong =
            "the probability from which it offers an article is between 0 and 1, or nothing";
        return Err(Wrong(wrong.to_owned()));
    }
    if !answers.crisis_line.trim().is_empty() {
        within(
            &mut answers.crisis_line,
            "what somebody in danger is told",
            500,
        )?;
    }
    answers.crisis_line = answers.crisis_line.trim().to_owned();
    Ok(())
}
