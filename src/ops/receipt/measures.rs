//! What the minutes of a pool come to: pure arithmetic on what Azure Monitor saw.
//!
//! Everything is as fine as the minutes are. What was not sampled counts for nothing, and how much that is is said.

use super::noted::Noted;
use crate::model::{Minute, Minutes, Scale, Seen};
use jiff::{SignedDuration, Timestamp};

/// Over which time, and against what, minutes are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// From when on somebody may come: the start.
    pub start: Timestamp,
    /// Until when.
    pub end: Timestamp,
    /// What was asked for; ready `None` where the pool keeps none.
    pub asked: Scale,
}

/// What the minutes come to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measures {
    /// How long the minutes of the frame last that were sampled.
    pub seen: SignedDuration,
    /// When the ready sessions were first as many as asked for; `None` where they never were, or were not seen.
    pub warm: Option<Warm>,
    /// The most sessions in use, and the beginning of the first minute with so many.
    pub peak: Option<(u32, Timestamp)>,
    /// How long no session was left for anybody new.
    pub full: SignedDuration,
    /// How much of that while max sessions were fewer than asked for.
    pub full_below: SignedDuration,
    /// The most sessions by which those in use grew within a minute, as far as the minutes show. Who came and went
    /// within one is not seen.
    pub rise: u32,
    /// Sessions in use, in the mean.
    pub average: Option<f64>,
    /// The fewest ready sessions while the pool was warm, and the first minute with so few.
    pub least_ready: Option<(u32, Timestamp)>,
    /// How long there was a moment in the minute without any.
    pub without_ready: SignedDuration,
    /// The fewest, as many more as there was no room for: what is said of whether they were enough. `None` where there
    /// was never room for any.
    pub least_with_room: Option<u32>,
    /// How much of the time without any there was no room for one.
    pub without_room: SignedDuration,
}

/// When a pool was warm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warm {
    /// The first minute.
    pub from: Timestamp,
    /// The end of the last one, or the beginning of one in which it ceased to be.
    pub until: Timestamp,
    /// How long altogether, without what lies between and was not sampled, or was not warm.
    pub lasted: SignedDuration,
    /// It was warm already in the first minute that was seen, and may have been before.
    pub or_before: bool,
    /// It was still warm in the last one.
    pub or_later: bool,
}

impl Measures {
    /// Where the journal knows when the pool was raised, it was not warm before.
    pub(super) fn raised(&mut self, noted: &Noted) {
        if let (Some(warm), Some((raised, _))) = (&mut self.warm, &noted.raised) {
            warm.or_before &= *raised < warm.from;
        }
    }

    /// Where the time that is looked at begins or ends because of another one, what lies beyond is that one's.
    pub(super) fn cut(&mut self, (before, behind): (bool, bool)) {
        if let Some(warm) = &mut self.warm {
            warm.or_before &= !before;
            warm.or_later &= !behind;
        }
    }

    /// That it was up for another one alone.
    pub(super) fn not_raised(&mut self) {
        (self.warm, self.least_ready, self.least_with_room) = (None, None, None);
        (self.without_ready, self.without_room) = (SignedDuration::ZERO, SignedDuration::ZERO);
    }
}

