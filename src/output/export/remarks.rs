//! What every file says of itself, as comments at its top.

use super::quote::printable;
use super::runner::Runner;
use crate::config::duration::render;
use crate::model::PoolId;
use crate::ops::doctor::RoleDefinition;
use crate::ops::export::{Material, Needed, Place};
use crate::output::printer::wrapped;

/// The width of comments.
const WIDTH: u16 = 100;

/// Texts as comments: paragraphs are broken between words, lines that begin with a space are commands and stay whole.
pub(super) fn comment(mark: &str, texts: &[String]) -> String {
    let width = WIDTH.saturating_sub(u16::try_from(mark.len() + 1).unwrap_or(WIDTH));
    let lines = texts.iter().flat_map(|text| text.split('\n')).map(|line| {
        let line = printable(line);
        let width = (!line.starts_with(' ')).then_some(width);
        wrapped(&line, width).lines().map(|line| format!("{mark} {line}").trim_end().to_owned() + "\n").collect()
    });
    lines.map(|lines: String| if lines.is_empty() { format!("{mark}\n") } else { lines }).collect()
}

/// What a runner is, for whom, and what it needs. `called` is the name of the target.
pub(super) fn of_runner(runner: &Runner<'_>, called: &str) -> Vec<String> {
    let (material, every) = (runner.material, runner.cadence.words());
    let mut texts = vec![format!(
        "Written by `pool export {called}` ({}). Every {every} it calls `pool apply`, which makes each pool what its \
         base, its scheduled events and its leases say at that moment.",
        env!("CARGO_PKG_VERSION")
    )];
    texts.push(of_pools(material));
    texts.extend(late(runner));
    texts.push(
        "A run that is late, missed or doubled changes nothing about where the pools end up, and two at once are safe: \
         no lock (`flock`) is needed. A run ends with 0 when all is done, and with 7 when some pools are not."
            .to_owned(),
    );
    texts.extend(of_parking(runner));
    let scope = if parks(runner) {
        "the resource groups of the pools (what is assigned on a pool itself is gone when it is parked)"
    } else {
        "the pools"
    };
    texts.push(format!(
        "Whoever signs in needs Contributor on {scope}, or the role \"{}\" that `pool doctor --role` prints.",
        RoleDefinition::smallest(&[]).name
    ));
    texts
}

/// Whether a run deletes and creates pools.
fn parks(runner: &Runner<'_>) -> bool {
    runner.allow_park && runner.material.parking().next().is_some()
}

/// What becomes of pools whose base is parked.
fn of_parking(runner: &Runner<'_>) -> Option<String> {
    if !runner.allow_park {
        return runner.material.left_standing().map(|text| format!("Careful: {text}"));
    }
    let names: Vec<&str> = runner.material.parking().map(|pool| pool.name.as_str()).collect();
    parks(runner).then(|| {
        format!(
            "With --allow-park a run deletes a pool whose base is `parked` while nobody wants it, and makes it again when \
             somebody does: {}.",
            names.join(", ")
        )
    })
}

/// Which secrets a run needs to make pools again. `place` says, as a whole sentence, where their values go.
pub(super) fn of_secrets(runner: &Runner<'_>, place: &str) -> Option<String> {
    let secrets = runner.secrets();
    (!secrets.is_empty()).then(|| {
        format!(
            "Making parked pools again needs secrets, which `pool export` never writes: {}. Without its own a pool is \
             neither parked nor made. {place}",
            secrets.join(", ")
        )
    })
}

/// What a runner that keeps nothing between runs loses of pools that it parks.
pub(super) fn of_copies(runner: &Runner<'_>) -> Option<String> {
    parks(runner).then(|| {
        "Nothing is kept between runs: the copy of a pool that a run deletes is lost, and so is what Azure Monitor saw of \
         it, for `pool receipt`. The pool file is what it is made from."
            .to_owned()
    })
}

/// The same for a runner of this machine, which reads the pool file where it stands.
pub(super) fn of_runner_here(runner: &Runner<'_>, called: &str) -> Vec<String> {
    let mut texts = of_runner(runner, called);
    texts.extend(runner.material.temporary().map(|text| format!("Careful: {text}")));
    texts
}

/// Which pool a snippet is for.
pub(super) fn of_pool(name: &str, id: Option<&PoolId>, called: &str) -> String {
    let id = id.map(|id| format!("\n  {id}")).unwrap_or_default();
    format!("Written by `pool export {called}` ({}). For the pool {name}.{id}", env!("CARGO_PKG_VERSION"))
}

