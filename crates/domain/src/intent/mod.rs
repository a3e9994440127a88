//! What a learner's words are for: a person, a greeting, thanks, or a question.
//!
//! Patterns over whole words, not substrings, so that "agent-based modelling" and
//! "human anatomy quiz" stay questions.

pub mod account;
pub mod assessment;
mod choice;
pub mod classifier;
pub mod elsewhere;
mod feeling;
mod folded;
pub mod lead;
mod machine;
mod pieces;
pub mod questions;
mod request;
pub mod safety;
pub mod side;
mod talk;
pub mod urgent;

use crate::language;
use crate::words::words;
pub use choice::{Choice, choice, consent, plain_consent};
use classifier::Classifier;
use std::sync::LazyLock;
pub use talk::{SmallTalk, small_talk};

/// Surer than this, a message whose words say nothing asks for a person. Source: `cargo xtask eval
/// person`, which leaves out the bots it measures.
const PERSON_FROM: f32 = 0.95;

static PERSON_FILE: &[u8] = include_bytes!("../../data/person.bin");
static FRUSTRATION_FILE: &[u8] = include_bytes!("../../data/frustration.bin");

/// Whether the text asks for a person (B3).
#[must_use]
pub fn asks_for_person(text: &str) -> bool {
    asks_by(text, person)
}

/// The same, with another classifier: what its words say, and else what that says.
#[must_use]
pub fn asks_by(text: &str, person: impl Fn(&str) -> f32) -> bool {
    match request::asks(text) {
        Some(asks) => asks,
        None => person(text) >= PERSON_FROM,
    }
}

/// Whether the text asks for people in any way: for a person, or for the team.
#[must_use]
pub fn asks_for_people(text: &str) -> bool {
    asks_for_person(text) || asks_for_team(text)
}

/// The probability that the text asks for a person: of all of it, or of its surest clause.
#[must_use]
pub fn person(text: &str) -> f32 {
    Classifier::read(PERSON_FILE).map_or(0.0, |classifier| person_by(classifier, text))
}

/// The same, by another classifier.
#[must_use]
pub fn person_by(classifier: Classifier<'_>, text: &str) -> f32 {
    // A clause by itself says less: "a person" is one, and no request.
    surest(classifier, text, CLAUSE_WORDS)
}

/// The probability of a text, or of the surest of its clauses of so many words.
fn surest(classifier: Classifier<'_>, text: &str, least: usize) -> f32 {
    clauses(text)
        .filter(|clause| clause.len() < text.len() && words(clause).len() >= least)
        .map(|clause| classifier.probability(clause))
        .fold(classifier.probability(text), f32::max)
}

/// Words of a clause that may ask by itself.
const CLAUSE_WORDS: usize = 4;

/// The probability that the learner is frustrated, from one message: not enough to hand over by.
#[must_use]
pub fn frustration(text: &str) -> f32 {
    let Some(classifier) = Classifier::read(FRUSTRATION_FILE) else {
        return 0.0;
    };
    // The rest of a message is often calm: "this is a joke, how do I open it?"
    let by_words = feeling::strength(text);
    match language::is_other_than_english(text) {
        // The classifier has learnt from English, and knows nothing of others.
        true => by_words,
        false => surest(classifier, text, 2).max(by_words),
    }
}

/// Whether the text asks for the team by the name of a department, as "customer service": more
/// often than a request for a person it is a question for hours and numbers, and both are people's.
#[must_use]
pub fn asks_for_team(text: &str) -> bool {
    request::names_team(text)
}

/// The text without what asks for a person: what is left to solve.
#[must_use]
pub fn open_question(text: &str) -> String {
    let rest: Vec<String> = clauses(text)
        .map(|clause| {
            if asks_for_people(clause) {
                about_what(clause)
            } else {
                clause.trim().to_owned()
            }
        })
        .filter(|clause| words(clause).len() > 1)
        .collect();
    rest.join(", ")
}

