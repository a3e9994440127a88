//! Reads a website: its sitemap's pages, one after the other by the alarm, each as an article (A10).
//!
//! Articles whose pages are gone are removed at the end of a run that was not stopped; a page that could not be reached
//! keeps the article that it was.

use super::KnowledgeObject;
use crate::clock;
use crate::digest::digest;
use crate::durable::team;
use crate::embed;
use crate::error::Error;
use crate::store::audit::Done;
use crate::store::crawl::{self, Became, Kept};
use crate::store::{articles, versions};
use crate::web::{self, NoPage};
use domain::article::{Sitemap, of_page, sitemap};
use protocol::audit::{Action, Actor};
use protocol::crawl::{Crawl, CrawlSite};
use protocol::{Article, ArticleId, TeamId};
use url::Url;

/// How long one alarm reads.
const ALARM_MS: i64 = 8_000;
/// Addresses of one alarm: the site is asked a few times a second, no more.
const PAGES_AN_ALARM: u32 = 4;
/// Most pages and sitemaps of a site.
const MOST_PAGES: u32 = 2_000;
const MOST_SITEMAPS: u32 = 50;
/// Longest article, as by `PUT /api/articles`.
const MOST_TEXT: usize = 1_000_000;

impl KnowledgeObject {
    /// Begins to read a website, in place of one that is still being read.
    pub(super) fn begin_crawl(&self, team: &TeamId, site: CrawlSite) -> Result<Crawl, Error> {
        let sql = self.sql()?;
        articles::put_setting(sql, articles::TEAM, team.as_str())?;
        let run = crawl::last(sql)?.map_or(0, |(run, _)| run) + 1;
        crawl::stop_waiting(sql)?;
        crawl::list(sql, run, &site, &site.sitemap, true)?;
        let kept = Kept {
            site,
            began_at: clock::now(),
            ended_at: None,
            is_stopped: false,
            removed: 0,
        };
        crawl::put(sql, run, &kept)?;
        crawl::state(sql)?.ok_or_else(|| Error::bug("a crawl that was not kept"))
    }

    /// Stops reading: what was read stays.
    pub(super) fn stop_crawl(&self) -> Result<Option<Crawl>, Error> {
        let sql = self.sql()?;
        if let Some((run, kept)) = crawl::last(sql)?
            && kept.ended_at.is_none()
        {
            crawl::stop_waiting(sql)?;
            let kept = Kept {
                ended_at: Some(clock::now()),
                is_stopped: true,
                ..kept
            };
            crawl::put(sql, run, &kept)?;
        }
        crawl::state(sql)
    }

    /// Reads a few addresses; whether more wait.
    pub(super) async fn crawl(&self) -> Result<bool, Error> {
        let sql = self.sql()?;
        let Ok(team) = TeamId::new(articles::setting(sql, articles::TEAM)?) else {
            return Ok(false);
        };
        // What is put is embedded by it.
        embed::table(&self.env).await;
        let begun = clock::now();
        for _ in 0..PAGES_AN_ALARM {
            let Some((run, kept)) = crawl::last(sql)?.filter(|(_, it)| it.ended_at.is_none())
            else {
                return Ok(false);
            };
            let Some((url, is_sitemap)) = crawl::next(sql, run)? else {
                self.end_crawl(&team, run, kept).await?;
                return Ok(false);
            };
            let page = web::get(&self.env, &url).await;
            // Stopped, or begun anew, while the site was asked.
            let is_still =
                crawl::last(sql)?.is_some_and(|(now, kept)| now == run && kept.ended_at.is_none());
            if !is_still {
                return Ok(true);
            }
            let became = match page {
                Err(NoPage::Gone) => Became::Gone("the site does not have it".to_owned()),
                Err(NoPage::Failed(why)) => Became::LeftOut(why),
                Ok(page) if is_sitemap => self.read_sitemap(run, &kept, &page.text)?,
                Ok(page) => self.read_page(&team, &kept, &url, &page)?,
            };
            crawl::done(sql, &url, &became)?;
            if clock::now().since(begun) >= ALARM_MS {
                break;
            }
        }
        Ok(true)
    }

