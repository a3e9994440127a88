//! What is quoted: the best window, the lead of its article where there is room, and what the
//! next windows of the same article add.

use super::weigh::Weighed;
use crate::article::{self, Kind, Reading, word_count};
use std::collections::BTreeSet;

/// Words of an answer, at most, but for one long unit. Source: design notes on answers.
pub const MOST_WORDS: usize = 157;
/// How far below the best score a window of the same article may add to it. Source: design notes
/// on answers (fill).
const FILL: f32 = 4.0;

/// Where the signs say whether a window says the opposite.
const POLE: usize = 17;

/// A composed answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Composed {
    /// Markdown, without citation.
    pub text: String,
    /// Headings above what it quotes first.
    pub heading: String,
    /// Numbers of the units it quotes.
    pub units: BTreeSet<usize>,
    /// Probability, among all windows, of those it quotes, each by the share quoted of it.
    pub covered: f32,
    /// Probability of the windows of its article.
    pub article: f32,
}

/// Composes what the best window says, in `most` words. `cut` are its article's windows, in the
/// order of their places.
#[must_use]
pub fn compose(
    weighed: &Weighed,
    reading: &Reading,
    cut: &[article::Window],
    most: usize,
) -> Composed {
    let Some((best, _)) = weighed.windows.first() else {
        return Composed::default();
    };
    let own = |weighed_place: usize| cut.get(weighed_place);
    let Some(first) =
        own(best.candidate.place).filter(|window| reading.text(&window.units) == best.text)
    else {
        // The article was cut otherwise when it was put: what was kept of it is quoted as it is.
        return Composed {
            text: super::shown(&best.title, &best.heading, &best.text),
            heading: best.heading.clone(),
            units: BTreeSet::new(),
            covered: weighed.of_article(&best.candidate.article),
            article: weighed.of_article(&best.candidate.article),
        };
    };
    let mut units: BTreeSet<usize> = first.units.iter().copied().collect();
    let words = |units: &BTreeSet<usize>| -> usize {
        let units: Vec<usize> = units.iter().copied().collect();
        word_count(&text(reading, &units, &best.title))
    };
    complete(reading, &mut units, |units| words(units) <= most);
    let best_score = weighed.scores.first().copied().unwrap_or_default();
    let others = weighed
        .windows
        .iter()
        .zip(&weighed.scores)
        .zip(&weighed.signs);
    for (((window, _), score), signs) in others.skip(1) {
        let is_opposite = signs[POLE] < 0.0;
        let is_far = best_score - score > FILL;
        if window.candidate.article != best.candidate.article || is_far || is_opposite {
            continue;
        }
        let Some(next) = own(window.candidate.place) else {
            continue;
        };
        let new = next
            .units
            .iter()
            .filter(|unit| !units.contains(unit))
            .count();
        if new * 2 < next.units.len() || new == 0 {
            continue;
        }
        let mut more = units.clone();
        more.extend(&next.units);
        if words(&more) <= most {
            units = more;
        }
    }
    let listed: Vec<usize> = units.iter().copied().collect();
    let mut whole = text(reading, &listed, &best.title);
    let lead = reading.lead().filter(|_| !units.contains(&0));
    if let Some(lead) = lead
        && word_count(&whole) + word_count(lead) <= most
    {
        whole = format!("{lead}\n\n{whole}");
    }
    let mut covered = 0.0;
    for (window, p) in &weighed.windows {
        if window.candidate.article != best.candidate.article {
            continue;
        }
        if let Some(window) = own(window.candidate.place) {
            let shown = window
                .units
                .iter()
                .filter(|unit| units.contains(unit))
                .count();
            covered += p * shown as f32 / window.units.len().max(1) as f32;
        }
    }
    Composed {
        text: whole,
        heading: first.heading.clone(),
        units,
        covered,
        article: weighed.of_article(&best.candidate.article),
    }
}

/// Adds the rest of the list that a window ends in, or that follows its last line, if the whole list fits. Tables are
/// left as they are: a reader wants one row.
fn complete(
    reading: &Reading,
    units: &mut BTreeSet<usize>,
    fits: impl Fn(&BTreeSet<usize>) -> bool,
) {
    let Some(last) = units.last().copied() else {
        return;
    };
    let of = |unit: usize| reading.units.get(unit);
    let own = &reading.units[last];
    let announced = of(last + 1).filter(|next| {
        own.list == 0 && own.text.trim_end().ends_with(':') && next.section == own.section
    });
    let list = announced.map_or(own.list, |next| next.list);
    let kind = announced.map_or(own.kind, |next| next.kind);
    if list == 0 || kind == Kind::Row {
        return;
    }
    let is_in = |unit: &usize| of(*unit).is_some_and(|it| it.list == list);
    let after = (last + 1..reading.units.len()).take_while(is_in);
    let before = (0..last).rev().take_while(is_in);
    let mut more = units.clone();
    more.extend(after.chain(before));
    if !fits(&more) {
        // The article's first paragraph is left out to make room for the list.
        more.remove(&0);
    }
    if fits(&more) && more.contains(&last) {
        *units = more;
    }
}

/// Units with the headings of their sections.
fn text(reading: &Reading, units: &[usize], title: &str) -> String {
    let mut out = String::new();
    for same in units.chunk_by(|a, b| reading.units[*a].section == reading.units[*b].section) {
        let section = &reading.sections[reading.units[same[0]].section];
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(&super::shown(
            title,
            &section.heading(),
            &reading.text(same),
        ));
    }
    out
}

/// What says that a composed answer is right, if the question can be answered.
#[must_use]
pub fn answer_features(weighed: &Weighed, composed: &Composed) -> [f32; 3] {
    let odds = |p: f32| (p / (1.0 - p + 0.001)).max(0.001).ln();
    let next = weighed
        .windows
        .iter()
        .filter(|(window, _)| {
            Some(&window.candidate.article)
                != weighed.windows.first().map(|it| &it.0.candidate.article)
        })
        .map(|(window, _)| weighed.of_article(&window.candidate.article))
        .fold(0.0, f32::max);
    [
        odds(composed.covered),
        odds(composed.article),
        composed.article - next,
    ]
}
