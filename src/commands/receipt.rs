//! `pool receipt`.

use super::chart::ChartArg;
use super::context::Context;
use super::moment;
use super::park::copies;
use super::target::{Target, TargetArgs};
use crate::config::events::{EventEntry, date};
use crate::config::nearest;
use crate::config::profile;
use crate::cost::Money;
use crate::disk::{self, Readers};
use crate::error::{Error, Exit, Kind, Result};
use crate::ops::expense::Metered;
use crate::ops::journal::Entry;
use crate::ops::receipt::window::{self, Window};
use crate::ops::receipt::{RETENTION_DAYS, Receipt, Subject, receipt};
use crate::output::Format;
use crate::output::views::receipt::{ReceiptView, receipt_html, receipt_markdown};
use crate::schedule::{ScheduledEvent, local};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use std::path::{Path, PathBuf};

/// Show what an event was, after it: hours, peak, full minutes, cost
///
/// Planned beside as it came: how long the pools were warm and whether in time, the most sessions in use, minutes full,
/// the fewest ready sessions, what it cost, and a profile for the next time. Azure Monitor's metrics say what the
/// sessions did, to the minute and for 93 days; the journal of this machine says what was changed from here. Each figure
/// says whose it is, and times are whole minutes. NAME is a scheduled event, else the profile of a lease. Changes
/// nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool receipt autumn-final
  pool receipt weekly --at 2026-12-05             the one of that day
  pool receipt contest -n contestpool             the last lease of that profile
  pool receipt --from 2026-12-05T14:00 --to 2026-12-05T16:00
  pool receipt autumn-final --html receipt.html --write profiles/next.yaml
  pool receipt autumn-final -o json --query \"pools[].metrics.peak.count\"
Needs Microsoft.Insights/metrics/read, which Monitoring Reader has; without it the journal alone speaks.
Ends with 3 where neither Azure Monitor nor the journal has seen anything; 7 where that is so of some pools only.")]
pub(super) struct ReceiptArgs {
    /// A scheduled event of the pool file, or the profile of a lease
    #[arg(value_name = "NAME", required_unless_present_any = ["from", "to"], conflicts_with_all = ["from", "to"])]
    what: Option<String>,
    #[command(flatten)]
    target: TargetArgs,
    /// The one of this date, or of this local time [default: the last that has begun]
    #[arg(long, value_name = "TIME", conflicts_with_all = ["from", "to"])]
    at: Option<String>,
    /// From this local time or date on; a time of day is the last that was
    #[arg(long, value_name = "TIME", requires = "to")]
    from: Option<String>,
    /// Before this local time, or before the beginning of this date; a time of day is the first after --from
    #[arg(long, value_name = "TIME", requires = "from")]
    to: Option<String>,
    /// Write a page with pictures and tables; it needs nothing but itself
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    html: Option<PathBuf>,
    /// Write Markdown; `-` for stdout
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    markdown: Option<PathBuf>,
    /// Write the suggested profile to this file
    #[arg(long, value_name = "FILE", help_heading = "What is written")]
    write: Option<PathBuf>,
    /// Overwrite files
    #[arg(long, help_heading = "What is written")]
    force: bool,
    /// Whether a picture is drawn below the table: where stdout is a terminal, always or never
    #[arg(long, value_name = "WHEN", default_value = "auto", help_heading = "What is written")]
    chart: ChartArg,
}

/// What is looked back on.
struct Meant {
    name: String,
    subjects: Vec<Subject>,
    zone: TimeZone,
    budget: Option<Money>,
}

