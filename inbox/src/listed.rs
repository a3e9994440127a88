//! What the list shows: the filter, how far its pages are here, how many of its rows are drawn, and what waits above
//! them.

use crate::api;
use crate::desk::Desk;
use client::{Ends, Reach};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::list::{Counts, Cursor, Filter, Order, SavedFilter};
use protocol::{ConversationId, Summary, View};
use std::collections::HashSet;
use std::time::Duration;

/// Rows that are drawn at first, and further ones each time the end of them comes near.
const STEP: usize = 40;
/// Conversations of one page.
const PAGE: u32 = 100;
/// What changed within this time is shown in one go: a busy team's changes are many a second.
const PAUSE: Duration = Duration::from_millis(100);

/// How the next page stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Page {
    #[default]
    Idle,
    Loading,
    /// It could not be loaded: why.
    Failed(String),
}

/// What the list shows; its parts are handles.
#[derive(Clone, Copy)]
pub(crate) struct Listed {
    pub(crate) filter: RwSignal<Filter>,
    /// The filters that this agent keeps.
    pub(crate) saved: RwSignal<Vec<SavedFilter>>,
    /// Whether the filter is being changed.
    pub(crate) is_filtering: RwSignal<bool>,
    pub(crate) page: RwSignal<Page>,
    /// How far the filter's rows are here.
    pub(crate) reach: RwSignal<Reach>,
    /// What came while the agent reads further down: it waits above.
    pub(crate) held: RwSignal<HashSet<ConversationId>>,
    /// How many conversations there are in all.
    pub(crate) counts: RwSignal<Counts>,
    ends: RwSignal<Ends>,
    /// How many rows are drawn.
    drawn: RwSignal<usize>,
    is_scrolled: StoredValue<bool>,
    /// Counts what was asked for: a page of another filter is not taken.
    asked: StoredValue<u32>,
    /// Rows that changed and are not shown yet.
    changed: StoredValue<Vec<Summary>>,
    /// Whether changes wait, or were shown just now.
    is_pausing: StoredValue<bool>,
}

impl Listed {
    pub(crate) fn new() -> Self {
        Self {
            filter: RwSignal::default(),
            saved: RwSignal::default(),
            is_filtering: RwSignal::new(false),
            page: RwSignal::default(),
            reach: RwSignal::new(Reach::All),
            held: RwSignal::default(),
            counts: RwSignal::default(),
            ends: RwSignal::default(),
            drawn: RwSignal::new(STEP),
            is_scrolled: StoredValue::new(false),
            asked: StoredValue::new(0),
            changed: StoredValue::default(),
            is_pausing: StoredValue::new(false),
        }
    }

    /// Begins at the top, with what is here.
    fn begin(self) {
        self.asked
            .update_value(|asked| *asked = asked.wrapping_add(1));
        self.drawn.set(STEP);
        self.held.update(HashSet::clear);
        self.is_scrolled.set_value(false);
        self.page.set(Page::Idle);
        let reach = self
            .filter
            .with_untracked(|filter| self.ends.with_untracked(|ends| ends.reach(filter)));
        self.reach.set(reach);
    }

    /// Rows that are drawn: as many as were seen, and the open conversation's.
    pub(crate) fn drawn(self, rows: &[ConversationId], open: Option<&ConversationId>) -> usize {
        let open = open.and_then(|id| rows.iter().position(|row| row == id));
        let most = open.map_or(0, |at| at + 1).max(self.drawn.get());
        most.min(rows.len())
    }
}

impl Desk {
    /// Lists something else.
    pub(crate) fn list_by(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = self.listed.filter.get_untracked();
        let before = filter.clone();
        change(&mut filter);
        if filter == before {
            return;
        }
        self.listed.filter.set(filter);
        self.listed.begin();
        // Nothing out of sight is changed.
        self.select_none();
        self.fill();
    }

    /// Lists a view.
    pub(crate) fn list_view(self, view: View) {
        self.list_by(|filter| {
            *filter = Filter {
                view,
                order: filter.order,
                ..Filter::default()
            };
        });
    }

    /// Takes the first frame of a connection.
    pub(crate) fn list_begins(self, summaries: Vec<Summary>, counts: Counts, ends: Ends) {
        let listed = self.listed;
        listed.counts.set(counts);
        let newest = self.list.with_untracked(client::List::newest);
        // Whatever changed while there was no connection is in this frame, or the rows that are here may be old.
        let is_gap = newest.is_none_or(|newest| {
            let end = ends.changed_to.as_ref();
            end.is_some_and(|end| newest.0 < -end.rank)
        });
        let open = self.thread.get_untracked().map(crate::thread::Thread::id);
        self.list.update(|list| {
            if is_gap {
                list.clear(open.as_ref());
            }
            for summary in summaries {
                list.put(summary);
            }
        });
        listed.ends.set(ends);
        if is_gap {
            listed.begin();
        }
        self.fill();
    }

    /// Takes a row that changed: at once, or together with what else changes in a moment.
    pub(crate) fn list_changes(self, summary: Summary) {
        let listed = self.listed;
        listed.changed.update_value(|all| all.push(summary));
        if !listed.is_pausing.get_value() {
            self.show_changes();
        }
    }

    fn show_changes(self) {
        let listed = self.listed;
        let changed = listed.changed.try_update_value(std::mem::take);
        let Some(changed) = changed.filter(|changed| !changed.is_empty()) else {
            listed.is_pausing.set_value(false);
            return;
        };
        listed.is_pausing.set_value(true);
        set_timeout(move || self.show_changes(), PAUSE);
        self.now.set(ui::now());
        self.hold_back(&changed);
        for summary in changed {
            self.tell_taken(&summary);
            self.notify(&summary);
            self.list.update_untracked(|list| {
                list.put(summary);
            });
        }
        self.list.notify();
        self.tell_title();
    }

