//! What was found so far: each remark once, with all the pools that it is about.

use super::{LintedEvent, LintedPool};
use crate::model::{Finding, Mark};
use std::collections::HashMap;

/// How many pools are named before the rest is counted.
const NAMED: usize = 3;

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    list: Vec<Remark>,
    /// Where in the list a text of an event stands.
    known: HashMap<(usize, String), usize>,
}

#[derive(Debug)]
struct Remark {
    event: usize,
    mark: Mark,
    text: String,
    todo: Option<String>,
    /// The pools that it is about; none where it is about the event itself.
    pools: Vec<usize>,
}

impl Remarks {
    /// Says something of an event, whatever its pools.
    pub(super) fn add(&mut self, event: usize, mark: Mark, text: String, todo: impl Into<String>) {
        self.list.push(Remark { event, mark, text, todo: Some(todo.into()), pools: Vec::new() });
    }

    /// Says something of an event on a pool. The same of several pools becomes one.
    pub(super) fn add_on(
        &mut self,
        (event, pool): (usize, usize),
        mark: Mark,
        text: String,
        todo: impl Into<Option<String>>,
    ) {
        if let Some(remark) = self.known.get(&(event, text.clone())).and_then(|at| self.list.get_mut(*at)) {
            remark.pools.push(pool);
            return;
        }
        self.known.insert((event, text.clone()), self.list.len());
        self.list.push(Remark { event, mark, text, todo: todo.into(), pools: vec![pool] });
    }

    /// All of it, in the order of the file.
    pub(super) fn findings(mut self, pools: &[LintedPool], events: &[LintedEvent]) -> Vec<Finding> {
        self.list.sort_by_key(|remark| remark.event);
        let finding = |remark: Remark| {
            let event = &events[remark.event];
            let subject = format!("{}: {}", event.place, event.event.name);
            let text = format!("{}{}", remark.text, on(&remark.pools, pools));
            Finding { mark: remark.mark, subject, text, todo: remark.todo }
        };
        self.list.into_iter().map(finding).collect()
    }
}

/// The pools in brackets, where the file has several.
fn on(numbers: &[usize], pools: &[LintedPool]) -> String {
    if numbers.is_empty() || pools.len() < 2 {
        return String::new();
    }
    let mut names: Vec<String> = numbers.iter().take(NAMED).map(|number| pools[*number].name.clone()).collect();
    if numbers.len() > NAMED {
        names.push(format!("{} more", numbers.len() - NAMED));
    }
    format!(" ({})", names.join(", "))
}
