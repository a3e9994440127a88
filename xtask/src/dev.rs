//! `cargo xtask dev`: the whole story on this machine.

use crate::{build, output, root, step, tools};
use anyhow::{Context as _, Result, bail};
use baton::{Client, Extractor, Session, folder, sync};
use protocol::TeamId;
use protocol::http::{NewAgent, Role, Scope, Setup, SignIn};
use protocol::settings::{Settings, TeamProfile};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const TEAM: &str = "riverside";

/// The demo's agents: name, address, password. They open nothing but a demo.
const AGENTS: [(&str, &str, &str, Role); 2] = [
    (
        "Ana",
        "ana@riverside.example",
        "amber-tulip-ana",
        Role::Admin,
    ),
    ("Bo", "bo@riverside.example", "amber-tulip-bo", Role::Agent),
];

/// Times the server is asked whether it is up, four times a second.
const PATIENCE: u32 = 240;

/// Builds, starts the server, sets the demo up, and stays until the server ends.
pub(crate) fn run() -> Result<()> {
    let port = port()?;
    build::run()?;
    let setup_secret = secrets()?;
    let url = format!("http://localhost:{port}");
    step("starting the server");
    let mut server = start(port)?;
    let ready = set_up(&mut server, &url, setup_secret);
    if let Err(error) = ready {
        stop(&mut server);
        return Err(error);
    }
    println!(
        "\n  Course page      {url}/\n  Inbox            {url}/inbox\n  API description  {url}/api/openapi.json\n"
    );
    for (name, email, password, _) in AGENTS {
        println!("  Sign in as {name:4} {email}  {password}");
    }
    println!("\n  Two agents need two browsers, or a private window. Ctrl-C ends it.\n");
    let status = server.wait()?;
    // Ctrl-C reaches the server too, which then ends by itself.
    if status.success() || status.code().is_none() || status.code() == Some(130) {
        Ok(())
    } else {
        bail!(
            "the server ended ({status}); its last words are in {}",
            log().display()
        )
    }
}

/// `PORT`, or 8787, which must be free.
fn port() -> Result<u16> {
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().context("PORT is no port number")?,
        Err(_) => 8787,
    };
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(port),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!(
                "port {port} is taken: end what runs there, or choose another with PORT=8788 cargo xtask dev"
            )
        }
        Err(error) => Err(error).context(format!("port {port} cannot be used")),
    }
}

fn state() -> PathBuf {
    root().join(".state")
}

fn log() -> PathBuf {
    state().join("server.log")
}

/// Makes this machine's own secrets, once; answers the set-up secret.
fn secrets() -> Result<String> {
    let path = root().join(".dev.vars");
    if !path.exists() {
        let text = format!(
            "BATON_SECRET={}\nBATON_SETUP_SECRET={}\n",
            random_hex()?,
            random_hex()?
        );
        fs::write(&path, text)?;
    }
    fs::read_to_string(&path)?
        .lines()
        .find_map(|line| line.strip_prefix("BATON_SETUP_SECRET="))
        .map(|secret| secret.trim_matches('"').to_owned())
        .context(".dev.vars has no BATON_SETUP_SECRET: delete the file and start again")
}

fn random_hex() -> Result<String> {
    let mut bytes = [0_u8; 24];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(bytes.iter().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    }))
}

fn start(port: u16) -> Result<Child> {
    fs::create_dir_all(state())?;
    let out = fs::File::create(log())?;
    let mut wrangler = tools::node("wrangler")?;
    wrangler
        .args(["dev", "--port", &port.to_string(), "--persist-to"])
        .arg(state().join("objects"))
        .args(["--show-interactive-dev-session=false", "--log-level=warn"])
        // Measured better (docs/answers.md), and a laptop has the CPU for it.
        .args(["--var", "QUESTION_EMBEDDINGS:encoder"])
        .args(["--var", "BATON_DEMO:1", "--var", "ALLOW_LOCAL_HOOKS:1"])
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(out)
        .spawn()
        .context("wrangler could not be started")
}

