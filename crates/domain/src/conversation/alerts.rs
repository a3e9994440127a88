//! Who is told of what happens: places of the team's, its systems, its agents' browsers.

use super::{Changes, Snapshot};
use crate::effect::{Delivery, Effect, News, Rung};
use crate::team::{Push, Team};
use protocol::settings::{Alert, AlertKind, AlertOn};
use protocol::{Activity, AgentEvent, AgentId, Author, HandoffPacket, Reason, Sequenced, Status};

/// Who wants to hear of a handoff: what is urgent is one too; a lead is for sales, unless it is urgent.
pub(super) fn of_handoff(packet: &HandoffPacket) -> &'static [AlertOn] {
    match (packet.urgent, packet.reason) {
        (true, Reason::Lead) => &[AlertOn::Urgent, AlertOn::Lead],
        (true, _) => &[AlertOn::Urgent, AlertOn::HandedOff],
        (false, Reason::Lead) => &[AlertOn::Lead],
        (false, _) => &[AlertOn::HandedOff],
    }
}

impl Changes<'_> {
    /// Tells everybody who wants to hear of one of these things.
    pub(super) fn alert(&mut self, on: &[AlertOn], owner: Option<&AgentId>, news: &News) {
        let tags = self.state.record.tags.clone();
        self.tell_places(news, |alert| alert.is_told(on, &tags));
        for address in self.told_first(on, owner, news) {
            self.post(address, AlertKind::Push, news.clone());
        }
    }

    /// Tells the places of the team's that are meant.
    fn tell_places(&mut self, news: &News, is_meant: impl Fn(&Alert) -> bool) {
        let team = self.team;
        // Without e-mail there is nobody to tell by it.
        let is_reached = |alert: &&Alert| alert.kind != AlertKind::Email || team.has_mail;
        for alert in team.alerts.iter().filter(is_reached) {
            if is_meant(alert) {
                self.post(alert.address.clone(), alert.kind, news.clone());
            }
        }
    }

    /// Tells the alerts for a tag about a handoff that was there first: the tag was put on while the learner still waits
    /// and nobody has taken the conversation.
    pub(super) fn tell_of_tags(&mut self, before: &Snapshot) {
        let (old, new) = (&before.record.tags, self.state.record.tags.clone());
        let hands = &self.state.hands;
        let is_waiting =
            hands.status == Status::Open && hands.owner.is_none() && hands.owed_since.is_some();
        // A handoff of this input is told with the tags as they are now.
        let is_told = self
            .stored
            .iter()
            .any(|logged| matches!(logged.entry.event, AgentEvent::Handoff(_)));
        if *old == new || !is_waiting || is_told {
            return;
        }
        if let Some(packet) = self.state.record.handoff.clone() {
            let on = of_handoff(&packet);
            let is_meant = |alert: &Alert| alert.is_told(on, &new) && !alert.is_told(on, old);
            self.tell_places(&News::HandedOff(packet), is_meant);
        }
    }

    /// Agents' browsers that are told now, each as its agent chose: the owner's; of what is nobody's and not urgent those
    /// of who knows about its tags, if any of them want to hear of it. The longer a learner waits, the more are told:
    /// everybody of what is nobody's once a reply is due soon, admins too once it is late, then everybody.
    fn told_first(&self, on: &[AlertOn], owner: Option<&AgentId>, news: &News) -> Vec<String> {
        let (is_urgent, rung) = match news {
            News::HandedOff(packet) => (packet.urgent, None),
            News::Waits(packet, _, rung) => (packet.urgent, Some(*rung)),
            _ => (false, None),
        };
        let team = self.team;
        let may = |push: &&Push| match (owner, rung) {
            (None, _) | (_, Some(Rung::Unanswered)) => true,
            (Some(owner), Some(Rung::Late | Rung::Unresolved)) => {
                push.agent == *owner || push.is_admin
            }
            (Some(owner), _) => push.agent == *owner,
        };
        let wants = |push: &&Push| may(push) && push.wants(on, is_urgent, self.now);
        let all: Vec<&Push> = team.push.iter().filter(wants).collect();
        let knows = |push: &&Push| team.knows(&push.agent, &self.state.record.tags);
        let is_for_all = owner.is_some() || is_urgent || rung.is_some() || !all.iter().any(knows);
        let told = all.iter().filter(|push| is_for_all || knows(push));
        told.map(|push| push.address.clone()).collect()
    }

    /// Tells the owner what the learner said. An owner who is at the inbox is left out when it is sent.
    fn tell_owner(&mut self) {
        let Some(owner) = self.state.hands.owner.as_ref() else {
            return;
        };
        let logged = || self.stored.iter().map(|logged| &logged.entry);
        if logged().any(|entry| matches!(entry.event, AgentEvent::Handoff(_))) {
            // They are told of that.
            return;
        }
        let said = logged().filter(
            |entry| matches!(&entry.event, AgentEvent::Message(it) if it.author == Author::Learner),
        );
        let mut told = Vec::new();
        for entry in said {
            let on = [AlertOn::Message];
            let wants = |it: &&Push| it.agent == owner.id && it.wants(&on, false, self.now);
            told.extend(self.team.push.iter().filter(wants).map(|push| Delivery {
                seq: entry.seq,
                at: entry.at,
                address: push.address.clone(),
                kind: AlertKind::Push,
                news: News::Happened(AlertOn::Message, entry.event.clone()),
                learner: self.state.learner.clone(),
            }));
        }
        self.asks.extend(told.into_iter().map(Effect::Post));
    }

    /// Tells the systems that want to hear of it what was logged.
    pub(super) fn tell_what_happened(&mut self) {
        let entries = self.stored.iter().map(|logged| &logged.entry);
        let told = told_of(self.team, &self.state, entries);
        self.asks.extend(told.into_iter().map(Effect::Post));
        self.tell_owner();
    }

    /// Tells a place of the event that was logged last.
    pub(super) fn post(&mut self, address: String, kind: AlertKind, news: News) {
        self.asks.push(Effect::Post(Delivery {
            seq: self.state.stream.seq,
            at: self.now,
            address,
            kind,
            news,
            learner: self.state.learner.clone(),
        }));
    }
}

