//! Tags of HTML as they stand in a text: names, attributes, where an element ends.

use pulldown_cmark::{Event, Parser};

/// A tag as it is written.
pub(super) struct Written<'t> {
    pub(super) name: String,
    pub(super) is_end: bool,
    pub(super) is_empty: bool,
    pub(super) attributes: &'t str,
    /// Bytes it takes.
    pub(super) length: usize,
}

/// Bytes of a tag, at most: what goes on is no tag, and each bracket of a long text is read no farther.
pub(super) const MOST_BYTES: usize = 2_048;

/// Reads a tag; `None` if it is only a bracket.
pub(super) fn written(text: &str) -> Option<Written<'_>> {
    let after = &text[1..];
    let (after, is_end) = match after.strip_prefix('/') {
        Some(after) => (after, true),
        None => (after, false),
    };
    // `<>` and `</>` hold components together.
    let name_end = after
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':')))
        .unwrap_or(after.len());
    let name = &after[..name_end];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    if !after[name_end..].starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/')) {
        return None;
    }
    let mut quote = None;
    let mut braces = 0_u32;
    for (at, c) in after[name_end..].char_indices() {
        if at > MOST_BYTES {
            return None;
        }
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if braces == 0 => quote = Some(c),
            (None, '{') => braces += 1,
            (None, '}') => braces = braces.saturating_sub(1),
            (None, '>') if braces == 0 => {
                let attributes = &after[name_end..name_end + at];
                let is_empty = attributes.ends_with('/');
                let lower = name.to_ascii_lowercase();
                let is_html = !name.starts_with(|c: char| c.is_ascii_uppercase())
                    || name
                        .chars()
                        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
                return Some(Written {
                    name: if is_html { lower } else { name.to_owned() },
                    is_end,
                    is_empty,
                    attributes: attributes.trim_end_matches('/'),
                    length: text.len() - after.len() + name_end + at + 1,
                });
            }
            (None, '<') if braces == 0 => return None,
            _ => {}
        }
    }
    None
}

pub(super) fn is_hidden(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let style: String = attribute(&lower, "style")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || names(&lower).any(|name| name == "hidden")
}

/// The names of a tag's attributes; what stands in their values is none.
fn names(attributes: &str) -> impl Iterator<Item = &str> {
    let mut rest = attributes;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let ends = |c: char| c.is_whitespace() || c == '=';
        let end = rest.find(ends).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        if let Some(value) = rest.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let length = match quote {
                Some(quote) => value[1..].find(quote).map_or(value.len(), |end| end + 2),
                None => value.find(char::is_whitespace).unwrap_or(value.len()),
            };
            rest = &value[length..];
        }
        (!name.is_empty()).then_some(name)
    })
}

/// The value of an attribute.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some(at) = rest.find(name) {
        let is_whole = rest[..at].ends_with(|c: char| c.is_whitespace());
        let after = rest[at + name.len()..].trim_start();
        if let Some(value) = after.strip_prefix('=').filter(|_| is_whole || at == 0) {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            return Some(match quote {
                Some(quote) => value[1..]
                    .split(quote)
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
                None => value
                    .split(|c: char| c.is_whitespace())
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            });
        }
        rest = &rest[at + name.len()..];
    }
    None
}

/// Bytes up to behind the end of an element of this name; all, if it never ends.
pub(super) fn after_end(text: &str, name: &str) -> usize {
    let (mut at, mut depth) = (0, 0_u32);
    while let Some(found) = text[at..].find('<') {
        at += found;
        if text[at..].starts_with("<!--") {
            at += text[at..]
                .find("-->")
                .map_or(text.len() - at, |end| end + 3);
            continue;
        }
        match written(&text[at..]) {
            Some(tag) if tag.name == name && tag.is_end => {
                at += tag.length;
                if depth == 0 {
                    return at;
                }
                depth -= 1;
            }
            Some(tag) => {
                depth += u32::from(tag.name == name && !tag.is_empty && !tag.is_end);
                at += tag.length;
            }
            None => at += 1,
        }
    }
    text.len()
}

pub(super) fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        match written(&rest[at..]) {
            Some(tag) => rest = &rest[at + tag.length..],
            None => {
                out.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Bytes of an entity, at most: the longest of HTML's names has 32.
const MOST_ENTITY_BYTES: usize = 40;

/// A text with its entities as the letters they stand for.
pub(super) fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letters, length) = entity(rest).unwrap_or_else(|| ("&".to_owned(), 1));
        out.push_str(&letters);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out.replace('\u{a0}', " ")
}

/// What the entity stands for that a text begins with, and its bytes; `None` if it begins with none. The reader of
/// Markdown knows HTML's 2,231 names: a table of our own would be 25 KB more.
pub(super) fn entity(text: &str) -> Option<(String, usize)> {
    let name = text.bytes().take(MOST_ENTITY_BYTES).skip(1);
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let length = name.take_while(is_name).count() + 2;
    let written = text.get(..length).filter(|it| it.ends_with(';'))?;
    let letters: String = Parser::new(written)
        .filter_map(|event| match event {
            Event::Text(letters) => Some(letters.into_string()),
            _ => None,
        })
        .collect();
    (letters != written).then(|| (letters.replace('\u{a0}', " "), length))
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn entities_are_the_letters_they_stand_for_and_nothing_else_is_one() {
        for (written, read) in [
            (
                "Terms &amp; Conditions &copy; 2026",
                "Terms & Conditions © 2026",
            ),
            ("&lt;b&gt;", "<b>"),
            ("a&nbsp;b\u{a0}c", "a b c"),
            ("&#8217;&#x2019;", "’’"),
            ("&CounterClockwiseContourIntegral;", "∳"),
            ("AT&T; R&D", "AT&T; R&D"),
            ("&&amp;&", "&&&"),
            ("&amp;lt;", "&lt;"),
            ("&é;&", "&é;&"),
            ("&unknown;", "&unknown;"),
        ] {
            assert_eq!(decoded(written), read);
        }
    }
}
