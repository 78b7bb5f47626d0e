//! `az` and `azd` as child processes.

use async_trait::async_trait;
use azure_identity::Executor;
use std::ffi::OsStr;
use std::process::{Output, Stdio};

/// Starts processes, lets none of them ask a question, and ends them when nobody waits any more.
#[derive(Debug)]
pub(super) struct Processes;

#[async_trait]
impl Executor for Processes {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
        tokio::process::Command::new(program).args(args).stdin(Stdio::null()).kill_on_drop(true).output().await
    }
}
