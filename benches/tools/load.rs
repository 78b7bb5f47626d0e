//! A load on HTTP endpoints, for `benches/plane`: so many connections, each sending one request after the other for a
//! time, opening a session with an identifier of its own and ending it again. Prints JSON.
//!
//! `load HOST:PORT PATH CONNECTIONS SECONDS`; with the word `bare` behind it, a server of the same bytes instead.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool of a bench: it prints, measures real time, and fails where it cannot go on"
)]

use axum::Router;
use axum::http::StatusCode;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The answer of the bare server: as long as the emulator's own.
const BODY: &str = "{\"session\":\"load-0-00000000\",\"pool\":\"contestpool\",\"method\":\"GET\",\"path\":\"/\"}";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    match words.as_slice() {
        ["bare"] => runtime.block_on(bare()),
        [server, path, connections, seconds] => {
            let time = Duration::from_secs_f64(seconds.parse().unwrap());
            runtime.block_on(load(server, path, connections.parse().unwrap(), time));
        }
        _ => println!("load HOST:PORT PATH CONNECTIONS SECONDS | load bare"),
    }
}

/// A route and nothing else.
async fn bare() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().fallback(|| async { (StatusCode::OK, BODY) });
    axum::serve(listener, router).await.unwrap();
}

/// All connections at once; what they counted, together.
async fn load(server: &str, path: &str, connections: u32, time: Duration) {
    let end = Instant::now() + time;
    let tasks: Vec<_> = (0..connections)
        .map(|number| tokio::spawn(connection(server.to_owned(), path.to_owned(), number, end)))
        .collect();
    let (mut times, mut refused) = (Vec::new(), 0);
    for task in tasks {
        let (own, own_refused) = task.await.unwrap();
        times.extend(own);
        refused += own_refused;
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)].as_micros();
    println!(
        "{{\"opened\": {}, \"refused\": {refused}, \"p50\": {}, \"p99\": {}, \"longest\": {}}}",
        times.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// One connection: the times to open, and how many were no success.
async fn connection(server: String, path: String, number: u32, end: Instant) -> (Vec<Duration>, u32) {
    let mut stream = TcpStream::connect(&server).await.unwrap();
    stream.set_nodelay(true).unwrap();
    let (mut times, mut refused, mut buffer) = (Vec::new(), 0, vec![0; 16 * 1024]);
    let mut run = 0_u32;
    while Instant::now() < end {
        run += 1;
        let who = format!("load-{number}-{run:08}");
        let open = format!("GET {path}/?identifier={who} HTTP/1.1\r\nhost: {server}\r\n\r\n");
        let start = Instant::now();
        let status = ask(&mut stream, &open, &mut buffer).await;
        if status == 200 {
            times.push(start.elapsed())
        } else {
            refused += 1
        }
        let stop = format!(
            "POST {path}/.management/stopSession?identifier={who}&api-version=2025-02-02-preview HTTP/1.1\r\n\
             host: {server}\r\ncontent-length: 0\r\n\r\n"
        );
        ask(&mut stream, &stop, &mut buffer).await;
    }
    (times, refused)
}

/// Sends a request and reads its whole answer; the status.
async fn ask(stream: &mut TcpStream, request: &str, buffer: &mut [u8]) -> u16 {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = 0;
    loop {
        read += stream.read(&mut buffer[read..]).await.unwrap();
        let text = std::str::from_utf8(&buffer[..read]).unwrap();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let head = head.to_ascii_lowercase();
        let is_whole = match head.split_once("content-length: ") {
            Some((_, rest)) => body.len() >= rest.split("\r\n").next().unwrap().parse().unwrap(),
            None => body.ends_with("0\r\n\r\n"),
        };
        if is_whole {
            return head.split(' ').nth(1).unwrap().parse().unwrap();
        }
    }
}
