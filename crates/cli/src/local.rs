//! Articles in memory: found as the worker finds them where passages are embedded by the table.

use crate::collected::Folder;
use domain::Found;
use domain::retrieval::{
    Head, Hit, Index, Near, NewPassage, PassageKey, Reader, Table, passage_text, split,
};
use protocol::Passage;
use std::collections::HashMap;

/// A folder's articles, indexed.
pub struct Local {
    index: Index,
    passages: HashMap<PassageKey, Passage>,
}

impl Local {
    /// Indexes articles in the order of their ids.
    #[must_use]
    pub fn new(articles: &Folder) -> Self {
        let mut index = Index::default();
        let mut passages = HashMap::new();
        for (id, draft) in articles {
            let pieces = split(&draft.text);
            let new: Vec<NewPassage<'_>> = pieces
                .iter()
                .map(|piece| {
                    let key = passages.len() as PassageKey + 1;
                    let passage = Passage {
                        article: id.clone(),
                        title: draft.title.clone(),
                        heading: piece.heading.clone(),
                        text: piece.text.clone(),
                        score: 0.0,
                    };
                    passages.insert(key, passage);
                    let whole = passage_text(&draft.title, &piece.heading, &piece.text);
                    NewPassage {
                        key,
                        heading: &piece.heading,
                        text: &piece.text,
                        vector: Table::shipped().embed(&whole),
                    }
                })
                .collect();
            let head = Head::new(
                id.clone(),
                draft.audience,
                draft.language.clone(),
                &draft.title,
                &draft.tags,
                &draft.synonyms,
            );
            index.put(&head, &new);
        }
        Self { index, passages }
    }

    /// What a learner's question finds: the `most` best passages.
    #[must_use]
    pub fn search(&self, question: &str, most: usize) -> Found {
        let near = Near::Table(Table::shipped());
        let ranking = self.index.search(question, &Reader::default(), &near, most);
        let passage = |hit: &Hit| {
            Some(Passage {
                score: hit.score,
                ..self.passages.get(&hit.passage)?.clone()
            })
        };
        let passages = ranking.hits.iter().filter_map(passage).collect();
        ranking.found(passages)
    }
}
