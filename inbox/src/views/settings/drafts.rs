//! A list of the settings that is edited as a whole: nothing counts before it is saved.

use super::saving::Saving;
use crate::views::button;
use leptos::prelude::*;
use protocol::settings::Settings;
use ui::Icon;
use ui::dom::{El, View, el};

/// The list as it is edited, and how it is saved.
pub(super) struct Drafts<T: Send + Sync + 'static> {
    all: RwSignal<Vec<T>>,
    pub(super) saving: Saving,
}

impl<T: Send + Sync + 'static> Clone for Drafts<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Drafts<T> {}

impl<T: Clone + Send + Sync + 'static> Drafts<T> {
    /// Loads what `read` takes of the settings.
    pub(super) fn load(read: fn(&Settings) -> &Vec<T>) -> Self {
        let all = RwSignal::default();
        let saving = Saving::load(move |settings| {
            let _gone = all.try_set(read(settings).clone());
        });
        Self { all, saving }
    }

    /// All of them, as they are now.
    pub(super) fn now(self) -> Vec<T> {
        self.all.get_untracked()
    }

    /// Something is typed into one of them: the fields stay as they are.
    pub(super) fn change(self, number: usize, to: impl FnOnce(&mut T)) {
        self.saving.edit();
        self.all.update_untracked(|all| {
            if let Some(one) = all.get_mut(number) {
                to(one);
            }
        });
    }

    /// Something is changed on which its other fields depend.
    pub(super) fn redraw(self, number: usize, to: impl FnOnce(&mut T)) {
        self.change(number, to);
        self.all.notify();
    }

    fn add(self, one: T) {
        self.saving.edit();
        self.all.update(|all| all.push(one));
    }

    /// The button that takes one of them off the list.
    pub(super) fn remove(self, number: usize) -> El {
        button("quiet", Icon::CLOSE, "Remove", move || {
            self.saving.edit();
            self.all.update(|all| {
                all.remove(number);
            });
        })
    }

    /// The form: what is wrong, each of them as `draw` draws it, a button for one more, and one that saves.
    pub(super) fn form(
        self,
        empty: &'static str,
        add: &'static str,
        new: fn() -> T,
        draw: impl Fn(Self, usize, &T) -> El + Clone + Send + 'static,
        save: impl Fn() + 'static,
    ) -> impl View {
        let list = move |draw: &dyn Fn(Self, usize, &T) -> El| {
            let all = self.all.get();
            let drawn = all.iter().enumerate();
            let drawn: Vec<El> = drawn.map(|(number, one)| draw(self, number, one)).collect();
            match drawn.is_empty() {
                true => el("p").child(empty),
                false => el("div").class("parts").child(drawn),
            }
        };
        (
            self.saving.refusal(),
            el("form")
                .on("submit", move |event| {
                    event.prevent_default();
                    save();
                })
                .child((
                    self.saving.when_loaded(move || {
                        let draw = draw.clone();
                        let more = button("", Icon::ADD, add, move || self.add(new()));
                        el("div").class("within").child((
                            el("div").child(move || list(&draw)),
                            el("div").class("row-start").child(more),
                        ))
                    }),
                    self.saving.end(),
                )),
        )
    }
}
