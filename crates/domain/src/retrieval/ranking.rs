//! What ranking takes and gives: its weights, who asks, what is near, what was found.

use super::features::Features;
use super::index::{Entry, PassageKey};
use embedding::{Asked, Table, Vector};
use protocol::{ArticleId, Audience};

/// Who asks: what they may see.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    /// Their audience: they see what is for it and for those before it.
    pub audience: Audience,
    /// The only language they want, besides articles that name none.
    pub language: Option<String>,
}

impl Reader {
    pub(super) fn may_see(&self, entry: &Entry) -> bool {
        let speaks = match (&self.language, &entry.language) {
            (Some(wanted), Some(written)) => wanted == written,
            _ => true,
        };
        entry.is_alive && entry.audience <= self.audience && speaks
    }
}

/// Where a question's vector and its neighbours come from.
pub enum Near<'n> {
    /// The table embeds it, the index's own vectors are compared.
    Table(&'n Table<'n>),
    /// This is its vector and those of its words, the index's own are compared; every passage has
    /// those of its pieces.
    Asked(Asked),
    /// This is its vector, the index's own are compared.
    Vector(Vector),
    /// The nearest passages, with their cosine, as a vector store answered.
    Given(Vec<(PassageKey, f32)>),
    /// Words alone.
    Nothing,
}

impl Near<'_> {
    /// The same without the vectors of words: not every passage has those of its pieces.
    #[must_use]
    pub fn whole(self) -> Self {
        match self {
            Self::Asked(asked) => Self::Vector(asked.whole),
            other => other,
        }
    }
}

/// An article's place in a ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Which.
    pub article: ArticleId,
    /// Fused score, 0 to 1 within its question.
    pub score: f32,
    pub(super) number: usize,
}

/// Which pair of vectors a question and its articles were compared by: each has weights of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tier {
    /// The encoder on both sides, with the vectors of words and pieces.
    Encoder,
    /// A transformer on both sides that gives vectors of whole texts alone: a vendor's, or the encoder while passages
    /// wait for those of their pieces. Fitted on the encoder's.
    Remote,
    /// The table for questions, a transformer for articles.
    #[default]
    Mixed,
    /// The table on both sides.
    Table,
    /// No vectors: words alone.
    Words,
}

impl Tier {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Encoder,
        Self::Remote,
        Self::Mixed,
        Self::Table,
        Self::Words,
    ];
}

/// How many signs of a window the index sees.
pub const WINDOW_SIGNS: usize = 11;

/// A window that may answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Which passage.
    pub passage: PassageKey,
    /// Of which article.
    pub article: ArticleId,
    /// Its number among the article's windows.
    pub place: usize,
    /// Fused score of its article, 0 to 1 within its question.
    pub score: f32,
    /// Cosine of the question and the nearest of its article's synonyms; 0 if none is embedded.
    pub synonym: f32,
    /// What the index sees of it; [`crate::answer`] names and weighs them.
    pub signs: [f32; WINDOW_SIGNS],
}

/// What a question found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// Windows of the best articles, in the order of the articles' ranks and of their places.
    pub candidates: Vec<Candidate>,
    /// What was seen of the question.
    pub features: Features,
    /// The question with its spelling mended.
    pub asked: String,
    /// What it was compared by.
    pub tier: Tier,
    /// Its words with their vectors, where the encoder gave them.
    pub words: Vec<(String, Vector)>,
    /// Whether whoever asks is known to teach or to run the platform.
    pub is_staff: bool,
    /// Whether it was searched with the title of what was answered before.
    pub is_about: bool,
    /// Terms of the question that say something, each with its rarity, and whether any article
    /// has it.
    pub terms: Vec<(String, f32, bool)>,
}
