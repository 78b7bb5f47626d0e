//! The lines of a receipt: planned, as it came, and who says so.

use crate::cost::Money;
use crate::model::Minute;
use crate::ops::receipt::{Receipt, Source};
use crate::output::charts::{Band, Picture, Point};
use crate::output::views::leases::moment;
use crate::output::views::{amounts, money, words};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its key in data.
    pub(super) key: &'static str,
    /// For people.
    pub(super) label: &'static str,
    /// As planned; empty where nothing was.
    pub(super) planned: String,
    /// As it came.
    pub(super) actual: String,
    /// Who says so.
    pub(super) by: &'static str,
    /// How far that can be relied on.
    pub(super) standing: &'static str,
}

/// Minutes before and behind what is told that are drawn too.
const AROUND: SignedDuration = SignedDuration::from_mins(10);

/// All lines.
pub(super) fn rows(receipt: &Receipt, zone: &TimeZone) -> Vec<Row> {
    let mut rows = warm_rows(receipt, zone);
    rows.extend(noted_rows(receipt, zone));
    rows.extend(people_rows(receipt, zone));
    rows.extend(cost_row(receipt));
    rows
}

fn row(key: &'static str, label: &'static str, planned: String, actual: String, by: Source) -> Row {
    let standing = match (actual.as_str(), by) {
        ("" | "not known", _) => "unknown",
        (_, Source::Journal) => "noted",
        _ => "measured",
    };
    Row { key, label, planned, actual, by: by.word(), standing }
}

/// A length of time in words; to the minute, as everything here is.
pub(super) fn length(time: SignedDuration) -> String {
    match (time.unsigned_abs().as_secs() + 30) / 60 {
        0 => "0 min".to_owned(),
        minutes => words::time(std::time::Duration::from_secs(minutes * 60)),
    }
}

/// How long a pool was warm: also what began and ended within a minute was.
pub(super) fn warm_length(time: SignedDuration) -> String {
    if time.is_zero() { "under 1 min".to_owned() } else { length(time) }
}

/// "22 min before the start", "at the start", "7 min after the start".
pub(super) fn ahead(time: SignedDuration) -> String {
    match time.as_mins() {
        0 => "at the start".to_owned(),
        _ if time.is_positive() => format!("{} before the start", length(time)),
        _ => format!("{} after the start", length(time)),
    }
}

fn warm_rows(receipt: &Receipt, zone: &TimeZone) -> Vec<Row> {
    let window = &receipt.window;
    let when = |at: Timestamp| moment(at, window.start, zone);
    let has_plan = window.is_planned && window.asked.is_some();
    let plan = |text: String| if has_plan { text } else { String::new() };
    let warm = receipt.measures.as_ref().and_then(|measures| measures.warm);
    let actual = receipt.actual_time();
    let is_seen = receipt.keeps_ready() && receipt.measures.is_some();
    let none = if is_seen { "0 min" } else { "not known" };
    let seen = actual.map_or(none.to_owned(), |(time, _)| warm_length(time));
    let by = actual.map_or(Source::Metrics, |(_, source)| source);
    let mut rows = vec![row("warm", "warm", plan(length(receipt.planned_time())), seen, by)];
    if let Some(warm) = warm {
        let or_before = if warm.or_before { " or before" } else { "" };
        let start = ahead(warm.from.duration_until(window.start));
        let start = if window.asked.is_some() { format!(", {start}") } else { String::new() };
        let text = format!("{}{or_before}{start}", when(warm.from));
        rows.push(row("warmFrom", "from", plan(when(window.from)), text, Source::Metrics));
        let or_later = if warm.or_later { " or later" } else { "" };
        rows.push(row("warmUntil", "until", plan(when(window.until)), when(warm.until) + or_later, Source::Metrics));
    } else if has_plan {
        let (text, by) = if is_seen { ("never seen", Source::Metrics) } else { ("", window.planned_by) };
        rows.push(row("warmFrom", "from", when(window.from), text.to_owned(), by));
        rows.push(row("warmUntil", "until", when(window.until), String::new(), window.planned_by));
    }
    rows
}

