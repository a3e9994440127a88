//! What the learner does.

use super::assistant::A_PERSON;
use super::{Changes, PROFILE_CHARS, Takeover, clipped, said};
use crate::intent::{self, Choice, SmallTalk};
use crate::refusal::Refusal;
use crate::turn::Purpose;
use protocol::{
    Activity, AttachmentId, Author, ClientMessageId, MAX_MESSAGES_A_MINUTE, Message, Page, Reason,
    Status,
};

/// What is said to who was helped.
/// What is said at once to somebody in danger.
const HEARD: &str = "I am really sorry that you are going through this. You are not alone with it.";
/// What is said to who asks whether a machine answers (M2).
const A_PROGRAM: &str = "I am an assistant, a computer program. I answer from the help articles, and a \
     person of the team is one tap away.";
/// What is said to abuse, once, before a person comes.
const CALM: &str = "I hear that this is frustrating. I am bringing in somebody who can help.";
const GOODBYE: &str = "Goodbye, and all the best. Write here again whenever something comes up.";
const GLAD: &str = "Glad that helped. Write here again whenever something comes up.";

impl Changes<'_> {
    pub(super) fn say(
        &mut self,
        client_id: ClientMessageId,
        text: &str,
        attachments: &[AttachmentId],
        page: Option<Page>,
    ) -> Result<(), Refusal> {
        let text = said(text, !attachments.is_empty())?;
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
        let attachments = self.attached(None, attachments)?;
        self.keep = !attachments.is_empty();
        let page = page.map(|page| Page {
            url: clipped(&page.url, 300),
            title: clipped(&page.title, PROFILE_CHARS),
        });
        if page.is_some() && self.state.learner.page != page {
            self.state.learner.page = page;
            self.keep = true;
        }
        if self.state.status == Status::Resolved {
            self.move_to(Status::Pending, None, Activity::Reopened);
        }
        let files: Vec<String> = attachments.iter().map(|it| it.name.clone()).collect();
        let message = Message {
            author: Author::Learner,
            text: text.clone(),
            attachments,
            citations: Vec::new(),
            quick_replies: Vec::new(),
            client_id: Some(client_id),
        };
        if self.state.status == Status::Open {
            self.spoke(message);
            return Ok(());
        }
        self.state.count_message(self.now);
        self.message(message);
        if self.state.status == Status::Pending && intent::safety::is_in_danger(&text) {
            self.danger(text);
            return Ok(());
        }
        match self.state.status {
            Status::Pending if self.state.action.is_some() => self.fill_in(&text, &files),
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

    /// Somebody may harm themselves or is in danger: they are told at once that they are heard, then
    /// whom to call, and people get it as urgent. Nothing else is said or asked (M1).
    fn danger(&mut self, text: String) {
        self.leave_action();
        self.stop_turn();
        self.state.offered = None;
        self.state.confirming = None;
        self.assistant_says(HEARD, Vec::new());
        self.begin_turn(text, Purpose::HandOff(Reason::Safety));
    }

    /// What a message means while the assistant has the conversation.
    pub(super) fn with_assistant(&mut self, text: String) {
        if text.is_empty() {
            self.assistant_says(
                "I cannot read files, but a person who joins will see them. \
                 What is it about, in a few words?",
                Vec::new(),
            );
            return;
        }
        if let Some(confirming) = self.state.confirming.take() {
            self.keep = true;
            match intent::consent(&text) {
                Some(true) => {
                    self.hand_off(confirming.takeover, confirming.question);
                    return;
                }
                Some(false) => {
                    self.assistant_says("All right. What else would you like to know?", Vec::new());
                    return;
                }
                // Something else altogether: it is answered as such.
                None => {}
            }
        }
        if let Some(offer) = self.state.offered.clone() {
            let titles: Vec<&str> = offer.articles.iter().map(|it| it.1.as_str()).collect();
            match intent::choice(&text, &titles) {
                Some(Choice::Helped) => {
                    self.state.offered = None;
                    self.assistant_says(GLAD, Vec::new());
                    return;
                }
                Some(Choice::Article(number)) => {
                    self.state.offered = None;
                    self.within = offer.articles.get(number).map(|it| it.0.clone());
                    self.begin_turn(offer.question, Purpose::Answer);
                    return;
                }
                Some(Choice::Neither) => {
                    let why = "What may answer it was offered, and did not help.".to_owned();
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
            self.stop_turn();
            self.person_asked_for(question);
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
        if intent::asks_what_you_are(&text) {
            self.assistant_offers(A_PROGRAM, Vec::new(), vec![A_PERSON.to_owned()]);
            return;
        }
        if intent::is_abuse(&text) {
            self.assistant_says(CALM, Vec::new());
            let question = self.question_before(&text).unwrap_or_else(|| text.clone());
            self.hand_off(Takeover::new(Reason::Frustration, None), question);
            return;
        }
        match intent::small_talk(&text) {
            Some(SmallTalk::Greeting) => {
                self.assistant_says("Hello. What would you like to know?", Vec::new());
            }
            Some(SmallTalk::Thanks) => self.assistant_says(GLAD, Vec::new()),
            Some(SmallTalk::Goodbye) => self.assistant_says(GOODBYE, Vec::new()),
            Some(SmallTalk::Acknowledgement) => {
                self.assistant_says("All right. Is there anything else?", Vec::new());
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
        let before = match &self.state.asked_back {
            Some(question) => Some(question.clone()),
            // What was answered before is searched with it; what was not is asked again.
            None if self.state.topic.is_none() && intent::points_back(&text) => {
                self.question_before(&text)
            }
            None => None,
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
        self.keep = true;
        match self.state.status {
            // People have it already: asking twice changes nothing.
            Status::Open | Status::Snoozed => return,
            Status::Resolved => self.move_to(Status::Pending, None, Activity::Reopened),
            Status::Pending => {}
        }
        let question = self.open_question();
        let is_on_its_way = self
            .state
            .turn
            .as_ref()
            .is_some_and(|turn| turn.purpose != Purpose::Answer);
        if is_on_its_way {
            return;
        }
        if self.state.action.is_some() {
            self.person_instead();
            return;
        }
        self.stop_turn();
        self.person_asked_for(question);
    }

    /// Hands over, after one search for the packet if there is something to search for, and what
    /// the team's rules say of who asks for a person: out of hours perhaps a form, also for who has
    /// said nothing yet (H2).
    fn person_asked_for(&mut self, question: String) {
        self.begin_turn(question, Purpose::HandOff(Reason::AskedForPerson));
    }

    pub(super) fn identify(&mut self, name: Option<String>, email: Option<String>) {
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

    /// What the learner still wants. Answers to a form are no questions.
    pub(super) fn open_question(&self) -> String {
        match &self.state.action {
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
