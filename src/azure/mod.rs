//! Azure Resource Manager, as far as session pools go: a client, its errors, the clouds and the credentials.
//!
//! Knows one request at a time. What a change is made of, when to wait and what to tell somebody is `ops`' matter.

mod address;
mod answer;
mod client;
pub mod cloud;
pub mod credentials;
mod exchange;
mod failure;
mod inquiry;
mod monitor;
mod operation;
mod patience;
pub mod prices;
mod problem;
mod retry_after;
mod sessions;
mod signature;
mod trace;
mod transport;

#[cfg(test)]
mod renewal;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod script;
#[cfg(test)]
mod trouble;

/// What tokens come from, named here so that the other rooms need not know azure_core.
pub use azure_core::credentials::TokenCredential;
pub use client::{API_VERSION, Client, Setup};
pub use cloud::Cloud;
pub use credentials::{Attempt, AuthMethod, Environment, NoCredential, TokenCache, Worked, chain};
pub use failure::{Failure, Scope};
pub use inquiry::{Login, Reached};
pub use operation::{Operation, Progress, Started};
pub use prices::Prices;
pub use sessions::{Opened, SESSIONS_SCOPE, Sessions, Stopped};
