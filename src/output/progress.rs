//! What is shown while something goes on: a bar where somebody watches, a line for each new state where nobody does.

use super::Printer;
use super::style::{FAINT, STRONG, paint};
use super::views::plan::plan_lines;
use super::views::rehearse::{rehearsal_line, rehearsal_picture};
use crate::model::Counts;
use crate::ops::{Observer, Step};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How often the spinner moves.
const TICK: Duration = Duration::from_millis(120);

/// Shows steps, and remembers whether anything was sent, for whoever is interrupted.
#[derive(Debug)]
pub struct Progress {
    printer: Arc<Printer>,
    bar: ProgressBar,
    sent: AtomicBool,
    said: Mutex<String>,
    planned: Mutex<String>,
}

impl Progress {
    /// Progress on stderr.
    #[must_use]
    pub fn new(printer: Arc<Printer>) -> Self {
        let bar = if printer.is_watched() {
            ProgressBar::new_spinner()
        } else {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())
        };
        Self { printer, bar, sent: AtomicBool::new(false), said: Mutex::default(), planned: Mutex::default() }
    }

    /// Whether anything was sent that Azure may be at work on.
    #[must_use]
    pub fn has_sent(&self) -> bool {
        self.sent.load(Ordering::Relaxed)
    }

    /// Takes the bar away; what is printed after this stands on a clean line.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_plan(&self, step: &Step) {
        let Step::Planned { plan, before, expense } = step else { return };
        // A floor that was just learned changes one number of a plan that was shown; the final line tells it.
        let key: Vec<(&str, String)> = plan
            .changes
            .iter()
            .filter(|change| change.key != "readySessions")
            .map(|change| (change.key, format!("{} {}", change.from, change.to)))
            .collect();
        let key = format!("{key:?}");
        if *lock(&self.planned) != key {
            let text = plan_lines(plan, before, expense);
            self.bar.suspend(|| self.printer.say(&text));
            *lock(&self.planned) = key;
        }
    }

    /// Shows that nothing happens until a moment.
    pub fn wait_until(&self, end: jiff::Timestamp) {
        if self.printer.is_watched() {
            self.bar.enable_steady_tick(TICK);
            self.bar.set_style(style("{spinner} {msg}  {elapsed}"));
            self.bar.set_message(format!("waiting until {}", crate::model::time::utc(end)));
        }
    }

    /// Shows what is being computed. Said only where somebody watches: it is over in a moment, or they wait.
    pub fn looking_for(&self, what: &str) {
        if self.printer.is_watched() {
            self.bar.enable_steady_tick(TICK);
            self.bar.set_style(style("{spinner} {msg}  {elapsed}"));
            self.bar.set_message(format!("looking for {what}"));
        }
    }

    /// Shows what a go waits for.
    pub fn wait_for_go(&self, why: &str, end: jiff::Timestamp) {
        let line = format!("no go yet: {why}; waiting until {}", end.strftime("%H:%M UTC"));
        if self.printer.is_watched() {
            self.bar.enable_steady_tick(TICK);
            self.bar.set_style(style("{spinner} {msg}  {elapsed}"));
            self.bar.set_message(line);
        } else if *lock(&self.said) != line {
            self.printer.say(&line);
            *lock(&self.said) = line;
        }
    }

    /// Shows how many replications of a simulation are done.
    pub fn played(&self, done: u32, of: u32) {
        if self.printer.is_watched() {
            self.bar.enable_steady_tick(TICK);
            self.bar.set_style(style("{spinner} {bar:24} {msg}  {elapsed}"));
            self.bar.set_length(of.into());
            self.bar.set_message(format!("played {done} of {of}"));
            self.bar.set_position(done.into());
        }
    }

    fn show(&self, step: &Step) {
        let Some(line) = describe(step) else { return };
        if self.printer.is_watched() {
            self.draw(step, &line);
        } else if *lock(&self.said) != stage(step) {
            self.printer.say(&line);
            *lock(&self.said) = stage(step);
        }
    }

    fn draw(&self, step: &Step, line: &str) {
        self.bar.enable_steady_tick(TICK);
        if let Step::Warming { ready, wanted, .. } = step {
            self.bar.set_style(style("{spinner} {bar:24} {msg}  {elapsed}"));
            self.bar.set_length(u64::from(*wanted));
            self.bar.set_position(u64::from(*ready));
        } else {
            self.bar.set_style(style("{spinner} {msg}  {elapsed}"));
        }
        self.bar.set_message(match step {
            Step::Rehearsing { samples, of } => rehearsal_picture(samples, *of),
            _ => line.to_owned(),
        });
    }
}

impl Observer for Progress {
    fn step(&self, step: &Step) {
        self.show_plan(step);
        self.show(step);
        if matches!(step, Step::Sending) {
            self.sent.store(true, Ordering::Relaxed);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner()).progress_chars("=> ")
}

/// What must differ for another line where nobody watches: the kind of step, and every fifth of the way to warmth.
fn stage(step: &Step) -> String {
    match step {
        Step::Warming { ready, wanted, .. } => format!("warming {}", ready * 5 / wanted.max(&1)),
        Step::Busy { state, .. } => format!("busy {state}"),
        Step::Throttled { wait } => format!("throttled {}", wait.as_secs()),
        Step::Again { why } => format!("again {why}"),
        Step::Running { .. } => "running".to_owned(),
        Step::Checking => "checking".to_owned(),
        Step::Surveying { .. } => "surveying".to_owned(),
        Step::Deleting => "deleting".to_owned(),
        Step::Rehearsing { samples, of } => format!("rehearsing {}", samples.len() * 4 / (*of).max(1) as usize),
        Step::Ending { ended, of } => format!("ending {}", ended * 4 / (*of).max(1)),
        Step::Noted { finding } => finding.to_string(),
        Step::On { pool, step } => format!("{pool} {}", stage(step)),
        Step::Reading | Step::Planned { .. } | Step::Sending | Step::Verifying => String::new(),
    }
}

/// One line on a step; `None` for what passes too quickly to be read.
fn describe(step: &Step) -> Option<String> {
    Some(match step {
        Step::Reading | Step::Planned { .. } | Step::Verifying | Step::Sending => return None,
        Step::Busy { state, counts } => with_counts(&format!("waiting: the pool is {state}"), *counts),
        Step::Running { word, counts } => {
            let word = word.as_ref().map(|word| format!(" ({word})")).unwrap_or_default();
            with_counts(&format!("Azure is at work{word}"), *counts)
        }
        Step::Throttled { wait } => format!("Azure asks for {} s of patience", wait.as_secs().max(1)),
        Step::Again { why } => format!("trying again: {why}"),
        Step::Warming { ready, wanted, counts } => {
            let pending = paint(FAINT, format!("pending {}", counts.pending));
            format!("{} {ready}/{wanted}  {pending}", paint(STRONG, "ready"))
        }
        Step::Checking => "waiting for answers".to_owned(),
        Step::Surveying { read, of } => format!("reading the pools: {read} of {of}"),
        Step::Deleting => "Azure is deleting the pool".to_owned(),
        Step::Rehearsing { samples, of } => rehearsal_line(samples, *of),
        Step::Ending { ended, of } => format!("ending the sessions: {ended} of {of}"),
        Step::Noted { finding } => format!("{}: {finding}", finding.mark.word()),
        Step::On { pool, step } => format!("{pool}: {}", describe(step)?),
    })
}

fn with_counts(text: &str, counts: Option<Counts>) -> String {
    match counts {
        Some(counts) => format!("{text}  ready {}, pending {}", counts.ready, counts.pending),
        None => text.to_owned(),
    }
}
