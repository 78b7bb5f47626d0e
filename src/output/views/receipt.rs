//! What an event was, after it: planned beside as it came, a picture, and a profile for the next time.

mod report;
mod rows;

pub use report::{receipt_html, receipt_markdown};

use super::leases::moment;
use super::{amounts, money, words};
use crate::config::profile;
use crate::cost::Money;
use crate::ops::receipt::Receipt;
use crate::output::charts::{Picture, terminal};
use crate::output::printer::wrapped_at;
use crate::output::style::{FAINT, STRONG, WARN, paint};
use crate::output::{Look, View, table};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use rows::{Row, cost_notes, length, picture, rows, sentence, total, total_words};
use serde_json::{Value, json};
use std::path::Path;

/// The columns of a picture where nobody says how wide the terminal is.
const WIDTH: u16 = 80;

/// `pool receipt`.
#[derive(Debug)]
pub struct ReceiptView<'a> {
    /// What is looked back on: an event's name, a profile's, or two instants.
    pub name: String,
    /// Each pool of it of which something is known.
    pub receipts: &'a [Receipt],
    /// How many pools it has.
    pub of: usize,
    /// The zone in which it is told.
    pub zone: TimeZone,
    /// What it may cost, by the pool file, on all its pools.
    pub budget: Option<Money>,
    /// Whether a picture is drawn.
    pub chart: bool,
    /// Whether the data is to be rows, for tab-separated values.
    pub rows: bool,
    /// The name of the profile that is suggested, and where it was written.
    pub profile: (String, Option<&'a Path>),
}

impl View for ReceiptView<'_> {
    fn value(&self) -> Value {
        if self.rows {
            return self.receipts.iter().flat_map(|receipt| self.row_values(receipt)).collect();
        }
        let receipts = self.receipts.iter().enumerate();
        json!({
            "name": self.name,
            "pools": receipts.map(|(index, receipt)| self.pool_value(index, receipt)).collect::<Value>(),
            "together": self.together_value(),
            "written": self.profile.1.map(|path| path.display().to_string()),
        })
    }

    fn text(&self, look: &Look) -> String {
        let mut text = String::new();
        for (index, receipt) in self.receipts.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            text.push_str(&self.pool_text(index, receipt, look));
        }
        if self.receipts.len() > 1 {
            let warm: Option<SignedDuration> =
                self.receipts.iter().map(|receipt| receipt.actual_time().map(|(time, _)| time)).sum();
            let warm = warm.map_or("not known how long".to_owned(), length);
            let (count, cost) = (self.receipts.len(), total_words(self.receipts, self.of));
            text.push_str(&format!("\n{}: {count} pools, warm {warm}, cost {cost}\n", paint(STRONG, "together")));
        }
        if let Some((is_over, line)) = self.against_budget() {
            let mark = if is_over { paint(WARN, "warning") } else { paint(FAINT, "note") };
            let line = format!("{mark}: budget: {line}");
            text.push_str(&wrapped_at(&line, "", look.width));
            text.push('\n');
        }
        if let Some(rates) = self.receipts.iter().find_map(|receipt| receipt.cost.rates.as_ref().ok()) {
            let lines = money::assumptions(rates, look);
            text.push_str(lines.trim_start_matches('\n'));
            if !lines.is_empty() {
                text.push('\n');
            }
        }
        text
    }
}

