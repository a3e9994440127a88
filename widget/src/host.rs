//! The page around us: what the loader says and hears, both ends pinned to their origin.

use protocol::Page;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Window};

/// What the loader says: one struct of all its fields, as reading a tagged enum would cost
/// the learner a second copy of every decoder.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct FromHost {
    /// `init`, `open`, `close`, `page` or `identify`; others are ignored.
    pub(crate) r#type: String,
    /// `init`: what renews the learner's session of last time.
    pub(crate) renewal: Option<String>,
    /// `init`: messages that were not acknowledged last time, as JSON.
    pub(crate) outbox: Option<String>,
    /// `init`: number of the newest event the learner has seen.
    pub(crate) seen: u32,
    /// `init`: the team's colour.
    pub(crate) color: Option<String>,
    /// `init`: whether the page may keep anything.
    pub(crate) keeps: bool,
    /// `init` and `page`: where the learner is.
    pub(crate) page: Option<Page>,
    /// `identify`: the learner's name.
    pub(crate) name: Option<String>,
    /// `identify`: their address.
    pub(crate) email: Option<String>,
    /// `identify`: who the LMS says they are, signed.
    pub(crate) token: Option<String>,
}

/// What we say to the loader.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum ToHost<'a> {
    /// We listen.
    Ready,
    /// Keep this for us.
    Store {
        /// What renews the learner's session.
        renewal: &'a str,
        /// Messages that are not acknowledged, as JSON.
        outbox: &'a str,
        /// Number of the newest event the learner has seen.
        seen: u32,
        /// Whether they wait for a person: then the next page listens from the start.
        waits: bool,
    },
    /// The learner wants the panel closed.
    Close,
    /// Who the LMS says the learner is was not believed.
    Refused {
        /// Why, in words for the page's developers.
        why: &'a str,
    },
    /// Messages the learner has not seen.
    Unread {
        /// How many.
        count: usize,
    },
}

/// The page around us.
#[derive(Clone)]
pub(crate) struct Host(Rc<Inner>);

struct Inner {
    team: String,
    origin: String,
    parent: Window,
}

impl Host {
    /// Reads team and page's origin from this frame's address; `None` if it is no frame.
    ///
    /// The origin stands in the fragment, which the loader writes. A page that lies there
    /// about its origin hears nothing: browsers deliver to the true origin or not at all.
    pub(crate) fn of_this_frame() -> Option<Self> {
        let window = web_sys::window()?;
        let location = window.location();
        let query = web_sys::UrlSearchParams::new_with_str(&location.search().ok()?).ok()?;
        let hash = location.hash().ok()?;
        let fragment = web_sys::UrlSearchParams::new_with_str(hash.trim_start_matches('#')).ok()?;
        let parent = window.parent().ok()??;
        if parent == window {
            return None;
        }
        Some(Self(Rc::new(Inner {
            team: query.get("team")?,
            origin: fragment.get("origin")?,
            parent,
        })))
    }

    /// The team the script tag names.
    pub(crate) fn team(&self) -> &str {
        &self.0.team
    }

    /// Listens to the loader, and tells it so.
    pub(crate) fn listen(&self, hear: impl Fn(FromHost) + 'static) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let inner = Rc::clone(&self.0);
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let is_parent = event
                .source()
                .is_some_and(|source| source.loose_eq(inner.parent.as_ref()));
            if is_parent
                && event.origin() == inner.origin
                && let Some(message) = ui::from_js(event.data())
            {
                hear(message);
            }
        });
        let _added =
            window.add_event_listener_with_callback("message", on_message.as_ref().unchecked_ref());
        on_message.forget();
        self.tell(&ToHost::Ready);
    }

    /// Tells the loader something.
    pub(crate) fn tell(&self, message: &ToHost<'_>) {
        let _gone = self
            .0
            .parent
            .post_message(&ui::to_js(message), &self.0.origin);
    }
}
