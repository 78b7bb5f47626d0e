//! The decision: what to send so that a pool is as somebody wishes.
//!
//! The rules, from the design: a scale-up never lowers a number. A scale-down lowers ready sessions at once; max
//! sessions and the lifecycle type wait while sessions are allocated, or may be. A Failed pool is never raised. What
//! cannot be read may raise a pool and never lower it. Only the objects in which something differs are sent.

mod drain;
mod lifecycle;
mod memory;
mod scale;

pub use drain::DRAIN_BEYOND_COOLDOWN;

use super::change::{Change, changes};
use super::tags;
use super::wish::{Direction, Plan, Wish};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::model::{Finding, Lifecycle, Mark, Patch, Pool, Scale, State, limits};
use crate::schedule::{OnDrift, Records, Stamp};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Decides.
///
/// # Errors
/// `InvalidScale` where Azure has no such scale, `PoolFailed` for raising a Failed pool, `Failed` for lowering a pool
/// whose stamp cannot be read, `Rejected` where the stamp finds no room among the tags.
pub fn decide(wish: &Wish, pool: &Pool, now: Timestamp) -> Result<Plan> {
    limits::check_for(&wish.settings, pool.counts_as()).map_err(|error| error.about(pool.id.to_string()))?;
    let records = Records::read(&pool.tags);
    let findings = wish.findings.clone();
    let mut decision = Decision {
        wish,
        pool,
        now,
        records,
        findings,
        withheld: Vec::new(),
        drains: false,
        keeps_max: false,
        leaves_drift: false,
    };
    let scale = decision.scale();
    let lifecycle = decision.lifecycle();
    let changes = changes((pool.scale, pool.lifecycle), (scale, lifecycle));
    decision.refuse(&changes)?;
    decision.note_what_stands();
    let withheld = (!decision.withheld.is_empty()).then(|| decision.withheld.join("; "));
    let mends = decision.mends();
    let is_alone = changes.is_empty() && !mends;
    let stamp = decision.new_stamp(scale, lifecycle).filter(|stamp| !is_alone || decision.remembers(stamp));
    let news = decision.that_fit(tags::news(pool, wish, stamp.as_ref()))?;
    let (patch, tags_alone) = if is_alone {
        (Patch::default(), news)
    } else {
        (patch(&decision, (&changes, mends), (scale, lifecycle), news), BTreeMap::new())
    };
    let doubt = decision.doubt();
    let Decision { findings, leaves_drift, .. } = decision;
    Ok(Plan { patch, changes, tags_alone, target: (scale, lifecycle), withheld, doubt, leaves_drift, findings })
}

struct Decision<'a> {
    wish: &'a Wish,
    pool: &'a Pool,
    now: Timestamp,
    records: Records,
    findings: Vec<Finding>,
    withheld: Vec<String>,
    /// Whether what is withheld waits for the sessions of a claim that has ended.
    drains: bool,
    /// Whether max sessions is among what is withheld, and so is ours to lower later.
    keeps_max: bool,
    /// Whether somebody else's change is left as it is, with a warning.
    leaves_drift: bool,
}

