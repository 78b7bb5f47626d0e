//! Why a pool is as it is: the stack of claims, where each value comes from, what stands, and what is next.

use super::leases::moment;
use super::pool::{pool_value, state};
use super::{amounts, turns, words};
use crate::model::{Finding, Kind, Lifecycle, Mark, Settings, State};
use crate::ops::why::{Field, Why, fields};
use crate::output::printer::in_our_words;
use crate::output::style::{FAINT, GOOD, STRONG, WARN, paint};
use crate::output::{Here, Look, View, table};
use crate::plan::Change;
use crate::schedule::timeline::Turn;
use crate::schedule::{Claim, Combine, Source};
use jiff::Timestamp;
use serde_json::{Value, json};

/// `pool why`.
#[derive(Debug)]
pub struct WhyView<'a> {
    /// What there is to say.
    pub why: &'a Why,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
}

impl View for WhyView<'_> {
    fn value(&self) -> Value {
        let why = self.why;
        let keeps_ready = self.keeps_ready();
        let turn = |turn: &Turn| turns::turn_value(turn, keeps_ready, &self.zone);
        json!({
            "at": why.at,
            "claims": self.stack().iter().map(|(claim, not)| {
                let mut value = turns::claim_value(claim);
                value["counts"] = json!(not.is_none());
                value
            }).collect::<Value>(),
            "should": turns::settings_value(&why.desired.settings, keeps_ready),
            "from": fields(&why.desired).iter().map(|field| (field.key.to_owned(), field_value(field)))
                .collect::<serde_json::Map<_, _>>(),
            "without": why.without_hold.as_ref().map(|desired| turns::settings_value(&desired.settings, keeps_ready)),
            "differences": words::changes(&why.differences),
            "floor": why.floor,
            "waits": why.waits,
            "applied": why.stamp.as_ref().map(words::stamp_value),
            "drift": words::changes(&why.drift),
            "next": why.next.as_ref().map(turn),
            "begins": why.begins.as_ref().map(turn),
            "pool": pool_value(&why.pool),
            "refused": why.refused.iter().map(amounts::refusal_value).collect::<Value>(),
            "findings": words::findings(&self.findings()),
        })
    }

    fn text(&self, look: &Look) -> String {
        let why = self.why;
        let place = paint(FAINT, format!("{}, {}", why.pool.id.group, why.pool.location));
        let mut text = format!("{}  {place}\n", paint(STRONG, &why.pool.id.name));
        if why.at != self.now {
            let at = turns::dated(why.at, &self.zone);
            text.push_str(&format!("at {at}, by what stands on the pool now\n"));
        }
        let heading = ["CLAIM", "MAX", "READY", "LIFECYCLE", "UNTIL", "WHY"];
        let rows = self.stack().iter().map(|(claim, not)| self.row(claim, *not)).collect();
        text.push_str(&table::columns(&heading, rows, look.width));
        text.push('\n');
        let pairs = self.pairs().into_iter().map(|(label, value)| (label, in_our_words(&value, &look.call)));
        text.push_str(&table::pairs(pairs.collect(), look.width));
        text
    }
}

