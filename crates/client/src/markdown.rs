//! Markdown's safe subset, as a tree: no HTML, no images, no scripts, only links that lead
//! to the web, to an e-mail address, or to another article.
//!
//! Ours and small, because the learner's bytes pay for it: a full CommonMark parser would
//! cost a third of the widget. What it does not know it shows as text.
//!
//! Text is cut by checked places only, never by `text[a..b]`: what the standard library says about a
//! wrong place, with the tables of printable characters, is 4 KB of the chat.

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; 1 is the outermost.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; numbered from this number if it is ordered.
    List(Option<u32>, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text.
    Code(String),
    /// A table, its first row the header.
    Table(Vec<Vec<Vec<Inline>>>),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong text.
    Strong(Vec<Inline>),
    /// Stressed text.
    Emphasis(Vec<Inline>),
    /// Code.
    Code(String),
    /// A link to the web or an address.
    Link(String, Vec<Inline>),
    /// A link to another article, by its id.
    Article(String, Vec<Inline>),
    /// A citation's number.
    Citation(u32),
    /// A line break.
    Break,
}

/// Deepest nesting that is read; beyond it text stays text. Hostile text cannot exhaust the stack.
const DEEPEST: u8 = 6;

/// Reads the text of an article, or of an answer from one.
#[must_use]
pub fn parse(text: &str) -> Vec<Block> {
    read(text, false)
}

/// Reads a text that a person typed, whose passwords, paths and formulas keep their characters: a backslash escapes
/// nothing, `[1]` is no citation, and marks count only around whole words.
#[must_use]
pub fn parse_typed(text: &str) -> Vec<Block> {
    read(text, true)
}

/// An article's text without its escapes (`\\*` becomes `*`), for a person to edit and send.
#[must_use]
pub fn typed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && next.is_ascii_punctuation());
        out.push(escaped.unwrap_or(c));
    }
    out
}

fn read(text: &str, is_typed: bool) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    blocks(&lines, Reading { depth: 0, is_typed })
}

/// How a text is read.
#[derive(Clone, Copy)]
struct Reading {
    /// Of how many blocks and marks it is inside.
    depth: u8,
    is_typed: bool,
}

impl Reading {
    fn inside(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }
}

fn blocks(lines: &[&str], reading: Reading) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            at += 1;
        } else if trimmed.starts_with("```") {
            let end = (at + 1..lines.len())
                .find(|end| lines[*end].trim().starts_with("```"))
                .unwrap_or(lines.len());
            blocks.push(Block::Code(lines[at + 1..end].join("\n")));
            at = end + 1;
        } else if let Some((level, title)) = heading(trimmed) {
            blocks.push(Block::Heading(level, inlines(title, reading)));
            at += 1;
        } else if reading.depth < DEEPEST && trimmed.starts_with('>') {
            let end = end_of(lines, at, |line| line.trim().starts_with('>'));
            let inner: Vec<&str> = lines[at..end]
                .iter()
                .map(|line| line.trim().trim_start_matches('>').trim_start())
                .collect();
            blocks.push(Block::Quote(self::blocks(&inner, reading.inside())));
            at = end;
        } else if trimmed.starts_with('|') && lines.get(at + 1).is_some_and(|line| is_rule(line)) {
            let end = end_of(lines, at, |line| line.trim().starts_with('|'));
            let rows = lines[at..end]
                .iter()
                .filter(|line| !is_rule(line))
                .map(|line| cells(line, reading))
                .collect();
            blocks.push(Block::Table(rows));
            at = end;
        } else if let Some(first) = item(line).filter(|_| reading.depth < DEEPEST) {
            let (list, end) = list(lines, at, first.number, reading);
            blocks.push(list);
            at = end;
        } else {
            let end = end_of(lines, at, |line| {
                let line = line.trim();
                !line.is_empty()
                    && !line.starts_with('>')
                    && heading(line).is_none()
                    && !line.starts_with("```")
                    && item(line).is_none_or(|item| item.number.is_some_and(|number| number != 1))
            });
            // The first line is of this block, whatever it looks like.
            let end = end.max(at + 1);
            let paragraph = lines[at..end]
                .iter()
                .map(|line| line.trim_start())
                .collect::<Vec<_>>();
            blocks.push(Block::Paragraph(inlines(&paragraph.join("\n"), reading)));
            at = end;
        }
    }
    blocks
}

