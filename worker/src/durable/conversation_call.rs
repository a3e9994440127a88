//! What a conversation is asked. Apart from the object, which tells the inbox, so that the inbox can ask it.

use super::ask::{Ask, asks};
pub(crate) use super::identity::{Caller, Newcomer, Party, Signed};
use crate::error::Error;
use crate::store::outbox::Key;
use protocol::http::{AgentCommand, AgentTranscript, LearnerTranscript};
use protocol::{
    AgentView, Attachment, AttachmentId, ClientMessageId, ConversationId, LearnerCommand, Seq,
    TagDefinition, TeamId, Timestamp,
};
use serde::{Deserialize, Serialize};
use worker::{Env, Response};

const CLASS: &str = "CONVERSATION";

asks! {
    /// What the worker may ask of a conversation.
    Call {
        /// The learner does something over HTTP. Answers their stream's newest number.
        TakeFromLearner {
            command: LearnerCommand,
            signed: Option<Signed>,
            /// Whether they may write where the LMS signed for somebody.
            is_trusted: bool,
            newcomer: Option<Newcomer>,
        } -> Seq;
        /// The learner answers an e-mail. Answers nothing new if it came before.
        TakeByMail { client_id: ClientMessageId, text: String, attachments: Vec<AttachmentId>, } -> ();
        /// The address that the learner's e-mails go to.
        MailAddress {} -> Option<String>;
        /// Sends an alert again that was given up; whether it is there still.
        SendAgain { alert: Key, } -> bool;
        /// Forgets an alert that was given up.
        ForgetAlert { alert: Key, } -> ();
        /// No e-mail reaches it.
        NotMailed {} -> ();
        /// No more e-mails about this.
        StopMail {} -> ();
        /// What the learner sees of it.
        ReadAsLearner {
            is_verified: bool,
            since: Seq,
            /// The code of the language that the learner reads.
            language: String,
        } -> LearnerTranscript;
        /// An agent does something. Answers how the conversation stands after it.
        TakeFromAgent {
            by: Caller,
            command: AgentCommand,
            /// Whom an assignment names, if the team has them.
            assignee: Option<Caller>,
        } -> AgentView;
        /// The team's routing gives it to an agent. Answers the version of the summary that says so;
        /// nothing, if they do not have it.
        Route { to: Caller, } -> Option<u32>;
        /// What agents see of it.
        ReadAsAgent { since: Seq, } -> AgentTranscript;
        /// A file is about to be stored, by this agent or the learner.
        Attach { by: Party, attachment: Attachment, } -> ();
        /// A file was not stored, or its sender took it back.
        Detach { by: Party, attachment: AttachmentId, } -> ();
        /// Whether a file that was about to be stored is still wanted.
        Wants { attachment: AttachmentId, } -> bool;
        /// Tags for what the learner said since then. Answers how many it got.
        Retag { tags: Vec<TagDefinition>, since: Timestamp, } -> u32;
        /// Closes what agents' sessions opened.
        CloseSockets { token_hashes: Vec<String>, } -> ();
        /// Closes the sockets of a learner's browser, whose session has ended.
        CloseBrowser { browser: String, } -> ();
        /// Blocks the learner, or unblocks them.
        Block { by: Caller, is_blocked: bool, } -> ();
        /// All that is kept of it, as the JSON of a `ConversationExport`.
        Export {} -> Option<String>;
        /// Takes a conversation that was exported, as JSON. Refused with `conflict` if there is one.
        Import { export: String, } -> ();
        /// Erases all that is kept of it; for good, if nothing may be written here any more. With a time, only
        /// if nothing has happened since and people do not have it. Answers how many events it had; nothing,
        /// if it was left.
        Erase { is_for_good: bool, before: Option<Timestamp>, } -> Option<u32>;
        /// A file that was said.
        FindAttachment { by: Party, attachment: AttachmentId, } -> Option<Attachment>;
    }
}

impl Call {
    /// Whether it is a command from a learner's browser, which shares the rate limit of the learner's frames. Files do
    /// not: they have limits of their own, and come by e-mail too.
    pub(super) fn is_command_of_learner(&self) -> bool {
        matches!(self, Self::TakeFromLearner(_))
    }

    /// Whether a learner asks, and if so whether the LMS's word for who they are stands.
    pub(super) fn is_by_learner(&self) -> Option<bool> {
        let of = |party: &Party| match party {
            Party::Learner { is_verified } => Some(*is_verified),
            Party::Agent(_) => None,
        };
        match self {
            Self::TakeFromLearner(asked) => Some(asked.is_trusted),
            Self::ReadAsLearner(asked) => Some(asked.is_verified),
            Self::Attach(Attach { by, .. })
            | Self::Detach(Detach { by, .. })
            | Self::FindAttachment(FindAttachment { by, .. }) => of(by),
            // Whoever reads the mailbox: what the LMS signs elsewhere is not asked.
            Self::TakeByMail(_) => Some(true),
            Self::MailAddress(_)
            | Self::SendAgain(_)
            | Self::ForgetAlert(_)
            | Self::NotMailed(_)
            | Self::StopMail(_)
            | Self::TakeFromAgent(_)
            | Self::Route(_)
            | Self::ReadAsAgent(_)
            | Self::Wants(_)
            | Self::Retag(_)
            | Self::CloseSockets(_)
            | Self::CloseBrowser(_)
            | Self::Block(_)
            | Self::Export(_)
            | Self::Import(_)
            | Self::Erase(_) => None,
        }
    }
}

/// A socket's opening: who opens it, and what they have seen.
#[derive(Serialize, Deserialize)]
pub(crate) struct Opening {
    pub(crate) conversation: ConversationId,
    /// The agent; the learner, if absent.
    pub(crate) agent: Option<Caller>,
    /// Hash of the token of the agent's session, whose end closes the socket, and when that is at the
    /// latest.
    pub(crate) session: Option<(String, Timestamp)>,
    pub(crate) since: Seq,
    /// The code of the language that the learner reads.
    pub(crate) language: String,
    /// What the LMS signed of the learner, if it did.
    pub(crate) signed: Option<Signed>,
    /// Whether the learner may read where the LMS signed for somebody.
    pub(crate) is_trusted: bool,
    pub(crate) newcomer: Option<Newcomer>,
    /// The learner's browser, as its tokens name it.
    pub(crate) browser: Option<String>,
}

/// Asks a conversation.
pub(crate) async fn ask<A: Ask<Call = Call>>(
    env: &Env,
    team: &TeamId,
    conversation: &ConversationId,
    asked: A,
) -> Result<A::Answer, Error> {
    let stub = stub(env, team, conversation)?;
    let call: Call = asked.into();
    super::ask::<A>(&stub, team, &(conversation, call)).await
}

/// Opens a socket to a conversation.
pub(crate) async fn open_socket(
    env: &Env,
    team: &TeamId,
    opening: &Opening,
) -> Result<Response, Error> {
    super::open_socket(&stub(env, team, &opening.conversation)?, team, opening).await
}

fn stub(env: &Env, team: &TeamId, conversation: &ConversationId) -> Result<worker::Stub, Error> {
    super::stub(env, CLASS, &format!("{team}/{conversation}"))
}
