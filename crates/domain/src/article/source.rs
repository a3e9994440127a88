//! What frames an article's text: front matter, modules, and the fences of other tools.

/// The text behind its front matter: YAML between `---`, TOML between `+++`. A letterhead
/// between two rules is no front matter, as its lines are no fields.
pub(super) fn without_matter(text: &str) -> &str {
    matter(text).map_or(text, |(_, body)| body)
}

/// The front matter of a text, and what follows it.
fn matter(text: &str) -> Option<(&str, &str)> {
    let first = text.lines().next()?;
    let rule = first.trim_end();
    if rule != "---" && rule != "+++" {
        return None;
    }
    let from = text.find('\n')? + 1;
    let mut at = from;
    for line in text[from..].split_inclusive('\n') {
        if line.trim_end() == rule {
            let matter = &text[from..at];
            let is_matter = matter.trim().is_empty() || is_fields(matter, rule == "+++");
            return is_matter.then(|| (matter, &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Whether lines are fields: `name: value` (or `name = value`), what is indented below one, list
/// items and comments.
fn is_fields(matter: &str, is_toml: bool) -> bool {
    let separator = if is_toml { '=' } else { ':' };
    let mut has_field = false;
    let all = matter.lines().all(|line| {
        let is_below =
            line.starts_with([' ', '\t', '-', '#', '[', ']', '}']) || line.trim().is_empty();
        let name = line.split_once(separator).map(|(name, _)| name.trim());
        let is_field = name.is_some_and(|name| {
            let name = name.trim_matches(['"', '\'']);
            !name.is_empty()
                && name
                    .trim_start_matches(['$', '<', '&', '@'])
                    .chars()
                    .all(|c| c.is_alphanumeric() || "_-. ".contains(c))
        });
        has_field |= is_field && !is_below;
        is_field
            || (is_below
                && (has_field || line.trim_start().starts_with('#') || line.trim().is_empty()))
    });
    all && has_field
}

/// Without the lines by which MDX takes in modules, and those of other tools that stand for
/// themselves: fences of admonitions and tabs.
pub(super) fn without_modules(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence = None;
    let mut is_export = false;
    let mut indented = false;
    for line in text.split('\n') {
        let bare = line.trim_start();
        if fence.is_none() && !is_export && indented {
            // What stands indented under `!!! note` is its content, not code.
            if let Some(inner) = line
                .strip_prefix("    ")
                .or_else(|| line.strip_prefix('\t'))
            {
                toggle(&mut fence, inner.trim_start());
                out.push_str(inner);
                out.push('\n');
                continue;
            }
            indented = bare.is_empty();
        } else if indented && fence.is_some() {
            let inner = line
                .strip_prefix("    ")
                .or_else(|| line.strip_prefix('\t'))
                .unwrap_or(line);
            toggle(&mut fence, inner.trim_start());
            out.push_str(inner);
            out.push('\n');
            continue;
        }
        if toggle(&mut fence, bare) || fence.is_some() {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        if is_export {
            is_export = !bare.is_empty();
            continue;
        }
        let is_import = line.starts_with("import ")
            && (line.contains(" from '")
                || line.contains(" from \"")
                || line.starts_with("import '")
                || line.starts_with("import \""));
        let exports = [
            "export const ",
            "export default ",
            "export function ",
            "export {",
        ];
        if is_import {
            continue;
        }
        if exports.iter().any(|it| line.starts_with(it)) {
            is_export = true;
            continue;
        }
        if let Some(rest) = bare.strip_prefix(":::") {
            let title = rest.trim_start_matches(':').trim();
            let title = title.split_once(['[', ' ']).map_or("", |(_, title)| title);
            let title = title.trim_end_matches(']').trim();
            label(title, &mut out);
            continue;
        }
        let mkdocs = ["!!! ", "??? ", "???+ ", "=== "]
            .iter()
            .find_map(|it| bare.strip_prefix(it));
        if let Some(rest) = mkdocs.filter(|rest| rest.contains('"') || !rest.contains(' ')) {
            let title = rest
                .split_once('"')
                .map_or("", |(_, title)| title.trim_end_matches('"'));
            label(title, &mut out);
            indented = true;
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// A title of a box or a tab as a line of its own.
fn label(title: &str, out: &mut String) {
    out.push('\n');
    if !title.is_empty() {
        out.push_str(&format!("**{title}**\n\n"));
    }
}

/// Follows a code fence; whether this line begins or ends one.
pub(super) fn toggle(fence: &mut Option<(char, usize)>, bare: &str) -> bool {
    let Some(mark) = bare.chars().next().filter(|c| matches!(c, '`' | '~')) else {
        return false;
    };
    let length = bare.chars().take_while(|c| *c == mark).count();
    if length < 3 {
        return false;
    }
    match fence {
        None if mark == '~' || !bare[length..].contains('`') => {
            *fence = Some((mark, length));
            true
        }
        Some((open, least)) if *open == mark && length >= *least => {
            *fence = None;
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_a_letterhead() {
        for (text, body) in [
            ("---\ntitle: x\ntags:\n  - a\n# note\n---\nBody", "Body"),
            ("+++\ntitle = \"x\"\n+++\nBody", "Body"),
            ("---\n---\n\n# T", "\n# T"),
            (
                "---\n**College**\nRoom 2\n---\n\n# T",
                "---\n**College**\nRoom 2\n---\n\n# T",
            ),
            ("--- \ntitle: x\n---\nBody", "Body"),
            ("---\nBody without an end", "---\nBody without an end"),
        ] {
            assert_eq!(without_matter(text), body, "{text}");
        }
    }
}
