//! What profiles cost, side by side.

use super::basis::{basis, cell, head, line, rounding, subject_value};
use crate::cost::{Decimal, Estimate, Money};
use crate::ops::cost::{Priced, Subject};
use crate::output::charts::staircase::{Staircase, draw};
use crate::output::views::amounts::{amount, bill_value, with};
use crate::output::views::money::{RAISED, UNBOUNDED, range};
use crate::output::views::words;
use crate::output::{Look, View, table};
use serde_json::{Value, json};
use std::time::Duration;

/// `pool cost --profile`.
#[derive(Debug)]
pub struct ProfilesView<'a> {
    /// The pool.
    pub subject: &'a Subject,
    /// The profiles on it.
    pub profiles: &'a [Priced],
    /// The time that was asked for.
    pub time: Duration,
    /// The staircase to draw.
    pub chart: Option<&'a Staircase>,
    /// Whether the data is a row for each profile.
    pub rows: bool,
}

impl View for ProfilesView<'_> {
    fn value(&self) -> Value {
        if self.rows {
            return self.profiles.iter().map(row_value).collect();
        }
        let profile = |priced: &Priced| {
            json!({
                "profile": priced.name,
                "maxSessions": priced.settings.max_sessions,
                "readySessions": priced.settings.ready_sessions,
                "readySessionsKept": priced.scale.ready,
                "lifecycle": words::lifecycle((priced.scale.max > 0).then_some(priced.settings.lifecycle)),
                "nodesLeast": priced.nodes.map(|(least, _)| least),
                "nodesMost": priced.nodes.map(|(_, most)| most),
                "hour": {"least": bill_value(&priced.hour.least), "most": bill_value(&priced.hour.most)},
                "whole": {"least": bill_value(&priced.whole.least), "most": bill_value(&priced.whole.most)},
            })
        };
        let more = json!({
            "hours": self.time.as_secs_f64() / 3_600.0,
            "profiles": self.profiles.iter().map(profile).collect::<Value>(),
        });
        with(subject_value(self.subject), more)
    }

    fn text(&self, look: &Look) -> String {
        let mut text = head(self.subject, look);
        let heading = ["PROFILE", "MAX", "READY", "NODES", "AN HOUR", &whole(self.time)];
        let rows = self.profiles.iter().map(row).collect();
        text.push_str(&table::columns(&heading, rows, look.width));
        if self.profiles.iter().any(|priced| priced.hour.least != priced.hour.most) {
            text.push_str(&line("From the least, when nobody comes, to the most, when it is full throughout.", look));
        }
        if !self.subject.rates.is_bounded() {
            text.push_str(&line(UNBOUNDED, look));
        }
        if self.profiles.iter().any(is_raised) {
            text.push_str(&line(RAISED, look));
        }
        if let [one, other] = self.profiles {
            text.extend(difference(one, other).map(|sentence| line(&sentence, look)));
        }
        text.push_str(&rounding(self.sums(), look));
        text.push_str(&basis(&[self.subject], look));
        if let Some(chart) = self.chart {
            text.push('\n');
            text.push_str(&draw(chart, look.width.unwrap_or(80), look.unicode));
        }
        text
    }
}

impl ProfilesView<'_> {
    /// What the whole time would cost by the hour that is shown, beside what is shown for it.
    fn sums(&self) -> Vec<(Decimal, Money)> {
        let hours = Decimal::from(self.time.as_secs()) / Decimal::from(3_600);
        let both = |priced: &Priced| {
            let (hour, whole) = (&priced.hour, &priced.whole);
            [(&hour.least, &whole.least), (&hour.most, &whole.most)].map(|(hour, whole)| {
                let (hour, whole) = (hour.total(), whole.total());
                (Money::new(hour.rounded() * hours, hour.currency).rounded(), whole)
            })
        };
        self.profiles.iter().flat_map(both).collect()
    }
}

fn is_raised(priced: &Priced) -> bool {
    priced.scale.ready.is_some_and(|ready| ready > priced.settings.ready_sessions)
}

fn whole(time: Duration) -> String {
    words::time(time).to_uppercase()
}

fn row(priced: &Priced) -> Vec<String> {
    let ready = match priced.scale.ready {
        None => "-".to_owned(),
        Some(kept) if kept == priced.settings.ready_sessions => kept.to_string(),
        Some(kept) => format!("{} ({kept})", priced.settings.ready_sessions),
    };
    let nodes = match priced.nodes {
        None => "-".to_owned(),
        Some((least, most)) if least == most => least.to_string(),
        Some((least, most)) => format!("{least} to {most}"),
    };
    let cost = |estimate: &Estimate| cell(&range(estimate), estimate.most.currency);
    vec![priced.name.clone(), priced.scale.max.to_string(), ready, nodes, cost(&priced.hour), cost(&priced.whole)]
}

/// How much more the second of two costs than the first.
fn difference(one: &Priced, other: &Priced) -> Option<String> {
    let more = |of: fn(&Estimate) -> &crate::cost::Bill| {
        let (first, second) = (of(&one.whole).total(), of(&other.whole).total());
        let (dearer, by) = if first.amount > second.amount {
            (&one.name, first.amount - second.amount)
        } else {
            (&other.name, second.amount - first.amount)
        };
        (dearer.clone(), crate::cost::Money::new(by, first.currency))
    };
    let (least, most) = (more(|estimate| &estimate.least), more(|estimate| &estimate.most));
    match (least.1.amount.is_zero(), most.1.amount.is_zero()) {
        (true, true) => Some("They cost the same.".to_owned()),
        (true, false) => {
            Some(format!("They cost the same while nobody comes; full, {} costs {} more.", most.0, most.1))
        }
        (false, true) => {
            Some(format!("While nobody comes, {} costs {} more; full, they cost the same.", least.0, least.1))
        }
        (false, false) => Some(format!(
            "While nobody comes, {} costs {} more; full, {} costs {} more.",
            least.0, least.1, most.0, most.1
        )),
    }
}

fn row_value(priced: &Priced) -> Value {
    json!({
        "profile": priced.name,
        "maxSessions": priced.settings.max_sessions,
        "readySessions": priced.settings.ready_sessions,
        "hourLeast": amount(priced.hour.least.total()),
        "hourMost": amount(priced.hour.most.total()),
        "wholeLeast": amount(priced.whole.least.total()),
        "wholeMost": amount(priced.whole.most.total()),
    })
}