fn end_of(lines: &[&str], from: usize, belongs: impl Fn(&str) -> bool) -> usize {
    (from..lines.len())
        .find(|at| !belongs(lines[*at]))
        .unwrap_or(lines.len())
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    let title = line.get(hashes..)?.strip_prefix(' ')?;
    let level = u8::try_from(hashes)
        .ok()
        .filter(|level| (1..=6).contains(level))?;
    Some((level, title.trim()))
}

/// Whether a line is the rule under a table's header.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.bytes().all(|it| b"|-: ".contains(&it))
}

fn cells(line: &str, reading: Reading) -> Vec<Vec<Inline>> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line);
    let cells = line.split('|');
    cells.map(|cell| inlines(cell.trim(), reading)).collect()
}

struct Item<'a> {
    indent: usize,
    number: Option<u32>,
    text: &'a str,
}

fn item(line: &str) -> Option<Item<'_>> {
    let indent = line.len() - line.trim_start().len();
    let line = line.trim_start();
    if let Some(text) = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
    {
        return Some(Item {
            indent,
            number: None,
            text,
        });
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line.get(..digits)?.parse().ok()?;
    let rest = line.get(digits..)?;
    let text = rest
        .strip_prefix(". ")
        .or_else(|| rest.strip_prefix(") "))?;
    Some(Item {
        indent,
        number: Some(number),
        text,
    })
}

/// Reads a list from line `at`; answers it and the line after it.
fn list(lines: &[&str], mut at: usize, start: Option<u32>, reading: Reading) -> (Block, usize) {
    let mut items: Vec<Vec<Block>> = Vec::new();
    let indent = lines
        .get(at)
        .and_then(|line| item(line))
        .map_or(0, |item| item.indent);
    while let Some(first) = lines.get(at).and_then(|line| item(line)) {
        if first.indent > indent + 1
            || first.indent < indent
            || first.number.is_some() != start.is_some()
        {
            break;
        }
        let mut inner = vec![first.text];
        at += 1;
        while let Some(line) = lines.get(at) {
            let deeper = line.len() - line.trim_start().len() > indent + 1;
            let is_blank = line.trim().is_empty();
            let goes_on = if is_blank {
                // A blank line stays in the item if what follows is indented under it.
                lines.get(at + 1).is_some_and(|next| {
                    !next.trim().is_empty() && next.len() - next.trim_start().len() > indent + 1
                })
            } else {
                deeper
                    || (item(line).is_none()
                        && !inner.last().is_some_and(|last| last.is_empty())
                        && heading(line.trim()).is_none())
            };
            if !goes_on {
                break;
            }
            let cut = line.len() - line.trim_start().len();
            inner.push(line.get(cut.min(indent + 2)..).unwrap_or(""));
            at += 1;
        }
        items.push(blocks(&inner, reading.inside()));
        // One blank line between items keeps the list together.
        if lines.get(at).is_some_and(|line| line.trim().is_empty())
            && lines
                .get(at + 1)
                .and_then(|line| item(line))
                .is_some_and(|next| {
                    next.indent == indent && next.number.is_some() == start.is_some()
                })
        {
            at += 1;
        }
    }
    (Block::List(start, items), at)
}

/// Reads the pieces of a line.
fn inlines(text: &str, reading: Reading) -> Vec<Inline> {
    spans(
        text,
        Reading {
            depth: 0,
            ..reading
        },
    )
}

fn spans(text: &str, reading: Reading) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let push = |plain: &mut String, out: &mut Vec<Inline>, inline: Inline| {
        if !plain.is_empty() {
            out.push(Inline::Text(std::mem::take(plain)));
        }
        out.push(inline);
    };
    loop {
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        if reading.depth < DEEPEST
            && let Some((inline, after)) = span(rest, plain.chars().next_back(), reading)
        {
            push(&mut plain, &mut out, inline);
            rest = after;
            continue;
        }
        let escaped = chars.clone().next().filter(char::is_ascii_punctuation);
        match (c, escaped) {
            ('\\', Some(escaped)) if !reading.is_typed => {
                plain.push(escaped);
                chars.next();
            }
            ('\n', _) => push(&mut plain, &mut out, Inline::Break),
            _ => plain.push(c),
        }
        rest = chars.as_str();
    }
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
    out
}

