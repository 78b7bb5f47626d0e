//! Whether the login may do what pool needs.

use super::from_error;
use super::look::{Look, Rights};
use super::needs::{NEEDS, Need, On};
use super::{not_checked, told_elsewhere};
use crate::error::Kind;
use crate::model::access::verdict;
use crate::model::{Finding, Mark, Permission, Verdict};

/// What a login lacks somewhere; equal wherever it lacks the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Lacks {
    missing: Vec<Need>,
    doubtful: Vec<Need>,
}

/// What was found about rights. Places with the same outcome share a line.
pub(super) fn findings(looks: &[Look]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut outcomes: Vec<(Lacks, Vec<&str>)> = Vec::new();
    // Pools first, then what they are linked to.
    let own = looks.iter().flat_map(|look| look.rights.iter().take(1));
    for rights in own.chain(looks.iter().flat_map(|look| look.rights.iter().skip(1))) {
        match &rights.permissions {
            Err(error) => {
                // That something which a pool is linked to is missing is told nowhere else.
                let is_of_link = rights.on != On::Pool && error.kind() == Kind::NotFound;
                let told = told_elsewhere("role", error).filter(|_| !is_of_link);
                findings.push(told.unwrap_or_else(|| from_error("role", error)));
            }
            Ok(permissions) => {
                let lacks = lacks(rights, permissions);
                match outcomes.iter_mut().find(|(known, _)| *known == lacks) {
                    // Pools share environments and identities.
                    Some((_, places)) if places.contains(&rights.place.as_str()) => {}
                    Some((_, places)) => places.push(&rights.place),
                    None => outcomes.push((lacks, vec![&rights.place])),
                }
            }
        }
    }
    findings.extend(outcomes.iter().map(|(lacks, places)| finding(lacks, &places.join(", "))));
    if findings.is_empty() {
        findings.extend(not_checked(&["role"], "no pool and no resource group is named"));
    }
    findings
}

fn lacks(rights: &Rights, permissions: &[Permission]) -> Lacks {
    let mut lacks = Lacks::default();
    for need in NEEDS.iter().filter(|need| need.on == rights.on) {
        match verdict(permissions, need.action) {
            Verdict::Allowed => {}
            Verdict::Doubtful => lacks.doubtful.push(*need),
            Verdict::Missing => lacks.missing.push(*need),
        }
    }
    lacks
}

fn finding(lacks: &Lacks, places: &str) -> Finding {
    let Lacks { missing, doubtful } = lacks;
    if let Some(worst) = missing.iter().map(|need| need.lack).max() {
        return Finding::new(worst, "role", format!("this login lacks {} on {places}", named(missing)))
            .todo("Ask for Contributor there, or for a role as `pool doctor --role` prints it.");
    }
    if doubtful.is_empty() {
        return Finding::new(Mark::Ok, "role", format!("this login may do all that pool needs on {places}"));
    }
    let actions: Vec<&str> = doubtful.iter().map(|need| need.action).collect();
    let text = format!("whether this login's roles cover {} on {places} is not known", actions.join(", "));
    Finding::new(Mark::Note, "role", text).todo(
        "Azure's own role for session pools has patterns such as `sessionPools/*/write` alone; should Azure refuse, \
         ask for Contributor or for a role as `pool doctor --role` prints it.",
    )
}

/// "Microsoft.App/sessionPools/delete (delete), …".
fn named(needs: &[Need]) -> String {
    needs.iter().map(|need| format!("{} ({})", need.action, need.commands)).collect::<Vec<_>>().join(", ")
}
