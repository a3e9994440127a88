//! 10,000 conversations of one team, each with its deadlines, on a simulated clock (I1, I2; T15): every alert comes at its
//! time, once, in open hours, and the promise that a learner was told is the time at which it is late.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use domain::schedule::{Offsets, Schedule};
use domain::{Conversation, Delivery, Effect, Found, Input, News, Rung, Team};
use protocol::settings::{Alert, AlertKind, AlertOn, PromiseSettings};
use protocol::{ClientMessageId, ConversationId, Hours, LearnerId, Span, Timestamp};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;

const CONVERSATIONS: usize = 10_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Monday, 5 January 2026, 00:00 in UTC.
const MONDAY: i64 = 1_767_571_200_000;
/// 28 March 2026, the day before clocks change in Europe.
const SPRING: i64 = 1_774_656_000_000;

/// Weekdays from nine to five with a lunch break, an hour before UTC, two from the change of clocks on.
fn office() -> Schedule {
    let spans = (0..5).flat_map(|day| {
        let span = |from, to| Span { day, from, to };
        [span(9 * 60, 12 * 60), span(13 * 60, 17 * 60)]
    });
    let hours = Hours {
        time_zone: "Europe/Berlin".to_owned(),
        open: spans.collect(),
        exceptions: Vec::new(),
        by_tag: Vec::new(),
    };
    let offsets = Offsets {
        first: 60,
        // At 01:00 UTC on 29 March 2026.
        changes: vec![(Timestamp(SPRING + DAY + 60 * MINUTE), 120)],
    };
    Schedule::new(&hours, offsets)
}

/// Two days of the office's hours: later than anybody has waited twice the promised time.
const RESOLVE_MINUTES: u32 = 2 * 7 * 60;

fn team() -> Team {
    let alert = Alert {
        name: "Desk".to_owned(),
        kind: AlertKind::Slack,
        address: "https://hooks.example/desk".to_owned(),
        on: vec![
            AlertOn::Soon,
            AlertOn::Late,
            AlertOn::Unanswered,
            AlertOn::Unresolved,
        ],
        tags: Vec::new(),
    };
    Team {
        schedule: office(),
        alerts: Rc::from([alert]),
        promises: Rc::new(PromiseSettings {
            resolve_minutes: Some(RESOLVE_MINUTES),
            ..PromiseSettings::default()
        }),
        ..Team::new(0.5, None)
    }
}

/// Numbers that look random and are the same in each run (the generator of Numerical Recipes, 7.1.4).
fn spread(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

/// A conversation whose learner asks for a person at this time.
fn asks(number: usize, at: Timestamp, team: &Team) -> Conversation {
    let learner = LearnerId::new(format!("l-{number}")).unwrap();
    let id = ConversationId::of(&learner, 1).unwrap();
    let mut conversation = Conversation::new(id, learner);
    let text = match number % 3 {
        0 => "I want to talk to a person, my exam begins in an hour and I cannot get in",
        _ => "I want to talk to a person",
    };
    let said = Input::Say {
        client_id: ClientMessageId::new("c").unwrap(),
        text: text.to_owned(),
        attachments: Vec::new(),
        page: None,
    };
    let effects = conversation.handle(at, team, said).unwrap();
    for effect in effects {
        if let Effect::Search { turn, .. } = effect {
            let found = Input::Searched {
                turn,
                outcome: Ok(Found::default()),
                tags: Vec::new(),
            };
            conversation.handle(at, team, found).unwrap();
        }
    }
    conversation
}

#[test]
fn ten_thousand_deadlines_are_met_to_the_second_once_and_in_open_hours() {
    let team = team();
    let schedule = office();
    for begin in [MONDAY, SPRING - 2 * DAY] {
        let mut seed = 11;
        let mut all: Vec<Conversation> = Vec::new();
        let mut wakes = BinaryHeap::new();
        let mut promised: HashMap<usize, Timestamp> = HashMap::new();
        for number in 0..CONVERSATIONS {
            let after = i64::try_from(spread(&mut seed)).unwrap() % (7 * DAY);
            let at = Timestamp(begin + after);
            let conversation = asks(number, at, &team);
            let summary = conversation.summary();
            promised.insert(number, summary.reply_by.unwrap());
            if let Some(wake) = conversation.next_wake(&team) {
                wakes.push(Reverse((wake, number)));
            }
            all.push(conversation);
        }
        let mut told: HashMap<(usize, u8), Timestamp> = HashMap::new();
        let mut ticks = 0_u32;
        while let Some(Reverse((now, number))) = wakes.pop() {
            ticks += 1;
            let conversation = &mut all[number];
            let effects = conversation.handle(now, &team, Input::Tick).unwrap();
            for effect in effects {
                let Effect::Post(Delivery {
                    news: News::Waits(_, by, rung),
                    ..
                }) = effect
                else {
                    continue;
                };
                if rung != Rung::Unresolved {
                    assert_eq!(by, promised[&number], "the promise moved");
                }
                let kind = match rung {
                    Rung::Soon => 0,
                    Rung::Late => 1,
                    Rung::Unanswered => 2,
                    Rung::Unresolved => 3,
                };
                assert!(told.insert((number, kind), now).is_none(), "told twice");
            }
            if let Some(wake) = conversation.next_wake(&team) {
                assert!(wake > now, "it rings for ever");
                wakes.push(Reverse((wake, number)));
            }
        }
        for (number, by) in &promised {
            let at = |kind| told.get(&(*number, kind)).copied();
            let (soon, late, unanswered) = (at(0).unwrap(), at(1).unwrap(), at(2).unwrap());
            assert!(soon < late && late < unanswered);
            let target = all[*number].summary().resolve_by.unwrap();
            let off = at(3).unwrap().since(target);
            assert!((0..1_000).contains(&off), "{off} ms after the target");
            assert!(unanswered < target && schedule.is_open(target.plus(-1)));
            let off = late.since(*by);
            assert!((0..1_000).contains(&off), "{off} ms after the promise");
            // A promise is kept at the end of an open minute, at the latest.
            for at in [soon, *by, unanswered] {
                assert!(schedule.is_open(at.plus(-1)), "told in closed hours");
            }
        }
        assert_eq!(told.len(), 4 * CONVERSATIONS);
        assert!(
            ticks < 8 * u32::try_from(CONVERSATIONS).unwrap(),
            "{ticks} wakes"
        );
    }
}
