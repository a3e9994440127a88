//! Articles that are read from a website: a sitemap's pages, one after the other, in the background.

use crate::{Audience, Timestamp};
use serde::{Deserialize, Serialize};

/// `PUT /api/crawl`: which website is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CrawlSite {
    /// The address of its sitemap.
    pub sitemap: String,
    /// Only pages whose address begins so; all of the site's, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// For whom its articles are.
    #[serde(default)]
    pub audience: Audience,
}

/// How far reading a website has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Crawl {
    /// Which.
    pub site: CrawlSite,
    /// When it began.
    pub began_at: Timestamp,
    /// When it came to its end, or was stopped; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Whether it was stopped before its end.
    #[serde(default)]
    pub is_stopped: bool,
    /// Addresses that wait to be read.
    pub waiting: u32,
    /// Pages that are articles.
    pub taken: u32,
    /// Articles that were removed at the end, as their pages are gone.
    pub removed: u32,
    /// Addresses that are no articles.
    pub skipped: u32,
    /// The first 100 of them, with why.
    pub left_out: Vec<LeftOut>,
}

/// An address that is no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Which.
    pub url: String,
    /// Why not, in words for people.
    pub why: String,
}
