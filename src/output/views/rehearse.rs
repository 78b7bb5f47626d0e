//! How a rehearsal goes, and what came of it.

use super::{money, words};
use crate::cost::{Bill, Model, Money, Occupancy, Rates, Unknown};
use crate::model::{Kind, Pool};
use crate::ops::rehearse::{BrokenOff, COLD_FROM, Came, Expected, Report, Sample};
use crate::output::printer::in_our_words;
use crate::output::style::{BAD, FAINT, GOOD, STRONG, WARN, paint};
use crate::output::{Look, View, table};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::time::Duration;

/// Where the classes of the histogram end, in milliseconds: what people feel as at once, soon, late.
const CLASSES: [u64; 8] = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000];

/// The longest bar, in characters.
const BAR: usize = 32;

/// The share of the sessions by which the warm ones may differ from the model's without a word.
const DISCREPANCY: f64 = 0.1;

/// `pool rehearse`.
#[derive(Debug)]
pub struct RehearseView<'a> {
    /// What came of it.
    pub report: &'a Report,
    /// The prices that count for the pool, or which of them nobody knows.
    pub rates: Result<Rates, Unknown>,
}

impl View for RehearseView<'_> {
    fn value(&self) -> Value {
        let report = self.report;
        let expected = self.compared().map(|expected| {
            json!({
                "warm": words::rounded(expected.warm),
                "cold": words::rounded(expected.cold),
                "refused": words::rounded(expected.refused),
                "p50Seconds": words::rounded(expected.p50),
                "p95Seconds": words::rounded(expected.p95),
                "longestSeconds": words::rounded(expected.longest),
            })
        });
        json!({
            "pool": report.before.id.to_string(),
            "wanted": report.wanted,
            "warm": summary(&report.times(|came| *came == Came::Warm)),
            "cold": summary(&report.times(|came| *came == Came::Cold)),
            "refused": report.count(|came| *came == Came::Full),
            "failed": report.samples.iter().filter_map(|sample| match &sample.came {
                Came::Failed(why) => Some(why.clone()),
                _ => None,
            }).collect::<Vec<_>>(),
            "histogram": histogram(&report.samples).iter().map(|class| json!({
                "upToMilliseconds": class.up_to, "sessions": class.sessions, "isCold": class.is_cold,
            })).collect::<Value>(),
            "ended": report.ended,
            "notEnded": report.left.as_ref().map_or(0, |(left, _)| *left),
            "brokenOff": report.broken_off.map(word),
            "heldSeconds": report.held.as_secs_f64(),
            "billed": self.billed(),
            "nodesBefore": report.before.nodes,
            "nodesAfter": report.after.as_ref().and_then(|pool| pool.nodes),
            "expected": expected,
            "seconds": report.took.as_secs_f64(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let report = self.report;
        let mut text = histogram_lines(&report.samples);
        text.push('\n');
        text.push_str(&table::columns(&["", "SESSIONS", "P50", "P95", "LONGEST"], self.rows(), look.width));
        text.push('\n');
        let rows = self.remarks(look).into_iter().map(|(label, value)| (label.to_owned(), value));
        text.push_str(&table::pairs(rows.collect(), look.width));
        text
    }
}

impl RehearseView<'_> {
    fn rows(&self) -> Vec<Vec<String>> {
        let report = self.report;
        let mut rows = Vec::new();
        for (label, is) in [("warm", Came::Warm), ("cold", Came::Cold)] {
            let times = report.times(|came| *came == is);
            let cell = |share: f64| quantile(&times, share).map_or("-".to_owned(), seconds);
            rows.push(vec![label.to_owned(), times.len().to_string(), cell(0.5), cell(0.95), cell(1.0)]);
        }
        let all = report.times(|came| matches!(came, Came::Warm | Came::Cold));
        let cell = |share: f64| quantile(&all, share).map_or("-".to_owned(), seconds);
        rows.push(vec!["together".into(), all.len().to_string(), cell(0.5), cell(0.95), cell(1.0)]);
        if let Some(expected) = self.compared() {
            rows.push(vec![
                paint(FAINT, "expected"),
                format!("{:.0}", expected.warm + expected.cold),
                format!("{:.1} s", expected.p50),
                format!("{:.1} s", expected.p95),
                format!("{:.1} s", expected.longest),
            ]);
        }
        rows
    }

    /// What the model expected, of a rehearsal to the end in which every request was answered: it knows of nobody who
    /// breaks off, and a request that failed may never have reached the pool.
    fn compared(&self) -> Option<&Expected> {
        let is_whole = self.report.broken_off.is_none() && self.failed() == 0;
        self.report.expected.as_ref().filter(|_| is_whole)
    }

    fn failed(&self) -> u32 {
        self.report.count(|came| matches!(came, Came::Failed(_)))
    }

    fn remarks(&self, look: &Look) -> Vec<(&'static str, String)> {
        let report = self.report;
        let full = report.count(|came| *came == Came::Full);
        let mut failed = report.samples.iter().filter_map(|sample| match &sample.came {
            Came::Failed(why) => Some(why),
            _ => None,
        });
        let mut remarks = Vec::new();
        if full > 0 {
            remarks.push(("refused", paint(BAD, format!("{full} of {}: the pool was full", report.wanted))));
        }
        if let Some(first) = failed.next() {
            remarks.push(("failed", format!("{}, the first for: {first}", 1 + failed.count())));
        }
        if let Some(why) = report.broken_off {
            let asked = report.samples.len();
            remarks.push(("broken off", format!("{}, after {asked} of {} answers", word(why), report.wanted)));
        }
        let ended = match &report.left {
            None => format!("all {}", report.ended),
            Some((left, why)) => paint(
                WARN,
                format!(
                    "{} of {}; the others end by themselves after the cooldown: {why}",
                    report.ended,
                    report.ended + left
                ),
            ),
        };
        remarks.push(("ended", ended));
        remarks.push(("billed", in_our_words(&self.billed(), &look.call)));
        if let Some(expected) = self.compared() {
            remarks.push(("model", comparison(report, expected)));
            remarks.extend(discrepancy(report, expected).map(|text| ("", paint(WARN, text))));
        } else if report.broken_off.is_none() && self.failed() > 0 {
            remarks.push(("model", "not compared, since requests failed".to_owned()));
        }
        let came = report.count(|came| matches!(came, Came::Warm | Came::Cold));
        let verdict = match (report.is_well(), report.broken_off) {
            (true, _) => paint(GOOD, "every session came"),
            (false, Some(_)) => paint(WARN, "broken off: this says little"),
            (false, None) if came == report.wanted => paint(WARN, "every session came, but not all were ended"),
            (false, None) => paint(BAD, "not every session came"),
        };
        remarks.push(("verdict", verdict));
        remarks
    }
}

/// What the model expected of the pool as it was, beside what was measured.
fn comparison(report: &Report, expected: &Expected) -> String {
    let (warm, cold) = (report.count(|came| *came == Came::Warm), report.count(|came| *came == Came::Cold));
    let refused = report.count(|came| *came == Came::Full);
    let all = report.times(|came| matches!(came, Came::Warm | Came::Cold));
    let measured = quantile(&all, 0.95).map_or("-".to_owned(), seconds);
    let refusals = if refused > 0 || expected.refused >= 0.5 {
        (format!(", {:.0} refused", expected.refused), format!(", {refused}"))
    } else {
        (String::new(), String::new())
    };
    format!(
        "expected {:.0} warm, {:.0} cold{}, P95 {:.1} s; measured {warm}, {cold}{}, {measured}",
        expected.warm, expected.cold, refusals.0, expected.p95, refusals.1
    )
}

/// What is said where far more or fewer came warm than the model expected.
fn discrepancy(report: &Report, expected: &Expected) -> Option<String> {
    let warm = f64::from(report.count(|came| *came == Came::Warm));
    let much = (f64::from(report.wanted) * DISCREPANCY).max(1.0);
    let apart = warm - expected.warm;
    if apart.abs() <= much {
        return None;
    }
    let limit = COLD_FROM.as_secs();
    Some(if apart > 0.0 {
        format!("more came within {limit} s than were ready: this pool starts sessions faster than the model")
    } else {
        format!("fewer came within {limit} s than were ready: was anybody else opening sessions?")
    })
}

impl RehearseView<'_> {
    /// What was billed, in Azure's own units and in money.
    fn billed(&self) -> String {
        let report = self.report;
        let Ok(rates) = &self.rates else { return format!("{}{}", units(report), self.unknown()) };
        let money = |bill: &Bill| format!("{}{}", bill.total(), money::doubt(rates, bill.total()));
        match &rates.model {
            Model::Flat(_) => {
                let held = SignedDuration::try_from(report.held).unwrap_or(SignedDuration::MAX);
                let all = rates.standing_for(Occupancy { active: 1, ready: 0 }, held);
                format!("{} for {} of sessions together", money(&all), held_for(report))
            }
            Model::StartedHours(_) => {
                format!("{}: {}", units(report), money(&rates.of_started_hours(started(report).into())))
            }
            Model::Nodes { .. } => match more_nodes(report) {
                Some((before, more)) if more > 0 => {
                    // The management is billed already where there was a node before.
                    let hour = |nodes| rates.of_nodes(nodes, SignedDuration::from_hours(1)).total();
                    let (before, after) = (hour(before), hour(before + more));
                    let more_an_hour = Money::new(after.amount - before.amount, after.currency);
                    format!("{}: {more_an_hour} an hour more{}", units(report), money::doubt(rates, more_an_hour))
                }
                _ => units(report),
            },
        }
    }

    fn unknown(&self) -> String {
        self.rates.as_ref().err().map_or_else(String::new, |missing| format!("; {missing} (`pool cost --refresh`)"))
    }
}

