//! workerd, with Baton and the peer in it, and its disk.

use anyhow::{Context as _, Result, bail};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Signs the learners' tokens of this run.
const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// Makes the team of this run.
pub(crate) const SETUP_SECRET: &str = "setup-secret-of-the-bench";

/// How many were started, so that each has a folder of its own.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// How long workerd may take to answer its first request.
const START: Duration = Duration::from_secs(30);

/// The running workerd; ends with it.
pub(crate) struct Runtime {
    child: Child,
    folder: PathBuf,
    /// Where Baton is, as `host:port`.
    pub(crate) baton: String,
    /// Where the peer is.
    pub(crate) peer: String,
}

impl Runtime {
    /// Starts workerd on what `root` has built, on an empty disk.
    pub(crate) fn start(root: &Path) -> Result<Self> {
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let name = format!("baton-load-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(folder.join("disk"))?;
        let copy = |from: &str, to: &str| -> Result<()> {
            let from = root.join(from);
            fs::copy(&from, folder.join(to))
                .with_context(|| format!("{} is not there: build first", from.display()))?;
            Ok(())
        };
        copy("worker/build/index.js", "index.js")?;
        copy("worker/build/index_bg.wasm", "index_bg.wasm")?;
        copy("tests/load/peer.js", "peer.js")?;
        let (baton, peer) = (free_address()?, free_address()?);
        let config = folder.join("config.capnp");
        fs::write(&config, configuration(&baton, &peer))?;
        // An object that is awake holds its database's files open besides its sockets.
        let child = Command::new("sh")
            .arg("-c")
            .arg("ulimit -n \"$(ulimit -Hn)\"; exec \"$0\" serve \"$1\"")
            .arg(root.join("node_modules/.bin/workerd"))
            .arg(&config)
            .current_dir(&folder)
            .stdin(Stdio::null())
            .spawn()
            .context("workerd could not be started")?;
        let runtime = Self {
            child,
            folder,
            baton,
            peer,
        };
        let begun = Instant::now();
        let health = format!("http://{}/healthz", runtime.baton);
        while ureq::get(&health).call().is_err() {
            if begun.elapsed() > START {
                bail!("workerd does not answer");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(runtime)
    }

    /// Memory that workerd has resident, in KB.
    pub(crate) fn memory_kb(&self) -> Result<u64> {
        // npm's shim replaces itself with the program, or starts it below.
        let own = resident(self.child.id()).unwrap_or(0);
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let below: u64 = children
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|pid| resident(pid.parse().ok()?))
            .sum();
        match own.max(below) {
            0 => bail!("workerd's memory cannot be read: this bench needs /proc"),
            memory => Ok(memory),
        }
    }
}

impl Drop for Runtime {
    fn drop(&mut self) {
        // Whatever was started below the shim first; only ours, by their ids.
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        for child in children.unwrap_or_default().split_whitespace() {
            let _ended = Command::new("kill").arg(child).status();
        }
        let _ended = self.child.kill();
        let _waited = self.child.wait();
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

fn resident(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn free_address() -> Result<String> {
    let probe = TcpListener::bind("127.0.0.1:0")?;
    Ok(probe.local_addr()?.to_string())
}

/// Both workers, each with its own address, their objects on one disk.
fn configuration(baton: &str, peer: &str) -> String {
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "baton", worker = .baton),
    (name = "peer", worker = .peer),
    (name = "disk", disk = (path = "disk", writable = true)),
  ],
  # What `cloudflare:email` is made of, which workerd by itself has not.
  extensions = [(modules = [(
    name = "cloudflare-internal:email", internal = true,
    esModule = "export default {{ EmailMessage: class {{}} }};",
  )])],
  sockets = [
    (name = "baton", address = "{baton}", http = (), service = "baton"),
    (name = "peer", address = "{peer}", http = (), service = "peer"),
  ],
);

const baton :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "./index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-01",
  bindings = [
    (name = "CONVERSATION", durableObjectNamespace = "ConversationObject"),
    (name = "TEAM", durableObjectNamespace = "TeamObject"),
    (name = "INBOX", durableObjectNamespace = "InboxObject"),
    (name = "KNOWLEDGE", durableObjectNamespace = "KnowledgeObject"),
    (name = "BATON_TEAMS", text = "bench"),
    (name = "BATON_SECRET", text = "{SECRET}"),
    (name = "BATON_SETUP_SECRET", text = "{SETUP_SECRET}"),
    (name = "LEARNERS_PER_ADDRESS", text = "1000000"),
    (name = "HANDOFFS_PER_ADDRESS", text = "1000000"),
    (name = "MODEL", text = "extractive"),
  ],
  durableObjectNamespaces = [
    (className = "ConversationObject", uniqueKey = "conversation", enableSql = true),
    (className = "TeamObject", uniqueKey = "team", enableSql = true),
    (className = "InboxObject", uniqueKey = "inbox", enableSql = true),
    (className = "KnowledgeObject", uniqueKey = "knowledge", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "disk"),
);

const peer :Workerd.Worker = (
  modules = [(name = "peer.js", esModule = embed "peer.js")],
  compatibilityDate = "2026-11-01",
  bindings = [(name = "ROOM", durableObjectNamespace = "Room")],
  durableObjectNamespaces = [(className = "Room", uniqueKey = "room", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
);
"#
    )
}