impl ReceiptView<'_> {
    /// The suggested profile of a pool as YAML.
    fn profile(&self, index: usize) -> Option<String> {
        let profile = self.receipts.get(index)?.profile(&self.profile.0, &self.name)?;
        Some(profile::render(&profile))
    }

    fn pool_text(&self, index: usize, receipt: &Receipt, look: &Look) -> String {
        let head = format!("{}: {}", paint(STRONG, title_of(self, receipt)), sentence(receipt));
        let mut text = wrapped_at(&head, "", look.width) + "\n";
        let when = format!("{}\n", paint(FAINT, self.when(receipt)));
        text.push_str(&when);
        let lines = rows(receipt, &self.zone).into_iter();
        let cells =
            lines.map(|Row { label, planned, actual, by, .. }| vec![label.to_owned(), planned, actual, by.into()]);
        text.push('\n');
        text.push_str(&table::columns(&["", "PLANNED", "AS IT CAME", "BY"], cells.collect(), look.width));
        let drawn = picture(&title_of(self, receipt), receipt, &self.zone).filter(|_| self.chart);
        if let Some(picture) = drawn {
            text.push('\n');
            text.push_str(&draw(&picture, look));
        }
        text.push('\n');
        for note in notes(self, receipt) {
            text.push_str(&(wrapped_at(&note, "  ", look.width) + "\n"));
        }
        for finding in &receipt.findings {
            let mark = finding.mark.word();
            let mark = if mark == "warning" { paint(WARN, mark) } else { paint(FAINT, mark) };
            text.push_str(&(wrapped_at(&format!("{mark}: {finding}"), "  ", look.width) + "\n"));
            if let Some(todo) = &finding.todo {
                text.push_str(&(wrapped_at(&format!("  {todo}"), "  ", look.width) + "\n"));
            }
        }
        for note in cost_notes(receipt, &self.zone) {
            text.push_str(&(wrapped_at(&format!("{}: {note}", paint(FAINT, "note")), "  ", look.width) + "\n"));
        }
        text.push_str(&self.next_time(index, receipt, look));
        text
    }

    /// From when to when: "Sat 2026-12-05 13:30 to 16:00 IST, warm from 13:00".
    fn when(&self, receipt: &Receipt) -> String {
        let window = &receipt.window;
        let start = window.start.to_zoned(self.zone.clone()).strftime("%a %Y-%m-%d %H:%M").to_string();
        let until = moment(window.until, window.start, &self.zone);
        let end = match window.ended {
            Some(ended) => format!(", ended early at {}", moment(ended, window.start, &self.zone)),
            None if receipt.is_over => String::new(),
            None => ", until now".to_owned(),
        };
        format!("{start} to {until}{end}")
    }

    fn next_time(&self, index: usize, receipt: &Receipt, look: &Look) -> String {
        let line = |text: &str| wrapped_at(text, "  ", look.width) + "\n";
        let suggestion = match &receipt.suggestion {
            Err(why) => return line(&format!("next time: nothing is suggested, for {why}")),
            Ok(suggestion) => suggestion,
        };
        let mut text: String = suggestion.reasons.iter().map(|reason| line(&format!("next time: {reason}"))).collect();
        text.push('\n');
        text.push_str(&self.profile(index).unwrap_or_default());
        text.push_str(&match self.profile.1 {
            Some(path) => format!("written: {}\n", path.display()),
            None => line("Keep it with `--write profiles/final.yaml`."),
        });
        text
    }

    /// Whether it is over the budget of the pool file, and how it stands to that; `None` where nobody can say.
    fn against_budget(&self) -> Option<(bool, String)> {
        // What stands without it was not spent for it.
        let raised = || self.receipts.iter().filter(|receipt| !receipt.kept_down);
        let (budget, (sum, of)) = (self.budget?, total(raised())?);
        if of < self.of && sum.amount <= budget.amount {
            return None;
        }
        Some(if sum.amount > budget.amount {
            (true, format!("{sum} is more than the {budget} of the pool file"))
        } else {
            (false, format!("{sum} of the {budget} of the pool file"))
        })
    }

    fn row_values(&self, receipt: &Receipt) -> Vec<Value> {
        let pool = |figure: Value| {
            let mut row = serde_json::Map::from_iter([("pool".to_owned(), json!(receipt.id.name))]);
            row.extend(figure.as_object().cloned().unwrap_or_default());
            Value::Object(row)
        };
        self.figures(receipt).into_iter().map(pool).collect()
    }

    /// The lines of the table as data.
    fn figures(&self, receipt: &Receipt) -> Vec<Value> {
        let value = |row: Row| {
            json!({
                "measure": row.key,
                "planned": row.planned,
                "actual": row.actual,
                "source": row.by,
                "standing": row.standing,
            })
        };
        rows(receipt, &self.zone).into_iter().map(value).collect()
    }

    fn together_value(&self) -> Value {
        let planned: SignedDuration = self.receipts.iter().map(Receipt::planned_time).sum();
        let actual: Option<SignedDuration> =
            self.receipts.iter().map(|receipt| receipt.actual_time().map(|(time, _)| time)).sum();
        json!({
            "plannedHours": hours(planned),
            "actualHours": actual.map(hours),
            "cost": total(self.receipts).map(|(sum, _)| amounts::amount(sum)),
            "of": self.of,
            "billed": total(self.receipts).map_or(0, |(_, of)| of),
            "budget": self.budget.map(amounts::amount),
        })
    }

    fn pool_value(&self, index: usize, receipt: &Receipt) -> Value {
        let window = &receipt.window;
        let suggestion = receipt.suggestion.as_ref();
        json!({
            "pool": receipt.id.to_string(),
            "isOver": receipt.is_over,
            "endedEarly": window.ended,
            "keptDown": receipt.kept_down,
            "figures": self.figures(receipt),
            "planned": {
                "from": window.from,
                "start": window.start,
                "until": window.is_planned.then_some(window.until),
                "hours": hours(receipt.planned_time()),
                "profile": window.asked.as_ref().map(|(name, _)| name),
                "maxSessions": receipt.asked.max,
                "readySessions": receipt.asked.ready,
                "source": receipt.asked_by.word(),
            },
            "actualHours": receipt.actual_time().map(|(time, _)| hours(time)),
            "actualSource": receipt.actual_time().map(|(_, source)| source.word()),
            "warmBeforeStartSeconds": receipt.ahead().map(|(time, _)| time.as_secs()),
            "metrics": receipt.measures.as_ref().map(metrics_value),
            "journal": receipt.noted.as_ref().map(journal_value),
            "maxSessionsSource": receipt.maxes_by.word(),
            "cost": cost_value(receipt),
            "suggestion": suggestion.ok().map(|suggestion| json!({
                "maxSessions": suggestion.settings.max_sessions,
                "readySessions": receipt.keeps_ready().then_some(suggestion.settings.ready_sessions),
                "lifecycle": words::lifecycle(Some(suggestion.settings.lifecycle)),
                "reasons": suggestion.reasons,
                "profile": self.profile(index),
            })),
            "noSuggestion": suggestion.err(),
            "findings": words::findings(&receipt.findings),
        })
    }
}

