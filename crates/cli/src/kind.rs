//! What documents are written in.

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CommonMark, with or without front matter.
    Markdown,
    /// HTML, whole.
    Html,
    /// Plain text.
    Text,
    /// PDF: its text, pages one after another.
    Pdf,
    /// Word's: headings, lists and tables as Markdown.
    Docx,
}

impl Kind {
    /// The kind a file's ending says; `None` for what is no article.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" => Self::Html,
            "txt" => Self::Text,
            "pdf" => Self::Pdf,
            "docx" => Self::Docx,
            _ => return None,
        })
    }
}
