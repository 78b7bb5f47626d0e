//! The real program, as people and scripts run it: against the emulator over loopback, or inside itself.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod asked;
mod bad_input;
mod claims;
mod completions;
mod cost;
mod crash;
mod cut;
mod doctor;
mod export;
mod harness;
mod leases;
mod linting;
#[cfg(unix)]
mod login;
mod looks;
mod parking;
mod plane;
mod pools;
mod prepare;
mod readme;
mod receipt;
mod relay;
#[cfg(unix)]
mod secrets;
#[cfg(unix)]
mod signed;
mod simulate;
mod trouble;
