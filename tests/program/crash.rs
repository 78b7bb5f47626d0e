//! The program ended at its worst moments, as `kill -9` or a power cut does, and many of it at once: the same command
//! again converges, and the emulator's store is whole.

use super::harness::{Machine, Ran, Served, pool_file, pool_id};
use super::relay::{self, Relayed, Strike};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// The pool that a fresh emulator holds, as a file describes it.
fn described() -> String {
    let place = "subscription: 00000000-0000-0000-0000-000000000000, resourceGroup: local";
    pool_file(place, "contestpool", "    tags: {team: judges}\n")
}

/// A command, what must stand before it, and how the pool must be afterwards.
pub(super) struct Case {
    pub(super) arguments: &'static [&'static str],
    pub(super) emulator: &'static [&'static str],
    pub(super) before: fn(&Served),
    /// Max and ready sessions; `None` where no pool is left.
    pub(super) after: Option<(u32, u32)>,
    pub(super) tag: &'static str,
}

impl Case {
    pub(super) fn serve(&self) -> Served {
        let mut arguments = vec!["--instant"];
        arguments.extend(self.emulator);
        let emulator = Served::start(&arguments);
        (self.before)(&emulator);
        emulator
    }

    pub(super) fn run(&self, emulator: &Served, strike: Strike) -> Relayed {
        relay::run(&emulator.endpoint, self.arguments, strike, |machine| {
            machine.write("pool.yaml", &described());
            machine.with_variable("REGISTRY_PASSWORD", "hunter2")
        })
    }

    #[track_caller]
    pub(super) fn check(&self, emulator: &Served, context: &str) {
        let (status, body) = emulator.ask("GET", &format!("{}?api-version=2026-07-01", pool_id()), "");
        let Some((max, ready)) = self.after else {
            assert_eq!(status, 404, "{context}: {body}");
            return;
        };
        let pool: Value = serde_json::from_str(&body).unwrap();
        let scale = &pool["properties"]["scaleConfiguration"];
        assert_eq!(scale["maxConcurrentSessions"], json!(max), "{context}: {body}");
        assert_eq!(scale["readySessionInstances"], json!(ready), "{context}: {body}");
        assert_eq!(pool["properties"]["provisioningState"], "Succeeded", "{context}");
        assert_eq!(pool["tags"]["team"], self.tag, "{context}: a tag of others: {body}");
        assert!(pool["tags"]["pool-applied"].is_string(), "{context}: {body}");
        let shown = emulator.machine().run(&["show", "-o", "json"]).exits(0).json();
        assert_eq!(shown["profile"]["matches"], true, "{context}: {shown}");
    }

    /// Ends the command at each of its requests, on either side of it, each time on an emulator of its own.
    fn survives(&self) {
        let emulator = self.serve();
        let whole = self.run(&emulator, Strike::Never);
        assert!(whole.status.success(), "{:?}: {}", self.arguments, whole.err);
        self.check(&emulator, "undisturbed");
        assert!(whole.writes().len() <= 2 && whole.requests.len() >= 4, "{:?}", whole.requests);
        std::thread::scope(|scope| {
            for number in 1..=whole.requests.len() {
                scope.spawn(move || self.survives_at(Strike::Before(number)));
                scope.spawn(move || self.survives_at(Strike::After(number)));
            }
        });
    }

    fn survives_at(&self, strike: Strike) {
        let context = format!("{:?} with {:?}, ended {strike:?}", self.arguments, self.emulator);
        let emulator = self.serve();
        let ended = self.run(&emulator, strike);
        assert!(ended.struck && !ended.status.success(), "{context}: {:?} {}", ended.requests, ended.err);
        if self.arguments == PARK.arguments {
            check_kept(&emulator, &ended, &context);
        }
        let again = self.run(&emulator, Strike::Never);
        assert_eq!(again.status.code(), Some(0), "{context}: {}", again.err);
        self.check(&emulator, &context);
        let third = self.run(&emulator, Strike::Never);
        assert_eq!(third.status.code(), Some(0), "{context}: {}", third.err);
        assert_eq!(third.writes(), Vec::<&str>::new(), "{context}: {}", third.err);
    }
}

