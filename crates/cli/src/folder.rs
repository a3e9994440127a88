//! A folder, or a zip of one, as articles.
//!
//! Files in folders of any depth: `.md`, `.html`, `.txt`, `.pdf`, `.docx`. An article's id is its
//! path without the ending, slashes as dots, after the source's prefix; of other letters than an id
//! may hold, and of spaces, `name.rs` makes one. A text may begin with front matter: `title`,
//! `audience`, `url`, `tags`, `synonyms` and `language` (`matter.rs`).

use crate::collected::Collected;
use crate::document::{self, MAX_DOCUMENT_BYTES, limited};
use crate::extract::Extractor;
use crate::kind::{self, Kind};
use crate::name;
use anyhow::{Context as _, Result, anyhow, bail};
use std::fs::File;
use std::path::Path;

/// Files of one zip, at most: a whole university's help centre has a tenth of it.
const MAX_ENTRIES: usize = 20_000;
/// Bytes of all files of one zip, unpacked.
const MAX_UNPACKED: u64 = 500_000_000;

/// Reads a folder or a `.zip`.
///
/// # Errors
/// It cannot be opened, or holds no article at all, as syncing nothing would delete everything.
/// Single files that cannot be read are skipped, and named.
pub fn folder(path: &Path, prefix: &str, extractor: &Extractor) -> Result<Collected> {
    let mut collected = Collected::default();
    let mut take = |steps: &[String], source: String, bytes: Result<Vec<u8>>| {
        file(&mut collected, prefix, steps, source, bytes, extractor);
    };
    if path.is_dir() {
        walk(path, path, &mut take)?;
    } else {
        unzip(path, &mut take).with_context(|| format!("reading {}", path.display()))?;
    }
    if collected.articles.is_empty() && collected.skipped.is_empty() {
        bail!(
            "{} holds no .md, .html, .txt, .pdf or .docx file",
            path.display()
        );
    }
    Ok(collected)
}

/// Reads one file, its path given in steps.
fn file(
    collected: &mut Collected,
    prefix: &str,
    steps: &[String],
    source: String,
    bytes: Result<Vec<u8>>,
    extractor: &Extractor,
) {
    let Some((name, folders)) = steps.split_last() else {
        return;
    };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let Some(kind) = Kind::of_ending(ending) else {
        if kind::is_unread(ending) {
            let why =
                anyhow!("no .{ending} files are read: export it as Markdown, HTML, PDF or DOCX");
            collected.skip(source, None, &why);
        }
        return;
    };
    let folders: String = folders.iter().flat_map(|step| [step, "."]).collect();
    match name::article_id(prefix, &format!("{folders}{stem}")) {
        Ok(id) => {
            let read = bytes.and_then(|bytes| document::read(kind, &bytes, stem, extractor));
            collected.add(source, id, read);
        }
        Err(why) => collected.skip(
            source,
            None,
            &anyhow!("its path makes no article's id: {why}"),
        ),
    }
}

type Take<'a> = dyn FnMut(&[String], String, Result<Vec<u8>>) + 'a;

fn walk(root: &Path, at: &Path, take: &mut Take<'_>) -> Result<()> {
    let entries = std::fs::read_dir(at).with_context(|| format!("reading {}", at.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        // A link may lead anywhere on this machine; what is published is what lies in the folder.
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            walk(root, &path, take)?;
            continue;
        }
        let relative = path.strip_prefix(root).unwrap_or(&path);
        let steps: Vec<String> = relative
            .iter()
            .map(|step| step.to_string_lossy().into_owned())
            .collect();
        let is_article = path
            .extension()
            .map(|ending| ending.to_string_lossy().into_owned())
            .is_some_and(|ending| Kind::of_ending(&ending).is_some() || kind::is_unread(&ending));
        if is_article {
            take(&steps, path.display().to_string(), bytes_of(&path));
        }
    }
    Ok(())
}

fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let file = File::open(path)?;
    limited(file, MAX_DOCUMENT_BYTES)
}

/// Reads a zip's files, without writing any: how large each is, is counted, not believed.
fn unzip(path: &Path, take: &mut Take<'_>) -> Result<()> {
    let mut archive = zip::ZipArchive::new(File::open(path)?).context("it is no zip")?;
    if archive.len() > MAX_ENTRIES {
        bail!("it holds more than {MAX_ENTRIES} files");
    }
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let entry = archive.by_index(number)?;
        let name = entry.name().to_owned();
        let Some(inside) = entry.enclosed_name() else {
            continue;
        };
        let steps: Vec<String> = inside
            .iter()
            .map(|step| step.to_string_lossy().into_owned())
            .collect();
        let is_hidden = steps
            .iter()
            .any(|step| step.starts_with('.') || step == "__MACOSX");
        if !entry.is_file() || is_hidden {
            continue;
        }
        if left == 0 {
            let why = anyhow!(
                "the zip unpacks to more than {} MB",
                MAX_UNPACKED / 1_000_000
            );
            take(&steps, name, Err(why));
            continue;
        }
        let bytes = limited(entry, MAX_DOCUMENT_BYTES.min(left));
        let used = bytes
            .as_ref()
            .map_or(MAX_DOCUMENT_BYTES, |bytes| bytes.len() as u64);
        left = left.saturating_sub(used);
        take(&steps, name, bytes);
    }
    Ok(())
}
