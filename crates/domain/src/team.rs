//! What a team decided: who answers from when on, rules, forms, limits, and when it is there.
//!
//! A plain value that comes with every input: nothing of it is copied into a conversation.

use crate::effect::Rung;
use crate::schedule::Schedule;
use crate::turn::{Found, NOTHING_FOUND};
use protocol::settings::{
    Alert, AlertOn, Budget, Manner, PatienceSettings, PromiseSettings, TagAgents,
};
use protocol::{Action, AgentId, Outcome, Rule, Tag, Timestamp};
use std::rc::Rc;

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// How many open minutes pass without a word before a wait is late for which no time was promised: what a new team
/// promises.
const UNPROMISED_MINUTES: u32 = 240;

/// What a team decided, as it stands now: every input is judged by it.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// From this confidence on the assistant answers (B1).
    pub threshold: f32,
    /// Below it, and from this probability on that some article answers, the likeliest is offered
    /// (M4); `None` if people answer then.
    pub likely: Option<f32>,
    /// Whether a model writes the answers: then search is not the judge.
    pub has_model: bool,
    /// The rules; shared, as they stay for many turns.
    pub rules: Rc<[Rule]>,
    /// The actions that rules and models may run.
    pub actions: Rc<[Action]>,
    /// What the assistant may use.
    pub budget: Budget,
    /// Questions that show what the articles are about.
    pub suggestions: Rc<[String]>,
    /// Whom somebody in danger may call; empty for what holds everywhere.
    pub crisis_line: Rc<str>,
    /// How long things may wait before something happens.
    pub patience: Patience,
    /// Whether the assistant's conversations of the day are used up.
    pub is_spent: bool,
    /// Whether so many newcomers ask for a person, of this one's network or of all, that another is not
    /// passed on (T10: whom the LMS signed for is no newcomer).
    pub is_crowded: bool,
    /// Agents who may not sign in any more: nobody is handed to them.
    pub gone: Rc<[AgentId]>,
    /// Agents who have the inbox open and are not away; `None`, if that is not known.
    pub here: Option<Rc<[AgentId]>>,
    /// When the team is there.
    pub schedule: Schedule,
    /// The same, for conversations with a tag; of several, the first here.
    pub tag_schedules: Rc<[(Tag, Schedule)]>,
    /// How soon a person replies.
    pub promises: Rc<PromiseSettings>,
    /// Who is told when people are needed.
    pub alerts: Rc<[Alert]>,
    /// Agents' browsers that are told.
    pub push: Rc<[Push]>,
    /// Who knows about a tag: their browsers are told first.
    pub first_choice: Rc<[TagAgents]>,
    /// Whether learners can be sent e-mail.
    pub has_mail: bool,
    /// Whether a learner whom a person answered is asked, once it is resolved, whether that helped.
    pub asks_rating: bool,
}

/// A browser of an agent's that is told when people are needed.
#[derive(Clone, Debug, PartialEq)]
pub struct Push {
    /// Whose it is.
    pub agent: AgentId,
    /// Whether they are an admin.
    pub is_admin: bool,
    /// Where it is reached, as its channel reads it.
    pub address: String,
    /// What it is told of.
    pub on: Vec<AlertOn>,
    /// When it may be told.
    pub schedule: Schedule,
    /// Whether what is urgent is told at any time.
    pub urgent_always: bool,
}

impl Push {
    /// Whether its agent wants to be told of one of these things now.
    #[must_use]
    pub fn wants(&self, on: &[AlertOn], is_urgent: bool, now: Timestamp) -> bool {
        let is_hour = (is_urgent && self.urgent_always) || self.schedule.is_open(now);
        is_hour && self.on.iter().any(|it| on.contains(it))
    }
}

/// How long people, forms and files wait, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long a turn may go without a sign of life before people take over.
    ///
    /// Longer than the model client's own patience (`worker/src/model`), so that it only fires when
    /// the object was evicted in the middle of a turn.
    pub turn_ms: i64,
    /// How long an owner may leave a waiting learner without a word: then it is in the queue again.
    pub lease_ms: i64,
    /// How long a form's question may stay unanswered where people take over then, with what there
    /// is.
    pub form_ms: i64,
    /// Longest time a conversation is put off.
    pub snooze_ms: i64,
    /// How long a file is kept that was uploaded and not said.
    pub upload_ms: i64,
    /// How long an agent's reply waits for the learner to see it before it goes by e-mail.
    pub mail_ms: i64,
}

