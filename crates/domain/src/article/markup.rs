//! What stands in an article besides Markdown: comments, front matter, components, HTML.
//!
//! Turned into Markdown, or left out, as a browser would; code is left as it is. Tags are read
//! one by one, so that HTML inside Markdown, and Markdown inside HTML, both stay what they are.

/// Tags whose content nobody sees, or nobody can read here.
const UNSEEN: &[&str] = &[
    "audio", "canvas", "datalist", "dialog", "embed", "head", "iframe", "math", "nav", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Tags that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hgroup",
    "hr",
    "html",
    "main",
    "p",
    "pre",
    "section",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "ul",
    "ol",
    "table",
];

/// Tags that only dress words.
const INLINE: &[&str] = &[
    "abbr", "acronym", "bdi", "bdo", "big", "button", "cite", "data", "del", "dfn", "font", "ins",
    "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "source", "span", "strike", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "img", "input", "link", "meta", "col", "colgroup", "i", "em", "area", "map",
];

/// A text as Markdown alone.
#[must_use]
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let text = without_matter(text);
    let text = without_modules(text);
    let mut cleaner = Cleaner::default();
    cleaner.read(&text);
    cleaner.out
}

/// The text behind its front matter: YAML between `---`, TOML between `+++`. A letterhead
/// between two rules is no front matter, as its lines are no fields.
pub(crate) fn without_matter(text: &str) -> &str {
    matter(text).map_or(text, |(_, body)| body)
}

