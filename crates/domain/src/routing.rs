//! Whom a conversation that waits for a person is given to.

use protocol::settings::{Routing, RoutingSettings};
use protocol::{AgentId, Tag, Timestamp};

/// An agent who is here and available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Available {
    /// Who.
    pub id: AgentId,
    /// Open conversations they have.
    pub open: u32,
    /// When one was given to them last.
    pub given_at: Option<Timestamp>,
}

/// Whose turn a conversation with these tags is; `None`, while nobody can take it. Whoever let go of it is not
/// given it again.
///
/// Agents of one of its tags come first; where none of them can take it, all others may: nobody waits for a
/// colleague who is not there. A lead is sales' own: only agents of one of its tags are given it.
#[must_use]
pub fn turn<'a>(
    settings: &RoutingSettings,
    tags: &[Tag],
    is_lead: bool,
    let_go: &[AgentId],
    agents: &'a [Available],
) -> Option<&'a AgentId> {
    let knows = |id: &AgentId| {
        let mut of = settings.by_tag.iter();
        of.any(|of| tags.contains(&of.tag) && of.agents.contains(id))
    };
    let may = |it: &&Available| {
        let has_room = it.open < settings.most_open && !let_go.contains(&it.id);
        has_room && (!is_lead || knows(&it.id))
    };
    let next = agents.iter().filter(may).min_by_key(|it| {
        let load = match settings.by {
            Routing::LeastLoaded => it.open,
            Routing::Off | Routing::RoundRobin => 0,
        };
        (!knows(&it.id), load, it.given_at, &it.id)
    });
    next.filter(|_| settings.by != Routing::Off)
        .map(|it| &it.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use protocol::settings::TagAgents;

    fn id(name: &str) -> AgentId {
        AgentId::new(name).unwrap()
    }

    fn agent(name: &str, open: u32, given_at: Option<i64>) -> Available {
        Available {
            id: id(name),
            open,
            given_at: given_at.map(Timestamp),
        }
    }

    fn settings(by: Routing) -> RoutingSettings {
        RoutingSettings {
            by,
            most_open: 3,
            by_tag: vec![TagAgents {
                tag: Tag::new("billing").unwrap(),
                agents: vec![id("cleo")],
            }],
        }
    }

    #[test]
    fn whose_turn_it_is() {
        let agents = [
            agent("ana", 0, Some(30)),
            agent("ben", 2, Some(10)),
            agent("cleo", 1, Some(20)),
        ];
        let billing = [Tag::new("billing").unwrap()];
        let whose = |by, tags: &[Tag], let_go: &[AgentId]| {
            let settings = settings(by);
            turn(&settings, tags, false, let_go, &agents).map(ToString::to_string)
        };
        let name = |name: &str| Some(name.to_owned());
        assert_eq!(whose(Routing::Off, &[], &[]), None);
        assert_eq!(whose(Routing::RoundRobin, &[], &[]), name("ben"));
        assert_eq!(whose(Routing::LeastLoaded, &[], &[]), name("ana"));
        assert_eq!(whose(Routing::RoundRobin, &billing, &[]), name("cleo"));
        // Who knows about it let go of it.
        assert_eq!(
            whose(Routing::LeastLoaded, &billing, &[id("cleo")]),
            name("ana")
        );
        let all: Vec<AgentId> = agents.iter().map(|it| it.id.clone()).collect();
        assert_eq!(whose(Routing::LeastLoaded, &[], &all), None);
    }

    #[test]
    fn a_lead_is_for_those_who_know_about_its_tag() {
        let agents = [agent("ana", 0, None), agent("cleo", 2, None)];
        let billing = [Tag::new("billing").unwrap()];
        let settings = settings(Routing::LeastLoaded);
        assert_eq!(turn(&settings, &[], true, &[], &agents), None);
        let whose = turn(&settings, &billing, true, &[], &agents);
        assert_eq!(whose, Some(&id("cleo")));
    }

    #[test]
    fn who_was_never_given_one_comes_first() {
        let agents = [agent("ana", 0, Some(1)), agent("ben", 0, None)];
        let settings = settings(Routing::RoundRobin);
        assert_eq!(turn(&settings, &[], false, &[], &agents), Some(&id("ben")));
    }

    proptest! {
        /// Given one after another, nobody has more than the most, and with room for all of them by turns
        /// nobody has two more than another.
        #[test]
        fn nobody_has_too_many(waiting in 0usize..40, people in 1usize..8, least in any::<bool>()) {
            let by = if least { Routing::LeastLoaded } else { Routing::RoundRobin };
            let settings = settings(by);
            let mut agents: Vec<Available> =
                (0..people).map(|at| agent(&format!("a{at}"), 0, None)).collect();
            for now in 0..waiting {
                let Some(next) = turn(&settings, &[], false, &[], &agents).cloned() else {
                    prop_assert!(agents.iter().all(|it| it.open == settings.most_open));
                    break;
                };
                let given = agents.iter_mut().find(|it| it.id == next).unwrap();
                given.open += 1;
                given.given_at = Some(Timestamp(i64::try_from(now).unwrap()));
                let most = agents.iter().map(|it| it.open).max().unwrap();
                let fewest = agents.iter().map(|it| it.open).min().unwrap();
                prop_assert!(most <= settings.most_open && most - fewest <= 1);
            }
        }
    }
}
