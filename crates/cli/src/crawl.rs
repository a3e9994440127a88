//! A public help centre as articles: pages of a sitemap, of a list of addresses, or by themselves.
//!
//! Politely: one page at a time, with a pause, as robots.txt allows, within limits of number, size
//! and time. What is left out is named.

#![allow(clippy::disallowed_methods, reason = "it runs natively, by the clock")]

use crate::collected::{Collected, Skipped};
use crate::document::{self, limited};
use crate::extract::Extractor;
use crate::guard;
use crate::kind::Kind;
use crate::name;
use anyhow::{Context as _, Result, anyhow, bail};
use protocol::{ArticleDraft, ArticleFormat, ArticleId, Audience};
use robotxt::{AccessResult, Robots};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};
use url::Url;

/// The name that robots.txt may speak to.
const ROBOT: &str = "baton";
/// Bytes of one page, unpacked: documents have their own limit.
const MAX_PAGE: u64 = 5_000_000;
/// Bytes of a sitemap, unpacked (sitemaps.org: 50 MB), and of a robots.txt as far as it is read
/// (RFC 9309, 2.5: at least 500 KiB).
const MAX_SITEMAP: u64 = 50_000_000;
const MAX_ROBOTS: u64 = 500 * 1024;
/// Sitemaps of one crawl.
const MAX_SITEMAPS: usize = 200;
/// Redirects from one address, as browsers limit them and RFC 9309 asks of robots.txt.
const MAX_REDIRECTS: usize = 5;
/// Longest pause that a robots.txt may ask for.
const MAX_PAUSE: Duration = Duration::from_secs(30);

/// How a crawl goes.
#[derive(Clone, Debug)]
pub struct Crawl {
    /// Pages at most.
    pub pages: usize,
    /// Between two requests to a host, unless its robots.txt asks for more.
    pub pause: Duration,
    /// For all of it.
    pub time: Duration,
    /// Whether addresses of private networks are asked too.
    pub allow_private: bool,
    /// For whom the articles are.
    pub audience: Audience,
    /// What their ids begin with.
    pub prefix: String,
}

/// What came back for an address.
struct Fetched {
    /// Where it was found in the end.
    url: Url,
    mime: String,
    bytes: Vec<u8>,
}

/// Why an address gave nothing.
enum Missed {
    /// The site says that there is no such page any more.
    Gone,
    /// Anything else: whatever is known of it stays.
    Failed(anyhow::Error),
}

impl From<anyhow::Error> for Missed {
    fn from(error: anyhow::Error) -> Self {
        Self::Failed(error)
    }
}

struct Crawler<'a> {
    plan: &'a Crawl,
    agent: ureq::Agent,
    extractor: &'a Extractor,
    robots: BTreeMap<String, Robots>,
    asked: BTreeMap<String, Instant>,
    until: Instant,
}

