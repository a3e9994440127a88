//! The wire's golden frames: what stands in `tests/wire` is what is read and written.
//!
//! A frame changes only with its file: browsers that were loaded yesterday, and stored
//! logs, hold the old form. Adding an optional field is safe; anything else needs both
//! forms read for as long as either may be met.
#![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

use protocol::http::{
    AcceptInvite, Agent, AgentCommand, AgentTranscript, ApiKey, ArticlePage, CatchUp, CaughtUp,
    Challenge, Health, Invite, KnowledgeStatus, LearnerSession, LearnerTranscript, Me,
    MintedApiKey, MintedIdentitySecret, NewApiKey, NewChallenge, NewInvite, NewLearnerMessage,
    NewLearnerSession, PageOf, PutAnswer, ReplayRules, Replayed, RuleTest, SearchAnswer, Setup,
    SignIn, TestRules, WebhookSecret,
};
use protocol::list::SavedFilter;
use protocol::settings::Settings;
use protocol::{
    AgentEvent, AgentSignal, AgentView, Article, ArticleDraft, Attachment, Frame, HandoffPacket,
    InboxFrame, InboxSignal, LearnerCommand, LearnerEvent, LearnerView, Problem, Summary,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/wire")
}

/// Reads every value of a golden file as `T` and writes it back the same.
fn check<T: Serialize + DeserializeOwned>(name: &str) {
    let path = folder().join(format!("{name}.json"));
    let text = std::fs::read_to_string(&path).unwrap();
    let golden: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert!(!golden.is_empty(), "{name} holds no frame");
    for value in golden {
        let read: T = serde_json::from_value(value.clone())
            .unwrap_or_else(|error| panic!("{name}: {error}: {value}"));
        let written = serde_json::to_value(&read).unwrap();
        assert_eq!(written, value, "{name}");
    }
}

macro_rules! golden {
    ($($name:ident: $type:ty,)+) => {
        $(#[test] fn $name() { check::<$type>(stringify!($name)); })+

        #[test]
        fn every_golden_file_is_checked() {
            let checked: BTreeSet<String> = [$(stringify!($name)),+].map(str::to_owned).into();
            let there: BTreeSet<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            assert_eq!(checked, there);
        }
    };
}

golden! {
    accept_invite: AcceptInvite,
    agent: Agent,
    agent_command: AgentCommand,
    agent_event: AgentEvent,
    agent_frame: Frame<AgentView, AgentEvent>,
    agent_signal: AgentSignal,
    agent_transcript: AgentTranscript,
    api_key: ApiKey,
    article: Article,
    article_draft: ArticleDraft,
    article_page: ArticlePage,
    attachment: Attachment,
    handoff_packet: HandoffPacket,
    health: Health,
    inbox_frame: InboxFrame,
    inbox_signal: InboxSignal,
    invite: Invite,
    knowledge_status: KnowledgeStatus,
    test_rules: TestRules,
    webhook_secret: WebhookSecret,
    replay_rules: ReplayRules,
    replayed: Replayed,
    catch_up: CatchUp,
    caught_up: CaughtUp,
    challenge: Challenge,
    rule_test: RuleTest,
    learner_command: LearnerCommand,
    learner_event: LearnerEvent,
    learner_frame: Frame<LearnerView, LearnerEvent>,
    learner_session: LearnerSession,
    learner_transcript: LearnerTranscript,
    me: Me,
    minted_api_key: MintedApiKey,
    minted_identity_secret: MintedIdentitySecret,
    new_api_key: NewApiKey,
    new_challenge: NewChallenge,
    new_invite: NewInvite,
    new_learner_message: NewLearnerMessage,
    new_learner_session: NewLearnerSession,
    problem: Problem,
    put_answer: PutAnswer,
    saved_filter: SavedFilter,
    search_answer: SearchAnswer,
    settings: Settings,
    setup: Setup,
    sign_in: SignIn,
    summary_page: PageOf<Summary>,
}

#[test]
fn an_unknown_problem_code_is_read_as_unknown() {
    let problem: Problem =
        serde_json::from_str(r#"{"code":"from_the_future","message":"x"}"#).unwrap();
    assert_eq!(problem.code, protocol::Code::Unknown);
}
