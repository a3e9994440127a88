//! What this browser keeps of an agent's: drafts, and whether single keys do something.

use leptos::prelude::*;

/// Where it is kept that single keys do nothing.
pub(crate) const KEYS: &str = "baton:keys";

/// Where the language is kept that the agent chose; `loader/boot.js` reads it.
pub(crate) const LANGUAGE: &str = "baton:language";

/// Where it is kept that Enter begins a new line, and Ctrl+Enter sends.
const LINES: &str = "baton:enter";

/// Whether Enter sends what is written; else it takes Ctrl or Command with it.
pub(crate) fn enter_sends() -> bool {
    kept(LINES).is_none()
}

/// Chooses what Enter does.
pub(crate) fn set_enter_sends(sends: bool) {
    keep(LINES, (!sends).then_some("line"));
}

/// What this browser keeps under a name; nothing, where it keeps nothing.
pub(crate) fn kept(name: &str) -> Option<String> {
    let storage = window().local_storage().ok().flatten()?;
    storage.get_item(name).ok().flatten()
}

/// Keeps something in this browser, or forgets it.
pub(crate) fn keep(name: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else {
        return;
    };
    let _full = match value {
        Some(value) => storage.set_item(name, value),
        None => storage.remove_item(name),
    };
}

/// Where it is kept that a question was tried.
pub(crate) const TRIED: &str = "baton:tried";

/// What the name of every draft begins with.
pub(crate) const DRAFTS: &str = "baton:draft:";

/// Forgets every draft that this browser keeps.
pub(crate) fn forget_drafts() {
    let Ok(Some(storage)) = window().local_storage() else {
        return;
    };
    let count = storage.length().unwrap_or_default();
    let names: Vec<String> = (0..count)
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|name| name.starts_with(DRAFTS))
        .collect();
    for name in names {
        let _gone = storage.remove_item(&name);
    }
}

/// The browser's own time zone.
pub(crate) fn time_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let options = format.resolved_options();
    let zone = js_sys::Reflect::get(&options, &"timeZone".into());
    let zone = zone.ok().and_then(|zone| zone.as_string());
    zone.unwrap_or_else(|| "UTC".to_owned())
}

/// Where it is kept which agent turned notifications on.
pub(crate) const PUSH: &str = "baton:push";
/// What stands there once they are to end.
pub(crate) const ENDED: &str = "-ended-";
