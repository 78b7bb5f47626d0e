//! What stands on the pools, for whoever looks ahead: their leases, holds and stamps.

use super::Ops;
use super::coming::Subject;
use super::expense::{Metered, fill_in};
use super::parked;
use super::survey::survey;
use crate::error::Result;
use crate::model::time::utc;
use crate::model::{Finding, Mark, Pool, PoolId};
use crate::schedule::{Records, Source};

/// What could not be read.
#[derive(Debug, Default)]
pub struct Unread {
    /// What is not told, and why.
    pub findings: Vec<Finding>,
    /// The pools of which nothing is known but what the files say.
    pub names: Vec<String>,
}

/// Reads the pools and adds what stands on them to what the files say. One that does not exist yet has nothing.
///
/// # Errors
/// `SignedOut`, and the first error where no pool can be read.
pub async fn read(ops: &Ops, ids: &[PoolId], subjects: &mut [Subject]) -> Result<Unread> {
    let found = survey(ops, ids).await?;
    let (mut unread, mut first) = (Unread::default(), None);
    for ((subject, found), id) in subjects.iter_mut().zip(found).zip(ids) {
        match found {
            Ok(Some((_, pool))) => unread.findings.extend(take(subject, &pool)),
            Ok(None) => {
                subject.gone_at = Some(ops.clock.now());
                unread.findings.push(gone(ops, id, subject));
            }
            Err(error) => {
                let text = format!("{error}; told by the files alone, without its leases");
                unread.findings.push(Finding::new(Mark::Warning, &subject.name, text));
                unread.names.push(subject.name.clone());
                first.get_or_insert(error);
            }
        }
    }
    let seen = |subject: &Subject| Some((subject.name.to_ascii_lowercase(), subject.metered.clone()?));
    let seen = subjects.iter().filter_map(seen).collect();
    subjects.iter_mut().for_each(|subject| fill_in(&mut subject.declared.budgets, &seen));
    match first {
        Some(error) if unread.names.len() == subjects.len() => Err(error),
        _ => Ok(unread),
    }
}

/// Looks whether a pool stands that may, by the files, go on to stand after the end of an event; and what it was raised
/// for. Where it cannot be read, that is told by the files alone; its leases are not told.
pub async fn look_after_event(ops: &Ops, id: &PoolId, subject: &mut Subject) {
    match ops.get(id).await {
        Ok(Some(pool)) => subject.records.stamp = Records::read(&pool.tags).stamp,
        Ok(None) => subject.gone_at = Some(ops.clock.now()),
        Err(_) => {}
    }
}

/// What there is to say of a pool that is not there.
fn gone(ops: &Ops, id: &PoolId, subject: &Subject) -> Finding {
    let note = |text: &str| Finding::new(Mark::Note, &subject.name, text);
    if subject.declared.base.source == Source::Parked {
        return note("is parked; told by the files alone");
    }
    match ops.journal.as_ref().and_then(|journal| parked::by(journal, id)) {
        Some(by) => {
            let text = format!("{} parked it at {}; told as if it stood", by.who, utc(by.at));
            let todo = format!("`pool apply` fails for it until `pool unpark -n {}` makes it again.", id.name);
            Finding::new(Mark::Warning, &subject.name, text).todo(todo)
        }
        None => note("does not exist yet; told by the files alone"),
    }
}

fn take(subject: &mut Subject, pool: &Pool) -> Vec<Finding> {
    subject.kind = pool.kind.or(subject.kind);
    subject.metered = Some(Metered::from(pool));
    subject.records = Records::read(&pool.tags);
    let todo = "It counts for nothing; `pool why` shows what else stands there.";
    let finding = |text: String| Finding::new(Mark::Warning, &subject.name, text).todo(todo);
    subject.records.unreadable.iter().map(|unreadable| finding(unreadable.to_string())).collect()
}
