//! The rule engine: which of a team's rules fire on what was said, and why.
//!
//! Pure: the worker, `baton simulate` and whatever else asks get the same answer.

use crate::intent;
use crate::phrases::{Phrases, folded};
use crate::speech::team::rules as names;
use crate::turn::Line;
use crate::words;
use embedding::{Table, similarity};
use protocol::{Audience, Condition, Consequence, Page, Reason, Rule, RuleId, Tag};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// Messages of the learner's that frustration is read from: the newest.
const MESSAGES: usize = 5;
/// From this on the learner is frustrated: one angry message alone does not reach it, as one
/// message alone says too little (design notes on retrieval: AUROC about .83).
const FRUSTRATED_FROM: f32 = 0.8;
/// What asking the same again adds.
const REPETITION: f32 = 0.25;
/// Two questions this much alike are one.
const SAME_QUESTION: f32 = 0.85;
/// Two questions that share this much of their words are one: one word of ten may differ, and a number is one.
const SAME_WORDS: f32 = 0.9;
/// A message this much like a topic's description is about it.
const ON_TOPIC: f32 = 0.55;
/// Searches in one conversation from which it is in circles.
const MANY_SEARCHES: usize = 5;
/// Words of a message that are compared with another's.
const COMPARED_WORDS: usize = 80;
/// Words and questions of one message from which it is complex.
const MANY_WORDS: usize = 120;
const MANY_QUESTIONS: usize = 3;

/// What rules look at.
#[derive(Clone, Debug)]
pub struct Signals<'a> {
    /// What the learner asks, with what it points back at.
    pub question: &'a str,
    /// What the learner said in this conversation, oldest first, the newest included.
    pub said: &'a [&'a str],
    /// Whether they ask for a person, by the button or in words: the conversation knows before it
    /// searches.
    pub asks_for_person: bool,
    /// How surely the articles answer it.
    pub confidence: f32,
    /// Whether they have anything on it.
    pub has_answer: bool,
    /// Searches before this one.
    pub searches: usize,
    /// The learner's role.
    pub role: Audience,
    /// Where they are.
    pub page: Option<&'a Page>,
    /// Whether they gave a file.
    pub has_file: bool,
    /// Whether the team is away.
    pub is_away: bool,
    /// What the action collected that was just filled in: name and value.
    pub collected: &'a [(String, String)],
}

/// A rule that fired.
#[derive(Clone, Debug, PartialEq)]
pub struct Fired<'r> {
    /// Which.
    pub rule: &'r Rule,
    /// Why, in words for people.
    pub why: String,
}

/// The rules that fire, in their order.
#[must_use]
pub fn fired<'r>(
    rules: impl IntoIterator<Item = &'r Rule>,
    signals: &Signals<'_>,
) -> Vec<Fired<'r>> {
    let newest = signals.said.last().copied().unwrap_or(signals.question);
    let heard = Heard {
        phrases: Phrases::of(newest),
        repetitions: OnceCell::new(),
    };
    let fired = |rule: &'r Rule| {
        let why = signals.hold(&rule.when, &heard)?;
        Some(Fired { rule, why })
    };
    rules.into_iter().filter_map(fired).collect()
}

/// What is worked out of signals once for all rules.
struct Heard {
    phrases: Phrases,
    repetitions: OnceCell<usize>,
}

