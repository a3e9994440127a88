//! One team's articles, passages and index.
//!
//! Named after the team. Articles and passages with their vectors are stored
//! (`store/articles.rs`); the BM25 statistics and the vectors in memory are a cache, built
//! when first needed after a wake.

use super::{Incoming, answer, incoming, is_named, value};
use crate::error::Error;
use crate::meter::Meter;
use crate::store::articles::Head;
use crate::store::{self, Sql, articles};
use crate::vector::{Embedded, VectorIndex};
use domain::Found;
use domain::retrieval::{Index, PassageKey, embed, split};
use protocol::http::{ArticlePage, PutAnswer, PutOutcome};
use protocol::{Article, ArticleId, Audience, Passage};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::cell::RefCell;
use std::collections::HashMap;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

const CLASS: &str = "KNOWLEDGE";

/// Passages offered to a model: what fits one screen, and more than an answer cites.
pub(crate) const PASSAGES_FOR_AN_ANSWER: usize = 6;

/// Nearest passages that take part in the fused ranking.
const NEAREST: usize = 100;

/// What the worker may ask of the knowledge.
#[derive(Serialize, Deserialize)]
pub(crate) enum Call {
    /// Puts an article. Answers [`PutAnswer`].
    Put {
        article: Box<Article>,
        digest: String,
    },
    /// Answers `Option<Article>`; nothing if it is not for this audience.
    Get { id: ArticleId, audience: Audience },
    /// Deletes an article. Answers whether there was one.
    Delete { id: ArticleId },
    /// Answers [`ArticlePage`].
    List { after: String, limit: u32 },
    /// Answers [`Found`].
    Search {
        query: String,
        audience: Audience,
        most: usize,
    },
}

/// Calls a team's knowledge.
pub(crate) async fn call<A: DeserializeOwned>(
    env: &Env,
    team: &protocol::TeamId,
    call: &Call,
) -> std::result::Result<A, Error> {
    super::call(&super::stub(env, CLASS, team.as_str())?, team, call).await
}

/// The object.
#[durable_object(fetch)]
pub struct KnowledgeObject {
    state: State,
    sql: std::result::Result<Sql, String>,
    cache: RefCell<Option<Cache>>,
}

#[derive(Default)]
struct Cache {
    index: Index,
    vectors: Embedded,
    passages: HashMap<ArticleId, Vec<PassageKey>>,
}

impl Cache {
    fn add(&mut self, key: PassageKey, article: &Head, heading: &str, text: &str, vector: Vec<i8>) {
        let id = article.id.clone();
        self.index.add(
            key,
            id.clone(),
            article.audience,
            &article.title,
            heading,
            text,
        );
        self.vectors.upsert(key, article.audience, vector);
        self.passages.entry(id).or_default().push(key);
    }

    fn remove(&mut self, id: &ArticleId) {
        self.index.remove(id);
        if let Some(keys) = self.passages.remove(id) {
            self.vectors.delete(&keys);
        }
    }
}

impl DurableObject for KnowledgeObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            sql: Sql::open(&state, store::KNOWLEDGE, Meter::of(&env, "knowledge"))
                .map_err(|error| format!("{error:?}")),
            state,
            cache: RefCell::new(None),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if let Ok(sql) = &self.sql {
            sql.meter().count("request", 1);
        }
        match incoming::<Call, ()>(request).await {
            Ok(Incoming::Call(team, call)) => {
                answer(is_named(&self.state, &team).and_then(|()| self.answer(call)))
            }
            Ok(Incoming::Socket(..)) => Error::not_found("socket").into_response(),
            Err(error) => error.into_response(),
        }
    }
}

