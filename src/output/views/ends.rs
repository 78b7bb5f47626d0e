//! When a pool goes back, and what takes it there.

use super::leases::moment;
use super::words;
use crate::ops::runs;
use crate::output::Here;
use crate::schedule::stamp::Mark;
use crate::schedule::{Claim, Desired, Source};
use jiff::Timestamp;
use serde_json::{Value, json};

/// When a pool goes back to its base, and what takes it there.
#[derive(Debug, Clone)]
pub struct EndsView {
    /// When the last claim ends.
    pub at: Option<Timestamp>,
    /// When the lease ends that this run wrote, and who keeps the pool up for longer.
    pub before: Option<Before>,
    /// Whether there is an end at all, or nothing that could end.
    pub has_end: bool,
    /// Whether the end has passed while the pool was made big.
    pub is_over: bool,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
    /// Who runs `pool apply` again and again, and when they did last.
    pub runner: Option<Mark>,
    /// Who ran it just once.
    pub once: Option<Mark>,
    /// Whether this very run stays and takes it back.
    pub stays: bool,
    /// A hold that stands.
    pub held: Option<Held>,
}

/// A hold that stands.
#[derive(Debug, Clone)]
pub struct Held {
    /// Whether it holds the pool itself, whatever else is wanted: what ends is the hold.
    pub outranks_all: bool,
    /// Its profile.
    pub profile: String,
    /// Its end.
    pub until: Option<Timestamp>,
    /// Whether something above it keeps the pool up meanwhile.
    pub is_below: bool,
}

/// A lease that ends before the pool goes back.
#[derive(Debug, Clone)]
pub struct Before {
    /// When the lease ends.
    pub lease: Timestamp,
    /// The claim that lasts longest: "the event `final`".
    pub keeper: String,
}

impl Before {
    /// What a run wrote, where it is a lease and something else keeps the pool up after it.
    #[must_use]
    pub fn of(desired: &Desired, slot: Option<u8>) -> Option<Self> {
        let is_own = |claim: &&Claim| slot.is_some() && claim.source == Source::Lease(slot);
        let lease = desired.claims.iter().find(is_own)?.until?;
        let end = |claim: &Claim| claim.until.unwrap_or(Timestamp::MAX);
        let others = desired.claims.iter().filter(|claim| !claim.source.is_base());
        let keeper = others.max_by_key(|claim| end(claim)).filter(|claim| end(claim) > lease)?;
        let of = keeper.by.as_ref().filter(|_| keeper.source != Source::Stamp).map(|by| format!(" of {by}"));
        let word = if keeper.source == Source::Stamp { "event" } else { keeper.source.word() };
        Some(Self { lease, keeper: format!("the {word} `{}`{}", keeper.name, of.unwrap_or_default()) })
    }
}

impl EndsView {
    /// A sentence with a space before it, or nothing where nothing is up.
    #[must_use]
    pub fn sentence(&self) -> String {
        let outranks_all = self.held.as_ref().is_some_and(|held| held.outranks_all);
        let Some(at) = self.at.filter(|_| !outranks_all) else {
            return if self.is_over {
                " The end has passed: `pool apply` takes it back when it next runs, `pool scale-down` at once."
                    .to_owned()
            } else if self.has_end || outranks_all {
                let held = self.hold_sentence();
                held.strip_prefix('.').map_or_else(String::new, |held| format!("{held}."))
            } else if let Some(Before { lease, keeper }) = &self.before {
                let end = moment(*lease, self.now, &self.zone);
                format!(" Ends {end}, but {keeper} has no end: run `pool scale-down` afterwards.")
            } else {
                " It has no end: run `pool scale-down` afterwards.".to_owned()
            };
        };
        let mut end = moment(at, self.now, &self.zone);
        if let Some(Before { lease, keeper }) = &self.before {
            let own = moment(*lease, self.now, &self.zone);
            if self.stays {
                return format!(" Ends {own}, and this command stays until then; {keeper} keeps it up until {end}.");
            }
            end = format!("{own}; {keeper} keeps it up until {end}");
        }
        match (&self.runner, &self.once) {
            _ if self.stays => format!(" Ends {end}; this command stays until then and takes it back."),
            (None, Some(once)) => {
                let ago = words::time(once.at.duration_until(self.now).unsigned_abs());
                format!(
                    " Ends {end}, if `pool apply` runs again (last runner: {}, {ago} ago); else run `pool scale-down` then.",
                    once.by
                )
            }
            (Some(runner), _) => {
                let age = runner.at.duration_until(self.now);
                let doubt = if age > runs::FRESH { ": does it still run?" } else { "" };
                let ago = words::time(age.unsigned_abs());
                format!(" Ends {end}, when `pool apply` next runs (last runner: {}, {ago} ago{doubt}).", runner.by)
            }
            (None, None) => format!(
                " Ends {end}, but nothing will take it back by itself: run `pool scale-down` then, stay with --stay, or \
                 set up `pool export cron`."
            ),
        }
    }

