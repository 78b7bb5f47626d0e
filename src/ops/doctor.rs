//! A check of the whole set-up, from the settings to the pools: each check is a finding, and one that cannot be made
//! says so and fails nothing.
//!
//! Whether the server is there and who signs in is found out first, both at once; everything else follows at once too,
//! so that the whole takes two round trips and the time to sign in.

mod credential;
pub(super) mod endpoint;
pub(super) mod locks;
mod look;
pub mod needs;
mod pools;
mod provider;
mod role;
mod settings;
mod target;

pub use needs::{NEEDS, Need, On, RoleDefinition};
pub use settings::{Setting, Told};
pub use target::Target;

use super::{Ops, Step};
use crate::azure::{API_VERSION, Client};
use crate::error::{Error, Kind};
use crate::model::{Finding, Mark};
use std::pin::pin;
use std::time::Duration;

/// How long each half may take: a person waits for it, and one who waits longer knows enough.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long nothing is said of what goes on.
const SILENCE: Duration = Duration::from_secs(1);

/// What is asked with answers from Azure alone, in the order of their findings.
const ASKED: [&str; 6] = ["provider", "api-version", "region", "role", "locks", "pool"];

/// What is checked.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The API version of session pools that would be used.
    pub api_version: String,
    /// Where requests go, in words.
    pub endpoint: String,
    /// What was set, and where.
    pub settings: Vec<Setting>,
    /// What is wrong with the settings, and what else is worth saying of them.
    pub remarks: Vec<Finding>,
    /// The subscription that holds where a pool names none.
    pub subscription: Option<String>,
    /// The resource group that holds where a pool names none.
    pub group: Option<String>,
    /// The pools to look at.
    pub targets: Vec<Target>,
}

/// Checks everything, and says what was found, in an order that people read.
pub async fn run(ops: &Ops, request: &Request) -> Vec<Finding> {
    let mut all = pin!(all(ops, request));
    tokio::select! {
        biased;
        findings = &mut all => return findings,
        () = ops.clock.sleep(SILENCE) => {}
    }
    ops.tell(Step::Checking);
    all.await
}

/// What can be said where not even a request can be made, and why that is.
#[must_use]
pub fn offline(request: &Request, error: &Error) -> Vec<Finding> {
    let mut findings = known(request);
    findings.push(from_error("endpoint", error));
    findings.extend(not_checked(&["clock", "login"], "no request can be made"));
    findings.extend(not_checked(&ASKED, "no request can be made"));
    findings
}

async fn all(ops: &Ops, request: &Request) -> Vec<Finding> {
    let mut findings = known(request);
    let azure = patient(ops);
    let (reached, login) = tokio::join!(azure.reach(), azure.login());
    let why_not = match (&reached, &login) {
        (Err(_), _) => Some("the endpoint cannot be reached"),
        (_, Err(_)) => Some("nobody is signed in"),
        _ => None,
    };
    findings.extend(endpoint::findings(&request.endpoint, reached));
    findings.push(credential::finding(login));
    match why_not {
        Some(why) => findings.extend(not_checked(&ASKED, why)),
        None => findings.extend(asked(&patient(ops), request).await),
    }
    findings
}

/// What is known without asking anybody.
fn known(request: &Request) -> Vec<Finding> {
    let mut findings = vec![version(&request.api_version)];
    findings.extend(request.settings.iter().map(Setting::finding));
    findings.extend(request.remarks.iter().cloned());
    findings.extend(request.targets.iter().filter_map(pools::leave));
    findings
}

fn version(api_version: &str) -> Finding {
    let text = format!("pool {}, api-version {api_version}", env!("CARGO_PKG_VERSION"));
    if api_version == API_VERSION {
        return Finding::new(Mark::Ok, "version", text);
    }
    Finding::new(Mark::Note, "version", format!("{text} as --api-version says; pool is made for {API_VERSION}"))
}

async fn asked(azure: &Client, request: &Request) -> Vec<Finding> {
    let (providers, looks) = tokio::join!(provider::ask(azure, request), look::at_all(azure, request));
    let mut findings = provider::findings(request, &providers, &looks);
    findings.extend(role::findings(&looks));
    findings.extend(locks::findings(&looks));
    findings.extend(pools::findings(&looks));
    findings
}

/// The client with a deadline that somebody can wait for.
fn patient(ops: &Ops) -> Client {
    let deadline = ops.clock.now().checked_add(PATIENCE).map_or(ops.deadline, |then| then.min(ops.deadline));
    ops.azure.with_deadline(Some(deadline))
}

fn not_checked<'a>(subjects: &'a [&str], why: &'a str) -> impl Iterator<Item = Finding> + 'a {
    subjects.iter().map(move |subject| Finding::new(Mark::Note, *subject, format!("not checked: {why}")))
}

/// What could not be found out, and what to do about it. What this login may not read is left unchecked: whether it
/// may scale is another matter.
#[must_use]
pub fn from_error(subject: &str, error: &Error) -> Finding {
    let finding = match error.kind() {
        Kind::Forbidden => Finding::new(Mark::Note, subject, format!("not checked: {error}")),
        _ => Finding::new(Mark::Fault, subject, error.to_string()),
    };
    let todo = match error.kind() {
        // It was our patience that ended, not the time of the command.
        Kind::TimedOut => "Check the network and the proxy, or try again in a while.".to_owned(),
        _ if error.hints().is_empty() => "Run it again with -v to see what was asked.".to_owned(),
        _ => error.hints().join(" "),
    };
    finding.todo(todo)
}

/// The same for what another line tells already: a token that is refused and a subscription that is not there are told
/// of the provider, a group or a pool that is not there of the pool.
fn told_elsewhere(subject: &str, error: &Error) -> Option<Finding> {
    let elsewhere = [
        (Kind::SignedOut, "provider"),
        (Kind::SubscriptionNotFound, "provider"),
        (Kind::GroupNotFound, "pool"),
        (Kind::PoolNotFound, "pool"),
        (Kind::NotFound, "pool"),
    ];
    let (_, other) = elsewhere.into_iter().find(|(kind, other)| *kind == error.kind() && *other != subject)?;
    Some(Finding::new(Mark::Note, subject, format!("not checked: see {other}")))
}
