//! A service and a timer for systemd.

use super::File;
use super::quote::unit;
use super::remarks::{comment, of_profiles, of_runner_here, of_secrets};
use super::runner::{LONGEST_RUN, Runner};
use std::time::Duration;

/// Below this a run would hardly be over before the next.
pub const SHORTEST: Duration = Duration::from_secs(10);

/// Whose units they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The machine's.
    System,
    /// Those of whoever signs in with `az login`.
    User,
}

const INSTALL_SYSTEM: &str = "\
Write both units with `--write FOLDER`, and install them there as root:
  install -m 644 pool-apply.service pool-apply.timer /etc/systemd/system
  systemctl daemon-reload && systemctl enable --now pool-apply.timer
Look: `systemctl list-timers pool-apply.timer`, `journalctl -u pool-apply.service`.";

const INSTALL_USER: &str = "\
Install, as the user who is signed in, with `--write ~/.config/systemd/user`, and then:
  systemctl --user daemon-reload && systemctl --user enable --now pool-apply.timer
  loginctl enable-linger
The last one keeps it going when nobody is logged in. Look: `systemctl --user list-timers`, \
`journalctl --user -u pool-apply.service`.";

const SIGN_IN_SYSTEM: &str = "\
Who signs in. A virtual machine of Azure with a managed identity needs nothing here. Elsewhere this file, which only \
root can read (chmod 600), says AZURE_TENANT_ID=, AZURE_CLIENT_ID= and AZURE_CLIENT_SECRET=, a line each.";

const FEDERATED: &str = "\
# Instead of the secret, a federated token that somebody keeps fresh:
#LoadCredential=azure-token:/etc/pool/azure-token
#Environment=AZURE_FEDERATED_TOKEN_FILE=%d/azure-token
";

const SIGN_IN_USER: &str = "\
Who signs in: `az login` of this user is enough; `az` must be on this PATH.";

const HARDENING: &str = "\
# A user made for the run alone, who writes nothing but its own state and reads what everybody may read.
DynamicUser=yes
StateDirectory=pool
Environment=HOME=/var/lib/pool XDG_STATE_HOME=/var/lib XDG_CONFIG_HOME=/etc
CapabilityBoundingSet=
NoNewPrivileges=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
UMask=0077
";

/// The two units.
#[must_use]
pub fn export(runner: &Runner<'_>, whose: Whose) -> Vec<File> {
    let install = if whose == Whose::System { INSTALL_SYSTEM } else { INSTALL_USER };
    let profiles = of_profiles(runner.material, "the folder `profiles` beside the pool file");
    let called = if whose == Whose::System { "systemd" } else { "systemd --user" };
    let top = [of_runner_here(runner, called), profiles.into_iter().collect(), vec![String::new(), install.to_owned()]]
        .concat();
    let service = format!("{}\n{}", comment("#", &top), service(runner, whose));
    vec![
        File { name: "pool-apply.service".to_owned(), content: service },
        File { name: "pool-apply.timer".to_owned(), content: timer(runner) },
    ]
}

fn service(runner: &Runner<'_>, whose: Whose) -> String {
    let network = match whose {
        Whose::System => "Wants=network-online.target\nAfter=network-online.target\n",
        // A user's systemd has no such target.
        Whose::User => "",
    };
    let mut text = format!(
        "[Unit]
Description=Make Azure session pools what their schedule says
{network}
[Service]
Type=oneshot
ExecStart={}
TimeoutStartSec={LONGEST_RUN}

",
        command(runner)
    );
    for variable in &runner.material.variables {
        text += &match variable.value.as_deref() {
            Some(value) => format!("Environment={}\n", unit(&format!("{}={value}", variable.name))),
            None => format!("# The pool file does not say; fill it in:\n#Environment={}=\n", variable.name),
        };
    }
    let secrets = secrets(runner, whose);
    text + &match whose {
        Whose::System => format!(
            "{}{secrets}EnvironmentFile=-/etc/pool/azure.env\n{FEDERATED}\n{HARDENING}{}",
            comment("#", &[SIGN_IN_SYSTEM.to_owned()]),
            homes(runner),
        ),
        Whose::User => format!(
            "{}Environment=PATH=/usr/local/bin:/usr/bin:/bin:%h/.local/bin\n{secrets}\nNoNewPrivileges=yes\nUMask=0077\n",
            comment("#", &[SIGN_IN_USER.to_owned()])
        ),
    }
}

/// Where the secrets stand that parked pools are made with: the machine's beside what signs in.
fn secrets(runner: &Runner<'_>, whose: Whose) -> String {
    let (place, file) = match whose {
        Whose::System => ("The same file says NAME=VALUE, a line each.", ""),
        Whose::User => (
            "This file, which only you can read (chmod 600), says NAME=VALUE, a line each.",
            "EnvironmentFile=-%h/.config/pool/secrets.env\n",
        ),
    };
    of_secrets(runner, place).map(|remark| comment("#", &[remark]) + file).unwrap_or_default()
}

