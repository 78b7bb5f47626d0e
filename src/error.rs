//! The one error of the program: a kind, the chain of causes, what it is about, and hints.
//!
//! The kind gives the exit code and a code string that scripts may rely on. Rooms that need to tell errors apart
//! among themselves have small typed errors of their own and turn them into this one at their door.

use std::fmt;

/// What the program's functions answer with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The exit codes of the program; the README and `--help` list them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    /// Done, a dry run too.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// There are changes to make, or findings worth acting on.
    Findings = 2,
    /// The thing asked for does not exist.
    NotFound = 3,
    /// Refused: a limit, a conflict, a lock, sessions in use.
    Refused = 4,
    /// Not signed in, or not allowed.
    Unauthorized = 5,
    /// Timed out; what was asked for may still be going on.
    TimedOut = 6,
    /// Done for some pools and not for others.
    Partly = 7,
    /// Wrong usage or an invalid file.
    Usage = 64,
    /// Interrupted.
    Interrupted = 130,
}

impl Exit {
    /// Every exit code, in order.
    pub const ALL: [Self; 10] = [
        Self::Done,
        Self::Failed,
        Self::Findings,
        Self::NotFound,
        Self::Refused,
        Self::Unauthorized,
        Self::TimedOut,
        Self::Partly,
        Self::Usage,
        Self::Interrupted,
    ];

    /// The number the process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }

    /// What the number says, in a few words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done (a dry run too)",
            Self::Failed => "failed",
            Self::Findings => "changes or findings",
            Self::NotFound => "not found",
            Self::Refused => "refused: a limit, a conflict, a lock, sessions in use",
            Self::Unauthorized => "not signed in, or not allowed",
            Self::TimedOut => "timed out; what was asked for may still be going on",
            Self::Partly => "done for some pools and not for others",
            Self::Usage => "wrong usage, or an invalid file",
            Self::Interrupted => "interrupted",
        }
    }
}

macro_rules! kinds {
    ($($name:ident, $code:literal, $exit:ident, $meaning:literal;)*) => {
        /// What went wrong, as finely as somebody outside can act on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind {
            $(#[doc = $meaning] $name,)*
        }

        impl Kind {
            /// Every kind, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable string that `-o json` prints as `error.code`.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The exit code that goes with it.
            #[must_use]
            pub fn exit(self) -> Exit {
                match self { $(Self::$name => Exit::$exit,)* }
            }

            /// One line for the catalogue.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$name => $meaning,)* }
            }
        }
    };
}

