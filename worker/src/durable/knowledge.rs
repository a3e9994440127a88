//! One team's articles, passages and index.
//!
//! Named after the team. Articles, passages and vectors are stored (`store/articles.rs`); the
//! index in memory is a cache, built when first needed after a wake. An article can be found as
//! soon as it is put, by its words and the table's vectors; better vectors follow in the
//! background, by alarm, while what is there serves.

mod crawl;
mod near;

pub(crate) use super::ask::ask;
use super::ask::{OneOfTeam, asks, told};
use super::{Incoming, answer, incoming, is_named};
use crate::clock;
use crate::embed::{
    self, Chosen, EmbedFailure, Encoder, TIER_ENCODER, TIER_IN_CONTEXT, TIER_TABLE, by_table,
};
use crate::error::Error;
use crate::meter::Meter;
use crate::store::articles::{Vectors, Waiting};
use crate::store::{self, Sql, articles, crawl as crawl_rows, versions};
use crate::vector::{self, Entry, VectorStore as _};
use domain::Found;
use domain::answer::{self, Kept, Library, Query};
use domain::article::{cut, embedded_text};
use domain::retrieval::{
    DIMS, Head, InContext, Index, Near, NewPassage, PassageKey, Reader, Tuning, Vector,
};
use protocol::audit::Actor;
use protocol::crawl::{Crawl, CrawlSite};
use protocol::http::{ArticlePage, KnowledgeStatus, PutAnswer, PutOutcome};
use protocol::{Article, ArticleId, ArticleVersion, Audience, TeamId};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

/// Passages a remote model embeds at once: far below every vendor's limit, some seconds each.
const REMOTE_BATCH: u32 = 32;
/// Passages the encoder embeds before it is asked what else waits.
const ENCODER_BATCH: u32 = 8;
/// How long one alarm embeds: below the thirty seconds of CPU an alarm may take.
/// Source: <https://developers.cloudflare.com/durable-objects/platform/limits/>.
const ALARM_MS: i64 = 10_000;
/// Pause before embedding begins, so that a sync is one run; and between two runs.
const EMBED_PAUSE: Duration = Duration::from_millis(500);
/// Pause after a failure.
const EMBED_RETRY: Duration = Duration::from_secs(30);

asks! {
    /// What the worker may ask of the knowledge.
    Call {
        /// Puts an article; `digest` tells one draft from another.
        Put { article: Box<Article>, digest: String, by: Actor, } -> PutAnswer;
        /// An article; nothing if it is not for this audience.
        Get { id: ArticleId, audience: Audience, } -> Option<Article>;
        /// What an article said, the newest first.
        Versions { id: ArticleId, } -> Vec<ArticleVersion>;
        /// One of its versions.
        Version { id: ArticleId, number: u32, } -> Option<Article>;
        /// Deletes an article. Answers whether there was one.
        Delete { id: ArticleId, } -> bool;
        /// A page of the articles, by id.
        List { after: String, limit: u32, } -> ArticlePage;
        /// What is found for a question.
        Search { query: Query, audience: Audience, language: Option<String>, } -> Found;
        /// Reads a website's pages as articles.
        BeginCrawl { site: CrawlSite, } -> Crawl;
        /// How far that has come; nothing, if none was ever read.
        ReadCrawl {} -> Option<Crawl>;
        /// Stops it; what was read stays.
        StopCrawl {} -> Option<Crawl>;
        /// How far indexing has come.
        ReadStatus {} -> KnowledgeStatus;
    }
}

impl OneOfTeam for Call {
    const CLASS: &'static str = "KNOWLEDGE";
}

/// The object.
#[durable_object(alarm)]
pub struct KnowledgeObject {
    state: State,
    env: Env,
    sql: std::result::Result<Sql, String>,
    cache: RefCell<Option<Cache>>,
    /// What embeds questions, where that is not the table.
    encoder: RefCell<Option<Rc<Encoder>>>,
    /// The passage up to which embedding has come since the object woke.
    embedded_to: Cell<PassageKey>,
    /// Whether the alarm stands.
    is_set: Cell<bool>,
}

