//! What is searched for: a message by itself, what it is about, and the questions in it.

use super::{Library, Weights, read};
use crate::intent;
use crate::retrieval::{Index, Near, Reader};
use crate::turn::Found;
use protocol::ArticleId;
use serde::{Deserialize, Serialize};

/// What was answered last.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Topic {
    /// From which article.
    pub article: ArticleId,
    /// Its title.
    pub title: String,
}

/// What to search for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Query {
    /// What the learner asks.
    pub text: String,
    /// What was answered last: the message may be about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// The only article to look in: the learner chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<ArticleId>,
}

impl Query {
    /// A message by itself.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// The texts that are compared with articles: the message, then, if it may be about what was
    /// answered last, the message with that.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let about = self
            .topic
            .as_ref()
            .map(|topic| format!("{}: {}", topic.title, self.text));
        std::iter::once(self.text.clone()).chain(about).collect()
    }

    /// Whether the message says too little without what was answered last.
    fn leans(&self) -> bool {
        intent::points_back(&self.text)
    }
}

/// What the articles say to a query; `nears` are what its [`Query::texts`] are compared by.
///
/// # Errors
/// The library's.
pub fn respond<L: Library>(
    index: &Index,
    query: &Query,
    reader: &Reader,
    nears: &[Near<'_>],
    library: &L,
) -> Result<Found, L::Error> {
    let texts = query.texts();
    let look = |at: usize, within: Option<&ArticleId>| -> Result<Found, L::Error> {
        let near = nears.get(at).unwrap_or(&Near::Nothing);
        let mut ranking = index.search(&texts[at], reader, near);
        if at > 0 {
            // What was answered before says where to look, the message what to look for.
            let alone = index.search(&texts[0], reader, nears.first().unwrap_or(&Near::Nothing));
            ranking.is_about = true;
            if !alone.terms.is_empty() {
                ranking.asked = alone.asked;
                ranking.terms = alone.terms;
            }
        }
        if let Some(within) = within {
            ranking.candidates = index.windows_of(within, &texts[at], reader, near);
        }
        let weights = Weights::shipped(ranking.tier);
        read(&ranking, library, weights)
    };
    if query.within.is_some() {
        return look(0, query.within.as_ref());
    }
    let alone = look(0, None)?;
    let Some(topic) = &query.topic else {
        return Ok(alone);
    };
    let about = look(1, None)?;
    let is_of_topic = |found: &Found| {
        let cited = found.answer.as_ref().and_then(|it| it.citations.first());
        cited.is_some_and(|it| it.article == topic.article)
    };
    // What leans on the last answer is read with it; anything else only where that is surer.
    Ok(match (query.leans(), is_of_topic(&about)) {
        (true, true) => about,
        (false, true) if about.confidence > alone.confidence + LEAN && !is_of_topic(&alone) => {
            about
        }
        _ => alone,
    })
}

/// By how much surer a message has to be with the last answer than by itself, to be about it.
const LEAN: f32 = 0.05;
