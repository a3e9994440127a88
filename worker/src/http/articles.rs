//! `/api/articles` and `/api/search`: the customer's knowledge, for tools and admins.

use super::{MAX_BODY_BYTES, body, json, number, query, text};
use crate::auth;
use crate::clock;
use crate::digest::digest;
use crate::durable::{knowledge, last_team, team};
use crate::error::Error;
use crate::model;
use domain::answer::Query;
use protocol::http::{SearchAnswer, SearchFor};
use protocol::{Article, ArticleDraft, ArticleFormat, ArticleId, Audience, Code};
use worker::{Env, Request, Response};

/// Longest article, in bytes: with its passages beside it well below what one row may hold
/// (2 MB), and longer than any help article.
const MAX_ARTICLE_BYTES: usize = 1_000_000;

/// Articles of one page of the list, at most.
const MAX_PAGE: u32 = 200;

/// Longest search, in characters.
pub(super) const MAX_QUERY_CHARS: usize = 1_000;

pub(crate) async fn list(
    auth::ArticleReader(team, _): auth::ArticleReader,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked = knowledge::List {
        after: query(&request, "cursor")?.unwrap_or_default(),
        limit: number(&request, "limit", MAX_PAGE)?.clamp(1, MAX_PAGE),
    };
    json(&knowledge::ask(env, &team, asked).await?)
}

pub(crate) async fn get(
    auth::ArticleReader(team, _): auth::ArticleReader,
    request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    let audience = Audience::Admin;
    let article = knowledge::ask(env, &team, knowledge::Get { id, audience }).await?;
    let mut article = article.ok_or_else(|| Error::not_found("article"))?;
    if query(&request, "shown")?.as_deref() == Some("true") {
        article.text = domain::article::shown(&article.text);
    }
    json(&article)
}

pub(crate) async fn put(
    auth::ArticleWriter(team, by): auth::ArticleWriter,
    request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    let draft: ArticleDraft = body(request, MAX_ARTICLE_BYTES).await?;
    let digest = digest_of(&draft)?;
    let article = article(id, draft)?;
    let put = knowledge::Put {
        article: Box::new(article),
        digest,
        by,
    };
    json(&knowledge::ask(env, &team, put).await?)
}

pub(crate) async fn versions(
    auth::ArticleReader(team, _): auth::ArticleReader,
    _request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    json(&knowledge::ask(env, &team, knowledge::Versions { id }).await?)
}

pub(crate) async fn version(
    auth::ArticleReader(team, _): auth::ArticleReader,
    _request: Request,
    env: &Env,
    id: ArticleId,
    number: u32,
) -> Result<Response, Error> {
    let version = knowledge::ask(env, &team, knowledge::Version { id, number }).await?;
    json(&version.ok_or_else(|| Error::not_found("version"))?)
}

pub(crate) async fn delete(
    auth::ArticleWriter(team, _): auth::ArticleWriter,
    _request: Request,
    env: &Env,
    id: ArticleId,
) -> Result<Response, Error> {
    if knowledge::ask(env, &team, knowledge::Delete { id }).await? {
        Ok(Response::empty()?.with_status(204))
    } else {
        Err(Error::not_found("article"))
    }
}

pub(crate) async fn search(
    auth::ArticleReader(team, _): auth::ArticleReader,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let asked: SearchFor = body(request, MAX_BODY_BYTES).await?;
    let most = asked.limit.clamp(1, 50) as usize;
    let asked = knowledge::Search {
        query: Query::of(&text(&asked.question, "question", MAX_QUERY_CHARS)?),
        audience: asked.audience,
        language: asked.language,
    };
    let mut found = knowledge::ask(env, &team, asked).await?;
    let settings = team::ask(env, &team, team::ReadSettings {}).await?;
    let outcome = last_team::of(&settings, settings.rules.clone()).outcome(&found);
    found.passages.truncate(most);
    json(&SearchAnswer {
        asked: found.asked,
        confidence: found.confidence,
        answerable: found.answerable,
        evidence: found.evidence,
        answer: found.answer.map(|quoted| quoted.text).unwrap_or_default(),
        passages: found.passages,
        outcome,
        may_write: model::is_written(env),
    })
}

pub(crate) async fn knowledge_status(
    auth::ArticleReader(team, _): auth::ArticleReader,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&knowledge::ask(env, &team, knowledge::ReadStatus {}).await?)
}

/// What tells one draft from another: SHA-256 of its canonical JSON.
fn digest_of(draft: &ArticleDraft) -> Result<String, Error> {
    Ok(digest(&serde_json::to_string(draft)?))
}

/// The article a draft becomes.
///
/// # Errors
/// `invalid` for a field outside its limits, `too_large` for more text than an article holds.
fn article(id: ArticleId, draft: ArticleDraft) -> Result<Article, Error> {
    let markdown = match draft.format {
        ArticleFormat::Markdown => draft.text,
        ArticleFormat::Html => domain::article::of_html(&draft.text),
        ArticleFormat::Text => escaped(&draft.text),
    };
    if markdown.len() > MAX_ARTICLE_BYTES {
        return Err(Error::new(
            Code::TooLarge,
            format!("an article holds at most {MAX_ARTICLE_BYTES} bytes of Markdown"),
        ));
    }
    if let Some(url) = &draft.url
        && !(url.starts_with("https://") || url.starts_with("http://"))
    {
        return Err(Error::invalid("url begins with https:// or http://"));
    }
    if draft.tags.len() > 50 {
        return Err(Error::invalid("an article has at most 50 tags"));
    }
    if draft.synonyms.len() > 50 || draft.synonyms.iter().any(|it| it.chars().count() > 100) {
        return Err(Error::invalid(
            "an article has at most 50 synonyms of at most 100 characters",
        ));
    }
    if draft
        .language
        .as_deref()
        .is_some_and(|tag| !is_language(tag))
    {
        return Err(Error::invalid("language is a tag such as en or pt-BR"));
    }
    Ok(Article {
        id,
        title: text(&draft.title, "title", 300)?,
        text: markdown,
        audience: draft.audience,
        url: draft.url,
        tags: draft.tags,
        // An empty one means nothing.
        synonyms: draft
            .synonyms
            .iter()
            .map(|it| it.trim().to_owned())
            .filter(|it| !it.is_empty())
            .collect(),
        language: draft.language,
        updated_at: clock::now(),
    })
}

/// Whether a text has the form of a language tag. Source: RFC 5646, 2.1: parts of one to eight
/// letters and digits, the first of letters alone.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_first = parts.next().is_some_and(|part| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let mut others = parts.map(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    is_first && tag.len() <= 35 && others.all(|is_part| is_part)
}

/// Plain text as Markdown that shows the same: what Markdown would read is escaped.
fn escaped(plain: &str) -> String {
    plain
        .chars()
        .fold(String::with_capacity(plain.len()), |mut out, c| {
            if matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~'
            ) {
                out.push('\\');
            }
            out.push(c);
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_what_markdown_would_read() {
        assert_eq!(escaped("a_b # c"), "a\\_b \\# c");
    }
}