/// The index, and what it is of.
struct Cache {
    index: Index,
    /// The space of its vectors.
    space: String,
    /// Whether every passage has one, of the space that is wanted.
    is_whole: bool,
    /// Whether every passage has the vectors of its pieces.
    is_in_context: bool,
}

impl DurableObject for KnowledgeObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            sql: Sql::open(&state, store::KNOWLEDGE, Meter::of(&env, "knowledge"))
                .map_err(|error| format!("{error:?}")),
            state,
            env,
            cache: RefCell::new(None),
            encoder: RefCell::new(None),
            embedded_to: Cell::new(0),
            is_set: Cell::new(false),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if let Ok(sql) = &self.sql {
            sql.meter().count("request", 1);
        }
        match incoming::<Call, ()>(request).await {
            Ok(Incoming::Call(team, call)) => match is_named(&self.state, &team) {
                Ok(()) => answer(self.answer(&team, call).await),
                Err(error) => answer(Err(error)),
            },
            Ok(Incoming::Socket(..)) => Error::not_found("socket").into_response(),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        self.is_set.set(false);
        let more = match self.crawl().await {
            // What was read can be found by the table's vectors: better ones come after it.
            Ok(false) => self.embed_waiting().await,
            more => more,
        };
        let pause = match more {
            Ok(true) => Some(EMBED_PAUSE),
            Ok(false) => None,
            Err(error) => {
                error.into_problem();
                Some(EMBED_RETRY)
            }
        };
        if let Some(pause) = pause {
            self.set_alarm(pause).await;
        }
        Response::ok("")
    }
}

impl KnowledgeObject {
    fn sql(&self) -> std::result::Result<&Sql, Error> {
        self.sql.as_ref().map_err(|error| Error::bug(error.clone()))
    }

    async fn answer(&self, team: &TeamId, call: Call) -> std::result::Result<String, Error> {
        embed::table(&self.env).await;
        match call {
            Call::Put(Put {
                article,
                digest,
                by,
            }) => {
                let put = self.put(team, &article, &digest, &by);
                self.doubted(&put);
                let put = put?;
                if put.outcome != PutOutcome::Unchanged {
                    self.set_alarm(EMBED_PAUSE).await;
                }
                told::<Put>(put)
            }
            Call::Get(Get { id, audience }) => {
                let article = articles::get(self.sql()?, &id)?;
                told::<Get>(article.filter(|article| article.audience <= audience))
            }
            Call::Versions(Versions { id }) => told::<Versions>(versions::list(self.sql()?, &id)?),
            Call::Version(Version { id, number }) => {
                told::<Version>(versions::get(self.sql()?, &id, number)?)
            }
            Call::Delete(Delete { id }) => told::<Delete>(self.delete(team, &id)?),
            Call::BeginCrawl(BeginCrawl { site }) => {
                let begun = self.begin_crawl(team, site)?;
                self.set_alarm(EMBED_PAUSE).await;
                told::<BeginCrawl>(begun)
            }
            Call::ReadCrawl(ReadCrawl {}) => {
                let crawl = crawl_rows::state(self.sql()?)?;
                // As below: whoever looks on moves it on.
                if crawl.as_ref().is_some_and(|it| it.ended_at.is_none()) {
                    self.set_alarm(EMBED_PAUSE).await;
                }
                told::<ReadCrawl>(crawl)
            }
            Call::StopCrawl(StopCrawl {}) => told::<StopCrawl>(self.stop_crawl()?),
            Call::List(List { after, limit }) => {
                let items = articles::list(self.sql()?, &after, limit)?;
                let is_full = u32::try_from(items.len()) == Ok(limit);
                let next = items
                    .last()
                    .filter(|_| is_full)
                    .map(|last| last.id.as_str().to_owned());
                told::<List>(ArticlePage { items, next })
            }
            Call::Search(Search {
                query,
                audience,
                language,
            }) => {
                let reader = Reader { audience, language };
                told::<Search>(self.search(team, &query, &reader).await?)
            }
            Call::ReadStatus(ReadStatus {}) => {
                let status = self.status().await?;
                // Whoever looks on moves it on: an alarm may have been lost with a deployment.
                if status.embedded < status.passages {
                    self.set_alarm(EMBED_PAUSE).await;
                }
                told::<ReadStatus>(status)
            }
        }
    }

