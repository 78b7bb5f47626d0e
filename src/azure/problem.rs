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
            Self::Deadline { .. } => Error::new(Kind::TimedOut, self).hint("Give more time with --timeout."),
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
    if error.code == OPERATION_GONE {
        return Kind::Failed;
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
        (Kind::Failed, _) if error.code == OPERATION_GONE => program.hint("Look at the pool with `pool show`."),
        (Kind::Failed, _) => program.hint("This is Azure's trouble and often passes: try again in a while."),
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
        (true, _) => {
            error.hint("Nobody listens there: check the address, and the proxy if there is one. On this machine, `pool emulator --listen` serves an address.")
        }
        (false, true) => error.hint("The request may have arrived: look with `pool show` before you try again."),
        (false, false) => error.hint("Check the network, the address and the proxy."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::credentials::{Attempt, NoCredential};
    use crate::error::Exit;
    use serde_json::{Value, json};

    fn pool() -> Scope {
        Scope::Pool(PoolId { subscription: "s".into(), group: "g".into(), name: "p".into() })
    }

    fn told(status: u16, body: &Value) -> Error {
        let error = ArmError::read(body).unwrap();
        Failure::Arm { status, error, retry_after: Some(Duration::from_secs(7)) }.into_error("scale the pool", &pool())
    }

    /// Status, code, message; the kind, a part of the text, a part of a hint.
    type Case = (u16, &'static str, &'static str, Kind, &'static str, &'static str);

    const ACTION: &str = "The client 'me' with object id '1' does not have authorization to perform action \
        'Microsoft.App/sessionPools/write' over scope '/subscriptions/s/x' or the scope is invalid.";
    const LINKED: &str = "The client 'me' has permission to perform action 'Microsoft.App/managedEnvironments/join/action' \
        on scope '/subscriptions/s/p'; however, it does not have permission on the linked scope(s) '/subscriptions/s/env'.";
    const READ_ONLY: &str = "The scope '/subscriptions/s/x' cannot perform write operation because following scope(s) \
        are locked: '/subscriptions/s/resourceGroups/g'. Please remove the lock and try again.";
    const NO_DELETE: &str = "The scope '/subscriptions/s/x' cannot perform delete operation because following scope(s) \
        are locked: '/subscriptions/s/x'. Please remove the lock and try again.";
    const VERSIONS: &str = "No registered resource provider found for location 'eastus' and API version '2031-01-01' for \
        type 'sessionPools'. The supported api-versions are '2025-01-01, 2026-07-01'. The supported locations are 'x'.";
    const REGION: &str = "No registered resource provider found for location 'mars' and API version '2026-07-01' for \
        type 'sessionPools'. The supported api-versions are '2025-01-01, 2026-07-01'. The supported locations are 'x'.";

    const CASES: &[Case] = &[
        (401, "ExpiredAuthenticationToken", "m", Kind::SignedOut, "expired", "az login"),
        (401, "InvalidAuthenticationToken", "The token is bad.", Kind::SignedOut, "did not accept", "az login"),
        (401, "", "who are you", Kind::SignedOut, "who are you", "az login"),
        (
            403,
            "AuthorizationFailed",
            ACTION,
            Kind::Forbidden,
            "may not do `Microsoft.App/sessionPools/write` on /subscriptions/s/x",
            "SessionPools Contributor on the pool",
        ),
        (403, "LinkedAuthorizationFailed", LINKED, Kind::Forbidden, "on /subscriptions/s/env", "environment"),
        (403, "AuthorizationFailed", "other words", Kind::Forbidden, "other words", "Contributor"),
        (403, "Odd", "m", Kind::Forbidden, "Odd: m", "Contributor"),
        (404, "SubscriptionNotFound", "m", Kind::SubscriptionNotFound, "", "az account list"),
        (404, "ResourceGroupNotFound", "m", Kind::GroupNotFound, "", "az group list"),
        (404, "ResourceNotFound", "m", Kind::PoolNotFound, "", "pool create -n p"),
        (404, "ResourceNotFound", "m", Kind::PoolNotFound, "", "pool list --subscription s -g g"),
        (404, "ParentResourceNotFound", "m", Kind::NotFound, "", ""),
        (404, "NotFound", "m", Kind::NotFound, "", ""),
        (404, OPERATION_GONE, "m", Kind::Failed, "", "pool show"),
        (409, "Conflict", "m", Kind::Conflict, "", "other operation"),
        (409, "SessionPoolUpdateInProgress", "m", Kind::Conflict, "", "other operation"),
        (409, "DeploymentActiveAndUneditable", "m", Kind::Conflict, "", ""),
        (429, "RetryableErrorDueToAnotherOperation", "m", Kind::Conflict, "", "other operation"),
        (409, "ScopeLocked", READ_ONLY, Kind::Locked, "/subscriptions/s/resourceGroups/g forbids writing", "ReadOnly"),
        (409, "ScopeLocked", NO_DELETE, Kind::Locked, "/subscriptions/s/x forbids deleting", "CanNotDelete"),
        (409, "PropertyChangeNotAllowed", "m", Kind::Rejected, "PropertyChangeNotAllowed: m", ""),
        (403, "QuotaExceeded", "m", Kind::Quota, "", "quota"),
        (400, "SessionPoolsQuotaReached", "m", Kind::Quota, "", "quota"),
        (400, "Whatever", "Maximum Allowed Cores exceeded for the Managed Environment", Kind::Quota, "", "quota"),
        (409, "SkuNotAvailable", "m", Kind::Quota, "", "region"),
        (429, "SubscriptionRequestsThrottled", "m", Kind::Throttled, "", "wait 7 s"),
        (409, "MissingSubscriptionRegistration", "m", Kind::Unregistered, "", "az provider register"),
        (400, "NoRegisteredProviderFound", "nothing listed", Kind::Unregistered, "", "az provider register"),
        (400, "NoRegisteredProviderFound", VERSIONS, Kind::Usage, "2031-01-01", "--api-version"),
        (400, "NoRegisteredProviderFound", REGION, Kind::Rejected, "mars", ""),
        (400, "InvalidApiVersionParameter", "m", Kind::Usage, "", "--api-version"),
        (400, "InvalidParameter", "cooldown is wrong", Kind::Rejected, "cooldown is wrong", ""),
        (400, "SessionPoolInvalidReadySessionInstances", "m", Kind::Rejected, "", ""),
        (412, "PreconditionFailed", "m", Kind::Conflict, "", ""),
        (500, "InternalServerError", "m", Kind::Failed, "InternalServerError", "passes"),
        (503, "ServiceUnavailable", "m", Kind::Failed, "", "passes"),
        (400, "SessionPoolOperationError", "time out", Kind::OperationFailed, "time out", ""),
    ];

    #[test]
    fn every_answer_of_arms_has_its_kind_and_its_hint() {
        for (status, code, message, kind, text, hint) in CASES {
            let error = told(*status, &json!({"error": {"code": code, "message": message}}));
            assert_eq!(error.kind(), *kind, "{status} {code}");
            assert!(error.to_string().starts_with("failed to scale the pool: "), "{error}");
            assert!(error.to_string().contains(text), "{code}: {error}");
            let hinted = hint.is_empty() || error.hints().iter().any(|given| given.contains(hint));
            assert!(hinted, "{code}: {:?}", error.hints());
            assert_eq!(
                error.target(),
                Some("/subscriptions/s/resourceGroups/g/providers/Microsoft.App/sessionPools/p")
            );
        }
    }

    #[test]
    fn an_inner_code_counts() {
        let inner = json!({"error": {"code": "DeploymentFailed", "message": "m",
            "details": [{"code": "QuotaExceeded", "message": "no more"}]}});
        let error = told(409, &inner);
        assert_eq!(error.kind(), Kind::Quota);
        assert!(error.to_string().contains("no more"), "{error}");
    }

    #[test]
    fn a_policy_is_named() {
        let body = json!({"error": {"code": "RequestDisallowedByPolicy", "message": "no", "additionalInfo": [
            {"type": "PolicyViolation", "info": {"policyAssignmentDisplayName": "only small pools"}}]}});
        let error = told(403, &body);
        assert_eq!(error.kind(), Kind::Policy);
        assert!(error.to_string().contains("only small pools"), "{error}");
    }

    #[test]
    fn a_401_names_the_tenant() {
        for (authority, hint) in [
            ("https://login.windows.net/8a7b-1", "Run `az login --tenant 8a7b-1`."),
            ("https://login.windows.net/", "Run `az login`."),
            ("https://login.windows.net/$(rm)", "Run `az login`."),
            ("rubbish", "Run `az login`."),
        ] {
            let body =
                json!({"error": {"code": "InvalidAuthenticationTokenTenant", "message": "m", "target": authority}});
            assert_eq!(told(401, &body).hints(), [hint], "{authority}");
        }
    }

    #[test]
    fn what_is_no_answer_of_arms_has_its_kind_too() {
        let none = NoCredential(vec![Attempt { name: "client secret", why: "AZURE_CLIENT_SECRET is not set".into() }]);
        let unreachable = |sent, refused| Failure::Unreachable { sent, reason: "r".into(), refused };
        let not_arm = |status| Failure::NotArm { status, excerpt: "<html>".into() };
        let cases = [
            (not_arm(502), Kind::BadAnswer, Exit::Failed, "something in between answered", "proxy"),
            (not_arm(302), Kind::BadAnswer, Exit::Failed, "status 302", "--endpoint"),
            (not_arm(407), Kind::BadAnswer, Exit::Failed, "status 407", "HTTPS_PROXY"),
            (unreachable(false, true), Kind::Unreachable, Exit::Failed, "r", "pool emulator"),
            (unreachable(true, false), Kind::Unreachable, Exit::Failed, "r", "may have arrived"),
            (unreachable(false, false), Kind::Unreachable, Exit::Failed, "r", "network"),
            (
                Failure::Credential(none),
                Kind::SignedOut,
                Exit::Unauthorized,
                "AZURE_CLIENT_SECRET is not set",
                "az login",
            ),
            (Failure::Deadline { last: Some("503".into()) }, Kind::TimedOut, Exit::TimedOut, "503", "--timeout"),
            (
                Failure::ForeignUrl { url_origin: "https://e".into() },
                Kind::BadAnswer,
                Exit::Failed,
                "https://e",
                "token",
            ),
            (Failure::Malformed("circle".into()), Kind::BadAnswer, Exit::Failed, "circle", ""),
            (Failure::BadName("..".into()), Kind::Usage, Exit::Usage, "`..`", ""),
        ];
        for (failure, kind, exit, text, hint) in cases {
            let error = failure.into_error("read the pool", &Scope::Subscription("s".into()));
            assert_eq!((error.kind(), error.kind().exit()), (kind, exit));
            assert!(error.to_string().contains(text), "{error}");
            assert!(hint.is_empty() || error.hints().iter().any(|given| given.contains(hint)), "{error:?}");
        }
    }
}
