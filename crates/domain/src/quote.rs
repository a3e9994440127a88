//! The extractive answer: the best sentences of the best passages, word for word.
//!
//! No model, nothing asserted that an article does not say. It picks the sentences and the list of
//! steps that share most with the question, in the article's order, each with its citation.

use crate::language;
use crate::turn::Decision;
use crate::words::terms;
use protocol::{Citation, Passage, Reason};
use std::collections::HashSet;

/// Sentences quoted beside a list of steps.
const SENTENCES: usize = 3;

/// Steps quoted of one list; beyond them the article is the better place to read.
const STEPS: usize = 8;

/// Surer than this, the best article answers, and others are quoted only if they rank as well.
const SURE: f32 = 0.85;
const AS_GOOD: f32 = 0.85;
/// Else others are quoted from this score on: one of three answers more often than one of one.
/// Source: `cargo xtask eval turns`.
const POSSIBLE: f32 = 0.4;

/// Articles quoted: more are not read.
const ARTICLES: usize = 3;

/// Something that is quoted whole.
#[derive(Clone, Debug, PartialEq)]
enum Unit {
    Sentence(String),
    Steps(String),
}

/// Quotes an answer, or says that there is none to quote.
#[must_use]
pub fn answer(question: &str, passages: &[Passage], confidence: f32) -> Decision {
    let none = Decision::HandOff {
        reason: Reason::NoAnswer,
    };
    let Some(best) = passages.first() else {
        return none;
    };
    let asked: HashSet<String> = terms(question).into_iter().collect();
    // What the best article says, in the order its passages rank, then a sentence of others.
    let mut groups = vec![(of_best(passages), SENTENCES)];
    let near = if confidence >= SURE {
        AS_GOOD
    } else {
        POSSIBLE
    };
    let mut named = vec![&best.article];
    for passage in passages {
        let is_near = passage.score >= near && !named.contains(&&passage.article);
        if is_near && named.len() < ARTICLES {
            named.push(&passage.article);
            groups.push((vec![passage], 1));
        }
    }

    let mut text = String::new();
    let mut citations: Vec<Citation> = Vec::new();
    for (passages, sentences) in groups {
        let number = u32::try_from(citations.len() + 1).unwrap_or(u32::MAX);
        let quotes = quotes(&asked, &passages, sentences);
        if let Some((passage, _)) = quotes.first() {
            for (_, quote) in &quotes {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                text.push_str(quote);
            }
            text.push_str(&format!(" [{number}]"));
            citations.push(Citation {
                number,
                article: passage.article.clone(),
                title: passage.title.clone(),
                heading: passage.heading.clone(),
            });
        }
    }
    if let Some(note) = language::note(question, &best.text) {
        text.push_str(&format!("\n\n*{note}*"));
    }
    if citations.is_empty() {
        none
    } else {
        Decision::Answer { text, citations }
    }
}

/// Share of a question's terms that the best article's quote says, 0 to 1: what an answer has to
/// say for it.
#[must_use]
pub fn coverage(question: &str, passages: &[Passage]) -> f32 {
    let asked: HashSet<String> = terms(question).into_iter().collect();
    let quotes = quotes(&asked, &of_best(passages), SENTENCES);
    let said: HashSet<String> = quotes.iter().flat_map(|(_, quote)| terms(quote)).collect();
    asked.intersection(&said).count() as f32 / asked.len().max(1) as f32
}

/// The passages of the article that ranks first, in the order they rank.
fn of_best(passages: &[Passage]) -> Vec<&Passage> {
    let best = passages.first().map(|passage| &passage.article);
    let is_of_it = |passage: &&Passage| Some(&passage.article) == best;
    passages.iter().filter(is_of_it).collect()
}

/// What is quoted of one article's passages, each with what it is from.
fn quotes<'p>(
    asked: &HashSet<String>,
    passages: &[&'p Passage],
    sentences: usize,
) -> Vec<(&'p Passage, String)> {
    let mut has_steps = false;
    let mut quotes = Vec::new();
    for (at, passage) in passages.iter().enumerate() {
        // The second passage is for what the first lacks: the steps.
        let quote = match at {
            0 => quote(asked, passage, sentences),
            _ if has_steps => None,
            _ => quote(asked, passage, 1).filter(|quote| quote.has_steps),
        };
        let Some(quote) = quote else { continue };
        has_steps |= quote.has_steps;
        quotes.push((*passage, quote.text));
    }
    quotes
}

/// A part of a passage, word for word.
struct Quote {
    text: String,
    has_steps: bool,
}

