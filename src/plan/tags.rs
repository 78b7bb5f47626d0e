//! Our tags among those of others.
//!
//! Nobody knows whether a PATCH of the pool merges or replaces its tags: the full set is sent, which is right under
//! either rule. Names compare without case, as Azure's do.

use super::Wish;
use crate::error::{Error, Kind, Result};
use crate::model::Pool;
use crate::model::limits::TAGS_PER_RESOURCE;
use crate::schedule::lease::ENDED;
use crate::schedule::{Stamp, is_ours, stamp};
use std::collections::{BTreeMap, BTreeSet};

/// What a wish and a stamp write that does not stand there yet.
pub(super) fn news(pool: &Pool, wish: &Wish, stamp: Option<&Stamp>) -> BTreeMap<String, String> {
    let stamp = stamp.map(|stamp| (stamp::TAG.to_owned(), stamp.to_string()));
    let records = wish.records.iter().map(|(tag, value)| (tag.clone(), value.clone()));
    let mut news: BTreeMap<String, String> = records.chain(stamp).collect();
    // What was never there need not be said to be over.
    news.retain(|tag, value| pool.tag(tag) != Some(value) && !(value == ENDED && pool.tag(tag).is_none()));
    news
}

/// The tags of the pool with what is new, and with what has ended said to be over; `None` where nothing is new.
pub(super) fn full_set(
    pool: &Pool,
    news: BTreeMap<String, String>,
    ended: &[String],
) -> Option<BTreeMap<String, String>> {
    if news.is_empty() {
        return None;
    }
    let mut tags = pool.tags.clone();
    let swept = ended.iter().filter(|tag| !news.contains_key(*tag)).map(|tag| (tag.clone(), ENDED.to_owned()));
    for (tag, value) in swept.chain(news.clone()) {
        // It may stand there in other letters; Azure would take two spellings for one name.
        tags.retain(|name, _| !name.eq_ignore_ascii_case(&tag));
        tags.insert(tag, value);
    }
    Some(tags)
}

/// Whether the pool's tags and the new ones are no more than Azure takes.
///
/// # Errors
/// `Rejected` where they are.
pub(super) fn check_room(pool: &Pool, news: &BTreeMap<String, String>) -> Result<()> {
    let names: BTreeSet<String> = pool.tags.keys().chain(news.keys()).map(|name| name.to_ascii_lowercase()).collect();
    if names.len() <= TAGS_PER_RESOURCE || news.is_empty() {
        return Ok(());
    }
    let new: Vec<&str> = news.keys().filter(|tag| pool.tag(tag).is_none()).map(String::as_str).collect();
    let foreign = pool.tags.keys().filter(|name| !is_ours(name)).count();
    let text = format!(
        "the pool has {} tags, {foreign} of them not ours, and Azure takes {TAGS_PER_RESOURCE}: no room for {}",
        pool.tags.len(),
        new.join(" and ")
    );
    Err(Error::message(Kind::Rejected, text).about(pool.id.to_string()).hint(format!(
        "Remove {}: these tags must stand there with the scale they belong to.",
        match names.len() - TAGS_PER_RESOURCE {
            1 => "one of the others".to_owned(),
            several => format!("{several} of the others"),
        }
    )))
}
