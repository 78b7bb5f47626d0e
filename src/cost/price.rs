//! A price, and how far it can be trusted.

use rust_decimal::Decimal;
use std::fmt;

/// What Azure meters of session pools, by the names of the Retail Prices API, and what people state of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meter {
    /// `Dedicated vCPU Usage`: a core of a node for an hour.
    Vcpu,
    /// `Dedicated Memory Usage`: a GiB of a node for an hour.
    Memory,
    /// `Dedicated Plan Management`: an hour in which an environment has dedicated nodes.
    Management,
    /// `Dynamic Sessions`: a started hour of a code interpreter's session.
    StartedHour,
    /// A whole node for an hour, where somebody knows the sum only.
    Node,
    /// An hour of a session, warm or in use, whatever Azure meters.
    SessionHour,
}

impl Meter {
    /// Those that Azure has, with the names in its price list.
    pub const LISTED: [(Self, &'static str); 4] = [
        (Self::Vcpu, "Dedicated vCPU Usage"),
        (Self::Memory, "Dedicated Memory Usage"),
        (Self::Management, "Dedicated Plan Management"),
        (Self::StartedHour, "Dynamic Sessions"),
    ];

    /// One of it, for people: "a node-hour", "an hour of management".
    #[must_use]
    pub fn one(self) -> String {
        let article = if self == Self::Management { "an" } else { "a" };
        format!("{article} {self}")
    }

    /// The meter of a name in the price list.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::LISTED.into_iter().find(|(_, listed)| *listed == name).map(|(meter, _)| meter)
    }
}

/// The amount of a price list's number: digits and a point, or with an exponent. `None` for what is no amount of money.
#[must_use]
pub fn amount(text: &str) -> Option<Decimal> {
    let amount = text.parse().or_else(|_| Decimal::from_scientific(text)).ok()?;
    (amount >= Decimal::ZERO).then_some(amount)
}

/// What a price is of, for people.
impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Vcpu => "vCPU-hour",
            Self::Memory => "GiB-hour",
            Self::Management => "hour of management",
            Self::StartedHour => "started hour",
            Self::Node => "node-hour",
            Self::SessionHour => "session-hour",
        })
    }
}

/// How far a price can be trusted; the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Stated by the user, or fetched from Azure's price list not long ago.
    Good,
    /// From the price list, long ago.
    Stale,
    /// Somebody's statement, or carried over from what is not quite the same.
    Guessed,
}

impl Standing {
    /// Behind an amount: nothing, or ", at guessed rates".
    #[must_use]
    pub fn clause(self) -> &'static str {
        match self {
            Self::Good => "",
            Self::Stale => ", at stale rates",
            Self::Guessed => ", at guessed rates",
        }
    }
}

/// Where a price comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// In words: "Azure's price list", "pool.yaml".
    pub text: String,
    /// When it was seen there, as exactly as is known: `2026-09`, `2025-11-06`.
    pub date: Option<String>,
    /// How far it can be trusted.
    pub standing: Standing,
}

impl Source {
    /// A source.
    #[must_use]
    pub fn new(text: impl Into<String>, date: Option<String>, standing: Standing) -> Self {
        Self { text: text.into(), date, standing }
    }
}

/// "Azure's price list, 2026-11-01".
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        self.date.as_ref().map_or(Ok(()), |date| write!(f, ", {date}"))
    }
}

/// The price of one unit of a meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Of what.
    pub meter: Meter,
    /// How much for one.
    pub amount: Decimal,
    /// Where it comes from.
    pub source: Source,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_to_the_last_digit() {
        for (text, expected) in [("0.080859", "0.080859"), ("6.6E-06", "0.0000066"), ("1e2", "100"), ("0", "0")] {
            assert_eq!(amount(text), expected.parse().ok(), "{text}");
        }
        for text in ["", "-1", "x", "1e400", "NaN", "null", "true"] {
            assert_eq!(amount(text), None, "{text}");
        }
    }
}