/// How messages end before a name is signed, folded.
const SIGN_OFFS: &[&str] = &[
    "kind regards",
    "best regards",
    "warm regards",
    "regards",
    "best wishes",
    "sincerely",
    "yours",
    "thanks in advance",
    "many thanks in advance",
    "cheers",
    "mit freundlichen gru",
    "mit freundlichem gru",
    "freundliche gru",
    "viele gru",
    "liebe gru",
    "beste gru",
    "mfg",
    "lg",
    "saludos",
    "un saludo",
    "atentamente",
    "cordialmente",
    "cordialement",
    "bien a vous",
    "bien cordialement",
    "salutations",
    "atenciosamente",
    "att",
    "cumprimentos",
    "abracos",
    "cordiali saluti",
    "distinti saluti",
    "saluti",
    "met vriendelijke groet",
    "vriendelijke groet",
    "groeten",
    "groetjes",
    "mvg",
    "pozdrawiam",
    "z powazaniem",
    "с уважением",
    "مع خالص",
    "مع التحيه",
    "مع التحية",
    "تحياتي",
    "وتفضلوا",
    "सादर",
    "धन्यवाद सहित",
    "此致",
    "祝好",
];

/// A message without the signature it ends with: from a closing formula on, if something was said before.
#[must_use]
fn unsigned(text: &str) -> &str {
    let is_sign_off = |clause: &str| {
        let clause = folded::fold(clause.trim());
        SIGN_OFFS.iter().any(|formula| {
            // "gru" begins a word, "att" is one.
            let rest = clause.strip_prefix(formula);
            let rest = rest.filter(|rest| {
                formula.ends_with("gru") || !rest.starts_with(char::is_alphanumeric)
            });
            rest.is_some_and(|rest| words(rest).len() <= 4)
        })
    };
    let mut before = 0;
    let mut said_before = false;
    for clause in clauses(text) {
        let at = before;
        // A mark of one to three bytes stands behind each.
        before += clause.len();
        before += text[before..].chars().next().map_or(0, char::len_utf8);
        if said_before && is_sign_off(clause) {
            return &text[..at];
        }
        said_before |= words(clause).len() > 1;
    }
    text
}

/// The part of a message that asks something, for searching: without greetings and signature, and without
/// clauses that only say how the learner feels; all of it if nothing else is left.
#[must_use]
pub fn searchable(text: &str) -> String {
    let text = unsigned(text);
    let asks = |clause: &&str| {
        words(clause).len() > 1
            && small_talk(clause).is_none()
            && frustration(clause) < FEELING_FROM
    };
    let kept: Vec<&str> = clauses(text).filter(asks).map(str::trim).collect();
    // A mark of the end of a sentence says nothing to the index.
    if kept.is_empty() || kept.len() == clauses(text).filter(|it| !it.trim().is_empty()).count() {
        text.to_owned()
    } else {
        kept.join(", ")
    }
}

/// From this on a clause says how the learner feels.
const FEELING_FROM: f32 = 0.6;

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
    const ABOUT: &[&str] = &["about", "as", "because", "concerning", "regarding"];
    let tokens: Vec<&str> = clause.split_whitespace().collect();
    // What it is about may name people too: the person asked for comes before that.
    let is_about = |token: &&str| ABOUT.contains(&words(token).concat().as_str());
    let end = tokens.iter().position(is_about).unwrap_or(tokens.len());
    let somebody = |token: &&str| request::is_somebody(token);
    let person = tokens[..end].iter().rposition(somebody);
    let person = person.or_else(|| tokens.iter().rposition(somebody));
    let after = person.map_or(&[][..], |person| &tokens[person + 1..]);
    let about: Vec<&str> = after
        .iter()
        .skip_while(|token| LEADING.contains(&words(token).concat().as_str()))
        .copied()
        .collect();
    about.join(" ")
}

/// The words of a text in small letters and without accents, with one space between: by which two
/// short texts are the same, however they are typed.
#[must_use]
pub(crate) fn plain_words(text: &str) -> String {
    folded::folded(text).join(" ")
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([
        ',', ';', '.', '!', '?', '\n', ':', '，', '。', '！', '？', '؟', '،', '।',
    ])
}

