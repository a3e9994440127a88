//! One set of outline icons, 20 px, drawn here: a library would weigh more than it saves.

use crate::dom::{El, svg};

/// An icon: the `d` of its path. Constants rather than an enum, so that an app has the bytes of those
/// it shows, and of no others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon(&'static str);

impl Icon {
    /// A plus.
    pub const ADD: Self = Self("M10 4v12M4 10h12");
    /// An exclamation mark in a circle.
    pub const ALERT: Self = Self("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-10v3.8M10 13.3v.1");
    /// A sheet of paper.
    pub const ARTICLE: Self = Self("M5.5 3h6l3 3v11h-9Zm2.5 6h4M8 12.5h4");
    /// An arrow back.
    pub const BACK: Self = Self("M12 4.5 6.5 10l5.5 5.5");
    /// A bubble of speech.
    pub const CHAT: Self = Self("M3.5 4.5h13v9h-7l-4 3v-3h-2Z");
    /// A tick.
    pub const CHECK: Self = Self("m4.5 10.5 3.7 3.7 7.3-8");
    /// A paper clip.
    pub const CLIP: Self = Self(
        "m16 9.5-6 6a3.9 3.9 0 0 1-5.5-5.5l6.3-6.3a2.6 2.6 0 0 1 3.7 3.7l-6.2 6.2a1.3 1.3 0 0 1-1.9-1.9l5.6-5.6",
    );
    /// A clock.
    pub const CLOCK: Self = Self("M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-10.5V10l2.5 1.8");
    /// A cross.
    pub const CLOSE: Self = Self("m5 5 10 10M15 5 5 15");
    /// Two sheets.
    pub const COPY: Self = Self("M7.5 7.5h9v9h-9Zm-1-4h-3v9h1.5M6.5 3.5h6v1.5");
    /// An arrow down onto a line.
    pub const DOWNLOAD: Self = Self("M10 3.5v9m-3.5-3.5 3.5 3.5 3.5-3.5M4 16.5h12");
    /// An eye.
    pub const EYE: Self = Self(
        "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5Zm7.5 2.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
    );
    /// A funnel.
    pub const FILTER: Self = Self("M3.5 4.5h13l-5 6v5.5l-3-1.8v-3.7Z");
    /// A door with an arrow.
    pub const LEAVE: Self = Self("M8 3.5H4.5v13H8m4-10 3.5 3.5-3.5 3.5M15.5 10H8");
    /// A padlock.
    pub const LOCK: Self = Self("M5.5 9h9v7.5h-9Zm2 0V6.5a2.5 2.5 0 0 1 5 0V9");
    /// Three lines.
    pub const MENU: Self = Self("M4 6h12M4 10h12M4 14h8");
    /// A person.
    pub const PERSON: Self = Self(
        "M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10Zm-6 6.8c.6-3 3-4.6 6-4.6s5.4 1.6 6 4.6",
    );
    /// An arrow that turns back.
    pub const RETURN: Self = Self("M7.5 5 4 8.5 7.5 12M4 8.5h8a4 4 0 0 1 0 8h-2");
    /// A magnifying glass.
    pub const SEARCH: Self =
        Self("M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6Zm3.9-1.4 4 4");
    /// A paper plane.
    pub const SEND: Self = Self("M3.5 10 16.5 3.5 12 16.5 9.5 11Zm6 1 3-3.5");
    /// Sliders.
    pub const SETTINGS: Self = Self(
        "M3.5 6h7m4 0h2m-13 8h2m4 0h7M12.5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-5 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
    );
    /// A label with its hole.
    pub const TAG: Self = Self("M3.5 3.5h6.3l6.7 6.7-6.3 6.3-6.7-6.7ZM7 7v.1");
    /// An arrow up.
    pub const UP: Self = Self("m5 12 5-5 5 5");
    /// A pencil on paper.
    pub const WRITE: Self = Self("M16 10.5V16H4V4h5.5M8 12l.5-2.5 6.5-6.5 2 2-6.5 6.5Z");
}

/// An icon. Decoration: whatever it stands in has the name.
#[must_use]
pub fn icon(icon: Icon) -> El {
    svg("svg")
        .class("icon")
        .attr("viewBox", "0 0 20 20")
        .attr("aria-hidden", "true")
        .child(svg("path").attr("d", icon.0))
}
