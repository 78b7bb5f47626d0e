//! Single values: reading them by their shape, and saying why one cannot be read.

use super::duration;
use super::nearest::nearest;
use super::node::{Node, Value};
use super::shape::Rule;
use crate::cost::Decimal;
use std::time::Duration;

/// The most characters of a wrong value that a fault repeats.
const ECHO_CHARACTERS: usize = 60;

/// Why a value cannot be read, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) text: String,
    pub(super) todo: Option<String>,
}

impl Wrong {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), todo: None }
    }

    pub(super) fn todo(mut self, todo: impl Into<String>) -> Self {
        self.todo = Some(todo.into()).filter(|todo: &String| !todo.is_empty());
        self
    }
}

type Read<T> = Result<T, Wrong>;

/// What stands there, in a word or two.
pub(super) fn describe(node: &Node) -> &'static str {
    match node.value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Whole(_) | Value::Number(_) => "a number",
        Value::Text(_) => "text",
        Value::List(_) => "a list",
        Value::Map(_) => "keys with values",
    }
}

/// A single value as a fault shows it; `None` for lists and maps.
fn echo(node: &Node) -> Option<String> {
    let shown = match &node.value {
        Value::Null | Value::List(_) | Value::Map(_) => return None,
        Value::Text(text) => text,
        Value::Bool(_) | Value::Whole(_) | Value::Number(_) => &node.source,
    };
    let mut short: String = shown.chars().take(ECHO_CHARACTERS).flat_map(char::escape_debug).collect();
    if shown.chars().count() > ECHO_CHARACTERS {
        short.push('…');
    }
    Some(format!("`{short}`"))
}

/// "`five` is no whole number", or "a list is no whole number".
fn is_no(node: &Node, noun: &str) -> Wrong {
    match echo(node) {
        Some(shown) => Wrong::new(format!("{shown} is no {noun}")),
        None => Wrong::new(format!("{} is no {noun}", describe(node))),
    }
}

/// Text that obeys a rule.
pub(super) fn text<'a>(node: &'a Node, rule: &Rule) -> Read<&'a str> {
    let wrong = if rule.echo { is_no(node, rule.noun) } else { Wrong::new(format!("not the {}", rule.noun)) };
    match &node.value {
        Value::Text(text) if (rule.allows)(text) => Ok(text),
        Value::Bool(_) | Value::Whole(_) | Value::Number(_) if rule.echo && (rule.allows)(&node.source) => {
            let shown = echo(node).unwrap_or_default();
            Err(Wrong::new(format!("{shown} is {}, not text", describe(node))).todo("put it in quotes"))
        }
        _ => Err(wrong.todo(rule.todo)),
    }
}

/// A single value as it stands in the file.
pub(super) fn literal(node: &Node) -> Read<&str> {
    match &node.value {
        Value::Text(text) => Ok(text),
        Value::Bool(_) | Value::Whole(_) | Value::Number(_) => Ok(&node.source),
        Value::Null | Value::List(_) | Value::Map(_) => Err(Wrong::new(format!("{} is no text", describe(node)))),
    }
}

/// One of a few words.
pub(super) fn choice(node: &Node, words: &[&'static str]) -> Read<&'static str> {
    let Value::Text(text) = &node.value else {
        return Err(is_no(node, "word of these").todo(any_of(words)));
    };
    words.iter().copied().find(|word| word == text).ok_or_else(|| {
        let wrong = Wrong::new(format!("{} is not known here", echo(node).unwrap_or_default()));
        match nearest(text, words.iter().copied()) {
            Some(word) => wrong.todo(format!("did you mean `{word}`?")),
            None => wrong.todo(any_of(words)),
        }
    })
}

fn any_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

/// A whole number within bounds.
pub(super) fn whole(node: &Node, least: i128, most: i128) -> Read<i128> {
    match &node.value {
        Value::Whole(number) if (least..=most).contains(number) => Ok(*number),
        Value::Whole(_) => {
            let shown = echo(node).unwrap_or_default();
            Err(Wrong::new(format!("{shown} is out of range")).todo(format!("{least} to {most}")))
        }
        Value::Text(text) if text.parse::<i128>().is_ok() => {
            Err(Wrong::new(format!("{} is text, not a number", node.source)).todo("leave out the quotes"))
        }
        _ => Err(is_no(node, "whole number")),
    }
}

/// A number above 0.
pub(super) fn positive(node: &Node) -> Read<f64> {
    let number = match node.value {
        // Loses digits only above 2^53, which is no number of cores.
        #[expect(clippy::cast_precision_loss, reason = "cores are few")]
        Value::Whole(number) => number as f64,
        Value::Number(number) if number.is_finite() => number,
        _ => return Err(is_no(node, "number")),
    };
    if number > 0.0 { Ok(number) } else { Err(is_no(node, "number above 0")) }
}

/// An amount of money up to a bound, as it stands in the file: no digit is lost on the way.
pub(super) fn amount(node: &Node, most: u64) -> Read<Decimal> {
    match node.value {
        Value::Whole(_) | Value::Number(_) => {
            let plain = node.source.parse().ok().filter(|amount: &Decimal| !amount.is_sign_negative());
            let plain: Decimal =
                plain.ok_or_else(|| is_no(node, "amount of money").todo("digits and a point, such as `0.75`"))?;
            if plain > Decimal::from(most) {
                let shown = echo(node).unwrap_or_default();
                return Err(Wrong::new(format!("{shown} is too much to be meant")).todo(format!("at most {most}")));
            }
            Ok(plain)
        }
        _ => Err(is_no(node, "amount of money").todo("a number such as `20` or `0.75`, in the currency of `rates`")),
    }
}

/// `true` or `false`.
pub(super) fn flag(node: &Node) -> Read<bool> {
    match node.value {
        Value::Bool(value) => Ok(value),
        _ => Err(is_no(node, "switch").todo("write `true` or `false`")),
    }
}

/// A length of time.
pub(super) fn length(node: &Node) -> Read<Duration> {
    let shown = echo(node).unwrap_or_default();
    match &node.value {
        Value::Text(text) => {
            duration::parse(text).map_err(|why| Wrong::new(format!("{shown} {why}")).todo(duration::FORM))
        }
        Value::Whole(number) if *number >= 0 => {
            Err(Wrong::new(format!("{shown} has no unit")).todo(format!("write `{number}s` for seconds")))
        }
        _ => Err(is_no(node, "length of time").todo(duration::FORM)),
    }
}
