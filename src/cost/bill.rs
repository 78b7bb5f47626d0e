//! A bill: quantities times prices. Quantities are whole numbers, so that bills of parts add up to that of the whole.

use super::money::{Currency, Money};
use jiff::SignedDuration;
use rust_decimal::Decimal;

/// Milliseconds of an hour.
const HOUR: i64 = 3_600_000;

/// Digits of an hour that are shown: a third of a second.
const DIGITS: u32 = 4;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Item {
    /// Nodes, for as long as they are there.
    Nodes,
    /// The management of an environment with dedicated nodes.
    Management,
    /// Started hours of sessions.
    StartedHours,
    /// Sessions, for as long as they are there.
    Sessions,
}

impl Item {
    /// What is counted of it, in the plural.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Nodes => "node-hours",
            Self::Management => "hours of management",
            Self::StartedHours => "started hours",
            Self::Sessions => "session-hours",
        }
    }
}

/// How much of something, in units of an hour; exact to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Quantity(i128);

impl Quantity {
    /// So many things for a time; none where it is negative.
    #[must_use]
    pub fn lasting(count: u64, time: SignedDuration) -> Self {
        Self(i128::from(count).saturating_mul(time.as_millis().max(0)))
    }

    /// So many whole hours.
    #[must_use]
    pub fn hours(count: u64) -> Self {
        Self(i128::from(count).saturating_mul(i128::from(HOUR)))
    }

    /// In hours.
    #[must_use]
    pub fn in_hours(self) -> Decimal {
        self.times(Decimal::ONE)
    }

    /// In hours, for whoever wants to check an amount: "6", "0.25", and with so many digits that no cent is lost, "3.3333".
    fn shown(self) -> String {
        self.in_hours().round_dp(DIGITS).normalize().to_string()
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The amount at a price for an hour; one that no decimal holds is the largest there is.
    fn times(self, price: Decimal) -> Decimal {
        let count = Decimal::try_from_i128_with_scale(self.0, 0).unwrap_or(Decimal::MAX);
        // The hour is divided by last, so that whole hours of a price with few digits stay exact.
        let product = count.checked_mul(price).unwrap_or(Decimal::MAX);
        product.checked_div(Decimal::from(HOUR)).unwrap_or(Decimal::MAX)
    }
}

/// A line of a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub item: Item,
    /// How much.
    pub quantity: Quantity,
    /// The price of one for an hour.
    pub price: Decimal,
}

impl Line {
    /// What it comes to.
    #[must_use]
    pub fn amount(&self) -> Decimal {
        self.quantity.times(self.price)
    }

    /// The hours in as few digits, six at least, as come to the same amount on an invoice.
    #[must_use]
    pub fn hours(&self, currency: Currency) -> Decimal {
        let exact = self.quantity.in_hours();
        let invoiced =
            |hours: Decimal| hours.checked_mul(self.price).map(|amount| Money::new(amount, currency).rounded());
        let same = |hours: &Decimal| invoiced(*hours) == Some(Money::new(self.amount(), currency).rounded());
        (6..=exact.scale()).map(|digits| exact.round_dp(digits)).find(same).unwrap_or(exact).normalize()
    }
}

/// What something costs, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bill {
    /// In what.
    pub currency: Currency,
    /// The lines, an item and a price once; none of nothing.
    pub lines: Vec<Line>,
}

impl Bill {
    /// A bill of nothing.
    #[must_use]
    pub fn empty(currency: Currency) -> Self {
        Self { currency, lines: Vec::new() }
    }

    /// The same, so many times over.
    #[must_use]
    pub fn times(&self, count: u32) -> Self {
        let line = |line: &Line| Line { quantity: Quantity(line.quantity.0.saturating_mul(count.into())), ..*line };
        Self { currency: self.currency, lines: self.lines.iter().map(line).collect() }
    }

