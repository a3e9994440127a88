//! What is searched for: a message by itself, what it is about, and the questions in it.

use super::{Extent, Library, MOST_WORDS, Weights, read};
use crate::article::word_count;
use crate::intent::questions::Part;
use crate::intent::{self, questions};
use crate::retrieval::{Index, Near, Ranking, Reader};
use crate::turn::Found;
use protocol::{ArticleId, Citation};
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
    /// Whether passages are whole sections: a model reads them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sections: bool,
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

    /// The texts that are compared with articles: the message; if it may be about what was answered
    /// last, the message with that; if it asks two things, both.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let about = self
            .topic
            .as_ref()
            .map(|topic| format!("{}: {}", topic.title, self.text));
        let parts = self.parts().into_iter().flatten().map(|part| part.text);
        let alone = std::iter::once(self.text.clone());
        alone.chain(about).chain(parts).collect()
    }

    /// Two questions that stand by themselves.
    fn parts(&self) -> Option<[Part; 2]> {
        if self.within.is_some() {
            return None;
        }
        questions::two_questions(&self.text).filter(|[_, second]| !second.leans)
    }

    /// Whether the message says too little without what was answered last.
    fn leans(&self) -> bool {
        intent::points_back(&self.text)
    }
}

/// What the articles say to a query; `nears` are what its [`Query::texts`] are compared by. By the
/// weights that ship, unless others are given.
///
/// # Errors
/// The library's.
pub fn respond<L: Library>(
    index: &Index,
    query: &Query,
    reader: &Reader,
    nears: &[Near<'_>],
    library: &L,
    weights: Option<&Weights>,
) -> Result<Found, L::Error> {
    let look = Look {
        index,
        reader,
        texts: query.texts(),
        nears,
        library,
        weights,
        sections: query.sections,
    };
    look.respond(query)
}

/// By how much surer a message has to be with the last answer than by itself, to be about it.
const LEAN: f32 = 0.05;
/// How sure each of two answers has to be, to be given beside the other: as sure as an offer.
/// Source: `cargo xtask eval help`, where the questions of kind `two` are.
const EACH: f32 = 0.45;
/// Words that each is filled up to: what else its article says belongs to neither.
const EACH_WORDS: usize = MOST_WORDS / 3;

fn cited(found: &Found) -> Option<&Citation> {
    found.answer.as_ref()?.citations.first()
}

/// A look at the articles, by any of a query's texts.
struct Look<'a, L> {
    index: &'a Index,
    reader: &'a Reader,
    texts: Vec<String>,
    nears: &'a [Near<'a>],
    library: &'a L,
    weights: Option<&'a Weights>,
    sections: bool,
}

impl<L: Library> Look<'_, L> {
    fn respond(&self, query: &Query) -> Result<Found, L::Error> {
        if query.within.is_some() {
            return self.at(0, query.within.as_ref(), MOST_WORDS);
        }
        let alone = self.at(0, None, MOST_WORDS)?;
        if query.parts().is_some() {
            return self.both(alone, 1 + usize::from(query.topic.is_some()));
        }
        let Some(topic) = &query.topic else {
            return Ok(alone);
        };
        let about = self.about()?;
        let is_of_topic =
            |found: &Found| cited(found).is_some_and(|it| it.article == topic.article);
        // A message of one word names its own subject.
        let is_word = crate::words::words(&query.text).len() < 2;
        // What leans on the last answer is read with it; anything else only where that is surer.
        Ok(match (query.leans(), is_of_topic(&about)) {
            // What is likely to have an answer of its own may be a new subject: "what if I miss the exam".
            (true, true)
                if alone.confidence < EACH || about.confidence + LEAN >= alone.confidence =>
            {
                about
            }
            (false, true)
                if !is_word
                    && about.confidence > alone.confidence + LEAN
                    && !is_of_topic(&alone) =>
            {
                about
            }
            _ => alone,
        })
    }

    fn near(&self, at: usize) -> &Near<'_> {
        self.nears.get(at).unwrap_or(&Near::Nothing)
    }

    fn ranking(&self, at: usize) -> Ranking {
        self.index
            .search(&self.texts[at], self.reader, self.near(at))
    }

    fn read(&self, ranking: &Ranking, most: usize) -> Result<Found, L::Error> {
        let weights = self
            .weights
            .unwrap_or_else(|| Weights::shipped(ranking.tier));
        let extent = Extent {
            answer_words: most,
            sections: self.sections,
        };
        read(ranking, self.library, weights, extent)
    }

    /// By one text; in one article, if it is named.
    fn at(&self, at: usize, within: Option<&ArticleId>, most: usize) -> Result<Found, L::Error> {
        let mut ranking = self.ranking(at);
        if let Some(within) = within {
            ranking.candidates =
                self.index
                    .windows_of(within, &self.texts[at], self.reader, self.near(at));
        }
        self.read(&ranking, most)
    }

    /// With what was answered before, which says where to look; the message says what to look for.
    fn about(&self) -> Result<Found, L::Error> {
        let mut ranking = self.ranking(1);
        let alone = self.ranking(0);
        ranking.is_about = true;
        if !alone.terms.is_empty() {
            ranking.asked = alone.asked;
            ranking.terms = alone.terms;
            ranking.words = alone.words;
        }
        self.read(&ranking, MOST_WORDS)
    }

    /// Both of two questions, each with its citation, where each has an answer of its own; what
    /// the whole message found, where that says both or where one leans on the other.
    fn both(&self, alone: Found, first: usize) -> Result<Found, L::Error> {
        let one = self.at(first, None, EACH_WORDS)?;
        let two = self.at(first + 1, None, EACH_WORDS)?;
        let (Some(first), Some(second)) = (&one.answer, &two.answer) else {
            return Ok(alone);
        };
        let says_both = alone
            .answer
            .as_ref()
            .is_some_and(|it| it.text.contains(&first.text) && it.text.contains(&second.text));
        let least = one.confidence.min(two.confidence);
        let is_long = word_count(&first.text) + word_count(&second.text) > MOST_WORDS;
        if says_both || is_long || first.text == second.text || least < EACH {
            return Ok(alone);
        }
        Ok(Found {
            confidence: least.max(alone.confidence),
            answer: Some(first.with(second)),
            ..alone
        })
    }
}
