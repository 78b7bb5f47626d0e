//! What is known of a pool that is parked: who parked it and when, and what it is made for next.
//!
//! Azure keeps nothing of a pool that is gone. That a pool is parked is said by its base in the pool file; who parked it
//! is known only to the machine that did, by its journal.

use super::declared::Declared;
use super::expense::{Refusal, Visit, raises_nothing, refusal};
use super::journal::{self, Entry, Journal};
use super::{Ops, park, unpark};
use crate::cost::Card;
use crate::model::definition::Definition;
use crate::model::{PoolId, Scale, limits};
use crate::schedule::{Claim, Records, ScheduledEvent};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The longest of the fourteen recorded creations; see [`unpark::CREATION`].
const LONGEST_RECORDED: Duration = Duration::from_secs(725);

/// What is known of a pool that is parked.
#[derive(Debug, Clone)]
pub struct Parked {
    /// Who parked it, and when.
    pub by: Option<By>,
    /// Who deleted it instead, and when.
    pub deleted_by: Option<By>,
    /// When its definition was kept, where nothing was written to it from here since: parking it seems to have been cut
    /// off after that.
    pub kept: Option<Timestamp>,
    /// The newest copy of its definition.
    pub copy: Option<PathBuf>,
    /// What it is made for next, or is wanted for now.
    pub next: Option<Next>,
    /// The events before that, or instead of it, that no pool is made for.
    pub refused: Vec<Refusal>,
    /// How long the last creation from here took.
    pub creation: Option<Duration>,
}

/// Who parked a pool or deleted it, from this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// When.
    pub at: Timestamp,
    /// Who, and where.
    pub who: String,
}

/// What a pool is made for.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// The event.
    pub claim: Claim,
    /// What it is made as.
    pub scale: Scale,
}

impl By {
    fn of(entry: &Entry) -> Self {
        Self { at: entry.at, who: entry.by.clone() }
    }
}

impl Parked {
    /// How long making it may take: as the last time, else as the longest that was recorded.
    #[must_use]
    pub fn creation_may_take(&self) -> Duration {
        self.creation.unwrap_or(LONGEST_RECORDED)
    }
}

/// What is known of a pool that is not there and whose base is parked.
#[must_use]
pub fn parked(
    ops: &Ops,
    id: &PoolId,
    (definition, declared): (&Definition, &Declared),
    (copies, now): (&Path, Timestamp),
) -> Parked {
    let (next, refused) = next(&ops.card, id, (definition, declared), now);
    let made = ops.journal.as_ref().and_then(|journal| journal.made().ok()).unwrap_or_default();
    let last = ops.journal.as_ref().and_then(|journal| last(journal, id));
    let copy = park::newest_copy(copies, id);
    let is_newest = |at: &Timestamp| last.as_ref().is_none_or(|last| last.at < *at);
    Parked {
        by: last.as_ref().filter(|last| last.parks()).map(By::of),
        deleted_by: last.as_ref().filter(|last| last.deletes()).map(By::of),
        kept: copy.as_deref().and_then(park::kept_at).filter(is_newest),
        copy,
        next,
        refused,
        creation: journal::made_after(&made, id),
    }
}

/// Who parked a pool, where nothing was written to it from here since.
#[must_use]
pub fn by(journal: &Journal, id: &PoolId) -> Option<By> {
    last(journal, id).filter(Entry::parks).as_ref().map(By::of)
}

/// What was written to a pool last, from here.
fn last(journal: &Journal, id: &PoolId) -> Option<Entry> {
    let (entries, id) = (journal.entries().ok()?, id.to_string());
    entries.into_iter().rev().find(|entry| entry.pool.eq_ignore_ascii_case(&id))
}

/// The first event that a pool is made for, and those that it is not made for until then.
#[must_use]
pub fn next(
    card: &Card,
    id: &PoolId,
    (definition, declared): (&Definition, &Declared),
    now: Timestamp,
) -> (Option<Next>, Vec<Refusal>) {
    let (Declared { known, .. }, records) = (declared, Records::default());
    let nothing = definition.parked(id);
    let is_for_the_kind = |event: &&ScheduledEvent| limits::faults_for(&event.settings, definition.kind).is_empty();
    let coming = known.events.iter().filter(is_for_the_kind);
    let mut coming: Vec<Claim> = coming.filter_map(|event| Some(event.claim(&event.calendar.next(now)?))).collect();
    coming.sort_by_key(|claim| claim.from);
    let mut refused = Vec::new();
    for claim in coming {
        let at = claim.from.map_or(now, |from| from.max(now));
        let visit = Visit::of(&nothing, declared.around(&records), &claim);
        if raises_nothing(card, &visit, now) {
            refused.extend(refusal(card, &visit, at));
            continue;
        }
        let mut held = declared.clone();
        held.keep_to_budgets(card, &nothing, at);
        let scale = unpark::desired(&held, definition, at).settings.scale(definition.kind);
        return (Some(Next { claim, scale }), refused);
    }
    (None, refused)
}
