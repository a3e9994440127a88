//! Whether this agent takes conversations: what they chose, and whether they are at the page.

use crate::desk::Desk;
use leptos::prelude::*;
use protocol::http::Agent;
use protocol::{AgentId, Availability, InboxSignal};

/// After so long without a touch of the page, an agent is away.
const IDLE_MS: i64 = 10 * 60 * 1_000;

/// What an agent's availability is called.
pub(crate) fn name(availability: Availability) -> &'static str {
    match availability {
        Availability::Available => "Available",
        Availability::Busy => "Busy",
        Availability::Away => "Away",
    }
}

impl Desk {
    /// Notices every touch of the page.
    pub(crate) fn watch_touches(self) {
        for event in ["pointerdown", "pointermove", "keydown", "wheel"] {
            window_event_listener_untyped(event, move |_| {
                self.touches.last.set_value(ui::now());
                if self.touches.is_idle.get_value() {
                    self.tell_idle(false);
                }
            });
        }
    }

    /// Tells the others once this agent has been idle for long; called now and then.
    pub(crate) fn look_for_idleness(self) {
        let for_ms = ui::now().since(self.touches.last.get_value());
        if for_ms >= IDLE_MS && !self.touches.is_idle.get_value() {
            self.tell_idle(true);
        }
    }

    fn tell_idle(self, is_idle: bool) {
        self.touches.is_idle.set_value(is_idle);
        // The next connection says it by its address.
        let _sent = self.signal(&InboxSignal::Idle { is_idle });
    }

    /// Whether the page was not touched for long.
    pub(crate) fn is_idle(self) -> bool {
        self.touches.is_idle.get_value()
    }

    /// Takes conversations, or not, until told otherwise.
    pub(crate) fn choose_availability(self, availability: Availability) {
        if !self.signal(&InboxSignal::Available { availability }) {
            self.say(
                ui::say!("No connection. Your availability is as it was."),
                None,
            );
            // What is shown is what holds.
            self.present.notify();
        }
    }

    /// An agent's name with their availability, for a menu.
    pub(crate) fn named_with_availability(self, agent: &Agent) -> String {
        format!("{} · {}", agent.name, self.availability_name(&agent.id))
    }

    /// What an agent's availability is called.
    pub(crate) fn availability_name(self, agent: &AgentId) -> String {
        match self.availability(agent) {
            Some(availability) => ui::said(name(availability)),
            None => ui::say!("offline"),
        }
    }

    /// Whether an agent takes conversations; `None`, if they do not have the inbox open.
    pub(crate) fn availability(self, agent: &AgentId) -> Option<Availability> {
        self.present.with(|present| {
            let of = present.iter().find(|it| it.id == *agent);
            of.map(|it| it.availability)
        })
    }
}