fn noted_rows(receipt: &Receipt, zone: &TimeZone) -> Vec<Row> {
    let Some(noted) = &receipt.noted else { return Vec::new() };
    let when = |at: Timestamp| moment(at, receipt.window.start, zone);
    let mut rows = Vec::new();
    let mut push = |key, label, text| rows.push(row(key, label, String::new(), text, Source::Journal));
    if let Some((at, by)) = &noted.raised {
        let again: String =
            noted.down.iter().map(|(down, up)| format!(", again {} (down {})", when(*up), when(*down))).collect();
        push("raised", "raised", format!("{} by {by}{again}", when(*at)));
    }
    if let Some(at) = noted.warm {
        push("seenWarm", "seen warm", when(at));
    }
    if let Some((at, by)) = &noted.lowered {
        push("lowered", "taken back", format!("{} by {by}", when(*at)));
    }
    rows
}

/// Whether anybody knows what max sessions were; of a pool that is gone it may be that nobody does.
fn knows_max(receipt: &Receipt) -> bool {
    receipt.maxes_by != Source::Metrics
}

fn people_rows(receipt: &Receipt, zone: &TimeZone) -> Vec<Row> {
    let Some(measures) = &receipt.measures else { return Vec::new() };
    let when = |at: Timestamp| moment(at, receipt.window.start, zone);
    let (asked, max) = (receipt.asked.max, receipt.held_max());
    let is_asked = receipt.asked_by != Source::Metrics;
    let metric = |key, label, planned: String, actual: String| row(key, label, planned, actual, Source::Metrics);
    let mut rows = Vec::new();
    if let Some((peak, at)) = measures.peak {
        let text = if peak == 0 { "0".to_owned() } else { format!("{peak} at {}", when(at)) };
        let is_known = knows_max(receipt);
        let planned = if is_known && is_asked { format!("max {asked}") } else { String::new() };
        rows.push(metric("peak", "most in use", planned, text));
        let full = if is_known { length(measures.full) } else { "not known".to_owned() };
        rows.push(metric("full", "full", String::new(), full));
    }
    if let Some(average) = measures.average.filter(|_| knows_max(receipt)) {
        let share = average / f64::from(max.max(1)) * 100.0;
        rows.push(metric(
            "average",
            "in use on average",
            String::new(),
            format!("{average:.1}, {share:.0} % of {max}"),
        ));
    }
    if let Some((least, at)) = measures.least_ready {
        let planned = receipt.asked.ready.filter(|_| is_asked).map_or(String::new(), |ready| format!("ready {ready}"));
        rows.push(metric("leastReady", "fewest ready", planned, format!("{least} at {}", when(at))));
        rows.push(metric("withoutReady", "none ready", String::new(), length(measures.without_ready)));
    }
    rows
}

fn cost_row(receipt: &Receipt) -> Option<Row> {
    let cost = &receipt.cost;
    let Ok(rates) = &cost.rates else { return None };
    let planned = cost.planned.as_ref().map_or(String::new(), money::range);
    let (actual, by) = match (&cost.seen, &cost.noted) {
        (Some(bill), _) => {
            let least = if rates.is_bounded() { "" } else { "at least " };
            (format!("{least}{}{}", bill.total(), money::doubt(rates, bill.total())), Source::Metrics)
        }
        (None, Some(estimate)) => (money::range(estimate), Source::Journal),
        (None, None) => ("not known".to_owned(), Source::Metrics),
    };
    let is_known = cost.seen.is_some() || cost.noted.is_some();
    let standing = if is_known { amounts::standing(rates.standing()) } else { "unknown" };
    Some(Row { standing, ..row("cost", "cost", planned, actual, by) })
}

/// What it was, in a sentence without its full stop.
pub(super) fn sentence(receipt: &Receipt) -> String {
    let mut parts = Vec::new();
    if receipt.kept_down {
        parts.push("not raised because of its budget".to_owned());
    }
    if receipt.window.asked.is_some()
        && let Some((time, _)) = receipt.ahead()
    {
        parts.push(format!("warm {}", ahead(time)));
    }
    if let Some(measures) = &receipt.measures {
        if let Some((peak, _)) = measures.peak.filter(|_| !knows_max(receipt)) {
            parts.push(format!("up to {peak} in use"));
        } else if let Some((peak, _)) = measures.peak {
            parts.push(format!("up to {peak} of {} in use", receipt.held_max()));
            let full = measures.full;
            parts.push(if full.is_zero() { "never full".to_owned() } else { format!("full for {}", length(full)) });
        }
        if measures.warm.is_some() && measures.least_ready.is_some() {
            let none = measures.without_ready;
            parts.push(if none.is_zero() {
                "never without a ready session".to_owned()
            } else {
                format!("without a ready session for {}", length(none))
            });
        }
    }
    if parts.is_empty() { "nobody saw its sessions".to_owned() } else { parts.join(", ") }
}

