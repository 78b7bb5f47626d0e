//! The library of `pool`. It promises nothing to others: it exists so that the program, its tests and its benches
//! share one body.
#![doc(hidden)]

pub mod clock;
pub mod disk;
pub mod emulator;
pub mod error;
pub mod model;
pub mod net;
pub mod schedule;
pub mod wire;
