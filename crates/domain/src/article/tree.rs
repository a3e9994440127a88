//! Markdown as a tree of blocks, each with its text rendered anew in the subset that chats show.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// Level, 1 the outermost, and text without marks.
    Heading(u8, String),
    Paragraph(String),
    /// The first number, if it counts, and its items.
    List(Option<u64>, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    /// Fenced, with its language.
    Code(String),
    /// A header and rows, each rendered as a row of Markdown.
    Table(String, Vec<String>),
}

/// Deepest nesting that is read: hostile text cannot exhaust the stack.
const DEEPEST: usize = 12;

/// Words of a picture's description that may stand for an icon inside a sentence.
const ICON_WORDS: usize = 3;

/// Reads a text that [`super::markup::clean`] has cleaned.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST;
    let mut events = Parser::new_ext(markdown, options);
    blocks(&mut events, 0)
}

/// Blocks up to the end of what encloses them.
fn blocks(events: &mut Parser<'_>, depth: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    // Items of a tight list hold text without a paragraph around it.
    let mut loose = Inlines::default();
    while let Some(event) = events.next() {
        match event {
            Event::End(TagEnd::DefinitionListTitle) | Event::Start(Tag::DefinitionListTitle) => {}
            Event::End(_) => break,
            Event::Start(tag) if is_inline(&tag) => loose.start(&tag, events),
            Event::Start(tag) => {
                loose.flush(&mut blocks);
                if depth >= DEEPEST {
                    skip(events);
                } else {
                    block(tag, events, depth, &mut blocks);
                }
            }
            event => loose.take(&event),
        }
    }
    loose.flush(&mut blocks);
    blocks
}

fn block(tag: Tag<'_>, events: &mut Parser<'_>, depth: usize, blocks: &mut Vec<Block>) {
    match tag {
        Tag::Heading { level, .. } => {
            let text = super::plain(&inline(events));
            blocks.push(Block::Heading(level as u8, text.trim().to_owned()));
        }
        Tag::Paragraph => {
            let text = inline(events);
            if !text.trim().is_empty() {
                blocks.push(Block::Paragraph(text.trim().to_owned()));
            }
        }
        Tag::List(first) => {
            let mut items = Vec::new();
            while let Some(event) = events.next() {
                match event {
                    Event::Start(Tag::Item) => items.push(self::blocks(events, depth + 1)),
                    Event::End(TagEnd::List(_)) => break,
                    _ => {}
                }
            }
            items.retain(|item| !item.is_empty());
            if !items.is_empty() {
                blocks.push(Block::List(first, items));
            }
        }
        Tag::BlockQuote(_) => {
            let inner = self::blocks(events, depth + 1);
            if !inner.is_empty() {
                blocks.push(Block::Quote(inner));
            }
        }
        Tag::CodeBlock(kind) => {
            let language = match kind {
                CodeBlockKind::Fenced(language) => language.into_string(),
                CodeBlockKind::Indented => String::new(),
            };
            let mut code = String::new();
            for event in events.by_ref() {
                match event {
                    Event::Text(text) => code.push_str(&text),
                    Event::End(TagEnd::CodeBlock) => break,
                    _ => {}
                }
            }
            let language = language.split_whitespace().next().unwrap_or_default();
            if !code.trim().is_empty() {
                let code = code.trim_end();
                blocks.push(Block::Code(format!("```{language}\n{code}\n```")));
            }
        }
        Tag::Table(columns) => blocks.extend(table(&columns, events)),
        Tag::DefinitionList => {
            let mut items: Vec<Vec<Block>> = Vec::new();
            while let Some(event) = events.next() {
                match event {
                    Event::Start(Tag::DefinitionListTitle) => {
                        let term = inline(events);
                        items.push(vec![Block::Paragraph(format!("**{}**", term.trim()))]);
                    }
                    Event::Start(Tag::DefinitionListDefinition) => {
                        let inner = self::blocks(events, depth + 1);
                        if let Some(item) = items.last_mut() {
                            match (item.last_mut(), inner.first()) {
                                (Some(Block::Paragraph(term)), Some(Block::Paragraph(first)))
                                    if term.ends_with("**") =>
                                {
                                    term.push_str(": ");
                                    term.push_str(first);
                                    item.extend(inner.into_iter().skip(1));
                                }
                                _ => item.extend(inner),
                            }
                        }
                    }
                    Event::End(TagEnd::DefinitionList) => break,
                    _ => {}
                }
            }
            if !items.is_empty() {
                blocks.push(Block::List(None, items));
            }
        }
        Tag::FootnoteDefinition(_) => blocks.extend(self::blocks(events, depth + 1)),
        // HTML was turned into Markdown before; what is left of it nobody sees.
        _ => skip(events),
    }
}

