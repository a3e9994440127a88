//! One conversation: sockets and commands in, domain, effects out. No rules here.
//!
//! Named `{team}/{conversation}`. Stores its log, its snapshot and what the inbox has heard
//! (`store/log.rs`). Learners' sockets are tagged `learner`, agents' `agent`.

use super::ask::told;
pub(crate) use super::conversation_call::*;
use super::core::Core;
use super::identity::Identity;
use super::{Incoming, answer, incoming};
use super::{command, effect};
use crate::clock;
use crate::error::Error;
use crate::meter::Meter;
use crate::socket::{self, Audience};
use crate::store::{self, Sql, log, outbox};
use domain::speech;
use domain::tag::AutoTags;
use domain::{AgentRef, Conversation, Input, Logged, profile_text};
use protocol::http::{AgentCommand, AgentTranscript, LearnerTranscript};
use protocol::settings::AlertKind;
use protocol::{
    AgentEvent, AgentSignal, AgentView, Author, ClientMessageId, Code, ConversationId, Frame,
    LearnerCommand, LearnerEvent, LearnerView, Problem, Seq, TYPING_PAUSE_MS, TagDefinition,
    TeamId, Timestamp, VerifiedLearner,
};
use std::rc::Rc;
use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage,
    durable_object,
};

/// Longest frame a learner may send, in bytes: a message of the longest allowed, escaped.
const MAX_FRAME_BYTES: usize = protocol::MAX_MESSAGE_CHARS * 8 + 2_000;

/// Sockets of one learner's: tabs, and phones beside them. Beyond it the oldest goes: it may be a phone's
/// that lost its line.
const MAX_SOCKETS: usize = 20;

/// The object.
#[durable_object]
pub struct ConversationObject {
    core: Rc<Core>,
}

