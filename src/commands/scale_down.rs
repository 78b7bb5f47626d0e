//! `pool scale-down`.

use super::context::Context;
use super::moment::EndArgs;
use super::scaling::{self, PersonArgs, ScalingArgs, Way};
use super::target::Target;
use crate::config::pool_file::DEFAULT_BASE;
use crate::error::{Error, Exit, Kind, Result};
use crate::model::{Profile, Settings, limits};
use crate::ops::declared::Declared;
use crate::ops::scale::{Outcome, Report};
use crate::output::views::leases::unasked_lines;
use crate::plan::{Action, Down, Holding, Others, Unasked};
use crate::schedule::claim::PARKED;
use crate::schedule::hold::Outranks;
use crate::schedule::{Hold, Person, Source};

/// Take a pool back to its base
///
/// Ends every lease on the pool; one that somebody else made is asked about. Where a scheduled event still wants more,
/// the pool stays there and says until when (exit 4); --force holds it down until then, or until --until. Ready sessions are lowered at
/// once. Max sessions stays while sessions are allocated, or may be (exit 4); run it again later, or use --force.
/// Where Azure refuses 0 ready sessions, the lowest number it takes stays, and is named.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool --local scale-down
  pool scale-down --dry-run
  pool scale-down -n contestpool -g my-group --yes
  pool scale-down --profile production --until 2026-12-07T08:00     another base until then
  pool scale-down --force                       although sessions are allocated, or an event wants more
  pool scale-down --force --until 2026-12-07T08:00   no event raises it before")]
pub(super) struct ScaleDownArgs {
    /// Another base than the pool file's, until --until: a name, or a path; the pool file's own ends a hold
    #[arg(long, short = 'p', value_name = "PROFILE")]
    profile: Option<String>,
    #[command(flatten)]
    end: EndArgs,
    /// End the leases of others without asking
    #[arg(long, short = 'y')]
    yes: bool,
    #[command(flatten)]
    person: PersonArgs,
    /// Lower max sessions, and change the lifecycle type, although sessions are allocated; hold the pool down although
    /// an event wants more
    #[arg(long)]
    force: bool,
    /// Try 0 ready sessions again although Azure refused it
    #[arg(long)]
    retry_zero: bool,
    #[command(flatten)]
    scaling: ScalingArgs,
}

impl ScaleDownArgs {
    /// Whether the pool is held down for a while, whatever is scheduled.
    pub(super) fn is_forced(&self) -> bool {
        self.force && self.end.is_given()
    }

    /// Which pool, and what the files say of it.
    fn subject(&self, context: &Context) -> Result<(Target, Declared)> {
        let target = self.scaling.target.resolve(context)?;
        let declared = context.declared(&target)?;
        Ok((target, declared))
    }

    /// Events that cannot be read might want the pool up: it goes down only where they do not count.
    fn or_forced(&self, context: &Context, error: Error) -> Error {
        let is_of_files = matches!(error.kind(), Kind::InvalidFile | Kind::UnknownProfile);
        if !is_of_files || !context.can_spare_events(self.scaling.target.name.as_deref()) {
            return error;
        }
        error.hint("An event that cannot be read may want the pool up, so it is not lowered.").hint(
            "`pool scale-down --force --for 3h` does without the events: it holds the pool down, whatever is scheduled.",
        )
    }
}

pub(super) async fn run(context: &Context, args: ScaleDownArgs) -> Result<Exit> {
    let (target, declared) = args.subject(context).map_err(|error| args.or_forced(context, error))?;
    // What cannot be is said before anybody signs in.
    let (mut hold, profile) = holding(context, &args, &declared)?;
    let ops = context.ops()?;
    let person = args.person.person(context, &ops, &target).await?;
    if let Holding::Write(hold) = &mut hold {
        hold.by = person.clone();
    }
    let (dry_run, no_wait) = (args.scaling.dry_run, args.scaling.no_wait);
    let way = Way { force: args.force, retry_zero: args.retry_zero, dry_run, no_wait, max_cost: None };
    let action = |others| Action::ScaleDown(Box::new(Down::new(person.clone(), others, hold.clone())));
    let mut report = scaling::carry_out(
        context,
        &ops,
        &target,
        &declared,
        action(if args.yes || dry_run { Others::All } else { Others::Ask }),
        &way,
    )
    .await?;
    let mut shown = Unasked::default();
    // Somebody may ask for more while a question stands.
    while report.outcome == Outcome::Unasked {
        context.progress.finish();
        confirm(context, &report).await?;
        shown.leases.extend(report.unasked.leases);
        shown.hold = report.unasked.hold.or(shown.hold);
        shown.events.extend(report.unasked.events);
        report =
            scaling::carry_out(context, &ops, &target, &declared, action(Others::These(Box::new(shown.clone()))), &way)
                .await?;
    }
    // A hold that goes on, or an event that wants more, has the word.
    let base = report.desired.base();
    let held = if base.name == PARKED { DEFAULT_BASE } else { &base.name };
    scaling::show(context, &report, if args.profile.is_some() { profile.as_str() } else { held }, false)?;
    if report.outcome != Outcome::DryRun {
        scaling::check_withheld(&report)?;
        check_still_wanted(context, &report)?;
    }
    Ok(Exit::Done)
}

