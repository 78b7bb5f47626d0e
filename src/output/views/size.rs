//! What a demand needs, and how well the smallest scale for it does.

use super::{amounts, money, words};
use crate::capacity::size::{Answer, Lead, Otherwise, Question, What};
use crate::model::{Identifiers, Lifecycle, Settings};
use crate::ops::expense::Supposed;
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{BAD, FAINT, GOOD, STRONG, WARN, paint};
use crate::output::{Look, View, table};
use crate::sim::Estimate;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// `pool size`.
#[derive(Debug)]
pub struct SizeView<'a> {
    /// What was asked.
    pub question: &'a Question,
    /// What was found.
    pub answer: &'a Answer,
    /// The profile as YAML.
    pub profile: &'a str,
    /// Where it was written.
    pub written: Option<&'a Path>,
    /// What a pool of that kind costs.
    pub cost: &'a Supposed,
}

impl View for SizeView<'_> {
    fn value(&self) -> Value {
        let Answer { formula, size, otherwise, leads } = self.answer;
        let (settings, summary) = (&size.settings, &size.summary);
        json!({
            "serves": size.serves,
            "maxSessions": settings.max_sessions,
            "readySessions": settings.ready_sessions,
            "lifecycle": words::lifecycle(Some(settings.lifecycle)),
            "formula": {
                "users": formula.users,
                "runsPerSecond": formula.runs,
                "sessionsOpenedPerSecond": formula.opened,
                "sessionHeldSeconds": formula.held.as_secs_f64(),
                "offeredLoad": formula.load,
                "steadySessions": formula.steady,
                "openingSessions": formula.opening,
                "erlangBSessions": formula.at_random,
                "rushPerSecond": formula.rush.is_finite().then_some(formula.rush),
                "readySessions": formula.ready,
            },
            "simulated": {
                "replications": summary.replications,
                "seed": self.question.seed,
                "waitP95Seconds": estimate(&summary.wait_p95),
                "startP50Seconds": estimate(&summary.start_p50),
                "startP95Seconds": estimate(&summary.start_p95),
                "longestWaitSeconds": summary.longest_wait,
                "warmShare": estimate(&summary.warm),
                "coldShare": estimate(&summary.cold),
                "refusedShare": estimate(&summary.refused),
                "peakSessions": estimate(&summary.peak_sessions),
                "minutesFull": estimate(&summary.minutes_full),
            },
            "cost": amounts::supposed_value(self.cost, settings),
            "otherwise": otherwise.iter().map(|other| self.otherwise_value(other)).collect::<Value>(),
            "leads": leads.iter().map(|lead| json!({
                "leadSeconds": lead.lead.as_secs(),
                "startP95Seconds": estimate(&lead.wait),
                "refusedShare": estimate(&lead.refused),
            })).collect::<Value>(),
            "profile": self.profile,
            "written": self.written.map(|path| path.display().to_string()),
        })
    }

    fn text(&self, look: &Look) -> String {
        let mut text = wrapped_at(&self.sentence(), "", look.width) + "\n\n";
        text.push_str(&table::pairs(self.formulas(), look.width));
        text.push('\n');
        text.push_str(&table::pairs(self.simulated(look), look.width));
        let heading = ["OTHERWISE", "MAX", "READY", "AN HOUR"];
        text.push('\n');
        let rows = self.answer.otherwise.iter().map(|other| self.otherwise_row(other)).collect();
        text.push_str(&table::columns(&heading, rows, look.width));
        text.push('\n');
        let heading = ["SCALED UP", "WAIT P95", "REFUSED"];
        let rows = self.answer.leads.iter().map(|lead| self.lead_row(lead)).collect();
        text.push_str(&table::columns(&heading, rows, look.width));
        text.push('\n');
        text.push_str(&self.ending(look.width));
        if let Ok(rates) = &self.cost.rates {
            let basis = money::assumptions(rates, look);
            text.push_str(basis.trim_start_matches('\n'));
            text.extend((!basis.is_empty()).then_some('\n'));
        }
        text
    }
}

