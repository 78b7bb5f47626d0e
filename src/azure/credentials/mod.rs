//! Who this program is to Azure: azure_identity's credentials, tried one after the other.
//!
//! Nothing here reads the environment of the process: whoever composes the program hands the variables in.

mod azure_cli;
mod azure_developer_cli;
mod chain;
mod client_secret;
mod environment;
mod managed_identity;
mod method;
mod process;
mod surroundings;
mod workload_identity;

pub use chain::{Attempt, NoCredential, chain};
pub use environment::Environment;
pub use method::AuthMethod;
