//! What is loaded, against the budgets; over one, it fails.

use crate::{build, root};
use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Bytes in a kilobyte, as transfer sizes are counted.
const KB: usize = 1_000;

struct Budget {
    what: &'static str,
    bytes: usize,
    most: usize,
}

/// Prints every artifact's size.
pub(crate) fn run() -> Result<()> {
    build::run()?;
    let assets = root().join("build/assets");
    let page = |name: &str| -> Result<usize> {
        let html = fs::read_to_string(assets.join(format!("pages/{name}.html")))?;
        let named: usize = ["js", "css", "wasm"]
            .iter()
            .map(|ending| brotli(&assets.join(address(&html, name, ending)?)))
            .sum::<Result<usize>>()?;
        Ok(named + brotli(&assets.join(format!("pages/{name}.html")))?)
    };
    let worker = root().join("worker/build");
    let budgets = [
        Budget {
            what: "loader on the host page, brotli",
            bytes: brotli(&assets.join("widget.js"))?,
            // Its words in six languages are 150 of them, asking how it looks 200.
            most: 2_800,
        },
        Budget {
            what: "all that opening the chat loads, brotli",
            bytes: page("widget")?,
            most: 93 * KB,
        },
        Budget {
            what: "a proof of work, when it is asked for, brotli",
            bytes: brotli(&chunk(&assets, "proof-")?)?,
            most: 3 * KB,
        },
        Budget {
            what: "inbox, first load, brotli",
            bytes: page("inbox")?,
            // The list, and what is done by key; the open conversation and every other screen are chunks.
            most: 195 * KB,
        },
        Budget {
            what: "the inbox's settings, when opened, brotli",
            bytes: brotli(&chunk(&assets, "inbox-settings-")?)?,
            most: 95 * KB,
        },
        Budget {
            what: "worker bundle, gzip",
            bytes: gzip(&worker.join("index.js"))? + gzip(&worker.join("index_bg.wasm"))?,
            // Room below the free plan's 3,000. Source:
            // <https://developers.cloudflare.com/workers/platform/limits/>.
            // 1,246 when the house had moved; identity, audit, erasure, two-step sign-in,
            // search, sign-in by OpenID Connect, e-mail (150: a reader of MIME, SMTP), push notifications,
            // reading a website, challenges, and danger (64 of its table), frustration, refunds and one's own matters in
            // twelve languages are the rest.
            most: 1_950 * KB,
        },
        Budget {
            what: "the fitted table beside it, gzip",
            bytes: gzip(&root().join("crates/embedding/data/table.bin"))?,
            most: 2_000 * KB,
        },
    ];
    let mut over = Vec::new();
    for Budget { what, bytes, most } in budgets {
        println!(
            "{what:42} {:>7.1} KB of {:>6.1} KB",
            bytes as f64 / KB as f64,
            most as f64 / KB as f64
        );
        if bytes > most {
            over.push(what);
        }
    }
    if over.is_empty() {
        Ok(())
    } else {
        bail!("over budget: {}", over.join(", "))
    }
}

/// The path of a page's asset, as the page names it.
fn address(html: &str, name: &str, ending: &str) -> Result<String> {
    html.split('"')
        .find(|text| text.starts_with(&format!("/assets/{name}-")) && text.ends_with(ending))
        .map(|text| text.trim_start_matches('/').to_owned())
        .with_context(|| format!("the page of {name} names no {ending}"))
}

/// The asset whose name begins so.
fn chunk(assets: &Path, beginning: &str) -> Result<PathBuf> {
    for file in fs::read_dir(assets.join("assets"))? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(beginning) {
            return Ok(path);
        }
    }
    bail!("no asset is named {beginning}…")
}

/// Size at brotli's level 11.
fn brotli(path: &Path) -> Result<usize> {
    let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut content.as_slice(), &mut compressed, &parameters)?;
    Ok(compressed.len())
}

/// Size at gzip's best level.
fn gzip(path: &Path) -> Result<usize> {
    let content = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&content)?;
    Ok(encoder.finish()?.len())
}
