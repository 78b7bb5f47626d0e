//! From the command line to an exit code.

use super::context::{Context, Environment, bare_printer};
use super::global::GlobalArgs;
use super::{
    apply, completions, cost, create, delete, doctor, emulator, export, extend, init, list, next, park, plan,
    preflight, profile, receipt, rehearse, scale_down, scale_up, show, simulate, size, unpark, why,
};
use crate::error::{Error, Exit, Kind, Result};
use crate::output::{Format, Printer};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Make an Azure Container Apps session pool big for an event and small again
///
/// A pool is scaled by named YAML profiles such as `idle`, `contest` and `production`. With --local everything runs
/// on an emulator inside the program, and no Azure account is needed.
#[derive(Debug, Parser)]
#[command(name = "pool", version, max_term_width = 100, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = EXAMPLES, after_long_help = long_after_help())]
struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  pool --local scale-up --profile contest   try it, without an Azure account
  pool --local scale-down                   and back
  pool init                                 write a pool.yaml to start from
  pool show -n contestpool -g my-group      a real pool, after `az login`";

fn long_after_help() -> String {
    let mut text = format!("{EXAMPLES}\n\nExit codes:\n");
    for exit in Exit::ALL {
        text.push_str(&format!("  {:>3}  {}\n", exit.code(), exit.meaning()));
    }
    text
}

#[derive(Debug, Subcommand)]
enum Command {
    Create(create::CreateArgs),
    Show(show::ShowArgs),
    List(list::ListArgs),
    ScaleUp(scale_up::ScaleUpArgs),
    ScaleDown(scale_down::ScaleDownArgs),
    Delete(delete::DeleteArgs),
    Park(park::ParkArgs),
    Unpark(unpark::UnparkArgs),
    Plan(plan::PlanArgs),
    Apply(apply::ApplyArgs),
    Extend(extend::ExtendArgs),
    Why(why::WhyArgs),
    Next(next::NextArgs),
    Simulate(simulate::SimulateArgs),
    Cost(cost::CostArgs),
    Export(export::ExportArgs),
    Init(init::InitArgs),
    Profile(profile::ProfileArgs),
    Size(size::SizeArgs),
    Preflight(preflight::PreflightArgs),
    Rehearse(rehearse::RehearseArgs),
    Receipt(receipt::ReceiptArgs),
    Doctor(doctor::DoctorArgs),
    Emulator(emulator::EmulatorArgs),
    Completions(completions::CompletionsArgs),
}

impl Command {
    /// Whether it does without the pool file's events where they have faults: it does not go by them, or it only raises,
    /// or it holds the pool whatever is scheduled.
    fn spares_events(&self) -> bool {
        match self {
            Self::Show(_) | Self::List(_) | Self::Create(_) | Self::Delete(_) => true,
            // Whoever stays takes the pool back in the end.
            Self::ScaleUp(args) => !args.stay,
            Self::ScaleDown(args) => args.is_forced(),
            _ => false,
        }
    }
}

/// The whole command line, for completions and for the tests that hold the README to it.
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program and says how the process is to end.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let environment = Environment::of_process();
    let args: Vec<OsString> = args.into_iter().collect();
    let talk_width = environment.talk_width();
    let exit = match parse(&args, &environment) {
        Ok(Cli { global, command }) => {
            let format = global.output.into();
            match Context::new(global, environment) {
                Ok(context) => carry_out(&context, command),
                Err(error) => fail(&bare_printer(format, talk_width), &error),
            }
        }
        Err(exit) => exit,
    };
    ExitCode::from(exit.code())
}

/// Parses the command line; help and version are done, everything else that clap says is wrong usage.
fn parse(args: &[OsString], environment: &Environment) -> Result<Cli, Exit> {
    let mut command = Cli::command();
    if let Some(width) = environment.columns() {
        command = command.term_width(width.clamp(40, 100).into());
    }
    let matches = command.try_get_matches_from(args).and_then(|matches| Cli::from_arg_matches(&matches));
    matches.map_err(|error| {
        if !error.use_stderr() {
            // A closed pipe is success: `pool --help | head`.
            let _ = error.print();
            return Exit::Done;
        }
        let format = if wants_json(args) { Format::Json } else { Format::Table };
        let printer = bare_printer(format, environment.talk_width());
        let ours = below_zero(&error, args).or_else(|| (format == Format::Json).then(|| in_a_line(&error)));
        match ours {
            Some(ours) => fail(&printer, &ours),
            None => {
                printer.usage(&error.render().ansi().to_string());
                Exit::Usage
            }
        }
    })
}

/// What clap says, without its advice.
fn in_a_line(error: &clap::Error) -> Error {
    let text = error.to_string();
    let text = text.trim_start_matches("error: ").lines().next().unwrap_or_default();
    Error::message(Kind::Usage, text)
}