/// Reads a marked piece at the beginning of `text`; answers it and what follows.
fn span(text: &str, before: Option<char>, reading: Reading) -> Option<(Inline, &str)> {
    let between = |open: &str, close: &str| -> Option<(&str, &str)> {
        let inner = text.strip_prefix(open)?;
        // One or two bytes: the standard search for any text would weigh 0.8 KB.
        let mut places = inner.as_bytes().windows(close.len());
        let end = places.position(|it| it == close.as_bytes());
        let (inner, rest) = inner.split_at_checked(end.filter(|end| *end > 0)?)?;
        let tight = !inner.starts_with(' ') && !inner.ends_with(' ');
        let rest = rest.strip_prefix(close)?;
        // "2*3*4" is a formula, "x__y__z" a name; of other scripts words stand without spaces.
        let is_in_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || open.starts_with(c));
        // Where people typed it, blanks and marks of a sentence stand around it.
        let stands_alone = || {
            // Compared one by one: a search of a text is 1.4 KB of the chat.
            let is_edge = |c: char| {
                let marks = [
                    ',', ';', '!', '?', '(', ')', '[', ']', '{', '}', '"', '\'', '“', '”', '«',
                    '»', '„',
                ];
                c.is_whitespace() || marks.contains(&c)
            };
            // A full stop ends a sentence, and is part of `__init__.py`.
            let mut behind = rest.chars();
            let ends = match behind.next() {
                Some('.' | ':') => behind.next().is_none_or(char::is_whitespace),
                Some(c) => is_edge(c),
                None => true,
            };
            before.is_none_or(is_edge) && ends
        };
        let is_in_word = is_in_word || (reading.is_typed && !stands_alone());
        (tight && !is_in_word).then_some((inner, rest))
    };
    if let Some(after) = text.strip_prefix('`') {
        let (code, rest) = after.split_once('`')?;
        return Some((Inline::Code(code.to_owned()), rest));
    }
    if let Some((inner, rest)) = between("**", "**").or_else(|| between("__", "__")) {
        return Some((Inline::Strong(spans(inner, reading.inside())), rest));
    }
    // An underscore inside a word is part of it.
    let opens = before.is_none_or(|c| !is_word(c));
    if let Some((inner, rest)) = between("*", "*").or_else(|| between("_", "_").filter(|_| opens)) {
        return Some((Inline::Emphasis(spans(inner, reading.inside())), rest));
    }
    if let Some(after) = text.strip_prefix('[') {
        let (label, rest) = after.split_once(']')?;
        if let Some(target) = rest.strip_prefix('(') {
            let (target, rest) = target.split_once(')')?;
            let label = spans(label, reading.inside());
            return Some((link(target.trim(), label), rest));
        }
        let is_number = label.len() <= 3 && !reading.is_typed;
        let number = label.parse().ok().filter(|_| is_number)?;
        return Some((Inline::Citation(number), rest));
    }
    if opens && (text.starts_with("https://") || text.starts_with("http://")) {
        let end = text
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(text.len());
        let url = text.get(..end)?;
        let url = url.trim_end_matches(['.', ',', ')', '!', '?', ';', ':']);
        let label = vec![Inline::Text(url.to_owned())];
        let rest = text.get(url.len()..)?;
        return Some((Inline::Link(url.to_owned(), label), rest));
    }
    None
}

/// A link, if it leads where links may lead; else its label as text.
fn link(target: &str, label: Vec<Inline>) -> Inline {
    let is_web = ["https://", "http://", "mailto:"].iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    if is_web {
        return Inline::Link(target.to_owned(), label);
    }
    let path = target.split('#').next().unwrap_or_default();
    let id = path.strip_suffix(".md").unwrap_or_default();
    let id = id.strip_prefix("./").unwrap_or(id);
    if protocol::ArticleId::new(id).is_ok() {
        Inline::Article(id.to_owned(), label)
    } else {
        Inline::Emphasis(label)
    }
}

