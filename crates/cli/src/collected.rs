//! What a source of articles gave: the articles, and what was left out and why.

use protocol::{ArticleDraft, ArticleId};
use std::collections::BTreeMap;

/// Sources left out for one reason that are named one by one: the rest are counted.
const MAX_NAMED: usize = 20;

/// Articles by id.
pub type Folder = BTreeMap<ArticleId, ArticleDraft>;

/// Something that did not become an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its file or address.
    pub source: String,
    /// The id it would have had: the server's article of that id stays as it is.
    pub id: Option<ArticleId>,
    /// Why, in a few words.
    pub why: String,
}

/// What a source gave.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// What can be put.
    pub articles: Folder,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What could not even be listed, as when a sitemap did not answer: as long as there is any,
    /// nothing is deleted.
    pub unlisted: Vec<Skipped>,
}

impl Collected {
    pub(crate) fn skip(
        &mut self,
        source: impl Into<String>,
        id: Option<ArticleId>,
        why: &anyhow::Error,
    ) {
        self.skipped.push(Skipped {
            source: source.into(),
            id,
            why: format!("{why:#}"),
        });
    }

    /// Adds what was read, unless the id is taken.
    pub(crate) fn add(
        &mut self,
        source: String,
        id: ArticleId,
        read: anyhow::Result<ArticleDraft>,
    ) {
        match read {
            Ok(_) if self.articles.contains_key(&id) => {
                let why = anyhow::anyhow!("another makes the id {id} too");
                self.skip(source, Some(id), &why);
            }
            Ok(draft) => {
                self.articles.insert(id, draft);
            }
            Err(why) => self.skip(source, Some(id), &why),
        }
    }
}

/// What was left out, in lines for people: each by name, many alike as their number.
#[must_use]
pub fn report(skipped: &[Skipped]) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for it in skipped {
        by_reason.entry(&it.why).or_default().push(&it.source);
    }
    let mut lines = Vec::new();
    for (why, sources) in by_reason {
        lines.extend(
            sources
                .iter()
                .take(MAX_NAMED)
                .map(|source| format!("skip    {source}: {why}")),
        );
        if sources.len() > MAX_NAMED {
            lines.push(format!(
                "skip    and {} more: {why}",
                sources.len() - MAX_NAMED
            ));
        }
    }
    lines
}
