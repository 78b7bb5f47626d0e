//! Azure Monitor's metrics of a pool: the route, the shape, and what is shown where nothing was seen.
//!
//! Names, units and grain are those of Azure's reference of supported metrics (2026-07-13), the shape that of the
//! specification's example (2024-02-01). Code interpreters have the executing sessions alone.

use super::answers::Reply;
use super::codes::{self, Refusal, Trouble};
use super::front::Desk;
use super::plane::Minute;
use super::{document, pools, versions, view};
use crate::model::PoolId;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// The metrics in the order of what is sampled, each with its name for people and what it is.
const METRICS: [(&str, &str, &str); 3] = [
    ("PoolReadyPodCount", "Ready Pod Count", "Number of ready pods in the session pool"),
    ("PoolExecutingPodCount", "Executing Pod Count", "Number of executing pods in the session pool"),
    ("PoolPendingPodCount", "Pending Pod Count", "Number of pending pods in the session pool"),
];

/// The one that code interpreters have.
const EXECUTING: usize = 1;

const AGGREGATIONS: [&str; 5] = ["average", "count", "maximum", "minimum", "total"];

/// The longest time that is answered: what is remembered, and as much again.
const LONGEST: i64 = 2 * 24 * 60;

/// Answers the metrics of a pool.
pub(super) fn answer(desk: &Desk<'_>, id: &PoolId) -> Result<Reply, Trouble> {
    versions::form(desk.call.version())?;
    let pool = desk.rows.pool(&id.to_string())?.ok_or_else(|| pools::missing(id))?;
    let is_custom = document::is_custom(&pool.document);
    let wanted = wanted(desk.call.query("metricnames"), is_custom)?;
    let aggregations = aggregations(desk.call.query("aggregation"))?;
    if let Some(interval) = desk.call.query("interval").filter(|interval| !interval.eq_ignore_ascii_case("PT1M")) {
        return Err(refuse(format!("The emulator keeps metrics by the minute: interval '{interval}' is not PT1M.")));
    }
    let (from, to) = timespan(desk.call.query("timespan"), desk.now).map_err(refuse)?;
    let minutes = minute(from)..minute(to.checked_add(SignedDuration::from_secs(59)).unwrap_or(to));
    if minutes.end - minutes.start > LONGEST as u64 {
        return Err(refuse("The emulator remembers metrics of a day: the timespan is too long.".to_owned()));
    }
    let seen: Vec<Minute> = desk
        .sessions
        .open_and_look(&pool, desk.times, desk.now, |live| live.minutes(minutes.clone()))
        .unwrap_or_default();
    let value: Vec<Value> =
        wanted.iter().map(|which| metric(&pool.id, *which, minutes.clone(), &seen, &aggregations)).collect();
    let body = json!({
        "cost": 0,
        "timespan": format!("{from}/{to}"),
        "interval": "PT1M",
        "value": value,
        "namespace": "Microsoft.App/sessionpools",
        "resourceregion": view::region(&pool.document),
    });
    Ok(pools::read(Reply::json(200, body)))
}

fn refuse(text: String) -> Trouble {
    Refusal::new(codes::METRICS, text).into()
}

/// Which metrics are asked for; all that there are where none is named.
fn wanted(names: Option<&str>, is_custom: bool) -> Result<Vec<usize>, Trouble> {
    let has = |which: &usize| is_custom || *which == EXECUTING;
    let Some(names) = names.filter(|names| !names.trim().is_empty()) else {
        return Ok((0..METRICS.len()).filter(has).collect());
    };
    let find = |name: &str| {
        let which = METRICS.iter().position(|(known, _, _)| known.eq_ignore_ascii_case(name.trim()));
        which.filter(has).ok_or_else(|| {
            let valid: Vec<&str> = (0..METRICS.len()).filter(has).map(|which| METRICS[which].0).collect();
            refuse(format!(
                "Failed to find metric configuration for metric: {}. Valid metrics: {}",
                name.trim(),
                valid.join(",")
            ))
        })
    };
    names.split(',').map(find).collect()
}

