//! What a conversation remembers besides its log, in groups by what they are about.

use super::part::Part;
use crate::answer::Topic;
use crate::effect::Rung;
use crate::team::Team;
use crate::turn::Line;
use protocol::http::FiredRule;
use protocol::{
    ActionId, AgentId, Attachment, Attempt, Citation, ClientMessageId, ConversationId,
    HandoffPacket, LearnerProfile, Owner, QuickReply, Rating, Reason, Receipt, Seq, Status,
    Summary, Tag, Timestamp, Turn,
};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// All there is to keep of a conversation besides its log. `tests/kept` pins the stored form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    pub(super) id: ConversationId,
    pub(super) learner: LearnerProfile,
    pub(super) hands: Hands,
    pub(super) stream: Stream,
    /// What the assistant is in the middle of.
    pub(super) part: Part,
    pub(super) turns: Turn,
    /// Turns since people last had it.
    pub(super) turns_in_a_row: u32,
    /// What was answered last: what follows may be about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) topic: Option<Topic>,
    /// Whether they have been asked if a person should come: never more than once (B12).
    pub(super) was_confirming: bool,
    /// Whether what was asked last was about something else than the articles.
    pub(super) was_outside: bool,
    /// Rules that fired when they were tried last.
    #[serde(skip)]
    pub(super) fired: Vec<FiredRule>,
    /// What the newest message may be answered with by one tap, and its number in the learner's
    /// stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) replies: Option<(Seq, Vec<QuickReply>)>,
    /// The learner's last press of "Talk to a person".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pressed: Option<ClientMessageId>,
    /// Whether the team has blocked this learner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_blocked: bool,
    /// Whether the assistant took it on: it counts against the day's conversations once.
    pub(super) is_taken_on: bool,
    /// When the learner wrote within the last minute.
    pub(super) said_at: Vec<Timestamp>,
    pub(super) record: Record,
    pub(super) reading: Reading,
    pub(super) files: Files,
    #[serde(default)]
    pub(super) mail: Mail,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

/// In whose hands it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Hands {
    pub(super) status: Status,
    pub(super) owner: Option<Owner>,
    /// Whether the owner has joined: took it over, read it or replied. An owner it was only assigned to may be
    /// offline.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_joined: bool,
    /// Who had it before people were done with it, and when they were: it is theirs again (C7).
    pub(super) last_owner: Option<Owner>,
    /// Moves with every change of hands: no turn begun before it may commit.
    pub(super) epoch: u32,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) snoozed_until: Option<Timestamp>,
    /// Since when the learner is owed a reply: since their first unanswered message, or the handoff. An agent's
    /// reply clears it; a snooze does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) owed_since: Option<Timestamp>,
    /// By when a person replies: follows from that and from what the team decided, with every input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reply_by: Option<Timestamp>,
    /// Whether it has been said that this reply is late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_late: bool,
    /// Whether the team has heard that it is due soon.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_warned: bool,
    /// Whether the team has heard that twice the promised time has passed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_unanswered: bool,
    /// Since when people have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) with_people_since: Option<Timestamp>,
    /// By when it is to be resolved: follows from that and from what the team decided, with every input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) resolve_by: Option<Timestamp>,
    /// Whether the team has heard that it was not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_overdue: bool,
    /// Whether what the learner added while nobody was there was acknowledged.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_acknowledged: bool,
}

/// How far its streams are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Stream {
    pub(super) seq: Seq,
    pub(super) learner_seq: Seq,
    /// `seq` when the snapshot was last kept.
    #[serde(skip)]
    pub(super) kept: Seq,
    /// Version of its summary.
    pub(super) version: u32,
    /// Numbers of events that are not in the learner's stream, ascending.
    pub(super) hidden: Vec<Seq>,
}

/// What people get with it, and what a list shows of it.
// Shared with the state before an input where it is long: most inputs leave it as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) handoff: Option<Rc<HandoffPacket>>,
    pub(super) tried: Rc<Vec<Attempt>>,
    pub(super) cited: Rc<Vec<Citation>>,
    pub(super) recent: Rc<Vec<Rc<Line>>>,
    /// What forms collected: name and value.
    pub(super) collected: Vec<(String, String)>,
    /// Names of forms that were filled in since it was last resolved.
    pub(super) done: Vec<ActionId>,
    pub(super) tags: Vec<Tag>,
    /// Tags that an agent took off: they stay off (F2).
    pub(super) tags_off: Vec<Tag>,
    pub(super) preview: String,
    pub(super) learner_spoke_last: bool,
    /// Agents whom a note names that they have not read, and its number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) mentioned: Vec<(AgentId, Seq)>,
    /// Whether a person has replied since it was last resolved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_answered: bool,
    /// What the learner said of it, since it was resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rating: Option<Rating>,
}

/// Who has read what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Reading {
    /// Number of the learner's newest message.
    pub(super) newest: Seq,
    /// How far the learner has come, in their own numbers.
    pub(super) learner: Receipt,
    /// How far each agent has come, in theirs; who moved last stands last.
    pub(super) agents: Vec<(AgentId, Receipt)>,
}

/// Files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Files {
    /// Uploaded and not said.
    pub(super) uploads: Vec<Upload>,
    /// Bytes that the learner uploaded since then.
    pub(super) uploaded: (Timestamp, u64),
    /// The same of the team's agents.
    #[serde(default)]
    pub(super) uploaded_by_team: (Timestamp, u64),
    /// Names of those the learner gave, for the packet.
    pub(super) names: Vec<String>,
}

