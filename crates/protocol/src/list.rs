//! The inbox's list: its rows, which conversations a view shows, in which order, and where a page of it ends.

use crate::{AgentId, ConversationId, Owner, Rating, Reason, Status, Tag, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One row of the shared list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Summary {
    /// Which conversation.
    pub id: ConversationId,
    /// Grows with every change; an older summary than the stored one is ignored.
    pub version: u32,
    /// Who it waits for.
    pub status: Status,
    /// Who owns it.
    pub owner: Option<Owner>,
    /// The learner's name, if known.
    pub learner_name: Option<String>,
    /// Title of the page the learner writes from.
    pub page_title: Option<String>,
    /// The course that the learner is in, as the LMS signed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
    /// Beginning of the newest message.
    pub preview: String,
    /// Whether the newest message is the learner's.
    pub learner_spoke_last: bool,
    /// Why people are needed, while they are.
    pub reason: Option<Reason>,
    /// Whether it comes before all others, while people are needed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    /// Its tags, in the order they were put on.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// Agents who have read the learner's newest message (E8).
    #[serde(default)]
    pub read_by: Vec<AgentId>,
    /// Agents whom a note names that they have not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<AgentId>,
    /// Since when the learner waits for a person, while they do.
    pub waiting_since: Option<Timestamp>,
    /// What the learner said of it, since people were done with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// By when a person replies, while the learner waits: in the past, it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_by: Option<Timestamp>,
    /// By when people are done with it, by the team's own target, while they have it: in the past, it is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolve_by: Option<Timestamp>,
    /// Until when it is put off, while it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Timestamp>,
    /// When it began.
    pub created_at: Timestamp,
    /// When something was last said or changed.
    pub updated_at: Timestamp,
}

/// Which conversations to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Those that wait for a person.
    #[default]
    NeedsAttention,
    /// Those I own.
    Mine,
    /// Those with a note that names me and that I have not read.
    Mentions,
    /// Those with people that nobody owns.
    Unassigned,
    /// Leads, for sales: kept out of what support has to do (H1).
    Leads,
    /// Those the assistant has.
    WithAssistant,
    /// Those that are put off.
    Snoozed,
    /// All that are neither resolved nor put off.
    All,
    /// Those that are done.
    Resolved,
}

impl View {
    /// Every view, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::NeedsAttention,
        Self::Mine,
        Self::Mentions,
        Self::Unassigned,
        Self::Leads,
        Self::WithAssistant,
        Self::Snoozed,
        Self::All,
        Self::Resolved,
    ];

    /// Its name in addresses and queries.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NeedsAttention => "needs_attention",
            Self::Mine => "mine",
            Self::Mentions => "mentions",
            Self::Unassigned => "unassigned",
            Self::Leads => "leads",
            Self::WithAssistant => "with_assistant",
            Self::Snoozed => "snoozed",
            Self::All => "all",
            Self::Resolved => "resolved",
        }
    }

    /// The view of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.name() == name)
    }

    /// Whether all it shows are with people, or were put off by them: every inbox is told of these first.
    #[must_use]
    pub fn is_of_people(self) -> bool {
        match self {
            Self::NeedsAttention
            | Self::Mine
            | Self::Unassigned
            | Self::Leads
            | Self::Snoozed
            | Self::Mentions => true,
            Self::WithAssistant | Self::All | Self::Resolved => false,
        }
    }

    /// Whether the view shows this conversation to this agent.
    #[must_use]
    pub fn shows(self, summary: &Summary, me: &AgentId) -> bool {
        let with_people = summary.status == Status::Open;
        let is_lead = summary.reason == Some(Reason::Lead);
        match self {
            Self::All => with_people || summary.status == Status::Pending,
            Self::Snoozed => summary.status == Status::Snoozed,
            Self::NeedsAttention => summary.waits() && !is_lead,
            Self::Mine => {
                with_people && summary.owner.as_ref().is_some_and(|owner| owner.id == *me)
            }
            Self::Mentions => summary.mentions.contains(me),
            Self::Unassigned => with_people && summary.owner.is_none() && !is_lead,
            Self::Leads => with_people && is_lead,
            Self::WithAssistant => summary.status == Status::Pending,
            Self::Resolved => summary.status == Status::Resolved,
        }
    }
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Who waits for a person first: what is urgent, then by when their reply is due, then, of those promised
    /// nothing, since when they wait. After them what changed last.
    #[default]
    Due,
    /// What changed last first.
    Newest,
    /// What has not changed for longest first.
    Oldest,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [Self::Due, Self::Newest, Self::Oldest];

    /// Its name in queries.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The order of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.name() == name)
    }

    /// What rows are sorted by, ascending; of equal ones by id.
    #[must_use]
    pub fn rank(self, summary: &Summary) -> i64 {
        match self {
            Self::Due => summary.rank(),
            Self::Newest => -summary.updated_at.0,
            Self::Oldest => summary.updated_at.0,
        }
    }
}

