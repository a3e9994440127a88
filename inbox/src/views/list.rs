//! The menu of views, and the list: who, what, how long, whose, why.

use super::{nothing_open, reason_words};
use crate::availability;
use crate::desk::{Desk, Overlay};
use crate::does::Does;
use crate::listed::{ORDERS, Page};
use crate::screen::SettingsScreen;
use client::Line;
use leptos::prelude::*;
use protocol::list::{Filter, Order, SavedFilter};
use protocol::{Availability, ConversationId, Status, Summary, Tag, Timestamp, View};
use ui::Icon;
use ui::dom::{El, ElementRef, el, keyed};
use wasm_bindgen::JsCast as _;

/// Views, who is here, and the way out.
pub(super) fn menu(desk: Desk) -> El {
    let is_listed = move |view| {
        desk.listed
            .with(|it| it.filter.view == view && !it.filter.is_narrow())
    };
    let views: Vec<El> = View::ALL
        .into_iter()
        .map(|view| {
            el("button")
                .attr("type", "button")
                .class("view")
                .attr("aria-current", move || is_listed(view).then_some("true"))
                .on("click", move |_| desk.list_view(view))
                .child((
                    el("span").child(name(view)),
                    el("span")
                        .class("count")
                        .child(move || match desk.count(view) {
                            (0, _) => String::new(),
                            (count, false) => count.to_string(),
                            (count, true) => format!("{count}+"),
                        }),
                ))
        })
        .collect();
    let present = move || {
        // Who views several conversations stands there once for each, by name.
        let mut present = desk.present.get();
        present.dedup_by(|one, other| one.id == other.id);
        let names: Vec<El> = present
            .into_iter()
            .map(|agent| {
                let is = availability::name(agent.availability);
                el("li").attr("data-is", is).child((
                    agent.name,
                    el("span")
                        .class("hidden")
                        .child(format!(", {}", ui::said(is))),
                ))
            })
            .collect();
        el("ul")
            .class("present")
            .attr("aria-label", "Agents here")
            .child(names)
    };
    // Memos: the buttons are drawn again only if they changed, so none loses its focus.
    let tags_now = Memo::new(move |_| desk.list.with(client::List::tags));
    let tags = move || {
        let tags = tags_now.get();
        (!tags.is_empty()).then(|| {
            let tags: Vec<El> = tags.into_iter().map(|tag| self::tag(desk, tag)).collect();
            (el("h2").child("Tags"), tags)
        })
    };
    let saved_now = Memo::new(move |_| desk.listed.with(|listed| listed.saved.clone()));
    let filters = move || {
        let saved = saved_now.get();
        (!saved.is_empty()).then(|| {
            let saved: Vec<El> = saved.into_iter().map(|it| filter(desk, it)).collect();
            (el("h2").child("Filters"), saved)
        })
    };
    let team = move || {
        desk.me
            .with(|me| me.as_ref().map(|me| me.team_name.clone()))
    };
    el("nav").class("menu").attr("aria-label", "Views").child((
        el("p").class("team").child(team),
        views,
        filters,
        tags,
        el("div").class("foot").child((
            present,
            own_availability(desk),
            move || {
                desk.is_admin().then(|| {
                    super::button("quiet", Icon::SETTINGS, "Settings", move || {
                        desk.open_settings(SettingsScreen::Install);
                    })
                })
            },
            super::button("quiet", Icon::MENU, "Commands", move || {
                desk.overlay.set(Some(Overlay::Palette));
            }),
            super::button("quiet", Icon::PERSON, "Account", move || {
                desk.open_account()
            }),
            super::button("quiet", Icon::LEAVE, "Sign out", move || desk.sign_out()),
        )),
    ))
}

/// The agent's own availability, and the menu to change it.
fn own_availability(desk: Desk) -> El {
    let now = move || desk.availability(&desk.my_id()).unwrap_or_default();
    let options: Vec<El> = Availability::ALL
        .into_iter()
        .map(|it| {
            el("option")
                .attr("value", availability::name(it))
                .child(availability::name(it))
        })
        .collect();
    let select = el("select")
        .class("availability")
        .attr("aria-label", "Your availability")
        .attr("data-is", move || availability::name(now()))
        .child(options)
        .value(move || availability::name(now()).to_owned());
    let chosen = select.clone();
    select.on("change", move |_| {
        let chosen = chosen.current_value();
        let mut all = Availability::ALL.into_iter();
        if let Some(chosen) = all.find(|it| availability::name(*it) == chosen) {
            desk.choose_availability(chosen);
        }
    })
}

