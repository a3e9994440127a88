//! One conversation's rules: status, ownership epoch, the turn in progress.
//!
//! Owns every decision on who may do what when. Knows nothing of sockets, rows or
//! models. `worker/src/durable/conversation.rs` feeds it, `worker/src/effect.rs`
//! performs what it answers.

use crate::effect::{Effect, Logged, Telling};
use crate::intent::{self, SmallTalk};
use crate::packet;
use crate::refusal::Refusal;
use crate::turn::{
    AgentRef, Decision, Found, Input, ModelFailure, Purpose, RunningTurn, SearchFailed, TurnRequest,
};
use protocol::http::AgentCommand;
use protocol::{
    Activity, AgentEvent, AgentView, Attempt, Author, Change, Citation, ClientMessageId,
    ConversationId, HandoffPacket, LearnerId, LearnerProfile, LearnerView, MAX_MESSAGE_CHARS,
    Message, Owner, Page, Partial, Reason, Seq, Sequenced, Status, Summary, Timestamp, Turn,
};
use serde::{Deserialize, Serialize};

/// How long a turn may go without a sign of life before people take over.
///
/// Longer than the model client's own patience (`worker/src/model`), so that it
/// only fires when the object was evicted in the middle of a turn.
pub const TURN_PATIENCE_MS: i64 = 45_000;

/// Messages a learner may send within a minute.
///
/// A person types a handful; this leaves room for a pasted burst and stops a loop.
const MAX_MESSAGES_A_MINUTE: usize = 20;

/// Lines of the conversation a model is shown. Ten exchanges: beyond them, what was
/// said is rarely what is meant, and every line is paid for.
const RECENT_LINES: usize = 20;

/// Searches and citations a packet carries: the newest. Agents read ten seconds.
const PACKET_ITEMS: usize = 8;

/// Characters of a message in the inbox list.
const PREVIEW_CHARS: usize = 140;

/// Characters of a name or address told by the page.
const PROFILE_CHARS: usize = 120;

/// Below this share of the team's threshold a search counts as having found nothing
/// (B2) rather than too little (B1).
const NOTHING_FOUND_SHARE: f32 = 0.5;

/// A line of the conversation, as a model is shown it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whether the learner said it.
    pub by_learner: bool,
    /// What was said.
    pub text: String,
}

/// All there is to keep of a conversation besides its log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    id: ConversationId,
    learner: LearnerProfile,
    status: Status,
    owner: Option<Owner>,
    last_owner: Option<Owner>,
    epoch: u32,
    seq: Seq,
    learner_seq: Seq,
    turn: Option<RunningTurn>,
    turns: Turn,
    next_question: Option<String>,
    handoff: Option<HandoffPacket>,
    tried: Vec<Attempt>,
    cited: Vec<Citation>,
    recent: Vec<Line>,
    said_at: Vec<Timestamp>,
    version: u32,
    preview: String,
    learner_spoke_last: bool,
    waiting_since: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// One conversation's rules. Feed it what happened; do what it says, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    state: Snapshot,
}

impl Conversation {
    /// A conversation in which nothing has been said.
    #[must_use]
    pub fn new(id: ConversationId, learner: LearnerId) -> Self {
        Self {
            state: Snapshot {
                id,
                learner: LearnerProfile {
                    id: learner,
                    name: None,
                    email: None,
                    page: None,
                    verified: false,
                },
                status: Status::Pending,
                owner: None,
                last_owner: None,
                epoch: 0,
                seq: 0,
                learner_seq: 0,
                turn: None,
                turns: 0,
                next_question: None,
                handoff: None,
                tried: Vec::new(),
                cited: Vec::new(),
                recent: Vec::new(),
                said_at: Vec::new(),
                version: 0,
                preview: String::new(),
                learner_spoke_last: false,
                waiting_since: None,
                created_at: Timestamp(0),
                updated_at: Timestamp(0),
            },
        }
    }

    /// The conversation as it was kept.
    #[must_use]
    pub fn restore(snapshot: Snapshot) -> Self {
        Self { state: snapshot }
    }

