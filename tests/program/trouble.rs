//! What goes wrong on the way: the message, the exit code, and what was written.

use super::harness::{Machine, Ran, Served};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Stdio;

/// What people must be told, and that the pool is as it was.
#[track_caller]
fn unharmed(faults: &str, arguments: &[&str], code: i32, says: &[&str]) {
    let emulator = Served::start(&["--instant"]);
    let before = emulator.pool();
    emulator.faults(faults);
    emulator.machine().run(arguments).exits(code).says(says);
    emulator.ask("DELETE", "/_emulator/faults", "");
    assert_eq!(emulator.pool(), before);
}

fn status(on: &str, status: u16, code: &str, message: &str) -> String {
    format!(
        r#"[{{"on": "{on}", "count": 0, "fault": "status", "status": {status}, "code": "{code}", "message": "{message}"}}]"#
    )
}

#[test]
fn what_azure_refuses() {
    let not_allowed = "The client 'ana' with object id 'x' does not have authorization to perform action \
        'Microsoft.App/sessionPools/write' over scope '/subscriptions/s' or the scope is invalid.";
    for (fault, code, says) in [
        (
            status("get", 401, "ExpiredAuthenticationToken", "The access token has expired."),
            5,
            &["expired", "az login"][..],
        ),
        (
            status("patch", 403, "AuthorizationFailed", not_allowed),
            5,
            &["Microsoft.App/sessionPools/write", "Contributor"],
        ),
        (
            status("get", 404, "ResourceGroupNotFound", "Resource group 'local' could not be found."),
            3,
            &["Resource group", "az group list"],
        ),
        (status("get", 404, "SubscriptionNotFound", "The subscription '0' could not be found."), 3, &["subscription"]),
        (
            status(
                "patch",
                409,
                "ScopeLocked",
                "The scope cannot perform write operation because following scope(s) are locked: '/x'. Please remove the lock and try again.",
            ),
            4,
            &["lock", "/x"],
        ),
        (status("patch", 403, "RequestDisallowedByPolicy", "Resource was disallowed by policy."), 4, &["policy"]),
        (status("patch", 400, "QuotaExceeded", "No more."), 4, &["quota"]),
        (
            status(
                "get",
                409,
                "MissingSubscriptionRegistration",
                "The subscription is not registered to use namespace 'Microsoft.App'.",
            ),
            4,
            &["az provider register"],
        ),
    ] {
        unharmed(&fault, &["scale-up", "--timeout", "20s"], code, says);
    }
}

#[test]
fn answers_that_are_none() {
    unharmed(r#"[{"on": "get", "count": 0, "fault": "notJson"}]"#, &["scale-up", "--timeout", "5s"], 1, &["answer"]);
    Machine::at("http://127.0.0.1:1").run(&["show"]).exits(1).says(&["127.0.0.1:1", "refused", "`pool emulator"]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let page = "<html><body>Welcome to the hotel</body></html>";
            let length = page.len();
            let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}");
        }
    });
    Machine::at(&endpoint).run(&["show", "--timeout", "5s"]).exits(1).says(&["hotel"]);
}