/// Whoever parked a pool has kept what it was made of, wherever they were ended.
#[track_caller]
pub(super) fn check_kept(emulator: &Served, parked: &Relayed, context: &str) {
    let (status, _) = emulator.ask("GET", &format!("{}?api-version=2026-07-01", pool_id()), "");
    if status == 200 {
        return;
    }
    let copies = std::fs::read_dir(parked.machine.folder().join("state/pool/parked"));
    let mut copies: Vec<PathBuf> = copies.map(|all| all.map(|one| one.unwrap().path()).collect()).unwrap_or_default();
    // The metrics lie beside it.
    copies.retain(|path| path.extension().is_some_and(|end| end == "json"));
    assert_eq!(copies.len(), 1, "{context}");
    let copy: Value = serde_json::from_str(&std::fs::read_to_string(&copies[0]).unwrap()).unwrap();
    let container = &copy["properties"]["customContainerTemplate"]["containers"][0];
    assert_eq!(
        (&container["image"], &copy["tags"]["team"]),
        (&json!("registry.example/session-image:v1"), &json!("judges"))
    );
}

fn tagged(emulator: &Served) {
    let path = format!("{}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01", pool_id());
    let body = r#"{"operation": "Merge", "properties": {"tags": {"team": "others"}}}"#;
    let (status, body) = emulator.ask("PATCH", &path, body);
    assert_eq!(status, 200, "{body}");
}

fn deleted(emulator: &Served) {
    let _ = emulator.machine().run(&["delete", "--yes"]).exits(0);
}

fn raised(emulator: &Served) {
    tagged(emulator);
    let _ = emulator.machine().run(&["scale-up"]).exits(0);
}

const ZEROES: [(&[&str], u32); 3] =
    [(&["--ready-zero", "refused"], 1), (&["--ready-zero", "accepted"], 0), (&["--ready-zero", "refused-late"], 1)];

/// A scale-up under either rule of tags.
pub(super) const SCALE_UPS: [Case; 2] = [scale_up(&["--tags", "merged"]), scale_up(&["--tags", "replaced"])];

const fn scale_up(emulator: &'static [&'static str]) -> Case {
    let arguments = &["scale-up", "--profile", "contest"];
    Case { arguments, emulator, before: tagged, after: Some((50, 10)), tag: "others" }
}

/// A scale-down to whatever becomes of 0 ready sessions.
pub(super) fn scale_downs() -> [Case; 3] {
    let arguments = &["scale-down"];
    ZEROES.map(|(emulator, ready)| Case { arguments, emulator, before: raised, after: Some((5, ready)), tag: "others" })
}

/// A create with as many.
pub(super) fn creates() -> [Case; 3] {
    makings(&["create"])
}

/// An unpark with as many.
pub(super) fn unparks() -> [Case; 3] {
    makings(&["unpark"])
}

fn makings(arguments: &'static [&'static str]) -> [Case; 3] {
    ZEROES.map(|(emulator, ready)| Case {
        arguments,
        emulator,
        before: deleted,
        after: Some((5, ready)),
        tag: "judges",
    })
}

pub(super) const DELETE: Case =
    Case { arguments: &["delete", "--yes"], emulator: &[], before: tagged, after: None, tag: "" };

/// The pool of the file, made by it.
fn made(emulator: &Served) {
    deleted(emulator);
    let machine = emulator.machine().with_variable("REGISTRY_PASSWORD", "hunter2");
    machine.write("pool.yaml", &described());
    let _ = machine.run(&["create"]).exits(0);
}

pub(super) const PARK: Case =
    Case { arguments: &["park", "--yes"], emulator: &[], before: made, after: None, tag: "judges" };

/// Does something with each case, all at once.
pub(super) fn each(cases: &[Case], does: fn(&Case)) {
    std::thread::scope(|scope| cases.iter().for_each(|case| drop(scope.spawn(move || does(case)))));
}

#[test]
fn a_scale_up_that_was_killed_anywhere_is_finished_by_the_next() {
    each(&SCALE_UPS, Case::survives);
}

#[test]
fn a_scale_down_that_was_killed_anywhere_is_finished_by_the_next() {
    each(&scale_downs(), Case::survives);
}

#[test]
fn a_create_that_was_killed_anywhere_is_finished_by_the_next() {
    each(&creates(), Case::survives);
    let arguments = &["create", "--profile", "contest"];
    Case { arguments, emulator: &["--empty"], before: |_| (), after: Some((50, 10)), tag: "judges" }.survives();
}

#[test]
fn a_delete_that_was_killed_anywhere_is_finished_by_the_next() {
    DELETE.survives();
}

#[test]
fn a_park_that_was_killed_anywhere_is_finished_by_the_next_and_has_kept_the_definition() {
    PARK.survives();
}

#[test]
fn an_unpark_that_was_killed_anywhere_is_finished_by_the_next() {
    each(&unparks(), Case::survives);
}

/// When a run with `--local` is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// As soon as the store's first transaction has begun, and so many turns of a loop later.
    Begun(usize),
    /// After so many lines on stderr, where `-v` tells of every request.
    Line(usize),
}

const RAISE: &[&str] = &["scale-up", "--max", "20", "--ready", "3", "-v"];

