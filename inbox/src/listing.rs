//! How the desk's list changes: another filter, a row that changed, a page further down.

use crate::api;
use crate::desk::Desk;
use crate::listed::{Listed, Page, STEP};
use client::{Ends, Reach};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::list::{Counts, Cursor, Filter, SavedFilter};
use protocol::{ConversationId, Summary, View};
use std::time::Duration;

/// Conversations of one page.
const PAGE: u32 = 100;
/// What changes within this time is shown in one go: a busy team's changes are many a second.
const PAUSE: Duration = Duration::from_millis(100);
/// How long new rows are held back after the pointer moved: a click that is being aimed lands within it.
const POINTED: Duration = Duration::from_millis(1_500);

impl Desk {
    /// Lists something else.
    pub(crate) fn list_by(self, change: impl FnOnce(&mut Filter)) {
        let mut listed = self.listed.get_untracked();
        let before = listed.filter.clone();
        change(&mut listed.filter);
        if listed.filter == before {
            return;
        }
        listed.begin();
        self.listed.set(listed);
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
    pub(crate) fn list_begins(
        self,
        summaries: Vec<Summary>,
        counts: Counts,
        ends: Ends,
        saved: Vec<SavedFilter>,
    ) {
        // Whatever changed while there was no connection is in this frame, or the rows that are here may be old.
        let is_gap = self.heard.get_value().is_none_or(|heard| {
            let end = ends.changed_to.as_ref();
            end.is_some_and(|end| heard.0 < -end.rank)
        });
        self.hear(&summaries);
        let open = self.thread.get_untracked().map(crate::thread::Thread::id);
        self.list.update(|list| {
            if is_gap {
                list.clear(open.as_ref());
            }
            for summary in summaries {
                list.put(summary);
            }
        });
        self.listed.update(|listed| {
            listed.counts = counts;
            listed.saved = saved;
            listed.ends = ends;
            if is_gap {
                listed.begin();
            }
        });
        self.fill();
    }

    /// Keeps the time of the newest change that the socket told of. Rows of a loaded page do not count: they say nothing
    /// about what was missed.
    fn hear(self, summaries: &[Summary]) {
        let newest = summaries.iter().map(|it| it.updated_at).max();
        self.heard
            .update_value(|heard| *heard = (*heard).max(newest));
    }

    /// Rows are gone for good.
    pub(crate) fn list_loses(self, conversations: &[ConversationId]) {
        // Changes that wait to be shown may be of these.
        self.changes.update_value(|changes| {
            changes.rows.retain(|row| !conversations.contains(&row.id));
        });
        self.list.update(|list| {
            for id in conversations {
                list.remove(id);
            }
        });
        self.fill();
    }

    /// Forgets everything that was listed.
    pub(crate) fn list_forgets(self) {
        self.changes.update_value(|changes| changes.rows.clear());
        self.heard.set_value(None);
        self.list.set(client::List::default());
        let number = self.listed.with_untracked(|listed| listed.number);
        // A page that is still loading belongs to the list before.
        self.listed.set(Listed {
            number: number.wrapping_add(1),
            ..Listed::default()
        });
    }

    /// Takes how many conversations there are.
    pub(crate) fn list_counts(self, counts: Counts) {
        self.listed.update(|listed| listed.counts = counts);
    }

    /// Takes a row that changed: at once, or together with what else changes in a moment.
    pub(crate) fn list_changes(self, summary: Summary) {
        let is_pausing = self.changes.try_update_value(|changes| {
            changes.rows.push(summary);
            changes.is_pausing
        });
        if is_pausing == Some(false) {
            self.show_changes();
        }
    }

    fn show_changes(self) {
        let changed = self.changes.try_update_value(|changes| {
            changes.is_pausing = !changes.rows.is_empty();
            std::mem::take(&mut changes.rows)
        });
        let Some(changed) = changed.filter(|changed| !changed.is_empty()) else {
            return;
        };
        set_timeout(move || self.show_changes(), PAUSE);
        self.now.set(ui::now());
        self.hold_back(&changed);
        self.hear(&changed);
        for summary in changed {
            self.tell_taken(&summary);
            self.notify(&summary);
            self.list.update_untracked(|list| {
                list.put(summary);
            });
        }
        self.list.notify();
        self.tell_title();
        self.fill();
    }

    /// The pointer moved over the list: for a moment no new row comes under it.
    pub(crate) fn list_pointed(self) {
        self.listed
            .update_untracked(|listed| listed.pointed_at = ui::now());
    }

    fn is_pointed(self) -> bool {
        let at = self.listed.with_untracked(|listed| listed.pointed_at);
        ui::now().since(at) < i64::try_from(POINTED.as_millis()).unwrap_or(i64::MAX)
    }

    /// Shows what was held back because of the pointer, once it rests.
    fn show_held_later(self) {
        set_timeout(
            move || match self.is_pointed() {
                true => self.show_held_later(),
                false if self.listed.with_untracked(|listed| listed.is_scrolled) => {}
                false => self.show_held(),
            },
            POINTED,
        );
    }

    /// Holds back what is new among rows that the agent has scrolled past, or is about to press: they stay where they are.
    fn hold_back(self, changed: &[Summary]) {
        let mut listed = self.listed.get_untracked();
        if !listed.is_scrolled && !self.is_pointed() {
            return;
        }
        let me = untrack(|| self.my_id());
        let now = self.now.get_untracked();
        let rows = untrack(|| self.rows());
        let order = listed.filter.order;
        let last = rows.get(listed.drawn.min(rows.len()).saturating_sub(1));
        let last = last.and_then(|id| {
            let place = |list: &client::List| list.get(id).map(|it| Cursor::of(order, it));
            self.list.with_untracked(place)
        });
        let before = listed.held.len();
        for summary in changed {
            let is_above = last
                .as_ref()
                .is_some_and(|last| Cursor::of(order, summary) < *last);
            if is_above && listed.filter.shows(summary, &me, now) && !rows.contains(&summary.id) {
                listed.held.insert(summary.id.clone());
            }
        }
        if listed.held.len() != before {
            if !listed.is_scrolled {
                self.show_held_later();
            }
            self.listed.set(listed);
        }
    }

    /// How many are held back. Some may be gone from the list since.
    pub(crate) fn held(self) -> usize {
        let me = self.my_id();
        let now = self.now.get_untracked();
        self.listed.with(|listed| {
            let is_shown = |id: &&ConversationId| {
                self.list.with(|list| {
                    let row = list.get(id);
                    row.is_some_and(|row| listed.filter.shows(row, &me, now))
                })
            };
            listed.held.iter().filter(is_shown).count()
        })
    }

    /// Shows what was held back.
    pub(crate) fn show_held(self) {
        let is_held = |listed: &Listed| listed.is_scrolled || !listed.held.is_empty();
        if self.listed.with_untracked(is_held) {
            self.listed.update(|listed| {
                listed.is_scrolled = false;
                listed.held.clear();
            });
        }
    }

    /// The list was scrolled.
    pub(crate) fn list_scrolled(self, is_at_top: bool, is_near_end: bool) {
        match is_at_top {
            true => self.show_held(),
            false => self
                .listed
                .update_untracked(|listed| listed.is_scrolled = true),
        }
        if is_near_end {
            let rows = untrack(|| self.rows().len());
            match self.listed.with_untracked(|listed| listed.drawn < rows) {
                true => self.listed.update(|listed| listed.drawn += STEP),
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
    pub(crate) fn load_page(self) {
        if self
            .listed
            .with_untracked(|listed| listed.page == Page::Idle)
        {
            self.load_page_again();
        }
    }

    /// The same, whatever became of it the last time.
    pub(crate) fn load_page_again(self) {
        let before = self.listed.get_untracked();
        let Some(after) = before.reach.next().map(|end| end.cloned()) else {
            return;
        };
        self.listed.update(|listed| listed.page = Page::Loading);
        spawn_local(async move {
            let answer = api::list(&before.filter, after.as_ref(), PAGE).await;
            if self.listed.try_with_untracked(|it| it.number) != Some(before.number) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.list.update(|list| {
                        for summary in page.items {
                            list.put(summary);
                        }
                    });
                    self.listed.update(|listed| {
                        let end = page.next.and_then(|next| next.parse().ok());
                        listed.reach = end.map_or(Reach::All, Reach::To);
                        listed.page = Page::Idle;
                        listed.drawn += STEP;
                    });
                    self.fill();
                }
                Err(problem) => self.listed.update(|listed| {
                    listed.page = Page::Failed(ui::from_server(&problem.message));
                }),
            }
        });
    }

    /// Conversations of a view; and whether there are more, which are not here.
    pub(crate) fn count(self, view: View) -> (usize, bool) {
        let (counts, has_more) = self.listed.with(|listed| {
            let has_more = listed.ends.people_to.is_some();
            (listed.counts, has_more)
        });
        let number = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        match view {
            View::WithAssistant => (number(counts.pending), false),
            View::All => (number(counts.pending + counts.open), false),
            View::Snoozed => (number(counts.snoozed), false),
            // A count says how much there is to do, and here there is nothing.
            View::Resolved => (0, false),
            View::Mine | View::Mentions => (self.listed_count(view), false),
            View::NeedsAttention | View::Unassigned | View::Leads => {
                (self.listed_count(view), has_more)
            }
        }
    }

    /// Keeps the filter that is listed under a name, or in the place of the one of that name.
    pub(crate) fn save_filter(self, name: &str) {
        let Listed {
            filter,
            saved: mut all,
            ..
        } = self.listed.get_untracked();
        match all.iter_mut().find(|saved| saved.name == name) {
            Some(saved) => saved.filter = filter,
            None => all.push(SavedFilter {
                name: name.to_owned(),
                filter,
            }),
        }
        self.keep_filters(all, ui::say!("Filter {name} saved", name = name));
    }

    /// Deletes a saved filter.
    pub(crate) fn forget_filter(self, name: &str) {
        let mut all = self.listed.get_untracked().saved;
        all.retain(|saved| saved.name != name);
        self.keep_filters(all, ui::say!("Filter {name} deleted", name = name));
    }

    fn keep_filters(self, all: Vec<SavedFilter>, words: String) {
        spawn_local(async move {
            match api::keep_filters(&all).await {
                Ok(()) => {
                    self.listed.update(|listed| listed.saved = all);
                    self.say(words, None);
                }
                Err(problem) => self.say(
                    ui::say!(
                        "Filter not saved: {message}",
                        message = ui::from_server(&problem.message)
                    ),
                    None,
                ),
            }
        });
    }
}
