//! A picture as SVG, alone or in a page: stacked bands of sessions under the line of max sessions, and below them who
//! waits and who was refused.

use super::axis;
use super::legend::{cross, legend};
use super::markup::escape;
use super::palette::{STYLE, class};
use super::picture::{Band, Picture, Point};
use std::fmt::Write as _;

/// How large a picture is, in its own units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From side to side.
    pub width: f64,
    /// The height of the sessions.
    pub sessions: f64,
    /// The height of those who wait.
    pub waiting: f64,
    /// About how many ticks of time.
    pub ticks: usize,
    /// The largest letters.
    pub letters: f64,
}

/// For a screen.
pub const WIDE: Size = Size { width: 960.0, sessions: 300.0, waiting: 90.0, ticks: 8, letters: 13.0 };

/// For a phone.
pub const NARROW: Size = Size { width: 360.0, sessions: 220.0, waiting: 70.0, ticks: 4, letters: 12.0 };

/// Where panels begin.
pub(super) const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;

/// Lanes of labels above each other, and the most of them.
const LANES: usize = 3;
const MOST_ASKED: usize = 40;

/// The pixels between marks of refusals.
const MARK: f64 = 10.0;

/// A rectangle with scales to both sides.
struct Panel {
    left: f64,
    width: f64,
    top: f64,
    height: f64,
    times: (f64, f64),
    most: f64,
}

impl Panel {
    fn x(&self, time: f64) -> f64 {
        let (begins, ends) = self.times;
        self.left + self.width * ((time - begins) / (ends - begins)).clamp(0.0, 1.0)
    }

    fn y(&self, number: f64) -> f64 {
        self.top + self.height * (1.0 - (number / self.most).clamp(0.0, 1.0))
    }

    fn bottom(&self) -> f64 {
        self.top + self.height
    }

    fn right(&self) -> f64 {
        self.left + self.width
    }
}

/// A picture of its own.
#[must_use]
pub fn file(picture: &Picture, size: Size) -> String {
    draw(picture, size, true)
}

/// A picture within a page that has the style of pictures.
#[must_use]
pub fn inline(picture: &Picture, size: Size) -> String {
    draw(picture, size, false)
}

fn draw(picture: &Picture, size: Size, is_alone: bool) -> String {
    let (legend, legend_height) = legend(picture, size, if is_alone { 2.4 * size.letters } else { 0.0 });
    // A little more, so that the number of the line has room above it.
    let ticks = axis::counts(picture.height() * 1.06, 5);
    let sessions = Panel {
        left: LEFT,
        width: size.width - LEFT - RIGHT,
        top: legend_height + lanes(picture, size) + size.letters * 2.6,
        height: size.sessions,
        times: picture.times(),
        most: *ticks.last().unwrap_or(&1) as f64,
    };
    let mut body = String::new();
    bands(&mut body, picture, &sessions, &ticks, size);
    let mut foot = sessions.bottom();
    if picture.has_trouble() {
        let top = foot + size.letters * 2.6;
        let ticks = axis::counts(picture.waiting_height(), 2);
        let most = *ticks.last().unwrap_or(&1) as f64;
        let height = if picture.most_waiting() > 0.0 { size.waiting } else { 2.0 * MARK };
        let panel = Panel { top, height, most, ..sessions };
        trouble(&mut body, picture, &panel, &ticks, size);
        foot = panel.bottom();
    }
    time_axis(&mut body, picture, &Panel { height: foot - sessions.top, ..sessions }, size);
    let height = foot + size.letters * 3.2;
    let (width, letters) = (size.width, size.letters);
    let (title, summary) = (escape(&picture.title), escape(&picture.summary));
    let (space, style, paper, head) = if is_alone {
        let head = format!(
            "<text x=\"{LEFT}\" y=\"{:.1}\" font-weight=\"600\" font-size=\"{:.1}\">{}</text>\n",
            letters * 1.6,
            letters * 1.15,
            escape(&shortened(&picture.title, (width / letters * 1.5) as usize))
        );
        (" xmlns=\"http://www.w3.org/2000/svg\"", format!("<style>\n{STYLE}</style>\n"), PAPER, head)
    } else {
        ("", String::new(), "", String::new())
    };
    format!(
        "<svg{space} class=\"chart\" viewBox=\"0 0 {width} {height:.1}\" font-size=\"{letters}\" role=\"img\" \
         aria-label=\"{title}: {summary}\">\n{style}{paper}{head}{legend}{body}</svg>\n"
    )
}

