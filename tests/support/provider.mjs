// An organization's sign-in, by a certified library of OpenID providers, on loopback: accounts, their claims,
// and a browser that signs in as one of them.
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const CLIENT = { id: "baton", secret: "the client's secret+/=" };

/** Starts a provider for a deployment at `url`. `accounts`: claims by the provider's own id. */
export async function provider(url, accounts) {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const oidc = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [`${url}/api/sign-in/riverside/callback`] }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    features: { devInteractions: { enabled: true } },
    async findAccount(_, id) {
      return accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) };
    },
  });
  oidc.proxy = true;
  server.on("request", oidc.callback());
  return { issuer, accounts, stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) };
}

/** A browser without a page: keeps cookies of each origin, and follows redirects one at a time. */
export class Browser {
  constructor() {
    this.cookies = new Map();
  }

  async ask(address, init = {}) {
    const { origin } = new URL(address);
    const jar = this.cookies.get(origin) ?? new Map();
    this.cookies.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...init, redirect: "manual", headers: { cookie, ...init.headers } });
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split(";");
      const [name, ...value] = pair.split("=");
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(rest.join(";")) || !value.join("=")) jar.delete(name);
      else jar.set(name, value.join("="));
    }
    const location = response.headers.get("location");
    return { response, next: location && new URL(location, address).href };
  }

  /** Follows redirects until they end at a page, or before an address that `stop` says. */
  async follow(address, stop = () => false) {
    for (let hops = 0; hops < 20; hops++) {
      if (stop(address)) return { address };
      const { response, next } = await this.ask(address);
      if (!next) return { address, response };
      address = next;
    }
    throw new Error("too many redirects");
  }

  /** Signs in at the provider as this account; answers where the deployment is told of it. */
  async signInAt(start, account) {
    const isBack = (address) => /\/api\/sign-in\/\w+\/callback/.test(address) || address.includes("/inbox");
    let at = await this.follow(start, isBack);
    while (at.response) {
      const page = await at.response.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (!action) throw new Error(`no form: ${page.slice(0, 300)}`);
      const body = new URLSearchParams(prompt === "login" ? { prompt, login: account, password: "x" } : { prompt });
      const { next } = await this.ask(new URL(action, at.address), { method: "POST", body });
      at = await this.follow(next, isBack);
    }
    return at.address;
  }
}