    /// After a write that failed nobody knows how far it came: the index is built anew.
    fn doubted<T>(&self, written: &std::result::Result<T, Error>) {
        if written.is_err() {
            *self.cache.borrow_mut() = None;
        }
    }

    fn put(
        &self,
        team: &TeamId,
        article: &Article,
        digest: &str,
        by: &Actor,
    ) -> std::result::Result<PutAnswer, Error> {
        let sql = self.sql()?;
        let stored = articles::digest(sql, &article.id)?;
        if stored.as_deref() == Some(digest) {
            let passages = articles::keys(sql, &article.id)?.len();
            return Ok(PutAnswer {
                outcome: PutOutcome::Unchanged,
                passages: u32::try_from(passages).unwrap_or(u32::MAX),
            });
        }
        let pieces = cut(&article.title, &article.text);
        articles::put_setting(sql, articles::TEAM, team.as_str())?;
        // The cache first has to hold what is stored, or a later build would count twice.
        let space = self.with_cache(|cache| cache.space.clone())?;
        let before = articles::keys(sql, &article.id)?;
        versions::add(sql, articles::get(sql, &article.id)?.as_ref(), article, by)?;
        let keys = articles::put(sql, article, digest, &pieces)?;
        let is_by_table = space == embedding::SPACE && vector::chosen(&self.env, team).is_none();
        let mut passages = Vec::with_capacity(pieces.len());
        let mut synonyms = Vector::new();
        if is_by_table && !pieces.is_empty() {
            synonyms.extend(article.synonyms.iter().flat_map(|it| by_table(it)));
        }
        for (at, (key, piece)) in keys.iter().zip(&pieces).enumerate() {
            let vector = if is_by_table {
                let whole = embedded_text(&article.title, &piece.heading, &piece.text);
                let vectors = Vectors {
                    text: InContext::whole(by_table(&whole)),
                    synonyms: if at == 0 {
                        synonyms.clone()
                    } else {
                        Vector::new()
                    },
                };
                articles::put_vector(sql, &space, TIER_TABLE, *key, &vectors)?;
                vectors.text.whole
            } else {
                Vector::new()
            };
            passages.push(NewPassage {
                key: *key,
                heading: &piece.heading,
                text: &piece.text,
                is_tile: piece.is_tile,
                vector,
            });
        }
        let head = Head::new(
            article.id.clone(),
            article.audience,
            article.language.clone(),
            &article.title,
            &article.tags,
            &article.synonyms,
        );
        self.with_cache(|cache| {
            cache.index.put(&head, &passages);
            cache.index.embed_synonyms(&head.id, &synonyms);
            // Until the encoder has been here again.
            cache.index.tune(Tuning::TABLE);
            cache.is_in_context = false;
        })?;
        self.forget(team, before);
        if let Some(first) = keys.first() {
            self.embedded_to.set(self.embedded_to.get().min(first - 1));
        }
        Ok(PutAnswer {
            outcome: match stored {
                Some(_) => PutOutcome::Updated,
                None => PutOutcome::Added,
            },
            passages: u32::try_from(pieces.len()).unwrap_or(u32::MAX),
        })
    }

    /// Lets the vector store forget passages. One that does not hear of it is no harm: what the
    /// index does not have, it does not find.
    fn forget(&self, team: &TeamId, keys: Vec<PassageKey>) {
        if keys.is_empty() {
            return;
        }
        if let Some(store) = vector::chosen(&self.env, team) {
            self.state.wait_until(async move {
                if let Err(error) = store.delete(&keys).await {
                    worker::console_warn!("the vector store kept {} passages: {error}", keys.len());
                }
            });
        }
    }

