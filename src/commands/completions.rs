//! `pool completions`.

use super::context::Context;
use super::run::command;
use crate::error::{Error, Exit, Kind, Result};
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  pool completions bash > ~/.local/share/bash-completion/completions/pool
  pool completions zsh > ~/.zfunc/_pool
  pool completions fish > ~/.config/fish/completions/pool.fish")]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(super) fn run(context: &Context, args: &CompletionsArgs) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "pool", &mut script);
    let script = String::from_utf8(script).map_err(|error| Error::new(Kind::Failed, error))?;
    context.printer.raw(&script)?;
    Ok(Exit::Done)
}
