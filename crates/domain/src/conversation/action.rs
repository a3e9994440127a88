//! The action that runs: one question at a time, whatever the learner writes meanwhile.

use super::assistant::A_PERSON;
use super::{Changes, Takeover, keep_newest};
use crate::action::{self, AGAIN, CANCEL, Read, SEND};
use crate::effect::{Delivery, Effect};
use crate::escalation::{self, Signals};
use crate::intent;
use protocol::{Action, AgentEvent, Audience, Collected, Reason, Route, Rule, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a question may stay unanswered: then what there is goes to people, or nowhere.
///
/// As long as an owner's lease: who looks for an order number comes back within it.
const PATIENCE_MS: i64 = 15 * 60 * 1_000;

/// Answers to one question that may be none: then a person helps. The learner is never in circles.
const MISSES: u8 = 3;

/// Details that are kept of a conversation: the newest.
const COLLECTED: usize = 30;

/// An action that has begun and not ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RunningAction {
    /// As it was when it began: a change of the team's does not change it any more.
    action: Action,
    /// What was answered so far; a question that was left out has none.
    values: Vec<Option<String>>,
    /// Answers to the present question that were none.
    misses: u8,
    /// Who takes over afterwards, if a rule says so.
    takeover: Option<Takeover>,
    /// What the learner wanted.
    question: String,
    /// Rules that look at what is collected.
    rules: Vec<Rule>,
    /// When it is given up.
    deadline: Timestamp,
}

impl RunningAction {
    fn name(&self) -> &str {
        &self.action.name
    }

    pub(super) fn question(&self) -> &str {
        &self.question
    }

    pub(super) fn deadline(&self) -> Timestamp {
        self.deadline
    }

    fn fields(&self) -> Vec<(String, String)> {
        let fields = self.action.fields.iter().zip(&self.values);
        fields
            .filter_map(|(field, value)| Some((field.name.clone(), value.clone()?)))
            .collect()
    }

    /// Who takes over when it is done or cannot be: whom the rule named, by the action's route.
    fn takeover(&self) -> Option<Takeover> {
        routed(&self.action, self.takeover.clone())
    }
}

/// Who takes over after an action: whom a rule named, by the action's route.
pub(super) fn routed(action: &Action, named: Option<Takeover>) -> Option<Takeover> {
    match action.then.route {
        Route::Assistant => named,
        Route::Support => Some(named.unwrap_or_else(|| {
            let why = format!("The action “{}” was filled in.", action.name);
            Takeover::new(Reason::Action, Some(why))
        })),
        Route::Sales => Some(Takeover {
            reason: Reason::Lead,
            why: Some(format!(
                "“{}” was filled in: a lead for sales.",
                action.name
            )),
            ..named.unwrap_or_else(|| Takeover::new(Reason::Lead, None))
        }),
    }
}

impl Changes {
    /// Begins an action in the place of the running turn's answer.
    pub(super) fn run_action(
        &mut self,
        action: Action,
        takeover: Option<Takeover>,
        question: String,
        rules: Vec<Rule>,
    ) {
        let question = match self.state.next_question.take() {
            Some(next) => format!("{question}\n{next}"),
            None => question,
        };
        self.stop_turn();
        let opening = action.opening.clone();
        self.state.action = Some(Box::new(RunningAction {
            action,
            values: Vec::new(),
            misses: 0,
            takeover,
            question,
            rules,
            deadline: self.now.plus(PATIENCE_MS),
        }));
        self.ask_field(&opening);
    }

    /// What the learner says while an action runs; `files` are the names of what they gave.
    pub(super) fn fill_in(&mut self, text: &str, files: &[String]) {
        let Some(mut running) = self.state.action.take() else {
            return;
        };
        self.keep = true;
        let field = running.action.fields.get(running.values.len()).cloned();
        running.deadline = self.now.plus(PATIENCE_MS);
        let question = running.question.clone();
        self.state.action = Some(running.clone());
        if action::cancels(text) {
            self.state.action = None;
            self.assistant_says(
                "All right, I have sent nothing. What else would you like to know?",
                Vec::new(),
            );
            return;
        }
        if intent::asks_for_people(text) {
            self.leave_action();
            self.person_asked_for(question);
            return;
        }
        let Some(field) = field else {
            self.reviewed(running, text);
            return;
        };
        match action::read(&field, text, files) {
            Read::Value(value) => running.values.push(Some(value)),
            Read::Skipped => running.values.push(None),
            Read::Refused if field.optional => running.values.push(None),
            Read::Refused => {
                self.state.action = None;
                self.assistant_offers(
                    "All right, then I have sent nothing.",
                    Vec::new(),
                    vec![A_PERSON.to_owned()],
                );
                return;
            }
            Read::No(why) => {
                self.missed(running, &field.question, &why);
                return;
            }
        }
        running.misses = 0;
        let is_done = running.values.len() == running.action.fields.len();
        let is_shown = running.action.confirm;
        self.state.action = Some(running);
        if is_done && !is_shown {
            self.finish_action();
        } else {
            self.ask_field("");
        }
    }

    /// What they say to everything shown once more.
    fn reviewed(&mut self, mut running: Box<RunningAction>, text: &str) {
        let is = |word: &str| text.trim().eq_ignore_ascii_case(word);
        match intent::consent(text) {
            _ if is(SEND) => self.finish_action(),
            Some(true) => self.finish_action(),
            Some(false) => {
                running.values.clear();
                self.state.action = Some(running);
                self.ask_field("Let us go through it again.");
            }
            None if is(AGAIN) => {
                running.values.clear();
                self.state.action = Some(running);
                self.ask_field("");
            }
            None => self.missed(running, "the review", "Shall I send it?"),
        }
    }

