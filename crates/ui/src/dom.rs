//! Elements, and what makes them follow signals.
//!
//! Leptos' signals decide what changes; this puts it on the page. Leptos' own renderer
//! compiles a type per shape of view, which took the chat to 147 KB where the learner's
//! budget is 100 (`cargo xtask size` prints what it takes now). Here every element is one
//! type. There is no way to set HTML from text.
//!
//! Text that is a part of the program (`&'static str`) is a sentence of ours. With the feature `sentences`,
//! which the inbox has, it is shown in the page's language ([`crate::said`]); the chat words all it says itself.

use leptos::prelude::{Get as _, GetUntracked as _, Owner, RenderEffect, Set as _, StoredValue};
use leptos::reactive::owner::LocalStorage;
use leptos::reactive::signal::RwSignal;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlElement, KeyboardEvent, Node};

/// An element being made.
#[derive(Clone)]
pub struct El(Element);

/// A place in the page: the end of an element, or before a marker inside it.
pub struct Place {
    parent: Node,
    before: Option<Node>,
}

/// Something that can be put on the page.
pub trait View {
    /// Puts it there.
    fn put(self, place: &Place);
}

/// Something an attribute can be: text, nothing, or a function of signals.
pub trait Value {
    /// Sets the attribute.
    fn set(self, element: &Element, name: &'static str);
}

/// A handle to an element that is on the page.
pub type ElementRef = RwSignal<Option<HtmlElement>, LocalStorage>;

fn document() -> Document {
    leptos::prelude::document()
}

/// An element of this tag. Only ours are ever named, so a failure is a typing error.
#[must_use]
pub fn el(tag: &'static str) -> El {
    #[expect(clippy::unwrap_used, reason = "tags are literals of valid names")]
    El(document().create_element(tag).unwrap())
}

/// An SVG element of this tag.
#[must_use]
pub(crate) fn svg(tag: &'static str) -> El {
    let namespace = Some("http://www.w3.org/2000/svg");
    #[expect(clippy::unwrap_used, reason = "tags are literals of valid names")]
    El(document().create_element_ns(namespace, tag).unwrap())
}

impl El {
    /// Sets its class.
    #[must_use]
    pub fn class(self, class: impl Value) -> Self {
        self.attr("class", class)
    }

    /// Sets an attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: impl Value) -> Self {
        value.set(&self.0, name);
        self
    }

    /// Lets a field's value follow a signal.
    #[must_use]
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        let element = self.0.clone();
        follow(move || set_value(&element, &value()));
        self
    }

    /// Lets whether a box is checked follow a signal.
    #[must_use]
    pub fn checked(self, is_on: impl Fn() -> bool + 'static) -> Self {
        let element = self.0.clone();
        follow(move || {
            // What a press has changed the attribute does not change any more.
            let _set = js_sys::Reflect::set(&element, &"checked".into(), &is_on().into());
        });
        self
    }

    /// Lets whether it is disabled follow a signal.
    #[must_use]
    pub fn disabled(self, is_disabled: impl Fn() -> bool + 'static) -> Self {
        self.attr("disabled", move || is_disabled().then_some(""))
    }

    /// Calls `run` when this happens to it.
    #[must_use]
    pub fn on(self, event: &'static str, run: impl Fn(Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(run));
        self
    }

    /// Calls `run` when a key is pressed in it that does not belong to an input method.
    #[must_use]
    pub fn on_key(self, run: impl Fn(KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| {
            if let Ok(event) = event.dyn_into()
                && !is_composing(&event)
            {
                run(event);
            }
        })
    }

    /// Calls `run` with a field's value when it changes.
    #[must_use]
    pub fn on_input(self, run: impl Fn(String) + 'static) -> Self {
        let element = self.0.clone();
        self.on("input", move |_| run(value_of(&element)))
    }

    /// A field's value now.
    #[must_use]
    pub fn current_value(&self) -> String {
        value_of(&self.0)
    }

    /// Sets a field's value once.
    pub fn set_current_value(&self, value: &str) {
        set_value(&self.0, value);
    }

    /// The files that are chosen in a file picker.
    #[must_use]
    pub fn files(&self) -> Option<web_sys::FileList> {
        self.0
            .dyn_ref::<web_sys::HtmlInputElement>()
            .and_then(web_sys::HtmlInputElement::files)
    }

    /// Keeps a handle to it.
    #[must_use]
    pub fn keep(self, handle: ElementRef) -> Self {
        handle.set(self.0.clone().dyn_into().ok());
        self
    }

    /// Puts something inside it, at its end.
    #[must_use]
    pub fn child(self, view: impl View) -> Self {
        view.put(&Place {
            parent: self.0.clone().into(),
            before: None,
        });
        self
    }
}

