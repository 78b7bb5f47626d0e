//! The front door: one function from request to response.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::faults::{Faults, Met, On, What};
use super::hands::Hands;
use super::options::{Options, Place, Switches, Times};
use super::outside::{CodeRunner, Forwarder};
use super::plane::{self, Sessions};
use super::records::Pool;
use super::request::{Call, Target};
use super::store::{Rows, Store};
use super::versions::Version;
use super::view::{self, Look, Occasion};
use super::{gear, metrics, neighbours, operations, pools, tags, write};
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use bytes::Bytes;
use http::{Method, Request, Response};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::sync::Arc;

/// An Azure of one's own. Share it in an `Arc`.
#[derive(Debug)]
pub struct Emulator {
    pub(super) store: Store,
    pub(super) hands: Hands,
    pub(super) times: Times,
    pub(super) switches: Switches,
    faults: Faults,
    pub(super) sessions: Sessions,
    pub(super) forwarder: Option<Forwarder>,
    pub(super) runner: Option<Arc<dyn CodeRunner>>,
}

/// What a request is answered with: the rows, the time, and how this emulator behaves.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    pub(super) rows: &'a Rows<'a>,
    pub(super) call: &'a Call,
    pub(super) now: Timestamp,
    pub(super) times: Times,
    pub(super) switches: &'a Switches,
    pub(super) faults: &'a Faults,
    pub(super) hands: &'a Hands,
    pub(super) sessions: &'a Sessions,
}

impl Emulator {
    /// Opens an emulator. A file is made where there is none, for the user alone; its folder must exist.
    ///
    /// # Errors
    /// Names the file that cannot be opened, is no store, or was written by a newer version, and says how to start
    /// over; a seed that the service would refuse is one too, and a fault that
    /// cannot be read.
    pub fn open(place: Place, clock: Arc<dyn Clock>, options: Options) -> Result<Self> {
        let now = clock.now();
        let store = Store::open(&place, |rows| match &options.seed {
            Some(seed) => {
                let pool = write::seed(&seed.id, &seed.body, now);
                rows.keep(&pool.map_err(|refusal| anyhow::anyhow!("the seed is refused: {}", refusal.message))?)
            }
            None => Ok(()),
        })?;
        let faults = Faults::default();
        let bad = |text: String| Error::message(Kind::Usage, text).hint("`pool emulator --help` shows a fault.");
        faults.add(&Value::Array(options.faults)).map_err(bad)?;
        let hands = Hands::on(clock, options.manual);
        Ok(Self {
            store,
            hands,
            times: options.times,
            switches: options.switches,
            faults,
            sessions: Sessions::default(),
            forwarder: options.forwarder,
            runner: options.runner,
        })
    }

    /// Answers a request.
    ///
    /// # Errors
    /// The connection broke, with a reason. Only faults do that.
    pub async fn answer(&self, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
        let call = Call::read(request);
        let now = self.hands.now();
        let met = kind(&call).map(|on| self.faults.meet(on)).unwrap_or_default();
        let answer = self.under(&met, &call, now).await;
        if !met.slow.is_zero() {
            self.hands.sleep(met.slow).await;
        }
        answer
    }

    /// The answer to a call that meets these faults; how slow it comes is left to the caller.
    async fn under(&self, met: &Met, call: &Call, now: Timestamp) -> Result<Response<Bytes>, String> {
        if met.outcome == Some(What::ResetBefore) {
            return Err("connection reset before the request was read, as a fault says".to_owned());
        }
        let shown = now.checked_add(SignedDuration::from_secs(met.skew)).unwrap_or(now);
        let mut response = match (met.outcome.as_ref().and_then(|what| what.reply(shown)), &call.target) {
            (Some(reply), _) => reply.into_arm(shown, call.correlation.as_deref()),
            (None, Target::Session(address)) => plane::answer(self, call, address, shown).await,
            (None, Target::Gear(_)) => self.reply(call, now).into_plain(shown),
            (None, _) => self.reply(call, now).into_arm(shown, call.correlation.as_deref()),
        };
        if met.outcome == Some(What::ResetAfter) {
            return Err("connection reset before the answer was sent, as a fault says".to_owned());
        }
        if met.outcome == Some(What::Cut) {
            let half = response.body().len() / 2;
            response.body_mut().truncate(half);
        }
        Ok(response)
    }