impl Signals<'_> {
    /// Why a condition holds; `None` if it does not.
    fn hold(&self, condition: &Condition, heard: &Heard) -> Option<String> {
        let when = |holds: bool, why: &str| holds.then(|| why.to_owned());
        match condition {
            Condition::All(all) => {
                let whys: Option<Vec<String>> = all.iter().map(|it| self.hold(it, heard)).collect();
                whys.map(|whys| whys.join("; "))
            }
            Condition::Any(any) => any.iter().find_map(|it| self.hold(it, heard)),
            Condition::Not(it) => when(self.hold(it, heard).is_none(), "otherwise"),
            Condition::AsksForPerson => when(self.asks_for_person, "the learner asks for a person"),
            Condition::NoAnswer => when(!self.has_answer, "no article answers it"),
            Condition::ConfidenceBelow(least) => (self.confidence < *least)
                .then(|| format!("confidence {:.2} is below {least:.2}", self.confidence)),
            Condition::Phrase(phrases) => {
                let found = phrases.iter().find(|phrase| heard.phrases.has(phrase))?;
                Some(format!("the message has “{found}”"))
            }
            Condition::Topic(texts) => {
                let alike = topic(self.question, texts);
                (alike >= ON_TOPIC).then(|| format!("the message is on the topic ({alike:.2})"))
            }
            Condition::Frustrated => {
                let frustration = frustration_of(self.said, self.repeated(heard));
                (frustration >= FRUSTRATED_FROM)
                    .then(|| format!("the learner is frustrated ({frustration:.2})"))
            }
            Condition::Complex => when(
                self.is_complex(self.repeated(heard)),
                "the conversation has become complex",
            ),
            Condition::Repeated => {
                when(self.repeated(heard) > 0, "the learner asks the same again")
            }
            Condition::Role(role) => when(self.role == *role, "the learner's role"),
            Condition::Page(part) => {
                let page = self.page.filter(|page| page.url.contains(part.as_str()));
                page.map(|_| format!("the page has “{part}” in its address"))
            }
            Condition::Attachment => when(self.has_file, "the learner gave a file"),
            Condition::WantsToBuy => when(
                intent::lead::wants_to_buy(self.question),
                "the writer wants to buy",
            ),
            Condition::WantsAction => when(
                !intent::questions::asks_how(self.said.last().copied().unwrap_or(self.question)),
                "the learner wants something done",
            ),
            Condition::OutOfHours => when(self.is_away, "the team is away"),
            Condition::Collected { field, is } => {
                let has = |value: &str| {
                    is.is_empty() || is.iter().any(|it| folded(it.trim()) == folded(value))
                };
                let mut collected = self.collected.iter();
                let (name, value) =
                    collected.find(|(name, value)| folded(name) == folded(field) && has(value))?;
                Some(format!("“{name}” is “{value}”"))
            }
        }
    }

    fn repeated(&self, heard: &Heard) -> usize {
        *heard.repetitions.get_or_init(|| repetitions(self.said))
    }

    fn is_complex(&self, repetitions: usize) -> bool {
        let newest = self.said.last().copied().unwrap_or(self.question);
        let is_long = newest.split_whitespace().count() >= MANY_WORDS
            && newest.matches('?').count() >= MANY_QUESTIONS;
        is_long || self.searches + 1 >= MANY_SEARCHES || repetitions >= 2
    }
}

/// How frustrated a learner is, by all they said lately, oldest first: 0 to 1.
#[must_use]
pub fn frustration(said: &[&str]) -> f32 {
    frustration_of(said, repetitions(said))
}

fn frustration_of(said: &[&str], repetitions: usize) -> f32 {
    let newest = said.iter().rev().take(MESSAGES);
    let mut each: Vec<f32> = newest.map(|text| intent::frustration(text)).collect();
    each.sort_by(|a, b| b.total_cmp(a));
    let top = |rank: usize| each.get(rank).copied().unwrap_or_default();
    let repeated = REPETITION * repetitions.min(2) as f32;
    (0.5 * (top(0) + top(1)) + repeated).min(1.0)
}

/// How often a learner asked before what they ask now.
#[must_use]
pub fn repetitions(said: &[&str]) -> usize {
    let Some((newest, before)) = said.split_last() else {
        return 0;
    };
    // "Yes" twice is not the same question twice. Chinese has no blanks between its words (U+2E80 begins its blocks).
    let is_long =
        words::terms(newest).len() >= 2 || newest.chars().filter(|c| *c >= '\u{2e80}').count() >= 5;
    if before.is_empty() || !is_long {
        return 0;
    }
    let table = Table::shipped();
    let embed = |text: &str| table.embed(words::opening(text, COMPARED_WORDS));
    let vector = embed(newest);
    let typed = plain(newest);
    let is_same = |text: &&&str| {
        similarity(&vector, &embed(text)) >= SAME_QUESTION
            || shared(&typed, &plain(text)) >= SAME_WORDS
    };
    before.iter().filter(is_same).count()
}

/// The words of a text as they are told apart, however they are typed: what the table knows no words of, as other scripts,
/// is compared by them.
fn plain(text: &str) -> BTreeSet<String> {
    let plain = intent::plain_words(words::opening(text, COMPARED_WORDS));
    plain.split(' ').map(str::to_owned).collect()
}