    async fn search(
        &self,
        team: &TeamId,
        query: &Query,
        reader: &Reader,
    ) -> std::result::Result<Found, Error> {
        let space = self.with_cache(|cache| cache.space.clone())?;
        let mut nears = Vec::new();
        for text in query.texts() {
            nears.push(self.near(team, &text, reader, &space).await);
        }
        let library = Stored {
            sql: self.sql()?,
            space: &space,
        };
        // Whatever changed meanwhile: this answers from one state of the index.
        let (found, is_whole) = self.with_cache(|cache| {
            if !cache.is_in_context {
                nears = nears.into_iter().map(Near::whole).collect();
            }
            let found = answer::respond(&cache.index, query, reader, &nears, &library, None);
            (found, std::mem::replace(&mut cache.is_whole, true))
        })?;
        if !is_whole {
            self.set_alarm(EMBED_PAUSE).await;
        }
        found
    }

    async fn status(&self) -> std::result::Result<KnowledgeStatus, Error> {
        let sql = self.sql()?;
        let (space, tier, model) = self.wanted().await;
        let count = articles::count(sql, &space, tier)?;
        let problem = articles::setting(sql, articles::PROBLEM)?;
        Ok(KnowledgeStatus {
            articles: count.articles,
            passages: count.passages,
            model,
            embedded: count.embedded,
            problem: Some(problem).filter(|problem| !problem.is_empty()),
        })
    }

    /// The space and tier that passages are to have, and the name of what gives it.
    async fn wanted(&self) -> (String, u8, String) {
        let chosen = Chosen::of(&self.env);
        let space = chosen.space();
        match chosen {
            Chosen::Embedded if Encoder::is_there(&self.env).await => {
                let tier = match self.compares_words() {
                    true => TIER_IN_CONTEXT,
                    false => TIER_ENCODER,
                };
                (space, tier, "minilm".to_owned())
            }
            Chosen::Embedded | Chosen::Table => (space, TIER_TABLE, "table".to_owned()),
            _ => (space.clone(), TIER_ENCODER, space),
        }
    }

    async fn set_alarm(&self, pause: Duration) {
        if self.is_set.replace(true) {
            return;
        }
        if let Err(error) = self.state.storage().set_alarm(pause).await {
            self.is_set.set(false);
            Error::from(error).into_problem();
        }
    }

    /// Embeds passages that wait, for a while; whether more do.
    async fn embed_waiting(&self) -> std::result::Result<bool, Error> {
        let sql = self.sql()?;
        // An alarm is not told the object's name.
        let Ok(team) = TeamId::new(articles::setting(sql, articles::TEAM)?) else {
            return Ok(false);
        };
        embed::table(&self.env).await;
        let (space, tier, _) = self.wanted().await;
        let begun = clock::now();
        let mut encoder = None;
        while clock::now().since(begun) < ALARM_MS {
            let limit = if space == embedding::SPACE {
                ENCODER_BATCH
            } else {
                REMOTE_BATCH
            };
            let after = self.embedded_to.get();
            let waiting = articles::waiting(sql, &space, tier, after, limit)?;
            let Some(last) = waiting.last().map(|passage| passage.id) else {
                if after == 0 {
                    self.finish(&space, tier)?;
                    return Ok(false);
                }
                // Once more from the beginning: articles come and go while others are embedded.
                self.embedded_to.set(0);
                continue;
            };
            let embedded = self
                .embed(&team, &space, tier, &waiting, &mut encoder)
                .await;
            let problem = embedded.as_ref().err().map(|failure| failure.0.clone());
            articles::put_setting(
                sql,
                articles::PROBLEM,
                problem.as_deref().unwrap_or_default(),
            )?;
            if let Err(EmbedFailure(why)) = embedded {
                return Err(Error::bug(format!("passages wait to be embedded: {why}")));
            }
            // Not past what was put meanwhile.
            if self.embedded_to.get() == after {
                self.embedded_to.set(last);
            }
        }
        Ok(true)
    }

