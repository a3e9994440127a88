//! The help articles: found, read, written, added from files, deleted; and what the assistant answers from them.

use super::inputs::{area, choose_readers, draft_end, readers, text};
use crate::api;
use crate::browser::{self, TRIED};
use crate::desk::{Desk, Question};
use crate::screen::SettingsScreen;
use crate::unsaved;
use crate::views::{button, refusal};
use client::files;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::KnowledgeStatus;
use protocol::{
    Article, ArticleDraft, ArticleFormat, ArticleId, ArticleSummary, Audience, Outcome, Problem,
};
use std::rc::Rc;
use ui::dom::{El, View, el, keyed};
use ui::{Follow, Icon, prose};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;

/// Rows that are drawn; the rest are found by their titles.
const SHOWN: usize = 100;

/// What the screen holds.
#[derive(Clone, Copy)]
pub(super) struct Articles {
    desk: Desk,
    /// All of them, by title; none until they are loaded.
    all: RwSignal<Option<Vec<ArticleSummary>>>,
    status: RwSignal<Option<KnowledgeStatus>>,
    /// Words of the titles that are looked for.
    filter: RwSignal<String>,
    open: RwSignal<Option<Open>>,
    /// What became of the files that were added.
    added: RwSignal<Vec<String>>,
    /// What was deleted last, while it can be brought back.
    deleted: RwSignal<Option<(ArticleId, ArticleDraft)>>,
    problem: RwSignal<Option<Problem>>,
    /// Grows with each time they are loaded: what was asked for earlier, and comes later, is old.
    loads: StoredValue<u32>,
    /// Grows with whatever is opened or closed: an answer that comes later is of something else.
    turn: StoredValue<u32>,
}

/// The article that is written.
#[derive(Clone, PartialEq)]
struct Open {
    /// Its id; none, while it is new.
    id: Option<ArticleId>,
    draft: ArticleDraft,
}

/// What the screen holds, as it is being loaded.
pub(super) fn load(desk: Desk) -> Articles {
    let screen = Articles {
        desk,
        all: RwSignal::new(None),
        status: RwSignal::new(None),
        filter: RwSignal::default(),
        open: RwSignal::new(None),
        added: RwSignal::default(),
        deleted: RwSignal::new(None),
        problem: RwSignal::new(None),
        loads: StoredValue::new(0),
        turn: StoredValue::new(0),
    };
    screen.load();
    // What was half written when one left.
    let is_written = |it: &(_, ArticleDraft)| !it.1.title.is_empty() || !it.1.text.is_empty();
    if let Some((id, draft)) = desk.article.get_value().filter(is_written) {
        screen.open.set(Some(Open { id, draft }));
    }
    screen
}

/// The screen's content.
pub(super) fn view(screen: Articles) -> impl View {
    (
        el("p").child(
            "The assistant answers from these articles alone. Changes count at once. Folders of many files, PDF and \
             DOCX: “baton articles sync”.",
        ),
        move || screen.status.get().map(|status| el("p").class("state").child(state(&status))),
        refusal(move || screen.problem.with(|it| it.as_ref().map(ui::refused))),
        move || match screen.open.get() {
            Some(open) => editor(screen, open),
            None => list(screen),
        },
    )
}

impl Articles {
    fn load(self) {
        self.loads.update_value(|loads| *loads += 1);
        let load = self.loads.get_value();
        spawn_local(async move {
            match api::articles().await {
                Ok(_) if self.loads.try_get_value() != Some(load) => {}
                Ok(mut all) => {
                    all.sort_by_key(|article| article.title.to_lowercase());
                    let _gone = self.all.try_set(Some(all));
                }
                Err(problem) => self.refuse(problem),
            }
            if let Ok(status) = api::knowledge().await {
                let _gone = self.status.try_set(Some(status));
            }
        });
    }

    fn refuse(self, problem: Problem) {
        let _gone = self.problem.try_set(Some(problem));
    }

    fn is_taken(self, id: &ArticleId) -> bool {
        self.all
            .try_with_untracked(|all| all.iter().flatten().any(|it| it.id == *id))
            .unwrap_or_default()
    }

