//! The decision: what to send so that a pool is as somebody wishes.
//!
//! The rules, from the design: a scale-up never lowers a number. A scale-down lowers ready sessions at once; max
//! sessions and the lifecycle type wait while sessions are allocated, or may be. A Failed pool is never raised. What
//! cannot be read may raise a pool and never lower it. Only the objects in which something differs are sent.

use super::change::{Change, changes};
use super::matching::floor_instead_of_zero;
use super::tags;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::model::limits;
use crate::model::time::utc;
use crate::model::{Finding, Lifecycle, Mark, Patch, Pool, Scale, Settings, State};
use crate::schedule::stamp::{self, Running};
use crate::schedule::{OnDrift, Records, Stamp};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long after the end of a claim its sessions may still need room, beyond their cooldown.
const DRAIN_BEYOND_COOLDOWN: Duration = Duration::from_secs(600);

/// Which way somebody wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Bigger: numbers only rise.
    Up,
    /// Back to what is left without the leases.
    Down,
    /// To what the claims say, whichever way that is; what somebody else changed is treated as the pool file says.
    Apply(OnDrift),
}

/// What somebody wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which way.
    pub direction: Direction,
    /// The claim that wins, for the stamp.
    pub claim: String,
    /// What the claims say together, with what was changed on the command line.
    pub settings: Settings,
    /// What the base says, which is all that holds while nobody wants anything.
    pub base: Settings,
    /// Whether an event or a lease holds.
    pub has_claims: bool,
    /// Whether one holds besides the winner: a new lifecycle type would end its sessions.
    pub has_others: bool,
    /// The events that hold, for the stamp.
    pub events: Vec<Running>,
    /// Leases and holds to be written, by their tags.
    pub records: BTreeMap<String, String>,
    /// What was found while the claims were merged.
    pub findings: Vec<Finding>,
    /// Lower what sessions in use would hold up.
    pub force: bool,
    /// Try 0 ready sessions again although Azure refused it.
    pub retry_zero: bool,
    /// The floor that Azure's answer to this very wish has just taught.
    pub floor: Option<u32>,
    /// Who runs the program, for the stamp.
    pub by: String,
    /// Who runs it regularly, for the stamp.
    pub runner: Option<stamp::Mark>,
    /// Write the stamp although nothing differs when its runner's mark is older than this.
    pub heartbeat: Option<Duration>,
}

/// What would be sent, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What differs, for people.
    pub changes: Vec<Change>,
    /// The body, before it is JSON. Empty where nothing differs.
    pub patch: Patch,
    /// Tags of ours to be written alone, where no number changes.
    pub tags_alone: BTreeMap<String, String>,
    /// How the pool would be afterwards.
    pub target: (Scale, Option<Lifecycle>),
    /// Why it would not be all that was wished: sessions in use.
    pub withheld: Option<String>,
    /// Why nothing is lowered: tags of ours that cannot be read.
    pub doubt: Option<String>,
    /// Worth saying.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patch.is_empty() && self.tags_alone.is_empty()
    }

    /// The ready sessions to wait for; `None` where the service keeps none.
    #[must_use]
    pub fn ready_wanted(&self) -> Option<u32> {
        self.target.0.ready
    }
}

