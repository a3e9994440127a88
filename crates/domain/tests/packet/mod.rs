//! Packets, held to their published schema.

use jsonschema::Validator;
use protocol::{AgentEvent, HANDOFF_PACKET_SCHEMA, Sequenced};
use std::sync::LazyLock;

static PACKET: LazyLock<Validator> = LazyLock::new(|| {
    let schema = serde_json::from_str(HANDOFF_PACKET_SCHEMA).unwrap();
    jsonschema::validator_for(&schema).unwrap()
});

/// A handoff is what its published schema says; any other event passes.
pub(crate) fn check_packet(entry: &Sequenced<AgentEvent>) {
    if let AgentEvent::Handoff(packet) = &entry.event {
        let packet = serde_json::to_value(packet).unwrap();
        if let Err(error) = PACKET.validate(&packet) {
            panic!("{error}: {packet}");
        }
        // And the schema is one that can fail.
        let mut wrong = packet;
        wrong["reason"] = "because".into();
        assert!(!PACKET.is_valid(&wrong));
    }
}
