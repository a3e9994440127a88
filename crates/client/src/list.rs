//! The inbox's list: newest version of each row, in the order agents decide by.

use protocol::{AgentId, ConversationId, Reason, Status, Summary, Tag};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Which conversations to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

    /// Whether the view shows this conversation to this agent.
    #[must_use]
    pub fn shows(self, summary: &Summary, me: &AgentId) -> bool {
        let with_people = summary.status == Status::Open;
        match self {
            Self::All => with_people || summary.status == Status::Pending,
            Self::Snoozed => summary.status == Status::Snoozed,
            Self::NeedsAttention => needs_attention(summary) && !is_lead(summary),
            Self::Mine => {
                with_people && summary.owner.as_ref().is_some_and(|owner| owner.id == *me)
            }
            Self::Mentions => summary.mentions.contains(me),
            Self::Unassigned => with_people && summary.owner.is_none() && !is_lead(summary),
            Self::Leads => with_people && is_lead(summary),
            Self::WithAssistant => summary.status == Status::Pending,
            Self::Resolved => summary.status == Status::Resolved,
        }
    }
}

/// Whether this agent has not read the learner's newest word, and people have the
/// conversation: what the assistant has is nobody's to read (E8).
#[must_use]
pub fn is_unread(summary: &Summary, me: &AgentId) -> bool {
    let with_people = matches!(summary.status, Status::Open | Status::Snoozed);
    with_people && summary.learner_spoke_last && !summary.read_by.contains(me)
}

/// Whether a learner waits for a person here.
fn is_lead(summary: &Summary) -> bool {
    summary.reason == Some(Reason::Lead)
}

fn needs_attention(summary: &Summary) -> bool {
    summary.status == Status::Open && summary.waiting_since.is_some()
}

/// The rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List(HashMap<ConversationId, Summary>);

impl List {
    /// Takes a row out: what it was of is erased.
    pub fn remove(&mut self, id: &ConversationId) {
        self.0.remove(id);
    }

    /// Takes a row; `false` if a newer version of it is here (architecture, invariant 14).
    pub fn put(&mut self, summary: Summary) -> bool {
        match self.0.get(&summary.id) {
            Some(known) if known.version >= summary.version => false,
            _ => {
                self.0.insert(summary.id.clone(), summary);
                true
            }
        }
    }

    /// A row.
    #[must_use]
    pub fn get(&self, id: &ConversationId) -> Option<&Summary> {
        self.0.get(id)
    }

    /// Rows of a view: who waits for a person first, by when their reply is due; then whatever changed last. The
    /// open conversation stays among them while it is open, whatever becomes of it.
    #[must_use]
    pub fn rows(&self, view: View, me: &AgentId, open: Option<&ConversationId>) -> Vec<Summary> {
        let mut rows: Vec<Summary> = self
            .0
            .values()
            .filter(|summary| view.shows(summary, me) || Some(&summary.id) == open)
            .cloned()
            .collect();
        // First who waits: what is urgent, then whose reply is due first; of those whose reply is promised for
        // no time, who has waited longest (B5, B6). Then whatever changed last.
        rows.sort_by_key(|row| {
            let waits = needs_attention(row);
            let due = waits.then(|| (row.reply_by.is_none(), row.reply_by.or(row.waiting_since)));
            (
                Reverse(waits),
                Reverse(waits && row.urgent),
                due,
                Reverse(row.updated_at),
                row.id.clone(),
            )
        });
        rows
    }