impl WhyView<'_> {
    fn keeps_ready(&self) -> bool {
        self.why.pool.kind.map_or(self.why.pool.scale.ready.is_some(), Kind::keeps_ready)
    }

    fn findings(&self) -> Vec<Finding> {
        let refused = self.why.refused_now_and_next().0;
        let refused = refused.into_iter().map(|refusal| refusal.finding(&self.why.pool.id.name));
        self.why.findings.iter().cloned().chain(refused).collect()
    }

    /// Every claim, strongest first, and why it does not count, where it does not.
    fn stack(&self) -> Vec<(&Claim, Option<&'static str>)> {
        let counting = self.why.desired.claims.iter().map(|claim| (claim, None));
        let held = self.why.without_hold.iter().flat_map(|desired| &desired.claims);
        let held = held.map(|claim| (claim, Some("outranked by the hold")));
        let left_out = self.why.left_out.iter().map(|claim| (claim, Some("counts for nothing by its budget")));
        counting.chain(held).chain(left_out).collect()
    }

    fn row(&self, claim: &Claim, not: Option<&str>) -> Vec<String> {
        let plus = if claim.combine == Combine::Sum { "+" } else { "" };
        let ready =
            if self.keeps_ready() { format!("{plus}{}", claim.settings.ready_sessions) } else { "-".to_owned() };
        let (max, ready, lifecycle) = match claim.source {
            Source::Parked => ("-".to_owned(), "-".to_owned(), "-".to_owned()),
            _ => (format!("{plus}{}", claim.settings.max_sessions), ready, lifecycle(&claim.settings)),
        };
        let cells = vec![title(claim), max, ready, lifecycle, self.until(claim), self.what_for(claim, not)];
        if not.is_none() { cells } else { cells.into_iter().map(|cell| paint(FAINT, cell)).collect() }
    }

    fn until(&self, claim: &Claim) -> String {
        match claim.until {
            Some(until) => moment(until, self.why.at, &self.zone),
            None if claim.source.is_base() && claim.from.is_none() => "always".to_owned(),
            None => "no end".to_owned(),
        }
    }

    fn what_for(&self, claim: &Claim, not: Option<&str>) -> String {
        let mut words: Vec<String> = claim.by.iter().map(|by| format!("by {by}")).collect();
        words.extend(claim.reason.iter().map(|reason| format!("\"{reason}\"")));
        if claim.source == Source::Event
            && let Some(start) = claim.start
        {
            let word = if start <= self.why.at { "started" } else { "starts" };
            words.push(format!("{word} {}", moment(start, self.why.at, &self.zone)));
        }
        if claim.source == Source::Parked {
            words.push("no pool at all".to_owned());
        }
        if claim.source == Source::Stamp {
            words.push("no file here knows it".to_owned());
        }
        words.extend(not.map(str::to_owned));
        words.join(", ")
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let why = self.why;
        // No number is wanted of a pool that is not to be.
        let of_numbers = fields(&why.desired).into_iter().filter(|_| !why.desired.is_parked());
        let mut pairs: Vec<(String, String)> = of_numbers
            .filter(|field| field.key != "readySessions" || self.keeps_ready())
            .map(|field| (field.label.to_owned(), field_text(&field)))
            .collect();
        let mut pair = |label: &str, value: String| pairs.push((label.to_owned(), value));
        if let Some(desired) = &why.without_hold {
            pair("hold", self.hold(&desired.settings));
        }
        pair("stands", self.stands());
        if why.desired.is_parked() && why.pool.scale.max > 0 {
            pair("wanted", format!("{}, by {}", paint(WARN, "parked: no pool"), title(why.desired.winner())));
        }
        if let Some(waits) = &why.waits {
            pair("waits", waits.clone());
        }
        if let Some(together) = why.desired.together() {
            pair("shared", format!("the claims ask for {together} together, as with `combine: sum`"));
        }
        if let Some(stamp) = &why.stamp {
            pair("applied", words::stamp(stamp));
        }
        for finding in &self.findings() {
            let color = if finding.mark == Mark::Note { FAINT } else { WARN };
            pair(finding.mark.word(), paint(color, &finding.text));
            if let Some(todo) = &finding.todo {
                pair("", todo.clone());
            }
        }
        pair("next", why.next.as_ref().map_or_else(|| "nothing begins or ends".to_owned(), |turn| self.turn(turn)));
        if let Some(turn) = &why.begins {
            pair("then", self.turn(turn));
        }
        for refusal in why.refused_now_and_next().1 {
            pair(Mark::Warning.word(), paint(WARN, refusal.brief()));
        }
        pairs
    }

    /// What a hold over everything does, and how it ends.
    fn hold(&self, without: &Settings) -> String {
        let hold = self.why.desired.winner();
        let end = match hold.until {
            Some(until) => format!("until {}, or the next `pool scale-up`", moment(until, self.why.at, &self.zone)),
            None => "until the next `pool scale-up`".to_owned(),
        };
        let by = hold.by.as_deref().unwrap_or("somebody");
        let (max, ready) = (without.max_sessions, without.ready_sessions);
        format!("{by} outranks every claim {end}; without it: max {max}, ready {ready}")
    }

    fn stands(&self) -> String {
        let why = self.why;
        let scale = match &why.pool.state {
            State::Succeeded => why.pool.scale.to_string(),
            other => format!("{} ({})", why.pool.scale, state(other)),
        };
        if why.desired.is_parked() {
            let is_gone = why.pool.scale.max == 0;
            return if is_gone { format!("no pool: {}", paint(GOOD, "parked, as it should be")) } else { scale };
        }
        // No pool that stands has room for nobody.
        if why.pool.scale.max == 0 {
            let wanted = why.desired.settings.scale(why.pool.counts_as());
            return format!("no pool: parked; to be: {}", paint(WARN, wanted));
        }
        if why.differences.is_empty() {
            let floor = why.floor.map_or_else(String::new, |floor| format!(" (Azure refuses 0 ready: {floor} stays)"));
            return format!("{scale}: {}{floor}", paint(GOOD, "as it should be"));
        }
        format!("{scale}; to be: {}", paint(WARN, differences(&why.differences)))
    }

    fn turn(&self, turn: &Turn) -> String {
        let zone = turns::zone(turn, &self.zone);
        let when = moment(turn.at, self.why.at, zone);
        let reasons = turns::reasons(turn, &self.zone).join("; ");
        format!("{when}: {reasons}; {}", turns::change(turn, self.keeps_ready()))
    }
}

fn differences(changes: &[Change]) -> String {
    let texts = changes.iter().map(|change| format!("{} {} -> {}", change.label, change.from, change.to));
    texts.collect::<Vec<_>>().join(", ")
}

/// `event autumn-final`, `base idle`, `lease contest`.
fn title(claim: &Claim) -> String {
    let word = if claim.source == Source::HeldBase { "held base" } else { claim.source.word() };
    format!("{word} {}", claim.name)
}

fn lifecycle(settings: &Settings) -> String {
    let time = words::time(settings.lifecycle.period());
    match settings.lifecycle {
        Lifecycle::Timed { .. } => format!("Timed {time}"),
        Lifecycle::OnContainerExit { .. } => format!("OnContainerExit {time}"),
    }
}

/// Who wins, what is added, and who is next in line.
fn field_text(field: &Field<'_>) -> String {
    let mut text = format!("{} by {}", paint(STRONG, &field.value), title(field.winner));
    for claim in &field.added {
        text.push_str(&format!(", added to by {}", title(claim)));
    }
    // Where both say the same, nothing hangs on who comes first.
    if let Some((claim, value)) = field.runner_up.as_ref().filter(|(_, value)| *value != field.value) {
        let value = if claim.source == Source::Parked { "no pool" } else { value.as_str() };
        text.push_str(&format!("; next in line {value} by {}", title(claim)));
    }
    text
}

fn field_value(field: &Field<'_>) -> Value {
    json!({
        "value": field.value,
        "claim": field.winner.to_string(),
        "added": field.added.iter().map(|claim| claim.to_string()).collect::<Vec<_>>(),
        "runnerUp": field.runner_up.as_ref().map(|(claim, value)| json!({"claim": claim.to_string(), "value": value})),
    })
}
