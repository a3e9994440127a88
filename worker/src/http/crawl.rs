//! `/api/crawl`: a website's pages as articles.

use super::{MAX_BODY_BYTES, body, json};
use crate::auth;
use crate::durable::{knowledge, team};
use crate::error::Error;
use crate::guard;
use crate::store::audit::Done;
use protocol::audit::Action;
use protocol::crawl::CrawlSite;
use worker::{Env, Request, Response, Url};

/// Begins to read a website.
pub(crate) async fn begin(
    auth::ArticleWriter(team, by): auth::ArticleWriter,
    request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let network = auth::network(&request)?;
    let mut site: CrawlSite = body(request, MAX_BODY_BYTES).await?;
    guard::check(env, site.sitemap.trim())?;
    // As it is asked: `https://Help.example` is `https://help.example/`.
    if let Ok(sitemap) = Url::parse(site.sitemap.trim()) {
        site.sitemap = sitemap.to_string();
    }
    site.under = site
        .under
        .map(|under| under.trim().to_owned())
        .filter(|under| !under.is_empty());
    if let Some(under) = &site.under {
        let host = |url: &str| Url::parse(url).ok()?.host_str().map(str::to_owned);
        if host(under).is_none() || host(under) != host(&site.sitemap) {
            return Err(Error::invalid(
                "the pages are of the sitemap's own site: the addresses begin alike",
            ));
        }
    }
    let done = Done {
        by,
        action: Action::CrawlBegun,
        target: Some(site.sitemap.clone()),
        network: Some(network).filter(|it| !it.is_empty()),
    };
    let begun = knowledge::ask(env, &team, knowledge::BeginCrawl { site }).await?;
    team::ask(env, &team, team::Audit { done }).await?;
    json(&begun)
}

/// How far it has come.
pub(crate) async fn read(
    auth::ArticleReader(team, _): auth::ArticleReader,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    json(&knowledge::ask(env, &team, knowledge::ReadCrawl {}).await?)
}

/// Stops it.
pub(crate) async fn stop(
    auth::ArticleWriter(team, _): auth::ArticleWriter,
    _request: Request,
    env: &Env,
) -> Result<Response, Error> {
    let crawl = knowledge::ask(env, &team, knowledge::StopCrawl {}).await?;
    json(&crawl.ok_or_else(|| Error::not_found("website"))?)
}
