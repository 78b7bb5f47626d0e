//! What an event, a lease or any stretch of time was on a pool, after it: planned and as it came.
//!
//! Two witnesses, and each says what it saw: Azure Monitor's metrics, which see the sessions and nobody's intentions,
//! and the journal of this machine, which sees what was changed from here and nothing else. Metrics go with their pool:
//! what they were when this machine parked it was kept.

mod down;
pub mod kept;
mod known;
pub mod measures;
pub mod noted;
mod others;
pub mod suggestion;
pub mod window;

use super::Ops;
use super::expense::{Around, Budgets, Metered, Tail, Visit, longest, of_event};
use super::journal::{Entry, Failed, Warmed};
use super::settle::about;
use crate::cost::{Bill, Card, Estimate, Rates, Stretch};
use crate::error::{Error, Kind, Result};
use crate::model::time::utc;
use crate::model::{
    Finding, Kind as PoolKind, Mark, Minute, Minutes, Pool, PoolId, Profile, Scale, Settings, whole_minute,
};
use crate::schedule::records::Known;
use crate::schedule::timeline::Span;
use crate::schedule::{Claim, Occurrence, Records, ScheduledEvent, Source as Claims};
use down::kept_down;
use jiff::{SignedDuration, Timestamp};
use kept::{Kept, joined};
use known::{asked, maxes, most};
use measures::{Frame, Measures, measure};
use noted::{Noted, noted};
use others::{Look, look, others, shared};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use suggestion::{Suggestion, suggest};
use window::Window;

/// Days for which Azure Monitor keeps platform metrics (Azure Monitor's page on data retention: 93 days).
pub const RETENTION_DAYS: i64 = 93;

/// A pool and a time that is looked back on.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The pool.
    pub id: PoolId,
    /// The time.
    pub window: Window,
    /// Every event of the pool file on this pool but the one that is looked back on.
    pub others: Vec<ScheduledEvent>,
    /// The one that is looked back on; it may come again.
    pub own: Option<ScheduledEvent>,
    /// What events may cost.
    pub budgets: Budgets,
    /// The base under it; `None` where no file says anything.
    pub base: Option<Claim>,
    /// What the pool file says of what its cost depends on: for a pool that does not stand.
    pub metered: Option<Metered>,
}

impl Subject {
    /// A time on a pool of which no file says anything.
    #[must_use]
    pub fn new(id: PoolId, window: Window) -> Self {
        Self { id, window, others: Vec::new(), own: None, budgets: Budgets::new(), base: None, metered: None }
    }

    /// The claim of what was asked for; `None` where nobody says that, or until when.
    fn claim(&self) -> Option<Claim> {
        let Window { from, start, until, is_planned, asked, .. } = &self.window;
        let (profile, settings) = asked.as_ref().filter(|_| *is_planned)?;
        Some(match &self.own {
            Some(event) => event.claim(&Occurrence { from: *from, start: *start, until: *until, remarks: Vec::new() }),
            None => Claim { source: Claims::Lease(None), ..Claim::base(profile, settings.clone()) },
        })
    }

    /// What was planned: the same as `pool cost` says before, with the time until a pool is gone that is parked then.
    fn planned(&self, card: &Card, metered: &Metered) -> Vec<Span> {
        let Some(claim) = self.claim() else { return Vec::new() };
        let window = (self.window.from, self.window.until);
        let Some(base) = &self.base else { return of_event(metered.kind, &claim, None, window, &|_| Vec::new()) };
        let holding = |time| self.visited(base, &claim, Some(metered.clone()), |visit| visit.holding(card, time));
        of_event(metered.kind, base, Some(claim.clone()), window, &holding)
    }

