//! Random inputs against the invariants (architecture: 3, 4, 8, 11, 13): whatever happens in
//! whatever order, these hold.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod packet;
mod support;

use client::Follow as _;
use domain::schedule::Schedule;
use domain::{
    AgentRef, Conversation, Decision, Effect, Found, Input, ModelFailure, SearchFailed, Telling,
};
use proptest::prelude::*;
use protocol::http::AgentCommand;
use protocol::{
    Activity, AgentEvent, AgentId, AgentView, ArticleId, Attachment, AttachmentId, Author,
    Citation, ClientMessageId, ConversationId, LearnerId, Media, Owner, Passage, Reason, Receipt,
    Status, Tag, Timestamp,
};

/// What happens; numbers are resolved against the conversation when it is fed.
#[derive(Clone, Debug)]
enum Step {
    Say(&'static str),
    Button,
    Agent(u8, u8),
    Searched(u8, Option<f32>),
    Delta(u8),
    Answered(u8, bool),
    Failed(u8),
    Read(Option<u8>, u32),
    Upload(Option<u8>),
    SayFiles(Option<u8>),
    Wait(i64),
    Retag(u8),
    Tap(u8, u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = prop::sample::select(vec![
        "How do I reset my password?",
        "talk to a person",
        "thanks",
        "hello",
        "",
        "my completion never synced, can I talk to someone?",
        // What forms ask, and what is no answer.
        "error code 500",
        "can I get a demo of your product",
        "move to another course",
        "please cancel my certificate",
        "exam",
        "mia@example.org",
        "skip",
        "yes",
        "no",
        "cancel",
        "2026-03-31",
    ]);
    // Turns are named from the newest back, so that late words of old turns come too.
    let step = prop_oneof![
        7 => text.prop_map(Step::Say),
        1 => Just(Step::Button),
        5 => (0..3_u8, 0..15_u8).prop_map(|(who, what)| Step::Agent(who, what)),
        4 => (0..3_u8, prop::option::of(0.0..1.0_f32)).prop_map(|(turn, sure)| Step::Searched(turn, sure)),
        3 => (0..3_u8).prop_map(Step::Delta),
        4 => (0..3_u8, any::<bool>()).prop_map(|(turn, cites)| Step::Answered(turn, cites)),
        1 => (0..3_u8).prop_map(Step::Failed),
        2 => (prop::option::of(0..3_u8), 0..40_u32).prop_map(|(who, seq)| Step::Read(who, seq)),
        1 => prop::option::of(0..3_u8).prop_map(Step::Upload),
        1 => prop::option::of(0..3_u8).prop_map(Step::SayFiles),
        1 => (0..1_200_000_i64).prop_map(Step::Wait),
        1 => (0..3_u8).prop_map(Step::Retag),
        4 => (0..2_u8, 0..5_u8).prop_map(|(back, reply)| Step::Tap(back, reply)),
    ];
    prop::collection::vec(step, 0..60)
}

fn input(step: &Step, newest: u32, said: u32, number: usize, now: Timestamp) -> Input {
    let turn = |back: u8| newest.saturating_sub(u32::from(back));
    let client_id = || ClientMessageId::new(format!("c{number}")).unwrap();
    let article = || ArticleId::new("a").unwrap();
    match step {
        Step::Say(text) => Input::Say {
            client_id: client_id(),
            text: (*text).to_owned(),
            attachments: Vec::new(),
            page: None,
        },
        Step::Tap(back, reply) => Input::Tap {
            client_id: client_id(),
            seq: said.saturating_sub(u32::from(*back)),
            reply: u32::from(*reply),
            text: "Cancel".to_owned(),
            page: None,
        },
        Step::Button => Input::AskForPerson {
            client_id: client_id(),
        },
        Step::Agent(who, what) => Input::Agent {
            by: AgentRef {
                id: AgentId::new(format!("agent{who}")).unwrap(),
                name: format!("Agent {who}"),
                is_admin: *who == 0,
            },
            assignee: (6..=8).contains(what).then(|| AgentRef {
                id: AgentId::new(format!("agent{}", what % 3)).unwrap(),
                name: format!("Agent {}", what % 3),
                is_admin: what % 3 == 0,
            }),
            command: match what {
                0 => AgentCommand::Claim { from: None },
                1 => AgentCommand::Release,
                2 => AgentCommand::Resolve,
                3 => AgentCommand::ReturnToAssistant,
                4 => AgentCommand::Note {
                    client_id: client_id(),
                    text: "A note.".to_owned(),
                    attachments: Vec::new(),
                    mentions: vec![],
                },
                5 => AgentCommand::Snooze {
                    until: now.plus(30_000),
                },
                6..=8 => AgentCommand::Assign {
                    to: AgentId::new("agent1").unwrap(),
                    note: (*what == 8).then(|| "Yours.".to_owned()),
                    mentions: vec![],
                },
                9 | 10 => AgentCommand::Tag {
                    tag: Tag::new(&format!("tag {}", number % 3)).unwrap(),
                },
                11 => AgentCommand::Untag {
                    tag: Tag::new(&format!("tag {}", number % 3)).unwrap(),
                },
                12 => AgentCommand::Claim {
                    from: AgentId::new("agent1").ok(),
                },
                13 => AgentCommand::Reopen,
                _ => AgentCommand::Reply {
                    client_id: client_id(),
                    text: "Hello.".to_owned(),
                    attachments: Vec::new(),
                },
            },
        },
        Step::Searched(back, sure) => Input::Searched {
            turn: turn(*back),
            outcome: sure.ok_or(SearchFailed).map(|confidence| Found {
                confidence,
                answerable: confidence,
                evidence: protocol::Evidence::default(),
                asked: String::new(),
                answer: Some(domain::Quoted {
                    text: "Text.".to_owned(),
                    citations: vec![Citation {
                        number: 1,
                        article: article(),
                        title: "A".to_owned(),
                        heading: String::new(),
                    }],
                    also: None,
                }),
                passages: vec![Passage {
                    article: article(),
                    title: "A".to_owned(),
                    heading: String::new(),
                    text: "Text.".to_owned(),
                    score: 1.0,
                }],
            }),
            tags: Vec::new(),
        },
        Step::Delta(back) => Input::Delta {
            turn: turn(*back),
            text: "é!".to_owned(),
        },
        Step::Answered(back, cites) => Input::Answered {
            turn: turn(*back),
            decision: Decision::Answer {
                text: "Text.".to_owned(),
                citations: cites
                    .then(|| Citation {
                        number: 1,
                        article: article(),
                        title: "A".to_owned(),
                        heading: String::new(),
                    })
                    .into_iter()
                    .collect(),
            },
        },
        Step::Failed(back) => Input::Failed {
            turn: turn(*back),
            failure: ModelFailure::CutShort,
        },
        Step::Read(who, seq) => Input::Receipt {
            by: who.map(agent_id),
            receipt: Receipt {
                delivered: *seq,
                read: *seq,
            },
        },
        Step::Upload(who) => Input::Attach {
            by: who.map(agent_id),
            attachment: Attachment {
                id: file_id(*who),
                name: "error.png".to_owned(),
                media: Media::Png,
                bytes: 1_000,
            },
        },
        Step::SayFiles(None) => Input::Say {
            client_id: client_id(),
            text: String::new(),
            attachments: vec![file_id(None)],
            page: None,
        },
        Step::SayFiles(Some(who)) => Input::Agent {
            by: AgentRef {
                id: agent_id(*who),
                name: format!("Agent {who}"),
                is_admin: *who == 0,
            },
            assignee: None,
            command: AgentCommand::Note {
                client_id: client_id(),
                text: String::new(),
                attachments: vec![file_id(Some(*who))],
                mentions: vec![],
            },
        },
        Step::Retag(number) => Input::Retag {
            tags: vec![(Tag::new(&format!("tag {number}")).unwrap(), 0.8)],
        },
        Step::Wait(_) => Input::Tick,
    }
}

fn agent_id(who: u8) -> AgentId {
    AgentId::new(format!("agent{who}")).unwrap()
}

/// One name for all of a party's files: each upload of it is said at most once.
fn file_id(who: Option<u8>) -> AttachmentId {
    AttachmentId::new(who.map_or("learner".to_owned(), |who| format!("agent{who}"))).unwrap()
}

/// Plays the steps and checks every invariant after each.
fn check(steps: &[Step]) {
    let learner = LearnerId::new("l").unwrap();
    let id = ConversationId::of(&learner, 1).unwrap();
    let mut conversation = Conversation::new(id, learner);
    let mut now = Timestamp(1_000_000);
    let (mut seq, mut learner_seq, mut version, mut newest) = (0, 0, 0, 0);
    // Agents' numbers of the learner's events; how far each side has come; files not yet said.
    let mut for_learner: Vec<u32> = Vec::new();
    let (mut kept, mut since) = (None, Vec::new());
    let (mut learner_read, mut team_read, mut uploads) = (0, 0, 0_i64);
    let mut team = support::team(0.5);
    let (mut agent_view, mut learner_view) =
        (conversation.agent_view(), conversation.learner_view());
    for (number, step) in steps.iter().enumerate() {
        now = now.plus(match step {
            Step::Wait(ms) => *ms,
            _ => 700,
        });
        let before = conversation.clone();
        let owner_before = before.agent_view().owner;
        let status_before = before.agent_view().status;
        team.schedule = match number.is_multiple_of(2) {
            true => Schedule::never(),
            false => Schedule::always(),
        };
        let said = conversation.last_learner_seq();
        let given = input(step, newest, said, number, now);
        let foreseen = match &given {
            Input::Agent { by, command, .. } => {
                let me = Owner {
                    id: by.id.clone(),
                    name: by.name.clone(),
                    since: now,
                };
                client::foreseen(&before.agent_view(), command, &me)
            }
            _ => None,
        };
        let Ok(effects) = conversation.handle(now, &team, given) else {
            assert_eq!(conversation, before, "a refusal changes nothing");
            continue;
        };

        // E3: what an agent sees at once is what becomes of it.
        if let Some(foreseen) = foreseen {
            let shown = conversation.agent_view();
            let seen = |it: &AgentView| (it.status, it.owner.clone(), it.tags.clone());
            assert_eq!(seen(&foreseen), seen(&shown), "{step:?}");
            assert!(foreseen.handoff.is_none() || foreseen.handoff == shown.handoff);
        }

        // 3: everything is stored before anybody is told.
        let last_write = effects
            .iter()
            .rposition(|it| matches!(it, Effect::Store(_) | Effect::Keep));
        let first_word = effects
            .iter()
            .position(|it| !matches!(it, Effect::Store(_) | Effect::Keep));
        if let (Some(write), Some(word)) = (last_write, first_word) {
            assert!(write < word, "{effects:?}");
        }
        let stored: Vec<_> = effects
            .iter()
            .filter_map(|it| {
                if let Effect::Store(logged) = it {
                    Some(logged)
                } else {
                    None
                }
            })
            .collect();
        let sent: Vec<_> = effects
            .iter()
            .filter_map(|it| {
                if let Effect::Send(logged) = it {
                    Some(logged)
                } else {
                    None
                }
            })
            .collect();
        assert_eq!(stored, sent);

        match step {
            Step::Read(None, to) => learner_read = learner_read.max((*to).min(learner_seq)),
            Step::Read(Some(_), to) => team_read = team_read.max((*to).min(seq)),
            Step::Upload(_) => uploads += 1,
            _ => {}
        }
        for effect in &effects {
            match effect {
                Effect::Store(logged) => {
                    uploads -= i64::try_from(logged.attachments().len()).unwrap();
                }
                Effect::Discard(_) => uploads -= 1,
                _ => {}
            }
        }
        assert!(uploads >= 0, "a file is said or dropped once");

        // Whoever follows the events sees what the domain shows; the profile comes with the page.
        for logged in &stored {
            agent_view.follow(&logged.entry.event);
            if let Some(event) = domain::speech::for_learner(&logged.entry.event, "en") {
                learner_view.follow(&event);
            }
        }
        let shown = conversation.agent_view();
        agent_view.learner.clone_from(&shown.learner);
        agent_view.receipt = shown.receipt;
        assert_eq!(agent_view, shown);
        let shown = conversation.learner_view();
        learner_view.receipt = shown.receipt;
        for effect in &effects {
            if let Effect::Tell(Telling::Promise(reply_by)) = effect {
                learner_view.reply_by = *reply_by;
            }
        }
        assert_eq!(learner_view, shown);

        for logged in &stored {
            packet::check_packet(&logged.entry);
            // 4: both streams are gap-free.
            seq += 1;
            assert_eq!(logged.entry.seq, seq);
            // 13: what is not for the learner has no number in their stream, and the other way.
            assert_eq!(
                logged.learner_seq.is_some(),
                logged.entry.event.is_for_learner()
            );
            if let Some(number) = logged.learner_seq {
                learner_seq += 1;
                assert_eq!(number, learner_seq);
                for_learner.push(seq);
            }
            if let AgentEvent::Message(message) = &logged.entry.event {
                match &message.author {
                    // 8: the assistant speaks only where it has the conversation.
                    Author::Assistant => {
                        assert!(owner_before.is_none(), "the assistant speaks over a person");
                        assert_ne!(status_before, Status::Open);
                    }
                    // One owner at most, and only they speak.
                    Author::Agent { id, .. } => {
                        assert_eq!(owner_before.as_ref().map(|owner| &owner.id), Some(id));
                    }
                    Author::Learner | Author::System => {}
                }
            }
        }
        // 11: every flag comes with its packet, in one commit, and the learner is told.
        let flags = stored.iter().any(|logged| {
            matches!(&logged.entry.event,
                AgentEvent::Changed(change) if matches!(change.activity, Activity::HandedOff { .. }))
        });
        if flags {
            assert!(
                stored
                    .iter()
                    .any(|it| matches!(it.entry.event, AgentEvent::Handoff(_)))
            );
            assert!(stored.iter().any(|it| matches!(&it.entry.event,
                AgentEvent::Message(message) if message.author == Author::System)));
        }
        let view = conversation.agent_view();
        // Each side is told in its own numbers how far the other has come.
        let in_agents_numbers = learner_read
            .checked_sub(1)
            .map_or(0, |at| for_learner[at as usize]);
        assert_eq!(view.receipt.read, in_agents_numbers);
        let in_learners_numbers = for_learner.iter().filter(|it| **it <= team_read).count();
        let learner_view = conversation.learner_view();
        assert_eq!(learner_view.receipt.read as usize, in_learners_numbers);
        let distinct: std::collections::HashSet<_> = view.tags.iter().collect();
        assert_eq!(distinct.len(), view.tags.len());
        if view.owner.is_some() {
            assert!(matches!(view.status, Status::Open | Status::Snoozed));
            let packet = view.handoff.as_ref();
            assert!(packet.is_some(), "people have it without a packet");
        }
        if matches!(view.status, Status::Open | Status::Snoozed) {
            assert!(view.handoff.is_some(), "open without a packet");
            assert!(
                conversation.partial().is_none(),
                "a turn runs while people have it"
            );
        }
        for effect in &effects {
            match effect {
                Effect::Summarize(summary) => {
                    assert!(summary.version > version, "versions grow");
                    version = summary.version;
                    assert_eq!((summary.status, &summary.owner), (view.status, &view.owner));
                }
                Effect::Search { turn, .. } => {
                    assert!(*turn > newest, "a turn's number is used once");
                    newest = *turn;
                    assert!(
                        conversation.next_wake(&team).is_some(),
                        "a turn without a deadline"
                    );
                }
                _ => {}
            }
        }
        // 5: what is kept, and what was logged since, give the same state as memory.
        since.extend(stored.iter().map(|logged| logged.entry.clone()));
        if effects.contains(&Effect::Keep) {
            let json = serde_json::to_string(conversation.snapshot()).unwrap();
            kept = Some(json);
            since.clear();
        }
        if let Some(kept) = &kept {
            let snapshot = serde_json::from_str(kept).unwrap();
            let restored = Conversation::restore(snapshot, since.clone());
            // All but how far a running turn has come: its next word moves its deadline again.
            let state = |conversation: &Conversation| {
                let mut state = serde_json::to_value(conversation.snapshot()).unwrap();
                if state["part"]["is"] == "turn" {
                    state["part"].as_object_mut().unwrap().remove("deadline");
                }
                state
            };
            assert_eq!(state(&restored), state(&conversation));
            if state(&conversation)["part"]["is"] != "turn" {
                assert_eq!(restored.next_wake(&team), conversation.next_wake(&team));
            }
        }
        // What waits for a time is woken then: after a tick nothing is overdue.
        if matches!(step, Step::Wait(_)) {
            assert!(conversation.next_wake(&team).is_none_or(|wake| wake > now));
        }
        // Nobody is left in silence: what the assistant has and has not answered is running.
        if let Some(packet) = &view.handoff {
            assert!(!packet.why.is_empty() && !packet.suggested.is_empty());
            if packet.reason != Reason::Manual {
                assert!(packet.at <= now);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        // The long run: PROPTEST_CASES=100000 cargo test --release -p domain --test properties
        failure_persistence: None,
        ..ProptestConfig::with_cases(
            std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000),
        )
    })]

    #[test]
    fn whatever_happens_the_invariants_hold(steps in steps()) {
        check(&steps);
    }
}
