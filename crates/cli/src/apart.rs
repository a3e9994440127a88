//! What reads PDF and DOCX, in the process of its own that `extract.rs` starts.

use crate::document::MAX_DOCUMENT_BYTES;
use anyhow::{Context as _, Result, bail};
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
    let text = pages.join("\n\n");
    if text.trim().is_empty() {
        bail!("it has no text: a scan needs its text recognised first");
    }
    Ok(text)
}

/// A Word document as Markdown.
fn docx(bytes: &[u8]) -> Result<String> {
    let docx = docx_rs::read_docx(bytes)
        .ok()
        .context("it cannot be read as DOCX")?;
    let mut out = String::new();
    for child in &docx.document.children {
        match child {
            docx_rs::DocumentChild::Paragraph(paragraph) => {
                let text = text_of(paragraph);
                if text.trim().is_empty() {
                    continue;
                }
                let style = paragraph.property.style.as_ref();
                let level = style.and_then(|style| heading(&docx.styles, &style.val));
                match level {
                    Some(level) => out.push_str(&"#".repeat(level)),
                    None if paragraph.property.numbering_property.is_some() => out.push('-'),
                    None => {}
                }
                let is_marked = level.is_some() || paragraph.property.numbering_property.is_some();
                out.push_str(if is_marked { " " } else { "" });
                out.push_str(text.trim());
                out.push_str("\n\n");
            }
            docx_rs::DocumentChild::Table(table) => {
                for docx_rs::TableChild::TableRow(row) in &table.rows {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|docx_rs::TableRowChild::TableCell(cell)| cell_text(cell))
                        .collect();
                    out.push_str(&cells.join(" | "));
                    out.push_str("\n\n");
                }
            }
            _ => {}
        }
    }
    Ok(out)
}

fn cell_text(cell: &docx_rs::TableCell) -> String {
    let paragraphs = cell.children.iter().filter_map(|content| match content {
        docx_rs::TableCellContent::Paragraph(paragraph) => Some(text_of(paragraph)),
        _ => None,
    });
    paragraphs.collect::<Vec<_>>().join(" ")
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
