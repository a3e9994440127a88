//! Text to pieces of words, as BERT's uncased models were taught to read.
//!
//! Lower case, no accents, split at spaces and at everything that is neither letter nor
//! digit, CJK characters one by one; then greedily the longest known piece, those inside a
//! word marked with `##`. Source: <https://arxiv.org/abs/1810.04805>, section 3, and the
//! published vocabulary. Rare pieces may be missing from the list: shorter ones take over.

use std::collections::HashMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Number of a piece: its place in the list.
pub type Piece = u16;

/// Letters of a word after which it is not looked at: no known piece is as long, and such a
/// word is a hash or an attack. Source: the reference's `max_input_chars_per_word`.
const WORD_LETTERS: usize = 100;

/// A list of pieces.
pub struct WordPiece {
    /// Pieces at the beginning of a word, and inside one (without the mark).
    first: HashMap<Box<str>, Piece>,
    inside: HashMap<Box<str>, Piece>,
    /// Most bytes of a piece.
    longest: usize,
}

impl WordPiece {
    /// Of pieces in the order of their numbers. Those past 65,535 are left out.
    #[must_use]
    pub fn new<'p>(pieces: impl Iterator<Item = &'p str>) -> Self {
        let mut read = Self {
            first: HashMap::new(),
            inside: HashMap::new(),
            longest: 0,
        };
        for (number, piece) in (0..=Piece::MAX).zip(pieces) {
            let (list, piece) = match piece.strip_prefix("##") {
                Some(rest) if !rest.is_empty() => (&mut read.inside, rest),
                _ => (&mut read.first, piece),
            };
            read.longest = read.longest.max(piece.len());
            list.insert(piece.into(), number);
        }
        read
    }

    /// Pieces in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.first.len() + self.inside.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a piece as the list writes it, at the beginning of a word.
    #[must_use]
    pub fn number(&self, piece: &str) -> Option<Piece> {
        self.first.get(piece).copied()
    }

    /// The pieces of a text, at most `most`. Words with an unknown part give none.
    #[must_use]
    pub fn pieces(&self, text: &str, most: usize) -> Vec<Piece> {
        self.spelled(text, most, |_, _| {})
    }

    /// The pieces of a text, at most `most`, and its words in small letters, each with where its pieces
    /// stand among them.
    #[must_use]
    pub fn words(&self, text: &str, most: usize) -> (Vec<Piece>, Vec<(String, Range<usize>)>) {
        let mut words = Vec::new();
        let pieces = self.spelled(text, most, |word, span| {
            if span.end <= most && !span.is_empty() {
                words.push((word.to_owned(), span));
            }
        });
        (pieces, words)
    }

    fn spelled(
        &self,
        text: &str,
        most: usize,
        mut heard: impl FnMut(&str, Range<usize>),
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut word = String::new();
        let mut word_ends = |word: &mut String, pieces: &mut Vec<Piece>| {
            let first = pieces.len();
            self.word(word, pieces);
            heard(word, first..pieces.len());
            word.clear();
        };
        for c in text.chars() {
            if pieces.len() >= most {
                break;
            }
            if is_cjk(c) || !(c.is_alphanumeric() || is_combining_mark(c)) {
                word_ends(&mut word, &mut pieces);
                if !(c.is_whitespace() || c.is_control()) {
                    word.push(c);
                    word_ends(&mut word, &mut pieces);
                }
            } else {
                word.extend(
                    std::iter::once(c)
                        .nfd()
                        .filter(|c| !is_combining_mark(*c))
                        .flat_map(char::to_lowercase)
                        .nfd()
                        .filter(|c| !is_combining_mark(*c)),
                );
            }
        }
        word_ends(&mut word, &mut pieces);
        pieces.truncate(most);
        pieces
    }

    /// Appends a word's pieces; all of them, or none.
    fn word(&self, word: &str, pieces: &mut Vec<Piece>) {
        let before = pieces.len();
        let mut rest = word;
        if word.chars().count() > WORD_LETTERS {
            return;
        }
        while !rest.is_empty() {
            let list = if rest.len() == word.len() {
                &self.first
            } else {
                &self.inside
            };
            let known = (1..=rest.len().min(self.longest))
                .rev()
                .filter(|end| rest.is_char_boundary(*end))
                .find_map(|end| Some((end, *list.get(&rest[..end])?)));
            let Some((end, piece)) = known else {
                pieces.truncate(before);
                break;
            };
            pieces.push(piece);
            rest = &rest[end..];
        }
    }
}

/// Ideographs, each a word of its own. Source: the reference's `_is_chinese_char`.
fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2CEAF
        | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 11] = [
        "[CLS]", "re", "##set", "##s", "cafe", "!", "un", "##aff", "##able", "学", "don",
    ];

    fn read(text: &str, most: usize) -> Vec<&'static str> {
        WordPiece::new(LIST.into_iter())
            .pieces(text, most)
            .into_iter()
            .map(|piece| LIST[usize::from(piece)])
            .collect()
    }

    #[test]
    fn words_know_their_pieces() {
        let list = WordPiece::new(LIST.into_iter());
        let spans = |text, most| list.words(text, most).1;
        let spell = |word: &str, span: Range<usize>| (word.to_owned(), span);
        assert_eq!(
            spans("Resets: café!", 9),
            [spell("resets", 0..3), spell("cafe", 3..4), spell("!", 4..5)]
        );
        assert_eq!(spans("resets café", 3), [spell("resets", 0..3)]);
        assert_eq!(spans("walrus", 9), []);
    }

    #[test]
    fn the_longest_known_piece_is_taken() {
        assert_eq!(
            read("Resets unaffable", 9),
            ["re", "##set", "##s", "un", "##aff", "##able"]
        );
        assert_eq!(read("unaffable", 2), ["un", "##aff"]);
    }

    #[test]
    fn accents_case_and_marks_do_not_matter() {
        assert_eq!(read("CAFÉ! cafe\u{301}", 9), ["cafe", "!", "cafe"]);
        assert_eq!(read("学学", 9), ["学", "学"]);
    }

    #[test]
    fn a_word_with_an_unknown_part_gives_nothing() {
        assert_eq!(read("rezet don't", 9), ["don"]);
        assert_eq!(read(&"re".repeat(200), 9), [""; 0]);
        assert_eq!(read("", 9), [""; 0]);
    }
}
