//! The pool file that somebody begins with: one pool, and everything else that may be said as a comment.

use super::defaults::Defaults;
use super::quote::quote;

/// What the file is filled with, as far as it is known.
#[derive(Debug, Clone, Default)]
pub struct Blank<'a> {
    /// Where the pool shall live. What is missing becomes a comment; a missing region becomes `eastus2`.
    pub home: Defaults,
    /// The schema for editors, a path or a URL.
    pub schema: Option<&'a str>,
}

/// The text of a pool file for one pool. It reads without faults when `name` is the name of a pool.
#[must_use]
pub fn pool_file(name: &str, blank: &Blank<'_>) -> String {
    let schema = blank.schema.map(|schema| format!("# yaml-language-server: $schema={schema}\n")).unwrap_or_default();
    let home = &blank.home;
    let subscription = home.subscription.as_deref().map_or_else(
        || "# subscription: 00000000-0000-0000-0000-000000000000   # else the one that `az` uses".to_owned(),
        |subscription| format!("subscription: {}", quote(subscription)),
    );
    let group = home.resource_group.as_deref().map_or_else(
        || {
            "# resourceGroup: my-group                              # else AZURE_DEFAULTS_GROUP, or az's default"
                .to_owned()
        },
        |group| format!("resourceGroup: {}", quote(group)),
    );
    let location = quote(home.location.as_deref().unwrap_or("eastus2"));
    let name = quote(name);
    format!(
        "{schema}# Where pools live, what they fall back to, and what they are made of.
# How big they are stands in profiles: `idle`, `contest` and `production` are built in.
# `pool profile check` checks this file; `pool plan` shows what would change now, `pool apply` changes it.
defaults:
  {subscription}
  {group}
  location: {location}

pools:
  {name}:
    base: idle          # the profile that holds while nothing else is wanted; parked: no pool at all
    onDrift: warn       # what somebody else changed: warn (say it and keep it), keep, or enforce (take it back)
{CONTAINER}{}",
        EVENTS.replace("POOLS", &format!("{:<35}", format!("pools: [{name}]")))
    )
}

const CONTAINER: &str = r#"
    # Creating the pool and parking it read what follows. Scaling never touches any of it.
    container:
      type: CustomContainer
      environment: my-environment           # a Container Apps environment: its name, or its ARM id
      image: mcr.microsoft.com/k8se/quickstart:latest
      cpu: 0.5
      memory: 1Gi
      targetPort: 80
      # command: [/bin/server]
      # args: [--port, "80"]
      #
      # A private registry, with a user ...
      # registry: {server: registry.example, username: ci, passwordFrom: {env: REGISTRY_PASSWORD}}
      # ... or with a managed identity: system, or the ARM id of a user-assigned one.
      # registry: {server: example.azurecr.io, identity: system}
      #
      # Secrets never stand in this file: secretFrom names the environment variable that holds one.
      # env: {LANG: C.UTF-8, API_KEY: {secretFrom: {env: API_KEY}}}
      #
      # probes:
      #   - {type: Liveness, httpGet: {path: /health, port: 80}, periodSeconds: 10}
      #   - {type: Startup, tcpSocket: {port: 80}, failureThreshold: 10}

    # Azure's code interpreters need no container of yours:
    # container: {type: PythonLTS}          # or NodeLTS, Shell

    # identity: {system: true}              # {system: {lifecycle: Main}} lets sessions use it
    # network: EgressDisabled               # or EgressEnabled
    # tags: {team: contests}
"#;

/// `POOLS` stands for the key that names the pool.
const EVENTS: &str = r#"
# When pools are bigger, each event by a profile. `pool apply` from cron, every few minutes, makes it so.
# events:
#   - name: autumn-final
#     profile: contest
#     start: 2026-12-05T14:00             # once, on the clocks of its zone
#     zone: Asia/Kolkata                  # an IANA name
#     for: 2h                             # elapsed time from the start
#     lead: 30m                           # warm so long before the start; left out: 30m, or 45m
#                                         # where a pool has `base: parked`
#     combine: max                        # shares the pool with other claims; sum adds to them
#     budget: 20                          # the most that it may cost; else no pool is raised for it
#   - name: weekly
#     profile: contest
#     every: Sat 18:00                    # or Mon-Fri 09:30, or Tue,Thu 20:00, or daily 10:00
#     zone: Europe/Berlin
#     until: "21:00"                      # on the clocks; at or before the start's time it is the next day's
#     from: 2026-12-01                    # the first and the last date on which it may start
#     to: 2027-03-31
#     except: [2026-12-26]                # dates on which it does not
#     POOLS # may be left out where the file has one pool

