//! Which trouble is worth another try, how often, and after how long.
//!
//! The one retry layer of the program: azure_core's own is off. Only what may safely be sent twice is sent twice.

use super::failure::Failure;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

/// Tries where nobody set a deadline, and tries of a read when the server is never reached at all.
pub(super) const FEW_TRIES: u32 = 4;

/// The longest wait that is obeyed where nobody set a deadline. Azure's `Retry-After` has no upper bound.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// The first wait; each next one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// No wait of ours is longer. A server may ask for more.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// Whether and how stubbornly a request is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Sent once: every doubtful outcome is the caller's to look into.
    Never,
    /// A read by somebody who waits for it: no answer at all is told soon.
    Read,
    /// A poll of something that goes on meanwhile: a network that comes back is waited for.
    Poll,
}

impl Again {
    /// Whether to try once more after `tries` tries.
    pub(super) fn covers(self, failure: &Failure, tries: u32, deadline: bool, loopback: bool) -> bool {
        let endless = match failure {
            // Nobody listens on this machine: waiting helps nobody.
            Failure::Unreachable { refused: true, .. } if loopback => return false,
            Failure::Unreachable { sent: false, .. } => deadline && self == Self::Poll,
            // Half an answer may be whole the next time; a sign-in page stays.
            _ if is_cut_short(failure) => false,
            _ => deadline,
        };
        self != Self::Never && is_transient(failure) && (endless || tries < FEW_TRIES)
    }
}

/// 408, 429, and the 5xx that may pass; half an answer; a connection that broke or did not come about.
fn is_transient(failure: &Failure) -> bool {
    match failure {
        Failure::Unreachable { .. } => true,
        other => matches!(other.status(), Some(408 | 429 | 500 | 502..=504 | 506..=599)) || is_cut_short(other),
    }
}

/// A success without its object, or a refusal that begins as JSON and does not say what it refuses.
fn is_cut_short(failure: &Failure) -> bool {
    match failure {
        Failure::NotArm { status: 200..=299, .. } => true,
        Failure::NotArm { status: 408 | 429, .. } => false,
        Failure::NotArm { status: 400..=499, excerpt } => excerpt.starts_with('{'),
        _ => false,
    }
}

/// How long to wait after `tries` tries. Half of it depends on what is asked for, so that a fleet that was refused at
/// once does not come back at once; nothing depends on chance, so that a test sees the same every time.
pub(super) fn backoff(tries: u32, what: &str) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(1 << tries.saturating_sub(1).min(16));
    let whole = doubled.min(LONGEST_BACKOFF);
    let mut hasher = DefaultHasher::new();
    (what, tries).hash(&mut hasher);
    let share = f64::from(u32::try_from(hasher.finish() % 1000).unwrap_or_default()) / 1000.0;
    whole.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_are_bounded() {
        for tries in 1..100 {
            let wait = backoff(tries, "https://a/x");
            let whole = Duration::from_millis(500).saturating_mul(1 << (tries - 1).min(16)).min(LONGEST_BACKOFF);
            assert!(wait >= whole / 2 && wait <= whole, "{tries}: {wait:?}");
            assert_eq!(wait, backoff(tries, "https://a/x"));
        }
    }

    #[test]
    fn who_tries_again() {
        let status = |status| Failure::NotArm { status, excerpt: String::new() };
        let half = |status| Failure::NotArm { status, excerpt: "{\"error\": {\"co".into() };
        let unreachable = |sent, refused| Failure::Unreachable { sent, reason: String::new(), refused };
        //   who          failure                    tries deadline loopback
        let cases = [
            (Again::Read, status(503), 1, false, false, true),
            (Again::Read, status(503), FEW_TRIES, false, false, false),
            (Again::Read, status(503), 100, true, false, true),
            (Again::Read, status(429), 1, false, false, true),
            (Again::Read, status(408), 1, false, false, true),
            (Again::Read, status(501), 1, true, false, false),
            (Again::Read, status(200), 1, true, false, true),
            (Again::Read, status(200), FEW_TRIES, true, false, false),
            (Again::Read, status(404), 1, true, false, false),
            (Again::Read, half(404), 1, true, false, true),
            (Again::Read, half(404), FEW_TRIES, true, false, false),
            (Again::Read, half(503), 100, true, false, true),
            (Again::Never, half(404), 1, true, false, false),
            (Again::Read, status(302), 1, true, false, false),
            (Again::Read, unreachable(false, true), 1, true, true, false),
            (Again::Poll, unreachable(false, true), 1, true, true, false),
            (Again::Read, unreachable(false, true), 1, true, false, true),
            (Again::Read, unreachable(false, false), FEW_TRIES, true, false, false),
            (Again::Poll, unreachable(false, false), 100, true, false, true),
            (Again::Read, unreachable(true, false), 100, true, false, true),
            (Again::Never, status(503), 1, true, false, false),
            (Again::Never, unreachable(true, false), 1, true, false, false),
        ];
        for (who, failure, tries, deadline, loopback, expected) in cases {
            assert_eq!(who.covers(&failure, tries, deadline, loopback), expected, "{who:?} {failure:?} {tries}");
        }
    }
}
