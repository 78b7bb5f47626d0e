//! Amounts of money. Exact inside; rounded where they are shown, half up, as an invoice does.

use rust_decimal::{Decimal, RoundingStrategy};
use std::fmt;

/// A currency by its ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// Currencies without a smaller unit (ISO 4217, list one of 2026-01-01).
const WHOLE: [&str; 17] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
];

/// Currencies with a thousandth (same list).
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// The largest price of an hour that anybody may state, in any currency: more is a slip of the hand, and amounts beyond
/// what a decimal holds would be cut off unsaid. Our own bound.
pub const MOST_FOR_AN_HOUR: u64 = 1_000_000;

/// The largest amount that something may be allowed to cost. Our own bound.
pub const MOST_TO_ALLOW: u64 = 1_000_000_000_000;

impl Currency {
    /// The one in which Azure's prices are made; others are for reference (Retail Prices documentation).
    pub const USD: Self = Self(*b"USD");

    /// The currency of a code, such as `EUR`; small letters do as well.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.to_ascii_uppercase().as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits behind the point.
    #[must_use]
    pub fn digits(self) -> u32 {
        match self.code() {
            code if WHOLE.contains(&code) => 0,
            code if THOUSANDTHS.contains(&code) => 3,
            _ => 2,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

impl Money {
    /// An amount.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// The amount as an invoice shows it: "36.00".
    #[must_use]
    pub fn rounded(&self) -> Decimal {
        let digits = self.currency.digits();
        let mut rounded = self.amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(digits);
        rounded
    }

    /// The same with every digit that counts: a price for each hour.
    #[must_use]
    pub fn exact(&self) -> String {
        let least = self.currency.digits();
        let mut amount = self.amount.normalize();
        if amount.scale() < least {
            amount.rescale(least);
        }
        self.write(&amount.to_string())
    }

    fn write(&self, number: &str) -> String {
        let number = thousands(number);
        if self.currency == Currency::USD { format!("${number}") } else { format!("{} {number}", self.currency) }
    }
}

/// "$1,204.50", "EUR 36.00", and for what is less than the smallest coin "under $0.01".
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = self.rounded();
        if rounded.is_zero() && self.amount > Decimal::ZERO {
            let coin = Decimal::new(1, self.currency.digits());
            return write!(f, "under {}", self.write(&coin.to_string()));
        }
        f.write_str(&self.write(&rounded.to_string()))
    }
}

/// The digits before the point in threes.
fn thousands(number: &str) -> String {
    let (sign, number) = number.strip_prefix('-').map_or(("", number), |rest| ("-", rest));
    let (whole, rest) = number.split_once('.').map_or((number, None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str, currency: &str) -> Money {
        Money::new(text.parse().unwrap(), Currency::named(currency).unwrap())
    }

    #[test]
    fn amounts_are_shown_as_on_an_invoice() {
        let cases = [
            ("36", "USD", "$36.00"),
            ("2.143408", "USD", "$2.14"),
            ("0.125", "USD", "$0.13"),
            ("2.675", "USD", "$2.68"),
            ("1204.5", "usd", "$1,204.50"),
            ("1234567.891", "EUR", "EUR 1,234,567.89"),
            ("999.5", "JPY", "JPY 1,000"),
            ("0.004", "USD", "under $0.01"),
            ("0.3", "JPY", "under JPY 1"),
            ("1234.5", "ISK", "ISK 1,235"),
            ("1.2345", "KWD", "KWD 1.235"),
            ("0.0004", "TND", "under TND 0.001"),
            ("0", "USD", "$0.00"),
        ];
        for (amount, currency, shown) in cases {
            assert_eq!(money(amount, currency).to_string(), shown, "{amount} {currency}");
        }
    }

    #[test]
    fn a_price_keeps_its_digits() {
        let cases = [("0.080859", "$0.080859"), ("0.1", "$0.10"), ("0.7500", "$0.75"), ("2", "$2.00")];
        for (amount, shown) in cases {
            assert_eq!(money(amount, "USD").exact(), shown);
        }
    }

    #[test]
    fn a_currency_has_three_letters() {
        for code in ["", "EU", "EURO", "E1R", "ÄÖ"] {
            assert_eq!(Currency::named(code), None, "{code}");
        }
    }
}