/// A filter that the agent keeps.
fn filter(desk: Desk, saved: SavedFilter) -> El {
    let SavedFilter { name, filter } = saved;
    let wanted = filter.clone();
    el("button")
        .attr("type", "button")
        .class("view tag-view")
        .attr("aria-current", move || {
            desk.listed.with(|it| it.filter == wanted).then_some("true")
        })
        .on("click", move |_| desk.list_by(|now| *now = filter.clone()))
        .child((ui::icon(Icon::FILTER), el("span").child(name)))
}

/// A tag that filters the list; pressed again, it does not any more.
fn tag(desk: Desk, tag: Tag) -> El {
    let name = tag.to_string();
    let is_chosen = {
        let tag = tag.clone();
        move || desk.listed.with(|it| it.filter.tag.as_ref() == Some(&tag))
    };
    let pressed = is_chosen.clone();
    el("button")
        .attr("type", "button")
        .class("view tag-view")
        .attr("aria-pressed", move || pressed().to_string())
        .on("click", move |_| {
            let chosen = (!untrack(&is_chosen)).then(|| tag.clone());
            desk.list_by(|filter| filter.tag = chosen);
        })
        .child((ui::icon(Icon::TAG), el("span").child(name)))
}

/// The list, or what was looked for.
pub(super) fn view(desk: Desk) -> El {
    let is_searching = Memo::new(move |_| desk.is_searching());
    el("section")
        .class("list")
        .attr("aria-label", "List")
        .child((
            el("header").child((field(desk), move || {
                (!is_searching.get()).then(|| heading(desk))
            })),
            move || {
                matches!(desk.line.get(), Line::Waiting(_)).then(|| {
                    el("p")
                        .class("offline")
                        .attr("role", "status")
                        .child("No connection. Trying again.")
                })
            },
            move || match is_searching.get() {
                true => vec![super::chunk::found(desk)],
                false => conversations(desk),
            },
        ))
}

/// Where one types what to look for.
fn field(desk: Desk) -> El {
    let hint = "Words, or from:name tag:billing is:open before:2026-11-30 after:2026-11-01";
    el("div").attr("role", "search").class("search").child((
        ui::icon(Icon::SEARCH),
        el("input")
            .attr("type", "search")
            .attr("id", "search")
            .attr("aria-label", "Search conversations")
            .attr("placeholder", "Search conversations")
            .attr("title", hint)
            .attr("autocomplete", "off")
            .attr("maxlength", "200")
            .value(move || desk.search.get())
            .on_input(move |text| desk.search.set(text))
            .on_key(move |event| {
                if event.key() == "Escape" && untrack(|| desk.is_searching()) {
                    event.prevent_default();
                    desk.search.set(String::new());
                }
            }),
    ))
}

/// What is listed, in which order, and the way to filter it.
fn heading(desk: Desk) -> El {
    let order = move || desk.listed.with(|it| it.filter.order);
    let name = move |order: Order| {
        let mut all = ORDERS.iter();
        all.find(|it| it.0 == order).map_or("", |it| it.1)
    };
    let options: Vec<El> = ORDERS
        .iter()
        .map(|(_, name)| el("option").attr("value", *name).child(*name))
        .collect();
    let select = el("select")
        .attr("aria-label", "Order")
        .child(options)
        .value(move || name(order()).to_owned());
    let chosen = select.clone();
    let select = select.on("change", move |_| {
        let chosen = chosen.current_value();
        if let Some((order, _)) = ORDERS.iter().find(|it| it.1 == chosen) {
            desk.list_by(|filter| filter.order = *order);
        }
    });
    el("div").class("heading").child((
        el("h2").child(move || title(desk)),
        select,
        // On a touch screen rows show no box on hover: this shows them all.
        el("label").class("pick").child((
            el("input").attr("type", "checkbox"),
            el("span").child("Select"),
        )),
        el("button")
            .attr("type", "button")
            .class("button quiet")
            .attr("id", "filter")
            .attr("aria-label", "Filter")
            .attr("title", "Filter")
            .attr("aria-expanded", move || {
                desk.listed.with(|it| it.is_filtering).to_string()
            })
            .on("click", move |_| {
                desk.listed.update(|it| it.is_filtering = !it.is_filtering)
            })
            .child(ui::icon(Icon::FILTER)),
    ))
}

