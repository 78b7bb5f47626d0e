//! What changes of clocks do to events in the time ahead.

use super::remarks::Remarks;
use super::stretches::changes;
use crate::model::Mark;
use crate::schedule::{Calendar, Occurrence, Remark, When, local};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};

/// Around a change of clocks: a window that it touches starts at most a day away, or is touched by nothing that is
/// said here.
const AROUND: SignedDuration = SignedDuration::from_hours(2 * 24);

/// Dates that are named before the rest is counted.
const NAMED: usize = 4;

/// What clocks do to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// It has no length.
    Empty,
    /// Its start does not exist.
    StartSkipped,
    /// Its start happens twice.
    StartTwice,
    /// Its end does not exist.
    EndSkipped,
    /// Its end happens twice.
    EndTwice,
}

/// Says it for every window of the time ahead, each trouble once with its dates.
pub(super) fn remark(event: usize, calendar: &Calendar, now: Timestamp, remarks: &mut Remarks) {
    let mut found: Vec<(Trouble, Vec<Case>)> = Vec::new();
    for occurrence in near_changes(calendar, now) {
        for (trouble, case) in troubles(calendar, &occurrence) {
            match found.iter_mut().find(|(known, _)| *known == trouble) {
                Some((_, cases)) => cases.push(case),
                None => found.push((trouble, vec![case])),
            }
        }
    }
    for (trouble, cases) in found {
        let (mark, text, todo) = words(trouble, &cases);
        remarks.add(event, mark, text, todo);
    }
}

/// A local time that clocks skip or repeat, and what becomes of it.
#[derive(Debug)]
struct Case {
    local: DateTime,
    really: String,
}

fn near_changes(calendar: &Calendar, now: Timestamp) -> Vec<Occurrence> {
    if let When::Once(_) = calendar.when {
        return calendar.once().into_iter().collect();
    }
    let mut found: Vec<Occurrence> = Vec::new();
    for change in changes(&calendar.zone, now) {
        let (from, until) = (change.saturating_sub(AROUND), change.saturating_add(AROUND));
        let near = calendar.between(from.unwrap_or(now), until.unwrap_or(now));
        // Two changes may lie in the same days, as around a Ramadan.
        let last = found.last().map(|last| last.start);
        found.extend(near.into_iter().filter(|one| now < one.until && last.is_none_or(|last| last < one.start)));
    }
    found
}

fn troubles(calendar: &Calendar, occurrence: &Occurrence) -> Vec<(Trouble, Case)> {
    let mut found = Vec::new();
    let is_empty = occurrence.until <= occurrence.start;
    for remark in &occurrence.remarks {
        let (local, skipped) = match remark {
            Remark::Gap(local) => (*local, true),
            Remark::Fold(local) => (*local, false),
            Remark::Length { .. } | Remark::EndsAt { .. } => continue,
        };
        let Some((at, _)) = local::instant(&calendar.zone, local) else { continue };
        let is_start = start_of(calendar, local) == Some(local) && at == occurrence.start;
        let trouble = match (is_empty, is_start, skipped) {
            (true, ..) => Trouble::Empty,
            (_, true, true) => Trouble::StartSkipped,
            (_, true, false) => Trouble::StartTwice,
            (_, false, true) => Trouble::EndSkipped,
            (_, false, false) => Trouble::EndTwice,
        };
        let really = at.to_zoned(calendar.zone.clone()).strftime("%H:%M %Z").to_string();
        found.push((trouble, Case { local, really }));
        if is_empty {
            break;
        }
    }
    found
}

/// The start that a local time would be.
fn start_of(calendar: &Calendar, local: DateTime) -> Option<DateTime> {
    match &calendar.when {
        When::Once(start) => Some(*start),
        When::Every(every) => Some(local.date().to_datetime(every.weekly.time)),
    }
}

fn words(trouble: Trouble, cases: &[Case]) -> (Mark, String, &'static str) {
    let dates = dates(cases);
    let (clock, really) = match cases.first() {
        Some(case) => (case.local.strftime("%H:%M").to_string(), case.really.as_str()),
        None => (String::new(), ""),
    };
    let text = match trouble {
        Trouble::Empty => {
            format!("has no length on {dates}: its start and its end both fall into the time that clocks skip")
        }
        Trouble::StartSkipped => format!("its start {clock} does not exist on {dates}: it starts at {really}"),
        Trouble::StartTwice => {
            format!("its start {clock} happens twice on {dates}: it starts at the first, {really}")
        }
        Trouble::EndSkipped => format!("its end {clock} does not exist on {dates}: it ends at {really}"),
        Trouble::EndTwice => format!("its end {clock} happens twice on {dates}: it ends at the first, {really}"),
    };
    match trouble {
        Trouble::Empty => (Mark::Warning, text, "Write `for` instead of `until`, or choose times outside that hour."),
        _ => (Mark::Note, text, "Choose a time outside that hour where it matters."),
    }
}

fn dates(cases: &[Case]) -> String {
    let mut dates: Vec<String> = cases.iter().take(NAMED).map(|case| case.local.date().to_string()).collect();
    if cases.len() > NAMED {
        dates.push(format!("{} more", cases.len() - NAMED));
    }
    dates.join(", ")
}
