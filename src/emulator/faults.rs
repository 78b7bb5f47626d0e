//! Faults on demand. They live in the memory of one emulator, and each says which requests it meets, how often and
//! how probably. Chance comes from a seed, so that a storm can be had again.

mod chance;
mod preset;
mod what;

pub(crate) use chance::Chance;
pub(super) use what::What;

use serde_json::{Map, Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use what::{KEYS, Stage, number};

/// The requests that a fault meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Get,
    List,
    Put,
    Patch,
    Delete,
    Poll,
    Tags,
    Any,
}

impl On {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Get, "get"),
        (Self::List, "list"),
        (Self::Put, "put"),
        (Self::Patch, "patch"),
        (Self::Delete, "delete"),
        (Self::Poll, "poll"),
        (Self::Tags, "tags"),
        (Self::Any, "any"),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, word)| *word == name).map(|(on, _)| on)
    }

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(on, _)| *on == self).map_or("any", |(_, word)| word)
    }
}

/// What a request meets: at most one fault that decides its outcome, and what goes beside it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Met {
    /// What becomes of it.
    pub(super) outcome: Option<What>,
    /// How long the answer takes.
    pub(super) slow: Duration,
    /// How many seconds the answer's `Date` is off.
    pub(super) skew: i64,
}

#[derive(Debug, Clone, PartialEq)]
struct Fault {
    on: On,
    /// How often it still happens; `None` for always.
    left: Option<u64>,
    /// How probably it happens to a request that it fits.
    probability: f64,
    chance: Chance,
    what: What,
    /// As it was given.
    text: Map<String, Value>,
}

