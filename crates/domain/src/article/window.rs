//! Windows: the whole units that may be quoted together, as a person would cut them out.

use super::reading::{Kind, Reading};

/// Words of a window, at most, but for one long unit. Source: design notes on answers.
const WINDOW_WORDS: usize = 125;
/// Words of an article that is a window as a whole.
const ARTICLE_WORDS: usize = 150;
/// Words of a paragraph that introduces a list, at most.
const INTRO_WORDS: usize = 40;

/// Units that are quoted together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Headings above it, outermost first, joined by " › "; empty at the beginning.
    pub heading: String,
    /// Numbers of its units, ascending.
    pub units: Vec<usize>,
    /// Whether it is one of those that divide the article: each unit is in one of them.
    pub is_tile: bool,
}

/// A window as it is kept: with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Headings above it, outermost first, joined by " › "; empty at the beginning.
    pub heading: String,
    /// Its text, Markdown.
    pub text: String,
    /// Whether it is one of those that divide the article.
    pub is_tile: bool,
}

/// An article's windows with their texts, in the order of [`windows`]; none if it has no words.
#[must_use]
pub fn cut(title: &str, markdown: &str) -> Vec<Piece> {
    let reading = Reading::of(title, markdown);
    windows(&reading)
        .into_iter()
        .map(|window| Piece {
            text: reading.text(&window.units),
            heading: window.heading,
            is_tile: window.is_tile,
        })
        .collect()
}

/// An article's windows: tiles first in order, then those that overlap them.
#[must_use]
pub fn windows(reading: &Reading) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let add = |windows: &mut Vec<Window>, section: usize, units: Vec<usize>, is_tile: bool| {
        let is_new = windows.iter().all(|known| known.units != units);
        if !units.is_empty() && (is_tile || is_new) {
            windows.push(Window {
                heading: reading.sections[section].heading(),
                units,
                is_tile,
            });
        }
    };
    let words = |units: &[usize]| {
        units
            .iter()
            .map(|unit| reading.units[*unit].words)
            .sum::<usize>()
    };
    let sections: Vec<Vec<usize>> = (0..reading.sections.len())
        .map(|section| {
            let is_own = |unit: &usize| reading.units[*unit].section == section;
            (0..reading.units.len()).filter(is_own).collect()
        })
        .collect();
    for (section, units) in sections.iter().enumerate() {
        for tile in tiles(reading, units) {
            add(&mut windows, section, tile, true);
        }
    }
    for (section, units) in sections.iter().enumerate() {
        if words(units) > WINDOW_WORDS {
            for at in 0..units.len() {
                add(&mut windows, section, around(reading, units, at), false);
            }
        }
    }
    // A section with all below it, and the article as a whole, where they are short.
    for (section, own) in sections.iter().enumerate().skip(1) {
        let level = reading.sections[section].level;
        let below =
            (section + 1..sections.len()).take_while(|it| reading.sections[*it].level > level);
        let all: Vec<usize> = own
            .iter()
            .copied()
            .chain(below.flat_map(|it| sections[it].iter().copied()))
            .collect();
        if all.len() > own.len() && words(&all) <= WINDOW_WORDS {
            add(&mut windows, section, all, false);
        }
    }
    let all: Vec<usize> = (0..reading.units.len()).collect();
    if words(&all) <= ARTICLE_WORDS {
        add(&mut windows, 0, all, false);
    }
    windows
}

/// A section divided in order: as many whole units each as fit.
fn tiles(reading: &Reading, units: &[usize]) -> Vec<Vec<usize>> {
    let mut tiles: Vec<Vec<usize>> = Vec::new();
    let mut words = 0;
    for unit in units {
        let own = reading.units[*unit].words;
        match tiles.last_mut() {
            Some(tile) if words + own <= WINDOW_WORDS => {
                tile.push(*unit);
                words += own;
            }
            _ => {
                tiles.push(vec![*unit]);
                words = own;
            }
        }
    }
    tiles
}

/// A unit of a long section with what stands around it: what introduces its list, then what
/// follows and what comes before by turns.
fn around(reading: &Reading, units: &[usize], at: usize) -> Vec<usize> {
    let of = |at: usize| &reading.units[units[at]];
    let mut chosen = vec![at];
    let mut words = of(at).words;
    if of(at).list > 0 {
        let list = of(at).list;
        let first = (0..at)
            .rev()
            .take_while(|it| of(*it).list == list)
            .last()
            .unwrap_or(at);
        let intro = first
            .checked_sub(1)
            .filter(|it| of(*it).kind == Kind::Text && of(*it).words <= INTRO_WORDS);
        if let Some(intro) = intro
            && words + of(intro).words <= WINDOW_WORDS
        {
            chosen.push(intro);
            words += of(intro).words;
        }
    }
    let (mut next, mut before) = (at + 1, at.checked_sub(1));
    let (mut may_go_on, mut may_go_back) = (true, true);
    while may_go_on || may_go_back {
        if may_go_on {
            may_go_on = next < units.len()
                && (chosen.contains(&next) || words + of(next).words <= WINDOW_WORDS);
            if may_go_on {
                if !chosen.contains(&next) {
                    words += of(next).words;
                    chosen.push(next);
                }
                next += 1;
            }
        }
        if may_go_back {
            match before {
                Some(it) if chosen.contains(&it) || words + of(it).words <= WINDOW_WORDS => {
                    if !chosen.contains(&it) {
                        words += of(it).words;
                        chosen.push(it);
                    }
                    before = it.checked_sub(1);
                }
                _ => may_go_back = false,
            }
        }
    }
    chosen.sort_unstable();
    chosen.into_iter().map(|at| units[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_section_is_one_window_and_a_short_article_another() {
        let reading = Reading::of("T", "Lead.\n\n## A\n\nOne.\n\n1. x\n2. y\n\n## B\n\nTwo.\n");
        let windows = windows(&reading);
        let seen: Vec<(&str, &[usize], bool)> = windows
            .iter()
            .map(|it| (it.heading.as_str(), it.units.as_slice(), it.is_tile))
            .collect();
        assert_eq!(
            seen,
            [
                ("", &[0][..], true),
                ("A", &[1, 2, 3][..], true),
                ("B", &[4][..], true),
                ("", &[0, 1, 2, 3, 4][..], false),
            ]
        );
    }

    #[test]
    fn windows_of_a_long_list_keep_what_introduces_it() {
        let items: String = (1..=30)
            .map(|it| format!("{it}. one two three four five six seven\n"))
            .collect();
        let reading = Reading::of("T", &format!("Do this:\n\n{items}"));
        let windows = windows(&reading);
        let tiled: Vec<usize> = windows
            .iter()
            .filter(|it| it.is_tile)
            .flat_map(|it| it.units.clone())
            .collect();
        assert_eq!(
            tiled,
            (0..31).collect::<Vec<_>>(),
            "each unit is in one tile"
        );
        let middle = windows
            .iter()
            .find(|it| !it.is_tile && it.units.contains(&15))
            .unwrap();
        assert_eq!(middle.units[0], 0);
        for window in &windows {
            let words: usize = window
                .units
                .iter()
                .map(|unit| reading.units[*unit].words)
                .sum();
            assert!(words <= WINDOW_WORDS);
        }
    }
}
