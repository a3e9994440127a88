//! The team's colour, made readable.
//!
//! A team gives one colour; we need it as a surface with text on it and as text on our
//! light and dark grounds. Contrast is WCAG 2.2's ratio, and 4.5 the least for text:
//! <https://www.w3.org/TR/WCAG22/#contrast-minimum>.

/// A colour, 0 to 255 each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

/// Least contrast of text with its ground.
const TEXT_CONTRAST: f32 = 4.5;

const WHITE: Colour = Colour {
    red: 255,
    green: 255,
    blue: 255,
};
const INK: Colour = Colour {
    red: 16,
    green: 19,
    blue: 26,
};

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.trim().strip_prefix('#')?;
        let digits: Vec<u8> = hex
            .chars()
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        let (red, green, blue) = match digits.as_slice() {
            [r, g, b] => (r * 17, g * 17, b * 17),
            [a, b, c, d, e, f] => (a * 16 + b, c * 16 + d, e * 16 + f),
            _ => return None,
        };
        Some(Self { red, green, blue })
    }

    /// As CSS takes it.
    #[must_use]
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The colour of text on this ground, white or ink: whichever reads better.
    #[must_use]
    pub fn text_on(self) -> Self {
        if contrast(WHITE, self) >= contrast(INK, self) {
            WHITE
        } else {
            INK
        }
    }

    /// The nearest colour that can be read on `ground`, towards white or ink.
    #[must_use]
    pub fn readable_on(self, ground: Self) -> Self {
        let towards = ground.text_on();
        (0..=20)
            .map(|step| self.mixed(towards, step as f32 / 20.0))
            .find(|colour| contrast(*colour, ground) >= TEXT_CONTRAST)
            .unwrap_or(towards)
    }

    fn mixed(self, other: Self, share: f32) -> Self {
        let mix =
            |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
        }
    }

    fn luminance(self) -> f32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// WCAG's contrast ratio, 1 to 21.
fn contrast(a: Colour, b: Colour) -> f32 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#0af").unwrap().css(), "#00aaff");
        assert_eq!(Colour::parse(" #3056D3 ").unwrap().css(), "#3056d3");
        for bad in ["red", "#12", "#12345g", "", "#é1"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
        assert!(
            (contrast(
                WHITE,
                Colour {
                    red: 0,
                    green: 0,
                    blue: 0
                }
            ) - 21.0)
                .abs()
                < 0.1
        );
    }

    proptest! {
        #[test]
        fn any_colour_can_be_read(red: u8, green: u8, blue: u8) {
            let colour = Colour { red, green, blue };
            prop_assert!(contrast(colour.text_on(), colour) >= 4.4);
            for ground in [WHITE, INK] {
                prop_assert!(contrast(colour.readable_on(ground), ground) >= TEXT_CONTRAST);
            }
        }
    }
}
