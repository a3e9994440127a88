// Work for a browser that is told to wait: loaded when it is. `worker/src/proof.rs` says what a proof is.
import { sha256 } from "@noble/hashes/sha2.js";

/** How long the page waits for the next slice of the work, at most, in milliseconds: it stays usable. */
const SLICE_MS = 30;

/** A proof that this browser worked, `challenge:number`; the promise is rejected where none can be had. */
export default async function prove(team) {
  const answer = await fetch("/api/learner/challenge", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ team }),
  });
  const { challenge, bits } = await answer.json();
  const bytes = new Uint8Array(40);
  bytes.set(sha256(new TextEncoder().encode(challenge)));
  const number = new DataView(bytes.buffer);
  let pause = performance.now() + SLICE_MS;
  // Numbers of 32 bits are enough: the second half of the eight bytes stays zero.
  for (let tried = 0; tried < 2 ** 32; tried += 1) {
    number.setUint32(32, tried, true);
    if (zeros(sha256(bytes)) >= bits) return `${challenge}:${tried}`;
    if (performance.now() > pause) {
      await new Promise((goOn) => setTimeout(goOn));
      pause = performance.now() + SLICE_MS;
    }
  }
  throw new Error("no number solves it");
}

/** Zero bits that a digest begins with: of the first four bytes, which no challenge exceeds. */
const zeros = (digest) => Math.clz32(new DataView(digest.buffer, digest.byteOffset).getUint32(0));
