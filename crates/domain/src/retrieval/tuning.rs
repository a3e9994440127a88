//! The weights of ranking.

/// Weights of ranking. Chosen on the four collections of `docs/retrieval.md`, where each helps
/// or harms none; `cargo xtask eval retrieval` prints what they give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tuning {
    /// Weight of the title's BM25 beside the text's.
    pub title: f32,
    /// Share of the best passage's BM25 in the article's.
    pub best: f32,
    /// Share of the first passage's: what an article is about stands there.
    pub lead: f32,
    /// Share of the nearest passage's cosine in the article's.
    pub nearest: f32,
    /// Share of the first passage's cosine.
    pub first: f32,
    /// Share of vectors against words.
    pub vectors: f32,
    /// Articles whose vectors are fed back: those that rank first are taken for answers, and
    /// what is near them ranks higher.
    pub feedback: usize,
    /// Weight of what is fed back against the question's own vector.
    pub feedback_weight: f32,
    /// What embedded the passages.
    pub pages: Embedded,
}

/// What embedded something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Embedded {
    /// The table.
    Table,
    /// A transformer.
    Encoder,
}

impl Tuning {
    /// For passages that a transformer embedded.
    pub const ENCODER: Self = Self {
        title: 0.3,
        best: 0.3,
        lead: 0.2,
        nearest: 0.2,
        first: 0.4,
        vectors: 0.55,
        feedback: 1,
        feedback_weight: 0.5,
        pages: Embedded::Encoder,
    };

    /// For passages that the table embedded: it knows less.
    pub const TABLE: Self = Self {
        vectors: 0.45,
        feedback: 2,
        pages: Embedded::Table,
        ..Self::ENCODER
    };
}