/// A table's header and rows. Cells are one line each.
fn table(columns: &[Alignment], events: &mut Parser<'_>) -> Option<Block> {
    let mut rows: Vec<String> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::TableCell) => {
                let cell = inline(events);
                let cell: Vec<&str> = cell.split_whitespace().collect();
                row.push(cell.join(" ").replace('|', "\\|"));
            }
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => {
                rows.push(format!("| {} |", std::mem::take(&mut row).join(" | ")));
            }
            Event::End(TagEnd::Table) => break,
            _ => {}
        }
    }
    let header = (!rows.is_empty()).then(|| rows.remove(0))?;
    let has_words = |row: &String| row.chars().any(char::is_alphanumeric);
    rows.retain(has_words);
    let rule = vec!["---"; columns.len().max(1)].join(" | ");
    Some(Block::Table(format!("{header}\n| {rule} |"), rows))
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Leaves out everything up to the end of what has begun.
fn skip(events: &mut Parser<'_>) {
    let mut depth = 1;
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The text up to the end of what encloses it.
fn inline(events: &mut Parser<'_>) -> String {
    let mut inlines = Inlines::default();
    while let Some(event) = events.next() {
        match event {
            Event::Start(tag) => inlines.start(&tag, events),
            Event::End(_) => break,
            event => inlines.take(&event),
        }
    }
    inlines.0
}

/// Pieces of a line, rendered as they come.
#[derive(Default)]
struct Inlines(String);

impl Inlines {
    fn flush(&mut self, blocks: &mut Vec<Block>) {
        let text = std::mem::take(&mut self.0);
        if !text.trim().is_empty() {
            blocks.push(Block::Paragraph(text.trim().to_owned()));
        }
    }

    fn start(&mut self, tag: &Tag<'_>, events: &mut Parser<'_>) {
        let inner = inline(events);
        match tag {
            Tag::Strong => self.wrap("**", &inner),
            Tag::Emphasis => self.wrap("*", &inner),
            Tag::Link { dest_url, .. } => self.link(&inner, dest_url),
            // A picture by itself says nothing here; inside a sentence its words stand for an icon.
            Tag::Image { .. } => {
                let is_icon = !self.0.trim().is_empty()
                    && super::word_count(&inner) <= ICON_WORDS
                    && !inner.contains('.');
                if is_icon {
                    self.0.push_str(&inner);
                }
            }
            _ => self.0.push_str(&inner),
        }
    }

    /// Marks go around words: not around spaces, nor around nothing.
    fn wrap(&mut self, mark: &str, inner: &str) {
        let words = inner.trim();
        let has_marks = words.contains(mark);
        if words.is_empty() || has_marks {
            self.0.push_str(inner);
            return;
        }
        let before = inner.len() - inner.trim_start().len();
        self.0.push_str(&inner[..before]);
        self.0.push_str(mark);
        self.0.push_str(words);
        self.0.push_str(mark);
        self.0.push_str(&inner[before + words.len()..]);
    }

    fn link(&mut self, label: &str, target: &str) {
        let label = label.trim();
        if label.is_empty() {
            return;
        }
        let is_open = target.contains(char::is_whitespace) || target.contains(['(', ')']);
        let target = if is_open {
            target
                .replace('(', "%28")
                .replace(')', "%29")
                .replace(char::is_whitespace, "%20")
        } else {
            target.to_owned()
        };
        let leads = target.starts_with("https://")
            || target.starts_with("http://")
            || target.starts_with("mailto:")
            || target
                .split(['#', '?'])
                .next()
                .is_some_and(|it| it.ends_with(".md"));
        // An address that is its own label needs no second one.
        if target == label
            || label.strip_prefix("mailto:").unwrap_or(label)
                == target.strip_prefix("mailto:").unwrap_or(&target)
        {
            self.0
                .push_str(label.strip_prefix("mailto:").unwrap_or(label));
        } else if leads {
            self.0.push_str(&format!("[{label}]({target})"));
        } else {
            self.0.push_str(label);
        }
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) => escape(text, &mut self.0),
            Event::Code(code) => self.0.push_str(&format!("`{}`", code.replace('`', "'"))),
            Event::SoftBreak => self.0.push(' '),
            Event::HardBreak => self.0.push('\n'),
            Event::TaskListMarker(is_done) => self.0.push_str(if *is_done { "✓ " } else { "" }),
            _ => {}
        }
    }
}

