//! What the tests of the targets export.

use super::{Cadence, Runner};
use crate::config::{builtin, duration, pool_file, profile};
use crate::ops::export::{Material, Needed, Place, Variable};
use std::time::Duration;

const TEXT: &str = "\
# Two pools, \"quoted\" and 'quoted'.
defaults: {resourceGroup: judges, location: eastus2}

pools:
  contestpool:
    base: final
    container: {type: CustomContainer, environment: judges-env, image: 'example/image:v1', cpu: 0.5, memory: 1Gi, targetPort: 80}
  Second.Pool: {subscription: 00000000-0000-0000-0000-000000000002}
events:
  - {name: autumn-final, profile: contest, start: 2026-12-05T14:00, zone: Asia/Kolkata, for: 2h, pools: [contestpool]}
  - {name: weekly, profile: contest, every: Sat 18:00, zone: Europe/Berlin, until: \"21:00\", pools: [contestpool]}
";

const FINAL: &str = "maxSessions: 9\nreadySessions: 1\nlifecycle: {type: Timed, cooldown: 5m}\n";

/// A pool file with two pools, two events, a profile of its own, and no subscription for the first pool.
pub(super) fn material() -> Material {
    let needed = |name: &str, text: &str, place| {
        let settings = profile::parse(name, name, text).unwrap().settings;
        Needed { name: name.to_owned(), settings, text: text.to_owned(), place }
    };
    let built_in = |name| needed(name, builtin::profile(name).unwrap(), Place::BuiltIn);
    Material {
        path: "/etc/pool/pool.yaml".to_owned(),
        in_repository: Some("ops/pool.yaml".to_owned()),
        text: TEXT.to_owned(),
        file: pool_file::parse("pool.yaml", TEXT).unwrap(),
        profiles: vec![built_in("idle"), needed("final", FINAL, Place::Beside), built_in("contest")],
        variables: vec![Variable {
            name: "AZURE_SUBSCRIPTION_ID",
            value: Some("00000000-0000-0000-0000-000000000001".into()),
        }],
        cloud: None,
    }
}

/// A pool file with a pool that is parked while nobody wants it, and with two secrets.
pub(super) fn parking() -> Material {
    let secrets = "registry: {server: r.example, username: ci, passwordFrom: {env: REGISTRY_PASSWORD}}, \
                   env: {KEY: {secretFrom: {env: API_KEY}}}, targetPort: 80";
    let text = TEXT.replace("base: final", "base: parked").replace("targetPort: 80", secrets);
    let mut material = material();
    material.file = pool_file::parse("pool.yaml", &text).unwrap();
    material.text = text;
    material
}

/// The same without events.
pub(super) fn without_events() -> Material {
    let mut material = material();
    material.file.events.clear();
    material
}

/// The same at a path of every odd letter that a file's name may have.
pub(super) fn odd() -> Material {
    Material {
        path: "/srv/it's \"100%\" ${{ x }} $HOME/öl \\ end/pool.yaml".to_owned(),
        in_repository: Some("it's \"100%\" ${{ x }}/pool.yaml".to_owned()),
        ..material()
    }
}

/// A program whose path needs quotes.
pub(super) const ODD_PROGRAM: &str = "/opt/my tools/100%/pool";

pub(super) fn runner<'a>(material: &'a Material, every: &str) -> Runner<'a> {
    let every = duration::parse(every).unwrap();
    let cadence = Cadence::of(every, Duration::from_secs(1), "anything").unwrap();
    Runner { material, program: "/usr/local/bin/pool", cadence, allow_park: false }
}

/// Whether every bracket is closed in its order, outside strings and comments.
pub(super) fn is_balanced(text: &str, comment: &str, mark: char) -> bool {
    let mut open = Vec::new();
    for line in text.lines() {
        let line = line.split(comment).next().unwrap();
        let outside: String = line.split(mark).step_by(2).collect();
        for c in outside.chars() {
            match c {
                '{' => open.push('}'),
                '[' => open.push(']'),
                '(' => open.push(')'),
                '}' | ']' | ')' if open.pop() != Some(c) => return false,
                _ => {}
            }
        }
    }
    open.is_empty()
}

#[test]
fn the_brackets_are_counted() {
    assert!(is_balanced("a { b = [\"{\"] } # {", "#", '"'));
    assert!(!is_balanced("a { b = [ }", "#", '"'));
    assert!(!is_balanced("a {", "#", '"'));
}
