//! Canary secrets in every place where a secret can be: none of them is ever printed, or written to a file of ours but
//! the one that is for tokens.

use super::harness::{Machine, Ran, Served, pool_file};
use super::signed::{EXPIRY, Tool, cloud, identity, identity_token, machine as signed_machine, token_file};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Where a secret stands, and the canary in it.
const CANARIES: [(&str, &str); 4] = [
    ("AZURE_CLIENT_SECRET", "canary-of-the-principal"),
    ("REGISTRY_PASSWORD", "canary-of-the-registry"),
    ("API_KEY", "canary-of-the-pool"),
    ("IDENTITY_HEADER", "canary-of-the-header"),
];

/// How every token begins: those that tools and endpoints give here, and the emulator's own, whose header never changes.
const TOKENS: [&str; 2] = ["canary-token", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"];

fn described() -> String {
    let more = "      env: {API_KEY: {secretFrom: {env: API_KEY}}}\n";
    pool_file("resourceGroup: judges", "finalpool", more)
}

/// Every command, at the highest verbosity and in the format that shows most. Those that speak to Azure come first.
const COMMANDS: [&[&str]; 33] = [
    &["create", "--dry-run", "-o", "json"],
    &["create", "-vv"],
    &["show", "-vv", "--raw", "-o", "json"],
    &["list", "-vv", "-o", "yaml"],
    &["scale-up", "-vv", "--reason", "the final"],
    &["extend", "1h", "-vv"],
    &["plan", "-vv", "-o", "json"],
    &["apply", "-vv"],
    &["why", "-vv", "-o", "json"],
    &["next", "-vv", "-n", "contestpool"],
    &["cost", "--refresh", "-vv", "-o", "json"],
    &["receipt", "-vv", "contest"],
    &["preflight", "-vv", "-o", "json"],
    &["rehearse", "-vv", "--sessions", "2", "--yes"],
    &["scale-down", "-vv", "-o", "json"],
    &["park", "-vv", "--dry-run", "-o", "json"],
    &["park", "-vv", "--yes"],
    &["unpark", "-vv"],
    &["delete", "-vv", "--dry-run"],
    &["delete", "-vv", "--yes"],
    &["doctor", "-vv", "-o", "json"],
    &["doctor", "--role", "-vv"],
    &["init", "-vv"],
    &["profile", "list", "-vv"],
    &["profile", "show", "contest", "-vv"],
    &["profile", "check", "-vv"],
    &["profile", "schema", "-vv"],
    &["emulator", "--print-az-setup", "-vv"],
    &["export", "systemd", "-vv"],
    &["simulate", "--users", "5", "--run", "1s", "--html", "page.html", "-vv"],
    &["size", "--users", "5", "--run", "1s", "--replications", "2", "-vv"],
    &["completions", "bash"],
    &["show", "-vv", "--no-token-cache", "--auth", "client-secret", "-n", "another"],
];

/// How many of them speak to Azure, and so fail where it does.
const SPEAKING: usize = 20;

fn with_canaries(machine: Machine) -> Machine {
    machine.write("pool.yaml", &described());
    CANARIES.iter().skip(1).fold(machine, |machine, (name, canary)| machine.with_variable(name, canary))
}

fn with_principal(machine: Machine) -> Machine {
    let machine = machine.with_variable("AZURE_TENANT_ID", "tenant").with_variable("AZURE_CLIENT_ID", "client");
    machine.with_variable(CANARIES[0].0, CANARIES[0].1)
}

fn canaries() -> impl Iterator<Item = &'static str> {
    CANARIES.into_iter().map(|(_, canary)| canary).chain(TOKENS)
}

#[track_caller]
fn silent(ran: &Ran) {
    for canary in canaries() {
        assert!(!ran.out.contains(canary) && !ran.err.contains(canary), "{canary}:\n{}\n{}", ran.out, ran.err);
    }
}

/// No file below a folder holds a canary, but for a token in the file that is meant for it; the answer is how many
/// were read.
#[track_caller]
fn clean(folder: &Path, tokens: &Path) -> usize {
    let mut read = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read += clean(&path, tokens);
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        for canary in canaries().filter(|canary| path != tokens || *canary != TOKENS[0]) {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in {}", path.display());
        }
        read += 1;
    }
    read
}

/// Runs every command. Those that speak to Azure all work, or all fail.
fn everything(machine: &Machine, expect_success: bool) {
    for (index, arguments) in COMMANDS.iter().enumerate() {
        let ran = machine.run(&[arguments, ["--timeout", "9s"].as_slice()].concat());
        assert!(index >= SPEAKING || (ran.code == 0) == expect_success, "{arguments:?}: {}\n{}", ran.out, ran.err);
        silent(&ran);
    }
    clean(machine.folder(), &token_file(machine));
}

/// Runs the commands that stand for the others, where an answer is waited for in vain.
fn in_vain(machine: &Machine) {
    for arguments in [["create", "-vv"], ["show", "-vv"]] {
        let ran = machine.run(&[arguments, ["--timeout", "1s"]].concat());
        assert_ne!(ran.code, 0, "{arguments:?}");
        silent(&ran);
    }
    clean(machine.folder(), &token_file(machine));
}

#[test]
fn every_command_is_among_those_that_are_watched() {
    for command in pool::commands::command().get_subcommands() {
        let name = command.get_name();
        assert!(COMMANDS.iter().any(|arguments| arguments[0] == name), "add `{name}` to COMMANDS");
    }
}

