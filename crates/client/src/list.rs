//! The inbox's list: newest version of each row, in the order agents decide by.

use protocol::list::{Cursor, Filter, Order, rank_of_rest};
use protocol::{AgentId, ConversationId, Status, Summary, Tag, Timestamp, View};
use std::collections::{BTreeSet, HashMap};

/// Whether this agent has not read the learner's newest word, and people have the
/// conversation: what the assistant has is nobody's to read (E8).
#[must_use]
pub fn is_unread(summary: &Summary, me: &AgentId) -> bool {
    let with_people = matches!(summary.status, Status::Open | Status::Snoozed);
    with_people && summary.learner_spoke_last && !summary.read_by.contains(me)
}

/// How far the list is here, in the order it is shown in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// To its end.
    All,
    /// To this row.
    To(Cursor),
    /// Nowhere: the first page is not here yet.
    Nowhere,
}

impl Reach {
    /// Whether a row of this place is within it.
    #[must_use]
    pub fn holds(&self, place: &Cursor) -> bool {
        match self {
            Self::All => true,
            Self::To(end) => place <= end,
            Self::Nowhere => false,
        }
    }

    /// After which row the next page begins, if there is one: after none is the first.
    #[must_use]
    pub fn next(&self) -> Option<Option<&Cursor>> {
        match self {
            Self::All => None,
            Self::To(end) => Some(Some(end)),
            Self::Nowhere => Some(None),
        }
    }
}

/// What the first frame of a connection said of the list's ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// The last of those people have that is here, as they are listed by what is due, if there are more.
    pub people_to: Option<Cursor>,
    /// The last of those that changed last, as they are listed by what is newest, if there are more.
    pub changed_to: Option<Cursor>,
}

impl Ends {
    /// How far a filter's rows are here before any page of them was asked for.
    #[must_use]
    pub fn reach(&self, filter: &Filter) -> Reach {
        let to = |end: &Option<Cursor>| end.clone().map_or(Reach::All, Reach::To);
        let has_all_of_people = self.people_to.is_none();
        match (filter.view, filter.order) {
            // An agent's own are all told.
            (View::Mine | View::Mentions, _) => Reach::All,
            (view, _) if view.is_of_people() && has_all_of_people => Reach::All,
            (view, Order::Due) if view.is_of_people() => to(&self.people_to),
            (_, Order::Due) => {
                // It ends where either part ends: what people have, or what changed last.
                let changed_to = self.changed_to.clone().map(|end| Cursor {
                    rank: rank_of_rest(Timestamp(-end.rank)),
                    ..end
                });
                to(&self.people_to.clone().into_iter().chain(changed_to).min())
            }
            (_, Order::Newest) => to(&self.changed_to),
            (_, Order::Oldest) if self.changed_to.is_none() => Reach::All,
            (_, Order::Oldest) => Reach::Nowhere,
        }
    }
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

    /// Rows that a filter shows to an agent, as far as they are here. The open conversation stays among them while
    /// it is open, whatever becomes of it.
    #[must_use]
    pub fn rows(
        &self,
        filter: &Filter,
        reach: &Reach,
        (me, now): (&AgentId, Timestamp),
        open: Option<&ConversationId>,
    ) -> Vec<ConversationId> {
        let shown = self.0.values().filter_map(|summary| {
            let place = || Cursor::of(filter.order, summary);
            if Some(&summary.id) == open {
                return Some(place());
            }
            let place = filter.shows(summary, me, now).then(place)?;
            reach.holds(&place).then_some(place)
        });
        let mut rows: Vec<Cursor> = shown.collect();
        rows.sort_unstable();
        rows.into_iter().map(|place| place.id).collect()
    }

    /// Removes all rows but this one.
    pub fn clear(&mut self, open: Option<&ConversationId>) {
        self.0.retain(|id, _| Some(id) == open);
    }

