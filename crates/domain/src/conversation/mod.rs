//! One conversation's rules: status, ownership epoch, the turn in progress.
//!
//! Owns every decision on who may do what when. Knows nothing of sockets, rows or
//! models. `worker/src/durable/conversation.rs` feeds it, `durable/effect.rs`
//! performs what it answers.

mod action;
mod alerts;
mod assistant;
mod attachment;
mod learner;
mod mail;
pub(crate) mod next;
mod part;
mod people;
mod rating;
mod receipt;
mod signals;
mod state;
mod text;
mod timers;

pub use learner::profile_text;
pub use state::Snapshot;

use crate::action::is_address;
use crate::effect::{Delivery, Effect, Logged, Rung, Telling};
use crate::refusal::Refusal;
use crate::team::Team;
use crate::turn::{Input, Line, Purpose};
use part::{Part, Takeover};
use protocol::http::FiredRule;
use protocol::{
    Activity, AgentEvent, AgentView, ArticleId, AttachmentId, Audience, Author, Change,
    ConversationId, LearnerId, LearnerProfile, LearnerView, Message, Outcome, Owner, Partial,
    Reason, Seq, Sequenced, Status, Summary, Timestamp,
};
use state::{Files, Hands, Mail, Reading, Record, Stream, Upload};
use std::rc::Rc;
use text::{Words, clipped, keep_newest, names, said, unmarked};

/// Who puts tags on by itself, as agents read it.
const ASSISTANT: &str = "Assistant";

/// Lines of the conversation a model is shown. Ten exchanges: beyond them, what was
/// said is rarely what is meant, and every line is paid for.
const RECENT_LINES: usize = 20;

/// Characters of a line that a model is shown: a pasted log is known by its beginning, and
/// the snapshot that holds the lines is written with every message.
const RECENT_LINE_CHARS: usize = 2_000;

/// Searches and citations a packet carries: the newest. Agents read ten seconds.
const PACKET_ITEMS: usize = 8;

/// Messages that may follow the snapshot that is kept: what only adds a message is played again
/// from the log instead of being kept, as a row written is what a deployment pays for.
const REPLAYED: Seq = 20;

/// Characters of a message in the inbox list.
const PREVIEW_CHARS: usize = 140;

