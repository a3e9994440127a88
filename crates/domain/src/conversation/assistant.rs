//! What the assistant does: one turn at a time, under the epoch it began with.

use super::action::Run;
use super::next::{Next, OPTIONS};
use super::part::{Confirming, Offer, Part, RunningTurn, Takeover, routed};
use super::{ASSISTANT, Changes, PACKET_ITEMS, Words, alerts, keep_newest};
use crate::answer::{Query, Topic};
use crate::effect::{Effect, News, Telling};
use crate::failure::ModelFailure;
use crate::intent::{self, assessment, urgent};
use crate::packet;
use crate::refusal::Refusal;
use crate::speech::{self, team};
use crate::turn::{Decision, Found, Line, Purpose, SearchFailed, TurnRequest};
use std::rc::Rc;

use crate::team::Band;
use crate::words::words;
use protocol::settings::AlertKind;
use protocol::{
    Activity, AgentEvent, ArticleId, Assignee, Attempt, Author, Citation, HandoffPacket, MAX_TAGS,
    Message, Notice, Owner, QuickReply, Reason, Say, Status, Tag, Tagging, Tap, Turn,
};

/// Articles that are offered, the quoted one included: more are not read on a phone.
const OFFERED: usize = 3;

/// Words that are quoted of what is only likely: enough to see whether it is meant.
const OFFERED_WORDS: usize = 60;

/// How long an agent who was done with a conversation counts as here for it: as long as one who does not touch the
/// inbox.
const RECENT_MS: i64 = 10 * 60_000;

