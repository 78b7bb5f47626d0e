//! The files that a simulation leaves: a page, a picture, a course.

use super::wording::Unit;
use super::{Played, result_rows, settings_words};
use crate::config::spread;
use crate::model::{Arrivals, Demand, Identifiers, Kind, Rhythm, WhenFull};
use crate::ops::simulate::{Outcome, Study};
use crate::output::charts::html::{self, Part};
use crate::output::charts::{Band, Picture, axis, svg};
use crate::output::views::words;
use crate::sim::Measure;
use crate::sim::starts::{MODEL, OPERATION_OF_INTERPRETERS, START_SOURCES};
use std::fmt::Write as _;
use std::time::Duration;

/// What came of it, in one sentence.
pub(super) fn sentence(study: &Study, outcome: &Outcome) -> String {
    let mean = |measure| outcome.estimate(measure).mean;
    if mean(Measure::Asked) == 0.0 {
        return "nobody came, so nothing can be said of waits and refusals".to_owned();
    }
    let refused = mean(Measure::Refused);
    let refusals = if refused > 0.0 {
        format!("{} of the runs got no session", Unit::Share.text(refused))
    } else {
        "no run was refused".to_owned()
    };
    let wait = Unit::Seconds.text(mean(Measure::WaitP95));
    let (peak, most) = (Unit::Count.text(mean(Measure::PeakSessions)), study.most_sessions());
    format!("{refusals}, 95 % of those that ran waited at most {wait}, up to {peak} of {most} sessions at once")
}

pub(super) fn picture(study: &Study, outcome: &Outcome) -> Picture {
    let operation = study.experiment.starts.operation.mean().as_secs_f64();
    let first = (0.0, study.pool.settings.max_sessions);
    let turns = study.turns.iter();
    let max = turns.clone().map(|turn| (turn.at.as_secs_f64() + operation, turn.to.settings.max_sessions));
    Picture {
        title: study.name.clone(),
        summary: sentence(study, outcome),
        points: Picture::points(outcome.course(), outcome.summary.replications),
        max: [first].into_iter().chain(max).collect(),
        asked: turns.map(|turn| (turn.at.as_secs_f64(), turn.to.name.clone())).collect(),
        refused_share: outcome.estimate(Measure::Refused).mean,
        at_least: (0.0, 0.0),
        bands: Band::SIMULATED,
        clock: None,
    }
}

/// The pictures of all, with the same scales.
pub(super) fn pictures(played: &[Played]) -> Vec<Picture> {
    let mut pictures: Vec<Picture> = played.iter().map(|(study, outcome)| picture(study, outcome)).collect();
    Picture::share_scales(&mut pictures);
    pictures
}

/// The picture of the only study, as a file of its own.
#[must_use]
pub fn svg_of(played: &Played) -> String {
    svg::file(&picture(&played.0, &played.1), svg::WIDE)
}

