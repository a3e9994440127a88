//! What stands in an article besides Markdown: comments, front matter, components, HTML.
//!
//! Turned into Markdown, or left out, as a browser would; code is left as it is. Tags are read
//! one by one, so that HTML inside Markdown, and Markdown inside HTML, both stay what they are.

use super::source::{toggle, without_matter, without_modules};
use super::tag::{
    MOST_BYTES, Written, after_end, attribute, decoded, entity, is_hidden, without_tags, written,
};

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

/// Lists within lists that are told apart: deeper ones stand with these.
const DEEPEST: usize = 12;

/// A text as Markdown alone.
#[must_use]
pub(super) fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_start_matches('\u{feff}');
    let text = without_matter(text);
    let text = without_modules(text);
    let mut cleaner = Cleaner::default();
    cleaner.read(&text);
    cleaner.finish_row();
    cleaner.out
}

/// A page of HTML as Markdown that shows the same.
#[must_use]
pub fn of_html(html: &str) -> String {
    let mut cleaner = Cleaner {
        is_html: true,
        ..Cleaner::default()
    };
    cleaner.read_html(html);
    cleaner.out.trim().to_owned()
}

#[derive(Default)]
struct Cleaner {
    /// Whether the text is HTML alone: then words are words, whatever Markdown would make of them.
    is_html: bool,
    out: String,
    /// Lists that are open: the number of the next item, if it counts.
    lists: Vec<Option<u32>>,
    /// Tables that are open.
    tables: usize,
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

    /// Words as HTML has them: white space is one space, and what Markdown would read is escaped.
    fn read_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(c) = rest.chars().next() {
            if c == '<' {
                let taken = self.angle(rest);
                if taken > 0 {
                    rest = &rest[taken..];
                    continue;
                }
            }
            // An entity is the letter that it stands for, and no mark of ours.
            match (c == '&').then(|| entity(rest)).flatten() {
                Some((letters, length)) => {
                    rest = &rest[length..];
                    for c in letters.chars() {
                        self.word(c);
                    }
                }
                None => {
                    rest = &rest[c.len_utf8()..];
                    self.word(c);
                }
            }
        }
        self.finish_row();
    }

    /// A letter of HTML's text.
    fn word(&mut self, c: char) {
        let out = self.row.as_ref().unwrap_or(&self.out);
        let is_begun = |line: &str| !line.is_empty() && !line.ends_with(['\n', '\u{1}']);
        let is_first = !is_begun(out.trim_end_matches(' '));
        if c.is_whitespace() {
            if !is_first && !out.ends_with(' ') {
                self.push(" ");
            }
            return;
        }
        if c == '&' {
            // What is decoded once is not decoded again: `&amp;lt;` shows `&lt;`.
            self.push("&amp;");
            return;
        }
        // What begins a line may begin a list, a heading or a quotation.
        let counts = matches!(c, '.' | ')') && {
            let before = out.trim_end_matches(|c: char| c.is_ascii_digit());
            before.len() < out.len() && !is_begun(before.trim_end_matches(' '))
        };
        let is_mark = matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '{' | '|' | '~'
        ) || (is_first && matches!(c, '#' | '>' | '-' | '+' | '='))
            || counts;
        if is_mark {
            self.push("\\");
        }
        self.push(c.encode_utf8(&mut [0; 4]));
    }

    fn push(&mut self, text: &str) {
        match &mut self.row {
            Some(row) => row.push_str(text),
            None => self.out.push_str(text),
        }
    }

    /// Lists within lists, as far as anybody indents them.
    fn depth(&self) -> usize {
        self.lists.len().min(DEEPEST)
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
            self.depth() * 3
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
            // What ends nowhere near is no declaration, and each is read no farther.
            let near = rest.floor_char_boundary(MOST_BYTES.min(rest.len()));
            return rest[..near].find('>').map_or(0, |end| end + 1);
        }
        // `<https://…>` and `<a@b.org>` are Markdown.
        let near = rest.floor_char_boundary(MOST_BYTES.min(rest.len()));
        let inner = rest[1..near.max(1)].split(['>', '\n']).next();
        let inner = inner.unwrap_or_default();
        let is_address =
            !self.is_html && !inner.contains(' ') && (inner.contains("://") || inner.contains('@'));
        if is_address && rest[1 + inner.len()..].starts_with('>') {
            self.push(&rest[..inner.len() + 2]);
            return inner.len() + 2;
        }
        match written(rest) {
            Some(mut tag) => {
                if self.is_html {
                    tag.name.make_ascii_lowercase();
                }
                self.tag(&tag, rest)
            }
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
            // A browser shows the words of a tag that it does not know.
            return if self.is_html { tag.length } else { 0 };
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
                    self.out.extend(std::iter::repeat_n(' ', self.depth() * 3));
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
            // A table within a cell is words of that cell.
            "table" if self.tables > usize::from(tag.is_end) => {
                self.tables = match tag.is_end {
                    true => self.tables - 1,
                    false => self.tables + 1,
                };
                self.push(" ");
            }
            "table" => {
                self.tables = usize::from(!tag.is_end);
                self.finish_row();
                self.break_here();
                self.has_header = false;
            }
            "tr" | "td" | "th" if self.tables > 1 => self.push(" "),
            "tr" | "td" | "th" if self.tables == 0 => self.break_here(),
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
                let inner: Vec<&str> = inner.split_whitespace().collect();
                if !inner.is_empty() {
                    self.push(&format!("`{}`", inner.join(" ").replace('`', "'")));
                }
                return tag.length + end;
            }
            "pre" if !tag.is_end && self.row.is_none() => {
                let end = after_end(&rest[tag.length..], name);
                let inner = rest[tag.length..tag.length + end]
                    .rsplit_once("</")
                    .map_or("", |it| it.0);
                self.break_here();
                // A fence within would end ours.
                let code = decoded(&without_tags(inner)).replace("```", "'''");
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
                let is_shown = !tag.is_end && self.row.is_none() && !self.is_html;
                if let Some(title) = title.filter(|_| is_shown) {
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
        let indent = (self.depth() - 1) * 3;
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
                self.push(&format!("]({target})"));
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
            addressed(target.trim())
        } else {
            String::new()
        };
        if !target.is_empty() {
            self.push("[");
        }
        self.links.push(target);
    }
}

