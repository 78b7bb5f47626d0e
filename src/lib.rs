//! The library of `pool`. It promises nothing to others: it exists so that the program, its tests and its benches
//! share one body.
#![doc(hidden)]

pub mod azure;
pub mod capacity;
pub mod clock;
pub mod commands;
pub mod config;
pub mod cost;
pub mod disk;
pub mod emulator;
pub mod error;
pub mod model;
pub mod net;
pub mod ops;
pub mod output;
pub mod plan;
pub mod process;
pub mod schedule;
pub mod sim;
#[cfg(test)]
mod testing;
pub mod wire;