impl Patience {
    /// As a team's settings say; what they do not say is the same for all.
    #[must_use]
    pub fn of(settings: &PatienceSettings) -> Self {
        Self {
            lease_ms: i64::from(settings.owner_minutes) * MINUTE_MS,
            form_ms: i64::from(settings.form_minutes) * MINUTE_MS,
            snooze_ms: i64::from(settings.snooze_days) * 24 * 60 * MINUTE_MS,
            mail_ms: i64::from(settings.mail_minutes) * MINUTE_MS,
            ..Self::default()
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        const DAY: i64 = 24 * 60 * MINUTE_MS;
        Self {
            turn_ms: 45_000,
            // Longer than any answer takes to write, and shorter than a learner waits in earnest.
            lease_ms: 15 * MINUTE_MS,
            // As long: who looks for an order number comes back within it.
            form_ms: 15 * MINUTE_MS,
            // A quarter: beyond it, nobody remembers why.
            snooze_ms: 90 * DAY,
            // A draft may wait for the next day.
            upload_ms: DAY,
            mail_ms: 3 * MINUTE_MS,
        }
    }
}

/// From this probability on a model is asked. Source: `cargo xtask eval help`: 97 of 100 questions
/// that can be answered reach it.
const MODEL_FROM: f32 = 0.2;

/// What becomes of a question, by how sure the articles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// It is answered.
    Sure,
    /// The likeliest article is offered.
    Likely,
    /// People take over.
    Unlikely,
}

impl Team {
    /// Of a team's settings; without rules of its own, with those every team begins with (B17).
    #[must_use]
    pub fn new(threshold: f32, rules: Option<Vec<Rule>>) -> Self {
        Self {
            threshold,
            likely: Manner::Balanced.thresholds().1,
            has_model: false,
            rules: rules.unwrap_or_else(crate::escalation::defaults).into(),
            actions: Rc::default(),
            budget: Budget::default(),
            suggestions: Rc::default(),
            crisis_line: Rc::from(""),
            patience: Patience::default(),
            is_spent: false,
            is_crowded: false,
            gone: Rc::default(),
            here: None,
            schedule: Schedule::always(),
            tag_schedules: Rc::default(),
            promises: Rc::default(),
            alerts: Rc::default(),
            push: Rc::default(),
            first_choice: Rc::default(),
            has_mail: false,
            asks_rating: false,
        }
    }

    /// Whether learners are told by when somebody replies.
    #[must_use]
    pub fn promises_reply(&self, is_urgent: bool, tags: &[Tag]) -> bool {
        self.promises.minutes(is_urgent, tags).is_some()
    }

    /// When an owner's silence has lasted as long as it may, in the team's open hours.
    #[must_use]
    pub fn lease_ends(&self, since: Timestamp, tags: &[Tag]) -> Option<Timestamp> {
        let lease_ms = self.patience.lease_ms;
        self.schedule_of(tags).after(since, lease_ms)
    }

    /// When somebody who waits since then has waited that long, in the team's open hours: a whole minute, as people are
    /// told it.
    #[must_use]
    pub fn rung_at(
        &self,
        since: Timestamp,
        is_urgent: bool,
        tags: &[Tag],
        rung: Rung,
    ) -> Option<Timestamp> {
        let minutes = self.promises.minutes(is_urgent, tags);
        let minutes = minutes.unwrap_or(UNPROMISED_MINUTES);
        let open_ms = i64::from(minutes) * MINUTE_MS / 4 * rung.quarters()?;
        self.minute_after(since, open_ms, tags)
    }

    /// When what people have since then is to be resolved, by the team's own target: a whole minute.
    #[must_use]
    pub fn resolved_by(&self, since: Timestamp, tags: &[Tag]) -> Option<Timestamp> {
        let open_ms = i64::from(self.promises.resolve_minutes?) * MINUTE_MS;
        self.minute_after(since, open_ms, tags)
    }

