//! The smallest scale that serves a demand as well as was wished: guessed by formula, found by simulation.

use super::formula::{Formula, Service};
use crate::model::limits::READY_FLOOR_CUSTOM_CONTAINER;
use crate::model::{Demand, Identifiers, Lifecycle, Settings, WhenFull};
use crate::sim::experiment::Change;
use crate::sim::{Estimate, Experiment, StartTimes, Summary, simulate};
use std::time::Duration;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Who comes.
    pub demand: Demand,
    /// When a session ends.
    pub lifecycle: Lifecycle,
    /// How good the pool is to be.
    pub service: Service,
    /// How long starts take.
    pub starts: StartTimes,
    /// How many sessions a node holds.
    pub on_a_node: Option<u32>,
    /// Most sessions that a pool can have.
    pub most: u32,
    /// Whether the pool keeps ready sessions; code interpreters do not.
    pub keeps_ready: bool,
    /// The seed.
    pub seed: u64,
    /// How many courses are played for each scale that is tried.
    pub replications: u32,
}

/// A scale, and how it does.
#[derive(Debug, Clone)]
pub struct Sized {
    /// The scale.
    pub settings: Settings,
    /// How it does, on courses that the search has not seen.
    pub summary: Summary,
    /// Whether that is as good as was wished.
    pub serves: bool,
}

/// What changes when something else does.
#[derive(Debug, Clone, PartialEq)]
pub struct Otherwise {
    /// What differs.
    pub what: What,
    /// The scale that would do; `None` where none within the limits does.
    pub scale: Option<(u32, u32)>,
}

/// What differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Another cooldown.
    Cooldown(Duration),
    /// Other identifiers.
    Identifiers(Identifiers),
}

/// How the opening goes when the scale-up was asked for so long before.
#[derive(Debug, Clone)]
pub struct Lead {
    /// How long before the first may come.
    pub lead: Duration,
    /// The wait of those who had to be given a session, in seconds.
    pub wait: Estimate,
    /// Share of runs that got none.
    pub refused: Estimate,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the formulas say.
    pub formula: Formula,
    /// The smallest scale that serves, or the best within the limits.
    pub size: Sized,
    /// With other cooldowns and identifiers.
    pub otherwise: Vec<Otherwise>,
    /// With a scale-up from the pool's base at different times before.
    pub leads: Vec<Lead>,
}

/// Cooldowns that are compared: the shortest and the longest that Azure takes, and two between.
const COOLDOWNS: [u64; 4] = [300, 600, 1_800, 3_600];

/// Leads that are compared.
const LEADS: [u64; 5] = [0, 5, 10, 15, 30];

/// How many scales may be tried before the search must have ended: twice the bits of a number.
const MOST_TRIES: u32 = 64;

impl Question {
    fn experiment(&self, settings: Settings) -> Experiment {
        Experiment {
            demand: self.demand.clone(),
            settings,
            changes: vec![],
            starts: self.starts.clone(),
            on_a_node: self.on_a_node,
            deletes_in: Duration::ZERO,
            measure_from: Duration::ZERO,
        }
    }

    fn settings(&self, max: u32, ready: u32) -> Settings {
        Settings { max_sessions: max, ready_sessions: ready, lifecycle: self.lifecycle, expires_after: None }
    }

    fn played(&self, settings: Settings, seed: u64, times: u32) -> Option<Summary> {
        let most = settings.max_sessions;
        Summary::of(&simulate(&self.experiment(settings), seed, times, &|_| {}), most)
    }

    fn formula(&self) -> Formula {
        Formula::of(&self.demand, self.lifecycle, self.starts.cold.mean(), &self.service)
    }

    /// The most ready sessions that a pool of so many can have.
    fn ready(&self, max: u32, ready: u32) -> u32 {
        if self.keeps_ready { ready.min(max.saturating_sub(1)) } else { 0 }
    }
}

/// How many times a scale that was found is made larger until it serves on courses that it was not found by.
const MOST_CORRECTIONS: u32 = 24;

