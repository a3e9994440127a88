//! What rules look at: the only place where it is put together.

use super::Changes;
use crate::escalation::{Fired, Signals};
use crate::turn::Found;
use protocol::http::FiredRule;

/// What is asked of the rules.
pub(super) struct Asked<'a> {
    /// What the learner asks; empty if they asked nothing.
    pub(super) question: &'a str,
    /// What they said, oldest first.
    pub(super) said: &'a [&'a str],
    /// Whether they ask for a person.
    pub(super) asks_for_person: bool,
    /// What was found; nothing is said of answers where nothing was searched.
    pub(super) found: Option<&'a Found>,
    /// What a form collected.
    pub(super) collected: &'a [(String, String)],
}

impl Changes<'_> {
    pub(super) fn signals<'a>(&'a self, asked: &Asked<'a>) -> Signals<'a> {
        let found = asked.found.filter(|_| !asked.question.is_empty());
        Signals {
            question: asked.question,
            said: asked.said,
            asks_for_person: asked.asks_for_person,
            confidence: found.map_or(1.0, |found| found.confidence),
            has_answer: found.is_none_or(|found| self.team.finds_something(found)),
            searches: self.state.record.tried.len(),
            role: self.state.learner.role,
            page: self.state.learner.page.as_ref(),
            has_file: !self.state.files.names.is_empty(),
            is_away: self.team.is_away(self.now, &self.state.record.tags),
            collected: asked.collected,
        }
    }

    /// Remembers which rules fired, for whoever tries them.
    pub(super) fn remember_fired(&mut self, fired: &[Fired<'_>]) {
        let fired = fired.iter().map(|fired| FiredRule {
            id: fired.rule.id.clone(),
            name: fired.rule.name.clone(),
            why: fired.why.clone(),
            then: fired.rule.then.clone(),
        });
        self.state.fired = fired.collect();
    }
}
