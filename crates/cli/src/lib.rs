//! What the command line does, as a library: `xtask` sets the demo up with it.

mod articles;
mod client;

pub use articles::{Folder, Plan, folder, sync};
pub use client::{Client, Session};