/// Finds the smallest scale; `None` where nobody comes. `tell` hears what is being tried.
pub fn size(question: &Question, base: &Settings, tell: &(dyn Fn(&str) + Sync)) -> Option<Answer> {
    let formula = question.formula();
    tell("the smallest scale");
    let size = judged(question, smallest(question, question.replications))?;
    if size.summary.asked.mean == 0.0 {
        return None;
    }
    let otherwise = others(question).into_iter().map(|(what, question)| {
        tell(match what {
            What::Cooldown(_) => "other cooldowns",
            What::Identifiers(_) => "other identifiers",
        });
        Otherwise { what, scale: smallest(&question, question.replications.min(6)).ok() }
    });
    let otherwise = otherwise.collect();
    tell("scaling up earlier and later");
    let leads = LEADS.into_iter().filter_map(|minutes| lead(question, base, &size.settings, minutes)).collect();
    Some(Answer { formula, size, otherwise, leads })
}

/// What was found by some courses is judged by others, and made a little larger where these ask for more.
fn judged(question: &Question, found: Result<Scale, Scale>) -> Option<Sized> {
    let (mut max, mut ready) = found.unwrap_or_else(|best| best);
    for correction in 0.. {
        // Each time by courses that nobody has seen.
        let seed = question.seed.wrapping_add(1 + u64::from(correction));
        let settings = question.settings(max, ready);
        let summary = question.played(settings.clone(), seed, question.replications)?;
        let serves = found.is_ok() && serves(&question.service, &summary);
        if serves || found.is_err() || correction == MOST_CORRECTIONS || max >= question.most {
            return Some(Sized { settings, summary, serves });
        }
        let (more, warmer) = (max + max.div_ceil(50), ready + ready.div_ceil(20).max(1));
        if lets_in(&question.service, &summary) && question.ready(max, warmer) > ready {
            ready = warmer;
        } else {
            max = more.min(question.most);
        }
        ready = question.ready(max, ready);
    }
    None
}

/// Whether a pool does as was wished, with the uncertainty against it.
fn serves(service: &Service, summary: &Summary) -> bool {
    lets_in(service, summary) && is_quick(service, summary)
}

fn lets_in(service: &Service, summary: &Summary) -> bool {
    upper(&summary.refused) <= service.refused
}

fn is_quick(service: &Service, summary: &Summary) -> bool {
    let wait = service.wait.as_secs_f64();
    upper(&summary.wait_p95) <= wait && upper(&summary.start_p95) <= wait
}

fn upper(estimate: &Estimate) -> f64 {
    estimate.mean + estimate.half_width.unwrap_or(0.0)
}

/// Max and ready sessions.
type Scale = (u32, u32);

/// The smallest max that lets enough in, then the fewest ready sessions that are quick enough; else the best that was
/// seen.
fn smallest(question: &Question, replications: u32) -> Result<Scale, Scale> {
    let formula = question.formula();
    let guess = formula.opening.max(formula.at_random).max(1);
    let played = |max: u32, ready: u32| {
        let settings = question.settings(max, question.ready(max, ready));
        question.played(settings, question.seed, replications)
    };
    // Where people wait, nobody is refused: room shows in how long they wait, with as many ready as can be.
    let waits = question.demand.when_full != WhenFull::GiveUp;
    let does = |max: u32| {
        let summary = played(max, if waits { max } else { formula.ready });
        let judge = if waits { serves } else { lets_in };
        summary.is_some_and(|summary| judge(&question.service, &summary))
    };
    let least = if question.keeps_ready { 2 } else { 1 };
    // Where everybody keeps a session, one fewer locks the same one out all the time, however small a share that is.
    let all_stay = question.demand.users().is_some_and(|users| formula.users >= users as f64 - 0.5);
    let keeps_one = question.demand.identifiers == Identifiers::User && formula.found_again && all_stay;
    let least = if keeps_one { formula.steady.clamp(least, question.most) } else { least };
    let Some(mut max) = least_that(guess, (least, question.most), does) else {
        // Where people wait for more than room, as for their own team, no room is enough: then what is needed is best.
        let best = if waits { guess.min(question.most) } else { question.most };
        return Err((best, question.ready(best, formula.ready)));
    };
    let quick = |max: u32, ready: u32| played(max, ready).is_some_and(|summary| serves(&question.service, &summary));
    // What is not quick enough with as many as anybody could want will not be with more.
    let roomy = max.max(guess).saturating_mul(2).saturating_add(10).min(question.most);
    if !quick(roomy, roomy) {
        return Err((max, question.ready(max, formula.ready)));
    }
    for _ in 0..MOST_TRIES {
        let most = question.ready(max, max);
        let ready = if question.keeps_ready {
            least_that(formula.ready, (READY_FLOOR_CUSTOM_CONTAINER.min(most), most), |ready| quick(max, ready))
        } else {
            quick(max, 0).then_some(0)
        };
        if let Some(ready) = ready {
            return Ok((max, ready));
        }
        // Even with all of them ready it is not enough: those who wait in line need room.
        if max >= question.most {
            break;
        }
        max = (max + max.div_ceil(20)).min(question.most);
    }
    Err((max, question.ready(max, formula.ready)))
}

