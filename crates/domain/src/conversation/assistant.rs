//! What the assistant does: one turn at a time, under the epoch it began with.

use super::action::{Run, routed};
use super::{
    Changes, Confirming, Line, PACKET_ITEMS, TURN_PATIENCE_MS, Takeover, YES, keep_newest,
};
use crate::effect::{Effect, Telling};
use crate::escalation::{self, Signals};
use crate::intent::{self, assessment};
use crate::packet;
use crate::refusal::Refusal;
use crate::turn::{
    Decision, Found, ModelFailure, Policy, Purpose, RunningTurn, SearchFailed, TurnRequest,
};
use crate::words::words;
use std::rc::Rc;

use protocol::{
    Action, Activity, AgentEvent, Assignee, Attempt, Audience, Author, Citation, Condition,
    HandoffPacket, MAX_TAGS, Message, Owner, Reason, Route, Rule, Status, Tag, Tagging, Turn,
};

/// Articles a clarifying question offers: more are not read on a phone.
const OPTIONS: usize = 3;
/// The last offer of every clarifying question: what the widget's button says.
pub(super) const A_PERSON: &str = "Talk to a person";
/// Words of a message that are too few to say what is asked. Source: design notes on retrieval:
/// two- or three-word queries cannot be answered safely.
const FEW_WORDS: usize = 3;
/// Letters of a script without spaces that are as few.
const UNSPACED: usize = 6;
/// Two articles this near each other in a ranking may both be meant.
const AS_GOOD: f32 = 0.85;
/// Below this confidence no article is worth offering.
const SOMETHING: f32 = 0.05;

/// Whether a message has too few words to say what is asked.
#[must_use]
pub fn is_short(text: &str) -> bool {
    // Scripts without spaces have no words to count.
    let is_spaced = |c: &char| u32::from(*c) < 0x2e80;
    words(text).len() <= FEW_WORDS && text.chars().filter(|c| !is_spaced(c)).count() <= UNSPACED
}

/// What is said to who wants a quiz or homework done.
const OWN_WORK: &str = "I cannot help with what a quiz, an exam or homework asks: that is yours to \
     answer. I can help with everything around it, such as a page that does not open.";

/// What is said to who asks for something that is not the articles' subject.
const OUTSIDE: &str = "I can only help with what our help articles are about. If this is part of \
     it, tell me a little more, or ask for a person.";

/// Who puts tags on by itself, as agents read it.
const ASSISTANT: &str = "Assistant";

/// What a rule says on who takes over, and what is asked before.
struct Ruled {
    takeover: Option<Takeover>,
    /// The learner is asked first.
    confirm: bool,
    /// The action that comes first.
    run: Option<Action>,
    /// What the learner is asked back instead.
    ask_back: Option<String>,
    /// Whether the rule itself speaks of who asks for a person: only then they are asked more.
    knows_who_asks: bool,
}

/// What follows a search.
enum Next {
    /// The model is asked.
    Answer,
    /// The learner is asked whether a person should come (B12).
    Confirm(Takeover),
    /// An action is run, and then who takes over does.
    Run(Box<Action>, Option<Takeover>),
    /// The learner is asked what they mean, with what it may be.
    AskBack(String, Vec<String>),
    /// The learner is told what the assistant does not do.
    Refuse(&'static str),
    /// It is about something else than the articles: the learner is told what they are about.
    Outside,
    /// People take over.
    HandOff(Takeover),
}

impl Next {
    /// Whether it follows from what the articles say, and from nothing else.
    fn is_of_articles(&self) -> bool {
        match self {
            Self::Answer => true,
            Self::HandOff(takeover) => is_unanswered(takeover),
            _ => false,
        }
    }
}

/// Decides what follows a search. Who asked for a person is asked nothing more.
fn next(purpose: Purpose, ruled: Option<Ruled>, found: &Found, policy: &Policy) -> Next {
    match (purpose, ruled) {
        (Purpose::HandOff(reason), ruled) => {
            let (ruled, run) = match ruled {
                Some(ruled) => {
                    let run = ruled.run.filter(|_| ruled.knows_who_asks);
                    (ruled.takeover, run)
                }
                None => (None, None),
            };
            // They asked: that is the reason. Whose it is and how urgent, the rule still says.
            let takeover = Takeover {
                reason,
                why: None,
                ..ruled.unwrap_or_else(|| Takeover::new(reason, None))
            };
            match run {
                Some(action) => Next::Run(Box::new(action), Some(takeover)),
                None => Next::HandOff(takeover),
            }
        }
        (
            Purpose::Answer,
            Some(Ruled {
                run: Some(action),
                takeover,
                ..
            }),
        ) => Next::Run(Box::new(action), takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                takeover: Some(takeover),
                confirm,
                ..
            }),
        ) if confirm => Next::Confirm(takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                takeover: Some(takeover),
                ..
            }),
        ) => Next::HandOff(takeover),
        (
            Purpose::Answer,
            Some(Ruled {
                ask_back: Some(question),
                ..
            }),
        ) => Next::AskBack(question, Vec::new()),
        (Purpose::Answer, _) if !policy.finds_something(found) => {
            Next::HandOff(Takeover::new(Reason::NoAnswer, None))
        }
        (Purpose::Answer, _) if found.confidence < policy.threshold => {
            let why = format!(
                "The best articles answer it with a confidence of {:.2}; the team asks for {:.2}.",
                found.confidence, policy.threshold
            );
            Next::HandOff(Takeover::new(Reason::LowConfidence, Some(why)))
        }
        (Purpose::Answer, _) => Next::Answer,
    }
}