    /// Adds something.
    pub fn add(&mut self, item: Item, quantity: Quantity, price: Decimal) {
        if quantity == Quantity::default() {
            return;
        }
        let known = self.lines.iter_mut().find(|line| line.item == item && line.price == price);
        match known {
            Some(line) => line.quantity = line.quantity.plus(quantity),
            None => {
                self.lines.push(Line { item, quantity, price });
                self.lines.sort_by_key(|line| line.item);
            }
        }
    }

    /// Adds the lines of another bill in the same currency.
    pub fn take(&mut self, other: &Self) {
        debug_assert_eq!(self.currency, other.currency, "bills of two currencies have no sum");
        for line in &other.lines {
            self.add(line.item, line.quantity, line.price);
        }
    }

    /// The sum in the open: "6 node-hours x $1.65 + ... = $10.20", for whoever wants to check it.
    #[must_use]
    pub fn arithmetic(&self) -> String {
        let line = |line: &Line| {
            let price = Money::new(line.price, self.currency).exact();
            format!("{} {} x {price}", line.quantity.shown(), line.item.unit())
        };
        let lines: Vec<String> = self.lines.iter().map(line).collect();
        format!("{} = {}", lines.join(" + "), self.total())
    }

    /// What it comes to, exact.
    #[must_use]
    pub fn total(&self) -> Money {
        let add = |sum: Decimal, line: &Line| sum.checked_add(line.amount()).unwrap_or(Decimal::MAX);
        Money::new(self.lines.iter().fold(Decimal::ZERO, add), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_of_one_price_stands_in_one_line() {
        let mut bill = Bill::empty(Currency::USD);
        let price: Decimal = "0.75".parse().unwrap();
        bill.add(Item::Sessions, Quantity::lasting(1, SignedDuration::from_mins(20)), price);
        bill.add(Item::Sessions, Quantity::lasting(1, SignedDuration::from_mins(40)), price);
        bill.add(Item::Nodes, Quantity::hours(0), price);
        assert_eq!(bill.lines.len(), 1);
        assert_eq!(bill.total().to_string(), "$0.75");
        bill.add(Item::Management, Quantity::lasting(1, SignedDuration::from_mins(20)), "0.1".parse().unwrap());
        assert_eq!(bill.arithmetic(), "0.3333 hours of management x $0.10 + 1 session-hours x $0.75 = $0.78");
    }

    #[test]
    fn a_quantity_is_shown_so_that_it_can_be_checked() {
        for (millis, expected) in [
            (6 * HOUR, "6"),
            (HOUR / 4, "0.25"),
            (HOUR / 100, "0.01"),
            (7 * 60_000, "0.1167"),
            (90_000, "0.025"),
            (200 * 60_000, "3.3333"),
            (10_799_999, "3"),
            (1_460 * HOUR, "1460"),
        ] {
            assert_eq!(Quantity(millis.into()).shown(), expected, "{millis}");
        }
    }

    #[test]
    fn hours_have_few_digits_and_come_to_the_same_amount() {
        for (millis, price, expected) in [
            (2 * HOUR, "1.65", "2"),
            (90 * 60_000, "1.65", "1.5"),
            (20 * 60_000, "1.65", "0.333333"),
            (61 * 60_000, "0.1", "1.016667"),
            (7_260_123, "1.65", "2.016701"),
            // Half a cent would be lost otherwise.
            (20 * 60_000, "1000000", "0.33333333"),
        ] {
            let price: Decimal = price.parse().unwrap();
            let line = Line { item: Item::Nodes, quantity: Quantity(millis.into()), price };
            let hours = line.hours(Currency::USD);
            assert_eq!(hours.to_string(), expected, "{millis}");
            let amount = |amount| Money::new(amount, Currency::USD).rounded();
            assert_eq!(amount(hours * price), amount(line.amount()), "{millis}");
        }
    }

    #[test]
    fn what_no_decimal_holds_is_the_largest_there_is() {
        let mut bill = Bill::empty(Currency::USD);
        bill.add(Item::Nodes, Quantity::lasting(u64::MAX, SignedDuration::MAX), Decimal::MAX);
        assert_eq!(bill.total().amount, Decimal::MAX.checked_div(Decimal::from(HOUR)).unwrap());
    }
}
