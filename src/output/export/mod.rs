//! The files that make somebody call `pool apply` regularly, and those that keep infrastructure code from undoing
//! what it did.
//!
//! Each target is one module: a function from [`Material`](crate::ops::export::Material) to texts. Nothing here reads
//! or writes anything. A format's way of quoting stands in `quote`; YAML inside YAML in `block`.

pub mod bicep;
mod block;
pub mod cadence;
pub mod containerapp;
pub mod cron;
pub mod github;
pub mod kubernetes;
mod quote;
mod remarks;
mod runner;
#[cfg(test)]
mod samples;
pub mod systemd;
pub mod terraform;

pub use cadence::Cadence;
pub use runner::{Image, Runner};

/// A file of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, below the folder that it is written to; with slashes.
    pub name: String,
    /// Its text.
    pub content: String,
}