/// Whether people take over because the articles do not answer.
fn is_unanswered(takeover: &Takeover) -> bool {
    matches!(takeover.reason, Reason::NoAnswer | Reason::LowConfidence)
}

/// Whether a rule looks at what an action collects.
fn looks_at_collected(rule: &Rule) -> bool {
    escalation::has(&rule.when, &|it| matches!(it, Condition::Collected { .. }))
}

/// The rules that do.
fn looking_at_collected(rules: &[Rule]) -> Vec<Rule> {
    let rules = rules.iter().filter(|rule| looks_at_collected(rule));
    rules.cloned().collect()
}

/// What to ask back before anything is answered or handed over, and the articles that may be
/// meant: a message is too short, or articles that rank alike may answer it and none surely (A9).
fn clarifying(
    question: &str,
    found: &Found,
    policy: &Policy,
) -> Option<(&'static str, Vec<String>)> {
    let is_short = is_short(question);
    let mut options: Vec<String> = Vec::new();
    for passage in &found.passages {
        let is_near = is_short || passage.score >= AS_GOOD;
        if is_near && !options.contains(&passage.title) {
            options.push(passage.title.clone());
        }
    }
    if is_short && (options.is_empty() || found.confidence < SOMETHING) {
        return Some((
            "I would like to get this right. What would you like to do, in a sentence?",
            Vec::new(),
        ));
    }
    let is_ambiguous =
        policy.finds_something(found) && found.confidence < policy.threshold && options.len() > 1;
    (is_short || is_ambiguous).then_some(("Which of these is it about?", options))
}

impl Changes {
    pub(super) fn begin_turn(&mut self, question: String, purpose: Purpose) {
        let was_asked_back = self.state.asked_back.take().is_some();
        self.state.turns += 1;
        self.state.turns_in_a_row += 1;
        let turn = self.state.turns;
        self.asks.push(Effect::Search {
            turn,
            query: intent::searchable(&question),
        });
        self.state.turn = Some(RunningTurn {
            turn,
            epoch: self.state.epoch,
            question,
            purpose,
            was_asked_back,
            rules: Vec::new(),
            is_away: false,
            deadline: self.now.plus(TURN_PATIENCE_MS),
            text: String::new(),
        });
        self.keep = true;
        if purpose == Purpose::Answer {
            self.tellings.push(Telling::Started(turn));
        }
    }

    /// The turn is over, and what waits for its end is not.
    fn end_turn(&mut self) {
        if let Some(turn) = self.state.turn.take() {
            self.tellings.push(Telling::Ended(turn.turn));
        }
    }

    pub(super) fn stop_turn(&mut self) {
        self.state.next_question = None;
        if let Some(turn) = self.state.turn.take() {
            self.tellings.push(Telling::Ended(turn.turn));
            self.keep = true;
        }
    }

    /// The turn an input belongs to, if it may still commit: it is the running one and
    /// the ownership epoch has not moved since it began (architecture, invariant 8).
    pub(super) fn current(&self, turn: Turn) -> Result<RunningTurn, Refusal> {
        self.state
            .turn
            .as_ref()
            .filter(|running| running.turn == turn && running.epoch == self.state.epoch)
            .cloned()
            .ok_or(Refusal::Stale)
    }

