//! How the chat looks on the team's pages. How it speaks is the profile's.

use super::{Settings, Wrong};
use serde::{Deserialize, Serialize};

/// Characters of a logo's address, at most: it stands in a header.
const MAX_ADDRESS: usize = 500;

/// How the chat looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppearanceSettings {
    /// The team's colour, `#rrggbb`; empty for the chat's own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub color: String,
    /// In which lower corner of the page the chat opens.
    #[serde(default)]
    pub side: Side,
    /// Address of a picture above the chat, `https://…`, square; empty for none. Learners' browsers load it from
    /// there, and follow no redirect to another host.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub logo: String,
}

/// A lower corner of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The right one.
    #[default]
    Right,
    /// The left one.
    Left,
}

impl AppearanceSettings {
    /// Whether nobody has chosen anything.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let AppearanceSettings { color, logo, .. } = &mut settings.appearance;
    *color = color.trim().to_ascii_lowercase();
    let is_color = color
        .strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|it| it.is_ascii_hexdigit()));
    if !color.is_empty() && !is_color {
        return Err(Wrong("a colour looks like #0b6b61".to_owned()));
    }
    *logo = logo.trim().to_owned();
    if !logo.is_empty() && !is_picture_address(logo) {
        return Err(Wrong(format!(
            "the logo's address begins with https://, and has at most {MAX_ADDRESS} characters: letters a to z, digits \
             and -._~:/?#&+=%"
        )));
    }
    Ok(())
}

/// Whether an address may stand in a style sheet and in a policy's list as it is.
fn is_picture_address(address: &str) -> bool {
    let host = address.strip_prefix("https://").unwrap_or_default();
    let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#&+=%".contains(&byte);
    is_host && address.len() <= MAX_ADDRESS && address.bytes().all(is_plain)
}
