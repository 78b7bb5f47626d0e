//! Runs the code of PythonLTS pools, for whoever asked for it with `--exec`.
//!
//! **It is no sandbox.** The code runs as the user who started the emulator and reaches whatever that user reaches. What
//! it is given is little: a process of its own for each execution, the session's folder to work in, an environment of
//! four variables, and limits: time, 4 GiB of memory, 256 MiB for a file, 256 open files, and as many characters of
//! output as Azure keeps. Python sets the limits on itself before it reads the code (where the system has `setrlimit`,
//! which Windows has not). When nobody waits any more, because the time is over, the session was stopped or the emulator
//! has ended, the process and its process group are ended.
//!
//! Two things get away. A process that the code starts in a session or group of its own (`start_new_session=True`)
//! outlives the execution. And after a `kill -9` of the emulator nobody but a thread of the process itself is left to
//! end it: code that never lets go of Python's lock runs on until its limit of processor time, its timeout and 5 s.
//!
//! Nothing of an execution but its files is there for the next one: Azure keeps a kernel with its variables.

use super::outside::{Code, CodeRunner, Ran};
use super::regular;
use super::scratch::{EXECUTION, Nook};
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, Kind as Fault, Result};
use crate::model::Kind;
use crate::process::Family;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

const DRIVER: &str = include_str!("python/driver.py");

/// Characters of each stream that are kept; the rest is dropped without a word (a third party, 2026).
const MOST_OUTPUT: usize = 20_000;

/// What is read of what the driver leaves.
const MOST_RESULT: u64 = 16 << 20;

/// How long a program may take to say which Python it is.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the streams of one that has ended are read.
const GRACE: Duration = Duration::from_millis(200);

/// What Azure says of code that ran too long, and of code that was ended (third parties, 2026).
const TIMED_OUT: &str = "Request timed out waiting for code execution to complete";
const ABORTED: &str = "Execution aborted";

/// A Python.
#[derive(Debug)]
pub struct Python {
    program: PathBuf,
}

impl Python {
    /// Finds a Python by its name or path. It is asked for its true place, so that it can be started without the
    /// variables that a shell's shim needs.
    ///
    /// # Errors
    /// Says which program is none.
    pub async fn find(program: &OsStr) -> Result<Self> {
        let wrong = |reason: String| {
            let text = format!("`{}` is no Python that can run code: {reason}", program.display());
            Error::message(Fault::Usage, text).hint("Name one of version 3.8 or newer: --exec python3.")
        };
        let script = "import sys; print(sys.executable) if sys.version_info >= (3, 8) else sys.exit('it is too old')";
        let mut command = Command::new(program);
        command.args(["-I", "-c", script]).stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::select! {
            output = command.output() => output.map_err(|error| wrong(error.to_string()))?,
            () = SystemClock.sleep(PATIENCE) => return Err(wrong("it did not answer".to_owned())),
        };
        let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if !output.status.success() || !Path::new(&said).is_absolute() {
            let error = String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default().trim().to_owned();
            return Err(wrong(if error.is_empty() { "it did not say where it is".to_owned() } else { error }));
        }
        Ok(Self { program: said.into() })
    }

    fn start(&self, code: &Code, home: &Path) -> std::io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .args(["-I", "-B", "-X", "utf8", "-c", DRIVER])
            .current_dir(&code.folder)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", home)
            .env("TMPDIR", home)
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        command.spawn()
    }

    async fn ran(&self, code: Code) -> std::io::Result<Ran> {
        let private = Nook::make(EXECUTION)?;
        let done = private.path().join("done.json");
        let mut child = self.start(&code, private.path())?;
        let family = Family::of(child.id());
        let work = json!({"code": code.text, "seconds": code.timeout.as_secs_f64().ceil() as u64, "done": done});
        let streams = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(mut input), Some(output), Some(errors)) = streams else {
            return Err(std::io::ErrorKind::BrokenPipe.into());
        };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let began = SystemClock.now();
        let running = async {
            let reading = async { tokio::join!(keep(output, &mut stdout), keep(errors, &mut stderr)) };
            tokio::pin!(reading);
            // One that ended before it read all has its own reason, which is found below.
            let _ = input.write_all(format!("{work}\n").as_bytes()).await;
            tokio::select! {
                _ = &mut reading => child.wait().await.map(drop),
                ended = child.wait() => {
                    // What it left behind may hold its streams open.
                    tokio::select! {
                        _ = &mut reading => {}
                        () = SystemClock.sleep(GRACE) => {}
                    }
                    ended.map(drop)
                }
            }
        };
        let is_over = tokio::select! {
            ended = running => ended.map(|()| true)?,
            () = SystemClock.sleep(code.timeout) => false,
        };
        let took = Duration::try_from(SystemClock.now().duration_since(began)).unwrap_or_default();
        if !is_over {
            return Ok(Ran { stderr: TIMED_OUT.to_owned(), took, ..nothing() });
        }
        family.let_go();
        let (stdout, stderr) = (text(&stdout), text(&stderr));
        // It ends itself last of all, so it is by what it left that its end is known.
        let Some(done) = read(&done) else {
            let stderr = if stderr.is_empty() { ABORTED.to_owned() } else { format!("{stderr}\n{ABORTED}") };
            return Ok(Ran { stdout, stderr, took, ..nothing() });
        };
        Ok(Ran {
            succeeded: done["succeeded"] == true,
            stdout,
            stderr,
            result: done["result"].clone(),
            took: done["milliseconds"].as_u64().map_or(took, Duration::from_millis),
        })
    }
}

impl CodeRunner for Python {
    fn runs(&self, kind: Kind) -> bool {
        kind == Kind::PythonLTS
    }

    fn run(&self, code: Code) -> Pin<Box<dyn Future<Output = Ran> + Send + '_>> {
        Box::pin(async move {
            let failed = |error: std::io::Error| Ran {
                stderr: format!("The emulator failed to run {}: {error}.", self.program.display()),
                ..nothing()
            };
            self.ran(code).await.unwrap_or_else(failed)
        })
    }
}

/// A run that came to nothing.
fn nothing() -> Ran {
    Ran {
        succeeded: false,
        stdout: String::new(),
        stderr: String::new(),
        result: Value::String(String::new()),
        took: Duration::ZERO,
    }
}

/// What the driver left.
fn read(path: &Path) -> Option<Value> {
    serde_json::from_slice(&regular::read(path, MOST_RESULT).ok()?).ok()
}

/// Reads to the end, and keeps the beginning.
async fn keep(mut stream: impl AsyncRead + Unpin, kept: &mut Vec<u8>) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        // A character has at most four bytes.
        let room = (4 * MOST_OUTPUT).saturating_sub(kept.len());
        kept.extend_from_slice(&piece[..length.min(room)]);
    }
}

fn text(kept: &[u8]) -> String {
    String::from_utf8_lossy(kept).chars().take(MOST_OUTPUT).collect()
}

#[cfg(test)]
mod tests;
