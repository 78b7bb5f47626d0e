//! Sessions, used over loopback.

use super::harness::{Machine, Served, pool_id, repository};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

/// The path of a pool's endpoint, as a GET of the pool says it.
fn endpoint(emulator: &Served, id: &str) -> String {
    let (status, body) = emulator.ask("GET", &format!("{id}?api-version=2026-07-01"), "");
    assert_eq!(status, 200, "{body}");
    let pool: Value = serde_json::from_str(&body).unwrap();
    let endpoint = pool["properties"]["poolManagementEndpoint"].as_str().unwrap();
    endpoint.strip_prefix(&emulator.endpoint).unwrap().to_owned()
}

/// A Python by its whole path, which a test's own path leads to; none is said.
#[expect(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
fn python() -> Option<String> {
    let asked = Command::new("python3").args(["-c", "import sys; print(sys.executable)"]).output();
    let found = asked.ok().filter(|output| output.status.success());
    if found.is_none() {
        eprintln!("not tested, because there is no python3 here");
    }
    Some(String::from_utf8(found?.stdout).unwrap().trim().to_owned())
}

/// An emulator whose pool `py` runs code, and the path of its endpoint.
fn interpreter(python: &str) -> (Served, String) {
    let emulator = Served::start(&["--exec", python, "--instant"]);
    let id = pool_id().replace("contestpool", "py");
    let body = json!({"location": "eastus2", "properties": {
        "containerType": "PythonLTS", "poolManagementType": "Dynamic",
        "scaleConfiguration": {"maxConcurrentSessions": 5},
        "dynamicPoolConfiguration": {"lifecycleConfiguration": {
            "lifecycleType": "Timed", "cooldownPeriodInSeconds": 300}}}});
    let (status, made) = emulator.ask("PUT", &format!("{id}?api-version=2026-07-01"), &body.to_string());
    assert_eq!(status, 200, "{made}");
    let endpoint = endpoint(&emulator, &id);
    (emulator, endpoint)
}

#[test]
fn python_runs_in_a_session() {
    let Some(python) = python() else { return };
    let (emulator, endpoint) = interpreter(&python);
    let ask = |method: &str, rest: &str, body: &str| {
        emulator.ask(method, &format!("{endpoint}/{rest}?identifier=user-1&api-version=2025-10-02-preview"), body)
    };
    let code = json!({"code": "open('out.txt', 'w').write('made here')\nprint('hi')\n6 * 7"}).to_string();
    let (status, ran) = ask("POST", "executions", &code);
    let ran: Value = serde_json::from_str(&ran).unwrap();
    assert_eq!((status, &ran["status"]), (200, &json!("Succeeded")), "{ran}");
    assert_eq!((&ran["result"]["stdout"], &ran["result"]["executionResult"]), (&json!("hi\n"), &json!(42)));
    assert_eq!(ask("GET", "files/out.txt/content", ""), (200, "made here".to_owned()));
    assert_eq!(ask("DELETE", "session", "").0, 204);
    assert_eq!(ask("GET", "files/out.txt/content", "").0, 404);
}

/// The code holds a pipe open as long as it lives.
#[cfg(unix)]
#[test]
fn code_ends_with_the_emulator_however_that_ends() {
    let Some(python) = python() else { return };
    for is_killed in [true, false] {
        let (mut emulator, endpoint) = interpreter(&python);
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let code = format!("import time\nhold = open({:?}, 'wb', 0)\nhold.write(b'up')\ntime.sleep(120)", pipe);
        let body = json!({"code": code}).to_string();
        let host = emulator.endpoint.strip_prefix("http://").unwrap().to_owned();
        let mut stream = TcpStream::connect(&host).unwrap();
        let path = format!("{endpoint}/executions?identifier=user-1&api-version=2025-10-02-preview");
        let length = body.len();
        write!(stream, "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut reader = std::fs::File::open(&pipe).unwrap();
        let mut up = [0; 2];
        reader.read_exact(&mut up).unwrap();
        if is_killed {
            emulator.kill();
        } else {
            let id = emulator.process().to_string();
            assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
            // Whoever waits for the code is told, and may go.
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).unwrap();
            assert_eq!(&answer, b"HTTP/1.1 409");
            drop(stream);
            assert!(emulator.wait().success());
        }
        let mut rest = String::new();
        reader.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "the pipe ends when the code does");
        assert_eq!(folders(&emulator), u32::from(is_killed), "who is killed leaves the folder of its sessions");
        // The next one to start removes it; one that cannot listen has started, too.
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let listen = taken.local_addr().unwrap().to_string();
        let mut next = emulator.home().command(&["emulator", "--listen", &listen, "--state", ":memory:"]);
        assert!(!next.env("TMPDIR", emulator.home().folder()).output().unwrap().status.success());
        assert_eq!(folders(&emulator), 0);
    }
}

