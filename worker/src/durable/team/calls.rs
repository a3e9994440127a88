//! What a team's object is asked, and what it answers with.

use super::learners::Held;
use crate::durable::ask::{OneOfTeam, asks};
use crate::notify::SigningKeys;
use crate::notify::push::VapidKey;
use crate::proof::Proof;
use crate::store::audit::Done;
use crate::store::learner::Secret;
use crate::store::push::PushTo;
use crate::store::sign_in::Named;
use crate::store::team::Day;
use crate::store::undelivered::Kept;
use protocol::audit::{Actor, AuditEntry};
use protocol::http::{
    self, Agent, AgentSession, ApiKey, IdentitySecret, Me, OpenInvite, Scope, SeenOn,
};
use protocol::push::PushBrowser;
use protocol::settings::{IdentitySettings, RoutingSettings, Section, Settings, SignInSettings};
use protocol::{AgentId, ConversationId, LearnerId, Timestamp};
use serde::{Deserialize, Serialize};

asks! {
    /// What the worker may ask of a team.
    Call {
        /// Makes the team with its first admin. Refused with `conflict` if it is made.
        SetUp { settings: Box<Settings>, admin: NewAccount, } -> Agent;
        /// The settings.
        ReadSettings {} -> Settings;
        /// The chat's frame is asked for by a page of this origin. The settings.
        Shown { origin: Option<String>, } -> Settings;
        /// Origins whose pages have shown the chat, the last first.
        WhereSeen {} -> Vec<SeenOn>;
        /// The settings, and the days since then (by number) on which conversations began, the last first.
        Used { since: i64, } -> (Settings, Vec<Day>);
        /// What the assistant has to know. A conversation that begins counts; `newcomer` is the network of a
        /// learner who is new.
        Decide { begins: bool, newcomer: Option<String>, asks_for_person: bool, } -> Decided;
        /// A newcomer of this network uploads a file. Refused with `too_fast` after too many.
        Uploads { network: String, } -> ();
        /// The model writes a reply for an agent. The settings. Refused with `too_fast` after too many.
        Drafts { by: AgentId, } -> Settings;
        /// A newcomer of this network was passed on to people.
        PassedOn { network: String, } -> ();
        /// A learner begins, from this network address. Refused with `too_fast` when too many began
        /// there within a minute; without a ceiling, never.
        NewLearner { address: String, ceiling: Option<u32>, } -> Settings;
        /// How many zero bits the next challenge of this network asks for.
        ChallengeBits { network: String, } -> u32;
        /// A newcomer has solved a challenge; whether it counts.
        Prove { proof: Proof, } -> bool;
        /// A session of a learner's is renewed, whose token has not been ended: the settings, if they are who the LMS
        /// says they are, as this digest of their id says; nothing, if not. Refused with `forbidden` if they are
        /// blocked.
        Renew { learner: LearnerId, subject: Option<String>, } -> Option<Settings>;
        /// Whether a learner's token has not been ended.
        IsGood { held: Held, } -> bool;
        /// Ends the session of a learner's browser: its tokens are good no more.
        EndBrowser { browser: String, } -> ();
        /// A learner comes back from an e-mail. The settings, and the generation of their tokens. Refused with
        /// `forbidden` if they are blocked.
        ByMail { learner: LearnerId, } -> (Settings, u32);
        /// What tokens of the LMS's are checked with.
        IdentityKeys {} -> (Vec<Secret>, IdentitySettings);
        /// The LMS says who a learner is.
        Recognize {
            /// Digest of its id for them.
            subject: String,
            /// Who they were in this browser until now, if they said anything, and the generation of their
            /// token.
            learner: Option<(LearnerId, u32)>,
            browser: String,
            /// Digest of the token's own id, and when the token ends: no other browser may use it.
            token: Option<(String, Timestamp)>,
        } -> Recognized;
        /// All learners that the LMS says are the same as this one, which is among them.
        SameAs { learner: LearnerId, } -> Vec<LearnerId>;
        /// Blocks a person, or unblocks them. Answers all learners that they are.
        Block { learner: LearnerId, is_blocked: bool, } -> Vec<LearnerId>;
        /// Learners are erased: who the LMS says they are, and every token they have.
        ForgetLearners { learners: Vec<LearnerId>, } -> ();
        /// Keeps a secret that the LMS signs with; the ones before it end in a day.
        KeepIdentitySecret { secret: Secret, by: AgentId, } -> IdentitySecret;
        /// The secrets that the LMS signs with, the newest first.
        IdentitySecrets {} -> Vec<IdentitySecret>;
        /// Ends one at once.
        EndIdentitySecret { id: String, by: AgentId, } -> ();
        /// What the team signs with. There always is a secret of webhooks.
        Signing {} -> SigningKeys;
        /// Keeps the key that push services know the team by, unless there is one. Answers the one that is kept.
        KeepPushKey { key: VapidKey, } -> VapidKey;
        /// An agent's browsers that are told, each with where it is reached, as an outbox keeps it.
        Browsers { of: AgentId, } -> Vec<(PushBrowser, String)>;
        /// Keeps a browser, for as long as this session is not ended by choice. Refused with `conflict` after ten.
        KeepBrowser { endpoint: String, to: PushTo, token_hash: String, } -> bool;
        /// Forgets a browser, if it is this agent's; without one, whoever's it is.
        DropBrowser { endpoint: String, agent: Option<AgentId>, } -> ();
        /// Makes another; the ones before still sign for a day. Answers it.
        NewWebhookSecret {} -> String;
        /// Something was done that the audit log tells of.
        Audit { done: Done, } -> ();
        /// The audit log before an entry, the newest first.
        ReadAudit { before: Option<u64>, limit: u32, } -> Vec<AuditEntry>;
        /// Replaces these sections of the settings. Answers all of them.
        PutSettings {
            settings: Box<Settings>,
            sections: Vec<Section>,
            /// The settings' mark, if nobody may have changed them since: `conflict` if somebody has.
            since: Option<String>,
        } -> Settings;
        /// Account and password hash for an e-mail address, or nothing. Counts as a failed sign-in from
        /// this network until a session is opened; refused with `too_fast` after too many.
        Credentials { email: String, address: String, browser: Option<String>, } -> Option<(Agent, String)>;
        /// A password was wrong.
        SignInFailed { email: String, address: String, } -> ();
        /// Begins a session, in the place of the one that the browser had.
        OpenSession {
            agent: AgentId,
            /// The hash of the password that was right: refused if it is another by now.
            password_hash: String,
            /// A code of the second factor. Refused with `second_factor` if it is missing or wrong.
            code: Option<String>,
            token_hash: String,
            device: String,
            address: String,
            replaces: Option<String>,
            /// Digest of the mark of a browser, by which its next sign-in counts by itself.
            browser: String,
        } -> (Me, Ended);
        /// How agents sign in by their organization's accounts, and the client's secret. `counts` is the
        /// network of an attempt, which counts as failed until a session is opened.
        SignInBy { counts: Option<String>, } -> (SignInSettings, Option<String>);
        /// Keeps the client's secret, or deletes it.
        PutClientSecret { secret: Option<String>, by: AgentId, } -> ();
        /// Begins a session for somebody whom the organization's provider names. Refused with `forbidden` if
        /// they may not sign in here, with `conflict` if the address is another's.
        OpenSessionOf {
            person: Box<Named>,
            /// Id of their account, if it has to be made.
            id: AgentId,
            token_hash: String,
            device: String,
            address: String,
            replaces: Option<String>,
        } -> (Me, Ended);
        /// Keeps the secret of a second factor, which counts once it is confirmed. Refused with `conflict` if
        /// the agent has one.
        BeginFactor { agent: AgentId, secret: String, address: String, browser: Option<String>, } -> ();
        /// Confirms it by a code; keeps codes for when the app is lost, by their digests. All other sessions
        /// end.
        ConfirmFactor { agent: AgentId, code: String, recovery: Vec<String>, current: String, } -> Ended;
        /// Deletes an agent's second factor.
        DropFactor { agent: AgentId, address: String, browser: Option<String>, } -> ();
        /// Which of these sessions have not ended. Asking is no use of them.
        Alive { token_hashes: Vec<String>, } -> Vec<String>;
        /// Whose session it is.
        Session { token_hash: String, } -> Option<Me>;
        /// A session opens a conversation's socket. When it ends; nothing, if it has.
        LookAt { token_hash: String, conversation: ConversationId, by: Actor, address: String, } -> Option<Timestamp>;
        /// Ends a session.
        CloseSession { token_hash: String, } -> Ended;
        /// An agent's sessions; `current` is the hash of the one that asks.
        Sessions { agent: AgentId, current: String, } -> Vec<AgentSession>;
        /// Ends the one of an agent's sessions with this id; without one, all but `current`.
        EndSessions { agent: AgentId, id: Option<String>, current: String, } -> Ended;
        /// The team's agents, by name.
        Agents {} -> Vec<Agent>;
        /// Changes an agent's role, or whether they may sign in: their sessions end. Refused with
        /// `conflict` if the team would have no admin.
        ChangeAgent { id: AgentId, by: AgentId, change: http::ChangeAgent, } -> (Agent, Ended);
        /// The hash of an agent's password.
        PasswordOf { agent: AgentId, } -> Option<String>;
        /// Keeps an agent's new password in the place of the one that was right; all their sessions but
        /// `current` end.
        PutPassword {
            agent: AgentId,
            old_hash: String,
            password_hash: String,
            current: String,
            address: String,
            browser: Option<String>,
        } -> Ended;
        /// Keeps an agent's link for a new password.
        KeepLink {
            agent: AgentId,
            issuer: AgentId,
            token_hash: String,
            expires_at: Timestamp,
        } -> ();
        /// Sends a link for a new password to an agent who has one. Refused with `too_fast` after too many for one
        /// address, or from one network.
        MailLink { email: String, network: String, token: String, expires_at: Timestamp, } -> ();
        /// Whether a link for a new password is good.
        CheckLink { token_hash: String, } -> bool;
        /// Keeps the password chosen by a link, once; all sessions of its agent end.
        UseLink { token_hash: String, password_hash: String, } -> Ended;
        /// Keeps an invite.
        KeepInvite { token_hash: String, issuer: AgentId, invite: OpenInvite, } -> ();
        /// Whether an invite is good.
        CheckInvite { token_hash: String, } -> bool;
        /// Uses an invite. Answers the agent, and the hash of their password.
        UseInvite { token_hash: String, account: NewAccount, } -> (Agent, String);
        /// Invites that are open, the newest first.
        Invites {} -> Vec<OpenInvite>;
        /// Takes an invite back.
        RevokeInvite { id: String, } -> ();
        /// The team's API keys, the newest first.
        Keys {} -> Vec<ApiKey>;
        /// Takes who has the inbox open and is not away. Answers how conversations are given to them.
        Here { agents: Vec<AgentId>, } -> RoutingSettings;
        /// Keeps an alert that was given up.
        KeepUndelivered { kept: Kept, } -> ();
        /// Alerts that were given up, the last first.
        AllUndelivered {} -> Vec<Kept>;
        /// An alert that was given up.
        OneUndelivered { number: u32, } -> Option<Kept>;
        /// Takes an alert off the list.
        DropUndelivered { number: u32, } -> ();
        /// Forgets alerts of conversations that are erased.
        ForgetUndelivered { conversations: Vec<ConversationId>, } -> ();
        /// Keeps a key.
        KeepKey { key: ApiKey, secret_hash: String, } -> ();
        /// Deletes a key.
        RevokeKey { id: String, } -> ();
        /// What a key may do.
        CheckKey { id: String, secret_hash: String, } -> Option<Vec<Scope>>;
    }
}