/// Measures a pool. `max` says the most max sessions of a minute; `minutes` reach beyond the frame, so that it is seen
/// when the pool was raised and taken back.
#[must_use]
pub fn measure(minutes: &Minutes, frame: &Frame, max: &dyn Fn(&Minute) -> Option<u32>) -> Measures {
    let mut measures = Measures { warm: warm(minutes, frame, max), ..Measures::default() };
    let (mut area, mut used) = (0.0, SignedDuration::ZERO);
    let fewest = |seen: Seen| seen.least.floor().max(0.0) as u32;
    let earlier = minutes.0.iter().rfind(|minute| minute.until() <= frame.start);
    let mut before = earlier.and_then(|minute| Some((minute.until(), whole(minute.executing?.most))));
    for minute in minutes.within(frame.start, frame.end) {
        measures.seen += minute.lasts;
        if let Some(executing) = minute.executing {
            let most = whole(executing.most);
            if measures.peak.is_none_or(|(peak, _)| most > peak) {
                measures.peak = Some((most, minute.at));
            }
            if let Some(max) = max(minute).filter(|max| *max > 0 && most >= *max) {
                measures.full += minute.lasts;
                measures.full_below += if max < frame.asked.max { minute.lasts } else { SignedDuration::ZERO };
            }
            // Where a minute has one sample, growth shows between two of them.
            let least = fewest(executing);
            let earlier = before.filter(|(until, _)| least == most && *until == minute.at);
            measures.rise = measures.rise.max(most.saturating_sub(earlier.map_or(least, |(_, before)| before)));
            before = Some((minute.until(), most));
            area += executing.average * minute.lasts.as_secs_f64();
            used += minute.lasts;
        }
        // In its first minute it became warm, and in the last one that was seen it may have ceased to be: the fewest of
        // those say nothing.
        let is_warm = measures.warm.is_some_and(|warm| {
            let is_last = warm.or_later && minute.until() == warm.until;
            warm.from < minute.at && minute.until() <= warm.until && !is_last
        });
        if let Some(ready) = minute.ready.filter(|_| is_warm) {
            let least = fewest(ready);
            if measures.least_ready.is_none_or(|(fewest, _)| least < fewest) {
                measures.least_ready = Some((least, minute.at));
            }
            if least == 0 {
                measures.without_ready += minute.lasts;
            }
            match spared(least, room(minute, max), frame.asked.ready.unwrap_or_default()) {
                Some(least) => {
                    measures.least_with_room = Some(measures.least_with_room.map_or(least, |is| is.min(least)));
                }
                None => measures.without_room += minute.lasts,
            }
        }
    }
    measures.average = used.is_positive().then(|| area / used.as_secs_f64());
    measures
}

/// How many sessions there was room for when most were in use; `None` where nobody knows.
fn room(minute: &Minute, max: &dyn Fn(&Minute) -> Option<u32>) -> Option<u32> {
    Some(max(minute)?.saturating_sub(whole(minute.executing?.most)))
}

/// The fewest ready sessions of a minute as they would have been with room for as many as asked for; `None` where there
/// was room for none, which nobody has taken then. They may have run out before there was less room.
fn spared(least: u32, room: Option<u32>, asked: u32) -> Option<u32> {
    match room {
        Some(0) if least == 0 => None,
        Some(room) if least > 0 => Some(least + asked.saturating_sub(room)),
        _ => Some(least),
    }
}

/// From the first minute with as many ready sessions as asked for to the last in which the pool still kept them up:
/// those that somebody has taken count as long as others are starting in their place, or there is no room for them.
fn warm(minutes: &Minutes, frame: &Frame, max: &dyn Fn(&Minute) -> Option<u32>) -> Option<Warm> {
    let asked = frame.asked.ready.filter(|ready| *ready > 0)?;
    let wanted = |minute: &Minute| {
        // A pool that was not raised yet has no room either, and is not warm for that.
        let most = max(minute).unwrap_or(frame.asked.max).max(frame.asked.max);
        asked.min(most.saturating_sub(minute.executing.map_or(0, |seen| whole(seen.most))))
    };
    let ready = |minute: &&Minute| minute.ready.is_some_and(|seen| whole(seen.most) >= wanted(minute));
    let kept = |minute: &&Minute| {
        let count = |seen: Option<Seen>| seen.map_or(0, |seen| whole(seen.most));
        minute.ready.is_some() && count(minute.ready) + count(minute.pending) >= wanted(minute)
    };
    let sampled = || minutes.0.iter().filter(|minute| minute.ready.is_some());
    let first = sampled().find(ready)?;
    let held = || sampled().filter(|minute| minute.at >= first.at).filter(kept);
    // What comes after the pool was taken back, and after the end, is somebody else's.
    let over = sampled().find(|minute| minute.at >= frame.end.max(first.at) && !kept(minute)).map(|minute| minute.at);
    let held = || held().filter(|minute| over.is_none_or(|over| minute.at < over));
    let last = held().next_back()?;
    let or_later = sampled().next_back().is_some_and(|minute| minute.at == last.at);
    // The minute in which it became warm counts, and that in which it ceased to be does not: as times are told.
    let is_whole = or_later || last.ready.is_some_and(|seen| seen.least >= f64::from(wanted(last)));
    let lasted: SignedDuration = held().map(|minute| minute.lasts).sum();
    Some(Warm {
        from: first.at,
        until: if is_whole { last.until() } else { last.at },
        lasted: if is_whole { lasted } else { lasted - last.lasts },
        or_before: sampled().next().is_some_and(|minute| minute.at == first.at),
        or_later,
    })
}

