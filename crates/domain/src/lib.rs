//! The rules.
//!
//! Owns every decision about a conversation and about what answers a question.
//! Knows no clock, no randomness, no storage and no network: time and results
//! arrive inside [`Input`]s, and what is to be done leaves as [`Effect`]s.

pub mod action;
pub mod answer;
pub mod article;
mod conversation;
mod day;
mod effect;
pub mod escalation;
mod failure;
pub mod grounding;
pub mod inbox_search;
pub mod insight;
pub mod intent;
pub mod language;
mod packet;
mod phrases;
pub mod quoted_mail;
mod refusal;
pub mod rehearsal;
pub mod retrieval;
pub mod review;
pub mod routing;
pub mod schedule;
pub mod speech;
pub mod tag;
mod team;
mod turn;
mod words;

pub use conversation::{Conversation, Snapshot, profile_text};
pub use effect::{Delivery, Effect, Logged, News, Rung, Telling};
pub use failure::ModelFailure;
pub use refusal::Refusal;
pub use team::{Band, Patience, Push, Team};
pub use turn::{
    AgentRef, Decision, Found, Input, Line, Purpose, Quoted, SearchFailed, TurnRequest,
};
