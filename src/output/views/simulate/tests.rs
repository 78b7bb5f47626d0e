use super::*;
use crate::config::demand::{Beside, Draft, Named, parse};
use crate::cost::Card;
use crate::model::{Kind as PoolKind, Lifecycle};
use crate::output::charts::svg;
use std::time::Duration;

fn settings(max_sessions: u32, ready_sessions: u32) -> Settings {
    let lifecycle = Lifecycle::Timed { cooldown: Duration::from_secs(300) };
    Settings { max_sessions, ready_sessions, lifecycle, expires_after: None }
}

fn draft(text: &str) -> Draft {
    let nothing = |name: &str| Err(format!("no {name}"));
    let profile = |name: &str| Ok(if name == "idle" { settings(5, 0) } else { settings(50, 10) });
    parse("d.yaml", text, &Beside { text: &nothing, profile: &profile }).unwrap()
}

fn played(name: &str, text: &str) -> Played {
    let pool = Named { name: "contest".into(), settings: settings(50, 10) };
    let study = Study::of(name.to_owned(), draft(text), pool).unwrap();
    let outcome = study.play(&|_| {}).unwrap();
    (study, outcome)
}

const PEAK: &str = "users: 40\nrun: {exponential: 20s}\nevery: {exponential: 1m}\nfor: 20m\nreplications: 3\n\
                    schedule: [{at: 0s, profile: idle}, {at: 2m, profile: contest}]\nwhenFull: {wait: 20s}\n";

const HOSTILE: &str = "</style></svg><script>alert(1)</script>&\"'\u{1b}[31m";

/// A tag of a page, or what stands between two.
#[derive(Debug, PartialEq)]
enum Piece<'a> {
    Opens(&'a str, Vec<(&'a str, &'a str)>),
    Closes(&'a str),
    Text(&'a str),
}

/// Reads XML strictly: every tag closes, every attribute is quoted, every `&` is one of the five.
fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut open) = (Vec::new(), Vec::new());
    text = text.strip_prefix("<!DOCTYPE html>").unwrap_or(text);
    while let Some(start) = text.find('<') {
        pieces.push(Piece::Text(&text[..start]));
        let end = start + text[start..].find('>').expect("a tag that ends");
        let tag = &text[start + 1..end];
        text = &text[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "what closes is what was opened last");
            pieces.push(Piece::Closes(name));
            continue;
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{name:?} is no name of a tag");
        let mut attributes = Vec::new();
        while let Some((key, value)) = rest.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').expect("an attribute that ends");
            attributes.push((key, value));
            rest = after;
        }
        assert_eq!(rest.trim(), "", "attributes of {name}");
        if !is_empty {
            open.push(name);
        }
        pieces.push(Piece::Opens(name, attributes));
    }
    assert!(open.is_empty() && text.trim().is_empty(), "left open: {open:?}");
    for piece in &pieces {
        let texts = match piece {
            Piece::Text(text) => vec![*text],
            Piece::Opens(_, attributes) => attributes.iter().map(|(_, value)| *value).collect(),
            Piece::Closes(_) => vec![],
        };
        for rest in texts.iter().flat_map(|text| text.split('&').skip(1)) {
            let entity = rest.split(';').next().unwrap();
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&entity), "&{entity}");
        }
    }
    pieces
}

/// Nothing is fetched, run or linked to: no tag and no attribute that could.
#[track_caller]
fn stands_alone(text: &str) {
    const TAGS: [&str; 24] = [
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "svg", "g", "rect", "path", "text",
        "div", "table", "thead", "tbody", "tr", "th", "td", "pre", "footer",
    ];
    for piece in pieces(text) {
        match piece {
            Piece::Opens(name, attributes) => {
                assert!(TAGS.contains(&name), "{name}");
                for (key, value) in attributes {
                    assert!(
                        !["src", "href", "xlink:href", "srcset", "data", "action", "style"].contains(&key),
                        "{key}"
                    );
                    assert!(!key.starts_with("on") && !value.contains("url("), "{key}={value}");
                    assert!(key == "xmlns" || !value.contains("//"), "{key}={value}");
                }
            }
            Piece::Text(text) => assert!(!text.contains("url(") && !text.contains("@import"), "{text}"),
            Piece::Closes(_) => {}
        }
    }
}

