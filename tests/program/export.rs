//! `pool export` as people run it; what it writes is held against the programs that read it, where they are installed.

use super::harness::{Machine, Ran};
use std::path::Path;
use std::process::{Command, Stdio};

const POOLS: &str = "\
defaults: {resourceGroup: judges, location: eastus2}
pools:
  finalpool: {base: final}
  second-pool: {}
events:
  - {name: weekly, profile: contest, every: Sat 18:00, zone: Europe/Berlin, until: \"21:00\", pools: [finalpool]}
";

const FINAL: &str = "maxSessions: 9\nreadySessions: 1\nlifecycle: {type: Timed, cooldown: 5m}\n";

const TARGETS: [&[&str]; 7] = [
    &["cron"],
    &["systemd"],
    &["github-actions", "--source", "https://example.com/pool.git"],
    &["kubernetes-cronjob", "--image", "example/pool:1"],
    &["containerapp-job", "--image", "example/pool:1"],
    &["terraform"],
    &["bicep"],
];

fn machine() -> Machine {
    let machine = Machine::new();
    machine.write("pool.yaml", POOLS);
    machine.write("profiles/final.yaml", FINAL);
    machine
}

/// Runs a program that need not be installed; `None` where it is not.
fn ask(program: &str, arguments: &[&str], input: &str) -> Option<Ran> {
    let mut command = Command::new(program);
    command.args(arguments).env("TF_CLI_CONFIG_FILE", "/dev/null").env("XDG_RUNTIME_DIR", "/tmp");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().ok()?;
    std::io::Write::write_all(&mut child.stdin.take()?, input.as_bytes()).ok()?;
    Some(Ran::of(child.wait_with_output().ok()?))
}

#[test]
fn every_target_is_exported_without_network_and_sign_in() {
    let machine = machine();
    for target in TARGETS {
        let ran = machine.run(&[&["export"], target].concat()).exits(0);
        let is_here = matches!(target[0], "cron" | "systemd") && machine.folder().starts_with("/tmp");
        assert_eq!(ran.err.contains("is in a folder for temporary files"), is_here, "{target:?}: {}", ran.err);
        assert!(is_here || ran.err.is_empty(), "{target:?}: {}", ran.err);
        assert!(ran.out.contains(&format!("`pool export {}", target[0])), "{}", ran.out);
        let json = machine.run(&[&["export"], target, &["-o", "json"]].concat()).exits(0).json();
        let files = json["files"].as_array().unwrap();
        assert!(!files.is_empty() && files.iter().all(|file| file["name"].is_string()), "{target:?}");
        assert!(files.iter().all(|file| ran.out.contains(file["content"].as_str().unwrap())), "{target:?}");
    }
}

#[test]
fn a_runner_parks_pools_where_it_is_allowed() {
    let machine = Machine::new();
    let container = "container: {type: PythonLTS}";
    machine
        .write("pool.yaml", &POOLS.replace("second-pool: {}", &format!("second-pool: {{base: parked, {container}}}")));
    machine.write("profiles/final.yaml", FINAL);
    for target in TARGETS {
        let is_runner = !matches!(target[0], "terraform" | "bicep");
        let ran = machine.run(&[&["export"], target].concat()).exits(0);
        let warned = "the base of second-pool is `parked`, and without --allow-park";
        assert_eq!(ran.err.replace('\n', " ").contains(warned), is_runner, "{target:?}: {}", ran.err);
        if is_runner {
            let ran = machine.run(&[&["export"], target, &["--allow-park"]].concat()).exits(0);
            assert!(!ran.err.contains("second-pool"), "{target:?}: {}", ran.err);
            assert_eq!(ran.out.matches("--allow-park").count(), 2, "{target:?}: {}", ran.out);
        }
    }
}

#[test]
fn files_are_written_and_not_overwritten() {
    let machine = machine();
    let workflow = machine.folder().join("out/.github/workflows/pool-apply.yml");
    let export = ["export", "github-actions", "--source", "https://example.com/pool.git", "--write", "out"];
    machine.run(&export).exits(0).prints(&["wrote out/.github/workflows/pool-apply.yml"]);
    let printed = machine.run(&export[..4]).exits(0).out;
    assert_eq!(std::fs::read_to_string(&workflow).unwrap(), printed);
    std::fs::write(&workflow, "mine").unwrap();
    machine.run(&export).exits(64).says(&["there already", "Nothing was written. Overwrite with --force."]);
    assert_eq!(std::fs::read_to_string(&workflow).unwrap(), "mine");
    machine.run(&[&export[..], &["--force"]].concat()).exits(0);
    assert_eq!(std::fs::read_to_string(&workflow).unwrap(), printed);
}

/// Outside a repository the workflow has the name that the pool file has here.
#[test]
fn a_workflow_has_the_name_of_the_pool_file() {
    let machine = machine();
    machine.write("judges.yaml", POOLS);
    let export = ["export", "github-actions", "--source", "https://example.com/pool.git", "-f", "judges.yaml"];
    let ran = machine.run(&export).exits(0);
    assert!(ran.out.contains("POOL_FILE: judges.yaml\n"), "{}", ran.out);
    assert!(ran.out.contains("judges.yaml stands in no Git"), "{}", ran.out);
}

#[test]
fn what_cannot_be_exported_is_refused_with_what_would_be_right() {
    let cases: [(&[&str], &[&str]); 9] = [
        (&["cron", "--every", "7m"], &["divides neither an hour nor a day", "6m and 10m"]),
        (&["cron", "--every", "30s"], &["shorter than cron can: 1m"]),
        (&["github-actions", "--source", "x", "--every", "1m"], &["shorter than GitHub can: 5m"]),
        (&["github-actions"], &["--source"]),
        (&["kubernetes-cronjob"], &["--image"]),
        (&["containerapp-job", "--image", "x", "--identity", "/subscriptions/x"], &["--client-id"]),
        (&["containerapp-job", "--image", "x", "--client-id", "1"], &["--identity"]),
        (&["terraform", "--force"], &["--write"]),
        (&["terraform", "-n", "finalpol"], &["has no pool `finalpol`", "Did you mean `finalpool`?"]),
    ];
    let machine = machine();
    for (arguments, says) in cases {
        machine.run(&[&["export"], arguments].concat()).exits(64).says(says);
    }
    Machine::new().run(&["export", "cron"]).exits(64).says(&["no pool file", "`pool init` writes one"]);
}

#[test]
fn what_the_pool_file_leaves_open_comes_along() {
    let machine = machine().with_variable("AZURE_SUBSCRIPTION_ID", "00000000-0000-0000-0000-00000000000a");
    machine
        .run(&["export", "cron"])
        .exits(0)
        .prints(&["AZURE_SUBSCRIPTION_ID=\"00000000-0000-0000-0000-00000000000a\"\n"]);
    machine.run(&["export", "terraform", "-n", "finalpool"]).exits(0).prints(&[
        "#   /subscriptions/00000000-0000-0000-0000-00000000000a/resourceGroups/judges/providers/Microsoft.App/sessionPools/finalpool\n",
    ]);
    machine.run(&["--cloud", "usgov", "export", "systemd"]).exits(0).prints(&["apply --cloud usgov -f "]);
}

#[test]
fn a_profile_that_a_runner_would_not_find_is_named() {
    let machine = Machine::new();
    machine.write("pool.yaml", POOLS);
    machine.write("config/pool/profiles/final.yaml", FINAL);
    let ran = machine.run(&["export", "systemd"]).exits(0);
    assert!(ran.out.replace("\n# ", " ").contains("must be copied to"), "{}", ran.out);
}

#[test]
fn systemd_takes_the_units() {
    let machine = machine();
    let odd = "odd 100% \"$HOME\" it's öl";
    let file = machine.write(&format!("{odd}/pool.yaml"), POOLS);
    machine.write(&format!("{odd}/profiles/final.yaml"), FINAL);
    for (every, whose) in [("10s", &[][..]), ("5m", &["--user"][..]), ("6h", &[][..]), ("1d", &[][..])] {
        let export =
            ["export", "systemd", "--every", every, "--write", "units", "--force", "-f", file.to_str().unwrap()];
        machine.run(&[&export[..], whose].concat()).exits(0);
        let at = |unit: &str| machine.folder().join("units").join(unit).display().to_string();
        let (service, timer) = (at("pool-apply.service"), at("pool-apply.timer"));
        let Some(ran) = ask("systemd-analyze", &["verify", &service, &timer], "") else { return };
        let ran = ran.exits(0);
        assert_eq!(ran.err, "", "{every}");
    }
}

#[test]
fn terraform_takes_the_snippets_as_they_are_formatted() {
    let ran = machine().run(&["export", "terraform"]).exits(0);
    let Some(taken) = ask("terraform", &["fmt", "-check", "-diff", "-"], &ran.out) else { return };
    assert_eq!(taken.exits(0).out, "");
}

#[test]
fn the_crontab_holds_the_paths_of_this_machine() {
    let ran = machine().run(&["export", "cron", "--every", "15m"]).exits(0);
    let job = ran.out.lines().last().unwrap().strip_prefix("*/15 * * * * ").unwrap();
    let words = shlex::split(job).unwrap();
    assert!(Path::new(&words[0]).is_file() && Path::new(&words[4]).is_absolute(), "{job}");
    assert_eq!(words[1..4], ["-q", "apply", "-f"]);
}