/// Whether a message leaves to the one before it what it is about: "and on a phone?", "what if I lose
/// it?", "how do I undo that", "it still does not work".
#[must_use]
pub fn points_back(text: &str) -> bool {
    const OPENING: &[&str] = &["and", "also", "but", "or", "same"];
    const POINTING: &[&str] = &["it", "that", "this", "them", "those", "these", "one"];
    /// Longer messages say what they are about.
    const MOST_WORDS: usize = 8;
    let words = words(text);
    if words.is_empty() || words.len() > MOST_WORDS {
        return false;
    }
    let first_two = words
        .get(..2)
        .map(|pair| [pair[0].as_str(), pair[1].as_str()]);
    let begins = OPENING.contains(&words[0].as_str())
        || matches!(first_two, Some(["what" | "how", "about"] | ["what", "if"]));
    let points = words.iter().any(|word| POINTING.contains(&word.as_str()));
    // Beside a word for what is pointed at there is little of its own: "can I turn it off later".
    begins || (points && crate::words::terms(text).len() <= 4) || points_elsewhere(text, &words)
}

/// How a message leaves to the one before it what it is about: the words that it may begin with, two words of which one
/// alone says nothing, and words that stand for what was named before. With their accents, as "é" begins a question and
/// "e" goes on.
struct Pointing {
    language: &'static str,
    opening: &'static [&'static str],
    pairs: &'static [[&'static str; 2]],
    pointing: &'static [&'static str],
}

const POINTINGS: &[Pointing] = &[
    Pointing {
        language: "de",
        opening: &["und", "oder", "aber", "auch"],
        pairs: &[
            ["was", "wenn"],
            ["kann", "es"],
            ["ich", "es"],
            ["wenn", "es"],
        ],
        pointing: &["ihn", "davon", "damit", "dafür"],
    },
    Pointing {
        language: "es",
        opening: &["y", "pero", "también"],
        pairs: &[["lo", "puedo"]],
        pointing: &[
            "eso",
            "esto",
            "ello",
            "deshacerlo",
            "cambiarlo",
            "hacerlo",
            "verlo",
        ],
    },
    Pointing {
        language: "fr",
        opening: &["et", "mais", "aussi"],
        pairs: &[["je", "le"]],
        pointing: &["ça", "cela", "ceci"],
    },
    Pointing {
        language: "pt",
        opening: &["e", "mas", "também"],
        pairs: &[],
        pointing: &["isso", "isto", "disso"],
    },
    Pointing {
        language: "it",
        opening: &["e", "ma", "anche"],
        pairs: &[["lo", "posso"]],
        pointing: &["farlo", "cambiarlo", "annullarlo"],
    },
    Pointing {
        language: "nl",
        opening: &["en", "maar", "ook"],
        pairs: &[["wat", "als"]],
        pointing: &["daarmee", "ermee", "daarvoor"],
    },
    Pointing {
        language: "pl",
        opening: &["a", "i", "ale"],
        pairs: &[["co", "jeśli"]],
        pointing: &[],
    },
    Pointing {
        language: "ru",
        opening: &["а", "и", "но", "или"],
        pairs: &[["что", "если"]],
        pointing: &["это", "его"],
    },
    Pointing {
        language: "ar",
        opening: &[
            "طيب",
            "أو",
            "لكن",
            "وماذا",
            "وكيف",
            "وإذا",
            "واذا",
            "ولو",
            "وهل",
            "ومتى",
            "وأين",
            "واين",
        ],
        pairs: &[["ماذا", "لو"]],
        pointing: &[],
    },
    Pointing {
        language: "hi",
        opening: &["और", "लेकिन"],
        pairs: &[],
        pointing: &["इसे", "उसे", "इसको"],
    },
];

/// The same in other languages, of at most [`POINTING_WORDS`] words.
fn points_elsewhere(text: &str, words: &[String]) -> bool {
    if words.len() > POINTING_WORDS {
        return false;
    }
    let Some(language) = language::code(text) else {
        return false;
    };
    if language == "zh" {
        let is_short = text.chars().count() <= 20;
        let is_left = text.trim_end_matches(['?', '？', '。']).ends_with('呢');
        return is_short && (text.starts_with('那') || is_left || text.contains('它'));
    }
    let Some(known) = POINTINGS.iter().find(|it| it.language == language) else {
        return false;
    };
    // "E-mail" is a word.
    let is_joined = text.trim_start().chars().nth(1) == Some('-');
    let has = |list: &[&str], word: &String| list.contains(&word.as_str());
    let opens = words.len() > 1 && !is_joined && has(known.opening, &words[0]);
    let mut pairs = words
        .windows(2)
        .map(|two| [two[0].as_str(), two[1].as_str()]);
    opens
        || pairs.any(|two| known.pairs.contains(&two))
        || words.iter().any(|word| has(known.pointing, word))
}

