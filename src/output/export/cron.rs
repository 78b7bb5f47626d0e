//! Lines for a crontab.

use super::File;
use super::quote::{cron, cron_variable};
use super::remarks::{comment, of_profiles, of_runner_here, of_secrets};
use super::runner::Runner;
use crate::error::{Error, Kind, Result};
use std::time::Duration;

/// Cron counts in minutes.
pub const SHORTEST: Duration = Duration::from_secs(60);

const INSTALL: &str = "\
Add what follows with `crontab -e`, as somebody who is signed in: after `az login`, or on a machine of Azure with a \
managed identity. `pool doctor`, run as that user, says whether it will work. Settings hold for every line below them. \
(In /etc/cron.d the name of a user stands between the times and the command.)";

const PATH: &str = "cron reads no profile of a shell. Where `az` is to sign in, it must be on this PATH:";

const MAIL: &str = "\
What goes wrong is said on stderr, which cron mails to MAILTO; results go to the log. HOME is the user's own, where \
`az` keeps its login; set it here if cron does not.";

const SECRETS: &str = "\
Fill them in with `crontab -e`, whose lines only you and root can read; keep them out of files that others read.";

/// The lines.
///
/// # Errors
/// `Usage` for what a crontab cannot hold: a path or a value with a line break.
pub fn export(runner: &Runner<'_>) -> Result<Vec<File>> {
    let material = runner.material;
    let words = runner.words(None, &material.path);
    let all = [runner.program.to_owned()].into_iter().chain(words);
    let command = all.map(|word| one_line(&word).map(cron)).collect::<Result<Vec<_>>>()?.join(" ");
    let profiles = of_profiles(material, "the folder `profiles` beside the pool file");
    let top = [of_runner_here(runner, "cron"), vec![String::new(), INSTALL.to_owned()], profiles.into_iter().collect()];
    let mut text = comment("#", &top.concat());
    text += &format!("\n{}PATH=/usr/local/bin:/usr/bin:/bin\n", comment("#", &[PATH.to_owned()]));
    for variable in &material.variables {
        text += &match variable.value.as_deref() {
            Some(value) => format!("{}={}\n", variable.name, cron_variable(value).ok_or_else(|| no_line(value))?),
            None => format!("# The pool file does not say; fill it in:\n#{}=\n", variable.name),
        };
    }
    if let Some(remark) = of_secrets(runner, SECRETS) {
        text += &comment("#", &[remark]);
        text.extend(runner.secrets().iter().map(|name| format!("#{name}=\n")));
    }
    text += &format!("{}#MAILTO=you@example.com\n", comment("#", &[MAIL.to_owned()]));
    text += &format!("{} {command} >> \"$HOME/pool-apply.log\"\n", runner.cadence.cron(0));
    Ok(vec![File { name: "pool-apply.cron".to_owned(), content: text }])
}

fn one_line(text: &str) -> Result<&str> {
    if text.chars().any(char::is_control) { Err(no_line(text)) } else { Ok(text) }
}

fn no_line(text: &str) -> Error {
    Error::message(Kind::Usage, format!("{text:?} cannot stand in a crontab"))
        .hint("Paths there have no line breaks. Rename it, or use `pool export systemd`.")
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    /// The only line that is neither a comment nor a setting, and the settings.
    fn read(text: &str) -> (String, Vec<(String, String)>) {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let (jobs, settings): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with('*'));
        assert_eq!(jobs.len(), 1, "{text}");
        let settings = settings.iter().map(|line| line.split_once('=').unwrap());
        (jobs[0].to_owned(), settings.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn the_line_calls_apply_with_absolute_paths() {
        let material = samples::material();
        let files = export(&samples::runner(&material, "5m")).unwrap();
        let (job, settings) = read(&files[0].content);
        assert_eq!(job, "*/5 * * * * /usr/local/bin/pool -q apply -f /etc/pool/pool.yaml >> \"$HOME/pool-apply.log\"");
        let subscription = "\"00000000-0000-0000-0000-000000000001\"";
        assert_eq!(settings[1], ("AZURE_SUBSCRIPTION_ID".to_owned(), subscription.to_owned()));
        assert!(files[0].content.lines().all(|line| line.chars().count() <= 120));
    }

    #[test]
    fn odd_paths_are_quoted() {
        let (mut material, program) = (samples::odd(), samples::ODD_PROGRAM);
        material.cloud = Some("usgov".to_owned());
        let runner = Runner { program, ..samples::runner(&material, "1h") };
        let text = export(&runner).unwrap().remove(0).content;
        let job = text.lines().last().unwrap();
        let command = job.strip_prefix("0 * * * * ").unwrap().replace("\\%", "%");
        let words = shlex::split(&command).unwrap();
        assert_eq!(words[..7], [program, "-q", "apply", "--cloud", "usgov", "-f", material.path.as_str()]);
    }

    #[test]
    fn what_a_crontab_cannot_hold_is_refused() {
        let mut material = samples::material();
        material.path = "/a\nb/pool.yaml".to_owned();
        assert_eq!(export(&samples::runner(&material, "5m")).unwrap_err().kind(), Kind::Usage);
        let mut material = samples::material();
        material.variables[0].value = Some("'both\" kinds".to_owned());
        assert_eq!(export(&samples::runner(&material, "5m")).unwrap_err().kind(), Kind::Usage);
    }

    #[test]
    fn secrets_of_parked_pools_are_to_be_filled_in() {
        let material = samples::parking();
        let runner = samples::runner(&material, "5m");
        let text = export(&Runner { allow_park: true, ..runner.clone() }).unwrap().remove(0).content;
        assert!(text.contains("pool -q apply --allow-park -f "), "{text}");
        assert!(text.contains("\n#API_KEY=\n#REGISTRY_PASSWORD=\n"), "{text}");
        let without = export(&runner).unwrap().remove(0).content;
        assert!(!without.contains("API_KEY") && !without.contains("apply --allow-park"), "{without}");
    }

    #[test]
    fn a_subscription_that_nobody_knows_is_to_be_filled_in() {
        let mut material = samples::material();
        material.variables[0].value = None;
        let text = export(&samples::runner(&material, "5m")).unwrap().remove(0).content;
        assert!(text.contains("fill it in:\n#AZURE_SUBSCRIPTION_ID=\n"), "{text}");
    }
}