/// The rows of the view.
fn conversations(desk: Desk) -> Vec<El> {
    let is_selecting = Memo::new(move |_| desk.selected.with(|all| !all.is_empty()));
    let is_filtering = Memo::new(move |_| desk.listed.with(|it| it.is_filtering));
    let held = Memo::new(move |_| desk.held());
    // Not for rows that only wait for the pointer to rest: the button itself would move the others.
    let has_held =
        Memo::new(move |_| held.get() > 0 && desk.listed.with(|listed| listed.is_scrolled));
    let page = Memo::new(move |_| desk.listed.with(|it| it.page.clone()));
    // The list is not empty while rows are still to be loaded.
    let is_empty = Memo::new(move |_| {
        let is_all = desk.listed.with(|it| it.reach.next().is_none());
        is_all && desk.has_no_rows() && page.get() == Page::Idle
    });
    let nothing = Memo::new(move |_| nothing_listed(desk));
    // A list that is drawn anew begins at its top.
    desk.show_held();
    let rows = ElementRef::new_local(None);
    // Another list begins at its top.
    Effect::new(move |before: Option<u32>| {
        let number = desk.listed.with(|listed| listed.number);
        if before.is_some_and(|before| before != number) {
            scroll_to_top(rows);
        }
        number
    });
    vec![
        el("div").child((
            move || is_filtering.get().then(|| super::chunk::filter(desk)),
            move || is_selecting.get().then(|| super::chunk::bulk(desk)),
            move || {
                has_held.get().then(|| {
                    el("button")
                        .attr("type", "button")
                        .class("held")
                        .on("click", move |_| {
                            desk.show_held();
                            scroll_to_top(rows);
                            // The button is gone: the focus moves to the list.
                            desk.focus_list();
                        })
                        .child(move || ui::count!(held.get(), "1 new", "{count} new"))
                })
            },
        )),
        el("ul")
            .keep(rows)
            .attr("role", "list")
            .attr("aria-label", "Conversations")
            .class(move || match is_selecting.get() {
                true => "selecting",
                false => "",
            })
            .on("scroll", move |_| {
                if let Some(rows) = rows.get_untracked() {
                    let left = rows.scroll_height() - rows.scroll_top() - rows.client_height();
                    desk.list_scrolled(rows.scroll_top() < AT_TOP, left < NEAR_END);
                }
            })
            .on("pointermove", move |_| desk.list_pointed())
            .on_key(walk)
            .child(keyed(
                move || desk.drawn_rows(),
                ConversationId::to_string,
                move |id| row(desk, id),
            )),
        el("div").attr("role", "status").child((
            move || match page.get() {
                Page::Idle => None,
                Page::Loading => Some(el("p").class("empty").child("Loading…")),
                Page::Failed(why) => Some(
                    el("p").class("empty").child((
                        ui::say!(
                            "The rest of the list could not be loaded: {why}. ",
                            why = why
                        ),
                        el("button")
                            .attr("type", "button")
                            .class("link")
                            .on("click", move |_| desk.load_page_again())
                            .child("Try again"),
                    )),
                ),
            },
            move || {
                is_empty
                    .get()
                    .then(|| el("p").class("empty").child(move || nothing.get()))
            },
        )),
    ]
}

/// What stands in the place of rows.
fn nothing_listed(desk: Desk) -> String {
    let filter = desk.listed.get().filter;
    if filter.is_narrow() {
        let by_tag = Filter {
            view: filter.view,
            order: filter.order,
            tag: filter.tag.clone(),
            ..Filter::default()
        };
        return match filter == by_tag {
            true => ui::say!("No conversation here has this tag."),
            false => ui::say!("No conversation matches this filter."),
        };
    }
    match filter.view {
        View::All | View::NeedsAttention => nothing_open(desk),
        View::Mentions => ui::say!("No note mentions you."),
        View::Mine => ui::say!("Nothing is assigned to you."),
        View::Unassigned => ui::say!("Nothing is unassigned."),
        View::Leads => ui::say!("No leads waiting."),
        View::WithAssistant => ui::say!("The assistant has no active conversations."),
        View::Snoozed => ui::say!("Nothing is snoozed."),
        View::Resolved => ui::say!("Nothing is resolved yet."),
    }
}

