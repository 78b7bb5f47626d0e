//! What something costs, in a sentence.

use super::leases::moment;
use super::words;
use crate::config::events::PARKED_LEAD;
use crate::cost::card::EMULATORS_LIST;
use crate::cost::{Bill, Estimate, Money, Rates, Standing, Unknown};
use crate::model::Lifecycle;
use crate::model::Settings;
use crate::ops::expense::{DELETION, Expense, MONTH_HOURS, Running, Supposed, Tail};
use crate::output::printer::{in_our_words, wrapped_at};
use crate::output::style::{FAINT, paint};
use crate::output::{Here, Look};
use crate::plan::DRAIN_BEYOND_COOLDOWN;
use jiff::Timestamp;

/// From the least to the most: "$10.50", "$10.50 to $21.00"; under session-hours "at most $36.00".
pub(super) fn range(estimate: &Estimate) -> String {
    let (least, most) = (estimate.least.total(), estimate.most.total());
    if least == most {
        most.to_string()
    } else if least.amount.is_zero() {
        format!("at most {most}")
    } else {
        format!("{least} to {most}")
    }
}

/// What the ends of such a range are of; nothing where it has one.
pub(super) fn course(estimate: &Estimate) -> Option<&'static str> {
    let (least, most) = (estimate.least.total(), estimate.most.total());
    let course = if least.amount.is_zero() { "when full" } else { "from nobody there to full" };
    (least != most).then_some(course)
}

/// Where more ready sessions are billed than are wished.
pub(super) const RAISED: &str = "Where 0 ready sessions are wished, 1 is counted: Azure keeps at least one for custom \
                                 containers.";

/// Where the most is not a bound.
pub(super) const UNBOUNDED: &str = "Sessions that are stopped early make room for more than that.";

/// Behind a most that is not a bound.
pub(super) fn caveat(rates: &Rates) -> &'static str {
    if rates.is_bounded() { "" } else { " unless sessions are stopped early" }
}

/// A sum over pools: from the least to the most, with the caveat of any of them, and the worst of their prices.
pub(super) fn sum_of(estimate: &Estimate, rates: &[&Rates]) -> String {
    let unbounded = rates.iter().find(|rates| !rates.is_bounded()).map_or("", |rates| caveat(rates));
    let worst = rates.iter().max_by_key(|rates| rates.standing());
    let worst = worst.map_or("", |rates| doubt(rates, estimate.most.total()));
    format!("{}{unbounded}{worst}", range(estimate))
}

/// Before what a time costs with the events that no pool is raised for.
pub(super) const WITH_REFUSED: &str = "with the events that their budgets refuse: ";

/// Whose sum it is: of all of them, or of those that can be billed.
pub(super) fn whose(billed: usize, of: usize, all: &str) -> String {
    match billed {
        _ if billed == of => all.to_owned(),
        1 => "the one that can be billed".to_owned(),
        several => format!("the {several} that can be billed"),
    }
}

/// How far the prices of an amount can be trusted, behind it: nothing, or ", at guessed rates". Nothing costs nothing at
/// any price.
pub(super) fn doubt(rates: &Rates, amount: Money) -> &'static str {
    if amount.amount.is_zero() { "" } else { rates.standing().clause() }
}

/// What an hour of a supposed pool costs: "$1.75 to $12.25 an hour, at guessed rates; 0.5 cores and 1 GiB a session, in
/// eastus2 (assumed)".
pub(super) fn supposed(supposed: &Supposed, settings: &Settings) -> String {
    match (&supposed.rates, supposed.hour(settings)) {
        (Ok(rates), Some(hour)) => {
            let nobody = course(&hour).map(|course| format!(", {course}")).unwrap_or_default();
            format!("{} an hour{nobody}{}{}", range(&hour), doubt(rates, hour.most.total()), assumed(supposed))
        }
        (Err(missing), _) => format!("not known: {missing} (`pool cost --refresh`)"),
        (Ok(_), None) => String::new(),
    }
}

/// What no file says of a supposed pool, behind an amount.
pub(super) fn assumed(supposed: &Supposed) -> String {
    match supposed.assumed.as_slice() {
        [] => String::new(),
        all => format!("; {} (assumed)", all.join(", ")),
    }
}

/// That no price is known, as a sentence.
pub(super) fn unknown(unknown: &Unknown) -> String {
    format!("What it costs is not known: {unknown} (`pool cost --refresh`).")
}