    /// Lists what a sitemap lists.
    fn read_sitemap(&self, run: u32, kept: &Kept, text: &str) -> Result<Became, Error> {
        let sql = self.sql()?;
        let (listed, is_sitemap) = match sitemap(text) {
            None => return Ok(Became::LeftOut("it is no sitemap".to_owned())),
            Some(Sitemap::Sitemaps(listed)) => (listed, true),
            Some(Sitemap::Pages(listed)) => (listed, false),
        };
        let counts = crawl::counts(sql, run)?;
        let (there, most) = match is_sitemap {
            true => (counts.sitemaps, MOST_SITEMAPS),
            false => (counts.pages, MOST_PAGES),
        };
        let host = host(&kept.site.sitemap);
        // A sitemap lists its own site's (sitemaps.org), and an admin may want a part of it.
        let under = kept.site.under.as_deref().filter(|_| !is_sitemap);
        let is_own = |url: &Url| {
            url.host_str() == host.as_deref()
                && under.is_none_or(|under| url.as_str().starts_with(under))
        };
        let all = listed.iter().filter_map(|url| Url::parse(url).ok());
        let own: Vec<Url> = all.filter(is_own).collect();
        let room = most.saturating_sub(there) as usize;
        for url in own.iter().take(room) {
            crawl::list(sql, run, &kept.site, url.as_str(), is_sitemap)?;
        }
        Ok(if own.is_empty() && !listed.is_empty() {
            let begins = under.map_or_else(|| host.unwrap_or_default(), str::to_owned);
            Became::LeftOut(format!(
                "none of its {} addresses is of {begins}",
                listed.len()
            ))
        } else if own.len() > room {
            Became::LeftOut(format!("it lists more than {most} in all"))
        } else {
            Became::Read
        })
    }

    /// Puts a page as an article.
    fn read_page(
        &self,
        team: &TeamId,
        kept: &Kept,
        url: &str,
        page: &web::Page,
    ) -> Result<Became, Error> {
        if !matches!(page.media.as_str(), "text/html" | "application/xhtml+xml") {
            let what = match page.media.as_str() {
                "" => "the site does not say what kind of file it is".to_owned(),
                media => format!("it is {media}, not a page"),
            };
            return Ok(Became::LeftOut(what));
        }
        let Ok(base) = Url::parse(url) else {
            return Ok(Became::LeftOut("this is no address".to_owned()));
        };
        let resolve = |href: &str| {
            let whole = base.join(href).ok()?;
            matches!(whole.scheme(), "http" | "https" | "mailto").then(|| whole.to_string())
        };
        let read = match of_page(&page.text, &resolve) {
            Ok(read) => read,
            Err(why) => return Ok(Became::LeftOut(why.to_owned())),
        };
        if read.text.len() > MOST_TEXT {
            return Ok(Became::LeftOut("it is longer than an article".to_owned()));
        }
        let sql = self.sql()?;
        let (id, said) = match crawl::before(sql, url)? {
            Some(before) => before,
            None => (self.new_id(&base)?, None),
        };
        let before = articles::get(sql, &id)?;
        let says = digest(&format!("{}\n{}", read.title, read.text));
        // What the site says is as it was: what the team made of it stays.
        if before.is_some() && said.as_deref() == Some(says.as_str()) {
            return Ok(Became::Read);
        }
        let mut article = before.unwrap_or_else(|| Article {
            id: id.clone(),
            title: String::new(),
            text: String::new(),
            audience: kept.site.audience,
            url: Some(url.to_owned()),
            tags: Vec::new(),
            synonyms: Vec::new(),
            language: None,
            updated_at: clock::now(),
        });
        article.title = read.title;
        article.text = read.text;
        article.language = read.language.or(article.language);
        article.updated_at = clock::now();
        let put = self.put(team, &article, &format!("{url} {says}"), &Actor::Team);
        self.doubted(&put);
        put?;
        crawl::taken(sql, url, &id, &says)?;
        Ok(Became::Read)
    }

