//! What happens when nobody does anything: each timer, when it is due, and what comes of it.

use super::{Changes, Snapshot, Takeover, Words, alerts};
use crate::effect::{News, Rung};
use crate::failure::ModelFailure;
use crate::speech;
use crate::team::Team;
use crate::turn::Purpose;
use protocol::settings::AlertOn;
use protocol::{Activity, Author, HandoffPacket, Owner, Reason, Say, Status, Timestamp};
use std::rc::Rc;

/// Something that waits for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Timer {
    /// The assistant gives no sign of life: people take over.
    Turn,
    /// A form's question stays unanswered where people take over then.
    Form,
    /// What was put off comes back.
    Snooze,
    /// An owner leaves a waiting learner without a word: it is in the queue again.
    Lease,
    /// Three quarters of the promised time have passed without a reply: the team hears of it, if it wants to.
    Soon,
    /// The time that was promised has come without a reply; where nothing is promised, four open hours have passed.
    Late,
    /// Twice that time has passed without a reply: the team hears of it, if it wants to.
    Unanswered,
    /// People have had it for as long as the team's own target says: the team hears of it, if it wants to.
    Unresolved,
    /// A file was uploaded and not said.
    Upload,
    /// A reply was not seen in the chat: it goes by e-mail.
    Mail,
}

impl Timer {
    const ALL: [Self; 10] = [
        Self::Turn,
        Self::Form,
        Self::Snooze,
        Self::Lease,
        Self::Soon,
        Self::Late,
        Self::Unanswered,
        Self::Unresolved,
        Self::Upload,
        Self::Mail,
    ];
}

/// When a timer is due; `None` if it does not run.
fn due(state: &Snapshot, team: &Team, timer: Timer) -> Option<Timestamp> {
    match timer {
        Timer::Turn => state.part.turn().map(|turn| turn.deadline),
        Timer::Form => state.part.form().and_then(|form| form.deadline()),
        Timer::Snooze => state.hands.snoozed_until,
        Timer::Lease => {
            let owner = state.hands.owner.as_ref();
            let owner = owner.filter(|_| state.hands.status == Status::Open)?;
            // It runs while the learner waits for them.
            let waiting = state.hands.waiting_since?;
            let since = owner.since.max(waiting);
            // For an urgent one closed hours count, too.
            match state.is_urgent() {
                true => Some(since.plus(team.patience.lease_ms)),
                false => team.lease_ends(since, &state.record.tags),
            }
        }
        Timer::Soon => {
            let hands = &state.hands;
            let is_told = hands.is_warned || hands.is_late || hands.reply_by.is_none();
            let is_wanted = !is_told && team.tells_of(AlertOn::Soon, &state.record.tags);
            is_wanted.then(|| state.rung_at(team, Rung::Soon)).flatten()
        }
        Timer::Unanswered => {
            let hands = &state.hands;
            let is_wanted = hands.is_late
                && !hands.is_unanswered
                && team.tells_of(AlertOn::Unanswered, &state.record.tags);
            is_wanted
                .then(|| state.rung_at(team, Rung::Unanswered))
                .flatten()
        }
        Timer::Unresolved => {
            let hands = &state.hands;
            // What is put off is looked at when it comes back.
            let is_told = hands.is_overdue || hands.status != Status::Open;
            let is_wanted = !is_told && team.tells_of(AlertOn::Unresolved, &state.record.tags);
            hands.resolve_by.filter(|_| is_wanted)
        }
        // As it was told, until an input moves it.
        Timer::Late => state.late_at(team).filter(|_| !state.hands.is_late),
        Timer::Upload => {
            let first = state.files.uploads.first()?;
            Some(first.at.plus(team.patience.upload_ms))
        }
        Timer::Mail => state.mail.due,
    }
}

/// When the first of all timers is due.
pub(super) fn next(state: &Snapshot, team: &Team) -> Option<Timestamp> {
    Timer::ALL
        .into_iter()
        .filter_map(|timer| due(state, team, timer))
        .min()
}

