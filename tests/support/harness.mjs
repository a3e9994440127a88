// The built worker under wrangler's test harness, filled with a team.
import { randomUUID } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createTestHarness } from "wrangler";
import { SECRETS, Server } from "./api.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Starts the worker; `vars` and `secrets` come on top of the deployment's. Passages are embedded
 * by the table unless a test is about the encoder: it would keep both cores busy meanwhile. `settings` is TOML that the
 * deployment's wrangler.toml lacks.
 */
export async function start({ vars = {}, secrets = {}, doubles = {}, settings = "" } = {}) {
  // Paths in it are told from where it lies.
  const configPath = settings ? `.wrangler-${randomUUID()}.toml` : "wrangler.toml";
  if (settings) await writeFile(`${ROOT}${configPath}`, `${await readFile(`${ROOT}wrangler.toml`, "utf8")}\n${settings}`);
  const harness = createTestHarness({
    root: ROOT,
    workers: [
      {
        configPath,
        prebuiltWorkerDir: "build/bundle",
        vars: { EMBEDDINGS: "table", ALLOW_LOCAL_HOOKS: "1", ...vars },
        bindingOverrides: doubles,
        secrets: { ...SECRETS, ...secrets },
      },
      // Of a binding's name, the file beside this one that stands in for it.
      ...Object.values(doubles).map((name) => ({
        config: { name, main: `tests/support/${name}.mjs`, compatibility_date: "2026-11-01" },
      })),
    ],
  });
  const { url } = await harness.listen().finally(() => settings && rm(`${ROOT}${configPath}`));
  const server = new Server(url.origin);
  server.harness = harness;
  server.worker = harness.getWorker();
  server.stop = () => harness.close();
  /** Evicts a conversation's object, as soon as it is at rest; its sockets stay open. Whether it was evicted. */
  server.evict = (conversation) =>
    server.worker
      .evictDurableObject("ConversationObject", { name: `riverside/${conversation}`, webSockets: "hibernate" })
      .then(() => true)
      .catch((error) => {
        // One that went to sleep by itself is evicted already.
        if (/not currently running/.test(error)) return true;
        // The harness lets no alarm ring while it waits for the object to rest: one that is due then keeps it waiting.
        if (/still has active references/.test(error)) return false;
        throw error;
      });
  return server;
}