/// The average where nothing is said, as Azure Monitor has it.
fn aggregations(given: Option<&str>) -> Result<Vec<&'static str>, Trouble> {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else { return Ok(vec!["average"]) };
    let find = |name: &str| {
        let known = AGGREGATIONS.into_iter().find(|known| known.eq_ignore_ascii_case(name.trim()));
        let all = AGGREGATIONS.join(", ");
        known.ok_or_else(|| refuse(format!("The aggregation '{}' is none of {all}.", name.trim())))
    };
    given.split(',').map(find).collect()
}

/// `{start}/{end}`; the last hour where nothing is said.
fn timespan(given: Option<&str>, now: Timestamp) -> Result<(Timestamp, Timestamp), String> {
    let Some(given) = given.filter(|given| !given.trim().is_empty()) else {
        return Ok((now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now), now));
    };
    let wrong =
        || format!("The timespan '{given}' is no start and end such as 2026-12-05T14:00:00Z/2026-12-05T15:00:00Z.");
    let (from, to) = given.split_once('/').ok_or_else(wrong)?;
    let read = |text: &str| text.trim().parse::<Timestamp>().map_err(|_| wrong());
    let (from, to) = (read(from)?, read(to)?);
    if from < to { Ok((from, to)) } else { Err(wrong()) }
}

/// Minutes since 1970.
fn minute(instant: Timestamp) -> u64 {
    u64::try_from(instant.as_second().div_euclid(60)).unwrap_or_default()
}

fn metric(id: &str, which: usize, minutes: std::ops::Range<u64>, seen: &[Minute], aggregations: &[&str]) -> Value {
    let (name, shown, description) = METRICS[which];
    let mut seen = seen.iter().peekable();
    let data: Vec<Value> = minutes
        .map(|number| {
            let point = seen.next_if(|minute| minute.number == number);
            point.map_or_else(|| stamped(number), |minute| point_of(minute, which, aggregations)).into()
        })
        .collect();
    json!({
        "id": format!("{id}/providers/Microsoft.Insights/metrics/{name}"),
        "type": "Microsoft.Insights/metrics",
        "name": {"value": name, "localizedValue": shown},
        "displayDescription": description,
        "unit": "Count",
        "timeseries": [{"metadatavalues": [], "data": data}],
        "errorCode": "Success",
    })
}

/// A minute of which nothing is known: it has a time and no number.
fn stamped(number: u64) -> Map<String, Value> {
    let second = i64::try_from(number).unwrap_or_default().saturating_mul(60);
    let instant = Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
    Map::from_iter([("timeStamp".to_owned(), json!(instant.to_string()))])
}

/// One sample is taken in a minute, so the total is the average.
fn point_of(minute: &Minute, which: usize, aggregations: &[&str]) -> Map<String, Value> {
    let mut point = stamped(minute.number);
    for name in aggregations {
        let value = match *name {
            "count" => json!(1.0),
            "maximum" => json!(f64::from(minute.most[which])),
            "minimum" => json!(f64::from(minute.least[which])),
            _ => json!(minute.average(which)),
        };
        point.insert((*name).to_owned(), value);
    }
    point
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_is_read_or_refused() {
        assert_eq!(wanted(Some("poolreadypodcount, PoolPendingPodCount"), true).unwrap(), [0, 2]);
        assert_eq!((wanted(None, true).unwrap(), wanted(Some(" "), false).unwrap()), (vec![0, 1, 2], vec![1]));
        assert!(wanted(Some("QueueLength"), true).is_err() && wanted(Some("PoolReadyPodCount"), false).is_err());
        assert_eq!(aggregations(Some("Maximum,average")).unwrap(), ["maximum", "average"]);
        assert!(aggregations(Some("p99")).is_err());
        let now: Timestamp = "2026-12-05T08:00:00Z".parse().unwrap();
        assert_eq!(timespan(None, now).unwrap().0, "2026-12-05T07:00:00Z".parse().unwrap());
        for wrong in ["PT1H", "2026-12-05T08:00:00Z", "2026-12-05T08:00:00Z/2026-12-05T07:00:00Z", "a/b"] {
            assert!(timespan(Some(wrong), now).is_err(), "{wrong}");
        }
    }
}
