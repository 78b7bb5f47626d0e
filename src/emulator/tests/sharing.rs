//! Several emulators on one file, and one behind a socket.

use super::*;
use crate::clock::SystemClock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test(start_paused = true)]
async fn two_emulators_on_one_file_see_each_others_writes() {
    let folder = tempfile::tempdir().unwrap();
    let clock = clock();
    let open = || {
        let id = path("p").parse::<PoolId>().unwrap();
        let options = Options { seed: Some(Seed { id, body: custom(20, 1) }), ..Options::default() };
        let place = Place::File(folder.path().join("store"));
        Azure { emulator: Emulator::open(place, clock.clone(), options).unwrap() }
    };
    let (one, two) = (open(), open());
    let started = one.send("PATCH", &path("p"), &scale(20, 5)).await;
    assert_eq!(two.counts().await.0, "InProgress");
    assert_eq!(two.send("PATCH", &path("p"), &scale(20, 6)).await.status, 409);
    pass(10_000).await;
    assert_eq!(two.follow(started.header("location").unwrap()).await.status, 200, "either ends what is due");
    assert_eq!(one.counts().await, ("Succeeded".into(), 5, 0, 5, 0));
    two.send("DELETE", &path("p"), &Value::Null).await;
    pass(1_500).await;
    assert_eq!(one.get(&path("p")).await.status, 404);
    assert_eq!(open().get(&path("p")).await.status, 404, "the seed is for a fresh store only");
}

#[test]
fn many_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store");
    let writer = |thread: usize| {
        let place = Place::File(file.clone());
        move || {
            let id = path(&format!("seed{thread}")).parse::<PoolId>().unwrap();
            let options = Options { seed: Some(Seed { id, body: python() }), ..Options::default() };
            let azure = Azure { emulator: Emulator::open(place, Arc::new(SystemClock), options).unwrap() };
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            for n in 0..10 {
                let answer = runtime.block_on(azure.send("PUT", &path(&format!("p{thread}-{n}")), &python()));
                assert_eq!(answer.status, 200, "{answer:?}");
            }
        }
    };
    let threads: Vec<_> = (0..4).map(|thread| std::thread::spawn(writer(thread))).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let emulator = Emulator::open(Place::File(file), Arc::new(SystemClock), Options::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let health = runtime.block_on(Azure { emulator }.get("/_emulator/health"));
    assert_eq!(health.body["pools"], 41, "four times ten, and one seed of the four");
}

#[test]
fn a_seed_that_cannot_be_is_an_error() {
    let id = path("p").parse::<PoolId>().unwrap();
    let options = Options { seed: Some(Seed { id, body: json!({}) }), ..Options::default() };
    let error = Emulator::open(Place::Memory, Arc::new(SystemClock), options).unwrap_err();
    assert!(error.to_string().contains("the seed is refused"), "{error}");
}

async fn ask(address: std::net::SocketAddr, method: &str, path: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn it_answers_over_a_socket_and_breaks_it_when_a_fault_says_so() {
    let id = path("p").parse::<PoolId>().unwrap();
    let options = Options { seed: Some(Seed { id, body: custom(20, 1) }), ..Options::default() };
    let emulator = Arc::new(Emulator::open(Place::Memory, Arc::new(SystemClock), options).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(super::super::serve(emulator, listener, None, async move { drop(stopped.await) }));
    let pool = format!("{}?api-version=2026-07-01", path("p"));
    assert!(ask(address, "GET", &pool, "").await.starts_with("HTTP/1.1 200 OK\r\n"));
    let patched = ask(address, "PATCH", &pool, &scale(20, 2).to_string()).await;
    assert!(patched.contains(&format!("location: http://{address}/subscriptions/s/")), "{patched}");
    ask(address, "POST", "/_emulator/faults", &json!([{"on": "get", "fault": "resetAfter"}]).to_string()).await;
    assert_eq!(ask(address, "GET", &pool, "").await, "", "nothing of an answer is sent");
    assert!(ask(address, "GET", &pool, "").await.starts_with("HTTP/1.1 200 OK\r\n"));
    let huge = ask(address, "PUT", &pool, &" ".repeat(4 * 1024 * 1024 + 1)).await;
    assert!(huge.is_empty() || huge.starts_with("HTTP/1.1 413 "), "{huge}");
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