    /// Opens an article to be written, or closes it.
    fn show(self, open: Option<Open>) {
        self.turn.update_value(|turn| *turn += 1);
        if open.is_none() {
            unsaved::clear(SettingsScreen::Articles.name());
        }
        self.desk
            .article
            .set_value(open.clone().map(|open| (open.id, open.draft)));
        self.open.set(open);
    }

    /// Whether nothing was opened or closed since.
    fn is_still(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn read(self, id: ArticleId) {
        self.problem.set(None);
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        spawn_local(async move {
            match api::article(&id).await {
                Ok(_) if !self.is_still(turn) => {}
                Ok(article) => {
                    self.edit(id, article);
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    /// Opens what an article says, or said, to be written.
    fn edit(self, id: ArticleId, article: Article) {
        self.show(Some(Open {
            id: Some(id),
            draft: draft_of(article),
        }));
    }

    /// Every article's id and title, in the order of titles; none until they are loaded.
    pub(super) fn titles(self) -> Option<Vec<(String, String)>> {
        let all = self.all.get()?;
        let title = |it: ArticleSummary| (it.id.as_str().to_owned(), it.title);
        Some(all.into_iter().map(title).collect())
    }

    /// Adds words that learners use to an article; answers its title.
    pub(super) async fn add_words(self, id: &ArticleId, words: String) -> Result<String, Problem> {
        let mut draft = draft_of(api::article(id).await?);
        if !draft.synonyms.contains(&words) {
            draft.synonyms.push(words);
            api::put_article(id, &draft).await?;
            self.load();
        }
        Ok(draft.title)
    }

    /// Whether this article is open in the editor, whose text will overwrite what is added meanwhile.
    pub(super) fn is_written(self, id: &ArticleId) -> bool {
        self.open
            .with_untracked(|open| open.as_ref().is_some_and(|it| it.id.as_ref() == Some(id)))
    }

    /// Begins an article on what learners ask; not while another one is open.
    pub(super) fn begin_with(self, words: String) -> bool {
        let is_free = self.open.with_untracked(Option::is_none);
        if is_free {
            self.begin(words);
        }
        is_free
    }

    fn begin(self, title: String) {
        self.problem.set(None);
        self.show(Some(Open {
            id: None,
            draft: ArticleDraft {
                title,
                text: String::new(),
                format: ArticleFormat::Markdown,
                audience: Audience::Learner,
                url: None,
                tags: Vec::new(),
                synonyms: Vec::new(),
                language: None,
            },
        }));
    }

    fn save(self, id: Option<ArticleId>, draft: ArticleDraft) {
        self.problem.set(None);
        let id = id.or_else(|| files::id(&draft.title, |id| self.is_taken(id)));
        let Some(id) = id else { return };
        let turn = self.turn.get_value();
        spawn_local(async move {
            match api::put_article(&id, &draft).await {
                Ok(_) => {
                    if self.is_still(turn) {
                        self.show(None);
                    }
                    self.load();
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    fn delete(self, id: ArticleId, title: &str) {
        self.desk.question.set(Some(Question {
            words: ui::say!("Delete “{title}”? No answer uses it from then on, and its earlier versions go with it.", title = title),
            yes: "Delete",
            then: Rc::new(move || {
                let id = id.clone();
                let turn = self.turn.try_get_value().unwrap_or_default();
                spawn_local(async move {
                    // What stands there, and not what is being written, comes back.
                    let stood = match api::article(&id).await {
                        Ok(article) => draft_of(article),
                        Err(problem) => return self.refuse(problem),
                    };
                    match api::delete_article(&id).await {
                        Ok(()) => {
                            if self.is_still(turn) {
                                self.show(None);
                            }
                            let _gone = self.deleted.try_set(Some((id, stood)));
                            self.load();
                        }
                        Err(problem) => self.refuse(problem),
                    }
                });
            }),
        }));
    }

    /// Puts back what was deleted last, unless something else has its name by now.
    fn bring_back(self) {
        let Some((id, draft)) = self.deleted.get_untracked() else {
            return;
        };
        // Before all names are known, another's could be taken.
        if self.all.with_untracked(Option::is_none) {
            return;
        }
        if self.is_taken(&id) {
            self.deleted.set(None);
            return self
                .desk
                .say(ui::say!("Another article uses this id now."), None);
        }
        spawn_local(async move {
            match api::put_article(&id, &draft).await {
                Ok(_) => {
                    // What was deleted meanwhile can still be brought back.
                    let is_it = self.deleted.try_with_untracked(|last| {
                        last.as_ref().is_some_and(|(last, _)| *last == id)
                    });
                    if is_it == Some(true) {
                        self.deleted.set(None);
                    }
                    self.load();
                }
                Err(problem) => self.refuse(problem),
            }
        });
    }

    /// Adds files, one after the other. One whose title is an article's already stands in its place.
    fn add(self, list: web_sys::FileList) {
        self.problem.set(None);
        self.added.set(Vec::new());
        spawn_local(async move {
            let (mut done, mut left) = (0_u32, Vec::new());
            for at in 0..list.length() {
                let Some(file) = list.get(at) else { continue };
                let name = file.name();
                match self.add_one(&file).await {
                    Ok(()) => done += 1,
                    Err(why) => left.push(format!("{name}: {why}")),
                }
                let count = ui::count!(done, "1 article added.", "{count} articles added.");
                let lines: Vec<String> = [count].into_iter().chain(left.iter().cloned()).collect();
                let _gone = self.added.try_set(lines);
            }
            self.load();
        });
    }

    async fn add_one(self, file: &web_sys::File) -> Result<(), String> {
        let text = JsFuture::from(file.text()).await.ok();
        let text = text.and_then(|text| text.as_string()).unwrap_or_default();
        let mut draft = files::draft(&file.name(), &text).ok_or_else(|| {
            ui::say!("only Markdown, HTML and text are read here; “baton articles sync” reads PDF and DOCX")
        })?;
        let known = self.all.try_with_untracked(|all| {
            let mut all = all.iter().flatten();
            all.find(|it| it.title == draft.title)
                .map(|it| it.id.clone())
        });
        let known = known.ok_or_else(|| ui::say!("this screen was left"))?;
        if let Some(id) = &known {
            // Who may read it, and what else was said of it, stays.
            let before = api::article(id).await;
            let before = before.map_err(|problem| ui::refused(&problem))?;
            draft.audience = before.audience;
            draft.url = before.url;
            draft.tags = before.tags;
            draft.synonyms = before.synonyms;
            draft.language = before.language;
        }
        let id = known.or_else(|| files::id(&draft.title, |id| self.is_taken(id)));
        let id = id.ok_or_else(|| ui::say!("it has no name"))?;
        let put = api::put_article(&id, &draft).await;
        put.map_err(|problem| ui::refused(&problem))?;
        // The next file's id is another.
        let _gone = self.all.try_update(|all| {
            all.get_or_insert_default().push(ArticleSummary {
                id,
                title: draft.title,
                audience: draft.audience,
                digest: String::new(),
                updated_at: ui::now(),
            });
        });
        Ok(())
    }
}

/// How far indexing has come, in a sentence.
pub(super) fn state(status: &KnowledgeStatus) -> String {
    let counted = match status.articles {
        0 => return ui::say!("No articles yet: every question goes to people."),
        count => ui::count!(
            count,
            "1 article in {passages} passages.",
            "{count} articles in {passages} passages.",
            passages = status.passages
        ),
    };
    let waits = status.passages.saturating_sub(status.embedded);
    match &status.problem {
        Some(problem) => ui::say!(
            "{counted} {waits} wait to be embedded: {problem}",
            counted = counted,
            waits = waits,
            problem = ui::from_server(problem)
        ),
        None if waits > 0 => {
            ui::say!(
                "{counted} {waits} are still being embedded; all can be found.",
                counted = counted,
                waits = waits
            )
        }
        None => counted,
    }
}

/// An article as it is put.
fn draft_of(article: Article) -> ArticleDraft {
    ArticleDraft {
        title: article.title,
        text: article.text,
        format: ArticleFormat::Markdown,
        audience: article.audience,
        url: article.url,
        tags: article.tags,
        synonyms: article.synonyms,
        language: article.language,
    }
}

fn list(screen: Articles) -> El {
    // Before all names are known, a new one could be another's.
    let is_loading = move || screen.all.with(Option::is_none);
    let picker = el("input")
        .attr("type", "file")
        .attr("multiple", "")
        .attr("accept", files::ENDINGS)
        .attr("aria-label", "Add files")
        .disabled(is_loading);
    let chosen = picker.clone();
    let picker = picker.on("change", move |_| {
        if let Some(files) = chosen.files() {
            screen.add(files);
        }
    });
    let dropped = move |event: web_sys::Event| {
        event.prevent_default();
        let event: Option<web_sys::DragEvent> = event.dyn_into().ok();
        let files = event.and_then(|it| it.data_transfer()?.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            screen.add(files);
        }
    };
    let found = Memo::new(move |_| {
        let words = screen.filter.get().to_lowercase();
        let all = screen.all.get()?;
        let is_named = |it: &ArticleSummary| it.title.to_lowercase().contains(words.trim());
        Some(all.into_iter().filter(is_named).collect::<Vec<_>>())
    });
    let rows = move || {
        let mut found = found.get().unwrap_or_default();
        found.truncate(SHOWN);
        found
    };
    let beside = move || {
        let count = found.with(|found| found.as_ref().map(Vec::len));
        let has_any = screen
            .all
            .with(|all| all.as_ref().is_some_and(|all| !all.is_empty()));
        match count {
            None => Some(el("li").child("Loading…")),
            Some(0) if has_any => Some(el("li").class("empty").child("No title has these words.")),
            Some(count) if count > SHOWN => {
                let more = ui::say!("{more} more: search by title.", more = count - SHOWN);
                Some(el("li").class("empty").child(more))
            }
            Some(_) => None,
        }
    };
    el("div")
        .class("articles")
        .on("dragover", |event| event.prevent_default())
        .on("drop", dropped)
        .child((
            el("div").class("row-start").child((
                button("primary", Icon::WRITE, "Write an article", move || {
                    screen.begin(String::new())
                })
                .disabled(is_loading),
                el("label").class("button file").child((
                    ui::icon(Icon::ADD),
                    el("span").child("Add files"),
                    picker,
                )),
                el("span")
                    .class("hint")
                    .child("or drop Markdown, HTML and text files here"),
            )),
            el("div").attr("role", "status").child(move || {
                let lines = screen.added.get();
                lines
                    .into_iter()
                    .map(|line| el("p").child(line))
                    .collect::<Vec<El>>()
            }),
            el("div").attr("role", "status").child(move || {
                let (_, draft) = screen.deleted.get()?;
                Some(
                    el("p").class("deleted").child((
                        el("span").child(ui::say!("“{title}” was deleted.", title = draft.title)),
                        el("button")
                            .attr("type", "button")
                            .class("link")
                            .on("click", move |_| screen.bring_back())
                            .child("Undo"),
                    )),
                )
            }),
            super::crawl::view(move || screen.load()),
            el("label").class("field").child((
                el("span").child("Find an article"),
                el("input")
                    .attr("type", "search")
                    .attr("autocomplete", "off")
                    .value(move || screen.filter.get())
                    .on_input(move |text| screen.filter.set(text)),
            )),
            el("ul")
                .class("rows")
                .attr("aria-label", "Articles")
                .child((
                    // What is loaded anew keeps its row: a press that has begun still counts.
                    keyed(
                        rows,
                        |it: &ArticleSummary| {
                            format!(
                                "{} {} {:?} {}",
                                it.id, it.title, it.audience, it.updated_at.0
                            )
                        },
                        move |it| row(screen, it),
                    ),
                    beside,
                )),
        ))
}

fn row(screen: Articles, article: ArticleSummary) -> El {
    let id = article.id;
    let audience = match article.audience {
        Audience::Learner => None,
        audience => Some(el("span").class("tag").child(readers(audience))),
    };
    el("li").child((
        el("button")
            .attr("type", "button")
            .class("link")
            .on("click", move |_| screen.read(id.clone()))
            .child(article.title),
        audience,
        el("span").child(ui::relative(article.updated_at, ui::now())),
    ))
}

fn editor(screen: Articles, open: Open) -> El {
    let Open { id, draft } = open;
    let is_new = id.is_none();
    let title = draft.title.clone();
    let preview = RwSignal::new(draft.text.clone());
    let draft = StoredValue::new(draft);
    let kept_id = id.clone();
    let edit = move |to: &dyn Fn(&mut ArticleDraft)| {
        draft.update_value(|draft| to(draft));
        // Whoever leaves the screen finds it again.
        let kept = (kept_id.clone(), draft.get_value());
        screen.desk.article.set_value(Some(kept));
    };
    let edit = Rc::new(edit);
    let edits = [(); 5].map(|()| Rc::clone(&edit));
    let [title_edit, text_edit, audience_edit, url_edit, words_edit] = edits;
    let asked = RwSignal::new(String::new());
    let answer: RwSignal<Option<(String, String)>> = RwSignal::new(None);
    let save = {
        let id = id.clone();
        move || screen.save(id.clone(), draft.get_value())
    };
    let ask = move || {
        let question = asked.get_untracked();
        if question.trim().is_empty() {
            return;
        }
        browser::keep(TRIED, Some("yes"));
        // As those ask who may read this article.
        let audience = draft.with_value(|draft| draft.audience);
        spawn_local(async move {
            let answered = match api::search(question.trim(), audience).await {
                Ok(found) => {
                    let said = super::outcome::becomes(found.outcome);
                    let is_said = found.outcome != Outcome::HandOff;
                    (said, if is_said { found.answer } else { String::new() })
                }
                Err(problem) => (ui::refused(&problem), String::new()),
            };
            let _gone = answer.try_set(Some(answered));
        });
    };
    let before = draft.with_value(Clone::clone);
    let fields = (
        text("Title", &before.title, move |text| {
            title_edit(&|it| it.title.clone_from(&text));
        }),
        area("Text, as Markdown", 14, &before.text, move |text| {
            preview.set(text.clone());
            text_edit(&|it| it.text.clone_from(&text));
        }),
        el("details")
            .class("evidence")
            .child((el("summary").child("Preview"), move || {
                prose(&preview.get(), Follow::default())
            })),
        el("div").class("pair").child((
            choose_readers("Who may read it", before.audience, move |audience| {
                audience_edit(&|it| it.audience = audience);
            }),
            text(
                "Public address (optional)",
                before.url.as_deref().unwrap_or(""),
                move |text| {
                    url_edit(&|it| {
                        it.url = Some(text.clone()).filter(|text| !text.trim().is_empty());
                    });
                },
            ),
        )),
        text(
            "Other words that learners use for it, with commas between",
            &before.synonyms.join(", "),
            move |text| {
                words_edit(&|it| {
                    let words = text
                        .split(',')
                        .map(str::trim)
                        .filter(|word| !word.is_empty());
                    it.synonyms = words.map(str::to_owned).collect();
                });
            },
        ),
    );
    let opened = draft.with_value(Clone::clone);
    let past = id.clone().map(|id| {
        super::history::view(id.clone(), move |article| {
            // Who may read it, its address and words stay as they are.
            let put = ArticleDraft {
                title: article.title,
                text: article.text,
                ..draft.get_value()
            };
            let open = Open {
                id: Some(id.clone()),
                draft: put,
            };
            if draft.with_value(|now| *now == opened) {
                screen.show(Some(open));
                return;
            }
            screen.desk.question.set(Some(Question {
                words: ui::say!("Replace what you have written by this version?"),
                yes: "Replace",
                then: Rc::new(move || screen.show(Some(open.clone()))),
            }));
        })
    });
    let delete = id.map(|id| {
        button("quiet", Icon::CLOSE, "Delete", move || {
            screen.delete(id.clone(), &title)
        })
    });
    el("div").child((
        el("form")
            .class("editor")
            .on("submit", move |event| {
                event.prevent_default();
                save();
            })
            .child((
                el("h3").child(if is_new {
                    "A new article"
                } else {
                    "Edit the article"
                }),
                fields,
                delete,
                draft_end("button primary", "Save the article", move || {
                    screen.show(None)
                }),
            )),
        el("form")
            .attr("data-tries", "")
            .on("submit", move |event| {
                event.prevent_default();
                ask();
            })
            .child((
                crate::views::field(
                    "What does the assistant answer now? Ask it",
                    "text",
                    "off",
                    asked,
                ),
                el("div").class("row-end").child(
                    el("button")
                        .attr("type", "submit")
                        .class("button")
                        .child("Ask"),
                ),
                el("div").attr("role", "status").child(move || {
                    let (said, text) = answer.get()?;
                    Some((
                        el("p").class("outcome").child(said),
                        (!text.is_empty()).then(|| prose(&text, Follow::default())),
                    ))
                }),
            )),
        past,
    ))
}
