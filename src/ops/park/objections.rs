//! What speaks against parking a pool, and what is to be known before.

use crate::cost::Card;
use crate::error::{Error, Kind};
use crate::model::definition::Definition;
use crate::model::time::utc;
use crate::model::{Pool, PoolId, Scale, State, limits};
use crate::ops::expense::{Around, Budgets, Visit, keep_to_budgets, raises_nothing};
use crate::ops::{create, delete};
use crate::plan::recreate::{Recreation, recreation};
use crate::schedule::records::Known;
use crate::schedule::{Claim, Records, Source, stamp};
use crate::wire;
use crate::wire::create::{Filling, alike, secret_name, secret_variables};
use jiff::Timestamp;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which pool.
    pub id: PoolId,
    /// What the pool file makes.
    pub definition: Definition,
    /// The variables of the definition's secrets that are not set here.
    pub unset: Vec<String>,
    /// The pool's base.
    pub base: Claim,
    /// The scheduled events that this machine's files know.
    pub known: Known,
    /// What they may cost: one that may cost more wants no pool.
    pub budgets: Budgets,
    /// When the pool that was decided on was changed last: one that was changed since is left. `None` for any.
    pub as_read: Option<Timestamp>,
    /// Park although sessions are in use, or may be.
    pub force: bool,
    /// Park although the pool's own identity comes back as another one.
    pub new_identity: bool,
    /// Who runs the program, and where.
    pub by: String,
}

impl Request {
    /// How the pool that the file makes stands to the one that was read.
    fn recreation(&self, raw: &Value, pool: &Pool) -> Recreation {
        // The scale and the lifecycle are the profiles'; they are not compared.
        let lifecycle = self.base.settings.lifecycle;
        let scale = Scale { max: pool.scale.max, ready: pool.scale.ready };
        let (tags, secrets) = (BTreeMap::new(), create::hidden(&self.definition));
        let filling = Filling { scale, lifecycle, tags: &tags, secrets: &secrets };
        recreation(&wire::create::encode(&pool.id, &self.definition, &filling), raw)
    }
}

/// Everything that speaks against it, the gravest first.
pub(super) fn objections(card: &Card, request: &Request, (raw, pool): (&Value, &Pool), now: Timestamp) -> Vec<Error> {
    let found = [unwell(pool), changed(request, pool), claimed(card, request, pool, now), in_use(request, pool)];
    let recreation = request.recreation(raw, pool);
    let rest = [otherwise(pool, &recreation), another_identity(request, pool, &recreation), unmakeable(request)];
    found.into_iter().chain(rest).flatten().collect()
}

/// What nobody can look up beforehand, or what will be otherwise, each a line.
#[must_use]
pub fn told(card: &Card, request: &Request, (raw, pool): (&Value, &Pool), now: Timestamp) -> Vec<String> {
    let recreation = request.recreation(raw, pool);
    let mut lines = Vec::new();
    if request.force && pool.allocated() != Some(0) {
        lines.extend(delete::sessions_lost(pool));
    }
    lines.extend(runs_fail(request));
    lines.extend(unmade(pool));
    lines.extend(secrets(request));
    if recreation.has_own_identity {
        lines.push("its system identity comes back as another one, without the roles that this one has".to_owned());
    }
    for id in &recreation.unsaid_uses {
        let name = id.rsplit('/').next().unwrap_or(id);
        lines.push(format!("Azure does not show what its identity `{name}` is for: assumed to be `lifecycle: None`"));
    }
    lines.push("role assignments on the pool itself are not looked at: give them again, or on its group".to_owned());
    if let Some(endpoint) = &pool.endpoint {
        lines.push(format!("its endpoint {endpoint} should come back: it is made of names that stay"));
    }
    if let Some((old, new)) = &recreation.renamed {
        lines.push(format!("its container is called `{new}` then, not `{old}`: logs show that"));
    }
    lines.extend(hold_lost(card, request, pool, now));
    // One that may cost more than its budget wants no pool, as in `claimed`.
    let Request { base, known, budgets, .. } = request;
    let around = Around { base, known, budgets, records: &Records::read(&pool.tags) };
    lines.extend(delete::events(known, now, |claim| !raises_nothing(card, &Visit::of(pool, around, claim), now)));
    lines
}