/// How many nodes there were before, and how many more there are.
fn more_nodes(report: &Report) -> Option<(u32, u32)> {
    let before = report.before.nodes?;
    Some((before, report.after.as_ref()?.nodes?.saturating_sub(before)))
}

/// Sessions that were opened, each of which has started an hour.
fn started(report: &Report) -> u32 {
    report.ended + report.left.as_ref().map_or(0, |left| left.0)
}

fn held_for(report: &Report) -> String {
    match report.held {
        held if held < Duration::from_secs(60) => seconds(held),
        held => words::time(held),
    }
}

/// What was used, as Azure counts it.
fn units(report: &Report) -> String {
    let held = held_for(report);
    match report.before.kind {
        Some(Kind::CustomContainer) => match (report.before.nodes, report.after.as_ref().and_then(|pool| pool.nodes)) {
            (Some(before), Some(after)) if before == after => {
                format!("no node more: {}; the sessions were held for {held} together", nodes(before))
            }
            (Some(before), Some(after)) => {
                format!("{} before, {} now, as long as they stay", nodes(before), nodes(after))
            }
            _ => {
                let why = if report.after.is_some() {
                    "which Azure does not show here"
                } else {
                    "which nobody could ask for afterwards"
                };
                format!("by nodes, {why}; the sessions were held for {held} together")
            }
        },
        // A started hour counts as a whole one (Azure's billing page, 2025-12-09).
        _ => format!("{} started session-hours, one for each session", started(report)),
    }
}