    /// Looks at a claim on this pool as its budget does.
    fn visited<T>(&self, base: &Claim, claim: &Claim, metered: Option<Metered>, look: impl Fn(&Visit<'_>) -> T) -> T {
        let (known, records) = (self.known(), Records::default());
        let around = Around { base, known: &known, budgets: &self.budgets, records: &records };
        look(&Visit { pool: &self.id.name, metered, around, claim, depth: 0 })
    }

    /// All events of the pool file on this pool.
    fn known(&self) -> Known {
        Known { events: self.others.iter().chain(&self.own).cloned().collect(), ..Known::default() }
    }
}

/// What a time was on a pool.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The pool.
    pub id: PoolId,
    /// What runs in its sessions, where that is known.
    pub kind: Option<PoolKind>,
    /// The time that was meant.
    pub window: Window,
    /// The scale that was asked for; ready `None` where the pool keeps none.
    pub asked: Scale,
    /// Where that is known from.
    pub asked_by: Source,
    /// Max sessions from each instant on.
    pub maxes: Vec<(Timestamp, u32)>,
    /// Where those are known from.
    pub maxes_by: Source,
    /// What the journal says; `None` where it has nothing of it.
    pub noted: Option<Noted>,
    /// What Azure Monitor saw; `None` where it has nothing of it.
    pub measures: Option<Measures>,
    /// The minutes themselves, with some before and behind.
    pub minutes: Minutes,
    /// What it cost.
    pub cost: Cost,
    /// What would have done; or why that cannot be said.
    pub suggestion: Result<Suggestion, suggestion::Unknown>,
    /// From when to when something is told: as planned and as it came, whichever is longer.
    pub span: (Timestamp, Timestamp),
    /// When it was parked after the end, from this machine.
    pub parked: Option<Timestamp>,
    /// Whether it is over.
    pub is_over: bool,
    /// Whether its budget kept the pool from being raised for it.
    pub kept_down: bool,
    /// What is not known, and what else to know.
    pub findings: Vec<Finding>,
}

/// Where something is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The pool file and its profiles.
    Files,
    /// The journal of this machine.
    Journal,
    /// Azure Monitor.
    Metrics,
    /// The pool as it is now.
    Pool,
}

impl Source {
    /// In words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Files => "the files",
            Self::Journal => "the journal",
            Self::Metrics => "Azure Monitor",
            Self::Pool => "the pool as it is now",
        }
    }
}

/// What it cost, as far as that can be said.
#[derive(Debug, Clone)]
pub struct Cost {
    /// The rates that count; or why there are none.
    pub rates: Result<Rates, String>,
    /// As planned: when nobody comes, and when it is full throughout.
    pub planned: Option<Estimate>,
    /// For how long that is after the end, where its base is parked: until the pool is gone.
    pub tail: Option<Tail>,
    /// By the sessions that were seen.
    pub seen: Option<Bill>,
    /// By the scales in the journal, where none were seen: when nobody came, and when it was full throughout.
    pub noted: Option<Estimate>,
    /// How long the minutes last that were seen, and of how much.
    pub covers: (SignedDuration, SignedDuration),
}

impl Receipt {
    /// How long it was to be warm, in whole minutes.
    #[must_use]
    pub fn planned_time(&self) -> SignedDuration {
        whole_minute(self.window.from).duration_until(whole_minute(self.window.until))
    }

    /// How long it was warm, and who says so: Azure Monitor, else the journal.
    #[must_use]
    pub fn actual_time(&self) -> Option<(SignedDuration, Source)> {
        let seen = self.measures.as_ref().and_then(|measures| measures.warm);
        let noted = || self.noted.as_ref()?.lasted(self.span);
        seen.map(|warm| (warm.lasted, Source::Metrics)).or_else(|| noted().map(|time| (time, Source::Journal)))
    }

    /// How long before the start it was warm, in whole minutes; negative where it was late.
    #[must_use]
    pub fn ahead(&self) -> Option<(SignedDuration, Source)> {
        let seen = self.measures.as_ref().and_then(|measures| measures.warm).map(|warm| (warm.from, Source::Metrics));
        let noted = || self.noted.as_ref()?.warm.map(|warm| (warm.max(self.span.0), Source::Journal));
        let until_start = |at| whole_minute(at).duration_until(whole_minute(self.window.start));
        seen.or_else(noted).map(|(at, source)| (until_start(at), source))
    }

    /// The most max sessions that held from its start to its end; as asked for where that is not known.
    #[must_use]
    pub fn held_max(&self) -> u32 {
        let (start, end) = (self.window.start, self.window.end());
        let before = self.maxes.iter().rfind(|(since, _)| *since <= start);
        let within = self.maxes.iter().filter(|(since, _)| start < *since && *since < end);
        before.into_iter().chain(within).map(|(_, max)| *max).max().unwrap_or(self.asked.max)
    }

    /// What is suggested, as a profile of that name, from what is called so.
    #[must_use]
    pub fn profile(&self, name: &str, from: &str) -> Option<Profile> {
        let suggestion = self.suggestion.as_ref().ok()?;
        let (peak, _) = self.measures.as_ref()?.peak?;
        let after = if self.window.asked.is_some() { format!(" after {from}") } else { String::new() };
        let description = format!("Found by `pool receipt`{after}: {peak} at once and some room");
        Some(Profile { name: name.to_owned(), description: Some(description), settings: suggestion.settings.clone() })
    }

