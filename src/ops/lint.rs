//! What is worth saying of a pool file's scheduled events, with the profiles they name looked up.

use super::declared::{declared, scheduled};
use super::expense::{Metered, Refusal, Visit, check_budget};
use crate::config::{KindsPrice, PoolEntry, PoolFile};
use crate::cost::Card;
use crate::error::Result;
use crate::model::{Finding, Kind, Mark, Profile};
use crate::plan::lint::{LintedEvent, LintedPool, lint};
use crate::schedule::Records;
use jiff::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// What is worth saying of a pool file's events.
#[derive(Debug, Default)]
pub struct Linted {
    /// All of it.
    pub findings: Vec<Finding>,
    /// The events of which it says that no pool will be raised for them; what it says is a finding of the same text.
    pub refused: Vec<Refusal>,
}

/// What is worth saying of the events of a pool file, which stands at `path`; of one pool's alone with `only`.
///
/// # Errors
/// What `profile` answers for a name.
pub fn findings(
    (path, file): (&str, &PoolFile),
    only: Option<&str>,
    mut profile: impl FnMut(&str) -> Result<Profile>,
    warm_after: impl Fn(&PoolEntry) -> Option<Duration>,
    (card, now): (&Card, Timestamp),
) -> Result<Linted> {
    let mut known: HashMap<String, Profile> = HashMap::new();
    let mut find = |name: &str| -> Result<Profile> {
        if let Some(profile) = known.get(name) {
            return Ok(profile.clone());
        }
        let found = profile(name)?;
        known.insert(name.to_owned(), found.clone());
        Ok(found)
    };
    let wanted = |pool: &&PoolEntry| only.is_none_or(|only| only.eq_ignore_ascii_case(&pool.name));
    let mut pools = Vec::new();
    for entry in file.pools.iter().filter(wanted) {
        pools.push(LintedPool {
            name: entry.name.clone(),
            base: entry.base.clone(),
            settings: find(&entry.base)?.settings,
            parks: entry.parks,
            kind: entry.definition.as_ref().map(|definition| definition.kind),
            warm_after: warm_after(entry),
        });
    }
    let numbers: HashMap<&str, usize> =
        pools.iter().enumerate().map(|(number, pool)| (pool.name.as_str(), number)).collect();
    let mut events = Vec::new();
    for entry in &file.events {
        let own: Vec<usize> = entry.pools.iter().filter_map(|name| numbers.get(name.as_str()).copied()).collect();
        if own.is_empty() {
            continue;
        }
        let found = find(&entry.profile)?;
        events.push(LintedEvent {
            event: scheduled(entry, found),
            place: format!("{path}:{}:{}", entry.line, entry.column),
            pools: own,
            is_refused: false,
        });
    }
    let over = over_budget((path, file), (&events, &pools), &mut find, (card, now))?;
    for linted in &mut events {
        linted.is_refused = over.iter().any(|(place, ..)| *place == linted.place);
    }
    let mut findings = lint(&pools, &events, now);
    let mut refused = Vec::new();
    for (place, refusal, todo) in over {
        let subject = format!("{place}: {}", refusal.event);
        findings.push(Finding::new(Mark::Warning, subject, &refusal.text).todo(todo));
        refused.push(refusal);
    }
    Ok(Linted { findings, refused })
}

/// The prices of a pool file that count for none of its pools. Nothing is said where it does not say what each of them is
/// made of.
#[must_use]
pub fn idle_prices((path, file): (&str, &PoolFile)) -> Vec<Finding> {
    let kinds = file.pools.iter().map(|entry| entry.definition.as_ref().map(|definition| definition.kind));
    let Some(kinds) = kinds.collect::<Option<Vec<Kind>>>().filter(|kinds| !kinds.is_empty()) else { return Vec::new() };
    let is_idle = |price: &&KindsPrice| !kinds.iter().any(|kind| kind.keeps_ready() == price.of_containers);
    let finding = |price: &KindsPrice| {
        let KindsPrice { key, of_containers, line, column } = price;
        let kind = if *of_containers { "custom container" } else { "code interpreter" };
        let text = format!("counts for nothing: no pool of the file is a {kind}");
        Finding::new(Mark::Note, format!("{path}:{line}:{column}: rates.{key}"), text)
    };
    file.prices_of_kinds.iter().filter(is_idle).map(finding).collect()
}

