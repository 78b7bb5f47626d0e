//! A machine of its own for each test: an empty home, a clean environment, 80 columns.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// What a run of the program left.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The exit code was this one.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.out, self.err);
        self
    }

    /// Stdout has all of these.
    #[track_caller]
    pub(crate) fn prints(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(has(&self.out, text), "`{text}` is not in stdout:\n{}\nstderr:\n{}", self.out, self.err);
        }
        self
    }

    /// Stderr has all of these.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(has(&self.err, text), "`{text}` is not in stderr:\n{}", self.err);
        }
        self
    }

    /// Stdout as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}:\n{}\n{}", self.out, self.err))
    }
}

/// Whether an output has a text, wherever its lines break and however they are indented.
fn has(output: &str, text: &str) -> bool {
    output.contains(text)
        || output.replace('\n', " ").contains(text)
        || output.split_whitespace().collect::<Vec<_>>().join(" ").contains(text)
}

/// A home with nothing in it, and the program.
pub(crate) struct Machine {
    home: tempfile::TempDir,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap(), arguments: vec![], variables: vec![] }
    }

    /// A machine whose program speaks to the emulator inside itself.
    pub(crate) fn local() -> Self {
        Self { arguments: vec!["--local".into()], ..Self::new() }
    }

    /// A machine whose program speaks to an endpoint.
    pub(crate) fn at(endpoint: &str) -> Self {
        Self { arguments: vec!["--endpoint".into(), endpoint.into()], ..Self::new() }
    }

    pub(crate) fn with_variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// The working folder, which is the home too.
    pub(crate) fn folder(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pool"));
        command.env_clear().current_dir(self.folder()).env("HOME", self.folder());
        for kind in ["state", "config", "data", "cache"] {
            command.env(format!("XDG_{}_HOME", kind.to_uppercase()), self.folder().join(kind));
        }
        // No `az` on the path: a test never starts one.
        command.env("PATH", self.folder()).env("COLUMNS", "80").env("USER", "ana");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.args(&self.arguments).args(arguments).stdin(Stdio::null());
        command
    }

    #[must_use]
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(arguments).output().unwrap())
    }

    /// Runs with something on its standard input.
    #[must_use]
    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    }
}

/// An emulator in a process of its own, in memory.
pub(crate) struct Served {
    child: Child,
    pub(crate) endpoint: String,
    home: Machine,
}

impl Served {
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let home = Machine::new();
        let mut command = home.command(&["emulator", "--listen", "127.0.0.1:0", "--state", ":memory:", "-q"]);
        // What a killed one leaves behind goes with its home.
        command.env("TMPDIR", home.folder());
        let mut child = command.args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, endpoint: line.trim().to_owned(), home }
    }

    /// The certificate to trust, where it was started with `--tls`.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.home.folder().join("state/pool/emulator-ca.pem")
    }

    pub(crate) fn machine(&self) -> Machine {
        Machine::at(&self.endpoint)
    }

    /// How hints call the program on such a machine.
    pub(crate) fn program(&self) -> String {
        format!("pool --endpoint {}", self.endpoint)
    }

    /// One HTTP request, in the plainest way.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let host = self.endpoint.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        write!(stream, "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// Where it keeps what it has, also its temporary files.
    pub(crate) fn home(&self) -> &Machine {
        &self.home
    }

    /// The process that serves.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as `kill -9` does.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for it to end by itself.
    pub(crate) fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().unwrap()
    }

    /// Plants faults; see the emulator's gear.
    pub(crate) fn faults(&self, list: &str) {
        let (status, body) = self.ask("POST", "/_emulator/faults", list);
        assert!(status < 300, "{status} {body}");
    }

    /// Turns the gear of the only pool.
    pub(crate) fn set_pool(&self, body: &str) {
        let (status, body) = self.ask("PUT", &format!("/_emulator/pools{}", pool_id()), body);
        assert!(status < 300, "{status} {body}");
    }

    /// The pool as the emulator has it, whole.
    pub(crate) fn pool(&self) -> Value {
        let (status, body) = self.ask("GET", &format!("{}?api-version=2026-07-01", pool_id()), "");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The id of the pool that a fresh emulator holds.
pub(crate) fn pool_id() -> String {
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.App/sessionPools/contestpool"
        .into()
}

/// A pool file of one pool whose container's registry has a password: where the pool lives, its name, and the lines
/// that follow its container's.
pub(crate) fn pool_file(place: &str, pool: &str, more: &str) -> String {
    format!(
        "\
defaults: {{{place}, location: eastus2}}
pools:
  {pool}:
    container:
      type: CustomContainer
      environment: judges-env
      image: registry.example/session-image:v1
      cpu: 0.5
      memory: 1Gi
      targetPort: 2000
      registry: {{server: registry.example, username: ci, passwordFrom: {{env: REGISTRY_PASSWORD}}}}
{more}"
    )
}

/// A text that is checked in: compared, or written where `POOL_UPDATE` is set.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a test asks for its own switch")]
pub(crate) fn check_file(path: &Path, expected: &str) {
    if std::env::var_os("POOL_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
        return;
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is out of date: run `POOL_UPDATE=1 cargo test`", path.display());
}

/// A path below the repository's root.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
