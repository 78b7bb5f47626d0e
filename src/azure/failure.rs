//! What can go wrong between a request and a usable answer, as finely as the caller acts on it.
//!
//! The texts here are bare; [`Failure::into_error`] (in `problem`) makes the program's error of one, with what to do.

use super::credentials::NoCredential;
use crate::model::PoolId;
use crate::wire::ArmError;
use std::time::Duration;

/// Why a request did not do what it was sent for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// An answer in ARM's words. For a 401, `error.target` holds the authority that `WWW-Authenticate` names.
    #[error("{error}")]
    Arm {
        /// The HTTP status.
        status: u16,
        /// The words.
        error: ArmError,
        /// The wait asked for.
        retry_after: Option<Duration>,
    },
    /// Something else answered: HTML from a proxy, half of a JSON text, a redirection.
    #[error("status {status}{}", after_colon(excerpt))]
    NotArm {
        /// The HTTP status.
        status: u16,
        /// The beginning of what it said, on one line.
        excerpt: String,
    },
    /// No answer.
    #[error("{reason}")]
    Unreachable {
        /// Whether the request may have arrived, and so may have taken effect.
        sent: bool,
        /// Why, in the words of the system.
        reason: String,
        /// Whether the machine is there and nobody listens.
        refused: bool,
    },
    /// No token.
    #[error("{0}")]
    Credential(NoCredential),
    /// The time of the whole command is over, or would be before the next try.
    #[error("the time is over{}", after_colon(last.as_deref().unwrap_or_default()))]
    Deadline {
        /// The last trouble.
        last: Option<String>,
    },
    /// A URL that the server gave leads to another server. No token is sent there.
    #[error("the answer points to {url_origin}, which is another server")]
    ForeignUrl {
        /// Scheme, host and port of it.
        url_origin: String,
    },
    /// An answer of ARM's that makes no sense: a list without a list, pages in a circle.
    #[error("{0}")]
    Malformed(String),
    /// A name that cannot stand in a URL. Nothing was sent.
    #[error("`{0}` is no name of a resource")]
    BadName(String),
}

/// What a request was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// A subscription, by its id.
    Subscription(String),
    /// A resource group.
    Group {
        /// The subscription's id.
        subscription: String,
        /// The group's name.
        group: String,
    },
    /// A pool.
    Pool(PoolId),
}

/// The ARM id of the scope.
impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Subscription(subscription) => write!(f, "/subscriptions/{subscription}"),
            Self::Group { subscription, group } => write!(f, "/subscriptions/{subscription}/resourceGroups/{group}"),
            Self::Pool(id) => id.fmt(f),
        }
    }
}

/// The code of a missing operation record, given here where the server gave none that says so.
pub(super) const OPERATION_GONE: &str = "OperationNotFound";

/// How long to leave a server alone that throttles and does not say for how long.
const THROTTLED_WAIT: Duration = Duration::from_secs(10);

/// Codes that say that another operation is running; a code that ends in `InProgress` says so too. No code of session
/// pools is known; these are ARM's and those of container apps (troubleshooting documentation of 2024-06-20).
const BUSY_CODES: [&str; 4] =
    ["Conflict", "ConflictingOperation", "AnotherOperationInProgress", "ContainerAppOperationInProgress"];

/// Some providers answer 429 for a busy resource and say so by this code (throttling documentation of 2025-05-28).
const BUSY_RETRYABLE: &str = "RetryableErrorDueToAnotherOperation";

impl Failure {
    /// Whether another operation is running on the resource: wait for it, read again, decide again.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Arm { status: 409, error, .. } => is_busy(error),
            Self::Arm { status: 429, error, .. } => error.has_code(BUSY_RETRYABLE),
            _ => false,
        }
    }

    /// Whether a write may have happened all the same: go and look.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        match self {
            Self::Unreachable { sent, .. } => *sent,
            Self::Arm { status: 404, error, .. } => error.code == OPERATION_GONE,
            Self::Arm { status, .. } => matches!(status, 408 | 500..=599),
            // Whoever answered in its stead, the request may have passed; and what follows up may have begun.
            Self::NotArm { .. } | Self::ForeignUrl { .. } | Self::Malformed(_) => true,
            Self::Credential(_) | Self::Deadline { .. } | Self::BadName(_) => false,
        }
    }

    /// How long to wait where the server throttles. A busy resource is not that, even under 429.
    #[must_use]
    pub fn is_throttled(&self) -> Option<Duration> {
        match self {
            Self::Arm { status: 429, retry_after, .. } if !self.is_busy() => {
                Some(retry_after.unwrap_or(THROTTLED_WAIT))
            }
            Self::NotArm { status: 429, .. } => Some(THROTTLED_WAIT),
            _ => None,
        }
    }

    /// Whether Azure refused the number of ready sessions. Custom containers have refused 0 since about mid-2026.
    #[must_use]
    pub fn is_ready_zero_refused(&self) -> bool {
        matches!(self, Self::Arm { error, .. } if error.has_code("SessionPoolInvalidReadySessionInstances"))
    }

    /// Whether the login lacks the right to do it.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Arm { status: 403, .. })
    }

    /// Whether nobody was let in: not signed in, or without the right.
    #[must_use]
    pub fn is_refused_entry(&self) -> bool {
        matches!(self, Self::Credential(_)) || matches!(self.status(), Some(401 | 403))
    }

    /// Whether what was asked for is not there.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.status() == Some(404)
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Arm { status, .. } | Self::NotArm { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The trouble in one line, with the status where there is one.
    #[must_use]
    pub fn in_short(&self) -> String {
        match self {
            Self::Arm { status, error, .. } => format!("{status} {error}"),
            other => other.to_string(),
        }
    }
}

