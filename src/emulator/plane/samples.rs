//! What Azure Monitor remembers of a pool: for each minute how many sessions did what.
//!
//! Azure samples; here every moment counts: the average is weighted by time, least and most are true. The last day is
//! kept.

use crate::sim::Millis;
use std::collections::VecDeque;

const MINUTE: Millis = 60_000;

/// A day of minutes.
const MOST: usize = 24 * 60;

/// How many sessions are ready, executing and pending.
pub(in crate::emulator) type Trio = [u32; 3];

/// A minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::emulator) struct Minute {
    /// How many minutes since 1970 it began.
    pub(in crate::emulator) number: Millis,
    pub(in crate::emulator) least: Trio,
    pub(in crate::emulator) most: Trio,
    /// Sessions times milliseconds.
    area: [u64; 3],
    /// Milliseconds that were seen of it.
    seen: u64,
}

impl Minute {
    /// The average of one of the three.
    pub(in crate::emulator) fn average(&self, which: usize) -> f64 {
        if self.seen == 0 { f64::from(self.most[which]) } else { self.area[which] as f64 / self.seen as f64 }
    }
}

/// The minutes that are remembered.
#[derive(Debug, Default)]
pub(in crate::emulator) struct Samples(VecDeque<Minute>);

impl Samples {
    /// Time passes in which the counts stay as they are. It never goes back.
    pub(super) fn pass(&mut self, from: Millis, to: Millis, counts: Trio) {
        let oldest = to.div_ceil(MINUTE).saturating_sub(MOST as Millis);
        let mut from = from.max(oldest * MINUTE);
        loop {
            let number = from / MINUTE;
            let end = to.min((number + 1) * MINUTE);
            self.minute(number, counts).see(end - from.min(end), counts);
            if end == to {
                break;
            }
            from = end;
        }
    }

    fn minute(&mut self, number: Millis, counts: Trio) -> &mut Minute {
        let is_last = self.0.back().is_some_and(|last| last.number >= number);
        if !is_last {
            self.0.push_back(Minute { number, least: counts, most: counts, area: [0; 3], seen: 0 });
            if self.0.len() > MOST {
                self.0.pop_front();
            }
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    /// Those that begin within a time, in minutes since 1970.
    pub(in crate::emulator) fn within(&self, minutes: std::ops::Range<Millis>) -> impl Iterator<Item = &Minute> {
        self.0.iter().filter(move |minute| minutes.contains(&minute.number))
    }
}

impl Minute {
    fn see(&mut self, time: Millis, counts: Trio) {
        for (which, count) in counts.into_iter().enumerate() {
            self.least[which] = self.least[which].min(count);
            self.most[which] = self.most[which].max(count);
            self.area[which] += u64::from(count) * time;
        }
        self.seen += time;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_knows_its_least_its_most_and_its_average() {
        let mut samples = Samples::default();
        samples.pass(60_000, 90_000, [2, 0, 0]);
        samples.pass(90_000, 90_000, [9, 0, 0]);
        samples.pass(90_000, 150_000, [1, 4, 0]);
        let seen: Vec<_> = samples.within(0..100).collect();
        assert_eq!((seen.len(), seen[0].number, seen[1].number), (2, 1, 2));
        assert_eq!((seen[0].least, seen[0].most), ([1, 0, 0], [9, 4, 0]));
        assert_eq!((seen[0].average(0), seen[0].average(1), seen[1].average(1)), (1.5, 2.0, 4.0));
        assert_eq!(samples.within(2..3).count(), 1);
    }

    #[test]
    fn a_day_is_kept_however_long_nobody_asked() {
        let mut samples = Samples::default();
        samples.pass(0, 10, [1, 1, 1]);
        samples.pass(10, 400 * 24 * 3_600_000, [1, 2, 3]);
        assert_eq!(samples.0.len(), MOST);
        assert_eq!(samples.0.back().unwrap().number, 400 * 24 * 60 - 1);
        for minute in 0..3_000 {
            samples.pass(400 * 24 * 3_600_000 + minute * MINUTE, 400 * 24 * 3_600_000 + (minute + 1) * MINUTE, [0; 3]);
        }
        assert_eq!((samples.0.len(), samples.0[0].number), (MOST, 400 * 24 * 60 + 3_000 - MOST as u64));
    }
}
