//! One document as an article: Markdown, HTML, plain text, PDF and DOCX.

use crate::extract::Extractor;
use crate::kind::Kind;
use crate::matter::{self, Value};
use anyhow::{Result, bail};
use protocol::{ArticleDraft, ArticleFormat, Audience};
use std::io::Read as _;

/// Bytes of one document, at most: a help article with its pictures has one or two million.
pub const MAX_DOCUMENT_BYTES: u64 = 20_000_000;

/// Reads a document; `name` is its title if it has none of its own.
///
/// # Errors
/// More bytes than [`MAX_DOCUMENT_BYTES`], text in no known encoding, a PDF or
/// DOCX that cannot be read within its limits, a document without text.
pub(crate) fn read(
    kind: Kind,
    bytes: &[u8],
    name: &str,
    extractor: &Extractor,
) -> Result<ArticleDraft> {
    if bytes.len() as u64 > MAX_DOCUMENT_BYTES {
        bail!("larger than {} MB", MAX_DOCUMENT_BYTES / 1_000_000);
    }
    let (format, text) = match kind {
        Kind::Markdown => (ArticleFormat::Markdown, decoded(bytes)?),
        Kind::Html => (ArticleFormat::Html, decoded(bytes)?),
        Kind::Text => (ArticleFormat::Text, decoded(bytes)?),
        Kind::Pdf => (ArticleFormat::Text, extractor.text(kind, bytes)?),
        Kind::Docx => (ArticleFormat::Markdown, extractor.text(kind, bytes)?),
    };
    let draft = draft(&text, name, format)?;
    if draft.text.is_empty() {
        bail!("it has no text");
    }
    Ok(draft)
}

/// Reads to the end, or refuses what has more.
pub(crate) fn limited(reader: impl std::io::Read, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        bail!("larger than {} MB", most / 1_000_000);
    }
    Ok(bytes)
}

/// Text of bytes: by its byte order mark, as UTF-8, by what its HTML says, or as it looks.
fn decoded(bytes: &[u8]) -> Result<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let encoding = encoding_rs::Encoding::for_bom(bytes)
                .map(|(encoding, _)| encoding)
                .or_else(|| named_encoding(bytes))
                .unwrap_or_else(|| {
                    let mut detector =
                        chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
                    detector.feed(bytes, true);
                    detector.guess(None, chardetng::Utf8Detection::Deny)
                });
            let (text, _, is_broken) = encoding.decode(bytes);
            if is_broken {
                bail!("its text is in no known encoding");
            }
            text.into_owned()
        }
    };
    if text.contains('\0') {
        bail!("it is not text");
    }
    Ok(text)
}

/// The encoding that HTML names in its first kilobyte.
fn named_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    encoding_rs::Encoding::for_label(label.as_bytes())
}

/// Reads a text with its front matter.
pub(crate) fn draft(text: &str, name: &str, format: ArticleFormat) -> Result<ArticleDraft> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut draft = ArticleDraft {
        title: String::new(),
        text: String::new(),
        format,
        audience: Audience::Learner,
        url: None,
        tags: Vec::new(),
        synonyms: Vec::new(),
        language: None,
    };
    let (fields, body) = matter::split(&text);
    for (name, value) in fields {
        front_matter(&mut draft, &name, &value);
    }
    draft.text = body.trim().to_owned();
    if draft.title.is_empty() {
        let heading = match format {
            ArticleFormat::Markdown => client::files::markdown_title(body),
            ArticleFormat::Html => client::files::html_title(body),
            ArticleFormat::Text => None,
        };
        draft.title = heading.unwrap_or_else(|| name.replace(['-', '_'], " "));
    }
    Ok(draft)
}

/// Takes a field that is known; other tools' fields, and values that are none of ours, are not
/// ours to judge: the page is kept.
fn front_matter(draft: &mut ArticleDraft, name: &str, value: &Value) {
    match name {
        "title" => draft.title = value.text(),
        "url" => draft.url = Some(value.text()).filter(|url| url.starts_with("http")),
        "tags" => draft.tags = value.list(),
        "synonyms" => draft.synonyms = value.list(),
        "language" | "lang" => draft.language = Some(value.text()).filter(|tag| !tag.is_empty()),
        "audience" => {
            draft.audience = match value.text().to_lowercase().as_str() {
                "instructor" | "instructors" | "teacher" | "teachers" => Audience::Instructor,
                // Rather too few see a page than those it was not written for.
                "admin" | "admins" | "administrator" | "administrators" | "staff" | "internal"
                | "private" | "team" | "support" => Audience::Admin,
                _ => Audience::Learner,
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> ArticleDraft {
        draft(text, "reset-your-password", ArticleFormat::Markdown).unwrap()
    }

    #[test]
    fn front_matter_is_read() {
        let draft = read("---\ntitle: Quizzes: how to\naudience: admin\ntags: a, b\n---\nText.\n");
        assert_eq!(draft.title, "Quizzes: how to");
        assert_eq!(draft.audience, Audience::Admin);
        assert_eq!(draft.tags, ["a", "b"]);
        assert_eq!(draft.text, "Text.");
    }

    #[test]
    fn a_title_is_found_without_front_matter() {
        assert_eq!(read("# Reset it\n\nText.").title, "Reset it");
        assert_eq!(read("Text.").title, "reset your password");
    }

    #[test]
    fn front_matter_that_is_not_ours_keeps_the_page() {
        assert_eq!(
            read("---\naudience: students\n---\nx").audience,
            Audience::Learner
        );
        assert_eq!(read("---\nno colon\n---\nx").text, "---\nno colon\n---\nx");
    }

    #[test]
    fn text_is_read_in_the_encoding_it_has() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("Prüfung".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(
            decoded(&utf16).unwrap().trim_start_matches('\u{feff}'),
            "Prüfung"
        );
        let (latin, _, _) =
            encoding_rs::WINDOWS_1252.encode("Die Prüfung beginnt später, für alle.");
        assert_eq!(
            decoded(&latin).unwrap(),
            "Die Prüfung beginnt später, für alle."
        );
        let mut named = b"<meta charset=\"windows-1251\">".to_vec();
        named.extend(encoding_rs::WINDOWS_1251.encode("Пароль").0.iter());
        assert!(decoded(&named).unwrap().ends_with("Пароль"));
        assert!(decoded(b"\x7fELF\x02\x01\x01\0\0\0").is_err());
    }
}
