//! Requests for a person by their words, in the languages that are listened to.
//!
//! Each language has named lists and phrases ([`wordings`]): what asks, what refuses, what speaks
//! of people and asks for none. What the words miss the classifier finds; `cargo xtask eval person
//! DIR` measures both.

mod unspaced;
mod wordings;

use super::folded::{Lists, Phrases, folded, lists};
use super::machine;
use std::sync::LazyLock;
use wordings::{WORDINGS, Wording};

/// Words of a clause in which a few words are enough, at most.
const BRIEF: usize = 9;
/// Words of a clause that says nothing but whom it wants, at most.
const ALONE: usize = 5;
/// Longer clauses are logs, quotes and lists.
const MOST_WORDS: usize = 70;

/// What all languages say.
struct Grammars {
    lists: Vec<Lists>,
    /// Each tagged with the number of its language and what it says.
    phrases: Phrases,
}

/// What phrases say; the order is that of [`Wording`].
const ASKS: usize = 0;
const BRIEFLY: usize = 1;
const WITH: usize = 2;
const NOT_WITH: usize = 3;
const REFUSES: usize = 4;
const ABOUT: usize = 5;
const KINDS: usize = 6;

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars::read(WORDINGS));

impl Grammars {
    fn read(wordings: &[Wording]) -> Self {
        let mut all = Self {
            lists: Vec::new(),
            phrases: Phrases::default(),
        };
        for (language, wording) in wordings.iter().enumerate() {
            let own = lists(wording.lists);
            let kinds = [
                wording.asks,
                wording.brief,
                wording.with,
                wording.not_with,
                wording.refuses,
                wording.about,
            ];
            for (kind, text) in kinds.into_iter().enumerate() {
                all.phrases.add(language * KINDS + kind, &own, text);
            }
            all.lists.push(own);
        }
        all
    }

    /// Whether a clause is a person's name and words of politeness, in a language.
    fn is_alone(&self, language: usize, words: &[String]) -> bool {
        let named = |word: &String, list: &str| {
            let list = self.lists[language].get(list);
            list.is_some_and(|it| it.has(word))
        };
        words.len() <= ALONE
            && words.iter().any(|word| named(word, "alone"))
            && words
                .iter()
                .all(|word| named(word, "alone") || named(word, "company"))
    }

    /// That a clause asks, that it asks for none, or nothing.
    fn say(&self, words: &[String]) -> Option<bool> {
        let tags = self.phrases.tags_in(words);
        let is_brief = words.len() <= BRIEF;
        let mut refused = None;
        for language in 0..self.lists.len() {
            let has = |kind: usize| tags.contains(&(language * KINDS + kind));
            if has(REFUSES) {
                refused = Some(false);
                continue;
            }
            let asks = has(ASKS)
                || (has(WITH) && !has(NOT_WITH))
                || (is_brief && has(BRIEFLY))
                || self.is_alone(language, words);
            if asks && !has(ABOUT) {
                return Some(true);
            }
        }
        refused
    }
}

/// What the words of a message say: that it asks for a person, that it does not, or nothing sure.
#[must_use]
pub(super) fn asks(text: &str) -> Option<bool> {
    if machine::asks_what_you_are(text) {
        return Some(false);
    }
    let own = without_quoted(text);
    let mut refused = false;
    for clause in super::clauses(&own) {
        match clause_asks(clause) {
            Some(true) => return Some(true),
            Some(false) => refused = true,
            None if unspaced::asks(clause) => return Some(true),
            None => {}
        }
    }
    refused.then_some(false)
}

fn clause_asks(clause: &str) -> Option<bool> {
    let clause = clause.replace("-based", "based").replace("-cent", "cent");
    let mut words = folded(&without_elisions(&clause));
    if words.is_empty() || words.len() > MOST_WORDS {
        return None;
    }
    if machine::asks_what_you_are(&clause) {
        return Some(false);
    }
    for word in &mut words {
        if is_representative(word) {
            "representative".clone_into(word);
        }
    }
    GRAMMARS.say(&words)
}

/// The team by the name of a department.
static TEAM: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::read(
        "
        customer|tech|technical|student|learner|live service|care|support|services
        support|service|help team|desk|line
        helpdesk|kundendienst|kundenservice|klantenservice|hotline
        servicio|atencion al cliente
        service client|clientele
        servizio clienti
        atendimento ao cliente
        obsluga klienta
        служба поддержки
        خدمة العملاء
        ",
    )
});

/// Whether a clause is little more than the name of a department.
#[must_use]
pub(super) fn names_team(text: &str) -> bool {
    const WORDS: usize = 4;
    super::clauses(text).any(|clause| {
        let words = folded(clause);
        words.len() <= WORDS && TEAM.are_in(&words) && !ASKING.are_in(&words)
    })
}