/// How many folders of emulators lie where this one keeps them.
#[cfg(unix)]
fn folders(emulator: &Served) -> u32 {
    let names = std::fs::read_dir(emulator.home().folder()).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with("pool-emulator-")).count() as u32
}

/// A client that has sent half a request is given a few seconds, and none by whoever asks twice.
#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "a process ends in real time")]
fn half_a_request_keeps_no_emulator() {
    for is_asked_twice in [true, false] {
        let mut emulator = Served::start(&[]);
        let host = emulator.endpoint.strip_prefix("http://").unwrap().to_owned();
        let mut stream = TcpStream::connect(&host).unwrap();
        write!(stream, "POST /dynamic/x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nabc").unwrap();
        // It is answered in turn, so that what was sent before has been read.
        assert_eq!(emulator.ask("GET", "/_emulator/health", "").0, 200);
        let id = emulator.process().to_string();
        let end = || assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let began = std::time::Instant::now();
        end();
        // It takes nobody new once it has heard.
        while TcpStream::connect(&host).is_ok() {}
        if is_asked_twice {
            end();
        }
        assert!(emulator.wait().success());
        let took = began.elapsed().as_millis();
        assert!(if is_asked_twice { took < 2_500 } else { took < 20_000 }, "{is_asked_twice}: {took} ms");
    }
}

#[test]
fn a_process_of_this_machine_plays_the_container() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let target = format!("http://{}", listener.local_addr().unwrap());
    let emulator = Served::start(&["--instant", "--forward", &target]);
    let container = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let (mut heard, mut piece) = (Vec::new(), [0; 1024]);
        while !heard.ends_with(b"run me") {
            let length = stream.read(&mut piece).unwrap();
            assert!(length > 0, "{}", String::from_utf8_lossy(&heard));
            heard.extend_from_slice(&piece[..length]);
        }
        stream.write_all(b"HTTP/1.1 201 Created\r\nx-its: 1\r\ncontent-length: 4\r\n\r\ndone").unwrap();
        String::from_utf8(heard).unwrap()
    });
    let endpoint = endpoint(&emulator, &pool_id());
    let answer = emulator.ask("POST", &format!("{endpoint}/a/b?identifier=user-1&x=1"), "run me");
    assert_eq!(answer, (201, "done".to_owned()));
    let heard = container.join().unwrap();
    assert!(heard.starts_with("POST /a/b?identifier=user-1&x=1 HTTP/1.1\r\n"), "{heard}");
    assert_eq!(emulator.pool()["properties"]["templateUpdateStatus"]["activeTemplate"]["status"]["allocatedCount"], 1);
    let (status, body) = emulator.ask("GET", &format!("{endpoint}/?identifier=user-1"), "");
    assert_eq!(status, 502, "{body}");
    assert!(body.contains("The container did not answer"), "{body}");
}

