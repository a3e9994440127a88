//! Hostile input: whatever bytes come, a parser answers with a value or an error.
//!
//! Golden frames are bent at random (a value of another type, a field gone, a text of hostile
//! letters), and random bytes are read as every type that comes from outside. What is read is
//! written and read again the same. The long run: PROPTEST_CASES=100000.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use proptest::prelude::*;
use protocol::http::{
    AcceptInvite, AgentCommand, NewApiKey, NewChallenge, NewInvite, NewLearnerMessage,
    NewLearnerSession, Setup, SignIn,
};
use protocol::settings::Settings;
use protocol::{
    AgentEvent, AgentSignal, AgentView, ArticleDraft, Frame, InboxFrame, InboxSignal,
    LearnerCommand, LearnerEvent, LearnerView,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Reads as `T`; what could be read is written and read again the same.
fn read<T: Serialize + DeserializeOwned>(text: &str) {
    if let Ok(value) = serde_json::from_str::<T>(text) {
        let written = serde_json::to_value(&value).unwrap();
        let again: T = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(serde_json::to_value(&again).unwrap(), written);
    }
}

/// Reads as everything that a server or a browser takes from the other.
fn read_as_everything(text: &str) {
    read::<LearnerCommand>(text);
    read::<AgentCommand>(text);
    read::<AgentSignal>(text);
    read::<InboxSignal>(text);
    read::<NewLearnerSession>(text);
    read::<NewChallenge>(text);
    read::<NewLearnerMessage>(text);
    read::<Setup>(text);
    read::<SignIn>(text);
    read::<NewInvite>(text);
    read::<AcceptInvite>(text);
    read::<NewApiKey>(text);
    read::<Settings>(text);
    read::<ArticleDraft>(text);
    read::<Frame<LearnerView, LearnerEvent>>(text);
    read::<Frame<AgentView, AgentEvent>>(text);
    read::<InboxFrame>(text);
}

/// Every golden frame.
fn golden() -> Vec<Value> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/wire");
    let mut frames = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        frames.extend(serde_json::from_str::<Vec<Value>>(&text).unwrap());
    }
    frames
}

/// A value of any type, with what parsers trip over.
fn hostile() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Within f32: beyond it is infinity, which JSON has no word for.
        any::<f32>().prop_map(|number| json!(number)),
        "\\PC{0,40}".prop_map(Value::from),
        Just(json!("\u{0}\u{202e}<script>'\"; DROP TABLE entry;--")),
        Just(json!("x".repeat(20_000))),
        Just(json!([[[[[[[[[[]]]]]]]]]])),
        Just(json!({ "type": "say", "kind": "agent" })),
    ]
}

/// Bends one place of a frame, chosen by `path`: another value, gone, or doubled.
fn bend(frame: &mut Value, path: &[usize], with: Value, how: u8) {
    let Some((step, rest)) = path.split_first() else {
        *frame = with;
        return;
    };
    match frame {
        Value::Object(fields) if !fields.is_empty() => {
            let name = fields.keys().nth(step % fields.len()).unwrap().clone();
            match (rest.is_empty(), how) {
                (true, 0) => {
                    fields.remove(&name);
                }
                (true, 1) => {
                    fields.insert(format!("{name}x"), with);
                }
                _ => bend(fields.get_mut(&name).unwrap(), rest, with, how),
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let at = step % items.len();
            bend(&mut items[at], rest, with, how);
        }
        other => *other = with,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(
            std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000),
        )
    })]

    #[test]
    fn bent_frames_are_read_or_refused(
        which in any::<prop::sample::Index>(),
        path in prop::collection::vec(0..12_usize, 1..6),
        with in hostile(),
        how in 0..3_u8,
    ) {
        thread_local!(static GOLDEN: Vec<Value> = golden());
        let mut frame = GOLDEN.with(|golden| which.get(golden).clone());
        bend(&mut frame, &path, with, how);
        read_as_everything(&frame.to_string());
    }

    #[test]
    fn bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_as_everything(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn cut_frames_are_refused(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        thread_local!(static GOLDEN: Vec<Value> = golden());
        let text = GOLDEN.with(|golden| which.get(golden).to_string());
        let chars: Vec<char> = text.chars().collect();
        let cut: String = chars[..at.index(chars.len())].iter().collect();
        if text.starts_with('{') {
            prop_assert!(serde_json::from_str::<Value>(&cut).is_err());
        }
        read_as_everything(&cut);
    }
}