/// The faults that wait.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    /// Adds a list, or a single one; nothing where one of them cannot be read.
    pub(super) fn add(&self, list: &Value) -> Result<(), String> {
        let read: Vec<Fault> = match list {
            Value::Array(list) => list.iter().map(read).collect::<Result<_, _>>()?,
            Value::Object(_) => vec![read(list)?],
            _ => return Err("the body is no fault, and no JSON list of faults".to_owned()),
        };
        self.lock().extend(read);
        Ok(())
    }

    /// Those that wait, in order, each with how often it still happens.
    pub(super) fn list(&self) -> Value {
        let shown = |fault: &Fault| {
            let mut text = fault.text.clone();
            text.insert("on".to_owned(), json!(fault.on.word()));
            text.insert("count".to_owned(), json!(fault.left.unwrap_or(0)));
            Value::Object(text)
        };
        self.lock().iter().map(shown).collect()
    }

    /// Forgets them all.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    /// What a request meets now.
    pub(super) fn meet(&self, on: On) -> Met {
        let slow = match self.take(on, Stage::Slow) {
            Some(What::Slow(time)) => time,
            _ => Duration::ZERO,
        };
        let skew = match self.take(on, Stage::Skew) {
            Some(What::Skew(seconds)) => seconds,
            _ => 0,
        };
        Met { outcome: self.take(on, Stage::Outcome), slow, skew }
    }

    /// The fault that the operation meets which a request is about to start.
    pub(super) fn meet_operation(&self, on: On) -> Option<What> {
        self.take(on, Stage::Operation)
    }

    fn take(&self, on: On, stage: Stage) -> Option<What> {
        let mut faults = self.lock();
        let at = faults.iter_mut().position(|fault| {
            let fits = (fault.on == on || fault.on == On::Any) && fault.what.stage() == stage;
            fits && fault.chance.happens(fault.probability)
        })?;
        let what = faults[at].what.clone();
        if let Some(left) = &mut faults[at].left {
            *left -= 1;
            if *left == 0 {
                faults.remove(at);
            }
        }
        Some(what)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(value: &Value) -> Result<Fault, String> {
    let text = value.as_object().ok_or_else(|| format!("{value} is no fault: it is no JSON object"))?;
    if let Some(key) = text.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("a fault has no `{key}`; it has {}", KEYS.join(", ")));
    }
    let on = text.get("on").and_then(Value::as_str).and_then(On::named).ok_or_else(|| {
        let words = On::ALL.map(|(_, word)| word).join(", ");
        format!("a fault's `on` is one of {words}")
    })?;
    let probability = match text.get("probability") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let share = value.as_f64().filter(|share| (0.0..=1.0).contains(share));
            Some(share.ok_or("a fault's `probability` is a number from 0 to 1")?)
        }
    };
    // What chance brings, it brings again and again, unless somebody says how often.
    let count = number(text, "count")?.unwrap_or(u64::from(probability.is_none()));
    Ok(Fault {
        on,
        left: (count > 0).then_some(count),
        probability: probability.unwrap_or(1.0),
        chance: Chance::of(number(text, "seed")?.unwrap_or(0)),
        what: What::read(text)?,
        text: text.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_happens_as_often_as_it_says() {
        let faults = Faults::default();
        faults
            .add(&json!([
                {"on": "get", "count": 2, "fault": "resetBefore"},
                {"on": "any", "count": 0, "fault": "notJson"},
                {"on": "patch", "fault": "never"},
            ]))
            .unwrap();
        assert_eq!(faults.meet(On::Get).outcome, Some(What::ResetBefore));
        assert_eq!(faults.list()[0]["count"], 1);
        assert_eq!(faults.meet(On::Get).outcome, Some(What::ResetBefore));
        assert_eq!(faults.meet(On::Get).outcome, Some(What::NotJson { status: 200 }));
        let met = faults.meet(On::Patch).outcome;
        assert_eq!(met, Some(What::NotJson { status: 200 }), "a late one waits for an operation");
        assert_eq!(faults.meet_operation(On::Put), None);
        assert_eq!(faults.meet_operation(On::Patch), Some(What::Never));
        assert_eq!(faults.meet_operation(On::Patch), None);
        faults.clear();
        assert_eq!(faults.meet(On::Get), Met::default());
    }

    #[test]
    fn a_list_with_a_mistake_adds_nothing() {
        for (fault, says) in [
            (json!({"on": "get"}), "`fault`"),
            (json!({"on": "head", "fault": "never"}), "`on`"),
            (json!({"on": "get", "fault": "status"}), "`status`"),
            (json!({"on": "get", "fault": "status", "status": 99}), "`status`"),
            (json!({"on": "get", "fault": "status", "status": "500"}), "`status`"),
            (json!({"on": "get", "fault": "never", "count": -1}), "`count`"),
            (json!({"on": "get", "fault": "never", "times": 1}), "`times`"),
            (json!({"on": "get", "fault": "never", "probability": 1.5}), "`probability`"),
            (json!({"on": "get", "fault": "slow"}), "`seconds`"),
            (json!({"on": "get", "fault": "skew", "seconds": "1"}), "`seconds`"),
            (json!({"on": "get", "fault": "busy", "retryAfter": 1, "retryAfterAs": "weeks"}), "`retryAfterAs`"),
            (json!({"on": "get", "fault": "busy", "code": 7}), "`code`"),
            (json!("get"), "object"),
        ] {
            let faults = Faults::default();
            let error = faults.add(&json!([{"on": "any", "fault": "never"}, fault])).unwrap_err();
            assert!(error.contains(says), "{error}");
            assert_eq!(faults.list(), json!([]));
        }
        assert!(Faults::default().add(&json!({})).is_err());
        assert!(Faults::default().add(&json!(7)).is_err());
    }

    #[test]
    fn chance_comes_again_with_its_seed() {
        let met = |seed: u64| -> Vec<bool> {
            let faults = Faults::default();
            let fault = json!({"on": "get", "probability": 0.5, "seed": seed, "fault": "resetBefore"});
            faults.add(&fault).unwrap();
            (0..64).map(|_| faults.meet(On::Get).outcome.is_some()).collect()
        };
        assert_eq!(met(1), met(1));
        assert_ne!(met(1), met(2));
        let happened = met(1).into_iter().filter(|happened| *happened).count();
        assert!((16..48).contains(&happened), "{happened}");
    }

    #[test]
    fn what_goes_beside_does_not_push_away() {
        let faults = Faults::default();
        let list = json!([
            {"on": "get", "fault": "slow", "seconds": 3},
            {"on": "any", "fault": "skew", "seconds": -60},
            {"on": "get", "fault": "cut"},
        ]);
        faults.add(&list).unwrap();
        let expected = Met { outcome: Some(What::Cut), slow: Duration::from_secs(3), skew: -60 };
        assert_eq!((faults.meet(On::Get), faults.list()), (expected, json!([])));
    }
}
