//! An Azure of one's own: the control plane of session pools, and the data plane of their sessions, as one function, HTTP request to HTTP response, over a
//! SQLite store and a clock.
//!
//! It answers as the recordings of the real service do, oddities included; where nobody knows what Azure does, a
//! switch plays each answer. Nothing runs in the background: every request first advances the state to the clock's
//! now. It knows nothing of the client that talks to it, and checks no tokens.

mod answers;
mod authority;
mod changes;
mod codes;
mod directory;
mod document;
mod environments;
mod faults;
mod front;
mod gear;
mod groups;
mod hands;
mod intake;
mod line;
mod locks;
mod merge;
mod metadata;
mod metrics;
mod neighbours;
mod operations;
mod options;
mod outside;
mod plane;
mod pools;
mod prices;
mod provider;
mod python;
mod reading;
mod records;
mod regions;
mod regular;
mod request;
mod resources;
mod roles;
mod scratch;
mod server;
mod shelf;
mod store;
mod tags;
mod times;
mod tokens;
mod validation;
mod versions;
mod view;
mod warming;
mod write;

#[cfg(test)]
mod tests;

pub use authority::{Authority, Tls};
#[cfg(test)]
pub(crate) use faults::Chance;
pub use front::Emulator;
pub use options::{FullPool, Options, PatchAnswer, Place, ReadyZero, Seed, Switches, TagRule, Times};
pub use outside::{Code, CodeRunner, Forwarded, Forwarder, Ran};
pub use python::Python;
pub use scratch::sweep_scratch;
pub use server::serve;