    /// Every tag in use on conversations that are not resolved, by name.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let rows = self.0.values();
        let open = rows.filter(|summary| summary.status != Status::Resolved);
        let tags: BTreeSet<&Tag> = open.flat_map(|summary| &summary.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// Rows a view has.
    #[must_use]
    pub fn count(&self, view: View, me: &AgentId) -> usize {
        self.0
            .values()
            .filter(|summary| view.shows(summary, me))
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Owner, Timestamp};

    fn row(id: &str, version: u32, status: Status, at: i64, waiting: Option<i64>) -> Summary {
        Summary {
            id: ConversationId::new(id).unwrap(),
            version,
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
            waiting_since: waiting.map(Timestamp),
            reply_by: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(at),
        }
    }

    #[test]
    fn who_waits_for_a_person_stands_first() {
        let me = AgentId::new("a").unwrap();
        let mut list = List::default();
        list.put(row("new", 1, Status::Pending, 90, None));
        list.put(row("waits", 1, Status::Open, 50, Some(50)));
        list.put(row("done", 1, Status::Resolved, 95, None));
        let ids = |rows: Vec<Summary>| -> Vec<String> {
            rows.into_iter()
                .map(|row| row.id.as_str().to_owned())
                .collect()
        };
        assert_eq!(ids(list.rows(View::All, &me, None)), ["waits", "new"]);
        assert_eq!(ids(list.rows(View::Resolved, &me, None)), ["done"]);
        assert_eq!(list.count(View::NeedsAttention, &me), 1);
        assert_eq!(list.count(View::Unassigned, &me), 1);
        // What is open stays where it was looked for.
        let open = ConversationId::new("done").ok();
        let rows = list.rows(View::NeedsAttention, &me, open.as_ref());
        assert_eq!(ids(rows), ["waits", "done"]);
    }

    #[test]
    fn what_is_urgent_comes_first_and_leads_are_for_sales() {
        let me = AgentId::new("a").unwrap();
        let mut list = List::default();
        let ids = |rows: Vec<Summary>| -> Vec<String> {
            rows.iter().map(|row| row.id.to_string()).collect()
        };
        list.put(row("waits", 1, Status::Open, 1, Some(1)));
        list.put(Summary {
            urgent: true,
            ..row("urgent", 1, Status::Open, 2, Some(2))
        });
        list.put(Summary {
            reason: Some(Reason::Lead),
            ..row("lead", 1, Status::Open, 3, Some(3))
        });
        let rows = |view| ids(list.rows(view, &me, None));
        assert_eq!(rows(View::NeedsAttention), ["urgent", "waits"]);
        assert_eq!(rows(View::All), ["urgent", "waits", "lead"]);
        assert_eq!(rows(View::Unassigned), ["urgent", "waits"]);
        assert_eq!(rows(View::Leads), ["lead"]);
        assert_eq!(list.count(View::NeedsAttention, &me), 2);
    }

    #[test]
    fn tags_in_use_and_what_is_unread() {
        let me = AgentId::new("a").unwrap();
        let mut list = List::default();
        let tags = |texts: &[&str]| texts.iter().map(|it| Tag::new(it).unwrap()).collect();
        let mut one = row("one", 1, Status::Open, 1, Some(1));
        one.tags = tags(&["urgent", "billing"]);
        let mut two = row("two", 1, Status::Pending, 1, None);
        two.tags = tags(&["billing"]);
        let mut done = row("done", 1, Status::Resolved, 1, None);
        done.tags = tags(&["old"]);
        assert!(is_unread(&one, &me) && !is_unread(&two, &me) && !is_unread(&done, &me));
        one.read_by.push(me.clone());
        assert!(!is_unread(&one, &me));
        for summary in [one, two, done] {
            list.put(summary);
        }
        assert_eq!(list.tags(), tags(&["billing", "urgent"]));
    }

    #[test]
    fn an_older_version_is_ignored() {
        let me = AgentId::new("a").unwrap();
        let mut list = List::default();
        let mut claimed = row("c", 3, Status::Open, 10, None);
        claimed.owner = Some(Owner {
            id: me.clone(),
            name: "Ana".into(),
            since: Timestamp(9),
        });
        assert!(list.put(claimed));
        assert!(!list.put(row("c", 2, Status::Pending, 11, None)));
        assert_eq!(list.count(View::Mine, &me), 1);
    }
}
