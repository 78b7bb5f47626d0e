//! Money: what sessions cost, as Azure bills them, and where each price comes from.
//!
//! Pure arithmetic on decimals. Three models ([`Rates`]): whole nodes, started hours, and a flat price. What is counted
//! and what is assumed stands beside each, and every price knows its source and date.

mod assumptions;
pub mod bill;
pub mod card;
pub mod counted;
pub mod estimate;
pub mod money;
pub mod price;
pub mod rates;

pub use bill::{Bill, Item, Line, Quantity};
pub use card::{Card, OwnRates, Unknown};
pub use counted::Counted;
pub use estimate::{Estimate, Stretch};
pub use money::{Currency, Money};
pub use price::{Meter, Price, Source, Standing};
pub use rates::{Model, Occupancy, Part, Rates};
pub use rust_decimal::Decimal;