/// A sentence with a space before it: what a pool costs until it goes back, else what it costs as it stays.
pub(super) fn sentence(expense: &Expense, goes: bool, now: Timestamp, zone: &Here) -> String {
    let rates = match &expense.rates {
        Ok(rates) => rates,
        Err(missing) => return format!(" {}", unknown(missing)),
    };
    let caveat = caveat(rates);
    match (&expense.estimate, expense.until) {
        (Some(estimate), Some(until)) => {
            let (until, doubt) = (moment(until, now, zone), doubt(rates, estimate.most.total()));
            let gone = match expense.tail {
                Some(tail) if tail.waits.is_none() => ", and then until it is parked,",
                Some(tail) if tail.is_gone => ", and then until it is parked or wanted again,",
                Some(_) => ", and then until it is wanted again,",
                None => "",
            };
            format!(" Until {until}{gone} it costs {}{caveat}{doubt}.", range(estimate))
        }
        _ => expense.after.as_ref().map_or_else(String::new, |hour| {
            let (least, most) = (hour.least.total(), hour.most.total());
            let doubt = doubt(rates, most);
            if least.amount.is_zero() {
                let caveat = if most.amount.is_zero() { "" } else { caveat };
                return format!(" It costs {} an hour{caveat}{doubt}.", range(hour));
            }
            let empty = if least == most { "" } else { " while nobody comes" };
            if goes {
                return format!(" It costs {least} an hour{empty}, until it is parked{doubt}.");
            }
            format!(" It costs {least} an hour{empty}, {} a month{doubt}.", month(&hour.least))
        }),
    }
}

/// What a month of the same hour costs.
pub(super) fn month(hour: &Bill) -> Money {
    hour.times(MONTH_HOURS).total()
}

/// What a pool costs as it stands: "$1.75 an hour, $1,277.50 a month, at guessed rates".
pub(super) fn standing_line(cost: &Running) -> String {
    match cost {
        Err(missing) => format!("not known: {missing} (`pool cost --refresh`)"),
        Ok((rates, Some(hour))) => {
            let doubt = doubt(rates, hour.total());
            format!("{} an hour, {} a month{doubt}", hour.total(), month(hour))
        }
        Ok((rates, None)) => {
            let price = rates.prices().next().map(|price| Money::new(price.amount, rates.currency));
            price.map_or_else(String::new, |price| {
                let doubt = doubt(rates, price);
                format!("{} for each hour that a session has started{doubt}", price.exact())
            })
        }
    }
}

/// The same as a sentence with a space before it: " It costs $1.75 an hour, …".
pub(super) fn costs(cost: Option<&Running>) -> String {
    match cost {
        Some(Err(missing)) => format!(" {}", unknown(missing)),
        Some(Ok((_, Some(hour)))) if hour.lines.is_empty() => String::new(),
        Some(cost) => format!(" It costs {}.", standing_line(cost)),
        None => String::new(),
    }
}

/// What it is worth that a pool is gone, where that is known: " That saves $1.75 an hour, …".
pub(super) fn saves(cost: Option<&Running>) -> String {
    match cost {
        Some(cost @ Ok((_, Some(hour)))) if !hour.lines.is_empty() => format!(" That saves {}.", standing_line(cost)),
        _ => String::new(),
    }
}

/// The hour before and after a change, as values of a line: `None` where nobody knows.
pub(super) fn hours(expense: &Expense) -> Option<(String, String)> {
    let (before, after) = (expense.before.as_ref()?, expense.after.as_ref()?);
    let text = |estimate: &Estimate| {
        let (least, most) = (estimate.least.total(), estimate.most.total());
        if least == most { least.to_string() } else { format!("{least} (full {most})") }
    };
    Some((text(before), text(after)))
}

/// What figures rest on, a line each with a line break before it, where `-v` asks for it.
pub(super) fn assumptions(rates: &Rates, look: &Look) -> String {
    if !look.detail {
        return String::new();
    }
    let todo = to_be_sure(&[rates]).map(|todo| in_our_words(todo, &look.call));
    rests_on(rates.model.name(), &rates.assumptions(), look)
        + &todo.map_or_else(String::new, |todo| indented(&todo, look))
}

/// What an expense rests on, the same way.
pub(super) fn basis(expense: &Expense, look: &Look) -> String {
    let Ok(rates) = &expense.rates else { return String::new() };
    assumptions(rates, look) + &counted_while_it_stands(expense.tail.as_ref(), look)
}

