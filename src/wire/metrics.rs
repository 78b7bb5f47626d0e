//! Azure Monitor's metrics of a pool.
//!
//! The shape is that of the specification's example (`GetMetric.json`, 2024-02-01); names, unit and grain are those of
//! Azure's reference of supported metrics (2026-07-13). A point without a number was not sampled, and a metric without
//! a series has no data: neither is a zero.

use super::reading::{instant, real, text};
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::model::{Kind, Minute, Minutes, Seen};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use std::collections::BTreeMap;

/// The namespace of the metrics of session pools.
pub const NAMESPACE: &str = "Microsoft.App/sessionpools";

/// What is asked of each metric.
pub const AGGREGATIONS: &str = "average,minimum,maximum";

/// The only grain that Azure has of them.
pub const GRAIN: &str = "PT1M";

const EXECUTING: &str = "PoolExecutingPodCount";
const READY: &str = "PoolReadyPodCount";
const PENDING: &str = "PoolPendingPodCount";

/// The metrics that a pool of a kind has: code interpreters have one.
#[must_use]
pub fn names(kind: Kind) -> &'static [&'static str] {
    if kind.keeps_ready() { &[EXECUTING, READY, PENDING] } else { &[EXECUTING] }
}

/// Reads an answer; in order, a minute once.
///
/// # Errors
/// `BadAnswer` where it is no list of metrics, or one of ours that Azure could not read.
pub fn read(body: &Value) -> Result<Minutes> {
    let Some(metrics) = body["value"].as_array() else {
        return Err(Error::message(ErrorKind::BadAnswer, "the answer is no list of metrics: it has no array `value`"));
    };
    let interval = body["interval"].as_str().and_then(|text| text.parse::<SignedDuration>().ok());
    let lasts = interval.filter(|interval| interval.is_positive()).unwrap_or(SignedDuration::from_mins(1));
    let mut minutes = BTreeMap::new();
    for metric in metrics {
        let name = metric["name"]["value"].as_str().unwrap_or_default();
        let Some(place) = place(name) else { continue };
        if let Some(code) = text(&metric["errorCode"]).filter(|code| !code.eq_ignore_ascii_case("Success")) {
            let why = text(&metric["errorMessage"]).unwrap_or_default();
            let why = if why.is_empty() { code } else { format!("{code}: {why}") };
            return Err(Error::message(ErrorKind::BadAnswer, format!("Azure Monitor could not read {name}: {why}")));
        }
        for (at, seen) in points(metric) {
            let minute = minutes.entry(at).or_insert_with(|| Minute::beginning(at, lasts));
            let own = place(minute);
            *own = Some(own.map_or(seen, |other| together(other, seen)));
        }
    }
    Ok(Minutes(minutes.into_values().collect()))
}

/// The count of a metric in a minute.
type Place = fn(&mut Minute) -> &mut Option<Seen>;

/// Where a metric stands; names compare without case.
fn place(name: &str) -> Option<Place> {
    let places: [(&str, Place); 3] = [
        (EXECUTING, |minute| &mut minute.executing),
        (READY, |minute| &mut minute.ready),
        (PENDING, |minute| &mut minute.pending),
    ];
    places.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, place)| place)
}

/// The points that were sampled, of all series: they are of one pool, split by a dimension that nobody asked for.
fn points(metric: &Value) -> impl Iterator<Item = (Timestamp, Seen)> {
    let series = metric["timeseries"].as_array().into_iter().flatten();
    let data = series.flat_map(|series| series["data"].as_array().into_iter().flatten());
    data.filter_map(|point| Some((instant(&point["timeStamp"])?, seen(point)?)))
}

/// The numbers of a point; those that are missing are taken from the others, and `None` has none.
fn seen(point: &Value) -> Option<Seen> {
    let number = |key: &str| real(&point[key]).filter(|number| *number >= 0.0);
    let (average, least, most) = (number("average"), number("minimum"), number("maximum"));
    let middle = average.or(most).or(least)?;
    Some(Seen { average: middle, least: least.unwrap_or(middle), most: most.unwrap_or(middle) })
}

