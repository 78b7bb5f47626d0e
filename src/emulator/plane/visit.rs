//! A request while it is in a session: it waits until the session has started, and gives it back when it goes,
//! however it goes.

use super::guest::{Guest, Room};
use crate::clock::Clock;
use crate::emulator::codes::{self, Refusal, Trouble};
use crate::emulator::front::Emulator;
use crate::emulator::options::FullPool;
use crate::sim::Millis;
use crate::sim::pool::SessionId;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use uuid::Uuid;

/// A request in a session.
#[derive(Debug)]
pub(super) struct Visit<'a> {
    emulator: &'a Emulator,
    pool: String,
    session: SessionId,
    pub(super) guid: Uuid,
    pub(super) room: Arc<Room>,
    /// How long it waited for its session.
    pub(super) waited: Duration,
    end: watch::Receiver<()>,
    has_left: bool,
}

impl<'a> Visit<'a> {
    /// Enters the session of an identifier, which is given one where it has none.
    pub(super) async fn enter(emulator: &'a Emulator, pool: &str, identifier: &Arc<str>) -> Result<Self, Trouble> {
        let came = emulator.hands.now();
        let given = emulator.sessions.go_on(emulator, pool, |live, now| {
            let name = live.name.clone();
            let given = live.request(identifier, now);
            given.map(|(_, from, guest)| (from, Self::of(emulator, pool, guest))).ok_or(name)
        })?;
        let (from, mut visit) = match given {
            Some(Ok(given)) => given,
            Some(Err(name)) => return Err(full(emulator.switches.full_pool, identifier, &name).into()),
            // It is still being made: seen with free places too (a third party, 2025-11).
            None => return Err(full(FullPool::Refused429, identifier, pool).into()),
        };
        let wait = Duration::from_millis(from.saturating_sub(millis(came)));
        if !wait.is_zero() {
            visit.stay(emulator.hands.sleep(wait)).await?;
            visit.waited = wait;
        }
        Ok(visit)
    }

    fn of(emulator: &'a Emulator, pool: &str, guest: &Guest) -> Self {
        Self {
            emulator,
            pool: pool.to_owned(),
            session: guest.session,
            guid: guest.guid,
            room: Arc::clone(&guest.room),
            waited: Duration::ZERO,
            end: guest.end(),
            has_left: false,
        }
    }

    /// Does something in the session, which is dropped where the session ends meanwhile.
    pub(super) async fn stay<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Refusal> {
        tokio::select! {
            biased;
            done = work => Ok(done),
            // Nobody sends; this is the end of the sender.
            _ = self.end.changed() => Err(cut()),
        }
    }

    /// Goes. An error where the session has ended under the request.
    pub(super) fn leave(mut self) -> Result<(), Refusal> {
        if self.go() { Ok(()) } else { Err(cut()) }
    }

    fn go(&mut self) -> bool {
        self.has_left = true;
        let session = self.session;
        // A store that fails says so to whoever asks next.
        let left = self.emulator.sessions.go_on(self.emulator, &self.pool, |live, _| live.release(session));
        left.ok().flatten().unwrap_or(false)
    }
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        if !self.has_left {
            self.go();
        }
    }
}

/// 429 with this text: measured by three parties, 2025-11 to 2026-06. 404: older documentation, with no text.
fn full(answer: FullPool, identifier: &str, pool: &str) -> Refusal {
    let code = match answer {
        FullPool::Refused429 => codes::FULL,
        FullPool::NotFound404 => codes::FULL_NOT_FOUND,
    };
    Refusal::new(code, format!("Error happened when allocating pod for identifier {identifier} in pool {pool}"))
}

/// What is said to a request whose session ends under it: assumed.
fn cut() -> Refusal {
    Refusal::new(codes::CUT, "The session ended while the request was running in it.")
}

fn millis(instant: jiff::Timestamp) -> Millis {
    super::told::millis(instant)
}
