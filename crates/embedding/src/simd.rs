//! Sums of products of integers, sixteen bytes at a time.
//!
//! Natively the compiler finds the instructions itself. For WebAssembly it does not (measured:
//! a third of the speed), so they are named there.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod plain {
    /// The sum of products of signed bytes.
    pub(crate) fn bytes(a: &[i8], b: &[i8]) -> i32 {
        a.iter()
            .zip(b)
            .map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b)))
            .sum()
    }

    /// The products of one row with four others of its length.
    pub(crate) fn four(row: &[i16], others: [&[i16]; 4]) -> [i32; 4] {
        let [a, b, c, d] = others;
        let mut sums = [0_i32; 4];
        for ((((row, a), b), c), d) in row.iter().zip(a).zip(b).zip(c).zip(d) {
            let row = i32::from(*row);
            sums[0] += row * i32::from(*a);
            sums[1] += row * i32::from(*b);
            sums[2] += row * i32::from(*c);
            sums[3] += row * i32::from(*d);
        }
        sums
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[allow(
    unsafe_code,
    reason = "a load of sixteen bytes takes a pointer: each is of an array of so many"
)]
mod named {
    use std::arch::wasm32::{
        i16x8_extmul_high_i8x16, i16x8_extmul_low_i8x16, i32x4_add, i32x4_dot_i16x8,
        i32x4_extadd_pairwise_i16x8, i32x4_extract_lane, i32x4_splat, v128, v128_load,
    };

    fn load_bytes(bytes: &[i8; 16]) -> v128 {
        // SAFETY: sixteen bytes stand there; alignment does not matter.
        unsafe { v128_load(bytes.as_ptr().cast()) }
    }

    fn load(eight: &[i16; 8]) -> v128 {
        // SAFETY: as above.
        unsafe { v128_load(eight.as_ptr().cast()) }
    }

    fn total(sums: v128) -> i32 {
        i32x4_extract_lane::<0>(sums)
            + i32x4_extract_lane::<1>(sums)
            + i32x4_extract_lane::<2>(sums)
            + i32x4_extract_lane::<3>(sums)
    }

    /// The sum of products of signed bytes.
    pub(crate) fn bytes(a: &[i8], b: &[i8]) -> i32 {
        let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<16>(), b.as_chunks::<16>());
        let mut sums = i32x4_splat(0);
        for (a, b) in a.iter().zip(b) {
            let (a, b) = (load_bytes(a), load_bytes(b));
            let low = i32x4_extadd_pairwise_i16x8(i16x8_extmul_low_i8x16(a, b));
            let high = i32x4_extadd_pairwise_i16x8(i16x8_extmul_high_i8x16(a, b));
            sums = i32x4_add(sums, i32x4_add(low, high));
        }
        let rest = a_rest.iter().zip(b_rest);
        total(sums)
            + rest
                .map(|(a, b)| i32::from(*a) * i32::from(*b))
                .sum::<i32>()
    }

    /// The products of one row with four others of its length.
    pub(crate) fn four(row: &[i16], others: [&[i16]; 4]) -> [i32; 4] {
        let [a, b, c, d] = others.map(|other| other.as_chunks::<8>().0);
        let mut sums = [i32x4_splat(0); 4];
        let eights = row.as_chunks::<8>().0.iter().zip(a).zip(b).zip(c).zip(d);
        for ((((row, a), b), c), d) in eights {
            let row = load(row);
            for (sum, other) in sums.iter_mut().zip([a, b, c, d]) {
                *sum = i32x4_add(*sum, i32x4_dot_i16x8(row, load(other)));
            }
        }
        // Rows are whole eights: 384 or 1,536 places.
        sums.map(total)
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use named::{bytes, four};
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) use plain::{bytes, four};
