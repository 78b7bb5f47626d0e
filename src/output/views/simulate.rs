//! What came of a simulation: a table and a picture for people, numbers as data, a page, a picture and a course as
//! files.

mod report;
mod wording;

pub use report::{course_csv, report_html, svg_of};

use super::{amounts, money, words};
use crate::config::spread;
use crate::cost::{Model, Rates};
use crate::model::Settings;
use crate::ops::cost::Billed;
use crate::ops::expense::Supposed;
use crate::ops::simulate::{Outcome, Study};
use crate::output::charts::{Picture, terminal};
use crate::output::printer::{in_our_words, wrapped};
use crate::output::style::{FAINT, STRONG, paint};
use crate::output::{Look, View, table};
use crate::sim::{Estimate, Measure};
use serde_json::{Map, Value, json};
use wording::{Unit, entry};

/// A study with what came of it.
pub type Played = (Study, Outcome);

/// `pool simulate`.
#[derive(Debug)]
pub struct SimulateView<'a> {
    /// One, or several to be compared with the first.
    pub played: &'a [Played],
    /// Whether a picture is drawn.
    pub chart: bool,
    /// Whether the data is to be rows, for tab-separated values.
    pub rows: bool,
    /// What a pool of each study's kind costs, in the same order.
    pub costs: &'a [Supposed],
}

/// The columns of a picture where nobody says how wide the terminal is.
const WIDTH: u16 = 80;

impl View for SimulateView<'_> {
    fn value(&self) -> Value {
        if self.rows {
            return self.played.iter().flat_map(rows).collect();
        }
        let (first, others) = match self.played.split_first() {
            Some((first, others)) => (Some(first), others),
            None => (None, &[][..]),
        };
        let difference = |(study, outcome): &Played| {
            let (from, base) = first?;
            let results = results(study, |measure| outcome.difference(base, measure));
            Some(json!({"experiment": study.name, "against": from.name, "results": results}))
        };
        json!({
            "seed": first.map(|(study, _)| study.seed),
            "replications": first.map(|(study, _)| study.replications),
            "experiments": self.played.iter().zip(self.costs).map(experiment_with_cost).collect::<Value>(),
            "differences": others.iter().filter_map(difference).collect::<Value>(),
        })
    }

    fn text(&self, look: &Look) -> String {
        let mut text = String::new();
        for (study, outcome) in self.played {
            let head = format!("{}: {}", paint(STRONG, visible(&study.name)), report::sentence(study, outcome));
            text.push_str(&crate::output::printer::wrapped(&head, look.width));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.table(look));
        text.push_str(&self.costs(look));
        let pictures = if self.chart { report::pictures(self.played) } else { Vec::new() };
        for picture in &pictures {
            text.push('\n');
            if pictures.len() > 1 {
                text.push_str(&format!("{}\n", paint(STRONG, visible(&picture.title))));
            }
            text.push_str(&terminal::draw(picture, look.width.unwrap_or(WIDTH), look.unicode));
        }
        text
    }
}

impl SimulateView<'_> {
    fn table(&self, look: &Look) -> String {
        let (heading, rows) = result_rows(self.played);
        let heading: Vec<&str> = heading.iter().map(String::as_str).collect();
        let mut text = table::columns(&heading, rows, look.width);
        if let Some((study, _)) = self.played.first() {
            let times =
                if study.replications == 1 { "once".to_owned() } else { format!("{} times", study.replications) };
            let intervals = if study.replications == 1 { "" } else { "; ± is the 95 % confidence interval" };
            let shares = if self.played.len() > 1 { "; shares differ by percentage points" } else { "" };
            let note = format!("played {times} from seed {}{intervals}{shares}", study.seed);
            let note = crate::output::printer::wrapped(&note, look.width);
            text.push_str(&format!("{}\n", paint(FAINT, note)));
        }
        if self.played.iter().any(|(study, _)| study.is_raised()) {
            let remark = crate::output::printer::wrapped(RAISED, look.width);
            text.push_str(&format!("{}\n", paint(FAINT, remark)));
        }
        text
    }
}