fn nodes(count: u32) -> String {
    if count == 1 { "1 node".to_owned() } else { format!("{count} nodes") }
}

fn word(why: BrokenOff) -> &'static str {
    match why {
        BrokenOff::Interrupted => "interrupted",
        BrokenOff::TimedOut => "the time was over",
        BrokenOff::NotAllowed => "not allowed",
    }
}

/// What became of the sessions of a rehearsal that was broken off.
#[must_use]
pub fn aftermath(report: &Report) -> String {
    match &report.left {
        None => "the sessions were ended".to_owned(),
        Some((left, _)) => format!("{left} of {} sessions were not ended", report.ended + left),
    }
}

/// A class of the histogram.
struct Class {
    up_to: Option<u64>,
    sessions: usize,
    is_cold: bool,
}

/// Answers by how long they took.
fn histogram(samples: &[Sample]) -> Vec<Class> {
    let came = |sample: &&Sample| matches!(sample.came, Came::Warm | Came::Cold);
    let times: Vec<u64> = samples.iter().filter(came).map(|sample| sample.took.as_millis() as u64).collect();
    let mut from = 0;
    let ends = CLASSES.into_iter().map(Some).chain([None]);
    let class = |up_to: Option<u64>| {
        let sessions = times.iter().filter(|time| **time >= from && up_to.is_none_or(|end| **time < end)).count();
        let is_cold = from >= COLD_FROM.as_millis() as u64;
        from = up_to.unwrap_or(from);
        Class { up_to, sessions, is_cold }
    };
    ends.map(class).collect()
}