    /// Holds back what is new among rows that the agent has scrolled past: they stay where they are.
    fn hold_back(self, changed: &[Summary]) {
        let listed = self.listed;
        if !listed.is_scrolled.get_value() {
            return;
        }
        let me = untrack(|| self.my_id());
        let now = self.now.get_untracked();
        let filter = listed.filter.get_untracked();
        let rows = untrack(|| self.rows());
        let last = rows.get(
            listed
                .drawn
                .get_untracked()
                .min(rows.len())
                .saturating_sub(1),
        );
        let last = last.and_then(|id| {
            self.list
                .with_untracked(|list| list.get(id).map(|it| Cursor::of(filter.order, it)))
        });
        let known: HashSet<&ConversationId> = rows.iter().collect();
        let mut held = listed.held.get_untracked();
        let before = held.clone();
        for summary in changed {
            let is_shown = filter.shows(summary, &me, now);
            let is_above = last
                .as_ref()
                .is_some_and(|last| Cursor::of(filter.order, summary) < *last);
            if !is_shown {
                held.remove(&summary.id);
            } else if is_above && !known.contains(&summary.id) {
                held.insert(summary.id.clone());
            }
        }
        if held != before {
            listed.held.set(held);
        }
    }

    /// Shows what was held back.
    pub(crate) fn show_held(self) {
        self.listed.is_scrolled.set_value(false);
        if self.listed.held.with_untracked(|held| !held.is_empty()) {
            self.listed.held.update(HashSet::clear);
        }
    }

    /// The list was scrolled.
    pub(crate) fn list_scrolled(self, is_at_top: bool, is_near_end: bool) {
        match is_at_top {
            true => self.show_held(),
            false => self.listed.is_scrolled.set_value(true),
        }
        if is_near_end {
            let rows = untrack(|| self.rows().len());
            match self.listed.drawn.get_untracked() < rows {
                true => self.listed.drawn.update(|drawn| *drawn += STEP),
                false => self.load_page(),
            }
        }
    }

    /// Loads a page, if the view has more than the few rows that are here.
    fn fill(self) {
        if untrack(|| self.rows().len()) < STEP {
            self.load_page();
        }
    }

    /// Loads the rows after those that are here, if there are any and the last page did not fail.
    fn load_page(self) {
        if self.listed.page.get_untracked() == Page::Idle {
            self.load_page_again();
        }
    }

    /// The same, whatever became of it the last time.
    pub(crate) fn load_page_again(self) {
        let listed = self.listed;
        let after = listed.reach.get_untracked();
        let Some(after) = after.next().map(|end| end.cloned()) else {
            return;
        };
        listed.page.set(Page::Loading);
        let number = listed.asked.get_value();
        let filter = listed.filter.get_untracked();
        spawn_local(async move {
            let answer = api::list(&filter, after.as_ref(), PAGE).await;
            if listed.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.list.update(|list| {
                        for summary in page.items {
                            list.put(summary);
                        }
                    });
                    let end = page.next.and_then(|next| next.parse().ok());
                    listed.reach.set(end.map_or(Reach::All, Reach::To));
                    listed.page.set(Page::Idle);
                    listed.drawn.update(|drawn| *drawn += STEP);
                    self.fill();
                }
                Err(problem) => listed.page.set(Page::Failed(problem.message)),
            }
        });
    }

    /// Conversations of a view; and whether there are more, which are not here.
    pub(crate) fn count(self, view: View) -> (usize, bool) {
        let counts = self.listed.counts.get();
        let sum = |counts: &[u32]| counts.iter().map(|count| *count as usize).sum();
        match view {
            View::WithAssistant => (sum(&[counts.pending]), false),
            View::All => (sum(&[counts.pending, counts.open]), false),
            View::Snoozed => (sum(&[counts.snoozed]), false),
            // Nothing to be done.
            View::Resolved => (0, false),
            View::Mine | View::Mentions => (self.listed_count(view), false),
            View::NeedsAttention | View::Unassigned | View::Leads => {
                let has_more = self.listed.ends.with(|ends| ends.people_to.is_some());
                (self.listed_count(view), has_more)
            }
        }
    }

    /// Keeps the filter that is listed under a name, or in the place of the one of that name.
    pub(crate) fn save_filter(self, name: &str) {
        let filter = self.listed.filter.get_untracked();
        let mut all = self.listed.saved.get_untracked();
        match all.iter_mut().find(|saved| saved.name == name) {
            Some(saved) => saved.filter = filter,
            None => all.push(SavedFilter {
                name: name.to_owned(),
                filter,
            }),
        }
        self.keep_filters(all, format!("Filter {name} saved"));
    }

    /// Keeps a filter no longer.
    pub(crate) fn forget_filter(self, name: &str) {
        let mut all = self.listed.saved.get_untracked();
        all.retain(|saved| saved.name != name);
        self.keep_filters(all, format!("Filter {name} deleted"));
    }

    fn keep_filters(self, all: Vec<SavedFilter>, words: String) {
        spawn_local(async move {
            match api::keep_filters(&all).await {
                Ok(()) => {
                    self.listed.saved.set(all);
                    self.say(&words, None);
                }
                Err(problem) => self.say(&format!("Filter not saved: {}", problem.message), None),
            }
        });
    }
}

/// Orders by name.
pub(crate) const ORDERS: [(Order, &str); 3] = [
    (Order::Due, "Due first"),
    (Order::Newest, "Newest first"),
    (Order::Oldest, "Oldest first"),
];