/// Replies by e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mail {
    /// The address that the learner left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) address: Option<String>,
    /// Whether they were asked for one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_asked: bool,
    /// Whether they want none of these e-mails, or the address takes none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_stopped: bool,
    /// Whether their newest message came by e-mail: whoever answers it, answers by e-mail too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_by_mail: bool,
    /// Number, in the learner's stream, of the newest message that is to be sent.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(super) newest: Seq,
    /// The same, of the newest that was sent.
    #[serde(default, skip_serializing_if = "is_none")]
    pub(super) sent: Seq,
    /// When the next is sent, unless the learner has seen it by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Timestamp>,
}

fn is_none(seq: &Seq) -> bool {
    *seq == 0
}

/// A file that is uploaded and not said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Upload {
    pub(super) attachment: Attachment,
    /// The agent who uploaded it; the learner, if absent.
    pub(super) by: Option<AgentId>,
    pub(super) at: Timestamp,
}

impl Snapshot {
    /// Number of the newest event it knows of: later ones are in the log alone.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.stream.seq
    }

    /// Whether it is of this conversation, and of the learner that its id names.
    #[must_use]
    pub fn is_of(&self, id: &ConversationId) -> bool {
        self.id == *id && id.learner().as_ref() == Some(&self.learner.id)
    }

    /// Whether nothing has happened since then, and people do not have it.
    #[must_use]
    pub fn is_over(&self, since: Timestamp) -> bool {
        let is_with_people = matches!(self.hands.status, Status::Open | Status::Snoozed);
        self.updated_at < since && !is_with_people
    }

    pub(super) fn summary(&self) -> Summary {
        // Once it is resolved, people are needed for nothing.
        let packet = self.record.handoff.as_ref();
        let packet = packet.filter(|_| self.hands.status != Status::Resolved);
        Summary {
            id: self.id.clone(),
            version: self.stream.version,
            status: self.hands.status,
            owner: self.hands.owner.clone(),
            learner_name: self.learner.name.clone(),
            page_title: self
                .learner
                .page
                .as_ref()
                .map(|page| page.title.clone())
                .filter(|title| !title.is_empty()),
            course: self.learner.course.clone(),
            preview: self.record.preview.clone(),
            learner_spoke_last: self.record.learner_spoke_last,
            reason: packet.map(|packet| packet.reason),
            urgent: packet.is_some_and(|packet| packet.urgent),
            tags: self.record.tags.clone(),
            read_by: self.read_by(),
            mentions: self.mentioned(),
            waiting_since: self.hands.waiting_since,
            rating: self.record.rating,
            reply_by: self.hands.reply_by,
            resolve_by: self.hands.resolve_by,
            snoozed_until: self
                .hands
                .snoozed_until
                .filter(|_| self.hands.status == Status::Snoozed),
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }

    /// The promised reply time, by the team's settings. A promise that was told is kept if the new one would
    /// already have passed: a change of settings or tags makes no reply late.
    pub(super) fn promise(&self, team: &Team, now: Timestamp) -> Option<Timestamp> {
        let is_urgent = self.is_urgent();
        let is_promised = team.promises_reply(is_urgent, &self.record.tags);
        let by = self.rung_at(team, Rung::Late).filter(|_| is_promised)?;
        match self.hands.reply_by {
            Some(before) if by <= now => Some(before),
            _ => Some(by.max(now)),
        }
    }

    /// By when it is to be resolved, by the team's own target.
    pub(super) fn resolved_by(&self, team: &Team) -> Option<Timestamp> {
        // What was handed over before that was kept began with its packet.
        let packet = self.record.handoff.as_ref().map(|packet| packet.at);
        let is_with_people = matches!(self.hands.status, Status::Open | Status::Snoozed);
        let since = self.hands.with_people_since.or(packet);
        team.resolved_by(since.filter(|_| is_with_people)?, &self.record.tags)
    }

    /// When the reply is late: at the promised time or, without a promise, after four open hours.
    pub(super) fn late_at(&self, team: &Team) -> Option<Timestamp> {
        let promised = self.hands.reply_by;
        promised.or_else(|| self.rung_at(team, Rung::Late))
    }

    /// When the learner has waited that long, by the team's settings.
    pub(super) fn rung_at(&self, team: &Team, rung: Rung) -> Option<Timestamp> {
        let since = self.hands.owed_since?;
        team.rung_at(since, self.is_urgent(), &self.record.tags, rung)
    }

    pub(super) fn is_urgent(&self) -> bool {
        let packet = self.record.handoff.as_ref();
        packet.is_some_and(|it| it.urgent)
    }

    /// The promised reply time as the learner is told it: none once it is late, and none to somebody in danger.
    pub(super) fn told_promise(&self) -> Option<Timestamp> {
        let packet = self.record.handoff.as_ref();
        let is_danger = packet.is_some_and(|it| it.reason == Reason::Safety);
        let by = self.hands.reply_by;
        by.filter(|_| !self.hands.is_late && !is_danger)
    }

    /// Counts a message of the learner's against the limit of a minute.
    pub(super) fn count_message(&mut self, now: Timestamp) {
        let minute_ago = now.plus(-60_000);
        self.said_at.retain(|at| *at > minute_ago);
        self.said_at.push(now);
    }

    /// Whether nothing is to be kept that is not kept in another state: what a model has written so
    /// far comes again with its answer, and which rules fired is for whoever tries them.
    pub(super) fn is_kept_as(&self, other: &Self) -> bool {
        let plain = |state: &Self| {
            let mut state = state.clone();
            state.stream.kept = 0;
            state.fired.clear();
            if let Some(turn) = state.part.turn_mut() {
                turn.text.clear();
                turn.deadline = Timestamp(0);
            }
            state
        };
        plain(self) == plain(other)
    }
}