    /// What to keep of it.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.state
    }

    /// Decides what `input` leads to.
    ///
    /// Effects come in the order in which they must be performed: every `Store` and
    /// the `Keep`, then what others are told, then what is to be looked up.
    ///
    /// # Errors
    /// [`Refusal`] if this may not be done now; the state is unchanged.
    pub fn handle(&mut self, now: Timestamp, input: Input) -> Result<Vec<Effect>, Refusal> {
        let mut change = Changes::new(self.state.clone(), now);
        match input {
            Input::Say {
                client_id,
                text,
                page,
            } => change.say(client_id, &text, page)?,
            Input::AskForPerson => change.ask_for_person(),
            Input::Identify { name, email } => change.identify(name, email),
            Input::Agent { by, command } => change.agent(&by, command)?,
            Input::Searched {
                turn,
                outcome,
                threshold,
            } => change.searched(turn, outcome, threshold)?,
            Input::Delta { turn, text } => change.delta(turn, text)?,
            Input::Answered { turn, decision } => change.answered(turn, decision)?,
            Input::Failed { turn, failure } => change.failed(turn, failure)?,
            Input::Tick => change.tick(),
        }
        let (state, effects) = change.finish();
        self.state = state;
        Ok(effects)
    }

    /// When this next needs [`Input::Tick`].
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.state.turn.as_ref().map(|turn| turn.deadline)
    }

    /// Number of the newest event in the agents' stream.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.state.seq
    }

    /// Number of the newest event in the learner's stream.
    #[must_use]
    pub fn last_learner_seq(&self) -> Seq {
        self.state.learner_seq
    }

    /// Whether anything has happened in it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.state.seq > 0
    }

    /// The unfinished answer, if a turn runs that writes one.
    #[must_use]
    pub fn partial(&self) -> Option<Partial> {
        let turn = self.state.turn.as_ref()?;
        (turn.purpose == Purpose::Answer).then(|| Partial {
            turn: turn.turn,
            text: turn.text.clone(),
        })
    }

    /// The state as the learner sees it.
    #[must_use]
    pub fn learner_view(&self) -> LearnerView {
        LearnerView {
            status: self.state.status,
            person: self.state.owner.as_ref().map(|owner| owner.name.clone()),
        }
    }

    /// The state as agents see it.
    #[must_use]
    pub fn agent_view(&self) -> AgentView {
        AgentView {
            id: self.state.id.clone(),
            learner: self.state.learner.clone(),
            status: self.state.status,
            owner: self.state.owner.clone(),
            handoff: self.state.handoff.clone(),
        }
    }
}

/// The state being changed by one input, and what that leads to so far.
struct Changes {
    state: Snapshot,
    now: Timestamp,
    stored: Vec<Logged>,
    tellings: Vec<Telling>,
    asks: Vec<Effect>,
    keep: bool,
}

impl Changes {
    fn new(state: Snapshot, now: Timestamp) -> Self {
        Self {
            state,
            now,
            stored: Vec::new(),
            tellings: Vec::new(),
            asks: Vec::new(),
            keep: false,
        }
    }

    /// Store, keep, send, tell, summarize, ask: the order every input follows.
    fn finish(mut self) -> (Snapshot, Vec<Effect>) {
        let mut effects = Vec::new();
        let summary = (!self.stored.is_empty()).then(|| {
            self.state.version += 1;
            self.state.updated_at = self.now;
            self.summary()
        });
        effects.extend(self.stored.iter().cloned().map(Effect::Store));
        if self.keep || summary.is_some() {
            effects.push(Effect::Keep);
        }
        // A message that replaces a partial text comes before the word that the text is void.
        effects.extend(self.stored.into_iter().map(Effect::Send));
        effects.extend(self.tellings.into_iter().map(Effect::Tell));
        effects.extend(summary.map(Effect::Summarize));
        effects.extend(self.asks);
        (self.state, effects)
    }

