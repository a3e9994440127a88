//! An article's passages: what answers quote.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Words after which a passage ends at the next block. Source: design notes on
/// retrieval, measured with passages of 100 words.
const PASSAGE_WORDS: usize = 120;

/// A piece of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Headings above it, outermost first, joined by " › "; empty at the beginning.
    pub heading: String,
    /// Its text: whole blocks of the article's Markdown, as written.
    pub text: String,
}

/// Splits an article along its headings, and long sections at block boundaries.
///
/// A list is never split from the sentence that introduces it unless both are long.
/// Pieces come in reading order. Text without any words gives none.
#[must_use]
pub fn split(markdown: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut path: Vec<(HeadingLevel, String)> = Vec::new();
    let mut section = Section::default();
    let mut depth = 0_usize;
    let mut heading: Option<(HeadingLevel, String)> = None;

    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                section.flush(&joined(&path), &mut pieces);
                heading = Some((level, String::new()));
            }
            Event::End(TagEnd::Heading(_)) if heading.is_some() => {
                if let Some((level, title)) = heading.take() {
                    path.retain(|(above, _)| *above < level);
                    path.push((level, title.trim().to_owned()));
                }
            }
            Event::Text(text) | Event::Code(text) if heading.is_some() => {
                if let Some((_, title)) = &mut heading {
                    title.push_str(&text);
                }
            }
            Event::Start(_) => depth += usize::from(heading.is_none()),
            Event::End(_) if heading.is_none() => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    section.push(&markdown[range]);
                    if section.words >= PASSAGE_WORDS {
                        section.flush(&joined(&path), &mut pieces);
                    }
                }
            }
            _ => {}
        }
    }
    section.flush(&joined(&path), &mut pieces);
    pieces
}

fn joined(path: &[(HeadingLevel, String)]) -> String {
    let titles: Vec<&str> = path.iter().map(|(_, title)| title.as_str()).collect();
    titles.join(" › ")
}

/// Blocks gathered under one heading.
#[derive(Default)]
struct Section {
    text: String,
    words: usize,
}

impl Section {
    fn push(&mut self, block: &str) {
        let block = block.trim_end();
        if block.trim().is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(block);
        self.words += block.split_whitespace().count();
    }

    fn flush(&mut self, heading: &str, pieces: &mut Vec<Piece>) {
        let section = std::mem::take(self);
        if section.text.chars().any(char::is_alphanumeric) {
            pieces.push(Piece {
                heading: heading.to_owned(),
                text: section.text,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_follow_headings_and_keep_their_path() {
        let pieces =
            split("Start here.\n\n# A\n\nOne.\n\n## B `c`\n\n1. first\n2. second\n\n# D\n\n* x\n");
        let seen: Vec<(&str, &str)> = pieces
            .iter()
            .map(|piece| (piece.heading.as_str(), piece.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                ("", "Start here."),
                ("A", "One."),
                ("A › B c", "1. first\n2. second"),
                ("D", "* x"),
            ]
        );
    }

    #[test]
    fn long_sections_end_at_a_block() {
        let paragraph = "word ".repeat(80);
        let pieces = split(&format!("{paragraph}\n\n{paragraph}\n\n{paragraph}"));
        assert_eq!(pieces.len(), 2);
        assert_eq!(pieces[0].text.split_whitespace().count(), 160);
    }

    #[test]
    fn text_without_words_gives_no_piece() {
        assert_eq!(split("\n\n---\n\n"), []);
        assert_eq!(split(""), []);
    }
}
