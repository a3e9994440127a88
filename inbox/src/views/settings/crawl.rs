//! A website's pages as articles: which, how far it has come, what was left out.

use super::inputs::{choose_readers, text};
use crate::api;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::crawl::{Crawl, CrawlSite, LeftOut};
use protocol::{Audience, Problem};
use std::rc::Rc;
use std::time::Duration;
use ui::Icon;
use ui::dom::{El, el};

/// How often one looks how far it has come; and after a failure.
const PAUSE: Duration = Duration::from_secs(2);
const LONG_PAUSE: Duration = Duration::from_secs(10);

#[derive(Clone, Copy)]
struct Site {
    /// What was read last; none, if nothing was.
    crawl: RwSignal<Option<Crawl>>,
    draft: StoredValue<CrawlSite>,
    /// Whether something was typed: what was read last does not stand over it.
    is_typed: StoredValue<bool>,
    /// Grows with whatever begins to look: one looks at a time.
    turn: StoredValue<u32>,
    problem: RwSignal<Option<Problem>>,
}

/// The form, and how far it has come; `done` is called as articles have come.
pub(super) fn view(done: impl Fn() + 'static) -> El {
    let site = Site {
        crawl: RwSignal::new(None),
        draft: StoredValue::new(CrawlSite {
            sitemap: String::new(),
            under: None,
            audience: Audience::Learner,
        }),
        is_typed: StoredValue::new(false),
        turn: StoredValue::new(0),
        problem: RwSignal::new(None),
    };
    let done: Rc<dyn Fn()> = Rc::new(done);
    site.look(Rc::clone(&done));
    let (begin, stop) = (Rc::clone(&done), done);
    let sentence = Memo::new(move |_| site.crawl.with(|it| it.as_ref().map(sentence)));
    let is_on = Memo::new(move |_| {
        site.crawl
            .with(|it| it.as_ref().is_some_and(|it| it.ended_at.is_none()))
    });
    // Once it is known: a page that is read changes it, and whoever reads the list keeps their place.
    let left_out = Memo::new(move |_| {
        site.crawl.with(|it| {
            let ended = it.as_ref().filter(|it| it.ended_at.is_some());
            ended.map(|it| (it.skipped, it.left_out.clone()))
        })
    });
    el("details").class("fold").child((
        el("summary").child("Read a website"),
        el("p").class("hint").child(
            "All pages that the site's sitemap lists become articles, and are read again when you ask for it: what changed \
             is changed, and what is gone is removed. What you change in an article stays until its page changes.",
        ),
        refusal(move || site.problem.with(|it| it.as_ref().map(ui::refused))),
        move || form(site, Rc::clone(&begin)),
        // Each page is shown and only the end is said aloud.
        el("div").child((
            move || {
                let said = sentence.get().filter(|_| is_on.get());
                said.map(|said| el("p").child(said))
            },
            el("div").attr("role", "status").child(move || {
                let said = sentence.get().filter(|_| !is_on.get());
                said.map(|said| el("p").child(said))
            }),
        )),
        move || {
            let done = Rc::clone(&stop);
            is_on.get().then(move || {
                button("quiet", Icon::CLOSE, "Stop", move || {
                    site.stop(Rc::clone(&done));
                })
            })
        },
        move || left_out.get().and_then(|(count, rows)| list(count, rows)),
    ))
}

