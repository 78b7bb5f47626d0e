//! The coming changes of several pools, in the order in which they happen.

use super::cost::is_raised;
use super::declared::Declared;
use super::expense::{Metered, Refusal, Tail, Visit, around, longest, refusal, rest, stood_through};
use crate::cost::{Card, Estimate, Rates, Unknown};
use crate::model::{Kind, Scale};
use crate::schedule::calendar::FARTHEST;
use crate::schedule::timeline::{Edge, Refused, Span, Timeline, Turn};
use crate::schedule::{Claim, Records, Source};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// How far ahead is looked, each time further, until there is enough.
const HORIZONS: [SignedDuration; 5] = [
    SignedDuration::from_hours(24 * 7),
    SignedDuration::from_hours(24 * 28),
    SignedDuration::from_hours(24 * 7 * 16),
    SignedDuration::from_hours(24 * 7 * 64),
    FARTHEST,
];

/// The instants until which is looked from one on, each time further.
pub(super) fn horizons(from: Timestamp) -> impl Iterator<Item = Timestamp> {
    HORIZONS.iter().map(move |time| from.saturating_add(*time).unwrap_or(Timestamp::MAX))
}

/// A pool whose changes are wanted.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its name.
    pub name: String,
    /// What the files say of it.
    pub declared: Declared,
    /// What stands on it; nothing where nobody looked.
    pub records: Records,
    /// When somebody looked, and there was no pool.
    pub gone_at: Option<Timestamp>,
    /// What runs in its sessions, where that is known.
    pub kind: Option<Kind>,
    /// What its cost depends on, where that is known.
    pub metered: Option<Metered>,
}

/// What is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it; `None` for as far as there are enough changes.
    pub until: Option<Timestamp>,
    /// The most changes; `None` for all.
    pub count: Option<usize>,
}

/// What is coming.
#[derive(Debug, Clone, PartialEq)]
pub struct Coming {
    /// The first instant of what was looked at.
    pub from: Timestamp,
    /// The first instant after it: of the window, else the last change.
    pub until: Timestamp,
    /// The changes, in order.
    pub changes: Vec<Change>,
    /// How many more there are in the window.
    pub more: usize,
    /// How long each pool is at each scale, in the order of the pools.
    pub hours: Vec<Hours>,
    /// What each pool costs in the window, in the order of the pools.
    pub costs: Vec<Cost>,
}

/// What a pool costs over a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// The pool.
    pub pool: String,
    /// What it costs, and by which prices; `None` where nothing is known of the pool that it depends on.
    pub estimate: Option<Result<(Rates, Estimate), Unknown>>,
    /// The same with the events that no pool is raised for, where that is something else.
    pub with_refused: Option<Estimate>,
    /// How long it stands after the end of what is wanted, where it is parked then: the longest of these times.
    pub tail: Option<Tail>,
    /// Whether 0 ready sessions are wished and more are billed, because Azure keeps more.
    pub is_raised: bool,
}

/// A change, with every pool on which it happens.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The pools.
    pub pools: Vec<String>,
    /// Whether Azure keeps ready sessions for them.
    pub keeps_ready: bool,
    /// What happens.
    pub turn: Turn,
    /// The events of it that no pool is raised for, as far as that is known by now.
    pub refused: Vec<Refusal>,
}

/// How long a pool is at a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// The pool.
    pub pool: String,
    /// The scale.
    pub scale: Scale,
    /// For how long altogether.
    pub time: SignedDuration,
}

impl Subject {
    fn keeps_ready(&self) -> bool {
        self.kind.is_none_or(Kind::keeps_ready)
    }