#[test]
fn a_failed_pool_is_not_raised() {
    let emulator = Served::start(&["--instant"]);
    emulator.set_pool(r#"{"provisioningState": "Failed"}"#);
    let before = emulator.pool();
    emulator.machine().run(&["scale-up"]).exits(4).says(&["state Failed", "pool --endpoint"]);
    assert_eq!(emulator.pool(), before);
}

#[test]
fn a_busy_pool_is_waited_for_until_the_time_is_over() {
    let emulator = Served::start(&["--instant"]);
    emulator.set_pool(r#"{"provisioningState": "InProgress"}"#);
    let before = emulator.pool();
    emulator.machine().run(&["scale-up", "--timeout", "1s"]).exits(6).says(&["InProgress", "--timeout"]);
    assert_eq!(emulator.pool(), before);
    emulator.set_pool(r#"{"provisioningState": "Succeeded"}"#);
    emulator.machine().run(&["scale-up"]).exits(0);
}

#[test]
fn operations_that_end_badly_or_never() {
    let emulator = Served::start(&["--instant"]);
    emulator.faults(
        r#"[{"on": "patch", "fault": "failLate", "code": "SessionPoolOperationError", "message": "time out"}]"#,
    );
    emulator.machine().run(&["scale-up"]).exits(1).says(&["SessionPoolOperationError: time out", "pool --endpoint"]);
    let emulator = Served::start(&["--instant"]);
    emulator.faults(r#"[{"on": "patch", "fault": "never"}]"#);
    emulator.machine().run(&["scale-up", "--timeout", "2s"]).exits(6).says(&[
        "the time is over",
        "goes on",
        "--timeout",
    ]);
}

#[test]
fn lost_answers_and_conflicts_are_looked_into() {
    for fault in [
        r#"[{"on": "patch", "fault": "resetAfter"}]"#,
        r#"[{"on": "patch", "fault": "resetBefore"}]"#,
        r#"[{"on": "patch", "fault": "status", "status": 409, "code": "AnotherOperationInProgress", "message": "m"}]"#,
        r#"[{"on": "patch", "fault": "status", "status": 429, "code": "TooManyRequests", "message": "m", "retryAfter": 1}]"#,
        r#"[{"on": "patch", "fault": "status", "status": 503, "code": "ServiceUnavailable", "message": "m"}]"#,
        r#"[{"on": "poll", "fault": "status", "status": 500, "code": "InternalServerError", "message": "m"}]"#,
    ] {
        let emulator = Served::start(&["--instant"]);
        emulator.faults(fault);
        emulator.machine().run(&["scale-up"]).exits(0).prints(&["10 of 10 ready"]);
    }
}

#[test]
fn a_closed_pipe_is_success() {
    let machine = Machine::local();
    let mut child = machine.command(&["show"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let _ = Ran::of(child.wait_with_output().unwrap()).exits(0);
}

#[cfg(unix)]
#[test]
fn an_interrupted_wait_says_what_goes_on() {
    let emulator = Served::start(&["--realistic"]);
    let machine = emulator.machine();
    let mut child = machine.command(&["scale-up"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut seen = [0; 1024];
    let mut told = String::new();
    while !told.contains("Azure is at work") {
        let read = child.stderr.as_mut().unwrap().read(&mut seen).unwrap();
        assert!(read > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&seen[..read]));
    }
    let interrupted = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    let ran = Ran::of(child.wait_with_output().unwrap()).exits(130);
    let _ = ran.says(&["interrupted: what was sent goes on at Azure", "show`"]);
}

/// The answer to the PATCH was lost, and the pool is read again: something was sent all the same.
#[cfg(unix)]
#[test]
fn an_interrupt_after_a_lost_answer_does_not_claim_that_nothing_was_sent() {
    let emulator = Served::start(&["--realistic"]);
    emulator.faults(r#"[{"on": "patch", "fault": "resetAfter"}]"#);
    let machine = emulator.machine();
    let mut child = machine.command(&["scale-up"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    let mut seen = [0; 1024];
    while !told.contains("trying again") && !told.contains("waiting") {
        let read = child.stderr.as_mut().unwrap().read(&mut seen).unwrap();
        assert!(read > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&seen[..read]));
    }
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let _ = Ran::of(child.wait_with_output().unwrap()).exits(130).says(&["what was sent goes on"]);
}

/// Somebody who thinks better of it at the prompt presses Ctrl-C, and no line follows.
#[cfg(unix)]
#[test]
fn an_interrupt_at_a_prompt_ends_the_program() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let mut command = machine.command(&["delete"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut told = String::new();
    let mut seen = [0; 1024];
    while !told.contains("Type its name") {
        let read = child.stderr.as_mut().unwrap().read(&mut seen).unwrap();
        assert!(read > 0, "{told}");
        told.push_str(&String::from_utf8_lossy(&seen[..read]));
    }
    let input = child.stdin.take();
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let _ = Ran::of(child.wait_with_output().unwrap()).exits(130).says(&["nothing was sent"]);
    drop(input);
}

#[test]
fn faults_and_time_are_given_on_the_command_line() {
    let fault = r#"{"on": "patch", "fault": "policy"}"#;
    let emulator = Served::start(&["--manual", "--fault", fault, "--fault", r#"{"on": "get", "fault": "resetAfter"}"#]);
    let machine = emulator.machine();
    machine.run(&["scale-up", "--profile", "contest"]).exits(4).says(&["policy"]);
    machine.run(&["scale-up", "--profile", "contest", "--no-wait"]).exits(0);
    let state = || emulator.pool()["properties"]["provisioningState"].clone();
    assert_eq!(state(), "InProgress");
    let (status, body) = emulator.ask("POST", "/_emulator/tick", r#"{"seconds": 10}"#);
    assert_eq!(status, 200, "{body}");
    assert_eq!(state(), "Succeeded");
    emulator.machine().run(&["emulator", "--fault", "{"]).exits(64).says(&["no JSON"]);
    emulator.machine().run(&["emulator", "--state", ":memory:", "--fault", "{}"]).exits(64).says(&["`on`"]);
}
