//! The architecture, held by a test: which room may import which, and which room is the door of what.
//!
//! Each rule is proved by a planted fault that the check must find.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every room, and the rooms that it may import.
const ROOMS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("clock", &["error"]),
    ("disk", &["error"]),
    ("net", &["error"]),
    ("process", &["error"]),
    ("model", &["error"]),
    ("wire", &["error", "model"]),
    ("schedule", &["error", "model"]),
    ("sim", &["error", "model"]),
    ("capacity", &["error", "model", "sim"]),
    ("cost", &["error", "model"]),
    ("config", &["error", "model", "schedule", "cost"]),
    ("plan", &["error", "model", "schedule", "cost", "config"]),
    ("azure", &["error", "clock", "disk", "net", "process", "model", "wire"]),
    ("emulator", &["error", "clock", "process", "model", "wire", "sim"]),
    (
        "ops",
        &[
            "error", "clock", "disk", "net", "model", "wire", "schedule", "sim", "capacity", "cost", "config", "plan",
            "azure",
        ],
    ),
    ("output", &["error", "model", "schedule", "sim", "capacity", "cost", "config", "plan", "ops"]),
    (
        "commands",
        &[
            "error", "clock", "disk", "net", "model", "wire", "schedule", "sim", "capacity", "cost", "config", "plan",
            "azure", "emulator", "ops", "output",
        ],
    ),
];

/// What only some rooms may name: foreign crates, and the world outside.
const DOORS: &[(&str, &[&str])] = &[
    ("azure_core", &["azure"]),
    ("azure_identity", &["azure"]),
    ("reqwest", &["net"]),
    ("rustls", &["net"]),
    ("tokio_rustls", &["emulator"]),
    ("rcgen", &["emulator"]),
    ("rust_decimal", &["cost"]),
    ("rand", &["sim"]),
    ("rand_distr", &["sim"]),
    ("rand_xoshiro", &["sim"]),
    ("rustc_hash", &["sim"]),
    ("hdrhistogram", &["sim"]),
    ("axum", &["emulator"]),
    ("rusqlite", &["emulator"]),
    ("clap", &["commands"]),
    ("clap_complete", &["commands"]),
    ("serde_saphyr", &["config", "output"]),
    ("comfy_table", &["output"]),
    ("indicatif", &["output"]),
    ("jmespath", &["output"]),
    ("anstream", &["output"]),
    ("etcetera", &["disk"]),
    ("tempfile", &["disk"]),
    ("rustix", &["disk", "process"]),
    ("std::fs", &["disk"]),
    ("std::env", &["commands"]),
    ("std::process", &["azure", "commands"]),
    ("tokio::process", &["azure"]),
    ("tokio::fs", &["disk"]),
    ("tokio::time", &["clock"]),
    ("SystemTime", &["clock"]),
    ("Timestamp::now", &["clock"]),
    // It reads TZ and the machine's settings.
    ("TimeZone::system", &["commands"]),
    ("TimeZone::try_system", &["commands"]),
];

/// Doors that a named file has beside the rooms above, with the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "emulator/store.rs",
        "std::fs",
        "the store is one file that SQLite opens, and it must be private before SQLite does",
    ),
    ("emulator/plane/folder.rs", "std::fs", "the files of a session, which code that runs there must find"),
    ("emulator/plane/folder.rs", "tempfile", "a file that is written takes its place at once"),
    ("emulator/python.rs", "std::process", "it runs the code of sessions, where the user asked for it"),
    ("emulator/python.rs", "tokio::process", "the same"),
    (
        "emulator/regular.rs",
        "std::fs",
        "what running code leaves behind is read, and nothing that it puts in its place",
    ),
    ("emulator/regular.rs", "rustix", "without following a link, and without waiting for a pipe"),
    ("emulator/scratch.rs", "std::fs", "what a process that was killed left of them is removed"),
    ("emulator/scratch.rs", "tempfile", "the folders of sessions and executions"),
    ("emulator/scratch.rs", "rustix", "what is removed is this user's own"),
];

/// The only place where the environment of the process is read.
const ENVIRONMENT: &[&str] = &["commands/context.rs"];

