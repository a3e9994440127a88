//! What reads PDF and DOCX, in the process of its own that `extract.rs` starts.

use crate::document::MAX_DOCUMENT_BYTES;
use anyhow::{Context as _, Result, bail};
use std::collections::HashMap;
use std::io::{Read as _, Write as _};

/// Bytes of memory that one document may take.
#[cfg(unix)]
const MEMORY: u64 = 2_000_000_000;

/// What the process of its own does: bytes from stdin, text to stdout.
///
/// # Errors
/// The document cannot be read.
pub fn apart(kind: &str) -> Result<()> {
    #[cfg(unix)]
    rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY).context("limiting memory")?;
    // The reason is one line on stderr; a panic's place in a library helps nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    std::io::stdin()
        .take(MAX_DOCUMENT_BYTES + 1)
        .read_to_end(&mut bytes)?;
    let text = match kind {
        "pdf" => pdf(&bytes)?,
        "pdf-plain" => plain_pdf(&bytes)?,
        "docx" => docx(&bytes)?,
        _ => bail!("{kind} is no kind of document"),
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

/// A PDF's pages, one after another.
fn pdf(bytes: &[u8]) -> Result<String> {
    let pages = pdf_extract::extract_text_from_mem_by_pages(bytes)
        .ok()
        .context("it cannot be read as a PDF: broken, or locked by a password")?;
    let text = flowing(&pages.join("\n\n"));
    if text.trim().is_empty() {
        bail!("it has no text: a scan needs its text recognised first");
    }
    Ok(text)
}

/// A PDF's text without its layout: for files whose fonts the reader above does not get along with.
fn plain_pdf(bytes: &[u8]) -> Result<String> {
    let document = pdf_extract::Document::load_mem(bytes)
        .ok()
        .context("it cannot be read as a PDF: broken, or locked by a password")?;
    let pages = document.get_pages();
    let pages = pages
        .keys()
        .filter_map(|page| document.extract_text(&[*page]).ok());
    let text = flowing(&pages.collect::<Vec<_>>().join("\n\n"));
    if text.trim().is_empty() {
        bail!("it has no text: a scan needs its text recognised first");
    }
    Ok(text)
}

/// Text as it was before it was set: ligatures as letters, words that were divided at the end of a
/// line whole.
fn flowing(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬀ' => out.push_str("ff"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            // Soft hyphens only say where a word may be divided.
            '\u{ad}' => {}
            '\u{a0}' => out.push(' '),
            c => out.push(c),
        }
    }
    let mut whole = String::with_capacity(out.len());
    let mut lines = out.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        let divides = line.ends_with('-')
            && line[..line.len() - 1].ends_with(char::is_lowercase)
            && lines
                .peek()
                .is_some_and(|next| next.trim_start().starts_with(char::is_lowercase));
        if divides {
            whole.push_str(&line[..line.len() - 1]);
            if let Some(next) = lines.next() {
                whole.push_str(next.trim());
            }
        } else {
            whole.push_str(line);
        }
        whole.push('\n');
    }
    whole
}

/// A Word document as Markdown.
fn docx(bytes: &[u8]) -> Result<String> {
    let docx = docx_rs::read_docx(bytes)
        .ok()
        .context("it cannot be read as DOCX")?;
    let mut writer = Writer {
        docx: &docx,
        out: String::new(),
        numbers: HashMap::new(),
    };
    for child in &docx.document.children {
        match child {
            docx_rs::DocumentChild::Paragraph(paragraph) => writer.paragraph(paragraph),
            docx_rs::DocumentChild::Table(table) => writer.table(table),
            docx_rs::DocumentChild::StructuredDataTag(control) => writer.control(control),
            _ => {}
        }
    }
    Ok(writer.out)
}

/// A document as it is written out.
struct Writer<'d> {
    docx: &'d docx_rs::Docx,
    out: String,
    /// The next number of each list and level.
    numbers: HashMap<(usize, usize), usize>,
}