#[test]
fn a_page_is_well_formed_and_refers_to_nothing() {
    let mut hostile = played(HOSTILE, PEAK);
    hostile.0.description = Some(HOSTILE.to_owned());
    hostile.0.pool.name = HOSTILE.to_owned();
    for turn in &mut hostile.0.turns {
        turn.to.name = HOSTILE.to_owned();
    }
    let other = played("small", "users: 5\nrun: 1s\nreplications: 3\n");
    let command = format!("pool simulate '{HOSTILE}'");
    for page in [
        report_html(std::slice::from_ref(&hostile), &command),
        report_html(&[hostile.clone(), other], &command),
        svg_of(&hostile),
        svg::inline(&picture(&hostile), svg::NARROW),
    ] {
        stands_alone(&page);
        assert!(!page.contains("<script") && !page.contains('\u{1b}'), "{page}");
        assert!(
            page.contains("&lt;script&gt;") && page.contains("prefers-color-scheme") || page.starts_with("<svg class")
        );
    }
    let page = report_html(&[hostile], &command);
    for needed in ["name=\"viewport\"", "Seed 1.", "fourteen recorded changes", "assumed: nothing is published"] {
        assert!(page.contains(needed), "{needed}");
    }
}

/// The reader of these tests finds what it is to find.
#[test]
fn planted_markup_is_found() {
    for page in [
        "<p>a",
        "<p>a</b>",
        "<p>a & b</p>",
        "<p class=x></p>",
        "<script></script>",
        "<path d=\"url(x)\"/>",
        "<p href=\"x\"></p>",
        "<style>@import x</style>",
    ] {
        assert!(std::panic::catch_unwind(|| stands_alone(page)).is_err(), "{page}");
    }
}

/// What is drawn is what was counted.
#[test]
fn a_picture_has_what_the_numbers_have() {
    let one = played("peak", &PEAK.replace("replications: 3", "replications: 1"));
    let picture = picture(&one);
    let mean = |measure| one.1.estimate(measure).mean;
    let (begins, ends) = picture.times();
    let all = picture.between(begins, ends);
    assert!((all.busy + all.cooling - mean(Measure::Allocated)).abs() < 0.5, "{all:?}");
    assert!((all.refused - mean(Measure::Refused) * mean(Measure::Asked)).abs() < 0.5, "{all:?}");
    assert_eq!((picture.max[0], picture.max[1].1, picture.asked[0].0), ((0.0, 5), 50, 120.0));
    let csv = course_csv(std::slice::from_ref(&one));
    assert_eq!(csv.lines().count(), picture.points.len() + 1);
    assert!(csv.lines().skip(1).all(|line| line.starts_with("\"peak\",") && line.split(',').count() == 11), "{csv}");
}

/// The same users come to both, so that the difference is known better than either.
#[test]
fn differences_are_paired() {
    let small = played("small", &format!("{PEAK}seed: 4\n").replace("replications: 3", "replications: 8"));
    let large = played(
        "large",
        &format!("{PEAK}seed: 4\n").replace("replications: 3", "replications: 8").replace("{at: 2m, ", "{at: 0s, "),
    );
    let difference = large.1.difference(&small.1, Measure::Asked);
    assert!(difference.half_width.unwrap() < small.1.estimate(Measure::Asked).half_width.unwrap(), "{difference:?}");
    let same = small.1.difference(&small.1, Measure::WaitP95);
    assert_eq!((same.mean, same.half_width), (0.0, Some(0.0)));
    let costs =
        [Some(30), None].map(|on_a_node| Supposed::of(&Card::default(), None, PoolKind::CustomContainer, on_a_node));
    let view = SimulateView { played: &[small, large], chart: false, rows: false, costs: &costs };
    let value = view.value();
    assert_eq!(value["experiments"][0]["cost"]["standing"], "guessed");
    assert_eq!(
        (&value["differences"][0]["experiment"], &value["differences"][0]["against"]),
        (&json!("large"), &json!("small"))
    );
}
