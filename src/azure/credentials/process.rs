//! `az` and `azd` as child processes.

use crate::process::Family;
use async_trait::async_trait;
use azure_identity::Executor;
use std::ffi::OsStr;
use std::process::{Output, Stdio};
use tokio::process::Command;

/// Starts processes, lets none of them ask a question, and ends them when nobody waits any more.
#[derive(Debug)]
pub(super) struct Processes;

#[async_trait]
impl Executor for Processes {
    async fn run(&self, program: &OsStr, args: &[&OsStr]) -> std::io::Result<Output> {
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        // A shell is started and the tool below it: who ends the shell alone leaves a tool that hangs behind.
        #[cfg(unix)]
        command.process_group(0);
        let child = command.spawn()?;
        let family = Family::of(child.id());
        let output = child.wait_with_output().await;
        family.let_go();
        output
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a text in a shell.
    async fn shell(text: &str) -> std::io::Result<Output> {
        Processes.run(OsStr::new("/bin/sh"), &[OsStr::new("-c"), OsStr::new(text)]).await
    }

    #[tokio::test]
    async fn what_is_printed_comes_back() {
        let output = shell("echo out; echo err >&2; cat; exit 3").await.unwrap();
        assert_eq!((output.stdout.as_slice(), output.stderr.as_slice()), (&b"out\n"[..], &b"err\n"[..]));
        assert_eq!(output.status.code(), Some(3), "and nothing could be asked");
    }

    /// In real time, for as long as a process takes to start and to end.
    #[tokio::test]
    async fn nothing_is_left_behind_when_nobody_waits_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        // The tool below the shell holds the pipe open as long as it lives, and says so if it gets that far.
        let text = format!("cd /bin && (sleep 20; echo alive) > {}", pipe.display());
        let running = tokio::spawn(async move { shell(&text).await });
        let opened = tokio::task::spawn_blocking(move || std::fs::File::open(pipe).unwrap());
        let mut reader = opened.await.unwrap();
        running.abort();
        let _ = running.await;
        let read = tokio::task::spawn_blocking(move || std::io::read_to_string(&mut reader).unwrap());
        assert_eq!(read.await.unwrap(), "", "the pipe ends when the tool does");
    }
}