/// Whether an error of ARM's says that another operation is running.
pub(super) fn is_busy(error: &ArmError) -> bool {
    let says = |code: &str| error.has_code(code);
    // A refusal that only a person can lift is not waited for, whatever stands around it.
    let for_good = says("ScopeLocked") || says("PropertyChangeNotAllowed") || says("ResourceGroupBeingDeleted");
    !for_good && (BUSY_CODES.iter().any(|code| says(code)) || says(BUSY_RETRYABLE) || ends_in_progress(error))
}

fn ends_in_progress(error: &ArmError) -> bool {
    error.code.to_ascii_lowercase().ends_with("inprogress") || error.details.iter().any(ends_in_progress)
}

fn after_colon(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(": {text}") }
}

/// A request that would have taken a token to another server. Raised by the signature, and read back from azure_core's
/// error by the exchange.
#[derive(Debug, thiserror::Error)]
#[error("no token is sent to {0}")]
pub(super) struct ForeignOrigin(pub(super) String);

#[cfg(test)]
mod tests {
    use super::*;

    fn arm(status: u16, code: &str) -> Failure {
        let error = ArmError { code: code.into(), message: "m".into(), ..ArmError::default() };
        Failure::Arm { status, error, retry_after: None }
    }

    #[test]
    fn what_the_caller_acts_on() {
        let lost = Failure::Unreachable { sent: true, reason: String::new(), refused: false };
        let unsent = Failure::Unreachable { sent: false, reason: String::new(), refused: true };
        let html = Failure::NotArm { status: 502, excerpt: "<html>".into() };
        //          failure                                          busy   lost   throttled
        let cases = [
            (arm(409, "Conflict"), true, false, false),
            (arm(409, "conflictingoperation"), true, false, false),
            (arm(409, "SessionPoolOperationInProgress"), true, false, false),
            (arm(409, "ScopeLocked"), false, false, false),
            (arm(409, "PropertyChangeNotAllowed"), false, false, false),
            (arm(400, "Conflict"), false, false, false),
            (arm(429, "RetryableErrorDueToAnotherOperation"), true, false, false),
            (arm(429, "SubscriptionRequestsThrottled"), false, false, true),
            (arm(500, "InternalServerError"), false, true, false),
            (arm(408, "RequestTimeout"), false, true, false),
            (arm(404, "ResourceNotFound"), false, false, false),
            (arm(404, OPERATION_GONE), false, true, false),
            (html, false, true, false),
            (lost, false, true, false),
            (unsent, false, false, false),
            (Failure::Deadline { last: None }, false, false, false),
        ];
        for (failure, busy, lost, throttled) in cases {
            let seen = (failure.is_busy(), failure.is_lost(), failure.is_throttled().is_some());
            assert_eq!(seen, (busy, lost, throttled), "{failure:?}");
        }
    }

    #[test]
    fn an_inner_conflict_is_busy_too() {
        let inner = ArmError { code: "ContainerAppOperationInProgress".into(), ..ArmError::default() };
        let error = ArmError { code: "Failed".into(), details: vec![inner], ..ArmError::default() };
        assert!(Failure::Arm { status: 409, error, retry_after: None }.is_busy());
    }

    #[test]
    fn a_refused_zero_is_known_at_any_depth() {
        assert!(arm(400, "SessionPoolInvalidReadySessionInstances").is_ready_zero_refused());
        assert!(!arm(400, "InvalidParameter").is_ready_zero_refused());
    }
}
