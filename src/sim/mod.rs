//! x
pub mod pool;
mod queue;
mod slots;
/// Milliseconds: since the beginning, or a span of them.
pub type Millis = u64;
