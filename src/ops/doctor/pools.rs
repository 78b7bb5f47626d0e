//! How the pools themselves are.

use super::look::{Look, Seen};
use super::{Target, from_error, not_checked, told_elsewhere};
use crate::error::{Error, Kind};
use crate::model::time::utc;
use crate::model::{Finding, Mark, Pool, State};
use crate::ops::parked::Next;

/// What was found about each pool.
pub(super) fn findings(looks: &[Look]) -> Vec<Finding> {
    let seen: Vec<&Seen> = looks.iter().filter_map(|look| look.seen.as_ref()).collect();
    if seen.is_empty() {
        return not_checked(&["pool"], "none is named")
            .map(|finding| finding.todo("Name one with -n, or write a pool file with `pool init`."))
            .collect();
    }
    seen.into_iter().map(finding).collect()
}

fn finding(seen: &Seen) -> Finding {
    let name = &seen.id.name;
    match &seen.pool {
        Ok(Some(pool)) => state(pool),
        Ok(None) if let Some(Next { claim, .. }) = &seen.due => {
            let since = claim.from.map_or_else(String::new, |from| format!(" since {}", utc(from)));
            let text = format!("{name} is parked, and `{}` wants it{since}", claim.name);
            Finding::new(Mark::Warning, "pool", text)
                .todo(format!("`pool apply --allow-park` makes it, and so does `pool unpark -n {name}`."))
        }
        Ok(None) if seen.parks => Finding::new(Mark::Ok, "pool", format!("{name} is parked: it does not exist")),
        Ok(None) if let Some(by) = &seen.parked_by => {
            let text = format!(
                "{name} is parked, by {} at {}; since its base is not `parked`, every `pool apply` fails for it",
                by.who,
                utc(by.at)
            );
            Finding::new(Mark::Warning, "pool", text)
                .todo(format!("`pool unpark -n {name}` makes it again; `base: parked` lets runs do both."))
        }
        Ok(None) => {
            let text = format!("{name} does not exist in resource group {}", seen.id.group);
            Finding::new(Mark::Warning, "pool", text)
                .todo(format!("Make it with `pool create -n {name}`; `pool list` shows those that exist."))
        }
        Err(error) => unread(name, error),
    }
}

/// Whether whatever runs `pool apply` here may make and delete a pool whose base is parked, as far as it was noted.
pub(super) fn leave(target: &Target) -> Option<Finding> {
    if !target.parks {
        return None;
    }
    let (name, finding) = (&target.id.name, |mark, text: String| Finding::new(mark, "runner", text));
    if let [first, ..] = target.unset.as_slice() {
        let text = format!("{first} is not set here: a run from here would neither park {name} nor make it");
        return Some(finding(Mark::Warning, text).todo("Set it wherever `pool apply --allow-park` is scheduled."));
    }
    let run = target.run.as_ref().and_then(|run| Some((run, run.allow_park?)));
    let Some((run, allow_park)) = run else {
        let text = format!("nobody knows here whether runs park and make {name}: none over it was seen to its end");
        return Some(finding(Mark::Note, text).todo("Where it is scheduled it must be `pool apply --allow-park`."));
    };
    let ran = format!("`pool apply` ran here last at {}, by {},", utc(run.at), run.by);
    Some(if allow_park {
        finding(Mark::Ok, format!("{ran} with --allow-park: it parks and makes {name}"))
    } else {
        finding(Mark::Warning, format!("{ran} without --allow-park: it neither parks nor makes {name}"))
            .todo("Let what is scheduled run `pool apply --allow-park`.")
    })
}

/// Not to be allowed to read a pool is no gap in the check, it is what is wrong.
fn unread(name: &str, error: &Error) -> Finding {
    let finding = told_elsewhere("pool", error).unwrap_or_else(|| from_error("pool", error));
    match error.kind() {
        Kind::Forbidden => Finding { mark: Mark::Fault, text: error.to_string(), ..finding },
        // The API version is refused, and that is told already.
        Kind::Usage => {
            let text = format!("{name} not checked: it cannot be read with this api-version");
            Finding { mark: Mark::Note, text, todo: None, ..finding }
        }
        _ => finding,
    }
}

fn state(pool: &Pool) -> Finding {
    let name = &pool.id.name;
    let finding = |mark, text: String| Finding::new(mark, "pool", text);
    match &pool.state {
        State::Failed | State::Canceled => {
            finding(Mark::Fault, format!("{name} is in state {}, and is not raised so", pool.state))
                .todo(format!("Look with `pool show -n {name} --raw`; delete it and create it anew."))
        }
        State::Succeeded => succeeded(pool),
        busy => finding(Mark::Note, format!("{name} is {busy}: an operation is running")),
    }
}

fn succeeded(pool: &Pool) -> Finding {
    let name = &pool.id.name;
    let max = pool.scale.max;
    let (mark, scale) = match (pool.scale.ready, pool.counts) {
        (None, _) => (Mark::Ok, format!("max {max}")),
        (Some(wanted), Some(counts)) if counts.ready < wanted => {
            (Mark::Note, format!("max {max}, {} of {wanted} ready", counts.ready))
        }
        (Some(wanted), _) => (Mark::Ok, format!("max {max}, ready {wanted}")),
    };
    if let Some(counts) = pool.counts.filter(|counts| counts.image_pull_failed + counts.crashed > 0) {
        let (images, crashed) = (counts.image_pull_failed, counts.crashed);
        let text = format!("{name} has {images} sessions without their image and {crashed} crashed ones");
        return Finding::new(Mark::Warning, "pool", text)
            .todo("Check the image, its registry's credentials and the container's probes.");
    }
    Finding::new(mark, "pool", format!("{name} is {}: {scale}", pool.state))
}
