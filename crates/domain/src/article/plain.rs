//! Markdown without its marks: what is indexed, embedded and compared.

/// The words of a text: links keep their label, citations and marks go, lines stay.
#[must_use]
pub fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut is_code = false;
    for line in markdown.lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        if is_code {
            out.push_str(line);
            continue;
        }
        // The rule under a table's header.
        if bare.starts_with('|') && bare.contains('-') && bare.chars().all(|c| "|-: ".contains(c)) {
            continue;
        }
        let bare = bare.trim_start_matches(['>', '#', ' ']);
        let bare = ["- ", "* ", "+ "]
            .iter()
            .find_map(|mark| bare.strip_prefix(mark))
            .unwrap_or(bare);
        inline(bare, &mut out);
    }
    out
}

/// One line without emphasis, code marks, links' targets and cells' bars.
fn inline(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                &after[1..]
            }
            '*' | '`' => after,
            '_' => {
                // Inside a word it is part of it.
                let before = out.chars().next_back().is_some_and(char::is_alphanumeric);
                let behind = after.starts_with(char::is_alphanumeric);
                if before && behind {
                    out.push('_');
                }
                after
            }
            '|' => {
                out.push(' ');
                after
            }
            '[' => match link(after) {
                Some((label, after)) => {
                    inline(label, out);
                    after
                }
                None => {
                    out.push('[');
                    after
                }
            },
            c => {
                out.push(c);
                after
            }
        };
    }
}

/// The label of a link that begins behind a bracket, and what follows the link.
fn link(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u8;
    let mut end = None;
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth = depth.saturating_add(1),
            ']' if depth == 0 => {
                end = Some(at);
                break;
            }
            ']' => depth -= 1,
            _ => {}
        }
    }
    let (label, after) = text.split_at(end?);
    let target = after[1..].strip_prefix('(')?;
    let mut depth = 0_u8;
    for (at, c) in target.char_indices() {
        match c {
            '(' => depth = depth.saturating_add(1),
            ')' if depth == 0 => return Some((label, &target[at + 1..])),
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_stay_and_marks_go() {
        for (markdown, words) in [
            (
                "1. Select **Forgot *password*?** in [the box](x_(y).md).",
                "1. Select Forgot password? in the box.",
            ),
            ("> **Note:** `a_b` and __c__", "Note: a_b and c"),
            (
                "| a | b |\n| --- | --- |\n| 1 | 2 |",
                "  a   b  \n\n  1   2  ",
            ),
            ("a [1] \\[b\\] c*d", "a [1] [b] cd"),
            ("```sh\ncurl -O *x*\n```\nend", "curl -O *x*\nend"),
        ] {
            assert_eq!(plain(markdown), words, "{markdown}");
        }
    }
}
