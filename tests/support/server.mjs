// A real server of its own for a story: wrangler dev, local workerd, state on disk.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SECRETS, Server } from "./api.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** A port nobody uses. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export class DevServer extends Server {
  /** `vars` come on top of the deployment's; of where it is, if it is a function. */
  static async start(vars = {}) {
    const server = new DevServer(`http://localhost:${await freePort()}`);
    // As in harness.mjs: the encoder would keep both cores busy.
    server.vars = { EMBEDDINGS: "table", BATON_DEMO: "1", ALLOW_LOCAL_HOOKS: "1", ...(typeof vars === "function" ? vars(server.url) : vars) };
    server.state = await mkdtemp(join(tmpdir(), "baton-"));
    await server.up();
    return server;
  }

  /** Starts the server's process on its state, and waits until it answers. */
  async up() {
    const vars = Object.entries({ ...SECRETS, ...this.vars }).flatMap(([name, value]) => ["--var", `${name}:${value}`]);
    const { port } = new URL(this.url);
    this.said = "";
    this.process = spawn(
      join(ROOT, "node_modules/.bin/wrangler"),
      ["dev", "--port", port, "--persist-to", this.state, "--show-interactive-dev-session=false", ...vars],
      { cwd: ROOT, detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, CI: "true" } },
    );
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on("data", (text) => (this.said += text));
    }
    let exited = false;
    this.exit = new Promise((resolve) => this.process.on("exit", resolve)).then(() => (exited = true));
    for (;;) {
      if (exited) throw new Error(`the server ended:\n${this.said}`);
      const healthy = await fetch(`${this.url}/healthz`).then((answer) => answer.ok, () => false);
      if (healthy) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ends every process of the server at once, as a power cut would. */
  async kill() {
    process.kill(-this.process.pid, "SIGKILL");
    await this.exit;
  }

  async stop() {
    await this.kill();
    await rm(this.state, { recursive: true, force: true });
  }
}
