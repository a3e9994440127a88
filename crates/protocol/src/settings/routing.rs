//! Who gets conversations that wait for a person.

use super::{Settings, Wrong, between};
use crate::{AgentId, Tag};
use serde::{Deserialize, Serialize};

/// Most tags with agents of their own.
const MAX_TAGS: usize = 50;
/// Most agents of one tag.
const MAX_AGENTS: usize = 100;
/// Most conversations an agent may be given at a time.
const MAX_OPEN: u32 = 100;

/// How conversations that wait for a person are given to agents who have the inbox open and are available.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RoutingSettings {
    /// Whose turn it is.
    #[serde(default)]
    pub by: Routing,
    /// Open conversations an agent has at most, of which routing gives no more.
    pub most_open: u32,
    /// Who knows about a tag: they come first for conversations that have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_tag: Vec<TagAgents>,
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Routing {
    /// Nobody's: agents take conversations themselves.
    #[default]
    Off,
    /// Who was given one longest ago.
    RoundRobin,
    /// Who has the fewest open conversations.
    LeastLoaded,
}

/// Agents who know about a tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TagAgents {
    /// The tag.
    pub tag: Tag,
    /// Who.
    pub agents: Vec<AgentId>,
}

impl Default for RoutingSettings {
    /// Off; five conversations at a time, what help desks begin with for chat.
    fn default() -> Self {
        Self {
            by: Routing::Off,
            most_open: 5,
            by_tag: Vec::new(),
        }
    }
}

impl RoutingSettings {
    /// Whether it is what a team begins with.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

pub(super) fn check(settings: &mut Settings) -> Result<(), Wrong> {
    let routing = &mut settings.routing;
    between(
        routing.most_open,
        "open conversations of an agent",
        1,
        MAX_OPEN,
    )?;
    if routing.by_tag.len() > MAX_TAGS {
        return Err(Wrong(format!("at most {MAX_TAGS} tags have agents")));
    }
    for (number, of) in routing.by_tag.iter().enumerate() {
        if of.agents.is_empty() || of.agents.len() > MAX_AGENTS {
            return Err(Wrong(format!(
                "the tag {} has 1 to {MAX_AGENTS} agents",
                of.tag
            )));
        }
        let before = &routing.by_tag[..number];
        if before.iter().any(|it| it.tag == of.tag) {
            return Err(Wrong(format!("the tag {} is there twice", of.tag)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_its_agents_once() {
        let of = |tag: &str, agents: &[&str]| TagAgents {
            tag: Tag::new(tag).unwrap(),
            agents: agents.iter().map(|id| AgentId::new(*id).unwrap()).collect(),
        };
        let checked = |by_tag: Vec<TagAgents>, most_open| {
            let mut settings = Settings::new("Riverside".to_owned());
            settings.routing = RoutingSettings {
                by: Routing::RoundRobin,
                most_open,
                by_tag,
            };
            check(&mut settings).map_err(|wrong| wrong.0)
        };
        assert_eq!(checked(vec![of("billing", &["ana"])], 1), Ok(()));
        let wrong = checked(vec![of("billing", &[])], 1).unwrap_err();
        assert_eq!(wrong, "the tag billing has 1 to 100 agents");
        let twice = vec![of("billing", &["ana"]), of("billing", &["ben"])];
        assert_eq!(
            checked(twice, 1).unwrap_err(),
            "the tag billing is there twice"
        );
        let wrong = checked(Vec::new(), 0).unwrap_err();
        assert_eq!(wrong, "open conversations of an agent: 1 to 100");
    }
}
