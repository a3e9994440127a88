// Signs JSON Web Tokens as an LMS does.
import { createHmac, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { TEAM } from "./api.mjs";

const part = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const now = () => Math.floor(Date.now() / 1000);

/** What a token says of a person, good for a minute. */
export const claims = (sub, more = {}) => ({ sub, aud: TEAM, exp: now() + 60, ...more });

/** A token by a secret. */
export const hs256 = (said, secret, header = {}) => {
  const body = `${part({ alg: "HS256", typ: "JWT", ...header })}.${part(said)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
};

/** A token by an RSA or EC key. */
export const signed = (said, key, header) => {
  const body = `${part({ typ: "JWT", ...header })}.${part(said)}`;
  const mac = createSign("SHA256").update(body).sign({ key, dsaEncoding: "ieee-p1363" });
  return `${body}.${mac.toString("base64url")}`;
};

export const rsa = (bits = 2048) => generateKeyPairSync("rsa", { modulusLength: bits });
export const ec = (namedCurve = "P-256") => generateKeyPairSync("ec", { namedCurve });
export const pem = (key) => key.export({ type: "spki", format: "pem" });
export const jwk = (key, more = {}) => ({ ...key.export({ format: "jwk" }), ...more });
export const anId = () => randomUUID();
export { now, part };
