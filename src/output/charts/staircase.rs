//! What an hour costs by the number of sessions: for a terminal, and as SVG.

use super::axis;
use super::markup::escape;
use super::palette::STYLE;
use super::svg::Size;
use crate::cost::{Currency, Decimal, Model, Money, Rates, Stretch};
use crate::model::Scale;
use crate::output::style::{FAINT, paint};
use anstyle::AnsiColor;
use jiff::{SignedDuration, Timestamp};
use std::fmt::Write as _;
use std::time::Duration;

/// Rows of the picture itself.
const ROWS: usize = 8;

/// The narrowest picture, and the widest.
const WIDTHS: (usize, usize) = (40, 120);

/// The most sessions that are shown one by one; beyond them the picture ends.
const MOST: u32 = 100_000;

/// The costs of an hour, and where something stands among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Staircase {
    /// What it is of.
    pub title: String,
    /// What is counted: "sessions", "sessions in use".
    pub unit: &'static str,
    /// What is drawn: "cost of an hour", "most that an hour costs".
    what: &'static str,
    /// In front of an amount: nothing, or "at most ".
    bound: &'static str,
    currency: Currency,
    /// What an hour costs of so many sessions: the index.
    costs: Vec<f64>,
    /// Where something stands, with what an hour costs there.
    marks: Vec<(Mark, f64)>,
    /// Up to how many sessions an hour costs the same, where nothing stands above them.
    level: Option<u32>,
}

/// A number of sessions, and what has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The number.
    pub sessions: u32,
    /// How soon one of them may make room for the next, as [`crate::cost::Stretch`] has it.
    pub cooldown: Option<Duration>,
    /// "now", "contest: ready".
    pub words: String,
}

impl Staircase {
    /// The staircase of prices, to the last mark and a little of its step.
    #[must_use]
    pub fn of(title: String, rates: &Rates, marks: Vec<Mark>) -> Self {
        let highest = marks.iter().map(|mark| mark.sessions).max().unwrap_or(0).clamp(1, MOST);
        let counts_use = matches!(rates.model, Model::StartedHours(_));
        // The soonest that a place is free again: the most that any of them costs.
        let soonest = marks.iter().map(|mark| mark.cooldown).min_by_key(|cooldown| cooldown.unwrap_or_default());
        let soonest = soonest.flatten();
        let mut merged: Vec<(Mark, f64)> = Vec::new();
        for mark in marks {
            let same =
                |known: &Mark| known.sessions == mark.sessions && (!counts_use || known.cooldown == mark.cooldown);
            match merged.iter_mut().find(|(known, _)| same(known)) {
                Some((known, _)) => known.words = format!("{}, {}", known.words, mark.words),
                None => {
                    let cost = cost(rates, mark.sessions, mark.cooldown);
                    merged.push((mark, cost));
                }
            }
        }
        merged.sort_by_key(|(mark, _)| mark.sessions);
        let mut costs: Vec<f64> = (0..=highest).map(|count| cost(rates, count, soonest)).collect();
        let top = costs.last().copied().unwrap_or_default();
        // A step that nothing stands on is a price that nobody has.
        let above = (highest + 1..=highest + highest / 10).map(|count| cost(rates, count, soonest));
        costs.extend(above.take_while(|cost| (cost - top).abs() < f64::EPSILON));
        let level = match &rates.model {
            Model::Nodes { on_a_node, .. } => {
                let is_level = |holds: &u32| merged.iter().all(|(mark, _)| (1..=*holds).contains(&mark.sessions));
                Some(on_a_node.get()).filter(is_level)
            }
            Model::StartedHours(_) | Model::Flat(_) => None,
        };
        Self {
            title,
            unit: if counts_use { "sessions in use" } else { "sessions" },
            what: if counts_use { "the most that an hour costs" } else { "cost of an hour" },
            bound: if counts_use { "at most " } else { "" },
            currency: rates.currency,
            costs,
            marks: merged,
            level,
        }
    }

    fn most_sessions(&self) -> usize {
        self.costs.len() - 1
    }

    fn most(&self) -> f64 {
        self.costs.iter().copied().fold(0.0, f64::max).max(0.01)
    }

    fn money(&self, amount: f64) -> String {
        Decimal::try_from(amount).map_or_else(|_| String::new(), |amount| Money::new(amount, self.currency).to_string())
    }