const PAPER: &str = "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n";

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

fn bands(body: &mut String, picture: &Picture, panel: &Panel, ticks: &[u64], size: Size) {
    number_axis(body, panel, ticks, "sessions", size);
    let mut below = vec![0.0; picture.points.len()];
    for band in Band::ALL {
        let above: Vec<f64> = below.iter().zip(&picture.points).map(|(low, point)| low + band.of(point)).collect();
        if above.iter().zip(&below).any(|(high, low)| high > low) {
            let _ =
                writeln!(body, "<path class=\"band {}\" d=\"{}\"/>", class(band), area(picture, panel, &below, &above));
        }
        below = above;
    }
    max_line(body, picture, panel, size);
    asked(body, picture, panel, size);
}

/// The times and heights of a line through the middle of each span, drawn out to both ends.
fn line<'a>(picture: &'a Picture, heights: &'a [f64]) -> impl DoubleEndedIterator<Item = (f64, f64)> + 'a {
    let middles =
        picture.points.iter().zip(heights).map(|(point, height)| (f64::midpoint(point.from, point.to), *height));
    let first = picture.points.first().zip(heights.first()).map(|(point, height)| (point.from, *height));
    let last = picture.points.last().zip(heights.last()).map(|(point, height)| (point.to, *height));
    first.into_iter().chain(middles).chain(last)
}

fn path(panel: &Panel, points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (index, (time, number)) in points.enumerate() {
        let sign = if index == 0 { 'M' } else { 'L' };
        let _ = write!(text, "{sign}{:.1} {:.1}", panel.x(time), panel.y(number));
    }
    text
}

fn area(picture: &Picture, panel: &Panel, below: &[f64], above: &[f64]) -> String {
    path(panel, line(picture, above).chain(line(picture, below).rev())) + "Z"
}

/// What was asked for, each with its time and its words, and the lane in which these stand; a label for which there is no
/// room in any lane has none.
fn labels(picture: &Picture, size: Size) -> Vec<(f64, f64, Option<usize>, String)> {
    let (begins, ends) = picture.times();
    let room = size.width - LEFT - RIGHT;
    let mut taken = [0.0; LANES];
    let shown = picture.asked.iter().filter(|(at, _)| (begins..=ends).contains(at)).take(MOST_ASKED);
    shown
        .map(|(at, name)| {
            let words = format!("{} asked for", shortened(name, 24));
            let width = words.chars().count() as f64 * size.letters * 0.56;
            let x = LEFT + room * (at - begins) / (ends - begins);
            let start = (x - width / 2.0).clamp(LEFT, (size.width - RIGHT - width).max(LEFT));
            let lane = taken.iter().position(|end| start >= *end);
            if let Some(lane) = lane {
                taken[lane] = start + width + size.letters;
            }
            (x, start, lane, words)
        })
        .collect()
}

/// How high the lanes of these labels are together.
fn lanes(picture: &Picture, size: Size) -> f64 {
    let used = labels(picture, size).iter().filter_map(|(_, _, lane, _)| *lane).max().map_or(0, |lane| lane + 1);
    used as f64 * size.letters * 1.4
}

fn asked(body: &mut String, picture: &Picture, panel: &Panel, size: Size) {
    for (x, start, lane, words) in labels(picture, size) {
        let from = panel.top - size.letters * 0.4;
        let above = lane.map_or(0.0, |lane| size.letters * (1.4 * lane as f64 + 1.6));
        let _ = writeln!(body, "<path class=\"asked\" d=\"M{x:.1} {:.1}V{:.1}\"/>", from - above, panel.bottom());
        if lane.is_some() {
            let (y, words) = (from - above - 2.0, escape(&words));
            let _ = writeln!(body, "<text class=\"faint halo\" x=\"{start:.1}\" y=\"{y:.1}\">{words}</text>");
        }
    }
}

