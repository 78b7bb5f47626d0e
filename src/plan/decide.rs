//! The decision: what to send so that a pool is as somebody wishes.
//!
//! The rules, from the design: a scale-up never lowers a number. A scale-down lowers ready sessions at once; max
//! sessions and the lifecycle type wait while sessions are allocated, or may be. A Failed pool is never raised. What
//! cannot be read may raise a pool and never lower it. Only the objects in which something differs are sent.

use super::change::{Change, changes};
use super::matching::floor_instead_of_zero;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::model::limits::{self, TAGS_PER_RESOURCE};
use crate::model::{Finding, Kind, Lifecycle, Mark, Patch, Pool, Scale, Settings, State};
use crate::schedule::Stamp;
use crate::schedule::stamp::TAG;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// How long after the end of a claim its sessions may still need room, beyond their cooldown.
const DRAIN_BEYOND_COOLDOWN: Duration = Duration::from_secs(600);

/// Which way somebody wants to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Bigger: numbers only rise.
    Up,
    /// Back to the base.
    Down,
}

/// What somebody wishes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Which way.
    pub direction: Direction,
    /// The name of the profile, for the stamp.
    pub claim: String,
    /// What the profile says, with what was changed on the command line.
    pub settings: Settings,
    /// Lower what sessions in use would hold up.
    pub force: bool,
    /// Try 0 ready sessions again although Azure refused it.
    pub retry_zero: bool,
    /// The floor that Azure's answer to this very wish has just taught.
    pub floor: Option<u32>,
    /// Who runs the program, for the stamp.
    pub runner: String,
}

/// What would be sent, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What differs, for people.
    pub changes: Vec<Change>,
    /// The body, before it is JSON. Empty where nothing differs.
    pub patch: Patch,
    /// A stamp to be written alone, where no number changes and the end of a claim must be remembered.
    pub stamp_alone: Option<String>,
    /// How the pool would be afterwards.
    pub target: (Scale, Option<Lifecycle>),
    /// Why it would not be all that was wished: sessions in use.
    pub withheld: Option<String>,
    /// Worth saying.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// Whether there is nothing to send.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.patch.is_empty() && self.stamp_alone.is_none()
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
    let faults = limits::faults_for(&wish.settings, kind(pool));
    if !faults.is_empty() {
        let texts: Vec<String> = faults.into_iter().map(|(_, text)| text).collect();
        return Err(Error::message(ErrorKind::InvalidScale, texts.join("; ")).about(pool.id.to_string()));
    }
    let mut decision =
        Decision { wish, pool, now, stamp: read_stamp(pool), findings: Vec::new(), withheld: Vec::new() };
    let scale = decision.scale();
    let lifecycle = decision.lifecycle();
    let changes = changes((pool.scale, pool.lifecycle), (scale, lifecycle));
    decision.refuse(&changes)?;
    decision.note_what_stands();
    let stamp = decision.new_stamp(scale, lifecycle);
    let withheld = (!decision.withheld.is_empty()).then(|| decision.withheld.join("; "));
    let mends = decision.mends();
    let remembers = match wish.direction {
        // A drain that nobody stops would end the sessions of the next event.
        Direction::Up => decision.stamp().is_some_and(|stamp| stamp.draining) || withheld.is_some(),
        Direction::Down => (withheld.is_some() && !decision.is_draining()) || decision.has_learned(),
    };
    let stamp_alone = stamp.as_ref().filter(|_| changes.is_empty() && !mends && remembers).map(Stamp::to_string);
    let patch = if changes.is_empty() && !mends {
        Patch::default()
    } else {
        patch(pool, (&changes, mends), (scale, lifecycle), stamp.as_ref())?
    };
    Ok(Plan { patch, changes, stamp_alone, target: (scale, lifecycle), withheld, findings: decision.findings })
}

/// What a pool counts as: a kind newer than this program has ready sessions where Azure shows the number.
fn kind(pool: &Pool) -> Kind {
    pool.kind.unwrap_or(if pool.scale.ready.is_some() { Kind::CustomContainer } else { Kind::Shell })
}