/// Longer messages of other languages say what they are about.
const POINTING_WORDS: usize = 7;

/// Words that are said to hurt, in the languages that are listened to.
static ABUSE: LazyLock<folded::Phrases> = LazyLock::new(|| {
    folded::Phrases::read(
        "
        fuck you|u|off|this
        stupid|dumb|useless|shitty|idiotic bot|robot|machine|assistant|thing|program
        you|u|ur idiot|moron|stupid|dumb|suck|sucks
        piece of shit|crap
        shut up
        go to hell
        bitch|asshole|bastard|wanker|dickhead|motherfucker
        du idiot|arschloch|depp|trottel
        dummer|dumme|scheiss bot|maschine|programm
        halt die|deine fresse|klappe
        fick dich
        idiota|imbecil|estupido|pendejo|gilipollas bot|maquina|robot
        eres idiota|estupido|imbecil|inutil
        vete a la mierda
        que te den|jodan
        ta|ferme gueule
        connard|connasse|salope|encule
        espece de con|conne|merde
        seu|sua idiota|burro|burra|merda|inutil
        vai se foder|ferrar
        filho da puta
        vaffanculo
        sei stupido|idiota|inutile|scemo
        stronzo|coglione
        rot op
        stomme|domme bot|robot|computer
        klootzak|kutbot
        spierdalaj|kurwa
        glupi|glupia bot|robot|maszyna
        jestes idiota|glupi|debilem
        тупои|тупая бот|робот|машина
        идиот|дебил|сука|пошел на
        غبي
        حمار
        bewakoof|gadha|chutiya|harami
        傻逼|智障|滚蛋|废物
        ",
    )
});

/// Whether a message abuses who reads it and asks nothing.
#[must_use]
pub fn is_abuse(text: &str) -> bool {
    let words = folded::folded(text);
    words.len() <= 8
        && !text.contains('?')
        && (ABUSE.are_in(&words) || ["傻逼", "智障", "滚蛋"].iter().any(|it| text.contains(it)))
}