/// Characters of a name or address told by the page.
const PROFILE_CHARS: usize = 120;

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
                    role: Audience::Learner,
                    course: None,
                    locale: None,
                },
                hands: Hands::default(),
                stream: Stream::default(),
                part: Part::Idle,
                turns: 0,
                turns_in_a_row: 0,
                topic: None,
                was_confirming: false,
                was_outside: false,
                fired: Vec::new(),
                replies: None,
                pressed: None,
                is_blocked: false,
                is_taken_on: false,
                said_at: Vec::new(),
                record: Record::default(),
                reading: Reading::default(),
                files: Files::default(),
                mail: Mail::default(),
                created_at: Timestamp(0),
                updated_at: Timestamp(0),
            },
        }
    }

    /// The conversation as it was kept, and the messages that were logged since, in order.
    #[must_use]
    pub fn restore(snapshot: Snapshot, since: Vec<Sequenced<AgentEvent>>) -> Self {
        let mut state = snapshot;
        state.stream.kept = state.stream.seq;
        for entry in since {
            if let AgentEvent::Message(message) = entry.event {
                state = replayed(state, entry.at, message);
            }
        }
        Self { state }
    }

    /// What to keep of it, whenever an [`Effect::Keep`] says so.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.state
    }

    /// Decides what `input` leads to, by what the team decided.
    ///
    /// Effects come in the order in which they must be performed: every `Store` and
    /// the `Keep`, then what others are told, then what is to be looked up.
    ///
    /// # Errors
    /// [`Refusal`] if this may not be done now; the state is unchanged.
    pub fn handle(
        &mut self,
        now: Timestamp,
        team: &Team,
        input: Input,
    ) -> Result<Vec<Effect>, Refusal> {
        let mut change = Changes::new(self.state.clone(), now, team);
        if input.is_by_learner() {
            self.is_open_to_learner()?;
        }
        match input {
            Input::Say {
                client_id,
                text,
                attachments,
                page,
            } => change.say(client_id, &text, &attachments, page)?,
            Input::Tap {
                client_id,
                seq,
                reply,
                text,
                page,
            } => change.tap(client_id, seq, reply, &text, page)?,
            Input::Mailed {
                client_id,
                text,
                attachments,
            } => change.mailed(client_id, &text, &attachments)?,
            Input::StopMail => change.stop_mail(),
            Input::Reads(language) => change.reads(language),
            Input::NotMailed { address } => change.not_mailed(&address),
            Input::AskForPerson { client_id } => change.ask_for_person(client_id),
            Input::Identify { name, email } => change.identify(name, email),
            Input::Verified(learner) => change.verified(learner),
            Input::Block { by, is_blocked } => change.block(&by, is_blocked),
            Input::Agent {
                by,
                command,
                assignee,
            } => change.agent(&by, command, assignee.as_ref())?,
            Input::Route { to } => change.route(&to),
            Input::Searched {
                turn,
                outcome,
                tags,
            } => change.searched(turn, outcome, tags)?,
            Input::Delta { turn, text } => change.delta(turn, text)?,
            Input::Answered { turn, decision } => change.answered(turn, decision)?,
            Input::Failed { turn, failure } => change.failed(turn, failure)?,
            Input::Attach { by, attachment } => change.attach(by, attachment)?,
            Input::Detach { by, attachment } => change.detach(by.as_ref(), &attachment)?,
            Input::Receipt { by, receipt } => change.receipt(by, receipt),
            Input::Typing { by } => change.typing(by),
            Input::Retag { tags } => change.retag(tags),
            Input::Tick => change.tick(),
        }
        let (state, effects) = change.finish(&self.state);
        self.state = state;
        Ok(effects)
    }

    /// When this next needs [`Input::Tick`].
    #[must_use]
    pub fn next_wake(&self, team: &Team) -> Option<Timestamp> {
        timers::next(&self.state, team)
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &ConversationId {
        &self.state.id
    }

    /// Who the learner is, as far as it is known.
    #[must_use]
    pub fn learner(&self) -> &LearnerProfile {
        &self.state.learner
    }

    /// Whether a file was uploaded, and is neither said nor taken back.
    #[must_use]
    pub fn has_upload(&self, id: &AttachmentId) -> bool {
        let mut uploads = self.state.files.uploads.iter();
        uploads.any(|upload| upload.attachment.id == *id)
    }

    /// Whether the learner may read and write here.
    ///
    /// # Errors
    /// [`Refusal::Blocked`], where the team has blocked them.
    pub fn is_open_to_learner(&self) -> Result<(), Refusal> {
        match self.state.is_blocked {
            true => Err(Refusal::Blocked),
            false => Ok(()),
        }
    }

    /// Number of the newest event in the agents' stream.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.state.stream.seq
    }

    /// Number of the newest event in the learner's stream.
    #[must_use]
    pub fn last_learner_seq(&self) -> Seq {
        self.state.stream.learner_seq
    }

    /// Whether the assistant took it on already, or people have it: its day's budget counts it once, and not what is
    /// looked for meanwhile.
    #[must_use]
    pub fn is_taken_on(&self) -> bool {
        self.state.is_taken_on || self.state.hands.status == Status::Open
    }

    /// What the team's systems are told of events that were logged before this knew the team.
    #[must_use]
    pub fn told_of(&self, team: &Team, entries: &[Sequenced<AgentEvent>]) -> Vec<Delivery> {
        alerts::told_of(team, &self.state, entries.iter())
    }

    /// What the assistant asked and waits for, if it does.
    #[must_use]
    pub fn asked(&self) -> Option<Outcome> {
        match &self.state.part {
            Part::Form(_) => Some(Outcome::RunAction),
            Part::Confirming(_) => Some(Outcome::Confirm),
            Part::Offering(_) => Some(Outcome::Offer),
            Part::AskedBack { .. } => Some(Outcome::AskBack),
            Part::Idle | Part::Held(_) | Part::Turn(_) => None,
        }
    }

    /// Articles that were offered and not judged yet, the likeliest first.
    pub fn offered(&self) -> impl Iterator<Item = &ArticleId> {
        let offer = match &self.state.part {
            Part::Offering(offer) => Some(offer),
            _ => None,
        };
        let articles = offer.into_iter().flat_map(|offer| &offer.articles);
        articles.map(|it| &it.0)
    }

    /// The rules that fired when they were tried last, in their order: what was decided by.
    #[must_use]
    pub fn fired(&self) -> &[FiredRule] {
        &self.state.fired
    }

    /// Whether anything has happened in it.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.state.stream.seq > 0
    }

    /// How it stands, for the inbox.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.state.summary()
    }

    /// Version of its summary: 0 until something has happened.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.state.stream.version
    }

    /// Whether a turn runs that ends with people, because the learner asked for them.
    #[must_use]
    pub fn asks_for_person(&self) -> bool {
        let turn = self.state.part.turn();
        turn.is_some_and(|turn| turn.purpose == Purpose::HandOff(Reason::AskedForPerson))
    }

    /// The unfinished answer, if a turn runs that writes one.
    #[must_use]
    pub fn partial(&self) -> Option<Partial> {
        let turn = self.state.part.turn()?;
        (turn.purpose == Purpose::Answer).then(|| Partial {
            turn: turn.turn,
            text: turn.text.clone(),
        })
    }

    /// The state as the learner sees it.
    #[must_use]
    pub fn learner_view(&self) -> LearnerView {
        LearnerView {
            // That the team has put it off is the team's own: for the learner people have it.
            status: match self.state.hands.status {
                Status::Snoozed => Status::Open,
                status => status,
            },
            person: self
                .state
                .hands
                .owner
                .as_ref()
                .filter(|_| self.state.hands.is_joined)
                .map(|owner| owner.name.clone()),
            reply_by: self.state.told_promise(),
            receipt: self.state.team_receipt(),
        }
    }

    /// The state as agents see it.
    #[must_use]
    pub fn agent_view(&self) -> AgentView {
        AgentView {
            id: self.state.id.clone(),
            learner: self.state.learner.clone(),
            status: self.state.hands.status,
            owner: self.state.hands.owner.clone(),
            handoff: self.state.record.handoff.as_deref().cloned(),
            tags: self.state.record.tags.clone(),
            receipt: self.state.learners_receipt(),
            is_blocked: self.state.is_blocked,
        }
    }
}