/// Closer to the top than this, in CSS pixels, counts as not scrolled.
const AT_TOP: i32 = 24;
/// Closer to the end than this, in CSS pixels, more rows are drawn: about a screen.
const NEAR_END: i32 = 800;

fn scroll_to_top(rows: ElementRef) {
    if let Some(rows) = rows.get_untracked() {
        rows.set_scroll_top(0);
    }
}

/// Arrows, Home and End walk the rows.
fn walk(event: web_sys::KeyboardEvent) {
    let row = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    let item = row.and_then(|row| row.closest("li").ok().flatten());
    let Some(item) = item else { return };
    let list = item.parent_element();
    let next = match event.key().as_str() {
        "ArrowDown" => item.next_element_sibling(),
        "ArrowUp" => item.previous_element_sibling(),
        "Home" => list.and_then(|list| list.first_element_child()),
        "End" => list.and_then(|list| list.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    let next = next.and_then(|item| item.query_selector(".row").ok().flatten());
    if let Some(row) = next.and_then(|row| row.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _refused = row.focus();
    }
}

/// A row. What it shows is read anew on each change, as its place in the list is kept by id.
fn row(desk: Desk, id: ConversationId) -> El {
    let summary = {
        let id = id.clone();
        Memo::new(move |_| desk.list.with(|list| list.get(&id).cloned()))
    };
    let is_open = {
        let id = id.clone();
        move || desk.is_open(&id)
    };
    let is_stop = {
        let id = id.clone();
        move || desk.stop().as_ref() == Some(&id)
    };
    let class = move || {
        let waits = summary.with(|summary| {
            summary
                .as_ref()
                .is_some_and(|row| row.status == Status::Open && row.waiting_since.is_some())
        });
        let me = desk.my_id();
        let is_unread =
            summary.with(|row| row.as_ref().is_some_and(|row| client::is_unread(row, &me)));
        match (waits, is_unread) {
            (true, true) => "row attention unread",
            (true, false) => "row attention",
            (false, true) => "row unread",
            (false, false) => "row",
        }
    };
    let viewers = {
        let id = id.clone();
        move || {
            let names = desk.viewers(&id);
            (!names.is_empty()).then(|| {
                let names = names.join(", ");
                el("span")
                    .class("viewers")
                    .attr("title", ui::say!("Viewed by {names}", names = names))
                    .child((ui::icon(Icon::EYE), names))
            })
        }
    };
    let content = move || {
        summary.get().map(|row| {
            let unsent = desk
                .has_unsent(&row.id)
                .then(|| el("span").class("unsent-reply").child("Reply not sent"));
            let since = row.waiting_since.unwrap_or(row.updated_at);
            let exact = ui::clock_time(since);
            let waits = row.status == Status::Open && row.waiting_since.is_some();
            let is_named = row.mentions.contains(&desk.my_id());
            // One of both: a row has room for no more.
            let why = row
                .reason
                .filter(|_| row.status == Status::Open && !is_named)
                .map(|reason| el("span").class("why").child(reason_words(reason)));
            (
                el("span").class("top").child((
                    el("span").class("name").child(learner_name(&row)),
                    match row.reply_by {
                        Some(at) => promise(desk, at, &exact),
                        None => el("span").class("time").attr("title", exact).child((
                            waits.then(|| ui::icon(Icon::CLOCK)),
                            waits.then(|| el("span").class("hidden").child("Waiting ")),
                            move || ui::short(since, desk.now.get()),
                        )),
                    },
                )),
                el("span")
                    .class("preview")
                    .attr("dir", "auto")
                    .child(row.preview.clone()),
                el("span").class("bottom").child((
                    unsent,
                    el("span").class("whys").child((
                        why,
                        (row.urgent && row.status == Status::Open)
                            .then(|| el("span").class("urgent").child("Urgent")),
                        is_named.then(|| el("span").class("mentioned").child("Mentions you")),
                        row.snoozed_until.map(|until| {
                            let time = ui::clock_time(until);
                            el("span")
                                .class("until")
                                .child(ui::say!("Until {time}", time = time))
                        }),
                    )),
                    el("span").class("whose").child(whose(&row)),
                    viewers.clone(),
                )),
                tags(desk, &row.tags),
            )
        })
    };
    let box_of = {
        let id = id.clone();
        let is_on = {
            let id = id.clone();
            move || desk.is_selected(&id)
        };
        let name = move || summary.with(|row| row.as_ref().map(learner_name).unwrap_or_default());
        el("input")
            .attr("type", "checkbox")
            .class("select")
            // By the key X, a press, or a reader's own cursor: the list stays one stop of the Tab key.
            .attr("tabindex", "-1")
            .attr("aria-label", move || {
                ui::say!("Select {name}", name = name())
            })
            .checked(is_on.clone())
            .on("change", move |_| desk.select(&id, !untrack(&is_on)))
    };
    el("li").child((
        box_of,
        el("button")
            .attr("type", "button")
            .class(class)
            .attr("aria-current", move || is_open().then_some("true"))
            // One stop for the Tab key, whatever the length of the list: arrows walk it.
            .attr("tabindex", move || if is_stop() { "0" } else { "-1" })
            .on("click", move |_| desk.open(&id))
            .child(content),
    ))
}

/// By when a person replies, or that it is late; beside it, since when the learner waits.
fn promise(desk: Desk, at: Timestamp, since: &str) -> El {
    let is_late = move || desk.now.get() > at;
    let by = ui::clock_time(at);
    el("span")
        .class(move || if is_late() { "time late" } else { "time" })
        .attr(
            "title",
            ui::say!(
                "Waiting since {since}. Reply by {by}.",
                since = since,
                by = by
            ),
        )
        .child((ui::icon(Icon::CLOCK), move || {
            let (said, shown) = match is_late() {
                true => (ui::say!("Reply late"), ui::say!("late")),
                false => (
                    ui::say!("Reply by {by}", by = by),
                    ui::say!("by {by}", by = by),
                ),
            };
            (
                el("span").class("hidden").child(said),
                el("span").attr("aria-hidden", "true").child(shown),
            )
        }))
}

/// Whose it is, in words.
pub(super) fn whose(row: &Summary) -> String {
    match (&row.owner, row.status) {
        (Some(owner), Status::Snoozed) => ui::say!("Snoozed by {name}", name = owner.name),
        (Some(owner), _) => ui::say!("With {name}", name = owner.name),
        (None, Status::Open | Status::Snoozed) => ui::say!("Unassigned"),
        (None, Status::Pending) => ui::say!("With the assistant"),
        (None, Status::Resolved) => ui::say!("Resolved"),
    }
}

/// A row's tags, in one line.
pub(super) fn tags(desk: Desk, tags: &[Tag]) -> Option<El> {
    if tags.is_empty() {
        return None;
    }
    let tags: Vec<El> = tags
        .iter()
        .map(|tag| {
            el("span")
                .class("tag")
                .attr("data-color", desk.color(tag))
                .child(tag.to_string())
        })
        .collect();
    Some(el("span").class("tags").child(tags))
}

/// What the list shows, in words.
fn title(desk: Desk) -> String {
    let filter = desk.listed.get().filter;
    let view = ui::said(name(filter.view));
    let saved = desk.listed.get().saved;
    let named = saved.into_iter().find(|saved| saved.filter == filter);
    match (named, filter.tag.clone()) {
        (Some(saved), _) => saved.name,
        (None, Some(tag)) => format!("{view} · {tag}"),
        (None, None) if filter.is_narrow() => ui::say!("{view} · filtered", view = view),
        (None, None) => view,
    }
}

/// What to call a learner: their name, or a number of four digits that tells them from others.
pub(super) fn learner_name(row: &Summary) -> String {
    match &row.learner_name {
        Some(name) => name.clone(),
        None => nameless(&row.id),
    }
}

/// What to call a learner without a name: in all their conversations the same.
pub(super) fn nameless(id: &ConversationId) -> String {
    let learner = id.learner();
    let text = learner.as_ref().map_or(id.as_str(), |it| it.as_str());
    let number = text.bytes().fold(0_u16, |number, byte| {
        number.wrapping_mul(31).wrapping_add(byte.into())
    });
    ui::say!("Learner {number}", number = format!("{number:04X}"))
}

/// What a view is called: as among the commands.
fn name(view: View) -> &'static str {
    let mut all = Does::ALL.iter();
    let named = all.find(|(does, ..)| *does == Does::Views(view));
    named.map(|(_, _, name)| *name).unwrap_or_default()
}