    fn summary(&self) -> Summary {
        let state = &self.state;
        Summary {
            id: state.id.clone(),
            version: state.version,
            status: state.status,
            owner: state.owner.clone(),
            learner_name: state.learner.name.clone(),
            page_title: state
                .learner
                .page
                .as_ref()
                .map(|page| page.title.clone())
                .filter(|title| !title.is_empty()),
            preview: state.preview.clone(),
            learner_spoke_last: state.learner_spoke_last,
            reason: state.handoff.as_ref().map(|packet| packet.reason),
            waiting_since: state.waiting_since,
            created_at: state.created_at,
            updated_at: state.updated_at,
        }
    }

    // --- what the learner does ---

    fn say(
        &mut self,
        client_id: ClientMessageId,
        text: &str,
        page: Option<Page>,
    ) -> Result<(), Refusal> {
        let text = said(text)?;
        let minute_ago = self.now.plus(-60_000);
        self.state.said_at.retain(|at| *at > minute_ago);
        if let Some(first) = self.state.said_at.first()
            && self.state.said_at.len() >= MAX_MESSAGES_A_MINUTE
        {
            let wait = first.plus(60_000).since(self.now).max(1_000);
            return Err(Refusal::TooFast(
                u32::try_from(wait.div_euclid(1_000)).unwrap_or(60),
            ));
        }
        self.state.said_at.push(self.now);
        if let Some(page) = page {
            self.state.learner.page = Some(Page {
                url: clipped(&page.url, 300),
                title: clipped(&page.title, PROFILE_CHARS),
            });
        }
        if self.state.status == Status::Resolved {
            self.move_to(Status::Pending, None, Activity::Reopened);
        }
        self.message(Message {
            author: Author::Learner,
            text: text.clone(),
            citations: Vec::new(),
            client_id: Some(client_id),
        });
        match self.state.status {
            Status::Pending => self.with_assistant(text),
            Status::Snoozed => {
                let owner = self.state.owner.clone();
                self.move_to(Status::Open, owner, Activity::Reopened);
                self.wait_for_person();
            }
            Status::Open | Status::Resolved => self.wait_for_person(),
        }
        Ok(())
    }

    /// What a message means while the assistant has the conversation.
    fn with_assistant(&mut self, text: String) {
        if intent::asks_for_person(&text) {
            let question = match intent::open_question(&text) {
                rest if rest.is_empty() => self.last_question().unwrap_or_default(),
                rest => rest,
            };
            self.stop_turn();
            self.begin_turn(question, Purpose::HandOff(Reason::AskedForPerson));
            return;
        }
        if self.state.turn.is_some() {
            // One turn at a time: the new question waits for the answer to the last one.
            let question = match self.state.next_question.take() {
                Some(earlier) => format!("{earlier}\n{text}"),
                None => text,
            };
            self.state.next_question = Some(question);
            self.keep = true;
            return;
        }
        match intent::small_talk(&text) {
            Some(SmallTalk::Greeting) => {
                self.assistant_says("Hello. What would you like to know?", Vec::new());
            }
            Some(SmallTalk::Thanks) => self.assistant_says(
                "Glad that helped. Write here again whenever something comes up.",
                Vec::new(),
            ),
            None => self.begin_turn(text, Purpose::Answer),
        }
    }

    fn ask_for_person(&mut self) {
        match self.state.status {
            // People have it already: asking twice changes nothing.
            Status::Open | Status::Snoozed => return,
            Status::Resolved => self.move_to(Status::Pending, None, Activity::Reopened),
            Status::Pending => {}
        }
        let is_on_its_way = self
            .state
            .turn
            .as_ref()
            .is_some_and(|turn| turn.purpose != Purpose::Answer);
        if is_on_its_way {
            return;
        }
        self.stop_turn();
        match self.last_question() {
            Some(question) => {
                self.begin_turn(question, Purpose::HandOff(Reason::AskedForPerson));
            }
            None => self.hand_off(Reason::AskedForPerson, None, String::new()),
        }
    }