/// For how long a pool is counted whose base is parked, as a line, where `-v` asks for it.
pub(super) fn counted_while_it_stands(tail: Option<&Tail>, look: &Look) -> String {
    let said = tail.filter(|_| look.detail).map(stands);
    said.map_or_else(String::new, |said| indented(&in_our_words(&said, &look.call), look))
}

/// The same as a sentence.
fn stands(tail: &Tail) -> String {
    let drain = |lifecycle: Lifecycle| {
        let name = match lifecycle {
            Lifecycle::Timed { .. } => "cooldown",
            Lifecycle::OnContainerExit { .. } => "max alive",
        };
        let [period, beyond] = [lifecycle.period(), DRAIN_BEYOND_COOLDOWN].map(words::time);
        format!("{name} {period} + {beyond}")
    };
    let lead = words::time(PARKED_LEAD);
    let (sessions, quiet, deletion) = (drain(tail.ended), drain(tail.base), words::time(DELETION));
    format!(
        "a pool with `base: parked` is counted from the lead on, in which it is created, and until it is parked and gone: \
         at most {sessions} after the end while sessions go on, {quiet} without a change, and {deletion} for its \
         deletion (recorded: up to 446 s); where it is wanted again within {lead} of being parked it stands until then; \
         assumed is a run with --allow-park as soon as each is over, and that no session goes on longer: a run every so \
         often adds its interval, and a session that never ends keeps the pool"
    )
}

/// What to do about prices that nobody is sure of.
pub(super) fn to_be_sure(rates: &[&Rates]) -> Option<&'static str> {
    let sure = |rates: &&Rates| rates.guesses_management_alone() || rates.standing() == Standing::Good;
    if rates.iter().any(|rates| rates.guesses_management_alone()) && rates.iter().all(sure) {
        return Some(
            "The management is a guess beside your own `node`: write `management: 0` under `rates` where `node` holds it \
             already, or what you pay.",
        );
    }
    let all = rates.iter().flat_map(|rates| rates.prices());
    let mut doubtful = all.filter(|price| price.source.standing != Standing::Good).peekable();
    doubtful.peek()?;
    Some(if doubtful.all(|price| price.source.text == EMULATORS_LIST) {
        "Most prices of an emulator are made up; `rates:` in the pool file states your own."
    } else {
        "`pool cost --refresh` fetches Azure's price list; `rates:` in the pool file states your own."
    })
}

fn indented(sentence: &str, look: &Look) -> String {
    format!("\n{}", paint(FAINT, wrapped_at(&format!("  {sentence}"), "    ", look.width)))
}

