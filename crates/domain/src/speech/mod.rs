//! What Baton says, in words: one file per language, each with every sentence.
//!
//! Nothing reads these words back: what is decided is decided by [`Say`] and [`Tap`]. An event is
//! put into words for its learner when it is sent, so what was said before follows their language too.

mod ar;
mod de;
mod en;
mod es;
mod fr;
mod pt;
pub(crate) mod team;

use protocol::{AgentEvent, LearnerEvent, LearnerMessage, Notice, QuickReply, Say, Tap};

/// What a language says for a sentence.
type Spoken = fn(Say) -> &'static str;

/// Languages that Baton speaks to learners, by their ISO 639-1 codes, and their sentences.
const SPEAKERS: &[(&str, Spoken)] = &[
    ("en", en::sentence),
    ("es", es::sentence),
    ("de", de::sentence),
    ("fr", fr::sentence),
    ("pt", pt::sentence),
    ("ar", ar::sentence),
];

/// The languages that Baton speaks to learners, by their ISO 639-1 codes; English first.
pub fn languages() -> impl Iterator<Item = &'static str> {
    SPEAKERS.iter().map(|it| it.0)
}

/// A language that Baton speaks, by its code; English for others.
#[must_use]
pub fn spoken(language: &str) -> &'static str {
    languages().find(|it| *it == language).unwrap_or("en")
}

/// An event as its learner has it in a language; `None` if it is not for them.
#[must_use]
pub fn for_learner(event: &AgentEvent, language: &str) -> Option<LearnerEvent> {
    let (_, sentence) = SPEAKERS.iter().find(|it| it.0 == spoken(language))?;
    match event {
        AgentEvent::Message(message) => {
            let said = |notice: &Notice| notice.in_words(|say| Some(sentence(say)));
            let own = message.notice.as_ref().and_then(said);
            let notice = message.notice.as_ref();
            let label = |reply: &QuickReply| match reply.does.says() {
                Some(say) => sentence(say).to_owned(),
                None => reply.label.clone(),
            };
            Some(LearnerEvent::Message(LearnerMessage {
                author: message.author.clone(),
                text: own.unwrap_or_else(|| message.text.clone()),
                attachments: message.attachments.clone(),
                citations: message.citations.clone(),
                quick_replies: message.quick_replies.iter().map(label).collect(),
                asks_address: notice.is_some_and(|it| it.says.contains(&Say::LeaveAddress)),
                asks_proof: notice.is_some_and(|it| it.says.contains(&Say::Crowded)),
                client_id: message.client_id.clone(),
            }))
        }
        AgentEvent::Changed(change) => change.for_learner().map(LearnerEvent::Changed),
        AgentEvent::Handoff(_)
        | AgentEvent::Note(_)
        | AgentEvent::Tagged(_)
        | AgentEvent::Collected(_) => None,
    }
}

/// Every sentence in a language that Baton speaks, by its name on the wire, with `{}` for what fills it: what agents
/// who read another language than English are shown of notices. `None` if Baton does not speak it.
#[must_use]
pub fn all(language: &str) -> Option<Vec<(Say, &'static str)>> {
    let (_, sentence) = SPEAKERS.iter().find(|it| it.0 == language)?;
    Some(Say::ALL.iter().map(|say| (*say, sentence(*say))).collect())
}

/// A sentence in a language that Baton speaks, English for others; with what fills its `{}`.
#[must_use]
pub fn sentence(say: Say, language: &str, with: &[String]) -> String {
    let speaker = SPEAKERS.iter().find(|it| it.0 == spoken(language));
    let words = speaker.map_or(en::sentence as Spoken, |it| it.1)(say);
    let mut text = String::new();
    protocol::fill(&mut text, words, &mut with.iter());
    text
}

/// A notice in English: what logs, agents and models read.
#[must_use]
pub(crate) fn english(notice: &Notice) -> String {
    let text = notice.in_words(|say| Some(en::sentence(say)));
    text.unwrap_or_default()
}

/// A quick reply that Baton words itself.
#[must_use]
pub(crate) fn reply(does: Tap) -> QuickReply {
    QuickReply {
        label: does.says().map(en::sentence).unwrap_or_default().to_owned(),
        does,
    }
}

/// Whether a text is what stands on a reply, to the letter, in any language.
#[must_use]
pub(crate) fn is_label(text: &str, reply: &QuickReply) -> bool {
    // Letters and digits alone, without accents: "no gracias" is "No, gracias".
    let plain = crate::intent::plain_words;
    let text = plain(text);
    let own = reply.does.says().into_iter();
    let own = own.flat_map(|say| SPEAKERS.iter().map(move |it| (it.1)(say)));
    text == plain(&reply.label) || own.into_iter().any(|it| plain(it) == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Author, Message};

    #[test]
    fn every_language_has_every_sentence_with_the_same_blanks() {
        for (language, sentence) in SPEAKERS {
            for say in Say::ALL {
                let (own, english) = (sentence(*say), en::sentence(*say));
                assert!(!own.is_empty(), "{language}: {say:?}");
                let blanks = |text: &str| text.matches("{}").count();
                assert_eq!(blanks(own), blanks(english), "{language}: {say:?}");
                assert!(*language == "en" || own != english, "{language}: {say:?}");
            }
        }
    }

    #[test]
    fn what_is_for_a_learner_is_said_in_their_language_and_nothing_else_is_said() {
        let message = Message {
            notice: Some(Notice::from(Say::MayBeIt).then("Select it.")),
            quick_replies: vec![reply(Tap::Helped), QuickReply::say("Take a quiz")],
            ..Message::new(Author::Assistant, "This may be it:\n\nSelect it.")
        };
        let said =
            |language: &str| match for_learner(&AgentEvent::Message(message.clone()), language) {
                Some(LearnerEvent::Message(said)) => (said.text, said.quick_replies),
                other => panic!("{other:?}"),
            };
        let spanish = (
            "Puede que sea esto:\n\nSelect it.".to_owned(),
            vec!["Me sirvió".to_owned(), "Take a quiz".to_owned()],
        );
        assert_eq!(said("es"), spanish);
        assert_eq!(said("en").0, message.text);
        assert_eq!(said("tlh"), said("en"), "a language that it does not speak");
        let tagged = AgentEvent::Tagged(protocol::Tagging {
            tag: protocol::Tag::new("x").unwrap(),
            by: "Ana".to_owned(),
            is_on: true,
            confidence: None,
        });
        assert!(!tagged.is_for_learner());
        assert_eq!(for_learner(&tagged, "es"), None);
    }

    #[test]
    fn what_is_the_teams_own_is_no_learners_event() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../tests/wire/agent_event.json"
        );
        let text = std::fs::read_to_string(path).unwrap();
        let events: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        for event in events {
            let agent: AgentEvent = serde_json::from_value(event.clone()).unwrap();
            let learner = for_learner(&agent, "es");
            assert_eq!(learner.is_some(), agent.is_for_learner());
            let learner = learner.map(|event| serde_json::to_string(&event).unwrap());
            match learner {
                None => {
                    let kind = event["activity"]["kind"].as_str().unwrap_or_default();
                    let is_the_teams = event["type"] == "handoff"
                        || event["type"] == "note"
                        || event["type"] == "tagged"
                        || event["type"] == "collected"
                        || ["snoozed", "woke", "rated"].contains(&kind);
                    assert!(is_the_teams, "{event}");
                }
                Some(text) => {
                    for secret in ["reason", "no_answer", "confidence", "tried", "since"] {
                        assert!(!text.contains(secret), "{text}");
                    }
                }
            }
        }
    }
}
