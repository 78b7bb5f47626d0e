//! Takes bodies in: not more of one than its request may bring, not more of all together than the memory bears, and
//! none that stops coming.

use super::server::Bounds;
use crate::clock::{Clock, SystemClock};
use axum::body::{Body, BodyDataStream, HttpBody};
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use http::StatusCode;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is counted together.
const UNIT: usize = 64 * 1024;

/// How much of a body that is not taken is let pass.
const MOST_PASSED: usize = 256 << 20;

/// Where bodies are taken in.
#[derive(Debug, Clone)]
pub(super) struct Intake {
    bounds: Bounds,
    room: Arc<Semaphore>,
}

/// A body, and the room that it takes as long as it is held.
#[derive(Debug)]
pub(super) struct Taken {
    pub(super) body: Bytes,
    pub(super) room: Option<OwnedSemaphorePermit>,
}

/// Why a body is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// It is longer than this.
    TooLarge(usize),
    /// Too many others are being sent.
    NoRoom,
    /// Nothing came of it for too long.
    TooSlow,
    /// It broke off.
    Broken,
}

impl Intake {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { bounds, room: Arc::new(Semaphore::new(bounds.bytes_in_flight / UNIT)) }
    }

    /// Takes a body of at most so many bytes. What is not taken is let pass for a while: most clients read no answer
    /// before they have sent all.
    pub(super) async fn take(&self, body: Body, most: usize) -> Result<Taken, Refused> {
        let hint = body.size_hint().lower();
        let mut pieces = body.into_data_stream();
        // What says that it is too long is not kept at all.
        let taken = if hint > most as u64 { Err(Refused::TooLarge(most)) } else { self.keep(&mut pieces, most).await };
        if let Err(Refused::TooLarge(_) | Refused::NoRoom) = taken {
            tokio::select! {
                () = pass(&mut pieces) => {}
                () = SystemClock.sleep(self.bounds.silence) => {}
            }
        }
        taken
    }

    async fn keep(&self, pieces: &mut BodyDataStream, most: usize) -> Result<Taken, Refused> {
        let mut body = BytesMut::new();
        let mut room: Option<OwnedSemaphorePermit> = None;
        loop {
            let piece = tokio::select! {
                piece = pieces.next() => piece,
                () = SystemClock.sleep(self.bounds.silence) => return Err(Refused::TooSlow),
            };
            let Some(piece) = piece else { return Ok(Taken { body: body.freeze(), room }) };
            let piece = piece.map_err(|_| Refused::Broken)?;
            let length = body.len() + piece.len();
            if length > most {
                return Err(Refused::TooLarge(most));
            }
            // What is less than a unit is not counted, so that large ones never keep small ones out.
            let held = room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
            let more = (length / UNIT).saturating_sub(held);
            if more > 0 {
                let permits = u32::try_from(more).map_err(|_| Refused::NoRoom)?;
                let got = Arc::clone(&self.room).try_acquire_many_owned(permits).map_err(|_| Refused::NoRoom)?;
                match &mut room {
                    Some(room) => room.merge(got),
                    None => room = Some(got),
                }
            }
            body.extend_from_slice(&piece);
        }
    }
}

/// Lets the rest of a body pass.
async fn pass(pieces: &mut BodyDataStream) {
    let mut passed = 0;
    while let Some(Ok(piece)) = pieces.next().await
        && passed < MOST_PASSED
    {
        passed += piece.len();
    }
}

impl Refused {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NoRoom => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }

    pub(super) fn text(self) -> String {
        match self {
            Self::TooLarge(most) => format!("The body of this request has at most {most} bytes.\n"),
            Self::NoRoom => "The emulator is being sent too much at once; try again later.\n".to_owned(),
            Self::TooSlow => "The body of the request stopped coming.\n".to_owned(),
            Self::Broken => "The body of the request broke off.\n".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn pieces(count: usize) -> Body {
        let piece = || Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; UNIT]));
        Body::from_stream(futures::stream::iter(std::iter::repeat_with(piece).take(count)))
    }

    fn endless() -> Body {
        let first = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"abc"))]);
        Body::from_stream(first.chain(futures::stream::pending()))
    }

    fn intake() -> Intake {
        Intake::new(Bounds { bytes_in_flight: 8 * UNIT, silence: Duration::from_secs(30), ..Bounds::default() })
    }

    #[tokio::test]
    async fn one_is_as_long_as_it_may_be() {
        let intake = intake();
        assert_eq!(intake.take(pieces(4), 4 * UNIT).await.unwrap().body.len(), 4 * UNIT);
        assert_eq!(intake.take(pieces(5), 4 * UNIT).await.unwrap_err(), Refused::TooLarge(4 * UNIT));
        assert_eq!(intake.take(Body::from("abc"), 2).await.unwrap_err(), Refused::TooLarge(2));
        assert_eq!(intake.take(Body::from("abc"), 3).await.unwrap().body, "abc");
        assert_eq!(intake.take(Body::empty(), 0).await.unwrap().body, "");
    }

    #[tokio::test]
    async fn all_together_have_their_bound_and_small_ones_pass() {
        let intake = intake();
        let held = [intake.take(pieces(5), 9 * UNIT).await.unwrap(), intake.take(pieces(3), 9 * UNIT).await.unwrap()];
        assert_eq!(intake.take(pieces(1), 9 * UNIT).await.unwrap_err(), Refused::NoRoom);
        assert_eq!(intake.take(Body::from("abc"), 3).await.unwrap().body, "abc");
        drop(held);
        assert_eq!(intake.take(pieces(8), 9 * UNIT).await.unwrap().body.len(), 8 * UNIT);
        assert_eq!(intake.room.available_permits(), 8, "nothing is held by what is gone");
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_stops_coming_is_not_waited_for() {
        assert_eq!(intake().take(endless(), 9).await.unwrap_err(), Refused::TooSlow);
    }
}