    pub(super) fn searched(
        &mut self,
        turn: Turn,
        outcome: Result<Found, SearchFailed>,
        policy: &Policy,
        tags: Vec<(Tag, f32)>,
    ) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        self.tag_alike(tags);
        let found = match outcome {
            Ok(found) => found,
            Err(SearchFailed) => {
                self.tried(packet::failed_attempt(self.now, &running.question));
                let (reason, why) = match running.purpose {
                    Purpose::HandOff(reason) => (reason, None),
                    Purpose::Answer => (
                        Reason::ModelFailure,
                        Some("The articles could not be searched.".to_owned()),
                    ),
                };
                self.hand_off(Takeover::new(reason, why), running.question);
                return Ok(());
            }
        };
        let ruled = self.ruled(&running, &found, policy);
        let is_ruled = ruled.is_some();
        let next = next(running.purpose, ruled, &found, policy);
        self.state.is_taken_on |= !policy.is_spent;
        let mut next = self.assessed(&running, is_ruled, next);
        let may_ask = running.purpose == Purpose::Answer && !is_ruled && !running.was_asked_back;
        if may_ask
            && next.is_of_articles()
            && let Some((text, options)) = clarifying(&running.question, &found, policy)
        {
            next = Next::AskBack(text.to_owned(), options);
        }
        let was_outside = std::mem::take(&mut self.state.was_outside);
        let is_unruled = running.purpose == Purpose::Answer && !is_ruled;
        // Who insists gets a person.
        if is_unruled
            && !was_outside
            && matches!(&next, Next::HandOff(takeover) if takeover.reason == Reason::NoAnswer)
            && found.is_outside(&running.question)
        {
            next = Next::Outside;
        }
        if let (Next::Answer, Some(why)) = (&next, self.spent(policy)) {
            next = Next::HandOff(Takeover::new(Reason::Limit, Some(why)));
        }
        let reason = match &next {
            Next::HandOff(takeover) | Next::Confirm(takeover) => Some(takeover.reason),
            Next::Run(_, takeover) => takeover.as_ref().map(|takeover| takeover.reason),
            Next::Answer => None,
            // Nothing came of the search yet.
            Next::AskBack(text, options) => {
                self.ask_back(running.question, text, options.clone());
                return Ok(());
            }
            Next::Refuse(why) => {
                self.refuse(why, &[]);
                return Ok(());
            }
            Next::Outside => {
                self.state.was_outside = true;
                self.refuse(OUTSIDE, &policy.suggestions);
                return Ok(());
            }
        };
        self.tried(packet::attempt(
            self.now,
            &running.question,
            &found,
            reason,
            &self.state.cited,
        ));
        match next {
            Next::AskBack(..) | Next::Refuse(_) | Next::Outside => {}
            Next::Confirm(takeover) => self.confirm(takeover, running.question),
            Next::HandOff(takeover) => self.hand_off(takeover, running.question),
            Next::Run(action, takeover) => {
                self.run_action(Run {
                    action: *action,
                    takeover,
                    question: running.question,
                    rules: looking_at_collected(&policy.rules),
                    is_away: policy.is_away,
                });
            }
            Next::Answer => {
                let mut before: Vec<Line> =
                    self.state.recent.iter().map(|it| (**it).clone()).collect();
                // The newest line is the question itself.
                while before.last().is_some_and(|line| line.by_learner) {
                    before.pop();
                }
                if let Some(turn) = &mut self.state.turn {
                    turn.rules = looking_at_collected(&policy.rules);
                    turn.is_away = policy.is_away;
                }
                self.asks.push(Effect::Ask(TurnRequest {
                    turn,
                    question: running.question,
                    confidence: found.confidence,
                    passages: found.passages,
                    before,
                    actions: Rc::clone(&policy.actions),
                    budget: policy.budget.clone(),
                }));
                self.keep = true;
            }
        }
        Ok(())
    }

    /// What the team's rules say to what was asked: tags at once, and who takes over.
    fn ruled(&mut self, running: &RunningTurn, found: &Found, policy: &Policy) -> Option<Ruled> {
        let recent = Rc::clone(&self.state.recent);
        let said = escalation::said(&recent);
        let signals = Signals {
            question: &running.question,
            said: &said,
            asks_for_person: running.purpose == Purpose::HandOff(Reason::AskedForPerson),
            confidence: found.confidence,
            has_answer: policy.finds_something(found),
            searches: self.state.tried.len(),
            role: Audience::Learner,
            page: self.state.learner.page.as_ref(),
            has_file: !self.state.files.is_empty(),
            is_away: policy.is_away,
            collected: &[],
        };
        // Rules that look at an action's answers are tried when it is done.
        let rules = policy.rules.iter();
        let rules: Vec<&Rule> = rules.filter(|rule| !looks_at_collected(rule)).collect();
        let fired = escalation::fired(rules, &signals);
        let speaks_of_who_asks = |condition: &Condition| {
            matches!(condition, Condition::AsksForPerson | Condition::OutOfHours)
        };
        let ruled = fired.iter().find_map(|fired| {
            let then = &fired.rule.then;
            let is_asked = then.confirm && self.state.was_confirming;
            let named = |name: &String| {
                let mut actions = policy.actions.iter();
                actions.find(|action| action.name == *name).cloned()
            };
            let takeover = Takeover::of(fired).filter(|_| !is_asked);
            // Who filled it in is not asked all of it again.
            let (run, takeover) = match then.run.as_ref().and_then(named) {
                Some(action) if self.is_filled_in(&action) => (None, routed(&action, takeover)),
                // A form that ends with people brings them in as the rule says.
                Some(action) if action.then.route != Route::Assistant => {
                    let takeover = takeover.unwrap_or_else(|| Takeover::by(fired, Reason::Action));
                    (Some(action), Some(takeover))
                }
                run => (run, takeover),
            };
            let ask_back = then.ask_back.clone().filter(|_| !running.was_asked_back);
            (takeover.is_some() || run.is_some() || ask_back.is_some()).then(|| Ruled {
                takeover,
                ask_back,
                confirm: then.confirm,
                run,
                knows_who_asks: escalation::has(&fired.rule.when, &speaks_of_who_asks),
            })
        });
        for fired in &fired {
            let by = format!("Rule “{}”", fired.rule.name);
            self.tag_by(&by, fired.rule.then.tags.clone());
        }
        ruled
    }

    /// What assessments change: their content is the learner's own to answer, which is the error;
    /// and who cannot get in or on needs a person at once.
    fn assessed(&mut self, running: &RunningTurn, is_ruled: bool, next: Next) -> Next {
        let question = running.question.as_str();
        let page = self.state.learner.page.as_ref();
        let is_in = page.is_some_and(assessment::is_assessment);
        match next {
            Next::Answer | Next::HandOff(_) if is_in && assessment::is_access_trouble(question) => {
                self.tag_by(ASSISTANT, Tag::new("urgent").into_iter().collect());
                let takeover = match next {
                    Next::HandOff(takeover) if !is_unanswered(&takeover) => takeover,
                    _ => {
                        let why = "Trouble with access in a quiz or an exam cannot wait.";
                        Takeover::new(Reason::Topic, Some(why.to_owned()))
                    }
                };
                Next::HandOff(Takeover {
                    urgent: true,
                    ..takeover
                })
            }
            // What the team's rules say stands.
            next if is_ruled || !next.is_of_articles() => next,
            Next::Answer | Next::HandOff(_) if assessment::asks_for_solution(question) => {
                Next::Refuse(OWN_WORK)
            }
            Next::HandOff(_) if is_in => Next::Refuse(OWN_WORK),
            next => next,
        }
    }

    /// The assistant says what it does not do; a person is one tap away.
    fn refuse(&mut self, why: &str, suggestions: &[String]) {
        self.end_turn();
        let suggestions = suggestions.iter().take(OPTIONS).cloned();
        let offers = suggestions.chain([A_PERSON.to_owned()]).collect();
        self.assistant_offers(why, Vec::new(), offers);
        if let Some(next) = self.state.next_question.take() {
            self.with_assistant(next);
        }
    }

    /// Which of the assistant's limits is reached, in words for agents.
    fn spent(&self, policy: &Policy) -> Option<String> {
        let turns = policy.budget.turns;
        if self.state.turns_in_a_row > turns {
            Some(format!("The assistant had taken {turns} turns in a row."))
        } else if policy.is_spent {
            Some("The assistant has had all the conversations it may have today.".to_owned())
        } else {
            None
        }
    }

    /// Tags for what was said before they were made (F1).
    pub(super) fn retag(&mut self, tags: Vec<(Tag, f32)>) {
        if self.state.seq > 0 {
            self.is_quiet = true;
            self.tag_alike(tags);
        }
    }

    /// Tags that what was said is like.
    fn tag_alike(&mut self, tags: Vec<(Tag, f32)>) {
        for (tag, confidence) in tags {
            // Two digits are what is shown of it.
            let confidence = (confidence * 100.0).round() / 100.0;
            self.put_tag(ASSISTANT, tag, Some(confidence));
        }
    }

    /// Tags that nobody put on by hand; what an agent took off stays off.
    pub(super) fn tag_by(&mut self, by: &str, tags: Vec<Tag>) {
        for tag in tags {
            self.put_tag(by, tag, None);
        }
    }

    fn put_tag(&mut self, by: &str, tag: Tag, confidence: Option<f32>) {
        let is_settled = self.state.tags.contains(&tag)
            || self.state.tags_off.contains(&tag)
            || self.state.tags.len() >= MAX_TAGS;
        if !is_settled {
            self.state.tags.push(tag.clone());
            self.log(AgentEvent::Tagged(Tagging {
                tag,
                by: by.to_owned(),
                is_on: true,
                confidence,
            }));
        }
    }

    /// Asks whether a person should come.
    fn confirm(&mut self, takeover: Takeover, question: String) {
        self.end_turn();
        self.assistant_offers(
            "A person of our team handles this. Shall I bring one in?",
            Vec::new(),
            vec![YES.to_owned(), "No, thank you".to_owned()],
        );
        self.state.was_confirming = true;
        self.state.confirming = Some(Confirming { takeover, question });
        if let Some(next) = self.state.next_question.take() {
            self.with_assistant(next);
        }
    }

    pub(super) fn delta(&mut self, turn: Turn, text: String) -> Result<(), Refusal> {
        self.current(turn)?;
        let deadline = self.now.plus(TURN_PATIENCE_MS);
        if let Some(running) = &mut self.state.turn {
            let from = running.text.chars().count();
            running.text.push_str(&text);
            running.deadline = deadline;
            self.tellings.push(Telling::Delta { turn, from, text });
        }
        Ok(())
    }

    pub(super) fn answered(&mut self, turn: Turn, decision: Decision) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        match decision {
            Decision::Answer { text, citations }
                if !text.trim().is_empty() && !citations.is_empty() =>
            {
                self.state.turn = None;
                self.tellings.push(Telling::Ended(turn));
                let cited = Rc::make_mut(&mut self.state.cited);
                for citation in &citations {
                    let is_known = |known: &Citation| {
                        known.article == citation.article && known.heading == citation.heading
                    };
                    if !cited.iter().any(is_known) {
                        cited.push(citation.clone());
                    }
                }
                keep_newest(cited, PACKET_ITEMS);
                if let Some(attempt) = Rc::make_mut(&mut self.state.tried).last_mut() {
                    packet::mark_used(attempt, &citations);
                }
                self.assistant_says(text.trim(), citations);
                if let Some(question) = self.state.next_question.take() {
                    self.with_assistant(question);
                }
            }
            Decision::Answer { .. } => {
                // An answer that rests on nothing is a guess (A2).
                self.decline_attempt();
                self.hand_off(Takeover::new(Reason::NoAnswer, None), running.question);
            }
            Decision::RunAction { action } if self.is_filled_in(&action) => {
                self.decline_attempt();
                let takeover = routed(&action, None);
                let takeover = takeover.unwrap_or_else(|| Takeover::new(Reason::NoAnswer, None));
                self.hand_off(takeover, running.question);
            }
            Decision::RunAction { action } => {
                self.run_action(Run {
                    action: *action,
                    takeover: None,
                    question: running.question,
                    rules: running.rules,
                    is_away: running.is_away,
                });
            }
            Decision::AskBack { text, options } if !running.was_asked_back => {
                self.ask_back(running.question, text.trim(), options);
            }
            // Asked twice, the learner is left alone with it.
            Decision::AskBack { .. } => {
                self.decline_attempt();
                self.hand_off(Takeover::new(Reason::LowConfidence, None), running.question);
            }
            Decision::HandOff { reason } => {
                self.decline_attempt();
                self.hand_off(Takeover::new(reason, None), running.question);
            }
        }
        Ok(())
    }

    pub(super) fn failed(&mut self, turn: Turn, failure: ModelFailure) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        if let Some(attempt) = Rc::make_mut(&mut self.state.tried).last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelFailed);
        }
        self.hand_off(
            Takeover::new(Reason::ModelFailure, Some(failure.sentence())),
            running.question,
        );
        Ok(())
    }

    pub(super) fn tick(&mut self) {
        self.people_tick();
        self.attachments_tick();
        if let Some(running) = self.state.turn.clone()
            && running.deadline <= self.now
        {
            let (reason, why) = match running.purpose {
                Purpose::HandOff(reason) => (reason, None),
                Purpose::Answer => (Reason::ModelFailure, Some(ModelFailure::Timeout.sentence())),
            };
            self.hand_off(Takeover::new(reason, why), running.question);
        }
        self.action_tick();
    }

    pub(super) fn tried(&mut self, attempt: Attempt) {
        // The same search again says nothing new; its last outcome does.
        let known = Rc::make_mut(&mut self.state.tried);
        known.retain(|tried| tried.query != attempt.query);
        known.push(attempt);
        keep_newest(known, PACKET_ITEMS);
    }

    pub(super) fn decline_attempt(&mut self) {
        if let Some(attempt) = Rc::make_mut(&mut self.state.tried).last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelDeclined);
        }
    }

    /// What people get: why, what was tried, what was collected.
    pub(super) fn packet(&self, takeover: Takeover, question: String) -> HandoffPacket {
        let files = self.state.files.iter();
        let files = files.map(|name| ("File".to_owned(), name.clone()));
        let reason = takeover.reason;
        packet::complete(HandoffPacket {
            reason,
            why: takeover
                .why
                .unwrap_or_else(|| packet::why(reason).to_owned()),
            at: self.now,
            open_question: question,
            tried: self.state.tried.to_vec(),
            cited: self.state.cited.to_vec(),
            collected: self.state.collected.iter().cloned().chain(files).collect(),
            suggested: String::new(),
            urgent: takeover.urgent,
        })
    }

    /// The assistant stops and people take over: flag, packet and the learner's word in one commit.
    pub(super) fn hand_off(&mut self, takeover: Takeover, question: String) {
        self.leave_action();
        let reason = takeover.reason;
        let question = match self.state.next_question.take() {
            Some(next) => format!("{question}\n{next}"),
            None => question,
        };
        self.end_turn();
        let assign = takeover.assign.clone();
        let packet = self.packet(takeover, question);
        self.state.handoff = Some(Rc::new(packet.clone()));
        self.log(AgentEvent::Handoff(packet));
        // Whom a rule names, else who had it before: the learner hears one voice (C7).
        let owner = match (assign, self.state.last_owner.clone()) {
            (Some(Assignee { id, name }), _) => Some(Owner {
                id,
                name,
                since: self.now,
            }),
            // A buyer is for sales, whoever helped them before.
            (None, _) if reason == Reason::Lead => None,
            (None, last) => last.map(|owner| Owner {
                since: self.now,
                ..owner
            }),
        };
        let is_back =
            self.state.last_owner.as_ref().map(|it| &it.id) == owner.as_ref().map(|it| &it.id);
        let notice = packet::notice(reason, owner.as_ref(), is_back);
        self.move_to(Status::Open, owner, Activity::HandedOff { reason });
        self.wait_for_person();
        self.message(Message {
            author: Author::System,
            text: notice,
            attachments: Vec::new(),
            citations: Vec::new(),
            quick_replies: Vec::new(),
            client_id: None,
        });
    }

    pub(super) fn assistant_says(&mut self, text: &str, citations: Vec<Citation>) {
        self.assistant_offers(text, citations, Vec::new());
    }

    /// The assistant says something that may be answered by one tap.
    pub(super) fn assistant_offers(
        &mut self,
        text: &str,
        citations: Vec<Citation>,
        quick_replies: Vec<String>,
    ) {
        self.message(Message {
            author: Author::Assistant,
            text: text.to_owned(),
            attachments: Vec::new(),
            citations,
            quick_replies,
            client_id: None,
        });
    }

    /// The assistant asks what is meant, once: the answer is read together with the question.
    fn ask_back(&mut self, question: String, text: &str, mut options: Vec<String>) {
        self.end_turn();
        options.truncate(OPTIONS);
        options.push(A_PERSON.to_owned());
        self.assistant_offers(text, Vec::new(), options);
        self.state.asked_back = Some(question);
        if let Some(next) = self.state.next_question.take() {
            self.with_assistant(next);
        }
    }
}