    /// The first whole minute after so many milliseconds of open hours.
    fn minute_after(&self, since: Timestamp, open_ms: i64, tags: &[Tag]) -> Option<Timestamp> {
        let at = self.schedule_of(tags).after(since, open_ms)?;
        // Hours end with a minute too: it stays in them.
        let into = at.0.rem_euclid(MINUTE_MS);
        Some(at.plus((MINUTE_MS - into) % MINUTE_MS))
    }

    /// Whether anybody wants to hear of it, of a conversation with these tags.
    #[must_use]
    pub fn tells_of(&self, on: AlertOn, tags: &[Tag]) -> bool {
        let mut push = self.push.iter().map(|push| &push.on);
        let mut alerts = self.alerts.iter();
        alerts.any(|it| it.is_told(&[on], tags)) || push.any(|it| it.contains(&on))
    }

    /// Whether this agent knows about one of these tags.
    #[must_use]
    pub fn knows(&self, agent: &AgentId, tags: &[Tag]) -> bool {
        let mut of = self.first_choice.iter();
        of.any(|of| tags.contains(&of.tag) && of.agents.contains(agent))
    }

    /// Whether a conversation may be given to this agent: they may sign in, and are here if anybody is.
    #[must_use]
    pub fn may_have(&self, agent: &AgentId) -> bool {
        let here = self.here.as_ref().filter(|here| !here.is_empty());
        here.is_none_or(|here| here.contains(agent)) && !self.gone.contains(agent)
    }

    /// How likely an article has to answer to be offered, or, where nothing is offered, to be shown to agents.
    #[must_use]
    pub fn offers_from(&self) -> f32 {
        let (_, balanced) = Manner::Balanced.thresholds();
        self.likely.or(balanced).unwrap_or(self.threshold)
    }

    /// Whether nobody has the inbox open, as far as that is known.
    #[must_use]
    pub fn is_nobody_here(&self) -> bool {
        self.here.as_ref().is_some_and(|here| here.is_empty())
    }

    /// When those are there who answer conversations with these tags.
    fn schedule_of(&self, tags: &[Tag]) -> &Schedule {
        let mut own = self.tag_schedules.iter();
        let own = own.find(|(tag, _)| tags.contains(tag));
        own.map_or(&self.schedule, |(_, schedule)| schedule)
    }

    /// Whether nobody is there now for conversations with these tags, by the team's hours.
    #[must_use]
    pub fn is_away(&self, now: Timestamp, tags: &[Tag]) -> bool {
        !self.schedule_of(tags).is_open(now)
    }

    /// Whether a search found anything on what was asked, sure or not.
    #[must_use]
    pub fn finds_something(&self, found: &Found) -> bool {
        !found.passages.is_empty() && found.answerable >= NOTHING_FOUND
    }

    /// What becomes of a question whose search found this.
    #[must_use]
    pub fn band(&self, found: &Found) -> Band {
        let likely = self.likely.unwrap_or(f32::INFINITY);
        if found.answer.is_none() {
            Band::Unlikely
        } else if found.confidence >= self.threshold {
            Band::Sure
        } else if found.answerable >= likely {
            Band::Likely
        } else {
            Band::Unlikely
        }
    }

    /// What the assistant does with a question whose search found this, by its thresholds and without a model.
    #[must_use]
    pub fn outcome(&self, found: &Found) -> Outcome {
        match self.band(found) {
            Band::Sure => Outcome::Answer,
            Band::Likely => Outcome::Offer,
            Band::Unlikely => Outcome::HandOff,
        }
    }

    /// Whether a model is asked.
    #[must_use]
    pub fn asks_model(&self, found: &Found) -> bool {
        self.has_model && !found.passages.is_empty() && found.answerable >= MODEL_FROM
    }
}

impl Default for Team {
    /// What every team begins with (B17).
    fn default() -> Self {
        Self::new(Manner::Balanced.thresholds().0, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teams_patience_is_what_it_says_and_else_what_every_team_has() {
        let settings = PatienceSettings::default();
        assert_eq!(Patience::of(&settings), Patience::default());
        let patience = Patience::of(&PatienceSettings {
            owner_minutes: 40,
            form_minutes: 5,
            snooze_days: 1,
            mail_minutes: 0,
        });
        let expected = Patience {
            lease_ms: 2_400_000,
            form_ms: 300_000,
            snooze_ms: 86_400_000,
            mail_ms: 0,
            ..Patience::default()
        };
        assert_eq!(patience, expected);
    }
}