/// The front matter of a text, and what follows it.
pub(crate) fn matter(text: &str) -> Option<(&str, &str)> {
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
fn without_modules(text: &str) -> String {
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
fn toggle(fence: &mut Option<(char, usize)>, bare: &str) -> bool {
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

/// A tag as it is written.
struct Written<'t> {
    name: String,
    is_end: bool,
    is_empty: bool,
    attributes: &'t str,
    /// Bytes it takes.
    length: usize,
}

#[derive(Default)]
struct Cleaner {
    out: String,
    /// Lists that are open: the number of the next item, if it counts.
    lists: Vec<Option<u32>>,
    /// Cells of the row that is open, and whether the table has had one.
    row: Option<String>,
    has_header: bool,
    /// Where links that are open lead.
    links: Vec<String>,
}

impl Cleaner {
    fn read(&mut self, text: &str) {
        let mut fence = None;
        let mut rest = text;
        let mut is_line_start = true;
        while !rest.is_empty() {
            if is_line_start {
                let line = &rest[..rest.find('\n').map_or(rest.len(), |at| at + 1)];
                let is_indented_code = line.starts_with("    ")
                    && self.lists.is_empty()
                    && self.out.ends_with("\n\n")
                    && !line.trim_start().starts_with(['<', '-', '*', '+', '!'])
                    && !line.trim_start().starts_with(|c: char| c.is_ascii_digit());
                let toggles = toggle(&mut fence, line.trim_start().trim_start_matches("> "));
                if toggles || fence.is_some() || is_indented_code {
                    self.out.push_str(line);
                    rest = &rest[line.len()..];
                    continue;
                }
            }
            let Some(c) = rest.chars().next() else { break };
            is_line_start = c == '\n';
            let taken = match c {
                '`' => self.code(rest),
                '<' => self.angle(rest),
                '{' => brace(rest),
                '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                    self.push(&rest[..2]);
                    2
                }
                _ => 0,
            };
            if taken > 0 {
                rest = &rest[taken..];
                continue;
            }
            match c {
                '\n' if self.row.is_some() => self.push(" "),
                '{' | '<' if c == '<' => self.push("\\<"),
                c => self.push(c.encode_utf8(&mut [0; 4])),
            }
            rest = &rest[c.len_utf8()..];
        }
    }

    fn push(&mut self, text: &str) {
        match &mut self.row {
            Some(row) => row.push_str(text),
            None => self.out.push_str(text),
        }
    }

    /// A blank line, unless there is one.
    fn break_here(&mut self) {
        if self.row.is_some() {
            self.push(" ");
            return;
        }
        let indent = if self.lists.is_empty() {
            0
        } else {
            self.lists.len() * 3
        };
        // An item that has not said anything yet begins with what comes.
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim();
        let is_item = line == "-"
            || line
                .strip_suffix('.')
                .is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()));
        if is_item && !self.lists.is_empty() {
            return;
        }
        while self.out.ends_with([' ', '\t']) {
            self.out.pop();
        }
        if !self.out.is_empty() {
            while !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// Inline code as it is; a lone mark is a mark.
    fn code(&mut self, rest: &str) -> usize {
        let ticks = rest.bytes().take_while(|byte| *byte == b'`').count();
        let mut at = ticks;
        while let Some(found) = rest[at..].find('`') {
            let begin = at + found;
            let length = rest[begin..]
                .bytes()
                .take_while(|byte| *byte == b'`')
                .count();
            if length == ticks {
                let code = &rest[..begin + length];
                if code.contains("\n\n") {
                    break;
                }
                self.push(code);
                return code.len();
            }
            at = begin + length;
        }
        self.push(&rest[..ticks]);
        ticks
    }

    /// What begins with an angle bracket; how much of it was taken.
    fn angle(&mut self, rest: &str) -> usize {
        if let Some(after) = rest.strip_prefix("<!--") {
            // One that never ends hides what follows, as in a browser.
            return after.find("-->").map_or(rest.len(), |end| end + 7);
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return rest.find('>').map_or(0, |end| end + 1);
        }
        // `<https://…>` and `<a@b.org>` are Markdown.
        let inner = rest[1..].split(['>', '\n']).next().unwrap_or_default();
        let is_address = !inner.contains(' ') && (inner.contains("://") || inner.contains('@'));
        if is_address && rest[1 + inner.len()..].starts_with('>') {
            self.push(&rest[..inner.len() + 2]);
            return inner.len() + 2;
        }
        match written(rest) {
            Some(tag) => self.tag(&tag, rest),
            None => 0,
        }
    }

    fn tag(&mut self, tag: &Written<'_>, rest: &str) -> usize {
        let name = tag.name.as_str();
        let is_component =
            name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains(['-', '.']);
        let known = UNSEEN.contains(&name)
            || BLOCKS.contains(&name)
            || INLINE.contains(&name)
            || matches!(
                name,
                "a" | "b"
                    | "strong"
                    | "br"
                    | "code"
                    | "li"
                    | "tr"
                    | "td"
                    | "th"
                    | "summary"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "h4"
                    | "h5"
                    | "h6"
            );
        if !known && !is_component {
            return 0;
        }
        let is_void = tag.is_empty
            || matches!(
                name,
                "br" | "hr"
                    | "img"
                    | "input"
                    | "link"
                    | "meta"
                    | "source"
                    | "wbr"
                    | "col"
                    | "embed"
                    | "area"
            );
        if !tag.is_end && !is_void && (UNSEEN.contains(&name) || is_hidden(tag.attributes)) {
            return tag.length + after_end(&rest[tag.length..], name);
        }
        match name {
            "br" => {
                if self.row.is_some() || self.is_in_markdown_row() {
                    self.push(" ");
                } else {
                    self.push("  \n");
                    self.out
                        .extend(std::iter::repeat_n(' ', self.lists.len() * 3));
                }
            }
            "ul" | "ol" if !tag.is_end => {
                let first = attribute(tag.attributes, "start").and_then(|it| it.parse().ok());
                if self.lists.is_empty() {
                    self.break_here();
                }
                self.lists.push((name == "ol").then(|| first.unwrap_or(1)));
            }
            "ul" | "ol" => {
                self.lists.pop();
                self.break_here();
            }
            "li" if !tag.is_end => self.item(),
            "li" | "tbody" | "thead" | "tfoot" | "caption" if self.row.is_some() => {}
            "li" => {}
            "table" => {
                self.row = None;
                self.break_here();
                self.has_header = false;
            }
            "tr" if !tag.is_end => {
                self.finish_row();
                self.row = Some(String::new());
            }
            "tr" => self.finish_row(),
            "td" | "th" if !tag.is_end => {
                let row = self.row.get_or_insert_default();
                row.push('\u{1}');
            }
            "td" | "th" | "thead" | "tbody" | "tfoot" => {}
            "summary" => {
                if tag.is_end {
                    self.push("**");
                    self.break_here();
                } else {
                    self.break_here();
                    self.push("**");
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.break_here();
                if !tag.is_end && self.row.is_none() {
                    let level = usize::from(name.as_bytes()[1] - b'0');
                    self.push(&"#".repeat(level));
                    self.push(" ");
                }
            }
            "b" | "strong" => self.mark("**", tag.is_end),
            // Whole: what stands in it is no Markdown.
            "code" if !tag.is_end => {
                let end = after_end(&rest[tag.length..], name);
                let inner = rest[tag.length..tag.length + end]
                    .rsplit_once("</")
                    .map_or("", |it| it.0);
                let inner = decoded(&without_tags(inner));
                if !inner.trim().is_empty() {
                    self.push(&format!("`{}`", inner.replace('`', "'").trim()));
                }
                return tag.length + end;
            }
            "pre" if !tag.is_end && self.row.is_none() => {
                let end = after_end(&rest[tag.length..], name);
                let inner = rest[tag.length..tag.length + end]
                    .rsplit_once("</")
                    .map_or("", |it| it.0);
                self.break_here();
                let code = decoded(&without_tags(inner));
                self.out
                    .push_str(&format!("```\n{}\n```\n\n", code.trim_matches('\n')));
                return tag.length + end;
            }
            "a" => self.link(tag),
            "hr" => self.break_here(),
            _ if BLOCKS.contains(&name) => self.break_here(),
            _ if is_component => {
                self.break_here();
                let title = ["label", "title", "summary"]
                    .iter()
                    .find_map(|it| attribute(tag.attributes, it));
                if let Some(title) = title.filter(|_| !tag.is_end && self.row.is_none()) {
                    self.out.push_str(&format!("**{title}**\n\n"));
                }
            }
            _ => {}
        }
        tag.length
    }

    /// Whether the line being written is a row of a Markdown table.
    fn is_in_markdown_row(&self) -> bool {
        self.out
            .rsplit('\n')
            .next()
            .is_some_and(|line| line.trim_start().starts_with('|'))
    }

    fn item(&mut self) {
        if self.row.is_some() {
            self.push(" ");
            return;
        }
        if self.lists.is_empty() {
            self.lists.push(None);
        }
        while self.out.ends_with([' ', '\t', '\n']) {
            self.out.pop();
        }
        if !self.out.is_empty() {
            let is_first_of_all = self.lists.len() == 1;
            self.out
                .push_str(if is_first_of_all { "\n\n" } else { "\n" });
        }
        let indent = (self.lists.len() - 1) * 3;
        self.out.extend(std::iter::repeat_n(' ', indent));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.out.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.out.push_str("-  "),
        }
    }

    fn finish_row(&mut self) {
        let Some(row) = self.row.take() else { return };
        let cells: Vec<String> = row
            .split('\u{1}')
            .skip(1)
            .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        if cells.is_empty() {
            return;
        }
        if !self.has_header {
            self.has_header = true;
            while self.out.ends_with([' ', '\n']) {
                self.out.pop();
            }
            self.out.push_str(&format!(
                "\n\n| {} |\n| {} |\n",
                cells.join(" | "),
                vec!["---"; cells.len()].join(" | ")
            ));
            return;
        }
        while self.out.ends_with([' ', '\n']) {
            self.out.pop();
        }
        self.out.push_str(&format!("\n| {} |\n", cells.join(" | ")));
    }

    /// An opening mark goes before a word, a closing one behind one.
    fn mark(&mut self, mark: &str, is_end: bool) {
        let out = self.row.as_mut().unwrap_or(&mut self.out);
        if !is_end {
            out.push_str(mark);
            return;
        }
        if out.ends_with(mark) {
            out.truncate(out.len() - mark.len());
            return;
        }
        let spaces = out.len() - out.trim_end_matches(' ').len();
        out.truncate(out.len() - spaces);
        out.push_str(mark);
        out.extend(std::iter::repeat_n(' ', spaces));
    }

    fn link(&mut self, tag: &Written<'_>) {
        if tag.is_end {
            if let Some(target) = self.links.pop().filter(|it| !it.is_empty()) {
                self.push(&format!("](<{target}>)"));
            }
            return;
        }
        let target = attribute(tag.attributes, "href").unwrap_or_default();
        let target = decoded(&target);
        let leads = !target.starts_with('#')
            && !target
                .trim()
                .to_ascii_lowercase()
                .starts_with("javascript:");
        let target = if leads {
            target.replace(['<', '>', '\n'], "")
        } else {
            String::new()
        };
        if !target.is_empty() {
            self.push("[");
        }
        self.links.push(target);
    }
}

/// Templates' tags and MDX's comments: how much of the text one takes.
fn brace(rest: &str) -> usize {
    for (open, close) in [("{/*", "*/}"), ("{%", "%}"), ("{#", "#}")] {
        if rest.starts_with(open) {
            // An anchor of a heading: `{#name}`.
            let close = if open == "{#" && !rest.contains("#}") {
                "}"
            } else {
                close
            };
            return rest.find(close).map_or(0, |end| end + close.len());
        }
    }
    0
}

/// Reads a tag; `None` if it is only a bracket.
fn written(text: &str) -> Option<Written<'_>> {
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

fn is_hidden(attributes: &str) -> bool {
    let lower = attributes.to_ascii_lowercase();
    let style: String = attribute(&lower, "style")
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    style.contains("display:none")
        || style.contains("visibility:hidden")
        || lower
            .split_whitespace()
            .any(|it| it == "hidden" || it.starts_with("hidden="))
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
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
fn after_end(text: &str, name: &str) -> usize {
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

fn without_tags(html: &str) -> String {
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

/// The entities that stand in code and addresses.
fn decoded(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", " ")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text says, one line a block.
    fn said(text: &str) -> Vec<String> {
        clean(text)
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.trim().is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn comments_reach_nobody() {
        let text = "<!-- secret -->\n\nSeen.\n\n<!-- a\nb -->\nAlso {/* not this */}seen.\n\n`<!-- code -->`\n\n```\n<!-- kept -->\n```\n";
        assert_eq!(
            said(text),
            [
                "Seen.",
                "Also seen.",
                "`<!-- code -->`",
                "```",
                "<!-- kept -->",
                "```"
            ]
        );
        assert_eq!(said("Seen. <!-- never ends"), ["Seen."]);
    }

    #[test]
    fn html_is_read_as_a_browser_shows_it() {
        for (html, shown) in [
            (
                "Press <kbd>Ctrl</kbd>+<kbd>M</kbd>.<br>Only hosts.",
                vec!["Press Ctrl+M.", "Only hosts."],
            ),
            (
                "<p style=\"display: none\">draft</p><p>Seen</p>",
                vec!["Seen"],
            ),
            ("<div hidden><p>a</p></div>b", vec!["b"]),
            (
                "<details>\n<summary>Can I?</summary>\n\nYes.\n\n</details>",
                vec!["**Can I?**", "Yes."],
            ),
            (
                "<ol><li><p>Open <b>it </b>now.</p></li><li><p>Go</p><p><img src=x></p></li></ol>",
                vec!["1. Open **it** now.", "2. Go"],
            ),
            (
                "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
                vec!["-  a", "   -  b", "-  c"],
            ),
            (
                "<table><tr><th>Zone</th><th>Fee</th></tr><tr><td>North</td><td>11 &euro;</td></tr></table>",
                vec!["| Zone | Fee |", "| --- | --- |", "| North | 11 &euro; |"],
            ),
            (
                "<a href=\"https://e.org/x\">here</a> <a href=\"javascript:x\">there</a>",
                vec!["[here](<https://e.org/x>) there"],
            ),
            (
                "<pre><code>a &lt; b\nc</code></pre>",
                vec!["```", "a < b", "c", "```"],
            ),
            (
                "C:/Users/<your_name>/x and 3 < 4 <https://e.org>",
                vec!["C:/Users/\\<your_name>/x and 3 \\< 4 <https://e.org>"],
            ),
            ("<script>alert(1)</script><style>p{}</style>ok", vec!["ok"]),
        ] {
            assert_eq!(said(html), shown, "{html}");
        }
    }

    #[test]
    fn components_and_other_tools_marks_are_left_out() {
        let mdx = "import Tabs from '@theme/Tabs';\n\nexport const Fee = () => <span>12</span>;\n\n<Tabs>\n<TabItem value=\"web\" label=\"Web\">\n\nChoose.\n\n</TabItem>\n</Tabs>\n";
        assert_eq!(said(mdx), ["**Web**", "Choose."]);
        let boxes = ":::caution Mind\n\nBring it.\n\n:::\n\n{% hint style=\"info\" %}\nShed.\n{% endhint %}\n\n!!! note \"Keys\"\n    Take **two**.\n\nEnd.";
        assert_eq!(
            said(boxes),
            [
                "**Mind**",
                "Bring it.",
                "Shed.",
                "**Keys**",
                "Take **two**.",
                "End."
            ]
        );
    }

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
