//! The few colours, by what they mean. The streams strip them where they are not wanted.

use anstyle::{AnsiColor, Style};
use std::fmt::Display;

/// A name somebody chose, a number that matters.
pub(super) const STRONG: Style = Style::new().bold();
/// As it should be.
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
/// Worth a look.
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();
/// Wrong.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Less important.
pub(super) const FAINT: Style = Style::new().dimmed();

/// A text in a style.
pub(super) fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
