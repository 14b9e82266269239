//! A token bucket as text: `5/10s` is five, refilled by five every ten seconds; `3 + 1/1m` is three at once, then
//! one a minute.

use crate::clock::{HOUR, MINUTE, Millis, SECOND};
use std::fmt;
use std::str::FromStr;

const LARGEST: u32 = 100_000;

/// A token bucket: `burst` tokens when full, `refill` of them come back over each `period`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// What the full bucket holds.
    pub burst: u32,
    /// How many tokens come back per period.
    pub refill: u32,
    /// The time in which they come back, evenly.
    pub period: Millis,
}

impl Rate {
    /// The same bucket with `factor` times as many tokens.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        let (burst, refill) = (self.burst.saturating_mul(factor), self.refill.saturating_mul(factor));
        Self { burst, refill, ..self }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.burst != self.refill {
            write!(formatter, "{} + ", self.burst)?;
        }
        let (count, unit) = match self.period {
            period if period % HOUR == 0 => (period / HOUR, 'h'),
            period if period % MINUTE == 0 => (period / MINUTE, 'm'),
            period => (period / SECOND, 's'),
        };
        write!(formatter, "{}/{count}{unit}", self.refill)
    }
}

/// The text is not a rate.
#[derive(Debug, PartialEq, Eq)]
pub struct InvalidRate;

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let (burst, steady) = match text.split_once('+') {
            Some((burst, steady)) => (Some(tokens(burst)?), steady),
            None => (None, text),
        };
        let (refill, length) = steady.split_once('/').ok_or(InvalidRate)?;
        let refill = tokens(refill)?;
        Ok(Self { burst: burst.unwrap_or(refill), refill, period: period(length)? })
    }
}

fn tokens(text: &str) -> Result<u32, InvalidRate> {
    match text.trim().parse() {
        Ok(count) if (1..=LARGEST).contains(&count) => Ok(count),
        _ => Err(InvalidRate),
    }
}

fn period(text: &str) -> Result<Millis, InvalidRate> {
    let text = text.trim();
    let unit = match text.chars().last() {
        Some('s') => SECOND,
        Some('m') => MINUTE,
        Some('h') => HOUR,
        _ => return Err(InvalidRate),
    };
    match text[..text.len() - 1].parse::<u16>() {
        Ok(count) if count > 0 => Ok(Millis::from(count) * unit),
        _ => Err(InvalidRate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_written_back() {
        for text in ["5/10s", "3 + 1/1m", "600/1m", "3/1h"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        assert_eq!("3 + 1/1m".parse(), Ok(Rate { burst: 3, refill: 1, period: MINUTE }));
        assert_eq!("5/10s".parse(), Ok(Rate { burst: 5, refill: 5, period: 10 * SECOND }));
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for text in ["", "5", "0/1s", "5/0s", "5/s", "5/10", "5/10d", "-1/1s", "1 + /1s", "5/10ß", "200000/1s"] {
            assert_eq!(text.parse::<Rate>(), Err(InvalidRate), "{text}");
        }
    }
}
