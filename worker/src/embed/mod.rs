//! What embeds questions and passages: one trait, one file per vendor.
//!
//! `embedded` is built in and needs no key: the table, and for passages the encoder where the
//! deployment has it. `openai` is any embeddings endpoint of that dialect, `workers_ai` the
//! platform's binding. The variable `EMBEDDINGS` chooses. A question that cannot be embedded
//! is answered by its words alone: nothing here can make a search fail.

mod embedded;
mod openai;
mod workers_ai;

use crate::config;
use domain::retrieval::Vector;
use embedding::quantized;
use std::fmt;
use worker::Env;

/// Places of a vector that a remote model may give: what the vector store takes.
/// Source: <https://developers.cloudflare.com/vectorize/platform/limits/>.
const MAX_DIMS: usize = 1_536;

/// Why nothing was embedded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmbedFailure(pub(crate) String);

impl fmt::Display for EmbedFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How well something is embedded; a better tier replaces a worse one of the same space.
pub(crate) const TIER_TABLE: u8 = 1;
/// By a transformer.
pub(crate) const TIER_ENCODER: u8 = 2;
/// By the encoder, with the vectors of its pieces: where it embeds questions as well.
pub(crate) const TIER_IN_CONTEXT: u8 = 3;

/// Embeds texts into one space.
pub(crate) trait Embed {
    /// The space its vectors are of: those of another are not comparable.
    fn space(&self) -> String;

    /// Vectors of texts, in their order, all of one length.
    ///
    /// # Errors
    /// [`EmbedFailure`], in words for the admin.
    async fn embed(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EmbedFailure>;
}

/// The embedder the deployment chose.
pub(crate) enum Chosen {
    /// The table for questions, the encoder for passages where it is there.
    Embedded,
    /// The table for both.
    Table,
    OpenAi(openai::OpenAi),
    WorkersAi(workers_ai::WorkersAi),
}

impl Chosen {
    /// Reads the deployment's choice; what lacks its settings is said when it is used.
    pub(crate) fn of(env: &Env) -> Self {
        match config::variable(env, "EMBEDDINGS").as_deref() {
            Some("openai") => Self::OpenAi(openai::OpenAi::of(env)),
            Some("table") => Self::Table,
            Some("workers_ai") => Self::WorkersAi(workers_ai::WorkersAi::of(env)),
            _ => Self::Embedded,
        }
    }

    /// The space of its vectors.
    pub(crate) fn space(&self) -> String {
        match self {
            Self::Embedded | Self::Table => embedding::SPACE.to_owned(),
            Self::OpenAi(model) => model.space(),
            Self::WorkersAi(model) => model.space(),
        }
    }

    /// Passages' vectors as they are kept. The embedded encoder is loaded by whoever indexes:
    /// see [`Encoder`].
    ///
    /// # Errors
    /// [`EmbedFailure`], in words for the admin.
    pub(crate) async fn embed(&self, texts: &[String]) -> Result<Vec<Vector>, EmbedFailure> {
        let vectors = match self {
            Self::Embedded | Self::Table => {
                return Ok(texts.iter().map(|text| by_table(text)).collect());
            }
            Self::OpenAi(model) => model.embed(texts).await?,
            Self::WorkersAi(model) => model.embed(texts).await?,
        };
        let dims = vectors.first().map_or(0, Vec::len);
        let is_even = vectors.len() == texts.len() && vectors.iter().all(|it| it.len() == dims);
        if !is_even || dims == 0 || dims > MAX_DIMS {
            return Err(EmbedFailure(format!(
                "the embeddings endpoint gave {} vectors of {dims} places for {} texts",
                vectors.len(),
                texts.len()
            )));
        }
        Ok(vectors.iter().map(|places| quantized(places)).collect())
    }
}

/// Whether the encoder embeds questions too: some 20 ms of CPU for each, and a fifth of the
/// object's memory for as long as it is awake. A free plan's 10 ms a request are too few.
pub(crate) fn questions_by_encoder(env: &Env) -> bool {
    config::variable(env, "QUESTION_EMBEDDINGS").as_deref() == Some("encoder")
}

pub(crate) use embedded::{Encoder, by_table, table};