/// An address as Markdown takes it without brackets: what would end it is percent-encoded.
fn addressed(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for c in target.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '"' | '\\' | '`' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() || c.is_control() => {}
            c => out.push(c),
        }
    }
    out
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
                vec!["[here](https://e.org/x) there"],
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
    fn a_page_of_html_is_markdown_that_shows_the_same() {
        for (html, shown) in [
            (
                "<!doctype html><html><head><title>T</title></head><body>\n<h2>Steps</h2>\n<ol>\n  <li>Open\n   the <b>zebra</b> page.</li>\n  <li>Go</li>\n</ol></body></html>",
                "## Steps\n\n1. Open the **zebra** page.\n\n2. Go",
            ),
            (
                "<p>2 * 3 * 4 and snake_case [x] {% y %}</p><p># no heading</p><p>1. no list</p><p>- none</p>",
                "2 \\* 3 \\* 4 and snake\\_case \\[x\\] \\{% y %}\n\n\\# no heading\n\n1\\. no list\n\n\\- none",
            ),
            (
                "a &lt;b&gt; &euro;&nbsp;caf&eacute; &amp;amp; <blink>c</blink> < d",
                "a \\<b> € café &amp;amp; c \\< d",
            ),
            (
                "<p>Read <a href=\"page.html\">the page</a>, <a href='my file (1).pdf'>it</a>.</p>",
                "Read [the page](page.html), [it](my%20file%20%281%29.pdf).",
            ),
            (
                "<table><tr><th>H<tr><td>one<tr><td>two</table>",
                "| H |\n| --- |\n| one |\n| two |",
            ),
            (
                "<table><tr><th>A</th></tr><tr><td>x <table><tr><td>y</td></tr></table> z</td></tr></table>w",
                "| A |\n| --- |\n| x y z |\n\nw",
            ),
            ("<td>alone</td><p>and more</p>", "alone\n\nand more"),
            (
                "<div class=\"x hidden md:block\" title='Show hidden files'>seen</div>",
                "seen",
            ),
            (
                "<code>x\n\n# Heading\n\n[evil](https://evil.example)</code>",
                "`x # Heading [evil](https://evil.example)`",
            ),
            ("<pre>a\n```\n# b</pre>", "```\na\n'''\n# b\n```"),
            (
                "<my-card title=\"[Sign in](https://evil)\">c</my-card><Script>alert(1)</Script>",
                "c",
            ),
            (
                "<table><tr><th>A|B</th></tr><tr><td>one\n two</td></tr></table>",
                "| A\\|B |\n| --- |\n| one two |",
            ),
            ("<script>alert(1)</script><p hidden>x</p>ok<!-- never", "ok"),
            (
                "<p>a<br>b</p><pre>x\n  y</pre>",
                "a  \nb\n\n```\nx\n  y\n```",
            ),
        ] {
            assert_eq!(of_html(html), shown, "{html}");
        }
        // Read again as an article is, its words are the same.
        let words = "2 # [x](y) 1. `z` _u_ {% if %} <not a tag";
        let html = format!("<p>{}</p>", words.replace('<', "&lt;"));
        let reading = crate::article::Reading::of("T", &of_html(&html));
        let all: Vec<usize> = (0..reading.units.len()).collect();
        assert_eq!(crate::article::plain(&reading.text(&all)), words);
    }

    #[test]
    fn many_open_quotes_in_brackets_are_no_tags() {
        // Each is looked through no farther than a tag may go on, else this takes minutes.
        let hostile = "<a b=\"".repeat(2_000);
        assert!(of_html(&hostile).starts_with("\\<a b="));
        assert!(clean(&hostile).starts_with("\\<a b="));
        assert_eq!(of_html(&"<".repeat(20_000)).len(), 40_000);
        assert_eq!(of_html(&"word ".repeat(20_000)).len(), 99_999);
        // Deep lists do not grow with their depth.
        assert!(of_html(&"<ul><li>x".repeat(4_000)).len() < 400_000);
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
}