/// One source file: its path below `src`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    fn room(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// How many `super::` lead from a module of this file to the crate root.
    fn depth(&self) -> usize {
        let parts = self.path.split('/').count();
        if self.path.ends_with("/mod.rs") { parts - 1 } else { parts }
    }

    /// The code without comments, texts and the tests at its end, line by line.
    fn code(&self) -> Vec<String> {
        let without_tests = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        without_tests.lines().map(|line| without_texts(line).split("//").next().unwrap().to_owned()).collect()
    }

    /// The files of modules that this one declares for tests alone, by the beginning of their paths.
    fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.strip_suffix("mod.rs").or_else(|| self.path.strip_suffix("lib.rs")) {
            Some(folder) => folder.to_owned(),
            None => format!("{}/", self.path.trim_end_matches(".rs")),
        };
        let declared = self.text.split("#[cfg(test)]\n").skip(1).filter_map(|after| {
            let line = after.lines().next()?.trim().strip_suffix(';')?;
            line.split(' ').next_back().map(str::to_owned)
        });
        declared.flat_map(|name| [format!("{folder}{name}.rs"), format!("{folder}{name}/")]).collect()
    }
}

/// A line with what stands between quotation marks left out.
fn without_texts(line: &str) -> String {
    line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn faults(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    let for_tests: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in sources {
        let is_for_tests = for_tests.iter().any(|path| source.path.starts_with(path));
        if is_for_tests || ["lib.rs", "main.rs"].contains(&source.path.as_str()) {
            continue;
        }
        match ROOMS.iter().find(|(room, _)| *room == source.room()) {
            None => faults.push(format!("{}: the room `{}` is not listed", source.path, source.room())),
            Some((room, allowed)) => faults.extend(import_faults(source, room, allowed)),
        }
        faults.extend(door_faults(source));
        faults.extend(super_faults(source));
    }
    faults
}

/// Every `crate::x` that names a room, also inside braces: `use crate::{a, b::c}`.
fn imported_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (start, _) in code.match_indices("crate::") {
        if code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[start + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(top_level_names(group)),
            None => rooms.extend([first_word(rest)]),
        }
    }
    rooms
}

fn first_word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn top_level_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut expect) = (0, Vec::new(), true);
    for (index, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expect = true,
            c if expect && !c.is_whitespace() => {
                names.push(first_word(&group[index..]));
                expect = false;
            }
            _ => {}
        }
    }
    names
}

fn import_faults(source: &Source, room: &str, allowed: &[&str]) -> Vec<String> {
    let code = source.code().join("\n");
    let imported = imported_rooms(&code).into_iter();
    imported
        .filter(|name| {
            name != room && ROOMS.iter().any(|(known, _)| known == name) && !allowed.contains(&name.as_str())
        })
        .map(|name| format!("{}: `{room}` must not import `{name}`", source.path))
        .collect()
}

fn door_faults(source: &Source) -> Vec<String> {
    let code = source.code().join("\n");
    let mut faults = Vec::new();
    for (what, rooms) in DOORS {
        let excepted = EXCEPTIONS.iter().any(|(path, door, _)| *path == source.path && door == what);
        if !rooms.contains(&source.room()) && !excepted && names(&code, what) {
            faults.push(format!("{}: `{what}` is for {} only", source.path, rooms.join(" and ")));
        }
    }
    if names(&code, "std::env") && !ENVIRONMENT.contains(&source.path.as_str()) && source.room() == "commands" {
        faults.push(format!("{}: the environment is read in {} only", source.path, ENVIRONMENT.join(", ")));
    }
    faults
}

/// Whether the code names a path, as a whole word at its front.
fn names(code: &str, what: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let brace = |outer: &str, inner: &str| {
        code.match_indices(&format!("{outer}::{{"))
            .any(|(start, matched)| top_level_names(&code[start + matched.len()..]).iter().any(|name| name == inner))
    };
    // A crate is named at the front of a path; a type may stand behind its module.
    let is_type = what.starts_with(|c: char| c.is_uppercase());
    let direct = code.match_indices(what).any(|(start, _)| {
        let (before, after) = (&code[..start], &code[start + what.len()..]);
        !before.ends_with(word) && !after.starts_with(word) && (is_type || !before.ends_with("::"))
    });
    direct || what.split_once("::").is_some_and(|(outer, inner)| brace(outer, inner))
}

