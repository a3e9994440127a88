//! The worker's retrieval by itself: `retrieval.mjs` times it beside others in workerd.

use domain::retrieval::{Head, Index, Near, NewPassage, Reader, Table, passage_text, split};
use protocol::{ArticleId, Audience};
use wasm_bindgen::prelude::wasm_bindgen;

/// An index, as a team's knowledge has it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Retrieval {
    index: Index,
    key: i64,
}

#[wasm_bindgen]
impl Retrieval {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts an article, embedded by the table.
    pub fn put(&mut self, id: &str, title: &str, text: &str) {
        let Ok(id) = ArticleId::new(id) else { return };
        let pieces = split(text);
        let passages: Vec<NewPassage<'_>> = pieces
            .iter()
            .map(|piece| {
                self.key += 1;
                let whole = passage_text(title, &piece.heading, &piece.text);
                NewPassage {
                    key: self.key,
                    heading: &piece.heading,
                    text: &piece.text,
                    vector: Table::shipped().embed(&whole),
                }
            })
            .collect();
        let head = Head::new(id, Audience::Learner, None, title, &[], &[]);
        self.index.put(&head, &passages);
    }

    /// Passages in it.
    #[must_use]
    pub fn passages(&self) -> usize {
        self.index.len()
    }

    /// Bytes it takes.
    #[must_use]
    pub fn size(&self) -> usize {
        self.index.size()
    }

    /// The ten best articles for a question.
    #[must_use]
    pub fn rank(&self, question: &str) -> Vec<String> {
        let near = Near::Table(Table::shipped());
        let (ranked, _) = self.index.rank(question, &Reader::default(), &near);
        let ids = ranked.iter().take(10);
        ids.map(|ranked| ranked.article.to_string()).collect()
    }

    /// A whole search, as a turn makes it: how many passages it gives.
    #[must_use]
    pub fn search(&self, question: &str) -> usize {
        let near = Near::Table(Table::shipped());
        let ranking = self.index.search(question, &Reader::default(), &near, 6);
        ranking.hits.len()
    }
}