    /// Each mark with its letter and what an hour costs there.
    fn legend(&self) -> impl Iterator<Item = (char, &Mark, String)> {
        let letters = ('a'..='z').chain('A'..='Z');
        let cost = |cost: f64| format!("{}{}", self.bound, self.money(cost));
        letters.zip(&self.marks).map(move |(letter, (mark, amount))| (letter, mark, cost(*amount)))
    }
}

/// What an hour of so many sessions costs, as the tables have it: while they stand, and under session-hours the most, a
/// new session with each cooldown.
fn cost(rates: &Rates, sessions: u32, cooldown: Option<Duration>) -> f64 {
    let until = Timestamp::UNIX_EPOCH.saturating_add(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MAX);
    let scale = Scale { max: sessions, ready: Some(sessions) };
    let estimate = rates.estimate(&[Stretch::new(scale, cooldown, Timestamp::UNIX_EPOCH, until)]);
    number(estimate.most.total().amount)
}

fn number(amount: Decimal) -> f64 {
    f64::try_from(amount).unwrap_or_default()
}

/// The picture for a terminal, with a line end behind each line. It says the same without colour.
#[must_use]
pub fn draw(stairs: &Staircase, width: u16, is_unicode: bool) -> String {
    if let Some(level) = stairs.level {
        let text =
            format!("Any number of sessions up to {level} costs the same: {} an hour.", stairs.money(stairs.most()));
        return format!("{}\n", paint(FAINT, text));
    }
    let (fill, edge, tick, corner, foot, below) =
        if is_unicode { ('█', '│', '┤', '└', '─', '┬') } else { ('#', '|', '+', '+', '-', '+') };
    let top = stairs.most();
    let label = |row: usize| stairs.money(top * row as f64 / ROWS as f64);
    let labels = (0..=ROWS).map(|row| label(row).chars().count()).max().unwrap_or(0);
    let width = usize::from(width).clamp(WIDTHS.0, WIDTHS.1).saturating_sub(labels + 2).max(20);
    let most = stairs.most_sessions();
    let sessions = |column: usize| (column * most + (width - 1) / 2) / (width - 1);
    let column = |sessions: usize| (sessions * (width - 1) + most / 2) / most;
    let mut text = format!("{}\n", paint(FAINT, format!("{}, by {}", stairs.what, stairs.unit)));
    for row in (1..=ROWS).rev() {
        let is_named = row == ROWS || row == ROWS / 2;
        let (name, side) = if is_named { (label(row), tick) } else { (String::new(), edge) };
        let low = top * (row - 1) as f64 / ROWS as f64;
        let high = top * row as f64 / ROWS as f64;
        // What costs anything at all is seen.
        let least = if row == 1 { 0.0 } else { f64::midpoint(low, high) };
        let is_filled = |column: usize| stairs.costs.get(sessions(column)).is_some_and(|cost| *cost > least);
        let line: String = (0..width).map(|column| if is_filled(column) { fill } else { ' ' }).collect();
        let line = paint(AnsiColor::Blue.on_default(), line.trim_end());
        let _ = writeln!(text, "{}{line}", paint(FAINT, format!("{name:>labels$} {side}")));
    }
    let (mut axis_line, mut words, mut letters) = (vec![foot; width], vec![' '; width], vec![' '; width]);
    for count in axis::counts(most as f64, (width / 10).max(2)) {
        let (at, name) = (column(count as usize), count.to_string());
        let start = at.saturating_sub(name.len() / 2);
        if at < width && start + name.len() <= width {
            axis_line[at] = below;
            words.splice(start..start + name.len(), name.chars());
        }
    }
    for (letter, mark, _) in stairs.legend() {
        // Marks that are too near are moved to the right, so that each is seen.
        let at = (column(mark.sessions as usize)..width).find(|at| letters[*at] == ' ');
        if let Some(at) = at {
            letters[at] = letter;
        }
    }
    let line = |line: Vec<char>| line.into_iter().collect::<String>();
    let indent = " ".repeat(labels + 2);
    let zero = stairs.money(0.0);
    let _ = writeln!(text, "{}", paint(FAINT, format!("{zero:>labels$} {corner}{}", line(axis_line))));
    let _ = writeln!(text, "{indent}{}", line(letters).trim_end());
    let _ = writeln!(text, "{indent}{}", paint(FAINT, line(words).trim_end()));
    for (letter, mark, cost) in stairs.legend() {
        let _ = writeln!(text, "{letter}  {} ({}): {cost} an hour", mark.sessions, mark.words);
    }
    text
}

