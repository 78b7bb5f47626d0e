//! A profile for the next time, from what this time was like.
//!
//! The margin and the factor are ours, and assumed: nobody has measured how much one time differs from the next.

use super::measures::{Frame, Measures};
use crate::model::limits::{MAX_SESSIONS_CODE_INTERPRETER, READY_FLOOR_CUSTOM_CONTAINER};
use crate::model::{Kind, Settings};

/// More than what was used, in hundredths. Assumed.
pub const MARGIN_PERCENT: u32 = 25;

/// More than what was there, in hundredths, where all of it was used and nobody knows how much was missing. Assumed.
pub const RAISE_PERCENT: u32 = 50;

/// What max sessions have to be beside the suggested ones to be far too many.
const FAR_TOO_MANY: u32 = 2;

/// What is suggested, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The settings.
    pub settings: Settings,
    /// Sentences without their full stop, what matters most first.
    pub reasons: Vec<String>,
}

/// Why nothing can be suggested, as a sentence's end.
pub type Unknown = &'static str;

/// What would have done, with a margin.
///
/// # Errors
/// Why that cannot be said.
pub fn suggest(measures: &Measures, frame: &Frame, settings: &Settings, kind: Kind) -> Result<Suggestion, Unknown> {
    let (peak, _) = measures.peak.ok_or("it was not seen how many sessions were in use")?;
    let lasts = frame.start.duration_until(frame.end);
    if measures.seen.saturating_mul(2) < lasts {
        return Err("less than half of its time was seen");
    }
    if peak == 0 {
        return Err("nobody came, which says nothing of how many will");
    }
    let mut reasons = Vec::new();
    let max = max_sessions(measures, settings, peak, kind, &mut reasons);
    let ready = ready_sessions(measures, settings, max, kind, &mut reasons);
    let settings = Settings { max_sessions: max, ready_sessions: ready, ..settings.clone() };
    Ok(Suggestion { settings, reasons })
}

fn max_sessions(measures: &Measures, settings: &Settings, peak: u32, kind: Kind, reasons: &mut Vec<String>) -> u32 {
    let asked = settings.max_sessions;
    let minutes = measures.full.as_secs().div_euclid(60);
    // Where fewer than asked for were full, what was asked for was not tried.
    let is_untried = measures.full.is_positive() && measures.full == measures.full_below && peak < asked;
    let is_full = measures.full.is_positive() && !is_untried;
    let wanted = match (is_full, is_untried) {
        (true, _) => more(peak.max(asked), RAISE_PERCENT),
        (_, true) => asked.max(more(peak, MARGIN_PERCENT)),
        _ => more(peak, MARGIN_PERCENT),
    };
    // A custom container keeps one ready session at least, and max sessions lies above that.
    let least = if kind.keeps_ready() { READY_FLOOR_CUSTOM_CONTAINER + 1 } else { 1 };
    let most = if kind.keeps_ready() { u32::MAX } else { MAX_SESSIONS_CODE_INTERPRETER };
    let max = wanted.clamp(least, most);
    if is_full {
        reasons.push(format!(
            "it was full for {minutes} min: {peak} is a lower bound, and how many did not get in is not known. \
             {RAISE_PERCENT} % more is a guess (assumed)"
        ));
    } else if is_untried {
        reasons.push(format!(
            "max sessions {max}: {asked} were not tried, for in the {minutes} min in which it was full there were fewer"
        ));
    } else {
        reasons.push(format!("max sessions {max}: the peak of {peak} and {MARGIN_PERCENT} % (assumed)"));
        if asked >= max.saturating_mul(FAR_TOO_MANY) {
            reasons.insert(0, format!("max sessions {asked} was far too many for a peak of {peak}"));
        } else if asked < max {
            reasons.push(format!("max sessions {asked} was enough, with less than {MARGIN_PERCENT} % to spare"));
        }
    }
    if max < wanted {
        reasons
            .push(format!("Azure takes no more than {most} sessions of a {kind} pool: spread them over several pools"));
    }
    max
}

