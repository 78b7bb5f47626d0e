//! A cloud that is spoken to with tokens: the emulator through TLS, a machine that trusts it, and what gives tokens
//! there. The emulator looks at none; whoever gives them knows how often it was asked.

use super::harness::{Machine, Served};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// What `az` prints beside a token: the year 2100 as it writes it today, and as it did before.
pub(crate) const EXPIRY: &str = r#""expires_on": 4102444800, "expiresOn": "2100-01-01 00:00:00.000000""#;

/// An emulator that speaks TLS and takes no time: not even for a second try, which comes seconds after a refused zero.
pub(crate) fn cloud(faults: &[&str]) -> Served {
    let given: Vec<&str> = faults.iter().flat_map(|fault| ["--fault", *fault]).collect();
    Served::start(&[&["--tls", "--instant", "--ready-zero", "accepted"], given.as_slice()].concat())
}

/// A machine that trusts a cloud, where somebody has signed in with `az`, and whose session has a folder of its own.
pub(crate) fn machine(cloud: &Served) -> Machine {
    let machine = cloud.machine();
    sign_in(&machine, "ana@example.com");
    let runtime = machine.folder().join("run");
    std::fs::create_dir(&runtime).unwrap();
    std::fs::set_permissions(&runtime, std::fs::Permissions::from_mode(0o700)).unwrap();
    machine
        .with_variable("XDG_RUNTIME_DIR", &runtime.display().to_string())
        .with_variable("SSL_CERT_FILE", &cloud.certificate().display().to_string())
        .with_variable("AZURE_SUBSCRIPTION_ID", "00000000-0000-0000-0000-000000000000")
        .with_variable("AZURE_DEFAULTS_GROUP", "local")
}

/// What `az login` leaves.
pub(crate) fn sign_in(machine: &Machine, who: &str) {
    let account = format!(r#"{{"id": "1", "isDefault": true, "user": {{"name": "{who}", "type": "user"}}}}"#);
    machine.write(".azure/azureProfile.json", &format!("\u{feff}{{\"subscriptions\": [{account}]}}"));
}

/// The only file that may hold a token.
pub(crate) fn token_file(machine: &Machine) -> PathBuf {
    machine.folder().join("run/pool/tokens.json")
}

/// A folder with a tool in it.
pub(crate) struct Tool(tempfile::TempDir);

impl Tool {
    /// A tool that does this, in words of a shell in which `$n` says how often it was called, and `$@` how.
    pub(crate) fn new(name: &str, does: &str) -> Self {
        let tool = Self(tempfile::tempdir().unwrap());
        let count = tool.count();
        let count = count.display();
        let text =
            format!("#!/bin/sh\nn=0\n[ -f {count} ] && read n < {count}\nn=$((n+1))\necho $n > {count}\n{does}\n");
        let path = tool.folder().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        tool
    }

    /// `az` that gives `name-1`, `name-2` and so on.
    pub(crate) fn az(token: &str) -> Self {
        Self::new("az", &format!(r#"echo '{{"accessToken": "{token}-'$n'", {EXPIRY}, "tokenType": "Bearer"}}'"#))
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    fn count(&self) -> PathBuf {
        self.folder().join("count")
    }

    /// A machine on which it is the only one on the path.
    pub(crate) fn on(&self, machine: Machine) -> Machine {
        machine.with_variable("PATH", &self.folder().display().to_string())
    }

    /// How often it was called.
    pub(crate) fn runs(&self) -> usize {
        std::fs::read_to_string(self.count()).map_or(0, |text| text.trim().parse().unwrap())
    }
}

/// Answers every request with this, as the identity endpoint of a container does, and says what it was asked.
pub(crate) fn identity(status: u16, body: String) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}/msi/token", listener.local_addr().unwrap());
    let (told, asked) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let length = body.len();
            let head_out = format!("HTTP/1.1 {status} Whatever\r\ncontent-type: application/json\r\n");
            let _ = write!(stream, "{head_out}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
            if told.send(head.join("\n")).is_err() {
                return;
            }
        }
    });
    (endpoint, asked)
}

/// A good answer of an identity endpoint.
pub(crate) fn identity_token(token: &str) -> String {
    format!(r#"{{"access_token": "{token}", "expires_on": "4102444800", "resource": "r", "token_type": "Bearer"}}"#)
}
