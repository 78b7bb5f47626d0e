//! The data plane: the management endpoints of pools, where sessions are used.
//!
//! Who is given a session, and when it ends, is decided by the model of [`crate::sim::pool`], which the simulation
//! drives too. Sessions live in the memory of the process that serves them; nothing runs in the background: every
//! request first lets the time pass that has passed.
//!
//! Nobody is asked who they are. Azure answers 401 without a token for `https://dynamicsessions.io` and 403 without the
//! role; here a request without an `Authorization` header is answered like any other.

mod address;
mod container;
mod execution;
mod files;
mod folder;
mod guest;
mod identifier;
mod interpreter;
mod live;
mod management;
mod multipart;
mod samples;
mod sessions;
mod told;
mod visit;

pub(super) use address::{Address, endpoint};
pub(super) use samples::Minute;
pub(super) use sessions::Sessions;

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::document;
use super::front::Emulator;
use super::request::Call;
use crate::model::Kind;
use address::Named;
use bytes::Bytes;
use container::Answered;
use http::{Method, Response};
use jiff::Timestamp;
use live::Live;

/// The largest upload: Azure's documentation of code interpreters, 2026-01-30.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// A request to a pool that serves.
struct Asked<'a> {
    emulator: &'a Emulator,
    call: &'a Call,
    address: &'a Address,
    /// The pool's id.
    id: String,
}

/// Answers a request to the data plane.
pub(super) async fn answer(emulator: &Emulator, call: &Call, address: &Address, shown: Timestamp) -> Response<Bytes> {
    match answered(emulator, call, address).await {
        Ok(Answered::Its(response)) => response,
        Ok(Answered::Ours(reply)) => reply.into_plain(shown),
        Err(Trouble::Refused(refusal)) => refusal.reply().into_plain(shown),
        Err(Trouble::Store(error)) => emulator.store_failed(&error).into_plain(shown),
    }
}

/// Whether a pool is there whose sessions take files: what is sent to others is not read to its end.
pub(super) fn takes_files(emulator: &Emulator, address: &Address) -> bool {
    let kind = |id: String| emulator.sessions.with(emulator, &id, |live, _| live.kind).ok().flatten();
    resolve(emulator, address).ok().and_then(kind).is_some_and(|kind| kind != Kind::CustomContainer)
}

async fn answered(emulator: &Emulator, call: &Call, address: &Address) -> Result<Answered, Trouble> {
    let id = resolve(emulator, address)?;
    let asked = Asked { emulator, call, address, id };
    let kind = asked.with(|live, _| live.kind)?;
    let parts = address.parts();
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    let ours = |reply: Reply| Ok(Answered::Ours(reply));
    match (kind, words.as_slice()) {
        (Kind::CustomContainer, _) if matches!(address.pool, Named::Regional(_)) => {
            let text = "The dynamic session APIs are not allowed: the pool is not dynamic.";
            Err(Refusal::new(codes::NOT_DYNAMIC, text).into())
        }
        (Kind::CustomContainer, [".management", what @ ..]) => {
            version(call)?;
            match (&call.method, what) {
                (&Method::POST, ["getSession"]) => ours(management::get(&asked)?),
                (&Method::POST, ["listSessions"]) => ours(management::list(&asked)?),
                (&Method::POST, ["stopSession"]) => {
                    let version = call.version().unwrap_or_default().to_owned();
                    ours(management::stop(&asked)?.with("api-supported-versions", version))
                }
                _ => Err(asked.not_supported().into()),
            }
        }
        (Kind::CustomContainer, _) => container::answer(&asked).await,
        (_, words) => ours(interpreter::answer(&asked, kind, words).await),
    }
}

/// The id of the pool that an address names.
fn resolve(emulator: &Emulator, address: &Address) -> Result<String, Trouble> {
    match &address.pool {
        Named::Here(id) | Named::Regional(id) => Ok(id.to_string()),
        Named::Host { name, rest } => {
            let pools = emulator.store.within(|rows| rows.all_pools())?;
            let is_it = |pool: &super::records::Pool| {
                document::is_custom(&pool.document)
                    && pool.place().name.eq_ignore_ascii_case(name)
                    && address::host(&pool.document).eq_ignore_ascii_case(rest)
            };
            let found = pools.into_iter().find(is_it).map(|pool| pool.id);
            Ok(found
                .ok_or_else(|| Refusal::new(codes::NO_POOL, format!("There is no session pool at {name}.{rest}.")))?)
        }
    }
}

impl Asked<'_> {
    /// Does something with the pool, now.
    fn with<T>(&self, act: impl FnOnce(&mut Live, Timestamp) -> T) -> Result<T, Trouble> {
        if let Some(done) = self.emulator.sessions.with(self.emulator, &self.id, act)? {
            return Ok(done);
        }
        let refusal = match self.emulator.store.within(|rows| rows.pool(&self.id))? {
            // Seen by a third party while a pool was being made, 2025-11.
            Some(pool) => {
                let text = format!("No session can be allocated: the session pool's state is {}.", pool.state);
                Refusal::new(codes::FULL, text)
            }
            None => Refusal::new(codes::NO_POOL, format!("The session pool '{}' was not found.", self.id)),
        };
        Err(refusal.into())
    }

    /// The refusal of an operation that this kind of pool does not have.
    fn not_supported(&self) -> Refusal {
        let (method, path) = (&self.call.method, &self.address.rest);
        Refusal::new(
            codes::NOT_SUPPORTED,
            format!("The request '{method} {path}' is not supported by this session pool."),
        )
    }
}

/// The api-version of a request. What is said where it is missing or malformed is that of ASP.NET's own versioning,
/// whose header the service sends; assumed.
fn version(call: &Call) -> Result<&str, Refusal> {
    let Some(given) = call.version().filter(|given| !given.is_empty()) else {
        let text = "An API version is required, but was not specified.";
        return Err(Refusal::new(codes::NO_DATA_VERSION, text));
    };
    let date = given.strip_suffix("-preview").unwrap_or(given);
    if date.len() == 10 && date.parse::<jiff::civil::Date>().is_ok() && given >= "2023" {
        return Ok(given);
    }
    let text = format!("The HTTP resource that matches the request URI does not support the API version '{given}'.");
    Err(Refusal::new(codes::DATA_VERSION, text))
}