    /// Whether the pool keeps ready sessions.
    #[must_use]
    pub fn keeps_ready(&self) -> bool {
        self.kind.is_none_or(PoolKind::keeps_ready)
    }
}

/// Looks back on a pool; `copies` is the folder in which parking keeps what goes with a pool.
///
/// # Errors
/// `NotFound` where nobody has seen anything, `Usage` for a time to come, `SignedOut`, and whatever keeps the pool from being read.
pub async fn receipt(ops: &Ops, subject: &Subject, copies: &Path) -> Result<Receipt> {
    ops.tell(super::Step::Reading);
    let pool = ops.get(&subject.id).await?;
    let now = begun(ops, &subject.window)?;
    let mut findings = Vec::new();
    let journaled = journal(ops, &subject.id, &mut findings);
    let (entries, warmed) = journaled.carried_out();
    let others = others(ops, pool.as_ref(), subject, &entries, now);
    let Look { from, until, is_cut } = look(subject, &others, now);
    let (minutes, trouble) = minutes(ops, subject, (pool.as_ref(), copies), (from, until), &mut findings).await?;
    let now = minutes.0.last().map_or(now, |last| last.until().max(now));
    let (asked, asked_by, settings) = asked(subject, &entries, &minutes, pool.as_ref());
    let meant = (subject.window.from, subject.window.end());
    let mut noted = noted(&entries, &warmed, (asked, meant), (from, until));
    let (mut maxes, mut maxes_by) = maxes(subject, pool.as_ref(), noted.as_ref(), (asked, asked_by), from);
    let kind = pool.as_ref().map(Pool::counts_as).or(subject.metered.as_ref().map(|metered| metered.kind));
    let frame = Frame { start: subject.window.start, end: subject.window.end().min(now), asked };
    let measured = |maxes: &[(Timestamp, u32)]| {
        (!minutes.0.is_empty()).then(|| measure(&minutes, &frame, &|minute: &Minute| most(maxes, minute)))
    };
    let mut measures = measured(&maxes);
    let over = kept_down(ops, pool.as_ref(), subject, (noted.as_ref(), measures.as_ref()));
    let kept_down = over.is_some();
    if noted.is_none() && minutes.0.is_empty() && (trouble.is_some() || !kept_down) {
        return Err(trouble.unwrap_or_else(|| nothing(subject, now)));
    }
    if kept_down && maxes_by == Source::Files {
        // What was asked for never held.
        (maxes, maxes_by) = (vec![(from, pool.as_ref().map_or(0, |pool| pool.scale.max))], Source::Pool);
        measures = measured(&maxes);
    }
    only_own((&mut noted, &mut measures), kept_down, is_cut);
    let suggestion = suggested(measures.as_ref(), kind, (&frame, &settings));
    let after = after(subject, (pool.as_ref(), kind), &entries, until.min(now));
    let span = span(subject, (noted.as_ref(), measures.as_ref(), after), (from, until), now);
    let is_over = subject.window.end() <= now;
    let failures: Vec<Finding> = journaled.failures((from, until)).collect();
    let is_told = noted.is_some() || kept_down || !failures.is_empty();
    findings.extend(failures.into_iter().chain(over).chain(shared(subject, &others)));
    findings.extend((!is_told).then(by_others));
    findings.extend((!is_over).then(|| note("not over", "this is what was until now")));
    Ok(Receipt {
        cost: cost(ops, (pool.as_ref(), subject), &settings, (&minutes, &entries), span),
        id: subject.id.clone(),
        window: subject.window.clone(),
        is_over,
        kept_down,
        kind,
        asked,
        asked_by,
        maxes,
        maxes_by,
        noted,
        measures,
        minutes,
        suggestion,
        span,
        parked: after.filter(|after| after.is_parked).map(|after| after.until),
        findings,
    })
}

/// Takes out what was up for others alone.
fn only_own((noted, measures): (&mut Option<Noted>, &mut Option<Measures>), kept_down: bool, is_cut: (bool, bool)) {
    if kept_down {
        // What was not lowered yet when it began was up for the one before.
        noted.iter_mut().for_each(Noted::not_raised);
        measures.iter_mut().for_each(Measures::not_raised);
    }
    if let Some(measures) = measures {
        noted.iter().for_each(|noted| measures.raised(noted));
        measures.cut(is_cut);
    }
}

