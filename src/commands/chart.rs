//! `--chart`: whether a picture is drawn below a table.

use crate::output::Look;
use clap::ValueEnum;

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
