//! What the list shows: the filter, how far its pages are here, how many of its rows are drawn, and what waits above
//! them.

use client::{Ends, Reach};
use protocol::list::{Counts, Filter, Order, SavedFilter};
use protocol::{ConversationId, Summary, Timestamp};
use std::collections::HashSet;

/// Rows that are drawn at first, and further ones each time the end of them comes near.
pub(crate) const STEP: usize = 40;

/// How the next page stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Page {
    #[default]
    Idle,
    Loading,
    /// It could not be loaded: why.
    Failed(String),
}

/// What the list shows. One signal: what reads a part of it is cheap, and each type of signal is 2 KB of code.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed {
    pub(crate) filter: Filter,
    /// The filters that this agent keeps.
    pub(crate) saved: Vec<SavedFilter>,
    /// Whether the filter is being changed.
    pub(crate) is_filtering: bool,
    pub(crate) page: Page,
    /// How far the filter's rows are here.
    pub(crate) reach: Reach,
    /// What came while the agent reads further down, or points at the list: it waits above.
    pub(crate) held: HashSet<ConversationId>,
    /// How many conversations there are in all.
    pub(crate) counts: Counts,
    pub(crate) ends: Ends,
    /// How many rows are drawn.
    pub(crate) drawn: usize,
    pub(crate) is_scrolled: bool,
    /// When the pointer last moved over the list.
    pub(crate) pointed_at: Timestamp,
    /// Grows with each list that begins: a page that arrives for an earlier one is ignored.
    pub(crate) number: u32,
}

impl Default for Listed {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            saved: Vec::new(),
            is_filtering: false,
            page: Page::Idle,
            reach: Reach::All,
            held: HashSet::new(),
            counts: Counts::default(),
            ends: Ends::default(),
            drawn: STEP,
            is_scrolled: false,
            pointed_at: Timestamp(0),
            number: 0,
        }
    }
}

impl Listed {
    /// Begins at the top, with what is here.
    pub(crate) fn begin(&mut self) {
        self.number = self.number.wrapping_add(1);
        self.drawn = STEP;
        self.held.clear();
        self.is_scrolled = false;
        self.page = Page::Idle;
        self.reach = self.ends.reach(&self.filter);
    }

    /// How many rows are drawn: as many as were seen, and the open conversation's.
    pub(crate) fn drawn(&self, rows: &[ConversationId], open: Option<&ConversationId>) -> usize {
        let open = open.and_then(|id| rows.iter().position(|row| row == id));
        let most = open.map_or(0, |at| at + 1).max(self.drawn);
        most.min(rows.len())
    }
}

/// Rows that changed and are shown together.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) rows: Vec<Summary>,
    /// Whether some were shown just now: those that follow wait for a moment.
    pub(crate) is_pausing: bool,
}

/// Orders by name.
pub(crate) const ORDERS: [(Order, &str); 3] = [
    (Order::Due, "Due first"),
    (Order::Newest, "Newest first"),
    (Order::Oldest, "Oldest first"),
];
