//! `baton`: the admin's command line.

use anyhow::{Context as _, Result};
use baton::{
    Client, Collected, Crawl, Extractor, Folder, Simulator, TeamFile, crawl, folder, report,
    simulate, sync,
};
use clap::{Parser, Subcommand};
use protocol::http::{NewAgent, Scope, Setup, SignIn};
use protocol::{Audience, TeamId};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Baton's command line.
#[derive(Parser)]
#[command(name = "baton", version, about)]
struct Cli {
    /// Address of the deployment.
    #[arg(
        long,
        env = "BATON_URL",
        default_value = "http://localhost:8787",
        global = true
    )]
    url: String,
    /// API key with the scopes the command needs.
    #[arg(long, env = "BATON_KEY", hide_env_values = true, global = true)]
    key: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// The help centre.
    #[command(subcommand)]
    Articles(Articles),
    /// Shows what the articles say to a question: passages, scores, confidence.
    Ask {
        /// The question.
        question: String,
    },
    /// Plays scenarios of learner language against rules and articles, without a server.
    ///
    /// A scenario file (.txt) has one line a message: what is expected, a colon, the message. A
    /// line that comes out otherwise is named, and the command fails.
    Simulate {
        /// Folder of scenario files.
        dir: PathBuf,
        /// Folder or zip of the articles that answer.
        #[arg(long)]
        articles: Option<PathBuf>,
        /// JSON with `rules`, `tags`, `actions` and `answers`, as in the team's settings; without
        /// it, what every team begins with.
        #[arg(long)]
        team: Option<PathBuf>,
    },
    /// Replays past conversations against a draft of rules, and shows what would change.
    ///
    /// Both the team's own rules and the draft are played, with the same articles: what differs is
    /// the rules' doing.
    Backtest {
        /// JSON with `rules`, `tags`, `actions` and `answers`, as in the team's settings.
        draft: PathBuf,
        /// Folder or zip of the articles that answer.
        #[arg(long)]
        articles: PathBuf,
        /// An admin's e-mail address.
        #[arg(long)]
        email: String,
        /// Their password.
        #[arg(long, env = "BATON_PASSWORD", hide_env_values = true)]
        password: String,
        /// Conversations at most, the newest.
        #[arg(long, default_value_t = 500)]
        most: usize,
    },
    /// Makes the team, its first admin and an API key for articles. Once per team.
    Setup {
        /// The deployment's BATON_SETUP_SECRET.
        #[arg(long, env = "BATON_SETUP_SECRET", hide_env_values = true)]
        secret: String,
        /// The team's id, one of BATON_TEAMS.
        #[arg(long)]
        team: String,
        /// The name learners see.
        #[arg(long)]
        team_name: String,
        /// The admin's name, which learners see.
        #[arg(long)]
        name: String,
        /// The admin's e-mail address.
        #[arg(long)]
        email: String,
        /// The admin's password, at least 10 characters.
        #[arg(long, env = "BATON_PASSWORD", hide_env_values = true)]
        password: String,
    },
}

