// A proof of work as a browser makes it, by Node's own SHA-256: another hand than the one that ships.
import { createHash } from "node:crypto";

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** The number that solves a challenge; with `is: false`, one that does not. */
export function solved({ challenge, bits }, { is = true } = {}) {
  const seed = sha256(challenge);
  const number = Buffer.alloc(8);
  for (let tried = 0; ; tried += 1) {
    number.writeUInt32LE(tried);
    const solves = sha256(seed, number).readUInt32BE() < 2 ** (32 - bits);
    if (solves === is) return `${challenge}:${tried}`;
  }
}
