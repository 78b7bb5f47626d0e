//! The real program, as people and scripts run it: against the emulator over loopback, or inside itself.

mod bad_input;
mod completions;
mod harness;
mod looks;
mod pools;
mod readme;
mod trouble;