/// What would have done, where anybody saw it.
fn suggested(
    measures: Option<&Measures>,
    kind: Option<PoolKind>,
    (frame, settings): (&Frame, &Settings),
) -> Result<Suggestion, suggestion::Unknown> {
    match (measures, kind) {
        (Some(measures), Some(kind)) => suggest(measures, frame, settings, kind),
        (Some(_), None) => Err("nobody knows what ran in its sessions"),
        (None, _) => Err("Azure Monitor has nothing of it"),
    }
}

/// What time it is, where the window has begun by then.
fn begun(ops: &Ops, window: &Window) -> Result<Timestamp> {
    let now = ops.clock.now();
    // The clock of the server may be ahead of ours.
    if window.from <= now.max(ops.azure.time()) {
        return Ok(now);
    }
    let text = format!("{} is in the future: a receipt is of what was", utc(window.from));
    Err(Error::message(Kind::Usage, text)
        .hint(format!("`pool cost --from {} --to {}` says what will be.", window.from, window.until)))
}

/// What Azure Monitor saw, of now and as kept, and what kept it from being told.
async fn minutes(
    ops: &Ops,
    subject: &Subject,
    (pool, copies): (Option<&Pool>, &Path),
    (from, until): (Timestamp, Timestamp),
    findings: &mut Vec<Finding>,
) -> Result<(Minutes, Option<Error>)> {
    let (now, trouble, finding) = seen(ops, subject, pool, (from, until)).await?;
    let meant = |kept: &Kept| Minutes(kept.minutes.within(from, until).copied().collect());
    let (kept, unread) = kept::find(copies, &subject.id);
    let unread = unread.into_iter().map(|path| format!("{} cannot be read, and is left out", path.display()));
    findings.extend(unread.map(|text| Finding::new(Mark::Warning, "metrics", text)));
    let kept: Vec<Kept> = kept.iter().map(|kept| Kept { at: kept.at, minutes: meant(kept) }).collect();
    let all = joined(kept.iter().map(|kept| &kept.minutes).chain([&now]));
    // Where what was kept tells it, nothing is missing because the pool is gone, or was made again later.
    let has: BTreeSet<Timestamp> = now.0.iter().map(|minute| minute.at).collect();
    let told = kept.iter().filter(|kept| kept.minutes.0.iter().any(|minute| !has.contains(&minute.at)));
    let before = findings.len();
    findings.extend(told.filter_map(|kept| {
        let (first, last) = (kept.minutes.0.first()?, kept.minutes.0.last()?);
        let (first, last, at) = (utc(first.at), utc(last.until().min(kept.at)), utc(kept.at));
        Some(note("metrics", format!("from {first} to {last} as kept when it was parked at {at}")))
    }));
    findings.extend(finding.filter(|finding| finding.mark != Mark::Note || findings.len() == before));
    // What was seen only before and behind it says nothing of it: the pool may have been made later.
    let is_about = all.within(subject.window.from, subject.window.end()).next().is_some();
    Ok((if is_about { all } else { Minutes::default() }, trouble))
}

/// What Azure Monitor has now, what kept it from being read, and what to say of that.
async fn seen(
    ops: &Ops,
    subject: &Subject,
    pool: Option<&Pool>,
    (from, until): (Timestamp, Timestamp),
) -> Result<(Minutes, Option<Error>, Option<Finding>)> {
    let nothing = |finding| Ok((Minutes::default(), None, Some(finding)));
    let Some(pool) = pool else {
        return nothing(note("pool", "does not exist now, and metrics go with their pool"));
    };
    let kept =
        ops.clock.now().saturating_sub(SignedDuration::from_hours(24 * RETENTION_DAYS)).unwrap_or(Timestamp::MIN);
    if until <= kept {
        return nothing(note("metrics", format!("none any more: Azure keeps them for {RETENTION_DAYS} days")));
    }
    match ops.azure.minutes(&subject.id, pool.counts_as(), from.max(kept), until).await {
        Ok(minutes) if let Some(made) = pool.created.at.filter(|made| subject.window.end() <= *made) => {
            let text = format!("was made at {}, and the metrics of the one before went with it", utc(made));
            Ok((minutes, None, Some(note("pool", text))))
        }
        Ok(minutes) if minutes.0.is_empty() => nothing(note(
            "metrics",
            "Azure Monitor has nothing of that time; an emulator keeps a day, in the process that serves it",
        )),
        Ok(minutes) => Ok((minutes, None, None)),
        Err(failure) => {
            let error = about(failure, "read the metrics", &subject.id);
            if matches!(error.kind(), Kind::SignedOut | Kind::TimedOut) {
                return Err(error);
            }
            let todo = "Reading them needs Microsoft.Insights/metrics/read, which Monitoring Reader has.";
            let finding = Finding::new(Mark::Warning, "metrics", format!("not read: {error}"));
            let finding = if error.kind() == Kind::Forbidden { finding.todo(todo) } else { finding };
            Ok((Minutes::default(), Some(error), Some(finding)))
        }
    }
}

