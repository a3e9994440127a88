//! The worker's retrieval and its decisions by themselves: `retrieval.mjs` and `decide.mjs` time
//! them in workerd.

use domain::Quoted;
use domain::answer::{Kept, Library, Query, respond};
use domain::article::{Piece, cut, embedded_text};
use domain::rehearsal::play;
use domain::retrieval::{Head, Index, Near, NewPassage, PassageKey, Reader, Table, Tuning};
use domain::tag::AutoTags;
use domain::{Conversation, Found, Team};
use protocol::{
    ArticleId, Audience, Citation, ClientMessageId, ConversationId, Evidence, LearnerId, Passage,
    Tag, TagDefinition, Timestamp,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// An index, as a team's knowledge has it.
#[wasm_bindgen]
#[derive(Default)]
pub struct Retrieval {
    index: Index,
    key: PassageKey,
}

#[wasm_bindgen]
impl Retrieval {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        let _is_read =
            Table::install(include_bytes!("../../../crates/embedding/data/table.bin").as_slice());
        Self::default()
    }

    /// Puts an article, embedded by the table.
    pub fn put(&mut self, id: &str, title: &str, text: &str) {
        let pieces = cut(title, text);
        put(&mut self.index, id, title, &pieces, self.key + 1);
        self.key += pieces.len() as PassageKey;
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

    /// A whole ranking, as a turn makes it: how many windows it gives.
    #[must_use]
    pub fn search(&self, question: &str) -> usize {
        let near = Near::Table(Table::shipped());
        let ranking = self.index.search(question, &Reader::default(), &near);
        ranking.candidates.len()
    }
}

/// Puts an article whose windows are numbered from `first`, which is not 0: that is a title's.
fn put(index: &mut Index, id: &str, title: &str, pieces: &[Piece], first: PassageKey) {
    let Ok(id) = ArticleId::new(id) else { return };
    let passages: Vec<NewPassage<'_>> = (first..)
        .zip(pieces)
        .map(|(key, piece)| NewPassage {
            key,
            heading: &piece.heading,
            text: &piece.text,
            is_tile: piece.is_tile,
            vector: Table::shipped().embed(&embedded_text(title, &piece.heading, &piece.text)),
        })
        .collect();
    let head = Head::new(id, Audience::Learner, None, title, &[], &[]);
    index.put(&head, &passages);
}

/// A help centre that answers, as the worker does without a model.
#[wasm_bindgen]
#[derive(Default)]
pub struct Answering {
    index: Index,
    library: Articles,
    encoder: Option<embedding::Encoder>,
}

/// Its windows by key, and its articles.
#[derive(Default)]
struct Articles {
    windows: Vec<Kept>,
    articles: Vec<(ArticleId, String, String)>,
}

impl Library for Articles {
    type Error = std::convert::Infallible;

    fn windows(&self, keys: &[PassageKey], _in_context: bool) -> Result<Vec<Kept>, Self::Error> {
        let window = |key: &PassageKey| self.windows.get(usize::try_from(key - 1).ok()?);
        Ok(keys.iter().filter_map(window).cloned().collect())
    }

    fn article(&self, id: &ArticleId) -> Result<Option<(String, String)>, Self::Error> {
        let mut articles = self.articles.iter();
        let article = articles.find(|(known, ..)| known == id);
        Ok(article.map(|(_, title, text)| (title.clone(), text.clone())))
    }
}

#[wasm_bindgen]
impl Answering {
    /// An empty one.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        let _is_read =
            Table::install(include_bytes!("../../../crates/embedding/data/table.bin").as_slice());
        Self::default()
    }

    /// Puts an article, embedded by the table.
    pub fn put(&mut self, id: &str, title: &str, text: &str) {
        let pieces = cut(title, text);
        let first = self.library.windows.len() as PassageKey + 1;
        put(&mut self.index, id, title, &pieces, first);
        let windows = (first..).zip(pieces).map(|(passage, piece)| Kept {
            passage,
            heading: piece.heading,
            text: piece.text,
            pieces: Vec::new(),
        });
        self.library.windows.extend(windows);
        if let Ok(id) = ArticleId::new(id) {
            let article = (id, title.to_owned(), text.to_owned());
            self.library.articles.push(article);
        }
    }

    /// Reads the encoder's file, and embeds all that was put by it.
    pub fn load(&mut self, file: &[u8]) {
        self.encoder = embedding::Encoder::read(file).ok();
        let Some(encoder) = &self.encoder else { return };
        let mut windows = self.library.windows.iter_mut();
        for (id, title, text) in &self.library.articles {
            for (_, window) in cut(title, text).iter().zip(windows.by_ref()) {
                let whole = embedded_text(title, &window.heading, &window.text);
                if let Ok(read) = encoder.embed_in_context(&whole) {
                    self.index.embed(id, window.passage, &read.whole);
                    window.pieces = read.pieces;
                }
            }
        }
        self.index.tune(Tuning::ENCODER);
    }

    /// Searches, reads, composes and weighs: how sure the answer is. With the encoder the question
    /// is embedded by it as well.
    #[must_use]
    pub fn answer(&self, question: &str) -> f32 {
        let query = Query::of(question);
        let near = |text: String| match &self.encoder {
            Some(encoder) => encoder
                .embed_question(&text)
                .map_or(Near::Nothing, Near::Asked),
            None => Near::Table(Table::shipped()),
        };
        let nears: Vec<Near<'_>> = query.texts().into_iter().map(near).collect();
        let reader = Reader::default();
        match respond(&self.index, &query, &reader, &nears, &self.library, None) {
            Ok(found) => found.confidence,
            Err(never) => match never {},
        }
    }
}

