//! When a pool goes back, and what takes it there.

use super::leases::moment;
use super::words;
use crate::schedule::stamp::Mark;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// A runner that was not seen for longer is doubted.
const FRESH: SignedDuration = SignedDuration::from_hours(24);

/// When a pool goes back to its base, and what takes it there.
#[derive(Debug, Clone)]
pub struct EndsView {
    /// When the last claim ends.
    pub at: Option<Timestamp>,
    /// Whether there is an end at all, or nothing that could end.
    pub has_end: bool,
    /// Whether the end has passed while the pool was made big.
    pub is_over: bool,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: TimeZone,
    /// Who ran `pool apply` last.
    pub runner: Option<Mark>,
    /// Whether this very run stays and takes it back.
    pub stays: bool,
    /// A hold that stands, with its end.
    pub held: Option<Option<Timestamp>>,
}

impl EndsView {
    /// A sentence with a space before it, or nothing where nothing is up.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(at) = self.at else {
            return if self.is_over {
                " The end has passed: `pool apply` takes it back when it next runs, `pool scale-down` at once."
                    .to_owned()
            } else if self.has_end {
                self.hold_sentence().trim_start_matches('.').to_owned()
            } else {
                " It has no end: run `pool scale-down` afterwards.".to_owned()
            };
        };
        let end = moment(at, self.now, &self.zone);
        match &self.runner {
            _ if self.stays => format!(" Ends {end}; this command stays until then and takes it back."),
            Some(runner) => {
                let age = runner.at.duration_until(self.now);
                let doubt = if age > FRESH { ": does it still run?" } else { "" };
                let ago = words::time(age.unsigned_abs());
                format!(" Ends {end}, when `pool apply` next runs (last runner: {}, {ago} ago{doubt}).", runner.by)
            }
            None => format!(
                " Ends {end}, but nothing will take it back by itself: run `pool scale-down` then, stay with --stay, or \
                 set up `pool export cron`."
            ),
        }
    }

    /// Until when a hold stands; nothing where none does.
    #[must_use]
    pub fn hold_sentence(&self) -> String {
        match self.held {
            Some(Some(until)) => format!(". Held until {}", moment(until, self.now, &self.zone)),
            Some(None) => ". Held without an end".to_owned(),
            None => String::new(),
        }
    }

    /// As data.
    pub(super) fn value(&self) -> Value {
        json!({
            "endsAt": self.at,
            "heldUntil": self.held.flatten(),
            "lastRunner": self.runner.as_ref().map(|runner| json!({"by": runner.by, "at": runner.at})),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_says_when_and_by_whom() {
        let now: Timestamp = "2026-12-05T12:00:00Z".parse().unwrap();
        let zone = TimeZone::get("Asia/Kolkata").unwrap();
        let runner = |ago: i64| {
            Some(Mark { by: "cron@build7".into(), at: now.checked_sub(SignedDuration::from_mins(ago)).unwrap() })
        };
        let at = Some("2026-12-05T15:30:00Z".parse().unwrap());
        let later = Some("2026-12-06T15:30:00Z".parse().unwrap());
        let view = |at, runner, stays| EndsView {
            at,
            has_end: true,
            is_over: false,
            now,
            zone: zone.clone(),
            runner,
            stays,
            held: None,
        };
        for (view, expected) in [
            (
                view(at, runner(2), false),
                " Ends 21:00 IST, when `pool apply` next runs (last runner: cron@build7, 2 min ago).",
            ),
            (
                view(later, runner(60 * 50), false),
                " Ends Sun 2026-12-06 21:00 IST, when `pool apply` next runs (last runner: cron@build7, 50 h ago: does it \
                 still run?).",
            ),
            (
                view(at, None, false),
                " Ends 21:00 IST, but nothing will take it back by itself: run `pool scale-down` then, stay with --stay, \
                 or set up `pool export cron`.",
            ),
            (view(at, None, true), " Ends 21:00 IST; this command stays until then and takes it back."),
            (view(None, None, false), ""),
            (
                EndsView { has_end: false, ..view(None, None, false) },
                " It has no end: run `pool scale-down` afterwards.",
            ),
            (
                EndsView { is_over: true, ..view(None, None, false) },
                " The end has passed: `pool apply` takes it back when it next runs, `pool scale-down` at once.",
            ),
        ] {
            assert_eq!(view.sentence(), expected);
        }
    }
}