/// The page, with the command that made it.
#[must_use]
pub fn report_html(played: &[Played], command: &str) -> String {
    let names: Vec<&str> = played.iter().map(|(study, _)| study.name.as_str()).collect();
    let mut parts = Vec::new();
    for ((study, outcome), picture) in played.iter().zip(pictures(played)) {
        if played.len() > 1 {
            parts.push(Part::Heading(study.name.clone()));
        }
        parts.extend(study.description.clone().map(Part::Text));
        parts.push(Part::Text(format!("{}.", capital(&sentence(study, outcome)))));
        parts.push(Part::Picture(Box::new(picture)));
    }
    let (heading, rows) = result_rows(played);
    let heading = heading.iter().map(|word| capital(&word.to_lowercase())).collect();
    let heading = if played.len() == 1 { heading } else { named(heading, played) };
    parts.push(Part::Heading("Results".to_owned()));
    parts.push(Part::Table { heading, rows, numbers: true });
    let each = played.first().map_or(0, |(study, _)| study.replications);
    parts.push(Part::Text(format!(
        "Means over {each} replications; ± is the 95 % confidence interval. Bands of the picture are means too: where \
         replications differ, the pool of a single one may be full while the band is below max.{}",
        if played.len() > 1 { " Shares differ by percentage points." } else { "" }
    )));
    for (study, _) in played {
        let of =
            if played.len() == 1 { "What was played".to_owned() } else { format!("What was played: {}", study.name) };
        parts.push(Part::Heading(of));
        parts.push(Part::Table { heading: heading_of_assumptions(), rows: assumptions(study), numbers: false });
    }
    parts.push(Part::Heading("What the model takes for granted".to_owned()));
    let rows = MODEL.iter().map(|one| vec![one.text.to_owned(), one.source.to_owned()]).collect();
    parts.push(Part::Table { heading: vec!["Assumption".into(), "Source".into()], rows, numbers: false });
    parts.push(Part::Heading("How to see it again".to_owned()));
    parts.push(Part::Code(command.to_owned()));
    let seed = played.first().map_or(0, |(study, _)| study.seed);
    let version = env!("CARGO_PKG_VERSION");
    let foot = format!("Seed {seed}. The same build of pool ({version}) and the same files give the same page.");
    html::page(&format!("Simulated: {}", names.join(", ")), &parts, &foot)
}