/// What the journal says of a pool, each kind the oldest first.
#[derive(Debug, Default)]
struct Journaled {
    /// The changes, without those that failed.
    entries: Vec<Entry>,
    warmed: Vec<Warmed>,
    /// The changes that Azure took and did not carry out.
    failed: Vec<(Entry, Failed)>,
}

impl Journaled {
    fn new(mut entries: Vec<Entry>, warmed: Vec<Warmed>, failed: Vec<Failed>) -> Self {
        let mut broken = Vec::new();
        for line in failed {
            // Which one that was, nothing says but the order.
            if let Some(at) = entries.iter().rposition(|entry| entry.at <= line.at) {
                broken.push((entries.remove(at), line));
            }
        }
        Self { entries, warmed, failed: broken }
    }

    fn carried_out(&self) -> (Vec<&Entry>, Vec<&Warmed>) {
        (self.entries.iter().collect(), self.warmed.iter().collect())
    }

    /// What to say of the changes in a time that failed: a later one may have mended it.
    fn failures(&self, (from, until): (Timestamp, Timestamp)) -> impl Iterator<Item = Finding> {
        let is_then = move |at: Timestamp| from <= at && at < until;
        self.failed.iter().filter(move |(entry, _)| is_then(entry.at)).filter_map(move |(entry, failed)| {
            let (sent, why) = (utc(entry.at), &failed.failed_with);
            match self.entries.iter().find(|later| later.at > failed.at && is_then(later.at)) {
                None => {
                    let text = format!("Azure failed the change of {sent}: {why}");
                    Some(Finding::new(Mark::Warning, "journal", text))
                }
                Some(later) if later.after == entry.after => {
                    Some(note("journal", format!("the change of {sent} failed; it went through at {}", utc(later.at))))
                }
                Some(_) => None,
            }
        })
    }
}

/// What was noted of a pool. A journal that cannot be read says nothing.
fn journal(ops: &Ops, id: &PoolId, findings: &mut Vec<Finding>) -> Journaled {
    let Some(journal) = &ops.journal else { return Journaled::default() };
    let id = id.to_string();
    match journal.entries().and_then(|entries| Ok((entries, journal.warmed()?, journal.failed()?))) {
        Ok((mut entries, mut warmed, mut failed)) => {
            entries.retain(|entry| entry.pool.eq_ignore_ascii_case(&id));
            warmed.retain(|line| line.pool.eq_ignore_ascii_case(&id));
            failed.retain(|line| line.pool.eq_ignore_ascii_case(&id));
            Journaled::new(entries, warmed, failed)
        }
        Err(error) => {
            findings.push(Finding::new(Mark::Warning, "journal", format!("not read: {error}")));
            Journaled::default()
        }
    }
}

/// For how long a pool stood after the end whose base is parked.
#[derive(Debug, Clone, Copy)]
struct After {
    until: Timestamp,
    /// It was parked then; else it was wanted again, or stands.
    is_parked: bool,
}

/// `None` where its base is another, it is not over, or nobody knows.
fn after(
    subject: &Subject,
    (pool, kind): (Option<&Pool>, Option<PoolKind>),
    entries: &[&Entry],
    until: Timestamp,
) -> Option<After> {
    let end = subject.window.end();
    let parks = subject.base.as_ref().is_some_and(|base| base.source == Claims::Parked);
    if !parks || !kind.is_none_or(PoolKind::keeps_ready) || until < end {
        return None;
    }
    let raises = |entry: &Entry| end < entry.at && entry.before.max_sessions < entry.after.max_sessions;
    let mut later = entries.iter().filter(|entry| end <= entry.at);
    match later.find(|entry| entry.parks() || raises(entry)) {
        Some(entry) if entry.at <= until => return Some(After { until: entry.at, is_parked: entry.parks() }),
        // It stood all that time.
        Some(entry) if entry.before.max_sessions > 0 => return Some(After { until, is_parked: false }),
        _ => {}
    }
    let is_it = |pool: &Pool| pool.created.at.is_none_or(|made| made < end);
    pool.is_some_and(is_it).then_some(After { until, is_parked: false })
}