fn read_stamp(pool: &Pool) -> Result<Option<Stamp>, String> {
    pool.tag(TAG).map(str::parse).transpose().map_err(|error: crate::schedule::stamp::Unreadable| error.to_string())
}

struct Decision<'a> {
    wish: &'a Wish,
    pool: &'a Pool,
    now: Timestamp,
    stamp: Result<Option<Stamp>, String>,
    findings: Vec<Finding>,
    withheld: Vec<String>,
}

impl Decision<'_> {
    fn stamp(&self) -> Option<&Stamp> {
        self.stamp.as_ref().ok().and_then(Option::as_ref)
    }

    fn find(&mut self, mark: Mark, text: impl Into<String>, todo: Option<&str>) {
        let finding = Finding::new(mark, self.pool.id.name.clone(), text);
        self.findings.push(match todo {
            Some(todo) => finding.todo(todo),
            None => finding,
        });
    }

    fn scale(&mut self) -> Scale {
        let wanted = self.wish.settings.scale(kind(self.pool));
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
        }
    }

    fn lowered_ready(&mut self, wanted: Scale) -> Option<u32> {
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
        self.stamp().is_some_and(|stamp| {
            stamp.claim == self.wish.claim
                && stamp.scale.ready == self.wish.settings.scale(kind(self.pool)).ready
                && (stamp.draining || stamp.lifecycle.is_none_or(|lifecycle| lifecycle == self.wish.settings.lifecycle))
        })
    }

    fn lowered_max(&mut self, wanted: u32) -> u32 {
        let current = self.pool.scale.max;
        if wanted >= current || self.may_disturb_sessions(wanted) {
            return wanted;
        }
        self.withheld.push(format!("max sessions stays {current}: {}", self.sessions_in_use()));
        current
    }

    /// Whether lowering max to `room` leaves every session its place, or need not.
    fn may_disturb_sessions(&self, room: u32) -> bool {
        self.wish.force || self.pool.allocated().is_some_and(|allocated| allocated <= room) || self.is_drained()
    }

    /// Whether the claim that came before ended long enough ago that its sessions are gone.
    fn is_drained(&self) -> bool {
        let (Some(lifecycle), Some(stamp)) = (self.pool.lifecycle, self.stamp()) else { return false };
        let since = self.now.duration_since(stamp.at);
        let drain = SignedDuration::try_from(lifecycle.period() + DRAIN_BEYOND_COOLDOWN);
        self.is_draining() && drain.is_ok_and(|drain| since >= drain)
    }

    /// Whether the stamp says that the pool is on its way back to this wish, and nobody has changed it since.
    fn is_draining(&self) -> bool {
        let is_ours = |stamp: &Stamp| stamp.draining && stamp.claim == self.wish.claim && !self.has_drifted();
        self.wish.direction == Direction::Down && self.stamp().is_some_and(is_ours)
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
        let Some(lifecycle) = self.pool.lifecycle else { return "--force lowers it all the same".to_owned() };
        let from = self.stamp().filter(|_| self.is_draining()).map_or(self.now, |stamp| stamp.at);
        match from.checked_add(lifecycle.period() + DRAIN_BEYOND_COOLDOWN) {
            Ok(then) => format!("a run after {} lowers it", then.strftime("%Y-%m-%d %H:%M UTC")),
            Err(_) => "--force lowers it all the same".to_owned(),
        }
    }

    fn lifecycle(&mut self) -> Option<Lifecycle> {
        let wanted = self.wish.settings.lifecycle;
        match self.pool.lifecycle {
            None => {
                let text = "Azure names a lifecycle that this version does not know; it is left as it is";
                self.find(Mark::Warning, text, None);
                None
            }
            Some(current) if current.same_type(&wanted) => {
                // A drain lasts as long as the cooldown under which its sessions were used.
                let keeps_longer = self.wish.direction == Direction::Up || !self.withheld.is_empty();
                if keeps_longer && wanted.period() < current.period() {
                    return Some(current);
                }
                Some(wanted)
            }
            Some(current) if !self.may_disturb_sessions(0) => {
                let text = format!("the lifecycle stays {}: {}", current.type_name(), self.sessions_in_use());
                self.withheld.push(text);
                Some(current)
            }
            _ => Some(wanted),
        }
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
        if let Err(unreadable) = &self.stamp
            && lowers
            && !self.wish.force
        {
            return Err(Error::message(ErrorKind::Failed, format!("{unreadable}; a pool is never lowered on doubt"))
                .about(self.pool.id.to_string())
                .hint("It was edited by hand, or a newer version of pool wrote it; --force lowers the pool and overwrites it."));
        }
        Ok(())
    }

    /// Worth knowing before anything is sent.
    fn note_what_stands(&mut self) {
        if let Err(unreadable) = &self.stamp
            && !self.wish.force
        {
            let text = unreadable.clone();
            self.find(Mark::Warning, text, Some("It is left as it is; `pool scale-down --force` overwrites it."));
        }
        if self.has_drifted() && self.pool.state != State::Failed {
            let by = self.pool.modified.by.as_deref().unwrap_or("somebody");
            let claim = self.stamp().map_or_else(String::new, |stamp| stamp.claim.clone());
            self.find(Mark::Note, format!("{by} changed the pool after `{claim}` was applied"), None);
        }
        let wants_ready = self.wish.settings.ready_sessions > 0;
        if !kind(self.pool).keeps_ready() && wants_ready && self.wish.direction == Direction::Up {
            let text =
                format!("Azure keeps no ready sessions for {} pools; the number is not sent", self.pool.container_type);
            self.find(Mark::Warning, text, None);
        }
    }

    /// The stamp for what is about to be applied; `None` where one stands that we cannot read and may not overwrite.
    fn new_stamp(&self, scale: Scale, lifecycle: Option<Lifecycle>) -> Option<Stamp> {
        if self.stamp.is_err() && !self.wish.force {
            return None;
        }
        let asked_zero = self.wish.settings.scale(kind(self.pool)).ready == Some(0);
        let floor = scale.ready.filter(|ready| asked_zero && *ready > 0 && self.wish.direction == Direction::Down);
        Some(Stamp {
            scale: if floor.is_some() { Scale { ready: Some(0), ..scale } } else { scale },
            lifecycle,
            floor,
            claim: self.wish.claim.clone(),
            draining: !self.withheld.is_empty(),
            until: None,
            runner: self.wish.runner.clone(),
            at: self.now,
        })
    }
}

