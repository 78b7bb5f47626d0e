//! Ticks at round numbers, and times as labels.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Zoned};

/// A number rounded up to 1, 2, 2.5 or 5 times a power of ten.
#[must_use]
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.log10().floor());
    let fits = |factor: &f64| factor * power >= least * (1.0 - 1e-9);
    [1.0, 2.0, 2.5, 5.0].into_iter().find(fits).unwrap_or(10.0) * power
}

/// Ticks from 0 to the first at or above `most`, about as many as wanted. Whole numbers: sessions are counted.
#[must_use]
pub fn counts(most: f64, wanted: usize) -> Vec<u64> {
    let step = round_step((most / wanted.max(1) as f64).max(1.0)).ceil() as u64;
    let steps = ((most / step as f64).ceil() as u64).max(1);
    (0..=steps).map(|index| index * step).collect()
}

/// Steps of time that people count in, in seconds.
const TIMES: [u64; 24] = [
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
    1_209_600, 2_592_000, 7_776_000, 15_552_000,
];

/// The first step of at least so many seconds that goes into a time at most so often.
fn time_step(seconds: f64, most: usize, least: u64) -> u64 {
    let fits = |step: &u64| *step >= least && seconds / (*step as f64) <= most.max(1) as f64;
    TIMES.into_iter().find(fits).unwrap_or(31_536_000)
}

/// Ticks within a time, at most so many beside the 0, in seconds.
#[must_use]
pub fn times(seconds: f64, most: usize) -> Vec<u64> {
    let step = time_step(seconds, most, 1);
    (0..=(seconds / step as f64) as u64).map(|index| index * step).collect()
}

/// The same at round times of the clocks, on which a minute is the least that is told.
#[must_use]
pub fn clock_times(clock: &Zoned, seconds: f64, most: usize) -> Vec<u64> {
    let step = i64::try_from(time_step(seconds, most, 60)).unwrap_or(i64::MAX);
    let Ok(midnight) = clock.date().at(0, 0, 0, 0).to_zoned(clock.time_zone().clone()) else { return Vec::new() };
    // By the wall clock, so that they are round behind a change of clocks too.
    let tick = |index: i64| midnight.datetime().checked_add(SignedDuration::from_secs(step.checked_mul(index)?)).ok();
    let passed = |tick: DateTime| Some(clock.duration_until(&tick.to_zoned(clock.time_zone().clone()).ok()?).as_secs());
    let mut ticks: Vec<u64> = (0..)
        .map_while(|index| passed(tick(index)?))
        .take_while(|passed| *passed as f64 <= seconds)
        .filter_map(|passed| u64::try_from(passed).ok())
        .collect();
    ticks.dedup();
    ticks
}

/// A time on an axis: `0`, `30 s`, `10 min`, `1 h`, `1 h 30`, `2 d`.
#[must_use]
pub fn time(seconds: u64) -> String {
    match seconds {
        0 => "0".to_owned(),
        1..60 => format!("{seconds} s"),
        60..3_600 if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        60..3_600 => format!("{}:{:02} min", seconds / 60, seconds % 60),
        3_600..172_800 if seconds.is_multiple_of(3_600) => format!("{} h", seconds / 3_600),
        3_600..172_800 => format!("{} h {:02}", seconds / 3_600, seconds / 60 % 60),
        _ if seconds.is_multiple_of(86_400) => format!("{} d", seconds / 86_400),
        _ => format!("{} h", seconds / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round() {
        for (most, wanted, expected) in [
            (0.0, 4, &[0, 1][..]),
            (1.0, 4, &[0, 1]),
            (5.0, 4, &[0, 2, 4, 6]),
            (50.0, 4, &[0, 20, 40, 60]),
            (50.0, 5, &[0, 10, 20, 30, 40, 50]),
            (517.0, 4, &[0, 200, 400, 600]),
            (1_000_000.0, 2, &[0, 500_000, 1_000_000]),
        ] {
            assert_eq!(counts(most, wanted), expected, "{most} {wanted}");
        }
        for (seconds, most, expected) in [
            (0.5, 6, &[0][..]),
            (15.0, 6, &[0, 5, 10, 15]),
            (7_200.0, 6, &[0, 1_800, 3_600, 5_400, 7_200]),
            (7_260.0, 3, &[0, 3_600, 7_200]),
            (1e9, 3, &[0, 31_536_000]),
        ] {
            assert_eq!(times(seconds, most)[..expected.len()], *expected, "{seconds} {most}");
        }
    }

    /// Each label once, whatever is looked at, and round where it does not begin so.
    #[test]
    fn clocks_are_told_at_round_times() {
        let minute = 60.0;
        for (clock, seconds, most, expected) in [
            ("2026-12-05T13:39:00+05:30[Asia/Kolkata]", 2.0 * minute, 5, "13:39 13:40 13:41"),
            ("2026-12-05T13:37:00+05:30[Asia/Kolkata]", 10.0 * minute, 5, "13:38 13:40 13:42 13:44 13:46"),
            ("2026-12-05T13:37:00+05:30[Asia/Kolkata]", 60.0 * minute, 5, "13:45 14:00 14:15 14:30"),
            ("2026-12-04T17:50:00+05:30[Asia/Kolkata]", 3_700.0 * minute, 6, "00:00 12:00 00:00 12:00 00:00"),
            // The clocks go back at 03:00, so that the night has an hour more.
            ("2026-10-24T23:00:00+02:00[Europe/Berlin]", 540.0 * minute, 5, "00:00 02:00 04:00 06:00"),
        ] {
            let clock: Zoned = clock.parse().unwrap();
            let told = |tick: u64| (&clock + SignedDuration::from_secs(tick as i64)).strftime("%H:%M").to_string();
            let told: Vec<String> = clock_times(&clock, seconds, most).into_iter().map(told).collect();
            assert_eq!(told.join(" "), expected, "{clock}");
        }
    }

    #[test]
    fn times_are_short() {
        for (seconds, expected) in [
            (0, "0"),
            (30, "30 s"),
            (600, "10 min"),
            (90, "1:30 min"),
            (3_600, "1 h"),
            (5_400, "1 h 30"),
            (86_400, "24 h"),
            (172_800, "2 d"),
        ] {
            assert_eq!(time(seconds), expected);
        }
    }
}