impl Changes<'_> {
    /// Whatever is due happens, earliest first. What one leads to may end or begin another, so each
    /// is looked at anew, and happens once.
    pub(super) fn tick(&mut self) {
        let mut waiting = Timer::ALL.to_vec();
        loop {
            let due = waiting.iter().enumerate().filter_map(|(at, timer)| {
                let due = due(&self.state, self.team, *timer)?;
                (due <= self.now).then_some((due, at))
            });
            let Some((_, at)) = due.min() else { return };
            match waiting.remove(at) {
                Timer::Turn => self.turn_is_over(),
                Timer::Form => self.form_is_over(),
                Timer::Snooze => self.snooze_is_over(),
                Timer::Lease => self.lease_is_over(),
                Timer::Soon => self.reply_is_due_soon(),
                Timer::Late => self.reply_is_late(),
                Timer::Unanswered => self.is_unanswered(),
                Timer::Unresolved => self.is_overdue(),
                Timer::Upload => self.uploads_are_over(),
                Timer::Mail => self.mail_is_due(),
            }
        }
    }

    fn turn_is_over(&mut self) {
        let Some(running) = self.state.part.turn().cloned() else {
            return;
        };
        let (reason, why) = match running.purpose {
            Purpose::HandOff(reason) => {
                if reason == Reason::Safety {
                    self.says_whom_to_call();
                }
                (reason, None)
            }
            Purpose::Meanwhile => {
                self.stop_turn();
                return;
            }
            Purpose::Answer => (
                Reason::ModelFailure,
                Some(speech::team::failure(ModelFailure::Timeout)),
            ),
        };
        let takeover = running.as_held(Takeover::new(reason, why));
        self.hand_off(takeover, running.question);
    }

    fn snooze_is_over(&mut self) {
        // As if taken over anew: its owner has a full lease.
        let owner = self.state.hands.owner.clone().map(|owner| Owner {
            since: self.now,
            ..owner
        });
        self.move_to(Status::Open, owner, Activity::Woke);
        self.wait_for_person();
    }

    /// The learner is told so, unless that is the last thing they need to read; and the team hears of it.
    fn reply_is_late(&mut self) {
        self.state.hands.reply_by = self.state.promise(self.team, self.now);
        let promised = self.state.hands.reply_by;
        let Some(late_at) = self.state.late_at(self.team) else {
            return;
        };
        if late_at > self.now {
            // The team's hours or times have changed since: it is not late.
            return;
        }
        self.state.hands.is_late = true;
        let packet = self.state.record.handoff.clone();
        if packet.as_ref().is_none_or(|it| it.reason != Reason::Safety) {
            let words = Words::from(match promised {
                Some(_) => Say::Late,
                None => Say::StillWaiting,
            });
            let words = match self.about_mail() {
                // Who is told of it already reads it there.
                Some(notice) if notice.says == [Say::LeaveAddress] => words.then_say(notice),
                _ => words,
            };
            self.message(words.by(Author::System));
        }
        if let Some(packet) = packet {
            self.tell_how_long(packet, late_at, Rung::Late);
        }
    }

    fn reply_is_due_soon(&mut self) {
        self.state.hands.is_warned = true;
        self.tell_rung(Rung::Soon);
    }

    fn is_unanswered(&mut self) {
        self.state.hands.is_unanswered = true;
        self.tell_rung(Rung::Unanswered);
    }

    fn is_overdue(&mut self) {
        // The team's hours or its target may have changed since.
        let by = self.state.resolved_by(self.team);
        let Some(by) = by.filter(|by| *by <= self.now) else {
            return;
        };
        self.state.hands.is_overdue = true;
        if let Some(packet) = self.state.record.handoff.clone() {
            self.tell_how_long(packet, by, Rung::Unresolved);
        }
    }

    /// The team hears how long the learner has waited.
    fn tell_rung(&mut self, rung: Rung) {
        let packet = self.state.record.handoff.clone();
        if let Some((packet, late_at)) = packet.zip(self.state.late_at(self.team)) {
            self.tell_how_long(packet, late_at, rung);
        }
    }

    fn tell_how_long(&mut self, packet: Rc<HandoffPacket>, late_at: Timestamp, rung: Rung) {
        let owner = self.state.hands.owner.as_ref().map(|it| it.id.clone());
        self.alert(
            &[rung.on()],
            owner.as_ref(),
            &News::Waits(packet, late_at, rung),
        );
    }

    /// Its owner let go of it while the learner waits: the team hears that somebody is needed again.
    pub(super) fn tell_it_waits(&mut self) {
        let is_waiting = self.state.hands.owed_since.is_some();
        let packet = self.state.record.handoff.clone();
        if let Some(packet) = packet.filter(|_| is_waiting) {
            let on = alerts::of_handoff(&packet);
            self.alert(on, None, &News::HandedOff(packet));
        }
    }

    fn lease_is_over(&mut self) {
        if let Some(owner) = self.state.hands.owner.clone() {
            self.move_to(Status::Open, None, Activity::LeaseEnded { of: owner.name });
            self.tell_it_waits();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Timer;
    use std::fs;
    use std::path::Path;

    #[test]
    fn every_timer_is_one_of_all_and_rings_in_a_scenario() {
        assert_eq!(Timer::ALL.len(), Timer::Mail as usize + 1);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
        let scripts = fs::read_dir(folder).unwrap();
        let ticks: String = scripts
            .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
            .flat_map(|script| {
                // What is decided when a time has come, and nobody did anything.
                let inputs = script.split("\n@").map(str::to_owned);
                inputs.collect::<Vec<_>>()
            })
            .filter(|input| input.lines().next().is_some_and(|it| it.ends_with(" tick")))
            .collect();
        for timer in Timer::ALL {
            let leaves = match timer {
                Timer::Turn => "HandedOff { reason: ModelFailure }",
                Timer::Form => "” left: ",
                Timer::Snooze => "Open: Woke",
                Timer::Lease => "Open: LeaseEnded",
                Timer::Soon => "is due soon",
                Timer::Late => "longer than we said",
                Timer::Unanswered => "is unanswered",
                Timer::Unresolved => "is unresolved",
                Timer::Upload => "discard ",
                Timer::Mail => "post that a reply",
            };
            assert!(ticks.contains(leaves), "{timer:?} rings in no scenario");
        }
    }
}