/// What is listed: all of it has to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Of which view.
    pub view: View,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// With this tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<Tag>,
    /// Owned by this agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<AgentId>,
    /// For which people are needed for this reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// In which the promised reply is late.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_late: bool,
    /// Of learners in this course.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<String>,
}

impl Filter {
    /// Whether it asks for more than a view.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        let of_view = Self {
            view: self.view,
            order: self.order,
            ..Self::default()
        };
        *self != of_view
    }

    /// Whether this agent is shown this conversation.
    #[must_use]
    pub fn shows(&self, summary: &Summary, me: &AgentId, now: Timestamp) -> bool {
        let is_late = || summary.waits() && summary.reply_by.is_some_and(|by| by < now);
        let owner = summary.owner.as_ref().map(|owner| &owner.id);
        self.view.shows(summary, me)
            && self
                .tag
                .as_ref()
                .is_none_or(|tag| summary.tags.contains(tag))
            && self
                .owner
                .as_ref()
                .is_none_or(|wanted| owner == Some(wanted))
            && self
                .reason
                .is_none_or(|reason| summary.reason == Some(reason))
            && (!self.is_late || is_late())
            && self
                .course
                .as_ref()
                .is_none_or(|course| summary.course.as_ref() == Some(course))
    }
}

/// A filter that an agent keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SavedFilter {
    /// 1 to 40 characters, no two of an agent's alike.
    pub name: String,
    /// What it lists.
    pub filter: Filter,
}

/// Filters that an agent may keep.
pub const MAX_SAVED_FILTERS: usize = 30;
/// Longest name of one, in characters.
pub const MAX_FILTER_NAME: usize = 40;

/// Times of a rank are below this, and its classes are multiples of it: milliseconds until the year 2527.
const CLASS: i64 = 1 << 44;

/// Ranks from this on are of conversations in which nobody waits for a person.
pub const NOBODY_WAITS: i64 = 4 * CLASS;

impl Summary {
    /// Whether the learner waits for a person.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.status == Status::Open && self.waiting_since.is_some()
    }

    /// Its place in [`Order::Due`], ascending: below 2^53, as browsers count.
    #[must_use]
    pub fn rank(&self) -> i64 {
        let within = |at: i64| at.clamp(0, CLASS - 1);
        let Some(since) = self.waiting_since.filter(|_| self.waits()) else {
            return rank_of_rest(self.updated_at);
        };
        let (class, at) = match self.reply_by {
            // Promises are whole minutes: of one minute's, who waits longer comes first.
            Some(by) => (0, by.plus(since.0.rem_euclid(60_000))),
            None => (1, since),
        };
        let class = if self.urgent { class } else { class + 2 };
        class * CLASS + within(at.0)
    }
}

/// When what has this rank last changed, if nobody waits in it.
#[must_use]
pub fn changed_at(rank: i64) -> Option<Timestamp> {
    (rank >= NOBODY_WAITS).then(|| Timestamp(CLASS - 1 - (rank - NOBODY_WAITS)))
}

/// The rank of what changed at this time and in which nobody waits.
#[must_use]
pub fn rank_of_rest(changed: Timestamp) -> i64 {
    NOBODY_WAITS + (CLASS - 1 - changed.0).clamp(0, CLASS - 1)
}

/// Where a page ended: its last row. Written as `rank:conversation`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cursor {
    /// What its row is sorted by.
    pub rank: i64,
    /// Which row.
    pub id: ConversationId,
}

impl Cursor {
    /// The place of a row.
    #[must_use]
    pub fn of(order: Order, summary: &Summary) -> Self {
        Self {
            rank: order.rank(summary),
            id: summary.id.clone(),
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.rank, self.id)
    }
}

/// It is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidCursor;

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let (rank, id) = text.split_once(':').ok_or(InvalidCursor)?;
        Ok(Self {
            rank: rank.parse().map_err(|_| InvalidCursor)?,
            id: ConversationId::new(id).map_err(|_| InvalidCursor)?,
        })
    }
}