kinds! {
    Usage, "usage", Usage, "a flag, a value or a combination of them is wrong";
    InvalidFile, "invalid-file", Usage, "a profile or pool file has faults; each is named with line and column";
    UnknownProfile, "unknown-profile", Usage, "no profile has that name";
    UnknownPool, "unknown-pool", Usage, "the pool file does not describe that pool, or it names several and none was chosen";
    NoSubscription, "no-subscription", Usage, "no subscription is named anywhere";
    NoResourceGroup, "no-resource-group", Usage, "no resource group is named anywhere";
    InvalidScale, "invalid-scale", Usage, "Azure has no such scale: a limit is broken before anything is sent";
    InsecureEndpoint, "insecure-endpoint", Usage, "plain http is spoken on loopback only, and no endpoint carries a password";
    PoolNotFound, "pool-not-found", NotFound, "the session pool does not exist";
    GroupNotFound, "resource-group-not-found", NotFound, "the resource group does not exist";
    SubscriptionNotFound, "subscription-not-found", NotFound, "the subscription does not exist, or this login cannot see it";
    NotFound, "not-found", NotFound, "something else does not exist";
    Rejected, "rejected", Refused, "Azure refused the request as it stands";
    Conflict, "conflict", Refused, "another operation is running, or something changed in between";
    Locked, "locked", Refused, "a resource lock forbids it";
    Policy, "policy", Refused, "an Azure Policy forbids it";
    Quota, "quota", Refused, "a quota or the region's capacity is used up";
    Throttled, "throttled", Refused, "too many requests, and waiting as asked did not help in time";
    Unregistered, "provider-not-registered", Refused, "the subscription has not registered Microsoft.App";
    PoolFailed, "pool-failed", Refused, "the pool is in state Failed: it is neither raised nor parked";
    InUse, "in-use", Refused, "sessions are allocated";
    Unrecreatable, "not-recreatable", Refused, "a pool would be parked that the pool file does not recreate as it stands";
    StillWanted, "still-wanted", Refused, "an event, a lease or a hold wants the pool";
    OverBudget, "over-budget", Refused, "it may cost more than --max-cost or the event's budget allows";
    NoRate, "no-rate", Refused, "what it costs is not known, and was asked for";
    NotConfirmed, "not-confirmed", Refused, "the question was not answered with yes";
    SignedOut, "not-signed-in", Unauthorized, "no credential worked, or Azure did not accept the token";
    Forbidden, "not-allowed", Unauthorized, "the login lacks a right; the action and the scope are named";
    TimedOut, "timed-out", TimedOut, "the time given with --timeout is over";
    OperationFailed, "operation-failed", Failed, "Azure accepted the change and then failed to carry it out";
    Unreachable, "unreachable", Failed, "no answer: refused connection, no route, broken off";
    BadAnswer, "bad-answer", Failed, "the answer is not what Azure sends; something in between answered";
    Partly, "partly", Partly, "done for some pools and not for others";
    Failed, "failed", Failed, "anything else";
    Interrupted, "interrupted", Interrupted, "interrupted with Ctrl-C; what was sent goes on";
}

/// An error of the program. Small to move: what it holds lies on the heap.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    source: anyhow::Error,
    target: Option<String>,
    hints: Vec<String>,
}

impl Error {
    /// An error of a kind. The message is a lower-case fragment that fits after "error: ".
    pub fn new(kind: Kind, source: impl Into<anyhow::Error>) -> Self {
        Self(Box::new(Inner { kind, source: source.into(), target: None, hints: Vec::new() }))
    }

    /// An error of a kind with a message and no cause.
    pub fn message(kind: Kind, message: impl fmt::Display) -> Self {
        Self::new(kind, anyhow::Error::msg(message.to_string()))
    }

    /// Adds what to do next: a whole sentence, shown on a line of its own.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// The same with other hints.
    #[must_use]
    pub fn with_hints(mut self, hints: Vec<String>) -> Self {
        self.0.hints = hints;
        self
    }

    /// Names what the error is about: a resource id, a file, a flag.
    #[must_use]
    pub fn about(mut self, target: impl Into<String>) -> Self {
        self.0.target = Some(target.into());
        self
    }

    /// Says what was being done, in front of what went wrong.
    #[must_use]
    pub fn context(mut self, doing: impl fmt::Display + Send + Sync + 'static) -> Self {
        self.0.source = self.0.source.context(doing);
        self
    }

    /// The kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// What the error is about, if it was said.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.0.target.as_deref()
    }

    /// What to do next, whole sentences.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }
}

/// The whole chain of causes in one line, outermost first, joined by ": ".
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0.source)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("source", &self.0.source)
            .field("target", &self.0.target)
            .field("hints", &self.0.hints)
            .finish()
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn code_strings_are_unique_and_kebab_case() {
        let codes: HashSet<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        for code in codes {
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        }
    }

    #[test]
    fn no_kind_ends_with_success() {
        for kind in Kind::ALL {
            assert_ne!(kind.exit(), Exit::Done, "{kind:?}");
        }
    }

    #[test]
    fn display_is_the_whole_chain() {
        let error = Error::message(Kind::Failed, "disk full").context("failed to write profile");
        assert_eq!(error.to_string(), "failed to write profile: disk full");
    }
}