/// The same of sentences that were chosen, for a model, without what to do about it.
pub(super) fn rests_on(model: &str, sentences: &[String], look: &Look) -> String {
    let lines = sentences.iter().map(|sentence| indented(&in_our_words(sentence, &look.call), look));
    let model = format!("\nWhat it costs rests on these ({model}):");
    std::iter::once(model).chain(lines).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::cost::{Card, Currency, Decimal, OwnRates, Stretch};
    use crate::model::{Kind, Scale, SessionSize};
    use jiff::SignedDuration;
    use jiff::tz::TimeZone;

    fn now() -> Timestamp {
        "2026-12-05T12:00:00Z".parse().unwrap()
    }

    /// A pool that goes from 1 of 5 ready to 10 of 50, for so many hours; without any it stays so.
    pub(in crate::output::views) fn expense(own: OwnRates, kind: Kind, hours: Option<i64>) -> Expense {
        let card = Card { own, ..Card::default() };
        let rates = card.rates(kind, "eastus2", SessionSize::of(0.5, "1Gi"));
        let ahead = |hours| now().saturating_add(SignedDuration::from_hours(hours)).unwrap();
        let of = |max, ready, hours| {
            let stretch = Stretch::new(Scale { max, ready: Some(ready) }, None, now(), ahead(hours));
            Some(rates.as_ref().ok()?.estimate(&[stretch]))
        };
        let estimate = hours.and_then(|hours| of(50, 10, hours));
        let (before, after) = (of(5, 1, 1), of(50, 10, 1));
        Expense {
            estimate,
            tail: None,
            stands: None,
            course: Vec::new(),
            before,
            after,
            until: hours.map(ahead),
            rates,
        }
    }

    #[test]
    fn a_sentence_says_what_it_costs_until_it_ends() {
        let flat = || OwnRates { session_hour: "0.75".parse::<Decimal>().ok(), ..OwnRates::default() };
        let euro = OwnRates { currency: Currency::named("EUR"), ..OwnRates::default() };
        let custom = Kind::CustomContainer;
        for (own, kind, hours, expected) in [
            (flat(), custom, Some(2), " Until 14:00 UTC it costs $15.00 to $75.00."),
            (OwnRates::default(), custom, Some(6), " Until 18:00 UTC it costs $10.50 to $20.40, at guessed rates."),
            (
                OwnRates::default(),
                Kind::Shell,
                Some(2),
                " Until 14:00 UTC it costs at most $36.00 unless sessions are stopped early, at guessed rates.",
            ),
            (flat(), custom, None, " It costs $7.50 an hour while nobody comes, $5,475.00 a month."),
            (
                OwnRates::default(),
                Kind::Shell,
                None,
                " It costs at most $18.00 an hour unless sessions are stopped early, at guessed rates.",
            ),
            (
                euro,
                custom,
                Some(2),
                " What it costs is not known: no price of a node-hour in eastus2 is known in EUR (`pool cost --refresh`).",
            ),
        ] {
            let zone = TimeZone::UTC.into();
            assert_eq!(sentence(&expense(own, kind, hours), false, now(), &zone), expected);
        }
        let parked = sentence(&expense(flat(), custom, None), true, now(), &TimeZone::UTC.into());
        assert_eq!(parked, " It costs $7.50 an hour while nobody comes, until it is parked.");
    }

    #[test]
    fn the_ends_of_a_range_are_told_and_a_most_alone_is() {
        let flat = OwnRates { session_hour: "0.75".parse::<Decimal>().ok(), ..OwnRates::default() };
        for (own, kind, expected) in [
            (flat, Kind::CustomContainer, Some("from nobody there to full")),
            (OwnRates::default(), Kind::Shell, Some("when full")),
        ] {
            let estimate = expense(own, kind, Some(2)).estimate.unwrap();
            assert_eq!(course(&estimate), expected);
            let (least, most) = (estimate.most.clone(), estimate.most);
            assert_eq!(course(&Estimate { least, most }), None);
        }
    }

    #[test]
    fn what_would_make_prices_sure_is_said() {
        let own = |node: Option<i64>, management: Option<i64>| OwnRates {
            node: node.map(Decimal::from),
            management: management.map(Decimal::from),
            ..OwnRates::default()
        };
        for (node, management, kinds, expected) in [
            (Some(1), None, &[Kind::CustomContainer][..], Some("`management: 0`")),
            (Some(1), Some(0), &[Kind::CustomContainer], None),
            (None, None, &[Kind::CustomContainer], Some("--refresh")),
            (Some(1), None, &[Kind::CustomContainer, Kind::Shell], Some("--refresh")),
        ] {
            let card = Card { own: own(node, management), ..Card::default() };
            let rates: Vec<Rates> = kinds.iter().map(|kind| card.rates(*kind, "eastus2", None).unwrap()).collect();
            let said = to_be_sure(&rates.iter().collect::<Vec<_>>());
            assert_eq!(said.is_some(), expected.is_some(), "{node:?} {management:?} {kinds:?}: {said:?}");
            assert!(said.unwrap_or_default().contains(expected.unwrap_or_default()), "{kinds:?}: {said:?}");
        }
    }

    #[test]
    fn nothing_costs_nothing_at_any_price() {
        let at = |ready| {
            let rates = Card::default().rates(Kind::CustomContainer, "eastus2", None).unwrap();
            let hour = rates.standing_for(crate::cost::Occupancy { active: 0, ready }, SignedDuration::from_hours(1));
            standing_line(&Ok((rates, Some(hour))))
        };
        assert_eq!(at(0), "$0.00 an hour, $0.00 a month");
        assert_eq!(at(1), "$1.75 an hour, $1,277.50 a month, at guessed rates");
    }

    #[test]
    fn an_hour_before_and_after_is_told_as_it_is() {
        let found = hours(&expense(OwnRates::default(), Kind::CustomContainer, None)).unwrap();
        assert_eq!(found, ("$1.75".to_owned(), "$1.75 (full $3.40)".to_owned()));
    }
}