# How often `pool apply` leaves its mark on quiet days, for runners that keep nothing between runs.
# heartbeat: 1d

# What sessions cost you, where Azure's price list does not say it: `pool cost` shows the prices that count. Azure bills
# custom containers by whole nodes; `flat` in place of both is a price for each session.
# rates: {node: 0.75, management: 0, source: our invoice of October}
"#;

#[cfg(test)]
mod tests {
    use super::super::pool_file::parse;
    use super::*;
    use crate::model::Kind;

    fn uncommented(text: &str, from: &str) -> String {
        let line = text.lines().find(|line| line.trim_start().starts_with(from)).unwrap();
        text.replace(line, &line.replacen("# ", "", 1))
    }

    #[test]
    fn the_file_reads_without_faults() {
        let home = Defaults {
            subscription: Some("Contest: 2026".into()),
            resource_group: Some("123".into()),
            location: Some("East US 2".into()),
        };
        for blank in [Blank::default(), Blank { home: home.clone(), schema: Some("./pool.schema.json") }] {
            for name in ["contestpool", "My-Pool", "123", "no"] {
                let file = parse("pool.yaml", &pool_file(name, &blank)).unwrap();
                assert_eq!(file.pools[0].name, name);
                assert_eq!(file.defaults.subscription, blank.home.subscription);
                assert_eq!(file.defaults.resource_group, blank.home.resource_group);
                assert_eq!(file.pools[0].definition.as_ref().unwrap().kind, Kind::CustomContainer);
            }
        }
    }

    #[test]
    fn every_comment_reads_without_its_mark() {
        let text = pool_file("p", &Blank::default());
        let alone = ["command:", "args:", "registry: {server: registry", "registry: {server: example", "env:"]
            .into_iter()
            .chain(["subscription:", "resourceGroup:", "identity:", "network:", "tags:"]);
        for key in alone {
            let text = uncommented(&text, &format!("# {key}"));
            assert!(text.lines().any(|line| line.trim_start().starts_with(key)), "{key}");
            assert_eq!(parse("pool.yaml", &text).map(|file| file.pools.len()), Ok(1), "{key}");
        }
        let probes = ["# probes:", "#   - {type: Live", "#   - {type: Start"];
        let text = probes.into_iter().fold(text, |text, from| uncommented(&text, from));
        let file = parse("pool.yaml", &text).unwrap();
        let definition = file.pools[0].definition.as_ref().unwrap();
        assert_eq!(definition.container.as_ref().unwrap().probes.len(), 2);
    }

    /// The commented block of the events without its marks.
    fn with_events(text: &str) -> String {
        let lines = text.lines().map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if rest == "events:"
                    || rest.starts_with("  ")
                    || rest.starts_with("heartbeat:")
                    || rest.starts_with("rates:") =>
            {
                rest
            }
            _ => line,
        });
        lines.map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn the_events_read_without_their_marks_and_name_every_key() {
        for name in ["contestpool", "My-Pool", "123", "no"] {
            let text = with_events(&pool_file(name, &Blank::default()));
            let file = parse("pool.yaml", &text).unwrap();
            let [once, weekly] = file.events.as_slice() else { panic!("{:?}", file.events) };
            assert_eq!((&once.pools, &weekly.pools), (&vec![name.to_owned()], &vec![name.to_owned()]));
            assert_eq!(file.heartbeat, Some(std::time::Duration::from_secs(86_400)));
            assert!(file.rates.node.is_some());
            for key in super::super::events::EVENT.keys {
                let is_there = text.lines().any(|line| line.trim_start_matches([' ', '-']).starts_with(key.name));
                assert!(is_there, "{}", key.name);
            }
        }
    }

    #[test]
    fn the_code_interpreter_reads_in_place_of_the_container() {
        let text = pool_file("p", &Blank::default());
        let start = text.find("    container:\n").unwrap();
        let end = text.find("    # Azure's code interpreters").unwrap();
        let text = uncommented(&format!("{}{}", &text[..start], &text[end..]), "# container: {type");
        let file = parse("pool.yaml", &text).unwrap();
        assert_eq!(file.pools[0].definition.as_ref().unwrap().kind, Kind::PythonLTS);
    }
}
