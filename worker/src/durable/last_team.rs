//! What a team decided, as each conversation knows it.
//!
//! Read from the team's object at most once a minute, and kept with the conversation: an input that comes
//! after an eviction, an alarm among them, is judged by what was seen last, without a call.

use super::team;
use crate::brake;
use crate::clock;
use crate::config;
use crate::error::Error;
use crate::model;
use crate::store::Sql;
use crate::store::log::{self, Known};
use crate::store::push::PushTo;
use domain::schedule::Schedule;
use domain::tag::AutoTags;
use domain::{Patience, Push, Team};
use protocol::settings::Settings;
use protocol::{AgentId, Hours, Period, Rule, Tag, TagDefinition, TeamId, Timestamp};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use worker::Env;

/// How long a team's settings are remembered: a change is felt within a minute.
const FRESH_MS: i64 = 60_000;

/// How long who is here is taken as known.
const HERE_MS: i64 = 5 * 60_000;

/// The team that a conversation last saw.
#[derive(Default)]
pub(crate) struct LastTeam {
    seen: RefCell<Option<Seen>>,
    /// Whether the assistant's conversations of the day were used up when it was last asked.
    is_spent: Cell<bool>,
    /// Whether too many newcomers asked for a person when it was last asked.
    is_crowded: Cell<bool>,
    /// Whether the team has counted already that this newcomer is passed on.
    is_counted: Cell<bool>,
    /// Agents who may not sign in any more.
    gone: RefCell<Rc<[AgentId]>>,
    /// Agents who have the inbox open and are not away, and when that was known.
    here: RefCell<Option<(Timestamp, Rc<[AgentId]>)>>,
    /// Where the learner comes from, and until when they are new; nothing, if the LMS signed for them.
    newcomer: RefCell<Option<(String, Timestamp)>>,
    /// Whether what is kept was looked for.
    is_looked: Cell<bool>,
}

struct Seen {
    team: Team,
    /// What its schedule was made of: as long as it stays so does the schedule, for a zone is asked
    /// some sixty times.
    hours: Option<Hours>,
    /// What its agents' browsers were made of: as long as it stays they do, for their hours are a zone's.
    push: Vec<PushTo>,
    /// When it was read; never, since the object woke, if absent.
    read: Option<(Timestamp, Rc<AutoTags>)>,
    /// What the tags were read from: as long as it stays they do, for many take long to read.
    definitions: Vec<TagDefinition>,
}

impl Seen {
    fn new(known: Known, before: Option<&Self>) -> Self {
        let Known { settings, push } = known;
        let as_before = before.filter(|before| before.push == push);
        let browsers = match as_before {
            Some(before) => Rc::clone(&before.team.push),
            None => push.iter().map(browser).collect(),
        };
        let same = before.filter(|before| before.hours == settings.hours);
        let schedules = match same {
            Some(before) => Schedules {
                team: before.team.schedule.clone(),
                by_tag: Rc::clone(&before.team.tag_schedules),
            },
            None => Schedules::of(settings.hours.as_ref()),
        };
        Self {
            team: Team {
                push: browsers,
                ..with_schedules(&settings, settings.rules.clone(), schedules)
            },
            push,
            hours: settings.hours,
            read: None,
            definitions: settings.tags,
        }
    }
}

impl LastTeam {
    /// The learner is here, new or not, signed for or not.
    pub(crate) fn comes(&self, newcomer: Option<(String, Timestamp)>) {
        *self.newcomer.borrow_mut() = newcomer;
    }

    /// The name under which the brake counts the learner: their network, while they are new. Nothing, if the LMS signed
    /// for them.
    pub(crate) fn newcomer(&self) -> Option<String> {
        let newcomer = self.newcomer.borrow();
        let (network, until) = newcomer.as_ref()?;
        let is_counted_so = *until > clock::now() || brake::is_apart(network);
        Some(if is_counted_so {
            network.clone()
        } else {
            brake::aged(network)
        })
    }

    /// The same, of a learner who is passed on and was not counted yet.
    pub(crate) fn uncounted(&self) -> Option<String> {
        let is_counted = self.is_counted.replace(false);
        self.newcomer().filter(|_| !is_counted)
    }

    /// Whether what the team decided was ever seen, now or before the object slept.
    pub(crate) fn is_known(&self, sql: &Sql) -> bool {
        self.look(sql);
        self.seen.borrow().is_some()
    }

    /// Looks for what was kept, once after the object woke.
    fn look(&self, sql: &Sql) {
        let mut seen = self.seen.borrow_mut();
        if seen.is_none() && !self.is_looked.replace(true) {
            // What cannot be read any more is as good as none: the next search reads it anew.
            *seen = match log::known_team(sql) {
                Ok(kept) => kept.map(|kept| Seen::new(kept, None)),
                Err(error) => {
                    error.into_problem();
                    None
                }
            };
        }
    }

    /// The team as it stands now: what was read, else what was kept, else what every team begins
    /// with.
    pub(crate) fn now(&self, env: &Env, sql: &Sql) -> Team {
        self.look(sql);
        let seen = self.seen.borrow();
        let team = match &*seen {
            Some(seen) => seen.team.clone(),
            None => Team::default(),
        };
        Team {
            is_spent: self.is_spent.get(),
            is_crowded: self.is_crowded.get() && self.newcomer().is_some(),
            gone: Rc::clone(&self.gone.borrow()),
            here: self.here_now(),
            has_model: model::is_written(env),
            has_mail: config::mail(env).is_some(),
            ..team
        }
    }