/// What is known of the cost beyond its amount, a sentence without its full stop each.
pub(super) fn cost_notes(receipt: &Receipt, zone: &TimeZone) -> Vec<String> {
    let cost = &receipt.cost;
    let (seen, all) = cost.covers;
    let mut notes = Vec::new();
    match &cost.rates {
        Err(why) => notes.push(format!("what it cost is not known: {why}")),
        Ok(_) if cost.seen.is_some() && (all - seen).as_mins() > 0 => {
            notes.push(format!("the cost is that of {} of {} that were seen", length(seen), length(all)));
        }
        Ok(_) if cost.noted.is_some() => notes.push(
            "the cost is that of the scales in the journal, from nobody to full throughout: nobody saw how many came"
                .to_owned(),
        ),
        Ok(_) => {}
    }
    if receipt.kept_down && (cost.seen.is_some() || cost.noted.is_some()) {
        notes.push("the cost is that of what stands without it: nothing was spent for it".to_owned());
    }
    notes.extend(tail_note(receipt, zone));
    notes
}

/// For how long a pool is counted after the end that is parked then: as planned, and as it came.
fn tail_note(receipt: &Receipt, zone: &TimeZone) -> Option<String> {
    let tail = receipt.cost.tail.as_ref()?;
    let planned = format!("base parked: planned is with the time after the end: {}", tail.text());
    let is_known = receipt.is_over && (receipt.cost.seen.is_some() || receipt.cost.noted.is_some());
    if !is_known {
        return Some(planned);
    }
    let when = |at| moment(at, receipt.window.start, zone);
    Some(match receipt.parked {
        Some(at) => format!(
            "{planned}; as it came is until it was parked at {}, without the minutes that Azure took to delete it",
            when(at)
        ),
        None => format!("{planned}; as it came is until {}", when(receipt.span.1)),
    })
}

/// The sum of what pools cost, and of how many it is known; `None` where it is of none, or not in one currency.
pub(super) fn total<'a>(receipts: impl IntoIterator<Item = &'a Receipt>) -> Option<(Money, usize)> {
    let bills: Vec<_> = receipts.into_iter().filter_map(|receipt| receipt.cost.seen.as_ref()).collect();
    let mut sum = (*bills.first()?).clone();
    for bill in &bills[1..] {
        if bill.currency != sum.currency {
            return None;
        }
        sum.take(bill);
    }
    Some((sum.total(), bills.len()))
}

/// The sum in words: "$3.50", "$1.75 for 1 of 2 pools", "not known".
pub(super) fn total_words(receipts: &[Receipt], all: usize) -> String {
    match (total(receipts), all) {
        (None, _) => "not known".to_owned(),
        (Some((sum, of)), all) if of < all => format!("{sum} for {of} of {all} pools"),
        (Some((sum, _)), _) => sum.to_string(),
    }
}

/// The picture; `None` where nothing was seen.
pub(super) fn picture(title: &str, receipt: &Receipt, zone: &TimeZone) -> Option<Picture> {
    let (from, until) = receipt.span;
    let around = (from.saturating_sub(AROUND).unwrap_or(from), until.saturating_add(AROUND).unwrap_or(until));
    let minutes: Vec<&Minute> = receipt.minutes.within(around.0, around.1).collect();
    let begins = minutes.first()?.at;
    let second = |at: Timestamp| begins.duration_until(at).as_secs_f64();
    let mut points: Vec<Point> = Vec::new();
    for minute in minutes {
        let average = |seen: Option<crate::model::Seen>| seen.map_or(0.0, |seen| seen.average);
        let (from, to) = (second(minute.at), second(minute.until()));
        let last = points.last().map_or(from, |point| point.to);
        if last < from {
            // What was not sampled is a gap, and no line through it.
            points.push(Point { from: last, to: from, ..Point::default() });
        }
        let (busy, starting, ready) = (average(minute.executing), average(minute.pending), average(minute.ready));
        points.push(Point { from, to, busy, starting, ready, ..Point::default() });
    }
    let end = points.last().map_or(0.0, |point| point.to);
    let max = receipt.maxes.iter().map(|(at, max)| (second(*at).max(0.0), *max)).filter(|(at, _)| *at <= end);
    Some(Picture {
        title: title.to_owned(),
        summary: sentence(receipt),
        points,
        max: max.collect(),
        asked: Vec::new(),
        refused_share: 0.0,
        at_least: (0.0, 0.0),
        bands: Band::SEEN,
        clock: Some(begins.to_zoned(zone.clone())),
    })
}
