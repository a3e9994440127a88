//! What alerts say: of a conversation, in Slack, Teams, e-mails and notifications. The inbox's languages have these
//! sentences as well (`inbox/words`, alerts): a notification is read in the agent's own.

use crate::config;
use domain::{Delivery, News, Rung};
use protocol::{ConversationId, HandoffPacket, LearnerProfile};
use worker::Env;

/// Longest text of a learner's that is passed on, in characters: enough to decide by. Slack takes 3,000 in a
/// block, Teams 28 KB in all.
const MAX_CHARS: usize = 500;

/// What an alert says.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) why: String,
    /// What the learner asked, as they wrote it.
    pub(super) question: String,
    /// Where the conversation is, if the deployment knows its address.
    pub(super) link: Option<String>,
    /// The same address, by which the agent who opens it takes the conversation over; only where a learner waits. It
    /// works in the browser of a signed-in agent alone: a program that previews links takes nothing over.
    pub(super) take: Option<String>,
}

/// What is told of a conversation.
pub(super) fn words(env: &Env, conversation: &ConversationId, delivery: &Delivery) -> Words {
    let who = name(&delivery.learner);
    let (title, packet): (String, Option<&HandoffPacket>) = match &delivery.news {
        News::HandedOff(packet) if packet.urgent => {
            (format!("Urgent: {who} needs a person"), Some(packet))
        }
        News::HandedOff(packet) => (format!("{who} waits for a person"), Some(packet)),
        News::Waits(packet, _, rung) => {
            let how = match rung {
                Rung::Soon => format!("A reply to {who} is due soon"),
                Rung::Late => format!("The reply to {who} is late"),
                Rung::Unanswered => format!("{who} still waits, twice as long as promised"),
                Rung::Unresolved => format!("The conversation with {who} is not resolved in time"),
            };
            (how, Some(packet))
        }
        // For systems. A push of what a learner wrote has words of its own.
        News::Happened(..) => (format!("Something happened with {who}"), None),
        News::Collected(collected) => (format!("{who} filled in {}", collected.action), None),
        // To the learner alone, by e-mail.
        News::Replied { .. } => (format!("A reply to {who}"), None),
    };
    let origin = config::public_url(env);
    let waits = matches!(delivery.news, News::HandedOff(_) | News::Waits(..));
    let address = |origin: String| format!("{origin}/inbox#c={conversation}");
    let link = origin.map(address);
    Words {
        title,
        why: packet.map_or(String::new(), |it| clipped(&it.why)),
        question: packet.map_or(String::new(), |it| clipped(&it.open_question)),
        take: link
            .as_ref()
            .filter(|_| waits)
            .map(|link| format!("{link}&take=1")),
        link,
    }
}

/// The ways to the inbox, with what each says.
pub(super) fn links(words: &Words) -> impl Iterator<Item = (&str, &'static str)> {
    let open = words.link.as_deref().map(|link| (link, "Open the inbox"));
    let take = words.take.as_deref().map(|link| (link, "Take over"));
    open.into_iter().chain(take)
}

/// The title of a notification of what a learner wrote.
pub(super) fn wrote(learner: &LearnerProfile) -> String {
    let who = name(learner);
    format!("{who} wrote to you")
}

/// Title and text of the notification that is a test.
pub(super) fn test() -> (&'static str, &'static str) {
    ("This is a test", "Notifications come to this browser.")
}

/// Their name, as the page or the LMS says.
pub(super) fn name(learner: &LearnerProfile) -> String {
    let name = learner.name.as_deref().map(clipped);
    name.filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| "A learner".to_owned())
}

/// A text of a learner's, not longer than is passed on.
pub(super) fn clipped(text: &str) -> String {
    let mut clipped: String = text.chars().take(MAX_CHARS).collect();
    if clipped.len() < text.len() {
        clipped.push('…');
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(clipped(&"é".repeat(600)).chars().count(), MAX_CHARS + 1);
    }
}
