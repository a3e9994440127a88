//! What both apps are made of: components, and the glue to the browser.
//!
//! Knows `client` and the browser, and nothing of the rules. `theme.css` holds the design
//! tokens; each app's own styles stand beside its views.

mod attach;
pub mod dom;
mod icon;
mod json;
mod markdown;
#[cfg(any(test, feature = "sentences"))]
mod said;
mod socket;
mod speech;
mod time;

pub use attach::{Attach, Content, attach_button, attachments, takes_files, tray};
pub use icon::{Icon, icon};
pub use json::{from_js, from_text, to_js, to_text};
pub use markdown::{Follow, prose};
#[cfg(any(test, feature = "sentences"))]
pub use said::{counted, filled, from_server, notice, reason, refused, said};
pub use socket::Socket;
pub use speech::{language, speak, word, words};
pub use time::{
    at_nine, at_nine_on_monday, clock_time, date_time, now, read_date_time, relative, short,
    utc_day,
};

/// A random id for a message, as the client mints it.
#[must_use]
pub fn client_id() -> protocol::ClientMessageId {
    let mut bytes = [0_u8; 16];
    // Without randomness the clock has to do: the id only has to differ from the
    // sender's own others.
    if getrandom::fill(&mut bytes).is_err() {
        bytes[..8].copy_from_slice(&now().0.to_le_bytes());
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    #[expect(clippy::unwrap_used, reason = "32 hex digits are an id")]
    protocol::ClientMessageId::new(hex).unwrap()
}
