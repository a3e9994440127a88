// A push service and a browser on loopback: keeps what it is sent, reads it with the browser's keys by a library that
// is not ours (http_ece), and checks whose it is (RFC 8291, RFC 8292).
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import ece from "http_ece";
import { Hook } from "./hook.mjs";

export class PushService extends Hook {
  /** A browser that wants to be told: what it tells us of itself, and how it reads what it is sent. */
  browser(choices = {}) {
    const ecdh = createECDH("prime256v1");
    ecdh.generateKeys();
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(8).toString("hex")}`;
    return {
      subscription: {
        endpoint: this.url + path,
        p256dh: ecdh.getPublicKey("base64url"),
        auth: auth.toString("base64url"),
        choices: { on: ["handed_off", "urgent", "message", "soon", "late", "unanswered", "lead"], urgent_always: true, ...choices },
      },
      posts: () => this.posts.filter((post) => post.url === path),
      read: (post) => JSON.parse(ece.decrypt(post.bytes, { version: "aes128gcm", privateKey: ecdh, authSecret: auth })),
    };
  }

  /** The claims of whose message it is, if the team's key signed them. */
  claims({ headers }, key) {
    const [, jwt, named] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization);
    if (named !== key) throw new Error("signed by another key");
    const point = Buffer.from(key, "base64url");
    const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
    const [header, claims, signature] = jwt.split(".");
    const isSigned = verify("sha256", Buffer.from(`${header}.${claims}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
    if (!isSigned) throw new Error("not signed");
    return { header: JSON.parse(Buffer.from(header, "base64url")), ...JSON.parse(Buffer.from(claims, "base64url")) };
  }
}
