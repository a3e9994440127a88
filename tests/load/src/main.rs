//! Baton's conversations beside the barest chat, in one workerd on one disk.
//!
//! `cargo xtask bench load` builds what it needs and starts it. Every figure stands in a line
//! `name value`; ratios are Baton's value by the peer's, from rounds that take turns. The
//! machine is noisy, so ratios count, not figures.
#![allow(clippy::print_stdout, reason = "it is a command")]
#![allow(clippy::disallowed_methods, reason = "it measures time, natively")]

mod peer;
mod room;
mod runtime;

use anyhow::{Context as _, Result};
use peer::{Baton, Peer};
use room::Room;
use runtime::Runtime;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const USAGE: &str = "usage: load ROOT [--quick] [2] [50] [idle] [connected]";

/// Messages of one burst, all in flight at once: what a learner may send within a minute.
const BURST: usize = 20;

/// How long an object is left alone before it counts as hibernated. workerd evicts after ten
/// seconds (cloudflare/workerd PR 1138).
const IDLE: Duration = Duration::from_secs(14);

/// How much is measured.
struct Size {
    rounds: usize,
    idle: usize,
    connected: usize,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(arguments.next().context(USAGE)?);
    let rest: Vec<String> = arguments.collect();
    let wanted = |part: &str| {
        let mut parts = rest.iter().filter(|it| !it.starts_with("--")).peekable();
        parts.peek().is_none() || parts.any(|it| it == part)
    };
    let size = if rest.iter().any(|it| it == "--quick") {
        Size {
            rounds: 6,
            idle: 50,
            connected: 3_000,
        }
    } else {
        Size {
            rounds: 40,
            idle: 500,
            connected: 10_000,
        }
    };
    let runtime = Runtime::start(&root)?;
    let baton = Baton::set_up(&runtime.baton)?;
    let peer = Peer::at(&runtime.peer);
    for sockets in [2, 50] {
        if wanted(&sockets.to_string()) {
            compare(&baton, &peer, sockets, size.rounds).await?;
        }
    }
    if wanted("idle") {
        idle(&runtime, &baton, &peer, size.idle).await?;
    }
    if wanted("connected") {
        connected(&root, size.connected).await?;
    }
    Ok(())
}

/// Bursts and single messages, Baton and peer in turns, each round in a conversation of its own.
async fn compare(baton: &Baton, peer: &Peer, sockets: usize, rounds: usize) -> Result<()> {
    let mut ours = Measured::default();
    let mut theirs = Measured::default();
    for _ in 0..rounds {
        ours.burst(baton.room(sockets - 1).await?).await?;
        theirs.burst(peer.room(sockets - 1).await?).await?;
        ours.one_by_one(baton.room(sockets - 1).await?).await?;
        theirs.one_by_one(peer.room(sockets - 1).await?).await?;
    }
    for (name, measured) in [("baton", &mut ours), ("peer", &mut theirs)] {
        println!(
            "{name}.{sockets}_sockets.messages_per_s {:.0}",
            measured.rate()
        );
        println!(
            "{name}.{sockets}_sockets.p50_ms {:.2}",
            measured.percentile(50)
        );
        println!(
            "{name}.{sockets}_sockets.p99_ms {:.2}",
            measured.percentile(99)
        );
    }
    println!(
        "ratio.{sockets}_sockets.throughput {:.2}",
        ours.rate() / theirs.rate()
    );
    println!(
        "ratio.{sockets}_sockets.p50 {:.2}",
        ours.percentile(50) / theirs.percentile(50)
    );
    Ok(())
}

/// What was measured of one side.
#[derive(Default)]
struct Measured {
    messages: usize,
    busy: Duration,
    latencies: Vec<Duration>,
}

impl Measured {
    /// A burst: from the first word sent to the last heard by everybody.
    async fn burst(&mut self, mut room: Room) -> Result<()> {
        let begun = Instant::now();
        for number in 0..BURST {
            room.say(number).await?;
        }
        for number in 0..BURST {
            room.heard(number).await?;
        }
        self.busy += begun.elapsed();
        self.messages += BURST;
        room.close().await;
        Ok(())
    }

