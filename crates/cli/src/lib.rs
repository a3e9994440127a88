//! What the command line does, as a library: `xtask` sets the demo up with it.

#[cfg(feature = "ingest")]
mod apart;
mod client;
mod collected;
#[cfg(feature = "ingest")]
mod crawl;
mod document;
mod extract;
mod folder;
#[cfg(feature = "ingest")]
mod guard;
mod kind;
#[cfg(feature = "local")]
mod local;
mod matter;
mod name;
#[cfg(feature = "ingest")]
mod simulate;
mod sync;

#[cfg(feature = "ingest")]
pub use apart::apart;
pub use client::{Client, Session};
pub use collected::report;
pub use collected::{Collected, Folder, Skipped};
#[cfg(feature = "ingest")]
pub use crawl::{Crawl, crawl};
pub use document::MAX_DOCUMENT_BYTES;
pub use extract::Extractor;
pub use folder::folder;
pub use kind::Kind;
#[cfg(feature = "local")]
pub use local::Local;
#[cfg(feature = "ingest")]
pub use simulate::{Played, Simulator, Surprise, TeamFile, simulate};
pub use sync::{Plan, sync};