impl Decision<'_> {
    fn stamp(&self) -> Option<&Stamp> {
        self.records.stamp.as_ref()
    }

    /// Tags of ours that cannot be read, where nobody insists.
    fn doubt(&self) -> Option<String> {
        let texts: Vec<String> = self.records.unreadable.iter().map(ToString::to_string).collect();
        (!texts.is_empty() && !self.wish.force).then(|| texts.join("; "))
    }

    fn find(&mut self, mark: Mark, text: impl Into<String>, todo: Option<&str>) {
        let finding = Finding::new(mark, self.pool.id.name.clone(), text);
        self.findings.push(match todo {
            Some(todo) => finding.todo(todo),
            None => finding,
        });
    }

    /// That what somebody else did is left as it is: news unless the pool file says to keep it.
    fn find_left(&mut self, drift: OnDrift, text: String, todo: Option<&str>) {
        self.leaves_drift |= drift != OnDrift::Keep;
        self.find(if drift == OnDrift::Keep { Mark::Note } else { Mark::Warning }, text, todo);
    }

    /// Who changed the pool last.
    fn who(&self) -> String {
        self.pool.modified.changed_last("the pool")
    }

    /// Whether the pool is not as we left it.
    fn has_drifted(&self) -> bool {
        self.stamp().is_some_and(|stamp| !stamp.is_applied(self.pool.scale))
    }

    /// Whether a refused 0 has left the pool Failed, so that its scale must be sent again although nothing differs.
    fn mends(&self) -> bool {
        self.wish.floor.is_some() && self.pool.state == State::Failed
    }

    fn refuse(&self, changes: &[Change]) -> Result<()> {
        let raises = changes.iter().any(|change| !change.lowers && change.key != "lifecycle");
        let lowers = changes.iter().any(|change| change.lowers);
        if self.pool.state == State::Failed && raises && !lowers && !self.mends() {
            let name = &self.pool.id.name;
            return Err(Error::message(
                ErrorKind::PoolFailed,
                format!("pool {name} is in state Failed and is not raised"),
            )
            .about(self.pool.id.to_string())
            .hint("A Failed pool can still hold, and bill, a node: see why in the portal's activity log.")
            .hint(format!("Then `pool delete -n {name}` and `pool create -n {name}`.")));
        }
        if let Some(doubt) = self.doubt()
            && lowers
        {
            return Err(Error::message(ErrorKind::Failed, format!("{doubt}; a pool is never lowered on doubt"))
                .about(self.pool.id.to_string())
                .hint("It was edited by hand, or a newer version of pool wrote it; `pool scale-down --force` lowers the pool and overwrites it."));
        }
        Ok(())
    }

    /// Worth knowing before anything is sent.
    fn note_what_stands(&mut self) {
        if let Some(doubt) = self.doubt() {
            self.find(Mark::Warning, doubt, Some("It is left as it is; `pool scale-down --force` overwrites it."));
        }
        let by_hand = !matches!(self.wish.direction, Direction::Apply(_));
        if by_hand && self.has_drifted() && self.pool.state != State::Failed {
            let claim = self.stamp().map_or_else(String::new, |stamp| stamp.claim.clone());
            self.find(Mark::Note, format!("the pool differs from what `{claim}` applied: {}", self.who()), None);
        }
        let wants_ready = self.wish.settings.ready_sessions > 0;
        if !self.pool.counts_as().keeps_ready() && wants_ready && self.wish.direction != Direction::Down {
            let text =
                format!("Azure keeps no ready sessions for {} pools; the number is not sent", self.pool.container_type);
            self.find(Mark::Warning, text, None);
        }
    }

    /// The new tags, where there is room for them.
    fn that_fit(&mut self, mut news: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
        let Err(crowded) = tags::check_room(self.pool, &news) else { return Ok(news) };
        let (pool, wish) = (self.pool, self.wish);
        let must_stand = |tag: &String| pool.tag(tag).is_none() && wish.records.contains_key(tag);
        if wish.direction != Direction::Down || news.keys().any(must_stand) {
            return Err(crowded);
        }
        // What is warm costs money: a pool goes down without a note rather than not at all.
        let text = "there is no room for a tag of ours, so it is not noted on the pool what was applied";
        self.find(Mark::Warning, text, Some("Remove one of the other tags."));
        news.retain(|tag, _| pool.tag(tag).is_some());
        Ok(news)
    }
}

/// Only the objects in which something differs, each whole, and the full set of tags with what is new among ours.
fn patch(
    decision: &Decision<'_>,
    (changes, mends): (&[Change], bool),
    target: (Scale, Option<Lifecycle>),
    news: BTreeMap<String, String>,
) -> Patch {
    let touches = |prefix: &str| changes.iter().any(|change| change.key.starts_with(prefix));
    Patch {
        scale: (mends || touches("maxSessions") || touches("readySessions")).then_some(target.0),
        lifecycle: target.1.filter(|_| touches("lifecycle")),
        tags: tags::full_set(decision.pool, news, &decision.records.ended_at(decision.now)),
    }
}
