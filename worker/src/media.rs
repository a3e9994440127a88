//! What a file is, by its content; and what it may be called. Pure.

use protocol::{MAX_ATTACHMENT_NAME_CHARS, Media};

/// What the content is; `None` if it is nothing we take.
///
/// The name and the sender's word count for nothing. What would run in a browser (HTML, SVG,
/// XML) is refused even where it would only be downloaded.
pub(crate) fn of(content: &[u8]) -> Option<Media> {
    if let Some(kind) = infer::get(content) {
        return match kind.mime_type() {
            "image/png" => Some(Media::Png),
            "image/jpeg" => Some(Media::Jpeg),
            "image/webp" => Some(Media::Webp),
            // The library is content with three letters; so would many a text be.
            "image/gif" if content.starts_with(b"GIF87a") || content.starts_with(b"GIF89a") => {
                Some(Media::Gif)
            }
            "application/pdf" => Some(Media::Pdf),
            _ => None,
        };
    }
    let text = std::str::from_utf8(content).ok()?;
    let is_plain = !text.is_empty()
        && !text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}'));
    // A page or a drawing, whatever stands before its first tag.
    let head: String = text.chars().take(1_024).collect::<String>().to_lowercase();
    let runs = ["<!doctype", "<html", "<svg", "<?xml", "<script", "<body"];
    (is_plain && !runs.iter().any(|tag| head.contains(tag))).then_some(Media::Text)
}

/// How many pixels an image says it has; `None` for what is no image, or does not say.
pub(crate) fn pixels(content: &[u8]) -> Option<usize> {
    let size = imagesize::blob_size(content).ok()?;
    Some(size.width.saturating_mul(size.height))
}

/// The name without what a path, a header or a reader could trip over, ending as its kind does.
pub(crate) fn name(given: &str, media: Media) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    // Controls, and marks that turn the reading direction: `gpj.exe` must not look like a picture.
    let is_harmless = |c: &char| {
        !c.is_control()
            && !matches!(c, '"' | '<' | '>' | '|' | ':' | '*' | '?')
            && !matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let plain: String = last.chars().filter(is_harmless).collect();
    let plain = plain.trim_matches(['.', ' ']);
    let endings: &[&str] = match media {
        Media::Png => &["png"],
        Media::Jpeg => &["jpg", "jpeg"],
        Media::Webp => &["webp"],
        Media::Gif => &["gif"],
        Media::Pdf => &["pdf"],
        Media::Text => &["txt", "log", "csv", "md"],
    };
    let has_ending = plain
        .rsplit_once('.')
        .is_some_and(|(_, ending)| endings.contains(&ending.to_ascii_lowercase().as_str()));
    let clipped = |most: usize| plain.chars().take(most).collect::<String>();
    match (plain.is_empty(), has_ending) {
        (true, _) => format!("file.{}", endings[0]),
        (_, true) if plain.chars().count() <= MAX_ATTACHMENT_NAME_CHARS => plain.to_owned(),
        _ => format!("{}.{}", clipped(MAX_ATTACHMENT_NAME_CHARS - 5), endings[0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    #[test]
    fn a_picture_says_how_large_it_is() {
        let png = |side: u32| {
            let side = side.to_be_bytes();
            [PNG, &side, &side, &[8, 6, 0, 0, 0]].concat()
        };
        assert_eq!(pixels(&png(14_000)), Some(196_000_000));
        assert_eq!(pixels(b"GIF89a\x10\x00\x20\x00\x00\x00\x00\x3b"), Some(512));
        assert_eq!(pixels(b"plain text"), None);
    }

    #[test]
    fn a_file_is_what_it_contains() {
        assert_eq!(of(PNG), Some(Media::Png));
        assert_eq!(of(b"\xff\xd8\xff\xe0\0\x10JFIF"), Some(Media::Jpeg));
        assert_eq!(of(b"GIF89a\x01\0\x01\0"), Some(Media::Gif));
        assert_eq!(of(b"RIFF\x24\0\0\0WEBPVP8 "), Some(Media::Webp));
        assert_eq!(of(b"%PDF-1.7\n"), Some(Media::Pdf));
        assert_eq!(
            of("Fehler 403: kein Zugriff\r\n\tübrig".as_bytes()),
            Some(Media::Text)
        );
    }

    #[test]
    fn what_could_run_or_be_read_wrongly_is_refused() {
        let refused: &[&[u8]] = &[
            b"",
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"  <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<?xml version='1.0'?><svg/>",
            b"GIF but <html> is not",
            b"MZ\x90\0\x03\0\0\0",
            b"PK\x03\x04\x14\0\0\0",
            b"\x7fELF\x02\x01\x01\0",
            b"\0\x01\x02\x03",
            b"\xff\xfe\x00broken",
        ];
        for content in refused {
            assert_eq!(of(content), None, "{:?}", String::from_utf8_lossy(content));
        }
    }

    #[test]
    fn a_name_is_made_harmless_and_ends_as_its_kind_does() {
        for (given, expected) in [
            ("error.png", "error.png"),
            (
                "Bildschirmfoto 2026-11-20.PNG",
                "Bildschirmfoto 2026-11-20.PNG",
            ),
            ("../../etc/passwd", "passwd.png"),
            ("C:\\shots\\one.png", "one.png"),
            ("page.html", "page.html.png"),
            ("photo\u{202e}gnp.exe", "photognp.exe.png"),
            ("a\"\r\nset-cookie: x.png", "aset-cookie x.png"),
            ("", "file.png"),
            ("...", "file.png"),
        ] {
            assert_eq!(name(given, Media::Png), expected, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_a_header_or_a_path(given in "\\PC*|[\\x00-\\x7f]*") {
            let name = name(&given, Media::Jpeg);
            prop_assert!(name.chars().count() <= MAX_ATTACHMENT_NAME_CHARS);
            let is_clean = !name.contains(['/', '\\', '"', '\r', '\n', '<', '\u{202e}']);
            prop_assert!(is_clean, "{name}");
            let lower = name.to_lowercase();
            prop_assert!(lower.ends_with(".jpg") || lower.ends_with(".jpeg"));
        }

        #[test]
        fn no_content_panics(content in prop::collection::vec(any::<u8>(), 0..200)) {
            let _media = of(&content);
        }
    }
}
