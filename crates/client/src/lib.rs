//! What a browser remembers.
//!
//! Owns the hard part of both apps, so that it runs under `cargo test`: whether the line
//! is alive, what is not acknowledged yet, the order of what was said, and the inbox list.
//! Knows no socket, no clock and no screen: `ui` brings those.

pub mod files;
mod follow;
mod foresee;
mod list;
pub mod markdown;
mod outbox;
mod presence;
mod session;
mod timeline;
mod tray;
pub mod words;

pub use follow::Follow;
pub use foresee::foreseen;
pub use list::{Ends, List, Reach, is_unread};
pub use outbox::{Outbox, Outgoing, Sending, Tapped};
pub use presence::{Reading, Typing};
pub use session::{Line, Session, Step};
pub use timeline::{Applied, Timeline};
pub use tray::{Item, Tray, Upload};
pub use words::{Word, Words, polite};