/// Why more ready sessions are played than are wished.
const RAISED: &str = "where 0 ready sessions are wished, 1 is played: Azure keeps at least one for custom containers";

impl SimulateView<'_> {
    /// What each study costs, a line each, and with `-v` what that rests on.
    fn costs(&self, look: &Look) -> String {
        let mut text = String::new();
        for ((study, outcome), cost) in self.played.iter().zip(self.costs) {
            let whose =
                if self.played.len() > 1 { format!("{} costs", visible(&study.name)) } else { "cost:".to_owned() };
            let line = format!("{whose} {}", in_our_words(&of_study(study, outcome, cost), &look.call));
            text.push_str(&format!("{}\n", wrapped(&line, look.width)));
        }
        if let Some(Ok(rates)) = self.costs.first().map(|cost| &cost.rates) {
            let basis = money::assumptions(rates, look);
            text.push_str(basis.trim_start_matches('\n'));
            text.extend((!basis.is_empty()).then_some('\n'));
        }
        text
    }
}

/// What was used, where the simulation counts what is billed; else what an hour of the scale costs.
fn of_study(study: &Study, outcome: &Outcome, cost: &Supposed) -> String {
    let Some((rates, billed)) = billed(study, outcome, cost) else {
        let hour = money::supposed(cost, largest(study));
        let is_nodes = matches!(&cost.rates, Ok(Rates { model: Model::Nodes { .. }, .. }));
        let todo = if is_nodes { ". What was used is billed with --sessions-per-node" } else { "" };
        return format!("{hour}{todo}");
    };
    let interval = billed.half_width.filter(|half| !half.rounded().is_zero());
    let interval = interval.map_or_else(String::new, |half| format!(" ± {half}"));
    let (doubt, assumed) = (money::doubt(rates, billed.mean), money::assumed(cost));
    format!("{}{interval} for what was used{doubt}{assumed}", billed.mean)
}

/// The settings with the most sessions that the pool ever has: what a schedule comes to.
fn largest(study: &Study) -> &Settings {
    let all = study.turns.iter().map(|turn| &turn.to.settings).chain([&study.pool.settings]);
    all.max_by_key(|settings| settings.max_sessions).unwrap_or(&study.pool.settings)
}

/// The bill of what was used. Of nodes that nobody saw there is none.
fn billed<'a>(study: &Study, outcome: &Outcome, cost: &'a Supposed) -> Option<(&'a Rates, Billed)> {
    let rates = cost.rates.as_ref().ok()?;
    let is_counted = study.experiment.on_a_node.is_some() || !matches!(rates.model, Model::Nodes { .. });
    Some((rates, Billed::of(rates, &outcome.counted).filter(|_| is_counted)?))
}

fn experiment_with_cost((played, cost): (&Played, &Supposed)) -> Value {
    let (study, outcome) = played;
    let mut value = experiment(played);
    value["cost"] = amounts::supposed_value(cost, largest(study));
    if let Some((_, billed)) = billed(study, outcome, cost) {
        value["cost"]["used"] = json!({
            "mean": amounts::amount(billed.mean),
            "plusMinus": billed.half_width.map(amounts::amount),
        });
    }
    value
}