pub(super) async fn run(context: &Context, args: ReceiptArgs) -> Result<Exit> {
    let look = context.printer.look();
    args.check_files(look.format)?;
    let meant = args.meant(context)?;
    let (ops, copies) = (context.ops()?, copies(context)?);
    let (mut receipts, mut failed) = (Vec::new(), Vec::new());
    for subject in &meant.subjects {
        match receipt(&ops, subject, &copies).await {
            Ok(receipt) => receipts.push(receipt),
            // One that nobody knows anything of hides no other.
            Err(error) if error.kind() != Kind::SignedOut && meant.subjects.len() > 1 => failed.push(error),
            Err(error) => return Err(error),
        }
    }
    context.progress.finish();
    if receipts.is_empty()
        && let Some(error) = failed.pop()
    {
        return Err(error);
    }
    let written = args.write_profile(&receipts, &meant.name)?;
    let chart = args.chart.draws(look);
    let view = ReceiptView {
        name: meant.name,
        receipts: &receipts,
        of: meant.subjects.len(),
        zone: meant.zone,
        budget: meant.budget,
        chart,
        rows: look.wants_rows(),
        profile: (args.profile_name(), written),
    };
    if !args.write(context, &view)? {
        context.printer.show(&view)?;
    }
    match failed.as_slice() {
        [] => Ok(Exit::Done),
        [error, ..] => {
            Err(Error::message(Kind::Partly, format!("{} of {} pools: {error}", failed.len(), meant.subjects.len())))
        }
    }
}

impl ReceiptArgs {
    fn outputs(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let all = [("--html", &self.html), ("--markdown", &self.markdown), ("--write", &self.write)];
        all.into_iter().filter_map(|(flag, path)| Some((flag, path.as_deref()?)))
    }

    /// What would be found out only after everything is asked.
    fn check_files(&self, format: Format) -> Result<()> {
        let wrong = |text: String| Err(Error::message(Kind::Usage, text));
        let mut seen: Vec<(&str, &Path)> = Vec::new();
        for (flag, path) in self.outputs() {
            let shown = path.display();
            if path == Path::new("-") && (flag != "--markdown" || format != Format::Table) {
                return wrong(if flag == "--markdown" {
                    format!("{flag} - and --output both write to stdout")
                } else {
                    format!("{flag} needs the name of a file")
                });
            }
            if let Some((other, _)) = seen.iter().find(|(_, known)| *known == path) {
                return wrong(format!("{other} and {flag} both write {shown}"));
            }
            if path != Path::new("-") && disk::exists(path) {
                if !disk::is_file(path) {
                    return wrong(format!("{flag}: {shown} is there already and is no file"));
                }
                if !self.force {
                    return Err(Error::message(Kind::Usage, format!("{flag}: {shown} is there already"))
                        .hint("Overwrite it with --force."));
                }
            }
            seen.push((flag, path));
        }
        let is_yaml = |path: &Path| path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        if let Some(path) =
            self.write.as_deref().filter(|path| !is_yaml(path) || !profile::is_name(&self.profile_name()))
        {
            return Err(Error::message(Kind::Usage, format!("{} cannot be a profile's file", path.display()))
                .hint("Write it as profiles/final.yaml: the name is the profile's."));
        }
        Ok(())
    }

    fn profile_name(&self) -> String {
        let stem = self.write.as_deref().and_then(Path::file_stem);
        stem.map_or("suggested".to_owned(), |stem| stem.to_string_lossy().into_owned())
    }

    fn meant(&self, context: &Context) -> Result<Meant> {
        context.set_target(self.target.name.as_deref());
        match (&self.what, &self.from, &self.to) {
            (_, Some(from), Some(to)) => self.between(context, from, to),
            (Some(name), _, _) => {
                let file = context.pool_file()?;
                let event = file.and_then(|file| file.file.events.iter().find(|event| event.name == *name));
                match event {
                    Some(event) => self.event(context, event),
                    None => self.lease(context, name),
                }
            }
            _ => Err(Error::message(Kind::Usage, "name an event, or give --from and --to")),
        }
    }

    fn between(&self, context: &Context, from: &str, to: &str) -> Result<Meant> {
        let (now, zone) = (context.clock.now(), context.known_zone()?);
        let from = moment::past_or_date("--from", from, now, &zone)?;
        // A time of day is the first after the beginning.
        let to = moment::any_or_date("--to", to, from, &zone)?;
        if to <= from {
            return Err(Error::message(Kind::Usage, "--to is not after --from"));
        }
        if from.duration_until(to).as_hours() > RETENTION_DAYS * 24 {
            let text = format!("--from to --to is more than the {RETENTION_DAYS} days for which Azure keeps metrics");
            return Err(Error::message(Kind::Usage, text));
        }
        let target = self.target.locate(context)?;
        let name = |at: Timestamp| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string();
        let name = format!("{} to {}", name(from), name(to));
        let subject = Subject { metered: metered(&target), ..Subject::new(target.id, Window::between(from, to)) };
        Ok(Meant { name, subjects: vec![subject], zone, budget: None })
    }

