//! An article's units: its smallest parts that are quoted whole, in order, under their sections.

use super::tree::{self, Block};
use super::{markup, plain, word_count};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph, or a part of a long one.
    Text,
    /// An item of a numbered list.
    Step,
    /// An item of another list.
    Item,
    /// A row of a table.
    Row,
    /// A quotation, an alert, a note.
    Note,
    /// Code, whole.
    Code,
}

/// A part of an article that is quoted whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is.
    pub kind: Kind,
    /// Number of its section.
    pub section: usize,
    /// Number of its list or table, from 1; 0 if it is in none.
    pub list: usize,
    /// Its Markdown; of an item with its marker, of a row without the header.
    pub text: String,
    /// Its words.
    pub words: usize,
}

/// A heading and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Headings down to its own, outermost first; empty at the beginning. The title is left out.
    pub path: Vec<String>,
    /// Its level: 0 at the beginning, 7 for a line in bold.
    pub level: u8,
}

impl Section {
    /// Its headings in one line.
    #[must_use]
    pub fn heading(&self) -> String {
        self.path.join(" › ")
    }
}

/// An article as it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// In order; the first is what stands before any heading.
    pub sections: Vec<Section>,
    /// In order.
    pub units: Vec<Unit>,
    /// Headers of its tables, by number of the list.
    headers: Vec<(usize, String)>,
}

/// Level of a line in bold that stands for a heading.
const BOLD: u8 = 7;
/// Words of such a line, at most.
const BOLD_WORDS: usize = 14;
/// Words of an item beyond which it is divided at its parts. Source: design notes on answers.
const ITEM_WORDS: usize = 80;
/// Words of a paragraph beyond which it is divided between sentences.
const PARAGRAPH_WORDS: usize = 110;
/// Words of a line that only points elsewhere, at most.
const POINTER_WORDS: usize = 25;

/// Headings of sections that only point elsewhere, in the languages of help centres we know.
const POINTING: &[&str] = &[
    "additional resources",
    "contents",
    "further reading",
    "in this article",
    "learn more",
    "next steps",
    "on this page",
    "read more",
    "related",
    "related articles",
    "related links",
    "related topics",
    "see also",
    "table of contents",
    "what's next",
    "whats next",
    "more information",
    "siehe auch",
    "weiterführende links",
    "verwandte artikel",
    "voir aussi",
    "articles liés",
    "véase también",
    "ver también",
    "artículos relacionados",
    "vedi anche",
    "articoli correlati",
    "veja também",
    "ver também",
    "artigos relacionados",
    "zie ook",
    "zobacz też",
    "zobacz także",
    "см. также",
    "смотрите также",
    "另请参阅",
    "相关文章",
    "انظر أيضا",
    "यह भी देखें",
];

/// How a line begins that only points elsewhere.
const POINTERS: &[&str] = &[
    "see also",
    "related:",
    "related articles",
    "read more",
    "learn more:",
    "further reading",
    "see:",
    "siehe auch",
    "voir aussi",
    "véase también",
    "ver también",
    "vedi anche",
    "veja também",
    "zie ook",
    "zobacz",
    "см. также",
];

impl Reading {
    /// Reads an article's text.
    #[must_use]
    pub fn of(title: &str, markdown: &str) -> Self {
        let blocks = tree::read(&markup::clean(markdown));
        let mut reader = Reader::new(title);
        for block in blocks {
            reader.top(block);
        }
        reader.reading
    }

    /// The first sentence of the first paragraph, if it is short and stands before all else.
    #[must_use]
    pub fn lead(&self) -> Option<&str> {
        let first = self.units.first().filter(|unit| unit.kind == Kind::Text)?;
        let end = sentence_end(&first.text).unwrap_or(first.text.len());
        let sentence = first.text[..end].trim();
        (word_count(sentence) <= LEAD_WORDS).then_some(sentence)
    }

    /// Units as Markdown, in the order given, the header of a table before its rows.
    #[must_use]
    pub fn text(&self, units: &[usize]) -> String {
        let mut out = String::new();
        let mut before: Option<&Unit> = None;
        for unit in units.iter().filter_map(|unit| self.units.get(*unit)) {
            let goes_on = unit.list > 0 && before.is_some_and(|before| before.list == unit.list);
            if !out.is_empty() {
                out.push_str(if goes_on { "\n" } else { "\n\n" });
            }
            if unit.kind == Kind::Row && !goes_on {
                let header = self.headers.iter().find(|(list, _)| *list == unit.list);
                if let Some((_, header)) = header {
                    out.push_str(header);
                    out.push('\n');
                }
            }
            out.push_str(&unit.text);
            before = Some(unit);
        }
        out
    }
}

