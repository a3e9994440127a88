//! A website's pages as articles: which, how far it has come, what was left out.

use super::inputs::{choose, options, text};
use crate::api;
use crate::views::{button, refusal};
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::crawl::{Crawl, CrawlSite};
use protocol::{Audience, Problem};
use std::rc::Rc;
use std::time::Duration;
use ui::Icon;
use ui::dom::{El, el};

/// How often one looks how far it has come.
const PAUSE: Duration = Duration::from_secs(2);

#[derive(Clone, Copy)]
struct Site {
    /// What was read last; none, if nothing was.
    crawl: RwSignal<Option<Crawl>>,
    draft: StoredValue<CrawlSite>,
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
        problem: RwSignal::new(None),
    };
    let done = Rc::new(done);
    let (first, begin) = (Rc::clone(&done), Rc::clone(&done));
    site.look(first);
    el("details").class("fold").child((
        el("summary").child("Read a website"),
        el("p").class("hint").child(
            "All pages that the site's sitemap lists become articles, and are read again when you ask for it: what changed \
             is changed, and what is gone is removed.",
        ),
        refusal(move || site.problem.with(|it| it.as_ref().map(client::polite))),
        move || {
            let begin = Rc::clone(&begin);
            form(site, begin)
        },
        el("div").attr("role", "status").child(move || {
            let crawl = site.crawl.get();
            crawl.map(|crawl| state(site, &crawl))
        }),
    ))
}

fn form(site: Site, done: Rc<impl Fn() + 'static>) -> El {
    // Whatever was read last stands in the fields.
    let before = Memo::new(move |_| site.crawl.with(|it| it.as_ref().map(|it| it.site.clone())));
    if let Some(before) = before.get() {
        site.draft.set_value(before);
    }
    let now = site.draft.get_value();
    let audiences = options(&[
        ("learner", "Everybody"),
        ("instructor", "Instructors"),
        ("admin", "Admins of the platform"),
    ]);
    let chosen = match now.audience {
        Audience::Learner => "learner",
        Audience::Instructor => "instructor",
        Audience::Admin => "admin",
    };
    el("form")
        .on("submit", move |event| {
            event.prevent_default();
            site.begin(Rc::clone(&done));
        })
        .child((
            text("Address of the sitemap", &now.sitemap, move |text| {
                site.draft.update_value(|it| it.sitemap = text);
            }),
            el("div").class("pair").child((
                text(
                    "Only pages under (optional)",
                    now.under.as_deref().unwrap_or(""),
                    move |text| {
                        let under = Some(text).filter(|text| !text.trim().is_empty());
                        site.draft.update_value(|it| it.under = under);
                    },
                ),
                choose("Who may read them", &audiences, chosen, move |name| {
                    site.draft.update_value(|it| {
                        it.audience = match name.as_str() {
                            "instructor" => Audience::Instructor,
                            "admin" => Audience::Admin,
                            _ => Audience::Learner,
                        };
                    });
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
    fn begin(self, done: Rc<impl Fn() + 'static>) {
        self.problem.set(None);
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

    fn stop(self) {
        spawn_local(async move {
            match api::stop_crawl().await {
                Ok(crawl) => {
                    let _gone = self.crawl.try_set(Some(crawl));
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    /// Looks how far it has come, until it has come to its end or the screen is left.
    fn look(self, done: Rc<impl Fn() + 'static>) {
        spawn_local(async move {
            match api::crawl().await {
                Ok(None) => {}
                Ok(Some(crawl)) => {
                    let is_on = crawl.ended_at.is_none();
                    let was_on = self.crawl.try_with_untracked(|before| {
                        before.as_ref().is_some_and(|it| it.ended_at.is_none())
                    });
                    // The screen was left.
                    let Some(was_on) = was_on else { return };
                    let _gone = self.crawl.try_set(Some(crawl));
                    if is_on {
                        set_timeout(move || self.look(done), PAUSE);
                    } else if was_on {
                        done();
                    }
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }
}

fn state(site: Site, crawl: &Crawl) -> El {
    let pages = |count: u32| match count {
        1 => "1 page".to_owned(),
        count => format!("{count} pages"),
    };
    let taken = pages(crawl.taken);
    let said = match crawl.ended_at {
        None => format!("Reading: {taken} read, {} to go.", crawl.waiting),
        Some(at) if crawl.is_stopped => {
            format!("Stopped {}: {taken} read.", ui::relative(at, ui::now()))
        }
        Some(at) => format!("Read {}: {taken}.", ui::relative(at, ui::now())),
    };
    let removed = match crawl.removed {
        0 => String::new(),
        1 => " 1 article was removed, as its page is gone.".to_owned(),
        count => format!(" {count} articles were removed, as their pages are gone."),
    };
    let stop = crawl
        .ended_at
        .is_none()
        .then(|| button("quiet", Icon::CLOSE, "Stop", move || site.stop()));
    let left_out = (crawl.skipped > 0).then(|| {
        let rows: Vec<El> = crawl
            .left_out
            .iter()
            .map(|it| {
                el("li").child((
                    el("span").class("address").child(it.url.clone()),
                    el("span").child(it.why.clone()),
                ))
            })
            .collect();
        el("details").child((
            el("summary").child(format!("{} left out", pages(crawl.skipped))),
            el("ul").class("rows left-out").child(rows),
        ))
    });
    el("div").child((el("p").child(format!("{said}{removed}")), stop, left_out))
}