/// Decides.
///
/// # Errors
/// `InvalidScale` where Azure has no such scale, `PoolFailed` for raising a Failed pool, `Failed` for lowering a pool
/// whose stamp cannot be read, `Rejected` where the stamp finds no room among the tags.
pub fn decide(wish: &Wish, pool: &Pool, now: Timestamp) -> Result<Plan> {
    limits::check_for(&wish.settings, pool.counts_as()).map_err(|error| error.about(pool.id.to_string()))?;
    let records = Records::read(&pool.tags);
    let findings = wish.findings.clone();
    let mut decision =
        Decision { wish, pool, now, records, findings, withheld: Vec::new(), drains: false, keeps_max: false };
    let scale = decision.scale();
    let lifecycle = decision.lifecycle();
    let changes = changes((pool.scale, pool.lifecycle), (scale, lifecycle));
    decision.refuse(&changes)?;
    decision.note_what_stands();
    let withheld = (!decision.withheld.is_empty()).then(|| decision.withheld.join("; "));
    let mends = decision.mends();
    let is_alone = changes.is_empty() && !mends;
    let stamp = decision.new_stamp(scale, lifecycle).filter(|_| !is_alone || decision.remembers());
    let mut news = tags::news(pool, wish, stamp.as_ref());
    if wish.direction == Direction::Down && tags::check_room(pool, &news).is_err() {
        // What is warm costs money: a pool goes down without a note rather than not at all.
        let needs = |tag: &&String| pool.tag(tag).is_none() && wish.records.contains_key(*tag);
        if let Some(tag) = news.keys().find(needs) {
            tracing::debug!(tag, "must stand there");
            tags::check_room(pool, &news)?;
        }
        let text = "there is no room for a tag of ours, so it is not noted on the pool what was applied";
        decision.find(Mark::Warning, text, Some("Remove one of the other tags."));
        news.retain(|tag, _| pool.tag(tag).is_some());
    }
    let (patch, tags_alone) = if is_alone {
        tags::check_room(pool, &news)?;
        (Patch::default(), news)
    } else {
        (patch(&decision, (&changes, mends), (scale, lifecycle), news)?, BTreeMap::new())
    };
    let doubt = decision.doubt();
    Ok(Plan { patch, changes, tags_alone, target: (scale, lifecycle), withheld, doubt, findings: decision.findings })
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

    fn scale(&mut self) -> Scale {
        let wanted = self.wish.settings.scale(self.pool.counts_as());
        let current = self.pool.scale;
        match self.wish.direction {
            Direction::Up => {
                let least = current.ready.unwrap_or(0).max(self.wish.floor.unwrap_or(0));
                let ready = wanted.ready.map(|ready| ready.max(least));
                let mut kept = Vec::new();
                if wanted.max < current.max {
                    kept.push(format!("max sessions stays {}, above the {} asked for", current.max, wanted.max));
                }
                if let (Some(asked), Some(ready)) = (wanted.ready, ready)
                    && asked < ready
                {
                    kept.push(format!("ready sessions stays {ready}, above the {asked} asked for"));
                }
                if !kept.is_empty() {
                    let todo = "A scale-up never lowers a number; `pool scale-down` does.";
                    self.find(Mark::Note, kept.join("; "), Some(todo));
                }
                Scale { max: wanted.max.max(current.max), ready }
            }
            Direction::Down => {
                if wanted.max > current.max || wanted.ready.unwrap_or(0) > current.ready.unwrap_or(0) {
                    let text = format!("`{}` is bigger than what stands: this raises the pool", self.wish.claim);
                    self.find(Mark::Warning, text, None);
                }
                Scale { max: self.lowered_max(wanted.max), ready: self.lowered_ready(wanted) }
            }
            Direction::Apply(drift) => self.applied(wanted, drift),
        }
    }

    /// To what the claims say: raised, and lowered where it was us who raised it.
    fn applied(&mut self, wanted: Scale, drift: OnDrift) -> Scale {
        let stamped = self.stamp().map(Stamp::applied);
        let base = self.wish.base.scale(self.pool.counts_as());
        let max = Number {
            label: "max sessions",
            current: self.pool.scale.max,
            wanted: wanted.max,
            stamped: stamped.map(|stamped| stamped.max),
            base: base.max,
        };
        let max = self.applied_number(max, drift);
        let ready = wanted.ready.map(|_| {
            let least = self.lowered_ready(wanted).unwrap_or(0);
            let ready = Number {
                label: "ready sessions",
                current: self.pool.scale.ready.unwrap_or(0),
                wanted: least,
                stamped: stamped.map(|stamped| stamped.ready.unwrap_or(0)),
                base: if wanted.ready == base.ready { least } else { base.ready.unwrap_or(0) },
            };
            self.applied_number(ready, drift)
        });
        // What stays above may leave no room between the two.
        let max = ready.map_or(max, |ready| max.max(if ready > 0 { ready + 1 } else { 0 }));
        Scale { max: self.lowered_max(max), ready }
    }

    fn applied_number(&mut self, number: Number, drift: OnDrift) -> u32 {
        let Number { label, current, wanted, stamped, base } = number;
        // Somebody lowered what stands, and nothing has been wished since.
        let was_lowered = stamped == Some(wanted) && current < wanted;
        // The tags of an operation that failed late may stand there without its numbers.
        let is_known = self.pool.state != State::Failed || stamped.is_none();
        let raised_by_others = current > wanted && stamped.is_none_or(|stamped| current > stamped) && is_known;
        let (mark, text) = if current > wanted && self.doubt().is_some() {
            (Mark::Warning, format!("{label} stays {current} instead of {wanted}: a pool is never lowered on doubt"))
        } else if drift == OnDrift::Enforce || !(was_lowered || raised_by_others) {
            return wanted;
        } else if raised_by_others {
            (Mark::Warning, format!("{label} is {current}, and no claim wants more than {wanted}: {}", self.who()))
        } else if drift == OnDrift::Warn && wanted > base {
            let text = format!("{label} was lowered to {current} while `{}` holds: {}", self.wish.claim, self.who());
            self.find(Mark::Warning, text, Some("It is raised again."));
            return wanted;
        } else {
            (Mark::Warning, format!("{label} is {current} instead of {wanted}: {}", self.who()))
        };
        let mark = if drift == OnDrift::Keep { Mark::Note } else { mark };
        let todo = "Run `pool scale-down` to take it back, or write `onDrift: enforce` in the pool file.";
        self.find(mark, text, raised_by_others.then_some(todo));
        current
    }

    /// Who changed the pool last.
    fn who(&self) -> String {
        self.pool.modified.changed_last("the pool")
    }

    fn lowered_ready(&self, wanted: Scale) -> Option<u32> {
        let remembered = if self.wish.retry_zero || !self.is_same_wish() {
            None
        } else {
            floor_instead_of_zero(self.pool, &wanted, self.stamp())
        };
        let floor = self.wish.floor.filter(|_| wanted.ready == Some(0)).or(remembered);
        if floor.is_some() { floor } else { wanted.ready }
    }

    /// Whether the stamp says that this very wish was applied last.
    fn is_same_wish(&self) -> bool {
        // Not by the claim's name: another machine may call the same another way.
        let is_same = |stamp: &Stamp| {
            let is_max = stamp.draining.is_some() || stamp.scale.max == self.wish.settings.max_sessions;
            is_max && stamp.scale.ready == self.wish.settings.scale(self.pool.counts_as()).ready
        };
        self.stamp().is_some_and(is_same)
    }

    fn lowered_max(&mut self, wanted: u32) -> u32 {
        let current = self.pool.scale.max;
        if wanted >= current || self.may_disturb_sessions(wanted) {
            return wanted;
        }
        self.withheld.push(format!("max sessions stays {current}: {}", self.sessions_in_use()));
        self.drains = self.wish.direction != Direction::Up;
        self.keeps_max = true;
        current
    }

    /// Whether lowering max to `room` leaves every session its place, or need not.
    fn may_disturb_sessions(&self, room: u32) -> bool {
        self.wish.force || self.pool.allocated().is_some_and(|allocated| allocated <= room) || self.is_drained()
    }

    /// Whether the claim that came before ended long enough ago that its sessions are gone.
    fn is_drained(&self) -> bool {
        let Some(from) = self.draining_since() else { return false };
        self.drained_at(from).is_some_and(|then| then <= self.now)
    }

    /// When sessions that were in use at an instant must be gone.
    fn drained_at(&self, from: Timestamp) -> Option<Timestamp> {
        from.checked_add(self.pool.lifecycle?.period() + DRAIN_BEYOND_COOLDOWN).ok()
    }

    /// Since when the sessions of an ended claim have been on their way out, as far as our tags say.
    fn draining_since(&self) -> Option<Timestamp> {
        if self.wish.direction == Direction::Up {
            return None;
        }
        let stamp = self.stamp().filter(|stamp| stamp.applied().max == self.pool.scale.max)?;
        // By hand, what is ended ends now.
        let ends_now = self.wish.direction == Direction::Down
            && (self.records.leases_at(self.now).next().is_some()
                || stamp.events.iter().any(|event| self.now < event.until));
        // Whatever ended last brought the sessions that are there last.
        if ends_now {
            return None;
        }
        let since = stamp.draining.max(self.records.end_of(self.pool.scale.max, self.now))?;
        // Whatever claim ended after that has sessions of its own on their way out.
        Some(self.records.last_end(self.now).map_or(since, |end| since.max(end)))
    }

    /// Whether the stamp says that the pool is on its way back to this wish, and nobody has changed it since.
    fn is_draining(&self) -> bool {
        self.draining_since().is_some() && self.stamp().is_some_and(|stamp| stamp.draining.is_some())
    }

    /// Whether the pool is not as we left it.
    fn has_drifted(&self) -> bool {
        let current = self.pool.scale;
        // Where Azure leaves the ready number out, it is 0.
        let numbers = |scale: Scale| (scale.max, scale.ready.unwrap_or(0));
        self.stamp().is_some_and(|stamp| numbers(stamp.applied()) != numbers(current))
    }

    /// Whether Azure has just refused a 0 that the stamp does not know of.
    fn has_learned(&self) -> bool {
        self.wish.floor.is_some()
            && !self.stamp().is_some_and(|stamp| stamp.floor == self.wish.floor && self.is_same_wish())
    }

    /// Whether a refused 0 has left the pool Failed, so that its scale must be sent again although nothing differs.
    fn mends(&self) -> bool {
        self.wish.floor.is_some() && self.pool.state == State::Failed
    }

    fn sessions_in_use(&self) -> String {
        match self.pool.allocated() {
            Some(1) => "1 session is allocated".to_owned(),
            Some(allocated) => format!("{allocated} sessions are allocated"),
            None => format!("Azure does not say how many sessions are allocated; {}", self.when_drained()),
        }
    }

    /// From when on sessions that nobody can count must be gone.
    fn when_drained(&self) -> String {
        if self.wish.direction == Direction::Up {
            return "--force changes it all the same".to_owned();
        }
        match self.drained_at(self.draining_since().unwrap_or(self.now)) {
            Some(then) => format!("a run after {} lowers it", utc(then)),
            None => "--force lowers it all the same".to_owned(),
        }
    }

    fn lifecycle(&mut self) -> Option<Lifecycle> {
        let wanted = self.wish.settings.lifecycle;
        let Some(current) = self.pool.lifecycle else {
            let text = "Azure names a lifecycle that this version does not know; it is left as it is";
            self.find(Mark::Warning, text, None);
            return None;
        };
        if current == wanted {
            return Some(wanted);
        }
        if let Direction::Apply(drift) = self.wish.direction
            && !self.may_apply_lifecycle(current, drift)
        {
            return Some(current);
        }
        if current.same_type(&wanted) {
            // A drain lasts as long as the cooldown under which its sessions were used.
            let keeps_longer = self.wish.direction == Direction::Up || !self.withheld.is_empty();
            return Some(if keeps_longer && wanted.period() < current.period() { current } else { wanted });
        }
        if self.wish.has_others && !self.wish.force {
            let text = format!("the lifecycle stays {} while another claim holds", current.type_name());
            self.find(Mark::Note, text, Some("A change would end the sessions of both."));
            return Some(current);
        }
        // While a claim holds, its own sessions may be there, however long ago another one ended.
        let may_change = match self.pool.allocated() {
            _ if self.wish.force => true,
            Some(allocated) => allocated == 0,
            None => !self.wish.has_claims && self.is_drained(),
        };
        if !may_change {
            let why = match self.pool.allocated() {
                None if self.wish.has_claims => {
                    "Azure does not say whether sessions are allocated; --force ends them".to_owned()
                }
                _ => self.sessions_in_use(),
            };
            self.withheld.push(format!("the lifecycle stays {}: {why}", current.type_name()));
            self.drains |= !self.wish.has_claims && self.wish.direction != Direction::Up;
            return Some(current);
        }
        Some(wanted)
    }

    /// Whether a lifecycle that differs is ours to change, or only rises.
    fn may_apply_lifecycle(&mut self, current: Lifecycle, drift: OnDrift) -> bool {
        let wanted = self.wish.settings.lifecycle;
        let rises = current.same_type(&wanted) && current.period() < wanted.period();
        let stamped = self.stamp().and_then(|stamp| stamp.lifecycle);
        let is_ours = stamped == Some(current) || drift == OnDrift::Enforce;
        let is_new = stamped != Some(wanted);
        if self.doubt().is_some() && !rises {
            return false;
        }
        if is_ours || (rises && is_new) {
            return true;
        }
        let text = format!("the lifecycle is {current}, and not {wanted}: {}", self.who());
        self.find(if drift == OnDrift::Keep { Mark::Note } else { Mark::Warning }, text, None);
        false
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

    /// Whether the stamp must be written although no number changes.
    fn remembers(&self) -> bool {
        let starts_draining = self.drains && !self.is_draining();
        // A drain that nobody stops would end the sessions of the next event.
        let stops_draining = !self.drains && self.stamp().is_some_and(|stamp| stamp.draining.is_some());
        match self.wish.direction {
            Direction::Up => stops_draining || self.has_unlisted_events(),
            Direction::Down => starts_draining || self.has_learned() || self.ends_events(),
            Direction::Apply(_) => {
                starts_draining
                    || stops_draining
                    || self.has_learned()
                    || self.has_unlisted_events()
                    || self.is_heartbeat_due()
            }
        }
    }

    /// Whether an event holds that the stamp does not name: another machine may not know it.
    fn has_unlisted_events(&self) -> bool {
        let listed = self.stamp().map(|stamp| stamp.events.as_slice()).unwrap_or_default();
        let is_listed = |event: &Running| {
            let name = stamp::event_name(&event.name);
            // Those without room stand there as one without a name.
            let is_it = |known: &&Running| known.name == name || known.is_nameless();
            let covers =
                |known: &Running| event.until <= known.until && event.max <= known.max && event.ready <= known.ready;
            listed.iter().filter(is_it).any(covers)
        };
        !self.wish.events.iter().all(is_listed)
    }

    /// Whether the stamp names a running event that is over by this wish.
    fn ends_events(&self) -> bool {
        let still = |name: &str| self.wish.events.iter().any(|event| stamp::event_name(&event.name) == name);
        self.stamp().is_some_and(|stamp| stamp.events.iter().any(|event| self.now < event.until && !still(&event.name)))
    }

    fn is_heartbeat_due(&self) -> bool {
        let (Some(every), Some(_)) = (self.wish.heartbeat, &self.wish.runner) else { return false };
        let mark = self.stamp().and_then(|stamp| stamp.runner.as_ref());
        mark.is_none_or(|mark| mark.at.checked_add(every).is_ok_and(|due| due <= self.now))
    }

    /// The stamp for what is about to be applied; `None` where one stands that we cannot read and may not overwrite.
    fn new_stamp(&self, scale: Scale, lifecycle: Option<Lifecycle>) -> Option<Stamp> {
        if self.records.unreadable.iter().any(|unreadable| unreadable.tag == stamp::TAG) && !self.wish.force {
            return None;
        }
        let wanted = self.wish.settings.scale(self.pool.counts_as());
        let least = self.lowered_ready(wanted);
        let floor = least.filter(|ready| {
            wanted.ready == Some(0) && *ready > 0 && self.wish.direction != Direction::Up && scale.ready == least
        });
        let old = self.stamp().map(Stamp::applied);
        Some(
            Stamp {
                scale: Scale {
                    max: if self.keeps_max {
                        scale.max
                    } else {
                        self.stamped(scale.max, wanted.max, old.map(|old| old.max))
                    },
                    ready: match (scale.ready, wanted.ready) {
                        _ if floor.is_some() => Some(0),
                        (Some(ready), Some(wanted)) => {
                            Some(self.stamped(ready, wanted, old.map(|old| old.ready.unwrap_or(0))))
                        }
                        (ready, _) => ready,
                    },
                },
                lifecycle,
                floor,
                claim: self.wish.claim.clone(),
                // What a scale-up leaves undone waits for no time to pass: the next one decides it anew.
                draining: self.drains.then(|| self.draining_since().unwrap_or(self.now)),
                events: self.wish.events.clone(),
                by: self.wish.by.clone(),
                at: self.now,
                runner: self.wish.runner.clone().or_else(|| self.stamp().and_then(|stamp| stamp.runner.clone())),
            }
            .as_written(),
        )
    }

    /// The number that the stamp has for one that ends up at `target`. What somebody else made bigger than was ever
    /// wished is not ours to lower later, so the stamp has what was wished.
    fn stamped(&self, target: u32, wanted: u32, old: Option<u32>) -> u32 {
        let is_ours = target <= wanted || old.is_some_and(|old| target <= old);
        match self.wish.direction {
            Direction::Down => target,
            Direction::Up if is_ours => target,
            Direction::Apply(_) if is_ours => target.max(wanted),
            Direction::Up | Direction::Apply(_) => wanted,
        }
    }
}

/// A number that applying is about.
#[derive(Debug, Clone, Copy)]
struct Number {
    label: &'static str,
    current: u32,
    wanted: u32,
    stamped: Option<u32>,
    base: u32,
}

/// Only the objects in which something differs, each whole, and the full set of tags with what is new among ours.
fn patch(
    decision: &Decision<'_>,
    (changes, mends): (&[Change], bool),
    target: (Scale, Option<Lifecycle>),
    news: BTreeMap<String, String>,
) -> Result<Patch> {
    let touches = |prefix: &str| changes.iter().any(|change| change.key.starts_with(prefix));
    Ok(Patch {
        scale: (mends || touches("maxSessions") || touches("readySessions")).then_some(target.0),
        lifecycle: target.1.filter(|_| touches("lifecycle")),
        tags: tags::full_set(decision.pool, news, &decision.records.ended_at(decision.now))?,
    })
}