static ASKING: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read("what|how|when|where|hours|is|who|for|number|phone|email"));

/// Whether a word stands for a person or a desk in any of the languages.
#[must_use]
pub(super) fn is_somebody(word: &str) -> bool {
    let word = folded(word).concat();
    let lists = GRAMMARS
        .lists
        .iter()
        .flat_map(|it| [it.get("person"), it.get("desk")]);
    lists.flatten().any(|list| list.has(&word))
}

/// Whether a word is "representative", the word that people slip in most: fewer of its pairs of
/// letters are missing than of any other word of English.
fn is_representative(word: &str) -> bool {
    const RIGHT: &str = "representative";
    let length = word.chars().count();
    if !(10..=16).contains(&length)
        || !(word.contains('v') || word.contains("tic"))
        || !word.contains("rep")
    {
        return false;
    }
    let pairs =
        |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (right, own) = (pairs(RIGHT), pairs(word));
    let found = own.iter().filter(|pair| right.contains(pair)).count();
    found * 2 > right.len()
}

/// A text without what it quotes of others: three words and more between marks, where more is said
/// around them.
fn without_quoted(text: &str) -> String {
    const MARKS: &[(char, char)] = &[
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('„', '”'),
        ('„', '"'),
        ('«', '»'),
        ('「', '」'),
    ];
    let mut own = text.to_owned();
    for (opens, closes) in MARKS {
        let Some((before, rest)) = own.split_once(*opens) else {
            continue;
        };
        let Some((quoted, after)) = rest.split_once(*closes) else {
            continue;
        };
        let letters = before.chars().count() + after.chars().count();
        let is_spaced = before.contains(' ') || after.contains(' ');
        let around = match is_spaced {
            true => folded(before).len() + folded(after).len(),
            false => letters / 2,
        };
        let is_long = folded(quoted).len() >= 3 || quoted.chars().count() >= 6;
        if is_long && around >= 3 {
            own = format!("{before} {after}");
        }
    }
    own
}

/// "l'humain" and "c'è" as two words: short articles and pronouns stand for themselves.
fn without_elisions(clause: &str) -> String {
    let mut out = String::with_capacity(clause.len());
    for token in clause.split_inclusive(char::is_whitespace) {
        match token.split_once(['\'', '’']) {
            Some((short, rest))
                if short.chars().count() <= 2 && !rest.starts_with(['m', 'v', 's', 't', 'd']) =>
            {
                out.push_str(short);
                out.push(' ');
                out.push_str(rest);
            }
            _ => out.push_str(token),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{asks, is_representative};

    #[test]
    fn slips_in_representative_are_read() {
        for slip in [
            "representitive",
            "represntitive",
            "reprentative",
            "represtantive",
            "representavie",
            "repersentative",
            "rrepresentative",
            "irepresentative",
            "represemtative",
        ] {
            assert!(is_representative(slip), "{slip}");
        }
        for other in [
            "representation",
            "preservative",
            "irrespective",
            "retrospective",
            "restorative",
        ] {
            assert!(!is_representative(other), "{other}");
        }
    }

    #[test]
    fn who_refuses_a_person_asks_for_none_and_who_refuses_a_machine_asks() {
        for refused in [
            "no need to transfer me to a human, just tell me how",
            "I don't want to talk to an agent",
            "please don't connect me with anyone",
            "kein Mitarbeiter nötig, ich will nicht mit einem Menschen sprechen",
            "no quiero hablar con una persona",
        ] {
            assert_eq!(asks(refused), Some(false), "{refused}");
        }
        for asked in [
            "I dont want to talk to a robot",
            "no bots please",
            "no quiero hablar con un robot",
            "je ne veux pas parler à une machine",
            "nie chcę rozmawiać z botem",
            "я не хочу бота",
        ] {
            assert_eq!(asks(asked), Some(true), "{asked}");
        }
    }

    #[test]
    fn a_request_in_the_middle_of_a_message_is_heard() {
        for asked in [
            "STOP SENDING ME ARTICLES AND GIVE ME A PERSON",
            "When does the exam window close, and could I have a word with someone about extra time?",
            "I have 60 students in front of me, need someone from IT on this chat now",
        ] {
            assert_eq!(asks(asked), Some(true), "{asked}");
        }
        for other in [
            "I am an agent and cannot log in",
            "how do I chat with people in my group",
            "where is the person profile page",
            "I have been in contact with an infected person",
            "can an instructor enrol one person in two groups",
        ] {
            assert_ne!(asks(other), Some(true), "{other}");
        }
    }
}
