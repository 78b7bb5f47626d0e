//! Playing a demand on a pool: what is played, whether that is too much, and what came of it.

use super::cost::counted;
use crate::config::demand::{Draft, Named, Starts, Turn};
use crate::cost::Counted;
use crate::error::{Error, Kind, Result};
use crate::model::{
    Arrivals, Demand, Identifiers, Kind as PoolKind, Lifecycle, Rhythm, Settings, Spread, WhenFull, limits,
};
use crate::sim::experiment::Change;
use crate::sim::{Course, Estimate, Experiment, Measure, StartTimes, Summary, simulate};
use std::time::Duration;

/// Replications where nobody says how many.
pub(super) const REPLICATIONS: u32 = 20;

/// The seed where nobody says one.
pub(super) const SEED: u64 = 1;

/// How long a demand lasts where nobody says.
const LASTS: Duration = Duration::from_secs(2 * 3_600);

/// The most events of all replications together: some minutes on two cores.
pub const MOST_EVENTS: f64 = 2e9;

/// Events of a run: that it is asked for, starts and ends, and what that causes in the pool.
const EVENTS_OF_A_RUN: f64 = 5.0;

/// The most sessions of a pool that is simulated, and the most that are ready. Each takes about 100 bytes.
const MOST_SESSIONS: u32 = 1_000_000;

/// What is played.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub description: Option<String>,
    /// Who comes to which pool.
    pub experiment: Experiment,
    /// What the pool runs.
    pub kind: PoolKind,
    /// What the pool is at first, and under which name.
    pub pool: Named,
    /// What becomes of it.
    pub turns: Vec<Turn>,
    /// What of the start times somebody said; the others are the usual ones.
    pub starts: Starts,
    /// Where chance begins.
    pub seed: u64,
    /// How often it is played.
    pub replications: u32,
}

/// How long starts take on a pool of a kind: as was said, else the usual.
#[must_use]
pub fn start_times(said: &Starts, kind: PoolKind) -> StartTimes {
    let (said, mut usual) = (said.clone(), StartTimes::usual());
    if kind != PoolKind::CustomContainer {
        // Recorded: code interpreters answer a change at once.
        usual.operation = Spread::Constant(Duration::ZERO);
    }
    StartTimes {
        found: said.found.unwrap_or(usual.found),
        warm: said.warm.unwrap_or(usual.warm),
        cold: said.cold.unwrap_or(usual.cold),
        node: said.node.unwrap_or(usual.node),
        operation: said.operation.unwrap_or(usual.operation),
    }
}

/// Where users run again and again and nobody says until when, it ends after a while (two hours) that is long enough to be steady
/// after any cooldown.
pub(super) fn end_some_time(draft: &mut Draft) {
    let ends = draft.lasts.is_some() || draft.runs.is_some() || draft.stay.is_some();
    if draft.rhythm.is_some() && !ends {
        draft.lasts = Some(LASTS);
    }
}

/// The keys of a demand file that are to blame where [`Study::of`] refuses it, the likeliest first.
#[must_use]
pub fn to_blame(draft: &Draft) -> &'static [&'static str] {
    let scales = draft.pool.iter().chain(draft.schedule.iter().map(|turn| &turn.to));
    if scales.map(|scale| scale.settings.max_sessions).any(|max| max > MOST_SESSIONS) {
        return &["schedule", "settings", "profile"];
    }
    &["think", "every", "arrive", "users"]
}

/// What a pool makes of a scale when its kind is known: code interpreters keep no ready sessions.
fn of_kind(Named { name, settings }: Named, kind: Option<PoolKind>) -> Result<Named> {
    let Some(kind) = kind else { return Ok(Named { name, settings }) };
    limits::check_for(&settings, kind).map_err(|error| error.about(&name))?;
    let ready_sessions = if kind.keeps_ready() { settings.ready_sessions } else { 0 };
    Ok(Named { name, settings: Settings { ready_sessions, ..settings } })
}