/// How many conversations there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// With the assistant.
    pub pending: u32,
    /// With people.
    pub open: u32,
    /// Put off.
    pub snoozed: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn row(status: Status) -> Summary {
        Summary {
            id: ConversationId::new("l-1.1").unwrap(),
            version: 1,
            status,
            owner: None,
            learner_name: None,
            page_title: None,
            preview: String::new(),
            learner_spoke_last: true,
            reason: None,
            urgent: false,
            tags: Vec::new(),
            read_by: Vec::new(),
            mentions: Vec::new(),
            course: None,
            waiting_since: None,
            rating: None,
            reply_by: None,
            resolve_by: None,
            snoozed_until: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn who_waits_ranks_first_and_what_is_urgent_before_them() {
        const NOW: i64 = 1_795_000_000_000;
        let at = |millis| Some(Timestamp(NOW + millis));
        let waits = |urgent, reply_by, since| Summary {
            urgent,
            reply_by,
            waiting_since: since,
            ..row(Status::Open)
        };
        let rests = |status, updated| Summary {
            updated_at: Timestamp(NOW + updated),
            waiting_since: at(0),
            ..row(status)
        };
        let ranks = [
            waits(true, at(900), at(500)),
            waits(true, None, at(0)),
            // Of one minute's promises, who waits longer comes first.
            waits(false, at(60_000), at(0)),
            waits(false, at(60_000), at(1)),
            waits(false, at(120_000), at(60_000)),
            waits(false, None, at(0)),
            waits(false, None, at(1)),
            // Nobody waits in what is put off or resolved: the last changed first.
            rests(Status::Snoozed, 7),
            rests(Status::Resolved, 6),
            rests(Status::Pending, 5),
        ]
        .map(|row| row.rank());
        assert!(ranks.is_sorted(), "{ranks:?}");
        assert!(ranks[6] < NOBODY_WAITS && NOBODY_WAITS <= ranks[7]);
        assert!(ranks.iter().all(|rank| (0..1 << 53).contains(rank)));
        // Clocks out of any century still rank.
        assert!(waits(true, Some(Timestamp(i64::MAX)), at(0)).rank() < ranks[1]);
        assert!(rests(Status::Pending, -NOW - 5).rank() >= NOBODY_WAITS);
    }

    #[test]
    fn a_filter_shows_what_is_all_of_it() {
        let me = AgentId::new("a-1").unwrap();
        let now = Timestamp(1_000);
        let summary = Summary {
            tags: vec![Tag::new("billing").unwrap()],
            reason: Some(Reason::AskedForPerson),
            course: Some("HIST-101".to_owned()),
            waiting_since: Some(Timestamp(1)),
            reply_by: Some(Timestamp(999)),
            ..row(Status::Open)
        };
        let all = Filter {
            tag: Tag::new("billing").ok(),
            reason: Some(Reason::AskedForPerson),
            is_late: true,
            course: Some("HIST-101".to_owned()),
            ..Filter::default()
        };
        assert!(all.is_narrow() && !Filter::default().is_narrow());
        assert!(all.shows(&summary, &me, now));
        assert!(!all.shows(&summary, &me, Timestamp(999)), "not late yet");
        for other in [
            Filter {
                tag: Tag::new("exam").ok(),
                ..all.clone()
            },
            Filter {
                owner: Some(me.clone()),
                ..all.clone()
            },
            Filter {
                reason: Some(Reason::Lead),
                ..all.clone()
            },
            Filter {
                course: Some("HIST".to_owned()),
                ..all.clone()
            },
            Filter {
                view: View::Resolved,
                ..all.clone()
            },
        ] {
            assert!(!other.shows(&summary, &me, now), "{other:?}");
        }
    }

    #[test]
    fn names_and_cursors_are_read_as_they_are_written() {
        for view in View::ALL {
            assert_eq!(View::of(view.name()), Some(view));
            let name = serde_json::to_string(view.name()).unwrap();
            assert_eq!(serde_json::to_string(&view).unwrap(), name);
        }
        for order in Order::ALL {
            assert_eq!(Order::of(order.name()), Some(order));
            let name = serde_json::to_string(order.name()).unwrap();
            assert_eq!(serde_json::to_string(&order).unwrap(), name);
            let cursor = Cursor::of(order, &row(Status::Open));
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for wrong in ["", "1", "x:l-1.1", "1:", "1:\u{0}"] {
            assert_eq!(wrong.parse::<Cursor>(), Err(InvalidCursor), "{wrong}");
        }
    }
}