/// What breaks every request.
const FAULTS: [&str; 3] = [
    r#"{"on": "any", "count": 0, "fault": "status", "status": 400, "code": "BadRequest", "message": "m"}"#,
    r#"{"on": "any", "count": 0, "fault": "status", "status": 401, "code": "InvalidAuthenticationToken", "message": "m"}"#,
    r#"{"on": "any", "count": 0, "fault": "forbidden"}"#,
];

/// What is tried again until the time is over.
const NOISE: &str = r#"{"on": "any", "count": 0, "fault": "notJson"}"#;

#[test]
fn no_secret_is_printed_or_written() {
    let emulator = Served::start(&["--instant"]);
    everything(&with_principal(with_canaries(emulator.machine())), true);
    for fault in FAULTS {
        emulator.faults(&format!("[{fault}]"));
        everything(&with_principal(with_canaries(emulator.machine())), false);
        emulator.ask("DELETE", "/_emulator/faults", "");
    }
    emulator.faults(&format!("[{NOISE}]"));
    in_vain(&with_principal(with_canaries(emulator.machine())));
}

/// A way to sign in on a machine, and what has to live as long.
type Way = fn(&Served) -> (Machine, Option<Tool>);

/// The ways, and whether their tokens are kept.
const WAYS: [(&str, bool, Way); 4] = [
    ("az", true, |cloud| {
        let az = Tool::az(TOKENS[0]);
        (az.on(signed_machine(cloud)), Some(az))
    }),
    ("azd", true, |cloud| {
        let token = TOKENS[0];
        let azd = Tool::new("azd", &format!(r#"echo '{{"token": "{token}", "expiresOn": "2100-01-01T00:00:00Z"}}'"#));
        let machine = azd.on(signed_machine(cloud));
        machine.write(".azd/auth.json", "{}");
        (machine, Some(azd))
    }),
    ("an identity endpoint", false, |cloud| {
        let (endpoint, asked) = identity(200, identity_token(TOKENS[0]));
        // It answers for as long as somebody might ask what it was asked.
        std::mem::forget(asked);
        (signed_machine(cloud).with_variable("IDENTITY_ENDPOINT", &endpoint), None)
    }),
    ("a principal", false, |cloud| {
        (with_principal(signed_machine(cloud)).with_variable("AZURE_AUTHORITY_HOST", &cloud.endpoint), None)
    }),
];

/// Side by side: the program waits a second or two for a pool to come and to go.
#[test]
fn no_token_is_printed_or_written_elsewhere() {
    std::thread::scope(|scope| {
        for (name, is_kept, way) in WAYS {
            scope.spawn(move || {
                let cloud = cloud(&[]);
                let (machine, _tool) = way(&cloud);
                let machine = with_canaries(machine);
                everything(&machine, true);
                let file = token_file(&machine);
                assert_eq!(file.exists(), is_kept, "{name}");
                if is_kept {
                    assert!(std::fs::read_to_string(&file).unwrap().contains(TOKENS[0]), "{name}");
                    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
                }
            });
        }
    });
}

#[test]
fn no_token_is_told_when_something_fails() {
    for fault in FAULTS {
        let cloud = cloud(&[fault]);
        for (_, _, way) in WAYS {
            let (machine, _tool) = way(&cloud);
            everything(&with_canaries(machine), false);
        }
    }
    let cloud = cloud(&[NOISE]);
    let (machine, _tool) = WAYS[0].2(&cloud);
    in_vain(&with_canaries(machine));
}

/// Tools that print a token where none belongs.
#[test]
fn no_token_is_told_when_a_tool_is_odd() {
    let token = TOKENS[0];
    let cloud = cloud(&[]);
    for does in [
        format!("echo '\"{token}\"'"),
        format!("echo '{token}'"),
        format!(r#"echo '{{"accessToken": "{token}"'"#),
        format!(r#"echo '{{"accessToken": "{token}", "expires_on": "{token}", "tokenType": "Bearer"}}'"#),
        format!(r#"echo '{{"accessToken": "{token}", {EXPIRY}, "tokenType": "Bearer"}}'; exit 1"#),
        format!("echo '{{\"accessToken\": \"a\\n{token}\", {}, \"tokenType\": \"Bearer\"}}'", EXPIRY),
    ] {
        let az = Tool::new("az", &does);
        let machine = az.on(with_canaries(signed_machine(&cloud)));
        for verbosity in ["-v", "-vv"] {
            let ran = machine.run(&["show", verbosity, "--timeout", "3s"]);
            assert_ne!(ran.code, 0, "{does}: {}", ran.out);
            silent(&ran);
        }
        clean(machine.folder(), Path::new(""));
    }
}

/// The emulator's own store remembers the names of secrets, as Azure shows them, and not their values.
#[test]
fn the_store_of_the_emulator_holds_no_secret() {
    let machine = with_canaries(Machine::local());
    let _ = machine.run(&["create", "--no-wait"]).exits(0);
    assert!(clean(machine.folder(), Path::new("")) >= 2, "the pool file and the store");
}

/// A principal that nobody can check, because nothing listens where the authority should be.
#[test]
fn a_principals_secret_is_not_told_when_signing_in_fails() {
    let machine = with_principal(with_canaries(Machine::at("https://127.0.0.1:1")))
        .with_variable("AZURE_AUTHORITY_HOST", "https://127.0.0.1:1")
        .with_variable("AZURE_SUBSCRIPTION_ID", "s");
    let ran = machine.run(&["show", "-vv", "--timeout", "5s"]);
    assert_ne!(ran.code, 0);
    silent(&ran);
    clean(machine.folder(), Path::new(""));
}
