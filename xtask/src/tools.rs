//! The tools a build needs: found, or installed by version outside `target/`.

use crate::{cargo, check, output, root, step};
use anyhow::{Context as _, Result, bail};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The browser's target, and the platform's.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// `worker-build`'s version: that of the `worker` crate in the lock file.
const WORKER: &str = "worker";

/// Where tools are kept: per version, shared by all clones.
pub(crate) fn cache() -> Result<PathBuf> {
    let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
        (Some(cache), _) => PathBuf::from(cache),
        (None, Some(home)) => PathBuf::from(home).join(".cache"),
        (None, None) => bail!("neither HOME nor XDG_CACHE_HOME is set: where may tools be kept?"),
    };
    Ok(base.join("baton"))
}

/// Installs the wasm target where rustup has not.
pub(crate) fn wasm_target() -> Result<()> {
    let installed = output(Command::new("rustup").args(["target", "list", "--installed"]))
        .context("rustup is needed: install Rust from rustup.rs")?;
    if installed.lines().any(|target| target == WASM) {
        return Ok(());
    }
    step("installing the wasm target");
    check(
        Command::new("rustup")
            .current_dir(root())
            .args(["target", "add", WASM]),
    )
    .context("rustup could not add the wasm target: is the network there?")
}

/// `wasm-bindgen` of exactly the version in the lock file.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    installed("wasm-bindgen-cli", "wasm-bindgen", &locked("wasm-bindgen")?)
}

/// `worker-build` of the version that goes with the `worker` crate.
pub(crate) fn worker_build() -> Result<PathBuf> {
    let version = locked(WORKER)?;
    if cfg!(target_os = "linux") && !path_of("worker-build", "worker-build", &version)?.exists() {
        openssl()?;
    }
    installed("worker-build", "worker-build", &version)
}

/// The OpenSSL headers that worker-build links on Linux.
fn openssl() -> Result<()> {
    let is_there = output(Command::new("pkg-config").args(["--exists", "openssl"])).is_ok();
    if is_there {
        return Ok(());
    }
    if !may_install_packages() {
        bail!(
            "worker-build needs pkg-config and the OpenSSL headers: install `pkg-config libssl-dev` \
             (Debian, Ubuntu) or `pkgconf openssl-devel` (Fedora)"
        );
    }
    step("installing pkg-config and the OpenSSL headers");
    debian_packages(&["pkg-config", "libssl-dev"])
}

/// A crate's binary, built once per version and kept.
fn installed(package: &str, binary: &str, version: &str) -> Result<PathBuf> {
    let path = path_of(package, binary, version)?;
    if path.exists() {
        return Ok(path);
    }
    step(&format!(
        "building {package} {version} (a few minutes, once)"
    ));
    // Not `--locked`: the tool's own lock file may name versions a mirror does not have yet.
    let mut install = cargo();
    install
        .args([
            "install",
            package,
            "--version",
            version,
            "--quiet",
            "--root",
        ])
        .arg(cache()?.join(format!("{package}-{version}")))
        .env("CARGO_TARGET_DIR", cache()?.join("build"))
        .env_remove("RUSTFLAGS");
    check(&mut install)
        .with_context(|| format!("{package} could not be built: is there a C compiler?"))?;
    Ok(path)
}

/// Where a crate's binary of this version is kept.
fn path_of(package: &str, binary: &str, version: &str) -> Result<PathBuf> {
    Ok(cache()?
        .join(format!("{package}-{version}"))
        .join("bin")
        .join(binary))
}

/// A package's version in the lock file.
fn locked(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("reading Cargo.lock")?;
    let name = format!("name = \"{package}\"");
    lock.lines()
        .skip_while(|line| *line != name)
        .nth(1)
        .and_then(|line| line.strip_prefix("version = \""))
        .and_then(|rest| rest.strip_suffix('"'))
        .map(str::to_owned)
        .with_context(|| format!("{package} is not in Cargo.lock"))
}

/// Installs the npm packages where the lock file asks for others than are there.
pub(crate) fn npm_packages() -> Result<()> {
    let lock = fs::read(root().join("package-lock.json")).context("reading package-lock.json")?;
    let stamp = root().join("node_modules/.baton-lock");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("installing npm packages");
    // Not `npm ci`: it insists on every platform's optional binary, and a mirror may lack
    // another platform's. The lock file decides the versions all the same.
    check(Command::new("npm").current_dir(root()).args([
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]))
    .context("npm could not install the packages: Node.js with npm is needed, and the network")?;
    fs::write(&stamp, lock)?;
    Ok(())
}

/// A program of the npm packages, run by the Node among them.
pub(crate) fn node(program: &str) -> Result<Command> {
    npm_packages()?;
    let bin = root().join("node_modules/.bin");
    let mut command = Command::new(bin.join(program));
    command
        .current_dir(root())
        .env("PATH", path_with(&bin)?)
        .env("WRANGLER_SEND_METRICS", "false")
        .env("CI", "true");
    crate::forget_cargo(&mut command);
    Ok(command)
}

/// `PATH` with the npm packages' programs first: their Node is new enough for wrangler.
fn path_with(bin: &std::path::Path) -> Result<OsString> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(bin.to_path_buf()).chain(std::env::split_paths(&path));
    Ok(std::env::join_paths(paths)?)
}

/// A program file of the npm packages.
pub(crate) fn node_program(program: &str) -> PathBuf {
    root().join("node_modules/.bin").join(program)
}

/// Chromium, installed where we may.
pub(crate) fn chromium() -> Result<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];
    let found = || {
        named
            .iter()
            .cloned()
            .chain(usual.map(PathBuf::from))
            .find(|path| path.exists())
    };
    if let Some(path) = found() {
        return Ok(path);
    }
    if !may_install_packages() {
        bail!(
            "the browser tests need Chromium: install the package `chromium` (Debian, Ubuntu: \
             `sudo apt-get install chromium`; Fedora: `sudo dnf install chromium`; macOS: \
             `brew install --cask chromium`), or set CHROMIUM to its program"
        );
    }
    step("installing Chromium");
    debian_packages(&["chromium", "fonts-liberation"])?;
    found()
        .context("the package `chromium` is installed, but its program is not where it should be")
}

/// Whether this is Debian, and ours to install on.
fn may_install_packages() -> bool {
    let is_debian = PathBuf::from("/etc/debian_version").exists();
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    is_debian && is_root
}

/// Installs Debian packages.
fn debian_packages(packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        check(
            Command::new("apt-get")
                .args(["-qq", "-o", "Dpkg::Use-Pty=0"])
                .args(arguments)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .stdout(std::process::Stdio::null()),
        )
    };
    apt(&["update"]).context("apt-get update failed: is the network there?")?;
    let install = ["install", "-y", "--no-install-recommends"];
    apt(&[install.as_slice(), packages].concat())
        .with_context(|| format!("`{}` could not be installed", packages.join(" ")))
}