/// The part of a passage that says most about what is asked; `None` if nothing does.
fn quote(asked: &HashSet<String>, passage: &Passage, sentences: usize) -> Option<Quote> {
    let units = units(&passage.text);
    let about: HashSet<String> = terms(&format!("{} {}", passage.title, passage.heading))
        .into_iter()
        .collect();
    let scores: Vec<f32> = units
        .iter()
        .map(|unit| {
            let (Unit::Sentence(text) | Unit::Steps(text)) = unit;
            score(asked, text)
        })
        .collect();
    // A passage whose title is what is asked answers with its first words and its steps.
    let is_about_it = asked.intersection(&about).next().is_some();
    let steps = units
        .iter()
        .position(|unit| matches!(unit, Unit::Steps(_)))
        .filter(|at| is_about_it || scores.get(*at).is_some_and(|score| *score > 0.0));
    let mut order: Vec<usize> = (0..units.len())
        .filter(|at| matches!(units.get(*at), Some(Unit::Sentence(_))))
        .filter(|at| is_about_it || scores.get(*at).is_some_and(|score| *score > 0.0))
        .collect();
    // Best first; of two alike the earlier, which articles put first for a reason.
    order.sort_by(|a, b| {
        let of = |at: &usize| scores.get(*at).copied().unwrap_or_default();
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let most = if steps.is_some() {
        sentences.min(2)
    } else {
        sentences
    };
    let mut chosen: Vec<usize> = order.into_iter().take(most).chain(steps).collect();
    chosen.sort_unstable();
    if chosen.is_empty() {
        return None;
    }
    let mut text = String::new();
    for at in chosen {
        match units.get(at)? {
            Unit::Sentence(sentence) => {
                if text.ends_with('\u{2}') {
                    text.pop();
                    text.push_str("\n\n");
                } else if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(sentence);
            }
            Unit::Steps(steps) => {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                text.push_str(steps);
                // Marks where a paragraph must begin again.
                text.push('\u{2}');
            }
        }
    }
    Some(Quote {
        text: text.trim_end_matches('\u{2}').to_owned(),
        has_steps: steps.is_some(),
    })
}

/// Share of what is asked that a text says, less for long texts.
fn score(asked: &HashSet<String>, text: &str) -> f32 {
    let said = terms(text);
    let length = said.len().max(6) as f32;
    let said: HashSet<String> = said.into_iter().collect();
    let shared = asked.intersection(&said).count() as f32;
    shared / (asked.len().max(1) as f32) / length.ln()
}

/// A passage's sentences and lists, in order. Tables and code are left to the article.
fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    for block in text.split("\n\n").map(str::trim) {
        let is_item = |line: &str| {
            let line = line.trim_start();
            line.starts_with("- ")
                || line.starts_with("* ")
                || line.split_once(['.', ')']).is_some_and(|(number, rest)| {
                    !number.is_empty()
                        && number.bytes().all(|b| b.is_ascii_digit())
                        && rest.starts_with(' ')
                })
        };
        let first = block.lines().next().unwrap_or_default();
        if block.is_empty() || block.starts_with('|') || block.starts_with("```") {
            continue;
        }
        if is_item(first) {
            let mut items = 0;
            let lines: Vec<&str> = block
                .lines()
                .take_while(|line| {
                    items += usize::from(is_item(line) && !line.starts_with(' '));
                    items <= STEPS
                })
                .collect();
            units.push(Unit::Steps(lines.join("\n")));
        } else {
            let paragraph = block.split_whitespace().collect::<Vec<_>>().join(" ");
            units.extend(sentences(&paragraph).into_iter().map(Unit::Sentence));
        }
    }
    units
}

/// Splits after a full stop, question or exclamation mark that a new sentence follows.
fn sentences(paragraph: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut from = 0;
    let mut chars = paragraph.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let ends = matches!(c, '.' | '?' | '!')
            && chars.peek().is_some_and(|(_, next)| *next == ' ')
            && paragraph[at + 1..]
                .trim_start()
                .starts_with(|c: char| !c.is_lowercase());
        if ends {
            sentences.push(paragraph[from..=at].trim().to_owned());
            from = at + 1;
        }
    }
    let rest = paragraph[from..].trim();
    if !rest.is_empty() {
        sentences.push(rest.to_owned());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::ArticleId;

    fn passage(id: &str, title: &str, text: &str, score: f32) -> Passage {
        Passage {
            article: ArticleId::new(id).unwrap(),
            title: title.to_owned(),
            heading: String::new(),
            text: text.to_owned(),
            score,
        }
    }

    const RESET: &str = "You can reset your password from the sign-in page. Version 2.1 looks the same. The weather is fine.\n\n1. Select Forgot password?\n2. Enter your e-mail.\n\nThe link works for 60 minutes.";

    #[test]
    fn it_quotes_what_is_asked_with_its_steps_and_a_citation() {
        let decision = answer(
            "How do I reset my password?",
            &[passage("reset", "Reset your password", RESET, 1.0)],
            1.0,
        );
        let Decision::Answer { text, citations } = decision else {
            panic!("no answer");
        };
        assert!(text.starts_with("You can reset your password from the sign-in page."));
        assert!(text.contains("1. Select Forgot password?\n2. Enter your e-mail."));
        assert!(text.ends_with("[1]"));
        assert_eq!(citations[0].article.as_str(), "reset");
    }

    #[test]
    fn every_quoted_sentence_stands_in_its_passage() {
        let passages = [
            passage("reset", "Reset your password", RESET, 1.0),
            passage(
                "admin",
                "Passwords",
                "A password has twelve characters. It is yours.",
                0.9,
            ),
        ];
        let Decision::Answer { text, citations } =
            answer("reset password characters", &passages, 0.5)
        else {
            panic!("no answer");
        };
        assert_eq!(citations.len(), 2);
        let all = format!("{} {}", passages[0].text, passages[1].text).replace('\n', " ");
        for sentence in text.split(['\n', '[']).flat_map(sentences) {
            let sentence = sentence.trim_end_matches([']', '1', '2']).trim();
            assert!(all.contains(sentence), "{sentence}");
        }
    }

    #[test]
    fn what_no_passage_speaks_of_is_handed_over() {
        let none = Decision::HandOff {
            reason: Reason::NoAnswer,
        };
        assert_eq!(answer("reset", &[], 1.0), none);
        let other = passage("x", "Certificates", "A certificate is a PDF.", 1.0);
        assert_eq!(answer("llama farming", &[other], 1.0), none);
    }
}
