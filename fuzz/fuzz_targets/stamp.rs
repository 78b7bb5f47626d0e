//! Our tags: whatever somebody has written there, each is read or refused; what is read is written back the same, fits a
//! tag, shows no control character, and a pool is not lowered where one was refused.
//!
//! An input is a line for each tag: the stamp, the hold, then leases.

#![no_main]

use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;
use pool::model::limits::TAG_VALUE_CHARACTERS;
use pool::model::pool::Touch;
use pool::model::{Counts, Kind, Pool, PoolId, Scale, State};
use pool::plan::{Action, decide};
use pool::schedule::records::tag_of;
use pool::schedule::{Hold, Lease, Records, Stamp, hold, stamp};
use pool_fuzz::asked;
use std::collections::BTreeMap;

fuzz_target!(|text: &str| {
    let tags = tags(text);
    let records = Records::read(&tags);
    for unreadable in &records.unreadable {
        assert!(!unreadable.to_string().contains(char::is_control), "{unreadable:?}");
    }
    written(&records);
    let now = Timestamp::from_second(1_796_000_000).expect("an instant");
    let pool = pool(tags);
    for action in [asked::up(now, None), asked::down(), asked::apply(now)] {
        decides(action, &pool, &records, now);
    }
});

/// A decision about a pool that carries the tags.
fn decides(action: Action, pool: &Pool, records: &Records, now: Timestamp) {
    let raises = matches!(action, Action::ScaleUp(_));
    let mut intent = asked::intent(action);
    intent.settle(pool, now);
    let Ok(wish) = intent.wish(pool, now, None) else { return };
    let Ok(plan) = decide(&wish, pool, now) else { return };
    let lowers = plan.changes.iter().any(|change| change.lowers);
    assert!(!lowers || (records.unreadable.is_empty() && !raises), "{plan:?}");
    let sent = plan.patch.tags.iter().flatten().chain(&plan.tags_alone);
    for (tag, value) in sent {
        assert!(value.chars().count() <= TAG_VALUE_CHARACTERS || pool.tags.get(tag) == Some(value), "{tag}: {value}");
        let broken = records.unreadable.iter().any(|unreadable| unreadable.tag.eq_ignore_ascii_case(tag));
        assert!(!broken || pool.tags.get(tag) == Some(value), "{tag} is left as it is");
    }
}

/// What was read and is written again is the same.
fn written(records: &Records) {
    if let Some(stamp) = &records.stamp {
        let written = stamp.clone().as_written();
        let again = Stamp::read(&written.to_string()).expect("what is written is read");
        assert_eq!((again.scale, again.lifecycle, again.floor), (stamp.scale, stamp.lifecycle, stamp.floor));
        assert_eq!(again.clone().as_written(), again, "and is the same from then on");
        let last = |stamp: &Stamp| stamp.events.iter().map(|event| event.until.as_second() / 60).max();
        assert!(last(&again) >= last(stamp), "an end is lost: {stamp:?}");
    }
    if let Some(hold) = &records.hold {
        let written = hold.clone().as_written();
        assert_eq!(Hold::read(&written.to_string()), Ok(written));
    }
    for lease in records.leases.values() {
        let written = lease.clone().as_written();
        assert!(written.to_string().chars().count() <= TAG_VALUE_CHARACTERS);
        assert_eq!(Lease::read("pool-lease-0", &written.to_string()), Ok(written));
    }
}

fn tags(text: &str) -> BTreeMap<String, String> {
    let names = [stamp::TAG.to_owned(), hold::TAG.to_owned()].into_iter().chain((0..4).map(tag_of));
    names.zip(text.split('\n').map(str::to_owned)).collect()
}

fn pool(tags: BTreeMap<String, String>) -> Pool {
    Pool {
        id: PoolId { subscription: "s".to_owned(), group: "g".to_owned(), name: "p".to_owned() },
        location: "East US 2".to_owned(),
        kind: Some(Kind::CustomContainer),
        container_type: "CustomContainer".to_owned(),
        scale: Scale { max: 20, ready: Some(1) },
        lifecycle: Some(asked::settings(5, 0).lifecycle),
        state: State::Succeeded,
        nodes: None,
        counts: Some(Counts { ready: 1, expected: 1, ..Counts::default() }),
        network: None,
        endpoint: None,
        environment: None,
        image: None,
        session_size: None,
        identity: None,
        secrets: Vec::new(),
        tags,
        created: Touch::default(),
        modified: Touch::default(),
    }
}
