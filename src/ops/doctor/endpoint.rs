//! Whether the server is there, and whether its clock agrees with ours.

use super::{from_error, not_checked};
use crate::azure::{Failure, Reached, Scope};
use crate::model::{Finding, Mark};

/// Seconds of difference from which schedules go visibly wrong.
const WRONG: u64 = 60;

/// Seconds of difference from which tokens are refused: they are good from their first second, and validators allow
/// about five minutes.
const USELESS: u64 = 300;

/// What came of asking whether the server is there.
pub(super) fn findings(endpoint: &str, reached: Result<Reached, Failure>) -> Vec<Finding> {
    match reached {
        Ok(reached) => {
            let text = format!("{endpoint} answered in {} ms", reached.took.as_millis());
            vec![Finding::new(Mark::Ok, "endpoint", text), clock(reached)]
        }
        Err(failure) => {
            let error = failure.into_error("reach the endpoint", &Scope::Subscription(String::new()));
            let mut findings = vec![from_error("endpoint", &error)];
            findings.extend(not_checked(&["clock"], "the endpoint cannot be reached"));
            findings
        }
    }
}

/// Whether the clocks agree.
pub(in crate::ops) fn clock(reached: Reached) -> Finding {
    let finding = |mark, text: String| Finding::new(mark, "clock", text);
    let Some(ahead) = reached.ahead else {
        return finding(Mark::Note, "not checked: the server does not show its time".to_owned());
    };
    // The answer was written when at most the round trip was left of it, and in whole seconds.
    let off = ahead.unsigned_abs();
    if off <= reached.took.as_secs() + 1 {
        return finding(Mark::Ok, "agrees with the server's".to_owned());
    }
    let side = if ahead > 0 { "behind" } else { "ahead of" };
    let mark = match off {
        ..WRONG => Mark::Ok,
        WRONG..USELESS => Mark::Warning,
        USELESS.. => Mark::Fault,
    };
    let finding = finding(mark, format!("{off} s {side} the server's"));
    if mark == Mark::Ok {
        return finding;
    }
    finding.todo("Set this machine's clock, best by NTP: tokens, leases and schedules go by it.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_clock_that_is_off_is_told_when_it_matters() {
        for (ahead, took, mark, text) in [
            (Some(0), 0, Mark::Ok, "agrees"),
            (Some(-1), 0, Mark::Ok, "agrees"),
            (Some(-4), 3, Mark::Ok, "agrees"),
            (Some(-4), 0, Mark::Ok, "4 s ahead of"),
            (Some(59), 0, Mark::Ok, "59 s behind"),
            (Some(60), 0, Mark::Warning, "60 s behind"),
            (Some(-299), 0, Mark::Warning, "299 s ahead of"),
            (Some(300), 0, Mark::Fault, "300 s behind"),
            (Some(i64::MIN), 0, Mark::Fault, "ahead of"),
            (None, 0, Mark::Note, "not checked"),
        ] {
            let finding = clock(Reached { took: Duration::from_secs(took), ahead });
            assert_eq!(finding.mark, mark, "{ahead:?}");
            assert!(finding.text.contains(text), "{ahead:?}: {}", finding.text);
            assert_eq!(finding.todo.is_some(), mark > Mark::Note, "{ahead:?}");
        }
    }
}
