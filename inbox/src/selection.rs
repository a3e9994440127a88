//! Something done with many conversations: which are selected, and one command after another.

use crate::api;
use crate::desk::Desk;
use leptos::prelude::*;
use leptos::task::spawn_local;
use protocol::http::AgentCommand;
use protocol::{AgentId, ConversationId, Status, Summary, Tag};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;
use wasm_bindgen::JsCast as _;

/// Requests on their way at a time: a browser has six to a server over HTTP/1.1, and typing goes on.
const AT_A_TIME: usize = 4;

/// What is done with all that is selected.
#[derive(Clone)]
pub(crate) enum Bulk {
    TakeOver,
    Assign { to: AgentId, name: String },
    Tag(Tag),
    Resolve,
}

impl Bulk {
    /// The commands for one conversation, in order; `None` if it is not this agent's to do.
    fn commands(&self, row: &Summary, me: &AgentId) -> Option<Vec<AgentCommand>> {
        let owner = row.owner.as_ref().map(|owner| &owner.id);
        let is_others = owner.is_some_and(|owner| owner != me);
        let claim = AgentCommand::Claim { from: None };
        let is_resolved = row.status == Status::Resolved;
        match self {
            Self::Tag(tag) => Some(vec![AgentCommand::Tag { tag: tag.clone() }]),
            Self::TakeOver | Self::Resolve if is_others || is_resolved => None,
            // It is theirs already.
            Self::TakeOver if owner.is_some() => Some(Vec::new()),
            Self::TakeOver => Some(vec![claim]),
            Self::Resolve if owner.is_some() => Some(vec![AgentCommand::Resolve]),
            Self::Resolve => Some(vec![claim, AgentCommand::Resolve]),
            Self::Assign { .. } if is_resolved => None,
            Self::Assign { to, .. } => Some(vec![AgentCommand::Assign {
                to: to.clone(),
                note: None,
                mentions: Vec::new(),
            }]),
        }
    }

    /// What takes it back in a conversation that was so before, in order; nothing, where nothing was done or nothing does.
    fn back(&self, row: &Summary, me: &AgentId) -> Vec<AgentCommand> {
        let owner = row.owner.as_ref().map(|owner| &owner.id);
        // To whom it was: nobody of the team, or the assistant.
        let away = match row.status {
            Status::Pending => AgentCommand::ReturnToAssistant,
            _ => AgentCommand::Release,
        };
        let claim = |to: &AgentId| AgentCommand::Claim {
            from: Some(to.clone()),
        };
        match self {
            Self::Tag(tag) if row.tags.contains(tag) => Vec::new(),
            Self::Tag(tag) => vec![AgentCommand::Untag { tag: tag.clone() }],
            Self::TakeOver if owner.is_some() => Vec::new(),
            Self::TakeOver => vec![away],
            Self::Resolve if owner.is_some() => vec![AgentCommand::Reopen],
            Self::Resolve => vec![AgentCommand::Reopen, away],
            Self::Assign { to, .. } => match owner {
                Some(owner) if owner == to => Vec::new(),
                Some(owner) if owner == me => vec![claim(to)],
                Some(owner) => vec![AgentCommand::Assign {
                    to: owner.clone(),
                    note: None,
                    mentions: Vec::new(),
                }],
                None if to == me => vec![away],
                None => vec![claim(to), away],
            },
        }
    }

    /// What was done, of so many.
    fn done(&self, count: usize) -> String {
        match self {
            Self::TakeOver => ui::count!(
                count,
                "Took over 1 conversation",
                "Took over {count} conversations"
            ),
            Self::Assign { name, .. } => ui::count!(
                count,
                "Assigned 1 conversation to {name}",
                "Assigned {count} conversations to {name}",
                name = name
            ),
            Self::Tag(tag) => ui::count!(
                count,
                "Tagged 1 conversation “{tag}”",
                "Tagged {count} conversations “{tag}”",
                tag = tag
            ),
            Self::Resolve => ui::count!(
                count,
                "Resolved 1 conversation",
                "Resolved {count} conversations"
            ),
        }
    }
}

/// So many conversations, in words.
pub(crate) fn conversations(count: usize) -> String {
    ui::count!(count, "1 conversation", "{count} conversations")
}

/// What is to be done in one conversation, and what takes it back.
struct ToDo {
    id: ConversationId,
    commands: Vec<AgentCommand>,
    back: Vec<AgentCommand>,
}

/// How a run stands.
#[derive(Default)]
struct Run {
    done: Cell<usize>,
    /// What takes back what was done.
    back: RefCell<Vec<(ConversationId, AgentCommand)>>,
    /// How many were not done, by why.
    left: RefCell<BTreeMap<String, usize>>,
}

impl Run {
    fn leave(&self, why: String) {
        *self.left.borrow_mut().entry(why).or_default() += 1;
    }
}

impl Desk {
    /// Whether this conversation is selected.
    pub(crate) fn is_selected(self, id: &ConversationId) -> bool {
        self.selected.with(|all| all.contains(id))
    }

    /// Selects a conversation, or no longer.
    pub(crate) fn select(self, id: &ConversationId, is_on: bool) {
        self.selected.update(|all| {
            match is_on {
                true => all.insert(id.clone()),
                false => all.remove(id),
            };
        });
    }

    /// Selects all that the list shows.
    pub(crate) fn select_all(self) {
        let all = untrack(|| self.rows());
        self.selected.set(all.into_iter().collect());
    }