    /// What it costs in a window. A pool of which nobody looked what it is made of is not billed.
    fn cost(&self, card: &Card, window: (Timestamp, Timestamp)) -> Cost {
        let spans = self.holding(card, &self.records, window);
        let metered = self.metered.as_ref();
        let estimate = metered.map(|metered| {
            let rates = metered.rates(card)?;
            let estimate = metered.estimate(&rates, &spans);
            Ok((rates, estimate))
        });
        let known = metered.zip(estimate.as_ref().and_then(|estimate| estimate.as_ref().ok()));
        let with_refused = known
            .and_then(|(metered, (rates, whole))| self.with_refused((metered, rates, whole), &self.records, window));
        let is_raised = metered.is_some_and(|metered| is_raised(metered, &spans));
        let tail = metered.and_then(|metered| longest(metered.kind, &spans));
        Cost { pool: self.name.clone(), estimate, with_refused, tail, is_raised }
    }

    /// What will hold in a time, without what no pool is raised for, and what is around it.
    pub(super) fn holding(&self, card: &Card, records: &Records, (from, until): (Timestamp, Timestamp)) -> Vec<Span> {
        let base = &self.declared.base;
        let holding = |time| self.timeline(card, records, time).spans;
        let refused = |claim: &Claim| self.refusal_of(card, claim, (false, from)).map(|refusal| refusal.stands);
        around(base, &holding, |spans| self.rest(records, spans, &refused), (from, until))
    }

    /// What is left of what held before others, without what counts for nothing. Where there is no pool any more, nothing
    /// is.
    fn rest(&self, records: &Records, spans: &[Span], refused: Refused<'_>) -> Option<Span> {
        let Declared { base, known, .. } = &self.declared;
        let is_over = |rest: &Span| self.gone_at.is_some_and(|gone| rest.until <= gone);
        rest(base, known, records, spans, refused).filter(|rest| !is_over(rest))
    }

    /// Whether something is left in a window of what ended by now: what is told of it hangs on whether the pool stands.
    #[must_use]
    pub fn may_still_stand(&self, card: &Card, window: (Timestamp, Timestamp), now: Timestamp) -> bool {
        let first = self.holding(card, &Records::default(), window).into_iter().next();
        first.is_some_and(|first| first.from == first.until && first.until <= now)
    }

    /// What holds in a time after an event, without what no pool is raised for.
    pub(super) fn after(&self, card: &Card, claim: &Claim, time: (Timestamp, Timestamp)) -> Vec<Span> {
        self.visit(claim).holding(card, time)
    }

    /// What a time costs with the events that no pool is raised for; `None` where that is the whole.
    pub(super) fn with_refused(
        &self,
        (metered, rates, whole): (&Metered, &Rates, &Estimate),
        records: &Records,
        window: (Timestamp, Timestamp),
    ) -> Option<Estimate> {
        let Declared { base, known, budgets, .. } = &self.declared;
        if budgets.is_empty() {
            return None;
        }
        let holding = |(from, until)| Timeline::of(base, known, records, from, until).spans;
        let spans = around(base, &holding, |spans| self.rest(records, spans, &|_| None), window);
        let with = metered.estimate(rates, &spans);
        (with != *whole).then_some(with)
    }

    /// Why no pool will be raised for an event's claim on it, as prices and files are now.
    pub(super) fn refusal(&self, card: &Card, claim: &Claim, at: Timestamp) -> Option<Refusal> {
        refusal(card, &self.visit(claim), at)
    }

    fn visit<'a>(&'a self, claim: &'a Claim) -> Visit<'a> {
        let around = self.declared.around(&self.records);
        Visit { pool: &self.name, metered: self.metered.clone(), around, claim, depth: 0 }
    }

    /// The same of a beginning or an end after an instant. What began before may be up already, as the pool's stamp says.
    fn refusal_at(&self, card: &Card, edge: &Edge, from: Timestamp) -> Option<Refusal> {
        // What stays of an event is within its budget; the whole is what is refused.
        let events = self.declared.known.events.iter().filter(|event| event.name == edge.claim.name);
        let times = events.flat_map(|event| edge.claim.from.map(|from| event.claims_at(from))).flatten();
        let whole = times.into_iter().find(|claim| claim.from == edge.claim.from);
        self.refusal_of(card, whole.as_ref().unwrap_or(&edge.claim), (edge.begins, from))
    }