impl Changes<'_> {
    pub(super) fn begin_turn(&mut self, question: String, purpose: Purpose) {
        let before = std::mem::take(&mut self.state.part);
        let was_asked_back = matches!(before, Part::AskedBack { .. });
        let is_asked_for = purpose == Purpose::HandOff(Reason::AskedForPerson);
        let (offered, held) = match before {
            Part::Offering(offer) => (Some(offer), None),
            Part::Held(held) if is_asked_for => (None, Some(held)),
            _ => (None, None),
        };
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
        self.state.part = Part::Turn(Box::new(RunningTurn {
            turn,
            epoch: self.state.hands.epoch,
            question,
            purpose,
            was_asked_back,
            within,
            offered,
            held,
            next: None,
            deadline: self.now.plus(self.team.patience.turn_ms),
            text: String::new(),
        }));
        if purpose == Purpose::Answer {
            self.tellings.push(Telling::Started(turn));
        }
    }

    /// Ends the turn; what waits for its end is answered, for [`Self::go_on`].
    fn end_turn(&mut self) -> Option<String> {
        let turn = self.state.part.take_turn()?;
        self.tellings.push(Telling::Ended(turn.turn));
        turn.next
    }

    /// What was said while a turn ran has its turn now.
    fn go_on(&mut self, next: Option<String>) {
        if let Some(next) = next {
            self.with_assistant(next);
        }
    }

    pub(super) fn stop_turn(&mut self) {
        let _forgotten = self.end_turn();
    }

    /// The turn an input belongs to, if it may still commit: it is the running one and
    /// the ownership epoch has not moved since it began (architecture, invariant 8).
    pub(super) fn current(&self, turn: Turn) -> Result<RunningTurn, Refusal> {
        self.state
            .part
            .turn()
            .filter(|running| running.turn == turn && running.epoch == self.state.hands.epoch)
            .cloned()
            .ok_or(Refusal::Stale)
    }

    /// The same, for an answer. A search of [`Purpose::Meanwhile`] asks no model, so no answer belongs to it.
    fn current_answer(&self, turn: Turn) -> Result<RunningTurn, Refusal> {
        self.current(turn)
            .ok()
            .filter(|running| running.purpose != Purpose::Meanwhile)
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
        if running.purpose == Purpose::Meanwhile {
            self.stop_turn();
            if let Ok(found) = outcome {
                self.offer_meanwhile(&running, &found);
            }
            return Ok(());
        }
        let found = match outcome {
            Ok(found) => found,
            Err(SearchFailed) => {
                self.tried(packet::failed_attempt(self.now, &running.question));
                if running.purpose == Purpose::HandOff(Reason::Safety) {
                    self.says_whom_to_call();
                }
                let (reason, why) = match running.purpose {
                    Purpose::HandOff(reason) => (reason, None),
                    Purpose::Answer | Purpose::Meanwhile => {
                        (Reason::ModelFailure, Some(team::NOT_SEARCHED.to_owned()))
                    }
                };
                let takeover = running.as_held(Takeover::new(reason, why));
                self.hand_off(takeover, running.question);
                return Ok(());
            }
        };
        let team = self.team;
        let next = match self.next(&running, &found) {
            Next::HandOff(takeover) => Next::HandOff(running.as_held(takeover)),
            Next::Run(action, Some(takeover)) => Next::Run(action, Some(running.as_held(takeover))),
            next => next,
        };
        let reason = match &next {
            Next::HandOff(takeover) | Next::Confirm(takeover) => Some(takeover.reason),
            Next::Run(_, takeover) => takeover.as_ref().map(|takeover| takeover.reason),
            Next::Answer | Next::Offer => None,
            // Nothing came of the search yet.
            Next::AskBack(text, options) => {
                self.ask_back(running.question, text.clone(), options.clone());
                return Ok(());
            }
            Next::Refuse(why) => {
                self.refuse(*why, &[]);
                return Ok(());
            }
            Next::Outside => {
                self.state.was_outside = true;
                self.refuse(Say::Outside, &team.suggestions);
                return Ok(());
            }
        };
        self.tried(packet::attempt(
            (self.now, &running.question),
            &found,
            team.offers_from(),
            reason,
            &self.state.record.cited,
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
                let mut before: Vec<Line> = self
                    .state
                    .record
                    .recent
                    .iter()
                    .map(|it| (**it).clone())
                    .collect();
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
            }
        }
        Ok(())
    }

    /// What may be it: the likeliest article quoted, others one tap away, and so is a person (M4).
    fn offer(&mut self, question: String, found: &Found) {
        let Some(quoted) = &found.answer else { return };
        let next = self.end_turn();
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
        let others = articles.iter().skip(first).map(|(_, title)| QuickReply {
            label: title.clone(),
            does: Tap::Article,
        });
        let replies = others
            .chain([Tap::Helped, Tap::Person].map(speech::reply))
            .collect();
        if let Some(attempt) = Rc::make_mut(&mut self.state.record.tried).last_mut() {
            packet::mark_offered(attempt, &articles);
        }
        self.remember_cited(&quoted.citations);
        let notice = Notice::from(Say::MayBeIt).then(quoted.short(OFFERED_WORDS));
        self.assistant_offers(notice, quoted.citations.clone(), replies);
        self.state.topic = articles.first().map(|(article, title)| Topic {
            article: article.clone(),
            title: title.clone(),
        });
        self.state.part = Part::Offering(Offer { question, articles });
        self.go_on(next);
    }

    /// Offers an article that surely answers what the learner added while they wait, each article once. People keep the
    /// conversation.
    fn offer_meanwhile(&mut self, running: &RunningTurn, found: &Found) {
        let Some(quoted) = &found.answer else { return };
        let question = running.question.as_str();
        // If a rule of the team's applies to it, that stands: people have the conversation.
        if self.ruled(running, found).is_some() {
            return;
        }
        let is_sure = self.team.band(found) == Band::Sure;
        // What needs a person is left to them, and so is what a learner is to answer themselves.
        let is_theirs = assessment::asks_for_solution(question)
            || urgent::is_urgent(question)
            || intent::asks_for_people(question)
            || words(question).len() == 1;
        let cited = &self.state.record.cited;
        let is_known = |it: &Citation| cited.iter().any(|known| known.article == it.article);
        let is_new = !quoted.citations.iter().any(is_known);
        if !(is_sure && is_new && !is_theirs && self.is_waited_for()) || self.team.is_spent {
            return;
        }
        self.remember_cited(&quoted.citations);
        let notice = Notice::from(Say::Meanwhile).then(quoted.short(OFFERED_WORDS));
        // People have the conversation: the assistant does not speak in it (architecture, invariant 8).
        self.message(Message {
            citations: quoted.citations.clone(),
            ..Words::from(notice).by(Author::System)
        });
    }

    /// Citations that the learner has been shown.
    fn remember_cited(&mut self, citations: &[Citation]) {
        let cited = Rc::make_mut(&mut self.state.record.cited);
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
    fn refuse(&mut self, why: Say, suggestions: &[String]) {
        let next = self.end_turn();
        let suggestions = suggestions.iter().take(OPTIONS).cloned();
        let person = speech::reply(Tap::Person);
        let offers = suggestions.map(QuickReply::say).chain([person]).collect();
        self.assistant_offers(why, Vec::new(), offers);
        self.go_on(next);
    }

    /// Holds a handoff back, as too many newcomers ask for a person. The learner's next request gets it as it was.
    fn hold(&mut self, takeover: Takeover, question: String) {
        let next = self.end_turn();
        let person = speech::reply(Tap::Person);
        self.assistant_offers(Say::Crowded, Vec::new(), vec![person]);
        self.state.part = Part::Held(Box::new(Confirming { takeover, question }));
        self.go_on(next);
    }

    /// Tags for what was said before they were made (F1).
    pub(super) fn retag(&mut self, tags: Vec<(Tag, f32)>) {
        if self.state.stream.seq > 0 {
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
        let is_settled = self.state.record.tags.contains(&tag)
            || self.state.record.tags_off.contains(&tag)
            || self.state.record.tags.len() >= MAX_TAGS;
        if !is_settled {
            self.state.record.tags.push(tag.clone());
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
        let next = self.end_turn();
        let replies = [Tap::Yes, Tap::No].map(speech::reply);
        self.assistant_offers(Say::ShallIBringOne, Vec::new(), replies.to_vec());
        self.state.was_confirming = true;
        self.state.part = Part::Confirming(Box::new(Confirming { takeover, question }));
        self.go_on(next);
    }

    pub(super) fn delta(&mut self, turn: Turn, text: String) -> Result<(), Refusal> {
        self.current_answer(turn)?;
        let deadline = self.now.plus(self.team.patience.turn_ms);
        if let Some(running) = self.state.part.turn_mut() {
            let from = running.text.chars().count();
            running.text.push_str(&text);
            running.deadline = deadline;
            self.tellings.push(Telling::Delta { turn, from, text });
        }
        Ok(())
    }

    pub(super) fn answered(&mut self, turn: Turn, decision: Decision) -> Result<(), Refusal> {
        let running = self.current_answer(turn)?;
        match decision {
            Decision::Answer { text, citations }
                if !text.trim().is_empty() && !citations.is_empty() =>
            {
                let next = self.end_turn();
                self.remember_cited(&citations);
                if let Some(attempt) = Rc::make_mut(&mut self.state.record.tried).last_mut() {
                    packet::mark_used(attempt, &citations);
                }
                self.state.topic = citations.first().map(|first| Topic {
                    article: first.article.clone(),
                    title: first.title.clone(),
                });
                self.assistant_says(text.trim(), citations);
                self.go_on(next);
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
                let options = options.into_iter().map(QuickReply::say).collect();
                self.ask_back(running.question, text.trim().into(), options);
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
        let running = self.current_answer(turn)?;
        if let Some(attempt) = Rc::make_mut(&mut self.state.record.tried).last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelFailed);
        }
        self.hand_off(
            Takeover::new(Reason::ModelFailure, Some(team::failure(failure))),
            running.question,
        );
        Ok(())
    }

    /// What somebody in danger is told: whom they may call.
    pub(super) fn says_whom_to_call(&mut self) {
        match self.team.crisis_line.trim() {
            "" => self.says_by_machine(Say::Crisis.into()),
            line => self.says_by_machine(line.into()),
        }
    }

    /// Says something automatic: as the assistant while it has the conversation, as the system while people have it
    /// (architecture, invariant 8).
    fn says_by_machine(&mut self, words: Words) {
        let author = match self.state.hands.status {
            Status::Pending => Author::Assistant,
            _ => Author::System,
        };
        self.message(words.by(author));
    }

    pub(super) fn tried(&mut self, attempt: Attempt) {
        // Who asked for a person before anything else asked nothing that was tried.
        if attempt.query.is_empty() {
            return;
        }
        // The same search again says nothing new; its last outcome does.
        let known = Rc::make_mut(&mut self.state.record.tried);
        known.retain(|tried| tried.query != attempt.query);
        known.push(attempt);
        keep_newest(known, PACKET_ITEMS);
    }

    pub(super) fn decline_attempt(&mut self) {
        if let Some(attempt) = Rc::make_mut(&mut self.state.record.tried).last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelDeclined);
        }
    }

    /// What people get: why, what was tried, what was collected.
    pub(super) fn packet(&self, takeover: Takeover, question: String) -> HandoffPacket {
        let files = self.state.files.names.iter();
        let files = files.map(|name| ("File".to_owned(), name.clone()));
        let reason = takeover.reason;
        packet::complete(HandoffPacket {
            reason,
            why: takeover
                .why
                .unwrap_or_else(|| team::reason(reason).to_owned()),
            at: self.now,
            open_question: question,
            tried: self.state.record.tried.to_vec(),
            cited: self.state.record.cited.to_vec(),
            collected: self
                .state
                .record
                .collected
                .iter()
                .cloned()
                .chain(files)
                .collect(),
            suggested: String::new(),
            urgent: takeover.urgent,
        })
    }

    /// The assistant stops and people take over: flag, packet and the learner's word in one commit.
    pub(super) fn hand_off(&mut self, takeover: Takeover, question: String) {
        self.leave_action();
        // Danger waits for nobody, and a form that was filled in is nobody's flood.
        let comes_first = matches!(
            takeover.reason,
            Reason::Safety | Reason::Lead | Reason::Action
        );
        if self.team.is_crowded && !comes_first {
            self.hold(takeover, question);
            return;
        }
        let reason = takeover.reason;
        let question = self.with_next(question);
        let _asked_with_it = self.end_turn();
        let (assign, alert) = (takeover.assign.clone(), takeover.alert.clone());
        let packet = Rc::new(self.packet(takeover, question));
        self.state.record.handoff = Some(Rc::clone(&packet));
        self.log(AgentEvent::Handoff((*packet).clone()));
        if let Some(address) = alert {
            self.post(
                address.clone(),
                AlertKind::of_address(&address),
                News::HandedOff(Rc::clone(&packet)),
            );
        }
        // Whom a rule names, else who had it before: the learner hears one voice (C7).
        // Neither, while they are away and others are here.
        let assign = assign.filter(|named| self.team.may_have(&named.id));
        let last = self.state.hands.last_owner.clone();
        let last = last.filter(|owner| self.may_have_again(owner));
        let owner = match (assign, last) {
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
        let whose = owner.as_ref().map(|owner| owner.id.clone());
        self.alert(
            alerts::of_handoff(&packet),
            whose.as_ref(),
            &News::HandedOff(packet),
        );
        let is_back = self.state.hands.last_owner.as_ref().map(|it| &it.id)
            == owner.as_ref().map(|it| &it.id);
        // Closed, or open with no agent in the inbox: nobody comes at once (C6).
        let is_closed = self.team.is_away(self.now, &self.state.record.tags);
        let is_away = is_closed || self.team.is_nobody_here();
        // A buyer hears from sales later, whoever has the inbox open.
        let is_said = is_closed || (is_away && reason != Reason::Lead);
        let notice = packet::notice(reason, owner.as_ref(), is_back, is_said);
        self.move_to(Status::Open, owner, Activity::HandedOff { reason });
        self.wait_for_person();
        self.state.hands.owed_since.get_or_insert(self.now);
        self.state.hands.is_acknowledged = false;
        // Whoever is there within minutes asks for nothing.
        let is_away = is_away && reason != Reason::Safety;
        let is_told = is_away || self.state.mail_address().is_some();
        let about_mail = is_told.then(|| self.about_mail()).flatten();
        let words = Words::from(notice);
        let words = match about_mail {
            Some(notice) => words.then_say(notice),
            None => words,
        };
        self.message(words.by(Author::System));
    }

    /// Whether who had it last may have it again: whoever has just dealt with it is here, though their inbox may be
    /// connecting anew.
    fn may_have_again(&self, last: &Owner) -> bool {
        let is_recent = self.now.since(last.since) < RECENT_MS;
        let is_gone = self.team.gone.contains(&last.id);
        self.team.may_have(&last.id) || (is_recent && !is_gone)
    }

    /// A question with what was said while it was searched for.
    pub(super) fn with_next(&mut self, question: String) -> String {
        let running = self.state.part.turn_mut();
        match running.and_then(|turn| turn.next.take()) {
            Some(next) if question.is_empty() => next,
            Some(next) => format!("{question}\n{next}"),
            None => question,
        }
    }

    pub(super) fn assistant_says(&mut self, words: impl Into<Words>, citations: Vec<Citation>) {
        self.assistant_offers(words, citations, Vec::new());
    }

    /// The assistant says something that may be answered by one tap.
    pub(super) fn assistant_offers(
        &mut self,
        words: impl Into<Words>,
        citations: Vec<Citation>,
        quick_replies: Vec<QuickReply>,
    ) {
        self.message(Message {
            citations,
            quick_replies,
            ..words.into().by(Author::Assistant)
        });
    }

    /// The assistant asks what is meant, once: the answer is read together with the question.
    fn ask_back(&mut self, question: String, words: Words, mut options: Vec<QuickReply>) {
        let next = self.end_turn();
        options.truncate(OPTIONS);
        options.push(speech::reply(Tap::Person));
        self.assistant_offers(words, Vec::new(), options);
        self.state.part = Part::AskedBack { question };
        self.go_on(next);
    }
}