/// From when to when something is told.
fn span(
    subject: &Subject,
    (noted, measures, after): (Option<&Noted>, Option<&Measures>, Option<After>),
    look: (Timestamp, Timestamp),
    now: Timestamp,
) -> (Timestamp, Timestamp) {
    let warm = measures.and_then(|measures| measures.warm);
    let raised = noted.and_then(|noted| noted.raised.as_ref()).map(|(at, _)| *at);
    let lowered = noted.and_then(|noted| noted.lowered.as_ref()).map(|(at, _)| *at);
    let end = subject.window.end();
    let begins = [Some(subject.window.from), warm.map(|warm| warm.from), raised];
    let ends = [Some(end), warm.map(|warm| warm.until), lowered, after.map(|after| after.until)];
    let from = begins.into_iter().flatten().min().unwrap_or(look.0).max(look.0);
    let until = ends.into_iter().flatten().max().unwrap_or(look.1).min(look.1.max(end)).min(now);
    (from, until.max(from))
}

fn cost(
    ops: &Ops,
    (pool, subject): (Option<&Pool>, &Subject),
    settings: &Settings,
    (minutes, entries): (&Minutes, &[&Entry]),
    (from, until): (Timestamp, Timestamp),
) -> Cost {
    let usage = minutes.usage(from, until);
    let seen: SignedDuration = usage.readings.iter().map(|reading| reading.lasts).sum();
    let covers = (seen, from.duration_until(until));
    // How many nodes Azure shows now says nothing of then.
    let metered = pool.map(Metered::from).or_else(|| subject.metered.clone()).map(|is| Metered { spare: 0, ..is });
    let known = match &metered {
        Some(metered) => metered.rates(&ops.card).map(|rates| (metered, rates)).map_err(|unknown| unknown.to_string()),
        None => Err("the pool does not exist now, and what it was made of is not known".to_owned()),
    };
    let (metered, known) = match known {
        Ok(known) => known,
        Err(why) => return Cost { rates: Err(why), planned: None, tail: None, seen: None, noted: None, covers },
    };
    let spans = subject.planned(&ops.card, metered);
    let planned = (!spans.is_empty()).then(|| metered.estimate(&known, &spans));
    let tail = longest(metered.kind, &spans);
    let bill = seen.is_positive().then(|| known.of_usage(&usage));
    let held = held(entries, Some(settings.lifecycle.period()), (from, until));
    let noted = (bill.is_none() && !held.is_empty()).then(|| known.estimate(&held));
    Cost { rates: Ok(known), planned, tail, seen: bill, noted, covers }
}

/// The scales that held in a time by the journal, from the first that it knows on; of a pool that is gone, none.
fn held(entries: &[&Entry], cooldown: Option<Duration>, (from, until): (Timestamp, Timestamp)) -> Vec<Stretch> {
    let ends = entries.iter().skip(1).map(|entry| entry.at).chain([Timestamp::MAX]);
    let stretches = entries.iter().zip(ends).filter_map(|(entry, end)| {
        let scale = Scale { max: entry.after.max_sessions, ready: entry.after.ready_sessions };
        let stretch = Stretch::new(scale, cooldown, entry.at.max(from), end.min(until));
        (scale.max > 0 && stretch.from < stretch.until).then_some(stretch)
    });
    stretches.collect()
}

fn by_others() -> Finding {
    note("journal", "nothing of it: it was done from another machine, or by other means")
}

fn note(subject: &str, text: impl Into<String>) -> Finding {
    Finding::new(Mark::Note, subject, text)
}

fn nothing(subject: &Subject, now: Timestamp) -> Error {
    let Window { from, until, .. } = &subject.window;
    let text = format!(
        "nothing is known of {} from {} to {}: neither Azure Monitor nor the journal of this machine has seen anything",
        subject.id.name,
        utc(*from),
        utc((*until).min(now))
    );
    Error::message(Kind::NotFound, text).about(subject.id.to_string()).hint(format!(
        "Azure keeps metrics for {RETENTION_DAYS} days; an emulator for a day, in the process that serves it."
    ))
}