impl Writer<'_> {
    fn paragraph(&mut self, paragraph: &docx_rs::Paragraph) {
        let text = text_of(paragraph);
        if !text.trim().is_empty() {
            let style = paragraph.property.style.as_ref();
            let level = style.and_then(|style| heading(&self.docx.styles, &style.val));
            let mark = match (level, &paragraph.property.numbering_property) {
                (Some(level), _) => format!("{} ", "#".repeat(level)),
                (None, Some(numbering)) => self.mark(numbering),
                (None, None) => String::new(),
            };
            self.out.push_str(&mark);
            self.out.push_str(text.trim());
            self.out.push_str("\n\n");
        }
        // What stands in a box beside a paragraph is read behind it.
        for boxed in boxes(paragraph) {
            match boxed {
                docx_rs::TextBoxContentChild::Paragraph(paragraph) => self.paragraph(paragraph),
                docx_rs::TextBoxContentChild::Table(table) => self.table(table),
            }
        }
    }

    /// How an item of a list begins: indented by its level, numbered if its list is.
    fn mark(&mut self, numbering: &docx_rs::NumberingProperty) -> String {
        let id = numbering.id.as_ref().map_or(0, |id| id.id);
        let level = numbering.level.as_ref().map_or(0, |level| level.val);
        let numberings = &self.docx.numberings;
        let list = numberings.numberings.iter().find(|it| it.id == id);
        let format = list
            .and_then(|list| {
                let mut kinds = numberings.abstract_nums.iter();
                kinds.find(|kind| kind.id == list.abstract_num_id)
            })
            .and_then(|kind| kind.levels.iter().find(|it| it.level == level))
            .map(|level| level.format.val.clone());
        let indent = " ".repeat(level.min(8) * 3);
        if format
            .as_deref()
            .is_none_or(|format| format == "bullet" || format == "none")
        {
            return format!("{indent}- ");
        }
        // A level begins anew below each item of the one above it.
        self.numbers
            .retain(|(list, at), _| *list != id || *at <= level);
        let number = self.numbers.entry((id, level)).or_insert(0);
        *number += 1;
        format!("{indent}{number}. ")
    }

    fn table(&mut self, table: &docx_rs::Table) {
        for (number, docx_rs::TableChild::TableRow(row)) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row
                .cells
                .iter()
                .map(|docx_rs::TableRowChild::TableCell(cell)| cell_text(cell))
                .collect();
            self.out.push_str(&format!("| {} |\n", cells.join(" | ")));
            if number == 0 {
                let rule = vec!["---"; cells.len()].join(" | ");
                self.out.push_str(&format!("| {rule} |\n"));
            }
        }
        self.out.push('\n');
    }

    /// What stands in a content control, such as a field of a template.
    fn control(&mut self, control: &docx_rs::StructuredDataTag) {
        use docx_rs::StructuredDataTagChild as Child;
        let mut loose = String::new();
        for child in &control.children {
            match child {
                Child::Paragraph(paragraph) => self.paragraph(paragraph),
                Child::Table(table) => self.table(table),
                Child::StructuredDataTag(inner) => self.control(inner),
                Child::Run(run) => add_run(run, &mut loose),
                _ => {}
            }
        }
        if !loose.trim().is_empty() {
            self.out.push_str(loose.trim());
            self.out.push_str("\n\n");
        }
    }
}

/// A cell in one line, those of a table inside it too.
fn cell_text(cell: &docx_rs::TableCell) -> String {
    let mut parts = Vec::new();
    for content in &cell.children {
        match content {
            docx_rs::TableCellContent::Paragraph(paragraph) => parts.push(text_of(paragraph)),
            docx_rs::TableCellContent::Table(table) => {
                for docx_rs::TableChild::TableRow(row) in &table.rows {
                    let cells = row.cells.iter();
                    let cells = cells.map(|docx_rs::TableRowChild::TableCell(it)| cell_text(it));
                    parts.push(cells.collect::<Vec<_>>().join(", "));
                }
            }
            docx_rs::TableCellContent::StructuredDataTag(control) => {
                for child in &control.children {
                    if let docx_rs::StructuredDataTagChild::Paragraph(paragraph) = child {
                        parts.push(text_of(paragraph));
                    }
                }
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    let text = parts.join("; ").replace('|', "\\|");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the text boxes of a paragraph hold.
fn boxes(paragraph: &docx_rs::Paragraph) -> Vec<&docx_rs::TextBoxContentChild> {
    let runs = paragraph.children.iter().filter_map(|child| match child {
        docx_rs::ParagraphChild::Run(run) => Some(run),
        _ => None,
    });
    let drawings = runs
        .flat_map(|run| &run.children)
        .filter_map(|child| match child {
            docx_rs::RunChild::Drawing(drawing) => drawing.data.as_ref(),
            _ => None,
        });
    drawings
        .filter_map(|data| match data {
            docx_rs::DrawingData::TextBox(boxed) => Some(&boxed.children),
            docx_rs::DrawingData::Pic(_) => None,
        })
        .flatten()
        .collect()
}

/// A paragraph's text, its links' included.
fn text_of(paragraph: &docx_rs::Paragraph) -> String {
    let mut text = String::new();
    add(&paragraph.children, &mut text);
    text
}

fn add(children: &[docx_rs::ParagraphChild], text: &mut String) {
    for child in children {
        match child {
            docx_rs::ParagraphChild::Run(run) => add_run(run, text),
            docx_rs::ParagraphChild::Hyperlink(link) => add(&link.children, text),
            docx_rs::ParagraphChild::StructuredDataTag(control) => {
                for child in &control.children {
                    match child {
                        docx_rs::StructuredDataTagChild::Run(run) => add_run(run, text),
                        docx_rs::StructuredDataTagChild::Paragraph(inner) => {
                            add(&inner.children, text);
                        }
                        _ => {}
                    }
                }
            }
            docx_rs::ParagraphChild::Insert(insert) => {
                for child in &insert.children {
                    if let docx_rs::InsertChild::Run(run) = child {
                        add_run(run, text);
                    }
                }
            }
            _ => {}
        }
    }
}

fn add_run(run: &docx_rs::Run, text: &mut String) {
    for child in &run.children {
        match child {
            docx_rs::RunChild::Text(it) => text.push_str(&it.text),
            docx_rs::RunChild::Tab(_) => text.push(' '),
            docx_rs::RunChild::Break(_) => text.push('\n'),
            _ => {}
        }
    }
}

/// The level of a heading's style, 1 to 6; by its name, as ids differ from language to language.
fn heading(styles: &docx_rs::Styles, id: &str) -> Option<usize> {
    let style = styles.styles.iter().find(|style| style.style_id == id)?;
    let name = serde_json::to_value(&style.name).ok()?;
    let name = name.as_str()?.to_ascii_lowercase();
    if name == "title" {
        return Some(1);
    }
    let level: usize = name.strip_prefix("heading ")?.parse().ok()?;
    Some(level.clamp(1, 6))
}