    /// One message after the other: from the word sent to the other side's receipt.
    async fn one_by_one(&mut self, mut room: Room) -> Result<()> {
        for number in 0..BURST {
            let begun = Instant::now();
            room.say(number).await?;
            self.latencies.push(room.heard(number).await? - begun);
        }
        room.close().await;
        Ok(())
    }

    fn rate(&self) -> f64 {
        self.messages as f64 / self.busy.as_secs_f64()
    }

    /// In milliseconds.
    fn percentile(&mut self, percent: usize) -> f64 {
        self.latencies.sort();
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len() - 1);
        self.latencies[at].as_secs_f64() * 1_000.0
    }
}

/// What a conversation costs that sleeps, and how long it takes to wake.
async fn idle(runtime: &Runtime, baton: &Baton, peer: &Peer, count: usize) -> Result<()> {
    let mut p50 = Vec::new();
    for name in ["peer", "baton"] {
        let before = runtime.memory_kb()?;
        let mut rooms = Vec::new();
        for _ in 0..count {
            rooms.push(match name {
                "peer" => peer.room(1).await?,
                _ => baton.room(1).await?,
            });
        }
        tokio::time::sleep(IDLE).await;
        let asleep = runtime.memory_kb()?.saturating_sub(before);
        println!(
            "{name}.hibernated.kb_each {:.1}",
            asleep as f64 / count as f64
        );
        let mut measured = Measured::default();
        for room in &mut rooms {
            let begun = Instant::now();
            room.say(0).await?;
            measured.latencies.push(room.heard(0).await? - begun);
        }
        println!("{name}.wake.p50_ms {:.2}", measured.percentile(50));
        println!("{name}.wake.p99_ms {:.2}", measured.percentile(99));
        p50.push(measured.percentile(50));
        for room in rooms {
            room.close().await;
        }
    }
    println!("ratio.wake.p50 {:.2}", p50[1] / p50[0]);
    Ok(())
}

/// Learners of one workerd: it holds some five files open for each, asleep or awake, and many
/// machines allow a process 20,000. On the platform, each object has a process of somebody's.
const LEARNERS_A_RUNTIME: usize = 2_500;

/// Learners who are only connected, and what one of them feels.
async fn connected(root: &Path, count: usize) -> Result<()> {
    let runtimes = (0..count.div_ceil(LEARNERS_A_RUNTIME))
        .map(|_| {
            let runtime = Runtime::start(root)?;
            let baton = Baton::set_up(&runtime.baton)?;
            Ok((runtime, baton))
        })
        .collect::<Result<Vec<_>>>()?;
    let memory = || -> Result<u64> {
        runtimes
            .iter()
            .map(|(runtime, _)| runtime.memory_kb())
            .sum()
    };
    let before = memory()?;
    let begun = Instant::now();
    let mut learners = Vec::with_capacity(count);
    for (_, baton) in &runtimes {
        let more = LEARNERS_A_RUNTIME.min(count - learners.len());
        learners.extend(baton.learners(more).await?);
    }
    println!("connected.learners {}", learners.len());
    println!("connected.runtimes {}", runtimes.len());
    println!(
        "connected.per_s {:.0}",
        count as f64 / begun.elapsed().as_secs_f64()
    );
    let grown = memory()?.saturating_sub(before);
    println!("connected.kb_each {:.1}", grown as f64 / count as f64);
    let mut measured = Measured::default();
    for (_, baton) in &runtimes {
        for _ in 0..5 {
            measured.one_by_one(baton.room(1).await?).await?;
        }
    }
    println!("connected.p50_ms {:.2}", measured.percentile(50));
    println!("connected.p99_ms {:.2}", measured.percentile(99));
    println!("connected.memory_mb {:.0}", memory()? as f64 / 1_024.0);
    let alive = learners.len() - learners.iter().filter(|it| it.is_closed()).count();
    println!("connected.alive {alive}");
    Ok(())
}