    fn identify(&mut self, name: Option<String>, email: Option<String>) {
        let learner = &mut self.state.learner;
        if learner.verified {
            return;
        }
        let tidy = |text: Option<String>| {
            text.map(|text| clipped(text.trim(), PROFILE_CHARS))
                .filter(|text| !text.is_empty())
        };
        learner.name = tidy(name).or_else(|| learner.name.take());
        learner.email = tidy(email).or_else(|| learner.email.take());
        self.keep = true;
    }

    /// The newest thing the learner said that was a question of its own.
    fn last_question(&self) -> Option<String> {
        self.state
            .recent
            .iter()
            .rev()
            .filter(|line| line.by_learner)
            .map(|line| &line.text)
            .find(|text| !intent::asks_for_person(text) && intent::small_talk(text).is_none())
            .cloned()
    }

    // --- what agents do ---

    fn agent(&mut self, by: &AgentRef, command: AgentCommand) -> Result<(), Refusal> {
        if self.state.seq == 0 {
            return Err(Refusal::NotBegun);
        }
        match command {
            AgentCommand::Claim => self.claim(by),
            AgentCommand::Release => {
                self.only_owner(by)?;
                self.move_to(
                    Status::Open,
                    None,
                    Activity::Released {
                        by: by.name.clone(),
                    },
                );
                self.wait_for_person();
                Ok(())
            }
            AgentCommand::Reply { client_id, text } => {
                self.only_owner(by)?;
                let text = said(&text)?;
                self.message(Message {
                    author: Author::Agent {
                        id: by.id.clone(),
                        name: by.name.clone(),
                    },
                    text,
                    citations: Vec::new(),
                    client_id: Some(client_id),
                });
                self.state.waiting_since = None;
                Ok(())
            }
            AgentCommand::Resolve => {
                self.only_owner(by)?;
                self.leave_people(
                    Status::Resolved,
                    Activity::Resolved {
                        by: by.name.clone(),
                    },
                );
                Ok(())
            }
            AgentCommand::ReturnToAssistant => {
                self.only_owner(by)?;
                self.leave_people(
                    Status::Pending,
                    Activity::Returned {
                        by: by.name.clone(),
                    },
                );
                Ok(())
            }
        }
    }

    fn claim(&mut self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.owner {
            Some(owner) if owner.id == by.id => return Ok(()),
            Some(owner) => return Err(Refusal::AlreadyClaimed(owner.clone())),
            None => {}
        }
        self.stop_turn();
        if self.state.handoff.is_none() {
            let question = self.last_question().unwrap_or_default();
            let packet = packet::write(
                Reason::Manual,
                format!("{} stepped in.", by.name),
                self.now,
                question,
                self.state.tried.clone(),
                self.state.cited.clone(),
            );
            self.state.handoff = Some(packet.clone());
            self.log(AgentEvent::Handoff(packet));
        }
        let owner = Owner {
            id: by.id.clone(),
            name: by.name.clone(),
            since: self.now,
        };
        self.move_to(
            Status::Open,
            Some(owner),
            Activity::Claimed {
                by: by.name.clone(),
            },
        );
        Ok(())
    }

    fn only_owner(&self, by: &AgentRef) -> Result<(), Refusal> {
        match &self.state.owner {
            Some(owner) if owner.id == by.id => Ok(()),
            other => Err(Refusal::NotOwner(other.clone())),
        }
    }

    /// People are done with it; who owned it gets it back if it needs people again (C7).
    fn leave_people(&mut self, status: Status, activity: Activity) {
        self.state.last_owner = self.state.owner.clone();
        self.state.handoff = None;
        self.state.tried.clear();
        self.state.waiting_since = None;
        self.move_to(status, None, activity);
    }

    // --- what the assistant does ---

    fn begin_turn(&mut self, question: String, purpose: Purpose) {
        self.state.turns += 1;
        let turn = self.state.turns;
        self.asks.push(Effect::Search {
            turn,
            query: question.clone(),
        });
        self.state.turn = Some(RunningTurn {
            turn,
            epoch: self.state.epoch,
            question,
            purpose,
            deadline: self.now.plus(TURN_PATIENCE_MS),
            text: String::new(),
        });
        self.keep = true;
        if purpose == Purpose::Answer {
            self.tellings.push(Telling::Started(turn));
        }
    }

