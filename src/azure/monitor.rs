//! Azure Monitor: what a pool's sessions did.

use super::address;
use super::client::Client;
use super::failure::Failure;
use crate::model::{Kind, Minutes, PoolId, whole_minute};
use crate::wire::metrics;
use jiff::{SignedDuration, Timestamp};

/// How much is asked for at once: no limit of points is written anywhere that we know of, and a day has 1440 of each
/// metric (assumed to be well within it).
const AT_ONCE: SignedDuration = SignedDuration::from_hours(24);

impl Client {
    /// What the sessions of a pool did in `[from, until)`, minute by minute, a day in each request. Needs
    /// `Microsoft.Insights/metrics/read`.
    ///
    /// # Errors
    /// Whatever kept a day from being read: half of it is none.
    pub async fn minutes(
        &self,
        id: &PoolId,
        kind: Kind,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Minutes, Failure> {
        let mut minutes = Vec::new();
        let mut from = whole_minute(from);
        while from < until {
            let end = from.saturating_add(AT_ONCE).unwrap_or(Timestamp::MAX).min(until);
            let mut url = address::metrics(&self.endpoint, id)?;
            url.query_pairs_mut()
                .append_pair("metricnamespace", metrics::NAMESPACE)
                .append_pair("metricnames", &metrics::names(kind).join(","))
                .append_pair("timespan", &format!("{from}/{end}"))
                .append_pair("interval", metrics::GRAIN)
                .append_pair("aggregation", metrics::AGGREGATIONS);
            let body = self.read(url).await?;
            let read = metrics::read(&body).map_err(|error| Failure::Malformed(error.to_string()))?;
            // A server may round the span: what was asked for before is not taken twice.
            minutes.extend(read.0.into_iter().filter(|minute| from <= minute.at && minute.at < end));
            from = end;
        }
        Ok(Minutes(minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::azure::script::{Script, pool_id, refuses, says};
    use serde_json::{Value, json};

    fn answer(times: &[&str]) -> Value {
        let data: Vec<Value> = times.iter().map(|at| json!({"timeStamp": at, "average": 1.0})).collect();
        json!({"interval": "PT1M", "value": [
            {"name": {"value": "PoolExecutingPodCount"}, "timeseries": [{"data": data}]}]})
    }

    #[tokio::test(start_paused = true)]
    async fn more_than_a_day_is_asked_for_in_days_and_patiently() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let script = Script::new([
            says(200, answer(&["2026-12-05T07:59:00Z", "2026-12-05T08:00:00Z", "2026-12-06T08:00:00Z"])),
            refuses(429, "TooManyRequests").with("retry-after", "7"),
            says(200, answer(&["2026-12-06T08:00:00Z", "2026-12-06T09:00:00Z"])),
        ]);
        let (from, until) = (at("2026-12-05T08:00:31Z"), at("2026-12-06T09:00:00Z"));
        let minutes = script.client().minutes(&pool_id(), Kind::PythonLTS, from, until).await.unwrap();
        let times: Vec<String> = minutes.0.iter().map(|minute| minute.at.to_string()).collect();
        assert_eq!(times, ["2026-12-05T08:00:00Z", "2026-12-06T08:00:00Z"], "each minute once, none outside");
        let path = format!("GET {}/providers/Microsoft.Insights/metrics", pool_id());
        assert_eq!(script.asked(), [path.clone(), path.clone(), path]);
        let spans = script.urls().into_iter().map(|query| {
            let rest = query.split_once("timespan=").unwrap().1.replace("%3A", ":").replace("%2F", "/");
            rest.split('&').take(2).collect::<Vec<_>>().join("&")
        });
        let (first, second) = (
            "2026-12-05T08:00:00Z/2026-12-06T08:00:00Z&interval=PT1M",
            "2026-12-06T08:00:00Z/2026-12-06T09:00:00Z&interval=PT1M",
        );
        assert_eq!(spans.collect::<Vec<_>>(), [first, second, second]);
    }
}
