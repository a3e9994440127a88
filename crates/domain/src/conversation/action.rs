//! The action that runs: one question at a time, whatever the learner writes meanwhile.

use super::part::{Part, RunningAction, Takeover, routed};
use super::signals::Asked;
use super::{Changes, Words, keep_newest};
use crate::action::{self, CONSENT, Read};
use crate::effect::News;
use crate::escalation;
use crate::intent;
use crate::speech;
use protocol::settings::AlertKind;
use protocol::{
    Action, ActionId, AgentEvent, Collected, Field, FieldKind, Notice, Reason, Say, Tap, Timestamp,
};

/// Answers to one question that may be none: then a person helps. The learner is never in circles.
const MISSES: u8 = 3;

/// Ids of actions that are kept as filled in: the newest.
const DONE: usize = 30;

/// Details that are kept of a conversation: the newest.
const COLLECTED: usize = 30;

/// How an action begins.
pub(super) struct Run {
    pub(super) action: Action,
    /// Who takes over afterwards, if a rule says so.
    pub(super) takeover: Option<Takeover>,
    /// What the learner wanted.
    pub(super) question: String,
}

impl RunningAction {
    fn id(&self) -> &ActionId {
        &self.action.id
    }

    fn name(&self) -> &str {
        &self.action.name
    }

    pub(super) fn question(&self) -> &str {
        &self.question
    }

    pub(super) fn deadline(&self) -> Option<Timestamp> {
        self.deadline
    }

    /// The field that is asked now; none when everything is shown once more.
    fn field(&self) -> Option<&Field> {
        self.action.fields.get(self.values.len())
    }

    /// Whether the rule that runs it brings people in whatever becomes of it.
    fn is_ruled(&self) -> bool {
        let named = self.takeover.as_ref();
        named.is_some_and(|takeover| takeover.reason != Reason::Action)
    }

    /// Whether what was answered may be kept: not before consent, where it is asked for.
    fn may_keep(&self) -> bool {
        let mut unasked = self.action.fields.iter().skip(self.values.len());
        !unasked.any(|field| field.kind == FieldKind::Consent && !field.optional)
    }

    /// Who takes over if it is left as it is; without consent it is no lead.
    fn left(&self) -> Takeover {
        let takeover = if self.may_keep() {
            self.takeover()
        } else {
            self.takeover.clone()
        };
        takeover.unwrap_or_else(|| Takeover::new(Reason::Action, None))
    }