/// Words of a lead, at most. Source: design notes on answers.
const LEAD_WORDS: usize = 35;

/// Where the first sentence ends.
fn sentence_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    text.char_indices().find_map(|(at, c)| {
        let end = at + c.len_utf8();
        if matches!(c, '。' | '！' | '？' | '।' | '؟') {
            return Some(end);
        }
        let ends =
            matches!(c, '.' | '!' | '?') && bytes.get(end).is_some_and(u8::is_ascii_whitespace);
        let begins = text[end..]
            .trim_start()
            .starts_with(|c: char| !c.is_lowercase());
        // "e.g. this" and "No. 5" do not end a sentence.
        let word = text[..at]
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let is_short = matches!(
            word,
            "e.g" | "i.e" | "No" | "vs" | "Mr" | "Mrs" | "Dr" | "z.B" | "p" | "Fig"
        ) || word.chars().all(|c| c.is_ascii_digit());
        (ends && begins && !is_short).then_some(end)
    })
}

struct Reader<'t> {
    title: &'t str,
    reading: Reading,
    lists: usize,
    /// Level of a section that only points elsewhere, while it lasts.
    pointing: Option<u8>,
}

impl<'t> Reader<'t> {
    fn new(title: &'t str) -> Self {
        Self {
            title,
            reading: Reading {
                sections: vec![Section::default()],
                ..Reading::default()
            },
            lists: 0,
            pointing: None,
        }
    }