    /// Nothing waits: questions are compared in this space from now on.
    fn finish(&self, space: &str, tier: u8) -> std::result::Result<(), Error> {
        let sql = self.sql()?;
        if articles::setting(sql, articles::SERVING)? != space {
            articles::put_setting(sql, articles::SERVING, space)?;
            articles::forget_other_spaces(sql, space)?;
            *self.cache.borrow_mut() = None;
        }
        if tier >= TIER_ENCODER {
            self.with_cache(|cache| {
                cache.index.tune(Tuning::ENCODER);
                cache.is_in_context = tier >= TIER_IN_CONTEXT;
            })?;
        }
        Ok(())
    }

    /// Embeds passages and keeps their vectors, of those that are still there.
    async fn embed(
        &self,
        team: &TeamId,
        space: &str,
        tier: u8,
        waiting: &[Waiting],
        encoder: &mut Option<Encoder>,
    ) -> std::result::Result<(), EmbedFailure> {
        let failed = |error: Error| EmbedFailure(error.into_problem().message);
        let is_by_encoder = space == embedding::SPACE && tier >= TIER_ENCODER;
        if is_by_encoder && encoder.is_none() {
            *encoder = Encoder::load(&self.env).await?;
        }
        let mut vectors = Vec::with_capacity(waiting.len());
        match encoder {
            Some(encoder) if is_by_encoder => {
                for passage in waiting {
                    // A question that waits is answered before the next passage.
                    clock::after(Duration::ZERO).await;
                    let mut text = encoder.embed(&passage.whole())?;
                    if tier < TIER_IN_CONTEXT {
                        text.pieces.clear();
                    }
                    let mut synonyms = Vector::new();
                    // A store of vectors answers with passages: nothing could be compared with these.
                    let is_stored = vector::is_chosen(&self.env);
                    let all = passage.synonyms().map_err(failed)?;
                    for synonym in all.into_iter().filter(|_| !is_stored) {
                        clock::after(Duration::ZERO).await;
                        synonyms.extend(encoder.embed(&synonym)?.whole);
                    }
                    vectors.push(Vectors { text, synonyms });
                }
            }
            None if is_by_encoder => {
                return Err(EmbedFailure("the encoder is not there any more".to_owned()));
            }
            _ => {
                // How near two short texts of a vendor's come is not known: synonyms are compared by the encoder's
                // vectors and the table's alone.
                let texts: Vec<String> = waiting.iter().map(Waiting::whole).collect();
                let given = Chosen::of(&self.env).embed(&texts).await?;
                vectors.extend(given.into_iter().map(|text| Vectors {
                    text: InContext::whole(text),
                    synonyms: Vector::new(),
                }));
            }
        }
        if let Some(store) = vector::chosen(&self.env, team) {
            let entries: Vec<Entry> = waiting
                .iter()
                .zip(&mut vectors)
                .map(|(passage, vector)| Entry {
                    key: passage.id,
                    // The store has it: here only that it does is kept.
                    vector: std::mem::take(&mut vector.text.whole),
                    audience: passage.audience,
                    language: passage.language.clone(),
                })
                .collect();
            store.upsert(&entries).await.map_err(EmbedFailure)?;
        }
        let mut gone = Vec::new();
        for (passage, vector) in waiting.iter().zip(&vectors) {
            if !self.keep(space, tier, passage, vector).map_err(failed)? {
                gone.push(passage.id);
            }
        }
        self.forget(team, gone);
        Ok(())
    }

