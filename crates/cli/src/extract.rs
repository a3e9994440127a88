//! Text out of PDF and DOCX, in a process of its own.
//!
//! Such files are made by strangers, and their readers are large: one that panics, takes all
//! memory or never ends takes nothing but its own process with it.

use crate::kind::Kind;
use anyhow::{Context as _, Result, bail};
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Bytes of text of one document: more than any article may have.
const MAX_TEXT: u64 = 20_000_000;

/// Extracts text.
#[derive(Clone, Debug)]
pub enum Extractor {
    /// In a process of its own.
    Apart {
        /// The program.
        program: PathBuf,
        /// What it is called with; the kind follows.
        arguments: Vec<String>,
        /// Longest that one document may take.
        patience: Duration,
    },
    /// Not at all: what needs it is skipped.
    None,
}

impl Extractor {
    /// The text of a document.
    ///
    /// # Errors
    /// It cannot be read, or not within the limits.
    pub fn text(&self, kind: Kind, bytes: &[u8]) -> Result<String> {
        let read = self.run(kind, name(kind), bytes);
        match (&read, kind) {
            // What one reader stumbles over, a plainer one may read.
            (Err(_), Kind::Pdf) => self.run(kind, "pdf-plain", bytes).or(read),
            _ => read,
        }
    }

    /// The text of a document, as the reader of this name sees it.
    fn run(&self, kind: Kind, reader: &str, bytes: &[u8]) -> Result<String> {
        let Self::Apart {
            program,
            arguments,
            patience,
        } = self
        else {
            bail!("{kind:?} is not read here");
        };
        let mut child = Command::new(program)
            .args(arguments)
            .arg(reader)
            // It reads what strangers wrote: no key of ours is in its reach.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("starting the reader")?;
        let said = talk(&mut child, bytes, *patience);
        if said.is_err() {
            // Only one that is too slow still runs.
            let _ = child.kill();
        }
        let status = child.wait().context("waiting for the reader")?;
        let (text, problem) = said?;
        if status.success() {
            return Ok(String::from_utf8_lossy(&text).into_owned());
        }
        match String::from_utf8_lossy(&problem).lines().last() {
            Some(line) if status.code() == Some(1) => bail!("{line}"),
            _ => bail!("it cannot be read as {}", name(kind)),
        }
    }
}

/// Hands the bytes over, and collects what comes back.
fn talk(child: &mut Child, bytes: &[u8], patience: Duration) -> Result<(Vec<u8>, Vec<u8>)> {
    let mut stdin = child.stdin.take().context("no way in")?;
    let mut stdout = child.stdout.take().context("no way out")?.take(MAX_TEXT);
    let mut stderr = child.stderr.take().context("no way out")?.take(10_000);
    let (send, said) = mpsc::channel();
    let bytes = bytes.to_vec();
    // A reader that has given up listens no more: what it says matters then.
    std::thread::spawn(move || stdin.write_all(&bytes));
    let problem = std::thread::spawn(move || {
        let mut problem = Vec::new();
        let _ = stderr.read_to_end(&mut problem);
        problem
    });
    std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = stdout.read_to_end(&mut text);
        send.send(read.map(|_| text))
    });
    match said.recv_timeout(patience) {
        Ok(text) => Ok((text?, problem.join().unwrap_or_default())),
        Err(_) => bail!("it took longer than {} s to read", patience.as_secs()),
    }
}

fn name(kind: Kind) -> &'static str {
    if kind == Kind::Pdf { "pdf" } else { "docx" }
}
