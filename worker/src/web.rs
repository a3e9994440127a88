//! Pages of the public web: by https, within limits of time and size, and never where a redirect sends us.

use crate::clock;
use crate::error::Error;
use crate::guard;
use futures_util::StreamExt as _;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use worker::{AbortController, Env, Fetch, Headers, Request, RequestInit, RequestRedirect};

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest page or sitemap, in bytes: a help article with its page around it is a tenth of it, and so are 2,000 addresses.
const MOST_BYTES: usize = 2_000_000;
/// What robots.txt and logs of a site know us by.
const AGENT: &str = "baton";

/// A text that a site answered.
pub(crate) struct Page {
    /// The media type, in lower case, without parameters.
    pub(crate) media: String,
    pub(crate) text: String,
}

/// Why there is no page.
pub(crate) enum NoPage {
    /// The site says that it is not there (404, 410).
    Gone,
    /// Anything else, in words for people.
    Failed(String),
}

impl NoPage {
    fn because(why: impl Into<String>) -> Self {
        Self::Failed(why.into())
    }
}

/// The page at an address.
pub(crate) async fn get(env: &Env, address: &str) -> Result<Page, NoPage> {
    // Each address is checked, whoever named it: a sitemap may list any.
    guard::check(env, address)?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let reading = pin!(read(address, &signal));
    let patience = pin!(clock::after(PATIENCE));
    let page = match select(reading, patience).await {
        Either::Left((page, _)) => page,
        Either::Right(_) => Err(NoPage::because("the site took longer than ten seconds")),
    };
    abort.abort();
    page
}

async fn read(address: &str, signal: &worker::AbortSignal) -> Result<Page, NoPage> {
    let unreachable = |_: worker::Error| NoPage::because("the site could not be reached");
    let headers = Headers::new();
    headers.set("user-agent", AGENT).map_err(unreachable)?;
    let mut init = RequestInit::new();
    init.with_headers(headers)
        // Where it would send us was not checked.
        .with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(address, &init).map_err(unreachable)?;
    let sent = Fetch::Request(request).send_with_signal(signal).await;
    let mut response = sent.map_err(unreachable)?;
    match response.status_code() {
        200 => {}
        404 | 410 => return Err(NoPage::Gone),
        status @ 300..=399 => {
            let to = response.headers().get("location").ok().flatten();
            let to = to.unwrap_or_else(|| format!("another address ({status})"));
            return Err(NoPage::because(format!("it has moved to {to}")));
        }
        status => {
            return Err(NoPage::because(format!(
                "the site answered with status {status}"
            )));
        }
    }
    let media = response.headers().get("content-type").ok().flatten();
    let media = media.unwrap_or_default().to_ascii_lowercase();
    let media = media
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let mut bytes = Vec::new();
    let mut pieces = response.stream().map_err(unreachable)?;
    while let Some(piece) = pieces.next().await {
        bytes.extend_from_slice(&piece.map_err(unreachable)?);
        if bytes.len() > MOST_BYTES {
            return Err(NoPage::because("it is larger than 2 MB"));
        }
    }
    // What is in no UTF-8 is read as far as it goes.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(Page { media, text })
}

/// An address that is not to be asked.
impl From<Error> for NoPage {
    fn from(error: Error) -> Self {
        Self::Failed(error.into_problem().message)
    }
}