/// That nothing says that a pool was made or scaled by this program.
#[must_use]
pub fn unmade(pool: &Pool) -> Option<String> {
    let text = "it has no stamp of this program: somebody else made it, or took the tag away";
    pool.tag(stamp::TAG).is_none().then(|| text.to_owned())
}

/// That a run takes a pool that is not there for lost, where the pool file does not say that it may be parked.
fn runs_fail(request: &Request) -> Option<String> {
    let base = &request.base;
    let text = format!(
        "its base is `{}`: every `pool apply` fails for it (exit 3, or 7 beside pools that go well) until `pool unpark`. \
         Under `base: parked`, `pool apply --allow-park` parks it and makes it again by itself",
        base.name
    );
    (base.source != Source::Parked).then_some(text)
}

/// That a hold of the base goes with the pool, and what it has kept down comes back.
#[must_use]
pub fn hold_lost(card: &Card, request: &Request, pool: &Pool, now: Timestamp) -> Option<String> {
    let mut known = request.known.clone();
    keep_to_budgets(card, &request.budgets, (&request.base, &mut known, pool), now);
    let (base, others) = Records::read(&pool.tags).claims_at(&request.base, &known, now);
    let hold = others.iter().find(|claim| claim.holds_parked(&base))?;
    let by = hold.by.as_ref().map_or_else(String::new, |by| format!(" of {by}"));
    let lost = format!("the hold `{}`{by} goes with it", hold.name);
    let event = others.iter().filter(|claim| claim.source == Source::Event).max_by_key(|claim| claim.until);
    Some(match event.and_then(|event| Some((&event.name, event.until?))) {
        Some((event, until)) => format!(
            "{lost}: the next `pool apply --allow-park` before {} makes the pool again for `{event}`",
            utc(until)
        ),
        None => lost,
    })
}

/// Where the values of the secrets come from.
fn secrets(request: &Request) -> Option<String> {
    let variables = secret_variables(&request.definition);
    let source = |variable: &String| {
        let unset = if request.unset.contains(variable) { ", which is not set here now" } else { "" };
        format!("`{}` from {variable}{unset}", secret_name(variable))
    };
    let sources: Vec<String> = variables.iter().map(source).collect();
    (!sources.is_empty()).then(|| {
        format!(
            "the values of its secrets, which Azure does not show for comparison, are given again: {}",
            sources.join("; ")
        )
    })
}

fn unwell(pool: &Pool) -> Option<Error> {
    let name = &pool.id.name;
    match pool.state {
        State::Succeeded => None,
        State::Failed => Some(
            Error::message(Kind::PoolFailed, format!("pool {name} is in state Failed and is not parked"))
                .about(pool.id.to_string())
                .hint("Nobody knows what of it stands: see the portal's activity log.")
                .hint(format!("`pool delete -n {name}` deletes it all the same.")),
        ),
        ref other => Some(
            Error::message(Kind::Conflict, format!("pool {name} is in state {other} and is not parked"))
                .about(pool.id.to_string()),
        ),
    }
}

/// Whoever has changed it, or made it anew, since it was decided on may want it as it is now.
fn changed(request: &Request, pool: &Pool) -> Option<Error> {
    let is_as_read = request.as_read.is_none_or(|read| pool.changed_at() == Some(read));
    let text = || format!("{} is not parked: {}", pool.id.name, pool.modified.changed_last("it"));
    (!is_as_read).then(|| Error::message(Kind::StillWanted, text()).about(pool.id.to_string()))
}

/// Whoever still wants it, or may: a tag that cannot be read may be somebody's lease.
fn claimed(card: &Card, request: &Request, pool: &Pool, now: Timestamp) -> Option<Error> {
    let records = Records::read(&pool.tags);
    let refusal = |text: String| Error::message(Kind::StillWanted, text).about(pool.id.to_string());
    let name = &pool.id.name;
    if let [first, ..] = records.unreadable.as_slice() {
        let hint = "It may be somebody's lease; `pool scale-down --force` overwrites it.";
        return Some(refusal(format!("{first}; {name} is not parked on doubt")).hint(hint));
    }
    let mut known = request.known.clone();
    keep_to_budgets(card, &request.budgets, (&request.base, &mut known, pool), now);
    let (base, mut others) = records.claims_at(&request.base, &known, now);
    // A hold of the base wants nothing, and an event that it outranks raises nothing.
    let is_held = others.iter().any(|claim| claim.holds_parked(&base));
    others.retain(|claim| !(claim.holds_parked(&base) || is_held && claim.source == Source::Event));
    let wanted = others.iter().chain((base.source == Source::HeldBase).then_some(&base)).map(|claim| {
        let until = claim.until.map_or("without an end".to_owned(), |until| format!("until {}", utc(until)));
        let by = claim.by.as_ref().map_or_else(String::new, |by| format!(" of {by}"));
        format!("the {} `{}`{by} wants it {until}", claim.source.word(), claim.name)
    });
    let wanted: Vec<String> = wanted.collect();
    (!wanted.is_empty()).then(|| {
        refusal(format!("{name} is not parked: {}", wanted.join(", ")))
            .hint("`pool scale-down` ends leases and holds; an event ends by itself.")
    })
}

