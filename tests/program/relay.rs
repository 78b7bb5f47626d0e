//! A relay between the program and an emulator: it counts requests, and at the one that it is told ends the program, or
//! breaks its answer off.
//! The same request several times in a row, as somebody sends who waits, counts as one.
//!
//! It knows of HTTP what it needs to tell one message from the next: where the head ends, and `content-length`.

use super::harness::Machine;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};

/// When the program is ended, or disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strike {
    /// Never.
    Never,
    /// Before a request, counted from 1, is handed on: it never happened.
    Before(usize),
    /// After the answer to a request, before that is handed on: it happened, and the program never knew.
    After(usize),
    /// In the middle of the answer to a request, once: the connection ends there, and the program goes on.
    Cut(usize),
}

/// What came of a run through a relay.
pub(crate) struct Relayed {
    pub(crate) status: ExitStatus,
    /// Whether the relay did what it was told.
    pub(crate) struck: bool,
    /// The first line of every request that is not the same as the one before.
    pub(crate) requests: Vec<String>,
    pub(crate) err: String,
    /// Where it ran.
    pub(crate) machine: Machine,
}

impl Relayed {
    /// The requests that change something.
    pub(crate) fn writes(&self) -> Vec<&str> {
        self.requests.iter().map(String::as_str).filter(|line| !line.starts_with("GET ")).collect()
    }
}

#[derive(Debug)]
struct State {
    strike: Strike,
    child: Option<Child>,
    struck: bool,
    requests: Vec<String>,
}

impl State {
    fn count(&mut self, request: &[u8]) -> usize {
        let line = String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap()).into_owned();
        // A write is never one with another: who sends it twice must be seen.
        if self.requests.last() != Some(&line) || !line.starts_with("GET ") {
            self.requests.push(line);
        }
        self.requests.len()
    }

    /// Ends the program if it is to end now; whether it has been ended.
    fn kills(&mut self, now: Strike) -> bool {
        if now == self.strike {
            let child = self.child.as_mut().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            self.struck = true;
        }
        self.struck && !matches!(self.strike, Strike::Cut(_))
    }

    /// Whether the answer to a request is the one to break off.
    fn is_cut(&mut self, number: usize) -> bool {
        let cuts = !self.struck && self.strike == Strike::Cut(number);
        self.struck |= cuts;
        cuts
    }
}

/// Runs the program with a relay between it and an endpoint, on a machine that `prepare` fills.
pub(crate) fn run(endpoint: &str, arguments: &[&str], strike: Strike, prepare: fn(Machine) -> Machine) -> Relayed {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let machine = prepare(Machine::at(&format!("http://{}", listener.local_addr().unwrap())));
    let state = Arc::new(Mutex::new(State { strike, child: None, struck: false, requests: Vec::new() }));
    let upstream = endpoint.strip_prefix("http://").unwrap().to_owned();
    let shared = Arc::clone(&state);
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let (client, shared, upstream) = (client.unwrap(), Arc::clone(&shared), upstream.clone());
            // A connection that breaks off is how the program's end looks from here.
            std::thread::spawn(move || relay(client, &upstream, &shared));
        }
    });
    let mut stderr = {
        // Nothing is relayed before the child is known: the relay's threads need this lock.
        let mut state = state.lock().unwrap();
        let mut child = machine.command(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = child.stderr.take().unwrap();
        state.child = Some(child);
        stderr
    };
    let mut err = String::new();
    stderr.read_to_string(&mut err).unwrap();
    let mut state = state.lock().unwrap();
    let status = state.child.as_mut().unwrap().wait().unwrap();
    Relayed { status, struck: state.struck, requests: std::mem::take(&mut state.requests), err, machine }
}

/// Carries the messages of one connection until either side ends it.
fn relay(client: TcpStream, upstream: &str, state: &Mutex<State>) -> std::io::Result<()> {
    let server = TcpStream::connect(upstream)?;
    let (mut to_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
    let (mut client, mut server) = (BufReader::new(client), BufReader::new(server));
    while let Some(request) = message(&mut client)? {
        let number = {
            let mut state = state.lock().unwrap();
            let number = state.count(&request);
            if state.kills(Strike::Before(number)) {
                return Ok(());
            }
            number
        };
        to_server.write_all(&request)?;
        let Some(answer) = message(&mut server)? else { return Ok(()) };
        let mut state = state.lock().unwrap();
        if state.kills(Strike::After(number)) {
            return Ok(());
        }
        if state.is_cut(number) {
            return to_client.write_all(&answer[..middle(&answer)]);
        }
        drop(state);
        to_client.write_all(&answer)?;
    }
    Ok(())
}

/// One message with its body; nothing where the connection has ended.
fn message(from: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let (mut text, mut length) = (Vec::new(), 0);
    loop {
        let start = text.len();
        if from.read_until(b'\n', &mut text)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&text[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        assert!(!line.starts_with("transfer-encoding:"), "the relay reads no chunks");
        if line == "\r\n" {
            break;
        }
    }
    let start = text.len();
    text.resize(start + length, 0);
    from.read_exact(&mut text[start..])?;
    Ok(Some(text))
}

/// Half of the body, or half of the head where there is no body.
fn middle(answer: &[u8]) -> usize {
    let head = answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4;
    if head == answer.len() { head / 2 } else { head.midpoint(answer.len()) }
}
