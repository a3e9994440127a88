//! A conversation in each mode (J3): manual, keyword, on failure, scheduled, asynchronous; and who is told as nobody
//! comes (I2). Each `tests/modes/*.txt` says
//! what the team set, who does what when, what is decided, and what the learner reads of it in three languages; the
//! promised time is the one at which the reply is late.
//!
//! A line `team: …` sets something, `Sat 10:00:05 learner: …` happens; the indented lines are written anew by
//! `BLESS=1 cargo test -p domain --test modes`.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod effects;
mod packet;
mod script;

use client::words::{Word, Words};
use domain::schedule::{Offsets, Schedule};
use domain::speech::for_learner;
use domain::{Conversation, Effect, Push, Team, Telling};
use effects::shown;
use protocol::settings::{AlertOn, PromiseSettings, TagAgents};
use protocol::{
    AgentId, ConversationId, Hours, LearnerEvent, LearnerId, Rule, Span, Tag, Timestamp,
};
use script::input;
use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;

const LANGUAGES: [&str; 3] = ["en", "es", "ar"];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Monday, 5 January 1970, 00:00 in UTC: the week that scripts play in.
const WEEK: i64 = 4 * DAY;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// `Sat 10:00`, or `Sat 10:00:05`; a second week's begins with `next`.
fn time(text: &str) -> Option<Timestamp> {
    let (weeks, text) = match text.strip_prefix("next ") {
        Some(rest) => (1, rest),
        None => (0, text),
    };
    let (day, clock) = text.split_once(' ')?;
    let day = i64::try_from(DAYS.iter().position(|it| *it == day)?).ok()?;
    let mut parts = clock.split(':').map(|it| it.parse::<i64>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = parts.next().flatten().unwrap_or(0);
    let at = WEEK + (7 * weeks + day) * DAY + (hours * 60 + minutes) * MINUTE + seconds * 1_000;
    Some(Timestamp(at))
}

/// A time as scripts write it.
fn clock(at: Timestamp) -> String {
    let (days, rest) = ((at.0 - WEEK) / DAY, (at.0 - WEEK) % DAY);
    let next = if days < 7 { "" } else { "next " };
    let day = DAYS[usize::try_from(days % 7).unwrap()];
    let minutes = rest / MINUTE;
    let mut text = format!("{next}{day} {:02}:{:02}", minutes / 60, minutes % 60);
    if rest % MINUTE != 0 {
        write!(text, ":{:02}", rest % MINUTE / 1_000).unwrap();
    }
    text
}

/// Sets what a line says: hours, who is here, e-mail, rules.
fn set(team: &mut Team, what: &str) {
    let (name, value) = what.split_once(' ').unwrap_or((what, ""));
    match name {
        // `Mon-Fri 09:00-17:00`
        "hours" => {
            let (days, times) = value.split_once(' ').unwrap();
            let day = |text: &str| DAYS.iter().position(|it| *it == text).unwrap();
            let (first, last) = days.split_once('-').unwrap();
            let (from, to) = times.split_once('-').unwrap();
            let minute = |text: &str| {
                let (hours, minutes) = text.split_once(':').unwrap();
                hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()
            };
            let open = (day(first)..=day(last)).map(|day| Span {
                day: u8::try_from(day).unwrap(),
                from: minute(from),
                to: minute(to),
            });
            let hours = Hours {
                time_zone: "UTC".to_owned(),
                open: open.collect(),
                exceptions: Vec::new(),
                by_tag: Vec::new(),
            };
            let offsets = Offsets {
                first: 0,
                changes: Vec::new(),
            };
            team.schedule = Schedule::new(&hours, offsets);
        }
        "here" => {
            let here = value.split(' ').filter(|it| *it != "nobody");
            team.here = Some(here.map(|id| AgentId::new(id).unwrap()).collect());
        }
        "e-mail" => team.has_mail = true,
        "promises" if value == "nothing" => {
            team.promises = Rc::new(PromiseSettings {
                reply_minutes: None,
                urgent_minutes: None,
                by_tag: Vec::new(),
                ..PromiseSettings::default()
            });
        }
        // `ana admin`: a browser of hers is told of everything, at any hour.
        "push" => {
            let (name, is_admin) = match value.split_once(' ') {
                Some((name, _)) => (name, true),
                None => (value, false),
            };
            let push = Push {
                agent: AgentId::new(name).unwrap(),
                is_admin,
                address: format!("{name}'s browser"),
                on: AlertOn::ALL.into(),
                schedule: Schedule::always(),
                urgent_always: true,
            };
            team.push = team.push.iter().cloned().chain([push]).collect();
        }
        // `bo exams`
        "knows" => {
            let (name, tag) = value.split_once(' ').unwrap();
            let of = TagAgents {
                tag: Tag::new(tag).unwrap(),
                agents: vec![AgentId::new(name).unwrap()],
            };
            team.first_choice = [of].into();
        }
        "rules" if value == "none" => team.rules = [].into(),
        "rule" => {
            let rule: Rule = serde_json::from_str(value).unwrap();
            team.rules = team.rules.iter().cloned().chain([rule]).collect();
        }
        _ => panic!("no such setting: {what}"),
    }
}

/// What the learner reads, in each language.
fn read(effect: &Effect, out: &mut String) {
    match effect {
        Effect::Store(logged) => {
            for language in &LANGUAGES {
                let Some(LearnerEvent::Message(message)) =
                    for_learner(&logged.entry.event, language)
                else {
                    return;
                };
                let is_notice = matches!(&logged.entry.event, protocol::AgentEvent::Message(it)
                    if it.notice.is_some());
                if is_notice {
                    let text = message.text.replace('\n', " / ");
                    writeln!(out, "        {language}: {text}").unwrap();
                }
            }
        }
        Effect::Tell(Telling::Promise(Some(at))) => {
            for language in &LANGUAGES {
                let list = client::words::list(language).unwrap();
                let words = Words::of(list.into_iter().map(str::to_owned).collect()).unwrap();
                let text = words.with(Word::ReplyBy, &clock(*at));
                writeln!(out, "        {language}: {text}").unwrap();
            }
        }
        _ => {}
    }
}

fn played(script: &str) -> String {
    let mut team = Team::default();
    let learner = LearnerId::new("l").unwrap();
    let id = ConversationId::of(&learner, 1).unwrap();
    let mut conversation = Conversation::new(id, learner);
    let mut out = String::new();
    let mut promise = None;
    for line in script.lines() {
        if line.starts_with("    ") {
            continue;
        }
        writeln!(out, "{line}").unwrap();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(what) = line.strip_prefix("team: ") {
            set(&mut team, what);
            continue;
        }
        // The time is the first two words, or three.
        let words = if line.starts_with("next ") { 3 } else { 2 };
        let (end, _) = line.match_indices(' ').nth(words - 1).unwrap();
        let (at, what) = (time(&line[..end]).unwrap(), &line[end + 1..]);
        let said = input(what, at.0 / 1_000, &team.actions);
        match conversation.handle(at, &team, said) {
            Err(refusal) => writeln!(out, "    refused: {refusal:?}").unwrap(),
            Ok(effects) => {
                for effect in &effects {
                    match effect {
                        Effect::Store(logged) => packet::check_packet(&logged.entry),
                        Effect::Tell(Telling::Promise(Some(by))) => promise = Some(*by),
                        _ => {}
                    }
                    let is_shown = !matches!(effect, Effect::Keep | Effect::Send(_));
                    if is_shown {
                        let line = match effect {
                            Effect::Tell(Telling::Promise(Some(at))) => {
                                format!("tell everybody a reply comes by {}", clock(*at))
                            }
                            effect => shown(effect).replace('\n', " / "),
                        };
                        writeln!(out, "    {line}").unwrap();
                    }
                    read(effect, &mut out);
                }
                if effects.is_empty() {
                    writeln!(out, "    nothing").unwrap();
                }
            }
        }
        // What the learner was told is when it is late.
        let summary = conversation.summary();
        if summary.waiting_since.is_some() && summary.reply_by.is_some() {
            assert_eq!(summary.reply_by, promise, "{line}");
        }
    }
    out
}

fn check(name: &str) {
    script::check(&format!("tests/modes/{name}.txt"), played);
}

macro_rules! modes {
    ($($name:ident,)+) => {
        $(#[test] fn $name() { check(stringify!($name)); })+

        #[test]
        fn every_mode_is_played() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/modes");
            let there = std::fs::read_dir(folder).unwrap().count();
            assert_eq!(there, [$(stringify!($name)),+].len());
        }
    };
}

modes! {
    manual,
    keyword,
    on_failure,
    scheduled,
    asynchronous,
    combined,
    ladder,
    unpromised,
}