/// A value such as `-10s`, of which clap says that there is no flag `-1`.
fn below_zero(error: &clap::Error, args: &[OsString]) -> Option<Error> {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidArg) else { return None };
    let is_number =
        |word: &str| word.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if error.kind() != ErrorKind::UnknownArgument || !is_number(unknown) {
        return None;
    }
    let words: Vec<&str> = args.iter().map(|word| word.to_str().unwrap_or_default()).collect();
    let place = words.iter().position(|word| word.starts_with(unknown.as_str()))?;
    let value = words[place];
    let flag = words.get(place.wrapping_sub(1)).filter(|word| word.starts_with("--"));
    let flag = flag.map(|flag| format!("{flag}: ")).unwrap_or_default();
    Some(Error::message(Kind::Usage, format!("{flag}`{value}` is below zero")))
}

/// Whether JSON was asked for on a command line that cannot be parsed.
fn wants_json(args: &[OsString]) -> bool {
    let words: Vec<&str> = args.iter().filter_map(|word| word.to_str()).collect();
    let short = |word: &str| word.starts_with('-') && !word.starts_with("--");
    let alone =
        |word: &str| word == "--output=json" || (short(word) && (word.ends_with("ojson") || word.ends_with("o=json")));
    let before = |word: &str| word == "--output" || (short(word) && word.ends_with('o'));
    words.iter().any(|word| alone(word)) || words.windows(2).any(|pair| before(pair[0]) && pair[1] == "json")
}

fn fail(printer: &Printer, error: &Error) -> Exit {
    printer.error(error);
    error.kind().exit()
}

fn carry_out(context: &Context, command: Command) -> Exit {
    if command.spares_events() {
        context.spare_events();
    }
    let result = dispatch(context, command);
    context.progress.finish();
    match result {
        Ok(exit) => exit,
        Err(error) if error.kind() == Kind::TimedOut && context.progress.has_sent() => {
            fail(&context.printer, &error.hint("What was sent goes on at Azure: look with `pool show`."))
        }
        Err(error) if error.kind() == Kind::PoolNotFound => {
            fail(&context.printer, &context.say_unpark(context.say_who_named_it(error)))
        }
        Err(error) if is_of_set_up(error.kind()) => {
            fail(&context.printer, &error.hint("`pool doctor` checks the whole set-up."))
        }
        Err(error) => fail(&context.printer, &error),
    }
}

/// Whether an error says that something about the login or the subscription has to be put right.
fn is_of_set_up(kind: Kind) -> bool {
    matches!(kind, Kind::SignedOut | Kind::Forbidden | Kind::Unregistered | Kind::SubscriptionNotFound)
}

fn dispatch(context: &Context, command: Command) -> Result<Exit> {
    match command {
        Command::Create(args) => wait_for(context, create::run(context, args)),
        Command::Show(args) => wait_for(context, show::run(context, args)),
        Command::List(args) => wait_for(context, list::run(context, args)),
        Command::ScaleUp(args) => wait_for(context, scale_up::run(context, args)),
        Command::ScaleDown(args) => wait_for(context, scale_down::run(context, args)),
        Command::Delete(args) => wait_for(context, delete::run(context, args)),
        Command::Park(args) => wait_for(context, park::run(context, args)),
        Command::Unpark(args) => wait_for(context, unpark::run(context, args)),
        Command::Plan(args) => wait_for(context, plan::run(context, args)),
        Command::Apply(args) => wait_for(context, apply::run(context, args)),
        Command::Extend(args) => wait_for(context, extend::run(context, args)),
        Command::Why(args) => wait_for(context, why::run(context, args)),
        Command::Next(args) => wait_for(context, next::run(context, args)),
        Command::Receipt(args) => wait_for(context, receipt::run(context, args)),
        Command::Simulate(args) => on_runtime(simulate::run(context, args))?,
        Command::Cost(args) => wait_for(context, cost::run(context, args)),
        Command::Doctor(args) => wait_for(context, doctor::run(context, args)),
        // These have their own way with an interruption: what they have opened is ended.
        Command::Preflight(args) => on_runtime(preflight::run(context, args))?,
        Command::Rehearse(args) => on_runtime(rehearse::run(context, args))?,
        Command::Emulator(args) => on_runtime(emulator::run(context, args))?,
        Command::Export(args) => export::run(context, &args),
        Command::Size(args) => size::run(context, &args),
        Command::Init(args) => init::run(context, &args),
        Command::Profile(args) => profile::run(context, args),
        Command::Completions(args) => completions::run(context, &args),
    }
}

/// Runs a command that waits for something, until it ends or somebody presses Ctrl-C.
fn wait_for(context: &Context, work: impl Future<Output = Result<Exit>>) -> Result<Exit> {
    on_runtime(async {
        tokio::select! {
            // A command that has its own way with an interruption comes first.
            biased;
            result = work => result,
            _ = tokio::signal::ctrl_c() => Err(interrupted(context)),
        }
    })?
}

/// One thread is enough: the program waits, it does not compute.
fn on_runtime<T>(work: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| Error::new(Kind::Failed, anyhow::Error::new(error).context("failed to start")))?;
    Ok(runtime.block_on(work))
}

/// What is still going on when somebody interrupts, and how to look.
fn interrupted(context: &Context) -> Error {
    if context.progress.has_sent() {
        Error::message(Kind::Interrupted, "interrupted: what was sent goes on at Azure")
            .hint("Look with `pool show`; the same command again takes up where this one was.")
    } else {
        Error::message(Kind::Interrupted, "interrupted: nothing was sent")
    }
}