/// The least number in a range that does, where whatever is larger than one that does, does too: first away from the
/// guess in steps that double, then by halves.
fn least_that(guess: u32, (least, most): (u32, u32), does: impl Fn(u32) -> bool) -> Option<u32> {
    let guess = guess.clamp(least, most);
    let (mut fails, mut works, mut step) = (None, None, (guess / 16).max(1));
    let mut at = guess;
    while fails.is_none() || works.is_none() {
        if does(at) {
            works = Some(at);
            if at == least || fails.is_some() {
                break;
            }
            at = at.saturating_sub(step).max(least);
        } else {
            fails = Some(at);
            if at == most {
                return None;
            }
            if works.is_some() {
                break;
            }
            at = at.saturating_add(step).min(most);
        }
        step = step.saturating_mul(2);
    }
    let mut works = works?;
    let Some(mut fails) = fails else { return Some(works) };
    while works - fails > 1 {
        let middle = fails + (works - fails) / 2;
        if does(middle) { works = middle } else { fails = middle }
    }
    Some(works)
}

/// The same question with something else.
fn others(question: &Question) -> Vec<(What, Question)> {
    let mut others = Vec::new();
    if let Lifecycle::Timed { cooldown: is } = question.lifecycle {
        for cooldown in COOLDOWNS.map(Duration::from_secs).into_iter().filter(|cooldown| *cooldown != is) {
            let lifecycle = Lifecycle::Timed { cooldown };
            others.push((What::Cooldown(cooldown), Question { lifecycle, ..question.clone() }));
        }
    }
    for identifiers in [Identifiers::User, Identifiers::Run] {
        if identifiers != question.demand.identifiers {
            let demand = Demand { identifiers, ..question.demand.clone() };
            others.push((What::Identifiers(identifiers), Question { demand, ..question.clone() }));
        }
    }
    others
}

/// The opening of a pool that is at its base when its scale-up is asked for.
fn lead(question: &Question, base: &Settings, settings: &Settings, minutes: u64) -> Option<Lead> {
    let lead = Duration::from_secs(60 * minutes);
    let demand = Demand {
        begins: question.demand.begins + lead,
        lasts: question.demand.lasts.map(|lasts| lasts + lead),
        ..question.demand.clone()
    };
    let question = Question { demand, ..question.clone() };
    // Azure keeps one where none is wished.
    let kept = base.ready_sessions.max(READY_FLOOR_CUSTOM_CONTAINER);
    let base = Settings { ready_sessions: question.ready(base.max_sessions, kept), ..base.clone() };
    let changes = vec![Change { at: Duration::ZERO, settings: settings.clone() }];
    let experiment = Experiment { changes, ..question.experiment(Settings { lifecycle: settings.lifecycle, ..base }) };
    let tallies = simulate(&experiment, question.seed, question.replications, &|_| {});
    let summary = Summary::of(&tallies, settings.max_sessions)?;
    Some(Lead { lead, wait: summary.start_p95, refused: summary.refused })
}

#[cfg(test)]
mod tests;
