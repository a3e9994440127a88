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

/// What is embedded of a passage: where it stands, and what it says.
#[must_use]
pub fn passage_text(title: &str, heading: &str, text: &str) -> String {
    format!("{title}\n{heading}\n{text}")
}

/// Splits an article along its headings, long sections at block boundaries, and paragraphs and
/// lists that are long by themselves between sentences and items.
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
    let mut is_prose = false;

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
            Event::Start(tag) if heading.is_none() => {
                if depth == 0 {
                    is_prose = matches!(tag, Tag::Paragraph | Tag::List(_));
                }
                depth += 1;
            }
            Event::End(_) if heading.is_none() => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let block = &markdown[range];
                    let parts = if is_prose { parts(block) } else { vec![block] };
                    for part in parts {
                        section.push(part);
                        if section.words >= PASSAGE_WORDS {
                            section.flush(&joined(&path), &mut pieces);
                        }
                    }
                }
            }
            _ => {}
        }
    }
    section.flush(&joined(&path), &mut pieces);
    pieces
}

/// A block of prose in parts of about a passage each; most are one part.
fn parts(block: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = block;
    while rest.split_whitespace().nth(PASSAGE_WORDS * 3 / 2).is_some() {
        let Some(end) = part_end(rest) else { break };
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// Where the first part of a long block ends: after the first sentence or item that makes it
/// as long as a passage, or else after a word.
fn part_end(block: &str) -> Option<usize> {
    let mut words = 0;
    let mut last_word_end = None;
    let mut was_space = true;
    let mut before = ' ';
    for (at, c) in block.char_indices() {
        if c.is_whitespace() {
            let is_item = c == '\n' && starts_item(&block[at + 1..]);
            if words >= PASSAGE_WORDS && (matches!(before, '.' | '!' | '?' | ':') || is_item) {
                return Some(at + c.len_utf8());
            }
            if words >= PASSAGE_WORDS * 2 {
                return last_word_end.or(Some(at));
            }
            if !was_space {
                last_word_end = Some(at);
            }
        } else if was_space {
            words += 1;
        }
        was_space = c.is_whitespace();
        before = c;
    }
    None
}

/// Whether a line is the beginning of an item of a list.
fn starts_item(rest: &str) -> bool {
    let line = rest.trim_start_matches(' ');
    let marker = line.split(' ').next().unwrap_or_default();
    let number = marker.trim_end_matches(['.', ')']);
    matches!(marker, "-" | "*" | "+" | "#.")
        || (number.len() < marker.len() && number.bytes().all(|byte| byte.is_ascii_digit()))
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
    fn a_long_paragraph_ends_after_a_sentence_and_a_list_before_an_item() {
        let sentence = "One two three four five six seven eight nine ten.";
        let paragraph = vec![sentence; 40].join(" ");
        let pieces = split(&paragraph);
        assert_eq!(pieces.len(), 3);
        assert!(pieces.iter().all(|piece| piece.text.ends_with("ten.")));
        let whole: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(whole.join(" "), paragraph);

        let list: String = (1..=40)
            .map(|item| format!("{item}. one two three four five six seven\n"))
            .collect();
        let pieces = split(&list);
        assert!(pieces.len() > 1);
        assert!(
            pieces.iter().all(|piece| starts_item(&piece.text)),
            "{pieces:#?}"
        );

        let endless = "word ".repeat(1_000);
        assert!(
            split(&endless)
                .iter()
                .all(|piece| piece.text.split(' ').count() <= 2 * PASSAGE_WORDS)
        );
        let code = format!("```\n{endless}\n```");
        assert_eq!(split(&code).len(), 1, "a block of code is kept whole");
    }

    #[test]
    fn text_without_words_gives_no_piece() {
        assert_eq!(split("\n\n---\n\n"), []);
        assert_eq!(split(""), []);
    }
}
