//! Making the server equal to what a source gave.

use crate::client::Client;
use crate::collected::{Collected, Folder};
use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::{ArticleDraft, ArticleId, ArticleSummary, Code, Problem};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// What has to be done to make the server equal to a source.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Articles the server does not have.
    pub add: Vec<ArticleId>,
    /// Articles the server has otherwise.
    pub update: Vec<ArticleId>,
    /// Articles the source does not have.
    pub delete: Vec<ArticleId>,
    /// Articles that are the same.
    pub unchanged: usize,
}

impl Plan {
    /// Only articles whose id begins with `prefix` are the source's to delete, and none that was
    /// skipped, or all of them as long as something could not be listed.
    fn new(collected: &Collected, prefix: &str, server: &[ArticleSummary]) -> Result<Self> {
        let server: BTreeMap<&ArticleId, &str> = server
            .iter()
            .map(|article| (&article.id, article.digest.as_str()))
            .collect();
        let mut plan = Self::default();
        for (id, draft) in &collected.articles {
            match server.get(id) {
                None => plan.add.push(id.clone()),
                Some(known) if *known == digest(draft)? => plan.unchanged += 1,
                Some(_) => plan.update.push(id.clone()),
            }
        }
        if collected.unlisted.is_empty() {
            let skipped = |id: &ArticleId| {
                let mut skipped = collected.skipped.iter();
                skipped.any(|skipped| skipped.id.as_ref() == Some(id))
            };
            plan.delete = server
                .keys()
                .filter(|id| id.as_str().starts_with(prefix))
                .filter(|id| !collected.articles.contains_key(**id) && !skipped(id))
                .map(|id| (*id).clone())
                .collect();
        }
        Ok(plan)
    }
}

/// Makes the server equal to what was collected; with `dry_run` only says what that would take.
///
/// `tell` hears of each article as it is done. What the server refuses for its own sake, as an
/// article that is too long, is skipped and named in `collected`.
///
/// # Errors
/// A key that is refused, or a server that does not answer; what was done before stays done, and
/// running it again goes on from there.
pub fn sync(
    client: &Client,
    collected: &mut Collected,
    prefix: &str,
    dry_run: bool,
    mut tell: impl FnMut(&str, &ArticleId),
) -> Result<Plan> {
    let mut plan = Plan::new(collected, prefix, &client.articles()?)?;
    for (what, ids) in [("add", &mut plan.add), ("update", &mut plan.update)] {
        if dry_run {
            ids.iter().for_each(|id| tell(what, id));
        } else {
            let refused = put(client, &collected.articles, ids, |id| tell(what, id))?;
            for (id, why) in refused {
                ids.retain(|it| *it != id);
                collected.skip(id.as_str(), Some(id.clone()), &why);
            }
        }
    }
    for id in &plan.delete {
        tell("delete", id);
        if !dry_run {
            client
                .delete_article(id)
                .with_context(|| format!("article {id}"))?;
        }
    }
    Ok(plan)
}

/// Articles that are put at once: most of the time is spent on the way.
const AT_ONCE: usize = 4;

/// Puts articles, some at once; `tell` hears of each when it is done. Answers those refused.
fn put(
    client: &Client,
    folder: &Folder,
    ids: &[ArticleId],
    mut tell: impl FnMut(&ArticleId),
) -> Result<Vec<(ArticleId, anyhow::Error)>> {
    let next = AtomicUsize::new(0);
    let (send, done) = mpsc::channel();
    let mut refused = Vec::new();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(draft) = folder.get(id) else {
                        continue;
                    };
                    // Nobody listens any more after the first that ended it all.
                    if send.send((id, client.put_article(id, draft))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for (id, put) in done {
            match put {
                Ok(_) => tell(id),
                Err(why) if is_its_own(&why) => refused.push((id.clone(), why)),
                Err(why) => return Err(why.context(format!("article {id}"))),
            }
        }
        Ok(refused)
    })
}

/// Whether a refusal speaks of the article, not of the key or the server.
fn is_its_own(why: &anyhow::Error) -> bool {
    let code = why.downcast_ref::<Problem>().map(|problem| problem.code);
    matches!(
        code,
        Some(Code::Invalid | Code::BadRequest | Code::TooLarge)
    )
}

/// What the server compares by: SHA-256 of the draft's JSON, base64url.
fn digest(draft: &ArticleDraft) -> Result<String> {
    let json = serde_json::to_string(draft)?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(json.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::draft;
    use protocol::{ArticleFormat, Audience, Timestamp};

    fn id(text: &str) -> ArticleId {
        ArticleId::new(text).unwrap()
    }

    fn read(text: &str) -> ArticleDraft {
        draft(text, "name", ArticleFormat::Markdown).unwrap()
    }

    fn on_server(name: &str, digest: String) -> ArticleSummary {
        ArticleSummary {
            id: id(name),
            title: name.to_owned(),
            audience: Audience::Learner,
            digest,
            updated_at: Timestamp(0),
        }
    }

    fn collected() -> Collected {
        Collected {
            articles: ["new", "same", "changed"]
                .map(|name| (id(name), read(name)))
                .into(),
            ..Collected::default()
        }
    }

    fn server() -> Vec<ArticleSummary> {
        vec![
            on_server("same", digest(&read("same")).unwrap()),
            on_server("changed", digest(&read("older")).unwrap()),
            on_server("gone", String::new()),
            on_server("web.gone", String::new()),
        ]
    }

    #[test]
    fn a_plan_adds_updates_and_deletes_and_leaves_the_rest() {
        let plan = Plan::new(&collected(), "", &server()).unwrap();
        assert_eq!(
            plan,
            Plan {
                add: vec![id("new")],
                update: vec![id("changed")],
                delete: vec![id("gone"), id("web.gone")],
                unchanged: 1,
            }
        );
    }

    #[test]
    fn a_prefix_keeps_other_sources_articles() {
        let plan = Plan::new(&collected(), "web.", &server()).unwrap();
        assert_eq!(plan.delete, [id("web.gone")]);
    }

    #[test]
    fn what_was_skipped_or_not_listed_is_not_deleted() {
        let mut collected = collected();
        collected.skip("gone.pdf", Some(id("gone")), &anyhow::anyhow!("broken"));
        let plan = Plan::new(&collected, "", &server()).unwrap();
        assert_eq!(plan.delete, [id("web.gone")]);
        collected.unlisted = std::mem::take(&mut collected.skipped);
        let plan = Plan::new(&collected, "", &server()).unwrap();
        assert_eq!(plan.delete, []);
    }
}
