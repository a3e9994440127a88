// A proof of work, loaded when the chat needs one. `worker/src/proof.rs` says what a proof is.
import { sha256 } from "@noble/hashes/sha2.js";

/** How long the work goes on before the page has its turn, in milliseconds: the page stays usable. */
const SLICE_MS = 30;
/** How long the work may take, in milliseconds: a challenge lasts two minutes. */
const MOST_MS = 110_000;

/** A proof of work, `challenge:number`; rejected where none can be had. */
export default async function prove(team) {
  const answer = await fetch("/api/learner/challenge", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ team }),
  });
  const { challenge, bits } = await answer.json();
  // `zeros` reads 32 bits.
  if (!answer.ok || !(bits <= 32)) throw new Error("no challenge");
  const bytes = new Uint8Array(40);
  bytes.set(sha256(new TextEncoder().encode(challenge)));
  const number = new DataView(bytes.buffer);
  const begun = performance.now();
  let pause = begun + SLICE_MS;
  // Numbers of 32 bits are enough: the second half of the eight bytes stays zero.
  for (let tried = 0; ; tried += 1) {
    number.setUint32(32, tried, true);
    if (zeros(sha256(bytes)) >= bits) return `${challenge}:${tried}`;
    if (performance.now() > pause) {
      await turn();
      pause = performance.now() + SLICE_MS;
      if (pause - begun > MOST_MS) throw new Error("too slow");
    }
  }
}

/** Waits until the page has had its turn. By a message, as browsers slow down the timers of hidden pages. */
const turn = () =>
  new Promise((goOn) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      goOn();
    };
    port2.postMessage(0);
  });

/** Zero bits that a digest begins with, of its first four bytes. */
const zeros = (digest) => Math.clz32(new DataView(digest.buffer, digest.byteOffset).getUint32(0));
