//! A folder of articles, and making the server equal to it.
//!
//! `.md`, `.html` and `.txt` files, in folders of any depth. An article's id is its path
//! without the ending, slashes as dots. A file may begin with front matter between two
//! `---` lines: `title`, `audience`, `url` and `tags`, each `name: value` on one line.

use crate::client::Client;
use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use protocol::{ArticleDraft, ArticleFormat, ArticleId, ArticleSummary, Audience};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// The articles of a folder, by id.
pub type Folder = BTreeMap<ArticleId, ArticleDraft>;

/// What has to be done to make the server equal to a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Articles the server does not have.
    pub add: Vec<ArticleId>,
    /// Articles the server has otherwise.
    pub update: Vec<ArticleId>,
    /// Articles the folder does not have.
    pub delete: Vec<ArticleId>,
    /// Articles that are the same.
    pub unchanged: usize,
}

impl Plan {
    fn new(folder: &Folder, server: &[ArticleSummary]) -> Result<Self> {
        let server: BTreeMap<&ArticleId, &str> = server
            .iter()
            .map(|article| (&article.id, article.digest.as_str()))
            .collect();
        let mut plan = Self::default();
        for (id, draft) in folder {
            match server.get(id) {
                None => plan.add.push(id.clone()),
                Some(known) if *known == digest(draft)? => plan.unchanged += 1,
                Some(_) => plan.update.push(id.clone()),
            }
        }
        plan.delete = server
            .keys()
            .filter(|id| !folder.contains_key(**id))
            .map(|id| (*id).clone())
            .collect();
        Ok(plan)
    }
}