    fn refusal_of(&self, card: &Card, claim: &Claim, (begins, from): (bool, Timestamp)) -> Option<Refusal> {
        let claim = Some(claim).filter(|claim| claim.source == Source::Event)?;
        let began = claim.from.is_none_or(|began| began < from);
        let is_known = if began { self.gone_at.is_some() || self.records.stamp.is_some() } else { begins };
        is_known.then(|| self.refusal(card, claim, claim.from.map_or(from, |began| began.max(from))))?
    }

    /// What is told of a time: a parked pool that is wanted again too soon to park it is at its base until then.
    fn told(&self, card: &Card, window: (Timestamp, Timestamp)) -> Timeline {
        let mut timeline = self.timeline(card, &self.records, window);
        let base = &self.declared.base;
        if base.source != Source::Parked {
            return timeline;
        }
        let kind = self.kind.unwrap_or(Kind::CustomContainer);
        for (from, until) in stood_through(kind, &self.holding(card, &self.records, window)) {
            for span in timeline.spans.iter_mut().filter(|span| from <= span.from && span.from < until) {
                span.desired.settings = base.settings.clone();
            }
            for turn in timeline.turns.iter_mut().filter(|turn| from <= turn.at && turn.at <= until) {
                if turn.at < until {
                    turn.after = base.settings.clone();
                }
                if turn.at > from {
                    turn.before = base.settings.clone();
                }
            }
        }
        timeline
    }

    /// What will hold, without what no pool is raised for.
    fn timeline(&self, card: &Card, records: &Records, (from, until): (Timestamp, Timestamp)) -> Timeline {
        let Declared { base, known, budgets, .. } = &self.declared;
        if budgets.is_empty() {
            return Timeline::of(base, known, records, from, until);
        }
        let refused = |claim: &Claim| self.refusal_of(card, claim, (true, from)).map(|refusal| refusal.stands);
        Timeline::without(base, known, records, (from, until), (from, &refused))
    }
}

/// What is coming on the pools.
#[must_use]
pub fn coming(subjects: &[Subject], wanted: Wanted, card: &Card) -> Coming {
    let Wanted { from, until, count } = wanted;
    let ends: Vec<Timestamp> = until.map_or_else(|| horizons(from).collect(), |until| vec![until]);
    let (mut timelines, mut changes, mut end) = (Vec::new(), Vec::new(), from);
    for until in ends {
        let timeline = |subject: &Subject| subject.told(card, (from, until));
        timelines = subjects.iter().map(timeline).collect();
        changes = in_order(subjects, &mut timelines);
        end = until;
        if count.is_some_and(|count| changes.len() >= count) {
            break;
        }
    }
    let more = count.map_or(0, |count| changes.len().saturating_sub(count));
    changes.truncate(changes.len() - more);
    tell_refusals(subjects, &mut changes, card, from);
    let last = changes.last().map_or(from, |change| change.turn.at);
    let end = if until.is_some() { end } else { last };
    let hours = subjects.iter().zip(&timelines).flat_map(|(subject, timeline)| hours(subject, timeline, end)).collect();
    let costs = subjects.iter().map(|subject| subject.cost(card, (from, end))).collect();
    Coming { from, until: end, changes, more: if until.is_some() { more } else { 0 }, hours, costs }
}

/// Adds to the changes the events that no pool will be raised for, each once.
fn tell_refusals(subjects: &[Subject], changes: &mut [Change], card: &Card, from: Timestamp) {
    let budgeted: BTreeMap<&str, &Subject> = subjects
        .iter()
        .filter(|subject| !subject.declared.budgets.is_empty())
        .map(|subject| (subject.name.as_str(), subject))
        .collect();
    for Change { pools, turn, refused, .. } in changes {
        let of_change = pools.iter().filter_map(|name| budgeted.get(name.as_str()));
        let all =
            of_change.flat_map(|subject| turn.edges.iter().filter_map(|edge| subject.refusal_at(card, edge, from)));
        all.for_each(|refusal| refusal.tell_once(refused));
    }
}