#[derive(Subcommand)]
enum Articles {
    /// Makes the server equal to a folder or a zip: adds, updates, deletes.
    ///
    /// What cannot be read is skipped and named, its article on the server left as it is, and the
    /// command ends with status 2.
    Sync {
        /// Folder or zip of .md, .html, .txt, .pdf and .docx files.
        source: PathBuf,
        /// What the articles' ids begin with. Only those are deleted: give each source its own
        /// where there are several.
        #[arg(long, default_value = "")]
        prefix: String,
        /// Only says what it would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Makes the server equal to a public help centre: pages of sitemaps or lists of addresses.
    ///
    /// Follows robots.txt, asks one page at a time, and nothing in private networks. Pages that
    /// cannot be read are skipped and named, as with sync.
    Crawl {
        /// Addresses of sitemaps, of text files with an address a line, or of single pages.
        #[arg(required = true)]
        sources: Vec<String>,
        /// What the articles' ids begin with. Only those are deleted.
        #[arg(long)]
        prefix: String,
        /// For whom the articles are.
        #[arg(long, value_parser = audience, default_value = "learner")]
        audience: Audience,
        /// Pages at most.
        #[arg(long, default_value_t = 2_000)]
        max_pages: usize,
        /// Minutes at most.
        #[arg(long, default_value_t = 60)]
        max_minutes: u64,
        /// Milliseconds between two pages, unless robots.txt asks for more.
        #[arg(long, default_value_t = 500)]
        pause: u64,
        /// Lets it ask addresses of private networks: an intranet's help centre.
        #[arg(long)]
        allow_private: bool,
        /// Only says what it would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists the articles.
    List,
    /// Reads a PDF or DOCX from stdin: sync and crawl start it for each.
    #[command(hide = true)]
    Extract {
        /// pdf or docx.
        kind: String,
    },
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("baton: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "it is a command")]
fn run(cli: Cli) -> Result<ExitCode> {
    let client = Client::new(&cli.url, cli.key);
    match cli.command {
        Command::Articles(Articles::Sync {
            source,
            prefix,
            dry_run,
        }) => {
            let collected = folder(&source, &prefix, &extractor()?)?;
            return equal(&client, collected, &prefix, dry_run);
        }
        Command::Articles(Articles::Crawl {
            sources,
            prefix,
            audience,
            max_pages,
            max_minutes,
            pause,
            allow_private,
            dry_run,
        }) => {
            let plan = Crawl {
                pages: max_pages,
                pause: Duration::from_millis(pause),
                time: Duration::from_secs(max_minutes * 60),
                allow_private,
                audience,
                prefix: prefix.clone(),
            };
            let collected = crawl(&sources, &plan, &extractor()?, |url| {
                println!("read    {url}");
            })?;
            return equal(&client, collected, &prefix, dry_run);
        }
        Command::Articles(Articles::Extract { kind }) => baton::apart(&kind)?,
        Command::Articles(Articles::List) => {
            for article in client.articles()? {
                println!("{:40} {:?} {}", article.id, article.audience, article.title);
            }
        }
        Command::Ask { question } => {
            let answer = client.search(&question)?;
            if answer.asked != question {
                println!("understood as {:?}", answer.asked);
            }
            println!("confidence {:.2}", answer.confidence);
            for (sign, value) in &answer.evidence {
                println!("  {sign} {value:.3}");
            }
            for passage in answer.passages {
                println!(
                    "{:.2} {} ({}) {}",
                    passage.score, passage.title, passage.article, passage.heading
                );
            }
        }
        Command::Simulate {
            dir,
            articles,
            team,
        } => return simulated(&dir, articles, team),
        Command::Backtest {
            draft,
            articles,
            email,
            password,
            most,
        } => {
            let sign_in = SignIn {
                code: None,
                team: None,
                email,
                password,
            };
            backtest(&client, &sign_in, &draft, &articles, most)?;
        }
        Command::Setup {
            secret,
            team,
            team_name,
            name,
            email,
            password,
        } => {
            let team = TeamId::new(team)?;
            let admin = NewAgent {
                name,
                email: email.clone(),
                password: password.clone(),
            };
            let setup = Setup {
                secret,
                team: team.clone(),
                team_name,
                admin,
            };
            match client.set_up(&setup)? {
                Some(admin) => println!("team {team} is made; {} is its admin", admin.email),
                None => println!("team {team} was made before; signing in"),
            }
            let session = client.sign_in(&SignIn {
                code: None,
                team: Some(team),
                email,
                password,
            })?;
            let key = session.add_key("baton", vec![Scope::ArticlesRead, Scope::ArticlesWrite])?;
            println!("API key for articles, shown once: {}", key.secret);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Longest that one PDF or DOCX may take to be read.
const EXTRACTING: Duration = Duration::from_secs(30);

/// PDF and DOCX are read by this program, started anew for each.
fn extractor() -> Result<Extractor> {
    let program = std::env::current_exe().context("finding this program")?;
    let arguments = ["articles", "extract"].map(str::to_owned).to_vec();
    Ok(Extractor::Apart {
        program,
        arguments,
        patience: EXTRACTING,
    })
}

/// A team's decisions from a file.
fn team(file: &Path) -> Result<TeamFile> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).with_context(|| name.clone())?;
    serde_json::from_str(&text).with_context(|| name)
}

/// Says what a draft of rules would change in past conversations.
#[expect(clippy::print_stdout, reason = "it is a command")]
fn backtest(
    client: &Client,
    sign_in: &SignIn,
    draft: &Path,
    articles: &Path,
    most: usize,
) -> Result<()> {
    let session = client.sign_in(sign_in)?;
    let settings = session.settings()?;
    let articles = folder(articles, "", &extractor()?)?.articles;
    let draft = Simulator::new(team(draft)?, &articles)?;
    let now = TeamFile {
        answers: settings.answers,
        rules: settings.rules,
        tags: settings.tags,
        actions: settings.actions,
        is_away: false,
    };
    let now = Simulator::new(now, &articles)?;
    let (mut played, mut changed, mut handed_now, mut handed_draft) = (0, 0, 0, 0);
    for (id, said) in session.said(most)? {
        if said.is_empty() {
            continue;
        }
        played += 1;
        let (before, after) = (now.replay(&said)?, draft.replay(&said)?);
        let is_over = |outcomes: &[String]| {
            outcomes
                .last()
                .is_some_and(|last| last.starts_with("hand_off"))
        };
        handed_now += usize::from(is_over(&before));
        handed_draft += usize::from(is_over(&after));
        if before == after {
            continue;
        }
        changed += 1;
        println!("{id}");
        for (at, text) in said.iter().enumerate() {
            let (was, would) = (before.get(at), after.get(at));
            if was != would {
                let shown = |outcome: Option<&String>| {
                    outcome.map_or("with people", String::as_str).to_owned()
                };
                println!(
                    "  {text}\n    now   {}\n    draft {}",
                    shown(was),
                    shown(would)
                );
            }
        }
    }
    println!(
        "{played} conversations, {changed} would change; handed over {handed_now} now, {handed_draft} with the draft"
    );
    Ok(())
}

/// Plays scenarios; fails naming the lines that came out otherwise.
#[expect(clippy::print_stdout, reason = "it is a command")]
fn simulated(dir: &Path, articles: Option<PathBuf>, team: Option<PathBuf>) -> Result<ExitCode> {
    let team = match team {
        Some(file) => self::team(&file)?,
        None => TeamFile::default(),
    };
    let articles = match articles {
        Some(source) => folder(&source, "", &extractor()?)?.articles,
        None => Folder::new(),
    };
    let simulator = Simulator::new(team, &articles)?;
    let played = simulate(&simulator, dir)?;
    for (file, it) in &played.surprises {
        eprintln!(
            "{file}:{}: expected {}, came {}\n    {}",
            it.line, it.expected, it.came, it.message
        );
    }
    println!(
        "{} lines, {} as expected",
        played.lines,
        played.lines - played.surprises.len()
    );
    Ok(if played.surprises.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Makes the server equal to what was collected, and says what was done and what was not.
#[expect(clippy::print_stdout, reason = "it is a command")]
fn equal(
    client: &Client,
    mut collected: Collected,
    prefix: &str,
    dry_run: bool,
) -> Result<ExitCode> {
    let plan = sync(client, &mut collected, prefix, dry_run, |what, id| {
        println!("{what:7} {id}");
    })?;
    for line in report(&collected.unlisted)
        .into_iter()
        .chain(report(&collected.skipped))
    {
        eprintln!("{line}");
    }
    if !collected.unlisted.is_empty() {
        eprintln!("nothing is deleted, as not everything could be listed");
    }
    let left_out = collected.skipped.len() + collected.unlisted.len();
    println!(
        "{}{} added, {} updated, {} deleted, {} unchanged, {left_out} skipped",
        if dry_run { "dry run: " } else { "" },
        plan.add.len(),
        plan.update.len(),
        plan.delete.len(),
        plan.unchanged
    );
    Ok(if left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn audience(name: &str) -> Result<Audience> {
    serde_json::from_value(name.into()).context("learner, instructor or admin")
}
