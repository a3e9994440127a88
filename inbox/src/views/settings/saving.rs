//! The state of a form of settings: the settings as they were loaded, and whether they were saved or refused.

use super::inputs::save_end;
use crate::api;
use crate::{unsaved, views};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::Problem;
use protocol::settings::{Section, Settings};
use std::future::Future;
use ui::dom::{El, View};

/// Settings that a form has loaded, and saves by section.
#[derive(Clone, Copy)]
pub(super) struct Saving {
    /// None until they are loaded; then as they were loaded or last saved.
    loaded: RwSignal<Option<Settings>>,
    saved: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
}

impl Saving {
    /// Loads the settings; `fill` puts them into the form's fields.
    pub(super) fn load(fill: impl FnOnce(&Settings) + 'static) -> Self {
        let saving = Self {
            loaded: RwSignal::new(None),
            saved: RwSignal::new(false),
            problem: RwSignal::new(None),
        };
        spawn_local(async move {
            match api::settings().await {
                Ok(settings) => {
                    fill(&settings);
                    let _gone = saving.loaded.try_set(Some(settings));
                }
                Err(problem) => saving.refuse(problem),
            }
        });
        saving
    }

    /// The fields, once the settings are loaded: whatever is typed earlier would be overwritten.
    pub(super) fn when_loaded(self, fields: impl Fn() -> El + 'static) -> impl View {
        let is_loaded = Memo::new(move |_| self.loaded.with(Option::is_some));
        move || is_loaded.get().then(&fields)
    }

    /// A field was edited: the form no longer says that it is saved.
    pub(super) fn edit(self) {
        self.saved.set(false);
        unsaved::mark();
    }

    /// Saves these sections of the settings as `change` sets them. What is typed meanwhile stays.
    pub(super) fn save(
        self,
        sections: &'static [Section],
        change: impl FnOnce(&mut Settings) + 'static,
    ) {
        self.save_then(sections, change, || async { Ok(()) });
    }

    /// The same, and then something else that belongs to the form.
    pub(super) fn save_then<F: Future<Output = Result<(), Problem>>>(
        self,
        sections: &'static [Section],
        change: impl FnOnce(&mut Settings) + 'static,
        then: impl FnOnce() -> F + 'static,
    ) {
        self.clear();
        self.edit();
        let screen = unsaved::shown();
        spawn_local(async move {
            let loaded = self.loaded.get_untracked();
            match api::change_settings(sections, loaded.as_ref(), change).await {
                Ok(settings) => {
                    unsaved::clear(&screen);
                    let _gone = self.loaded.try_set(Some(settings));
                    match then().await {
                        Ok(()) => {
                            let _gone = self.saved.try_set(true);
                        }
                        Err(problem) => self.refuse(problem),
                    }
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    /// Shows why the server refused something.
    pub(super) fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    /// Clears the refusal: something is tried again.
    pub(super) fn clear(self) {
        self.problem.set(None);
    }

    /// Why the server refused, if it did.
    pub(super) fn refusal(self) -> impl View {
        views::refusal(move || self.problem.with(|it| it.as_ref().map(ui::refused)))
    }

    /// The form's last row: "Saved." and the button.
    pub(super) fn end(self) -> El {
        save_end(self.saved)
    }
}
