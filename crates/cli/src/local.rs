//! Articles in memory, searched as the worker searches them: for `baton simulate` and evaluations.

use crate::collected::Folder;
use domain::Found;
use domain::answer::{self, Kept, Library, Query, Weights};
use domain::article::{cut, embedded_text};
use domain::retrieval::{
    Head, InContext, Index, Near, NewPassage, PassageKey, Ranking, Reader, Table, Tuning,
};
use protocol::ArticleId;
use std::collections::HashMap;
use std::convert::Infallible;

/// Articles with their index.
pub struct Local {
    index: Index,
    windows: HashMap<PassageKey, Kept>,
    articles: HashMap<ArticleId, (String, String)>,
}

impl Local {
    /// Indexes articles in the order of their ids, embedded by the table.
    #[must_use]
    pub fn new(articles: &Folder) -> Self {
        let embed = |texts: &[String]| {
            let embed = |text: &String| InContext::whole(Table::shipped().embed(text));
            let vectors = texts.iter().map(embed);
            Ok::<_, Infallible>(vectors.collect())
        };
        match Self::embedded(articles, Tuning::TABLE, embed) {
            Ok(local) => local,
            Err(never) => match never {},
        }
    }

    /// Indexes articles in the order of their ids; `embed` gives the vectors of their windows, of
    /// their pieces too where questions have those of their words.
    ///
    /// # Errors
    /// What `embed` says.
    pub fn embedded<E>(
        articles: &Folder,
        tuning: Tuning,
        embed: impl FnOnce(&[String]) -> Result<Vec<InContext>, E>,
    ) -> Result<Self, E> {
        let pieces: Vec<_> = articles
            .values()
            .map(|draft| cut(&draft.title, &draft.text))
            .collect();
        let texts: Vec<String> = articles
            .values()
            .zip(&pieces)
            .flat_map(|(draft, pieces)| {
                let whole = |it: &domain::article::Piece| {
                    embedded_text(&draft.title, &it.heading, &it.text)
                };
                pieces.iter().map(whole)
            })
            .collect();
        let synonyms = articles.values().flat_map(|draft| &draft.synonyms);
        let all: Vec<String> = texts.iter().chain(synonyms).cloned().collect();
        let mut vectors = embed(&all)?;
        let mut synonyms = vectors.split_off(texts.len()).into_iter();
        let mut vectors = vectors.into_iter();
        let mut local = Self {
            index: Index::default(),
            windows: HashMap::new(),
            articles: HashMap::new(),
        };
        local.index.tune(tuning);
        for ((id, draft), pieces) in articles.iter().zip(&pieces) {
            let new: Vec<NewPassage<'_>> = pieces
                .iter()
                .map(|piece| {
                    let key = local.windows.len() as PassageKey + 1;
                    let vectors = vectors.next().unwrap_or_default();
                    let kept = Kept {
                        passage: key,
                        heading: piece.heading.clone(),
                        text: piece.text.clone(),
                        pieces: vectors.pieces,
                    };
                    local.windows.insert(key, kept);
                    NewPassage {
                        key,
                        heading: &piece.heading,
                        text: &piece.text,
                        is_tile: piece.is_tile,
                        vector: vectors.whole,
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
            local.index.put(&head, &new);
            let synonyms = synonyms.by_ref().take(draft.synonyms.len());
            let vectors: Vec<i8> = synonyms.flat_map(|it| it.whole).collect();
            local.index.embed_synonyms(id, &vectors);
            local
                .articles
                .insert(id.clone(), (draft.title.clone(), draft.text.clone()));
        }
        Ok(local)
    }

    /// What a learner's question finds, embedded by the table.
    #[must_use]
    pub fn search(&self, query: &Query) -> Found {
        let near = |_| Near::Table(Table::shipped());
        let nears: Vec<Near<'_>> = query.texts().into_iter().map(near).collect();
        self.respond(query, &nears, None)
    }

    /// What a learner's question finds; `nears` are what the query's texts are compared by. By the
    /// weights that ship, unless others are given.
    #[must_use]
    pub fn respond(&self, query: &Query, nears: &[Near<'_>], weights: Option<&Weights>) -> Found {
        let reader = Reader::default();
        match answer::respond(&self.index, query, &reader, nears, self, weights) {
            Ok(found) => found,
            Err(never) => match never {},
        }
    }

    /// The windows that may answer a learner's question.
    #[must_use]
    pub fn rank(&self, question: &str, near: &Near<'_>) -> Ranking {
        self.index.search(question, &Reader::default(), near)
    }
}

impl Library for Local {
    type Error = Infallible;

    fn windows(&self, keys: &[PassageKey], _in_context: bool) -> Result<Vec<Kept>, Infallible> {
        let windows = keys.iter().filter_map(|key| self.windows.get(key));
        Ok(windows.cloned().collect())
    }

    fn article(&self, id: &ArticleId) -> Result<Option<(String, String)>, Infallible> {
        Ok(self.articles.get(id).cloned())
    }
}