fn together(one: Seen, other: Seen) -> Seen {
    Seen { average: one.average + other.average, least: one.least + other.least, most: one.most + other.most }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metric(name: &str, series: Value) -> Value {
        json!({"name": {"value": name}, "unit": "Count", "errorCode": "Success", "timeseries": series})
    }

    fn shown(body: &Value) -> Vec<String> {
        let some = |seen: Option<Seen>| {
            seen.map_or("?".to_owned(), |seen| format!("{}/{}/{}", seen.least, seen.average, seen.most))
        };
        let minutes = read(body).unwrap().0.into_iter();
        let line = |minute: Minute| {
            let counts = [minute.executing, minute.ready, minute.pending].map(some).join(" ");
            format!("{} {} s: {counts}", minute.at.strftime("%H:%M"), minute.lasts.as_secs())
        };
        minutes.map(line).collect()
    }

    #[test]
    fn metrics_are_read_minute_by_minute() {
        let at = |minute: u32| format!("2026-12-05T08:0{minute}:00Z");
        let data = json!([{"data": [
            {"timeStamp": at(0), "average": 1.5, "minimum": 1.0, "maximum": 2.0},
            {"timeStamp": at(1)},
            {"timeStamp": at(2), "average": 3, "minimum": 3, "maximum": 3},
        ]}]);
        let ready = json!([{"data": [{"timeStamp": at(2), "maximum": 9.0}]}]);
        let body = json!({"interval": "PT1M", "value": [metric(EXECUTING, data), metric("POOLREADYPODCOUNT", ready)]});
        assert_eq!(shown(&body), ["08:00 60 s: 1/1.5/2 ? ?", "08:02 60 s: 3/3/3 9/9/9 ?"], "08:01 was not sampled");
    }

    #[test]
    fn what_is_odd_is_no_number() {
        let one = |point: Value| json!({"value": [metric(EXECUTING, json!([{"data": [point]}]))]});
        let at = "2026-12-05T08:00:00.0000000";
        let cases = [
            // Azure leaves the Z out now and then, and numbers may be texts.
            (one(json!({"timeStamp": at, "average": "2.0"})), &["08:00 60 s: 2/2/2 ? ?"][..]),
            (one(json!({"timeStamp": at, "average": null, "count": 1})), &[]),
            (one(json!({"timeStamp": at, "total": 5.0})), &[]),
            (one(json!({"timeStamp": at, "average": -1.0})), &[]),
            (one(json!({"timeStamp": at, "average": "NaN"})), &[]),
            (one(json!({"timeStamp": "noon", "average": 1.0})), &[]),
            (one(json!({"average": 1.0})), &[]),
            (json!({"value": [metric(EXECUTING, json!([]))]}), &[]),
            (json!({"value": [metric(EXECUTING, Value::Null)]}), &[]),
            (json!({"value": [metric("QueueLength", json!([{"data": [{"timeStamp": at, "average": 1}]}]))]}), &[]),
            (json!({"value": []}), &[]),
            (json!({"value": [null, 5, "x"]}), &[]),
            (
                json!({"interval": "PT5M", "value": [metric(PENDING, json!([
                    {"data": [{"timeStamp": at, "average": 1.0}]}, {"data": [{"timeStamp": at, "average": 2.0}]}
                ]))]}),
                &["08:00 300 s: ? ? 3/3/3"],
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(shown(&body), expected, "{body}");
        }
    }

    #[test]
    fn what_is_no_answer_is_said() {
        let failed = json!({"name": {"value": READY}, "errorCode": "Timeout", "errorMessage": "try later"});
        for (body, says) in [
            (json!({}), "no list of metrics"),
            (json!({"value": {}}), "no list of metrics"),
            (json!({"value": [failed]}), "could not read PoolReadyPodCount: Timeout: try later"),
        ] {
            assert!(read(&body).unwrap_err().to_string().contains(says), "{body}");
        }
    }

    #[test]
    fn only_custom_containers_have_ready_sessions_to_be_seen() {
        assert_eq!((names(Kind::CustomContainer).len(), names(Kind::PythonLTS)), (3, &[EXECUTING][..]));
    }
}
