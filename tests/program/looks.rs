//! How things look: at 80 columns and 120, with colour and without, as data.

use super::harness::{Machine, Served, repository};

#[test]
fn help_fits_the_terminal_and_has_examples() {
    let machine = Machine::new();
    for arguments in [
        &["--help"][..],
        &["create", "--help"],
        &["show", "--help"],
        &["list", "--help"],
        &["scale-up", "--help"],
        &["scale-down", "--help"],
        &["delete", "--help"],
        &["why", "--help"],
        &["next", "--help"],
        &["doctor", "--help"],
        &["init", "--help"],
        &["profile", "show", "--help"],
        &["profile", "check", "--help"],
        &["profile", "schema", "--help"],
        &["simulate", "--help"],
        &["emulator", "--help"],
        &["completions", "--help"],
    ] {
        let ran = machine.run(arguments).exits(0).prints(&["Example"]);
        for line in ran.out.lines() {
            assert!(line.chars().count() <= 80, "{arguments:?}: {line}");
        }
    }
    machine.run(&["--help"]).exits(0).prints(&["Exit codes:", "130  interrupted"]);
    // What is seldom needed stands in the long help alone.
    for (help, is_long) in [("-h", false), ("--help", true)] {
        let text = machine.run(&["why", help]).exits(0).out;
        for flag in ["--auth", "--no-token-cache", "--cloud", "--endpoint", "--api-version", "--color"] {
            assert_eq!(text.contains(flag), is_long, "{help} {flag}");
        }
        assert!(text.contains("--subscription") && text.contains("--at"), "{text}");
    }
}

#[test]
fn a_table_fits_the_terminal_and_loses_nothing_when_piped() {
    let machine = Machine::local();
    for columns in ["80", "120"] {
        let output = machine.command(&["show"]).env("COLUMNS", columns).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // A URL is never broken: somebody may copy it.
        let mut lines = text.lines().filter(|line| !line.contains("://"));
        assert!(lines.all(|line| line.chars().count() <= columns.parse().unwrap()), "{text}");
        assert!(text.contains("/sessionPools/contestpool\n"), "{text}");
        assert!(!text.contains('\u{1b}'), "no colour where nobody asked: {text:?}");
    }
    let output = machine.command(&["show"]).env_remove("COLUMNS").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("http://emulator.localhost/dynamic/subscriptions/"), "the endpoint is on one line: {text}");
}

#[test]
fn colour_is_a_choice() {
    let machine = Machine::local();
    let coloured = machine.run(&["show", "--color", "always"]).exits(0);
    assert!(coloured.out.contains('\u{1b}'));
    let plain = machine.run(&["show", "--color", "never"]).exits(0);
    assert_eq!(
        anstream::adapter::strip_str(&coloured.out).to_string(),
        plain.out,
        "colour carries no meaning of its own"
    );
}

#[test]
fn data_is_the_same_in_every_format() {
    let machine = Machine::local();
    let json = machine.run(&["show", "-o", "json"]).exits(0).json();
    let yaml = machine.run(&["show", "-o", "yaml"]).exits(0);
    let same: serde_json::Value = serde_saphyr::from_str(&yaml.out).unwrap();
    assert_eq!(same, json);
    let tsv = machine.run(&["show", "-o", "tsv", "--query", "[name, id, schemaVersion]"]).exits(0);
    assert_eq!(
        tsv.out,
        "contestpool\n/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.App/sessionPools/contestpool\n1\n"
    );
    let table = machine.run(&["list", "--query", "[].{pool: name, max: maxSessions}"]).exits(0);
    assert_eq!(table.out, "max  pool\n5    contestpool\n");
}

#[test]
fn quiet_leaves_the_result() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let ran = machine.run(&["scale-up", "-q"]).exits(0).prints(&["warm: 10 of 10"]);
    assert_eq!(ran.err, "");
}

const EVENT: &str = "\
pools: {contestpool: {}}
events:
  - {name: final, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h}
";

/// The field names that scripts rely on are documented in the README, every one.
#[test]
fn field_names_are_documented() {
    let emulator = Served::start(&["--instant"]);
    let machine = emulator.machine();
    let readme = std::fs::read_to_string(repository("README.md")).unwrap();
    let mut missing = vec![];
    let shown = machine.run(&["show", "-o", "json"]).exits(0).json();
    let scaled = machine.run(&["scale-up", "-o", "json"]).exits(0).json();
    let checked = machine.run(&["doctor", "-o", "json"]).exits(0).json();
    machine.write("pool.yaml", EVENT);
    let why = machine.run(&["why", "--at", "2026-12-05T15:00", "-o", "json"]).exits(0).json();
    let next = machine.run(&["next", "--at", "2026-12-05T12:00", "-o", "json"]).exits(0).json();
    let played = machine.run(&["simulate", "--users", "5", "--run", "1s", "-o", "json"]).exits(0).json();
    let experiment = &played["experiments"][0];
    let (claim, field, turn) = (&why["claims"][0], &why["from"]["maxSessions"], &next["changes"][0]);
    let schedule = [&why, claim, field, &field["runnerUp"], &next, turn, &next["hours"][0]];
    let scaling = [&shown, &shown["sessions"], &shown["applied"], &scaled, &checked, &checked["findings"][0]];
    let results = &experiment["results"];
    let simulation = [&played, experiment, &experiment["pool"], results, &results["users"]];
    for value in scaling.into_iter().chain(schedule).chain(simulation) {
        for key in value.as_object().unwrap().keys() {
            if !readme.contains(&format!("`{key}`")) && !readme.contains(&format!("\"{key}\"")) {
                missing.push(key.clone());
            }
        }
    }
    assert!(missing.is_empty(), "not in the README: {missing:?}");
}