impl SizeView<'_> {
    /// The answer in a sentence.
    fn sentence(&self) -> String {
        let (size, service) = (&self.answer.size, &self.question.service);
        let settings = &size.settings;
        let ready =
            if self.question.keeps_ready { format!(", ready {}", settings.ready_sessions) } else { String::new() };
        let scale = paint(STRONG, format!("max {}{ready}", settings.max_sessions));
        let period = lifecycle(settings.lifecycle);
        let wished = format!(
            "{} for 95 of 100, at most {} refused",
            short(service.wait.as_secs_f64()),
            percent(service.refused)
        );
        if size.serves {
            return format!("{}: {scale}, {period}. As wished: {wished}.", paint(GOOD, "size"));
        }
        format!(
            "{}: no scale up to max {} is as good as wished ({wished}). The best is {scale}, {period}.",
            paint(BAD, "no size"),
            self.question.most
        )
    }

    /// What the formulas say, in words that can be checked by hand.
    fn formulas(&self) -> Vec<(String, String)> {
        let formula = &self.answer.formula;
        let opened = match formula.opened {
            opened if opened.is_finite() => format!("{} sessions opened a second", rate(opened)),
            _ => "sessions opened all at once".to_owned(),
        };
        let users = match few(formula.users) {
            one if one == "1" => "1 user".to_owned(),
            users => format!("{users} users"),
        };
        let runs = if formula.runs.is_finite() {
            format!("{} runs a second", rate(formula.runs))
        } else {
            "all their runs together".to_owned()
        };
        let mut rows = vec![("formula", format!("{users} at once, {runs}"))];
        let held = words::time(formula.held);
        let load = format!("{:.1}", formula.load);
        let whole = formula.steady;
        rows.push((
            "load",
            if formula.found_again {
                format!("a session each, found again within the cooldown and held {held}: {whole} at once")
            } else {
                format!("{opened}, each held {held}: {load} at once in the mean, so {whole}")
            },
        ));
        rows.push(("opening", format!("about {} when most are new", formula.opening)));
        rows.push((
            "at random",
            format!("{} by Erlang B, if they came independently of each other", formula.at_random),
        ));
        if self.question.keeps_ready {
            let ready = if formula.rush.is_finite() {
                format!("{} for {} new ones a second while they come (Poisson)", formula.ready, rate(formula.rush))
            } else {
                format!("{} where all come at once", formula.ready)
            };
            rows.push(("ready", ready));
        }
        rows.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }

    fn simulated(&self, look: &Look) -> Vec<(String, String)> {
        let summary = &self.answer.size.summary;
        let seconds = |estimate: &Estimate| format!("{}{}", short(estimate.mean), half(estimate, short));
        let share = |estimate: &Estimate| format!("{}{}", percent(estimate.mean), half(estimate, percent));
        let lasts = self.question.demand.lasts.map_or(String::new(), |lasts| format!(" of {}", words::time(lasts)));
        let rows = [
            ("simulated", format!("{} courses{lasts} that the search has not seen", summary.replications)),
            (
                "waits",
                format!(
                    "P50 {}, P95 {} where a session is opened; P95 {} of all runs; longest {}",
                    seconds(&summary.start_p50),
                    seconds(&summary.start_p95),
                    seconds(&summary.wait_p95),
                    short(summary.longest_wait)
                ),
            ),
            (
                "sessions",
                format!(
                    "{} of runs warm, {} cold, the rest in a session of their own; most at once {:.0}",
                    percent(summary.warm.mean),
                    percent(summary.cold.mean),
                    summary.peak_sessions.mean
                ),
            ),
            ("refused", share(&summary.refused)),
            ("cost", in_our_words(&money::supposed(self.cost, &self.answer.size.settings), &look.call)),
        ];
        rows.into_iter().map(|(label, value)| (label.to_owned(), value)).collect()
    }

    fn lead_row(&self, lead: &Lead) -> Vec<String> {
        let service = &self.question.service;
        let label = match lead.lead {
            Duration::ZERO => "as they come".to_owned(),
            time => format!("{} before", words::time(time)),
        };
        let judged = |is_well: bool, text: String| if is_well { text } else { paint(WARN, text) };
        vec![
            label,
            judged(lead.wait.mean <= service.wait.as_secs_f64(), short(lead.wait.mean)),
            judged(lead.refused.mean <= service.refused, percent(lead.refused.mean)),
        ]
    }

    fn ending(&self, width: Option<u16>) -> String {
        match self.written {
            Some(path) => format!("written: {}\n", path.display()),
            None if self.answer.size.serves => {
                let profile: String = self.profile.lines().map(|line| format!("{}\n", paint(FAINT, line))).collect();
                format!("{profile}Keep it with `--write profiles/final.yaml`.\n")
            }
            None => wrapped_at(&self.what_would_do(), "", width) + "\n",
        }
    }

    /// What would do where no scale does.
    fn what_would_do(&self) -> String {
        let would: Vec<String> = self
            .answer
            .otherwise
            .iter()
            .filter_map(|other| other.scale.map(|(max, _)| format!("{} (max {max})", what(other.what))))
            .collect();
        let mut ways = if would.is_empty() { String::new() } else { format!("What would do: {}. ", would.join(", ")) };
        if !self.question.keeps_ready && self.answer.size.summary.refused.mean <= self.question.service.refused {
            ways.push_str(
                "A code interpreter keeps no ready sessions of one's own, so who is new may wait for a start. ",
            );
        }
        ways + "Else several pools, fewer users at a time, or a longer wait than that."
    }
}

