//! Vectors as they are kept: signed bytes.

use crate::simd;

/// Places of a vector. Source: design notes on retrieval (of MiniLM's 384, the 256 leading
/// principal directions lose nothing).
pub const DIMS: usize = 256;

/// The root mean square of a quantized vector's places: of 127 steps, 32 leave room for places
/// four times as large before they are cut.
const MEAN_STEPS: f32 = 32.0;

/// A unit vector times a constant, rounded to signed bytes.
pub type Vector = Vec<i8>;

/// Scales floats to a unit vector of signed bytes; all zero if they are.
#[must_use]
pub fn quantized(places: &[f32]) -> Vector {
    let length = places.iter().map(|place| place * place).sum::<f32>().sqrt();
    if length == 0.0 || !length.is_finite() {
        return vec![0; places.len()];
    }
    let scale = self::length(places.len()) / length;
    places
        .iter()
        .map(|place| (place * scale).round().clamp(-127.0, 127.0) as i8)
        .collect()
}

/// Length of a quantized vector of `dims` places, but for what rounding takes.
#[must_use]
pub fn length(dims: usize) -> f32 {
    MEAN_STEPS * (dims as f32).sqrt()
}

/// The sum of two vectors' products, place by place, over the shorter of them.
#[must_use]
pub fn dot(a: &[i8], b: &[i8]) -> i32 {
    simd::bytes(a, b)
}

/// Cosine of two vectors, -1 to 1; 0 if either is empty.
#[must_use]
pub fn similarity(a: &[i8], b: &[i8]) -> f32 {
    let lengths = (dot(a, a) as f32).sqrt() * (dot(b, b) as f32).sqrt();
    if lengths == 0.0 {
        0.0
    } else {
        dot(a, b) as f32 / lengths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_keep_the_cosine() {
        let a: Vec<f32> = (0..DIMS)
            .map(|place| ((place * 37) % 17) as f32 - 8.0)
            .collect();
        let b: Vec<f32> = (0..DIMS)
            .map(|place| ((place * 29) % 13) as f32 - 5.0)
            .collect();
        let exact = {
            let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
            dot(&a, &b) / (dot(&a, &a).sqrt() * dot(&b, &b).sqrt())
        };
        let kept = similarity(&quantized(&a), &quantized(&b));
        assert!((exact - kept).abs() < 0.01, "{exact} {kept}");
        assert!((similarity(&quantized(&a), &quantized(&a)) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_is_near_an_empty_vector() {
        assert_eq!(quantized(&[0.0; 4]), [0; 4]);
        assert_eq!(quantized(&[f32::NAN; 2]), [0; 2]);
        assert_eq!(similarity(&[0; 4], &[1; 4]), 0.0);
    }
}