/// Makes the server equal to the folder; with `dry_run` only says what that would take.
///
/// `tell` hears of each article as it is done.
///
/// # Errors
/// The first article that is refused, by name; those before it are done, and running it
/// again goes on from there.
pub fn sync(
    client: &Client,
    folder: &Folder,
    dry_run: bool,
    mut tell: impl FnMut(&str, &ArticleId),
) -> Result<Plan> {
    let plan = Plan::new(folder, &client.articles()?)?;
    for (what, ids) in [("add", &plan.add), ("update", &plan.update)] {
        if dry_run {
            ids.iter().for_each(|id| tell(what, id));
        } else {
            put(client, folder, ids, |id| tell(what, id))?;
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

/// Puts articles, some at once; `tell` hears of each when it is done.
fn put(
    client: &Client,
    folder: &Folder,
    ids: &[ArticleId],
    mut tell: impl FnMut(&ArticleId),
) -> Result<()> {
    let next = AtomicUsize::new(0);
    let (send, done) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            let (send, next) = (send.clone(), &next);
            scope.spawn(move || {
                while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let Some(draft) = folder.get(id) else {
                        continue;
                    };
                    let put = client
                        .put_article(id, draft)
                        .with_context(|| format!("article {id}"));
                    // Nobody listens any more after the first that was refused.
                    if send.send(put.map(|_| id)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        for id in done {
            tell(id?);
        }
        Ok(())
    })
}

/// Reads a folder.
///
/// # Errors
/// A file that cannot be read as an article, by name; two files with one id; no articles
/// at all, as syncing an empty folder would delete everything.
pub fn folder(path: &Path) -> Result<Folder> {
    let mut folder = Folder::new();
    walk(path, path, &mut folder)?;
    if folder.is_empty() {
        bail!("{} holds no .md, .html or .txt file", path.display());
    }
    Ok(folder)
}

fn walk(root: &Path, at: &Path, folder: &mut Folder) -> Result<()> {
    let entries = std::fs::read_dir(at).with_context(|| format!("reading {}", at.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() {
            walk(root, &path, folder)?;
            continue;
        }
        let format = match path.extension().and_then(|ending| ending.to_str()) {
            Some("md" | "markdown") => ArticleFormat::Markdown,
            Some("html" | "htm") => ArticleFormat::Html,
            Some("txt") => ArticleFormat::Text,
            _ => continue,
        };
        let relative = path.strip_prefix(root).unwrap_or(&path).with_extension("");
        let steps: Vec<String> = relative
            .iter()
            .map(|step| step.to_string_lossy().into_owned())
            .collect();
        let id = ArticleId::new(steps.join("."))
            .with_context(|| format!("{} does not make an article's id", path.display()))?;
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("reading {}", path.display()))?;
        let stem = steps.last().map_or("", String::as_str);
        let draft = draft(&text, stem, format).with_context(|| format!("in {}", path.display()))?;
        if folder.insert(id.clone(), draft).is_some() {
            bail!("two files make the id {id}, one of them {}", path.display());
        }
    }
    Ok(())
}

/// Reads a file's text.
fn draft(text: &str, stem: &str, format: ArticleFormat) -> Result<ArticleDraft> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut draft = ArticleDraft {
        title: String::new(),
        text: String::new(),
        format,
        audience: Audience::Learner,
        url: None,
        tags: Vec::new(),
        synonyms: Vec::new(),
        language: None,
    };
    let body = match text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
    {
        Some((matter, body)) => {
            for line in matter.lines().filter(|line| !line.trim().is_empty()) {
                front_matter(&mut draft, line)?;
            }
            body
        }
        None => text.as_str(),
    };
    draft.text = body.trim().to_owned();
    if draft.title.is_empty() {
        // A heading on the first line is the title.
        draft.title = match body.trim_start().strip_prefix("# ") {
            Some(rest) => rest.lines().next().unwrap_or_default().trim().to_owned(),
            None => stem.replace(['-', '_'], " "),
        };
    }
    Ok(draft)
}

fn front_matter(draft: &mut ArticleDraft, line: &str) -> Result<()> {
    let (name, value) = line
        .split_once(':')
        .with_context(|| format!("front matter is `name: value`, not {line:?}"))?;
    let value = value.trim().trim_matches(['"', '\'']);
    match name.trim() {
        "title" => draft.title = value.to_owned(),
        "url" => draft.url = Some(value.to_owned()).filter(|url| !url.is_empty()),
        "tags" => {
            draft.tags = list(value);
        }
        "synonyms" => draft.synonyms = list(value),
        "language" => draft.language = Some(value.to_owned()).filter(|tag| !tag.is_empty()),
        "audience" => {
            draft.audience = match value {
                "learner" => Audience::Learner,
                "instructor" => Audience::Instructor,
                "admin" => Audience::Admin,
                _ => bail!("audience is learner, instructor or admin, not {value:?}"),
            }
        }
        // Other tools' fields are not ours to judge.
        _ => {}
    }
    Ok(())
}

/// The items of `[a, b]` or `a, b`.
fn list(value: &str) -> Vec<String> {
    value
        .trim_matches(['[', ']'])
        .split(',')
        .map(|item| item.trim().trim_matches(['"', '\'']).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// What the server compares by: SHA-256 of the draft's JSON, base64url.
fn digest(draft: &ArticleDraft) -> Result<String> {
    let json = serde_json::to_string(draft)?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(json.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::Timestamp;

    fn read(text: &str) -> ArticleDraft {
        draft(text, "reset-your-password", ArticleFormat::Markdown).unwrap()
    }

    #[test]
    fn front_matter_is_read() {
        let draft = read("---\ntitle: Quizzes: how to\naudience: admin\ntags: a, b\n---\nText.\n");
        assert_eq!(draft.title, "Quizzes: how to");
        assert_eq!(draft.audience, Audience::Admin);
        assert_eq!(draft.tags, ["a", "b"]);
        assert_eq!(draft.text, "Text.");
    }

    #[test]
    fn a_title_is_found_without_front_matter() {
        assert_eq!(read("# Reset it\n\nText.").title, "Reset it");
        assert_eq!(read("Text.").title, "reset your password");
    }

    #[test]
    fn wrong_front_matter_is_refused() {
        let read = |text| draft(text, "x", ArticleFormat::Markdown);
        assert!(read("---\naudience: everybody\n---\nx").is_err());
        assert!(read("---\nno colon\n---\nx").is_err());
    }

    #[test]
    fn a_plan_adds_updates_and_deletes_and_leaves_the_rest() {
        let id = |text: &str| ArticleId::new(text).unwrap();
        let folder: Folder = ["new", "same", "changed"]
            .map(|name| (id(name), read(name)))
            .into();
        let on_server = |name: &str, digest: String| ArticleSummary {
            id: id(name),
            title: name.to_owned(),
            audience: Audience::Learner,
            digest,
            updated_at: Timestamp(0),
        };
        let server = [
            on_server("same", digest(&read("same")).unwrap()),
            on_server("changed", digest(&read("older")).unwrap()),
            on_server("gone", String::new()),
        ];
        let plan = Plan::new(&folder, &server).unwrap();
        assert_eq!(
            plan,
            Plan {
                add: vec![id("new")],
                update: vec![id("changed")],
                delete: vec![id("gone")],
                unchanged: 1,
            }
        );
    }
}
