//! What the learner does.

use super::part::Part;
use super::{ASSISTANT, Changes, PROFILE_CHARS, Takeover, Words, alerts, clipped, said};
use crate::effect::News;
use crate::intent::{self, Choice, SmallTalk};
use crate::refusal::Refusal;
use crate::speech;
use crate::turn::Purpose;
use protocol::{
    Activity, AgentEvent, AttachmentId, Author, ClientMessageId, MAX_MESSAGES_A_MINUTE, Message,
    Notice, Page, QuickReply, Reason, Say, Seq, Status, Tag, Tap, VerifiedLearner,
};
use std::rc::Rc;

impl Changes<'_> {
    /// The learner says something in the chat.
    pub(super) fn say(
        &mut self,
        client_id: ClientMessageId,
        text: &str,
        attachments: &[AttachmentId],
        page: Option<Page>,
    ) -> Result<(), Refusal> {
        self.state.mail.is_by_mail = false;
        self.heard(client_id, text, attachments, page)
    }

    /// The learner says something, wherever.
    pub(super) fn heard(
        &mut self,
        client_id: ClientMessageId,
        text: &str,
        attachments: &[AttachmentId],
        page: Option<Page>,
    ) -> Result<(), Refusal> {
        let text = said(text, !attachments.is_empty())?;
        // What is typed to the letter of a button is that button; and so is a plain yes or no to whether people helped.
        let named = self.reply_named(&text).or_else(|| self.rating_named(&text));
        if let Some(tapped) = named.filter(|_| attachments.is_empty()) {
            let message = Message {
                client_id: Some(client_id),
                ..Message::new(Author::Learner, text.clone())
            };
            if let Some(rating) = self.is_rated_by(tapped.does) {
                return self.rates(message, rating);
            }
            if self.hears(message, page)? {
                self.tapped(tapped, text);
            }
            return Ok(());
        }
        if attachments.is_empty() && self.is_wanted_address(&text) {
            return self.leaves_address(client_id, text);
        }
        let attachments = self.attached(None, attachments)?;
        let files: Vec<String> = attachments.iter().map(|it| it.name.clone()).collect();
        let message = Message {
            attachments,
            client_id: Some(client_id),
            ..Message::new(Author::Learner, text.clone())
        };
        if !self.hears(message, page)? {
            if self.hears_alarm(&text) {
                return Ok(());
            }
            if intent::small_talk(&text).is_none() {
                self.acknowledge();
                self.looks_meanwhile(text);
            }
            return Ok(());
        }
        if intent::safety::is_in_danger(&text) {
            self.danger(text);
        } else if self.state.part.form().is_some() {
            self.fill_in(&text, &files);
        } else {
            self.with_assistant(text);
        }
        Ok(())
    }

    /// The learner taps what the newest message offers; anything else is what stood on it, said.
    pub(super) fn tap(
        &mut self,
        client_id: ClientMessageId,
        seq: Seq,
        reply: u32,
        text: &str,
        page: Option<Page>,
    ) -> Result<(), Refusal> {
        let offered = self.state.replies.as_ref().filter(|it| it.0 == seq);
        let place = usize::try_from(reply).unwrap_or(usize::MAX);
        // Kept in a browser, a tap may come to another conversation: what stood on it has to be there.
        let tapped = offered.and_then(|it| it.1.get(place));
        let Some(tapped) = tapped.filter(|it| speech::is_label(text, it)).cloned() else {
            return self.say(client_id, text, &[], page);
        };
        let message = Message {
            notice: tapped.does.says().map(Notice::from),
            client_id: Some(client_id),
            ..Message::new(Author::Learner, tapped.label.clone())
        };
        if let Some(rating) = self.is_rated_by(tapped.does) {
            return self.rates(message, rating);
        }
        if self.hears(message, page)? {
            let said = tapped.label.clone();
            self.tapped(tapped, said);
        }
        Ok(())
    }

    /// The reply that a text is, to the letter, in any language that Baton speaks.
    fn reply_named(&self, text: &str) -> Option<QuickReply> {
        let (_, replies) = self.state.replies.as_ref()?;
        let mut replies = replies.iter();
        let is_it = |reply: &&QuickReply| speech::is_label(text, reply);
        replies.find(is_it).cloned()
    }

    /// What a tap does while the assistant has the conversation; what does nothing now is said.
    fn tapped(&mut self, reply: QuickReply, said: String) {
        let QuickReply { label, does } = reply;
        // Words that are no button of Baton's own are heard as any others are (M1).
        if does.says().is_none() && intent::safety::is_in_danger(&label) {
            self.danger(label);
            return;
        }
        if self.state.part.form().is_some() {
            self.fill_by_tap(does, &label);
            return;
        }
        match does {
            Tap::Person => {
                let question = self.open_question();
                self.person_asked_for(question);
            }
            Tap::Yes => match self.state.part.take_confirming() {
                Some(confirming) => self.hand_off(confirming.takeover, confirming.question),
                None => self.with_assistant(said),
            },
            Tap::No if self.state.part.take_confirming().is_some() => {
                self.assistant_says(Say::WhatElse, Vec::new());
            }
            Tap::Helped if self.state.part.take_offer().is_some() => {
                self.assistant_says(Say::Glad, Vec::new());
            }
            Tap::Article => match self.state.part.take_offer() {
                Some(offer) => {
                    let chosen = offer.articles.iter().find(|it| it.1 == label);
                    self.within = chosen.map(|it| it.0.clone());
                    self.begin_turn(offer.question, Purpose::Answer);
                }
                None => self.with_assistant(said),
            },
            _ => self.with_assistant(said),
        }
    }

    /// The learner leaves the address that was asked for: nothing is asked by it, and nothing reopened.
    fn leaves_address(&mut self, client_id: ClientMessageId, text: String) -> Result<(), Refusal> {
        self.is_slow_enough()?;
        let message = Message {
            client_id: Some(client_id),
            ..Message::new(Author::Learner, text.clone())
        };
        self.state.count_message(self.now);
        self.message(message);
        self.takes_address(text);
        Ok(())
    }

    /// Whether they have not said too much within the minute.
    pub(super) fn is_slow_enough(&self) -> Result<(), Refusal> {
        let minute_ago = self.now.plus(-60_000);
        let lately = || self.state.said_at.iter().filter(|at| **at > minute_ago);
        if let Some(first) = lately().next()
            && lately().count() >= MAX_MESSAGES_A_MINUTE
        {
            let wait = first.plus(60_000).since(self.now).max(1_000);
            return Err(Refusal::TooFast(
                u32::try_from(wait.div_euclid(1_000)).unwrap_or(60),
            ));
        }
        Ok(())
    }

    /// Hears a message: whether it may come, and what any message changes. `true` if the assistant
    /// has the conversation and is to answer it.
    fn hears(&mut self, message: Message, page: Option<Page>) -> Result<bool, Refusal> {
        self.is_slow_enough()?;
        let page = page.map(|page| Page {
            url: clipped(&page.url, 300),
            title: clipped(&page.title, PROFILE_CHARS),
        });
        if page.is_some() && self.state.learner.page != page {
            self.state.learner.page = page;
        }
        if self.state.hands.status == Status::Resolved {
            self.begin_again();
        }
        if self.state.hands.status == Status::Open {
            self.spoke(message);
            return Ok(false);
        }
        self.state.count_message(self.now);
        self.message(message);
        if self.state.hands.status == Status::Snoozed {
            let owner = self.state.hands.owner.clone();
            self.move_to(Status::Open, owner, Activity::Reopened);
            self.wait_for_person();
            self.state.hands.owed_since.get_or_insert(self.now);
        }
        Ok(self.state.hands.status == Status::Pending)
    }

    /// What a learner adds while nobody of the team is there yet is looked for too.
    fn looks_meanwhile(&mut self, text: String) {
        let packet = self.state.record.handoff.as_ref();
        let is_danger = packet.is_some_and(|it| it.reason == Reason::Safety)
            || intent::safety::is_in_danger(&text);
        let is_idle = matches!(self.state.part, Part::Idle);
        if self.is_waited_for() && is_idle && !is_danger && !text.is_empty() {
            self.begin_turn(text, Purpose::Meanwhile);
        }
    }

    /// Reacts to danger and to a running exam while people have the conversation (M1, M3): a new packet, urgent, with its
    /// alerts; the owner stays. A learner in danger is told whom to call, unless the owner is there. Answers whether it was
    /// danger: then nothing else is said.
    fn hears_alarm(&mut self, text: &str) -> bool {
        let known = self.state.record.handoff.clone();
        let is_danger = intent::safety::is_in_danger(text);
        let is_urgent = is_danger || intent::urgent::is_urgent(text);
        // It counts as known only within the present wait: a person has answered what was said before.
        let owed_since = self.state.hands.owed_since;
        let is_known = known.as_ref().is_some_and(|it| match is_danger {
            true => it.reason == Reason::Safety && owed_since.is_none_or(|since| it.at >= since),
            false => it.urgent,
        });
        if !is_urgent || is_known || self.state.hands.status != Status::Open {
            return false;
        }
        if is_danger {
            self.stop_turn();
        }
        if is_danger && !self.is_owner_there() {
            self.message(Words::from(Say::Heard).by(Author::System));
            self.says_whom_to_call();
        }
        let (reason, why) = match known {
            _ if is_danger => (Reason::Safety, None),
            Some(known) => (known.reason, Some(known.why.clone())),
            None => (Reason::AskedForPerson, None),
        };
        let takeover = Takeover {
            urgent: true,
            ..Takeover::new(reason, why)
        };
        self.tag_by(ASSISTANT, Tag::new("urgent").into_iter().collect());
        let packet = Rc::new(self.packet(takeover, text.to_owned()));
        self.state.record.handoff = Some(Rc::clone(&packet));
        self.log(AgentEvent::Handoff((*packet).clone()));
        // Danger is told to everybody, whoever owns the conversation.
        let owner = self.state.hands.owner.as_ref().filter(|_| !is_danger);
        let owner = owner.map(|it| it.id.clone());
        let on = alerts::of_handoff(&packet);
        self.alert(on, owner.as_ref(), &News::HandedOff(packet));
        is_danger
    }

    /// Whether the owner has joined and has the inbox open, as far as that is known.
    fn is_owner_there(&self) -> bool {
        let here = self.team.here.as_ref();
        let owner = self.state.hands.owner.as_ref();
        let is_here = owner.is_some_and(|it| here.is_none_or(|here| here.contains(&it.id)));
        is_here && self.state.hands.is_joined
    }

    /// Whether the learner waits for a person, and nobody has looked yet. What they write by e-mail is not answered by
    /// a machine.
    pub(super) fn is_waited_for(&self) -> bool {
        let hands = &self.state.hands;
        hands.status == Status::Open && !hands.is_joined && !self.state.mail.is_by_mail
    }

    /// Somebody may harm themselves or is in danger: they are told at once that they are heard, then
    /// whom to call, and people get it as urgent. Nothing else is said or asked (M1).
    fn danger(&mut self, text: String) {
        self.leave_action();
        self.stop_turn();
        self.state.part = Part::Idle;
        self.assistant_says(Say::Heard, Vec::new());
        self.begin_turn(text, Purpose::HandOff(Reason::Safety));
    }

    /// What a message means while the assistant has the conversation.
    pub(super) fn with_assistant(&mut self, text: String) {
        if text.is_empty() {
            self.assistant_says(Say::CannotReadFiles, Vec::new());
            return;
        }
        if let Some(confirming) = self.state.part.take_confirming() {
            let asks = intent::asks_for_people(&text).then_some(true);
            match asks.or_else(|| intent::consent(&text)) {
                Some(true) => {
                    self.hand_off(confirming.takeover, confirming.question);
                    return;
                }
                Some(false) => {
                    self.assistant_says(Say::WhatElse, Vec::new());
                    return;
                }
                // Something else altogether: it is answered as such.
                None => {}
            }
        }
        if let Part::Offering(offer) = self.state.part.clone() {
            let titles: Vec<&str> = offer.articles.iter().map(|it| it.1.as_str()).collect();
            match intent::choice(&text, &titles) {
                Some(Choice::Helped) => {
                    self.state.part = Part::Idle;
                    self.assistant_says(Say::Glad, Vec::new());
                    return;
                }
                Some(Choice::Article(number)) => {
                    self.state.part = Part::Idle;
                    self.within = offer.articles.get(number).map(|it| it.0.clone());
                    self.begin_turn(offer.question, Purpose::Answer);
                    return;
                }
                Some(Choice::Neither) => {
                    let why = speech::team::OFFERED_IN_VAIN.to_owned();
                    self.hand_off(
                        Takeover::new(Reason::LowConfidence, Some(why)),
                        offer.question,
                    );
                    return;
                }
                // Something else: what was offered is remembered until that is looked for.
                None => {}
            }
        }
        if intent::asks_for_people(&text) {
            let question = match intent::open_question(&text) {
                rest if rest.is_empty() => self.last_question().unwrap_or_default(),
                rest => rest,
            };
            self.person_asked_for(question);
            return;
        }
        if let Some(turn) = self.state.part.turn_mut() {
            // One turn at a time: the new question waits for the answer to the last one.
            turn.next = Some(match turn.next.take() {
                Some(earlier) => format!("{earlier}\n{text}"),
                None => text,
            });
            return;
        }
        if intent::asks_what_you_are(&text) {
            self.assistant_offers(Say::AProgram, Vec::new(), vec![speech::reply(Tap::Person)]);
            return;
        }
        if intent::is_abuse(&text) {
            self.assistant_says(Say::Calm, Vec::new());
            let question = self.question_before(&text).unwrap_or_else(|| text.clone());
            self.hand_off(Takeover::new(Reason::Frustration, None), question);
            return;
        }
        match intent::small_talk(&text) {
            Some(SmallTalk::Greeting) => {
                self.assistant_says(Say::Hello, Vec::new());
            }
            Some(SmallTalk::Thanks) => self.assistant_says(Say::Glad, Vec::new()),
            Some(SmallTalk::Goodbye) => self.assistant_says(Say::Goodbye, Vec::new()),
            Some(SmallTalk::Acknowledgement) => {
                self.assistant_says(Say::AnythingElse, Vec::new());
            }
            None => {
                let question = self.in_context(text);
                self.begin_turn(question, Purpose::Answer);
            }
        }
    }

    /// The question with what it leaves unsaid: the answer to a question of the assistant's, or
    /// what points back at the question before.
    fn in_context(&self, text: String) -> String {
        let before = match &self.state.part {
            Part::AskedBack { question } => Some(question.clone()),
            // What was answered before is searched with it; what was not is asked again.
            _ if self.state.topic.is_none() && intent::points_back(&text) => {
                self.question_before(&text)
            }
            _ => None,
        };
        match before {
            Some(before) => format!("{before} {text}"),
            None => text,
        }
    }

    pub(super) fn ask_for_person(&mut self, client_id: ClientMessageId) {
        // Sent again on a new connection, it is the press that was heard.
        if self.state.pressed.as_ref() == Some(&client_id) {
            return;
        }
        self.state.pressed = Some(client_id);
        match self.state.hands.status {
            // People have it already: asking twice changes nothing.
            Status::Open | Status::Snoozed => return,
            Status::Resolved => self.begin_again(),
            Status::Pending => {}
        }
        let question = self.open_question();
        if self.state.part.form().is_some() {
            self.person_instead();
            return;
        }
        self.person_asked_for(question);
    }

    /// Hands over, after one search for the packet if there is something to search for, and what
    /// the team's rules say of who asks for a person: out of hours perhaps a form, also for who has
    /// said nothing yet (H2).
    fn person_asked_for(&mut self, question: String) {
        // One who is on the way comes, and for the reason that calls them: danger stays danger.
        let turn = self.state.part.turn();
        if turn.is_some_and(|turn| turn.purpose != Purpose::Answer) {
            return;
        }
        self.stop_turn();
        self.begin_turn(question, Purpose::HandOff(Reason::AskedForPerson));
    }

    pub(super) fn identify(&mut self, name: Option<String>, email: Option<String>) {
        let learner = &mut self.state.learner;
        if learner.verified {
            return;
        }
        learner.name = profile_text(name).or_else(|| learner.name.take());
        learner.email = profile_text(email).or_else(|| learner.email.take());
    }

    /// The language they read in stands where the LMS signed none.
    pub(super) fn reads(&mut self, language: String) {
        self.state.learner.locale = Some(language);
    }

    /// What the LMS signed stands for all that the page said before, and for what the LMS signed before.
    pub(super) fn verified(&mut self, signed: VerifiedLearner) {
        let learner = &mut self.state.learner;
        if !learner.verified {
            // Who left an address before may have been somebody else at this computer.
            self.state.mail.address = None;
        }
        learner.verified = true;
        learner.name = profile_text(signed.name);
        learner.email = profile_text(signed.email);
        learner.role = signed.role;
        learner.course = profile_text(signed.course);
        learner.locale = profile_text(signed.locale).or_else(|| learner.locale.take());
    }

    /// What the learner still wants. Answers to a form are no questions.
    pub(super) fn open_question(&self) -> String {
        match self.state.part.form() {
            Some(action) => action.question().to_owned(),
            None => self.last_question().unwrap_or_default(),
        }
    }

    /// The newest thing the learner said that was a question of its own.
    fn last_question(&self) -> Option<String> {
        self.question_before("")
    }

    /// The same, of what was said before `text`.
    fn question_before(&self, text: &str) -> Option<String> {
        self.state
            .record
            .recent
            .iter()
            .rev()
            .filter(|line| line.by_learner && !line.is_detail)
            .map(|line| &line.text)
            .filter(|said| *said != text)
            .find(|text| !intent::asks_for_people(text) && intent::small_talk(text).is_none())
            .cloned()
    }
}

/// A detail of a learner's profile as it is stored: trimmed, and at most 120 characters. None if it is empty.
#[must_use]
pub fn profile_text(text: Option<String>) -> Option<String> {
    // In one line: it stands in headers of e-mails.
    let line = |text: String| text.replace(char::is_control, " ");
    text.map(|text| clipped(line(text).trim(), PROFILE_CHARS))
        .filter(|text| !text.is_empty())
}
