//! Reads a website: its sitemap's pages, one after the other by the alarm, each as an article (A10).
//!
//! Articles whose pages are gone are removed at the end of a run that was not stopped; a page that could not be reached
//! keeps the article that it was.

use super::KnowledgeObject;
use crate::clock;
use crate::digest::digest;
use crate::error::Error;
use crate::store::crawl::{self, Became, Kept};
use crate::store::{articles, versions};
use crate::web::{self, NoPage};
use domain::article::{Sitemap, of_page, sitemap};
use protocol::audit::Actor;
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
    /// Begins to read a website; one that is being read is left.
    pub(super) fn begin_crawl(&self, team: &TeamId, site: CrawlSite) -> Result<Crawl, Error> {
        let sql = self.sql()?;
        articles::put_setting(sql, articles::TEAM, team.as_str())?;
        let run = crawl::last(sql)?.map_or(0, |(run, _)| run) + 1;
        crawl::stop_waiting(sql)?;
        crawl::list(sql, run, &site.sitemap, true)?;
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
        let begun = clock::now();
        for _ in 0..PAGES_AN_ALARM {
            let Some((run, kept)) = crawl::last(sql)?.filter(|(_, it)| it.ended_at.is_none())
            else {
                return Ok(false);
            };
            let Some((url, is_sitemap)) = crawl::next(sql, run)? else {
                self.end_crawl(&team, run, kept)?;
                return Ok(false);
            };
            // If the object dies of it, it is not read again.
            let died = Became::LeftOut("it could not be read".to_owned());
            crawl::done(sql, &url, &died)?;
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
        let own = listed.iter().filter(|url| {
            self::host(url) == host && under.is_none_or(|under| url.starts_with(under))
        });
        let room = most.saturating_sub(there) as usize;
        let mut own = own.peekable();
        for url in own.by_ref().take(room) {
            crawl::list(sql, run, url, is_sitemap)?;
        }
        Ok(match own.peek() {
            Some(_) => Became::LeftOut(format!("it lists more than {most} in all")),
            None => Became::Read(None),
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
                "" => "it says not what it is".to_owned(),
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
        let id = self.id_of(&base)?;
        let before = articles::get(sql, &id)?;
        let mut article = Article {
            id: id.clone(),
            title: read.title,
            text: read.text,
            audience: kept.site.audience,
            url: Some(url.to_owned()),
            // What the team added stays.
            tags: before
                .as_ref()
                .map(|it| it.tags.clone())
                .unwrap_or_default(),
            synonyms: before.map(|it| it.synonyms).unwrap_or_default(),
            language: read.language,
            updated_at: protocol::Timestamp(0),
        };
        // The same page is the same, whenever it is read.
        let version = digest(&serde_json::to_string(&article)?);
        article.updated_at = clock::now();
        let put = self.put(team, &article, &version, &Actor::Team);
        self.doubted(&put);
        put.map(|_| Became::Read(Some(id)))
    }

    /// The id of a page's article: its path, told from other articles' by its address.
    fn id_of(&self, url: &Url) -> Result<ArticleId, Error> {
        let id = |text: String| ArticleId::new(text).map_err(|_| Error::bug("a slug is no id"));
        let own = slug(url);
        let is_others = |id: &ArticleId| -> Result<bool, Error> {
            let there = articles::get(self.sql()?, id)?;
            Ok(there.is_some_and(|it| it.url.as_deref() != Some(url.as_str())))
        };
        let first = id(own.clone())?;
        match is_others(&first)? {
            false => Ok(first),
            true => id(format!("{own}-{}", told(url))),
        }
    }

    /// All was read: articles whose pages are gone go.
    fn end_crawl(&self, team: &TeamId, run: u32, kept: Kept) -> Result<(), Error> {
        let sql = self.sql()?;
        let mut removed = 0;
        // A site that lists nothing is more likely broken than empty.
        if crawl::counts(sql, run)?.taken > 0 {
            for id in crawl::gone(sql, run)? {
                removed += u32::from(self.delete(team, &id)?);
            }
            crawl::forget_gone(sql, run)?;
        }
        let kept = Kept {
            ended_at: Some(clock::now()),
            removed,
            ..kept
        };
        crawl::put(sql, run, &kept)
    }

    /// Deletes an article with its past; whether there was one.
    pub(super) fn delete(&self, team: &TeamId, id: &ArticleId) -> Result<bool, Error> {
        versions::drop(self.sql()?, id)?;
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