/// The state after a message that people exchanged: it follows from the message, whatever the team
/// decided.
fn replayed(state: Snapshot, at: Timestamp, message: Message) -> Snapshot {
    let team = Team::default();
    let mut change = Changes::new(state, at, &team);
    change.spoke(message);
    change.state.updated_at = at;
    change.state.stream.version += 1;
    change.state
}

/// The state being changed by one input, and what that leads to so far.
struct Changes<'t> {
    state: Snapshot,
    now: Timestamp,
    team: &'t Team,
    stored: Vec<Logged>,
    tellings: Vec<Telling>,
    asks: Vec<Effect>,
    /// Whether nobody did anything: it keeps its place in the list.
    is_quiet: bool,
    /// The article that the next search is to look in.
    within: Option<ArticleId>,
}

impl<'t> Changes<'t> {
    fn new(state: Snapshot, now: Timestamp, team: &'t Team) -> Self {
        Self {
            state,
            now,
            team,
            stored: Vec::new(),
            tellings: Vec::new(),
            asks: Vec::new(),
            is_quiet: false,
            within: None,
        }
    }

    /// Store, keep, send, tell, summarize, ask: the order every input follows. What is to be kept
    /// follows from comparing with the state before: what the log gives back by itself is not.
    fn finish(mut self, before: &Snapshot) -> (Snapshot, Vec<Effect>) {
        let mut effects = Vec::new();
        self.state.hands.reply_by = self.state.promise(self.team, self.now);
        // One that moved ahead is no longer late.
        let is_past = |by: Option<Timestamp>| by.is_some_and(|by| by <= self.now);
        self.state.hands.is_late &= is_past(self.state.late_at(self.team));
        // And the team hears of the next wait anew.
        self.state.hands.is_warned &= is_past(self.state.rung_at(self.team, Rung::Soon));
        self.state.hands.is_unanswered &= self.state.hands.is_late;
        self.state.hands.resolve_by = self.state.resolved_by(self.team);
        self.state.hands.is_overdue &= is_past(self.state.hands.resolve_by);
        self.tell_of_tags(before);
        self.tell_what_happened();
        let told = self.state.told_promise();
        if told != before.told_promise() {
            self.tellings.push(Telling::Promise(told));
        }
        let has_events = !self.stored.is_empty();
        if has_events && !self.is_quiet {
            self.state.updated_at = self.now;
        }
        // What is searched of the learner is told with the summary.
        let is_new = has_events
            || self.state.summary() != before.summary()
            || (before.stream.seq > 0 && self.state.learner != before.learner);
        let summary = is_new.then(|| {
            self.state.stream.version += 1;
            self.state.summary()
        });
        effects.extend(self.stored.iter().cloned().map(Effect::Store));
        let is_kept = match self.stored.as_slice() {
            [] => self.state.is_kept_as(before),
            [logged] => match &logged.entry.event {
                AgentEvent::Message(message) => {
                    let replayed = replayed(before.clone(), self.now, message.clone());
                    let since = self.state.stream.seq - self.state.stream.kept;
                    since < REPLAYED && self.state.is_kept_as(&replayed)
                }
                _ => false,
            },
            _ => false,
        };
        if !is_kept {
            self.state.stream.kept = self.state.stream.seq;
            effects.push(Effect::Keep);
        }
        // A message that replaces a partial text comes before the word that the text is void.
        effects.extend(self.stored.into_iter().map(Effect::Send));
        effects.extend(self.tellings.into_iter().map(Effect::Tell));
        effects.extend(summary.map(Effect::Summarize));
        effects.extend(self.asks);
        (self.state, effects)
    }