/// Sessions that are in use, or that nobody can count.
fn in_use(request: &Request, pool: &Pool) -> Option<Error> {
    if request.force {
        return None;
    }
    let name = &pool.id.name;
    let (text, hint) = match pool.allocated() {
        Some(0) => return None,
        Some(1) => (format!("1 session is allocated in pool {name}"), "Wait until it has ended"),
        Some(count) => (format!("{count} sessions are allocated in pool {name}"), "Wait until they have ended"),
        None => (
            format!("Azure does not say how many sessions are allocated in pool {name}"),
            "Make sure that nobody uses it",
        ),
    };
    Some(
        Error::message(Kind::InUse, text)
            .about(pool.id.to_string())
            .hint(format!("{hint}; --force parks it and ends them.")),
    )
}

/// What would keep `pool unpark` from making it, although the file is right.
fn unmakeable(request: &Request) -> Option<Error> {
    let error = unmakeable_by((&request.definition, &request.unset), &request.base)?;
    Some(error.about(request.id.to_string()))
}

fn unmakeable_by((definition, unset): (&Definition, &[String]), base: &Claim) -> Option<Error> {
    let refusal = |text: String| Error::message(Kind::Unrecreatable, text);
    if let [first, ..] = unset {
        let text =
            format!("a secret comes from {first}, which is not set here, and nobody here could make the pool again");
        return Some(refusal(text).hint("Set it for this command too: what is parked can be made again then."));
    }
    if let Some([one, other]) = alike(&secret_variables(definition)) {
        return Some(refusal(format!("the variables {one} and {other} would be the same secret")));
    }
    let Err(error) = limits::check_for(&base.settings, definition.kind) else { return None };
    Some(refusal(format!("its base `{}` is nothing for it: {error}", base.name)))
}

/// Whether a pool could be parked under a base, as far as the pool file tells: nobody has looked at the pool.
#[must_use]
pub fn may_be_parked(definition: &Definition, unset: &[String], base: &Claim) -> bool {
    definition.identity.system.is_none() && unmakeable_by((definition, unset), base).is_none()
}

fn otherwise(pool: &Pool, recreation: &Recreation) -> Option<Error> {
    let faults = &recreation.faults;
    let texts: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let text = match texts.as_slice() {
        [] => return None,
        [only] => format!("the pool file would not make {} as it stands: {only}", pool.id.name),
        several => {
            let count = several.len();
            format!(
                "the pool file would not make {} as it stands, {count} times:\n  {}",
                pool.id.name,
                texts.join("\n  ")
            )
        }
    };
    let error = Error::message(Kind::Unrecreatable, text).about(pool.id.to_string());
    let mut hints: Vec<&str> = Vec::new();
    for todo in faults.iter().filter_map(|fault| fault.todo.as_deref()) {
        if !hints.contains(&todo) {
            hints.push(todo);
        }
    }
    Some(hints.into_iter().fold(error, |error, hint| error.hint(hint)))
}

fn another_identity(request: &Request, pool: &Pool, recreation: &Recreation) -> Option<Error> {
    if request.new_identity || !recreation.has_own_identity {
        return None;
    }
    let text = format!(
        "{} has a system identity, and a new pool gets another one, without the roles that this one has",
        pool.id.name
    );
    Some(
        Error::message(Kind::Unrecreatable, text)
            .about(pool.id.to_string())
            .hint("A user-assigned identity stays: give it the roles and the pool, in place of this one.")
            .hint("--new-identity parks it all the same; afterwards the new identity needs its roles."),
    )
}