/// Collects the articles behind `sources`: sitemaps, text files with an address a line, pages.
///
/// `tell` hears of each page as it is read.
///
/// # Errors
/// A source that is no address of the web, or one that gave nothing at all.
pub fn crawl(
    sources: &[String],
    plan: &Crawl,
    extractor: &Extractor,
    mut tell: impl FnMut(&str),
) -> Result<Collected> {
    let mut crawler = Crawler {
        plan,
        agent: guard::agent(plan.allow_private),
        extractor,
        robots: BTreeMap::new(),
        asked: BTreeMap::new(),
        until: Instant::now() + plan.time,
    };
    let mut collected = Collected::default();
    let mut queue = VecDeque::new();
    for source in sources {
        let url = Url::parse(source).with_context(|| format!("{source} is no address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            bail!("{source} is no address of the web");
        }
        queue.push_back(url);
    }
    let mut pages = Vec::new();
    let mut listed = BTreeSet::new();
    let mut seen = BTreeSet::new();
    while let Some(source) = queue.pop_front() {
        if !seen.insert(source.clone()) {
            continue;
        }
        let unlisted = |why: anyhow::Error| Skipped {
            source: source.to_string(),
            id: None,
            why: format!("{why:#}"),
        };
        if seen.len() > MAX_SITEMAPS {
            collected
                .unlisted
                .push(unlisted(anyhow!("more than {MAX_SITEMAPS} sitemaps")));
            break;
        }
        match crawler.listing(&source) {
            Ok(Listing::Pages(urls)) => {
                for url in urls {
                    let is_same_site = site(&url) == site(&source);
                    if !is_same_site {
                        collected.skip(url, None, &anyhow!("it is of another site than its list"));
                    } else if listed.insert(url.clone()) {
                        pages.push(url);
                    }
                }
            }
            Ok(Listing::Sitemaps(urls)) => {
                let (same, other): (Vec<Url>, Vec<Url>) =
                    urls.into_iter().partition(|url| site(url) == site(&source));
                queue.extend(same);
                for url in other {
                    collected.skip(url, None, &anyhow!("it is of another site than its list"));
                }
            }
            Ok(Listing::Itself(fetched)) => {
                crawler.add(&mut collected, &source, Ok(fetched));
                tell(source.as_str());
            }
            Err(Missed::Gone) => collected
                .unlisted
                .push(unlisted(anyhow!("there is no such page"))),
            Err(Missed::Failed(why)) => collected.unlisted.push(unlisted(why)),
        }
    }
    let (within, beyond) = pages.split_at(pages.len().min(plan.pages));
    for url in within {
        let fetched = crawler.fetch(url, MAX_PAGE);
        crawler.add(&mut collected, url, fetched);
        tell(url.as_str());
    }
    for url in beyond {
        let why = anyhow!("beyond the {} pages of one crawl (--max-pages)", plan.pages);
        collected.skip(url.as_str(), crawler.id(url).ok(), &why);
    }
    if collected.articles.is_empty() && collected.skipped.is_empty() {
        let why = collected.unlisted.first();
        bail!(
            "nothing was found: {}",
            why.map_or("no pages".to_owned(), |it| format!(
                "{}: {}",
                it.source, it.why
            ))
        );
    }
    Ok(collected)
}

/// What a source turned out to be.
enum Listing {
    Pages(Vec<Url>),
    Sitemaps(Vec<Url>),
    Itself(Fetched),
}

impl Crawler<'_> {
    /// Reads a source.
    fn listing(&mut self, source: &Url) -> Result<Listing, Missed> {
        let mut fetched = self.fetch(source, MAX_SITEMAP)?;
        if fetched.bytes.starts_with(&[0x1f, 0x8b]) {
            fetched.bytes = limited(
                flate2::read::MultiGzDecoder::new(fetched.bytes.as_slice()),
                MAX_SITEMAP,
            )?;
        }
        let is_xml = fetched.mime.contains("xml") && !fetched.mime.contains("html")
            || fetched.bytes.trim_ascii_start().starts_with(b"<?xml");
        if is_xml {
            return Ok(sitemap(&fetched.bytes)?);
        }
        if fetched.mime == "text/plain" && source.path().ends_with(".txt") {
            let text = String::from_utf8_lossy(&fetched.bytes);
            let urls = text.lines().filter_map(|line| Url::parse(line.trim()).ok());
            return Ok(Listing::Pages(urls.collect()));
        }
        Ok(Listing::Itself(fetched))
    }

    /// Adds what an address gave.
    fn add(&self, collected: &mut Collected, url: &Url, fetched: Result<Fetched, Missed>) {
        let id = match self.id(url) {
            Ok(id) => id,
            Err(why) => return collected.skip(url.as_str(), None, &why),
        };
        match fetched {
            Ok(fetched) => {
                let read = self.read(url, &fetched);
                collected.add(url.to_string(), id, read);
            }
            // Neither an article nor skipped: what the server has of it is deleted.
            Err(Missed::Gone) => {}
            Err(Missed::Failed(why)) => collected.skip(url.as_str(), Some(id), &why),
        }
    }

    /// A page as an article.
    fn read(&self, url: &Url, fetched: &Fetched) -> Result<ArticleDraft> {
        let name = url
            .path_segments()
            .and_then(|mut steps| steps.rfind(|step| !step.is_empty()))
            .unwrap_or("Start");
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let kind = match fetched.mime.as_str() {
            "text/html" | "application/xhtml+xml" => Kind::Html,
            "text/markdown" => Kind::Markdown,
            "text/plain" => Kind::of_ending(ending).unwrap_or(Kind::Text),
            "application/pdf" => Kind::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Kind::Docx,
            other => bail!("{other} is no article"),
        };
        let mut draft = document::read(kind, &fetched.bytes, stem, self.extractor)?;
        if kind == Kind::Html {
            main_part(&mut draft, &fetched.url)?;
        }
        draft.url = Some(fetched.url.to_string());
        draft.audience = self.plan.audience;
        Ok(draft)
    }

    /// The id of a page: its site and path, with dots.
    fn id(&self, url: &Url) -> Result<ArticleId> {
        let steps = url.path_segments().into_iter().flatten();
        let path: Vec<&str> = steps.filter(|step| !step.is_empty()).collect();
        let whole = match (path.is_empty(), url.query()) {
            (true, None) => "start".to_owned(),
            (_, None) => path.join("."),
            (_, Some(query)) => format!("{}.{query}", path.join(".")),
        };
        name::article_id(&self.plan.prefix, &whole)
    }

    /// Fetches an address, redirects followed within its site.
    fn fetch(&mut self, url: &Url, most: u64) -> Result<Fetched, Missed> {
        let mut at = url.clone();
        for _ in 0..=MAX_REDIRECTS {
            let robots = self.robots(&at)?;
            if !robots.is_url_allowed(&at) {
                return Err(anyhow!("its site's robots.txt does not allow it").into());
            }
            let pause = robots.crawl_delay().unwrap_or(self.plan.pause);
            self.wait(&at, pause.max(self.plan.pause).min(MAX_PAUSE))?;
            let response = self.get(&at)?;
            match self.take(&at, response, most)? {
                Taken::Body(fetched) => return Ok(fetched),
                Taken::Moved(to) if site(&to) == site(url) => at = to,
                Taken::Moved(to) => {
                    return Err(anyhow!("it leads to another site: {to}").into());
                }
            }
        }
        Err(anyhow!("it redirects more than {MAX_REDIRECTS} times").into())
    }

    fn get(&self, url: &Url) -> Result<ureq::http::Response<ureq::Body>> {
        self.agent
            .get(url.as_str())
            .call()
            .map_err(|error| anyhow!("{error}"))
    }

    /// What an answer says.
    fn take(
        &self,
        url: &Url,
        response: ureq::http::Response<ureq::Body>,
        most: u64,
    ) -> Result<Taken, Missed> {
        let status = response.status().as_u16();
        match status {
            200 => {}
            404 | 410 => return Err(Missed::Gone),
            301 | 302 | 303 | 307 | 308 => {
                let to = response.headers().get("location");
                let to = to.and_then(|to| to.to_str().ok());
                let to = to.and_then(|to| url.join(to).ok());
                let to = to.filter(|to| matches!(to.scheme(), "http" | "https"));
                return Ok(Taken::Moved(to.context("it redirects to nowhere")?));
            }
            _ => return Err(anyhow!("the site answered with status {status}").into()),
        }
        let body = response.into_body();
        let mime = body.mime_type().unwrap_or("text/html").to_ascii_lowercase();
        let most = if mime.starts_with("application/") && !mime.contains("xml") {
            most.max(document::MAX_DOCUMENT_BYTES)
        } else {
            most
        };
        let bytes = limited(body.into_reader(), most)?;
        Ok(Taken::Body(Fetched {
            url: url.clone(),
            mime,
            bytes,
        }))
    }

    /// The rules of an address's site, asked for once.
    fn robots(&mut self, url: &Url) -> Result<Robots> {
        let origin = url.origin().ascii_serialization();
        if let Some(robots) = self.robots.get(&origin) {
            return Ok(robots.clone());
        }
        let mut at = url.join("/robots.txt")?;
        let mut robots = Robots::from_access(AccessResult::TooManyRedirects, ROBOT);
        for _ in 0..=MAX_REDIRECTS {
            self.wait(&at, self.plan.pause)?;
            let response = self.get(&at)?;
            let status = response.status().as_u16();
            if status >= 500 {
                bail!(
                    "its robots.txt answers with status {status}: nothing is allowed until it does"
                );
            }
            match self.take(&at, response, MAX_ROBOTS) {
                Ok(Taken::Moved(to)) => at = to,
                Ok(Taken::Body(body)) => {
                    robots = Robots::parse(&body.bytes, ROBOT);
                    break;
                }
                Err(_) => {
                    robots = Robots::from_access(AccessResult::Unavailable, ROBOT);
                    break;
                }
            }
        }
        self.robots.insert(origin, robots.clone());
        Ok(robots)
    }

    /// Waits until the site may be asked again.
    fn wait(&mut self, url: &Url, pause: Duration) -> Result<()> {
        let origin = url.origin().ascii_serialization();
        if let Some(last) = self.asked.get(&origin) {
            std::thread::sleep(pause.saturating_sub(last.elapsed()));
        }
        if Instant::now() > self.until {
            bail!(
                "beyond the {} minutes of one crawl (--max-minutes)",
                self.plan.time.as_secs() / 60
            );
        }
        self.asked.insert(origin, Instant::now());
        Ok(())
    }
}