    /// Keeps a passage's vector, if the passage is still there; says whether it is.
    fn keep(
        &self,
        space: &str,
        tier: u8,
        passage: &Waiting,
        vectors: &Vectors,
    ) -> std::result::Result<bool, Error> {
        let vector = &vectors.text.whole;
        if !articles::put_vector(self.sql()?, space, tier, passage.id, vectors)? {
            return Ok(false);
        }
        let is_first = self.with_cache(|cache| {
            let is_ours = cache.space == space && !vector.is_empty();
            if is_ours && cache.index.dims() > 0 {
                cache.index.embed(&passage.article, passage.id, vector);
                if !vectors.synonyms.is_empty() {
                    cache
                        .index
                        .embed_synonyms(&passage.article, &vectors.synonyms);
                }
            }
            is_ours && cache.index.dims() == 0
        })?;
        if is_first {
            // Only now is it known how long a vector is.
            *self.cache.borrow_mut() = None;
        }
        Ok(true)
    }

    /// Works on the cache, built from what is stored if this is the first time.
    fn with_cache<T>(&self, work: impl FnOnce(&mut Cache) -> T) -> std::result::Result<T, Error> {
        let mut cache = self.cache.borrow_mut();
        if let Some(cache) = cache.as_mut() {
            return Ok(work(cache));
        }
        let built = self.build()?;
        Ok(work(cache.insert(built)))
    }

    fn build(&self) -> std::result::Result<Cache, Error> {
        let sql = self.sql()?;
        let mut space = articles::setting(sql, articles::SERVING)?;
        if space.is_empty() {
            space = Chosen::of(&self.env).space();
        }
        let heads: HashMap<ArticleId, Head> = articles::heads(sql)?
            .into_iter()
            .map(|head| (head.id.clone(), head))
            .collect();
        let dims = match space.as_str() {
            embedding::SPACE => DIMS,
            _ => articles::dims(sql, &space)?,
        };
        let mut index = Index::new(dims);
        let mut of_article: Vec<articles::StoredPassage> = Vec::new();
        let mut after = 0;
        let mut worst = u8::MAX;
        loop {
            let page = articles::passages(sql, &space, after)?;
            let is_end = page.is_empty();
            for passage in page {
                after = passage.key;
                worst = worst.min(passage.tier);
                let is_next = of_article
                    .first()
                    .is_some_and(|first| first.article != passage.article);
                if is_next {
                    fill(&mut index, &heads, &of_article);
                    of_article.clear();
                }
                of_article.push(passage);
            }
            if is_end {
                fill(&mut index, &heads, &of_article);
                break;
            }
        }
        if worst != u8::MAX && worst >= TIER_ENCODER {
            index.tune(Tuning::ENCODER);
        }
        Ok(Cache {
            index,
            is_in_context: worst >= TIER_IN_CONTEXT,
            // What was embedded before questions were embedded by the encoder is embedded anew.
            is_whole: (worst >= TIER_IN_CONTEXT || worst > 0 && !self.compares_words())
                && space == Chosen::of(&self.env).space(),
            space,
        })
    }
}

/// Windows and articles as they are stored.
struct Stored<'s> {
    sql: &'s Sql,
    space: &'s str,
}

impl Library for Stored<'_> {
    type Error = Error;

    fn windows(
        &self,
        keys: &[PassageKey],
        in_context: bool,
    ) -> std::result::Result<Vec<Kept>, Error> {
        articles::windows(self.sql, keys, in_context.then_some(self.space))
    }

    fn article(&self, id: &ArticleId) -> std::result::Result<Option<(String, String)>, Error> {
        articles::title_and_text(self.sql, id)
    }
}

/// Puts an article's passages into an index that is being built.
fn fill(index: &mut Index, heads: &HashMap<ArticleId, Head>, passages: &[articles::StoredPassage]) {
    let Some(head) = passages.first().and_then(|first| heads.get(&first.article)) else {
        return;
    };
    let new: Vec<NewPassage<'_>> = passages
        .iter()
        .map(|passage| NewPassage {
            key: passage.key,
            heading: &passage.heading,
            text: &passage.text,
            is_tile: passage.is_tile,
            vector: passage.vector.clone(),
        })
        .collect();
    index.put(head, &new);
    for passage in passages.iter().filter(|it| !it.synonyms.is_empty()) {
        index.embed_synonyms(&head.id, &passage.synonyms);
    }
}