impl Study {
    /// What a draft says, on the pool that it names; on `pool` where it names none.
    ///
    /// # Errors
    /// `Usage` where something is missing, does not go together, or would take too long; `InvalidScale` for what no
    /// pool of the kind can be.
    pub fn of(name: String, mut draft: Draft, pool: Named) -> Result<Self> {
        end_some_time(&mut draft);
        let mut turns = draft.schedule.clone();
        let pool = match draft.pool.clone() {
            Some(pool) => pool,
            // The file was refused unless its schedule begins at once.
            None if !turns.is_empty() => turns.remove(0).to,
            None => pool,
        };
        let kind = draft.kind.unwrap_or(PoolKind::CustomContainer);
        let pool = of_kind(pool, draft.kind)?;
        let turns = turns
            .into_iter()
            .map(|turn| Ok(Turn { at: turn.at, to: of_kind(turn.to, draft.kind)? }))
            .collect::<Result<Vec<_>>>()?;
        let change = |turn: &Turn| Change { at: turn.at, settings: turn.to.settings.clone() };
        let experiment = Experiment {
            demand: draft.demand()?,
            settings: pool.settings.clone(),
            changes: turns.iter().map(change).collect(),
            starts: start_times(&draft.starts, kind),
            on_a_node: draft.on_a_node,
            deletes_in: Duration::ZERO,
            measure_from: Duration::ZERO,
        };
        let study = Self {
            name,
            description: draft.description,
            experiment,
            kind,
            pool,
            turns,
            starts: draft.starts,
            seed: draft.seed.unwrap_or(SEED),
            replications: draft.replications.unwrap_or(REPLICATIONS),
        };
        study.check()?;
        Ok(study)
    }

    /// Plays no fewer ready sessions than Azure keeps. Whether those are more than were wished.
    pub fn raise(&mut self, floor: u32) -> bool {
        if !self.kind.keeps_ready() {
            return false;
        }
        let experiment = &mut self.experiment;
        let all = experiment.changes.iter_mut().map(|change| &mut change.settings).chain([&mut experiment.settings]);
        let mut is_raised = false;
        for settings in all {
            let kept = settings.ready_sessions.max(floor);
            is_raised |= kept > settings.ready_sessions;
            settings.ready_sessions = kept;
        }
        is_raised
    }

    /// Whether more ready sessions are played than are wished.
    #[must_use]
    pub fn is_raised(&self) -> bool {
        let changed = self.turns.iter().zip(&self.experiment.changes);
        let pairs = changed.map(|(turn, change)| (&turn.to.settings, &change.settings));
        let mut pairs = pairs.chain([(&self.pool.settings, &self.experiment.settings)]);
        pairs.any(|(wished, played)| played.ready_sessions > wished.ready_sessions)
    }

    /// The scales that are played one after the other, by their names.
    #[must_use]
    pub fn scales(&self) -> String {
        let scales = [&self.pool].into_iter().chain(self.turns.iter().map(|turn| &turn.to));
        scales.map(|scale| scale.name.as_str()).collect::<Vec<_>>().join(", then ")
    }

    /// The most sessions that the pool ever may have.
    #[must_use]
    pub fn most_sessions(&self) -> u32 {
        let scales = self.turns.iter().map(|turn| &turn.to).chain([&self.pool]);
        scales.map(|named| named.settings.max_sessions).max().unwrap_or(0)
    }

    /// About how many events one replication has.
    #[must_use]
    pub fn events(&self) -> f64 {
        let scales = self.turns.iter().map(|turn| &turn.to).chain([&self.pool]);
        scales.map(|named| events(&self.experiment.demand, named.settings.lifecycle)).fold(0.0, f64::max)
    }

    /// Refuses what would take too long, or too much memory.
    ///
    /// # Errors
    /// `Usage`, with the numbers.
    pub fn check(&self) -> Result<()> {
        let most = self.most_sessions();
        if most > MOST_SESSIONS {
            return Err(too_much(format!(
                "a pool of {most} sessions, and {MOST_SESSIONS} is the most that is simulated"
            )));
        }
        let each = self.events();
        let all = each * f64::from(self.replications);
        if all <= MOST_EVENTS {
            return Ok(());
        }
        if each.is_infinite() {
            return Err(endless(&self.experiment.demand));
        }
        let text = format!(
            "about {} events in each of {} replications, and {} in all is the most that is simulated",
            count(each),
            self.replications,
            count(MOST_EVENTS)
        );
        let fits = (MOST_EVENTS / each).floor();
        Err(too_much(text).hint(if fits >= 1.0 {
            format!("`--replications {fits}` would do.")
        } else {
            "Let fewer users come, or for a shorter time.".to_owned()
        }))
    }

