// Holds every handoff that any test sees to the published schema (B14, D8; invariant 11).
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const file = new URL("../../crates/protocol/src/handoff_packet.schema.json", import.meta.url);
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")));

/** Looks through anything that was received; throws if it holds a handoff that is none. */
export function checkPackets(received) {
  for (const packet of packets(received)) {
    const { type: _, ...fields } = packet;
    if (!validate(fields)) {
      throw new Error(`a handoff that its schema refuses: ${JSON.stringify([validate.errors, packet])}`);
    }
  }
}

function* packets(value) {
  if (typeof value !== "object" || value === null) return;
  if (value.type === "handoff") yield value;
  // A view, not the schema of one.
  else if (value.handoff && typeof value.id === "string") yield value.handoff;
  for (const inner of Object.values(value)) yield* packets(inner);
}