/// Whether somebody asks if a machine answers them (M2).
#[must_use]
pub fn asks_what_you_are(text: &str) -> bool {
    machine::asks_what_you_are(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_for_a_person_are_recognised() {
        for text in [
            "my course completion never synced, can I talk to a person?",
            // What it is about is no other person to talk to.
            "can I talk to somebody about my course completion",
            "I need to speak with someone about my instructor",
            "I want to talk to a human about the group assignment",
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
            "is there an actual human being i could chat with",
            "let me speak to your manager",
            "I'd like to have a word with someone from support",
            "can somebody help me, not a robot",
            "¿Puedo hablar con una persona?",
            "Ich möchte mit einem Menschen sprechen",
            "je veux parler à une personne",
        ] {
            assert!(asks_for_people(text), "{text}");
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
            "I don't want to talk to a person, how do I reset my password?",
            "the manager role cannot see reports",
            "is the word limit of an essay for one person or the group",
        ] {
            assert!(!asks_for_people(text), "{text} {}", person(text));
        }
    }

    #[test]
    fn how_somebody_feels_is_not_searched_for() {
        for (said, asked) in [
            (
                "I hate this, how do I reset my password",
                "how do I reset my password",
            ),
            (
                "Hi! How do I reset my password?",
                "How do I reset my password",
            ),
            ("How do I reset my password?", "How do I reset my password?"),
            ("this is a joke", "this is a joke"),
            (
                "Hi, how do I download my certificate? Kind regards, Ana Silva, student no 48213",
                "how do I download my certificate",
            ),
            (
                "wie lade ich das zertifikat herunter?\n\nViele Grüße\nJonas",
                "wie lade ich das zertifikat herunter?\n\n",
            ),
            (
                "Kind regards, who signs my certificate?",
                "Kind regards, who signs my certificate?",
            ),
        ] {
            assert_eq!(searchable(said), asked);
        }
        let whole = "I did the quiz, attempt 2 is locked";
        assert_eq!(unsigned(whole), whole);
    }

    #[test]
    fn yes_and_no_are_known() {
        assert_eq!(consent("Yes, please"), Some(true));
        for (text, means) in [
            ("نعم", true),
            ("لا شكرا", false),
            ("موافق", true),
            ("claro", true),
            ("да, давайте", true),
            ("nie", false),
        ] {
            assert_eq!(consent(text), Some(means), "{text}");
        }
        assert_eq!(choice("لا شكرا", &["A"]), Some(Choice::Neither));
        assert_eq!(choice("no gracias", &["A"]), Some(Choice::Neither));
        assert_eq!(choice("thanks", &["A"]), Some(Choice::Helped));
        assert_eq!(consent("ok"), Some(true));
        assert_eq!(consent("No, thank you"), Some(false));
        assert_eq!(consent("please don't"), Some(false));
        assert_eq!(consent("how do I reset my password"), None);
        assert_eq!(consent(""), None);
    }

    #[test]
    fn what_points_back_is_known_from_a_new_question() {
        for back in [
            "and on a phone?",
            "what about instructors",
            "how do I undo that",
            "it still does not work",
            "can I change it later?",
            "und auf dem Handy?",
            "Was, wenn ich es verliere?",
            "¿y si pierdo el teléfono?",
            "¿puedo cambiarlo después?",
            "et sur mobile ?",
            "je peux annuler ça ?",
            "e se eu perder o celular?",
            "come posso farlo dal telefono?",
            "wat als ik hem kwijt ben",
            "a jeśli go zgubię?",
            "а если я его потеряю?",
            "وماذا لو فقدت هاتفي؟",
            "और मोबाइल पर?",
            "那手机上呢？",
        ] {
            assert!(points_back(back), "{back}");
        }
        for new in [
            "how do I reset my password",
            "certificate",
            "where do I see the grades of this course and all others",
            "",
            "I cannot open the quiz of week two",
            "Wie setze ich mein Passwort zurück?",
            "¿Cómo entrego una tarea?",
            "é possível entregar atrasado?",
            "où sont mes notes ?",
            "è possibile cambiare corso?",
            "hoe lever ik een opdracht in",
            "Jak zmienić hasło?",
            "как сдать задание",
            "كيف أغير كلمة المرور؟",
            "怎么提交作业",
            "O que é um fórum?",
            "¿En qué fecha entrego la tarea?",
            "Ma vidéo ne charge pas",
            "E-Mail-Adresse ändern",
            "E-mail não chegou",
            "Kann ich mit dem Handy teilnehmen?",
            "Wie lange dauert die Prüfung?",
            "Waar vind ik het rooster?",
            "¿Qué pasa si la entrega es tarde?",
            "这个课程有证书吗",
        ] {
            assert!(!points_back(new), "{new}");
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
    fn what_a_person_is_asked_about_may_name_people() {
        for (text, about) in [
            ("I want to talk to a person about a charge", "a charge"),
            ("talk to a human about my bank transfer", "my bank transfer"),
            (
                "connect me to someone about AI grading of my essay",
                "AI grading of my essay",
            ),
        ] {
            assert_eq!(open_question(text), about, "{text}");
        }
    }

    #[test]
    fn greetings_and_thanks_are_not_questions() {
        assert_eq!(small_talk("Hi there!"), Some(SmallTalk::Greeting));
        assert_eq!(small_talk("thank you so much"), Some(SmallTalk::Thanks));
        assert_eq!(small_talk("ok that worked"), Some(SmallTalk::Thanks));
        assert_eq!(small_talk("hi, my quiz score is wrong"), None);
        assert_eq!(small_talk("the help"), None);
        assert_eq!(small_talk("??"), Some(SmallTalk::Greeting));
        assert_eq!(small_talk("hallo"), Some(SmallTalk::Greeting));
        assert_eq!(small_talk("ok cool"), Some(SmallTalk::Acknowledgement));
    }
}
