//! What the journal of this machine says of a pool.

use crate::model::{Scale, whole_minute};
use crate::ops::journal::{Entry, Warmed};
use jiff::{SignedDuration, Timestamp};

/// What was changed on a pool from here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Noted {
    /// When Azure took the change that raised it, and by whom that was asked.
    pub raised: Option<(Timestamp, String)>,
    /// When it was seen warm after that.
    pub warm: Option<Timestamp>,
    /// When Azure took the change that lowered it again, and by whom that was asked.
    pub lowered: Option<(Timestamp, String)>,
    /// Max sessions from each instant on; the first holds before it too.
    pub maxes: Vec<(Timestamp, u32)>,
}

impl Noted {
    /// How long it was up, in whole minutes: from when it was warm, where that was seen, else from when it was raised.
    #[must_use]
    pub fn lasted(&self, now: Timestamp) -> Option<SignedDuration> {
        let from = self.warm.or(self.raised.as_ref().map(|(at, _)| *at))?;
        let until = self.lowered.as_ref().map_or(now, |(at, _)| *at);
        Some(whole_minute(from).duration_until(whole_minute(until)).max(SignedDuration::ZERO))
    }
}

/// What the journal says of a pool in `[from, until)`: when it was raised to what was asked for, seen warm and lowered.
/// `None` where nothing in it is about that.
#[must_use]
pub fn noted(
    entries: &[&Entry],
    warmed: &[&Warmed],
    asked: Scale,
    (from, until): (Timestamp, Timestamp),
) -> Option<Noted> {
    let numbers = |max: u32, ready: Option<u32>| {
        max >= asked.max && asked.ready.is_none_or(|asked| ready.is_none_or(|ready| ready >= asked))
    };
    let is_up = |entry: &Entry| numbers(entry.after.max_sessions, entry.after.ready_sessions);
    let was_up = |entry: &Entry| numbers(entry.before.max_sessions, entry.before.ready_sessions);
    let within: Vec<&Entry> = entries.iter().copied().filter(|entry| from <= entry.at && entry.at < until).collect();
    let before = entries.iter().copied().rfind(|entry| entry.at < from);
    if within.is_empty() && !before.is_some_and(is_up) {
        return None;
    }
    let who = |entry: &Entry| (entry.at, entry.by.clone());
    // One that was raised before has been up since the last change that raised it.
    let earlier = || entries.iter().copied().rfind(|entry| entry.at < from && is_up(entry) && !was_up(entry));
    let raised = match before.filter(|entry| is_up(entry)) {
        Some(_) => earlier(),
        None => within.iter().copied().find(|entry| is_up(entry)),
    };
    let mut noted = Noted { raised: raised.map(who), ..Noted::default() };
    if let Some(raised) = raised {
        let lowered = entries.iter().copied().find(|entry| entry.at > raised.at && !is_up(entry));
        noted.lowered = lowered.filter(|entry| entry.at < until).map(who);
        let end = noted.lowered.as_ref().map_or(until, |(at, _)| *at);
        let warm = warmed.iter().find(|line| raised.at <= line.at && line.at < end);
        noted.warm =
            warm.filter(|line| asked.ready.is_none_or(|asked| line.ready_sessions >= asked)).map(|line| line.at);
    }
    noted.maxes = maxes(entries, from, until);
    Some(noted)
}

/// Max sessions over time, as far as changes of it were made from here.
fn maxes(entries: &[&Entry], from: Timestamp, until: Timestamp) -> Vec<(Timestamp, u32)> {
    let mut maxes: Vec<(Timestamp, u32)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.at < until) {
        if entry.at <= from || maxes.is_empty() {
            maxes.clear();
            let first = if entry.at <= from { entry.after.max_sessions } else { entry.before.max_sessions };
            maxes.push((from, first));
        }
        if entry.at > from {
            maxes.push((entry.at, entry.after.max_sessions));
        }
    }
    maxes.dedup_by_key(|(_, max)| *max);
    maxes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::journal::Numbers;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_796_000_040 + minute * 60).unwrap()
    }

    fn entry(minute: i64, before: (u32, u32), after: (u32, u32)) -> Entry {
        let numbers =
            |(max_sessions, ready): (u32, u32)| Numbers { max_sessions, ready_sessions: Some(ready), lifecycle: None };
        Entry {
            at: at(minute),
            by: format!("ana@{minute}"),
            pool: "p".into(),
            claim: "lease:contest".into(),
            before: numbers(before),
            after: numbers(after),
            tags: vec![],
            leases: Default::default(),
            until: None,
        }
    }

    /// Minutes of raised, warm and lowered, and what max sessions were.
    type Told = (Option<i64>, Option<i64>, Option<i64>, Vec<(i64, u32)>);

    fn told(entries: &[Entry], warm: &[i64]) -> Option<Told> {
        let warmed: Vec<Warmed> = warm
            .iter()
            .map(|minute| Warmed { at: at(*minute), pool: "p".into(), ready_sessions: 10, warm_after_seconds: 9 })
            .collect();
        let asked = Scale { max: 50, ready: Some(10) };
        let (entries, warmed): (Vec<&Entry>, Vec<&Warmed>) = (entries.iter().collect(), warmed.iter().collect());
        let noted = noted(&entries, &warmed, asked, (at(0), at(100)))?;
        let minute = |at: Timestamp| (at.as_second() - 1_796_000_040) / 60;
        let of = |change: Option<(Timestamp, String)>| change.map(|(at, _)| minute(at));
        let maxes = noted.maxes.into_iter().map(|(at, max)| (minute(at), max)).collect();
        Some((of(noted.raised), noted.warm.map(minute), of(noted.lowered), maxes))
    }

    #[test]
    fn the_journal_says_what_was_done_from_here() {
        let (idle, contest) = ((5, 1), (50, 10));
        let (up, down) = (|minute| entry(minute, idle, contest), |minute| entry(minute, contest, idle));
        let cases = [
            ("nothing", vec![], vec![], None),
            ("long ago", vec![up(-90), down(-50)], vec![-80], None),
            (
                "up and down",
                vec![up(10), down(70)],
                vec![13],
                Some((Some(10), Some(13), Some(70), vec![(0, 5), (10, 50), (70, 5)])),
            ),
            (
                "not seen warm",
                vec![up(10), down(70)],
                vec![75],
                Some((Some(10), None, Some(70), vec![(0, 5), (10, 50), (70, 5)])),
            ),
            (
                "since before",
                vec![up(-90), down(70)],
                vec![-80],
                Some((Some(-90), Some(-80), Some(70), vec![(0, 50), (70, 5)])),
            ),
            ("still", vec![up(10)], vec![], Some((Some(10), None, None, vec![(0, 5), (10, 50)]))),
            ("too little", vec![entry(10, idle, (20, 2))], vec![], Some((None, None, None, vec![(0, 5), (10, 20)]))),
            (
                "in two steps, ready first",
                vec![up(10), entry(70, contest, (50, 0)), entry(80, (50, 0), idle)],
                vec![12],
                Some((Some(10), Some(12), Some(70), vec![(0, 5), (10, 50), (80, 5)])),
            ),
        ];
        for (what, entries, warm, expected) in cases {
            assert_eq!(told(&entries, &warm), expected, "{what}");
        }
    }
}
