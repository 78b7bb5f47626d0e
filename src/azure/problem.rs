//! Failures as the program's errors: the kind, a sentence that says what is so, and what to do about it.
//!
//! ARM's codes come first and its statuses second, because the same code comes under several statuses (services
//! documentation of 2024-06-20); codes compare without case, and inner errors count.

use super::failure::{self, Failure, OPERATION_GONE, Scope};
use crate::error::{Error, Kind};
use crate::model::PoolId;
use crate::wire::ArmError;
use std::time::Duration;

/// Codes and what they mean, the telling ones before the general ones.
const BY_CODE: &[(Kind, &[&str])] = &[
    (
        Kind::SignedOut,
        &[
            "ExpiredAuthenticationToken",
            "InvalidAuthenticationToken",
            "InvalidAuthenticationTokenTenant",
            "AuthenticationFailed",
        ],
    ),
    (Kind::Locked, &["ScopeLocked"]),
    (Kind::Policy, &["RequestDisallowedByPolicy"]),
    (Kind::Forbidden, &["AuthorizationFailed", "LinkedAuthorizationFailed"]),
    (Kind::SubscriptionNotFound, &["SubscriptionNotFound", "InvalidSubscriptionId"]),
    (Kind::GroupNotFound, &["ResourceGroupNotFound"]),
    (
        Kind::Unregistered,
        &["MissingSubscriptionRegistration", "SubscriptionNotRegistered", "NoRegisteredProviderFound"],
    ),
    (
        Kind::Quota,
        &[
            "QuotaExceeded",
            "ResourceQuotaExceeded",
            "OperationNotAllowed",
            "SkuNotAvailable",
            "AllocationFailed",
            "RegionDoesNotAllowProvisioning",
        ],
    ),
    (Kind::OperationFailed, &["SessionPoolOperationError"]),
    (Kind::Conflict, &["ResourceGroupBeingDeleted", "DeploymentActiveAndUneditable"]),
    (Kind::NotFound, &["ParentResourceNotFound", "InvalidResourceReference"]),
];

/// Codes of an API version that the provider does not have.
const API_VERSION_CODES: [&str; 4] =
    ["InvalidApiVersionParameter", "InvalidResourceType", "UnsupportedApiVersion", "MissingApiVersionParameter"];

impl Failure {
    /// The program's error: what was being done (`"read the pool"`), what it was about, what is so, what to do.
    #[must_use]
    pub fn into_error(self, doing: &str, scope: &Scope) -> Error {
        let error = match self {
            Self::Arm { status, error, retry_after } => arm(status, &error, retry_after, scope),
            Self::NotArm { status, .. } => not_arm(status, &self),
            Self::Unreachable { sent, refused, .. } => unreachable(sent, refused, &self),
            Self::Credential(none) => Error::new(Kind::SignedOut, none)
                .hint("Run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET."),
            Self::Deadline { .. } => Error::new(Kind::TimedOut, self)
                .hint("What was sent goes on: look with `pool show`, or give more time with --timeout."),
            Self::ForeignUrl { .. } => Error::new(Kind::BadAnswer, self)
                .hint("No token was sent there. Something between this machine and Azure changes its answers."),
            Self::Malformed(_) => Error::new(Kind::BadAnswer, self),
            Self::BadName(_) => Error::new(Kind::Usage, self),
        };
        error.context(format!("failed to {doing}")).about(scope.to_string())
    }
}

/// The kind of an error of ARM's.
fn kind(status: u16, error: &ArmError, scope: &Scope) -> Kind {
    if is_unsupported_version(error) {
        return Kind::Usage;
    }
    // A region that the provider is not in: it is registered, or it could not tell where it is.
    if error.has_code("NoRegisteredProviderFound") && error.mentions("supported locations") {
        return Kind::Rejected;
    }
    let by_code = BY_CODE.iter().find(|(_, codes)| codes.iter().any(|code| error.has_code(code)));
    if let Some((kind, _)) = by_code {
        return *kind;
    }
    if has_quota_in_code(error) || error.mentions("Maximum Allowed Cores exceeded") {
        return Kind::Quota;
    }
    if error.has_code("ResourceNotFound") {
        return if matches!(scope, Scope::Pool(_)) { Kind::PoolNotFound } else { Kind::NotFound };
    }
    if matches!(status, 409 | 429) && failure::is_busy(error) {
        return Kind::Conflict;
    }
    by_status(status)
}

