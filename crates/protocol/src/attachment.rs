//! Files beside what was said.

use crate::AttachmentId;
use serde::{Deserialize, Serialize};

/// What an attachment is, as its content says. Nothing else is stored: no HTML, no SVG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Media {
    /// PNG image.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG image.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// WebP image.
    #[serde(rename = "image/webp")]
    Webp,
    /// GIF image.
    #[serde(rename = "image/gif")]
    Gif,
    /// PDF document.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// Plain text, UTF-8.
    #[serde(rename = "text/plain")]
    Text,
}

impl Media {
    /// What a browser's file picker is told to offer.
    pub const ACCEPTED: &str =
        "image/png,image/jpeg,image/webp,image/gif,application/pdf,text/plain,.log,.csv";

    /// Its media type, as in the header `content-type`.
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Pdf => "application/pdf",
            Self::Text => "text/plain; charset=utf-8",
        }
    }

    /// Whether it may be shown in place; anything else is only downloaded.
    #[must_use]
    pub fn is_image(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp | Self::Gif)
    }
}

/// A file beside a message or a note. Its content is fetched by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Attachment {
    /// Its id: minted by the server.
    pub id: AttachmentId,
    /// What its sender called it, made harmless.
    pub name: String,
    /// What it is, decided by its content.
    pub media: Media,
    /// Its size in bytes.
    pub bytes: u32,
}
