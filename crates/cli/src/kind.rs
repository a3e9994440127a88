//! What documents are written in.

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CommonMark and MDX, with or without front matter.
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

/// Endings of documents that people write articles in, and that are not read: they are named where they are left out.
const UNREAD: &[&str] = &[
    "rst", "adoc", "asciidoc", "org", "tex", "odt", "rtf", "doc", "pages", "wiki", "textile",
];

/// Whether a file of this ending is a document that is not read.
#[must_use]
pub(crate) fn is_unread(ending: &str) -> bool {
    UNREAD.contains(&ending.to_ascii_lowercase().as_str())
}

impl Kind {
    /// The kind a file's ending says; `None` for what is no article.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Some(match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdx" => Self::Markdown,
            "html" | "htm" => Self::Html,
            "txt" => Self::Text,
            "pdf" => Self::Pdf,
            "docx" => Self::Docx,
            _ => return None,
        })
    }
}
