//! What people and scripts see: streams, formats, tables, progress.
//!
//! Stdout is data, stderr is talk. Nothing is told by colour alone, and nothing here fetches anything.

pub mod charts;
pub mod export;
mod format;
mod here;
mod printer;
mod progress;
mod style;
mod table;
pub mod views;

pub use format::{Format, Query};
pub use here::Here;
pub use printer::{Call, ColorChoice, Look, Printer, Target, View};
pub use progress::Progress;