/// Names are not put into lower case.
fn named(mut heading: Vec<String>, played: &[Played]) -> Vec<String> {
    let first = &played[0].0.name;
    let names = played.iter().map(|(study, _)| study.name.clone());
    let differences = played.iter().skip(1).map(|(study, _)| format!("{} less {first}", study.name));
    heading.truncate(1);
    heading.extend(names.chain(differences));
    heading
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn heading_of_assumptions() -> Vec<String> {
    ["What", "Value", "Source"].map(str::to_owned).into()
}

/// What was played, each with who said so.
fn assumptions(study: &Study) -> Vec<Vec<String>> {
    const GIVEN: &str = "as given";
    let demand = &study.experiment.demand;
    let row = |what: &str, value: String, source: &str| vec![what.to_owned(), value, source.to_owned()];
    let mut rows = vec![
        row("The pool", format!("{}: {}", study.pool.name, settings_words(&study.pool.settings)), GIVEN),
        row("Users come", arrivals(demand), GIVEN),
    ];
    if study.kind != Kind::CustomContainer {
        rows.insert(1, row("It runs", study.kind.to_string(), GIVEN));
    }
    for turn in &study.turns {
        let value = format!("{}: {}", turn.to.name, settings_words(&turn.to.settings));
        rows.insert(rows.len() - 1, row(&format!("Asked for at {}", axis::time(turn.at.as_secs())), value, GIVEN));
    }
    if !matches!(demand.arrivals, Arrivals::Trace(_)) {
        rows.push(row("A run takes", spread::render(&demand.run), GIVEN));
        rows.push(row("The next run", rhythm(demand), GIVEN));
    }
    if study.is_raised() {
        let source = "Azure keeps at least one for custom containers";
        rows.push(row("Ready sessions", "1 where 0 are wished".to_owned(), source));
    }
    rows.push(row("Identifiers", identifiers(demand.identifiers), GIVEN));
    rows.push(row(
        "A session serves",
        if demand.one_at_a_time { "one run after the other" } else { "all runs that come" }.to_owned(),
        GIVEN,
    ));
    rows.push(row("Where the pool is full", when_full(demand.when_full), GIVEN));
    if let Some(lasts) = demand.lasts {
        rows.push(row("Nobody starts anything after", time(lasts), GIVEN));
    }
    let (said, times) = (&study.starts, &study.experiment.starts);
    let mut starts = vec![
        ("Until a session serves that is there", &times.found, said.found.is_some(), START_SOURCES[0]),
        ("Until a ready session serves", &times.warm, said.warm.is_some(), START_SOURCES[1]),
        ("Until a new session serves", &times.cold, said.cold.is_some(), START_SOURCES[2]),
    ];
    if let Some(on_a_node) = study.experiment.on_a_node {
        rows.push(row("Sessions on a node", on_a_node.to_string(), GIVEN));
        starts.push(("A new node adds", &times.node, said.node.is_some(), START_SOURCES[3]));
    }
    if !study.turns.is_empty() {
        let source = if study.kind == Kind::CustomContainer { START_SOURCES[4] } else { OPERATION_OF_INTERPRETERS };
        starts.push(("Another scale is there after", &times.operation, said.operation.is_some(), source));
    }
    rows.extend(starts.into_iter().map(|(what, spread, is_said, source)| {
        row(what, spread::render(spread), if is_said { GIVEN } else { source })
    }));
    rows
}

fn time(time: Duration) -> String {
    if time.subsec_millis() > 0 { crate::config::duration::render_fine(time) } else { words::time(time) }
}

fn arrivals(demand: &Demand) -> String {
    match &demand.arrivals {
        Arrivals::Within { users, window } if window.is_zero() => format!("{users}, all at once"),
        Arrivals::Within { users, window } => format!("{users}, at random within {}", time(*window)),
        Arrivals::Ramp { users, window } => format!("{users} within {}, more and more of them", time(*window)),
        Arrivals::Poisson { every, .. } => format!("at random, {} apart in the mean", time(*every)),
        Arrivals::Steps(steps) => {
            let step = |step: &crate::model::Step| format!("{} an hour for {}", step.an_hour, time(step.lasts));
            steps.iter().map(step).collect::<Vec<_>>().join(", then ")
        }
        Arrivals::Trace(visits) => format!("as written down: {} runs", visits.len()),
    }
}

fn rhythm(demand: &Demand) -> String {
    let mut text = match &demand.rhythm {
        Rhythm::Once => "none".to_owned(),
        Rhythm::Every(spread) => format!("{} after the start of the last", spread::render(spread)),
        Rhythm::Think(spread) => format!("{} after the end of the last", spread::render(spread)),
    };
    if let Some(runs) = demand.runs {
        let _ = write!(text, "; at most {runs} of a user");
    }
    if let Some(stay) = demand.stay {
        let _ = write!(text, "; a user stays {}", time(stay));
    }
    text
}

fn identifiers(identifiers: Identifiers) -> String {
    match identifiers {
        Identifiers::User => "one for each user".to_owned(),
        Identifiers::Run => "a new one for each run".to_owned(),
        Identifiers::Team(size) => format!("one for {size} users"),
        Identifiers::Shared(count) => format!("{count} for all; a run takes one that is free"),
    }
}

fn when_full(when_full: WhenFull) -> String {
    match when_full {
        WhenFull::GiveUp => "the run is refused, and its user goes on without".to_owned(),
        WhenFull::Wait(None) => "the run waits in line".to_owned(),
        WhenFull::Wait(Some(patience)) => {
            format!("the run waits in line for {}, then its user goes on without", time(patience))
        }
    }
}

/// The courses, a line for each span.
#[must_use]
pub fn course_csv(played: &[Played]) -> String {
    let mut text =
        "experiment,fromSeconds,toSeconds,busy,coolingDown,starting,ready,waiting,refused,nodes,maxSessions\n"
            .to_owned();
    for (study, outcome) in played {
        let picture = picture(study, outcome);
        let name = format!("\"{}\"", study.name.replace('"', "\"\"").replace(char::is_control, " "));
        for point in &picture.points {
            let _ = writeln!(
                text,
                "{name},{:.3},{:.3},{:.3},{:.3},{:.3},{:.3},{:.3},{:.3},{:.3},{}",
                point.from,
                point.to,
                point.busy,
                point.cooling,
                point.starting,
                point.ready,
                point.waiting,
                point.refused,
                point.nodes,
                picture.max_at(point.from)
            );
        }
    }
    text
}