    /// The rows, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Summary> {
        self.0.values()
    }

    /// Every tag in use on conversations that are not resolved, by name.
    #[must_use]
    pub fn tags(&self) -> Vec<Tag> {
        let rows = self.0.values();
        let open = rows.filter(|summary| summary.status != Status::Resolved);
        let tags: BTreeSet<&Tag> = open.flat_map(|summary| &summary.tags).collect();
        tags.into_iter().cloned().collect()
    }

    /// Rows that each view has, in the order of [`View::ALL`].
    #[must_use]
    pub fn counts(&self, me: &AgentId) -> [usize; View::ALL.len()] {
        let mut counts = [0; View::ALL.len()];
        for summary in self.0.values() {
            for (count, view) in counts.iter_mut().zip(View::ALL) {
                *count += usize::from(view.shows(summary, me));
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Owner, Reason};

    fn row(id: &str, version: u32, status: Status, at: i64, waiting: Option<i64>) -> Summary {
        Summary {
            id: ConversationId::new(id).unwrap(),
            version,
            status,
            owner: None,
            learner_name: None,
            page_title: None,
            course: None,
            preview: String::new(),
            learner_spoke_last: true,
            reason: None,
            urgent: false,
            tags: Vec::new(),
            read_by: Vec::new(),
            mentions: Vec::new(),
            waiting_since: waiting.map(Timestamp),
            rating: None,
            reply_by: None,
            resolve_by: None,
            snoozed_until: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(at),
        }
    }

    /// Ids of what a view shows, by what is due.
    fn ids(list: &List, view: View, reach: &Reach, open: Option<&ConversationId>) -> Vec<String> {
        let filter = Filter {
            view,
            ..Filter::default()
        };
        let me = AgentId::new("a").unwrap();
        let rows = list.rows(&filter, reach, (&me, Timestamp(0)), open);
        rows.iter().map(ToString::to_string).collect()
    }

    fn count(list: &List, view: View) -> usize {
        let me = AgentId::new("a").unwrap();
        let at = View::ALL.iter().position(|it| *it == view).unwrap();
        list.counts(&me)[at]
    }

    #[test]
    fn who_waits_for_a_person_stands_first() {
        let mut list = List::default();
        list.put(row("new", 1, Status::Pending, 90, None));
        list.put(row("waits", 1, Status::Open, 50, Some(50)));
        list.put(row("done", 1, Status::Resolved, 95, None));
        assert_eq!(ids(&list, View::All, &Reach::All, None), ["waits", "new"]);
        assert_eq!(ids(&list, View::Resolved, &Reach::All, None), ["done"]);
        assert_eq!(count(&list, View::NeedsAttention), 1);
        assert_eq!(count(&list, View::Unassigned), 1);
        // What is open stays where it was looked for.
        let open = ConversationId::new("done").ok();
        let rows = ids(&list, View::NeedsAttention, &Reach::All, open.as_ref());
        assert_eq!(rows, ["waits", "done"]);
    }

    #[test]
    fn what_is_urgent_comes_first_and_leads_are_for_sales() {
        let mut list = List::default();
        list.put(row("waits", 1, Status::Open, 1, Some(1)));
        list.put(Summary {
            urgent: true,
            ..row("urgent", 1, Status::Open, 2, Some(2))
        });
        list.put(Summary {
            reason: Some(Reason::Lead),
            ..row("lead", 1, Status::Open, 3, Some(3))
        });
        let rows = |view| ids(&list, view, &Reach::All, None);
        assert_eq!(rows(View::NeedsAttention), ["urgent", "waits"]);
        assert_eq!(rows(View::All), ["urgent", "waits", "lead"]);
        assert_eq!(rows(View::Unassigned), ["urgent", "waits"]);
        assert_eq!(rows(View::Leads), ["lead"]);
        assert_eq!(count(&list, View::NeedsAttention), 2);
    }

    #[test]
    fn what_is_beyond_the_pages_that_are_here_waits_for_its_page() {
        let mut list = List::default();
        for (id, at) in [("a", 40), ("b", 30), ("c", 20), ("d", 10)] {
            list.put(row(id, 1, Status::Resolved, at, None));
        }
        let filter = |view, order| Filter {
            view,
            order,
            ..Filter::default()
        };
        // Everything down to `b` is here; `c` and `d` for another reason: rows between may be missing.
        let to = |id: &str, rank| {
            Some(Cursor {
                rank,
                id: ConversationId::new(id).unwrap(),
            })
        };
        let ends = Ends {
            people_to: None,
            changed_to: to("b", -30),
        };
        let reach = ends.reach(&filter(View::Resolved, Order::Due));
        assert_eq!(ids(&list, View::Resolved, &reach, None), ["a", "b"]);
        assert_eq!(
            ends.reach(&filter(View::Resolved, Order::Newest)),
            Reach::To(to("b", -30).unwrap())
        );
        assert_eq!(
            ends.reach(&filter(View::Resolved, Order::Oldest)),
            Reach::Nowhere
        );
        assert_eq!(
            ends.reach(&filter(View::Unassigned, Order::Oldest)),
            Reach::All
        );
        // More wait than are here: nothing after the last of them is shown.
        let ends = Ends {
            people_to: to("b", 7),
            ..ends
        };
        for view in [View::Unassigned, View::All] {
            assert_eq!(
                ends.reach(&filter(view, Order::Due)),
                Reach::To(to("b", 7).unwrap())
            );
        }
        // The last of those people have waits for nobody: what the assistant has ends where its own does.
        let ends = Ends {
            people_to: to("z", rank_of_rest(Timestamp(1))),
            ..ends
        };
        let reach = ends.reach(&filter(View::All, Order::Due));
        assert_eq!(
            reach,
            Reach::To(to("b", rank_of_rest(Timestamp(30))).unwrap())
        );
        assert_eq!(ends.reach(&filter(View::Mine, Order::Due)), Reach::All);
        assert_eq!(Reach::Nowhere.next(), Some(None));
        assert_eq!(Reach::All.next(), None);
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
        assert_eq!(count(&list, View::Mine), 1);
    }
}