    /// Gives the focus to the row that the Tab key stops at: what had it is gone.
    pub(crate) fn focus_list(self) {
        let row = document().query_selector(".list .row[tabindex=\"0\"]");
        let row = row.ok().flatten();
        if let Some(row) = row.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _refused = row.focus();
        }
    }

    /// Selects none.
    pub(crate) fn select_none(self) {
        self.selected.update(HashSet::clear);
    }

    /// Does it with all that is selected; what closes many, or takes from a colleague, is asked first.
    pub(crate) fn do_with_selected(self, bulk: Bulk) {
        let count = self.selected.with_untracked(HashSet::len);
        let (words, yes) = match &bulk {
            Bulk::Resolve if count > 1 => (
                ui::count!(
                    count,
                    "Resolve 1 conversation?",
                    "Resolve {count} conversations? Conversations assigned to a colleague won't change."
                ),
                "Resolve",
            ),
            Bulk::Assign { to, name } if self.others_among_selected(to) > 0 => (
                ui::count!(
                    count,
                    "Assign 1 conversation to {name}? It is assigned to somebody else.",
                    "Assign {count} conversations to {name}? Assigned to somebody else: {others}.",
                    name = name,
                    others = self.others_among_selected(to)
                ),
                "Assign",
            ),
            _ => {
                self.run(bulk);
                return;
            }
        };
        self.ask(words, yes, move || self.run(bulk.clone()));
    }

    /// How many of the selected conversations a third person has, if they are to be `to`'s.
    fn others_among_selected(self, to: &AgentId) -> usize {
        let me = untrack(|| self.my_id());
        let selected = self.selected.get_untracked();
        self.list.with_untracked(|list| {
            let rows = selected.iter().filter_map(|id| list.get(id));
            let owners = rows.filter_map(|row| row.owner.as_ref());
            owners.filter(|it| it.id != me && it.id != *to).count()
        })
    }

    /// The commands for each selected conversation; of those for which there are none, `run` says why.
    fn to_do(self, bulk: &Bulk, run: &Run) -> Vec<ToDo> {
        let me = untrack(|| self.my_id());
        let mut to_do = Vec::new();
        let selected = self.selected.get_untracked();
        for id in selected {
            let row = self.list.with_untracked(|list| list.get(&id).cloned());
            let Some(row) = row else {
                run.leave(ui::say!("not in the list"));
                continue;
            };
            // Resolved first, a reply would not be taken any more.
            if matches!(bulk, Bulk::Resolve) && self.is_sending(&id) {
                run.leave(ui::say!("with a reply being sent"));
                continue;
            }
            match bulk.commands(&row, &me) {
                Some(commands) => to_do.push(ToDo {
                    id,
                    commands,
                    back: bulk.back(&row, &me),
                }),
                None => run.leave(match row.owner.filter(|owner| owner.id != me) {
                    Some(owner) => ui::say!("with {name}", name = owner.name),
                    None => ui::say!("already resolved"),
                }),
            }
        }
        to_do
    }

    fn run(self, bulk: Bulk) {
        let count = self.selected.with_untracked(HashSet::len);
        if count == 0 || self.is_at_work.get_value() {
            return;
        }
        self.is_at_work.set_value(true);
        let me = untrack(|| self.my_id());
        let run = Rc::new(Run::default());
        let to_do = Rc::new(RefCell::new(self.to_do(&bulk, &run)));
        let running = Rc::new(Cell::new(AT_A_TIME));
        self.say(
            ui::count!(
                count,
                "Working on 1 conversation…",
                "Working on {count} conversations…"
            ),
            None,
        );
        for _ in 0..AT_A_TIME {
            let (to_do, run) = (Rc::clone(&to_do), Rc::clone(&run));
            let (running, bulk, me) = (Rc::clone(&running), bulk.clone(), me.clone());
            // Whoever signs in next does nothing of this.
            let is_mine = move || untrack(|| self.my_id()) == me;
            spawn_local(async move {
                loop {
                    let next = to_do.borrow_mut().pop();
                    let Some(ToDo { id, commands, back }) = next.filter(|_| is_mine()) else {
                        break;
                    };
                    if let Bulk::Assign { .. } = bulk {
                        self.given.update_value(|given| {
                            given.insert(id.clone());
                        });
                    }
                    match one(&id, &commands).await {
                        Ok(()) => {
                            run.done.set(run.done.get() + 1);
                            let back = back.into_iter().map(|back| (id.clone(), back));
                            run.back.borrow_mut().extend(back);
                            self.select(&id, false);
                        }
                        Err(why) => run.leave(why),
                    }
                }
                running.set(running.get() - 1);
                if running.get() == 0 {
                    self.is_at_work.set_value(false);
                    if is_mine() {
                        self.has_run(&bulk, &run);
                    }
                }
            });
        }
    }

    /// Says what became of it. What was left stays selected.
    fn has_run(self, bulk: &Bulk, run: &Run) {
        let left = run.left.borrow();
        let left: Vec<String> = left
            .iter()
            .map(|(why, count)| format!("{count} {why}"))
            .collect();
        let mut words = bulk.done(run.done.get());
        if !left.is_empty() {
            words.push_str(". ");
            words.push_str(&ui::say!("Skipped: {list}", list = left.join(", ")));
        }
        self.say_of_all(words, run.back.take());
        if self.selected.with_untracked(HashSet::is_empty) {
            // The bar that had the focus is gone, once the page is drawn.
            request_animation_frame(move || {
                let focused = document().active_element();
                if focused.is_none_or(|it| it.tag_name() == "BODY") {
                    self.focus_list();
                }
            });
        }
    }
}

/// One conversation's commands, one after another; why not, if one is refused.
async fn one(id: &ConversationId, commands: &[AgentCommand]) -> Result<(), String> {
    for command in commands {
        api::command(id, command)
            .await
            .map_err(|problem| ui::from_server(&problem.message))?;
    }
    Ok(())
}
