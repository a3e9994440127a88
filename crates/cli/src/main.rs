//! `baton`: the admin's command line.

use anyhow::Result;
use baton::{Client, folder, sync};
use clap::{Parser, Subcommand};
use protocol::TeamId;
use protocol::http::{NewAgent, Scope, Setup, SignIn};
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Makes the server equal to a folder: adds, updates, deletes.
    Sync {
        /// Folder of .md, .html and .txt files.
        dir: PathBuf,
        /// Only says what it would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists the articles.
    List,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("baton: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stdout, reason = "it is a command")]
fn run(cli: Cli) -> Result<()> {
    let client = Client::new(&cli.url, cli.key);
    match cli.command {
        Command::Articles(Articles::Sync { dir, dry_run }) => {
            let folder = folder(&dir)?;
            let plan = sync(&client, &folder, dry_run, |what, id| {
                println!("{what:7} {id}");
            })?;
            println!(
                "{}{} added, {} updated, {} deleted, {} unchanged",
                if dry_run { "dry run: " } else { "" },
                plan.add.len(),
                plan.update.len(),
                plan.delete.len(),
                plan.unchanged
            );
        }
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
                team: Some(team),
                email,
                password,
            })?;
            let key = session.add_key("baton", vec![Scope::ArticlesRead, Scope::ArticlesWrite])?;
            println!("API key for articles, shown once: {}", key.secret);
        }
    }
    Ok(())
}
