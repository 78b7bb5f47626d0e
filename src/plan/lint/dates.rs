//! Events that are over, that never come, and dates that say nothing.

use super::remarks::Remarks;
use crate::model::Mark;
use crate::schedule::{Calendar, Recurrence, When};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

const TAKE_OUT: &str = "Take it out of the file, or give it new dates.";

/// Says what there is to say of an event's dates, and whether it holds at any time from now on.
pub(super) fn remark(event: usize, calendar: &Calendar, now: Timestamp, remarks: &mut Remarks) -> bool {
    let every = match &calendar.when {
        When::Every(every) => every,
        When::Once(_) => return once(event, calendar, now, remarks),
    };
    let today = now.to_zoned(calendar.zone.clone()).date();
    let without = Recurrence { except: Vec::new(), ..every.clone() };
    let idle = every.except.iter().filter(|date| today <= **date && !without.is_on(**date));
    let idle: Vec<String> = idle.map(day).collect();
    if !idle.is_empty() {
        let text =
            format!("`except` names {}, when it does not start anyway: it comes {}", idle.join(" and "), span(every));
        remarks.add(event, Mark::Warning, text, "See whether another date was meant.");
    }
    if first_from(every, every.from.unwrap_or(Date::MIN)).is_none() {
        let text = format!("never starts: {}", why_never(every));
        remarks.add(event, Mark::Warning, text, "Give it other dates, or take it out of the file.");
        return false;
    }
    let comes_again = first_from(every, today).is_some();
    // One that began before may still hold.
    if !comes_again && calendar.between(now, now.saturating_add(SignedDuration::from_secs(1)).unwrap_or(now)).is_empty()
    {
        let to = every.to.map(|to| to.to_string()).unwrap_or_default();
        let text = format!("is over and does not come again: `to` is {to}");
        remarks.add(event, Mark::Note, text, TAKE_OUT);
        return false;
    }
    true
}

fn once(event: usize, calendar: &Calendar, now: Timestamp, remarks: &mut Remarks) -> bool {
    match calendar.once() {
        Some(once) if now < once.until => true,
        Some(once) => {
            let end = once.until.to_zoned(calendar.zone.clone()).strftime("%Y-%m-%d %H:%M %Z").to_string();
            remarks.add(event, Mark::Note, format!("is over since {end}"), TAKE_OUT);
            false
        }
        None => {
            let text = "never starts: it lies beyond the years that are known".to_owned();
            remarks.add(event, Mark::Warning, text, TAKE_OUT);
            false
        }
    }
}

/// The first date from another on which it starts.
fn first_from(every: &Recurrence, date: Date) -> Option<Date> {
    let date = every.from.map_or(date, |from| from.max(date));
    // A week without a start is one in which a date was left out.
    let weeks = every.except.len() + 1;
    let dates = date.series(1.day()).take(7 * weeks);
    dates.take_while(|date| every.to.is_none_or(|to| *date <= to)).find(|date| every.is_on(*date))
}

fn why_never(every: &Recurrence) -> String {
    let without = Recurrence { except: Vec::new(), ..every.clone() };
    let from = every.from.unwrap_or(Date::MIN);
    if first_from(&without, from).is_some() {
        return "`except` leaves out every date on which it would".to_owned();
    }
    match every.to {
        Some(to) => format!("`{}` does not come between {from} and {to}", every.weekly),
        None => format!("`{}` does not come after {from} in the years that are known", every.weekly),
    }
}

fn day(date: &Date) -> String {
    date.strftime("%a %Y-%m-%d").to_string()
}

/// `Sat 18:00, from 2026-12-01 to 2027-03-31`.
fn span(every: &Recurrence) -> String {
    let bound = |word: &str, date: Option<Date>| date.map(|date| format!(" {word} {date}")).unwrap_or_default();
    format!("`{}`{}{}", every.weekly, bound("from", every.from), bound("to", every.to))
}
