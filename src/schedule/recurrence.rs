//! What comes again every week: days and a time, `Sat 18:00`.

use jiff::civil::{Date, Time};
use std::fmt;
use std::str::FromStr;

/// Days of the week and a time of day, between two dates, with dates left out. All in one zone, the event's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// On which days, and when.
    pub weekly: Weekly,
    /// The first date on which it may start.
    pub from: Option<Date>,
    /// The last date on which it may start.
    pub to: Option<Date>,
    /// Dates on which it does not start.
    pub except: Vec<Date>,
}

impl Recurrence {
    /// Whether it starts on a date.
    #[must_use]
    pub fn is_on(&self, date: Date) -> bool {
        self.weekly.days[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
            && self.from.is_none_or(|from| from <= date)
            && self.to.is_none_or(|to| date <= to)
            && !self.except.contains(&date)
    }
}

/// Days of the week and a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekly {
    /// Monday first.
    pub days: [bool; 7],
    /// The time of day.
    pub time: Time,
}

/// What would be right.
pub const FORM: &str = "days and a time: `Sat 18:00`, `Mon-Fri 09:30`, `Tue,Thu 20:00`, `daily 10:00`";

impl FromStr for Weekly {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (days, time) = text.trim().rsplit_once(' ').ok_or("is no day with a time")?;
        let time = time_of_day(time).ok_or_else(|| format!("has no time of day: `{time}`"))?;
        Ok(Self { days: days_of(days)?, time })
    }
}

fn days_of(text: &str) -> Result<[bool; 7], String> {
    if ["daily", "day"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Ok([true; 7]);
    }
    let mut days = [false; 7];
    for part in text.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first)?, day(last)?);
        let mut at = first;
        loop {
            days[at] = true;
            if at == last {
                break;
            }
            at = (at + 1) % 7;
        }
    }
    if days.contains(&true) { Ok(days) } else { Err("names no day".to_owned()) }
}

/// A day's place in the week, Monday is 0.
fn day(text: &str) -> Result<usize, String> {
    let lower = text.to_ascii_lowercase();
    let known = |name: &str| lower.len() >= 3 && name.starts_with(&lower);
    NAMES.iter().position(|name| known(name)).ok_or_else(|| format!("has no such day: `{text}`"))
}

const NAMES: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// `18:00`, two digits each; nothing else that a library would take for a time.
#[must_use]
pub fn time_of_day(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    let number = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok());
    Time::new(number(hour)??, number(minute)??, 0, 0).ok()
}

impl fmt::Display for Weekly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.days == [true; 7] {
            f.write_str("daily")?;
        } else {
            let names: Vec<String> = NAMES
                .iter()
                .zip(self.days)
                .filter(|(_, on)| *on)
                .map(|(name, _)| format!("{}{}", name[..1].to_ascii_uppercase(), &name[1..3]))
                .collect();
            f.write_str(&names.join(","))?;
        }
        write!(f, " {}", self.time.strftime("%H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_a_time_are_read() {
        let cases = [
            ("Sat 18:00", "Sat 18:00"),
            ("saturday 18:00", "Sat 18:00"),
            ("Mon-Fri 09:30", "Mon,Tue,Wed,Thu,Fri 09:30"),
            ("Fri-Mon 00:00", "Mon,Fri,Sat,Sun 00:00"),
            ("Tue,Thu 20:00", "Tue,Thu 20:00"),
            ("Tue Thu 20:00", "Tue,Thu 20:00"),
            ("Thu, Tue 20:00", "Tue,Thu 20:00"),
            ("daily 10:00", "daily 10:00"),
            ("Mon-Sun 23:59", "daily 23:59"),
        ];
        for (text, expected) in cases {
            let weekly: Weekly = text.parse().unwrap();
            assert_eq!(weekly.to_string(), expected);
            assert_eq!(expected.parse(), Ok(weekly));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in
            ["", "Sat", "18:00", "Sat 24:00", "Sat 1800", "Sat 8:00", "So 18:00", "0 18 * * 6", "Sa 18:00", ", 18:00"]
        {
            assert!(text.parse::<Weekly>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_is_on_by_its_day_and_its_bounds() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let weekly = Recurrence {
            weekly: "Sat 18:00".parse().unwrap(),
            from: Some(date("2026-12-05")),
            to: Some(date("2027-01-02")),
            except: vec![date("2026-12-26")],
        };
        for (text, on) in [
            ("2026-11-28", false),
            ("2026-12-05", true),
            ("2026-12-06", false),
            ("2026-12-26", false),
            ("2027-01-02", true),
            ("2027-01-09", false),
        ] {
            assert_eq!(weekly.is_on(date(text)), on, "{text}");
        }
    }
}
