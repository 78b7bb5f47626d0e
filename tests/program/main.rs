//! The real program, as people and scripts run it: against the emulator over loopback, or inside itself.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod bad_input;
mod completions;
mod crash;
mod harness;
mod looks;
mod pools;
mod readme;
mod relay;
mod secrets;
mod trouble;