fn ready_sessions(measures: &Measures, settings: &Settings, max: u32, kind: Kind, reasons: &mut Vec<String>) -> u32 {
    let asked = settings.ready_sessions;
    if !kind.keeps_ready() {
        return 0;
    }
    let within = |ready: u32| ready.clamp(READY_FLOOR_CUSTOM_CONTAINER, max - 1);
    let rise = measures.rise;
    let Some(least) = measures.least_with_room else {
        let ready = within(asked.max(more(rise, MARGIN_PERCENT)));
        let why = if ready == asked { "as they were: " } else { "" };
        reasons.push(format!("ready sessions {ready}: {why}it was not seen how far they fell from {asked}"));
        return ready;
    };
    if least == 0 {
        let ready = within(more(asked.max(1), RAISE_PERCENT).max(more(rise, MARGIN_PERCENT)));
        let minutes = (measures.without_ready - measures.without_room).as_secs().div_euclid(60);
        reasons.push(format!(
            "ready sessions {ready}: {asked} were not enough, in {minutes} min there was a moment without any. \
             How many were missing is not known (assumed)"
        ));
        return ready;
    }
    let taken = asked.saturating_sub(least);
    let ready = within(more(taken.max(rise), MARGIN_PERCENT));
    reasons.push(if rise > taken {
        format!(
            "ready sessions {ready}: within a minute {rise} more came into use, and {MARGIN_PERCENT} % (assumed). \
             How many came at once is not seen: fewer may do, if they did not"
        )
    } else {
        format!(
            "ready sessions {ready}: of {asked} at most {taken} were taken at once, and {MARGIN_PERCENT} % (assumed)"
        )
    });
    ready
}