    /// Who is here, if that was read lately: people come and go.
    fn here_now(&self) -> Option<Rc<[AgentId]>> {
        let here = self.here.borrow();
        let (at, here) = here.as_ref()?;
        (clock::now().since(*at) < HERE_MS).then(|| Rc::clone(here))
    }

    /// Reads what the team decided, unless that was done within the minute; answers its tags. Until
    /// the assistant has taken a conversation on, each turn asks whether it may today; a newcomer's request for a person
    /// asks each time, and has its place from then on.
    ///
    /// # Errors
    /// The team's object could not be asked.
    pub(crate) async fn refresh(
        &self,
        env: &Env,
        sql: &Sql,
        id: &TeamId,
        is_taken_on: bool,
        asks_for_person: bool,
    ) -> Result<Rc<AutoTags>, Error> {
        let now = clock::now();
        let newcomer = self.newcomer();
        // A crowd may have come, or gone, since.
        let is_newcomers = asks_for_person && newcomer.is_some();
        let may_stay = is_taken_on && !self.is_crowded.get() && !is_newcomers;
        if may_stay && let Some(seen) = &*self.seen.borrow() {
            match &seen.read {
                Some((at, tags)) if now.since(*at) < FRESH_MS => {
                    self.is_spent.set(false);
                    return Ok(Rc::clone(tags));
                }
                _ => {}
            }
        }
        let asked = team::Decide {
            begins: !is_taken_on,
            newcomer,
            asks_for_person,
        };
        let team::Decided {
            settings,
            is_spent,
            is_crowded,
            gone,
            here,
            push,
        } = team::ask(env, id, asked).await?;
        let known = Known {
            settings: *settings,
            push,
        };
        self.is_crowded.set(is_crowded);
        if is_newcomers {
            self.is_counted.set(!is_crowded);
        }
        *self.gone.borrow_mut() = gone.into();
        *self.here.borrow_mut() = Some((now, here.into()));
        log::keep_team(sql, &known)?;
        let mut seen = self.seen.borrow_mut();
        let before = seen.take();
        let same = before.as_ref();
        let same = same.filter(|before| before.definitions == known.settings.tags);
        let tags = match same.and_then(|before| before.read.as_ref()) {
            Some((_, tags)) => Rc::clone(tags),
            None => Rc::new(AutoTags::new(&known.settings.tags)),
        };
        *seen = Some(Seen {
            read: Some((now, Rc::clone(&tags))),
            ..Seen::new(known, before.as_ref())
        });
        self.is_spent.set(is_spent);
        Ok(tags)
    }
}

/// A browser, with the hours in which it is told.
fn browser(to: &PushTo) -> Push {
    let hours = to.choices.hours.as_ref().and_then(|hours| {
        let offsets = clock::offsets(&hours.time_zone, clock::now().plus(-DAY_MS))?;
        let period = Period {
            from: hours.from,
            to: hours.to,
        };
        Some(Schedule::daily(7, period, offsets))
    });
    Push {
        agent: to.agent.clone(),
        is_admin: to.is_admin,
        address: to.address.clone(),
        on: to.choices.on.clone(),
        // If the zone is gone from the runtime, the browser is told at any hour.
        schedule: hours.unwrap_or_else(Schedule::always),
        urgent_always: to.choices.urgent_always,
    }
}

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A team of these settings, with these rules.
pub(crate) fn of(settings: &Settings, rules: Option<Vec<Rule>>) -> Team {
    with_schedules(settings, rules, Schedules::of(settings.hours.as_ref()))
}

fn with_schedules(settings: &Settings, rules: Option<Vec<Rule>>, schedules: Schedules) -> Team {
    Team {
        schedule: schedules.team,
        tag_schedules: schedules.by_tag,
        actions: settings.actions.clone().into(),
        suggestions: settings.profile.suggestions.clone().into(),
        crisis_line: settings.answers.crisis_line.as_str().into(),
        asks_rating: settings.ratings.is_asked,
        budget: settings.budget.clone(),
        patience: Patience::of(&settings.patience),
        promises: Rc::new(settings.promises.clone()),
        alerts: settings.alerts.clone().into(),
        first_choice: settings.routing.by_tag.clone().into(),
        likely: settings.answers.offer_threshold,
        ..Team::new(settings.answers.confidence_threshold, rules)
    }
}

/// How far back a zone's offsets are read: nobody waits for longer without a word of theirs.
const BACK_MS: i64 = 60 * 24 * 60 * 60 * 1_000;

/// When a team is there, by its hours.
struct Schedules {
    team: Schedule,
    by_tag: Rc<[(Tag, Schedule)]>,
}

impl Schedules {
    fn of(hours: Option<&Hours>) -> Self {
        // Promises are counted from when somebody began to wait.
        let known = hours.and_then(|hours| {
            let offsets = clock::offsets(&hours.time_zone, clock::now().plus(-BACK_MS))?;
            Some((hours, offsets))
        });
        // The zone was checked when it was saved; one that was retired since closes nobody.
        let Some((hours, offsets)) = known else {
            return Self {
                team: Schedule::always(),
                by_tag: Rc::default(),
            };
        };
        let by_tag = hours.by_tag.iter().map(|of| {
            let own = Hours {
                open: of.open.clone(),
                by_tag: Vec::new(),
                ..hours.clone()
            };
            (of.tag.clone(), Schedule::new(&own, offsets.clone()))
        });
        Self {
            by_tag: by_tag.collect(),
            team: Schedule::new(hours, offsets),
        }
    }
}