/// The turns of all pools by time, the same on several pools as one.
fn in_order(subjects: &[Subject], timelines: &mut [Timeline]) -> Vec<Change> {
    let mut turns: Vec<(Timestamp, usize, Turn)> = Vec::new();
    for (index, timeline) in timelines.iter_mut().enumerate() {
        turns.extend(std::mem::take(&mut timeline.turns).into_iter().map(|turn| (turn.at, index, turn)));
    }
    turns.sort_by_key(|(at, index, _)| (*at, *index));
    let mut changes: Vec<Change> = Vec::new();
    let mut first_of_moment = 0;
    for (at, index, turn) in turns {
        if changes.last().is_some_and(|last| last.turn.at < at) {
            first_of_moment = changes.len();
        }
        let (name, keeps_ready) = (subjects[index].name.clone(), subjects[index].keeps_ready());
        let alike = |change: &&mut Change| change.keeps_ready == keeps_ready && change.turn == turn;
        match changes[first_of_moment..].iter_mut().find(alike) {
            Some(change) => change.pools.push(name),
            None => changes.push(Change { pools: vec![name], keeps_ready, turn, refused: Vec::new() }),
        }
    }
    changes
}

fn hours(subject: &Subject, timeline: &Timeline, until: Timestamp) -> Vec<Hours> {
    let mut times: BTreeMap<(u32, Option<u32>), SignedDuration> = BTreeMap::new();
    for (scale, time) in timeline.time_at_scales(until) {
        *times.entry((scale.max, scale.ready.filter(|_| subject.keeps_ready()))).or_default() += time;
    }
    let name = &subject.name;
    times
        .into_iter()
        .map(|((max, ready), time)| Hours { pool: name.clone(), scale: Scale { max, ready }, time })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::pool_file;
    use crate::model::{Lifecycle, Profile, SessionSize, Settings};
    use crate::ops::declared::declared;
    use std::time::Duration;

    fn profile(name: &str) -> Profile {
        let (max, ready) = if name == "idle" { (5, 0) } else { (50, 10) };
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
        let settings = Settings { max_sessions: max, ready_sessions: ready, lifecycle, expires_after: None };
        Profile { name: name.to_owned(), description: None, settings }
    }

    /// Three pools under events, the last one without ready sessions.
    fn subjects(events: &str) -> Vec<Subject> {
        let text = format!("pools: {{a: {{}}, b: {{}}, c: {{}}}}\nevents:\n{events}");
        let file = pool_file::parse("pool.yaml", &text).unwrap();
        let subject = |name: &str| {
            let found = declared(Some(("pool.yaml", &file)), file.pool(name), "idle", |name| Ok(profile(name)));
            let kind = (name == "c").then_some(Kind::PythonLTS);
            let metered = Metered {
                kind: kind.unwrap_or(Kind::CustomContainer),
                location: "eastus2".to_owned(),
                size: SessionSize::of(0.5, "1Gi"),
                floor: 1,
                spare: 0,
            };
            Subject {
                name: name.to_owned(),
                declared: found.unwrap(),
                records: Records::default(),
                gone_at: None,
                kind,
                metered: Some(metered),
            }
        };
        ["a", "b", "c"].map(subject).into()
    }

    fn ask(subjects: &[Subject], until: Option<&str>, count: Option<usize>) -> Coming {
        let at = |text: &str| text.parse().unwrap();
        let wanted = Wanted { from: at("2026-12-01T00:00:00Z"), until: until.map(at), count };
        coming(subjects, wanted, &Card::default())
    }

    const OF_ALL: &str =
        "- {name: x, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h, lead: 1s, pools: [a, B, c]}
- {name: y, profile: contest, every: Sat 20:00, zone: UTC, for: 2h, to: 2026-12-12, pools: [b]}
- {name: z, profile: contest, start: 2029-12-05T14:00, zone: UTC, for: 2h, pools: [a]}
";

    #[test]
    fn the_same_on_several_pools_is_one_change() {
        let subjects = subjects(OF_ALL);
        let first = ask(&subjects, None, Some(3));
        let pools: Vec<String> = first.changes.iter().map(|change| change.pools.join(" ")).collect();
        assert_eq!(pools, ["a b", "c", "a b"], "c has no ready sessions, which reads differently");
        assert_eq!((first.until, first.more), (first.changes[2].turn.at, 0));
    }

    #[test]
    fn it_looks_as_far_as_there_is_something() {
        let subjects = subjects(OF_ALL);
        let far = ask(&subjects, None, Some(100));
        // Two of x on all pools and two of its copies on c, two times y on b, and z in three years.
        assert_eq!(far.changes.len(), 2 * 2 + 2 * 2 + 2);
        assert_eq!(far.until, "2029-12-05T16:00:00Z".parse().unwrap());
        let window = ask(&subjects, Some("2027-01-01T00:00:00Z"), Some(3));
        assert_eq!((window.changes.len(), window.more), (3, 5));
        assert_eq!(ask(&subjects, Some("2027-01-01T00:00:00Z"), None).changes.len(), 8);
        assert_eq!(ask(&subjects, Some("2026-12-02T00:00:00Z"), None).changes, []);
    }

    /// A parked pool that is wanted again too soon to park it stands at its base until then, and is told so.
    #[test]
    fn a_gap_too_short_to_park_in_is_spent_at_the_base() {
        let events = |second: &str| {
            let event = |name: &str, start: &str| {
                format!(
                    "- {{name: {name}, profile: contest, start: 2026-12-05T{start}, zone: UTC, for: 1h, lead: 45m, pools: [a]}}\n"
                )
            };
            event("m1", "10:00") + &event("m2", second)
        };
        // A drain of 5 + 10 min, and 45 min in which it goes and comes.
        for (second, expected) in [
            ("12:00", "09:15 0 -> 50, 11:00 50 -> 5, 11:15 5 -> 50, 13:00 50 -> 0"),
            ("12:45", "09:15 0 -> 50, 11:00 50 -> 5, 12:00 5 -> 50, 13:45 50 -> 0"),
            ("12:46", "09:15 0 -> 50, 11:00 50 -> 0, 12:01 0 -> 50, 13:46 50 -> 0"),
        ] {
            let mut subjects = subjects(&events(second));
            subjects.truncate(1);
            let base = subjects[0].declared.base.settings.clone();
            subjects[0].declared.base = Claim::parked(base);
            let line = |change: &Change| {
                let at = change.turn.at.to_string();
                format!("{} {} -> {}", &at[11..16], change.turn.before.max_sessions, change.turn.after.max_sessions)
            };
            let whole = ask(&subjects, None, Some(9));
            assert_eq!(whole.changes.iter().map(line).collect::<Vec<_>>().join(", "), expected);
            let at_base: SignedDuration =
                whole.hours.iter().filter(|hours| hours.scale.max == 5).map(|hours| hours.time).sum();
            assert_eq!(at_base.is_zero(), second == "12:46", "{:?}", whole.hours);
            // The same of a window that begins or ends within the gap.
            let at = |text: &str| format!("2026-12-05T{text}:00Z").parse().unwrap();
            let lines = |from: &str, until: &str| {
                let wanted = Wanted { from: at(from), until: Some(at(until)), count: None };
                coming(&subjects, wanted, &Card::default()).changes.iter().map(line).collect::<Vec<_>>().join(", ")
            };
            let all: Vec<&str> = expected.split(", ").collect();
            assert_eq!((lines("11:05", "12:30"), lines("10:30", "11:10")), (all[2].to_owned(), all[1].to_owned()));
        }
    }

    /// What is said of budgets, change by change.
    fn refused(subjects: &[Subject], from: &str, card: &Card) -> Vec<Vec<String>> {
        let wanted =
            Wanted { from: from.parse().unwrap(), until: Some("2026-12-14T00:00:00Z".parse().unwrap()), count: None };
        let said = |change: &Change| change.refused.iter().map(Refusal::brief).collect();
        coming(subjects, wanted, card).changes.iter().map(said).collect()
    }

    #[test]
    fn an_event_that_no_pool_will_be_raised_for_is_told_where_it_begins() {
        let early = "2026-12-01T00:00:00Z";
        let event = |budget: &str, pools: &str| {
            subjects(&format!(
                "- {{name: x, profile: contest, every: Sat 14:00, zone: UTC, for: 2h, lead: 1s, budget: {budget}, pools: [{pools}]}}"
            ))
        };
        let euro = crate::cost::OwnRates { currency: crate::cost::Currency::named("EUR"), ..Default::default() };
        let euro = Card { own: euro, ..Card::default() };
        // Two nodes and the management for 2 h and 1 s on each of two pools: $13.60.
        let over = "`x` may cost $13.60, and its budget is $13.59: no pool is raised for it".to_owned();
        assert_eq!(refused(&event("13.60", "a, b"), early, &Card::default()), vec![Vec::<String>::new(); 4]);
        let both = vec![vec![over.clone()], vec![over]];
        assert_eq!(refused(&event("13.59", "a, b"), early, &Card::default()), both, "each time, once for both pools");
        let wanted =
            Wanted { from: early.parse().unwrap(), until: Some("2026-12-14T00:00:00Z".parse().unwrap()), count: None };
        let coming = coming(&event("13.59", "a, b"), wanted, &Card::default());
        let is_as_before = |change: &Change| change.turn.before == change.turn.after;
        assert!(coming.changes.iter().all(is_as_before), "what no pool is raised for changes nothing");
        let scales: Vec<u32> = coming.hours.iter().map(|hours| hours.scale.max).collect();
        assert_eq!(scales, [5, 5, 5], "nor how long each scale holds");
        let told = refused(&event("99", "a"), early, &euro);
        assert!(told[0][0].contains("no price of a node-hour in eastus2 is known in EUR"), "{told:?}");
        assert!(told[0][0].ends_with(": no pool is raised for it"), "{told:?}");
    }

    /// The tail of each pool hangs on what its own events may cost, and on those of pools beside it.
    #[test]
    fn an_event_costs_the_same_whichever_of_its_pools_is_looked_at() {
        let amounts = |big: &str, poor: &str| {
            let pool = |name: &str, size: &str| {
                let made = format!("type: CustomContainer, environment: env, image: \"r.example/i:v1\", {size}");
                format!("  {name}: {{base: parked, container: {{{made}, targetPort: 80}}}}\n")
            };
            let event = |name: &str, rest: &str| {
                format!("  - {{name: {name}, profile: contest, start: 2026-12-05T{rest}, zone: UTC}}\n")
            };
            let text = [
                "defaults: {location: eastus2, resourceGroup: local}\npools:\n".to_owned(),
                pool("a", "cpu: 0.5, memory: 1Gi")
                    + &pool("b", "cpu: 2, memory: 4Gi")
                    + &pool("c", "cpu: 1, memory: 2Gi"),
                "events:\n".to_owned(),
                event("day", "10:00, for: 2h, lead: 45m, budget: 1, pools: [a, b]"),
                event("big", &format!("11:30, for: 1h, lead: 45m, combine: sum, budget: {big}, pools: [b, c]")),
                event("poor", &format!("12:35, for: 1h, lead: 0m, budget: {poor}, pools: [a]")),
                event("last", &format!("12:45, for: 1h, lead: 0m, budget: {poor}, pools: [c]")),
            ]
            .concat();
            let file = pool_file::parse("pool.yaml", &text).unwrap();
            let amount = |name: &str| {
                let entry = file.pool(name).unwrap();
                let declared =
                    declared(Some(("pool.yaml", &file)), Some(entry), &entry.base, |name| Ok(profile(name))).unwrap();
                let event = declared.known.events.iter().find(|event| event.name == "day").unwrap().clone();
                let claim = event.claim(&event.calendar.next("2026-12-01T00:00:00Z".parse().unwrap()).unwrap());
                let (records, metered) = (Records::default(), entry.definition.as_ref().map(Metered::from));
                let (name, at) = (name.to_owned(), claim.from.unwrap());
                let subject = Subject { name, declared, records, gone_at: None, kind: None, metered };
                subject.refusal(&Card::default(), &claim, at).unwrap().may_cost.unwrap().to_string()
            };
            [amount("a"), amount("b")]
        };
        let mut told = std::collections::BTreeSet::new();
        for (big, poor) in [("1", "1"), ("1", "900"), ("900", "1"), ("900", "900"), ("85", "1"), ("85", "900")] {
            let [a, b] = amounts(big, poor);
            assert_eq!(a, b, "big {big}, poor {poor}");
            told.insert(a);
        }
        assert!(told.len() > 2, "the budgets of the others matter: {told:?}");
    }

    /// What is up for an event stays until the end that it had, whatever the file says by now.
    #[test]
    fn an_event_whose_later_end_is_refused_ends_when_it_was_to_end() {
        let mut subjects = subjects(
            "- {name: x, profile: contest, every: Sat 14:00, zone: UTC, for: 4h, lead: 1s, budget: 20, pools: [a]}",
        );
        let stamp = "v1 max=50 ready=10 Timed=300s claim=event:x by=ana@vm at=2026-12-05T14:00:00Z \
                     events=x@2026-12-05T16:00Z/50/10";
        subjects[0].records = Records::read(&[("pool-applied".to_owned(), stamp.to_owned())].into());
        let ends = |budget: &str, subjects: &mut [Subject]| {
            let amount = budget.parse().unwrap();
            subjects[0].declared.budgets.get_mut("x").unwrap().amount = amount;
            let from = "2026-12-05T15:00:00Z".parse().unwrap();
            let until = "2026-12-13T00:00:00Z".parse().unwrap();
            let coming = coming(subjects, Wanted { from, until: Some(until), count: None }, &Card::default());
            let line = |change: &Change| {
                let said: Vec<String> = change.refused.iter().map(Refusal::brief).collect();
                format!("{} -> {} {}", change.turn.at, change.turn.after.max_sessions, said.join("; "))
            };
            let hours: Vec<i64> = coming.hours.iter().take(2).map(|hours| hours.time.as_hours()).collect();
            (coming.changes.iter().map(line).collect::<Vec<_>>().join("\n"), hours)
        };
        let (told, hours) = ends("99", &mut subjects);
        let whole = "2026-12-05T18:00:00Z -> 5 \n2026-12-12T13:59:59Z -> 50 \n2026-12-12T18:00:00Z -> 5 ";
        assert_eq!((told.as_str(), hours), (whole, vec![169, 7]));
        let (told, hours) = ends("13.59", &mut subjects);
        let why = "`x` may cost $13.60, and its budget is $13.59";
        let cut = format!(
            "2026-12-05T16:00:00Z -> 5 {why}: what is up for `x` stays, max 50, ready 10, until 2026-12-05 16:00 UTC\n\
             2026-12-12T13:59:59Z -> 5 {why}: no pool is raised for it"
        );
        assert_eq!((told, hours), (cut, vec![176, 1]));
    }

    #[test]
    fn what_is_not_known_of_a_budget_is_not_said() {
        let mut subjects = subjects(
            "- {name: x, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h, lead: 1s, budget: 1, pools: [a]}",
        );
        let (early, meanwhile) = ("2026-12-01T00:00:00Z", "2026-12-05T15:00:00Z");
        let first = |subjects: &[Subject], from: &str, card: &Card| refused(subjects, from, card)[0].len();
        assert_eq!(first(&subjects, early, &Card::default()), 1);
        // It may be up already, and nobody has looked.
        assert_eq!(first(&subjects, meanwhile, &Card::default()), 0);
        let stamp = |events: &str| {
            let text = format!("v1 max=5 ready=1 Timed=300s claim=base:idle by=ana@vm at=2026-12-05T13:59:59Z{events}");
            Records::read(&[("pool-applied".to_owned(), text)].into())
        };
        subjects[0].records = stamp(" events=x@2026-12-05T16:00Z/50/10");
        assert_eq!(first(&subjects, meanwhile, &Card::default()), 0, "it is up, and stays");
        subjects[0].records = stamp("");
        assert!(subjects[0].records.stamp.is_some(), "{:?}", subjects[0].records);
        assert_eq!(first(&subjects, meanwhile, &Card::default()), 1, "it was left out");
        let without = |subjects: &[Subject], from: &str| {
            let until = Some("2026-12-14T00:00:00Z".parse().unwrap());
            let wanted = Wanted { from: from.parse().unwrap(), until, count: None };
            coming(subjects, wanted, &Card::default()).costs[0].with_refused.is_some()
        };
        assert!(without(&subjects, meanwhile) && without(&subjects, early));
        subjects[0].records = Records::default();
        assert!(!without(&subjects, meanwhile) && without(&subjects, early), "nobody has looked");
        subjects[0].records = stamp(" events=x@2026-12-05T16:00Z/50/10");
        assert!(!without(&subjects, meanwhile), "it is up");
        subjects[0].records = Records::default();
        subjects[0].gone_at = Some(meanwhile.parse().unwrap());
        assert_eq!(first(&subjects, meanwhile, &Card::default()), 1, "no pool is up for it");
        subjects[0].gone_at = None;
        // Nobody knows what the pool is made of: what it costs is known by prices for all that it may be.
        subjects[0].records = Records::default();
        subjects[0].metered = None;
        assert_eq!(first(&subjects, early, &Card::default()), 0);
        let own = |flat: Option<&str>, node: Option<&str>, started_hour: Option<&str>| {
            let price = |text: Option<&str>| text.map(|text| text.parse().unwrap());
            let (session_hour, node, started_hour) = (price(flat), price(node), price(started_hour));
            let own = crate::cost::OwnRates { session_hour, node, started_hour, ..Default::default() };
            Card { own, ..Card::default() }
        };
        for (card, told) in [
            (own(Some("0.75"), None, None), 1),
            // A node for two hours, or 50 sessions x 25 started hours.
            (own(None, Some("0.6"), Some("0.6")), 1),
            (own(None, Some("0.1"), Some("0.6")), 0),
            (own(None, Some("0.6"), Some("0.0001")), 0),
            (own(None, Some("0.6"), None), 0),
        ] {
            assert_eq!(first(&subjects, early, &card), told, "{card:?}");
        }
    }

    #[test]
    fn a_season_is_billed_by_what_each_pool_is() {
        let week = ask(&subjects(OF_ALL), Some("2026-12-08T00:00:00Z"), None);
        let cost = |name: &str| {
            let cost = week.costs.iter().find(|cost| cost.pool == name).unwrap();
            let (_, estimate) = cost.estimate.clone().unwrap().unwrap();
            (estimate.least.total().to_string(), estimate.most.total().to_string())
        };
        // A node around the clock, though the base asks for none ready; two for the 2 h and 1 s of x when it is full.
        assert_eq!(cost("a"), ("$294.00".to_owned(), "$297.30".to_owned()));
        let raised: Vec<bool> = week.costs.iter().map(|cost| cost.is_raised).collect();
        assert_eq!(raised, [true, true, false], "none are kept for a code interpreter");
        // A code interpreter, a new session every 5 min: 5 x (1,320 + 672) for 166 h, 50 x 25 for 2 h and 1 s.
        assert_eq!(cost("c"), ("$0.00".to_owned(), "$336.30".to_owned()));
    }

    #[test]
    fn hours_add_up_to_the_window() {
        let hours = ask(&subjects(OF_ALL), Some("2026-12-08T00:00:00Z"), None).hours;
        for (name, scales) in [("a", 2), ("b", 2), ("c", 2)] {
            let of_pool: Vec<&Hours> = hours.iter().filter(|hours| hours.pool == name).collect();
            let sum: SignedDuration = of_pool.iter().map(|hours| hours.time).sum();
            assert_eq!((of_pool.len(), sum), (scales, SignedDuration::from_hours(7 * 24)), "{name}");
            assert_eq!(of_pool[0].scale.ready.is_none(), name == "c");
        }
    }
}