    fn stop_turn(&mut self) {
        self.state.next_question = None;
        if let Some(turn) = self.state.turn.take() {
            self.tellings.push(Telling::Ended(turn.turn));
            self.keep = true;
        }
    }

    /// The turn an input belongs to, if it may still commit: it is the running one and
    /// the ownership epoch has not moved since it began (architecture, invariant 8).
    fn current(&self, turn: Turn) -> Result<RunningTurn, Refusal> {
        self.state
            .turn
            .as_ref()
            .filter(|running| running.turn == turn && running.epoch == self.state.epoch)
            .cloned()
            .ok_or(Refusal::Stale)
    }

    fn searched(
        &mut self,
        turn: Turn,
        outcome: Result<Found, SearchFailed>,
        threshold: f32,
    ) -> Result<(), Refusal> {
        let running = self.current(turn)?;
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
                self.hand_off(reason, why, running.question);
                return Ok(());
            }
        };
        let verdict = match running.purpose {
            Purpose::HandOff(reason) => Err((reason, None)),
            Purpose::Answer if found.passages.is_empty() => Err((Reason::NoAnswer, None)),
            Purpose::Answer if found.confidence < threshold * NOTHING_FOUND_SHARE => {
                Err((Reason::NoAnswer, None))
            }
            Purpose::Answer if found.confidence < threshold => Err((
                Reason::LowConfidence,
                Some(format!(
                    "The best articles answer it with a confidence of {:.2}; the team asks for {threshold:.2}.",
                    found.confidence
                )),
            )),
            Purpose::Answer => Ok(()),
        };
        let reason = verdict.as_ref().err().map(|(reason, _)| *reason);
        self.tried(packet::attempt(
            self.now,
            &running.question,
            &found,
            reason,
            &self.state.cited,
        ));
        match verdict {
            Err((reason, why)) => self.hand_off(reason, why, running.question),
            Ok(()) => {
                let mut before = self.state.recent.clone();
                // The newest line is the question itself.
                while before.last().is_some_and(|line| line.by_learner) {
                    before.pop();
                }
                self.asks.push(Effect::Ask(TurnRequest {
                    turn,
                    question: running.question,
                    passages: found.passages,
                    before,
                }));
                self.keep = true;
            }
        }
        Ok(())
    }

    fn delta(&mut self, turn: Turn, text: String) -> Result<(), Refusal> {
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

    fn answered(&mut self, turn: Turn, decision: Decision) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        match decision {
            Decision::Answer { text, citations }
                if !text.trim().is_empty() && !citations.is_empty() =>
            {
                self.state.turn = None;
                self.tellings.push(Telling::Ended(turn));
                for citation in &citations {
                    let is_known = |known: &Citation| {
                        known.article == citation.article && known.heading == citation.heading
                    };
                    if !self.state.cited.iter().any(is_known) {
                        self.state.cited.push(citation.clone());
                    }
                }
                keep_newest(&mut self.state.cited, PACKET_ITEMS);
                if let Some(attempt) = self.state.tried.last_mut() {
                    packet::mark_used(attempt, &citations);
                }
                self.assistant_says(text.trim(), citations);
                if let Some(question) = self.state.next_question.take() {
                    self.begin_turn(question, Purpose::Answer);
                }
            }
            Decision::Answer { .. } => {
                // An answer that rests on nothing is a guess (A2).
                self.decline_attempt();
                self.hand_off(Reason::NoAnswer, None, running.question);
            }
            Decision::HandOff { reason } => {
                self.decline_attempt();
                self.hand_off(reason, None, running.question);
            }
        }
        Ok(())
    }

    fn failed(&mut self, turn: Turn, failure: ModelFailure) -> Result<(), Refusal> {
        let running = self.current(turn)?;
        if let Some(attempt) = self.state.tried.last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelFailed);
        }
        self.hand_off(
            Reason::ModelFailure,
            Some(failure.sentence()),
            running.question,
        );
        Ok(())
    }

    fn tick(&mut self) {
        if let Some(running) = self.state.turn.clone()
            && running.deadline <= self.now
        {
            let (reason, why) = match running.purpose {
                Purpose::HandOff(reason) => (reason, None),
                Purpose::Answer => (Reason::ModelFailure, Some(ModelFailure::Timeout.sentence())),
            };
            self.hand_off(reason, why, running.question);
        }
    }

    fn tried(&mut self, attempt: Attempt) {
        self.state.tried.push(attempt);
        keep_newest(&mut self.state.tried, PACKET_ITEMS);
    }

    fn decline_attempt(&mut self) {
        if let Some(attempt) = self.state.tried.last_mut() {
            packet::mark(attempt, protocol::WhyNot::ModelDeclined);
        }
    }

    /// The assistant stops and people take over: flag, packet and the learner's word in one commit.
    fn hand_off(&mut self, reason: Reason, why: Option<String>, question: String) {
        let question = match self.state.next_question.take() {
            Some(next) => format!("{question}\n{next}"),
            None => question,
        };
        if let Some(turn) = self.state.turn.take() {
            self.tellings.push(Telling::Ended(turn.turn));
        }
        let packet = packet::write(
            reason,
            why.unwrap_or_else(|| packet::why(reason).to_owned()),
            self.now,
            question,
            self.state.tried.clone(),
            self.state.cited.clone(),
        );
        self.state.handoff = Some(packet.clone());
        self.log(AgentEvent::Handoff(packet));
        let owner = self.state.last_owner.clone().map(|owner| Owner {
            since: self.now,
            ..owner
        });
        let notice = packet::notice(reason, owner.as_ref());
        self.move_to(Status::Open, owner, Activity::HandedOff { reason });
        self.wait_for_person();
        self.message(Message {
            author: Author::System,
            text: notice,
            citations: Vec::new(),
            client_id: None,
        });
    }

    fn assistant_says(&mut self, text: &str, citations: Vec<Citation>) {
        self.message(Message {
            author: Author::Assistant,
            text: text.to_owned(),
            citations,
            client_id: None,
        });
    }

    // --- what everything above is made of ---

    /// A change of hands: moves the epoch, so that no turn begun before it can commit.
    fn move_to(&mut self, status: Status, owner: Option<Owner>, activity: Activity) {
        self.state.status = status;
        self.state.owner = owner.clone();
        self.state.epoch += 1;
        self.log(AgentEvent::Changed(Change {
            status,
            owner,
            activity,
        }));
    }

    fn wait_for_person(&mut self) {
        self.state.waiting_since.get_or_insert(self.now);
    }

    fn message(&mut self, message: Message) {
        let by_learner = message.author == Author::Learner;
        if message.author != Author::System {
            self.state.preview = clipped(&message.text, PREVIEW_CHARS);
            self.state.learner_spoke_last = by_learner;
            self.state.recent.push(Line {
                by_learner,
                text: message.text.clone(),
            });
            keep_newest(&mut self.state.recent, RECENT_LINES);
        }
        self.log(AgentEvent::Message(message));
    }

    fn log(&mut self, event: AgentEvent) {
        if self.state.seq == 0 {
            self.state.created_at = self.now;
        }
        self.state.seq += 1;
        let learner_seq = event.for_learner().map(|_| {
            self.state.learner_seq += 1;
            self.state.learner_seq
        });
        self.stored.push(Logged {
            entry: Sequenced {
                seq: self.state.seq,
                at: self.now,
                event,
            },
            learner_seq,
        });
    }
}

/// What somebody says, trimmed.
fn said(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        Err(Refusal::Empty)
    } else if text.chars().count() > MAX_MESSAGE_CHARS {
        Err(Refusal::TooLong)
    } else {
        Ok(text.to_owned())
    }
}

/// At most `chars` characters, with an ellipsis if any were left out.
fn clipped(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

fn keep_newest<T>(items: &mut Vec<T>, most: usize) {
    let extra = items.len().saturating_sub(most);
    items.drain(..extra);
}