/// So many hundredths more, rounded up.
fn more(count: u32, percent: u32) -> u32 {
    let product = u64::from(count) * u64::from(100 + percent);
    u32::try_from(product.div_ceil(100)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::limits;
    use crate::model::{Lifecycle, Scale};
    use jiff::{SignedDuration, Timestamp};
    use proptest::prelude::*;
    use std::time::Duration;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn settings(max: u32, ready: u32) -> Settings {
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
        Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None }
    }

    fn frame(max: u32, ready: u32) -> Frame {
        let start: Timestamp = "2026-12-05T08:30:00Z".parse().unwrap();
        let end = start + SignedDuration::from_hours(2);
        Frame { start, end, asked: Scale { max, ready: Some(ready) } }
    }

    /// Two hours with a peak, minutes full, and the fewest ready sessions.
    fn measures(peak: u32, full: i32, least: Option<u32>) -> Measures {
        let at: Timestamp = "2026-12-05T09:00:00Z".parse().unwrap();
        Measures {
            seen: SignedDuration::from_hours(2),
            peak: Some((peak, at)),
            full: MINUTE * full,
            least_ready: least.map(|least| (least, at)),
            without_ready: if least == Some(0) { MINUTE * 3 } else { SignedDuration::ZERO },
            least_with_room: least,
            ..Measures::default()
        }
    }

    #[test]
    fn the_next_one_is_what_was_used_and_a_margin() {
        let (custom, python) = (Kind::CustomContainer, Kind::PythonLTS);
        let cases = [
            (custom, (50, 10), (40, 0, Some(4)), (50, 8), "the peak of 40 and 25 %"),
            (custom, (50, 10), (8, 0, Some(8)), (10, 3), "max sessions 50 was far too many for a peak of 8"),
            (custom, (50, 10), (49, 0, Some(5)), (62, 7), "with less than 25 % to spare"),
            (custom, (50, 10), (50, 12, Some(3)), (75, 9), "full for 12 min: 50 is a lower bound"),
            (custom, (50, 10), (40, 0, Some(0)), (50, 15), "10 were not enough, in 3 min"),
            (custom, (50, 10), (40, 0, None), (50, 10), "not seen how far they fell"),
            (custom, (50, 10), (1, 0, Some(10)), (2, 1), "far too many"),
            (custom, (50, 10), (4, 0, Some(0)), (5, 4), "far too many"),
            (python, (600, 0), (600, 1, None), (600, 0), "spread them over several pools"),
            (python, (100, 0), (64, 0, None), (80, 0), "the peak of 64"),
        ];
        for (kind, (max, ready), (peak, full, least), expected, says) in cases {
            let found = suggest(&measures(peak, full, least), &frame(max, ready), &settings(max, ready), kind).unwrap();
            assert_eq!((found.settings.max_sessions, found.settings.ready_sessions), expected, "{found:?}");
            assert!(found.reasons.iter().any(|reason| reason.contains(says)), "{says}: {found:?}");
        }
    }

    #[test]
    fn what_the_minutes_do_not_show_is_not_taken_for_none() {
        let told =
            |measures: &Measures| suggest(measures, &frame(50, 10), &settings(50, 10), Kind::CustomContainer).unwrap();
        let both = |found: &Suggestion| (found.settings.max_sessions, found.settings.ready_sessions);
        // They were replaced before anybody looked.
        let found = told(&Measures { rise: 9, ..measures(9, 0, Some(10)) });
        assert_eq!(both(&found), (12, 11), "{found:?}");
        assert!(found.reasons.iter().any(|reason| reason.contains("within a minute 9 more")), "{found:?}");
        let found = told(&Measures { rise: 24, ..measures(30, 0, Some(0)) });
        assert_eq!(both(&found), (38, 30), "{found:?}");
        let found = told(&Measures { rise: 24, ..measures(30, 0, None) });
        assert_eq!(both(&found), (38, 30), "{found:?}");
        // There was no room for any.
        let full = measures(50, 3, Some(0));
        let found = told(&Measures { least_with_room: Some(6), without_room: MINUTE * 3, ..full.clone() });
        assert_eq!(both(&found), (75, 5), "{found:?}");
        let found = told(&Measures { without_room: MINUTE * 2, ..full });
        assert_eq!(both(&found), (75, 15), "{found:?}");
        assert!(found.reasons.iter().any(|reason| reason.contains("in 1 min there was a moment")), "{found:?}");
        // Full before it was raised: nobody knows whether 50 were too few.
        let found = told(&Measures { full_below: MINUTE * 3, ..measures(5, 3, Some(8)) });
        assert_eq!(both(&found), (50, 3), "{found:?}");
        assert!(found.reasons[0].contains("50 were not tried"), "{found:?}");
    }

    #[test]
    fn nothing_is_suggested_where_nothing_is_known() {
        let told = |measures: &Measures| {
            suggest(measures, &frame(50, 10), &settings(50, 10), Kind::CustomContainer).unwrap_err()
        };
        assert!(told(&measures(0, 0, Some(10))).contains("nobody came"));
        assert!(told(&Measures { peak: None, ..measures(1, 0, None) }).contains("not seen"));
        assert!(told(&Measures { seen: MINUTE * 59, ..measures(9, 0, None) }).contains("less than half"));
    }

    proptest! {
        #[test]
        fn azure_takes_whatever_is_suggested(
            max in 2u32..2_000, part in 0u32..100, peak in 1u32..2_000, full in 0i32..60,
            least in proptest::option::of(0u32..2_000), is_custom: bool,
        ) {
            let ready = max * part / 101;
            let kind = if is_custom { Kind::CustomContainer } else { Kind::Shell };
            let found = suggest(&measures(peak, full, least), &frame(max, ready), &settings(max, ready), kind).unwrap();
            prop_assert!(limits::faults_for(&found.settings, kind).is_empty(), "{found:?}");
        }
    }
}
