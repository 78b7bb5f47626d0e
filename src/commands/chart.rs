//! Pictures: `--chart`, whether one is drawn below a table, and what a file of one may be called.

use crate::error::{Error, Kind, Result};
use crate::output::Look;
use clap::ValueEnum;
use std::path::Path;

/// What `--plot` writes, and how its name may end.
pub(super) const SVG: (&str, &[&str]) = ("SVG", &["svg"]);

/// What `--html` writes.
pub(super) const HTML: (&str, &[&str]) = ("HTML", &["html", "htm"]);

/// Where a picture is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChartArg {
    Auto,
    Always,
    Never,
}

impl ChartArg {
    /// Whether it is drawn here.
    pub(super) fn draws(self, look: &Look) -> bool {
        match self {
            Self::Auto => look.is_terminal,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// Refuses a file whose name says that it is something else than what is written into it. A name without an ending says
/// nothing.
pub(super) fn check_ending(flag: &str, path: &Path, (format, endings): (&str, &[&str])) -> Result<()> {
    let Some(ending) = path.extension() else { return Ok(()) };
    if endings.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return Ok(());
    }
    let right = endings.first().map(|ending| path.with_extension(ending)).unwrap_or_default();
    let text = format!("{flag} writes {format}, and {} is called otherwise", path.display());
    Err(Error::message(Kind::Usage, text).hint(format!("Call it {}.", right.display())))
}