fn kill_at(machine: &Machine, moment: Moment) {
    let mut child = machine.command(RAISE).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    match moment {
        Moment::Begun(turns) => {
            let journal = store(machine).with_extension("db-wal");
            while !journal.exists() && child.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            (0..turns).for_each(|_| std::hint::spin_loop());
        }
        Moment::Line(lines) => {
            let told = BufReader::new(child.stderr.take().unwrap()).lines();
            assert_eq!(told.take(lines).count(), lines, "it ended before");
        }
    }
    child.kill().unwrap();
    // On a machine with much to do it may be through already, wherever the turns should have ended.
    let is_through = child.wait().unwrap().success();
    assert!(!is_through || matches!(moment, Moment::Begun(_)), "it was done before it was killed");
}

fn store(machine: &Machine) -> PathBuf {
    machine.folder().join("state/pool/local.db")
}

/// SQLite's own look at every page and index.
#[track_caller]
fn check_store(machine: &Machine) {
    let connection = rusqlite::Connection::open(store(machine)).unwrap();
    let found: String = connection.query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
}

#[track_caller]
fn converges(machine: &Machine) {
    let _ = machine.run(&["show"]).exits(0);
    let raised = machine.run(RAISE).exits(0);
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    let stands = (&shown["maxSessions"], &shown["sessions"]["ready"]);
    assert_eq!(stands, (&json!(20), &json!(3)), "raised with\n{}\n{}\nand shown as {shown}", raised.out, raised.err);
    let third = machine.run(RAISE).exits(0);
    assert!(!third.err.contains("PATCH"), "{}", third.err);
    let _ = third.prints(&["no changes"]);
    check_store(machine);
}

#[test]
fn a_killed_local_run_leaves_a_store_that_works() {
    std::thread::scope(|scope| {
        for moment in (1..=8).map(Moment::Line).chain([Moment::Begun(0)]) {
            scope.spawn(move || {
                let machine = Machine::local();
                kill_at(&machine, moment);
                converges(&machine);
            });
        }
    });
}

/// The tables and the first pool are made in one transaction: whenever it is cut off, the next run finds a whole store.
#[test]
fn a_store_whose_making_was_cut_off_is_made_again() {
    for turns in 0..60 {
        let machine = Machine::local();
        kill_at(&machine, Moment::Begun(turns * 400));
        let _ = machine.run(&["show"]).exits(0).prints(&["contestpool"]);
        check_store(&machine);
    }
}

/// Runs all of these at the same moment on one machine.
fn at_once(machine: &Machine, commands: &[&[&str]]) -> Vec<Ran> {
    let start =
        |arguments: &&[&str]| machine.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let children: Vec<_> = commands.iter().map(start).collect();
    children.into_iter().map(|child| Ran::of(child.wait_with_output().unwrap())).collect()
}

/// A store that another process is writing in is waited for: nobody is told of it.
#[track_caller]
fn has_no_trouble_with_the_store(ran: &Ran) {
    let text = ran.err.to_lowercase();
    for word in ["store", "database", "sqlite", "is locked", "malformed", "-> 500"] {
        assert!(!text.contains(word), "`{word}`: exit {}\n{}", ran.code, ran.err);
    }
}

#[test]
fn eight_at_once_who_wish_the_same_all_get_it() {
    let machine = Machine::local();
    for ran in at_once(&machine, &[RAISE; 8]) {
        has_no_trouble_with_the_store(&ran);
        let _ = ran.exits(0);
    }
    converges(&machine);
}

#[test]
fn eight_at_once_who_wish_different_things_do_no_harm() {
    let machine = Machine::local().with_variable("REGISTRY_PASSWORD", "hunter2");
    machine.write("pool.yaml", &described());
    let commands: [&[&str]; 8] = [
        RAISE,
        &["scale-down", "-v", "--timeout", "8s"],
        &["show", "-v"],
        &["create", "-v", "--timeout", "8s"],
        &["delete", "--yes", "-v", "--timeout", "8s"],
        &["scale-up", "-v", "--timeout", "8s"],
        &["show", "-v", "-o", "json"],
        &["scale-down", "--force", "-v", "--timeout", "8s"],
    ];
    for (command, ran) in commands.iter().zip(at_once(&machine, &commands)) {
        has_no_trouble_with_the_store(&ran);
        // Done, gone, in each other's way, out of time: each is a proper end of such a quarrel.
        assert!([0, 3, 4, 6].contains(&ran.code), "{command:?} exits {}:\n{}", ran.code, ran.err);
    }
    let _ = machine.run(&["create"]).exits(0);
    let _ = machine.run(&["scale-down"]).exits(0);
    converges(&machine);
}