#[test]
fn many_at_once_are_each_given_a_session_of_their_own() {
    let emulator = Served::start(&["--instant"]);
    let patch =
        json!({"properties": {"scaleConfiguration": {"maxConcurrentSessions": 100, "readySessionInstances": 9}}});
    assert_eq!(emulator.ask("PATCH", &format!("{}?api-version=2026-07-01", pool_id()), &patch.to_string()).0, 202);
    let endpoint = endpoint(&emulator, &pool_id());
    let sessions: Vec<(u16, String)> = std::thread::scope(|scope| {
        let user = |number: usize| {
            let (emulator, endpoint) = (&emulator, &endpoint);
            scope.spawn(move || {
                let (status, body) = emulator.ask("GET", &format!("{endpoint}/x?identifier=user-{}", number % 120), "");
                let session = serde_json::from_str::<Value>(&body).unwrap()["session"].to_string();
                (status, session)
            })
        };
        let users: Vec<_> = (0..240).map(user).collect();
        users.into_iter().map(|user| user.join().unwrap()).collect()
    });
    let given: Vec<_> = sessions.iter().filter(|(status, _)| *status == 200).collect();
    let refused = sessions.iter().filter(|(status, _)| *status == 429).count();
    let different: std::collections::BTreeSet<_> = given.iter().map(|(_, session)| session).collect();
    assert_eq!((different.len(), given.len() + refused), (100, 240));
    assert_eq!((given.len(), refused), (200, 40), "whoever has a session is never refused");
    let status = &emulator.pool()["properties"]["templateUpdateStatus"]["activeTemplate"]["status"];
    assert_eq!((&status["allocatedCount"], &status["readyCount"]), (&json!(100), &json!(0)));
}

#[test]
fn what_cannot_run_code_or_be_a_container_is_refused() {
    let machine = Machine::new();
    for (arguments, says) in [
        (&["--forward", "http://example.com"][..], "not on this machine"),
        (&["--forward", "http://127.0.0.1:1/base"], "http://127.0.0.1:PORT"),
        (&["--forward", "2000"], "no URL"),
        (&["--exec", "/nowhere/python3"], "/nowhere/python3"),
        (&["--exec", "python3", "--listen", "0.0.0.0:0"], "other machines"),
        (&["--full-pool", "500"], "429"),
    ] {
        let listen = if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
        let arguments = [&["emulator", "--state", ":memory:"][..], listen, arguments].concat();
        machine.run(&arguments).exits(64).says(&[says]);
    }
}

/// The lines of the README that use a session, with what each answers.
#[test]
fn the_readme_uses_a_session() {
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let block = readme.split("<!-- sessions -->\n```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let emulator = Served::start(&[]);
    let lines: Vec<&str> = block.lines().collect();
    let show = lines[1].strip_prefix("ENDPOINT=$(pool ").unwrap().strip_suffix(')').unwrap();
    let show = show.replace("http://127.0.0.1:8787", &emulator.endpoint);
    let shown = Machine::new().run(&show.split(' ').collect::<Vec<_>>()).exits(0);
    let endpoint = shown.out.trim().strip_prefix(&emulator.endpoint).unwrap();
    let mut uses = 0;
    for pair in lines[2..].chunks(2) {
        let words = shlex::split(pair[0]).unwrap();
        let (method, url) = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["curl", url] => ("GET", url.to_owned()),
            ["curl", "-X", method, url] => (if method == "POST" { "POST" } else { panic!("{method}") }, url.to_owned()),
            _ => panic!("{words:?}"),
        };
        let (status, body) = emulator.ask(method, &url.replace("$ENDPOINT", endpoint), "");
        assert!(status == 200 && body.contains(pair[1].strip_prefix("# ").unwrap()), "{}: {status} {body}", pair[0]);
        uses += 1;
    }
    assert_eq!(uses, 3);
}

/// The lines of the README that run code.
#[test]
fn the_readme_runs_code() {
    let Some(python) = python() else { return };
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let block = readme.split("<!-- executions -->\n```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let emulator = Served::start(&["--exec", &python, "--instant"]);
    let words = shlex::split(&block.replace("\\\n", " ")).unwrap();
    let pool = words[0].strip_prefix("POOL=").unwrap();
    let mut answers = Vec::new();
    for call in words.split(|word| word == "curl").skip(1) {
        let ["-X", method @ ("PUT" | "POST"), url, "-H", _, "-d", body] =
            call.iter().map(String::as_str).collect::<Vec<_>>()[..7]
        else {
            panic!("{call:?}")
        };
        let path = url.strip_prefix("http://127.0.0.1:8787").unwrap().replace("$POOL", pool);
        let method = if method == "PUT" { "PUT" } else { "POST" };
        answers.push(emulator.ask(method, &path, body));
    }
    let expected = block.lines().last().unwrap().strip_prefix("# ").unwrap();
    let [(200, _), (200, ran)] = &answers[..] else { panic!("{answers:?}") };
    assert!(ran.contains(expected), "{ran}");
}
