//! What a learner says of the help, once people are done.

use super::Changes;
use super::Words;
use crate::intent;
use crate::refusal::Refusal;
use crate::speech;
use protocol::{
    Activity, AgentEvent, Author, Change, Message, Notice, QuickReply, Rating, Say, Status, Tap,
};
use std::rc::Rc;

/// What a tap says of the help.
fn rating_of(does: Tap) -> Option<Rating> {
    match does {
        Tap::Good => Some(Rating::Good),
        Tap::Bad => Some(Rating::Bad),
        _ => None,
    }
}

impl Changes<'_> {
    /// Asks whether people helped.
    pub(super) fn asks_rating(&mut self) {
        self.message(Message {
            quick_replies: [Tap::Good, Tap::Bad].map(speech::reply).into(),
            ..Words::from(Say::DidWeHelp).by(Author::System)
        });
    }

    /// Whether the learner was asked, and nothing has been said since.
    pub(super) fn is_asked_for_rating(&self) -> bool {
        let replies = self.state.replies.as_ref();
        self.state.hands.status == Status::Resolved
            && replies.is_some_and(|it| it.1.iter().any(|reply| reply.does == Tap::Good))
    }

    /// What a tap says of the help; only a conversation that is resolved can be rated.
    pub(super) fn is_rated_by(&self, does: Tap) -> Option<Rating> {
        rating_of(does).filter(|_| self.state.hands.status == Status::Resolved)
    }

    /// The button that a plain yes or no stands for, typed right after the question.
    pub(super) fn rating_named(&self, text: &str) -> Option<QuickReply> {
        // Whatever says more than that is heard as any message is.
        let helped = intent::plain_consent(text).filter(|_| self.is_asked_for_rating())?;
        Some(speech::reply(if helped { Tap::Good } else { Tap::Bad }))
    }

    /// The learner says whether people helped; the conversation stays resolved.
    pub(super) fn rates(&mut self, message: Message, rating: Rating) -> Result<(), Refusal> {
        self.is_slow_enough()?;
        self.state.count_message(self.now);
        // Nothing is asked by it, and nothing waited for.
        let spoke_last = self.state.record.learner_spoke_last;
        self.message(message);
        self.state.record.learner_spoke_last = spoke_last;
        if let Some(line) = Rc::make_mut(&mut self.state.record.recent).last_mut() {
            Rc::make_mut(line).is_detail = true;
        }
        self.state.record.rating = Some(rating);
        self.log(AgentEvent::Changed(Change {
            status: Status::Resolved,
            owner: None,
            activity: Activity::Rated { rating },
            left: None,
        }));
        let says = match rating {
            Rating::Good => vec![Say::ThankYou],
            Rating::Bad => vec![Say::ThankYou, Say::WriteAgain],
        };
        let notice = Notice {
            says,
            with: Vec::new(),
            rest: String::new(),
        };
        self.message(Words::from(notice).by(Author::System));
        Ok(())
    }
}
