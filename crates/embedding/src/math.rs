//! Arithmetic that gives the same bits natively and in WebAssembly: no call into a platform's
//! library of functions, and sums in a fixed order.

/// Added to a float below 2^22, it leaves the nearest integer in the last bits: rounding
/// without a branch or a call, so that loops over it run on several floats at once.
const ROUND: f32 = 12_582_912.0;

/// The nearest integer, of a float below 32,768.
pub(crate) fn rounded(x: f32) -> i16 {
    (x + ROUND).to_bits() as i16
}

/// e to the x, to about 1e-7 of its value, for x from -87 to 88; outside, the value there.
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // x = n ln 2 + r with |r| at most half of ln 2; the series to r^6 is exact enough there.
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * 0.693_359_4) + n * 2.121_944_4e-4;
    let series = 1.0
        + r * (1.0
            + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    let power = shifted.to_bits().wrapping_sub(ROUND.to_bits());
    series * f32::from_bits(power.wrapping_add(127) << 23)
}

/// The Gaussian error function, to 1.5e-7. Source: Abramowitz and Stegun, 7.1.26.
fn erf(x: f32) -> f32 {
    let positive = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * positive);
    let series = t
        * (0.254_829_6
            + t * (-0.284_496_74 + t * (1.421_413_7 + t * (-1.453_152 + t * 1.061_405_4))));
    (1.0 - series * exp(-positive * positive)).copysign(x)
}

/// x times the share of a normal distribution below x: the activation MiniLM was trained with.
pub(crate) fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_the_true_functions() {
        for step in -870..=880 {
            let x = step as f32 / 10.0;
            let off = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(off < 1e-5, "exp({x}) is off by {off}");
        }
        assert!(exp(-1000.0) < 1e-37);
        for (x, wanted) in [(0.4, 0), (0.6, 1), (-1.4, -1), (-8191.0, -8191), (2.5, 2)] {
            assert_eq!(rounded(x), wanted, "{x}");
        }
        // Values of erf: NIST Digital Library of Mathematical Functions, table 7.23.1.
        for (x, wanted) in [(0.5, 0.520_499_9), (1.0, 0.842_700_8), (-2.0, -0.995_322_3)] {
            assert!((erf(x) - wanted).abs() < 1e-6, "{x}");
        }
        assert!((gelu(1.0) - 0.841_344_8).abs() < 1e-6);
        assert_eq!(gelu(0.0), 0.0);
    }
}
