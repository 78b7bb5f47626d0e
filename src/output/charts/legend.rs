//! What the colours and signs of a picture in SVG mean.

use super::markup::escape;
use super::palette::class;
use super::picture::{Band, Picture};
use super::svg::{LEFT, NARROW, Size};
use std::fmt::Write as _;

/// The legend from a height on, and where it ends. Widths of letters are guessed: no font is known here.
pub(super) fn legend(picture: &Picture, size: Size, from: f64) -> (String, f64) {
    let (box_, line) = (size.letters * 0.9, size.letters * 1.6);
    let mut entries: Vec<(String, f64, String)> =
        picture.bands.iter().map(|(band, word)| (swatch(*band, box_), 1.0, (*word).to_owned())).collect();
    let middle = -box_ / 2.0;
    let max = format!("<path class=\"max\" d=\"M0 {middle:.1}h{:.1}\"/>", box_ * 1.6);
    entries.push((max, 1.6, max_words(picture)));
    if picture.most_waiting() > 0.0 {
        let waits = format!("<path class=\"waiting\" d=\"M0 {middle:.1}h{:.1}\"/>", box_ * 1.6);
        entries.push((waits, 1.6, "waiting".to_owned()));
    }
    if picture.refused_share > 0.0 {
        let text = format!("refused: {:.1} % of runs", picture.refused_share * 100.0);
        entries.push((cross(box_ / 2.0, middle, box_ / 2.6, 1.0), 1.0, text));
    }
    let left = if size.width < NARROW.width * 1.5 { 4.0 } else { LEFT };
    let (mut text, mut x, mut y) = (String::new(), left, from + line);
    for (sign, sign_width, words) in entries {
        let gap = sign_width + 0.5;
        let width = box_ * gap + words.chars().count() as f64 * size.letters * 0.56 + size.letters * 1.4;
        if x + width > size.width && x > left {
            (x, y) = (left, y + line);
        }
        let _ = writeln!(
            text,
            "<g transform=\"translate({x:.1} {y:.1})\">{sign}<text x=\"{:.1}\">{}</text></g>",
            box_ * gap,
            escape(&words)
        );
        x += width;
    }
    (text, y)
}

fn swatch(band: Band, side: f64) -> String {
    format!("<rect class=\"{}\" y=\"{:.1}\" width=\"{side:.1}\" height=\"{side:.1}\" rx=\"2\"/>", class(band), -side)
}

fn max_words(picture: &Picture) -> String {
    let maxes: Vec<String> = picture.max.iter().take(4).map(|(_, max)| max.to_string()).collect();
    let more = if picture.max.len() > 4 { ", …" } else { "" };
    let is_above = picture.max.iter().any(|(_, max)| f64::from(*max) > picture.height() * 1.5);
    format!("max {}{more}{}", maxes.join(", then "), if is_above { " (above the picture)" } else { "" })
}

/// The mark of refused runs.
pub(super) fn cross(x: f64, y: f64, half: f64, opacity: f64) -> String {
    let side = 2.0 * half;
    format!(
        "<path class=\"refused\" opacity=\"{opacity:.2}\" d=\"M{:.1} {:.1}l{side:.1} {side:.1}m0 -{side:.1}l-{side:.1} {side:.1}\"/>",
        x - half,
        y - half
    )
}