/// The histogram in lines, without the classes beyond the longest answer.
fn histogram_lines(samples: &[Sample]) -> String {
    let classes = histogram(samples);
    let most = classes.iter().map(|class| class.sessions).max().unwrap_or(0).max(1);
    let last = classes.iter().rposition(|class| class.sessions > 0).map_or(0, |last| last + 1);
    let mut from = 0;
    let lines = classes.iter().take(last.max(4)).map(|class| {
        let range = match class.up_to {
            Some(end) => format!("{:>6} to {:<6}", short(from), short(end)),
            None => format!("over {:<11}", short(from)),
        };
        from = class.up_to.unwrap_or(from);
        let length = (class.sessions * BAR).div_ceil(most);
        let style = if class.is_cold { WARN } else { GOOD };
        format!("{range} {:>4}  {}\n", class.sessions, paint(style, "█".repeat(length)))
    });
    lines.collect()
}

fn short(milliseconds: u64) -> String {
    match milliseconds {
        0..1_000 => format!("{}.{:02} s", milliseconds / 1_000, milliseconds % 1_000 / 10),
        _ => format!("{} s", milliseconds / 1_000),
    }
}

/// How far a rehearsal has come.
pub(in crate::output) fn rehearsal_line(samples: &[Sample], of: u32) -> String {
    let count = |is: fn(&Came) -> bool| samples.iter().filter(|sample| is(&sample.came)).count();
    let warm = count(|came| *came == Came::Warm);
    let (cold, full) = (count(|came| *came == Came::Cold), count(|came| *came == Came::Full));
    format!("{} of {of} answered: warm {warm}, cold {cold}, refused {full}", paint(STRONG, samples.len()))
}

/// The same for whoever watches.
pub(in crate::output) fn rehearsal_picture(samples: &[Sample], of: u32) -> String {
    format!("{}\n{}", rehearsal_line(samples, of), histogram_lines(samples).trim_end())
}

/// The time that a share of sorted times does not exceed.
fn quantile(times: &[Duration], share: f64) -> Option<Duration> {
    let place = (share * times.len() as f64).ceil() as usize;
    times.get(place.clamp(1, times.len().max(1)) - 1).copied()
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn summary(times: &[Duration]) -> Value {
    let at = |share| quantile(times, share).map(|time| time.as_secs_f64());
    json!({"sessions": times.len(), "p50Seconds": at(0.5), "p95Seconds": at(0.95), "longestSeconds": at(1.0)})
}

/// What is asked before a large rehearsal.
#[must_use]
pub fn question(pool: &Pool, sessions: u32, free: Option<u32>) -> String {
    let name = &pool.id.name;
    match free {
        Some(free) => format!("{sessions} of the {free} free sessions of {name} would be taken. Go on? [y/N] "),
        None => format!(
            "Azure does not say how many sessions of {name} are in use; {sessions} of its {} would be taken. Go on? [y/N] ",
            pool.scale.max
        ),
    }
}

#[cfg(test)]
mod tests;
