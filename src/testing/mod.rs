//! The client and the operations against the emulator, in memory and in virtual time: hours pass in milliseconds, in
//! the same order every time.

mod create_and_delete;
mod scaling;
mod storm;
mod weather;
mod world;