/// How much two sets share: 0 to 1.
fn shared(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f32 {
    let both = one.intersection(other).count() as f32;
    let all = one.union(other).count().max(1) as f32;
    both / all
}

/// How much a message is about a topic: its likeness to the nearest of the topic's texts.
#[must_use]
pub fn topic(message: &str, texts: &[String]) -> f32 {
    let table = Table::shipped();
    let vector = table.embed(message);
    texts
        .iter()
        .map(|text| similarity(&vector, &table.embed(text)))
        .fold(0.0, f32::max)
}

/// Whether a rule looks at what an action collects.
pub(crate) fn looks_at_collected(rule: &Rule) -> bool {
    rule.when
        .has(&|it| matches!(it, Condition::Collected { .. }))
}

/// What the learner said, of the lines that are remembered.
pub(crate) fn said(lines: &[std::rc::Rc<Line>]) -> Vec<&str> {
    let theirs = lines
        .iter()
        .filter(|line| line.by_learner && !line.is_detail);
    theirs.map(|line| line.text.as_str()).collect()
}

/// Phrases with bars and ends of lines between.
fn listed(phrases: &str) -> Vec<String> {
    let phrases = phrases.split(['|', '\n']).map(str::trim);
    phrases
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What is in dispute about money, in the languages that are listened to.
const DISPUTES: &str = include_str!("escalation/disputes.txt");

/// Whose money or account is to be given back or ended.
const REFUNDS: &str = include_str!("escalation/refunds.txt");

/// The rules of a team that has none of its own (B17): what is never a machine's to decide goes to
/// people, and nobody is left in circles.
#[must_use]
pub fn defaults() -> Vec<Rule> {
    let phrases =
        |list: &[&str]| Condition::Phrase(list.iter().map(|it| (*it).to_owned()).collect());
    let to_people = |reason: Reason, tags: &[&str]| Consequence {
        hand_off: Some(reason),
        tags: tags.iter().filter_map(|tag| Tag::new(tag).ok()).collect(),
        ..Consequence::default()
    };
    vec![
        Rule {
            id: RuleId::named(names::LOCKED_OUT),
            name: names::LOCKED_OUT.to_owned(),
            when: Condition::All(vec![
                phrases(&[
                    "live class",
                    "live classroom",
                    "live session",
                    "webinar",
                    "virtual classroom",
                ]),
                phrases(&[
                    "locked out",
                    "cannot get in",
                    "cant get in",
                    "kicked out",
                    "cannot start",
                    "cant start",
                ]),
            ]),
            then: Consequence {
                urgent: true,
                ..to_people(Reason::Topic, &["urgent"])
            },
        },
        Rule {
            id: RuleId::named(names::REFUNDS),
            name: names::REFUNDS.to_owned(),
            when: Condition::Any(vec![
                Condition::Phrase(listed(DISPUTES)),
                // "How do I get a refund?" is answered if an article answers it.
                Condition::All(vec![
                    Condition::Phrase(listed(REFUNDS)),
                    Condition::WantsAction,
                ]),
            ]),
            then: to_people(Reason::Topic, &["billing"]),
        },
        Rule {
            id: RuleId::named("Frustration"),
            name: "Frustration".to_owned(),
            when: Condition::Frustrated,
            then: to_people(Reason::Frustration, &[]),
        },
        Rule {
            id: RuleId::named("In circles"),
            name: "In circles".to_owned(),
            when: Condition::Complex,
            then: to_people(Reason::Complexity, &["complex"]),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signals<'a>(said: &'a [&'a str]) -> Signals<'a> {
        Signals {
            question: said.last().copied().unwrap_or_default(),
            said,
            asks_for_person: intent::asks_for_people(said.last().copied().unwrap_or_default()),
            confidence: 0.9,
            has_answer: true,
            searches: 0,
            role: Audience::Learner,
            page: None,
            has_file: false,
            is_away: false,
            collected: &[],
        }
    }

    fn names(said: &[&str]) -> Vec<String> {
        let rules = defaults();
        let fired = fired(&rules, &signals(said));
        fired.iter().map(|it| it.rule.name.clone()).collect()
    }

    #[test]
    fn without_rules_of_its_own_a_team_has_sensible_ones() {
        assert_eq!(
            names(&["How do I reset my password?"]),
            Vec::<String>::new()
        );
        assert_eq!(
            names(&["I want my money back"]),
            ["Refunds, cancellations and disputes"]
        );
        assert_eq!(
            names(&["do I get my money back then?"]),
            Vec::<String>::new()
        );
        assert_eq!(
            names(&["I am locked out of my live class"]),
            ["Locked out of a live class"]
        );
        let angry = [
            "my quiz is locked",
            "this is ridiculous, your stupid site never works",
            "I am so fed up with this, you are completely useless",
        ];
        assert!(
            names(&angry).contains(&"Frustration".to_owned()),
            "{:?}",
            frustration(&angry)
        );
        // One angry message alone says too little.
        assert!(!names(&angry[..2]).contains(&"Frustration".to_owned()));
        for angry in [
            [
                "das nervt, nichts funktioniert",
                "ich hab es satt, der bot versteht nichts",
            ],
            [
                "estoy harto de esta plataforma",
                "no sirve para nada, nadie contesta",
            ],
            ["меня это бесит", "сколько можно, вы ничего не понимаете"],
            ["طفح الكيل", "لا أحد يرد، هذه مهزلة"],
            ["什么破系统", "气死我了，没人回"],
        ] {
            assert!(
                names(&angry).contains(&"Frustration".to_owned()),
                "{angry:?}"
            );
            assert!(!names(&angry[..1]).contains(&"Frustration".to_owned()));
        }
    }

    #[test]
    fn a_refund_is_peoples_in_every_language_and_how_to_get_one_the_articles() {
        let defaults = defaults();
        let fires = |text: &str| {
            let said = [text];
            fired(&defaults, &signals(&said))
                .iter()
                .any(|fired| fired.rule.name == names::REFUNDS)
        };
        for wants in [
            "Ich will mein Geld zurück!",
            "Quiero eliminar mi cuenta",
            "Je veux un remboursement",
            "Quero meu dinheiro de volta",
            "Voglio un rimborso",
            "Ik wil mijn geld terug",
            "Chcę zwrot pieniędzy za kurs",
            "Верните деньги за курс",
            "أريد استرداد المبلغ",
            "मुझे पैसे वापस चाहिए",
            "mujhe paise wapas chahiye",
            "我要退款",
            "¿Puede alguien eliminar mi cuenta?",
            "Kunnen jullie mijn account verwijderen?",
            "Вы можете удалить мой аккаунт?",
            "能帮我注销账号吗？",
        ] {
            assert!(fires(wants), "{wants}");
        }
        for asks in [
            "Wie bekomme ich eine Rückerstattung?",
            "¿Cómo pido un reembolso?",
            "Hoe krijg ik mijn geld terug?",
            "Hoe krijg ik mijn geld terug",
            "Jak dostać zwrot pieniędzy?",
            "Как вернуть деньги за курс?",
            "Как вернуть деньги за курс",
            "كيف أطلب استرداد المبلغ؟",
            "كيف أطلب استرداد المبلغ",
            "怎么申请退款？",
            "怎么申请退款",
            "أريد استرجاع كلمة المرور",
        ] {
            assert!(!fires(asks), "{asks}");
        }
    }

    #[test]
    fn asking_the_same_again_is_noticed_in_any_language() {
        for said in [
            [
                "Wie reiche ich meine Hausarbeit ein?",
                "wie reiche ich meine hausarbeit ein",
            ],
            [
                "¿Cómo entrego la tarea de la semana dos?",
                "como entrego la tarea de la semana dos",
            ],
            [
                "как сдать задание второй недели",
                "Как сдать задание второй недели?",
            ],
            [
                "كيف أسلم واجب الأسبوع الثاني",
                "كيف اسلم واجب الاسبوع الثاني؟",
            ],
            ["第二周的作业怎么提交", "第二周的作业怎么提交？"],
        ] {
            assert_eq!(repetitions(&said), 1, "{said:?}");
        }
        for said in [
            [
                "Wie reiche ich meine Hausarbeit ein?",
                "wo sehe ich meine Noten",
            ],
            [
                "когда дедлайн третьего модуля",
                "когда дедлайн четвертого модуля",
            ],
            ["第三周的作业怎么提交", "第四周的作业怎么提交"],
        ] {
            assert_eq!(repetitions(&said), 0, "{said:?}");
        }
    }

    #[test]
    fn asking_the_same_again_is_noticed() {
        let said = [
            "how do I open the quiz of week two",
            "ok",
            "how do I open the week two quiz",
        ];
        assert_eq!(repetitions(&said), 1);
        assert_eq!(repetitions(&said[..2]), 0);
    }

    #[test]
    fn conditions_combine() {
        let rule = |when| Rule {
            id: RuleId::named("x"),
            name: "x".to_owned(),
            when,
            then: Consequence::default(),
        };
        let phrase = |text: &str| Condition::Phrase(vec![text.to_owned()]);
        let fires = |when| !fired(&[rule(when)], &signals(&["my quiz score is wrong"])).is_empty();
        assert!(fires(Condition::All(vec![phrase("quiz"), phrase("score")])));
        assert!(!fires(Condition::All(vec![phrase("quiz"), phrase("exam")])));
        assert!(fires(Condition::Any(vec![phrase("exam"), phrase("score")])));
        assert!(fires(Condition::Not(Box::new(phrase("exam")))));
        assert!(fires(Condition::ConfidenceBelow(0.95)));
        assert!(!fires(Condition::ConfidenceBelow(0.5)));
        assert!(fires(Condition::Topic(vec![
            "wrong grades and scores of quizzes".to_owned()
        ])));
        assert!(!fires(Condition::Topic(vec![
            "parking on the campus".to_owned()
        ])));
        assert!(fires(Condition::Role(Audience::Learner)));
    }
}