fn super_faults(source: &Source) -> Vec<String> {
    let reach = "super::".repeat(source.depth());
    let lines = source.code();
    let bad = lines.iter().any(|line| line.contains(&reach));
    bad.then(|| format!("{}: `{reach}` reaches the crate root; write `crate::`", source.path)).into_iter().collect()
}

fn sources_below(folder: &Path, root: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources_below(&path, root, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let below = path.strip_prefix(root).unwrap().components();
            let parts: Vec<String> = below.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            found.push(Source { path: parts.join("/"), text: fs::read_to_string(&path).unwrap() });
        }
    }
}

#[test]
fn the_house_is_built_as_planned() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    sources_below(&root, &root, &mut sources);
    assert!(sources.len() > 50, "the check reads the whole house");
    let faults = faults(&sources);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_listed_room_stands_and_every_arrow_goes_down() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (index, (room, allowed)) in ROOMS.iter().enumerate() {
        assert!(root.join(room).is_dir() || root.join(format!("{room}.rs")).is_file(), "{room} does not stand");
        for below in *allowed {
            let place = ROOMS.iter().position(|(known, _)| known == below);
            assert!(place.is_some_and(|place| place < index), "{room} -> {below} does not go down");
        }
    }
    for (path, door, _) in EXCEPTIONS {
        let text = fs::read_to_string(root.join(path)).unwrap();
        assert!(names(&text, door), "the exception for {path} is not needed any more");
    }
}

#[test]
fn planted_faults_are_found() {
    let cases = [
        ("helpers/x.rs", "fn a() {}", "not listed"),
        ("plan/x.rs", "use crate::azure::Client;", "`plan` must not import `azure`"),
        ("plan/x.rs", "use crate::{model::Pool, ops};", "`plan` must not import `ops`"),
        ("plan/x.rs", "fn a() { crate::disk::read(p); }", "`plan` must not import `disk`"),
        ("azure/x.rs", "use crate::emulator::Emulator;", "`azure` must not import `emulator`"),
        ("emulator/x.rs", "use crate::azure::Client;", "`emulator` must not import `azure`"),
        ("model/x.rs", "use crate::wire::Pool;", "`model` must not import `wire`"),
        ("ops/x.rs", "use crate::output::Printer;", "`ops` must not import `output`"),
        ("ops/x.rs", "use clap::Args;", "`clap` is for commands"),
        ("ops/x.rs", "let t = jiff::Timestamp::now();", "`Timestamp::now` is for clock"),
        ("ops/x.rs", "tokio::time::sleep(d).await;", "`tokio::time` is for clock"),
        ("ops/x.rs", "use tokio::{sync::Mutex, time};", "`tokio::time` is for clock"),
        ("config/x.rs", "std::fs::read(p)", "`std::fs` is for disk"),
        ("config/x.rs", "use std::{fs, io};", "`std::fs` is for disk"),
        ("azure/x.rs", "reqwest::Client::new()", "`reqwest` is for net"),
        ("commands/show.rs", "std::env::var(\"X\")", "the environment is read in"),
        ("ops/x.rs", "std::env::var(\"X\")", "`std::env` is for commands"),
        ("plan/x.rs", "use super::super::azure::Client;", "reaches the crate root"),
        ("plan/mod.rs", "use super::azure::Client;", "reaches the crate root"),
        ("clock.rs", "use super::azure::Client;", "reaches the crate root"),
    ];
    for (path, text, expected) in cases {
        let found = faults(&[Source::new(path, text)]);
        assert!(found.iter().any(|fault| fault.contains(expected)), "{path}: {text}: {found:?}");
    }
}

#[test]
fn what_is_allowed_is_not_found_fault_with() {
    let cases = [
        ("ops/x.rs", "use crate::azure::Client; // crate::output is not for us"),
        ("plan/x.rs", "use super::change::Change;"),
        ("plan/x.rs", "fn a() {}\n#[cfg(test)]\nmod tests { use std::fs; }"),
        ("clock.rs", "Timestamp::now()"),
        ("net.rs", "reqwest::Client"),
        ("wire/x.rs", "my_clap::x(); let reqwest_like = 1;"),
    ];
    for (path, text) in cases {
        let found = faults(&[Source::new(path, text)]);
        assert!(found.is_empty(), "{path}: {text}: {found:?}");
    }
}