impl SizeView<'_> {
    /// What an hour costs with something else.
    fn otherwise_hour(&self, other: &Otherwise) -> Option<crate::cost::Estimate> {
        let (max_sessions, ready_sessions) = other.scale?;
        let lifecycle = match other.what {
            What::Cooldown(cooldown) => Lifecycle::Timed { cooldown },
            What::Identifiers(_) => self.answer.size.settings.lifecycle,
        };
        self.cost.hour(&Settings { max_sessions, ready_sessions, lifecycle, expires_after: None })
    }

    fn otherwise_value(&self, other: &Otherwise) -> Value {
        let (max, ready) = other.scale.unzip();
        let mut value = match other.what {
            What::Cooldown(cooldown) => json!({"cooldownSeconds": cooldown.as_secs()}),
            What::Identifiers(Identifiers::Run) => json!({"identifier": "run"}),
            What::Identifiers(_) => json!({"identifier": "user"}),
        };
        value["maxSessions"] = json!(max);
        value["readySessions"] = json!(ready);
        value["hour"] = json!(self.otherwise_hour(other).as_ref().map(amounts::estimate_value));
        value
    }

    fn otherwise_row(&self, other: &Otherwise) -> Vec<String> {
        let (max, ready) = match other.scale {
            Some((max, ready)) => (max.to_string(), ready.to_string()),
            None => (paint(WARN, "none does"), String::new()),
        };
        let hour = self.otherwise_hour(other).map_or_else(String::new, |hour| money::range(&hour));
        vec![what(other.what), max, ready, hour]
    }
}

fn what(what: What) -> String {
    match what {
        What::Cooldown(cooldown) => format!("cooldown {}", words::time(cooldown)),
        What::Identifiers(Identifiers::Run) => "an identifier for each run".to_owned(),
        What::Identifiers(_) => "an identifier for each user".to_owned(),
    }
}

fn lifecycle(lifecycle: Lifecycle) -> String {
    match lifecycle {
        Lifecycle::Timed { cooldown } => format!("cooldown {}", words::time(cooldown)),
        Lifecycle::OnContainerExit { max_alive } => format!("OnContainerExit, at most {}", words::time(max_alive)),
    }
}

fn estimate(estimate: &Estimate) -> Value {
    json!({"mean": estimate.mean, "halfWidth": estimate.half_width})
}

fn half(estimate: &Estimate, word: fn(f64) -> String) -> String {
    match estimate.half_width {
        Some(half) if half > 0.0 => format!(" ± {}", word(half)),
        _ => String::new(),
    }
}

/// A mean number of people: whole where there are many.
fn few(users: f64) -> String {
    match users {
        users if users > 0.0 && users < 0.05 => format!("{users:.2}"),
        users if users < 10.0 && users.fract() > 0.0 => format!("{users:.1}"),
        users => format!("{users:.0}"),
    }
}

fn rate(rate: f64) -> String {
    match rate {
        rate if rate > 0.0 && rate < 0.0005 => "less than 0.001".to_owned(),
        rate if rate > 0.0 && rate < 0.05 => format!("{rate:.3}"),
        rate => format!("{rate:.1}"),
    }
}

/// Seconds with one digit, or two where they are few; in larger units where they are many.
fn short(seconds: f64) -> String {
    if seconds.round() >= 60.0 {
        return words::time(Duration::from_secs_f64(seconds.round()));
    }
    if seconds < 1.0 && seconds > 0.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.095 { format!("{percent:.2} %") } else { words::share(share) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_beside_each_other_have_one_unit() {
        for (seconds, expected) in [
            (0.0, "0.0 s"),
            (0.46, "0.46 s"),
            (59.4, "59.4 s"),
            (59.7, "1 min"),
            (111.0, "1 min 51 s"),
            (182.0, "3 min 2 s"),
        ] {
            assert_eq!(short(seconds), expected);
        }
        for (share, expected) in
            [(0.0, "0.0 %"), (0.0005, "0.05 %"), (0.5, "50.0 %"), (0.9999, "99.99 %"), (1.0, "100.0 %")]
        {
            assert_eq!(percent(share), expected);
        }
    }
}