/// Ends the server, which ends what it started: a kill would leave those running.
fn stop(server: &mut Child) {
    let asked = output(Command::new("kill").args(["-TERM", &server.id().to_string()]));
    if asked.is_err() {
        let _gone = server.kill();
    }
    let _ended = server.wait();
}

/// Waits for the server and fills it: team, agents, key, articles.
fn set_up(server: &mut Child, url: &str, setup_secret: String) -> Result<()> {
    let client = Client::new(url, None);
    for _ in 0..PATIENCE {
        if client.is_healthy() {
            break;
        }
        if let Some(status) = server.try_wait()? {
            let said = fs::read_to_string(log()).unwrap_or_default();
            bail!("the server did not start ({status}):\n{said}");
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    if !client.is_healthy() {
        bail!(
            "the server did not answer within a minute; its words are in {}",
            log().display()
        );
    }
    let team = TeamId::new(TEAM)?;
    let (name, email, password, _) = AGENTS[0];
    client.set_up(&Setup {
        secret: setup_secret,
        team: team.clone(),
        team_name: "Riverside Support".to_owned(),
        admin: agent(name, email, password),
    })?;
    let session = client
        .sign_in(&SignIn {
            code: None,
            team: Some(team),
            email: email.to_owned(),
            password: password.to_owned(),
        })
        .context("the demo's admin cannot sign in; delete .state to begin anew")?;
    fill(&session)?;
    let keyed = Client::new(url, Some(key(url, &session)?));
    let mut articles = folder(&root().join("demo/articles"), "", &Extractor::None)?;
    if let Some(skipped) = articles.skipped.first() {
        bail!("{}: {}", skipped.source, skipped.why);
    }
    let mut n_changed = 0;
    let plan = sync(&keyed, &mut articles, "", false, |_, _| {
        n_changed += 1;
        if n_changed == 1 {
            step("loading the demo help centre");
        }
    })?;
    if n_changed > 0 {
        println!(
            "  {} added, {} updated, {} deleted, {} unchanged",
            plan.add.len(),
            plan.update.len(),
            plan.delete.len(),
            plan.unchanged
        );
    }
    Ok(())
}

/// What the demo team has besides its first admin, where it is missing: a first start may
/// have been cut off anywhere.
fn fill(session: &Session<'_>) -> Result<()> {
    let known = session.agents()?;
    let missing: Vec<_> = AGENTS
        .into_iter()
        .filter(|(_, email, ..)| known.iter().all(|agent| agent.email != *email))
        .collect();
    if !missing.is_empty() {
        step("creating the demo agents");
    }
    for (name, email, password, role) in missing {
        session.add_agent(role, agent(name, email, password))?;
    }
    // What the demo's LMS signs with.
    if session.identity_secrets()?.is_empty() {
        session.new_identity_secret()?;
    }
    let settings = session.settings()?;
    if !settings.profile.suggestions.is_empty() {
        return Ok(());
    }
    session.put_settings(&Settings {
        profile: TeamProfile {
            suggestions: serde_json::from_str(include_str!("../../demo/suggestions.json"))?,
            ..settings.profile
        },
        ..settings
    })?;
    Ok(())
}

fn agent(name: &str, email: &str, password: &str) -> NewAgent {
    NewAgent {
        name: name.to_owned(),
        email: email.to_owned(),
        password: password.to_owned(),
    }
}

/// The demo's API key, kept beside the state it belongs to; a new one if it was revoked.
fn key(url: &str, session: &Session<'_>) -> Result<String> {
    let path = state().join("api-key");
    if let Ok(key) = fs::read_to_string(&path) {
        let key = key.trim().to_owned();
        if Client::new(url, Some(key.clone())).articles().is_ok() {
            return Ok(key);
        }
    }
    let minted = session.add_key(
        "demo articles",
        vec![Scope::ArticlesRead, Scope::ArticlesWrite],
    )?;
    fs::write(&path, &minted.secret)?;
    Ok(minted.secret)
}