/// Only the objects in which something differs, each whole, and the full set of tags with the stamp.
fn patch(
    pool: &Pool,
    (changes, mends): (&[Change], bool),
    target: (Scale, Option<Lifecycle>),
    stamp: Option<&Stamp>,
) -> Result<Patch> {
    let touches = |prefix: &str| changes.iter().any(|change| change.key.starts_with(prefix));
    let tags = match stamp {
        Some(stamp) => Some(tags_with(pool, stamp)?),
        None => None,
    };
    Ok(Patch {
        scale: (mends || touches("maxSessions") || touches("readySessions")).then_some(target.0),
        lifecycle: target.1.filter(|_| touches("lifecycle")),
        tags,
    })
}

fn tags_with(pool: &Pool, stamp: &Stamp) -> Result<std::collections::BTreeMap<String, String>> {
    let mut tags = pool.tags.clone();
    // The tag may stand there in other letters; Azure would take two spellings for one name.
    tags.retain(|name, _| !name.eq_ignore_ascii_case(TAG));
    tags.insert(TAG.to_owned(), stamp.to_string());
    if tags.len() > TAGS_PER_RESOURCE {
        let text = format!("the pool has {} tags already, and Azure takes {TAGS_PER_RESOURCE}", tags.len() - 1);
        return Err(Error::message(ErrorKind::Rejected, text)
            .about(pool.id.to_string())
            .hint(format!("Remove one: `{TAG}` must stand there with the scale it belongs to.")));
    }
    Ok(tags)
}