/// A maximum of a count is whole; a foreign one is rounded up.
fn whole(number: f64) -> u32 {
    number.ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_796_000_040 + minute * 60).unwrap()
    }

    fn seen(least: u32, most: u32) -> Option<Seen> {
        let (least, most) = (f64::from(least), f64::from(most));
        Some(Seen { average: f64::midpoint(least, most), least, most })
    }

    /// Executing, ready and pending; `None` was not sampled.
    type Counts = Option<(u32, u32, u32)>;

    /// A minute for each.
    fn minutes(counts: &[Counts]) -> Minutes {
        let minute = |(number, counts): (i64, &Counts)| {
            let (executing, ready, pending) = (*counts)?;
            let [executing, ready, pending] = [executing, ready, pending].map(|count| seen(count, count));
            Some(Minute { executing, ready, pending, ..Minute::beginning(at(number), SignedDuration::from_mins(1)) })
        };
        Minutes((0..).zip(counts).filter_map(minute).collect())
    }

    fn frame(start: i64, end: i64, max: u32, ready: Option<u32>) -> Frame {
        Frame { start: at(start), end: at(end), asked: Scale { max, ready } }
    }

    /// Warm from, until, how long in minutes, since before, still.
    fn told(warm: Option<Warm>) -> Option<(i64, i64, i64, bool, bool)> {
        let minute = |at: Timestamp| (at.as_second() - 1_796_000_040) / 60;
        warm.map(|warm| (minute(warm.from), minute(warm.until), warm.lasted.as_mins(), warm.or_before, warm.or_later))
    }

    #[test]
    fn warm_is_from_the_first_ready_ones_until_they_are_taken_back() {
        let idle = Some((0, 1, 0));
        let cases: [(&str, &[Counts], _); 9] = [
            (
                "up and down",
                &[idle, Some((0, 4, 6)), Some((0, 10, 0)), Some((0, 10, 0)), idle],
                Some((2, 4, 2, false, false)),
            ),
            (
                "replaced when taken",
                &[idle, Some((0, 10, 0)), Some((8, 2, 8)), Some((8, 10, 0)), idle],
                Some((1, 4, 3, false, false)),
            ),
            (
                "no room for more",
                &[idle, Some((0, 10, 0)), Some((18, 2, 0)), Some((20, 0, 0)), idle],
                Some((1, 4, 3, false, false)),
            ),
            (
                "a dip is not warm",
                &[idle, Some((0, 10, 0)), idle, Some((0, 10, 0)), idle],
                Some((1, 4, 2, false, false)),
            ),
            (
                "what was not sampled is not counted",
                &[idle, Some((0, 10, 0)), None, Some((0, 10, 0)), idle],
                Some((1, 4, 2, false, false)),
            ),
            ("never", &[idle, Some((0, 9, 1)), Some((0, 9, 1)), idle], None),
            ("not seen", &[None, None], None),
            ("before, and still", &[Some((0, 10, 0)), Some((0, 10, 0))], Some((0, 2, 2, true, true))),
            (
                "after the end it is another's",
                &[idle, Some((0, 10, 0)), Some((0, 10, 0)), Some((0, 10, 0)), idle, Some((0, 10, 0))],
                Some((1, 4, 3, false, false)),
            ),
        ];
        for (what, counts, expected) in cases {
            let measures = measure(&minutes(counts), &frame(1, 4, 20, Some(10)), &|_| Some(20));
            assert_eq!(told(measures.warm), expected, "{what}");
        }
    }

    /// What was taken back within a minute was warm until that minute, as the journal tells it too.
    #[test]
    fn a_last_minute_that_was_not_whole_is_none() {
        let mut all = minutes(&[Some((0, 1, 0)), Some((0, 10, 0)), Some((0, 10, 0)), Some((0, 1, 0))]);
        all.0[2].ready = seen(1, 10);
        let measures = measure(&all, &frame(1, 4, 20, Some(10)), &|_| Some(20));
        assert_eq!(told(measures.warm), Some((1, 2, 1, false, false)));
    }

    #[test]
    fn a_pool_that_is_full_before_it_is_raised_is_not_warm() {
        let counts = [Some((0, 1, 0)), Some((5, 0, 0)), Some((5, 0, 0)), Some((5, 10, 0))];
        let max = |minute: &Minute| Some(if minute.at < at(3) { 5 } else { 20 });
        let measures = measure(&minutes(&counts), &frame(0, 4, 20, Some(10)), &max);
        assert_eq!(measures.warm.unwrap().from, at(3));
        let two = SignedDuration::from_mins(2);
        assert_eq!((measures.full, measures.full_below), (two, two), "fewer than asked for");
    }

    /// One sample a minute shows growth from one to the next; several show it within one.
    #[test]
    fn growth_within_a_minute_is_as_fine_as_the_samples() {
        let grows = |all: &Minutes| measure(all, &frame(1, 5, 50, Some(10)), &|_| Some(50)).rise;
        let count = |executing| Some((executing, 10, 0));
        assert_eq!(grows(&minutes(&[count(3), count(12), count(14), count(2), count(8)])), 9, "since before the start");
        assert_eq!(grows(&minutes(&[count(3), None, count(14), count(2), count(8)])), 6, "a gap is no minute");
        let mut fine = minutes(&[count(3), count(15), count(27), count(27), count(3)]);
        fine.0[1].executing = seen(3, 15);
        fine.0[2].executing = seen(15, 27);
        assert_eq!(grows(&fine), 12);
    }

    #[test]
    fn people_are_measured_from_start_to_end_alone() {
        let counts: &[Counts] = &[
            Some((9, 10, 0)),
            Some((4, 6, 0)),
            Some((15, 0, 5)),
            None,
            Some((20, 0, 0)),
            Some((20, 0, 0)),
            Some((3, 10, 0)),
            Some((99, 10, 0)),
        ];
        let measures = measure(&minutes(counts), &frame(1, 7, 20, Some(10)), &|_| Some(20));
        assert_eq!(measures.seen, SignedDuration::from_mins(5), "one was not sampled");
        assert_eq!((measures.peak, measures.full), (Some((20, at(4))), SignedDuration::from_mins(2)));
        assert!((measures.average.unwrap() - 62.0 / 5.0).abs() < 1e-9);
        assert_eq!((measures.least_ready, measures.without_ready), (Some((0, at(2))), SignedDuration::from_mins(3)));
        assert_eq!((measures.least_with_room, measures.without_room), (Some(0), SignedDuration::from_mins(2)));
        // Where max sessions was raised meanwhile, or nobody knows it, nobody was kept out.
        let raised = |minute: &Minute| Some(if minute.at < at(5) { 20 } else { 50 });
        assert_eq!(measure(&minutes(counts), &frame(1, 7, 20, Some(10)), &raised).full, SignedDuration::from_mins(1));
        assert_eq!(measure(&minutes(counts), &frame(1, 7, 20, Some(10)), &|_| None).full, SignedDuration::ZERO);
    }

    /// Ten were asked for of 20; the first minutes are those in which they become warm.
    #[test]
    fn ready_sessions_that_there_was_no_room_for_are_not_missing() {
        let cases: [(&str, Counts, _); 6] = [
            ("none taken", Some((10, 10, 0)), (Some(10), 0)),
            ("taken", Some((10, 7, 3)), (Some(7), 0)),
            ("room for three", Some((17, 3, 0)), (Some(10), 0)),
            ("room for three, and one is taken", Some((17, 2, 1)), (Some(9), 0)),
            ("room for three, and all are taken", Some((17, 0, 3)), (Some(0), 0)),
            ("no room", Some((20, 0, 0)), (Some(10), 1)),
        ];
        for (what, counts, (least, without)) in cases {
            let counts = [Some((0, 1, 0)), Some((0, 10, 0)), Some((0, 10, 0)), counts, Some((0, 10, 0))];
            let measures = measure(&minutes(&counts), &frame(0, 5, 20, Some(10)), &|_| Some(20));
            let told = (measures.least_with_room, measures.without_room.as_mins());
            assert_eq!(told, (least, without), "{what}");
        }
    }

    #[test]
    fn a_code_interpreter_has_no_ready_sessions() {
        let mut minutes = minutes(&[Some((5, 0, 0)), Some((7, 0, 0))]);
        for minute in &mut minutes.0 {
            (minute.ready, minute.pending) = (None, None);
        }
        let measures = measure(&minutes, &frame(0, 2, 7, None), &|_| Some(7));
        assert_eq!((measures.warm, measures.least_ready, measures.peak), (None, None, Some((7, at(1)))));
        assert_eq!(measure(&Minutes::default(), &frame(0, 2, 7, Some(2)), &|_| None), Measures::default());
    }
}