/// Which pools and events the file is about.
fn of_pools(material: &Material) -> String {
    let pools = format!("Pools of {}: {}.", material.path, material.pools().join(", "));
    let events: Vec<&str> = material.file.events.iter().map(|event| event.name.as_str()).collect();
    if events.is_empty() {
        format!("{pools} The file has no `events:`, so a run only takes back leases whose time is over.")
    } else {
        format!("{pools} Scheduled events: {}.", events.join(", "))
    }
}

/// Where a run may come too late for an event to be warm at its start.
fn late(runner: &Runner<'_>) -> Option<String> {
    let every = runner.cadence.length();
    let (event, lead) = runner.material.shortest_lead().filter(|(_, lead)| *lead < every * 2)?;
    Some(format!(
        "Careful: {event} is to be warm {} before its start, and a run comes every {}; a warm-up takes minutes. Run more \
         often, or give it a longer `lead`.",
        render(lead),
        render(every)
    ))
}

/// Which profiles a runner looks for beside the pool file, where they stand now. `looks` says where it looks.
pub(super) fn of_profiles(material: &Material, looks: &str) -> Option<String> {
    let elsewhere: Vec<String> = material.own_profiles().filter_map(elsewhere).collect();
    (!elsewhere.is_empty()).then(|| {
        format!(
            "Careful: these profiles must be copied to {looks}, where the run looks for them: {}.",
            elsewhere.join(", ")
        )
    })
}

fn elsewhere(profile: &Needed) -> Option<String> {
    match &profile.place {
        Place::Elsewhere(path) => Some(format!("{} ({path})", profile.name)),
        Place::BuiltIn | Place::Beside => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn comments_break_between_words_and_commands_do_not() {
        let long = "word ".repeat(30);
        let text = comment("#", &[long.clone(), String::new(), format!("  {long}"), "a\u{85}b".into()]);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.iter().all(|line| line.starts_with('#')), "{text}");
        assert!(lines[0].len() <= WIDTH.into() && lines[1].starts_with("# word"), "{text}");
        assert!(lines.iter().any(|line| line.len() > WIDTH.into()), "a command stays whole: {text}");
        assert_eq!(lines[lines.len() - 1], "# a\u{fffd}b");
    }

    #[test]
    fn a_file_without_events_says_so() {
        let cases = [
            (samples::without_events(), "no `events:`, so a run only takes back leases"),
            (samples::material(), "Scheduled events: autumn-final, weekly."),
        ];
        for (material, expected) in cases {
            let texts = of_runner(&samples::runner(&material, "5m"), "cron").join("\n");
            assert!(texts.contains(expected), "{texts}");
        }
    }

    #[test]
    fn a_short_lead_is_warned_of() {
        let material = samples::material();
        let says = |every| of_runner(&samples::runner(&material, every), "cron").join("\n").contains("Careful");
        assert!(!says("5m"), "the shortest lead is 30m");
        assert!(says("20m"));
    }

    #[test]
    fn what_becomes_of_parked_pools_is_told() {
        let neither =
            "Careful: the base of contestpool is `parked`, and without --allow-park runs neither park nor make it.";
        let deletes = "With --allow-park a run deletes a pool";
        for (material, allow_park, told) in [
            (samples::parking(), false, Some(neither)),
            (samples::parking(), true, Some(deletes)),
            (samples::material(), false, None),
            (samples::material(), true, None),
        ] {
            let runner = Runner { allow_park, ..samples::runner(&material, "5m") };
            let text = of_runner(&runner, "cron").join("\n");
            for one in [neither, deletes] {
                assert_eq!(text.contains(one), told == Some(one), "{allow_park}: {text}");
            }
            assert_eq!(text.contains("the resource groups of the pools"), told == Some(deletes), "{text}");
        }
    }

    #[test]
    fn a_pool_file_among_temporary_ones_is_warned_of() {
        for (path, is_temporary) in [("/tmp/x/pool.yaml", true), ("/etc/pool.yaml", false), ("/tmpfiles/p.yaml", false)]
        {
            let material = Material { path: path.into(), ..samples::material() };
            let text = of_runner_here(&samples::runner(&material, "5m"), "cron").join("\n");
            assert_eq!(text.contains(&format!("Careful: {path} is in a folder for temporary")), is_temporary, "{text}");
        }
    }

    #[test]
    fn profiles_that_nobody_would_find_are_named() {
        let mut material = samples::material();
        assert_eq!(of_profiles(&material, "/etc/pool/profiles"), None);
        material.profiles[1].place = Place::Elsewhere("/home/ana/.config/pool/profiles/final.yaml".into());
        let text = of_profiles(&material, "/etc/pool/profiles").unwrap();
        assert!(text.contains("to /etc/pool/profiles") && text.contains("final (/home/ana/"), "{text}");
    }
}
