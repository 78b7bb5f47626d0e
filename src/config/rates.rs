//! What sessions cost, by the user's own word.

use super::fault::Fault;
use super::shape::{Key, Rule, Shape, Stranger, Table};
use super::view::Object;
use crate::cost::money::MOST_FOR_AN_HOUR;
use crate::cost::{Currency, OwnRates};

static CURRENCY: Rule = Rule {
    pattern: "^[A-Za-z]{3}$",
    allows: |text| Currency::named(text).is_some(),
    noun: "currency",
    todo: "its code of three letters, such as `USD` or `EUR`",
    echo: true,
};

/// It stands in sentences, between brackets, and what stands between backticks there is a command.
static SOURCE: Rule = Rule {
    pattern: "^[^`\\u0000-\\u001f\\u007f]+$",
    allows: |text| !text.trim().is_empty() && !text.contains(|c: char| c == '`' || c.is_control()),
    noun: "source",
    todo: "a few words such as `our invoice of October`, on one line and without backticks",
    echo: true,
};

/// The keys of `rates`.
pub(super) static RATES: Table = Table {
    about: "What sessions cost you. Each price outranks Azure's price list; `flat` outranks all.",
    keys: &[
        Key::may("currency", Shape::Text(&CURRENCY), "The currency of everything; USD when left out", "EUR"),
        Key::may(
            "flat",
            Shape::Amount(MOST_FOR_AN_HOUR),
            "An hour of each session, warm or in use, whatever Azure meters; for bills that grow with sessions",
            "0.75",
        ),
        Key::may(
            "node",
            Shape::Amount(MOST_FOR_AN_HOUR),
            "An hour of a dedicated node (E16), for custom containers; a node is paid whole, however many sessions it holds",
            "1.65",
        ),
        Key::may(
            "management",
            Shape::Amount(MOST_FOR_AN_HOUR),
            "An hour of an environment with dedicated nodes; 0 where it is not billed to you, or `node` holds it",
            "0.10",
        ),
        Key::may(
            "startedHour",
            Shape::Amount(MOST_FOR_AN_HOUR),
            "A started hour of a code interpreter's session",
            "0.03",
        ),
        Key::may("source", Shape::Text(&SOURCE), "Where the prices come from", "our invoice of October"),
    ],
    strangers: &[
        ("sessionHour", Stranger::Here("flat")),
        ("perSessionHour", Stranger::Here("flat")),
        ("nodeHour", Stranger::Here("node")),
    ],
    may_be_empty: false,
    rules: "{}",
};

/// A price of `rates` that pools of one kind alone are billed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindsPrice {
    /// Its key.
    pub key: &'static str,
    /// Whether it is of custom containers, rather than of code interpreters.
    pub of_containers: bool,
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
}

/// The prices that stand there and count for one kind of pools alone.
pub(super) fn of_kinds(object: &Object<'_>) -> Vec<KindsPrice> {
    let price = |(key, of_containers)| {
        let place = object.entry(key)?.place;
        Some(KindsPrice { key, of_containers, line: place.line, column: place.column })
    };
    [("node", true), ("management", true), ("startedHour", false)].into_iter().filter_map(price).collect()
}

/// The line and the column of `flat`, from 1.
pub(super) fn flat_place(object: &Object<'_>) -> Option<(usize, usize)> {
    object.entry("flat").map(|entry| (entry.place.line, entry.place.column))
}

/// What an object of [`RATES`] says.
pub(super) fn read(object: &Object<'_>, faults: &mut Vec<Fault>) -> OwnRates {
    if object.has("flat") {
        let idle = ["node", "management", "startedHour"].into_iter().filter(|key| object.has(key));
        let todo = "keep `flat`, or the prices that Azure meters";
        faults.extend(idle.map(|key| object.fault(key, "counts for nothing beside `flat`", Some(todo))));
    }
    OwnRates {
        currency: object.text("currency").and_then(|code| Currency::named(&code)),
        session_hour: object.amount("flat"),
        node: object.amount("node"),
        management: object.amount("management"),
        started_hour: object.amount("startedHour"),
        source: object.text("source"),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::pool_file;
    use crate::cost::{Currency, Decimal};

    fn faults(rates: &str) -> String {
        let text = format!("pools: {{p: {{}}}}\nrates: {rates}\n");
        pool_file::parse("pool.yaml", &text).map_or_else(|faults| faults.to_string(), |_| String::new())
    }

    #[test]
    fn prices_are_read_to_the_last_digit() {
        let text =
            "rates: {currency: eur, node: 1.650000000000000000001, management: 0, startedHour: 0.03, source: us}";
        let rates = pool_file::parse("pool.yaml", text).unwrap().rates;
        assert_eq!(rates.currency, Currency::named("EUR"));
        assert_eq!(rates.node, Some("1.650000000000000000001".parse().unwrap()));
        assert_eq!(rates.management, Some(Decimal::ZERO));
        assert_eq!(rates.source.as_deref(), Some("us"));
    }

    #[test]
    fn what_is_no_price_is_named() {
        let cases = [
            ("{flat: -1}", "`-1` is no amount of money"),
            ("{flat: much}", "`much` is no amount of money"),
            ("{flat: \"0.75\"}", "`0.75` is no amount of money"),
            ("{flat: .nan}", "is no amount of money"),
            ("{flat: 1e400}", "is no amount of money"),
            ("{flat: 1000000.01}", "`1000000.01` is too much to be meant (at most 1000000)"),
            ("{node: 1000000000000000000000000}", "is too much to be meant (at most 1000000)"),
            ("{source: \"\"}", "is no source (a few words"),
            ("{source: \"  \"}", "is no source (a few words"),
            ("{source: \"our `table`\"}", "is no source (a few words"),
            ("{source: \"our\\ntable\"}", "is no source (a few words"),
            ("{currency: euros}", "`euros` is no currency"),
            ("{flat: 1, node: 2}", "counts for nothing beside `flat`"),
            ("{nodes: 1}", "did you mean `node`?"),
            ("[1]", "a list where keys with values belong"),
        ];
        for (rates, expected) in cases {
            let found = faults(rates);
            assert!(found.contains(expected) && found.contains("pool.yaml:2:"), "{rates}: {found}");
        }
    }

    #[test]
    fn an_event_may_have_a_budget() {
        let event = |budget: &str| {
            let text = format!(
                "pools: {{p: {{}}}}\nevents: [{{name: x, profile: contest, start: 2026-12-05T14:00, zone: UTC, for: 2h, \
                 budget: {budget}}}]"
            );
            pool_file::parse("pool.yaml", &text)
        };
        assert_eq!(event("20").unwrap().events[0].budget, Some("20".parse().unwrap()));
        assert!(event("20 USD").unwrap_err().to_string().contains("is no amount of money"));
        assert!(event("1000000000000").is_ok());
        assert!(event("1000000000001").unwrap_err().to_string().contains("too much to be meant"));
    }
}
