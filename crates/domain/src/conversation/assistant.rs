//! What the assistant does: one turn at a time, under the epoch it began with.

use super::action::{Run, routed};
use super::next::{Next, OPTIONS, OUTSIDE};
use super::{Changes, Confirming, Line, PACKET_ITEMS, Takeover, YES, keep_newest};
use crate::answer::{Query, Topic};
use crate::effect::{Delivery, Effect, News, Telling};
use crate::intent::{self};
use crate::packet;
use crate::refusal::Refusal;
use crate::turn::{Decision, Found, ModelFailure, Purpose, RunningTurn, SearchFailed, TurnRequest};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

use protocol::{
    Activity, AgentEvent, ArticleId, Assignee, Attempt, Author, Citation, HandoffPacket, MAX_TAGS,
    Message, Owner, Reason, Status, Tag, Tagging, Turn,
};

/// The last offer of every clarifying question: what the widget's button says.
pub(super) const A_PERSON: &str = "Talk to a person";

/// The tap that says that what was offered was it.
pub(super) const HELPED: &str = "That helped";

/// Whom somebody in danger may call, where the team names nobody. 112 and 911 reach help from
/// mobile phones in most countries; the directory lists crisis lines by country.
/// Source: <https://findahelpline.com>, run by ThroughLine with the IASP.
const CRISIS: &str = "If you are in danger right now, please call your local emergency number (112 or \
     911), or go to somebody you trust. On findahelpline.com you find free and confidential crisis \
     lines in your country, by phone and chat, at any hour. A person of our team will read this too.";

/// Articles that are offered, the quoted one included: more are not read on a phone.
const OFFERED: usize = 3;

/// Words that are quoted of what is only likely: enough to see whether it is meant.
const OFFERED_WORDS: usize = 60;

/// Who puts tags on by itself, as agents read it.
pub(super) const ASSISTANT: &str = "Assistant";

/// Articles that were offered for a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Offer {
    pub(super) question: String,
    /// The one that was quoted first, and those on buttons: id and title.
    pub(super) articles: Vec<(ArticleId, String)>,
}