/// Whether a key belongs to an input method that composes a word (Japanese, Chinese). Of the Enter that ends one Safari
/// says so by its code alone, 229 (UI Events, "keyCode of keydown events").
#[must_use]
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Focuses an element, if it is on the page: whoever asks in the next frame may ask for one that is gone.
pub fn focus(handle: ElementRef) {
    if let Some(element) = handle.try_get_untracked().flatten() {
        let _refused = element.focus();
    }
}

/// Presses an element, if it is on the page.
pub fn click(handle: ElementRef) {
    if let Some(element) = handle.try_get_untracked().flatten() {
        element.click();
    }
}

/// Keeps a scrolling element at its end while `grown` says that it grew, unless its reader
/// has scrolled away: what is being read does not move. `grown` reads the signals that grow
/// it, and answers whether to go to the end all the same.
pub fn follow_end(log: ElementRef, grown: impl Fn() -> bool + 'static) {
    /// How near the end still counts as being there, in pixels: two lines.
    const NEAR: i32 = 64;
    // Whether the reader is at the end, and how high the content was when that was seen.
    let seen = Rc::new(Cell::new((true, 0)));
    let on_scroll = Rc::clone(&seen);
    follow(move || {
        let Some(element) = log.get() else { return };
        let seen = Rc::clone(&on_scroll);
        let scrolled = element.clone();
        let run = move |_| {
            let height = scrolled.scroll_height();
            let below = height - scrolled.scroll_top() - scrolled.client_height();
            // Content that changed scrolls too, but that says nothing about the reader.
            if height == seen.get().1 {
                seen.set((below < NEAR, height));
            }
        };
        listen(&element, "scroll", Box::new(run));
    });
    follow(move || {
        let regardless = grown();
        let seen = Rc::clone(&seen);
        // Once what grew it is laid out.
        leptos::prelude::request_animation_frame(move || {
            let Some(element) = log.try_get_untracked().flatten() else {
                return;
            };
            let height = element.scroll_height();
            let is_at_end = regardless || seen.get().0;
            seen.set((is_at_end, height));
            if is_at_end {
                element.set_scroll_top(height);
            }
        });
    });
}

/// A field's value; empty for other elements.
#[must_use]
pub fn value_of(element: &Element) -> String {
    js_sys::Reflect::get(element, &"value".into())
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// Sets a field's value.
pub fn set_value(element: &Element, value: &str) {
    // Setting what it is already would move the cursor.
    if value_of(element) != value {
        let _set = js_sys::Reflect::set(element, &"value".into(), &value.into());
    }
}

/// Puts a view at the end of the page's body. It stays as long as the page.
pub fn mount(view: impl FnOnce() -> El) {
    // An error only says that it runs already.
    let _runs = any_spawner::Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(|| {
        if let Some(body) = document().body() {
            view().put(&Place {
                parent: body.into(),
                before: None,
            });
        }
    });
    // The page ends before its owner does.
    std::mem::forget(owner);
}

impl Place {
    fn insert(&self, node: &Node) {
        let _inserted = self.parent.insert_before(node, self.before.as_ref());
    }

    fn text(&self, text: &str) {
        self.insert(&document().create_text_node(text));
    }

    /// A place before a marker of its own, which is put here.
    fn marked(&self) -> Self {
        let marker: Node = document().create_comment("").into();
        self.insert(&marker);
        Self {
            parent: self.parent.clone(),
            before: Some(marker),
        }
    }

    /// Where it ends now. What stands here may have been moved with its element.
    fn current(&self) -> Self {
        Self {
            parent: self
                .before
                .as_ref()
                .and_then(Node::parent_node)
                .unwrap_or_else(|| self.parent.clone()),
            before: self.before.clone(),
        }
    }
}

/// Runs now, and again whenever a signal it reads changes, until its owner ends.
fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(mut run: Box<dyn FnMut()>) {
    // Kept by the owner: an effect that is dropped stops.
    StoredValue::new_local(RenderEffect::new(move |_| run()));
}

fn listen(element: &Element, event: &'static str, run: Box<dyn Fn(Event)>) {
    let run = Closure::<dyn Fn(Event)>::new(run);
    let _added = element.add_event_listener_with_callback(event, run.as_ref().unchecked_ref());
    // Freed with the owner; the element is gone by then, or never hears of it again.
    StoredValue::new_local(run);
}

/// Puts what `fill` makes here, and again whenever a signal it reads changes.
fn dynamic(place: &Place, fill: Box<dyn Fn(&Place)>) {
    let first: Node = document().create_comment("").into();
    place.insert(&first);
    let place = place.marked();
    follow_boxed(Box::new(move || {
        let place = place.current();
        clear_between(&first, place.before.as_ref());
        fill(&place);
    }));
}

fn clear_between(first: &Node, last: Option<&Node>) {
    while let Some(node) = first.next_sibling() {
        if Some(&node) == last {
            return;
        }
        let Some(parent) = node.parent_node() else {
            return;
        };
        let _removed = parent.remove_child(&node);
    }
}

/// Rows that keep their place in the page for as long as their key is among them.
pub fn keyed<T: 'static>(
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    view: impl Fn(T) -> El + 'static,
) -> impl View {
    let view = Rc::new(view);
    Keyed(Box::new(move || {
        let row = |item: T| {
            let key = key(&item);
            let view = Rc::clone(&view);
            let make: Make = Box::new(move || view(item));
            (key, make)
        };
        each().into_iter().map(row).collect()
    }))
}

