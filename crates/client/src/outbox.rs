//! What the learner or agent wrote and nobody has acknowledged.

use protocol::{Attachment, ClientMessageId, Problem, Seq};
use serde::{Deserialize, Serialize};

/// How far a message is.
///
/// Kept as the problem or nothing: the browser's reader knows no enum that holds a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Option<Problem>", into = "Option<Problem>")]
pub enum Sending {
    /// Waiting to be acknowledged; sent again on every new connection.
    Waiting,
    /// Refused; why. The person may try again.
    Failed(Problem),
}

impl From<Option<Problem>> for Sending {
    fn from(problem: Option<Problem>) -> Self {
        problem.map_or(Self::Waiting, Self::Failed)
    }
}

impl From<Sending> for Option<Problem> {
    fn from(sending: Sending) -> Self {
        match sending {
            Sending::Waiting => None,
            Sending::Failed(problem) => Some(problem),
        }
    }
}

/// A message that is not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Its id: the same on every try, so that it is stored once.
    pub client_id: ClientMessageId,
    /// What it says.
    pub text: String,
    /// Files beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The reply it is a tap on, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tapped: Option<Tapped>,
    /// How far it is.
    #[serde(default = "waiting")]
    pub sending: Sending,
}

/// Which reply was tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tapped {
    /// Number of the message that offers it.
    pub seq: Seq,
    /// Its place among the message's replies, from 0.
    pub reply: u32,
}

fn waiting() -> Sending {
    Sending::Waiting
}

/// Messages that are not acknowledged, in the order they were written. Kept by the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outbox(Vec<Outgoing>);

impl Outbox {
    /// All of them, in order.
    #[must_use]
    pub fn items(&self) -> &[Outgoing] {
        &self.0
    }

    /// Those to send now, on a new connection.
    pub fn waiting(&self) -> impl Iterator<Item = &Outgoing> {
        self.0
            .iter()
            .filter(|outgoing| outgoing.sending == Sending::Waiting)
    }

    /// Adds a message.
    pub fn add(&mut self, outgoing: Outgoing) {
        self.0.push(outgoing);
    }

    /// A message is stored: it stands in the timeline now. `true` if it was here.
    pub fn acknowledge(&mut self, client_id: &ClientMessageId) -> bool {
        let before = self.0.len();
        self.0.retain(|outgoing| outgoing.client_id != *client_id);
        self.0.len() < before
    }

    /// A message was refused.
    pub fn refuse(&mut self, client_id: &ClientMessageId, problem: Problem) {
        if let Some(outgoing) = self.find(client_id) {
            outgoing.sending = Sending::Failed(problem);
        }
    }

    /// The person tries again: the message, to be sent now.
    pub fn retry(&mut self, client_id: &ClientMessageId) -> Option<Outgoing> {
        let outgoing = self.find(client_id)?;
        outgoing.sending = Sending::Waiting;
        Some(outgoing.clone())
    }

    fn find(&mut self, client_id: &ClientMessageId) -> Option<&mut Outgoing> {
        self.0
            .iter_mut()
            .find(|outgoing| outgoing.client_id == *client_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Code;

    #[test]
    fn a_message_waits_until_it_is_acknowledged() {
        let id = |text: &str| ClientMessageId::new(text).unwrap();
        let mut outbox = Outbox::default();
        let written = |client_id: &str, text: &str| Outgoing {
            client_id: id(client_id),
            text: text.into(),
            attachments: Vec::new(),
            tapped: None,
            sending: Sending::Waiting,
        };
        outbox.add(written("a", "one"));
        outbox.add(written("b", "two"));
        outbox.refuse(&id("a"), Problem::new(Code::TooFast, "wait"));
        let waiting: Vec<&str> = outbox.waiting().map(|item| item.text.as_str()).collect();
        assert_eq!(waiting, ["two"]);
        assert_eq!(outbox.retry(&id("a")).unwrap().text, "one");
        assert_eq!(outbox.waiting().count(), 2);
        assert!(outbox.acknowledge(&id("a")));
        assert!(!outbox.acknowledge(&id("a")));
        assert_eq!(outbox.items().len(), 1);
    }
}
