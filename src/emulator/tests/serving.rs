//! Clients that send too slowly, too much, or only half of it, over a real socket in real time.

use super::super::server::{Bounds, serve_within};
use super::*;
use crate::clock::SystemClock;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

const SHORT: Duration = Duration::from_millis(100);
const LONG: Duration = Duration::from_secs(20);

/// An emulator with a code interpreter `py` and whatever else is there, and how to end it.
async fn served(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<crate::error::Result<()>>) {
    let id = path("py").parse::<PoolId>().unwrap();
    let body = json!({"location": "eastus2", "properties": {
        "containerType": "PythonLTS", "poolManagementType": "Dynamic",
        "scaleConfiguration": {"maxConcurrentSessions": 5},
        "dynamicPoolConfiguration": {"lifecycleConfiguration": {
            "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}}}});
    let options = Options { seed: Some(Seed { id, body }), ..Options::default() };
    let emulator = Arc::new(Emulator::open(Place::Memory, Arc::new(SystemClock), options).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stop_here = async move { drop(stopped.await) };
    (address, stop, tokio::spawn(serve_within(bounds, emulator, listener, None, stop_here)))
}

async fn sends(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// What comes until the connection ends, which it does soon.
async fn answer(mut stream: TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut answer)).await.expect("the connection ends");
    String::from_utf8_lossy(&answer).into_owned()
}

fn head(pool: &str, rest: &str, length: usize) -> String {
    let pool = format!("/dynamic/subscriptions/s/resourceGroups/g/sessionPools/{pool}");
    format!(
        "POST {pool}/{rest}?api-version=2025-10-02-preview&identifier=a HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n"
    )
}

#[tokio::test]
async fn half_a_request_keeps_no_emulator() {
    let (address, stop, server) = served(Bounds { grace: SHORT, ..Bounds::default() }).await;
    let half_a_body = sends(address, (head("py", "files", 100) + "abc").as_bytes()).await;
    let half_a_head = sends(address, b"GET / HTT").await;
    stop.send(()).unwrap();
    timeout(LONG, server).await.expect("it ends").unwrap().unwrap();
    drop((half_a_body, half_a_head));
}

#[tokio::test]
async fn what_stops_coming_is_not_waited_for() {
    let (address, _stop, _server) = served(Bounds { head: SHORT, silence: SHORT, ..Bounds::default() }).await;
    let body = answer(sends(address, (head("py", "files", 100) + "abc").as_bytes()).await).await;
    assert!(body.starts_with("HTTP/1.1 408 "), "{body}");
    for begun in ["", "GET / HTT"] {
        let said = answer(sends(address, begun.as_bytes()).await).await;
        assert!(!said.contains(" 200 "), "{said}");
    }
}

/// The time of a head is not that of its answer, and none goes by between two requests.
#[tokio::test]
async fn a_connection_is_kept_between_requests() {
    let (address, _stop, _server) = served(Bounds { head: SHORT, ..Bounds::default() }).await;
    let slow = json!([{"on": "any", "fault": "slow", "seconds": 0.5, "count": 1}]).to_string();
    let request = format!("POST /_emulator/faults HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{slow}", slow.len());
    let mut stream = sends(address, request.as_bytes()).await;
    let mut piece = [0; 4096];
    for request in ["/subscriptions/s/resourceGroups/g", "/_emulator/health"] {
        let length = timeout(LONG, stream.read(&mut piece)).await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&piece[..length]).into_owned();
        assert!(said.starts_with("HTTP/1.1 "), "{said}");
        Clock::sleep(&SystemClock, 3 * SHORT).await;
        stream.write_all(format!("GET {request} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
    }
    assert!(timeout(LONG, stream.read(&mut piece)).await.unwrap().unwrap() > 0);
    stream.write_all(b"GET / HTT").await.unwrap();
    assert_eq!(answer(stream).await, "", "the next head has its time too");
}

/// 120 MB are announced; where they are not wanted the answer comes before they do.
#[tokio::test]
async fn much_is_taken_for_files_of_a_pool_that_is_there_and_for_nothing_else() {
    let (address, _stop, _server) = served(Bounds { silence: SHORT, ..Bounds::default() }).await;
    for (pool, rest, status) in [
        ("py", "files", "408"),
        ("py", "files/upload", "408"),
        ("py", "executions", "413"),
        ("py", "files/a/content", "413"),
        ("other", "files", "413"),
    ] {
        let said = answer(sends(address, head(pool, rest, 120 << 20).as_bytes()).await).await;
        assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{pool} {rest}: {said}");
    }
}

#[tokio::test]
async fn bodies_in_flight_have_a_bound() {
    let (address, _stop, _server) = served(Bounds { bytes_in_flight: 1 << 20, ..Bounds::default() }).await;
    let upload = head("py", "files", 2 << 20);
    let said = answer(sends(address, &[upload.as_bytes(), &vec![b'x'; 2 << 20]].concat()).await).await;
    assert!(said.starts_with("HTTP/1.1 503 "), "{said}");
    let small =
        answer(sends(address, b"GET /_emulator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await;
    assert!(small.starts_with("HTTP/1.1 200 "), "{small}");
}