impl KnowledgeObject {
    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    fn answer(&self, call: Call) -> std::result::Result<serde_json::Value, Error> {
        match call {
            Call::Put { article, digest } => value(self.put(&article, &digest)?),
            Call::Get { id, audience } => {
                let article = articles::get(self.sql()?, &id)?;
                value(article.filter(|article| article.audience <= audience))
            }
            Call::Delete { id } => {
                let was_there = articles::delete(self.sql()?, &id)?;
                self.with_cache(|cache| cache.remove(&id))?;
                value(was_there)
            }
            Call::List { after, limit } => {
                let items = articles::list(self.sql()?, &after, limit)?;
                let is_full = u32::try_from(items.len()) == Ok(limit);
                let next = items
                    .last()
                    .filter(|_| is_full)
                    .map(|last| last.id.as_str().to_owned());
                value(ArticlePage { items, next })
            }
            Call::Search {
                query,
                audience,
                most,
            } => value(self.search(&query, audience, most)?),
        }
    }

    fn put(&self, article: &Article, digest: &str) -> std::result::Result<PutAnswer, Error> {
        let sql = self.sql()?;
        let stored = articles::digest(sql, &article.id)?;
        let pieces: Vec<_> = split(&article.text)
            .into_iter()
            .map(|piece| {
                let vector = embed(&format!(
                    "{}\n{}\n{}",
                    article.title, piece.heading, piece.text
                ));
                (piece, vector)
            })
            .collect();
        let passages = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
        if stored.as_deref() == Some(digest) {
            return Ok(PutAnswer {
                outcome: PutOutcome::Unchanged,
                passages,
            });
        }
        // The cache first has to hold what is stored, or a later build would count twice.
        self.with_cache(|_| ())?;
        let keys = articles::put(sql, article, digest, &pieces)?;
        let head = Head {
            id: article.id.clone(),
            title: article.title.clone(),
            audience: article.audience,
        };
        self.with_cache(|cache| {
            cache.remove(&head.id);
            for (key, (piece, vector)) in keys.into_iter().zip(pieces) {
                cache.add(key, &head, &piece.heading, &piece.text, vector);
            }
        })?;
        Ok(PutAnswer {
            outcome: match stored {
                Some(_) => PutOutcome::Updated,
                None => PutOutcome::Added,
            },
            passages,
        })
    }

    fn search(
        &self,
        query: &str,
        audience: Audience,
        most: usize,
    ) -> std::result::Result<Found, Error> {
        let ranking = self.with_cache(|cache| {
            let near = cache.vectors.nearest(&embed(query), audience, NEAREST);
            cache.index.rank(query, audience, &near, most)
        })?;
        let keys: Vec<PassageKey> = ranking.hits.iter().map(|hit| hit.passage).collect();
        let mut stored: HashMap<PassageKey, _> = articles::passages_by_key(self.sql()?, &keys)?
            .into_iter()
            .map(|passage| (passage.key, passage))
            .collect();
        let mut passages = Vec::with_capacity(keys.len());
        for hit in ranking.hits {
            let (Some(piece), Some(article)) = (
                stored.remove(&hit.passage),
                articles::get(self.sql()?, &hit.article)?,
            ) else {
                continue;
            };
            passages.push(Passage {
                article: hit.article,
                title: article.title,
                heading: piece.heading,
                text: piece.text,
                score: hit.score,
            });
        }
        Ok(Found {
            confidence: ranking.confidence,
            passages,
        })
    }

    /// Works on the cache, built from what is stored if this is the first time.
    fn with_cache<T>(&self, work: impl FnOnce(&mut Cache) -> T) -> std::result::Result<T, Error> {
        let mut cache = self.cache.borrow_mut();
        if let Some(cache) = cache.as_mut() {
            return Ok(work(cache));
        }
        let sql = self.sql()?;
        let heads: HashMap<ArticleId, Head> = articles::heads(sql)?
            .into_iter()
            .map(|head| (head.id.clone(), head))
            .collect();
        let mut built = Cache::default();
        let mut after = 0;
        loop {
            let page = articles::passages(sql, after)?;
            let Some(last) = page.last() else { break };
            after = last.key;
            for passage in page {
                if let Some(head) = heads.get(&passage.article) {
                    built.add(
                        passage.key,
                        head,
                        &passage.heading,
                        &passage.text,
                        passage.vector,
                    );
                }
            }
        }
        Ok(work(cache.insert(built)))
    }
}