    fn event(&self, context: &Context, entry: &EventEntry) -> Result<Meant> {
        let now = context.clock.now();
        let zone = entry.calendar.zone.clone();
        let at = self.at.as_deref().map(|text| day_or_instant(text, now, &zone)).transpose()?;
        let is_named = |pool: &&String| self.target.name.as_deref().is_none_or(|name| is_pool(name, pool));
        let pools: Vec<&String> = entry.pools.iter().filter(is_named).collect();
        if pools.is_empty() {
            let text = format!("{} is not about that pool", entry.name);
            return Err(Error::message(Kind::UnknownPool, text).hint(format!("Its pools: {}.", entry.pools.join(", "))));
        }
        let mut subjects = Vec::new();
        for pool in pools {
            let target = TargetArgs { name: Some(pool.clone()) }.locate(context)?;
            let declared = context.declared(&target)?;
            let metered = metered(&target);
            let (budgets, base) = (declared.budgets, declared.base);
            let (own, others): (Vec<ScheduledEvent>, Vec<ScheduledEvent>) =
                declared.known.events.into_iter().partition(|event| event.name == entry.name);
            for event in own {
                let occurrence = window::occurrence(&event, at, now)?;
                let window = Window::of_occurrence(&event, &occurrence);
                let (id, others) = (target.id.clone(), others.clone());
                let (budgets, base, metered) = (budgets.clone(), Some(base.clone()), metered.clone());
                subjects.push(Subject { id, window, others, own: Some(event), budgets, base, metered });
            }
        }
        let budget = entry.budget.map(|amount| Money::new(amount, context.card().currency()));
        Ok(Meant { name: entry.name.clone(), subjects, zone, budget })
    }

    fn lease(&self, context: &Context, profile: &str) -> Result<Meant> {
        let (now, zone) = (context.clock.now(), context.known_zone()?);
        let by = self.at.as_deref().map(|text| day_or_instant(text, now, &zone)).transpose()?;
        let by = by.map_or(now, |(_, until)| until);
        let written = context.journal()?.entries()?;
        let named = self.target.name.as_ref().map(|_| self.target.locate(context)).transpose()?;
        let named = named.map(|target| target.id.to_string());
        let settings = context.profile(profile).ok().map(|profile| profile.settings);
        let mut found: Vec<(Target, Window)> = Vec::new();
        for (pool, entries) in by_pool(&written) {
            if named.as_ref().is_some_and(|named| !named.eq_ignore_ascii_case(pool)) {
                continue;
            }
            if let Some(window) = window::of_lease(&entries, profile, settings.clone(), by, now) {
                found.push((TargetArgs { name: Some(pool.to_owned()) }.locate(context)?, window));
            }
        }
        let last = found.iter().max_by_key(|(_, window)| window.from);
        let Some((last, time)) = last.map(|(target, window)| (target.id.clone(), window.clone())) else {
            return Err(self.unknown(context, profile, &now.to_zoned(zone)));
        };
        // The same lease on pools of other projects is none of this: those of the pool file are meant, else of the group.
        let has_file = context.pool_file()?.is_some();
        let is_beside = |Target { id, entry }: &Target| match has_file {
            true => entry.is_some(),
            false => id.group_scope().eq_ignore_ascii_case(&last.group_scope()),
        };
        found.retain(|(target, window)| target.id.is(&last) || (is_beside(target) && window.meets(&time)));
        let mut subjects = Vec::new();
        for (target, window) in found {
            let declared = context.declared(&target)?;
            let (others, budgets) = (declared.known.events, declared.budgets);
            let (base, metered) = (Some(declared.base), metered(&target));
            subjects.push(Subject { others, budgets, base, metered, ..Subject::new(target.id, window) });
        }
        Ok(Meant { name: profile.to_owned(), subjects, zone, budget: None })
    }

