//! Who this program is to Azure: azure_identity's credentials, tried one after the other.
//!
//! Nothing here reads the environment of the process: whoever composes the program hands the variables in.

mod asking;
mod azure_cli;
mod azure_developer_cli;
mod cache;
mod chain;
mod client_secret;
mod environment;
mod kept;
mod login;
mod managed_identity;
mod method;
mod process;
mod surroundings;
mod workload_identity;

pub(super) use asking::{RENEW_BEFORE, Refused, Waiting, expiry};
pub use cache::TokenCache;
pub use chain::{Attempt, NoCredential, Worked, chain};
pub use environment::Environment;
pub use method::AuthMethod;
