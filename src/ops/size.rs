//! The smallest scale for a demand, as somebody asked for it.

use super::simulate::{REPLICATIONS, SEED, check_counted, count, end_some_time, endless, events, start_times};
use crate::capacity::formula::Service;
use crate::capacity::size::{self, Answer, Question};
use crate::config::demand::Draft;
use crate::error::{Error, Kind, Result};
use crate::model::limits::{self, MAX_SESSIONS_CODE_INTERPRETER};
use crate::model::{Kind as PoolKind, Lifecycle, Settings};

/// Where the search ends for custom containers, of whose most sessions nothing is published.
const MOST_SESSIONS_CUSTOM: u32 = 20_000;

/// Scales that a whole answer tries, about: the smallest, six others, five leads.
const TRIES: f64 = 150.0;

/// The most events of all tries together: about a minute.
const MOST_EVENTS: f64 = 4e8;

/// What is asked, as it was said.
#[derive(Debug, Clone)]
pub struct Request {
    /// Who comes.
    pub draft: Draft,
    /// When a session ends.
    pub lifecycle: Lifecycle,
    /// How good the pool is to be.
    pub service: Service,
    /// What the pool is before.
    pub base: Settings,
}

/// The question in full.
///
/// # Errors
/// `Usage` where something is missing, does not go together, or would take too long; `InvalidScale` for a lifecycle
/// that Azure does not take.
pub fn question(request: &Request) -> Result<Question> {
    let mut draft = request.draft.clone();
    end_some_time(&mut draft);
    let demand = draft.demand()?;
    let probe = Settings { max_sessions: 2, ready_sessions: 1, lifecycle: request.lifecycle, expires_after: None };
    let kind = draft.kind.unwrap_or(PoolKind::CustomContainer);
    limits::check_for(&probe, kind)?;
    let fits = (MOST_EVENTS / TRIES / events(&demand, request.lifecycle)).clamp(2.0, f64::from(REPLICATIONS)) as u32;
    let question = Question {
        demand,
        lifecycle: request.lifecycle,
        service: request.service,
        starts: start_times(&draft.starts, kind),
        on_a_node: draft.on_a_node,
        most: if kind == PoolKind::CustomContainer { MOST_SESSIONS_CUSTOM } else { MAX_SESSIONS_CODE_INTERPRETER },
        keeps_ready: kind.keeps_ready(),
        seed: draft.seed.unwrap_or(SEED),
        replications: draft.replications.unwrap_or(fits),
    };
    check(&question)?;
    Ok(question)
}

/// Answers it; `None` where nobody comes. `tell` hears what is being looked for.
///
/// # Errors
/// `Usage` where it lasts so long that nothing can be added up.
pub fn answer(question: &Question, base: &Settings, tell: &(dyn Fn(&str) + Sync)) -> Result<Option<Answer>> {
    let answer = size::size(question, base, tell);
    answer.map(|answer| check_counted(&answer.size.summary).map(|()| answer)).transpose()
}

/// Refuses what would take too long.
fn check(question: &Question) -> Result<()> {
    let each = events(&question.demand, question.lifecycle);
    let all = each * f64::from(question.replications) * TRIES;
    if each.is_finite() && all <= MOST_EVENTS {
        return Ok(());
    }
    if each.is_infinite() {
        return Err(endless(&question.demand));
    }
    let text = format!("about {} events, tried about {TRIES} times in {} courses", count(each), question.replications);
    let error = Error::message(Kind::Usage, text);
    let fits = (MOST_EVENTS / TRIES / each).floor();
    Err(if fits >= 2.0 {
        error.hint(format!("`--replications {fits}` would do."))
    } else {
        error.hint("Let fewer users come, or for a shorter time; the answer grows with their number.")
    })
}