    /// That no event and no lease has that name, as it is now.
    fn unknown(&self, context: &Context, name: &str, now: &Zoned) -> Error {
        let then = self.at.as_ref().map_or(String::new(), |at| format!(" until {at}"));
        let text = format!("no event is named `{name}`, and no lease of that profile was made from this machine{then}");
        let hours_ago = |hours: i64| now.saturating_sub(hours.hours()).strftime("%Y-%m-%dT%H:00").to_string();
        let times = format!("--from {} --to {}", hours_ago(2), hours_ago(0));
        let error = Error::message(Kind::NotFound, text).hint(format!("`pool receipt {times}` needs no name."));
        let events = context.pool_file().ok().flatten().map(|file| file.file.events.as_slice()).unwrap_or_default();
        match nearest(name, events.iter().map(|event| event.name.as_str())) {
            Some(near) => error.hint(format!("Did you mean `{near}`?")),
            None => error,
        }
    }

    /// Writes the suggestion, if there is one.
    fn write_profile(&self, receipts: &[Receipt], name: &str) -> Result<Option<&Path>> {
        let Some(path) = self.write.as_deref() else { return Ok(None) };
        let [receipt] = receipts else {
            return Err(Error::message(Kind::Usage, "--write is for one pool, and each has a profile of its own")
                .hint("Choose one with -n."));
        };
        let Some(profile) = receipt.profile(&self.profile_name(), name) else {
            return Ok(None);
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            disk::make_folder(folder, Readers::Anyone)?;
        }
        disk::write(path, &profile::render(&profile), Readers::Anyone)?;
        Ok(Some(path))
    }

    /// Writes what is wanted; whether something of it went to stdout.
    fn write(&self, context: &Context, view: &ReceiptView<'_>) -> Result<bool> {
        let mut takes_stdout = false;
        let writes = self.outputs().any(|(_, path)| path != Path::new("-"));
        let command = context.command_again(writes, self.force);
        let texts =
            [(&self.html, receipt_html as fn(&ReceiptView<'_>, &str) -> String), (&self.markdown, receipt_markdown)];
        for (path, render) in texts {
            let Some(path) = path.as_deref() else { continue };
            let text = render(view, &command);
            if path == Path::new("-") {
                context.printer.raw(&text)?;
                takes_stdout = true;
            } else {
                disk::write(path, &text, Readers::Anyone)?;
                context.printer.say(&format!("wrote {}", path.display()));
            }
        }
        Ok(takes_stdout)
    }
}

/// What the pool file says of what its cost depends on, which may not stand any more.
fn metered(target: &Target) -> Option<Metered> {
    target.entry.as_ref()?.definition.as_ref().map(Metered::from)
}

/// What was written to each pool, in the order in which they were written to first.
fn by_pool(written: &[Entry]) -> Vec<(&str, Vec<&Entry>)> {
    let mut pools: Vec<(&str, Vec<&Entry>)> = Vec::new();
    for entry in written {
        match pools.iter_mut().find(|(pool, _)| pool.eq_ignore_ascii_case(&entry.pool)) {
            Some((_, entries)) => entries.push(entry),
            None => pools.push((&entry.pool, vec![entry])),
        }
    }
    pools
}

/// Whether a pool's name, or the id of one, is that of the pool file's.
fn is_pool(given: &str, pool: &str) -> bool {
    given.rsplit('/').next().is_some_and(|name| name.eq_ignore_ascii_case(pool))
}

/// A date, which is all of it, or an instant.
fn day_or_instant(text: &str, now: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp)> {
    let day = date(text).and_then(|date| {
        let (from, _) = local::instant(zone, date.at(0, 0, 0, 0))?;
        let (until, _) = local::instant(zone, date.checked_add(1.day()).ok()?.at(0, 0, 0, 0))?;
        Some((from, until))
    });
    if let Some(day) = day {
        return Ok(day);
    }
    let at = moment::past("--at", text, now, zone).map_err(|error| error.hint("Or a date, such as `2026-12-05`."))?;
    Ok((at, Timestamp::from_nanosecond(at.as_nanosecond() + 1).unwrap_or(at)))
}