fn form(site: Site, done: Rc<dyn Fn()>) -> El {
    // Whatever was read last stands in the fields.
    let before = Memo::new(move |_| site.crawl.with(|it| it.as_ref().map(|it| it.site.clone())));
    if let Some(before) = before.get()
        && !site.is_typed.get_value()
    {
        site.draft.set_value(before);
    }
    let edit = move |to: &dyn Fn(&mut CrawlSite)| {
        site.is_typed.set_value(true);
        site.draft.update_value(to);
    };
    let now = site.draft.get_value();
    el("form")
        .attr("data-tries", "")
        .on("submit", move |event| {
            event.prevent_default();
            site.begin(Rc::clone(&done));
        })
        .child((
            text("Address of the sitemap", &now.sitemap, move |text| {
                edit(&|it| it.sitemap.clone_from(&text));
            }),
            el("div").class("pair").child((
                text(
                    "Only pages under (optional)",
                    now.under.as_deref().unwrap_or(""),
                    move |text| {
                        let under = Some(text).filter(|text| !text.trim().is_empty());
                        edit(&|it| it.under.clone_from(&under));
                    },
                ),
                choose_readers("Who may read new ones", now.audience, move |audience| {
                    edit(&|it| it.audience = audience);
                }),
            )),
            el("div").class("row-end").child(
                el("button")
                    .attr("type", "submit")
                    .class("button")
                    .child("Read the website"),
            ),
        ))
}

impl Site {
    fn begin(self, done: Rc<dyn Fn()>) {
        self.problem.set(None);
        self.is_typed.set_value(false);
        let site = self.draft.get_value();
        spawn_local(async move {
            match api::begin_crawl(&site).await {
                Ok(crawl) => {
                    let _gone = self.crawl.try_set(Some(crawl));
                    self.look(done);
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn stop(self, done: Rc<dyn Fn()>) {
        spawn_local(async move {
            match api::stop_crawl().await {
                Ok(crawl) => {
                    let _gone = self.crawl.try_set(Some(crawl));
                    done();
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    /// Looks how far it has come, until it has come to its end or the screen is left.
    fn look(self, done: Rc<dyn Fn()>) {
        self.turn.update_value(|turn| *turn += 1);
        self.look_again(self.turn.get_value(), done);
    }

    fn look_again(self, turn: u32, done: Rc<dyn Fn()>) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        spawn_local(async move {
            let pause = match api::crawl().await {
                Ok(None) => return,
                Ok(Some(crawl)) => {
                    let is_on = crawl.ended_at.is_none();
                    let was_on = self.crawl.try_with_untracked(|before| {
                        before.as_ref().is_some_and(|it| it.ended_at.is_none())
                    });
                    let _gone = self.crawl.try_set(Some(crawl));
                    if !is_on {
                        if was_on == Some(true) {
                            done();
                        }
                        return;
                    }
                    PAUSE
                }
                Err(problem) => {
                    self.refuse(problem);
                    LONG_PAUSE
                }
            };
            set_timeout(move || self.look_again(turn, done), pause);
        });
    }

    fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }
}

fn pages(count: u32) -> String {
    ui::count!(count, "1 page", "{count} pages")
}

/// How far it has come.
fn sentence(crawl: &Crawl) -> String {
    let taken = pages(crawl.taken);
    let said = match crawl.ended_at {
        None => ui::say!(
            "Reading: {taken} read, {waiting} to go.",
            taken = taken,
            waiting = crawl.waiting
        ),
        Some(at) if crawl.is_stopped => {
            ui::say!(
                "Stopped {when}: {taken} read.",
                when = ui::relative(at, ui::now()),
                taken = taken
            )
        }
        Some(at) => ui::say!(
            "Read {when}: {taken}.",
            when = ui::relative(at, ui::now()),
            taken = taken
        ),
    };
    let removed = match crawl.removed {
        0 => String::new(),
        count => ui::count!(
            count,
            "1 article was removed, as its page is gone.",
            "{count} articles were removed, as their pages are gone."
        ),
    };
    format!("{said} {removed}").trim_end().to_owned()
}

/// What was left out, with why.
fn list(count: u32, left_out: Vec<LeftOut>) -> Option<El> {
    let rows: Vec<El> = left_out
        .into_iter()
        .map(|it| {
            el("li").child((
                el("span").class("address").child(it.url),
                el("span").child(ui::from_server(&it.why)),
            ))
        })
        .collect();
    let said = ui::count!(count, "1 address left out", "{count} addresses left out");
    (count > 0).then(|| {
        el("details").child((
            el("summary").child(said),
            el("ul").class("rows left-out").child(rows),
        ))
    })
}
