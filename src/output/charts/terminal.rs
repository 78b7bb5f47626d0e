//! A picture of characters, which says the same without colour, and in ASCII where need be.

use super::axis;
use super::picture::{Band, Picture, Point};
use crate::output::style::{BAD, FAINT, paint};
use anstyle::{AnsiColor, Style};

/// Rows of the picture itself.
const ROWS: usize = 12;

/// Fewer sessions than this, in the mean, are none.
const LEAST: f64 = 0.05;

/// The narrowest picture, and the widest: beyond that nothing more is to be seen.
const WIDTHS: (usize, usize) = (40, 160);

/// The characters of a picture.
struct Signs {
    bands: [char; 4],
    max: char,
    axis: char,
    tick: char,
    corner: char,
    foot: char,
    below: char,
    levels: &'static [char],
    refused: char,
}

const UNICODE: Signs = Signs {
    bands: ['█', '▒', '▚', '░'],
    max: '─',
    axis: '│',
    tick: '┤',
    corner: '└',
    foot: '─',
    below: '┬',
    levels: &[' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
    refused: '×',
};

const ASCII: Signs = Signs {
    bands: ['#', ':', '+', '.'],
    max: '-',
    axis: '|',
    tick: '+',
    corner: '+',
    foot: '-',
    below: '+',
    levels: &[' ', '.', ':', '-', '=', '+', '*', '#'],
    refused: 'x',
};

fn color(band: Band) -> Style {
    match band {
        Band::Busy => AnsiColor::Blue,
        Band::Cooling => AnsiColor::Yellow,
        Band::Starting => AnsiColor::Magenta,
        Band::Ready => AnsiColor::Green,
    }
    .on_default()
}

/// The picture, with a line end behind each line.
#[must_use]
pub fn draw(picture: &Picture, width: u16, is_unicode: bool) -> String {
    let signs = if is_unicode { &UNICODE } else { &ASCII };
    let top = axis::counts(picture.height(), 4);
    let most = *top.last().unwrap_or(&1) as f64;
    let labels = most.to_string().len().max("refused".len());
    let width = usize::from(width).clamp(WIDTHS.0, WIDTHS.1) - labels - 2;
    let (begins, ends) = picture.times();
    let at = |column: usize| begins + (ends - begins) * column as f64 / width as f64;
    let columns: Vec<Point> = (0..width).map(|column| picture.between(at(column), at(column + 1))).collect();
    let maxes: Vec<f64> = (0..width).map(|column| f64::from(picture.max_at(at(column)))).collect();
    let mut text = format!("{}\n", paint(FAINT, "sessions"));
    for row in (0..ROWS).rev() {
        let (low, high) = (most * row as f64 / ROWS as f64, most * (row + 1) as f64 / ROWS as f64);
        let tick = top.iter().find(|tick| row_of(**tick as f64, most) == row).filter(|tick| **tick > 0);
        let label = tick.map_or_else(String::new, u64::to_string);
        let edge = if tick.is_some() { signs.tick } else { signs.axis };
        text.push_str(&paint(FAINT, format!("{label:>labels$} {edge}")));
        let cells = columns.iter().zip(&maxes);
        let cells = cells.map(|(point, max)| cell(point, *max, (low, high), signs));
        text.push_str(&painted(cells));
        text.push('\n');
    }
    text.push_str(&foot(picture, signs, labels, width));
    text.push_str(&trouble(picture, &columns, signs, labels));
    text.push_str(&legend(picture, signs, most, labels + 2 + width));
    text
}

/// The row in which a number of sessions ends.
fn row_of(number: f64, most: f64) -> usize {
    ((number / most * ROWS as f64).ceil() as usize).clamp(1, ROWS) - 1
}

/// What stands in a cell, and how it is painted.
fn cell(point: &Point, max: f64, (low, high): (f64, f64), signs: &Signs) -> (char, Style) {
    // What is there at all is seen in the lowest row.
    let seen = if low == 0.0 { f64::midpoint(low, high).min(point.sessions() / 2.0) } else { f64::midpoint(low, high) };
    let mut below = 0.0;
    for (band, sign) in Band::ALL.into_iter().zip(signs.bands) {
        below += band.of(point);
        if below > seen && below > LEAST {
            return (sign, color(band));
        }
    }
    if max > low && max <= high { (signs.max, FAINT) } else { (' ', Style::new()) }
}

/// Cells of one style together, so that there is not a colour for every character.
fn painted(cells: impl Iterator<Item = (char, Style)>) -> String {
    let mut runs: Vec<(String, Style)> = Vec::new();
    for (sign, style) in cells {
        match runs.last_mut() {
            Some((run, last)) if *last == style => run.push(sign),
            _ => runs.push((sign.to_string(), style)),
        }
    }
    if runs.last().is_some_and(|(run, _)| run.trim().is_empty()) {
        runs.pop();
    }
    runs.into_iter().map(|(run, style)| if style == Style::new() { run } else { paint(style, run) }).collect()
}

/// The axis of time.
fn foot(picture: &Picture, signs: &Signs, labels: usize, width: usize) -> String {
    let (begins, ends) = picture.times();
    let mut line = vec![signs.foot; width];
    let mut words = vec![' '; width];
    for tick in picture.ticks((width / 12).max(2)) {
        let column = ((tick as f64 - begins) / (ends - begins) * width as f64).round();
        if column < 0.0 || column >= width as f64 {
            continue;
        }
        let column = column as usize;
        line[column] = signs.below;
        let label: Vec<char> = picture.label(tick).chars().collect();
        let start = column.saturating_sub(label.len() / 2);
        let is_free = words.iter().skip(start.saturating_sub(1)).take(label.len() + 2).all(|c| *c == ' ');
        if start + label.len() <= width && is_free {
            words[start..start + label.len()].copy_from_slice(&label);
        }
    }
    let zero = format!("{:>labels$} {}", 0, signs.corner);
    let line: String = line.into_iter().collect();
    let words: String = words.into_iter().collect();
    format!("{}\n{:labels$}  {}\n", paint(FAINT, zero + &line), "", paint(FAINT, words.trim_end()))
}

/// A line of those who wait, and one of those who were refused, where there are any.
fn trouble(picture: &Picture, columns: &[Point], signs: &Signs, labels: usize) -> String {
    let mut text = String::new();
    let shown = columns.iter().map(|point| point.waiting).fold(0.0, f64::max);
    let most = shown.max(picture.at_least.1);
    if shown > 0.0 {
        let top = signs.levels.len() - 1;
        let level = |point: &Point| signs.levels[((point.waiting / most * top as f64).ceil() as usize).min(top)];
        let line: String = columns.iter().map(level).collect();
        text.push_str(&format!("{:>labels$}  {}\n", "waiting", line.trim_end()));
    }
    if columns.iter().any(|point| point.refused > 0.0) {
        let mark = |point: &Point| if point.refused > 0.0 { signs.refused } else { ' ' };
        let line: String = columns.iter().map(mark).collect();
        text.push_str(&format!("{:>labels$}  {}\n", "refused", paint(BAD, line.trim_end())));
    }
    for (at, name) in &picture.asked {
        text.push_str(&format!("{:>labels$}  `{}` was asked for at {}\n", "", name, picture.label(at.round() as u64)));
    }
    text
}

fn legend(picture: &Picture, signs: &Signs, most: f64, width: usize) -> String {
    let sign =
        |of: Band| Band::ALL.into_iter().zip(signs.bands).find(|(band, _)| *band == of).map_or(' ', |(_, sign)| sign);
    let bands = picture.bands.iter();
    let mut words: Vec<String> =
        bands.map(|(band, word)| format!("{} {word}", paint(color(*band), sign(*band)))).collect();
    let maxes: Vec<u32> = picture.max.iter().map(|(_, max)| *max).collect();
    let named = maxes.iter().map(u32::to_string).collect::<Vec<_>>().join(", then ");
    let above = if maxes.iter().any(|max| f64::from(*max) > most) { " (above the picture)" } else { "" };
    words.push(format!("{} max {named}{above}", paint(FAINT, signs.max)));
    if picture.most_waiting() > 0.0 {
        words.push(format!("waiting: up to {:.0} runs", picture.most_waiting().max(1.0)));
    }
    // An entry is never broken.
    let mut lines: Vec<(String, usize)> = Vec::new();
    for word in words {
        let length = anstream::adapter::strip_str(&word).to_string().chars().count();
        match lines.last_mut() {
            Some((line, taken)) if *taken + 2 + length <= width => {
                line.push_str(&format!("  {word}"));
                *taken += 2 + length;
            }
            _ => lines.push((word, length)),
        }
    }
    lines.into_iter().map(|(line, _)| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::super::picture::example;
    use super::*;

    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn it_fits_and_needs_no_colour() {
        for width in [80, 120] {
            for is_unicode in [true, false] {
                let text = plain(&draw(&example(), width, is_unicode));
                assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
                assert_eq!(text.is_ascii(), !is_unicode, "{text}");
                let signs = if is_unicode { &UNICODE } else { &ASCII };
                assert!(
                    signs.bands.iter().all(|sign| text.lines().take(13).any(|line| line.contains(*sign))),
                    "{text}"
                );
                for word in ["busy", "cooling down", "starting", "ready", "max 20, then 40", "refused", "waiting"] {
                    assert!(text.contains(word), "{word}: {text}");
                }
            }
        }
    }

    /// Nothing but zeros, and one instant, are drawn as well.
    #[test]
    fn nothing_is_no_trouble() {
        let empty = Picture { points: vec![], max: vec![(0.0, 5)], asked: vec![], ..example() };
        for picture in [empty.clone(), Picture { points: vec![Point::default()], ..empty }] {
            let text = plain(&draw(&picture, 80, true));
            assert_eq!(text.lines().count(), ROWS + 4, "{text}");
        }
    }
}