    /// Brings the state to now and answers, in one transaction. A refusal keeps what the time did.
    fn reply(&self, call: &Call, now: Timestamp) -> Reply {
        let done = self.store.within(|rows| -> Result<Reply, anyhow::Error> {
            operations::advance(rows, self.times, now)?;
            self.sessions.catch_up(rows, self.times, now)?;
            let desk = Desk {
                rows,
                call,
                now,
                times: self.times,
                switches: &self.switches,
                faults: &self.faults,
                hands: &self.hands,
                sessions: &self.sessions,
            };
            let reply = match desk.answer() {
                Ok(reply) => reply,
                Err(Trouble::Refused(refusal)) => refusal.reply(),
                Err(Trouble::Store(error)) => return Err(error),
            };
            if call.method != Method::GET {
                // What was written reaches the sessions at once: those of a pool that is gone end.
                self.sessions.catch_up(rows, self.times, self.hands.now())?;
            }
            Ok(reply)
        });
        done.unwrap_or_else(|error| self.store_failed(&error))
    }

    /// What is said where the store fails.
    pub(super) fn store_failed(&self, error: &anyhow::Error) -> Reply {
        let text = format!("The emulator's store {} failed: {error:#}.", self.store.name());
        codes::error(codes::STORE.status, codes::STORE.name, &text)
    }

    /// Ends every session, and what runs in it.
    pub fn end_sessions(&self) {
        self.sessions.end_all();
    }
}

/// The kind of request, as faults tell them apart; the gear meets none.
fn kind(call: &Call) -> Option<On> {
    match (&call.target, &call.method) {
        (Target::Gear(_), _) => None,
        (Target::Tags(_), _) => Some(On::Tags),
        (Target::Status(_) | Target::Results(_), _) => Some(On::Poll),
        (Target::Pools { .. }, _) => Some(On::List),
        (Target::Pool(_), &Method::PUT) => Some(On::Put),
        (Target::Pool(_), &Method::PATCH) => Some(On::Patch),
        (Target::Pool(_), &Method::DELETE) => Some(On::Delete),
        (Target::Pool(_), _) => Some(On::Get),
        (Target::Neighbour(_) | Target::OtherType(_) | Target::Nothing, _) => Some(On::Any),
        (Target::Metrics(_) | Target::Session(_), _) => Some(On::Any),
    }
}

impl Desk<'_> {
    fn answer(&self) -> Result<Reply, Trouble> {
        let version = || Version::read(self.call.version());
        let is = |method: Method| self.call.method == method;
        match &self.call.target {
            Target::Gear(parts) => gear::answer(self, parts),
            Target::Tags(id) => tags::answer(self, id),
            Target::Pool(id) if is(Method::GET) => pools::get(self, id, version()?),
            Target::Pool(id) if is(Method::PUT) => write::put(self, id, version()?),
            Target::Pool(id) if is(Method::PATCH) => write::patch(self, id, version()?),
            Target::Pool(id) if is(Method::DELETE) => write::delete(self, id, version()?),
            Target::Pools { subscription, group } if is(Method::GET) => {
                pools::list(self, subscription, group.as_deref(), version()?)
            }
            Target::Status(path) if is(Method::GET) => operations::status(self, path),
            Target::Results(path) if is(Method::GET) => operations::results(self, path),
            Target::Metrics(id) if is(Method::GET) => metrics::answer(self, id),
            Target::Neighbour(neighbour) => neighbours::answer(self, neighbour),
            Target::OtherType(name) => Err(no_type(name, self.call.version()).into()),
            Target::Nothing => {
                let text = "The request did not have a subscription or a valid tenant level resource provider.";
                Err(Refusal::new(codes::NO_SUBSCRIPTION, text).into())
            }
            _ => Err(self.no_method().into()),
        }
    }

    /// A pool's body.
    pub(super) fn show(&self, pool: &Pool, version: Version, occasion: Occasion) -> Value {
        let counts = self.sessions.counts(pool, pool.counts(self.times, self.now));
        let (template_status, origin) = (self.switches.template_status, self.call.origin.as_str());
        view::body(pool, &Look { version, counts, origin, template_status, occasion })
    }

    /// A pool's region, as URLs have it.
    pub(super) fn region(&self, pool: &Pool) -> String {
        view::region(&pool.document)
    }

    /// The refusal of a method that a target does not have.
    pub(super) fn no_method(&self) -> Refusal {
        let text = format!("The HTTP method '{}' is not supported for this resource.", self.call.method);
        Refusal::new(codes::METHOD, text)
    }
}

fn no_type(name: &str, version: Option<&str>) -> Refusal {
    let version = version.unwrap_or_default();
    Refusal::new(
        codes::TYPE,
        format!(
            "The resource type '{name}' could not be found in the namespace 'Microsoft.App' for api version \
             '{version}'."
        ),
    )
}
