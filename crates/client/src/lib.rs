//! What a browser remembers.
//!
//! Owns the hard part of both apps, so that it runs under `cargo test`: whether the line
//! is alive, what is not acknowledged yet, the order of what was said, and the inbox list.
//! Knows no socket, no clock and no screen: `ui` brings those.

mod list;
pub mod markdown;
mod outbox;
mod session;
mod timeline;

pub use list::{List, View};
pub use outbox::{Outbox, Outgoing, Sending};
pub use session::{Line, Session, Step};
pub use timeline::{Applied, Timeline};