type Make = Box<dyn FnOnce() -> El>;

struct Keyed(Box<dyn Fn() -> Vec<(String, Make)>>);

impl View for Keyed {
    fn put(self, place: &Place) {
        let place = place.marked();
        // Rows outlive the effect's runs, so their owners hang on the owner around it.
        let around = Owner::current();
        let rows: RefCell<Vec<(String, El, Owner)>> = RefCell::default();
        follow_boxed(Box::new(move || {
            let place = place.current();
            let mut before: Vec<Option<(String, El, Owner)>> =
                rows.take().into_iter().map(Some).collect();
            let mut after = Vec::new();
            // Rows mostly stay as they are, so the first that is left is mostly the one.
            let mut first = 0;
            for (key, make) in (self.0)() {
                while matches!(before.get(first), Some(None)) {
                    first += 1;
                }
                let is_it = |row: &&mut Option<(String, El, Owner)>| {
                    row.as_ref().is_some_and(|(known, ..)| *known == key)
                };
                let known = before.iter_mut().skip(first).find(is_it);
                after.push(match known.and_then(Option::take) {
                    Some(row) => row,
                    None => {
                        let owner = match &around {
                            Some(around) => around.with(Owner::new),
                            None => Owner::new(),
                        };
                        (key, owner.with(make), owner)
                    }
                });
            }
            for (_, element, owner) in before.into_iter().flatten() {
                element.0.remove();
                owner.cleanup();
            }
            // A row that is moved loses the focus that it had.
            let active = document().active_element();
            // From the end: each row goes before the one after it, and stays if it is there.
            let mut next = place.before.clone();
            for (_, element, _) in after.iter().rev() {
                let node: Node = element.0.clone().into();
                if node.next_sibling() != next || node.parent_node().is_none() {
                    let _inserted = place.parent.insert_before(&node, next.as_ref());
                }
                next = Some(node);
            }
            if let Some(active) =
                active.filter(|it| document().active_element().as_ref() != Some(it))
                && let Ok(element) = active.dyn_into::<HtmlElement>()
            {
                let _gone = element.focus();
            }
            rows.replace(after);
        }));
    }
}

impl View for El {
    fn put(self, place: &Place) {
        place.insert(&self.0);
    }
}

impl View for &'static str {
    fn put(self, place: &Place) {
        #[cfg(feature = "sentences")]
        crate::said(self).put(place);
        #[cfg(not(feature = "sentences"))]
        place.text(self);
    }
}

impl View for String {
    fn put(self, place: &Place) {
        place.text(&self);
    }
}

impl View for () {
    fn put(self, _place: &Place) {}
}

impl<V: View> View for Option<V> {
    fn put(self, place: &Place) {
        if let Some(view) = self {
            view.put(place);
        }
    }
}

impl<V: View> View for Vec<V> {
    fn put(self, place: &Place) {
        for view in self {
            view.put(place);
        }
    }
}

impl<F: Fn() -> V + 'static, V: View> View for F {
    fn put(self, place: &Place) {
        dynamic(place, Box::new(move |place| self().put(place)));
    }
}

macro_rules! tuples {
    ($($name:ident)+) => {
        impl<$($name: View),+> View for ($($name,)+) {
            fn put(self, place: &Place) {
                #[allow(non_snake_case, reason = "a type's name stands for its value")]
                let ($($name,)+) = self;
                $($name.put(place);)+
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);

/// Attributes whose value people read or hear.
#[cfg(feature = "sentences")]
const SPOKEN: [&str; 3] = ["aria-label", "title", "placeholder"];

impl Value for &'static str {
    fn set(self, element: &Element, name: &'static str) {
        #[cfg(feature = "sentences")]
        if SPOKEN.contains(&name) {
            return crate::said(self).set(element, name);
        }
        let _set = element.set_attribute(name, self);
    }
}

impl Value for String {
    fn set(self, element: &Element, name: &'static str) {
        let _set = element.set_attribute(name, &self);
    }
}

impl<V: Value> Value for Option<V> {
    fn set(self, element: &Element, name: &'static str) {
        match self {
            Some(value) => value.set(element, name),
            None => {
                let _removed = element.remove_attribute(name);
            }
        }
    }
}

impl<F: Fn() -> V + 'static, V: Value> Value for F {
    fn set(self, element: &Element, name: &'static str) {
        let element = element.clone();
        follow(move || self().set(&element, name));
    }
}
