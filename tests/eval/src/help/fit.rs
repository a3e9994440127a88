//! Fitting: which window answers, whether an answer is right, and whether there is one.
//!
//! Windows by a listwise softmax: the loss of a question is the logarithm of the probability that
//! its right windows get together. Answers by logistic regression. All signs are scaled to unit
//! deviation for the fit, and pulled towards zero.

use nalgebra::{DMatrix, DVector};

/// A question's candidates: signs of each, and whether it answers.
pub(crate) struct List {
    pub(crate) signs: Vec<Vec<f32>>,
    pub(crate) is_right: Vec<bool>,
}

/// Steps of the descent; more change no verdict.
const STEPS: usize = 400;

/// Mean and deviation of each place.
fn spread<'r>(
    rows: impl Iterator<Item = &'r Vec<f32>> + Clone,
    places: usize,
) -> (Vec<f64>, Vec<f64>) {
    let count = rows.clone().count().max(1) as f64;
    let mut means = vec![0.0; places];
    for row in rows.clone() {
        for (mean, value) in means.iter_mut().zip(row) {
            *mean += f64::from(*value) / count;
        }
    }
    let mut deviations = vec![0.0; places];
    for row in rows {
        for ((deviation, value), mean) in deviations.iter_mut().zip(row).zip(&means) {
            *deviation += (f64::from(*value) - mean).powi(2) / count;
        }
    }
    for deviation in &mut deviations {
        *deviation = deviation.sqrt().max(1e-6);
    }
    (means, deviations)
}

/// Weights of signs by which right windows stand first; `pull` is the weight of the pull to zero.
pub(crate) fn listwise(lists: &[&List], pull: f64) -> Vec<f32> {
    let lists: Vec<&&List> = lists
        .iter()
        .filter(|list| list.is_right.contains(&true))
        .collect();
    let places = lists
        .first()
        .and_then(|list| list.signs.first())
        .map_or(0, Vec::len);
    let (_, scales) = spread(lists.iter().flat_map(|list| &list.signs), places);
    let scaled: Vec<Vec<Vec<f64>>> = lists
        .iter()
        .map(|list| {
            let row = |row: &Vec<f32>| {
                row.iter()
                    .zip(&scales)
                    .map(|(value, scale)| f64::from(*value) / scale)
                    .collect()
            };
            list.signs.iter().map(row).collect()
        })
        .collect();
    // Resilient steps: each place has its own, longer while its slope keeps its sign.
    let mut weights = vec![0.0_f64; places];
    let mut steps = vec![0.05_f64; places];
    let mut before = vec![0.0_f64; places];
    for _ in 0..STEPS {
        let mut slope: Vec<f64> = weights.iter().map(|weight| pull * weight).collect();
        for (rows, list) in scaled.iter().zip(&lists) {
            let scores: Vec<f64> = rows
                .iter()
                .map(|row| {
                    row.iter()
                        .zip(&weights)
                        .map(|(value, weight)| value * weight)
                        .sum()
                })
                .collect();
            let most = scores.iter().copied().fold(f64::MIN, f64::max);
            let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
            let all: f64 = shares.iter().sum();
            let right: f64 = shares
                .iter()
                .zip(&list.is_right)
                .filter(|it| *it.1)
                .map(|it| it.0)
                .sum();
            for ((row, share), is_right) in rows.iter().zip(&shares).zip(&list.is_right) {
                let target = if *is_right {
                    share / right.max(1e-300)
                } else {
                    0.0
                };
                let error = share / all - target;
                if error.abs() > 1e-9 {
                    for (slope, value) in slope.iter_mut().zip(row) {
                        *slope += error * value;
                    }
                }
            }
        }
        for place in 0..places {
            let turn = slope[place] * before[place];
            if turn > 0.0 {
                steps[place] = (steps[place] * 1.2).min(1.0);
            } else if turn < 0.0 {
                steps[place] = (steps[place] * 0.5).max(1e-6);
                slope[place] = 0.0;
            }
            weights[place] -=
                steps[place] * slope[place].signum() * f64::from(u8::from(slope[place] != 0.0));
            before[place] = slope[place];
        }
    }
    weights
        .iter()
        .zip(&scales)
        .map(|(weight, scale)| (weight / scale) as f32)
        .collect()
}

/// Weights of a logistic regression; the last is added.
pub(crate) fn logistic(rows: &[(Vec<f32>, bool)], pull: f64) -> Vec<f32> {
    let places = rows.first().map_or(0, |row| row.0.len());
    let (means, scales) = spread(rows.iter().map(|row| &row.0), places);
    let matrix = DMatrix::from_fn(rows.len(), places + 1, |row, place| {
        if place == places {
            1.0
        } else {
            (f64::from(rows[row].0[place]) - means[place]) / scales[place]
        }
    });
    let mut weights = DVector::zeros(places + 1);
    for _ in 0..40 {
        let sure = (&matrix * &weights).map(|sum: f64| 1.0 / (1.0 + (-sum).exp()));
        let right = DVector::from_fn(rows.len(), |row, _| f64::from(u8::from(rows[row].1)));
        let mut slope = matrix.transpose() * (&sure - right);
        let spread = sure.map(|p| (p * (1.0 - p)).max(1e-6));
        let weighed = DMatrix::from_fn(rows.len(), places + 1, |row, place| {
            matrix[(row, place)] * spread[row]
        });
        let mut curve = matrix.transpose() * weighed;
        for place in 0..places {
            slope[place] += pull * weights[place];
            curve[(place, place)] += pull;
        }
        if let Some(step) = curve.lu().solve(&slope) {
            weights -= step;
        }
    }
    let mut plain = vec![0.0_f64; places + 1];
    plain[places] = weights[places];
    for place in 0..places {
        plain[place] = weights[place] / scales[place];
        plain[places] -= plain[place] * means[place];
    }
    plain.into_iter().map(|weight| weight as f32).collect()
}

/// The chance that one of the right is surer than one of the wrong.
pub(crate) fn auroc(pairs: &[(f32, bool)]) -> f64 {
    let (mut won, mut all) = (0.0, 0.0);
    for (sure, _) in pairs.iter().filter(|it| it.1) {
        for (unsure, _) in pairs.iter().filter(|it| !it.1) {
            all += 1.0;
            won += match sure.total_cmp(unsure) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            };
        }
    }
    if all > 0.0 { won / all } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_right_from_wrong_gets_the_weight() {
        let list = |right: usize| List {
            signs: (0..4)
                .map(|it| vec![f32::from(u8::from(it == right)), (it % 2) as f32])
                .collect(),
            is_right: (0..4).map(|it| it == right).collect(),
        };
        let lists: Vec<List> = (0..4).map(list).collect();
        let weights = listwise(&lists.iter().collect::<Vec<_>>(), 0.1);
        assert!(weights[0] > 1.0 && weights[1].abs() < 0.1, "{weights:?}");
        let rows: Vec<(Vec<f32>, bool)> =
            (0..20).map(|it| (vec![it as f32, 1.0], it > 10)).collect();
        let weights = logistic(&rows, 0.1);
        let p = |x: f32| 1.0 / (1.0 + (-(weights[0] * x + weights[1] + weights[2])).exp());
        assert!(p(2.0) < 0.05 && p(18.0) > 0.95, "{weights:?}");
        assert_eq!(
            auroc(&[(0.9, true), (0.1, false), (0.5, true), (0.5, false)]),
            0.875
        );
    }
}
