//! What the journal of this machine says of a pool.

use crate::model::{Scale, whole_minute};
use crate::ops::journal::{Entry, Numbers, Warmed};
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
    /// Between those: each time from when it was lowered until it was raised again.
    pub down: Vec<(Timestamp, Timestamp)>,
    /// Max sessions from each instant on; the first holds before it too.
    pub maxes: Vec<(Timestamp, u32)>,
}

impl Noted {
    /// That it was up for another one alone.
    pub(super) fn not_raised(&mut self) {
        *self = Self { maxes: std::mem::take(&mut self.maxes), ..Self::default() };
    }

    /// How long it was up in a time, in whole minutes: from when it was warm, where that was seen, else from when it was
    /// raised.
    #[must_use]
    pub fn lasted(&self, (first, last): (Timestamp, Timestamp)) -> Option<SignedDuration> {
        let from = self.warm.or(self.raised.as_ref().map(|(at, _)| *at))?.max(first);
        let until = self.lowered.as_ref().map_or(last, |(at, _)| *at);
        let minutes = |from: Timestamp, until| whole_minute(from).duration_until(whole_minute(until));
        let down: SignedDuration = self.down.iter().map(|(from, until)| minutes(*from, *until)).sum();
        Some((minutes(from, until) - down).max(SignedDuration::ZERO))
    }
}

/// What the journal says of a pool in `[from, until)`: when it was raised to what was asked for, seen warm and lowered, for
/// a time that is meant. `None` where nothing in it is about that.
#[must_use]
pub fn noted(
    entries: &[&Entry],
    warmed: &[&Warmed],
    (asked, meant): (Scale, (Timestamp, Timestamp)),
    (from, until): (Timestamp, Timestamp),
) -> Option<Noted> {
    let numbers = |max: u32, ready: Option<u32>| {
        max >= asked.max && asked.ready.is_none_or(|asked| ready.is_none_or(|ready| ready >= asked))
    };
    let ups = ups(entries, numbers);
    let is_within = |entry: &&&Entry| from <= entry.at && entry.at < until;
    let is_up_before = ups.iter().any(|up| up.meets(from, from));
    if !entries.iter().any(|entry| is_within(&entry)) && !is_up_before {
        return None;
    }
    // What was up in the time that is meant; else the first around it.
    let mut own: Vec<&Up> = ups.iter().filter(|up| up.meets(meant.0, meant.1)).collect();
    if own.is_empty() {
        own.extend(ups.iter().find(|up| up.meets(from, until)));
    }
    let who = |entry: &Entry| (entry.at, entry.by.clone());
    let mut noted = Noted { raised: own.first().and_then(|up| up.raised).map(who), ..Noted::default() };
    if let (Some((raised, _)), Some(last)) = (&noted.raised, own.last()) {
        let lowered = last.lowered.filter(|entry| entry.at < until).map(who);
        let end = lowered.as_ref().map_or(until, |(at, _)| *at);
        let warm = warmed.iter().find(|line| *raised <= line.at && line.at < end);
        noted.warm =
            warm.filter(|line| asked.ready.is_none_or(|asked| line.ready_sessions >= asked)).map(|line| line.at);
        noted.down = own.windows(2).filter_map(|pair| Some((pair[0].lowered?.at, pair[1].raised?.at))).collect();
        noted.lowered = lowered;
    }
    noted.maxes = maxes(entries, from, until);
    Some(noted)
}

/// A time for which a pool was up; what raised it is `None` where that was before the journal.
struct Up<'a> {
    raised: Option<&'a Entry>,
    lowered: Option<&'a Entry>,
}

impl Up<'_> {
    fn meets(&self, from: Timestamp, until: Timestamp) -> bool {
        let begins = self.raised.map_or(Timestamp::MIN, |entry| entry.at);
        let ends = self.lowered.map_or(Timestamp::MAX, |entry| entry.at);
        from < ends && (begins < until || begins <= from)
    }
}

/// Every time for which a pool was up, by what was written from here.
fn ups<'a>(entries: &[&'a Entry], is_up: impl Fn(u32, Option<u32>) -> bool) -> Vec<Up<'a>> {
    let of = |numbers: &Numbers| is_up(numbers.max_sessions, numbers.ready_sessions);
    let mut ups: Vec<Up> = Vec::new();
    for entry in entries.iter().copied() {
        let open = ups.last_mut().filter(|up| up.lowered.is_none());
        match (of(&entry.before), of(&entry.after), open) {
            // Somebody else lowered it, nobody here knows when.
            (false, true, Some(open)) => open.raised = Some(entry),
            (false, true, None) => ups.push(Up { raised: Some(entry), lowered: None }),
            (_, false, Some(open)) => open.lowered = Some(entry),
            (true, true, None) => ups.push(Up { raised: None, lowered: None }),
            (true, false, None) => ups.push(Up { raised: None, lowered: Some(entry) }),
            (true, true, Some(_)) | (false, false, None) => {}
        }
    }
    ups
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
        let noted = noted(&entries, &warmed, (asked, (at(20), at(65))), (at(0), at(100)))?;
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
            (
                "up for another one before",
                vec![up(2), down(8), up(15), down(70)],
                vec![3, 17],
                Some((Some(15), Some(17), Some(70), vec![(0, 5), (2, 50), (8, 5), (15, 50), (70, 5)])),
            ),
            (
                "down meanwhile",
                vec![up(10), down(30), up(40), down(70)],
                vec![12],
                Some((Some(10), Some(12), Some(70), vec![(0, 5), (10, 50), (30, 5), (40, 50), (70, 5)])),
            ),
            (
                "up before and behind it alone",
                vec![up(2), down(8), up(80), down(90)],
                vec![],
                Some((Some(2), None, Some(8), vec![(0, 5), (2, 50), (8, 5), (80, 50), (90, 5)])),
            ),
        ];
        for (what, entries, warm, expected) in cases {
            assert_eq!(told(&entries, &warm), expected, "{what}");
        }
    }

    #[test]
    fn what_was_down_meanwhile_is_no_time_up() {
        let (idle, contest) = ((5, 1), (50, 10));
        let entries =
            [entry(10, idle, contest), entry(30, contest, idle), entry(40, idle, contest), entry(70, contest, idle)];
        let asked = Scale { max: 50, ready: Some(10) };
        let entries: Vec<&Entry> = entries.iter().collect();
        let noted = noted(&entries, &[], (asked, (at(20), at(65))), (at(0), at(100))).unwrap();
        assert_eq!(noted.down, [(at(30), at(40))]);
        assert_eq!(noted.lasted((at(0), at(100))), Some(SignedDuration::from_mins(50)));
    }
}