impl Changes<'_> {
    pub(super) fn begin_turn(&mut self, question: String, purpose: Purpose) {
        let was_asked_back = self.state.asked_back.take().is_some();
        self.state.turns += 1;
        self.state.turns_in_a_row += 1;
        let turn = self.state.turns;
        let within = self.within.take();
        self.asks.push(Effect::Search {
            turn,
            query: Query {
                text: intent::searchable(&question),
                topic: self.state.topic.clone(),
                within: within.clone(),
                sections: false,
            },
        });
        self.state.turn = Some(RunningTurn {
            turn,
            epoch: self.state.epoch,
            question,
            purpose,
            was_asked_back,
            within,
            deadline: self.now.plus(self.team.patience.turn_ms),
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
        tags: Vec<(Tag, f32)>,
    ) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        self.tag_alike(tags);
        let found = match outcome {
            Ok(found) => found,
            Err(SearchFailed) => {
                self.tried(packet::failed_attempt(self.now, &running.question));
                if running.purpose == Purpose::HandOff(Reason::Safety) {
                    self.says_whom_to_call();
                }
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
        let team = self.team;
        let next = self.next(&running, &found);
        let reason = match &next {
            Next::HandOff(takeover) | Next::Confirm(takeover) => Some(takeover.reason),
            Next::Run(_, takeover) => takeover.as_ref().map(|takeover| takeover.reason),
            Next::Answer | Next::Offer => None,
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
                self.refuse(OUTSIDE, &team.suggestions);
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
        if running.purpose == Purpose::HandOff(Reason::Safety) {
            self.says_whom_to_call();
        }
        match next {
            Next::AskBack(..) | Next::Refuse(_) | Next::Outside => {}
            Next::Offer => self.offer(running.question, &found),
            Next::Confirm(takeover) => self.confirm(takeover, running.question),
            Next::HandOff(takeover) => self.hand_off(takeover, running.question),
            Next::Run(action, takeover) => {
                self.run_action(Run {
                    action: *action,
                    takeover,
                    question: running.question,
                });
            }
            Next::Answer => {
                let mut before: Vec<Line> =
                    self.state.recent.iter().map(|it| (**it).clone()).collect();
                // The newest line is the question itself.
                while before.last().is_some_and(|line| line.by_learner) {
                    before.pop();
                }
                self.asks.push(Effect::Ask(TurnRequest {
                    turn,
                    question: running.question,
                    confidence: found.confidence,
                    answer: found.answer,
                    passages: found.passages,
                    before,
                    actions: Rc::clone(&team.actions),
                    budget: team.budget.clone(),
                }));
                self.keep = true;
            }
        }
        Ok(())
    }

    /// What may be it: the likeliest article quoted, others one tap away, and so is a person (M4).
    fn offer(&mut self, question: String, found: &Found) {
        let Some(quoted) = &found.answer else { return };
        self.end_turn();
        let mut articles: Vec<(ArticleId, String)> = Vec::new();
        let cited = quoted.citations.iter().map(|it| (&it.article, &it.title));
        let others = found.passages.iter().map(|it| (&it.article, &it.title));
        for (id, title) in cited.chain(others) {
            let is_new = articles
                .iter()
                .all(|(known, named)| known != id && named != title);
            if is_new && articles.len() < OFFERED {
                articles.push((id.clone(), title.clone()));
            }
        }
        let first = quoted.citations.len();
        let others = articles.iter().skip(first).map(|(_, title)| title.clone());
        let replies = others
            .chain([HELPED.to_owned(), A_PERSON.to_owned()])
            .collect();
        if let Some(attempt) = Rc::make_mut(&mut self.state.tried).last_mut() {
            packet::mark_offered(attempt, &articles);
        }
        self.remember_cited(&quoted.citations);
        let text = format!("This may be it:\n\n{}", quoted.short(OFFERED_WORDS));
        self.assistant_offers(&text, quoted.citations.clone(), replies);
        self.state.topic = articles.first().map(|(article, title)| Topic {
            article: article.clone(),
            title: title.clone(),
        });
        self.state.offered = Some(Offer { question, articles });
        if let Some(next) = self.state.next_question.take() {
            self.with_assistant(next);
        }
    }

    /// Citations that the learner has been shown.
    fn remember_cited(&mut self, citations: &[Citation]) {
        let cited = Rc::make_mut(&mut self.state.cited);
        for citation in citations {
            let is_known = |known: &Citation| {
                known.article == citation.article && known.heading == citation.heading
            };
            if !cited.iter().any(is_known) {
                cited.push(citation.clone());
            }
        }
        keep_newest(cited, PACKET_ITEMS);
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
        let deadline = self.now.plus(self.team.patience.turn_ms);
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
                self.remember_cited(&citations);
                if let Some(attempt) = Rc::make_mut(&mut self.state.tried).last_mut() {
                    packet::mark_used(attempt, &citations);
                }
                self.state.topic = citations.first().map(|first| Topic {
                    article: first.article.clone(),
                    title: first.title.clone(),
                });
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

    /// What somebody in danger is told: whom they may call.
    pub(super) fn says_whom_to_call(&mut self) {
        let line = self.team.crisis_line.trim();
        let line = if line.is_empty() { CRISIS } else { line };
        self.assistant_says(line, Vec::new());
    }

    pub(super) fn tried(&mut self, attempt: Attempt) {
        // Who asked for a person before anything else asked nothing that was tried.
        if attempt.query.is_empty() {
            return;
        }
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
        let question = self.with_next(question);
        self.end_turn();
        let (assign, alert) = (takeover.assign.clone(), takeover.alert.clone());
        let packet = Rc::new(self.packet(takeover, question));
        self.state.handoff = Some(Rc::clone(&packet));
        self.log(AgentEvent::Handoff((*packet).clone()));
        if let Some(address) = alert {
            self.post(address, News::HandedOff(packet));
        }
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

    /// A question with what was said while it was searched for.
    pub(super) fn with_next(&mut self, question: String) -> String {
        match self.state.next_question.take() {
            Some(next) if question.is_empty() => next,
            Some(next) => format!("{question}\n{next}"),
            None => question,
        }
    }

    /// Tells a system of the team's of the event that was logged last.
    pub(super) fn post(&mut self, address: String, news: News) {
        self.asks.push(Effect::Post(Delivery {
            seq: self.state.seq,
            at: self.now,
            address,
            news,
            learner: self.state.learner.clone(),
        }));
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