    /// Whether people take over if it is left as it is: for the rule's sake in any case, for its own
    /// if it was begun.
    fn hands_over(&self) -> bool {
        let is_begun = self.values.iter().any(Option::is_some) && self.may_keep();
        self.is_ruled() || (is_begun && self.takeover().is_some())
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

impl Changes<'_> {
    /// Begins an action in the place of the running turn's answer.
    pub(super) fn run_action(&mut self, run: Run) {
        let question = self.with_next(run.question);
        self.stop_turn();
        let opening = run.action.opening.clone();
        self.state.part = Part::Form(Box::new(RunningAction {
            action: run.action,
            values: Vec::new(),
            misses: 0,
            takeover: run.takeover,
            question,
            deadline: None,
        }));
        self.ask_field(opening.as_str().into());
    }

    /// A copy of the form that runs.
    fn form(&self) -> Option<Box<RunningAction>> {
        self.state.part.form().cloned().map(Box::new)
    }

    /// What the learner says while an action runs; `files` are the names of what they gave.
    pub(super) fn fill_in(&mut self, text: &str, files: &[String]) {
        let Some(running) = self.form() else {
            return;
        };
        let field = running.field().cloned();
        // What is tapped is the answer it says, whatever else the words may mean.
        let is_choice = field.as_ref().is_some_and(|it| action::is_choice(it, text));
        if !is_choice && action::cancels(text) {
            self.cancel_action(Say::NothingSent);
            return;
        }
        if !is_choice && intent::asks_for_people(text) {
            self.person_instead();
            return;
        }
        let Some(field) = field else {
            self.reviewed(running, text);
            return;
        };
        let read = action::read(&field, text, files);
        self.answered_field(running, &field, read);
    }

    /// What the learner taps while an action runs; what it does nothing for is said.
    pub(super) fn fill_by_tap(&mut self, does: Tap, label: &str) {
        let Some(mut running) = self.form() else {
            return;
        };
        let field = running.field().cloned();
        match (does, field) {
            (Tap::Cancel, _) => self.cancel_action(Say::NothingSent),
            (Tap::Person, _) => self.person_instead(),
            (Tap::Send, None) => self.finish_action(),
            (Tap::Again, None) => {
                running.values.clear();
                self.state.part = Part::Form(running);
                self.ask_field("".into());
            }
            (Tap::Skip, Some(field)) if field.optional => {
                self.answered_field(running, &field, Read::Skipped);
            }
            (Tap::Agree, Some(field)) => {
                self.answered_field(running, &field, Read::Value(CONSENT.to_owned()));
            }
            (Tap::Disagree, Some(field)) => self.answered_field(running, &field, Read::Refused),
            _ => self.fill_in(label, &[]),
        }
    }

    /// An answer to the field that is asked.
    fn answered_field(&mut self, mut running: Box<RunningAction>, field: &Field, read: Read) {
        match read {
            Read::Value(value) => running.values.push(Some(value)),
            Read::Skipped => running.values.push(None),
            Read::Refused if field.optional => running.values.push(None),
            Read::Refused => {
                self.cancel_action(Say::ThenNothingSent);
                return;
            }
            Read::No(why) => {
                self.missed(running, &field.question, why);
                return;
            }
        }
        running.misses = 0;
        let is_done = running.values.len() == running.action.fields.len();
        let is_shown = running.action.confirm;
        self.state.part = Part::Form(running);
        if is_done && !is_shown {
            self.finish_action();
        } else {
            self.ask_field("".into());
        }
    }

    /// The learner wants no more of it: what they answered is forgotten. Who asked for a person before
    /// still gets one; whom a rule brings in is one tap away.
    fn cancel_action(&mut self, word: Say) {
        let Some(running) = self.state.part.take_form() else {
            return;
        };
        let asked = running.takeover.as_ref();
        let asked = asked.filter(|takeover| takeover.reason == Reason::AskedForPerson);
        if let Some(takeover) = asked.cloned() {
            self.hand_off(takeover, running.question);
            return;
        }
        self.assistant_offers(word, Vec::new(), vec![speech::reply(Tap::Person)]);
    }

    /// A person is asked for while it runs: they come at once, and no form comes before them again.
    pub(super) fn person_instead(&mut self) {
        let Some(running) = self.form() else {
            return;
        };
        let takeover = match running.left() {
            // A buyer stays with sales.
            lead if lead.reason == Reason::Lead => lead,
            // Whose it is and how urgent, the rule still says.
            takeover => Takeover {
                reason: Reason::AskedForPerson,
                why: None,
                ..takeover
            },
        };
        self.hand_off(takeover, running.question);
    }

    /// What they say to everything shown once more.
    fn reviewed(&mut self, mut running: Box<RunningAction>, text: &str) {
        match intent::consent(text) {
            Some(true) => self.finish_action(),
            Some(false) => {
                running.values.clear();
                self.state.part = Part::Form(running);
                self.ask_field(Say::GoThroughAgain.into());
            }
            None => self.missed(running, "the review", Say::ShallISend.into()),
        }
    }

    /// An answer that was none: asked again, until a person helps.
    fn missed(&mut self, mut running: Box<RunningAction>, question: &str, why: Notice) {
        running.misses += 1;
        let is_enough = running.misses >= MISSES;
        let name = running.name().to_owned();
        let open = running.question.clone();
        let takeover = running.left();
        self.state.part = Part::Form(running);
        if is_enough {
            let why = speech::team::no_answer(&name, question);
            let takeover = Takeover {
                why: Some(why),
                ..takeover
            };
            self.hand_off(takeover, open);
        } else {
            self.ask_field(why.into());
        }
    }

    /// Asks the question that is next, or shows everything once more; `before` comes first.
    fn ask_field(&mut self, before: Words) {
        let deadline = self.now.plus(self.team.patience.form_ms);
        let Part::Form(running) = &mut self.state.part else {
            return;
        };
        running.deadline = running.hands_over().then_some(deadline);
        let (words, offers) = match running.field() {
            Some(field) => (
                before.then(field.question.clone()),
                action::offers(field, &self.state.learner),
            ),
            None => (
                before.then_say(action::review(&running.fields())),
                [Tap::Send, Tap::Again, Tap::Cancel]
                    .map(speech::reply)
                    .to_vec(),
            ),
        };
        self.assistant_offers(words, Vec::new(), offers);
    }

    /// Everything is answered: tags, the webhook, and whoever takes over.
    fn finish_action(&mut self) {
        let Some(running) = self.state.part.take_form() else {
            return;
        };
        self.collect(&running, true);
        self.state.record.done.push(running.id().clone());
        keep_newest(&mut self.state.record.done, DONE);
        let by = format!("Action “{}”", running.name());
        self.tag_by(&by, running.action.then.tags.clone());
        let ruled = self.ruled_by_collected(&running);
        let takeover = ruled.or_else(|| running.takeover());
        if let Some(takeover) = takeover {
            self.hand_off(takeover, running.question);
        } else {
            match running.action.then.reply.trim() {
                "" => self.assistant_says(Say::AllINeeded, Vec::new()),
                reply => self.assistant_says(reply, Vec::new()),
            }
        }
    }

    /// Who takes over by the rules that look at what was collected.
    fn ruled_by_collected(&mut self, running: &RunningAction) -> Option<Takeover> {
        let collected = running.fields();
        let said = [running.question.as_str()];
        let signals = self.signals(&Asked {
            question: &running.question,
            said: &said,
            asks_for_person: false,
            // No search was made.
            found: None,
            collected: &collected,
        });
        let looking = (self.team.rules.iter()).filter(|it| escalation::looks_at_collected(it));
        let fired = escalation::fired(looking, &signals);
        self.remember_fired(&fired);
        let mut takeover = None;
        for fired in fired {
            self.tag_by(
                &format!("Rule “{}”", fired.rule.name),
                fired.rule.then.tags.clone(),
            );
            takeover = takeover.or_else(|| Takeover::of(&fired));
        }
        takeover
    }

    /// Whether an action was filled in, since the conversation was last resolved.
    pub(super) fn is_filled_in(&self, action: &Action) -> bool {
        self.state.record.done.contains(&action.id)
    }

    /// Ends the action as it is. What was answered stays with the conversation, if it may.
    pub(super) fn leave_action(&mut self) {
        if let Some(running) = self.state.part.take_form() {
            self.collect(&running, false);
        }
    }

    /// Keeps what was answered, and tells agents.
    fn collect(&mut self, running: &RunningAction, is_complete: bool) {
        let fields = running.fields();
        if fields.is_empty() || !running.may_keep() {
            return;
        }
        for (name, value) in &fields {
            self.state
                .record
                .collected
                .retain(|(known, _)| known != name);
            self.state
                .record
                .collected
                .push((name.clone(), value.clone()));
        }
        keep_newest(&mut self.state.record.collected, COLLECTED);
        let collected = Collected {
            action: running.name().to_owned(),
            fields,
            is_complete,
        };
        self.log(AgentEvent::Collected(collected.clone()));
        let webhook = running.action.then.webhook.clone();
        if let Some(address) = webhook.filter(|_| is_complete) {
            self.post(address, AlertKind::Webhook, News::Collected(collected));
        }
    }

    /// The question nobody answered in time: who was to take over does, with what there is.
    pub(super) fn form_is_over(&mut self) {
        let Some(running) = self.form() else {
            return;
        };
        let why = speech::team::left(running.name());
        let takeover = running.left();
        let why = match (&takeover.why, running.is_ruled()) {
            (Some(rule), true) => format!("{rule} {why}"),
            _ => why,
        };
        let takeover = Takeover {
            why: Some(why),
            ..takeover
        };
        self.hand_off(takeover, running.question);
    }
}
