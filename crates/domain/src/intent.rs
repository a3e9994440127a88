//! What a learner's words are for: a person, a greeting, thanks, or a question.
//!
//! Patterns over whole words, not substrings, so that "agent-based modelling" and
//! "human anatomy quiz" stay questions.

use crate::words::words;

/// People one can ask for.
const PERSON: &[&str] = &[
    "adviser",
    "advisor",
    "agent",
    "agents",
    "human",
    "humans",
    "operator",
    "people",
    "person",
    "rep",
    "representative",
    "staff",
];

/// People one can ask for only with a verb of speaking: alone these words mean too much.
const SOMEONE: &[&str] = &[
    "anybody", "anyone", "helpdesk", "somebody", "someone", "support", "team",
];

/// Verbs of speaking to somebody.
const SPEAK: &[&str] = &[
    "chat",
    "chatting",
    "connect",
    "connected",
    "escalate",
    "put",
    "speak",
    "speaking",
    "talk",
    "talking",
    "transfer",
    "transferred",
];

/// Verbs of wanting, which only count with a person right behind them.
const WANT: &[&str] = &[
    "contact", "get", "give", "have", "need", "prefer", "reach", "request", "want",
];

/// Words that may stand between the verb and the person.
const BETWEEN: &[&str] = &[
    "a",
    "actual",
    "an",
    "another",
    "any",
    "customer",
    "from",
    "help",
    "human",
    "in",
    "just",
    "live",
    "me",
    "my",
    "one",
    "real",
    "service",
    "some",
    "some",
    "support",
    "tech",
    "technical",
    "the",
    "through",
    "to",
    "touch",
    "with",
    "your",
];

/// Words that make a short message with a person in it a request.
const SHORT_COMPANY: &[&str] = &[
    "a", "actual", "an", "customer", "hello", "hi", "i", "live", "me", "need", "now", "please",
    "pls", "real", "service", "support", "the", "want",
];

/// Whether the text asks for a person (B3).
#[must_use]
pub fn asks_for_person(text: &str) -> bool {
    clauses(text).any(clause_asks_for_person)
}

/// The text without what asks for a person: what is left to solve.
#[must_use]
pub fn open_question(text: &str) -> String {
    let rest: Vec<String> = clauses(text)
        .map(|clause| {
            if clause_asks_for_person(clause) {
                about_what(clause)
            } else {
                clause.trim().to_owned()
            }
        })
        .filter(|clause| words(clause).len() > 1)
        .collect();
    rest.join(", ")
}

/// What a request for a person is about: what follows the person, as in "to a person about
/// my transcript"; empty if nothing does.
fn about_what(clause: &str) -> String {
    const LEADING: &[&str] = &[
        "about",
        "as",
        "because",
        "concerning",
        "for",
        "in",
        "on",
        "please",
        "regarding",
        "since",
        "so",
        "with",
    ];
    let tokens: Vec<&str> = clause.split_whitespace().collect();
    let is_one_of = |list: &[&str], token: &str| {
        let word = words(token).concat();
        list.contains(&word.as_str())
    };
    let person = tokens
        .iter()
        .rposition(|token| is_one_of(PERSON, token) || is_one_of(SOMEONE, token));
    let after = person.map_or(&[][..], |person| &tokens[person + 1..]);
    let about: Vec<&str> = after
        .iter()
        .skip_while(|token| is_one_of(LEADING, token))
        .copied()
        .collect();
    about.join(" ")
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '.', '!', '?', '\n', ':'])
}

