//! Lists of pieces of text, as a file of words has them, looked for in folded text: some of the scripts have no spaces.

use super::folded::fold;
use rustc_hash::FxHashMap;

/// The lists of a file, each by its name in brackets: pieces with bars between, folded, `_` for a blank that counts.
pub(super) fn lists(file: &'static str) -> FxHashMap<&'static str, Vec<String>> {
    let mut lists: FxHashMap<&str, Vec<String>> = FxHashMap::default();
    let mut name = "";
    for line in file.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            Some(named) => name = named,
            None => {
                let pieces = line.split('|').map(str::trim);
                let pieces = pieces.map(|piece| fold(&piece.replace('_', " ")));
                lists.entry(name).or_default().extend(pieces);
            }
        }
    }
    lists
}

/// Pieces of text by their first character, each with whether it stands at the beginning of a word alone: "test" is not
/// in "latest". Scripts without spaces, and Arabic, which puts its articles before a word, have it anywhere.
pub(super) struct Pieces(FxHashMap<char, Vec<(String, bool)>>);

impl Pieces {
    pub(super) fn of(pieces: Vec<String>) -> Self {
        let mut all: FxHashMap<char, Vec<(String, bool)>> = FxHashMap::default();
        for piece in pieces {
            if let Some(first) = piece.chars().next() {
                let is_letter = first.is_ascii() || ('а'..='я').contains(&first);
                let begins_word = is_letter && first.is_alphanumeric();
                all.entry(first).or_default().push((piece, begins_word));
            }
        }
        Self(all)
    }

    /// Whether a text has one of them.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let mut is_inside = false;
        text.char_indices().any(|(at, c)| {
            let was_inside = std::mem::replace(&mut is_inside, c.is_alphanumeric());
            let mut pieces = self.0.get(&c).into_iter().flatten();
            pieces.any(|(piece, begins_word)| {
                !(*begins_word && was_inside) && text[at..].starts_with(piece.as_str())
            })
        })
    }
}
