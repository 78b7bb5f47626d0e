//! What the provider of session pools offers: whether it is registered, which API versions, which regions.

use super::look::Look;
use super::{Request, from_error, not_checked};
use crate::azure::{Client, Scope};
use crate::error::{Error, Kind};
use crate::model::{Finding, Mark};
use crate::wire::Provider;
use futures::StreamExt;

/// Subscriptions that are asked at the same time.
const AT_ONCE: usize = 4;

/// What a subscription has of the provider.
pub(super) type Asked = (String, Result<Provider, Error>);

/// Asks every subscription that pools live in.
pub(super) async fn ask(azure: &Client, request: &Request) -> Vec<Asked> {
    let asked = subscriptions(request).into_iter().map(async |subscription| {
        let answer = azure.provider(&subscription).await;
        let scope = Scope::Subscription(subscription.clone());
        (subscription, answer.map_err(|failure| failure.into_error("read the provider Microsoft.App", &scope)))
    });
    futures::stream::iter(asked).buffered(AT_ONCE).collect().await
}

fn subscriptions(request: &Request) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let named = request.targets.iter().map(|target| &target.id.subscription);
    let fallback = request.subscription.iter().filter(|_| request.targets.is_empty());
    for subscription in named.chain(fallback) {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(subscription)) {
            all.push(subscription.clone());
        }
    }
    all
}

/// What was found about the provider, the API version and the regions.
pub(super) fn findings(request: &Request, asked: &[Asked], looks: &[Look]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = asked.iter().map(|(id, answer)| registration(id, answer)).collect();
    if asked.is_empty() {
        findings.extend(not_checked(&["provider"], "no subscription is named"));
    }
    // What it offers is the same in every subscription.
    let provider = asked.iter().find_map(|(_, answer)| answer.as_ref().ok());
    findings.push(version(&request.api_version, provider, looks));
    findings.extend(regions(request, provider, looks));
    findings
}

fn registration(subscription: &str, answer: &Result<Provider, Error>) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "provider", text);
    match answer {
        Err(error) => from_error("provider", error),
        Ok(provider) if provider.is_registered() => finding(Mark::Ok, "Microsoft.App is registered".to_owned()),
        Ok(provider) if provider.state.eq_ignore_ascii_case("Registering") => {
            finding(Mark::Warning, format!("Microsoft.App is being registered in subscription {subscription}"))
                .todo("Wait a minute or two.")
        }
        Ok(_) => finding(Mark::Fault, format!("Microsoft.App is not registered in subscription {subscription}")).todo(
            format!(
                "Run `az provider register --namespace Microsoft.App --subscription {subscription}`; it takes a minute \
                 or two."
            ),
        ),
    }
}

/// The provider's list lags behind what the service takes: a pool that was read proves the version.
fn version(wanted: &str, provider: Option<&Provider>, looks: &[Look]) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "api-version", text);
    let reads = || looks.iter().filter_map(|look| look.seen.as_ref()).map(|seen| &seen.pool);
    if let Some(refusal) = reads().filter_map(|read| read.as_ref().err()).find(|error| error.kind() == Kind::Usage) {
        return from_error("api-version", refusal);
    }
    let proven = reads().any(|read| matches!(read, Ok(Some(_))));
    let versions = provider.map(|provider| provider.versions.as_slice()).unwrap_or_default();
    let listed = versions.iter().any(|version| version.eq_ignore_ascii_case(wanted));
    match (listed, proven) {
        (true, _) => finding(Mark::Ok, format!("{wanted} is offered")),
        (false, true) => finding(Mark::Ok, format!("{wanted} is accepted, though the provider does not list it")),
        (false, false) => match newest(versions) {
            None => not_listed("api-version", provider),
            Some(newest) => finding(Mark::Warning, format!("{wanted} is not among the versions that Azure lists"))
                .todo(format!("Should it be refused, use the newest listed one: --api-version {newest}.")),
        },
    }
}

/// The newest stable version, or preview where there is no stable one.
fn newest(versions: &[String]) -> Option<&String> {
    versions.iter().filter(|version| !version.contains("preview")).max().or_else(|| versions.iter().max())
}

fn regions(request: &Request, provider: Option<&Provider>, looks: &[Look]) -> Vec<Finding> {
    let existing = looks.iter().filter_map(|look| look.seen.as_ref()?.pool.as_ref().ok()?.as_ref());
    let named = request.targets.iter().filter_map(|target| target.region.clone());
    let mut regions: Vec<String> = named.chain(existing.map(|pool| pool.location.clone())).collect();
    let slug = |name: &String| name.to_ascii_lowercase().replace(' ', "");
    // The later dress of a region is Azure's own, and the one to show.
    regions.reverse();
    regions.sort_by_key(slug);
    regions.dedup_by_key(|name| slug(name));
    match provider.filter(|provider| !provider.regions.is_empty()) {
        _ if regions.is_empty() => not_checked(&["region"], "no region is known").collect(),
        None => vec![not_listed("region", provider)],
        Some(provider) => regions.iter().map(|name| region(name, provider)).collect(),
    }
}

fn region(name: &str, provider: &Provider) -> Finding {
    if provider.has_region(name) {
        return Finding::new(Mark::Ok, "region", format!("{name} has session pools"));
    }
    Finding::new(Mark::Warning, "region", format!("{name} is not among the regions that Azure lists for session pools"))
        .todo("`az provider show --namespace Microsoft.App` lists them.")
}

fn not_listed(subject: &str, provider: Option<&Provider>) -> Finding {
    let why = if provider.is_some() { "the provider does not list any" } else { "the provider cannot be read" };
    Finding::new(Mark::Note, subject, format!("not checked: {why}"))
}
