//! Every pool's sessions, in the memory of this process, behind one lock that is held over no wait.
//!
//! They follow the store: what an operation brings reaches them at its end, and the end of a pool ends its sessions.
//! Whether the store has changed is asked before each request, which costs one statement and reads no row.

use super::guest::Guest;
use super::live::Live;
use super::told::millis;
use crate::clock::Clock;
use crate::emulator::changes::Version;
use crate::emulator::front::Emulator;
use crate::emulator::operations;
use crate::emulator::options::Times;
use crate::emulator::records::Pool as Record;
use crate::emulator::store::{Rows, key};
use crate::model::Counts;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The sessions of all pools.
#[derive(Debug, Default)]
pub(in crate::emulator) struct Sessions(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// By the id in lower case.
    pools: HashMap<String, Live>,
    seen: Option<Seen>,
}

/// What was read of the store.
#[derive(Debug, Clone, Copy)]
struct Seen {
    version: Version,
    /// When the next operation ends.
    next_end: Option<Timestamp>,
}

impl Seen {
    fn is_before_the_next_end(self, now: Timestamp) -> bool {
        self.next_end.is_none_or(|end| now < end)
    }
}

impl Sessions {
    /// Brings every pool to now, by what the store has of it.
    pub(in crate::emulator) fn catch_up(&self, rows: &Rows<'_>, times: Times, now: Timestamp) -> anyhow::Result<()> {
        let mut state = self.lock();
        let mut gone = Vec::new();
        let mut pools = std::mem::take(&mut state.pools);
        let mut read = || -> anyhow::Result<Seen> {
            let names: Vec<String> = pools.keys().cloned().collect();
            for name in names {
                let record = rows.pool(&name)?;
                let Some(live) = pools.get_mut(&name) else { continue };
                let stays = record.is_some_and(|record| live.learn(&record, times, millis(now)));
                if stays {
                    live.follow(millis(now));
                    gone.extend(live.take_gone());
                } else {
                    gone.extend(pools.remove(&name).into_iter().flat_map(Live::into_guests));
                }
            }
            Ok(Seen { version: rows.version()?, next_end: rows.next_end()? })
        };
        let seen = read();
        state.pools = pools;
        state.seen = seen.as_ref().ok().copied();
        drop(state);
        let_go(gone);
        seen.map(drop)
    }

    /// Opens a pool where it is not open yet. `false` where there is none that serves.
    fn open(&self, record: Option<&Record>, times: Times, now: Timestamp) -> bool {
        let Some(record) = record else { return false };
        let mut state = self.lock();
        if state.pools.contains_key(&key(&record.id)) {
            return true;
        }
        let Some(live) = Live::open(record, times, millis(now)) else { return false };
        state.pools.insert(key(&record.id), live);
        true
    }

    /// Does something with a pool that serves, now. `None` where none does.
    pub(super) fn with<T>(
        &self,
        emulator: &Emulator,
        id: &str,
        act: impl FnOnce(&mut Live, Timestamp) -> T,
    ) -> anyhow::Result<Option<T>> {
        let version = emulator.store.version()?;
        self.with_seen(emulator, id, |seen| seen.version == version, act)
    }

    /// The same in the middle of a request, whose beginning has asked the store. What an operation brings meanwhile is
    /// not missed.
    pub(super) fn go_on<T>(
        &self,
        emulator: &Emulator,
        id: &str,
        act: impl FnOnce(&mut Live, Timestamp) -> T,
    ) -> anyhow::Result<Option<T>> {
        self.with_seen(emulator, id, |_| true, act)
    }

    fn with_seen<T>(
        &self,
        emulator: &Emulator,
        id: &str,
        is_current: impl FnOnce(Seen) -> bool,
        act: impl FnOnce(&mut Live, Timestamp) -> T,
    ) -> anyhow::Result<Option<T>> {
        let now = emulator.hands.now();
        let name = key(id);
        let is_known = {
            let state = self.lock();
            let is_current = state.seen.is_some_and(|seen| seen.is_before_the_next_end(now) && is_current(seen));
            is_current && state.pools.contains_key(&name)
        };
        if !is_known {
            let serves = emulator.store.within(|rows| -> anyhow::Result<bool> {
                operations::advance(rows, emulator.times, now)?;
                self.catch_up(rows, emulator.times, now)?;
                Ok(self.open(rows.pool(id)?.as_ref(), emulator.times, now))
            })?;
            if !serves {
                return Ok(None);
            }
        }
        let mut state = self.lock();
        let Some(live) = state.pools.get_mut(&name) else { return Ok(None) };
        live.follow(millis(now));
        let done = act(live, now);
        let gone = live.take_gone();
        drop(state);
        let_go(gone);
        Ok(Some(done))
    }

    /// Does something with a pool within a transaction that has caught up already.
    pub(in crate::emulator) fn look<T>(&self, record: &Record, act: impl FnOnce(&Live) -> T) -> Option<T> {
        self.lock().pools.get(&key(&record.id)).map(act)
    }

    /// The same, and opens the pool where it serves.
    pub(in crate::emulator) fn open_and_look<T>(
        &self,
        record: &Record,
        times: Times,
        now: Timestamp,
        act: impl FnOnce(&Live) -> T,
    ) -> Option<T> {
        self.open(Some(record), times, now).then(|| self.look(record, act)).flatten()
    }

    /// What the sessions of a pool are doing; `on_course` is what they would do if nobody had one.
    pub(in crate::emulator) fn counts(&self, record: &Record, on_course: Counts) -> Counts {
        self.look(record, |live| live.counts(record, &on_course)).unwrap_or(on_course)
    }

    /// Ends every session.
    pub(in crate::emulator) fn end_all(&self) {
        let pools = std::mem::take(&mut self.lock().pools);
        let_go(pools.into_values().flat_map(Live::into_guests).collect());
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Folders are removed and processes ended here, where nothing is locked.
fn let_go(gone: Vec<Guest>) {
    drop(gone);
}