fn hours(time: SignedDuration) -> f64 {
    (time.as_secs_f64() / 36.0).round() / 100.0
}

fn count_value(count: Option<(u32, Timestamp)>) -> Value {
    count.map_or(Value::Null, |(count, at)| json!({"count": count, "at": at}))
}

fn metrics_value(measures: &crate::ops::receipt::measures::Measures) -> Value {
    let minutes = |time: SignedDuration| time.as_secs() / 60;
    json!({
        "warmFrom": measures.warm.map(|warm| warm.from),
        "warmUntil": measures.warm.map(|warm| warm.until),
        "warmOrBefore": measures.warm.map(|warm| warm.or_before),
        "warmOrLater": measures.warm.map(|warm| warm.or_later),
        "peak": count_value(measures.peak),
        "average": measures.average.map(|average| (average * 100.0).round() / 100.0),
        "minutesFull": minutes(measures.full),
        "riseInMinute": measures.rise,
        "leastReady": count_value(measures.least_ready),
        "minutesWithoutReady": minutes(measures.without_ready),
        "minutesSeen": minutes(measures.seen),
    })
}

fn journal_value(noted: &crate::ops::receipt::noted::Noted) -> Value {
    let change = |change: &Option<(Timestamp, String)>| change.as_ref().map(|(at, by)| json!({"at": at, "by": by}));
    json!({"raised": change(&noted.raised), "warm": noted.warm, "lowered": change(&noted.lowered), "down": noted.down})
}

fn cost_value(receipt: &Receipt) -> Value {
    let cost = &receipt.cost;
    match &cost.rates {
        Err(why) => json!({"unknown": why}),
        Ok(rates) => amounts::with(
            amounts::head(rates),
            json!({
                "planned": cost.planned.as_ref().map(amounts::estimate_value),
                "goneAfterMinutes": amounts::tail_value(cost.tail.as_ref()),
                "parked": receipt.parked,
                "seen": cost.seen.as_ref().map(amounts::bill_value),
                "noted": cost.noted.as_ref().map(amounts::estimate_value),
                "isLeast": !rates.is_bounded(),
                "from": receipt.span.0,
                "until": receipt.span.1,
                "minutesSeen": cost.covers.0.as_secs() / 60,
                "minutes": cost.covers.1.as_secs() / 60,
                "prices": amounts::prices(rates),
            }),
        ),
    }
}

/// "autumn-final on finalpool".
fn title_of(view: &ReceiptView<'_>, receipt: &Receipt) -> String {
    let name: String = view.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{name} on {}", receipt.id.name)
}

fn draw(picture: &Picture, look: &Look) -> String {
    terminal::draw(picture, look.width.unwrap_or(WIDTH), look.unicode)
}

/// What the figures rest on where it is not what anybody would think, a sentence each.
fn notes(view: &ReceiptView<'_>, receipt: &Receipt) -> Vec<String> {
    use crate::ops::receipt::Source;
    let mut notes = Vec::new();
    if receipt.asked_by == Source::Metrics && receipt.maxes_by == Source::Metrics {
        notes.push("What was asked for is not known, and the pool is gone.".to_owned());
    } else if receipt.asked_by != Source::Metrics {
        notes.push(format!(
            "Planned: by {}. All times are whole minutes, as Azure Monitor counts.",
            receipt.asked_by.word()
        ));
    } else {
        let ready =
            receipt.asked.ready.map_or(String::new(), |ready| format!(", and ready {ready} the most that was seen"));
        notes.push(format!("What was asked for is not known: max {} is that of now{ready}.", receipt.asked.max));
    }
    let window = &receipt.window;
    let end = window.until.min(receipt.span.1.max(window.start));
    let lasts = window.start.duration_until(end);
    if let Some(measures) = &receipt.measures
        && (lasts - measures.seen).as_mins() > 0
    {
        let when = moment(window.start, window.start, &view.zone);
        let (seen, all) = (length(measures.seen), length(lasts));
        notes.push(format!("Of {all} from {when} on, {seen} were seen: what was not sampled is not known."));
    }
    notes
}
