//! Who wants what of a pool, and what we have written on it.

pub mod stamp;

pub use stamp::Stamp;
