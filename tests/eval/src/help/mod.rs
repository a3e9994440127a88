//! `eval help DIR…`: what a person gets on help centres, question by question.
//!
//! Each question is said in a conversation of its own, with the worker's own code and the answers
//! of articles alone. A site is measured with weights that have not seen it: where the shipped
//! ones were fitted on it, weights are fitted anew on the other sites, found beside it.

mod fit;
mod measure;
mod seen;
mod site;
mod write;

use anyhow::{Result, anyhow, bail};
use domain::answer::Weights;
use domain::retrieval::Tier;
use measure::Tally;
use protocol::settings::Manner;
use seen::{SeenSite, fitted};
use site::{Less, Site, State};
use std::path::{Path, PathBuf};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders with `questions.jsonl` and `articles/`.
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Vectors of whole texts alone, as vendors give them.
    #[arg(long, conflicts_with_all = ["mixed", "table"])]
    remote: bool,
    /// Questions by the table, pages by the encoder: a deployment that may not embed questions.
    #[arg(long)]
    mixed: bool,
    /// The table on both sides: before the encoder has been there.
    #[arg(long)]
    table: bool,
    /// How readily it answers: careful, balanced or eager.
    #[arg(long, default_value = "balanced", value_parser = ["careful", "balanced", "eager"])]
    manner: String,
    /// The weights that ship, also on sites they were fitted on.
    #[arg(long)]
    shipped: bool,
    /// Fit the weights that ship on these sites, for every pair of vectors, and write them.
    #[arg(long)]
    fit: bool,
    /// A few articles of each site, as a team has on its first day: how many questions that they answer are answered, and
    /// how many that they do not.
    #[arg(long)]
    few: bool,
    /// One line of JSON at the end.
    #[arg(long)]
    json: bool,
    /// Write what each question got, as `score.py` of the data reads it.
    #[arg(long)]
    predictions: Option<PathBuf>,
    /// Print each question with what was said to it.
    #[arg(long)]
    show: bool,
}

/// Prints what people get, per site and kind; with `--fit`, fits first.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    if arguments.fit {
        return fit_all(&arguments.folders);
    }
    let state = match (arguments.mixed, arguments.table) {
        (true, true) => bail!("either --mixed or --table"),
        (true, false) => State::Mixed,
        (false, true) => State::Table,
        (false, false) if arguments.remote => State::Remote,
        (false, false) => State::Encoder,
    };
    let less = match arguments.few {
        true => Less::Few,
        false => Less::Missing,
    };
    let measured = read_all(&arguments.folders, state, less)?;
    let mut known: Vec<SeenSite> = Vec::new();
    let is_known = |site: &SeenSite| write::SITES.contains(&site.fingerprint().as_str());
    if !arguments.shipped && measured.iter().any(is_known) {
        // The other sites that the shipped weights saw, beside the ones that are measured.
        let of_others = match less {
            Less::Few => Less::Few,
            Less::Missing | Less::Nothing => Less::Nothing,
        };
        for site in read_all(&beside(&arguments.folders), state, of_others)? {
            if is_known(&site) && measured.iter().all(|it| it.site.name != site.site.name) {
                known.push(site);
            }
        }
    }
    let manner = match arguments.manner.as_str() {
        "careful" => Manner::Careful,
        "eager" => Manner::Eager,
        _ => Manner::Balanced,
    };
    let mut tally = Tally::default();
    let mut predictions = Vec::new();
    let mut small = measure::Few::default();
    for (folder, site) in arguments.folders.iter().zip(&measured) {
        measure::follow_ups(folder, site, arguments.show)?;
        let others: Vec<&SeenSite> = measured
            .iter()
            .chain(&known)
            .filter(|it| it.site.name != site.site.name && is_known(it))
            .collect();
        let weights = if !arguments.shipped && is_known(site) && others.len() > 1 {
            let names: Vec<&str> = others.iter().map(|it| it.site.name.as_str()).collect();
            println!("{}: weights fitted on {}", site.site.name, names.join(", "));
            fitted(&others)
        } else {
            let seen = if is_known(site) {
                ", which were fitted on it as well"
            } else {
                ", which have not seen it"
            };
            println!("{}: the weights that ship{seen}", site.site.name);
            Weights::shipped(state.tier()).clone()
        };
        if arguments.few {
            for few in &site.few {
                measure::few(few, &weights, manner, &mut small)?;
            }
            continue;
        }
        for (number, question) in site.site.questions.iter().enumerate() {
            let given = measure::ask(site, number, &weights, manner)?;
            if arguments.show {
                println!("{}", given.shown(question));
            }
            tally.add(&site.site.name, question, &given);
            predictions.push(given.prediction(question));
        }
        for without in &site.missing {
            for (number, question) in without.site.questions.iter().enumerate() {
                let given = measure::ask(without, number, &weights, manner)?;
                if arguments.show {
                    println!("{}", given.shown(question));
                }
                tally.add_missing(&given);
            }
        }
    }
    if arguments.few {
        small.print();
        return Ok(());
    }
    if let Some(file) = &arguments.predictions {
        std::fs::write(file, predictions.join("\n") + "\n")?;
    }
    tally.print(arguments.json);
    Ok(())
}

/// Reads sites, each on a core of its own: what is to be embedded is done one after another.
fn read_all(folders: &[PathBuf], state: State, less: Less) -> Result<Vec<SeenSite>> {
    let sites: Vec<Site> = folders
        .iter()
        .map(|it| Site::read(it, state))
        .collect::<Result<_>>()?;
    std::thread::scope(|scope| {
        let readers: Vec<_> = sites
            .into_iter()
            .map(|site| scope.spawn(move || SeenSite::of(site, less)))
            .collect();
        let seen = readers
            .into_iter()
            .map(|reader| reader.join().map_err(|_| anyhow!("a reader died"))?);
        seen.collect()
    })
}

/// Folders of sites that stand beside others, and are none of them.
fn beside(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for parent in folders
        .iter()
        .filter_map(|it| it.canonicalize().ok()?.parent().map(Path::to_path_buf))
    {
        let Ok(entries) = std::fs::read_dir(parent) else {
            continue;
        };
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            let is_given = folders
                .iter()
                .any(|it| it.canonicalize().ok().as_ref() == Some(&path));
            if path.join("questions.jsonl").is_file() && !is_given && !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Fits the weights that ship, and writes them where the product takes them from.
fn fit_all(folders: &[PathBuf]) -> Result<()> {
    let mut weights = Vec::new();
    let mut sites = Vec::new();
    for tier in Tier::ALL {
        let state = State::of(tier);
        let seen = read_all(folders, state, Less::Few)?;
        println!("fitting {state:?}");
        weights.push((tier, fitted(&seen.iter().collect::<Vec<_>>())));
        sites = seen.iter().map(SeenSite::fingerprint).collect();
    }
    write::write(&weights, &sites)
}