/// The heading and the rows of the results: a column for each study, and its difference from the first.
fn result_rows(played: &[Played]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut heading = vec!["RESULT".to_owned()];
    match played {
        // Nothing can be said of how far one course is from the mean.
        [(study, _)] if study.replications == 1 => heading.push("ONCE".to_owned()),
        [_] => heading.extend(["MEAN".to_owned(), "± 95 %".to_owned()]),
        played => {
            heading.extend(played.iter().map(|(study, _)| visible(&study.name)));
            heading.extend(
                played
                    .iter()
                    .skip(1)
                    .map(|(study, _)| format!("{} less {}", visible(&study.name), visible(&played[0].0.name))),
            );
        }
    }
    let sees_nodes = played.iter().any(|(study, _)| study.experiment.on_a_node.is_some());
    let shown = Measure::ALL.into_iter().filter(|measure| *measure != Measure::Nodes || sees_nodes);
    let has_interval = played.len() == 1 && heading.len() == 3;
    let row = |measure: Measure| {
        let (_, label, unit) = entry(measure);
        let mut row = vec![label.to_owned()];
        for (_, outcome) in played {
            let estimate = outcome.estimate(measure);
            row.push(unit.text(estimate.mean));
            if has_interval {
                row.push(unit.interval(estimate));
            }
        }
        for (_, outcome) in played.iter().skip(1) {
            let difference = outcome.difference(&played[0].1, measure);
            row.push(format!("{} {}", unit.signed(difference.mean), unit.interval(difference)).trim_end().to_owned());
        }
        row
    };
    (heading, shown.map(row).collect())
}

fn rows((study, outcome): &Played) -> Vec<Value> {
    let row = |measure: Measure| {
        let value = value(study, measure, outcome.estimate(measure));
        json!({"experiment": study.name, "result": entry(measure).0, "mean": value["mean"], "plusMinus": value["plusMinus"]})
    };
    Measure::ALL.into_iter().map(row).collect()
}

fn experiment((study, outcome): &Played) -> Value {
    let turn = |turn: &crate::config::demand::Turn| {
        let mut value = json!({"at": format!("{}s", turn.at.as_secs_f64())});
        if let (Value::Object(value), Value::Object(scale)) = (&mut value, scale(&turn.to.name, &turn.to.settings)) {
            value.extend(scale);
        }
        value
    };
    json!({
        "name": study.name,
        "description": study.description,
        "kind": study.kind.name(),
        "pool": scale(&study.pool.name, &study.pool.settings),
        "schedule": study.turns.iter().map(turn).collect::<Value>(),
        "readyRaised": study.is_raised(),
        "results": results(study, |measure| outcome.estimate(measure)),
    })
}

fn scale(name: &str, settings: &Settings) -> Value {
    json!({
        "profile": name,
        "maxSessions": settings.max_sessions,
        "readySessions": settings.ready_sessions,
        "lifecycle": words::lifecycle(Some(settings.lifecycle)),
    })
}

fn results(study: &Study, estimate: impl Fn(Measure) -> Estimate) -> Value {
    let mut members = Map::new();
    for measure in Measure::ALL {
        members.insert(entry(measure).0.to_owned(), value(study, measure, estimate(measure)));
    }
    Value::Object(members)
}

/// A measure; of nodes that nobody sees nothing can be said.
fn value(study: &Study, measure: Measure, Estimate { mean, half_width }: Estimate) -> Value {
    if measure == Measure::Nodes && study.experiment.on_a_node.is_none() {
        return json!({"mean": null, "plusMinus": null});
    }
    json!({"mean": words::rounded(mean), "plusMinus": half_width.map(words::rounded)})
}

/// A name of somebody's file, of which nothing is taken for more than text.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// Settings in a few words.
fn settings_words(settings: &Settings) -> String {
    let period = spread::render(&crate::model::Spread::Constant(settings.lifecycle.period()));
    let lifecycle = format!("{} {period}", settings.lifecycle.type_name());
    format!("max {}, ready {}, {lifecycle}", settings.max_sessions, settings.ready_sessions)
}

/// The picture of a study.
#[must_use]
pub fn picture(played: &Played) -> Picture {
    report::picture(&played.0, &played.1)
}

/// How numbers of a kind are shown.
impl Unit {
    fn interval(self, estimate: Estimate) -> String {
        estimate.half_width.map(|half| format!("± {}", self.text(half))).unwrap_or_default()
    }

    fn signed(self, number: f64) -> String {
        let text = self.text(number.abs());
        let is_nothing = !text.contains(|c: char| ('1'..='9').contains(&c));
        match number {
            _ if is_nothing => text,
            number if number < 0.0 => format!("-{text}"),
            _ => format!("+{text}"),
        }
    }
}

#[cfg(test)]
mod tests;