enum Taken {
    Body(Fetched),
    Moved(Url),
}

/// A site is its host; with `www.` and without it is the same.
fn site(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The addresses of a sitemap, or of an index of sitemaps (sitemaps.org).
fn sitemap(bytes: &[u8]) -> Result<Listing> {
    use quick_xml::events::Event;
    // Sitemaps are in UTF-8 (sitemaps.org).
    let text = String::from_utf8_lossy(bytes);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut urls = Vec::new();
    let mut is_index = None;
    let mut in_location = false;
    let mut location = String::new();
    loop {
        match reader.read_event().context("its sitemap is broken")? {
            Event::Start(tag) => {
                let name = tag.local_name();
                match name.as_ref() {
                    "sitemapindex" => is_index = Some(true),
                    "urlset" => is_index = Some(false),
                    "loc" => {
                        in_location = true;
                        location.clear();
                    }
                    _ => {}
                }
            }
            Event::Text(piece) if in_location => location.push_str(&piece),
            Event::CData(piece) if in_location => location.push_str(&piece),
            Event::GeneralRef(piece) if in_location => {
                if let Some(c) = piece.resolve_char_ref()? {
                    location.push(c);
                } else if let Some(entity) = quick_xml::escape::resolve_xml_entity(&piece) {
                    location.push_str(entity);
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "loc" => {
                in_location = false;
                urls.extend(Url::parse(location.trim()).ok());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match is_index {
        Some(true) => Ok(Listing::Sitemaps(urls)),
        Some(false) => Ok(Listing::Pages(urls)),
        None => bail!("it is no sitemap"),
    }
}

/// Keeps a page's main part, as browsers' reading views do, with its own title and language.
fn main_part(draft: &mut ArticleDraft, url: &Url) -> Result<()> {
    let mut page = dom_smoothie::Readability::new(draft.text.as_str(), Some(url.as_str()), None)?;
    let article = page.parse().context("it has no main part")?;
    if article.text_content.trim().is_empty() {
        bail!("it has no text");
    }
    draft.text = article.content.to_string();
    draft.format = ArticleFormat::Html;
    if !article.title.trim().is_empty() {
        draft.title = article.title.trim().chars().take(300).collect();
    }
    draft.language = article.lang.filter(|lang| {
        lang.len() <= 35 && lang.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    });
    Ok(())
}