fn by_status(status: u16) -> Kind {
    match status {
        401 => Kind::SignedOut,
        403 => Kind::Forbidden,
        404 => Kind::NotFound,
        412 => Kind::Conflict,
        429 => Kind::Throttled,
        408 | 500.. => Kind::Failed,
        _ => Kind::Rejected,
    }
}

fn has_quota_in_code(error: &ArmError) -> bool {
    error.code.to_ascii_lowercase().contains("quota") || error.details.iter().any(has_quota_in_code)
}

/// Either code of its own, or the provider is found and does not have the version: then it lists those it has.
fn is_unsupported_version(error: &ArmError) -> bool {
    if API_VERSION_CODES.iter().any(|code| error.has_code(code)) {
        return true;
    }
    let Some((_, rest)) = error.message.split_once("API version '") else { return false };
    let Some((version, rest)) = rest.split_once('\'') else { return false };
    match rest.split_once("supported api-versions are '").and_then(|(_, rest)| rest.split_once('\'')) {
        Some((list, _)) => !list.split(',').any(|one| one.trim() == version),
        None => false,
    }
}

fn arm(status: u16, error: &ArmError, retry_after: Option<Duration>, scope: &Scope) -> Error {
    match kind(status, error, scope) {
        Kind::SignedOut => signed_out(error),
        Kind::Forbidden => forbidden(error, scope),
        Kind::Locked => locked(error),
        Kind::Policy => policy(error),
        Kind::Throttled => throttled(error, retry_after),
        kind => with_advice(kind, error, scope),
    }
}

/// Azure's words, and one hint that belongs to the kind.
fn with_advice(kind: Kind, error: &ArmError, scope: &Scope) -> Error {
    let program = Error::message(kind, error);
    match (kind, scope) {
        (Kind::SubscriptionNotFound, _) => {
            program.hint("The id may be wrong, or this login may not see it: `az account list` shows those it sees.")
        }
        (Kind::GroupNotFound, _) => program.hint("`az group list` shows the groups of the subscription."),
        (Kind::PoolNotFound, Scope::Pool(id)) => {
            let PoolId { subscription, group, name } = id;
            program
                .hint(format!("See what is there with `pool list --subscription {subscription} -g {group}`."))
                .hint(format!("Make it with `pool create -n {name}`."))
        }
        (Kind::Unregistered, _) => {
            program.hint("Run `az provider register --namespace Microsoft.App`; it takes a minute or two.")
        }
        (Kind::Usage, _) => program.hint("Choose another API version with --api-version, or leave it out."),
        (Kind::Conflict, _) => program.hint("Try again when the other operation is over; `pool show` tells."),
        (Kind::Quota, _) => program.hint("Ask for more quota in the portal, or take fewer sessions or another region."),
        (Kind::Failed, _) => program.hint("This is Azure's trouble and often passes: try again in a while."),
        (Kind::NotFound, _) if error.code == OPERATION_GONE => program.hint("Look at the pool with `pool show`."),
        _ => program,
    }
}

fn signed_out(error: &ArmError) -> Error {
    let text = if error.has_code("ExpiredAuthenticationToken") || error.mentions("expired") {
        format!("the token has expired ({error})")
    } else {
        format!("Azure did not accept the token ({error})")
    };
    let login = match error.target.as_deref().and_then(tenant) {
        Some(tenant) => format!("Run `az login --tenant {tenant}`."),
        None => "Run `az login`.".to_owned(),
    };
    Error::message(Kind::SignedOut, text).hint(login)
}

/// The last part of `https://login.windows.net/<tenant>`.
fn tenant(authority: &str) -> Option<String> {
    let url = url::Url::parse(authority).ok()?;
    let tenant = url.path_segments()?.next().filter(|tenant| !tenant.is_empty())?;
    tenant.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.')).then(|| tenant.to_owned())
}