/// What the team's systems are told of events, each as it chose.
pub(super) fn told_of<'e>(
    team: &Team,
    state: &Snapshot,
    entries: impl Iterator<Item = &'e Sequenced<AgentEvent>>,
) -> Vec<Delivery> {
    let mut told = Vec::new();
    for entry in entries {
        let created = (entry.seq == 1).then_some(AlertOn::Created);
        for on in created.into_iter().chain(happened(&entry.event)) {
            // An alert for a tag hears that it is taken off, too.
            let moved = match &entry.event {
                AgentEvent::Tagged(tagging) => std::slice::from_ref(&tagging.tag),
                _ => &[],
            };
            let wants = |it: &&Alert| {
                let tags = [&state.record.tags, moved];
                it.kind == AlertKind::Webhook && tags.iter().any(|tags| it.is_told(&[on], tags))
            };
            told.extend(team.alerts.iter().filter(wants).map(|alert| Delivery {
                seq: entry.seq,
                at: entry.at,
                address: alert.address.clone(),
                kind: alert.kind,
                news: News::Happened(on, entry.event.clone()),
                learner: state.learner.clone(),
            }));
        }
    }
    told
}

/// What an event is to systems that want to hear of it.
fn happened(event: &AgentEvent) -> Option<AlertOn> {
    match event {
        AgentEvent::Message(_) => Some(AlertOn::Message),
        AgentEvent::Tagged(_) => Some(AlertOn::Tags),
        AgentEvent::Changed(change) => match change.activity {
            Activity::Claimed { .. }
            | Activity::TakenOver { .. }
            | Activity::ReopenedBy { .. }
            | Activity::Assigned { .. }
            | Activity::Routed { .. } => Some(AlertOn::Claimed),
            Activity::Resolved { .. } => Some(AlertOn::Resolved),
            Activity::Rated { .. } => Some(AlertOn::Rated),
            _ => None,
        },
        AgentEvent::Handoff(_) | AgentEvent::Note(_) | AgentEvent::Collected(_) => None,
    }
}