/// A price for each session where a pool of the file is one that Azure bills by nodes.
#[must_use]
pub fn flat_price((path, file): (&str, &PoolFile)) -> Option<Finding> {
    let (line, column) = file.flat_place?;
    let card = Card { own: file.rates.clone(), ..Card::default() };
    let beside = |metered: Metered| metered.rates(&card).ok()?.beside_nodes(metered.kind, metered.size);
    let definitions = file.pools.iter().filter_map(|entry| entry.definition.as_ref());
    let text = definitions.map(Metered::from).find_map(beside)?;
    Some(Finding::new(Mark::Note, format!("{path}:{line}:{column}: rates.flat"), text))
}

/// The events whose next time may cost more than their budget, each with its place and what comes of it. Where the file
/// does not say what any of its pools is made of, only what is so whatever they are.
fn over_budget(
    (path, file): (&str, &PoolFile),
    (events, pools): (&[LintedEvent], &[LintedPool]),
    find: &mut impl FnMut(&str) -> Result<Profile>,
    (card, now): (&Card, Timestamp),
) -> Result<Vec<(String, Refusal, &'static str)>> {
    let records = Records::default();
    let mut found = Vec::new();
    for LintedEvent { event, place, pools: own, .. } in events {
        let entry = file.events.iter().find(|entry| entry.name == event.name);
        if entry.is_none_or(|entry| entry.budget.is_none()) {
            continue;
        }
        let Some(next) = event.calendar.next(now) else { continue };
        let made = |name: &String| file.pool(name).and_then(|entry| entry.definition.as_ref()).map(Metered::from);
        let own = || own.iter().filter_map(|number| pools.get(*number));
        let claim = event.claim(&next);
        let known = own().find_map(|pool| Some((pool, Some(made(&pool.name)?))));
        let Some((pool, metered)) = known.or_else(|| own().next().map(|pool| (pool, None))) else { continue };
        let todo = match metered {
            // Nobody has looked at the pools.
            _ if next.from <= now => "`pool apply` raises no pool for it; what is up for it already stays.",
            Some(_) => "`pool apply` will not raise a pool for it.",
            None => "Whatever its pools are made of, `pool apply` will not raise one for it.",
        };
        let declared = declared(Some((path, file)), file.pool(&pool.name), &pool.base, &mut *find)?;
        let Some(budget) = declared.budgets.get(&event.name) else { continue };
        let visit = Visit { pool: &pool.name, metered, around: declared.around(&records), claim: &claim, depth: 0 };
        let refused = check_budget(card, budget, &visit);
        found.extend(refused.map(|refusal| (place.clone(), refusal, todo)));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pool_file;
    use crate::model::{Lifecycle, Settings};

    fn told(rates: &str, budget: &str, kind: &str) -> Vec<String> {
        let found = found(rates, budget, kind, "2026-12-01T00:00:00Z").into_iter();
        found.map(|finding| format!("{}: {}", finding.subject, finding.text)).collect()
    }

    fn found(rates: &str, budget: &str, kind: &str, now: &str) -> Vec<Finding> {
        let made = if kind.is_empty() { String::new() } else { format!("container: {{type: {kind}}}") };
        let text = format!(
            "defaults: {{location: eastus2}}\npools: {{p: {{{made}}}, q: {{{made}}}}}\n\
             rates: {rates}\nevents:\n  - {{name: x, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h, \
             lead: 0s, budget: {budget}, pools: [p, q]}}\n"
        );
        let file = pool_file::parse("pool.yaml", &text).unwrap();
        let profile = |name: &str| {
            let max_sessions = if name == "contest" { 50 } else { 5 };
            let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
            let settings = Settings { max_sessions, ready_sessions: 0, lifecycle, expires_after: None };
            Ok(Profile { name: name.to_owned(), description: None, settings })
        };
        let card = Card { own: file.rates.clone(), ..Card::default() };
        let now = now.parse().unwrap();
        findings(("pool.yaml", &file), None, profile, |_| None, (&card, now)).unwrap().findings
    }

    #[test]
    fn an_event_over_its_budget_is_told_beforehand() {
        // 50 sessions x 2 h x 12 a session and hour x 0.03 = 36 on each pool.
        assert_eq!(told("{startedHour: 0.03}", "72", "PythonLTS"), Vec::<String>::new());
        let found = told("{startedHour: 0.03}", "71.98", "PythonLTS");
        assert_eq!(
            found,
            [
                "pool.yaml:5:5: x: the event `x` may cost $72.00 on its 2 pools, and $71.98 is allowed: 2400 started hours x \
              $0.03 = $72.00"
            ]
        );
        // Whatever the pools are: 50 sessions x 2 h x 0.36.
        assert_eq!(told("{flat: 0.36}", "72", ""), Vec::<String>::new());
        let found = told("{flat: 0.36}", "71.98", "");
        assert!(
            found[0].contains("may cost $72.00 on its 2 pools, and $71.98 is allowed: 200 session-hours"),
            "{found:?}"
        );
        assert_eq!(told("{currency: USD}", "0.01", ""), Vec::<String>::new(), "prices of a region that nobody knows");
        // Wherever and whatever they are.
        let costs_something = ["pool.yaml:5:5: x: it costs more than $0.00"];
        assert_eq!(told("{currency: USD}", "0", ""), costs_something);
        assert_eq!(told("{node: 1, management: 0}", "0", ""), costs_something);
        for free in ["{flat: 0}", "{node: 0, management: 0}", "{startedHour: 0}"] {
            assert_eq!(told(free, "0", ""), Vec::<String>::new(), "{free}");
        }
        let found = told("{currency: EUR, node: 1}", "1000", "");
        assert!(found[0].contains("is known in EUR"), "{found:?}");
        assert_eq!(told("{currency: EUR, startedHour: 1}", "100000", ""), Vec::<String>::new());
        let found = told("{currency: EUR}", "1000", "Shell");
        assert!(found[0].contains("no price of a started hour in eastus2 is known in EUR"), "{found:?}");
    }
    #[test]
    fn a_price_that_counts_for_no_pool_is_told() {
        let told = |pools: &str, rates: &str| {
            let text = format!("defaults: {{location: eastus2}}\npools: {{{pools}}}\nrates: {rates}\n");
            let file = pool_file::parse("pool.yaml", &text).unwrap();
            let found = idle_prices(("pool.yaml", &file)).into_iter();
            found.map(|finding| finding.to_string()).collect::<Vec<_>>().join("; ")
        };
        let python = "p: {container: {type: PythonLTS}}";
        let custom = "c: {container: {type: CustomContainer, environment: e, image: i/x:v1, cpu: 0.5, memory: 1Gi, targetPort: 80}}";
        let both = format!("{python}, {custom}");
        let all = "{node: 1, management: 0, startedHour: 1}";
        let idle = |place: &str, key: &str, kind: &str| {
            format!("pool.yaml:3:{place}: rates.{key}: counts for nothing: no pool of the file is a {kind}")
        };
        let of_python =
            [idle("9", "node", "custom container"), idle("18", "management", "custom container")].join("; ");
        for (pools, rates, expected) in [
            (python, all, of_python),
            (custom, all, idle("33", "startedHour", "code interpreter")),
            (&both, all, String::new()),
            (&format!("{python}, q: {{}}"), all, String::new()),
            ("", all, String::new()),
            (python, "{flat: 1}", String::new()),
        ] {
            assert_eq!(told(pools, rates), expected, "{pools} {rates}");
        }
    }

    #[test]
    fn a_price_for_each_session_of_a_custom_container_is_told_of() {
        let custom = "{container: {type: CustomContainer, environment: e, image: i/x:v1, cpu: 0.5, memory: 1Gi, targetPort: 80}}";
        let text = "pool.yaml:3:9: rates.flat: counts each session; Azure bills custom containers by whole nodes of 30 \
                    sessions: `node: 0.75, management: 0` is the same bill for one warm session";
        for (pool, rates, expected) in [
            (custom, "{flat: 0.75}", Some(text)),
            (custom, "{node: 0.75}", None),
            ("{container: {type: PythonLTS}}", "{flat: 0.75}", None),
            ("{}", "{flat: 0.75}", None),
        ] {
            let file = format!("defaults: {{location: eastus2}}\npools: {{p: {pool}}}\nrates: {rates}\n");
            let file = pool_file::parse("pool.yaml", &file).unwrap();
            let found = flat_price(("pool.yaml", &file)).map(|finding| finding.to_string());
            assert_eq!(found.as_deref(), expected, "{pool} {rates}");
        }
    }

    /// What is up already stays, and nobody has looked whether it is.
    #[test]
    fn of_an_event_that_holds_nothing_is_denied_that_may_be_up() {
        for (now, todo) in [
            ("2026-12-05T13:59:59Z", "`pool apply` will not raise a pool for it."),
            ("2026-12-05T14:00:00Z", "`pool apply` raises no pool for it; what is up for it already stays."),
        ] {
            for (rates, kind) in [("{startedHour: 0.03}", "PythonLTS"), ("{flat: 0.36}", "")] {
                let found = found(rates, "1", kind, now);
                let told = found[0].todo.as_deref().unwrap().replace("Whatever its pools are made of, ", "");
                assert_eq!(told.replace("raise one for it", "raise a pool for it"), todo);
            }
        }
    }
}
