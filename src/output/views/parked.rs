//! A pool that is parked, at a glance: there is nothing of it, so what is told is how it went and how it comes back.

use super::leases::moment;
use super::pool::seen_value;
use super::{amounts, words};
use crate::model::time::utc;
use crate::ops::expense::Running;
use crate::ops::inspect::Seen;
use crate::ops::parked::{Next, Parked};
use crate::ops::unpark::CREATION;
use crate::output::printer::in_our_words;
use crate::output::style::{STRONG, WARN, paint};
use crate::output::{Here, Look, View, table};
use jiff::Timestamp;
use serde_json::{Value, json};

/// `pool show` of a pool that is parked.
#[derive(Debug)]
pub struct ParkedView<'a> {
    /// The pool, in the words of one that stands.
    pub seen: &'a Seen,
    /// What is known of it.
    pub parked: &'a Parked,
    /// Now.
    pub now: Timestamp,
    /// The zone of whoever reads.
    pub zone: Here,
    /// What it costs: nothing.
    pub cost: Running,
}

impl View for ParkedView<'_> {
    fn value(&self) -> Value {
        let mut value = seen_value(self.seen);
        value["cost"] = amounts::standing_value(&self.cost);
        value["parked"] = json!({
            "by": self.parked.by.as_ref().map(|by| &by.who),
            "at": self.parked.by.as_ref().map(|by| by.at),
            "deletedBy": self.parked.deleted_by.as_ref().map(|by| &by.who),
            "deletedAt": self.parked.deleted_by.as_ref().map(|by| by.at),
            "copy": self.parked.copy.as_ref().map(|path| path.display().to_string()),
            "next": self.parked.next.as_ref().map(next_value),
            "refused": self.parked.refused.iter().map(amounts::refusal_value).collect::<Value>(),
            "creationSeconds": self.parked.creation.map(|time| time.as_secs()),
        });
        value
    }

    fn text(&self, look: &Look) -> String {
        let (pool, parked) = (&self.seen.pool, self.parked);
        let by = match (parked.kept, &parked.by, &parked.deleted_by) {
            (Some(kept), ..) => {
                format!("its definition was kept here at {}; it seems to have been parked from here", utc(kept))
            }
            (None, Some(by), _) => format!("by {} at {}", by.who, utc(by.at)),
            (None, None, Some(by)) => format!("deleted by {} at {}", by.who, utc(by.at)),
            (None, None, None) => "not from this machine, by its journal".to_owned(),
        };
        let mut rows = vec![
            ("pool", paint(STRONG, &pool.id.name)),
            ("state", "Parked: there is no pool, since its base is `parked`".to_owned()),
            ("parked", by),
            ("cost", "nothing: no session and no node stands".to_owned()),
            ("next", self.next()),
        ];
        let refused = parked.refused.iter().map(|refusal| ("", paint(WARN, refusal.brief())));
        rows.extend(refused);
        rows.push(("again", "`pool unpark` makes it now".to_owned()));
        rows.push(("creation", creation(parked)));
        rows.push(("kind", pool.container_type.clone()));
        rows.extend(pool.image.iter().map(|image| ("image", image.clone())));
        rows.push(("location", pool.location.clone()));
        rows.push(("group", pool.id.group.clone()));
        rows.extend(parked.copy.iter().map(|path| ("copy", path.display().to_string())));
        let rows = rows.into_iter().map(|(label, value)| (label.to_owned(), in_our_words(&value, &look.call)));
        table::pairs(rows.collect(), look.width)
    }
}

impl ParkedView<'_> {
    /// What it is made as, for what, when, and by whom.
    fn next(&self) -> String {
        let Some(Next { claim, scale }) = &self.parked.next else { return "no event wants it".to_owned() };
        let at = |at: Timestamp| moment(at, self.now, &self.zone);
        let name = &claim.name;
        let (Some(from), Some(start)) = (claim.from, claim.start) else {
            return format!("{scale} for `{name}`, by `pool apply --allow-park`");
        };
        if from <= self.now {
            let begins = if start <= self.now { "began" } else { "begins" };
            let text = format!("`{name}`, which {begins} at {}, wants it since {}: {scale}", at(start), at(from));
            return format!("{}, by `pool apply --allow-park`", paint(WARN, text));
        }
        let lead = words::time(from.duration_until(start).unsigned_abs());
        format!(
            "{scale} for `{name}`: made from {} on, {lead} before its start, by `pool apply --allow-park`",
            at(from)
        )
    }
}

/// What a parked pool is made for next, as data.
pub(super) fn next_value(Next { claim, scale }: &Next) -> Value {
    json!({
        "event": claim.name,
        "from": claim.from,
        "start": claim.start,
        "until": claim.until,
        "maxSessions": scale.max,
        "readySessions": scale.ready,
    })
}

/// How long making it takes.
fn creation(parked: &Parked) -> String {
    parked.creation.map_or_else(
        || CREATION.trim_end_matches('.').to_owned(),
        |time| format!("took {} the last time, from here", words::time(time)),
    )
}