/// The picture as SVG.
#[must_use]
pub fn svg(stairs: &Staircase, size: Size) -> String {
    let (left, right, letters) = (72.0, 14.0, size.letters);
    let (top, height) = (letters * 3.4, size.sessions);
    let (bottom, room) = (top + height, size.width - left - right);
    let (most, highest) = (stairs.most_sessions() as f64, stairs.most() * 1.08);
    let x = |sessions: f64| left + room * sessions / most;
    let y = |cost: f64| bottom - height * cost / highest;
    let mut path = format!("M{left:.1} {bottom:.1}");
    let mut last = f64::NAN;
    for (sessions, cost) in stairs.costs.iter().enumerate() {
        if (*cost - last).abs() > f64::EPSILON || last.is_nan() {
            // A step begins in front of the session that needs it.
            let _ = write!(path, "H{:.1}V{:.1}", x((sessions as f64 - 0.5).max(0.0)), y(*cost));
            last = *cost;
        }
    }
    let _ = write!(path, "H{:.1}V{bottom:.1}Z", x(most));
    let mut body = String::new();
    for part in 1..=4 {
        let cost = stairs.most() * f64::from(part) / 4.0;
        body.push_str(&grid_line(&stairs.money(cost), y(cost), (left, x(most)), letters));
    }
    let _ = writeln!(body, "<path class=\"busy\" d=\"{path}\"/>");
    let _ = writeln!(body, "<path class=\"axis\" d=\"M{left:.1} {bottom:.1}H{:.1}\"/>", x(most));
    for count in axis::counts(most, size.ticks).into_iter().filter(|count| *count as f64 <= most) {
        let at = x(count as f64);
        let _ = writeln!(
            body,
            "<text class=\"faint\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>",
            bottom + letters * 1.55
        );
    }
    let mut foot = bottom + letters * 3.0;
    let _ = writeln!(
        body,
        "<text class=\"faint\" x=\"{left:.1}\" y=\"{foot:.1}\">{}, by {}</text>",
        stairs.what, stairs.unit
    );
    for (letter, mark, cost) in stairs.legend() {
        let at = x(f64::from(mark.sessions).min(most));
        let _ = writeln!(body, "<path class=\"asked\" d=\"M{at:.1} {top:.1}V{bottom:.1}\"/>");
        let _ = writeln!(
            body,
            "<text class=\"halo\" x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{letter}</text>",
            top - letters * 0.4
        );
        foot += letters * 1.6;
        let words = escape(&format!("{letter}  {} ({}): {cost} an hour", mark.sessions, mark.words));
        let _ = writeln!(body, "<text x=\"{left:.1}\" y=\"{foot:.1}\">{words}</text>");
    }
    let (width, whole) = (size.width, foot + letters);
    let title = escape(&stairs.title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {width} {whole:.1}\" \
         font-size=\"{letters}\" role=\"img\" aria-label=\"{title}\">\n<style>\n{STYLE}</style>\n\
         <rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<text x=\"{left}\" y=\"{:.1}\" font-weight=\"600\">{title}\
         </text>\n{body}</svg>\n",
        letters * 1.6
    )
}