/// An account to be made, its password hashed already.
#[derive(Serialize, Deserialize)]
pub(crate) struct NewAccount {
    pub(crate) id: AgentId,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) password_hash: String,
}

/// What the assistant has to know of its team.
#[derive(Serialize, Deserialize)]
pub(crate) struct Decided {
    pub(crate) settings: Box<Settings>,
    /// Whether the conversations of the day are used up.
    pub(crate) is_spent: bool,
    /// Whether too many newcomers ask for a person, of this one's network or of all.
    pub(crate) is_crowded: bool,
    /// Agents who may not sign in any more: nothing is theirs.
    pub(crate) gone: Vec<AgentId>,
    /// Agents who have the inbox open and are not away.
    pub(crate) here: Vec<AgentId>,
    /// Agents' browsers that are told.
    pub(crate) push: Vec<PushTo>,
}

/// What became of the LMS's word for who a learner is.
#[derive(Serialize, Deserialize)]
pub(crate) enum Recognized {
    /// They are these, each with the generation of its tokens; a new one, if there is none yet.
    Known(Vec<(LearnerId, u32)>),
    /// The token was used in another browser.
    Used,
    /// They are blocked.
    Blocked,
}

/// Sessions that ended: whatever they opened is to be closed.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Ended {
    /// Hashes of their tokens.
    pub(crate) token_hashes: Vec<String>,
    /// Conversations whose sockets they opened.
    pub(crate) conversations: Vec<ConversationId>,
}

impl OneOfTeam for Call {
    const CLASS: &'static str = "TEAM";
}
