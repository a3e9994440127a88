//! Whom a note names with `@`.

use crate::desk::Desk;
use leptos::prelude::*;
use protocol::AgentId;
use protocol::http::Agent;

/// Agents whom a note names, however they are written: of two names at one place the longer counts.
pub(crate) fn named(desk: Desk, note: &str) -> Vec<AgentId> {
    let note = note.to_lowercase();
    let mut agents = desk.agents.get_untracked();
    agents.retain(|agent| !agent.is_inactive);
    let mut named = Vec::new();
    for (at, _) in note.match_indices('@') {
        let before = note[..at].chars().next_back();
        if before.is_some_and(is_of_word) {
            continue;
        }
        let rest = &note[at + 1..];
        let is_it = |agent: &&Agent| {
            // "@Bo" is not in "@Bob".
            let after = rest.strip_prefix(&agent.name.to_lowercase());
            let next = after.map(|after| after.chars().next());
            next.is_some_and(|next| !next.is_some_and(is_of_word))
        };
        let all = || agents.iter().filter(is_it);
        let longest = all().map(|agent| agent.name.len()).max();
        let all = all().filter(|agent| Some(agent.name.len()) == longest);
        named.extend(all.map(|agent| agent.id.clone()));
    }
    named
}

/// Whether a character goes on with a word: by its ASCII, as tables of all scripts are heavy.
pub(crate) fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii()
}
