//! Answers composed of articles in memory: which window is chosen, and what of it is quoted.

#![allow(clippy::unwrap_used, reason = "it is a test")]

use domain::answer::{Kept, Library, Query, respond};
use domain::article::cut;
use domain::retrieval::{
    Asked, Head, Index, Near, NewPassage, PassageKey, Reader, Table, quantized,
};
use embedding::CONTEXT_DIMS;
use protocol::{ArticleId, Audience};
use std::convert::Infallible;

#[derive(Default)]
struct Centre {
    index: Index,
    windows: Vec<Kept>,
    articles: Vec<(ArticleId, String, String)>,
    /// Words that have a direction of their own: what is near what.
    directions: Vec<Vec<&'static str>>,
}

impl Library for Centre {
    type Error = Infallible;

    fn windows(&self, keys: &[PassageKey], in_context: bool) -> Result<Vec<Kept>, Infallible> {
        let wanted = self.windows.iter().filter(|it| keys.contains(&it.passage));
        let mut wanted: Vec<Kept> = wanted.cloned().collect();
        if !in_context {
            wanted.iter_mut().for_each(|it| it.pieces.clear());
        }
        Ok(wanted)
    }

    fn article(&self, id: &ArticleId) -> Result<Option<(String, String)>, Infallible> {
        let article = self.articles.iter().find(|it| it.0 == *id);
        Ok(article.map(|(_, title, text)| (title.clone(), text.clone())))
    }
}

impl Centre {
    /// Vectors of a text's words by `directions`; a word without one points nowhere.
    fn context(&self, text: &str) -> Vec<(String, Vec<i8>)> {
        let words = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|it| !it.is_empty());
        words
            .map(|word| {
                let word = word.to_lowercase();
                let mut places = [0.0; CONTEXT_DIMS];
                let same = |group: &Vec<&str>| group.contains(&word.as_str());
                if let Some(at) = self.directions.iter().position(same) {
                    places[at] = 1.0;
                }
                (word, quantized(&places))
            })
            .collect()
    }

    fn put(&mut self, id: &str, title: &str, text: &str) {
        let pieces = cut(title, text);
        let first = self.windows.len() as PassageKey + 1;
        let new: Vec<NewPassage<'_>> = (first..)
            .zip(&pieces)
            .map(|(key, piece)| NewPassage {
                key,
                heading: &piece.heading,
                text: &piece.text,
                is_tile: piece.is_tile,
                vector: Table::shipped().embed(&piece.text),
            })
            .collect();
        let id = ArticleId::new(id).unwrap();
        let head = Head::new(id.clone(), Audience::Learner, None, title, &[], &[]);
        self.index.put(&head, &new);
        for (passage, piece) in (first..).zip(&pieces) {
            let vectors = self.context(&piece.text).into_iter().flat_map(|it| it.1);
            self.windows.push(Kept {
                passage,
                heading: piece.heading.clone(),
                text: piece.text.clone(),
                pieces: vectors.collect(),
            });
        }
        self.articles.push((id, title.to_owned(), text.to_owned()));
    }

    fn answer(&self, question: &str, in_context: bool) -> String {
        let query = Query::of(question);
        let whole = Table::shipped().embed(question);
        let near = match in_context {
            true => Near::Asked(Asked {
                whole,
                words: self.context(question),
            }),
            false => Near::Vector(whole),
        };
        let reader = Reader::default();
        let Ok(found) = respond(&self.index, &query, &reader, &[near], self, None);
        found.answer.map(|it| it.text).unwrap_or_default()
    }
}

/// Steps of some words each.
fn steps(count: usize, words: usize) -> String {
    let filler = "and then wait for it to end";
    let step = |number: usize| {
        let rest: Vec<&str> = filler.split(' ').cycle().take(words).collect();
        format!("{number}. Press button {number} {}.\n", rest.join(" "))
    };
    (1..=count).map(step).collect()
}

#[test]
fn a_list_is_quoted_whole_where_it_fits() {
    // 10 steps of 12 words: more than a window holds with what stands before them, fewer than an answer.
    let before = "This page is about scanning, which takes a while and needs a scanner. ".repeat(3);
    let text = format!("{before}\n\nTo scan an exam:\n\n{}", steps(10, 9));
    let mut centre = Centre::default();
    centre.put("scan", "Scan an exam", &text);
    centre.put(
        "other",
        "Leave a course",
        "Open the course and choose Leave.",
    );
    let answer = centre.answer("how do I scan an exam", false);
    for number in 1..=10 {
        assert!(
            answer.contains(&format!("Press button {number} ")),
            "{answer}"
        );
    }
    assert!(answer.contains("To scan an exam:"), "{answer}");
}

#[test]
fn a_list_that_is_too_long_stays_as_the_window_has_it() {
    let text = format!("To scan an exam:\n\n{}", steps(30, 12));
    let mut centre = Centre::default();
    centre.put("scan", "Scan an exam", &text);
    let answer = centre.answer("how do I scan an exam", false);
    assert!(answer.contains("Press button 1 "), "{answer}");
    assert!(!answer.contains("Press button 30 "), "{answer}");
}

#[test]
fn a_word_in_context_finds_what_says_it_otherwise() {
    // Words that nothing else knows: only their vectors tell which means the same.
    for meanings in [
        [["blorp", "zindle"], ["frobnak", "quesk"]],
        [["blorp", "quesk"], ["frobnak", "zindle"]],
    ] {
        let mut centre = Centre {
            directions: meanings.map(Vec::from).into(),
            ..Centre::default()
        };
        let text = |word: &str| {
            format!("The {word} is part of each assignment. It is set up under Settings.")
        };
        centre.put("one", "Component one", &text("zindle"));
        centre.put("two", "Component two", &text("quesk"));
        for [asked, said] in meanings {
            let answer = centre.answer(&format!("is the {asked} part of an assignment"), true);
            assert!(answer.contains(said), "{asked}: {answer}");
        }
    }
}

#[test]
fn of_two_pages_the_one_for_whoever_asks_is_quoted() {
    let mut centre = Centre::default();
    let shown = "In the help queue phone numbers are shown";
    centre.put(
        "queue-a",
        "The help queue for instructors",
        &format!("{shown} in red."),
    );
    centre.put(
        "queue-b",
        "The help queue for students",
        &format!("{shown} in blue."),
    );
    for (question, colour) in [
        (
            "my instructor says phone numbers are shown in the help queue?",
            "blue",
        ),
        ("as a TA: are phone numbers shown in the help queue?", "red"),
    ] {
        let answer = centre.answer(question, false);
        assert!(answer.contains(colour), "{question}: {answer}");
    }
}

#[test]
fn nothing_is_quoted_twice() {
    let mut centre = Centre::default();
    let steps = "1. Select **Forgot password** on the sign-in page.\n2. Enter your e-mail address.\n3. Open the link.\n";
    centre.put(
        "reset",
        "Reset your password",
        &format!("To reset your password:\n\n{steps}"),
    );
    centre.put(
        "cert",
        "Download a certificate",
        "Open **Achievements** and select *Download*.",
    );
    for in_context in [false, true] {
        let answer = centre.answer("How do I reset my password?", in_context);
        assert_eq!(answer.matches("Forgot password").count(), 1, "{answer}");
    }
}