    /// The id of a new page's article: its path, told from other articles' by its address.
    fn new_id(&self, url: &Url) -> Result<ArticleId, Error> {
        let id = |text: String| ArticleId::new(text).map_err(|_| Error::bug("a slug is no id"));
        let own = format!("{PREFIX}{}", slug(url));
        let first = id(own.clone())?;
        match articles::get(self.sql()?, &first)? {
            None => Ok(first),
            // Deleted and brought back: it is this page's again.
            Some(article) if article.url.as_deref() == Some(url.as_str()) => Ok(first),
            Some(_) => id(format!("{own}-{}", told(url))),
        }
    }

    /// All was read: articles whose pages are gone go.
    async fn end_crawl(&self, team: &TeamId, run: u32, kept: Kept) -> Result<(), Error> {
        let sql = self.sql()?;
        let mut removed = 0;
        let counts = crawl::counts(sql, run)?;
        // A site that lists nothing is more likely broken than empty.
        if counts.taken > 0 {
            let is_whole = counts.unread == 0;
            for id in crawl::gone(sql, run, &kept.site, is_whole)? {
                if self.delete(team, &id)? {
                    removed += 1;
                    self.tell_removed(team, &id).await;
                }
            }
            crawl::forget_gone(sql, run, &kept.site, is_whole)?;
        }
        let kept = Kept {
            ended_at: Some(clock::now()),
            removed,
            ..kept
        };
        crawl::put(sql, run, &kept)
    }

    /// The audit log tells of an article that its site has no more.
    async fn tell_removed(&self, team: &TeamId, id: &ArticleId) {
        let done = Done {
            by: Actor::Team,
            action: Action::ArticleDeleted,
            target: Some(id.to_string()),
            network: None,
        };
        if let Err(error) = team::ask(&self.env, team, team::Audit { done }).await {
            error.into_problem();
        }
    }

    /// Deletes an article with its past; whether there was one.
    pub(super) fn delete(&self, team: &TeamId, id: &ArticleId) -> Result<bool, Error> {
        versions::drop(self.sql()?, id)?;
        crawl::forget_article(self.sql()?, id)?;
        let deleted = articles::delete(self.sql()?, id);
        self.doubted(&deleted);
        let deleted = deleted?;
        self.with_cache(|cache| cache.index.remove(id))?;
        self.forget(team, deleted.clone().unwrap_or_default());
        Ok(deleted.is_some())
    }
}

fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

/// What the ids of a website's articles begin with: a folder that is synced under another prefix leaves them.
const PREFIX: &str = "web.";

/// Most letters of a path that an id keeps.
const MOST_SLUG: usize = 100;

/// A page's path, and what it asks for, as an id.
fn slug(url: &Url) -> String {
    let path = url.path().trim_matches('/');
    let path = path.strip_suffix(".html").unwrap_or(path);
    let path = path.strip_suffix(".htm").unwrap_or(path);
    let whole = match url.query() {
        Some(query) => format!("{path}-{query}"),
        None => path.to_owned(),
    };
    let mut slug = String::new();
    for c in whole.chars() {
        let c = match c {
            c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
            _ => '-',
        };
        if c != '-' || !slug.ends_with('-') {
            slug.push(c);
        }
    }
    let slug = slug.trim_matches('-');
    if slug.len() <= MOST_SLUG {
        return if slug.is_empty() { "home" } else { slug }.to_owned();
    }
    format!("{}-{}", &slug[..MOST_SLUG], told(url))
}

/// What tells an address from others.
fn told(url: &Url) -> String {
    digest(url.as_str()).chars().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_id() {
        let of = |url: &str| slug(&Url::parse(url).unwrap());
        assert_eq!(of("https://help.example/"), "home");
        assert_eq!(
            of("https://help.example/en/Reset_Password.html"),
            "en-reset-password"
        );
        assert_eq!(of("https://help.example/a?page=2"), "a-page-2");
        assert_eq!(of("https://help.example/%C3%BCber"), "c3-bcber");
        let long = of(&format!("https://help.example/{}", "word-".repeat(60)));
        assert!(long.len() <= 109 && ArticleId::new(long).is_ok());
    }
}