/// Whether a character is part of a word, near enough: letters and digits of any script, but
/// not the marks and spaces that stand around words. The full tables would weigh 3 KB.
fn is_word(c: char) -> bool {
    let is_mark =
        matches!(c, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}');
    c.is_ascii_alphanumeric() || !(c.is_ascii() || is_mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn inlines_of(text: &str) -> Vec<Inline> {
        let reading = Reading {
            depth: 0,
            is_typed: false,
        };
        inlines(text, reading)
    }

    fn text(text: &str) -> Inline {
        Inline::Text(text.to_owned())
    }

    fn paragraph(words: &str) -> Block {
        Block::Paragraph(vec![text(words)])
    }

    #[test]
    fn blocks_are_read() {
        assert_eq!(
            parse(
                "## Steps\n\nDo this:\n1. One\n2. Two\n   more\n   - a\n   - b\n\nAfter.\n> said"
            ),
            [
                Block::Heading(2, vec![text("Steps")]),
                paragraph("Do this:"),
                Block::List(
                    Some(1),
                    vec![
                        vec![paragraph("One")],
                        vec![
                            Block::Paragraph(vec![text("Two"), Inline::Break, text("more")]),
                            Block::List(None, vec![vec![paragraph("a")], vec![paragraph("b")]]),
                        ],
                    ]
                ),
                paragraph("After."),
                Block::Quote(vec![paragraph("said")]),
            ]
        );
        assert_eq!(
            parse("| A | B |\n|---|:-:|\n| 1 | 2 |"),
            [Block::Table(vec![
                vec![vec![text("A")], vec![text("B")]],
                vec![vec![text("1")], vec![text("2")]],
            ])]
        );
        assert_eq!(parse("```\n<b>\n```"), [Block::Code("<b>".into())]);
    }

    #[test]
    fn pieces_of_a_line_are_read() {
        assert_eq!(
            inlines_of("**Go** to *Settings* [1], `x` or snake_case_name \\*."),
            [
                Inline::Strong(vec![text("Go")]),
                text(" to "),
                Inline::Emphasis(vec![text("Settings")]),
                text(" "),
                Inline::Citation(1),
                text(", "),
                Inline::Code("x".into()),
                text(" or snake_case_name *."),
            ]
        );
        assert_eq!(
            inlines_of("see https://a.example/x."),
            [
                text("see "),
                Inline::Link(
                    "https://a.example/x".into(),
                    vec![text("https://a.example/x")]
                ),
                text("."),
            ]
        );
    }

    #[test]
    fn what_people_type_is_shown_as_they_typed_it() {
        for typed in [
            "2*3*4",
            "a**2 + b**2",
            "x = 5 * 3 * 2",
            r"\\server\share\_data\*.txt",
            r"C:\_data",
            "pa__ss__1",
            "Xk*9_aB*2!",
            "_data_x",
            "see [1]",
            "f(x)=x_1*x_2",
            r"\*",
            "Open __init__.py",
            r"2*3*4, C:\_data\*.txt, \\server\share, pa__ss__1 and see [1]",
        ] {
            assert_eq!(parse_typed(typed), [paragraph(typed)]);
        }
        assert_eq!(typed(r"a \* b \\ c \[1\] \d"), r"a * b \ c [1] \d");
        let strong = |inner: &str| Inline::Strong(vec![text(inner)]);
        assert_eq!(
            parse_typed("Open **Grades**, then *Export*."),
            [Block::Paragraph(vec![
                text("Open "),
                strong("Grades"),
                text(", then "),
                Inline::Emphasis(vec![text("Export")]),
                text("."),
            ])]
        );
        // Words of scripts without spaces are marked within a line.
        assert_eq!(
            parse("打开**成绩**页"),
            [Block::Paragraph(vec![
                text("打开"),
                strong("成绩"),
                text("页")
            ])]
        );
        assert_eq!(parse("a**b**c"), [paragraph("a**b**c")]);
    }

    #[test]
    fn only_safe_links_are_links() {
        assert_eq!(
            inlines_of("[a](reset-your-password.md#x)"),
            [Inline::Article(
                "reset-your-password".into(),
                vec![text("a")]
            )]
        );
        for hostile in [
            "javascript:alert(1",
            "data:text/html,x",
            "//evil.example",
            " jAvAscript:x",
        ] {
            let read = inlines_of(&format!("[a]({hostile})"));
            assert!(
                !matches!(read[0], Inline::Link(..) | Inline::Article(..)),
                "{hostile}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic_or_lose_words(
            lines in prop::collection::vec("[a-c #>*_`\\[\\]()|0-9.\\-\\\\é]{0,24}", 0..12)
        ) {
            let _tree = parse(&lines.join("\n"));
        }

        #[test]
        fn plain_words_come_out_as_they_went_in(words in prop::collection::vec("[a-zé]{1,8}", 1..10)) {
            let line = words.join(" ");
            prop_assert_eq!(parse(&line), vec![paragraph(&line)]);
        }
    }
}