/// What becomes of the hold, and the name of what the pool goes back to.
fn holding(context: &Context, args: &ScaleDownArgs, declared: &Declared) -> Result<(Holding, String)> {
    let base = &declared.base;
    let is_other = args.profile.is_some() || args.scaling.instead.adjusts();
    let is_forced = args.is_forced();
    if !is_other && !is_forced {
        if args.end.is_given() {
            let text = "--for, --until and --no-expiry are about another base, or about --force";
            return Err(Error::message(Kind::Usage, text)
                .hint("Name a base with --profile, or hold the pool down whatever is scheduled with --force."));
        }
        return Ok((Holding::Keep, base.name.clone()));
    }
    let found = match &args.profile {
        Some(profile) => context.profile(profile)?,
        None => {
            let name = if base.source == Source::Parked { DEFAULT_BASE } else { &base.name };
            Profile { name: name.to_owned(), description: None, settings: base.settings.clone() }
        }
    };
    let settings = args.scaling.instead.adjusted(found.settings, &found.name)?;
    limits::check(&settings)?;
    // A base that is no pool at all is another one.
    if same(&settings, &base.settings) && !is_forced && base.source != Source::Parked {
        if args.end.is_given() {
            let text =
                format!("`{}` is the base of the pool already, and there is nothing to hold until then", found.name);
            return Err(Error::message(Kind::Usage, text).hint("--force holds the pool down whatever is scheduled."));
        }
        return Ok((Holding::End, found.name));
    }
    let Some(ending) = args.end.ending(context, settings.expires_after)? else {
        let text = format!("`{}` is not the base of the pool, which is `{}`: until when?", found.name, base.name);
        return Err(Error::message(Kind::Usage, text)
            .hint("Give --for 3h, --until 21:00 or --no-expiry, or write it as `base` of the pool in the pool file."));
    };
    let hold = Hold {
        settings,
        profile: found.name.clone(),
        outranks: if is_forced { Outranks::All } else { Outranks::Base },
        from: context.clock.now(),
        until: ending.instant(),
        by: Person::named(&context.runner()),
    };
    Ok((Holding::Write(hold), found.name))
}

fn same(one: &Settings, other: &Settings) -> bool {
    Settings { expires_after: None, ..one.clone() } == Settings { expires_after: None, ..other.clone() }
}

/// Asks whether the leases of others end too.
async fn confirm(context: &Context, report: &Report) -> Result<()> {
    let lines = unasked_lines(&report.unasked, context.clock.now(), &context.zone());
    if !context.printer.is_for_people() {
        let text = format!("somebody else has asked for this pool, and nobody is asked here: {}", lines.join("; "));
        return Err(Error::message(Kind::NotConfirmed, text).about(report.after.id.to_string()).hint("Give --yes."));
    }
    for line in lines {
        context.printer.ask(&format!("{line}\n"));
    }
    context.printer.ask("End all of these? [y/N] ");
    let answer = context.line().await;
    if answer.is_empty() {
        context.printer.ask("\n");
    }
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Error::message(Kind::NotConfirmed, "not answered with yes: nothing was changed")
            .hint("Where nobody can answer, give --yes.")),
    }
}

/// A pool that an event or somebody's newer lease keeps up is not down.
fn check_still_wanted(context: &Context, report: &Report) -> Result<()> {
    match report.still_wanted() {
        Some(claim) => Err(scaling::still_wanted(context, report, claim)),
        None => Ok(()),
    }
}