/// A line across the picture at an amount, with its name on the left.
fn grid_line(name: &str, at: f64, (left, right): (f64, f64), letters: f64) -> String {
    let (name, foot, side) = (escape(name), at + letters * 0.35, left - 7.0);
    format!(
        "<path class=\"grid\" d=\"M{left:.1} {at:.1}H{right:.1}\"/>\n\
         <text class=\"faint\" x=\"{side:.1}\" y=\"{foot:.1}\" text-anchor=\"end\">{name}</text>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::super::svg::WIDE;
    use super::*;
    use crate::cost::Card;
    use crate::model::{Kind, SessionSize};

    fn stairs(kind: Kind, marks: &[(u32, &str)]) -> Staircase {
        let rates = Card::default().rates(kind, "eastus2", SessionSize::of(0.5, "1Gi")).unwrap();
        let cooldown = Some(Duration::from_secs(300));
        let mark = |(sessions, words): &(u32, &str)| Mark { sessions: *sessions, cooldown, words: (*words).to_owned() };
        Staircase::of("an hour of <p>".to_owned(), &rates, marks.iter().map(mark).collect())
    }

    fn plain(stairs: &Staircase, width: u16, is_unicode: bool) -> String {
        anstream::adapter::strip_str(&draw(stairs, width, is_unicode)).to_string()
    }

    #[test]
    fn it_fits_and_needs_no_colour() {
        let stairs =
            stairs(Kind::CustomContainer, &[(1, "now"), (10, "contest: ready"), (50, "contest: max"), (1, "idle")]);
        for width in [40, 80, 120] {
            for is_unicode in [true, false] {
                let text = plain(&stairs, width, is_unicode);
                assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
                assert_eq!(text.is_ascii(), !is_unicode, "{text}");
            }
        }
        let text = plain(&stairs, 80, false);
        for line in [
            "a  1 (now, idle): $1.75 an hour",
            "b  10 (contest: ready): $1.75 an hour",
            "c  50 (contest: max): $3.40 an hour",
        ] {
            assert!(text.contains(line), "{text}");
        }
        // Two steps: the upper half is wide where two nodes are needed.
        let filled: Vec<usize> =
            text.lines().filter(|line| line.contains('#')).map(|line| line.matches('#').count()).collect();
        assert_eq!(filled.len(), ROWS, "{text}");
        assert!(filled[0] < filled[ROWS - 1] && filled.windows(2).all(|pair| pair[0] <= pair[1]), "{text}");
    }

    #[test]
    fn it_ends_on_the_step_of_the_last_mark() {
        for (marks, sessions, most) in [
            (&[(70, "now"), (220, "max")][..], 240, 13.3),
            (&[(1, "now"), (50, "max")], 55, 3.4),
            (&[(1, "now"), (60, "max")], 60, 3.4),
        ] {
            let stairs = stairs(Kind::CustomContainer, marks);
            assert_eq!(stairs.most_sessions(), sessions, "{marks:?}");
            assert!((stairs.most() - most).abs() < 1e-9, "{marks:?}: {}", stairs.most());
        }
    }

    #[test]
    fn one_step_is_a_line_of_words() {
        let same = "Any number of sessions up to 30 costs the same: $1.75 an hour.\n";
        for (marks, is_level) in [
            (&[][..], true),
            (&[(1, "now"), (30, "max")], true),
            (&[(31, "max")], false),
            (&[(0, "now"), (5, "max")], false),
        ] {
            assert_eq!(plain(&stairs(Kind::CustomContainer, marks), 80, true) == same, is_level, "{marks:?}");
        }
        assert!(plain(&stairs(Kind::Shell, &[(1, "max")]), 80, true).contains("by sessions in use"));
    }

    #[test]
    fn under_session_hours_the_most_is_drawn_as_the_table_has_it() {
        let stairs = stairs(Kind::Shell, &[(0, "now"), (5, "max")]);
        assert_eq!((stairs.unit, stairs.costs.len()), ("sessions in use", 6));
        let text = plain(&stairs, 80, true);
        assert!(text.starts_with("the most that an hour costs, by sessions in use\n"), "{text}");
        assert!(text.contains("b  5 (max): at most $1.80 an hour"), "5 x 12 x $0.03: {text}");
        // Each profile with its own cooldown, below the line of the soonest.
        let rates = Card::default().rates(Kind::Shell, "eastus2", None).unwrap();
        let mark = |sessions, minutes: u64| Mark {
            sessions,
            cooldown: Some(Duration::from_secs(minutes * 60)),
            words: format!("{minutes} min"),
        };
        let stairs = Staircase::of(String::new(), &rates, vec![mark(5, 5), mark(5, 60)]);
        let text = plain(&stairs, 80, true);
        for line in ["a  5 (5 min): at most $1.80 an hour", "b  5 (60 min): at most $0.15 an hour"] {
            assert!(text.contains(line), "{text}");
        }
        let shown = svg(&stairs, WIDE);
        assert!(shown.contains("the most that an hour costs, by sessions in use"), "{shown}");
        assert_eq!(plain(&self::stairs(Kind::Shell, &[]), 80, true).lines().count(), ROWS + 4);
    }

    #[test]
    fn the_picture_is_one_of_xml() {
        let text = svg(&stairs(Kind::CustomContainer, &[(1, "now & then")]), WIDE);
        assert!(text.starts_with("<svg xmlns=") && text.ends_with("</svg>\n"));
        assert!(text.contains("an hour of &lt;p&gt;") && text.contains("now &amp; then"), "{text}");
        assert!(text.lines().count() > 15 && !text.contains("NaN"), "{text}");
    }
}