    /// Plays it. `tell` hears how many replications are done.
    ///
    /// # Errors
    /// `Usage` where it lasts so long that nothing can be added up.
    pub fn play(&self, tell: &(dyn Fn(u32) + Sync)) -> Result<Outcome> {
        let tallies = simulate(&self.experiment, self.seed, self.replications, tell);
        let summary = Summary::of(&tallies, self.most_sessions());
        let summary = summary.ok_or_else(|| too_much("nothing was played".to_owned()))?;
        check_counted(&summary)?;
        Ok(Outcome { summary, counted: tallies.iter().map(counted).collect() })
    }
}

/// About how many events one course has on a pool with a lifecycle.
pub(super) fn events(demand: &Demand, lifecycle: Lifecycle) -> f64 {
    users(demand) * runs_of_a_user(demand) * (EVENTS_OF_A_RUN + asked_again(demand, lifecycle))
}

/// How often a run asks again at most, in the mean: each time the session of its team ends before its turn.
fn asked_again(demand: &Demand, lifecycle: Lifecycle) -> f64 {
    match (demand.identifiers, lifecycle) {
        (Identifiers::Team(size), Lifecycle::OnContainerExit { max_alive }) if demand.one_at_a_time => {
            let ends = (demand.run.mean().as_secs_f64() / max_alive.as_secs_f64()).min(1.0);
            // Nobody waits behind more than all who come.
            f64::from(size).min(users(demand)) * ends
        }
        _ => 0.0,
    }
}

/// Refuses what lasted so long that nothing can be added up: millions of years, of all who wait together.
pub(super) fn check_counted(summary: &Summary) -> Result<()> {
    if summary.is_beyond_counting() {
        let error = too_much("the times add up to more than can be counted".to_owned());
        return Err(error.hint("Let runs be shorter, fewer come, or the pool be larger."));
    }
    Ok(())
}

/// A large number in words.
pub(super) fn count(number: f64) -> String {
    match number {
        number if number >= 1e9 => format!("{:.1} billion", number / 1e9),
        number if number >= 1e6 => format!("{:.0} million", number / 1e6),
        number => format!("{number:.0}"),
    }
}

fn too_much(text: String) -> Error {
    Error::message(Kind::Usage, text)
}

/// Why users would run again and again at one instant: their runs take no time, or those whom the pool refuses do not
/// run and ask again.
pub(super) fn endless(demand: &Demand) -> Error {
    let patient = Demand { when_full: WhenFull::Wait(None), ..demand.clone() };
    if runs_of_a_user(&patient).is_infinite() {
        let error = too_much("users run again without any time between, and so never end".to_owned());
        return error.hint("Let some time pass between runs, or say `--runs`.");
    }
    let error = too_much("users whom the pool refuses would ask again at once, and so never end".to_owned());
    error.hint("Let them wait with `--when-full wait` or `wait:30s`, let some time pass between runs, or say `--runs`.")
}

fn users(demand: &Demand) -> f64 {
    match (&demand.arrivals, demand.lasts) {
        (Arrivals::Steps(steps), _) => steps.iter().map(|step| step.lasts.as_secs_f64() / 3_600.0 * step.an_hour).sum(),
        (Arrivals::Poisson { every, users }, Some(lasts)) => {
            (*users as f64).min(lasts.as_secs_f64() / every.as_secs_f64() + 1.0)
        }
        // A trace says each run.
        (Arrivals::Trace(visits), _) => visits.len() as f64,
        (_, _) => demand.users().unwrap_or(0) as f64,
    }
}