impl DurableObject for ConversationObject {
    fn new(state: State, env: Env) -> Self {
        let sql = Sql::open(&state, store::CONVERSATION, Meter::of(&env, "conversation"))
            .map_err(|error| format!("{error:?}"));
        if let Err(error) = socket::answer_pings(&state) {
            worker::console_error!("bug: {error:?}");
        }
        Self {
            core: Rc::new(Core::new(state, env, sql)),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        self.core.count("request");
        match incoming::<(ConversationId, Call), Opening>(request).await {
            Ok(Incoming::Call(team, (_, Call::Erase(asked)))) => {
                let Erase {
                    is_for_good,
                    before,
                } = asked;
                let erased = self.core.erase(&team, is_for_good, before).await;
                answer(erased.and_then(told::<Erase>))
            }
            Ok(Incoming::Call(team, (id, call))) => answer(self.core.answer(&team, &id, call)),
            Ok(Incoming::Socket(team, opening)) => self
                .core
                .accept(&team, opening)
                .or_else(Error::into_response),
            Err(error) => error.into_response(),
        }
    }

    async fn alarm(&self) -> Result<Response> {
        self.core.count("alarm");
        self.core.wake().await;
        Response::ok("")
    }

    async fn websocket_message(
        &self,
        ws: WebSocket,
        message: WebSocketIncomingMessage,
    ) -> Result<()> {
        self.core.count("frame");
        if let Err(error) = self.core.frame(&ws, message) {
            let frame = Frame::<(), ()>::Refused {
                client_id: None,
                problem: error.into_problem(),
            };
            socket::send_if_open(&ws, &serde_json::to_string(&frame)?);
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        ws: WebSocket,
        code: usize,
        reason: String,
        _was_clean: bool,
    ) -> Result<()> {
        // Completes the closing handshake where the runtime has not; 1005 and 1006 may
        // not be sent (RFC 6455, 7.4.1).
        let code = u16::try_from(code)
            .ok()
            .filter(|code| !matches!(code, 1005 | 1006 | 1015))
            .unwrap_or(1000);
        let _closed_already = ws.close(Some(code), Some(reason));
        Ok(())
    }

    async fn websocket_error(&self, _ws: WebSocket, _error: worker::Error) -> Result<()> {
        Ok(())
    }
}

impl Core {
    fn answer(
        self: &Rc<Self>,
        team: &TeamId,
        id: &ConversationId,
        call: Call,
    ) -> std::result::Result<String, Error> {
        self.load(team, id)?;
        if let Some(is_verified) = call.is_by_learner() {
            self.admits_learner(is_verified)?;
        }
        if call.is_command_of_learner() {
            self.learners_frames.take(clock::now())?;
        }
        match call {
            Call::TakeFromLearner(TakeFromLearner {
                command,
                signed,
                is_trusted: _,
                newcomer,
            }) => {
                self.team.comes(newcomer.map(|it| (it.network, it.until)));
                self.recognize(signed.map(|it| it.learner), None)?;
                // Sent twice, it is answered as the first time.
                let _is_new = self.learner(command)?;
                let newest = self.with(|_, conversation| conversation.last_learner_seq())?;
                told::<TakeFromLearner>(newest)
            }
            Call::TakeByMail(TakeByMail {
                client_id,
                text,
                attachments,
            }) => {
                self.mailed(client_id, text, attachments)?;
                told::<TakeByMail>(())
            }
            Call::MailAddress(MailAddress {}) => told::<MailAddress>(self.mail_address()?),
            Call::SendAgain(SendAgain { alert }) => {
                // A letter goes where the learner's letters go now, or nowhere.
                let is_letter = alert.channel == AlertKind::Email
                    && crate::notify::webhook::is_letter(&alert.event);
                if is_letter && self.mail_address()?.as_deref() != Some(alert.address.as_str()) {
                    return told::<SendAgain>(false);
                }
                let is_there = self.outbox.again(self.sql()?, &alert)?;
                if is_there {
                    effect::set_alarm(self);
                    let task = Rc::clone(self);
                    self.state
                        .wait_until(async move { effect::send_out(&task).await });
                }
                told::<SendAgain>(is_there)
            }
            Call::ForgetAlert(ForgetAlert { alert }) => {
                told::<ForgetAlert>(outbox::dismiss(self.sql()?, &alert)?)
            }
            Call::NotMailed(NotMailed {}) => {
                self.not_mailed()?;
                told::<NotMailed>(())
            }
            Call::StopMail(StopMail {}) => told::<StopMail>(effect::input(self, Input::StopMail)?),
            Call::ReadAsLearner(ReadAsLearner {
                since, language, ..
            }) => told::<ReadAsLearner>(self.learner_transcript(since, &language)?),
            Call::TakeFromAgent(TakeFromAgent {
                by,
                command,
                assignee,
            }) => {
                self.agent(by.into(), command, assignee.map(AgentRef::from))?;
                told::<TakeFromAgent>(self.with(|_, conversation| conversation.agent_view())?)
            }
            Call::Route(Route { to }) => {
                let id = to.id.clone();
                effect::input(self, Input::Route { to: to.into() })?;
                let summary = self.with(|_, conversation| conversation.summary())?;
                let is_theirs = summary.owner.is_some_and(|owner| owner.id == id);
                told::<Route>(is_theirs.then_some(summary.version))
            }
            Call::ReadAsAgent(ReadAsAgent { since }) => {
                told::<ReadAsAgent>(self.agent_transcript(since)?)
            }
            Call::Attach(Attach { by, attachment }) => {
                let by = by.agent();
                told::<Attach>(effect::input(self, Input::Attach { by, attachment })?)
            }
            Call::Detach(Detach { by, attachment }) => {
                let by = by.agent();
                told::<Detach>(effect::input(self, Input::Detach { by, attachment })?)
            }
            Call::Wants(Wants { attachment }) => {
                let is_waiting = self.with(|_, it| it.has_upload(&attachment))?;
                let is_said = || log::attachment(self.sql()?, &attachment, false);
                told::<Wants>(is_waiting || is_said()?.is_some())
            }
            Call::Retag(Retag { tags, since }) => told::<Retag>(self.retag(&tags, since)?),
            Call::CloseSockets(CloseSockets { token_hashes }) => {
                let is_ended = |identity: &Identity| {
                    let session = identity.session.as_ref();
                    session.is_some_and(|(hash, _)| token_hashes.contains(hash))
                };
                socket::close(&self.state, is_ended);
                told::<CloseSockets>(())
            }
            Call::CloseBrowser(CloseBrowser { browser }) => {
                let is_its = |identity: &Identity| identity.browser.as_ref() == Some(&browser);
                socket::close_such(&self.state, Audience::Learner, is_its, "signed out");
                told::<CloseBrowser>(())
            }
            Call::Block(Block { by, is_blocked }) => {
                let by = by.into();
                effect::input(self, Input::Block { by, is_blocked })?;
                if is_blocked {
                    socket::close_all(&self.state, Audience::Learner, "closed by the team");
                }
                told::<Block>(())
            }
            Call::Export(Export {}) => told::<Export>(self.export()?),
            Call::Import(Import { export }) => told::<Import>(self.import(&export)?),
            // Answered before anything is loaded.
            Call::Erase(_) => Err(Error::bug("erased twice")),
            Call::FindAttachment(FindAttachment { by, attachment }) => {
                let is_learner = by.agent().is_none();
                told::<FindAttachment>(log::attachment(self.sql()?, &attachment, is_learner)?)
            }
        }
    }

    /// Whether a learner may read and write here: the team may have blocked them, and what is
    /// somebody's for whom the LMS signed is nobody else's, whatever token they have from before.
    fn admits_learner(&self, is_verified: bool) -> std::result::Result<(), Error> {
        self.with(|_, conversation| {
            conversation.is_open_to_learner()?;
            match conversation.learner().verified && !is_verified {
                true => Err(Error::unauthenticated()),
                false => Ok(()),
            }
        })?
    }

    /// Takes in what is known of who the learner is. Only what changes anything is kept.
    fn recognize(
        self: &Rc<Self>,
        verified: Option<VerifiedLearner>,
        told: Option<(Option<String>, Option<String>)>,
    ) -> std::result::Result<(), Error> {
        if let Some(signed) = verified {
            let was_verified = self.with(|_, it| it.learner().verified)?;
            effect::input(self, Input::Verified(signed))?;
            if !was_verified {
                // Whoever has this open from before it was somebody's.
                let is_nobody =
                    |identity: &Identity| identity.signed.is_none() && !identity.is_trusted;
                socket::close_such(&self.state, Audience::Learner, is_nobody, "sign in again");
            }
        }
        match told {
            Some((name, email)) => effect::input(self, Input::Identify { name, email }),
            None => Ok(()),
        }
    }

    /// A learner's command; what it became, if it was sent before and is stored already.
    fn learner(
        self: &Rc<Self>,
        command: LearnerCommand,
    ) -> std::result::Result<Option<Logged>, Error> {
        let client_id = command::client_id(&command).cloned();
        let input = command::input(command);
        self.once(client_id.as_ref(), input)
    }

    /// Feeds what a client may send twice; what it became, if it is stored already.
    pub(super) fn once(
        self: &Rc<Self>,
        client_id: Option<&ClientMessageId>,
        input: Input,
    ) -> std::result::Result<Option<Logged>, Error> {
        let is_known = |id: &&ClientMessageId| {
            let live = self.live.borrow();
            live.as_ref().is_some_and(|live| live.sent.contains(*id))
        };
        if let Some(id) = client_id.filter(is_known) {
            return log::by_client_id(self.sql()?, id);
        }
        effect::input(self, input).map(|()| None)
    }

    fn agent(
        self: &Rc<Self>,
        by: AgentRef,
        command: AgentCommand,
        assignee: Option<AgentRef>,
    ) -> std::result::Result<(), Error> {
        let client_id = match &command {
            AgentCommand::Reply { client_id, .. } | AgentCommand::Note { client_id, .. } => {
                Some(client_id.clone())
            }
            _ => None,
        };
        let input = Input::Agent {
            by,
            command,
            assignee,
        };
        // Sent twice, it is answered as the first time.
        self.once(client_id.as_ref(), input).map(|_stored| ())
    }

    fn learner_transcript(
        &self,
        since: Seq,
        language: &str,
    ) -> std::result::Result<LearnerTranscript, Error> {
        let entries = log::learner_since(self.sql()?, since, language)?;
        self.with(|_, conversation| LearnerTranscript {
            view: conversation.learner_view(),
            entries,
            last_seq: conversation.last_learner_seq(),
            partial: conversation.partial(),
        })
    }

    /// Gives the tags that what was said since then is about; answers how many were new.
    fn retag(
        self: &Rc<Self>,
        definitions: &[TagDefinition],
        since: Timestamp,
    ) -> std::result::Result<u32, Error> {
        let auto = AutoTags::new(definitions);
        let mut tags = Vec::new();
        for entry in log::since_time(self.sql()?, since)? {
            if let AgentEvent::Message(message) = entry.event
                && message.author == Author::Learner
            {
                tags.extend(auto.of(&message.text));
            }
        }
        let count = |conversation: &Conversation| conversation.agent_view().tags.len();
        let before = self.with(|_, conversation| count(conversation))?;
        effect::input(self, Input::Retag { tags })?;
        let added = self.with(|_, conversation| count(conversation))? - before;
        Ok(u32::try_from(added).unwrap_or(u32::MAX))
    }

    fn agent_transcript(&self, since: Seq) -> std::result::Result<AgentTranscript, Error> {
        let entries = log::since(self.sql()?, since)?;
        let begun = self.with(|_, conversation| {
            conversation.has_begun().then(|| AgentTranscript {
                view: conversation.agent_view(),
                entries,
                last_seq: conversation.last_seq(),
                partial: conversation.partial(),
            })
        })?;
        begun.ok_or_else(|| Error::not_found("conversation"))
    }

    /// Accepts a socket and tells it everything after what it has seen.
    fn accept(
        self: &Rc<Self>,
        team: &TeamId,
        opening: Opening,
    ) -> std::result::Result<Response, Error> {
        self.load(team, &opening.conversation)?;
        let is_agent = opening.agent.is_some();
        if !is_agent {
            self.admits_learner(opening.is_trusted)?;
            let newcomer = opening.newcomer.clone();
            self.team.comes(newcomer.map(|it| (it.network, it.until)));
            socket::make_room(&self.state, Audience::Learner, MAX_SOCKETS);
        }
        let identity = Identity {
            team: team.clone(),
            conversation: opening.conversation,
            agent: opening.agent,
            session: opening.session,
            language: opening.language,
            is_trusted: opening.is_trusted && opening.signed.is_none(),
            signed: opening.signed,
            newcomer: opening.newcomer,
            browser: opening.browser,
            told: None,
        };
        if self.with(|_, conversation| conversation.has_begun())? {
            let signed = identity.signed.clone();
            self.recognize(signed.map(|it| it.learner), None)?;
        }
        if is_agent {
            let transcript = self.agent_transcript(opening.since)?;
            let hello = Frame::<AgentView, AgentEvent>::Hello {
                view: transcript.view,
                entries: transcript.entries,
                last_seq: transcript.last_seq,
                partial: transcript.partial,
            };
            socket::accept(&self.state, &[Audience::Agent.tag()], &identity, &hello)
        } else {
            let transcript = self.learner_transcript(opening.since, &identity.language)?;
            let hello = Frame::<LearnerView, LearnerEvent>::Hello {
                view: transcript.view,
                entries: transcript.entries,
                last_seq: transcript.last_seq,
                partial: transcript.partial,
            };
            let tags = [Audience::Learner.tag(), speech::spoken(&identity.language)];
            socket::accept(&self.state, &tags, &identity, &hello)
        }
    }

    /// A frame from a browser. What agents do, they do over HTTP: here they only let others
    /// know where they are.
    fn frame(
        self: &Rc<Self>,
        ws: &WebSocket,
        message: WebSocketIncomingMessage,
    ) -> std::result::Result<(), Error> {
        let identity: Identity = socket::identity(ws)?;
        let is_over = |(_, ends_at): &(String, Timestamp)| *ends_at <= clock::now();
        if identity.session.as_ref().is_some_and(is_over) {
            let _closed_already = ws.close(Some(1008), Some("the session has ended"));
            return Err(Error::unauthenticated());
        }
        // Before anything is read: nobody types this fast, in all their tabs together.
        let brake = match identity.agent {
            Some(_) => &self.agents_frames,
            None => &self.learners_frames,
        };
        brake.take(clock::now())?;
        let text = match message {
            WebSocketIncomingMessage::String(text) => text,
            WebSocketIncomingMessage::Binary(_) => {
                return Err(Error::new(Code::BadRequest, "frames are text"));
            }
        };
        if text.len() > MAX_FRAME_BYTES {
            return Err(Error::new(Code::TooLarge, "the frame is too long"));
        }
        // A socket that outlived an eviction: its object begins anew from what is stored.
        if !self.load_stored()? {
            self.load(&identity.team, &identity.conversation)?;
        }
        let unreadable = |_| Error::new(Code::BadRequest, "the frame could not be read");
        if let Some(agent) = identity.agent {
            let signal: AgentSignal = crate::json::read(&text).map_err(unreadable)?;
            let input = match signal {
                AgentSignal::Receipt(receipt) => Input::Receipt {
                    by: Some(agent.id),
                    receipt,
                },
                AgentSignal::Typing => Input::Typing {
                    by: Some(agent.into()),
                },
            };
            return effect::input(self, input);
        }
        let command: LearnerCommand = crate::json::read(&text).map_err(unreadable)?;
        if matches!(command, LearnerCommand::Typing) {
            let now = clock::now();
            if now.since(self.typed.replace(now)) < TYPING_PAUSE_MS {
                return Ok(());
            }
        }
        let signed = identity.signed.clone();
        let signed = signed.filter(|it| it.until > clock::now());
        if let Err(error) = self.admits_learner(signed.is_some() || identity.is_trusted) {
            let _closed_already = ws.close(Some(1008), Some("sign in again"));
            return Err(error);
        }
        let newcomer = identity.newcomer.clone();
        self.team.comes(newcomer.map(|it| (it.network, it.until)));
        let has_begun = self.with(|_, conversation| conversation.has_begun())?;
        let told = match command {
            LearnerCommand::Identify { name, email } if !has_begun => {
                // Cut to its stored length first: a socket's attachment holds a few KB.
                let told = Some((profile_text(name), profile_text(email)));
                return socket::attach(ws, &Identity { told, ..identity });
            }
            _ if has_begun => None,
            _ => identity.told,
        };
        self.recognize(signed.map(|it| it.learner), told)?;
        self.reads(&identity.language)?;
        let client_id = command::client_id(&command).cloned();
        match self.learner(command) {
            Ok(None) => {}
            Ok(Some(stored)) => {
                // Sent twice: it is stored, and this socket may not have heard so.
                if let Some(seq) = stored.learner_seq
                    && let Some(entry) = log::for_learner(seq, &stored.entry, &identity.language)
                {
                    let frame = Frame::<LearnerView, LearnerEvent>::Entry(entry);
                    socket::send_if_open(ws, &serde_json::to_string(&frame)?);
                }
            }
            Err(error) => {
                let problem: Problem = error.into_problem();
                let frame = Frame::<(), ()>::Refused { client_id, problem };
                socket::send_if_open(ws, &serde_json::to_string(&frame)?);
            }
        }
        Ok(())
    }

    /// Wakes once more: what time had come for is not lost because it could not be read now.
    async fn wake_later(&self) {
        let storage = self.state.storage();
        if let Err(error) = storage.set_alarm(effect::RETRY).await {
            Error::from(error).into_problem();
        }
    }

    /// Time has come for something: a turn's deadline, or a summary the inbox did not hear.
    async fn wake(self: &Rc<Self>) {
        self.alarm.set(None);
        match self.load_stored() {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                error.into_problem();
                self.wake_later().await;
                return;
            }
        }
        // A promise and who hears of its end are the team's of now, not of when somebody last searched.
        if let Err(error) = effect::team_of_now(self).await {
            error.into_problem();
        }
        if let Err(error) = effect::input(self, Input::Tick) {
            error.into_problem();
            // What is stored is as before; the alarm below comes for it again.
            if let Err(error) = self.load_stored() {
                error.into_problem();
                self.wake_later().await;
                return;
            }
        }
        if self.outbox.is_due() {
            // Not awaited: whoever is slow to answer holds up no timer.
            let task = Rc::clone(self);
            self.state
                .wait_until(async move { effect::send_out(&task).await });
        }
        effect::tell_inbox(self).await;
        // Last, so that the runtime's own retries are not hidden.
        effect::set_alarm(self);
    }
}