/// The line of max sessions, with its number on every stretch that is long enough.
fn max_line(body: &mut String, picture: &Picture, panel: &Panel, size: Size) {
    let mut stretches = Vec::new();
    for (index, (from, max)) in picture.max.iter().enumerate() {
        let to = picture.max.get(index + 1).map_or(panel.times.1, |(next, _)| *next);
        stretches.push((from.max(panel.times.0), to.min(panel.times.1), f64::from(*max)));
    }
    let shown = stretches.iter().filter(|(from, to, max)| from < to && *max <= panel.most);
    let mut text = String::new();
    let mut last = None;
    for (from, to, max) in shown.clone() {
        let sign = if last == Some(*from) { 'L' } else { 'M' };
        let _ = write!(text, "{sign}{:.1} {:.1}H{:.1}", panel.x(*from), panel.y(*max), panel.x(*to));
        last = Some(*to);
    }
    if !text.is_empty() {
        let _ = writeln!(body, "<path class=\"max\" d=\"{text}\"/>");
    }
    let is_long = |(from, to, _): &&(f64, f64, f64)| panel.x(*to) - panel.x(*from) > size.letters * 5.0;
    for (from, to, max) in shown.filter(is_long) {
        // Where it ends the line meets the next one, unless the picture ends there.
        let is_last = *to >= panel.times.1;
        let (x, anchor) = if is_last { (panel.x(*to) - 4.0, "end") } else { (panel.x(*from) + 4.0, "start") };
        let y = panel.y(*max) - 5.0;
        let _ =
            writeln!(body, "<text class=\"halo\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">max {max}</text>");
    }
}

fn trouble(body: &mut String, picture: &Picture, panel: &Panel, ticks: &[u64], size: Size) {
    let heights: Vec<f64> = picture.points.iter().map(|point| point.waiting).collect();
    if picture.most_waiting() > 0.0 {
        number_axis(body, panel, ticks, "runs waiting in line, and runs refused", size);
        let zeros = vec![0.0; heights.len()];
        let _ = writeln!(body, "<path class=\"queue\" d=\"{}\"/>", area(picture, panel, &zeros, &heights));
        let _ = writeln!(body, "<path class=\"waiting\" d=\"{}\"/>", path(panel, line(picture, &heights)));
    } else {
        number_axis(body, panel, &[], "runs refused", size);
    }
    refused(body, picture, panel);
}

/// A mark wherever runs were refused, the stronger the more of them.
fn refused(body: &mut String, picture: &Picture, panel: &Panel) {
    let count = (panel.width / MARK) as usize;
    let (begins, ends) = panel.times;
    let at = |index: usize| begins + (ends - begins) * index as f64 / count as f64;
    let marks: Vec<Point> = (0..count).map(|index| picture.between(at(index), at(index + 1))).collect();
    let most = marks.iter().map(|mark| mark.refused).fold(0.0, f64::max);
    let top = panel.top + MARK;
    for mark in marks.iter().filter(|mark| mark.refused > 0.0) {
        let x = panel.x(f64::midpoint(mark.from, mark.to));
        let _ = writeln!(body, "{}", cross(x, top, MARK * 0.36, 0.3 + 0.7 * mark.refused / most));
    }
}

fn number_axis(body: &mut String, panel: &Panel, ticks: &[u64], title: &str, size: Size) {
    let letters = size.letters;
    let _ = writeln!(
        body,
        "<text class=\"faint\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
        4.0,
        panel.top - letters * 0.75,
        escape(title)
    );
    for tick in ticks {
        let y = panel.y(*tick as f64);
        if *tick > 0 {
            let _ = writeln!(body, "<path class=\"grid\" d=\"M{:.1} {y:.1}H{:.1}\"/>", panel.left, panel.right());
        }
        let _ = writeln!(
            body,
            "<text class=\"faint\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{tick}</text>",
            panel.left - 7.0,
            y + letters * 0.35
        );
    }
    let _ =
        writeln!(body, "<path class=\"axis\" d=\"M{:.1} {:.1}H{:.1}\"/>", panel.left, panel.bottom(), panel.right());
}

fn time_axis(body: &mut String, picture: &Picture, panel: &Panel, size: Size) {
    let (letters, bottom) = (size.letters, panel.bottom());
    for tick in picture.ticks(size.ticks) {
        let x = panel.x(tick as f64);
        let anchor = if x > panel.right() - letters * 1.5 { "end" } else { "middle" };
        let _ = writeln!(body, "<path class=\"axis\" d=\"M{x:.1} {bottom:.1}v5\"/>");
        let _ = writeln!(
            body,
            "<text class=\"faint\" x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            bottom + letters * 1.55,
            picture.label(tick)
        );
    }
    let _ = writeln!(
        body,
        "<text class=\"faint\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
        panel.left + panel.width / 2.0,
        bottom + letters * 2.8,
        match &picture.clock {
            Some(clock) => escape(&clock.strftime("%a %Y-%m-%d, %Z").to_string()),
            None => "time since the beginning".to_owned(),
        }
    );
}