    /// A change of hands: moves the epoch, so that no turn begun before it can commit.
    pub(super) fn move_to(&mut self, status: Status, owner: Option<Owner>, activity: Activity) {
        let before = self.state.hands.owner.take();
        let before = before.filter(|_| self.state.hands.is_joined);
        self.state.hands.is_joined = match &activity {
            Activity::Claimed { .. } | Activity::TakenOver { .. } | Activity::ReopenedBy { .. } => {
                true
            }
            Activity::Snoozed { .. } | Activity::Woke | Activity::Unblocked { .. } => {
                before.is_some() && owner.is_some()
            }
            _ => false,
        };
        self.state.hands.status = status;
        let is_with_people = matches!(status, Status::Open | Status::Snoozed);
        let since = self.state.hands.with_people_since.unwrap_or(self.now);
        self.state.hands.with_people_since = is_with_people.then_some(since);
        self.state.hands.snoozed_until = None;
        self.state.hands.owner = owner.clone();
        self.state.hands.epoch += 1;
        self.state.turns_in_a_row = 0;
        // What the assistant asked is nobody's question any more.
        self.leave_action();
        self.stop_turn();
        self.state.part = Part::Idle;
        self.state.topic = None;
        self.log(AgentEvent::Changed(Change {
            status,
            owner,
            activity,
            left: before.map(|owner| owner.name),
        }));
    }

    /// Its owner reads it or writes: now they are there for the learner.
    pub(super) fn join(&mut self) {
        let (status, owner) = (self.state.hands.status, self.state.hands.owner.clone());
        let Some(by) = owner.as_ref().map(|owner| owner.name.clone()) else {
            return;
        };
        if std::mem::replace(&mut self.state.hands.is_joined, true) {
            return;
        }
        self.log(AgentEvent::Changed(Change {
            status,
            owner,
            activity: Activity::Joined { by },
            left: None,
        }));
    }

    pub(super) fn wait_for_person(&mut self) {
        self.state.hands.waiting_since.get_or_insert(self.now);
    }

    /// A person says something while people have the conversation: what follows from the
    /// message alone, and is played again from the log.
    pub(super) fn spoke(&mut self, message: Message) {
        if message.author == Author::Learner {
            self.state.count_message(self.now);
            self.message(message);
            self.wait_for_person();
            self.state.hands.owed_since.get_or_insert(self.now);
        } else {
            self.message(message);
            self.state.record.is_answered = true;
            self.state.hands.is_acknowledged = false;
            self.state.hands.waiting_since = None;
            self.state.hands.owed_since = None;
            self.state.hands.reply_by = None;
            self.state.hands.is_late = false;
        }
    }

    pub(super) fn message(&mut self, message: Message) {
        let by_learner = message.author == Author::Learner;
        if message.author != Author::System {
            let words = if message.text.is_empty() {
                names(&message.attachments)
            } else if by_learner {
                message.text.clone()
            } else {
                unmarked(&message.text)
            };
            self.state.record.preview = clipped(&words, PREVIEW_CHARS);
            self.state.record.learner_spoke_last = by_learner;
            let text = if message.text.is_empty() {
                format!("({words})")
            } else {
                clipped(&message.text, RECENT_LINE_CHARS)
            };
            let recent = Rc::make_mut(&mut self.state.record.recent);
            recent.push(Rc::new(Line {
                by_learner,
                is_detail: message.text.is_empty()
                    || (by_learner && self.state.part.form().is_some())
                    || (by_learner && is_address(&message.text)),
                text,
            }));
            keep_newest(recent, RECENT_LINES);
        }
        let replies = message.quick_replies.clone();
        self.log(AgentEvent::Message(message.clone()));
        self.mails(&message);
        self.state.replies =
            (!replies.is_empty()).then_some((self.state.stream.learner_seq, replies));
        if by_learner {
            self.state.reading.newest = self.state.stream.seq;
        }
    }