/// At most so many, in the mean. Whoever is refused does not run, and asks again all the sooner; who waits first, after
/// that.
fn runs_of_a_user(demand: &Demand) -> f64 {
    let run = demand.run.mean().as_secs_f64();
    let run = match demand.when_full {
        WhenFull::Wait(None) => run,
        WhenFull::Wait(Some(patience)) => run.min(patience.as_secs_f64()),
        WhenFull::GiveUp => 0.0,
    };
    let cycle = match &demand.rhythm {
        Rhythm::Once => return 1.0,
        Rhythm::Every(spread) => spread.mean().as_secs_f64().max(run),
        Rhythm::Think(spread) => spread.mean().as_secs_f64() + run,
    };
    let most = demand.runs.map_or(f64::INFINITY, f64::from);
    let time = demand.stay.into_iter().chain(demand.lasts).min().map_or(f64::INFINITY, |time| time.as_secs_f64());
    // Times are whole milliseconds: what is shorter in the mean may be none at all.
    let fit = if cycle < 0.001 { f64::INFINITY } else { time / cycle + 1.0 };
    most.min(fit)
}

/// What came of a study.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// All replications together.
    pub summary: Summary,
    /// What is billed of each.
    pub counted: Vec<Counted>,
}

impl Outcome {
    /// A measure. The longest wait is that of all replications, about which nothing more is said.
    #[must_use]
    pub fn estimate(&self, measure: Measure) -> Estimate {
        if measure == Measure::LongestWait {
            return Estimate { mean: self.summary.longest_wait, half_width: None };
        }
        Estimate::of(self.summary.values(measure))
    }

    /// By how much a measure is larger than elsewhere, seed by seed.
    #[must_use]
    pub fn difference(&self, other: &Self, measure: Measure) -> Estimate {
        if measure == Measure::LongestWait {
            let mean = self.summary.longest_wait - other.summary.longest_wait;
            return Estimate { mean, half_width: None };
        }
        let pairs = self.summary.values(measure).iter().zip(other.summary.values(measure));
        let differences: Vec<f64> = pairs.map(|(one, another)| one - another).collect();
        Estimate::of(&differences)
    }