fn forbidden(error: &ArmError, scope: &Scope) -> Error {
    let (action, place) = (quoted(error, "action '"), quoted(error, "scope '"));
    let (Some(action), Some(place)) = (action, place) else {
        return Error::message(Kind::Forbidden, error).hint(role(scope));
    };
    if error.has_code("LinkedAuthorizationFailed") {
        let linked = quoted(error, "linked scope(s) '").unwrap_or_else(|| place.clone());
        let text = format!("this login lacks `{action}` on {linked}, which the pool uses");
        return Error::message(Kind::Forbidden, text)
            .hint("Ask for a role with that action there: for an environment, Contributor on it.");
    }
    Error::message(Kind::Forbidden, format!("this login may not do `{action}` on {place}"))
        .hint(role(scope))
        .hint("A role that was granted just now takes some minutes to arrive.")
}

fn role(scope: &Scope) -> String {
    let place = match scope {
        Scope::Pool(_) => "the pool",
        Scope::Group { .. } => "the resource group",
        Scope::Subscription(_) => "the subscription",
    };
    format!("Ask for the role Contributor or Container Apps SessionPools Contributor on {place}.")
}

fn locked(error: &ArmError) -> Error {
    let place = quoted(error, "are locked: '").unwrap_or_else(|| "the resource or what it lies in".to_owned());
    let deleting = error.mentions("perform delete") || error.mentions("perform 'delete'");
    let text = if deleting { "deleting" } else { "writing" };
    let hint = if deleting {
        "A CanNotDelete lock forbids deleting and allows scaling; whoever owns the lock can remove it."
    } else {
        "A ReadOnly lock forbids scaling and tagging too; whoever owns the lock can remove it."
    };
    Error::message(Kind::Locked, format!("a lock on {place} forbids {text}")).hint(hint)
}

fn policy(error: &ArmError) -> Error {
    let names = policies(error);
    let text = if names.is_empty() { error.to_string() } else { format!("{error} [{}]", names.join(", ")) };
    Error::message(Kind::Policy, text).hint("Whoever assigned the policy can say what it allows, or except the pool.")
}

fn policies(error: &ArmError) -> Vec<&str> {
    let own = error.policies.iter().map(String::as_str);
    own.chain(error.details.iter().flat_map(policies)).collect()
}

fn throttled(error: &ArmError, retry_after: Option<Duration>) -> Error {
    let wait = match retry_after {
        Some(wait) => format!("Azure asks to wait {} s before the next request.", wait.as_secs()),
        None => "Wait a minute before the next request.".to_owned(),
    };
    Error::message(Kind::Throttled, error).hint(wait)
}

/// What stands between a text and the next quote, in this error or one inside it.
fn quoted(error: &ArmError, before: &str) -> Option<String> {
    let own = error.message.split_once(before).and_then(|(_, rest)| rest.split_once('\''));
    match own {
        Some((text, _)) if !text.is_empty() => Some(text.to_owned()),
        _ => error.details.iter().find_map(|inner| quoted(inner, before)),
    }
}

fn not_arm(status: u16, failure: &Failure) -> Error {
    let error = Error::message(Kind::BadAnswer, format!("something in between answered, not Azure: {failure}"));
    match status {
        300..=399 => error.hint("Redirections are not followed: give the address itself with --endpoint."),
        407 => error.hint("The proxy asks for a password: put it into HTTPS_PROXY."),
        _ => error.hint("Look for a proxy, a firewall or a sign-in page between this machine and Azure."),
    }
}

fn unreachable(sent: bool, refused: bool, failure: &Failure) -> Error {
    let error = Error::message(Kind::Unreachable, failure);
    match (refused, sent) {
        (true, _) => error.hint("Nobody listens there: check the address, or start one with `pool emulator`."),
        (false, true) => error.hint("The request may have arrived: look with `pool show` before you try again."),
        (false, false) => error.hint("Check the network, the address and the proxy."),
    }
}