    pub(super) fn log(&mut self, event: AgentEvent) {
        if self.state.stream.seq == 0 {
            self.state.created_at = self.now;
        }
        self.state.stream.seq += 1;
        let learner_seq = event.is_for_learner().then(|| {
            self.state.stream.learner_seq += 1;
            self.state.stream.learner_seq
        });
        if learner_seq.is_none() {
            self.state.stream.hidden.push(self.state.stream.seq);
        }
        self.stored.push(Logged {
            entry: Sequenced {
                seq: self.state.stream.seq,
                at: self.now,
                event,
            },
            learner_seq,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Citation, ClientMessageId, Reason, Tag};

    #[test]
    fn who_presses_the_button_before_a_word_asked_nothing_that_has_no_answer() {
        let rule = |name: &str, when| protocol::Rule {
            id: protocol::RuleId::named(name),
            name: name.to_owned(),
            when,
            then: protocol::Consequence {
                hand_off: Some(Reason::NoAnswer),
                tags: vec![Tag::new(name).unwrap()],
                ..protocol::Consequence::default()
            },
        };
        let rules = vec![
            rule("gap", protocol::Condition::NoAnswer),
            rule("unsure", protocol::Condition::ConfidenceBelow(0.9)),
            rule("asked", protocol::Condition::AsksForPerson),
        ];
        let team = Team::new(0.5, Some(rules));
        let learner = LearnerId::new("l").unwrap();
        let id = ConversationId::of(&learner, 1).unwrap();
        let mut conversation = Conversation::new(id, learner);
        let press = Input::AskForPerson {
            client_id: ClientMessageId::new("press").unwrap(),
        };
        conversation.handle(Timestamp(0), &team, press).unwrap();
        let searched = Input::Searched {
            turn: 1,
            outcome: Ok(crate::Found::default()),
            tags: Vec::new(),
        };
        conversation.handle(Timestamp(1), &team, searched).unwrap();
        let view = conversation.agent_view();
        assert_eq!(view.tags, [Tag::new("asked").unwrap()]);
        assert_eq!(view.handoff.unwrap().reason, Reason::AskedForPerson);
    }

    #[test]
    fn turns_in_a_row_end_with_a_person() {
        let learner = LearnerId::new("l").unwrap();
        let id = ConversationId::of(&learner, 1).unwrap();
        let mut conversation = Conversation::new(id, learner);
        let team = Team::new(0.5, Some(Vec::new()));
        let most = protocol::settings::Budget::default().turns;
        for turn in 1..=most + 1 {
            let now = Timestamp(i64::from(turn) * 60_000);
            let say = Input::Say {
                client_id: ClientMessageId::new(format!("c{turn}")).unwrap(),
                text: format!("where do I find lesson number {turn} of the course"),
                attachments: Vec::new(),
                page: None,
            };
            conversation.handle(now, &team, say).unwrap();
            let searched = Input::Searched {
                turn,
                outcome: Ok(crate::Found {
                    confidence: 1.0,
                    answerable: 1.0,
                    answer: Some(crate::Quoted::default()),
                    ..crate::Found::default()
                }),
                tags: Vec::new(),
            };
            conversation.handle(now, &team, searched).unwrap();
            let is_over = conversation.snapshot().hands.status == Status::Open;
            assert_eq!(is_over, turn > most, "turn {turn}");
            // Each turn ends, else the next question waits for it.
            let answered = Input::Answered {
                turn,
                decision: crate::Decision::Answer {
                    text: "So.".to_owned(),
                    citations: vec![Citation {
                        number: 1,
                        article: ArticleId::new("a").unwrap(),
                        title: "A".to_owned(),
                        heading: String::new(),
                    }],
                },
            };
            assert_eq!(conversation.handle(now, &team, answered).is_err(), is_over);
        }
        let packet = conversation.agent_view().handoff.unwrap();
        assert_eq!(packet.reason, Reason::Limit);
    }
}