fn clause_asks_for_person(clause: &str) -> bool {
    // "agent-based" and "human-centred" describe a subject.
    let clause = clause.replace("-based", "based").replace("-cent", "cent");
    let words = words(&clause);
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());

    let is_short = words.len() <= 4
        && words.iter().any(|word| is(PERSON, word))
        && words
            .iter()
            .all(|word| is(PERSON, word) || is(SHORT_COMPANY, word));
    if is_short {
        return true;
    }
    words.iter().enumerate().any(|(at, verb)| {
        let speaks = is(SPEAK, verb);
        if !speaks && !is(WANT, verb) {
            return false;
        }
        let mut rest = words.iter().skip(at + 1).peekable();
        while let Some(word) = rest.next() {
            if is(PERSON, word) || (speaks && is(SOMEONE, word)) {
                // "a human anatomy tutor", "the person profile page": the person is not
                // what is asked for if it describes the next word.
                let describes = rest.peek().is_some_and(|next| {
                    matches!(
                        next.as_str(),
                        "anatomy"
                            | "biology"
                            | "resources"
                            | "rights"
                            | "subjects"
                            | "ticket"
                            | "system"
                            | "group"
                            | "site"
                    )
                });
                return !describes;
            }
            if !is(BETWEEN, word) {
                return false;
            }
        }
        false
    })
}

/// Words that are not a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    /// "Hello".
    Greeting,
    /// "Thanks", "that worked".
    Thanks,
}

/// Whether the text is only a greeting or thanks.
#[must_use]
pub fn small_talk(text: &str) -> Option<SmallTalk> {
    const GREETING: &[&str] = &[
        "afternoon",
        "evening",
        "good",
        "hello",
        "hey",
        "hi",
        "hiya",
        "morning",
        "there",
    ];
    const THANKS: &[&str] = &[
        "a", "all", "bye", "cheers", "for", "goodbye", "great", "help", "helped", "it", "lot",
        "many", "much", "ok", "okay", "perfect", "so", "thank", "thanks", "that", "the", "thx",
        "very", "worked", "works", "you", "your",
    ];
    const THANKS_CORE: &[&str] = &[
        "bye", "cheers", "goodbye", "helped", "perfect", "thank", "thanks", "thx", "worked",
        "works",
    ];
    let words = words(text);
    let all_in = |list: &[&str]| words.iter().all(|word| list.contains(&word.as_str()));
    if words.is_empty() || words.len() > 7 {
        None
    } else if all_in(GREETING) {
        Some(SmallTalk::Greeting)
    } else if all_in(THANKS)
        && words
            .iter()
            .any(|word| THANKS_CORE.contains(&word.as_str()))
    {
        Some(SmallTalk::Thanks)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_for_a_person_are_recognised() {
        for text in [
            "my course completion never synced, can I talk to a person?",
            "I want to speak to a human",
            "can i talk to someone please",
            "Connect me with a real person",
            "put me through to an agent",
            "agent please",
            "human",
            "I need a human.",
            "Could you transfer me to support?",
            "this is useless. let me speak with a representative",
            "get me a live agent",
            "Talk to a person",
            "is there a way of chatting with customer support",
        ] {
            assert!(asks_for_person(text), "{text}");
        }
    }

    #[test]
    fn questions_about_people_are_not_requests_for_one() {
        for text in [
            "How do I reset my password?",
            "how do I talk to my instructor?",
            "I cannot open the agent-based modelling course",
            "when is the human anatomy quiz",
            "I need the human anatomy textbook",
            "how many people can join a live classroom",
            "can I transfer my course to a new person's account",
            "support for screen readers",
            "how do I give a student extra time",
        ] {
            assert!(!asks_for_person(text), "{text}");
        }
    }

    #[test]
    fn the_open_question_is_what_is_left() {
        assert_eq!(
            open_question("my course completion never synced, can I talk to a person?"),
            "my course completion never synced"
        );
        assert_eq!(
            open_question("I need to speak to a person about my transcript"),
            "my transcript"
        );
        for nothing in [
            "talk to a person",
            "can I talk to someone please?",
            "human!",
        ] {
            assert_eq!(open_question(nothing), "", "{nothing}");
        }
    }

    #[test]
    fn greetings_and_thanks_are_not_questions() {
        assert_eq!(small_talk("Hi there!"), Some(SmallTalk::Greeting));
        assert_eq!(small_talk("thank you so much"), Some(SmallTalk::Thanks));
        assert_eq!(small_talk("ok that worked"), Some(SmallTalk::Thanks));
        assert_eq!(small_talk("hi, my quiz score is wrong"), None);
        assert_eq!(small_talk("the help"), None);
        assert_eq!(small_talk(""), None);
    }
}
