//! The scale: raised as wished, lowered where that is ours and disturbs nobody.

use super::Decision;
use crate::model::{Mark, Scale, State};
use crate::plan::{Direction, floor_instead_of_zero};
use crate::schedule::{OnDrift, Stamp};

impl Decision<'_> {
    pub(super) fn scale(&mut self) -> Scale {
        let wanted = self.wish.settings.scale(self.pool.counts_as());
        let current = self.pool.scale;
        match self.wish.direction {
            Direction::Up => {
                let least = current.ready.unwrap_or(0).max(self.wish.floor.unwrap_or(0));
                let ready = wanted.ready.map(|ready| ready.max(least));
                let mut kept = Vec::new();
                if wanted.max < current.max {
                    kept.push(format!("max sessions stays {}, above the {} asked for", current.max, wanted.max));
                }
                if let (Some(asked), Some(ready)) = (wanted.ready, ready)
                    && asked < ready
                {
                    kept.push(format!("ready sessions stays {ready}, above the {asked} asked for"));
                }
                if !kept.is_empty() {
                    let todo = "A scale-up never lowers a number; `pool scale-down` does.";
                    self.find(Mark::Note, kept.join("; "), Some(todo));
                }
                Scale { max: wanted.max.max(current.max), ready }
            }
            Direction::Down => {
                if wanted.max > current.max || wanted.ready.unwrap_or(0) > current.ready.unwrap_or(0) {
                    let text = format!("`{}` is bigger than what stands: this raises the pool", self.wish.claim);
                    self.find(Mark::Warning, text, None);
                }
                Scale { max: self.lowered_max(wanted.max), ready: self.lowered_ready(wanted) }
            }
            Direction::Apply(drift) => self.applied(wanted, drift),
        }
    }

    /// To what the claims say: raised, and lowered where it was us who raised it.
    fn applied(&mut self, wanted: Scale, drift: OnDrift) -> Scale {
        let stamped = self.stamp().map(Stamp::applied);
        let base = self.wish.base.scale(self.pool.counts_as());
        let max = Number {
            label: "max sessions",
            current: self.pool.scale.max,
            wanted: wanted.max,
            stamped: stamped.map(|stamped| stamped.max),
            base: base.max,
        };
        let max = self.applied_number(max, drift);
        let ready = wanted.ready.map(|_| {
            let least = self.lowered_ready(wanted).unwrap_or(0);
            let ready = Number {
                label: "ready sessions",
                current: self.pool.scale.ready.unwrap_or(0),
                wanted: least,
                stamped: stamped.map(|stamped| stamped.ready.unwrap_or(0)),
                base: if wanted.ready == base.ready { least } else { base.ready.unwrap_or(0) },
            };
            self.applied_number(ready, drift)
        });
        // What stays above may leave no room between the two.
        let max = ready.map_or(max, |ready| max.max(if ready > 0 { ready + 1 } else { 0 }));
        Scale { max: self.lowered_max(max), ready }
    }

    fn applied_number(&mut self, number: Number, drift: OnDrift) -> u32 {
        let Number { label, current, wanted, stamped, base } = number;
        // Somebody lowered what stands, and nothing has been wished since.
        let was_lowered = stamped == Some(wanted) && current < wanted;
        // The tags of an operation that failed late may stand there without its numbers.
        let is_known = self.pool.state != State::Failed || stamped.is_none();
        let raised_by_others = current > wanted && stamped.is_none_or(|stamped| current > stamped) && is_known;
        let text = if current > wanted && self.doubt().is_some() {
            format!("{label} stays {current} instead of {wanted}: a pool is never lowered on doubt")
        } else if drift == OnDrift::Enforce || !(was_lowered || raised_by_others) {
            return wanted;
        } else if raised_by_others {
            format!("{label} is {current}, and no claim wants more than {wanted}: {}", self.who())
        } else if drift == OnDrift::Warn && wanted > base {
            let text = format!("{label} was lowered to {current} while `{}` holds: {}", self.wish.claim, self.who());
            self.find(Mark::Warning, text, Some("It is raised again."));
            return wanted;
        } else {
            format!("{label} is {current} instead of {wanted}: {}", self.who())
        };
        let todo = "Run `pool scale-down` to take it back, or write `onDrift: enforce` in the pool file.";
        self.find_left(drift, text, raised_by_others.then_some(todo));
        current
    }

    pub(super) fn lowered_ready(&self, wanted: Scale) -> Option<u32> {
        let remembered = if self.wish.retry_zero || !self.is_same_wish() {
            None
        } else {
            floor_instead_of_zero(self.pool, &wanted, self.stamp())
        };
        let floor = self.wish.floor.filter(|_| wanted.ready == Some(0)).or(remembered);
        if floor.is_some() { floor } else { wanted.ready }
    }

    /// Whether the stamp says that this very wish was applied last.
    pub(super) fn is_same_wish(&self) -> bool {
        // Not by the claim's name: another machine may call the same another way.
        let is_same = |stamp: &Stamp| {
            let is_max = stamp.draining.is_some() || stamp.scale.max == self.wish.settings.max_sessions;
            is_max && stamp.scale.ready == self.wish.settings.scale(self.pool.counts_as()).ready
        };
        self.stamp().is_some_and(is_same)
    }
}

/// A number that applying is about.
#[derive(Debug, Clone, Copy)]
struct Number {
    label: &'static str,
    current: u32,
    wanted: u32,
    stamped: Option<u32>,
    base: u32,
}