/// A team's decisions, and a conversation that has gone on for a while.
#[wasm_bindgen]
pub struct Deciding {
    conversation: Conversation,
    team: Team,
    tags: AutoTags,
    found: Found,
}

#[wasm_bindgen]
impl Deciding {
    /// Ten tags of five examples each, the rules every team begins with, three questions asked.
    ///
    /// # Errors
    /// A bug: a made-up id is none.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, String> {
        let _is_read =
            Table::install(include_bytes!("../../../crates/embedding/data/table.bin").as_slice());
        let bug = |error: protocol::InvalidId| error.to_string();
        let learner = LearnerId::new("bench").map_err(bug)?;
        let id = ConversationId::of(&learner, 1).map_err(bug)?;
        let tags: Vec<TagDefinition> = (0..10)
            .filter_map(|tag| {
                let examples = (0..5).map(|number| format!("{} {number}", &TEXT[tag * 4..]));
                Some(TagDefinition {
                    tag: Tag::new(&format!("tag {tag}")).ok()?,
                    description: String::new(),
                    examples: examples.collect(),
                    color: protocol::TagColor::default(),
                })
            })
            .collect();
        let article = ArticleId::new("reset").map_err(bug)?;
        let passages = (0..6)
            .map(|number| Passage {
                article: article.clone(),
                title: "Reset your password".to_owned(),
                heading: String::new(),
                text: TEXT.repeat(3),
                score: 1.0 - number as f32 / 10.0,
            })
            .collect();
        let mut deciding = Self {
            conversation: Conversation::new(id, learner),
            team: Team::default(),
            tags: AutoTags::new(&tags),
            found: Found {
                confidence: 0.9,
                answerable: 0.95,
                evidence: Evidence::default(),
                asked: String::new(),
                answer: Some(Quoted {
                    text: TEXT.to_owned(),
                    citations: vec![Citation {
                        number: 1,
                        article,
                        title: "Reset your password".to_owned(),
                        heading: String::new(),
                    }],
                    also: None,
                }),
                passages,
            },
        };
        for (number, question) in QUESTIONS.iter().enumerate() {
            deciding.conversation = deciding.played(question, number as i64)?;
        }
        Ok(deciding)
    }

    /// A whole turn but for the search and the model: answers how many events it made.
    ///
    /// # Errors
    /// A bug: the domain refused it.
    pub fn turn(&self, question: &str) -> Result<u32, String> {
        let after = self.played(question, 10)?;
        Ok(after.last_seq() - self.conversation.last_seq())
    }

    fn played(&self, question: &str, minute: i64) -> Result<Conversation, String> {
        let mut conversation = self.conversation.clone();
        let client_id = ClientMessageId::new(format!("c-{minute}"));
        let search = |query: &Query| (self.found.clone(), self.tags.of(&query.text));
        let client_id = client_id.map_err(|error| error.to_string())?;
        let now = Timestamp(minute * 60_000 + 60_000);
        play(
            &mut conversation,
            now,
            client_id,
            question,
            None,
            &self.team,
            &search,
        )
        .map_err(|refusal| format!("{refusal:?}"))?;
        Ok(conversation)
    }
}

/// What the bench's article and its tags' examples say.
const TEXT: &str = "You can reset your password from the sign-in page. Choose Forgot password and \
    follow the link in the message. The link works for an hour. ";
/// What was asked before.
const QUESTIONS: &[&str] = &[
    "How do I reset my password?",
    "Which page has the link to sign in?",
    "How long does the message with the link work?",
];