/// The command. A colon in front keeps systemd from putting in variables where a `$` stands in a path.
fn command(runner: &Runner<'_>) -> String {
    let words = runner.words(None, &runner.material.path);
    let all = [runner.program.to_owned()].into_iter().chain(words);
    let all: Vec<String> = all.map(|word| if is_plain(&word) { word } else { unit(&word) }).collect();
    let colon = if all.iter().any(|word| word.contains('$')) { ":" } else { "" };
    format!("{colon}{}", all.join(" "))
}

fn is_plain(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
}

/// Whether homes are hidden, which they cannot be where the program or the pool file stands in one.
fn homes(runner: &Runner<'_>) -> &'static str {
    let in_home = |path: &str| ["/home/", "/root/", "/run/user/"].iter().any(|home| path.starts_with(home));
    if in_home(runner.program) || in_home(&runner.material.path) {
        "\
# The program or the pool file stands in somebody's home, where this user may not look. Better move them, as to
# /usr/local/bin/pool and /etc/pool/pool.yaml, and export again; or use `pool export systemd --user`.
ProtectHome=read-only
"
    } else {
        "ProtectHome=yes\n"
    }
}

fn timer(runner: &Runner<'_>) -> String {
    format!(
        "[Unit]
Description=Run `pool apply` every {}

[Timer]
OnCalendar={}
# What was missed while the machine was off is made up for with one run, which is enough.
Persistent=true
AccuracySec=5s

[Install]
WantedBy=timers.target
",
        runner.cadence.words(),
        runner.cadence.calendar()
    )
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use std::collections::BTreeMap;

    /// The settings of a unit by their sections; a setting that stands twice has all its values.
    fn read(text: &str) -> BTreeMap<String, Vec<String>> {
        let (mut section, mut settings) = (String::new(), BTreeMap::<String, Vec<String>>::new());
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name.to_owned();
            } else {
                let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("no setting: {line}"));
                settings.entry(format!("{section}.{key}")).or_default().push(value.to_owned());
            }
        }
        settings
    }

    #[test]
    fn the_units_call_apply() {
        let material = samples::material();
        let files = export(&samples::runner(&material, "5m"), Whose::System);
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["pool-apply.service", "pool-apply.timer"]);
        let (service, timer) = (read(&files[0].content), read(&files[1].content));
        assert_eq!(service["Service.ExecStart"], ["/usr/local/bin/pool -q apply -f /etc/pool/pool.yaml"]);
        assert_eq!(service["Service.Type"], ["oneshot"]);
        assert_eq!(service["Service.ProtectHome"], ["yes"]);
        assert_eq!(service["Service.Environment"][0], "\"AZURE_SUBSCRIPTION_ID=00000000-0000-0000-0000-000000000001\"");
        assert_eq!(timer["Timer.OnCalendar"], ["*-*-* *:0/5:00 UTC"]);
        assert_eq!(timer["Timer.Persistent"], ["true"]);
        assert_eq!(timer["Install.WantedBy"], ["timers.target"]);
    }

    #[test]
    fn a_user_needs_no_user_of_its_own() {
        let mut material = samples::material();
        material.path = "/home/ana/pool.yaml".to_owned();
        let service = read(&export(&samples::runner(&material, "1h"), Whose::User)[0].content);
        assert!(!service.contains_key("Service.DynamicUser") && !service.contains_key("Unit.After"));
        let service = read(&export(&samples::runner(&material, "1h"), Whose::System)[0].content);
        assert_eq!(service["Service.ProtectHome"], ["read-only"]);
    }

    #[test]
    fn secrets_of_parked_pools_come_from_a_file() {
        let material = samples::parking();
        let runner = Runner { allow_park: true, ..samples::runner(&material, "5m") };
        for (whose, file) in [(Whose::System, "-/etc/pool/azure.env"), (Whose::User, "-%h/.config/pool/secrets.env")] {
            let text = export(&runner, whose).remove(0).content;
            assert!(text.replace("\n# ", " ").contains("API_KEY, REGISTRY_PASSWORD. Without"), "{text}");
            let service = read(&text);
            assert_eq!(service["Service.EnvironmentFile"], [file]);
            assert!(service["Service.ExecStart"][0].contains("apply --allow-park -f"), "{text}");
        }
    }

    #[test]
    fn odd_paths_are_quoted() {
        let material = samples::odd();
        let runner = Runner { program: samples::ODD_PROGRAM, ..samples::runner(&material, "5m") };
        let service = read(&export(&runner, Whose::System)[0].content);
        assert_eq!(
            service["Service.ExecStart"],
            [r#":"/opt/my tools/100%%/pool" -q apply -f "/srv/it's \"100%%\" ${{ x }} $HOME/öl \\ end/pool.yaml""#]
        );
    }
}
