//! Before an event: sizing it, looking at the pool, rehearsing on it.

use super::harness::{Machine, Served};
use serde_json::json;

const CONTEST: [&str; 9] = ["size", "--users", "40", "--every", "2m", "--run", "10s", "--for", "15m"];

#[test]
fn a_contest_is_sized_and_its_profile_written() {
    let machine = Machine::new();
    let quick = |more: &[&str]| machine.run(&[&CONTEST, ["--replications", "4"].as_slice(), more].concat());
    let ran = quick(&["-o", "json"]).exits(0);
    let answer = ran.json();
    assert_eq!((&answer["serves"], &answer["maxSessions"]), (&json!(true), &json!(40)));
    assert_eq!(answer["formula"]["steadySessions"], json!(40));
    assert_eq!(answer["schemaVersion"], json!(1));
    let other =
        |which: &str| answer["otherwise"].as_array().unwrap().iter().find(|one| one["identifier"] == which).cloned();
    assert!(other("run").unwrap()["maxSessions"].as_u64().unwrap() > 100);
    assert_eq!(ran.out, quick(&["-o", "json"]).out, "one seed, one answer");
    quick(&["--write", "profiles/final.yaml"]).exits(0).prints(&["size: max 40", "written: profiles/final.yaml"]);
    machine.run(&["profile", "show", "final"]).exits(0).prints(&["For 40 users", "maxSessions: 40"]);
    machine.run(&["profile", "check", "profiles/final.yaml"]).exits(0);
    quick(&["--write", "profiles/final.yaml"]).exits(64).says(&["there already", "--force"]);
    quick(&["--write", "profiles/final.yaml", "--force"]).exits(0);
    machine.run(&["--local", "scale-up", "--profile", "final", "--dry-run"]).exits(0).prints(&["5 -> 40"]);
}

#[test]
fn what_no_pool_can_is_said_with_what_would() {
    let machine = Machine::new();
    let arguments = [&CONTEST, ["--replications", "2", "--kind", "PythonLTS"].as_slice()].concat();
    let ran = machine.run(&arguments).exits(2);
    ran.prints(&["no size: no scale up to max 600", "A code interpreter keeps no ready sessions"]);
    let machine = machine;
    machine.run(&[arguments.as_slice(), ["--write", "x.yaml"].as_slice()].concat()).exits(2);
    assert!(!machine.folder().join("x.yaml").exists(), "what does not do is not written");
}

#[test]
fn a_size_says_what_is_missing() {
    let machine = Machine::new();
    for (arguments, says) in [
        (&["size"][..], "--run"),
        (&["size", "--run", "1s"], "--users"),
        (&["size", "--users", "5", "--run", "1s", "--max-refused", "150%"], "no share"),
        (
            &["size", "--users", "5", "--run", "1s", "--kind", "Java"],
            "possible values: CustomContainer, PythonLTS, NodeLTS, Shell",
        ),
        (&["size", "--users", "5", "--run", "1s", "--cooldown", "60s"], "300"),
        (&["size", "--users", "5", "--run", "1s", "--base", "idel"], "idle"),
        (&["size", "--users", "5", "--run", "1s", "--write", "a b.yaml"], "cannot be a profile"),
        (&["size", "--users", "5", "--run", "1s", "--write", "final.txt"], "cannot be a profile"),
        (&["size", "--users", "2000000", "--run", "1s", "--every", "1s", "--for", "100h"], "events"),
    ] {
        machine.run(arguments).exits(64).says(&[says]);
    }
    machine.run(&["size", "nowhere.yaml"]).exits(3).says(&["no file nowhere.yaml"]);
}

#[test]
fn a_pool_is_looked_at_and_rehearsed_on() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.run(&["preflight"]).exits(0).prints(&["GO", "no lease and no event holds"]);
    machine
        .run(&["preflight", "--sessions", "6"])
        .exits(2)
        .prints(&["NO-GO", "5 of 5 sessions are free, and 6 are needed"]);
    machine.run(&["scale-up", "--for", "2h"]).exits(0);
    let go = machine.run(&["preflight", "--sessions", "40", "-o", "json"]).exits(0).json();
    assert_eq!((&go["go"], &go["schemaVersion"]), (&json!(true), &json!(1)));
    machine.run(&["preflight", "--until", "2999-01-01T00:00"]).exits(2).prints(&[
        "NO-GO",
        "pool --endpoint",
        "m` makes",
    ]);
    let ran = machine.run(&["rehearse", "--sessions", "20", "-o", "json"]).exits(0);
    let report = ran.json();
    assert_eq!(
        (&report["warm"]["sessions"], &report["ended"], &report["refused"]),
        (&json!(20), &json!(20), &json!(0))
    );
    machine.run(&["rehearse", "-s", "30"]).exits(4).says(&["30 of the 50 free", "--yes"]);
    machine.run(&["rehearse", "-s", "60", "--yes"]).exits(4).says(&["more than the 50 that are free"]);
    machine
        .run(&["rehearse", "-s", "3", "--rate", "20/s"])
        .exits(0)
        .prints(&["every session came", "all 3"])
        .says(&["ending the sessions: 3 of 3"]);
    machine.run(&["rehearse", "-s", "3", "--dry-run"]).exits(0);
    machine.run(&["rehearse", "-s", "3", "--rate", "20/s", "--dry-run"]).exits(0).says(&["one every 50 ms"]);
    machine.run(&["rehearse", "-s", "0"]).exits(64);
    machine.run(&["rehearse", "-s", "3", "--rate", "fast"]).exits(64).says(&["is no rate"]);
    assert_eq!(
        machine.run(&["show", "-o", "json"]).json()["sessions"]["allocated"],
        json!(0),
        "nothing is left behind"
    );
}

/// The emulator starts a cold session as slowly as was measured, and what the model says stands beside it.
#[test]
fn a_rehearsal_tells_warm_from_cold_and_compares_with_the_model() {
    let emulator = Served::start(&[]);
    let machine = emulator.machine();
    machine.run(&["scale-up", "--for", "2h", "--ready", "3"]).exits(0);
    let ran = machine.run(&["rehearse", "-s", "8"]).exits(0);
    ran.prints(&["model    expected 3 warm, 5 cold, P95 4.", " s; measured 3, 5, 4.4 s", "every session came"]);
}

/// Ctrl-C ends what was opened before the program ends.
#[cfg(unix)]
#[test]
fn an_interrupted_rehearsal_leaves_nothing_behind() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    machine.run(&["scale-up", "--for", "2h"]).exits(0);
    let mut command = machine.command(&["rehearse", "-s", "20", "--rate", "4/s"]);
    let mut child = command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    // Its first line says that a session has answered.
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    assert!(lines.next().unwrap().unwrap().contains("of 20 answered"));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(machine.run(&["show", "-o", "json"]).json()["sessions"]["allocated"], json!(0));
}