/// Text as Markdown that shows the same. An underscore inside a word and a star between
/// spaces mark nothing.
fn escape(text: &str, out: &mut String) {
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at
            .checked_sub(1)
            .map(|at| chars[at])
            .or_else(|| out.chars().next_back());
        let behind = chars.get(at + 1).copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let marks = match c {
            '*' => !(is_space(before) && is_space(behind)),
            '_' => !(is_word(before) && is_word(behind)),
            '`' | '[' | ']' | '\\' => true,
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        out.push(*c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(markdown: &str) -> String {
        match read(markdown).as_slice() {
            [Block::Paragraph(text)] => text.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn text_shows_the_same_when_it_is_rendered_anew() {
        for (markdown, rendered) in [
            (
                "Press *Ctrl* and **Shift** now",
                "Press *Ctrl* and **Shift** now",
            ),
            (
                "a \\* b\\*c snake_case \\[x\\]",
                "a * b\\*c snake_case \\[x\\]",
            ),
            (
                "[x](a.md) [y](https://e.org/a_(b)) [z](#part) <mailto:a@b.org>",
                "[x](a.md) [y](https://e.org/a_%28b%29) z a@b.org",
            ),
            (
                "Select ![Gear](g.png) to go on. ![a long picture of the whole screen](b.png)",
                "Select Gear to go on.",
            ),
        ] {
            assert_eq!(paragraph(markdown), rendered, "{markdown}");
        }
    }

    #[test]
    fn a_loose_list_is_one_list() {
        let blocks = read("1. One\n\n2. Two\n\n   ![x](y.png)\n\n3. Three\n\n   more\n");
        let [Block::List(Some(1), items)] = blocks.as_slice() else {
            panic!("{blocks:?}");
        };
        assert_eq!(items.len(), 3);
        assert_eq!(items[1], [Block::Paragraph("Two".into())]);
        assert_eq!(items[2].len(), 2);
    }

    #[test]
    fn tables_alerts_and_definitions_are_read() {
        let blocks = read(
            "| a | b |\n|--|--|\n| 1 | x \\| y |\n\n> [!NOTE]\n> Mind it.\n\nTerm\n: What it is\n",
        );
        assert_eq!(
            blocks,
            [
                Block::Table(
                    "| a | b |\n| --- | --- |".into(),
                    vec!["| 1 | x \\| y |".into()]
                ),
                Block::Quote(vec![Block::Paragraph("Mind it.".into())]),
                Block::List(
                    None,
                    vec![vec![Block::Paragraph("**Term**: What it is".into())]]
                ),
            ]
        );
    }
}
