//! What a simulated usage costs.

use super::basis::{basis, head, line, subject_value};
use crate::cost::{Model, Money};
use crate::ops::cost::Played;
use crate::output::views::amounts::{amount, with};
use crate::output::views::money::{RAISED, doubt};
use crate::output::views::words;
use crate::output::{Look, View};
use crate::sim::Estimate;
use serde_json::{Value, json};

/// `pool cost --simulate`.
#[derive(Debug)]
pub struct PlayedView<'a> {
    /// What was played.
    pub played: &'a Played,
    /// Whether the data is one row.
    pub rows: bool,
}

impl View for PlayedView<'_> {
    fn value(&self) -> Value {
        let played = self.played;
        let (least, most) = played.billed.range;
        if self.rows {
            return json!({
                "pool": played.subject.name,
                "demand": played.name,
                "currency": played.subject.rates.currency.code(),
                "mean": amount(played.billed.mean),
                "halfWidth": played.billed.half_width.map(amount),
            });
        }
        let counted = |estimate: Estimate| json!({"mean": estimate.mean, "halfWidth": estimate.half_width});
        let usage = &played.usage;
        let more = json!({
            "demand": played.name,
            "profile": played.profile,
            "readyRaised": played.is_raised,
            "seed": played.seed,
            "replications": played.replications,
            "hours": played.lasts.as_secs_f64() / 3_600.0,
            "cost": {
                "mean": amount(played.billed.mean),
                "halfWidth": played.billed.half_width.map(amount),
                "least": amount(least),
                "most": amount(most),
            },
            "nodeHours": counted(usage.nodes),
            "sessionHours": counted(usage.sessions),
            "startedHours": counted(usage.started),
        });
        with(subject_value(&played.subject), more)
    }

    fn text(&self, look: &Look) -> String {
        let played = self.played;
        let mut text = head(&played.subject, look);
        let cost = interval(played.billed.mean, played.billed.half_width, look);
        let time = words::time(std::time::Duration::from_secs(played.lasts.as_secs()));
        let doubt = doubt(&played.subject.rates, played.billed.mean);
        text.push_str(&line(&format!("{} on {}: {cost} for {time}{doubt}", played.name, played.profile), look));
        let (least, most) = played.billed.range;
        let often = if played.replications == 1 { "once".to_owned() } else { format!("{} times", played.replications) };
        let spread = format!("played {often} from seed {}: {least} to {most}", played.seed);
        text.push_str(&line(&spread, look));
        let (counted, what) = match &played.subject.rates.model {
            Model::Nodes { .. } => (played.usage.nodes, "node-hours"),
            Model::StartedHours(_) => (played.usage.started, "started hours"),
            Model::Flat(_) => (played.usage.sessions, "session-hours"),
        };
        text.push_str(&line(&format!("counted: {} {what}", number(counted, look)), look));
        if played.is_raised {
            text.push_str(&line(RAISED, look));
        }
        text + &basis(&[&played.subject], look)
    }
}

fn interval(mean: Money, half: Option<Money>, look: &Look) -> String {
    match half.filter(|half| !half.rounded().is_zero()) {
        Some(half) => format!("{mean} {} {half}", sign(look)),
        None => mean.to_string(),
    }
}

fn number(estimate: Estimate, look: &Look) -> String {
    match estimate.half_width.filter(|half| *half >= 0.005) {
        Some(half) => format!("{:.2} {} {half:.2}", estimate.mean, sign(look)),
        None => format!("{:.2}", estimate.mean),
    }
}

fn sign(look: &Look) -> &'static str {
    if look.unicode { "±" } else { "+-" }
}