    /// Until when a hold stands; nothing where none does.
    #[must_use]
    pub fn hold_sentence(&self) -> String {
        let Some(Held { profile, until, is_below, .. }) = &self.held else { return String::new() };
        let until = match until {
            Some(until) => format!("until {}", moment(*until, self.now, &self.zone)),
            None => "without an end".to_owned(),
        };
        if *is_below {
            format!(". Under it `{profile}` is held as the base {until}")
        } else {
            format!(". Held {until}")
        }
    }

    /// As data.
    pub(super) fn value(&self) -> Value {
        json!({
            "endsAt": self.at,
            "leaseEndsAt": self.before.as_ref().map(|before| before.lease),
            "heldUntil": self.held.as_ref().and_then(|held| held.until),
            "lastRunner": self.runner.as_ref().map(|runner| json!({"by": runner.by, "at": runner.at})),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;

    fn now() -> Timestamp {
        "2026-12-05T12:00:00Z".parse().unwrap()
    }

    fn runner(ago: i64) -> Option<Mark> {
        Some(Mark { by: "cron@build7".into(), at: now().checked_sub(SignedDuration::from_mins(ago)).unwrap() })
    }

    fn view(at: Option<Timestamp>, runner: Option<Mark>, stays: bool) -> EndsView {
        EndsView {
            at,
            before: None,
            has_end: true,
            is_over: false,
            now: now(),
            zone: TimeZone::get("Asia/Kolkata").unwrap().into(),
            runner,
            once: None,
            stays,
            held: None,
        }
    }

    #[test]
    fn the_sentence_says_when_and_by_whom() {
        let at = Some("2026-12-05T15:30:00Z".parse().unwrap());
        let later = Some("2026-12-06T15:30:00Z".parse().unwrap());
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
            (
                EndsView { once: runner(2), ..view(at, None, false) },
                " Ends 21:00 IST, if `pool apply` runs again (last runner: cron@build7, 2 min ago); else run \
                 `pool scale-down` then.",
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

    /// What ends is the hold, and nobody has to take anything back.
    #[test]
    fn a_hold_is_said_to_hold() {
        let at = Some("2026-12-05T15:30:00Z".parse().unwrap());
        let held = |until, outranks_all, is_below| Some(Held { outranks_all, profile: "idle".into(), until, is_below });
        for (view, expected) in [
            (EndsView { held: held(at, true, false), ..view(at, None, false) }, " Held until 21:00 IST."),
            (EndsView { held: held(at, true, false), ..view(at, runner(2), false) }, " Held until 21:00 IST."),
            (EndsView { held: held(None, true, false), ..view(None, None, false) }, " Held without an end."),
            (EndsView { held: held(at, false, false), ..view(None, None, false) }, " Held until 21:00 IST."),
            (
                EndsView { held: held(None, false, true), ..view(at, runner(2), false) },
                " Ends 21:00 IST, when `pool apply` next runs (last runner: cron@build7, 2 min ago).",
            ),
        ] {
            assert_eq!(view.sentence(), expected);
        }
    }

    #[test]
    fn the_sentence_says_who_keeps_a_pool_up_after_the_lease() {
        let at = Some("2026-12-05T15:30:00Z".parse().unwrap());
        let lease = "2026-12-05T14:00:00Z".parse().unwrap();
        let before = || Some(Before { lease, keeper: "the event `final`".into() });
        for (view, expected) in [
            (
                EndsView { before: before(), ..view(at, runner(2), false) },
                " Ends 19:30 IST; the event `final` keeps it up until 21:00 IST, when `pool apply` next runs (last \
                 runner: cron@build7, 2 min ago).",
            ),
            (
                EndsView { before: before(), ..view(at, None, true) },
                " Ends 19:30 IST, and this command stays until then; the event `final` keeps it up until 21:00 IST.",
            ),
            (
                EndsView { before: before(), has_end: false, ..view(None, None, false) },
                " Ends 19:30 IST, but the event `final` has no end: run `pool scale-down` afterwards.",
            ),
        ] {
            assert_eq!(view.sentence(), expected);
        }
    }
}