    /// The course, summed over the replications.
    #[must_use]
    pub fn course(&self) -> &Course {
        &self.summary.course
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::demand::{Beside, parse};

    fn pool(max_sessions: u32) -> Named {
        let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
        let settings = Settings { max_sessions, ready_sessions: 1, lifecycle, expires_after: None };
        Named { name: format!("max {max_sessions}"), settings }
    }

    fn study(text: &str, max: u32) -> Result<Study> {
        let nothing = |_: &str| Err(String::new());
        let profile = |_: &str| Ok(pool(50).settings);
        let draft = parse("d.yaml", text, &Beside { text: &nothing, profile: &profile }).unwrap();
        Study::of("d".into(), draft, pool(max))
    }

    /// What is estimated is about what is played, and never less.
    #[test]
    fn events_are_estimated() {
        for text in [
            "users: 200\nrun: 10s",
            "users: 200\nrun: 10s\nevery: 2m\nfor: 1h",
            "users: 200\nrun: 10s\nthink: {exponential: 1m}\nfor: 1h\nwhenFull: wait",
            "users: 100\nrun: 1s\nthink: 1s\nruns: 50\nidentifier: run",
            "users: 200\nrun: 40s\nthink: 0s\nwhenFull: {wait: 30s}\nfor: 20m",
            "arrive: {poisson: 2s}\nrun: 1s\nfor: 1h",
            "arrive: {steps: [{for: 10m, perHour: 3600}, {for: 1h, perHour: 60}]}\nrun: 1s\nwhenFull: {wait: 5s}",
        ] {
            let study = study(text, 50).unwrap();
            let tally = &simulate(&study.experiment, 1, 1, &|_| {})[0];
            let share = tally.events as f64 / study.events();
            assert!((0.1..=1.1).contains(&share), "{text}: {} and not {}", tally.events, study.events());
        }
    }

    #[test]
    fn what_would_take_too_long_is_refused_with_the_numbers() {
        for (text, max, expected, hint) in [
            (
                "users: 2000000\nrun: 1s\nevery: 1m\nfor: 1d",
                50,
                "about 14.4 billion events in each of 20 replications, and 2.0 billion",
                "Let fewer users come",
            ),
            (
                "users: 100000\nrun: 1s\nevery: 1m\nfor: 3h\nreplications: 99",
                50,
                "about 90 million events in each of 99",
                "`--replications 22` would do.",
            ),
            (
                "users: 100000\nrun: 1s\nidentifier: {team: 100000}\n\
                 settings: {maxSessions: 5, readySessions: 1, lifecycle: {type: OnContainerExit, maxAlive: 2s}}",
                50,
                "about 5.0 billion events in each of 20",
                "Let fewer users come",
            ),
            ("users: 1\nrun: 0s\nthink: 0s\nfor: 1h", 50, "without any time between", "`--runs`"),
            ("users: 1\nrun: 0s\nthink: 0s\nfor: 1h\nwhenFull: wait", 50, "without any time between", "`--runs`"),
            ("users: 1\nrun: 1h\nevery: 0s\nstay: 1h", 50, "refuses would ask again at once, and so never", "`--runs`"),
            ("users: 1\nrun: 10s\nthink: 0s\nfor: 10m", 50, "users whom the pool refuses", "`--when-full wait`"),
            (
                "users: 1\nrun: 10s\nthink: 0s\nfor: 10m\nwhenFull: {wait: 0s}",
                50,
                "whom the pool refuses",
                "`wait:30s`",
            ),
            ("users: 1\nrun: 1s", 1_000_001, "a pool of 1000001 sessions, and 1000000 is the most", ""),
        ] {
            let error = study(text, max).unwrap_err();
            assert_eq!(error.kind(), Kind::Usage);
            assert!(error.to_string().contains(expected), "{error}");
            assert!(error.hints().join(" ").contains(hint), "{:?}", error.hints());
        }
        for said in ["runs: 9", "run: 10s\nfor: 10m\nwhenFull: wait", "run: 10s\nfor: 10m\nwhenFull: {wait: 30s}"] {
            let run = if said.contains("run:") { "" } else { "run: 0s\n" };
            assert!(study(&format!("users: 1\n{run}think: 0s\n{said}"), 50).is_ok(), "{said}");
        }
    }

    /// A code interpreter keeps no ready sessions, is changed at once, and has a limit of its own.
    #[test]
    fn a_kind_has_its_own_rules() {
        let text = "users: 1\nrun: 1s\nkind: PythonLTS\nschedule: [{at: 0s, profile: a}, {at: 5m, profile: b}]";
        let one = study(text, 7).unwrap();
        let ready = |study: &Study| (study.pool.settings.ready_sessions, study.turns[0].to.settings.ready_sessions);
        assert_eq!((ready(&one), one.experiment.changes[0].settings.ready_sessions), ((0, 0), 0));
        assert_eq!(one.experiment.starts.operation, Spread::Constant(Duration::ZERO));
        let custom = study(&text.replace("PythonLTS", "CustomContainer"), 7).unwrap();
        assert_eq!((ready(&custom), custom.experiment.starts), ((1, 1), StartTimes::usual()));
        let error = study("users: 1\nrun: 1s\nkind: Shell", 601).unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (Kind::InvalidScale, "max sessions 601: a Shell pool has at most 600".into())
        );
    }

    #[test]
    fn times_that_cannot_be_added_up_are_refused() {
        for text in ["identifier: {team: 100000}", "whenFull: wait", "identifier: {shared: 1}"] {
            let text = format!(
                "users: 100000\narrive: 0s\nrun: {{lognormal: {{median: 366d, sigma: 2}}}}\n{text}\nreplications: 1"
            );
            let error = study(&text, 2).unwrap().play(&|_| {}).unwrap_err();
            assert!(error.to_string().contains("more than can be counted"), "{error}");
        }
    }

    #[test]
    fn the_schedule_says_what_the_pool_is() {
        let first = study("users: 1\nrun: 1s\nschedule: [{at: 0s, profile: a}, {at: 5m, profile: b}]", 7).unwrap();
        assert_eq!((first.pool.name.as_str(), first.turns.len(), first.most_sessions()), ("a", 1, 50));
        let named = study("users: 1\nrun: 1s\nprofile: c\nschedule: [{at: 0s, profile: a}]", 7).unwrap();
        assert_eq!((named.pool.name.as_str(), named.turns.len()), ("c", 1));
        assert_eq!(study("users: 1\nrun: 1s", 7).unwrap().pool, pool(7));
    }
}