    /// An answer that was none: asked again, until a person helps.
    fn missed(&mut self, mut running: Box<RunningAction>, question: &str, why: &str) {
        running.misses += 1;
        let is_enough = running.misses >= MISSES;
        let name = running.name().to_owned();
        let open = running.question.clone();
        let takeover = running.takeover();
        self.state.action = Some(running);
        if is_enough {
            let why = format!("The action “{name}” got no answer it can use to “{question}”.");
            let takeover = Takeover {
                why: Some(why),
                ..takeover.unwrap_or_else(|| Takeover::new(Reason::Action, None))
            };
            self.hand_off(takeover, open);
        } else {
            self.ask_field(why);
        }
    }

    /// Asks the question that is next, or shows everything once more; `before` comes first.
    fn ask_field(&mut self, before: &str) {
        self.keep = true;
        let Some(running) = &self.state.action else {
            return;
        };
        let (question, offers) = match running.action.fields.get(running.values.len()) {
            Some(field) => (
                field.question.clone(),
                action::offers(field, &self.state.learner),
            ),
            None => (
                action::review(&running.fields()),
                vec![SEND.to_owned(), AGAIN.to_owned(), CANCEL.to_owned()],
            ),
        };
        let text = if before.is_empty() {
            question
        } else {
            format!("{before}\n\n{question}")
        };
        self.assistant_offers(&text, Vec::new(), offers);
    }

    /// Everything is answered: tags, the webhook, and whoever takes over.
    fn finish_action(&mut self) {
        let Some(running) = self.state.action.take() else {
            return;
        };
        self.keep = true;
        self.collect(&running, true);
        let by = format!("Action “{}”", running.name());
        self.tag_by(&by, running.action.then.tags.clone());
        let ruled = self.ruled_by_collected(&running);
        let takeover = ruled.or_else(|| running.takeover());
        if let Some(takeover) = takeover {
            self.hand_off(takeover, running.question);
        } else {
            let reply = match running.action.then.reply.trim() {
                "" => "Thank you, that is all I needed. Is there anything else?",
                reply => reply,
            };
            self.assistant_says(reply, Vec::new());
        }
    }

    /// Who takes over by the rules that look at what was collected.
    fn ruled_by_collected(&mut self, running: &RunningAction) -> Option<Takeover> {
        let collected = running.fields();
        let said = [running.question.as_str()];
        let page = self.state.learner.page.clone();
        let signals = Signals {
            question: &running.question,
            said: &said,
            asks_for_person: false,
            // No search was made: nothing is said of answers.
            confidence: 1.0,
            has_answer: true,
            searches: self.state.tried.len(),
            role: Audience::Learner,
            page: page.as_ref(),
            has_file: !self.state.files.is_empty(),
            is_away: false,
            collected: &collected,
        };
        let mut takeover = None;
        for fired in escalation::fired(&running.rules, &signals) {
            self.tag_by(
                &format!("Rule “{}”", fired.rule.name),
                fired.rule.then.tags.clone(),
            );
            takeover = takeover.or_else(|| Takeover::of(&fired));
        }
        takeover
    }

    /// Whether everything an action asks is known already.
    pub(super) fn is_filled_in(&self, action: &Action) -> bool {
        let is_known = |name: &str| self.state.collected.iter().any(|(known, _)| known == name);
        let mut needed = action.fields.iter().filter(|field| !field.optional);
        needed.all(|field| is_known(&field.name))
    }

    /// Ends the action as it is. What was answered stays with the conversation.
    pub(super) fn leave_action(&mut self) {
        if let Some(running) = self.state.action.take() {
            self.keep = true;
            self.collect(&running, false);
        }
    }

    /// Keeps what was answered, and tells agents.
    fn collect(&mut self, running: &RunningAction, is_complete: bool) {
        let fields = running.fields();
        if fields.is_empty() {
            return;
        }
        for (name, value) in &fields {
            self.state.collected.retain(|(known, _)| known != name);
            self.state.collected.push((name.clone(), value.clone()));
        }
        keep_newest(&mut self.state.collected, COLLECTED);
        let collected = Collected {
            action: running.name().to_owned(),
            fields,
            is_complete,
        };
        self.log(AgentEvent::Collected(collected.clone()));
        let webhook = running.action.then.webhook.clone();
        if let Some(address) = webhook.filter(|_| is_complete) {
            self.asks.push(Effect::Post(Delivery {
                seq: self.state.seq,
                at: self.now,
                address,
                collected,
                learner: self.state.learner.clone(),
            }));
        }
    }

    /// The question nobody answered in time: who was to take over does, with what there is.
    pub(super) fn action_tick(&mut self) {
        let Some(running) = self.state.action.clone() else {
            return;
        };
        if running.deadline > self.now {
            return;
        }
        let is_begun = running.values.iter().any(Option::is_some);
        // Whom the rule brings in comes in any case; for the form's own sake, only if it was begun.
        let named = running.takeover.as_ref();
        let is_ruled = named.is_some_and(|takeover| takeover.reason != Reason::Action);
        let takeover = running.takeover();
        match takeover.filter(|_| is_begun || is_ruled) {
            Some(takeover) => {
                let why = format!("The learner left “{}” unfinished.", running.name());
                let takeover = Takeover {
                    why: Some(match takeover.why {
                        Some(rule) if is_ruled => format!("{rule} {why}"),
                        _ => why,
                    }),
                    ..takeover
                };
                self.hand_off(takeover, running.question);
            }
            None => {
                self.leave_action();
                self.keep = true;
                self.summarize = true;
            }
        }
    }
}