    fn top(&mut self, block: Block) {
        match block {
            Block::Heading(level, text) => self.heading(level, &text),
            Block::Paragraph(text) => {
                if let Some(label) = bold_line(&text) {
                    let label = label.to_owned();
                    self.heading(BOLD, &label);
                } else {
                    self.paragraph(&text);
                }
            }
            block => self.block(block, 0),
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let text = text.trim();
        let bare = text.trim_end_matches([':', '：']).trim();
        if bare.is_empty() {
            return;
        }
        if self.pointing.is_some_and(|pointing| level > pointing) {
            return;
        }
        let is_pointing = POINTING.contains(&bare.to_lowercase().as_str());
        self.pointing = is_pointing.then_some(level);
        let before = &self.reading.sections;
        // The headings above it: those of the nearest sections of higher rank.
        let mut path: Vec<(u8, String)> = Vec::new();
        let mut limit = level;
        for section in before.iter().rev() {
            if section.level < limit && section.level > 0 {
                if let Some(own) = section.path.last() {
                    path.push((section.level, own.clone()));
                }
                limit = section.level;
            }
        }
        path.reverse();
        let is_title = |it: &str| it.eq_ignore_ascii_case(self.title);
        let mut path: Vec<String> = path
            .into_iter()
            .map(|it| it.1)
            .filter(|it| !is_title(it))
            .collect();
        if !is_title(bare) || self.reading.sections.len() > 1 {
            path.push(bare.to_owned());
        }
        self.reading.sections.push(Section { path, level });
    }

    fn paragraph(&mut self, text: &str) {
        if is_pointer(text) {
            return;
        }
        for part in parts(text) {
            self.unit(Kind::Text, 0, part);
        }
    }

    fn unit(&mut self, kind: Kind, list: usize, mut text: String) {
        if matches!(kind, Kind::Text | Kind::Step | Kind::Item) {
            text.truncate(without_see_also(&text).len());
        }
        let says = plain(&text).chars().any(char::is_alphanumeric);
        if self.pointing.is_some() || !says {
            return;
        }
        self.reading.units.push(Unit {
            kind,
            section: self.reading.sections.len() - 1,
            list,
            words: word_count(&text),
            text,
        });
    }

    fn next_list(&mut self) -> usize {
        self.lists += 1;
        self.lists
    }

    /// A block that is no heading; `list` is the list it is a part of.
    fn block(&mut self, block: Block, list: usize) {
        match block {
            Block::Heading(_, text) => self.unit(Kind::Text, list, format!("**{text}**")),
            Block::Paragraph(text) => {
                if list == 0 {
                    self.paragraph(&text);
                } else {
                    self.unit(Kind::Text, list, text);
                }
            }
            Block::List(first, items) => {
                let list = if list == 0 { self.next_list() } else { list };
                self.items(first, items, list);
            }
            Block::Quote(inner) => {
                let whole = rendered(&inner, 0);
                if word_count(&whole) <= ITEM_WORDS || inner.len() == 1 {
                    self.unit(Kind::Note, list, quoted(&whole));
                } else {
                    for block in inner {
                        self.unit(Kind::Note, list, quoted(&rendered(&[block], 0)));
                    }
                }
            }
            Block::Code(text) => self.unit(Kind::Code, list, text),
            Block::Table(header, rows) => {
                let list = self.next_list();
                self.reading.headers.push((list, header));
                for row in rows {
                    self.unit(Kind::Row, list, row);
                }
            }
        }
    }

    fn items(&mut self, first: Option<u64>, items: Vec<Vec<Block>>, list: usize) {
        let kind = if first.is_some() {
            Kind::Step
        } else {
            Kind::Item
        };
        for (number, item) in (first.unwrap_or(1)..).zip(items) {
            let marker = match first {
                Some(_) => format!("{number}. "),
                None => "- ".to_owned(),
            };
            let whole = item_text(&marker, &item);
            if is_pointer(whole.trim_start_matches("- ")) {
                continue;
            }
            if word_count(&whole) <= ITEM_WORDS || item.len() == 1 {
                self.unit(kind, list, whole);
                continue;
            }
            let mut item = item.into_iter();
            if let Some(own) = item.next() {
                self.unit(kind, list, item_text(&marker, &[own]));
            }
            for block in item {
                self.block(block, list);
            }
        }
    }
}

/// The words of a paragraph that is wholly in bold and short: a heading by another name.
fn bold_line(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("**")?;
    let inner = inner.trim_end_matches([':', '.']).strip_suffix("**")?;
    let is_one = !inner.contains("**") && !inner.contains('\n');
    (is_one && word_count(inner) <= BOLD_WORDS).then_some(inner)
}

fn says_see_also(lower: &str) -> bool {
    let is_word = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let mut begun = POINTERS.iter().filter_map(|it| lower.strip_prefix(it));
    begun.any(is_word)
}

/// The text without its last sentence, if that only points to other articles ("See also …").
fn without_see_also(text: &str) -> &str {
    let (mut last, mut rest) = (0, text);
    while let Some(end) = sentence_end(rest).filter(|&end| end < rest.len()) {
        last += end;
        rest = &rest[end..];
    }
    let is_short = word_count(rest) <= POINTER_WORDS;
    if last > 0 && is_short && says_see_also(&plain(rest).trim().to_lowercase()) {
        text[..last].trim_end()
    } else {
        text
    }
}

/// Whether a line only points elsewhere: it says so, or is nothing but a link.
fn is_pointer(text: &str) -> bool {
    let words = plain(text);
    let lower = words.trim().to_lowercase();
    if word_count(&lower) > POINTER_WORDS {
        return false;
    }
    if says_see_also(&lower) {
        return true;
    }
    let is_see = [
        "see ",
        "for more information",
        "for details",
        "for more details",
        "learn more",
        "to learn more",
    ]
    .iter()
    .any(|it| lower.starts_with(it));
    let is_article_link = text.contains(".md)") || text.contains(".md#");
    is_see && is_article_link && word_count(&lower) <= 14
}

/// A long paragraph in parts of whole sentences.
fn parts(text: &str) -> Vec<String> {
    if word_count(text) <= PARAGRAPH_WORDS {
        return vec![text.to_owned()];
    }
    let mut parts = vec![String::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let end = sentence_end(rest).unwrap_or(rest.len());
        let sentence = rest[..end].trim();
        rest = rest[end..].trim_start();
        let last = parts.len() - 1;
        let is_full = word_count(&parts[last]) + word_count(sentence) > PARAGRAPH_WORDS * 2 / 3;
        if is_full && !parts[last].is_empty() {
            parts.push(sentence.to_owned());
        } else {
            if !parts[last].is_empty() {
                parts[last].push(' ');
            }
            parts[last].push_str(sentence);
        }
    }
    parts
}

/// Blocks as Markdown again, indented.
fn rendered(blocks: &[Block], indent: usize) -> String {
    let mut out = String::new();
    for block in blocks {
        let text = match block {
            Block::Heading(_, text) => format!("**{text}**"),
            Block::Paragraph(text) | Block::Code(text) => text.clone(),
            Block::List(first, items) => {
                let items = (first.unwrap_or(1)..).zip(items).map(|(number, item)| {
                    let marker = match first {
                        Some(_) => format!("{number}. "),
                        None => "- ".to_owned(),
                    };
                    item_text(&marker, item)
                });
                items.collect::<Vec<_>>().join("\n")
            }
            Block::Quote(inner) => rendered(inner, 0),
            Block::Table(header, rows) => format!("{header}\n{}", rows.join("\n")),
        };
        if !out.is_empty() {
            // A list inside an item follows it at once.
            out.push_str(if matches!(block, Block::List(..)) {
                "\n"
            } else {
                "\n\n"
            });
        }
        out.push_str(&text);
    }
    if indent == 0 {
        return out;
    }
    let space = " ".repeat(indent);
    let lines = out.lines().map(|line| match line.is_empty() {
        true => String::new(),
        false => format!("{space}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// An item with its marker, what belongs to it indented under it.
fn item_text(marker: &str, item: &[Block]) -> String {
    let text = rendered(item, marker.len());
    format!("{marker}{}", text.trim_start())
}

fn quoted(text: &str) -> String {
    let lines = text.lines().map(|line| match line.is_empty() {
        true => ">".to_owned(),
        false => format!("> {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stand_under_their_headings() {
        let reading = Reading::of(
            "Return an item",
            "# Return an item\n\nFree returns. Learn how.\n\n## How\n\n**Request it:**\n\n1. Go.\n\n2. Pay attention:\n\n   * Select A.\n\n   * Select B.\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n## See also\n\n* [Other](x.md)\n\n## End\n\n> Mind it.\n",
        );
        let seen: Vec<(Kind, String, &str)> = reading
            .units
            .iter()
            .map(|unit| {
                (
                    unit.kind,
                    reading.sections[unit.section].heading(),
                    unit.text.as_str(),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                (Kind::Text, String::new(), "Free returns. Learn how."),
                (Kind::Step, "How › Request it".into(), "1. Go."),
                (
                    Kind::Step,
                    "How › Request it".into(),
                    "2. Pay attention:\n   - Select A.\n   - Select B."
                ),
                (Kind::Row, "How › Request it".into(), "| 1 | 2 |"),
                (Kind::Note, "End".into(), "> Mind it."),
            ]
        );
        assert_eq!(reading.lead(), Some("Free returns."));
        assert_eq!(
            reading.text(&[1, 2, 3]),
            "1. Go.\n2. Pay attention:\n   - Select A.\n   - Select B.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |"
        );
    }

    #[test]
    fn lines_that_point_elsewhere_are_no_units() {
        let reading = Reading::of(
            "x",
            "Text.\n\nSee also [this](a.md).\n\nRelated: [b](b.md), [c](c.md)\n\nFor more information, see [that](d.md).\n",
        );
        assert_eq!(reading.units.len(), 1);
    }

    #[test]
    fn the_sentence_that_points_elsewhere_is_left_out_of_what_says_something() {
        let kept = |text| Reading::of("x", text).text(&[0]);
        assert_eq!(
            kept("Contact us. See also [Scores](scores.md) and [Total](total.md)."),
            "Contact us."
        );
        assert_eq!(
            kept("1. Select **Go**. Voir aussi [là](b.md)."),
            "1. Select **Go**."
        );
        for whole in [
            "Select **Go**. See [Scores](scores.md) for the weights.",
            "You can see also what others wrote.",
            "Wybierz **Dalej**. Zobaczysz nowe hasło.",
        ] {
            assert_eq!(kept(whole), whole);
        }
    }

    #[test]
    fn long_items_and_paragraphs_are_divided() {
        let long = "Some words that go on and on. ".repeat(12);
        let reading = Reading::of(
            "x",
            &format!("- {long}\n\n  - inner one\n  - inner two\n\n{long}{long}"),
        );
        let texts: Vec<&str> = reading
            .units
            .iter()
            .map(|unit| unit.text.as_str())
            .collect();
        assert!(texts[0].starts_with("- Some"), "{texts:#?}");
        assert_eq!(texts[1..3], ["- inner one", "- inner two"]);
        assert!(texts.len() >= 5);
        assert!(
            reading
                .units
                .iter()
                .all(|unit| unit.words <= PARAGRAPH_WORDS)
        );
    }
}
